"""Charts: JSON for plotly.js in an escaped attribute, a caption with the finding, the data as a table."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, share_tone
from nalsd.pages.html import Child, Markup, element
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Table, render_table
from nalsd.units import plain_number

ROW_HEIGHT = 34
"""Pixels a bar of a horizontal bar chart takes."""

EDGE = 58
"""Pixels at the right edge for the bars' numbers."""

_COLOURS = {
    Tone.GOOD: "var(--nalsd-bar)",
    Tone.WARN: "var(--nalsd-warn-bar)",
    Tone.OVER: "var(--nalsd-over-bar)",
    Tone.MUTED: "var(--nalsd-line)",
}

_NAMES_AXIS = {"autorange": "reversed", "fixedrange": True, "automargin": True, "ticks": ""}


@dataclass(frozen=True)
class Chart:
    """A chart of a page.

    Colours in `data` and `layout` may be CSS variables, as `var(--nalsd-bar)`: the loader puts in what they
    are in the page's scheme.
    """

    name: str
    caption: str
    """The finding in a sentence, not the axes."""
    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any] = field(default_factory=dict)
    table: Table | None = None
    """The numbers behind it, for those who do not see the chart."""
    height: int = 320
    """Pixels."""

    @property
    def spec(self) -> str:
        """The chart as JSON, sorted, without plotly's default template."""
        spec = {"data": list(self.data), "layout": {"template": "none", "height": self.height, **self.layout}}
        return json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def render_chart(chart: Chart, scope: Scope, *more: Child) -> Markup:
    """The figure: drawn by the loader when it comes into view, readable without it."""
    identity = scope.unique(f"chart-{chart.name}")
    height = f"min-height:{chart.height}px"
    behind = None
    if chart.table is not None:
        summary = element("summary", "The numbers behind it")
        behind = element("details", summary, render_table(chart.table, scope), class_="nalsd-data")
    return element(
        "figure",
        element("figcaption", chart.caption, id=f"{identity}-caption"),
        element("div", class_="nalsd-plot", data_spec=chart.spec, style=height, aria_hidden="true"),
        more,
        behind,
        class_="nalsd-chart",
        id=identity,
        aria_labelledby=f"{identity}-caption",
        data_search_exclude=True,
    )


def utilisation_chart(
    name: str,
    caption: str,
    shares: Sequence[tuple[str, Quantity, Quantity | None]],
    table: Table | None = None,
) -> Chart:
    """One bar a resource (name, utilisation, target) against its target; the line at 100% is full."""
    known = [(_plain(n), _percent(s), _percent(t)) for n, s, t in shares]
    bars = [(n, share, goal) for n, share, goal in known if share is not None]
    goals = [(n, goal) for n, _, goal in bars if goal is not None]
    top = max([100.0, *(share for _, share, _ in bars), *(goal for _, goal in goals)])
    tones = [share_tone(share / 100, None if goal is None else goal / 100) for _, share, goal in bars]
    utilisation = _bars(
        [(n, share) for n, share, _ in bars],
        "utilisation",
        [_COLOURS[tone] for tone in tones],
        "%{y}: %{x:,.3~r}%<extra></extra>",
    )
    marks = {
        "type": "scatter",
        "mode": "markers",
        "name": "target",
        "y": [n for n, _ in goals],
        "x": [goal for _, goal in goals],
        "marker": {
            "symbol": "line-ns-open",
            "size": 20,
            "line": {"width": 2.5},
            "color": "var(--nalsd-mark)",
        },
        "hovertemplate": "%{y}: target %{x:,.3~r}%<extra></extra>",
    }
    layout = {
        "annotations": [_at_edge(n, f"{plain_number(share)}%") for n, share, _ in bars],
        "xaxis": {"range": [0, top * 1.02], "ticksuffix": "%", "zeroline": False, "fixedrange": True},
        "yaxis": _NAMES_AXIS,
        "shapes": [_upright(100, {"width": 1, "dash": "dot", "color": "var(--nalsd-over-bar)"})],
        "showlegend": False,
        "margin": {"l": 8, "r": EDGE, "t": 8, "b": 32},
    }
    return Chart(name, caption, [utilisation, marks], layout, table, ROW_HEIGHT * max(2, len(bars)) + 48)


def ladder_chart(
    name: str, caption: str, rungs: Sequence[tuple[str, float, float]], table: Table | None = None
) -> Chart:
    """How far the load can grow, on a logarithmic axis: (resource, multiple at its target, when full)."""
    known = [(_plain(n), target, full) for n, target, full in rungs if target > 0 and full > 0]
    least = min([1.0, *(min(t, f) for _, t, f in known)]) / 1.6
    most = max([1.0, *(max(t, f) for _, t, f in known)]) * 1.25
    ticks = _ticks(least, most)
    full = _bars(
        [(n, f) for n, _, f in known],
        "until full",
        "var(--nalsd-bar-soft)",
        "%{y}: full at %{x:,.3~r}x<extra></extra>",
    )
    target = _bars(
        [(n, t) for n, t, _ in known],
        "until the target",
        "var(--nalsd-bar)",
        "%{y}: target reached at %{x:,.3~r}x<extra></extra>",
    )
    layout = {
        "annotations": [_at_edge(n, f"{plain_number(f)}x") for n, _, f in known],
        "barmode": "overlay",
        "shapes": [_upright(1, {"width": 1.5, "color": "var(--nalsd-mark)"})],
        "xaxis": {
            "type": "log",
            "fixedrange": True,
            "range": [round(math.log10(least), 4), round(math.log10(most), 4)],
            "tickvals": ticks,
            "ticktext": ["today" if tick == 1 else f"{tick:g}x" for tick in ticks],
        },
        "yaxis": _NAMES_AXIS,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"},
        "margin": {"l": 8, "r": EDGE, "t": 32, "b": 32},
    }
    return Chart(name, caption, [full, target], layout, table, ROW_HEIGHT * max(2, len(known)) + 72)


def growth_chart(
    name: str, caption: str, unit: str, points: Sequence[tuple[str, float]], table: Table | None = None
) -> Chart:
    """Bars over time: (year, amount in the shown unit)."""
    bars = {
        "type": "bar",
        "x": [_plain(label) for label, _ in points],
        "y": [round(value, 6) for _, value in points],
        "width": 0.5,
        "text": [plain_number(value) for _, value in points],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": "var(--nalsd-bar)"},
        "hovertemplate": "%{x}: %{y:,.3~r} " + _plain(unit) + "<extra></extra>",
    }
    layout = {
        "xaxis": {"type": "category", "fixedrange": True, "ticks": ""},
        "yaxis": {
            "rangemode": "tozero",
            "fixedrange": True,
            "title": {"text": _plain(unit)},
            "automargin": True,
        },
        "margin": {"l": 8, "r": 8, "t": 24, "b": 32},
    }
    return Chart(name, caption, [bars], layout, table, 260)


def stacked_chart(
    name: str,
    caption: str,
    unit: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    table: Table | None = None,
) -> Chart:
    """Bars over time, at most two parts on each other: (name, amounts in the shown unit)."""
    colours = ("var(--nalsd-bar)", "var(--nalsd-bar-soft)")
    tops = [sum(values[i] for _, values in series) for i in range(len(labels))]
    traces = [
        {
            "type": "bar",
            "name": _plain(part),
            "x": [_plain(label) for label in labels],
            "y": [round(value, 6) for value in values],
            "width": 0.5,
            "marker": {"color": colour},
            "hovertemplate": "%{x}, " + _plain(part) + ": %{y:,.3~r} " + _plain(unit) + "<extra></extra>",
        }
        for (part, values), colour in zip(series, colours, strict=False)
    ]
    sums = [
        {"x": label, "y": round(top, 6), "text": plain_number(top), "showarrow": False, "yanchor": "bottom"}
        for label, top in zip(labels, tops, strict=True)
    ]
    layout = {
        "barmode": "stack",
        "annotations": sums,
        "xaxis": {"type": "category", "fixedrange": True, "ticks": ""},
        "yaxis": {
            "range": [0, max([*tops, 1e-9]) * 1.12],
            "fixedrange": True,
            "title": {"text": _plain(unit)},
            "automargin": True,
        },
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "showlegend": len(series) > 1,
        "margin": {"l": 8, "r": 8, "t": 32, "b": 32},
    }
    return Chart(name, caption, traces, layout, table, 280)


def bars_chart(
    name: str,
    caption: str,
    bars: Sequence[tuple[str, float]],
    unit: str,
    told: Callable[[float], str],
    table: Table | None = None,
) -> Chart:
    """Horizontal bars of one measure: (name, amount in the shown unit), each with its number at the edge."""
    known = [(_plain(n), value) for n, value in bars]
    trace = _bars(known, unit, "var(--nalsd-bar)", "%{y}: %{x:,.3~r} " + _plain(unit) + "<extra></extra>")
    layout = {
        "annotations": [_at_edge(n, told(value)) for n, value in known],
        "xaxis": {"rangemode": "tozero", "fixedrange": True, "title": {"text": _plain(unit)}},
        "yaxis": _NAMES_AXIS,
        "showlegend": False,
        "margin": {"l": 8, "r": EDGE, "t": 8, "b": 48},
    }
    return Chart(name, caption, [trace], layout, table, ROW_HEIGHT * max(2, len(known)) + 64)


def _bars(
    bars: Sequence[tuple[str, float]], name: str, colour: str | list[str], hover: str
) -> dict[str, Any]:
    """A trace of horizontal bars."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [n for n, _ in bars],
        "x": [round(value, 6) for _, value in bars],
        "width": 0.56,
        "marker": {"color": colour},
        "hovertemplate": hover,
    }


def _upright(at: float, line: dict[str, Any]) -> dict[str, Any]:
    """A line from the bottom to the top of the chart."""
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _at_edge(name: str, text: str) -> dict[str, Any]:
    """A bar's number at the right edge, where no mark can cross it and digits stand under each other."""
    where = {"x": 1, "xref": "paper", "xanchor": "right", "xshift": EDGE - 4, "y": name, "yref": "y"}
    return {"text": text, "showarrow": False, **where}


def _ticks(least: float, most: float) -> list[float]:
    """1, 2, 5, 10, ... within a range, fewer when it is wide."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    steps = (1,) if len(powers) > 3 else (1, 2, 5)
    marks = (float(f"{step}e{power}") for power in powers for step in steps)
    return [mark for mark in marks if least <= mark <= most]


def _plain(text: str) -> str:
    """Text for plotly, which reads `<b>` and `%{...}` in its strings."""
    return text.replace("<", "‹").replace(">", "›").replace("%{", "% {")


def _percent(quantity: Quantity | None) -> float | None:
    if quantity is None or isinstance(quantity.value, bool) or not isinstance(quantity.value, float | int):
        return None
    return round(100 * float(quantity.value), 6)
