"""Phase 5, waterfalls: the stages of a path one after another, p50 and p99, the whole between its bounds."""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.analysis import PathResult, StageResult
from nalsd.analysis.words import title_of
from nalsd.graph import Quantity
from nalsd.pages.figures import mention, printed
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.objectives import met
from nalsd.pages.parts import Widget
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView

FAR = 2.5
"""An objective that lies further out than this many times all else is told and not drawn."""

TIMED = ("latency", "freshness")


@dataclass(frozen=True)
class Line:
    """A stage of the waterfall: when it starts and ends in the median, and how long it takes at the 99th."""

    name: str
    start: float
    p50: Quantity
    p99: Quantity


def objectives_of(view: DesignView, path: PathResult) -> list[str]:
    """The objectives of latency or freshness that this path is held against."""
    same = [other for other in view.analysis.paths.values() if other.workload == path.workload]
    waited = [other.name for other in same if not other.asynchronous]
    found = []
    for name, slo in view.design.slo.slos.items():
        head, _, of = str(slo.for_).partition(".")
        named = head == "paths" and of == path.name
        only = head == "workloads" and of == path.workload and waited == [path.name]
        if slo.objective in TIMED and (named or only):
            found.append(str(name))
    return found


def waterfall(view: DesignView, path: PathResult) -> Widget | None:
    """The picture of a path; None when its stages are not known."""
    lines = _lines(view, path)
    whole = [view.q(f"paths.{path.name}.{part}") for part in ("p50", "p99", "p99_independent", "p99_sum")]
    if not lines or any(q is None or not isinstance(q.value, float) for q in whole):
        return None
    p50, p99, least, most = (q for q in whole if q is not None)
    goals = [
        (name, target)
        for name in objectives_of(view, path)
        if (target := view.q(f"slos.{name}.target")) is not None and isinstance(target.value, float)
    ]

    def make(scope: Scope) -> Markup:
        return _figure(view, path, lines, (p50, p99, least, most), goals, scope)

    return Widget("chart", f"waterfall-{path.name}", _caption(view, path, p99, goals), make)


def _lines(view: DesignView, path: PathResult) -> list[Line]:
    """The stages with their numbers; none when one is not known."""
    found, at = [], 0.0
    for stage in path.stages:
        p50, p99 = view.q(f"{stage.id}.p50"), view.q(f"{stage.id}.p99")
        if p50 is None or p99 is None or not isinstance(p50.value, float) or not isinstance(p99.value, float):
            return []
        found.append(Line(stage_title(stage), at, p50, p99))
        at += p50.value
    return found


def stage_title(stage: StageResult) -> str:
    """What a stage is called; of one without a name of its own, what is inside."""
    title = stage.title[:1].upper() + stage.title[1:]
    if stage.kind in ("when", "all_of", "first_of") and stage.title in ("for some", "side by side",
                                                                      "the first of several"):  # fmt: skip
        return f"{title}: {', '.join(part.title for part in stage.parts)}"
    return title


def _caption(view: DesignView, path: PathResult, p99: Quantity, goals: list[tuple[str, Quantity]]) -> str:
    declared = view.design.architecture.paths[path.name]
    told = f"{title_of(path.name, declared)}: p99 {printed(p99).text}"
    for name, target in goals:
        reached = met(view, name)
        word = "" if reached is None else ", met" if reached else ", missed"
        at = str(view.design.slo.slos[name].at or "p99")
        told += f"; objective {printed(target).text} at {at}{word}"
    return told


def _figure(
    view: DesignView,
    path: PathResult,
    lines: list[Line],
    whole: tuple[Quantity, Quantity, Quantity, Quantity],
    goals: list[tuple[str, Quantity]],
    scope: Scope,
) -> Markup:
    p99, most = whole[1], whole[3]
    ends = [float(most.value), *(line.start + float(line.p99.value) for line in lines)]
    reach = max(ends)
    near = [(name, goal) for name, goal in goals if float(goal.value) <= FAR * reach]
    full = max([reach, *(float(goal.value) for _, goal in near)]) * 1.02 or 1.0
    marks = [
        element("span", class_="nalsd-wf-goal", style=f"left:{_share(float(goal.value) / full)}")
        for _, goal in near
    ]
    rows = [_row(line, full, marks, scope) for line in lines]
    identity = scope.unique(f"chart-waterfall-{path.name}")
    far = [goal for _, goal in goals if goal not in [g for _, g in near]]
    legend = element(
        "p",
        _key("nalsd-wf-half", "half of the requests"),
        _key("nalsd-wf-tail", "99 of 100"),
        _key("nalsd-wf-bounds", "p99 between independent stages and all slow together"),
        _key("nalsd-wf-goal", "objective") if near else None,
        [element("span", "objective at ", mention(goal, scope), ", far to the right") for goal in far],
        class_="nalsd-legend",
    )
    return element(
        "figure",
        element("figcaption", _caption(view, path, p99, goals), id=f"{identity}-caption"),
        element("div", _head(), rows, _total(whole, full, marks, scope), class_="nalsd-wf"),
        legend,
        class_="nalsd-chart nalsd-waterfall",
        id=identity,
        aria_labelledby=f"{identity}-caption",
        data_search_exclude=True,
    )


def _head() -> Markup:
    return _cells("Stage", element("span"), (Markup("p50"), Markup("p99")), "head")


def _row(line: Line, full: float, marks: list[Markup], scope: Scope) -> Markup:
    """A stage, from where the medians have come so far: solid in the median, light up to the 99th."""
    start, half, tail = line.start / full, float(line.p50.value) / full, float(line.p99.value) / full
    track = _track(_bar("tail", start, max(tail, half)), _bar("half", start, half), marks)
    return _cells(line.name, track, (mention(line.p50, scope), mention(line.p99, scope)))


def _total(
    whole: tuple[Quantity, Quantity, Quantity, Quantity], full: float, marks: list[Markup], scope: Scope
) -> list[Markup]:
    """The whole path, and under it the two bounds of its 99th percentile."""
    p50, p99, least, most = whole
    half, tail, low, high = (float(quantity.value) / full for quantity in whole)
    at = element("span", class_="nalsd-wf-at", style=f"left:{_share(tail)}")
    bar = _track(_bar("tail", 0.0, tail), _bar("half", 0.0, half), marks)
    bounds = _track(_bar("bounds", min(low, high), abs(high - low)), at, marks)
    name = element("strong", "The whole path")
    return [
        _cells(name, bar, (mention(p50, scope), mention(p99, scope)), "total"),
        _cells("Its p99 is between", bounds, (mention(least, scope), mention(most, scope)), "last"),
    ]


def _track(*children: Child) -> Markup:
    return element("span", children, class_="nalsd-wf-track", aria_hidden="true")


def _bar(kind: str, start: float, length: float) -> Markup:
    return element("span", class_=f"nalsd-wf-{kind}", style=f"left:{_share(start)};width:{_share(length)}")


def _cells(name: Child, track: Markup, figures: tuple[Markup, Markup], kind: str = "") -> Markup:
    one, other = figures
    return element(
        "div",
        element("span", name, class_="nalsd-wf-name"),
        track,
        element("span", one, class_="nalsd-wf-figure"),
        element("span", other, class_="nalsd-wf-figure"),
        class_=f"nalsd-wf-row nalsd-wf-{kind}" if kind else "nalsd-wf-row",
    )


def _key(kind: str, text: str) -> Markup:
    return join(element("span", element("i", class_=f"nalsd-wf-key {kind}"), text), " ")


def _share(share: float) -> str:
    return f"{max(0.0, min(1.0, share)) * 100:.4g}%"


__all__ = ["objectives_of", "stage_title", "waterfall"]
