"""What changes when an input does: only what depends on it is computed again, as far as it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from typing import Any

from nalsd.analysis.uncertainty.composing import LowOrder, Scalars
from nalsd.graph import Const, Graph, Quantity
from nalsd.physics.composed import structure_of


class Changes:
    """A graph at other inputs. `within` names the quantities of interest; only what they need is computed.

    With `rough`, stages are composed to a low order, which takes a hundredth of the time.
    """

    def __init__(self, graph: Graph, within: Iterable[str] | None = None, *, rough: bool = False) -> None:
        graph.resolve()
        self.graph = graph
        self.low_order = LowOrder(graph) if rough else None
        self.place = {id: i for i, id in enumerate(graph.order)}
        self.ids = list(self.place)
        needed = None
        if within is not None:
            needed = set(within)
            for id in reversed(self.ids):
                if id in needed:
                    needed.update(graph[id].depends_on)
        self.followers: dict[str, list[str]] = {}
        for id in self.ids:
            if needed is None or id in needed:
                for below in graph[id].depends_on:
                    self.followers.setdefault(below, []).append(id)

    def at(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Every quantity whose value is another one at these inputs (in base units), with that value; None
        for one that has none there."""
        changed: dict[str, Any] = {id: v for id, v in inputs.items() if v != self.graph[id].value}
        values = _Over(changed, self.graph)
        waiting: list[int] = []
        queued: set[str] = set(inputs)
        for id in changed:
            self._queue(id, waiting, queued)
        while waiting:
            id = self.ids[heappop(waiting)]
            quantity = self.graph[id]
            value = self._value(quantity, values)
            if value != quantity.value:
                changed[id] = value
                self._queue(id, waiting, queued)
        return changed

    def _value(self, quantity: Quantity, values: Mapping[str, Any]) -> Any:
        formula = quantity.formula
        if self.low_order is None or formula is None or structure_of(formula) is None:
            return self.graph.computed(quantity, values, [])
        arguments: dict[str, Any] = {}
        for name, argument in quantity.inputs.items():
            arguments[name] = argument.value if isinstance(argument, Const) else values[argument]
        if quantity.value is None or any(value is None for value in arguments.values()):
            return None
        self.low_order.forget(keep_medians=True)
        try:
            return float(self.low_order.value(Scalars, quantity, arguments))
        except (ValueError, ArithmeticError):
            return None

    def _queue(self, id: str, waiting: list[int], queued: set[str]) -> None:
        for follower in self.followers.get(id, ()):
            if follower not in queued:
                queued.add(follower)
                heappush(waiting, self.place[follower])


class _Over(Mapping[str, Any]):
    """Changed values over those of the graph."""

    def __init__(self, changed: Mapping[str, Any], graph: Graph) -> None:
        self._changed = changed
        self._graph = graph

    def __getitem__(self, id: str) -> Any:
        if id in self._changed:
            return self._changed[id]
        quantity = self._graph.get(id)
        if quantity is None:
            raise KeyError(id)
        return quantity.value

    def __iter__(self) -> Any:
        return (quantity.id for quantity in self._graph)

    def __len__(self) -> int:
        return len(self._graph)
