"""Small pictures as SVG in the page: no script, colours of the page's scheme, numbers always beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nalsd.pages.html import Child, Markup, element

WIDE, HIGH = 180, 18
"""Size of a picture in a table's cell, in pixels."""


def _svg(width: int, height: int, label: str, *children: Child, inline: bool = True) -> Markup:
    style = (
        f"width:{width}px;max-width:none;height:{height}px;vertical-align:middle"
        if inline
        else (f"width:100%;min-width:{width * 3 // 4}px;max-width:{width}px;height:auto")
    )
    return element(
        "svg", children, viewBox=f"0 0 {width} {height}", role="img", aria_label=label, style=style
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return element(
        "rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{max(width, 1):.1f}", height=f"{max(height, 0.5):.1f}",
        style=f"fill:var(--nalsd-{colour})",
    )  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = "mark", width: float = 1.5) -> Markup:
    return element(
        "line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}",
        style=f"stroke:var(--nalsd-{colour});stroke-width:{width:g}",
    )  # fmt: skip


def _text(x: float, y: float, text: str, at: str = "middle", colour: str = "ink") -> Markup:
    return element(
        "text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=at,
        style=f"fill:var(--nalsd-{colour});font-size:12px",
    )  # fmt: skip


def blade(low: float | None, high: float | None, today: float, least: float, most: float) -> Markup:
    """One bar of a tornado between `least` and `most`: the result at the low and at the high end of an input,
    and the line of today."""

    def x(value: float) -> float:
        return 4 + (WIDE - 8) * (value - least) / (most - least) if most > least else WIDE / 2

    bars = []
    for value, colour in ((low, "bar-soft"), (high, "bar")):
        if value is not None:
            bars.append(_rect(min(x(value), x(today)), 3, abs(x(value) - x(today)), HIGH - 6, colour))
    return _svg(WIDE, HIGH, "the result from the low to the high end of the input",
                bars, _line(x(today), 0, x(today), HIGH))  # fmt: skip


def histogram(
    edges: Sequence[float], counts: Sequence[int], marks: Sequence[float], logarithmic: bool
) -> Markup:
    """The shape of a distribution, with lines at its 5th, 50th and 95th percentile."""
    if len(edges) != len(counts) + 1:
        return Markup("")
    place = math.log if logarithmic else float
    first, last, top = place(edges[0]), place(edges[-1]), max(counts)
    tall = 2 * HIGH

    def x(value: float) -> float:
        share = (place(max(value, edges[0])) - first) / (last - first)
        return 2 + (WIDE - 4) * min(1.0, max(0.0, share))

    bars = [
        _rect(
            x(low),
            tall - 2 - (tall - 4) * count / top,
            x(high) - x(low) - 0.5,
            (tall - 4) * count / top,
            "bar",
        )
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
        if count
    ]
    lines = [_line(x(mark), 0, x(mark), tall, "mark", 1.5) for mark in marks]
    return _svg(WIDE, tall, "distribution, lines at the 5th, 50th and 95th percentile", bars, lines)


def growth(
    points: Sequence[tuple[float, float, str]], marks: Sequence[tuple[float, str]], label: str
) -> Markup:
    """A quantity over multiples of the load, both axes logarithmic: (multiple, value, printed), and dashed
    lines where something gives way."""
    width, height, left, right, bottom = 640, 260, 20, 20, 34
    multiples = [m for m, _, _ in points]
    values = [v for _, v, _ in points]
    low, high = math.log10(multiples[0]), math.log10(multiples[-1])
    least, most = math.log10(min(values)), math.log10(max(values))

    def x(multiple: float) -> float:
        return left + 30 + (width - left - right - 90) * (math.log10(multiple) - low) / (high - low)

    def y(value: float) -> float:
        share = (math.log10(value) - least) / (most - least) if most > least else 0.5
        return height - bottom - 12 - (height - bottom - 70) * share

    drawn: list[Child] = [_line(left, height - bottom, width - right, height - bottom, "line-strong", 1)]
    for i, (multiple, name) in enumerate(marks):
        across, down = x(multiple), 14 + 15 * (i % 3)
        drawn.append(
            element("line", x1=f"{across:.1f}", y1=f"{down + 4}", x2=f"{across:.1f}", y2=f"{height - bottom}",
                    style="stroke:var(--nalsd-warn-bar);stroke-width:1.5;stroke-dasharray:4 3")
        )  # fmt: skip
        end = across > width * 0.6
        drawn.append(_text(across + (-4 if end else 4), down + 4, name, "end" if end else "start", "warn"))
    path = " ".join(f"{x(m):.1f},{y(v):.1f}" for m, v, _ in points)
    drawn.append(element("polyline", points=path, style="fill:none;stroke:var(--nalsd-bar);stroke-width:2.5"))
    for i, (multiple, value, printed) in enumerate(points):  # beside the line, which rises to the right
        drawn.append(
            element(
                "circle", cx=f"{x(multiple):.1f}", cy=f"{y(value):.1f}", r="4", style="fill:var(--nalsd-bar)"
            )
        )
        drawn.append(_text(x(multiple) + (2 if i else 0), y(value) - 10, printed, "end" if i else "middle"))
        drawn.append(_text(x(multiple), height - bottom + 18, f"{multiple:g}x", "middle", "muted"))
    return _svg(width, height, label, drawn, inline=False)
