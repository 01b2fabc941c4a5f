"""Load against nodes, both logarithmic: an SVG that needs no script and keeps the size of its text.

Places are shares of the drawing's width and height, so it stretches without scaling what is written.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from nalsd.pages.entries import Entry
from nalsd.pages.figures import printed
from nalsd.pages.html import Markup, element
from nalsd.units import format_value

FAMILIES = (
    ("network", "network", "M0-6 6 0 0 6-6 0Z"),
    ("cpu", "CPU", "M-5-5H5V5H-5Z"),
    ("memory", "memory", "M0-6 6 5H-6Z"),
    ("disk", "disk", "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0Z"),
    ("other", "a limit, or not known", "M-5-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z"),
)
"""What binds: name of the style, words, and the shape of its mark around the origin, in pixels."""

NAMED = 14
"""Up to this many designs have their name beside their mark."""

APART = 0.085
"""Marks that are nearer than this share of the height have their names above and below each other."""


def family(resource: str) -> str:
    """The group of a resource, which gives a mark its colour and its shape."""
    words = resource.lower()
    for name, keys in (
        ("network", ("network", "packet")), ("cpu", ("cpu",)), ("memory", ("memory",)), ("disk", ("disk",)),
    ):  # fmt: skip
        if any(key in words for key in keys):
            return name
    return "other"


def scatter(entries: Sequence[Entry]) -> Markup | None:
    """The figure, None with fewer than two designs whose load and nodes are known."""
    known = [(e, x, y) for e in entries if (x := _number(e.load)) and (y := _number(e.nodes))]
    if len(known) < 2:
        return None
    known.sort(key=lambda point: (point[1], point[0].title))
    across = _powers([x for _, x, _ in known])
    up = _powers([y for _, _, y in known])
    lines = [_upright(power, across) for power in range(across[0], across[1] + 1)]
    lines += [_level(power, up) for power in range(up[0], up[1] + 1)]
    marks, taken = [], []
    for entry, x, y in known:
        at = _share(x, across), 1 - _share(y, up)
        near = [b for a, b in taken if abs(at[1] - b) < APART and abs(at[0] - a) < 0.3]
        taken.append(at)
        marks.append(_mark(entry, at, named=len(known) <= NAMED, aside=_aside(at[1], near)))
    drawing = element(
        "svg", element("g", lines, aria_hidden="true"), marks,
        width="100%", height="100%", role="group", aria_label="Load against nodes",
    )  # fmt: skip
    used = {family(entry.resource) for entry, _, _ in known}
    legend = element(
        "ul",
        [element("li", _symbol(name), " ", words) for name, words, _ in FAMILIES if name in used],
        class_="nalsd-legend",
        aria_label="What binds",
    )
    plot = element(
        "div",
        element("span", "nodes", class_="nalsd-axis-y", aria_hidden="true"),
        drawing,
        element("span", "requests a second at peak", class_="nalsd-axis-x", aria_hidden="true"),
        class_="nalsd-scatter",
    )
    return element(
        "figure",
        element("figcaption", _finding(known), id="load-against-nodes-caption"),
        legend,
        plot,
        class_="nalsd-scattered",
        aria_labelledby="load-against-nodes-caption",
        data_search_exclude=True,
    )


def _finding(known: Sequence[tuple[Entry, float, float]]) -> str:
    """What the picture shows: how far apart the designs are in load, and in nodes for a load."""
    each = sorted(known, key=lambda point: point[1] / point[2])
    (worst, x0, y0), (best, x1, y1) = each[0], each[-1]
    least, most = (
        format_value(share, "req/s", digits=2).replace("req/s", "requests/s") for share in (x0 / y0, x1 / y1)
    )
    return (
        f"A node carries from {least} ({worst.title}) to {most} ({best.title}): what a request costs "
        "decides, not how many there are."
    )


def _aside(height: float, near: Sequence[float]) -> int:
    """Where a name stands: beside its mark, or away from the neighbours, below (1) or above (-1) it."""
    if not near:
        return 0
    return -1 if height < min(near) else 1


def _mark(entry: Entry, at: tuple[float, float], *, named: bool, aside: int) -> Markup:
    load = printed(entry.load).text if entry.load is not None else ""
    nodes = printed(entry.nodes).text if entry.nodes is not None else ""
    told = f"{entry.title}: {load}, {nodes}, bound by {entry.bottleneck or 'nothing known'}"
    left = at[0] > 0.6
    label = element(
        "text", entry.title, x=-11 if left else 11, y=4 + 13 * aside,
        text_anchor="end" if left else "start",
    )  # fmt: skip
    name = family(entry.resource)
    inside = element(
        "a",
        element("title", told),
        element("circle", r=14, class_="nalsd-touch"),
        element("path", d=_shape(name), class_=f"nalsd-of-{name}"),
        label if named else None,
        href=entry.href,
        aria_label=told,
    )
    place = element("g", inside, data_design=entry.slug)
    return element("svg", place, x=_percent(at[0]), y=_percent(at[1]), overflow="visible")


def _symbol(name: str) -> Markup:
    path = element("path", d=_shape(name), class_=f"nalsd-of-{name}")
    return element("svg", path, viewBox="-7 -7 14 14", width="14", height="14", aria_hidden="true")


def _shape(name: str) -> str:
    return next(shape for known, _, shape in FAMILIES if known == name)


def _upright(power: int, span: tuple[int, int]) -> Markup:
    at = _percent(_share(10.0**power, span))
    label = element(
        "svg", element("text", _tick(power), y=18, text_anchor="middle"), x=at, y="100%", overflow="visible"
    )
    return element("g", element("line", x1=at, x2=at, y1="0", y2="100%"), label)


def _level(power: int, span: tuple[int, int]) -> Markup:
    at = _percent(1 - _share(10.0**power, span))
    label = element(
        "svg", element("text", _tick(power), x=-8, y=4, text_anchor="end"), y=at, overflow="visible"
    )
    return element("g", element("line", x1="0", x2="100%", y1=at, y2=at), label)


def _tick(power: int) -> str:
    """`10`, `1k`, `100M`."""
    if power < 0:
        return f"{10.0**power:g}"
    step = min(power // 3, 5)
    return f"{10 ** (power - 3 * step)}{['', 'k', 'M', 'G', 'T', 'P'][step]}"


def _powers(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around values, apart from each other."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _share(value: float, span: tuple[int, int]) -> float:
    return (math.log10(value) - span[0]) / (span[1] - span[0])


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _number(quantity: object) -> float:
    """A positive number, or 0 for what has no place on a logarithmic axis."""
    value = getattr(quantity, "value", None)
    good = (
        isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value) and value > 0
    )
    return float(value) if good else 0.0


__all__ = ["family", "scatter"]
