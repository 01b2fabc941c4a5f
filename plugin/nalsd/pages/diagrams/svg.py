"""Makes a foreign SVG fit for a page: nothing active, nothing from elsewhere, colours by scheme."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from nalsd.pages.html import Markup, raw

SVG, XLINK, XHTML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1999/xhtml",
)

SCALE = 0.875
"""Mermaid writes at 16 pixels; beside the text of a page that looks too large."""

_DRAWN = """
    svg g path rect circle ellipse line polygon polyline text tspan textPath title desc defs marker clipPath
    mask linearGradient radialGradient stop pattern symbol use a style filter feDropShadow feGaussianBlur
    feOffset feMerge feMergeNode foreignObject
"""
_WORDS = "div span p br b i em strong code ul ol li"
_ALLOWED = frozenset(
    [f"{{{SVG}}}{tag}" for tag in _DRAWN.split()] + [f"{{{XHTML}}}{tag}" for tag in _WORDS.split()]
)
_PLACES = frozenset({f"{{{SVG}}}marker", f"{{{SVG}}}filter"})

_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|image-set|javascript:|\\", re.I)
_ASTRAY = re.compile(rf"{_ELSEWHERE.pattern}|^\s*position\b", re.I)
_LINK = re.compile(r"https?://\S*|[\w./-]+(#[\w.-]*)?", re.I)
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FRAMES = re.compile(r"@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_PAPER = re.compile(r"\b(fill|stroke)(=\"|:\s*)(?:white|#fff(?:fff)?)(?=[\";\s}!])", re.I)
_INK = re.compile(r"\b(fill|stroke)(=\"|:\s*)(?:black|#000(?:000)?|#333(?:333)?)(?=[\";\s}!])", re.I)


class Unsafe(ValueError):
    """An SVG that cannot be read."""


def cleaned(svg: str, identity: str, colours: Mapping[str, str], label: str) -> Markup:
    """The SVG without scripts, handlers, pictures, styles from elsewhere and marks nobody uses.

    Its own style rules stay when they are scoped to `identity`; each colour of `colours` becomes what stands
    for it, black and white become the page's ink and ground. It is read aloud as `label`, unless it
    names itself. Raises Unsafe when it is not well-formed.
    """
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise Unsafe(f"the drawing is not well-formed: {error}") from error
    _clean(root)
    _drop_unused(root)
    used = {name for node in root.iter() for name in node.get("class", "").split()}
    for node in root.iter(f"{{{SVG}}}style"):
        node.text = _rules(node.text or "", identity, used)
    _size(root)
    if "aria-labelledby" not in root.attrib:
        root.set("aria-label", label)
    text = _written(root)
    for colour, stands in colours.items():
        text = re.sub(re.escape(colour), stands, text, flags=re.I).replace(_half(colour), stands)
    return raw(_INK.sub(r"\1\2currentcolor", _PAPER.sub(r"\1\2var(--nalsd-ground)", text)))


def _clean(node: ET.Element) -> None:
    for child in list(node):
        if child.tag in _ALLOWED:
            _clean(child)
        else:
            node.remove(child)
    for name, value in list(node.attrib.items()):
        if not _safe_attribute(node.tag, name.rpartition("}")[2].lower(), value):
            del node.attrib[name]


def _safe_attribute(tag: str, name: str, value: str) -> bool:
    if name.startswith(("on", "data-points")):
        return False
    if name in ("href", "src", "from", "to", "values"):
        # People's links may lead anywhere on the web; what a browser fetches by itself stays in the drawing.
        return value.startswith("#") or (tag == f"{{{SVG}}}a" and _LINK.fullmatch(value) is not None)
    return name in ("d", "points") or name.startswith("aria") or not _ELSEWHERE.search(value)


def _drop_unused(root: ET.Element) -> None:
    """Markers and filters that nothing refers to: Mermaid defines a dozen for every drawing."""
    text = ET.tostring(root, encoding="unicode")
    used = set(re.findall(r"url\(#([^)\"']+)\)", text)) | set(re.findall(r"href=\"#([^\"]+)\"", text))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in _PLACES and child.get("id") not in used:
                parent.remove(child)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}defs" and len(child) == 0:
                parent.remove(child)


def _size(root: ET.Element) -> None:
    """Its natural width, and how far it may shrink before its box scrolls."""
    width = re.search(r"max-width:\s*([\d.]+)px", root.get("style", ""))
    for name in ("width", "height", "style"):
        root.attrib.pop(name, None)
    if width:
        natural = float(width[1]) * SCALE
        least = min(natural, max(300, natural * 0.8))
        root.set("style", f"width:{natural:.0f}px;min-width:{least:.0f}px")
    root.set("class", f"{root.get('class', '')} nalsd-mermaid".strip())


def _rules(css: str, identity: str, used: set[str]) -> str:
    """The rules of this drawing alone that some element needs."""
    kept = []
    for selectors, body in _RULE.findall(_FRAMES.sub("", _COMMENT.sub("", css))):
        wanted = [s for s in map(str.strip, selectors.split(",")) if _wanted(s, identity, used)]
        declarations = [d for d in body.split(";") if d.strip() and not _ASTRAY.search(d)]
        if wanted and declarations:
            kept.append(f"{','.join(wanted)}{{{';'.join(declarations)}}}")
    return "".join(kept)


def _wanted(selector: str, identity: str, used: set[str]) -> bool:
    own = selector == f"#{identity}" or selector.startswith((f"#{identity} ", f"#{identity}."))
    needed = all(name in used for name in _CLASS.findall(selector))
    return own and needed and '[data-look="neo"]' not in selector


def _written(root: ET.Element) -> str:
    for prefix, space in (("", SVG), ("xlink", XLINK)):
        ET.register_namespace(prefix, space)
    for node in root.iter(f"{{{SVG}}}a"):
        # Material's script assigns to `href` of every a[href], which an SVG link does not allow.
        if "href" in node.attrib:
            node.set(f"{{{XLINK}}}href", node.attrib.pop("href"))
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    # XHTML comes out with a prefix, which an HTML parser would take for another element.
    text = re.sub(r' xmlns:(ns\d+|html)="http://www\.w3\.org/1999/xhtml"', "", text)
    return re.sub(r"<(/?)(?:ns\d+|html):", r"<\1", text)


def _half(colour: str) -> str:
    """How Mermaid writes a half-transparent version of a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.5)"
