"""Formulas in an author's text: TeX to MathML, which needs no script.

The converter is latex2mathml. What comes out of it is written anew from a list of known elements, since TeX
has commands for links and styles.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

from nalsd.pages.html import Markup, element

SPACE = "{http://www.w3.org/1998/Math/MathML}"
ELEMENTS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "ms",
        "mfrac",
        "msqrt",
        "mroot",
        "mstyle",
        "mpadded",
        "mphantom",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
    ]
)
ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "scriptlevel",
        "width",
        "height",
        "depth",
        "lspace",
        "rspace",
        "stretchy",
        "fence",
        "separator",
        "linethickness",
        "mathvariant",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "accent",
        "movablelimits",
        "minsize",
        "maxsize",
    ]
)
LONGEST = 2000
"""Characters of one formula."""

_GROUP = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def to_mathml(tex: str, display: bool = False) -> Markup:
    """A formula as MathML; as code when it cannot be read."""
    if len(tex) > LONGEST:
        return element("code", tex)
    # Imported here: most pages of most designs hold no formula.
    from latex2mathml.converter import convert_to_element

    try:
        root = convert_to_element(_GROUP.sub("{,}", tex), display="block" if display else "inline")
    except Exception:  # the converter has a dozen classes of its own for what it cannot read
        return element("code", tex)
    for node in root.iter():
        node.text = html.unescape(node.text) if node.text else None  # it writes signs as references
    if any((node.text or "").startswith("\\") for node in root.iter()):
        return element("code", tex)  # a command it does not know comes back as text
    return element("math", [_written(child) for child in _joined(list(root))], **_attributes(root))


def _written(node: ET.Element) -> Markup:
    tag = _tag(node)
    children = [_written(child) for child in _joined(list(node))]
    if tag not in ELEMENTS:
        return element("mrow", node.text, children)
    return element(tag, node.text, children, **_attributes(node))


def _joined(nodes: list[ET.Element]) -> list[ET.Element]:
    """Letters in a row are a word or a unit, `GB`, and digits around a comma one number, `86,400`."""
    found: list[ET.Element] = []
    for node in nodes:
        last = found[-1] if found else None
        if _letter(node) and _unit_follows(found):
            node.set("mathvariant", "normal")
        if last is not None and _letter(node) and _tag(last) == "mi" and not len(last) and _word(last):
            joined = ET.Element("mi", last.attrib)
            joined.text = (last.text or "") + (node.text or "")
            found[-1] = joined
        elif (
            _tag(node) == "mn"
            and len(found) >= 2
            and _tag(found[-2]) == "mn"
            and "".join(found[-1].itertext()) == ","
        ):
            number = ET.Element("mn")
            number.text = f"{found[-2].text},{node.text}"
            found[-2:] = [number]
        else:
            found.append(node)
    return found


def _unit_follows(before: list[ET.Element]) -> bool:
    """Whether what comes next is a unit: behind a number and a thin space, or behind a unit's slash."""
    if len(before) < 2:
        return False
    last, one_before = before[-1], before[-2]
    if _tag(last) == "mspace":
        return _tag(one_before) == "mn"
    upright = _tag(one_before) in ("mn", "mspace") or one_before.get("mathvariant") == "normal"
    return _tag(last) == "mo" and (last.text or "").strip() == "/" and upright


def _letter(node: ET.Element) -> bool:
    return _tag(node) == "mi" and len(node.text or "") == 1 and _word(node)


def _word(node: ET.Element) -> bool:
    return (node.text or "").isascii() and (node.text or "").isalpha()


def _tag(node: ET.Element) -> str:
    return str(node.tag).removeprefix(SPACE)


def _attributes(node: ET.Element) -> dict[str, str]:
    return {name: value for name, value in node.attrib.items() if name in ATTRIBUTES}
