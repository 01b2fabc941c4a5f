"""One resource of one tier: demand, supply, target, the nodes it needs, its utilisation and how far load
can grow."""

from __future__ import annotations

from dataclasses import dataclass, field

from nalsd.analysis.author import Author
from nalsd.graph import Graph, Name, total
from nalsd.graph.expr import Expr
from nalsd.physics import sizing

RESOURCES = ("network", "packets", "cpu", "disk_iops", "disk_throughput", "disk_capacity", "memory")
"""The seven resources, in the order in which ties are decided."""

LABELS = {
    "network_in": "network in",
    "network_out": "network out",
    "network": "network",
    "packets": "packets",
    "cpu": "CPU",
    "disk_iops": "disk IOPS",
    "disk_throughput": "disk throughput",
    "disk_capacity": "disk capacity",
    "memory": "memory",
}
"""Resources as readers see them."""

UNITS = {
    "network_in": "bit/s",
    "network_out": "bit/s",
    "packets": "packet/s",
    "cpu": "core",
    "disk_iops": "IOPS",
    "disk_throughput": "B/s",
    "disk_capacity": "B",
    "memory": "B",
}
"""Unit of each resource's demand."""


@dataclass
class Resource:
    """What a tier asks of one resource."""

    name: str
    variable: list[Expr] = field(default_factory=list)
    """Parts that grow with load."""
    fixed: list[Expr] = field(default_factory=list)
    """Parts that do not: keyed state, stated stock."""

    @property
    def target(self) -> str:
        """The policy it is held to: both directions of the network share one."""
        return "network" if self.name.startswith("network") else self.name


def add_demand(author: Author, tier: str, resource: Resource) -> None:
    """The demand and its two parts."""
    graph, id, unit = author.graph, f"tiers.{tier}.single.{resource.name}", UNITS[resource.name]
    label = f"{author.called(tier)}, {LABELS[resource.name]}"
    for part, terms, what in (
        ("load", resource.variable, "that grows with load"),
        ("fixed", resource.fixed, "whatever the load"),
    ):
        if terms:
            graph.express(
                f"{id}.{part}", total(terms), label=f"{label}, demand {what}", unit=unit, role="demand"
            )
        else:
            graph.given(
                f"{id}.{part}", 0.0, label=f"{label}, demand {what}", unit=unit, role="demand", note="none"
            )
    parts = [p for p, terms in (("fixed", resource.fixed), ("load", resource.variable)) if terms]
    graph.express(
        f"{id}.demand",
        total([Name(f"{id}.{p}") for p in parts]),
        label=f"{label}, demand",
        unit=unit,
        role="demand",
    )


def add_need(author: Author, tier: str, resource: Resource) -> None:
    """Nodes that the resource needs by itself, not rounded. Supply and target are in the graph."""
    graph, id = author.graph, f"tiers.{tier}.single.{resource.name}"
    label = f"{author.called(tier)}, {LABELS[resource.name]}"
    graph.express(
        f"{id}.target", Name(f"tiers.{tier}.target.{resource.target}"),
        label=f"{label}, target utilisation", unit="%", role="limit",
    )  # fmt: skip
    if resource.name == "cpu":
        return  # the larger of target and staffing: see `nalsd.analysis.cpu`
    graph.define(
        f"{id}.need", sizing.node_need, label=f"{label}, nodes needed", unit="node", role="count",
        demand=f"{id}.demand", supply=f"{id}.supply", target=f"{id}.target",
    )  # fmt: skip


def add_utilisation(author: Author, tier: str, resource: Resource) -> None:
    """Busy over installed at the deployed nodes, and how far load can grow to the target and to full."""
    graph, id = author.graph, f"tiers.{tier}.single.{resource.name}"
    label, deployed = f"{author.called(tier)}, {LABELS[resource.name]}", f"tiers.{tier}.single.deployed"
    graph.define(
        f"{id}.utilisation", sizing.utilisation, label=f"{label}, utilisation", unit="%", role="utilisation",
        demand=f"{id}.demand", supply=f"{id}.supply", nodes=deployed,
    )  # fmt: skip
    if not resource.variable:
        return
    level = f"{id}.allowed_share" if f"{id}.allowed_share" in graph else f"{id}.target"
    for multiple, at, until in (("multiple_target", level, "its target"), ("multiple_full", 1.0, "full")):
        graph.define(
            f"{id}.{multiple}", sizing.headroom_multiple, partial=True,
            label=f"{label}, times today's load until {until}",
            unit="x", role="headroom", supply=f"{id}.supply", nodes=deployed, level=at,
            fixed=f"{id}.fixed", variable=f"{id}.load",
        )  # fmt: skip


def grows(graph: Graph, id: str) -> bool:
    """Whether a quantity follows from the rates of workloads, so that it grows with load. Reads no value."""
    return id in graph and any(below.startswith("workloads.") for below in (id, *graph.ancestors(id)))


def usage(author: Author, tier: str, what: str) -> str:
    """Id of a resource's figure: with copies where phase 4 has it, at one copy else."""
    with_copies = f"tiers.{tier}.{what}"
    return with_copies if with_copies in author.graph else f"tiers.{tier}.single.{what}"


def known(graph: Graph, id: str) -> bool:
    """Whether a quantity follows from stated values alone: nothing below it is unknown. Reads no value."""
    return graph.is_known(id)
