"""The nodes of a tier as one fleet: those of one place, or of all regions when load arrives as users do."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.queues import usage
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.physics import failover


def fleet(author: Author, tier: str) -> str:
    """Id of the nodes among which load is shared that reaches a tier; unknown where the nodes are.

    With regions each takes its share of the load with its own nodes, and none helps another out: the fleet
    is worth what the region is that has fewest nodes for its share.
    """
    id = f"tiers.{tier}.fleet"
    if id in author.graph:
        return id
    places = [f"regions.{name}.tiers.{tier}" for name in author.design.iterations.regions]
    here = [p for p in places if f"{p}.share" in author.graph and f"{p}.nodes" in author.graph]
    if not here or not all(known(author.graph, f"{p}.{part}") for p in here for part in ("share", "nodes")):
        return usage(author, tier, "deployed")
    author.graph.define(
        id, failover.regional_fleet, unit="node",
        label=f"{words(tier)}, nodes of all regions for load that comes as users do",
        role="count", nodes=[f"{p}.nodes" for p in here], shares=[f"{p}.share" for p in here],
    )  # fmt: skip
    return id


__all__ = ["fleet"]
