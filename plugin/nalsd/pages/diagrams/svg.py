"""Makes a foreign SVG fit to stand inside a page: nothing active, nothing from elsewhere, colours as CSS variables."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from nalsd.pages.html import Markup, raw

SVG, XLINK, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"

_DRAWN = frozenset(
    "svg g path rect circle ellipse line polygon polyline text tspan textPath title desc defs marker clipPath mask "
    "linearGradient radialGradient stop pattern symbol use a style filter feDropShadow feGaussianBlur feOffset "
    "feMerge feMergeNode foreignObject".split()
)
_WORDS = frozenset("div span p br b i em strong code ul ol li".split())
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|image-set|javascript:|\\", re.I)
_LINK = re.compile(r"https?://\S*|[\w./-]+(#[\w.-]*)?", re.I)
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

_PAPER = re.compile(r"\b(fill|stroke)(=\"|:\s*)(?:white|#fff(?:fff)?)(?=[\";\s}!])", re.I)
_INK = re.compile(r"\b(fill|stroke)(=\"|:\s*)(?:black|#000(?:000)?|#333(?:333)?)(?=[\";\s}!])", re.I)

SCALE = 0.875
"""Mermaid writes at 16 pixels, beside text of a page that looks too large."""


class Unsafe(ValueError):
    """An SVG that cannot be read."""


def cleaned(svg: str, identity: str, colours: Mapping[str, str]) -> Markup:
    """The SVG without scripts, handlers, pictures, styles from elsewhere and marks nobody uses.

    Its own style rules stay when they are scoped to `identity`; each colour of `colours` becomes what stands for it.
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
    width = re.search(r"max-width:\s*([\d.]+)px", root.get("style", ""))
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    if width:
        natural = float(width[1]) * SCALE
        root.set("style", f"width:{natural:.0f}px;min-width:{min(natural, max(300, natural * 0.8)):.0f}px")
    root.set("class", f"{root.get('class', '')} nalsd-mermaid".strip())
    text = _written(root)
    for colour, stands in colours.items():
        text = re.sub(re.escape(colour), stands, text, flags=re.I)
        text = text.replace(_rgba(colour), stands)
    return raw(_INK.sub(r"\1\2currentcolor", _PAPER.sub(r"\1\2var(--nalsd-ground)", text)))


def _clean(node: ET.Element) -> None:
    for child in list(node):
        space, _, tag = child.tag.rpartition("}") if isinstance(child.tag, str) else ("", "", "")
        allowed = tag in _DRAWN if space == "{" + SVG else tag in _WORDS if space == "{" + XHTML else False
        if allowed:
            _clean(child)
        else:
            node.remove(child)
    for name, value in list(node.attrib.items()):
        local = name.rpartition("}")[2].lower()
        if (
            local.startswith("on")
            or (local in ("href", "src", "from", "to", "values") and not _safe_link(value, node.tag))
            or (local not in ("href", "d", "points") and _ELSEWHERE.search(value) and not local.startswith("aria"))
            or local.startswith("data-points")
        ):
            del node.attrib[name]


def _safe_link(value: str, tag: str) -> bool:
    """Links of people may lead anywhere on the web; what a browser fetches by itself stays inside the drawing."""
    return value.startswith("#") or (tag == f"{{{SVG}}}a" and _LINK.fullmatch(value) is not None)


def _drop_unused(root: ET.Element) -> None:
    """Markers and filters that nothing refers to: Mermaid defines a dozen for every drawing."""
    text = ET.tostring(root, encoding="unicode")
    used = set(re.findall(r"url\(#([^)\"']+)\)", text)) | set(re.findall(r"href=\"#([^\"]+)\"", text))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}marker", f"{{{SVG}}}filter") and child.get("id") not in used:
                parent.remove(child)
            elif child.tag == f"{{{SVG}}}defs" and len(child) == 0:
                parent.remove(child)


def _rules(css: str, identity: str, used: set[str]) -> str:
    """The rules of this drawing alone that some element needs."""
    css = re.sub(r"@keyframes[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    kept = []
    for selectors, body in _RULE.findall(css):
        wanted = [s for s in map(str.strip, selectors.split(",")) if _wanted(s, identity, used)]
        declarations = [d for d in body.split(";") if d.strip() and not _ELSEWHERE.search(d)]
        if wanted and declarations:
            kept.append(f"{','.join(wanted)}{{{';'.join(declarations)}}}")
    return "".join(kept)


def _wanted(selector: str, identity: str, used: set[str]) -> bool:
    own = selector == f"#{identity}" or selector.startswith((f"#{identity} ", f"#{identity}."))
    return own and '[data-look="neo"]' not in selector and all(name in used for name in _CLASS.findall(selector))


def _written(root: ET.Element) -> str:
    for prefix, space in (("", SVG), ("xlink", XLINK)):
        ET.register_namespace(prefix, space)
    for node in root.iter(f"{{{SVG}}}a"):
        # Material's script assigns to `href` of every a[href], which an SVG link does not allow.
        if "href" in node.attrib:
            node.set(f"{{{XLINK}}}href", node.attrib.pop("href"))
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return "".join(_html_prefixes(text))


def _html_prefixes(text: str) -> Iterator[str]:
    """ElementTree writes XHTML with a prefix, which an HTML parser would take for another element."""
    text = re.sub(r' xmlns:(ns\d+|html)="http://www\.w3\.org/1999/xhtml"', "", text)
    yield re.sub(r"<(/?)(?:ns\d+|html):", r"<\1", text)


def _rgba(colour: str) -> str:
    """How Mermaid writes a half-transparent version of a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.5)"
