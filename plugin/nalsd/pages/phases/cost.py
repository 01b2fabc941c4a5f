"""Phase 4: the cost a month part by part, and the three iterations side by side."""

from __future__ import annotations

from typing import Any

from nalsd.analysis.words import title_of
from nalsd.designs.schema.iterations import COST_PARTS
from nalsd.graph import Quantity
from nalsd.pages import parts
from nalsd.pages.callouts import Tone
from nalsd.pages.charts import Chart, bars_chart
from nalsd.pages.html import element
from nalsd.pages.objectives import objective_chip
from nalsd.pages.parts import Widget
from nalsd.pages.phases.capacity import binding, worst_tier
from nalsd.pages.phases.cluster import known, made, tier_title, what_binds
from nalsd.pages.tables import Cell, Column, Row
from nalsd.pages.view import DesignView, words

TITLES = {
    "machines": "Machines",
    "disks": "Network volumes",
    "services": "Data kept in services",
    "cross_zone": "Traffic between zones",
    "cross_region": "Traffic between regions",
    "egress": "Traffic to clients",
    "requests": "Requests to services",
}
"""Parts of the cost as a page names them."""

MONTH = 730 * 3600.0
"""Seconds of the month that prices are for."""


def cost_widgets(view: DesignView) -> list[Widget]:
    """The bill as a table, and as bars."""
    return parts.filled(_bill(view), _chart(view))


def _bill(view: DesignView) -> Widget | None:
    rows = []
    for part in COST_PARTS:
        price = view.q(f"cost.{part}")
        if price is None:
            continue
        unknown = price.value is None
        note = f"{price.note[:1].upper()}{price.note[1:]}." if price.note else None
        rows.append(
            Row(
                (TITLES[part], view.q(f"cost.{part}.traffic"), price, note),
                Tone.WARN if unknown else Tone.PLAIN,
            )
        )
    if not rows:
        return None
    total = view.q("cost.total")
    if total is not None and total.value is None:
        rows.append(Row((element("strong", "What is known"), "", view.q("cost.known"), None)))
    rows.append(Row((element("strong", "Together"), "", total, total.note or None if total else None)))
    columns = [Column("Part"), Column("Of", "average"), Column("Cost", "a month of 730 h"), Column("Note")]
    note = "List prices, on demand; a price that is not known stays unknown and is not taken for zero."
    return made("cost", "What it costs a month", columns, rows, note, headline=True)


def _chart(view: DesignView) -> Widget | None:
    found = [(TITLES[p], n * MONTH) for p in COST_PARTS if (n := view.number(f"cost.{p}"))]
    if len(found) < 2:
        return None
    name, most = max(found, key=lambda pair: pair[1])
    share = most / sum(n for _, n in found)
    caption = f"{name} make {share:.0%} of the cost that is known"
    return parts.chart(_made(caption, sorted(found, key=lambda pair: -pair[1])))


def _made(caption: str, found: list[tuple[str, float]]) -> Chart:
    return bars_chart("cost", caption, found, "USD a month", _told)


def _told(amount: float) -> str:
    return f"{amount:,.0f}" if amount < 1e5 else f"{amount / 1e3:,.0f}k"


def side_by_side(view: DesignView) -> Widget | None:
    """One node a copy, the cluster, all regions: nodes, cost, bottleneck, objectives."""
    if not view.analysis.tiers:
        return None
    regions = bool(view.analysis.regions)
    empty: Cell = "one region" if not regions else None
    rows = [
        Row(("Nodes", *_three(view, "design.nodes", "design.cluster.nodes", "design.regions.nodes", empty))),
        Row(("Machines", *_three(view, "design.price", "design.cluster.price", "design.regions.price",
                                 empty))),
        Row(("Cost, all parts", "", *_last(regions, view.q("cost.total")))),
        Row(("Bottleneck", _single(view), _cluster(view), _regional(view) if regions else "")),
        Row(("Availability", "one failure is an outage", view.q("design.availability"),
             view.q("design.regions.availability") if regions else "")),
    ]  # fmt: skip
    rows += [_objective(view, name, slo, regions) for name, slo in view.design.slo.slos.items()]
    columns = [
        Column("What"), Column("Single copy", "iteration 1"), Column("Cluster", "iteration 2"),
        Column("Multi-region", "iteration 3"),
    ]  # fmt: skip
    note = (
        "Availability of the cluster is of hardware only; that of the regions is that enough of them are up. "
        "Objectives of the cluster are reached by hardware only, those of the last iteration with what all "
        "of it shares."
    )
    return made("iterations", "The three iterations side by side", columns, rows, note, headline=True)


def _three(view: DesignView, one: str, two: str, three: str, empty: Cell) -> tuple[Cell, Cell, Cell]:
    return view.q(one), view.q(two), view.q(three) or empty


def _last(regions: bool, value: Cell) -> tuple[Cell, Cell]:
    """What is computed once, of the last iteration that the design has."""
    return ("", value) if regions else (value, "")


def _single(view: DesignView) -> str | None:
    tier = worst_tier(view)
    return f"{tier_title(view, tier)}: {binding(view, tier)[0]}" if tier is not None else None


def _fullest(view: DesignView, ids: dict[str, str]) -> str | None:
    found = {tier: n for tier, id in ids.items() if (n := view.number(id)) is not None}
    return max(found, key=lambda tier: found[tier], default=None)


def _cluster(view: DesignView) -> str | None:
    """The tier that most of its nodes are needed of, and what sizes it."""
    tier = _fullest(view, {t: f"tiers.{t}.overload" for t in view.analysis.cluster})
    return f"{tier_title(view, tier)}: {what_binds(view, tier) or 'unknown'}" if tier is not None else None


def _regional(view: DesignView) -> str | None:
    """The region with the most nodes, and its largest tier."""
    region = _fullest(view, {r: f"regions.{r}.nodes" for r in view.analysis.regions})
    if region is None:
        return None
    tier = _fullest(view, {t: f"regions.{region}.tiers.{t}.nodes" for t in view.analysis.tiers})
    if tier is None:
        return words(region)
    return f"{words(region)}, {view.inside(tier)}: {what_binds(view, tier) or 'unknown'}"


def _objective(view: DesignView, name: str, slo: Any, regions: bool) -> Row:
    id = f"slos.{name}"
    reached, common = view.q(f"{id}.reached"), view.q(f"{id}.common_cause")
    verdict = objective_chip(view, name)
    label = element("span", title_of(name, slo), " ", verdict)
    if not known(reached):
        return Row((label, "", *_last(regions, "not known")))
    if isinstance(common, Quantity):
        return Row((label, "", reached, common if regions else ""))
    return Row((label, "", *_last(regions, reached)))


__all__ = ["cost_widgets", "side_by_side"]
