"""What the ranges make of a design: what most changes the answer, how sure the headline is, the ladder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nalsd.analysis import LABELS
from nalsd.analysis.uncertainty.scaling import GivesWay, Scaling, Step
from nalsd.analysis.uncertainty.tornado import SHOWN, Blade, Tornado, headline_ids
from nalsd.analysis.words import title_of
from nalsd.graph import show
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.html import Markup, element, join
from nalsd.pages.parts import Widget, filled, note
from nalsd.pages.pictures import blade, growth, histogram
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Cell, Column, Row, Table, render_table
from nalsd.pages.view import DesignView, lower_words
from nalsd.units import format_value, month, plain_number

STILL = 0.005
"""Share of its median within which a quantity counts as one that the ranges do not move."""

OPEN = 2
"""Tornadoes that are shown unfolded: nodes and cost."""


def uncertainty_parts(view: DesignView, scope: Scope) -> list[dict[str, Any]]:
    """The parts of a design's first page; none where there is nothing to show."""
    found = (
        ("What most changes the answer", "what-most-changes", sensitivity(view, scope)),
        ("How sure the answer is", "how-sure", spread_widgets(view, scope)),
    )
    return [{"title": title, "slug": slug, "parts": parts} for title, slug, parts in found if parts]


def sensitivity(view: DesignView, scope: Scope) -> list[Markup]:
    """The tornadoes of the headline quantities; of those that nothing changes there is none."""
    shown = [tornado for tornado in view.analysis.tornadoes if _moving(tornado)]
    if not shown:
        return []
    lead = element(
        "p",
        "One input at a time, all others at their value of the page: from the 5th to the 95th percentile of "
        "its range, or 10% down and up where its author gave none. The line is today's result.",
    )
    made = [render_table(_tornado(view, tornado), scope) for tornado in shown]
    folded = [
        element("details", element("summary", _title(view, tornado)), table, class_="nalsd-data")
        for tornado, table in list(zip(shown, made, strict=True))[OPEN:]
    ]
    return [lead, *made[:OPEN], *folded]


def _moving(tornado: Tornado) -> list[Blade]:
    return [each for each in tornado.blades if each.swing(tornado.today) > 1e-3 * abs(tornado.today)][:SHOWN]


def _title(view: DesignView, tornado: Tornado) -> str:
    quantity = view.graph[tornado.quantity]
    return f"{quantity.label}: {_shown(view, tornado.quantity, tornado.today)} today"


def _shown(view: DesignView, id: str, value: object) -> str:
    return "no value" if value is None else month(show(value, view.graph[id].unit))


def _tornado(view: DesignView, tornado: Tornado) -> Table:
    blades = _moving(tornado)
    ends = [end for b in blades for end in (b.at_low, b.at_high) if end is not None] + [tornado.today]
    least, most = min(ends), max(ends)
    rows = [
        Row(
            (
                b.label,
                f"{_shown(view, b.inputs[0], b.low)} to {_shown(view, b.inputs[0], b.high)}",
                _shown(view, tornado.quantity, b.at_low),
                blade(b.at_low, b.at_high, tornado.today, least, most),
                _shown(view, tornado.quantity, b.at_high),
            ),
            tag="range" if b.ranged else "",
        )
        for b in blades
    ]
    columns = (
        Column("Input"), Column("From, to"), Column("Result", "at the low end"), Column("Swing"),
        Column("Result", "at the high end"),
    )  # fmt: skip
    return Table(f"tornado-{tornado.quantity.replace('.', '-')}", _title(view, tornado), columns, rows)


def spread_widgets(view: DesignView, scope: Scope) -> list[Markup]:
    """How sure the headline is, and in what share of the samples each promise is kept."""
    found = view.analysis.uncertainty
    if found is None:
        return []
    told = "1 input is a range" if found.ranges == 1 else f"{found.ranges} inputs are ranges"
    lead = element(
        "p",
        f"{told}. {found.samples:,} quasi-random samples went through the whole design; the page's own value "
        "is at the medians.",
    )
    tables = (_headline(view), _promises(view), _tiers(view))
    return [lead, *(render_table(table, scope) for table in tables if table is not None)]


def _headline(view: DesignView) -> Table | None:
    found = view.analysis.uncertainty
    assert found is not None
    rows = []
    for id in headline_ids(view.graph):
        spread, bins = found.of(id), found.bins.get(id)
        if spread is None or bins is None or spread.p95 - spread.p5 <= STILL * abs(spread.p50):
            continue
        numbers = (spread.p5, spread.p50, spread.p95)
        known = f"{spread.known:.1%} of samples" if spread.known < 1 else ""
        rows.append(
            Row(
                (
                    view.graph[id].label, _shown(view, id, view.graph.value(id)),
                    *(_shown(view, id, value) for value in numbers),
                    histogram(bins.edges, bins.counts, numbers, bins.logarithmic),
                ),
                tag=known,
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("Quantity"), Column("At the medians"), Column("p5"), Column("p50"), Column("p95"),
        Column("Shape", "lines at p5, p50, p95"),
    )  # fmt: skip
    text = "What the ranges move by less than half a percent is left out."
    return Table("distributions", "How sure the headline is", columns, rows, text)


def _promises(view: DesignView) -> Table | None:
    found = view.analysis.uncertainty
    assert found is not None
    rows: list[tuple[str, float, float]] = []
    for name, slo in view.design.slo.slos.items():
        id = next((i for i in (f"slos.{name}.met", f"slos.{name}.margin") if i in found.chances), None)
        if id is None:
            continue
        chance = found.chances[id]
        known = found.of(f"slos.{name}.margin")
        lacking = 1 - known.known if known is not None and known.known < 1 else 0.0
        rows.append((title_of(name, slo), chance, lacking))
    if not rows:
        return None
    columns, note = [Column("Objective"), Column("Kept in")], ""
    if any(lacking for *_, lacking in rows):
        columns.append(Column("Without a value in"))
        note = "Where a queue has no steady state, or another law gives way, an objective is not kept."
    shown = [
        Row(
            (title, _chance(chance), f"{lacking:.1%} of samples" if lacking else None)[: len(columns)],
            Tone.PLAIN if chance > 0.95 else Tone.WARN,
        )
        for title, chance, lacking in rows
    ]
    return Table("chances", "How likely each objective is kept", tuple(columns), shown, note)


def _chance(share: float) -> str:
    return "all samples" if share == 1 else f"{share:.1%} of samples"


def _tiers(view: DesignView) -> Table | None:
    found = view.analysis.uncertainty
    assert found is not None
    rows = []
    for tier, result in view.analysis.tiers.items():
        cluster = view.number(f"tiers.{tier}.nodes") is not None
        part = f"tiers.{tier}" if cluster else f"tiers.{tier}.single"
        nodes = next((i for i in (f"{part}.nodes", f"{part}.needed") if i in found.covers), None)
        always = view.graph.value(f"{part}.bottleneck")
        binds = found.shares.get(f"{part}.bottleneck") or ({always: 1.0} if isinstance(always, str) else {})
        carries = found.chances.get(f"{part}.overload") if result.stated else None
        if nodes is None and carries is None and len(binds) < 2:
            continue
        spread = found.of(nodes) if nodes else None
        sized = nodes or f"{part}.nodes"
        enough: Cell = None
        if carries is not None:
            enough = _chance(carries)
        else:  # what is not told of its samples is the same in all
            enough = _chance(found.covers[nodes] if nodes is not None else 1.0)
        rows.append(
            Row(
                (
                    title_of(tier, view.design.capacity.tiers[tier]),
                    _shown(view, sized, view.graph.value(sized)), enough,
                    f"{_shown(view, nodes, spread.p95)} cover 95%" if spread is not None and nodes else None,
                    _binding(binds) or None,
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("Tier"), Column("Nodes", "at the medians"), Column("They carry the load in"),
        Column("To be safe"), Column("What binds"),
    )  # fmt: skip
    return Table("covered", "How likely each tier holds", columns, rows)


def _binding(shares: dict[str, float]) -> str:
    return ", ".join(
        f"{LABELS.get(name, lower_words(name))} {_percent(share)}" for name, share in shares.items()
    )


def _percent(share: float) -> str:
    """Whole percents; what is neither none nor all never reads so."""
    return "under 1%" if share < 0.01 else "over 99%" if 0.99 < share < 1 else f"{share:.0%}"


# The ladder


def scaling_widgets(view: DesignView) -> list[Widget]:
    """1x to 1000x of today's load: nodes, cost, what binds, what is missed, and where it gives way."""
    if not view.analysis.tiers:
        return []
    found = view.analysis.scaling
    return filled(_growth(view, found), _steps(view, found), _gives_way(view, found))


def _growth(view: DesignView, found: Scaling) -> Widget | None:
    points = [
        (step.multiple, step.nodes, _shown(view, found.nodes, step.nodes))
        for step in found.steps
        if step.nodes is not None and step.nodes > 0
    ]
    if len(points) < 2:
        return None
    marks = [(way.multiple, f"{_name(view, way)}, {plain_number(way.multiple)}x") for way in _told(found)[:3]]
    first = found.first_objective
    said = (
        f"the objective {lower_words(first.quantity.split('.')[1])} breaks first, "
        f"at {plain_number(first.multiple)}x"
        if first is not None
        else "no objective breaks on the way"
    )
    caption = f"Nodes from 1x to 1000x of today's load: {points[0][2]} to {points[-1][2]}; {said}"
    figure = element(
        "figure",
        element("figcaption", caption),
        element("div", growth(points, marks, caption), class_="nalsd-scroll", tabindex="0", role="group",
                aria_label=caption),
        class_="nalsd-chart", data_search_exclude=True,
    )  # fmt: skip
    return note("growth-of-load", figure)


def _told(found: Scaling) -> list[GivesWay]:
    objectives = [way for way in found.gives_way if way.what == "objective"]
    return objectives or list(found.gives_way)


def _name(view: DesignView, way: GivesWay) -> str:
    if way.what == "objective":
        return f"{lower_words(way.quantity.split('.')[1])} missed"
    return view.graph[way.quantity].label


def _steps(view: DesignView, found: Scaling) -> Widget:
    rows = [_step(view, found, step) for step in found.steps]
    columns = (
        Column("Load"), Column("Nodes"), Column("Cost"), Column("What binds the largest tier"),
        Column("Objectives missed"), Column("Limits exceeded"),
    )  # fmt: skip
    text = (
        "The whole design computed anew with every rate, and the connections that come with it, multiplied. "
        "Nodes that are stated stay as they are; the others are sized for the load."
    )
    table = Table("at-scale", "The design at multiples of its load", columns, rows, text)
    return Widget("table", table.name, table.title, lambda scope: render_table(table, scope))


def _step(view: DesignView, found: Scaling, step: Step) -> Row:
    binds = None
    if step.tier is not None and step.binds is not None:
        binds = f"{view.called(step.tier)}: {LABELS.get(step.binds, lower_words(step.binds))}"
    return Row(
        (
            f"{step.multiple:g}x", _shown(view, found.nodes, step.nodes), _shown(view, found.cost, step.cost),
            binds, _chips(step.missed), _chips(step.exceeded),
        ),
        Tone.WARN if step.missed or step.exceeded else Tone.PLAIN,
        "today" if step.multiple == 1 else "",
    )  # fmt: skip


def _chips(names: Iterable[str]) -> Markup | None:
    found = [part for name in names for part in (chip(lower_words(name), Tone.WARN), " ")]
    return join(*found) if found else None


def _gives_way(view: DesignView, found: Scaling) -> Widget | None:
    if not found.gives_way:
        return None
    rows = [
        Row(
            (
                _name(view, way), "objective" if way.what == "objective" else "law",
                format_value(way.multiple, "x", digits=4), way.why or None,
            )
        )
        for way in found.gives_way
    ]  # fmt: skip
    columns = (Column("What gives way"), Column("Kind"), Column("At", "times today's load"), Column("Why"))
    text = (
        "Resources and limits stand in the ladder of limits; here are the objectives, and the laws that end."
    )
    table = Table("gives-way", "Where promises and laws give way", columns, rows, text)
    return Widget("table", table.name, table.title, lambda scope: render_table(table, scope))
