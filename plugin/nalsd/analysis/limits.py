"""Limits: ceilings beyond the seven resources, what they allow, and whether more nodes or shards raise
them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nalsd.analysis.author import Author
from nalsd.analysis.fleet import fleet
from nalsd.analysis.words import words
from nalsd.designs.schema.capacity import Limit
from nalsd.graph import Const, Expr, Name, maximum
from nalsd.physics import limits

if TYPE_CHECKING:
    from nalsd.analysis.analysis import TierResult


def add_limits(author: Author) -> None:
    """Load, ceiling, utilisation, and the shards or nodes each limit needs."""
    for name, limit in author.design.capacity.limits.items():
        _limit(author, name, limit)
    _partitions(author)


def _limit(author: Author, name: str, limit: Limit) -> None:
    graph, id, title = author.graph, f"limits.{name}", words(name)
    author.state(f"{id}.load", limit.load, label=f"{title}, load", role="demand")
    if limit.takes is not None:
        author.state(
            f"{id}.takes", limit.takes, label=f"{title}, time of one operation", role="duration", unit="s/op"
        )
        graph.define(
            f"{id}.at_most", limits.serial_rate, label=f"{title}, most operations of one", unit="op/s",
            role="limit",
            takes=f"{id}.takes",
        )  # fmt: skip
    else:
        author.state(
            f"{id}.at_most", limit.at_most, label=f"{title}, most for one {limit.each}", role="limit"
        )
    if limit.grows_by == "nothing":
        graph.define(
            f"{id}.utilisation", limits.limit_utilisation, label=f"{title}, utilisation", unit="%",
            role="utilisation",
            load=f"{id}.load", at_most=f"{id}.at_most",
        )  # fmt: skip
        _multiple(author, id, title, f"{id}.at_most")
        return
    unit = "shard" if limit.grows_by == "shards" else "node"
    graph.express(
        f"{id}.need", Name(f"{id}.load") / Name(f"{id}.at_most"),
        label=f"{title}, {unit}s needed, not rounded",
        unit=unit, role="count",
    )  # fmt: skip
    graph.define(
        f"{id}.needed",
        limits.whole,
        label=f"{title}, {unit}s needed",
        unit=unit,
        role="count",
        needed=f"{id}.need",
    )
    count = stated_shards(author, limit) if limit.grows_by == "shards" else None
    if count is not None:
        _filled(author, id, title, f"{unit}s", Name(count))
        _multiple(author, id, title, f"{id}.allowed")


def add_limits_raised(author: Author, tiers: Mapping[str, TierResult]) -> None:
    """How full limits are that nodes or shards raise, with as many as are deployed once that is known."""
    graph = author.graph
    for name, limit in author.design.capacity.limits.items():
        id, title = f"limits.{name}", words(name)
        owner = next((tier for tier, result in tiers.items() if name in result.limits), None)
        if f"{id}.utilisation" in graph or limit.grows_by == "nothing":
            continue
        if limit.grows_by == "shards":
            shards = f"cluster.{str(limit.of).removeprefix('stores.')}.shards"
            if shards in graph:
                _filled(author, id, title, "shards", Name(shards))
        elif owner is not None:
            nodes = Name(fleet(author, owner))
            unit = graph[f"{id}.at_most"].unit
            if unit is None or not unit.dimension.power("node"):
                nodes = nodes / Const(1.0, graph.units.unit("node"), "1 node")
            _filled(author, id, title, "nodes", nodes)


def _filled(author: Author, id: str, title: str, what: str, count: Expr) -> None:
    """What a limit allows with all of what raises it, and how full it is."""
    author.graph.express(
        f"{id}.allowed", Name(f"{id}.at_most") * count, label=f"{title}, most for all {what}", role="limit"
    )
    author.graph.define(
        f"{id}.utilisation", limits.limit_utilisation, label=f"{title}, utilisation", unit="%",
        role="utilisation", partial=True,
        load=f"{id}.load", at_most=f"{id}.allowed",
    )  # fmt: skip


def _multiple(author: Author, id: str, title: str, ceiling: str) -> None:
    author.graph.define(
        f"{id}.multiple", limits.limit_multiple, partial=True,
        label=f"{title}, times today's load until full", unit="x",
        role="headroom", load=f"{id}.load", at_most=ceiling,
    )  # fmt: skip


def stated_shards(author: Author, limit: Limit) -> str | None:
    """Id of the number of shards that the design states for what a limit is of; None when it is sized."""
    store = str(limit.of).removeprefix("stores.").removeprefix("tiers.")
    cluster = author.design.iterations.cluster.get(store)
    shards = cluster.shards if cluster is not None else None
    if shards is None or shards.count is None or shards.count.automatic:
        return None
    id = f"cluster.{store}.shards"
    if id not in author.graph:
        author.state(id, shards.count, label=f"{words(store)}, shards", role="count", unit="1")
    return id


def _partitions(author: Author) -> None:
    """Partitions of each store: the largest count its limits ask for."""
    graph = author.graph
    for store in author.design.slo.stores:
        needed: dict[str, list[str]] = {"size": [], "rate": []}
        for name, limit in author.design.capacity.limits.items():
            if str(limit.of).removeprefix("stores.") == store and limit.grows_by == "shards":
                needed["size" if "stock" in limit.load.text else "rate"].append(f"limits.{name}.needed")
        for by, ids in needed.items():
            if ids:
                graph.express(
                    f"stores.{store}.partitions_by_{by}", maximum(*[Name(i) for i in ids]),
                    label=f"{words(store)}, partitions by {by}", unit="shard", role="count",
                )  # fmt: skip
        both = [f"stores.{store}.partitions_by_{by}" for by, ids in needed.items() if ids]
        if both:
            graph.express(
                f"stores.{store}.partitions", maximum(*[Name(i) for i in both]),
                label=f"{words(store)}, partitions",
                unit="shard", role="count",
            )  # fmt: skip


def limits_of(author: Author, tier: str) -> list[str]:
    """Limits of a tier, of the stores on it, or of flows that reach it."""
    design, found = author.design, []
    for name, limit in design.capacity.limits.items():
        kind, _, rest = str(limit.of).rpartition(".")
        store = design.slo.stores.get(rest)
        flow = design.capacity.flows.get(rest)
        if (kind in ("", "tiers") and rest == tier) or (
            kind in ("", "stores") and store is not None and str(store.tier or "") == tier
        ) or (kind == "flows" and flow is not None and str(flow.to) == tier):  # fmt: skip
            found.append(name)
    return found
