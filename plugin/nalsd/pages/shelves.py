"""How the quantities that no table explains are parted into pages: by family, each tier, each scenario."""

from __future__ import annotations

from collections.abc import Iterable

FAMILIES = {
    "assumptions": "Assumptions",
    "quantities": "The author's quantities",
    "constraints": "Constraints",
    "workloads": "Workloads",
    "load": "The load as a whole",
    "clients": "Clients",
    "apis": "APIs",
    "slos": "Objectives",
    "entities": "Entities",
    "stores": "Stores",
    "services": "Services",
    "flows": "Flows",
    "limits": "Limits",
    "tiers": "Tiers",
    "design": "The design as a whole",
    "cluster": "Copies and shards",
    "quorum": "Quorums",
    "replicate": "Replication",
    "regions": "Regions",
    "rtt": "Round trips",
    "failover": "Failover",
    "paths": "Paths",
    "observability": "Observability",
    "stress": "Stress tests",
    "profiles": "Load profiles",
    "engines": "Engines",
    "policy": "Policies",
    "constants": "Constants",
    "published": "Published figures",
}
"""Families of ids, in the order of their pages."""

FEW = 12
"""A family with fewer quantities has no page of its own."""

MANY = 160
"""A family with more is parted once more: scenario by scenario, flow by flow."""

OTHERS = "others"


def shelves(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids by the page they stand on: `flows`, `tiers.edge`, `stress.zone`, `others` for small families."""
    groups: dict[str, list[str]] = {}
    for id in ids:
        family, _, rest = id.partition(".")
        name = f"tiers.{rest.partition('.')[0]}" if family == "tiers" else family
        groups.setdefault(name, []).append(id)
    for name in [name for name, members in groups.items() if len(members) > MANY]:
        groups.update(_parted(name, groups.pop(name)))
    order = list(FAMILIES)
    found: dict[str, list[str]] = {}
    others: list[str] = []
    # Tiers stay in the order in which the design declares them; sorting is stable.
    for name in sorted(groups, key=lambda n: _place(n.partition(".")[0], order)):
        if len(groups[name]) < FEW:
            others += groups[name]
        else:
            found[name] = groups[name]
    if others:
        found[OTHERS] = others
    return found


def _parted(name: str, ids: list[str]) -> dict[str, list[str]]:
    """A large family by the next part of its ids; what is too few for a page stays with the family."""
    depth = name.count(".") + 2
    found: dict[str, list[str]] = {}
    for id in ids:
        found.setdefault(".".join(id.split(".")[:depth]), []).append(id)
    small = [part for part, members in found.items() if len(members) < FEW]
    rest = [id for part in small for id in found.pop(part)]
    return {**({name: rest} if rest else {}), **found}


def family_of(id: str) -> str:
    """The family of an id in words."""
    head = id.partition(".")[0]
    return FAMILIES.get(head, head.replace("_", " ").capitalize())


def _place(family: str, order: list[str]) -> int:
    return order.index(family) if family in order else len(order)
