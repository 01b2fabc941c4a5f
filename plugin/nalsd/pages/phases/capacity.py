"""Phase 3: what every tier needs of each resource at one copy, what binds first, and other choices."""

from __future__ import annotations

from nalsd.analysis import LABELS
from nalsd.analysis.words import title_of
from nalsd.pages import charts, parts
from nalsd.pages.callouts import Tone, bottleneck, share_tone
from nalsd.pages.html import Markup, element
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.choices import alternatives
from nalsd.pages.phases.compute import compute_tables
from nalsd.pages.phases.data import memory_tables, storage_tables
from nalsd.pages.phases.hardware import machines, policy
from nalsd.pages.phases.traffic import flow_table, message_table, network_table, packet_table
from nalsd.pages.phases.traffic import target as target_of
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Bar, Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, listed, lower_words, remark, words
from nalsd.units import format_value

SHOWN = ("network", "packets", "cpu", "disk_iops", "disk_throughput", "disk_capacity", "memory")
"""The resources in the order of the words, both directions of the network as one."""


def contents(view: DesignView) -> Contents:
    """The parts of the page."""
    return Contents(
        [
            Part(
                "network",
                "Network",
                parts.filled(network_table(view)),
                also=("bandwidth",),
                keys=("network",),
            ),
            Part(
                "packets-and-the-kernel",
                "Packets and the kernel",
                parts.filled(packet_table(view), message_table(view)),
                also=("packets", "kernel", "kernel-wall", "packets-and-the-kernel-wall"),
                keys=("packets",),
            ),
            Part("compute", "Compute", compute_tables(view), also=("cpu", "cores"), keys=("compute", "cpu")),
            Part(
                "storage", "Storage", storage_tables(view), also=("disks", "disk"), keys=("storage", "disks")
            ),
            Part("memory", "Memory", memory_tables(view), also=("ram",), keys=("memory",)),
            Part(
                "limits",
                "Limits",
                parts.filled(_limits(view)),
                also=("other-limits", "ceilings"),
                keys=("limits",),
            ),
            Part(
                "node-count",
                "Node count",
                [*parts.filled(nodes_table(view)), *_tiers(view)],
                also=("nodes", "tiers", "sizing"),
                keys=("tiers",),
            ),
            Part("alternatives", "Alternatives", alternatives(view), keys=("alternatives",)),
            Part("flows", "Flows", parts.filled(flow_table(view)), also=("load", "traffic"), keys=("flows",)),
            Part(
                "machines", "Machines", parts.filled(machines(view)), also=("hardware",), keys=("machines",)
            ),
            Part(
                "target-utilisation",
                "Target utilisation",
                parts.filled(policy(view)),
                also=("headroom", "policy"),
                keys=("headroom",),
            ),
        ],
        parts.filled(bottleneck_callout(view)),
    )


def worst_tier(view: DesignView) -> str | None:
    """The tier that the bottleneck is told of: the most overloaded, else the one that needs most nodes."""
    known = [t for t in view.analysis.tiers if view.word(f"tiers.{t}.single.bottleneck") is not None]
    over = [t for t in known if (view.number(f"tiers.{t}.single.overload") or 0.0) > 1.0 + 1e-9]
    if over:
        return max(over, key=lambda t: view.number(f"tiers.{t}.single.overload") or 0.0)
    return max(known, key=lambda t: view.number(f"tiers.{t}.single.nodes") or 0.0, default=None)


def binding(view: DesignView, tier: str) -> tuple[str, str, str | None]:
    """What binds a tier: in words, the id of its utilisation, and that of its target when it has one."""
    what = view.word(f"tiers.{tier}.single.bottleneck") or "unknown"
    if what.startswith("limit "):
        name = what.removeprefix("limit ")
        return f"limit {lower_words(name)}", f"limits.{name}.utilisation", None
    id = f"tiers.{tier}.single.{what}"
    target = f"tiers.{tier}.target.{what}"
    allowed = f"{id}.allowed_share"
    return LABELS.get(what, what), f"{id}.utilisation", allowed if view.q(allowed) is not None else target


def bottleneck_callout(view: DesignView) -> Widget | None:
    """What the eye falls on: the tier and the resource that decide the design's size."""
    tier = worst_tier(view)
    if tier is None:
        return None
    what, share_id, target_id = binding(view, tier)
    title = title_of(tier, view.design.capacity.tiers[tier])
    needed, deployed = (
        view.number(f"tiers.{tier}.single.needed"),
        view.number(f"tiers.{tier}.single.deployed"),
    )
    headline = f"{title}: {what}" + (
        " binds first" if (needed or 0) <= (deployed or 0) else " cannot carry the load"
    )
    facts: list[tuple[str, object]] = []
    for name, id in (
        ("Nodes needed", f"tiers.{tier}.single.needed"),
        ("Nodes deployed", f"tiers.{tier}.single.deployed"),
        ("Nodes of all tiers", "design.nodes"),
    ):
        quantity = view.q(id)
        if quantity is not None:
            facts.append((name, quantity))
    first = next(iter(view.analysis.ladder), None)
    if first is not None and (grows := view.q(first.quantity)) is not None:
        facts.append(("Load can grow to", grows))
    because = None
    if first is not None:
        where = f"{view.called(first.tier)}: " if first.tier else ""
        until = "reaches its target" if first.at == "target" else "is full"
        because = (
            f"As load grows, the first to be met is {where}"
            f"{LABELS.get(first.what, lower_words(first.what))}, which "
            f"{until} at {format_value(first.multiple, 'x')} today's load."
        )

    def make(scope: Scope) -> Markup:
        return bottleneck(
            headline, scope, share=view.q(share_id), target=view.q(target_id) if target_id else None,
            facts=tuple(facts), because=because,
        )  # fmt: skip

    return Widget("note", "bottleneck", "Bottleneck", make)


def nodes_table(view: DesignView) -> Widget | None:
    """Tier by tier: machine, what binds, needed and deployed, price."""
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.single"
        result = view.analysis.tiers.get(name)
        needed, deployed = view.number(f"{id}.needed"), view.number(f"{id}.deployed")
        over = needed is not None and deployed is not None and needed > deployed
        stated = view.q(f"{id}.deployed") if result is not None and result.stated else None
        rows.append(
            Row(
                (
                    title_of(name, tier),
                    element("code", str(tier.machine)),
                    words(binding(view, name)[0]),
                    view.q(f"{id}.needed"),
                    stated or "sized",
                    view.q(f"{id}.nodes"),
                    view.q(f"{id}.price"),
                    f"not known: {listed(lower_words(u) for u in result.unknown)}"
                    if result and result.unknown
                    else None,
                    remark(tier, tier.nodes),
                ),
                Tone.OVER if over else Tone.PLAIN,
                "too few" if over else "",
            )
        )
    if not rows:
        return None
    if view.q("design.nodes") is not None:
        total = (view.q("design.nodes"), view.q("design.price"))
        all_tiers = element("strong", "All tiers")
        rows.append(Row((all_tiers, None, None, None, None, *total, None, None)))
    columns = [
        Column("Tier"),
        Column("Machine"),
        Column("Binds"),
        Column("Needed"),
        Column("Stated"),
        Column("Nodes"),
        Column("Price", "on demand"),
        Column("Unknown"),
        Column("Why"),
    ]
    note = (
        "Needed is the largest need over the resources and the limits that nodes raise, rounded up. A "
        "tier whose "
        "nodes are not stated has as many as it needs. Prices are of machines alone."
    )
    return parts.table(
        Table("nodes", "Nodes at one copy", columns, without_empty(columns, rows), note), headline=True
    )


def _tiers(view: DesignView) -> list[Widget]:
    """For each tier its needs, resource by resource, and the chart of its utilisation."""
    found: list[Widget] = []
    for name in view.design.capacity.tiers:
        found += parts.filled(_utilisation(view, name), _needs(view, name))
    return found


def _needs(view: DesignView, tier: str) -> Widget | None:
    """Demand, supply, target, utilisation and need of every resource a tier uses."""
    id, rows = f"tiers.{tier}.single", []
    binds = view.word(f"{id}.bottleneck")
    result = view.analysis.tiers.get(tier)
    if result is None or not result.resources:
        return None
    for resource in result.resources:
        of = f"{id}.{resource}"
        target = view.first(f"{of}.allowed_share", f"{of}.target")
        share = view.q(f"{of}.utilisation")
        base = "network" if resource.startswith("network") else resource
        bound = binds == base and (base != "network" or _busier(view, tier) == resource)
        tone = _tone(share, target)
        rows.append(
            Row(
                (
                    words(LABELS[resource]), view.q(f"{of}.demand"), view.q(f"{of}.supply"),
                    target_of(view, tier, resource), Bar(share, target) if share is not None else "unknown",
                    view.q(f"{of}.need"),
                ),
                Tone.OVER if tone is Tone.OVER else Tone.BINDING if bound else Tone.PLAIN,
                "over" if tone is Tone.OVER else "binds" if bound else "",
            )
        )  # fmt: skip
    for limit in result.limits:
        need = view.q(f"limits.{limit}.need")
        if need is not None and view.design.capacity.limits[limit].grows_by == "nodes":
            bound = binds == f"limit {limit}"
            load, most = view.q(f"limits.{limit}.load"), view.q(f"limits.{limit}.at_most")
            rows.append(
                Row(
                    (f"Limit: {lower_words(limit)}", load, most, None, None, need),
                    Tone.BINDING if bound else Tone.PLAIN, "binds" if bound else "",
                )
            )  # fmt: skip
    columns = (
        Column("Resource"), Column("Demand", "at peak"), Column("One machine"), Column("Target"),
        Column("Busy"), Column("Nodes needed", digits=3),
    )  # fmt: skip
    title = f"{title_of(tier, view.design.capacity.tiers[tier])}: what each resource needs"
    return parts.table(Table(f"tier-{tier}", title, columns, rows), headline=True)


def _busier(view: DesignView, tier: str) -> str:
    id = f"tiers.{tier}.single"
    inward, outward = (
        view.number(f"{id}.network_in.need") or 0.0,
        view.number(f"{id}.network_out.need") or 0.0,
    )
    return "network_in" if inward >= outward else "network_out"


def _tone(share: object, target: object) -> Tone:
    return share_tone(getattr(share, "value", None), getattr(target, "value", None))


def _utilisation(view: DesignView, tier: str) -> Widget | None:
    """The chart of a tier."""
    result = view.analysis.tiers.get(tier)
    if result is None:
        return None
    id, shares = f"tiers.{tier}.single", []
    for resource in result.resources:
        of = f"{id}.{resource}"
        share = view.q(f"{of}.utilisation")
        if share is not None and isinstance(share.value, float):
            shares.append((words(LABELS[resource]), share, view.first(f"{of}.allowed_share", f"{of}.target")))
    if not shares:
        return None
    what, share_id, target_id = binding(view, tier)
    nodes = view.number(f"{id}.nodes")
    share, target = view.number(share_id), view.number(target_id) if target_id else None
    caption = f"{title_of(tier, view.design.capacity.tiers[tier])}: {what} binds"
    if share is not None:
        aim = f", target {format_value(target, '%')}" if target is not None else ""
        caption += f", {format_value(share, '%')} busy{aim}"
    if nodes is not None:
        caption += f", on {format_value(nodes, 'node')}"
    return parts.chart(charts.utilisation_chart(f"utilisation-{tier}", caption, shares))


def _limits(view: DesignView) -> Widget | None:
    rows = []
    for name, limit in view.design.capacity.limits.items():
        id = f"limits.{name}"
        share = view.q(f"{id}.utilisation")
        over = isinstance(share and share.value, float) and share.value > 1 + 1e-9
        rows.append(
            Row(
                (
                    title_of(name, limit), element("code", str(limit.of)), view.q(f"{id}.load"),
                    view.q(f"{id}.at_most"), str(limit.each), view.q(f"{id}.needed"),
                    Bar(share) if share is not None else None,
                    {"nodes": "more nodes", "shards": "more shards"}.get(str(limit.grows_by), "nothing"),
                    remark(limit, limit.at_most, limit.takes),
                ),
                Tone.OVER if over else Tone.PLAIN, "exceeded" if over else "",
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Limit"), Column("Of"), Column("Load", "at peak"), Column("At most"), Column("For each"),
        Column("Needed"), Column("Used"), Column("Lifted by"), Column("Why"),
    ]  # fmt: skip
    return parts.table(
        Table("limits", "Ceilings beyond the seven resources", columns, without_empty(columns, rows))
    )


__all__ = ["binding", "bottleneck_callout", "contents", "nodes_table", "worst_tier"]
