"""Phase 4: the ladder of limits on a single node, what 10x to 1000x need, and what is declared beyond it."""

from __future__ import annotations

from typing import Any

from nalsd.analysis import LABELS, AtScale, Rung
from nalsd.analysis.words import title_of
from nalsd.pages import charts, parts
from nalsd.pages.callouts import Tone, chip, not_computed
from nalsd.pages.html import Markup, element, join
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.cluster import cluster_widgets, copies_table
from nalsd.pages.phases.cost import cost_widgets, side_by_side
from nalsd.pages.phases.regions import region_widgets
from nalsd.pages.phases.shards import hottest_shards
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.uncertainty import scaling_widgets
from nalsd.pages.view import DesignView, listed, lower_words, remark, words, written
from nalsd.units import format_value

CHARTED = 12
"""Rungs that the chart shows: those met first."""

LIFTED = {"nodes": "more nodes", "shards": "more shards"}


def contents(view: DesignView) -> Contents:
    """The three iterations."""
    return Contents(
        [
            Part(
                "single-node",
                "Single node",
                parts.filled(_ladder_chart(view), _scales(view), _ladder(view)) + scaling_widgets(view),
                also=("iteration-1", "ladder", "one-node"),
                keys=("tiers",),
            ),
            Part(
                "cluster",
                "Cluster",
                parts.filled(_cluster(view), copies_table(view) or _copies(view))
                + hottest_shards(view)
                + parts.filled(_balancers(view))
                + cluster_widgets(view),
                also=("iteration-2",),
                keys=("cluster",),
                pending=_no_cluster(view),
            ),
            Part(
                "multi-region",
                "Multi-region",
                region_widgets(view),
                also=("multiregion", "regions", "iteration-3"),
                keys=("regions", "replicate"),
            ),
            Part("cost", "Cost", cost_widgets(view), also=("bill", "price", "costs"), keys=("cost",)),
            Part(
                "side-by-side",
                "The three iterations side by side",
                parts.filled(side_by_side(view)),
                also=("iterations", "three-iterations", "comparison"),
            ),
        ]
    )


def _no_cluster(view: DesignView) -> Markup | None:
    """That nothing is computed of the cluster, when so."""
    if any(view.number(f"tiers.{tier}.nodes") is not None for tier in view.analysis.cluster):
        return None
    return not_computed("Nodes with all copies, and what a loss leaves.", "No tier is sized yet.")


def _what(rung: Rung) -> str:
    return LABELS.get(rung.what, lower_words(rung.what))


def _pairs(view: DesignView) -> list[tuple[str, str, float | None, float, Rung]]:
    """Each resource and limit once: tier, what, multiple at the target, multiple when full."""
    found: dict[tuple[str, str], dict[str, Rung]] = {}
    for rung in view.analysis.ladder:
        found.setdefault((rung.tier, rung.what), {})[rung.at] = rung
    pairs = []
    for (tier, _), rungs in found.items():
        full = rungs.get("full")
        if full is None:
            continue
        target = rungs.get("target")
        pairs.append((tier, _what(full), target.multiple if target else None, full.multiple, full))
    return pairs


def _ladder_chart(view: DesignView) -> Widget | None:
    pairs = _pairs(view)[:CHARTED]
    if not pairs:
        return None
    rungs = [
        (f"{view.called(tier)}, {what}" if tier else words(what), full if target is None else target, full)
        for tier, what, target, full, _ in pairs
    ]
    first = view.analysis.ladder[0]
    until = "reaches its target" if first.at == "target" else "is full"
    caption = (
        f"{f'{view.called(first.tier)}, ' if first.tier else ''}{_what(first)} {until} first, at "
        f"{format_value(first.multiple, 'x')} today's load"
    )
    return parts.chart(charts.ladder_chart("ladder", caption, rungs))


def _ladder(view: DesignView) -> Widget | None:
    """What is met as load grows, in that order."""
    rows = []
    for tier, what, _, _, rung in _pairs(view):
        base = rung.quantity.rpartition(".")[0]
        target = view.q(f"{base}.multiple_target")
        nothing = rung.lifted_by not in LIFTED
        rows.append(
            Row(
                (
                    words(what), view.called(tier) if tier else None, target, view.q(rung.quantity),
                    LIFTED.get(rung.lifted_by) or chip("nothing lifts it", Tone.WARN),
                ),
                Tone.WARN if nothing else Tone.PLAIN,
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("Resource or limit"), Column("Tier"), Column("At its target", "times today's load"),
        Column("Full", "times today's load"), Column("Lifted by"),
    )  # fmt: skip
    note = (
        "On the machines deployed now, in the order in which growing load meets them. Demand grows "
        "in proportion here; where batches fill up, a resource is met later."
    )
    return parts.table(Table("ladder", "The ladder of limits", columns, rows, note))


def _scales(view: DesignView) -> Widget | None:
    """1x to 1000x: nodes of each tier, what binds, which limits break."""
    scales = view.analysis.scales
    tiers = list(view.analysis.tiers)
    if not scales or not tiers:
        return None
    columns = [
        Column("Tier"),
        *(
            Column(f"{format_value(scale.multiple, 'x')}", "today" if scale.multiple == 1 else "")
            for scale in scales
        ),
    ]
    rows = [
        Row((title_of(tier, view.design.capacity.tiers[tier]), *(_needed(scale, tier) for scale in scales)))
        for tier in tiers
    ]
    totals = [_sum(scale) for scale in scales]
    rows.append(Row((element("strong", "All tiers"), *totals)))
    rows.append(Row(("Limits exceeded", *(_broken(view, scale) for scale in scales)), _limits_tone(scales)))
    note = (
        "Nodes needed when every workload grows by that much, the whole graph computed anew; beside them "
        "what binds. A limit that no hardware lifts ends the table: the design itself has to change before."
    )
    return parts.table(Table("scales", "Nodes for more load, and what binds", columns, rows, note))


def _needed(scale: AtScale, tier: str) -> Markup | str:
    nodes, binds = scale.nodes.get(tier), scale.bottleneck.get(tier)
    if nodes is None:
        return "unknown"
    what = LABELS.get(str(binds), lower_words(binds)) if binds else ""
    return join(format_value(nodes, "1"), " ", element("small", what, class_="nalsd-muted"))


def _sum(scale: AtScale) -> str:
    values = list(scale.nodes.values())
    known = [value for value in values if value is not None]
    return "unknown" if len(known) < len(values) else format_value(sum(known), "1")


def _broken(view: DesignView, scale: AtScale) -> Markup | None:
    if not scale.broken:
        return None
    chips = []
    for name in scale.broken:
        grows = str(view.design.capacity.limits[name].grows_by)
        tone = Tone.WARN if grows in LIFTED else Tone.OVER
        chips += [chip(lower_words(name), tone, f"lifted by {LIFTED.get(grows, 'nothing')}"), " "]
    return join(*chips)


def _limits_tone(scales: list[AtScale]) -> Tone:
    return Tone.WARN if any(scale.broken for scale in scales) else Tone.PLAIN


def _cluster(view: DesignView) -> Widget | None:
    """Spread, what may be lost, spares, of tiers."""
    rows = []
    for name, cluster in view.design.iterations.cluster.items():
        if not (cluster.spread or cluster.survive or cluster.spare):
            continue
        rows.append(
            Row(
                (
                    words(name), f"over {cluster.spread}s" if cluster.spread else None, lost(cluster.survive),
                    written(cluster.spare) or None, remark(cluster, cluster.spare),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Tier"),
        Column("Spread"),
        Column("Must survive the loss of"),
        Column("Spares"),
        Column("Why"),
    ]
    zones = view.design.iterations.zones
    note = (
        f"As declared. Failure domains in a region: {written(zones)}."
        if zones is not None
        else "As declared."
    )
    return parts.table(Table("cluster", "How tiers are spread", columns, without_empty(columns, rows), note))


def lost(what: Any) -> str | None:
    """`1 zone`, `10% of the nodes`."""
    if what is None:
        return None
    found = []
    for noun in ("nodes", "zones", "regions"):
        value = getattr(what, noun)
        if value is not None:
            text = written(value)
            found.append(
                f"{text} of the {noun}" if "%" in text else f"{text} {noun[:-1] if text == '1' else noun}"
            )
    return listed(found) or None


def _copies(view: DesignView) -> Widget | None:
    rows = []
    for name, cluster in view.design.iterations.cluster.items():
        if cluster.rf is None and cluster.shards is None and cluster.repair is None:
            continue
        shards, repair = cluster.shards, cluster.repair
        rows.append(
            Row(
                (
                    words(name), written(cluster.rf) or None, written(cluster.write) or None,
                    written(cluster.read) or None,
                    view.q(f"cluster.{name}.shards") or (written(shards.count) if shards else None),
                    str(shards.by) if shards and shards.by else None,
                    shards.skew.text if shards and shards.skew else None,
                    f"after {written(repair.after)}, at {written(repair.at)}" if repair else None,
                    remark(cluster, cluster.rf),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Store or tier"), Column("Copies"), Column("Write to"), Column("Read from"), Column("Shards"),
        Column("Cut by"), Column("Skew"), Column("Repair"), Column("Why"),
    ]  # fmt: skip
    return parts.table(
        Table("copies", "Copies and shards", columns, without_empty(columns, rows), "As declared.")
    )


def _balancers(view: DesignView) -> Widget | None:
    rows = []
    for name, balancer in view.design.iterations.balancers.items():
        rows.append(
            Row(
                (
                    words(name),
                    view.inside(str(balancer.before).removeprefix("tiers.")),
                    f"L{balancer.layer}" if balancer.layer else None,
                    str(balancer.tls or "") or None,
                    lower_words(balancer.policy) if balancer.policy else None,
                    view.inside(str(balancer.tier).removeprefix("tiers.")) if balancer.tier else None,
                    remark(balancer),
                )
            )
        )
    if not rows:
        return None
    columns = [
        Column("Balancer"),
        Column("Before"),
        Column("Layer"),
        Column("TLS"),
        Column("Policy"),
        Column("On tier"),
        Column("Why"),
    ]
    return parts.table(
        Table("balancers", "Load balancers", columns, without_empty(columns, rows), "As declared.")
    )
