"""Bars held against what something carries: HTML, so that names wrap and nothing shrinks on a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nalsd.graph import Quantity
from nalsd.pages.figures import mention, printed
from nalsd.pages.html import Markup, element
from nalsd.pages.scope import Scope

WIDE = 40.0
"""From this ratio of the longest bar to the shortest on, the scale is logarithmic."""

OVER = 1.0 + 1e-9


@dataclass(frozen=True)
class Level:
    """A bar: a quantity, and behind it a lighter one of the same kind that is longer."""

    name: str
    quantity: Quantity
    behind: Quantity | None = None


@dataclass(frozen=True)
class Mark:
    """A line through all bars: what something carries."""

    name: str
    quantity: Quantity
    kind: str = "goal"
    """`goal` or `less`: the same, of what is left."""


@dataclass(frozen=True)
class Levels:
    """A picture of bars with lines; each number stands beside its bar and leads to its derivation."""

    name: str
    caption: str
    levels: Sequence[Level]
    marks: Sequence[Mark] = ()
    keys: tuple[str, str] = ("", "")
    """What the full and the light part of a bar are called, where a bar has two."""
    full: float | None = None
    """A value with a line of its own that is no quantity, as 100%."""
    full_name: str = ""


def value_of(quantity: Quantity | None) -> float | None:
    """A quantity's value when it is a finite number."""
    value = quantity.value if quantity is not None else None
    plain = isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if plain else None  # type: ignore[arg-type]


def render_levels(picture: Levels, scope: Scope) -> Markup:
    """The figure. Its bars are hidden from screen readers, which read the names and numbers beside them."""
    place = _Scale(picture)
    lines = [
        (place(value), mark.kind) for mark in picture.marks if (value := value_of(mark.quantity)) is not None
    ]
    if picture.full is not None:
        lines.append((place(picture.full), "full"))
    marks = [
        element("span", class_=f"nalsd-lv-line nalsd-lv-{kind}", style=f"left:{_percent(at)}")
        for at, kind in lines
    ]
    identity = scope.unique(f"chart-{picture.name}")
    rows = [_row(level, picture, place, marks, scope) for level in picture.levels]
    return element(
        "figure",
        element("figcaption", picture.caption, id=f"{identity}-caption"),
        element("div", rows, class_="nalsd-wf nalsd-lv"),
        _legend(picture, scope),
        class_="nalsd-chart nalsd-waterfall nalsd-levels",
        id=identity,
        aria_labelledby=f"{identity}-caption",
        data_search_exclude=True,
    )


class _Scale:
    """Where a value lies between the edges, 0 to 1: linear, or logarithmic when the bars differ too much."""

    def __init__(self, picture: Levels) -> None:
        drawn = [value_of(q) for level in picture.levels for q in (level.quantity, level.behind)]
        drawn += [value_of(mark.quantity) for mark in picture.marks] + [picture.full]
        known = [value for value in drawn if value is not None and value > 0]
        self.most = max(known, default=1.0)
        self.least = min(known, default=1.0)
        self.logarithmic = self.most / self.least > WIDE
        if self.logarithmic:
            self.least /= 2.0

    def __call__(self, value: float) -> float:
        if self.logarithmic:
            top = math.log(self.most * 1.15 / self.least)
            return min(1.0, max(0.0, math.log(max(value, self.least) / self.least) / top))
        return min(1.0, max(0.0, value / (self.most * 1.04)))


def _row(level: Level, picture: Levels, place: _Scale, marks: Sequence[Markup], scope: Scope) -> Markup:
    value, behind = value_of(level.quantity), value_of(level.behind)
    limits = [v for mark in picture.marks if (v := value_of(mark.quantity)) is not None]
    limit = min([*limits, *([picture.full] if picture.full else [])], default=None)
    over = value is not None and limit is not None and value > limit * OVER
    bars = []
    if behind is not None:
        far = limit is not None and behind > limit * OVER
        kind = "nalsd-wf-tail nalsd-lv-far" if far else "nalsd-wf-tail"
        bars.append(element("span", class_=kind, style=f"left:0;width:{_percent(place(behind))}"))
    if value is not None:
        kind = "nalsd-wf-half nalsd-lv-over" if over else "nalsd-wf-half"
        bars.append(element("span", class_=kind, style=f"left:0;width:{_percent(place(value))}"))
    figures = [mention(level.quantity, scope)]
    if level.behind is not None and behind != value:
        figures += [" – ", mention(level.behind, scope)]
    return element(
        "div",
        element("span", level.name, class_="nalsd-wf-name"),
        element("span", bars, marks, class_="nalsd-wf-track", aria_hidden="true"),
        element("span", figures, class_="nalsd-wf-figure"),
        class_="nalsd-wf-row",
    )


def _legend(picture: Levels, scope: Scope) -> Markup | None:
    keys = []
    if any(level.behind is not None for level in picture.levels):
        keys += [_key("nalsd-wf-half", picture.keys[0]), _key("nalsd-wf-tail", picture.keys[1])]
    for mark in picture.marks:
        told = [mark.name, ": ", mention(mark.quantity, scope)]
        keys.append(element("span", element("i", class_=f"nalsd-lv-key nalsd-lv-{mark.kind}"), *told))
    if picture.full is not None:
        keys.append(element("span", element("i", class_="nalsd-lv-key nalsd-lv-full"), picture.full_name))
    if _Scale(picture).logarithmic:
        keys.append(element("span", "logarithmic scale"))
    return element("p", keys, class_="nalsd-legend") if keys else None


def _key(kind: str, text: str) -> Markup:
    return element("span", element("i", class_=f"nalsd-wf-key {kind}"), text)


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"


def told(quantity: Quantity | None) -> str:
    """A quantity in a caption."""
    return printed(quantity).text if quantity is not None else "unknown"


__all__ = ["Level", "Levels", "Mark", "render_levels", "told", "value_of"]
