"""Charts: plain JSON for plotly.js in an escaped attribute, a caption that states the finding, and the data as a table."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, share_tone
from nalsd.pages.html import Child, Markup, element
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Table, render_table

ROW_HEIGHT = 34
"""Pixels a bar of a horizontal bar chart takes."""

_COLOURS = {
    Tone.GOOD: "var(--nalsd-bar)",
    Tone.WARN: "var(--nalsd-warn-bar)",
    Tone.OVER: "var(--nalsd-over-bar)",
    Tone.MUTED: "var(--nalsd-line)",
}


@dataclass(frozen=True)
class Chart:
    """A chart of a page. Colours in `data` and `layout` may be CSS variables, as `var(--nalsd-bar)`: the loader puts in
    what they are in the page's scheme."""

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
    caption = element("figcaption", chart.caption, id=f"{identity}-caption")
    plot = element("div", class_="nalsd-plot", data_spec=chart.spec, style=f"min-height:{chart.height}px", aria_hidden="true")
    behind = None
    if chart.table is not None:
        behind = element(
            "details", element("summary", "The numbers behind it"), render_table(chart.table, scope), class_="nalsd-data"
        )
    return element(
        "figure",
        caption,
        plot,
        more,
        behind,
        class_="nalsd-chart",
        id=identity,
        role="group",
        aria_labelledby=f"{identity}-caption",
        data_search_exclude=True,
    )


def utilisation_chart(
    name: str, caption: str, shares: Sequence[tuple[str, Quantity, Quantity | None]], table: Table | None = None
) -> Chart:
    """One bar a resource (name, utilisation, target) against its target; what is full reaches the line at 100%."""
    known = [(n, s, t) for n, s, t in shares if isinstance(s.value, float | int)]
    names = [_plain(n) for n, _, _ in known]
    values = [round(100 * float(s.value), 4) for _, s, _ in known]
    goals = [(_plain(n), round(100 * float(t.value), 4)) for n, _, t in known if t is not None and _is_number(t)]
    tones = [share_tone(s.value, t.value if t else None) for _, s, t in known]
    top = max([100.0, *values, *(goal for _, goal in goals)])
    bars = {
        "type": "bar", "orientation": "h", "y": names, "x": values, "width": 0.56,
        "marker": {"color": [_COLOURS[tone] for tone in tones]},
        "hovertemplate": "%{y}: %{x:.3g}%<extra></extra>", "name": "utilisation",
    }  # fmt: skip
    marks = {
        "type": "scatter", "mode": "markers", "y": [n for n, _ in goals], "x": [goal for _, goal in goals],
        "marker": {"symbol": "line-ns-open", "size": 20, "line": {"width": 2.5}, "color": "var(--nalsd-mark)"},
        "hovertemplate": "%{y}: target %{x:.3g}%<extra></extra>", "name": "target",
    }  # fmt: skip
    full = {
        "type": "line", "x0": 100, "x1": 100, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"width": 1, "dash": "dot", "color": "var(--nalsd-over-bar)"},
    }  # fmt: skip
    layout = {
        "annotations": [_at_edge(name, f"{value:.3g}%") for name, value in zip(names, values, strict=True)],
        "xaxis": {"range": [0, top * 1.02], "ticksuffix": "%", "zeroline": False, "fixedrange": True},
        "yaxis": {"autorange": "reversed", "fixedrange": True, "automargin": True, "ticks": ""},
        "shapes": [full], "showlegend": False, "margin": {"l": 8, "r": 58, "t": 8, "b": 32},
    }  # fmt: skip
    return Chart(name, caption, [bars, marks], layout, table, ROW_HEIGHT * max(2, len(known)) + 48)


def ladder_chart(name: str, caption: str, rungs: Sequence[tuple[str, float, float]], table: Table | None = None) -> Chart:
    """How far the load can grow, on a logarithmic axis: a bar a resource (name, multiple at target, multiple when full)."""
    rungs = [rung for rung in rungs if rung[1] > 0 and rung[2] > 0]
    names = [_plain(n) for n, _, _ in rungs]
    least = min([1.0, *(min(t, f) for _, t, f in rungs)]) / 1.6
    most = max([1.0, *(max(t, f) for _, t, f in rungs)]) * 1.25
    ticks = _ticks(least, most)
    common = {"type": "bar", "orientation": "h", "y": names, "width": 0.56}
    target = {
        **common, "x": [round(t, 6) for _, t, _ in rungs], "name": "until the target",
        "marker": {"color": "var(--nalsd-bar)"}, "hovertemplate": "%{y}: target reached at %{x:.3g}x<extra></extra>",
    }  # fmt: skip
    full = {
        **common, "x": [round(f, 6) for _, _, f in rungs], "name": "until full",
        "marker": {"color": "var(--nalsd-bar-soft)"}, "hovertemplate": "%{y}: full at %{x:.3g}x<extra></extra>",
    }  # fmt: skip
    today = {
        "type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
        "line": {"width": 1.5, "color": "var(--nalsd-mark)"},
    }  # fmt: skip
    layout = {
        "annotations": [_at_edge(name, f"{f:.3g}x") for name, (_, _, f) in zip(names, rungs, strict=True)],
        "barmode": "overlay", "shapes": [today],
        "xaxis": {
            "type": "log", "fixedrange": True, "range": [round(math.log10(least), 4), round(math.log10(most), 4)],
            "tickvals": ticks, "ticktext": ["today" if tick == 1 else f"{tick:g}x" for tick in ticks],
        },
        "yaxis": {"autorange": "reversed", "fixedrange": True, "automargin": True, "ticks": ""},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"},
        "margin": {"l": 8, "r": 58, "t": 32, "b": 32},
    }  # fmt: skip
    return Chart(name, caption, [full, target], layout, table, ROW_HEIGHT * max(2, len(rungs)) + 72)


def growth_chart(name: str, caption: str, unit: str, points: Sequence[tuple[str, float]], table: Table | None = None) -> Chart:
    """Bars over time: (year, amount in the shown unit)."""
    bars = {
        "type": "bar", "x": [_plain(label) for label, _ in points], "y": [round(value, 6) for _, value in points], "width": 0.5,
        "text": [f"{value:.3g}" for _, value in points], "textposition": "outside", "cliponaxis": False,
        "marker": {"color": "var(--nalsd-bar)"}, "hovertemplate": "%{x}: %{y:.3g} " + _plain(unit) + "<extra></extra>",
    }  # fmt: skip
    layout = {
        "xaxis": {"type": "category", "fixedrange": True, "ticks": ""},
        "yaxis": {"rangemode": "tozero", "fixedrange": True, "title": {"text": _plain(unit)}, "automargin": True},
        "margin": {"l": 8, "r": 8, "t": 24, "b": 32},
    }  # fmt: skip
    return Chart(name, caption, [bars], layout, table, 260)


def _at_edge(name: str, text: str) -> dict[str, Any]:
    """A bar's number at the right edge, where no mark can cross it and digits stand under each other."""
    return {
        "text": text, "y": name, "yref": "y", "x": 1, "xref": "paper", "xanchor": "right", "xshift": 54,
        "showarrow": False,
    }  # fmt: skip


def _ticks(least: float, most: float) -> list[float]:
    """1, 2, 5, 10, ... within a range, fewer when it is wide."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    steps = (1,) if len(powers) > 3 else (1, 2, 5)
    return [tick for power in powers for step in steps if least <= (tick := float(f"{step}e{power}")) <= most]


def _plain(text: str) -> str:
    """Text for plotly, which reads `<b>` and `%{...}` in its strings."""
    return text.replace("<", "‹").replace(">", "›").replace("%{", "% {")


def _is_number(quantity: Quantity) -> bool:
    return isinstance(quantity.value, float | int)
