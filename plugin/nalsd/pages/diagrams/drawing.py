"""The topology of a design as SVG: boxes, arrows and labels in classes that CSS colours for either scheme."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nalsd.pages.diagrams.layout import Cluster, Link, Placed, Point, Size, arrange
from nalsd.pages.html import Child, Markup, element
from nalsd.pages.scope import Scope

TITLE_PX, DETAIL_PX, LABEL_PX = 14.0, 12.0, 11.5
LINE = 1.3
PADDING = Size(16, 11)
METER = 5.0
COLUMN_PX = 760
"""Width of a page's column; a wider left-to-right drawing is tried from top to bottom."""
LONGEST = 36
"""Characters of a line in a box; the whole text stays in the tooltip."""

KINDS = ("client", "tier", "store", "service")
MODES = ("call", "async", "pull", "background")


@dataclass(frozen=True)
class Node:
    """A box: who sends, a tier, a store or a service."""

    id: str
    label: str
    kind: str = "tier"
    details: Sequence[str] = ()
    """Short lines under the label: machines, count."""
    share: float | None = None
    """Utilisation of what is fullest, drawn as a bar at the foot of the box."""
    tone: str = ""
    """`binding`, `warn` or `over`; empty for a calm box."""
    group: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Edge:
    """An arrow: what flows from one box to another."""

    source: str
    target: str
    labels: Sequence[str] = ()
    mode: str = "call"


@dataclass(frozen=True)
class Topology:
    """A diagram of a page. An edge to a node that does not exist is left out."""

    name: str
    caption: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]


def topology(diagram: Topology, scope: Scope) -> Markup:
    """The diagram as a figure with an inline SVG; raises LayoutError when it cannot be laid out."""
    identity = scope.unique(f"diagram-{diagram.name}")
    known = {node.id: index for index, node in enumerate(diagram.nodes)}
    edges = [edge for edge in diagram.edges if edge.source in known and edge.target in known]
    placed = _best(diagram.nodes, edges, known)
    groups = _groups(diagram.nodes)
    drawn = [
        element("title", diagram.caption, id=f"{identity}-title"),
        element("desc", description(diagram.nodes, edges), id=f"{identity}-desc"),
        element("defs", [_arrowhead(identity, mode) for mode in MODES if any(e.mode == mode for e in edges)]),
        [_frame(name, box) for name, box in zip(groups, placed.frames, strict=True)],
        [_arrow(edge, *where, identity) for edge, where in zip(edges, placed.links, strict=True)],
        [_box(node, at, identity) for node, at in zip(diagram.nodes, placed.boxes, strict=True)],
    ]
    linked = any(node.href for node in diagram.nodes)
    width, height = placed.width + 8, placed.height + 8
    svg = element(
        "svg",
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"-4 -4 {width:.0f} {height:.0f}",
        class_="nalsd-diagram",
        style=f"width:{width:.0f}px;min-width:{min(width, max(300, width * 0.72)):.0f}px",
        role="group" if linked else "img",
        aria_labelledby=f"{identity}-title",
        aria_describedby=f"{identity}-desc",
    )
    return figure(svg, diagram.caption, identity, legend(edges))


def figure(svg: Markup, caption: str, identity: str, more: Child = None) -> Markup:
    """A drawing in its figure: it scrolls by itself when the screen is narrower than it can shrink."""
    return element(
        "figure",
        element(
            "div", svg, class_="nalsd-scroll", tabindex="0", role="group", aria_label=caption or "Diagram"
        ),
        element("figcaption", caption, more) if caption or more else None,
        class_="nalsd-drawing",
        id=identity,
        data_search_exclude=True,
    )


def description(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """The diagram in words."""
    labels = {node.id: node.label for node in nodes}
    arrows = [
        f"{labels[e.source]} to {labels[e.target]}{': ' + ', '.join(e.labels) if e.labels else ''}"
        f"{'' if e.mode == 'call' else f' ({e.mode})'}"
        for e in edges
    ]
    return "; ".join(arrows) or ", ".join(labels.values())


def legend(edges: Sequence[Edge]) -> Markup | None:
    """What the strokes mean, when there is more than one kind."""
    modes = [mode for mode in MODES if any(edge.mode == mode for edge in edges)]
    if len(modes) < 2:
        return None
    keys = [
        element("span", element("span", class_=f"nalsd-stroke nalsd-{mode}", aria_hidden="true"), mode)
        for mode in modes
    ]
    return element("span", keys, class_="nalsd-legend")


def text_width(text: str, size: float) -> float:
    """Pixels a text takes in a sans-serif face, on the generous side: the reader's font is not known here."""
    return sum(_advance(letter) for letter in text) * size


def shorten(text: str, most: int = LONGEST) -> str:
    """A text that fits a box."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _advance(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if unicodedata.combining(letter):
        return 0.0
    if letter in "ijlI.,:;'|!()[]/ ft-r·":
        return 0.36
    if letter in "mwMW@%—":
        return 0.9
    return 0.7 if letter.isupper() else 0.59


def _best(nodes: Sequence[Node], edges: Sequence[Edge], known: dict[str, int]) -> Placed:
    """Left to right when it fits the column, else whichever direction has to shrink less."""
    boxes = [_size(node) for node in nodes]
    links = [Link(known[e.source], known[e.target], _label_size(e)) for e in edges]
    clusters = [
        Cluster([known[n.id] for n in nodes if n.group == group], Size(text_width(group, LABEL_PX) + 8, 16))
        for group in _groups(nodes)
    ]
    across = arrange(boxes, links, clusters, across=True)
    if across.width <= COLUMN_PX:
        return across
    down = arrange(boxes, links, clusters, across=False)
    return down if down.width < across.width else across


def _groups(nodes: Sequence[Node]) -> list[str]:
    return list(dict.fromkeys(node.group for node in nodes if node.group))


def _size(node: Node) -> Size:
    widths = [
        text_width(shorten(node.label), TITLE_PX) * 1.06,
        *(text_width(shorten(d), DETAIL_PX) for d in node.details),
    ]
    height = TITLE_PX * LINE + len(node.details) * DETAIL_PX * LINE + 2 * PADDING.height
    extra = METER + 6 if node.share is not None else 0
    cap = 10 if node.kind == "store" else 0
    return Size(max(92.0, max(widths) + 2 * PADDING.width), height + extra + cap)


def _label_size(edge: Edge) -> Size | None:
    if not edge.labels:
        return None
    width = max(text_width(shorten(label, 28), LABEL_PX) for label in edge.labels)
    return Size(width + 10, len(edge.labels) * LABEL_PX * LINE + 4)


def _box(node: Node, centre: Point, identity: str) -> Markup:
    size = _size(node)
    left, top = centre[0] - size.width / 2, centre[1] - size.height / 2
    cap = 10 if node.kind == "store" else 0
    lines = [(shorten(node.label), TITLE_PX, "nalsd-dg-title")]
    lines += [(shorten(detail), DETAIL_PX, "nalsd-dg-detail") for detail in node.details]
    y, texts = top + PADDING.height + cap, []
    for text, font, role in lines:
        texts.append(element("text", text, x=_n(centre[0]), y=_n(y + font * 0.98), class_=role))
        y += font * LINE
    if node.share is not None:
        texts += _meter(node.share, left + PADDING.width, y + 5, size.width - 2 * PADDING.width)
    classes = f"nalsd-dg-node nalsd-dg-{node.kind if node.kind in KINDS else 'tier'}"
    if node.tone:
        classes += f" nalsd-{node.tone}"
    tooltip = element("title", " · ".join([node.label, *node.details]))
    group = element(
        "g",
        tooltip,
        _outline(node.kind, left, top, size),
        texts,
        class_=classes,
        id=f"{identity}-{_id(node.id)}",
    )
    # xlink:href, for Material's script assigns to `href` of every a[href], which an SVG link does not allow.
    return element("a", group, **{"xlink:href": node.href}) if node.href else group


def _outline(kind: str, left: float, top: float, size: Size) -> Markup:
    if kind == "store":
        right, bottom, bend = left + size.width, top + size.height, 7.0
        half = size.width / 2
        rim, foot = _at((left, top + bend)), _at((left, bottom - bend))
        arc = f"A{_n(half)} {bend} 0 0"
        wall = f"M{rim}{arc} 1 {_at((right, top + bend))}V{_n(bottom - bend)}{arc} 1 {foot}Z"
        lid = f"M{rim}{arc} 0 {_at((right, top + bend))}"
        return Markup("").join(
            [element("path", d=wall, class_="nalsd-dg-shape"), element("path", d=lid, class_="nalsd-dg-lid")]
        )
    round_ = size.height / 2 if kind == "client" else 7
    return element(
        "rect",
        x=_n(left),
        y=_n(top),
        width=_n(size.width),
        height=_n(size.height),
        rx=_n(round_),
        class_="nalsd-dg-shape",
    )


def _meter(share: float, left: float, top: float, width: float) -> list[Markup]:
    full = max(0.0, min(1.0, share)) * width
    common = {"x": _n(left), "y": _n(top), "height": METER, "rx": METER / 2}
    return [
        element("rect", **common, width=_n(width), class_="nalsd-dg-track"),
        element("rect", **common, width=_n(full), class_="nalsd-dg-fill"),
    ]


def _frame(name: str, box: tuple[float, float, float, float]) -> Markup:
    left, top, right, bottom = box
    return element(
        "g",
        element("rect", x=_n(left), y=_n(top), width=_n(right - left), height=_n(bottom - top), rx=9),
        element("text", shorten(name), x=_n(left + 12), y=_n(top + 16)),
        class_="nalsd-dg-group",
    )


def _arrow(edge: Edge, points: Sequence[Point], label: Point | None, identity: str) -> Markup:
    mode = edge.mode if edge.mode in MODES else "call"
    start, *curve, tip = points
    path = f"M{_at(start)}C{' '.join(_at(p) for p in curve)}L{_at(tip)}"
    texts = []
    if label is not None:
        height = len(edge.labels) * LABEL_PX * LINE
        for index, text in enumerate(edge.labels):
            y = label[1] - height / 2 + (index + 0.78) * LABEL_PX * LINE
            texts.append(element("text", shorten(text, 28), x=_n(label[0]), y=_n(y)))
    line = element("path", d=path, marker_end=f"url(#{identity}-{mode})")
    return element("g", line, texts, class_=f"nalsd-dg-edge nalsd-dg-{mode}")


def _arrowhead(identity: str, mode: str) -> Markup:
    shape = element("path", d="M0 0L10 4L0 8Z")
    return element(
        "marker", shape, id=f"{identity}-{mode}", class_=f"nalsd-dg-head nalsd-dg-{mode}", viewBox="0 0 10 8",
        refX=9, refY=4, markerWidth=9, markerHeight=8, markerUnits="userSpaceOnUse", orient="auto",
    )  # fmt: skip


def _id(text: str) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in text)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"
