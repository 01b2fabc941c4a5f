"""What matters most: one input at a time from its 5th to its 95th percentile, the others at their medians."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nalsd.analysis.uncertainty.changes import Changes
from nalsd.analysis.uncertainty.inputs import common_label, written_once
from nalsd.graph import Graph, Location, Quantity
from nalsd.physics.composed import structure_of
from nalsd.units import Range

SWING = 0.1
"""How far an input without a range is moved, down and up: a tenth of its value."""

STILL = frozenset({"objective", "constraint", "choice", "verdict"})
"""Roles of what is asked of a design and is no assumption about it."""

SHOWN = 6
"""Inputs of a tornado that are shown."""


@dataclass(frozen=True)
class Blade:
    """One input of a tornado; all numbers in base units."""

    inputs: tuple[str, ...]
    """The quantities that are moved together, as they are one value of the author's."""
    label: str
    low: float
    high: float
    """Ends of the input."""
    at_low: float | None
    at_high: float | None
    """The quantity at either end; None where it has no value there."""
    ranged: bool
    """Whether the author stated the range; else the ends are 10% off."""

    def swing(self, today: float) -> float:
        """How far apart the results are; an end without a value counts as far."""
        if self.at_low is None or self.at_high is None:
            return float("inf")
        wide = max(self.at_low, self.at_high, today) - min(self.at_low, self.at_high, today)
        return float(f"{wide:.9g}")  # equal swings stay equal whatever was rounded on the way


@dataclass(frozen=True)
class Tornado:
    """What most changes a quantity: the inputs, the largest swing first."""

    quantity: str
    today: float
    blades: tuple[Blade, ...]


def headline_ids(graph: Graph) -> list[str]:
    """The quantities a tornado is drawn of: nodes, cost, the 99th percentile of each path, and the busiest
    resource of the largest tier; those that are known."""
    cluster = isinstance(graph.value("design.cluster.nodes"), float)
    found = ["design.cluster.nodes" if cluster else "design.nodes", "design.cost"]
    if graph.value("design.cost") is None:
        found[1] = "design.cluster.price" if cluster else "design.price"
    found += [id for id in graph.ids("paths.") if id.count(".") == 2 and id.endswith(".p99")]
    tier = graph.value("design.cluster.largest_tier") or graph.value("design.largest_tier")
    part = f"tiers.{tier}" if cluster else f"tiers.{tier}.single"
    bottleneck = graph.value(f"{part}.bottleneck")
    found.append(f"{part}.{bottleneck}.utilisation")
    return [id for id in found if isinstance(graph.value(id), float)]


def inputs_of(graph: Graph) -> list[tuple[list[Quantity], float, float, bool]]:
    """The stated inputs with their ends and whether they are a range of the author's. Counts of whole things,
    as copies and zones, and what is asked of the design, are not moved."""
    found = []
    for quantities in written_once(filter(_movable, graph)):
        first, value = quantities[0], quantities[0].stated
        assert isinstance(value, float)
        if isinstance(first.given, Range):
            ends = (first.given.quantile(0.05), first.given.quantile(0.95))
        else:
            ends = _moved(first, value)
        found.append((quantities, *ends, isinstance(first.given, Range)))
    return found


def _movable(quantity: Quantity) -> bool:
    value = quantity.stated if not quantity.computed else None
    if not isinstance(value, float) or not isinstance(quantity.source, Location) or not value > 0:
        return False
    return isinstance(quantity.given, Range) or (quantity.role not in STILL and not _whole(quantity, value))


def _whole(quantity: Quantity, value: float) -> bool:
    return quantity.role == "count" and value.is_integer() and value < 1000


def _moved(quantity: Quantity, value: float) -> tuple[float, float]:
    """A tenth down and up; of a share near 1 a tenth of what is missing, so that it stays one."""
    share = quantity.unit is not None and quantity.unit.text == "%" and value <= 1
    if share and value > 0.5:
        return 1 - (1 - value) * (1 + SWING), 1 - (1 - value) * (1 - SWING)
    return value * (1 - SWING), value * (1 + SWING)


def tornadoes(graph: Graph, quantities: list[str] | None = None) -> list[Tornado]:
    """The tornado of each headline quantity; one evaluation of an input serves them all."""
    wanted = headline_ids(graph) if quantities is None else quantities
    wanted = [id for id in wanted if isinstance(graph.value(id), float)]
    changes = Changes(graph, wanted, rough=True)
    blades: dict[str, list[Blade]] = {id: [] for id in wanted}
    for quantities, low, high, ranged in inputs_of(graph):
        moved = [quantity for quantity in quantities if quantity.id in changes.followers]
        if not moved:
            continue
        ids, label = tuple(quantity.id for quantity in moved), common_label(moved)
        at_low, at_high = changes.at(dict.fromkeys(ids, low)), changes.at(dict.fromkeys(ids, high))
        for id in wanted:
            if id in at_low or id in at_high:
                today = graph.value(id)
                ends = (at_low.get(id, today), at_high.get(id, today))
                blades[id].append(Blade(ids, label, low, high, *ends, ranged))
    return [_sorted(graph, id, found) for id, found in blades.items()]


def _sorted(graph: Graph, id: str, blades: list[Blade]) -> Tornado:
    """The largest first; of composed stages those that are shown are computed in full."""
    today = graph.value(id)
    ordered = sorted(blades, key=lambda blade: (-blade.swing(today), blade.inputs))
    formula = graph[id].formula
    if formula is not None and structure_of(formula) is not None:
        exact = Changes(graph, [id])
        for i, blade in enumerate(ordered[:SHOWN]):
            ends = [dict.fromkeys(blade.inputs, end) for end in (blade.low, blade.high)]
            low, high = (exact.at(end).get(id, today) for end in ends)
            ordered[i] = replace(blade, at_low=low, at_high=high)
        ordered = sorted(ordered[:SHOWN], key=lambda b: (-b.swing(today), b.inputs)) + ordered[SHOWN:]
    return Tornado(id, today, tuple(ordered))
