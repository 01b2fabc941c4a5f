"""Phase 4, iteration 2, tiers: demand with all copies, nodes that survive a loss, what a loss leaves."""

from __future__ import annotations

from nalsd.analysis.analysis import TierCluster, TierResult
from nalsd.analysis.author import Author
from nalsd.analysis.constants import default_policy
from nalsd.analysis.copies import copied, state_count, zones_of
from nalsd.analysis.replicas import extra_demand
from nalsd.analysis.resource import LABELS, UNITS, known
from nalsd.analysis.stores import stores_on
from nalsd.designs import Value
from nalsd.graph import Name, argmax, maximum, total
from nalsd.graph.expr import Expr
from nalsd.physics import copies, sizing

STAYS = "disk_capacity"
"""What a loss does not move: the copies of what was lost stand elsewhere already."""


def add_cluster(author: Author, tiers: dict[str, TierResult]) -> dict[str, TierCluster]:
    """Every tier with its copies; ids `tiers.NAME.*`."""
    found = {name: _tier(author, name, result) for name, result in tiers.items()}
    graph = author.graph
    sized = [name for name in found if known(graph, f"tiers.{name}.nodes")]
    if sized:
        graph.express(
            "design.cluster.nodes", total([Name(f"tiers.{n}.nodes") for n in sized]),
            label="Nodes of all tiers, all copies", unit="node", role="count",
        )  # fmt: skip
        graph.express(
            "design.cluster.largest_tier", argmax({n: Name(f"tiers.{n}.nodes") for n in sized}),
            label="Largest tier with all copies", role="choice", unit="1",
        )  # fmt: skip
    if len(sized) == len(found) and sized and all(f"tiers.{n}.price" in graph for n in sized):
        graph.express(
            "design.cluster.price", total([Name(f"tiers.{n}.price") for n in sized]),
            label="Price of all machines, all copies", unit="USD/month_730h", role="price",
        )  # fmt: skip
    return found


def _tier(author: Author, name: str, result: TierResult) -> TierCluster:
    graph, id = author.graph, f"tiers.{name}"
    extra = extra_demand(author, name, result.resources)
    needs: dict[str, str] = {}
    for resource in result.resources:
        if known(graph, f"{id}.single.{resource}.need"):
            needs[resource] = _resource(author, name, resource, extra.get(resource, []))
    for limit in result.limits:
        if author.design.capacity.limits[limit].grows_by == "nodes":
            needs[f"limit {limit}"] = f"limits.{limit}.need"
    moving = [what for what in needs if what != STAYS and not (what == "memory" and _in_memory(author, name))]
    _nodes(author, name, needs, moving)
    for resource in result.resources:
        if resource in needs:
            _utilisation(author, name, resource, resource in moving)
    if "network_in" in needs and "network_out" in needs:
        _busier_direction(author, name, "utilisation", "%", "utilisation")
    return TierCluster(
        name,
        [r for r in result.resources if r in needs],
        [r for r in result.resources if r not in needs],
        moving,
        [s for s in stores_on(author, name) if copied(author, s)],
    )


def _in_memory(author: Author, tier: str) -> bool:
    stores = author.design.slo.stores
    return any(stores[s].engine == "memory" and stores[s].caches is None for s in stores_on(author, tier))


def _resource(author: Author, tier: str, resource: str, extra: list[Expr]) -> str:
    """Demand of one copy and of the further ones, and the nodes that they need; gives the id of the need."""
    graph, id, single = author.graph, f"tiers.{tier}.{resource}", f"tiers.{tier}.single.{resource}"
    label = f"{author.called(tier)}, {LABELS[resource]}"
    if extra:
        graph.express(
            f"{id}.copies", total(extra), label=f"{label}, demand of the further copies",
            unit=UNITS[resource], role="demand",
        )  # fmt: skip
    parts = [Name(f"{single}.demand")] + ([Name(f"{id}.copies")] if extra else [])
    graph.express(f"{id}.demand", total(parts), label=f"{label}, demand with all copies",
                  unit=UNITS[resource], role="demand")  # fmt: skip
    graph.express(f"{id}.supply", Name(f"{single}.supply"), label=graph[f"{single}.supply"].label,
                  unit=graph[f"{single}.supply"].unit, role="supply")  # fmt: skip
    if not extra:
        graph.express(f"{id}.need", Name(f"{single}.need"), label=f"{label}, nodes needed", unit="node",
                      role="count")  # fmt: skip
        return f"{id}.need"
    by_target = f"{id}.need" if resource != "cpu" else f"{id}.need_by_target"
    graph.define(
        by_target, sizing.node_need, label=f"{label}, nodes needed", unit="node", role="count",
        demand=f"{id}.demand", supply=f"{single}.supply", target=f"{single}.target",
    )  # fmt: skip
    if resource == "cpu":
        graph.define(
            f"{id}.need_by_staffing", sizing.node_need, label=f"{label}, nodes by square-root staffing",
            unit="node", role="count", demand=f"{id}.demand", supply=f"{single}.staffed", target=1.0,
        )  # fmt: skip
        graph.express(
            f"{id}.need", maximum(Name(by_target), Name(f"{id}.need_by_staffing")),
            label=f"{label}, nodes needed", unit="node", role="count",
        )  # fmt: skip
    return f"{id}.need"


def _nodes(author: Author, name: str, needs: dict[str, str], moving: list[str]) -> None:
    """Nodes at target, nodes that survive the loss, and the larger of both over equal zones, with spares."""
    graph, id, title = author.graph, f"tiers.{name}", author.called(name)
    declared = author.design.capacity.tiers[name]
    if not needs:
        for part, label in (("needed", "nodes needed with all copies"), ("nodes", "nodes"),
                            ("deployed", "nodes deployed")):  # fmt: skip
            graph.given(f"{id}.{part}", None, label=f"{title}, {label}", unit="node", role="count",
                        note="nothing is known that sizes this tier")  # fmt: skip
        return
    binding = dict(needs)
    if "network_in" in needs and "network_out" in needs:
        _busier_direction(author, name, "need", "node", "count")
        binding = {"network": f"{id}.network.need", **needs}
        del binding["network_in"], binding["network_out"]
    graph.express(
        f"{id}.need", maximum(*[Name(n) for n in binding.values()]),
        label=f"{title}, nodes that the load needs, not rounded", unit="node", role="count",
    )  # fmt: skip
    graph.express(
        f"{id}.bottleneck", argmax({what: Name(n) for what, n in binding.items()}),
        label=f"{title}, what binds first with all copies", unit="1", role="choice",
    )  # fmt: skip
    for part, label in (
        ("moving", "nodes that the load needs without what stands still"),
        ("surviving", "nodes that the load needs of the survivors of a loss"),
    ):
        terms = [_moving(author, name, what, needs[what], part) for what in moving]
        if terms:
            graph.express(f"{id}.{part}", maximum(*terms), label=f"{title}, {label}, not rounded",
                          unit="node", role="count")  # fmt: skip
        else:
            graph.given(f"{id}.{part}", 0.0, label=f"{title}, {label}", unit="node", role="count",
                        note="nothing moves")  # fmt: skip
    lost = losses(author, name)
    for output, part, label in (
        ("nodes", "needed", "nodes needed with all copies, spares and zones"),
        ("per_zone", "per_zone", "nodes in each zone"),
        ("reserve", "reserve", "of them, reserve for a loss and for equal zones"),
    ):
        graph.define(
            f"{id}.{part}", copies.nodes_after_loss, output=output, partial=True, label=f"{title}, {label}",
            unit="node", role="count", carrying=f"{id}.need", surviving=f"{id}.surviving", **lost,
        )  # fmt: skip
    if declared.nodes is not None:
        graph.express(f"{id}.deployed", Name(f"{id}.single.deployed"), label=f"{title}, nodes deployed",
                      unit="node", role="count")  # fmt: skip
    else:
        graph.express(f"{id}.deployed", Name(f"{id}.needed"), label=f"{title}, nodes deployed", unit="node",
                      role="count", note="not stated: sized")  # fmt: skip
    graph.express(f"{id}.nodes", Name(f"{id}.deployed"), label=f"{title}, nodes", unit="node", role="count")
    graph.express(
        f"{id}.overload", Name(f"{id}.need") / Name(f"{id}.deployed"),
        label=f"{title}, nodes the load needs for each deployed", unit="1", role="ratio",
    )  # fmt: skip
    graph.define(
        f"{id}.left", copies.nodes_left, label=f"{title}, nodes that the stated loss leaves", unit="node",
        role="count", nodes=f"{id}.deployed", zones=lost["zones"], lost_zones=lost["lost_zones"],
        lost_nodes=lost["lost_nodes"],
    )  # fmt: skip
    if known(graph, f"{id}.machine.price"):
        graph.express(f"{id}.price", Name(f"{id}.machine.price") * Name(f"{id}.nodes"),
                      label=f"{title}, price of its machines, all copies", unit="USD/month_730h",
                      role="price")  # fmt: skip


def _busier_direction(author: Author, tier: str, part: str, unit: str, role: str) -> None:
    """Each direction of the network by itself; the busier one counts."""
    id, what = f"tiers.{tier}.network", "nodes needed" if part == "need" else part
    author.graph.express(
        f"{id}.{part}", maximum(Name(f"{id}_in.{part}"), Name(f"{id}_out.{part}")),
        label=f"{author.called(tier)}, network, {what}, busier way",
        unit=unit, role=role,
    )  # fmt: skip


def _moving(author: Author, tier: str, what: str, need: str, part: str) -> Expr:
    """The need of one resource at its target, or at what survivors may be used."""
    if part == "moving":
        return Name(need)
    graph, id = author.graph, f"tiers.{tier}.{what}"
    if what.startswith("limit "):
        return Name(need)
    limit = default_policy(author, "loss.utilisation", "Utilisation that survivors of a loss may have",
                           "limit", "%")  # fmt: skip
    graph.express(f"{id}.loss_target", maximum(Name(f"tiers.{tier}.single.{what}.target"), Name(limit)),
                  label=f"{author.called(tier)}, {LABELS[what]}, utilisation that survivors may have",
                  unit="%", role="limit")  # fmt: skip
    graph.define(
        f"{id}.need_of_survivors", sizing.node_need,
        label=f"{author.called(tier)}, {LABELS[what]}, survivors needed",
        unit="node", role="count", demand=f"{id}.demand", supply=f"tiers.{tier}.single.{what}.supply",
        target=f"{id}.loss_target",
    )  # fmt: skip
    return Name(f"{id}.need_of_survivors")


def losses(author: Author, name: str) -> dict[str, str | float]:
    """What the tier says it survives, its spares and its zones, as inputs of the node count."""
    entry, id, title = author.design.iterations.cluster.get(name), f"tiers.{name}", author.called(name)
    given: dict[str, str | float] = {
        "spare": 0.0, "zones": zones_of(author, name), "lost_zones": 0.0, "lost_nodes": 0.0, "least": 1.0,
    }  # fmt: skip
    if entry is not None:
        survive = entry.survive
        for key, value, unit, label in (
            ("spare", entry.spare, "node", "spare nodes"),
            ("lost_zones", survive.zones if survive is not None else None, "zone", "zones it survives"),
            ("lost_nodes", survive.nodes if survive is not None else None, "node", "nodes it survives"),
        ):
            if value is not None and f"{id}.{key}" in author.graph:
                given[key] = f"{id}.{key}"
            elif value is not None:
                given[key] = _loss(author, f"{id}.{key}", value, unit, f"{title}, {label}")
    held = [f"cluster.{s}.rf" for s in stores_on(author, name) if copied(author, s)]
    if held and f"{id}.least" not in author.graph:
        author.graph.express(
            f"{id}.least", maximum(*[Name(h) for h in held]), label=f"{title}, fewest nodes, one a copy",
            unit="node", role="count",
        )  # fmt: skip
    if held:
        given["least"] = f"{id}.least"
    return given


def _loss(author: Author, id: str, value: Value, unit: str, label: str) -> str:
    """A number of zones, of nodes, or of nodes as a share of all."""
    if unit == "zone":
        state_count(author, id, value, unit, label=label, default=None)
    elif value.text.strip().endswith("%"):
        author.state(f"{id}_share", value, label=f"{label}, share", role="ratio", unit="%")
        tier = id.rpartition(".")[0]
        author.graph.express(
            id, Name(f"{tier}.surviving") * Name(f"{id}_share") / (1.0 - Name(f"{id}_share")),
            label=label, unit="node", role="count",
        )  # fmt: skip
    else:
        author.state(id, value, label=label, role="count", unit=unit)
    return id


def _utilisation(author: Author, tier: str, resource: str, moves: bool) -> None:
    """Busy over installed with all nodes, and with those that the stated loss leaves."""
    graph, id = author.graph, f"tiers.{tier}.{resource}"
    label = f"{author.called(tier)}, {LABELS[resource]}"
    for part, nodes, what in (
        ("utilisation", f"tiers.{tier}.deployed", "utilisation with all copies"),
        ("after_loss", f"tiers.{tier}.left", "utilisation after the stated loss"),
    ):
        if part == "after_loss" and not (moves and _survives(author, tier)):
            continue
        graph.define(
            f"{id}.{part}", sizing.utilisation, partial=part == "after_loss", label=f"{label}, {what}",
            unit="%", role="utilisation", demand=f"{id}.demand",
            supply=f"tiers.{tier}.single.{resource}.supply", nodes=nodes,
        )  # fmt: skip


def _survives(author: Author, tier: str) -> bool:
    entry = author.design.iterations.cluster.get(tier)
    return entry is not None and entry.survive is not None


__all__ = ["add_cluster", "losses"]
