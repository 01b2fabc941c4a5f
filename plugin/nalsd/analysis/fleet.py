"""The nodes of a tier in all regions: how many there are, what they are worth as one fleet for load that
arrives as users do, and where a scenario meets the fullest of them."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.holdings import held, holding
from nalsd.analysis.resource import LABELS, known, usage
from nalsd.analysis.words import words
from nalsd.graph import Expr, Name, argmax, maximum, total
from nalsd.physics import failover


def fleet(author: Author, tier: str) -> str:
    """Id of the nodes among which load is shared that reaches a tier; unknown where the nodes are.

    With regions each takes its share of the load with its own nodes, and none helps another out: the fleet
    is worth what the region is that has fewest nodes for its share.
    """
    id = f"tiers.{tier}.fleet"
    if id in author.graph:
        return id
    here = _regions(author, tier)
    if not here:
        return usage(author, tier, "deployed")
    author.graph.define(
        id, failover.regional_fleet, unit="node",
        label=f"{author.called(tier)}, nodes of all regions for load that comes as users do",
        role="count", nodes=[f"{p}.nodes" for p in here], shares=[f"{p}.share" for p in here],
    )  # fmt: skip
    return id


def everywhere(author: Author, tier: str) -> str:
    """Id of the nodes of a tier that run, in all regions together; unknown where they are."""
    here = _regions(author, tier)
    if not here:
        return usage(author, tier, "deployed")
    id = f"tiers.{tier}.everywhere"
    if id not in author.graph:
        author.graph.express(
            id, total([Name(f"{p}.nodes") for p in here]), unit="node", role="count",
            label=f"{author.called(tier)}, nodes of all regions",
        )  # fmt: skip
    return id


def fleet_utilisation(author: Author, tier: str, resource: str) -> str:
    """Id of the utilisation of a resource at the peak: in one place, or in the fullest of the regions."""
    nodes, here = fleet(author, tier), usage(author, tier, f"{resource}.utilisation")
    if nodes == usage(author, tier, "deployed") or not known(author.graph, here):
        return here
    id = f"tiers.{tier}.{resource}.fleet_utilisation"
    if id not in author.graph:
        demand, supply = (Name(usage(author, tier, f"{resource}.{part}")) for part in ("demand", "supply"))
        stored = node_data(author, tier) if resource == holding(author, tier) else None
        author.graph.express(
            id, demand / (supply * Name(nodes)) if stored is None else stored / supply, unit="%",
            role="utilisation",
            label=f"{author.called(tier)}, {LABELS[resource]}, utilisation in the fullest region",
        )  # fmt: skip
    return id


def node_data(author: Author, tier: str) -> Expr | None:
    """What a node of the fullest region holds, where regions keep copies for each other; None elsewhere."""
    here = _regions(author, tier)
    if not any(f"{prefix}.held" in author.graph for prefix in here):
        return None
    return maximum(*[held(author, tier, prefix) / Name(f"{prefix}.nodes") for prefix in here])


def regions_of(author: Author, tier: str) -> dict[str, str]:
    """Prefix of a tier's quantities in each region that runs it, where there are several; none in one place.

    The nodes of a region share what arrives there and help no other region out, so that what happens to
    some of them happens to their region alone.
    """
    here = _regions(author, tier)
    return {prefix.split(".")[1]: prefix for prefix in here} if len(here) > 1 else {}


def regional_utilisation(author: Author, tier: str, region: str, resource: str) -> str:
    """Id of the utilisation of a resource of the tier's nodes in one of several regions."""
    prefix = f"regions.{region}.tiers.{tier}"
    id = f"{prefix}.{resource}.utilisation"
    if id not in author.graph and known(author.graph, usage(author, tier, f"{resource}.utilisation")):
        demand, supply = (Name(usage(author, tier, f"{resource}.{part}")) for part in ("demand", "supply"))
        share = Name(f"{prefix}.share")
        used = held(author, tier, prefix) if resource == holding(author, tier) else demand * share
        author.graph.express(
            id, used / (supply * Name(f"{prefix}.nodes")), unit="%", role="utilisation",
            label=f"{words(region)}, {author.inside(tier)}, {LABELS[resource]}, utilisation",
        )  # fmt: skip
    return id


def add_region(author: Author, id: str, title: str, fullness: dict[str, Expr]) -> None:
    """`ID.region`: the region in which something is fullest, of several."""
    author.graph.express(
        f"{id}.region", argmax({words(region): full for region, full in fullness.items()}),
        label=f"{title}, region where it is fullest", unit="1", role="choice",
    )  # fmt: skip


def _regions(author: Author, tier: str) -> list[str]:
    """Prefixes of the regions that run a tier; none where a share or a number of nodes is not known."""
    places = [f"regions.{name}.tiers.{tier}" for name in author.design.iterations.regions]
    here = [p for p in places if f"{p}.share" in author.graph and f"{p}.nodes" in author.graph]
    parts = [f"{p}.{part}" for p in here for part in ("share", "nodes")]
    return here if all(known(author.graph, part) for part in parts) else []


__all__ = [
    "add_region",
    "everywhere",
    "fleet",
    "fleet_utilisation",
    "node_data",
    "regional_utilisation",
    "regions_of",
]
