"""How the quantities that no table shows are parted into pages: by family, and each tier by itself."""

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

OTHERS = "others"


def shelves(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids by the page they stand on: `flows`, `tiers.edge`, and `others` for all small families."""
    groups: dict[str, list[str]] = {}
    for id in ids:
        family, _, rest = id.partition(".")
        name = f"tiers.{rest.partition('.')[0]}" if family == "tiers" else family
        groups.setdefault(name, []).append(id)
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


def family_of(id: str) -> str:
    """The family of an id in words."""
    head = id.partition(".")[0]
    return FAMILIES.get(head, head.replace("_", " ").capitalize())


def _place(family: str, order: list[str]) -> int:
    return order.index(family) if family in order else len(order)
