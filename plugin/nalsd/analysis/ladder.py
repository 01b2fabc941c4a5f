"""Phase 4, iteration 1: which resource fills first and at what multiple of today's load, and what 10x to
1000x needs."""

from __future__ import annotations

from typing import Any

from nalsd.analysis.analysis import Analysis, AtScale, Rung
from nalsd.analysis.uncertainty.changes import Changes
from nalsd.graph import Graph, solve

SCALES = (1.0, 10.0, 100.0, 1000.0)
"""Multiples of today's load."""

_FULL = 1.0 + 1e-9
_FARTHEST = 1e6


def rungs(analysis: Analysis) -> list[Rung]:
    """The rungs in the order in which load meets them."""
    graph, found = analysis.graph, []
    for tier, result in analysis.tiers.items():
        for resource in result.resources:
            for at in ("target", "full"):
                id = f"tiers.{tier}.single.{resource}.multiple_{at}"
                value = graph.value(id)
                if isinstance(value, float):
                    found.append(Rung(id, tier, resource, at, value, "nodes"))
    for name, limit in analysis.design.capacity.limits.items():
        value = _limit_multiple(graph, f"limits.{name}")
        if value is not None:
            tier = next((t for t in analysis.tiers if name in analysis.tiers[t].limits), "")
            found.append(Rung(f"limits.{name}.multiple", tier, name, "full", value, str(limit.grows_by)))
    return sorted(found, key=lambda rung: rung.multiple)


def multiples(analysis: Analysis) -> dict[float, dict[str, Any]]:
    """For each multiple of today's load every quantity that has another value there."""
    changes = Changes(analysis.graph)
    return {scale: changes.at(load_overrides(analysis.graph, scale)) for scale in SCALES}


def scales(analysis: Analysis) -> list[AtScale]:
    """What each multiple of today's load needs."""
    return [_at(analysis, scale) for scale in SCALES]


def _limit_multiple(graph: Graph, id: str) -> float | None:
    """The multiple of today's load at which a limit is full; None when it never is, or is not known.

    The load of a limit is the author's own formula and need not grow in proportion: then the multiple is
    searched for.
    """
    stated, utilisation = graph.value(f"{id}.multiple"), f"{id}.utilisation"
    if not isinstance(stated, float):
        return None

    def at(multiple: float) -> float:
        return graph.evaluate(load_overrides(graph, multiple), [utilisation])[utilisation] or 0.0

    if abs(at(stated) - 1.0) <= 1e-6:
        return stated
    low, high = (0.0, 1.0) if at(1.0) >= 1.0 else (1.0, _FARTHEST)
    if at(high) < 1.0:
        return None
    return solve(lambda multiple: at(multiple) - 1.0, low, high)


def load_overrides(graph: Graph, multiple: float) -> dict[str, float]:
    """Every stated rate of a workload, and the connections that come with it, times a multiple."""
    overrides = {}
    for id in (*graph.ids("workloads."), *graph.ids("clients.")):
        part = id.rpartition(".")[2]
        scaled = part in ("average", "peak") if id.startswith("workloads.") else part in ("open", "new")
        quantity = graph[id]
        if (
            scaled
            and isinstance(quantity.value, float)
            and not (quantity.computed and id.startswith("clients."))
        ):
            overrides[id] = quantity.value * multiple
    return overrides


def _at(analysis: Analysis, multiple: float) -> AtScale:
    graph, changed = analysis.graph, analysis.multiples[multiple]

    def value(id: str) -> Any:
        return changed[id] if id in changed else graph.value(id)

    limits = analysis.design.capacity.limits
    return AtScale(
        multiple,
        {tier: value(f"tiers.{tier}.single.needed") for tier in analysis.tiers},
        {tier: value(f"tiers.{tier}.single.bottleneck") for tier in analysis.tiers},
        [name for name in limits if (value(f"limits.{name}.utilisation") or 0.0) > _FULL],
    )


__all__ = ["SCALES", "load_overrides", "multiples", "rungs", "scales"]
