"""A design at other inputs: its headline, what binds, its objectives, and what moves most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nalsd.analysis.analysis import Analysis
from nalsd.analysis.uncertainty.changes import Changes
from nalsd.analysis.uncertainty.scaling import kept, kept_ids
from nalsd.graph import Graph

MOVED = 12
"""Quantities that are told as those that moved most."""

SAME = 1e-9
"""Relative change below which a quantity has not moved."""


@dataclass(frozen=True)
class Change:
    """A quantity before and after, in base units; None where it is not known."""

    id: str
    before: Any
    after: Any

    @property
    def ratio(self) -> float | None:
        """After over before, where both are numbers and above zero."""
        if not isinstance(self.before, float) or not isinstance(self.after, float):
            return None
        return self.after / self.before if self.before > 0 and self.after > 0 else None


def _negligible(graph: Graph, change: Change) -> bool:
    """Whether a quantity is as good as nothing before or after, a chance or a time that nobody notices: how
    many times that it grows says nothing."""
    unit = graph[change.id].unit
    if unit is None:
        return False
    least = 1e-6 if unit.text == "%" else 1e-8 if unit.is_time else 0.0
    return min(change.before, change.after) < least


@dataclass(frozen=True)
class WhatIf:
    """What becomes of a design."""

    inputs: tuple[Change, ...]
    headline: tuple[Change, ...]
    bottleneck: tuple[Change, ...]
    """The largest tier, and what binds each tier."""
    objectives: tuple[Change, ...]
    """Whether each is kept; by name."""
    moved: tuple[Change, ...]
    """What moved most, by its ratio."""
    lost: tuple[str, ...]
    """What has no value any more."""


def what_if(analysis: Analysis, inputs: Mapping[str, Any]) -> WhatIf:
    """The design with some quantities held at other values (base units)."""
    graph = analysis.graph
    changed = Changes(graph).at(inputs)

    def change(id: str) -> Change:
        return Change(id, graph.value(id), changed.get(id, graph.value(id)))

    part = "" if isinstance(graph.value("design.cluster.nodes"), float) else ".single"
    largest = "design.largest_tier" if part else "design.cluster.largest_tier"
    binds = [f"tiers.{tier}{part}.bottleneck" for tier in analysis.tiers]
    headline = [
        id
        for id in (
            "load.peak", "load.peak_payload", "design.nodes", "design.cluster.nodes", "design.regions.nodes",
            "design.price", "design.cost", "design.availability",
            *(f"paths.{name}.p99" for name in analysis.paths),
        )
        if graph.value(id) is not None
    ]  # fmt: skip
    objectives = tuple(
        Change(id.split(".")[1], kept(id, graph.value(id)), kept(id, changed.get(id, graph.value(id))))
        for id in kept_ids(graph)
    )
    told = {*inputs, *headline}
    moved = [c for c in map(change, changed) if c.id not in told and c.ratio is not None]
    moved = [c for c in moved if abs(math.log(c.ratio or 1.0)) > SAME and not _negligible(graph, c)]
    moved.sort(key=lambda c: (-round(abs(math.log(c.ratio or 1.0)), 9), c.id))
    lost = [id for id, value in changed.items() if value is None]
    return WhatIf(
        tuple(map(change, inputs)),
        tuple(map(change, headline)),
        tuple(change(id) for id in (largest, *binds) if graph.value(id) is not None),
        objectives,
        tuple(moved[:MOVED]),
        tuple(lost),
    )
