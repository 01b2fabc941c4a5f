"""The ladder: the design at 1, 10, 100 and 1000 times its load, and where each promise and law gives way.

The whole graph is evaluated again with every stated rate, and the connections that come with it, multiplied.
What an author sized by stating it (nodes, shards, copies) stays; what nalsd sizes grows with the load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nalsd.analysis.analysis import Analysis
from nalsd.analysis.ladder import SCALES, load_overrides
from nalsd.analysis.uncertainty.changes import Changes
from nalsd.graph import Graph, Problem

HALVINGS = 24
"""Halvings of the decade in which something gives way: the multiple is known to a millionth."""

MOST_LAWS = 8
"""Laws whose multiple is searched for."""

FULL = 1 + 1e-9


@dataclass(frozen=True)
class Step:
    """The design at a multiple of today's load; values in base units, None where not known."""

    multiple: float
    nodes: float | None
    cost: float | None
    tier: str | None
    """The largest tier, and what binds it."""
    binds: str | None
    missed: tuple[str, ...]
    """Objectives that are kept today and not there."""
    exceeded: tuple[str, ...]
    """Limits that are exceeded there."""


@dataclass(frozen=True)
class GivesWay:
    """Where something that holds today gives way."""

    quantity: str
    """Id of the objective's verdict or margin, or of what has no value from there on."""
    what: str
    """`objective` or `law`."""
    multiple: float
    why: str = ""
    """Of a law, the limit that is left."""


@dataclass(frozen=True)
class Scaling:
    """The ladder of a design."""

    steps: tuple[Step, ...]
    gives_way: tuple[GivesWay, ...]
    """In the order in which growing load meets them, as far as 1000 times today's."""
    nodes: str
    cost: str
    """Ids of the node count and the price that the steps show."""

    @property
    def first_objective(self) -> GivesWay | None:
        """The objective that breaks first."""
        return next((each for each in self.gives_way if each.what == "objective"), None)


def scaling(analysis: Analysis) -> Scaling:
    """The design at 1x, 10x, 100x and 1000x."""
    graph = analysis.graph
    nodes = _first(graph, ("design.cluster.nodes", "design.nodes"))
    cost = _first(graph, ("design.cost", "design.cluster.price", "design.price"))
    promises = [id for id in kept_ids(graph) if kept(id, graph.value(id))]
    limits = [f"limits.{name}.utilisation" for name in analysis.design.capacity.limits]
    found = analysis.multiples

    def step(scale: float) -> Step:
        over = found[scale]

        def value(id: str) -> Any:
            return over[id] if id in over else graph.value(id)

        cluster = nodes == "design.cluster.nodes"
        tier = value("design.cluster.largest_tier" if cluster else "design.largest_tier")
        binds = value(f"tiers.{tier}.bottleneck" if cluster else f"tiers.{tier}.single.bottleneck")
        missed = tuple(id.split(".")[1] for id in promises if not kept(id, value(id)))
        exceeded = tuple(id.split(".")[1] for id in limits if (value(id) or 0.0) > FULL)
        return Step(scale, value(nodes), value(cost), tier, binds, missed, exceeded)

    ways = [
        GivesWay(id, "objective", multiple)
        for id in promises
        if (multiple := _where(graph, id, found, lambda v, id=id: not kept(id, v))) is not None
    ]
    for id in _roots(graph, found[SCALES[-1]])[:MOST_LAWS]:
        multiple = _where(graph, id, found, lambda v: v is None)
        if multiple is not None:
            ways.append(GivesWay(id, "law", multiple, _reason(graph, id, multiple)))
    ways.sort(key=lambda way: (way.multiple, way.quantity))
    return Scaling(tuple(step(scale) for scale in SCALES), tuple(ways), nodes, cost)


def kept_ids(graph: Graph) -> list[str]:
    """Of each objective the quantity that says whether it is kept: its verdict, else its margin."""
    names = dict.fromkeys(id.split(".")[1] for id in graph.ids("slos."))
    ids = (_first(graph, (f"slos.{name}.met", f"slos.{name}.margin")) for name in names)
    return [id for id in ids if graph.value(id) is not None]


def kept(id: str, value: Any) -> bool:
    """Whether an objective is kept, by the value of its verdict or its margin; without a value it is not."""
    return bool(value) if isinstance(value, bool) else value is not None and value >= 0


def _first(graph: Graph, ids: tuple[str, ...]) -> str:
    return next((id for id in ids if graph.value(id) is not None), ids[-1])


def _where(
    graph: Graph, id: str, found: Mapping[float, Mapping[str, Any]], broken: Callable[[Any], bool]
) -> float | None:
    """The multiple from which on a quantity is broken; None where it holds up to the last step."""
    values = [found[scale].get(id, graph.value(id)) for scale in SCALES]
    place = next((i for i, value in enumerate(values) if broken(value)), None)
    if not place:
        return None
    changes = Changes(graph, [id])
    low, high = SCALES[place - 1], SCALES[place]
    for _ in range(HALVINGS):
        middle = (low * high) ** 0.5
        there = changes.at(load_overrides(graph, middle)).get(id, graph.value(id))
        low, high = (low, middle) if broken(there) else (middle, high)
    return high


def _roots(graph: Graph, there: Mapping[str, Any]) -> list[str]:
    """What has a value today and none there, although everything it follows from has one."""
    lost = {id for id, value in there.items() if value is None}
    roots = [id for id in graph.order if id in lost and lost.isdisjoint(graph[id].depends_on)]
    laws: dict[Any, str] = {}
    for id in roots:  # a formula with several results gives way once
        quantity = graph[id]
        laws.setdefault((quantity.formula, *_arguments(quantity.inputs.values())), id)
    return list(laws.values())


def _arguments(arguments: Iterable[Any]) -> list[str]:
    return [str(argument) for argument in arguments]


def _reason(graph: Graph, id: str, multiple: float) -> str:
    """What the formula says where it gives way."""
    quantity = graph[id]
    values = Changes(graph, [id]).at(load_overrides(graph, multiple))
    problems: list[Problem] = []
    over = {below: values.get(below, graph.value(below)) for below in quantity.depends_on}
    if quantity.partial:
        quantity = quantity.strict()
    graph.computed(quantity, over, problems)
    return problems[0].message.partition(": ")[2] if problems else ""
