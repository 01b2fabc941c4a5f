"""The graph over samples of its ranges: every quantity that depends on one, once, in order.

What depends on no range keeps its value and is not computed again. A sample outside the limits of a formula
has no value there, nor in what follows from it; how many there are is told.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nalsd.analysis.uncertainty.composing import LowOrder
from nalsd.analysis.uncertainty.curves import FINE, NODES, along_curve
from nalsd.analysis.uncertainty.monotone import Ranks, follows
from nalsd.analysis.uncertainty.points import SAMPLES, shares
from nalsd.graph import Const, Formula, Graph, GuardError, Location, Quantity, guard
from nalsd.graph.expr import Op
from nalsd.graph.formula import Trace
from nalsd.graph.functions import sampling
from nalsd.graph.kernels import nodes
from nalsd.graph.vectors import evaluate_samples
from nalsd.physics.composed import structure_of
from nalsd.units import Range

_NO_VALUE = (ZeroDivisionError, OverflowError, ValueError, TypeError, GuardError)


def ranges_of(graph: Graph) -> list[str]:
    """Ids of the ranges an author stated. Those that come with a machine or a load profile are shown beside
    the value and do not vary."""
    return [
        quantity.id
        for quantity in graph
        if isinstance(quantity.given, Range) and isinstance(quantity.source, Location)
    ]


class Samples:
    """Samples of one block of points.

    `on_values` is told each quantity that varies, as it comes: its id, its values, a mask of the samples
    without one (or None), and the samples at its percentiles where they are known already.
    """

    def __init__(
        self,
        graph: Graph,
        ranges: Iterable[str],
        on_values: Callable[[Quantity, Any, Any, Ranks | None], Ranks | None],
        *,
        only: Iterable[str] | None = None,
    ) -> None:
        import numpy

        self.np = numpy
        self.graph = graph
        self.ranges = list(ranges)
        self.on_values = on_values
        self.order = self._varying(only)
        self.outside: dict[str, Counter[str]] = {}
        """For a quantity, how many samples which of its limits shuts out."""
        self.low_order = LowOrder(graph)
        self._last = self._last_uses()

    def _varying(self, only: Iterable[str] | None) -> list[str]:
        """What depends on a range, in order; with `only`, as far as these need it."""
        varying = set(self.ranges)
        order = []
        for id in self.graph.order:
            quantity = self.graph[id]
            if (
                id not in varying
                and not varying.isdisjoint(quantity.depends_on)
                and quantity.value is not None
            ):
                varying.add(id)
                order.append(id)
        if only is None:
            return order
        needed = {id for name in only if name in self.graph for id in (name, *self.graph.ancestors(name))}
        return [id for id in order if id in needed]

    def _last_uses(self) -> dict[str, list[str]]:
        """For each quantity those whose samples nothing after it needs."""
        seen: set[str] = set()
        last: dict[str, list[str]] = {}
        known = {*self.ranges, *self.order}
        for id in reversed(self.order):
            done = [
                below for below in (*self.graph[id].depends_on, id) if below in known and below not in seen
            ]
            seen.update(done)
            last[id] = done
        return last

    def run(self, count: int = SAMPLES, first: int = 0) -> None:
        """Computes every varying quantity at `count` points from the point `first`."""
        np = self.np
        values: dict[str, Any] = {}
        missing: dict[str, Any] = {}
        ranks: dict[str, Ranks | None] = {}
        results: dict[tuple[Any, ...], tuple[dict[str, Any], Any]] = {}
        self.low_order.forget()
        with np.errstate(all="ignore"):
            points = shares(np, self.ranges, count, first)
            for id, row in zip(self.ranges, points, strict=True):
                quantity = self.graph[id]
                assert isinstance(quantity.given, Range)
                values[id] = drawn(np, quantity.given, row)
                ranks[id] = self.on_values(quantity, values[id], None, None)
            for id in self.order:
                quantity = self.graph[id]
                value, mask = self._value(quantity, values, missing, results)
                if value is not None and (single := _single(value)) is not None:
                    values[id] = single
                elif value is not None:
                    values[id] = value
                    if mask is not None:
                        missing[id] = mask
                    ranks[id] = self.on_values(
                        quantity, value, mask, None if mask is not None else follows(quantity, values, ranks)
                    )
                else:
                    values[id] = None
                for done in self._last[id]:
                    values.pop(done, None)
                    missing.pop(done, None)

    def _value(
        self,
        quantity: Quantity,
        values: Mapping[str, Any],
        missing: Mapping[str, Any],
        results: dict[tuple[Any, ...], tuple[dict[str, Any], Any]],
    ) -> tuple[Any, Any]:
        """Samples of a quantity, and a mask of those without a value; (None, None) where none has one."""
        arguments: dict[str, Any] = {}
        several = quantity.formula is not None and len(quantity.formula.gives) > 1
        key: list[Any] = [quantity.formula]
        gone = None
        for name, argument in quantity.inputs.items():
            if missing:
                for below in argument if isinstance(argument, list) else (argument,):
                    if isinstance(below, str) and below in missing:
                        gone = missing[below] if gone is None else gone | missing[below]
            value = self._argument(quantity, name, argument, values)
            if value is None:
                return None, None
            arguments[name] = value
            if several:
                key.append(id(argument) if isinstance(argument, Const) else str(argument))
        known = tuple(key) if several else ()
        found = results.get(known) if several else None
        if found is None:
            found = self._computed(quantity, arguments, gone)
            if several:
                results[known] = found
        outputs, gone = found
        value = outputs.get(quantity.output)
        if value is None:
            return None, None
        if getattr(value, "ndim", 0) and value.dtype.kind == "f":
            # A sum is finite where all are, unless it overflows: then they are looked at one by one.
            if not math.isfinite(value.sum()):
                finite = self.np.isfinite(value)
                wrong = ~finite if gone is None else ~finite & ~gone
                if wrong.any():
                    self._note(quantity.id, "it has no finite value", wrong)
                if not finite.all():
                    gone = ~finite if gone is None else gone | ~finite
            if gone is not None:
                value = self.np.where(gone, self.np.nan, value)
        return value, gone

    def _argument(self, quantity: Quantity, name: str, argument: Any, values: Mapping[str, Any]) -> Any:
        if isinstance(argument, Const):
            return argument.value
        if isinstance(argument, list):
            items = [self._of(i, values) if isinstance(i, str) else i.value for i in argument]
            return None if any(item is None for item in items) else items
        return argument if quantity.is_category(name, argument) else self._of(argument, values)

    def _of(self, id: str, values: Mapping[str, Any]) -> Any:
        return values[id] if id in values else self.graph[id].value

    def _computed(
        self, quantity: Quantity, arguments: dict[str, Any], gone: Any
    ) -> tuple[dict[str, Any], Any]:
        """The outputs over samples, and what is without a value, limits of the formula included."""
        np = self.np
        try:
            with sampling() as outside:
                if quantity.formula is None:
                    assert quantity.expr is not None
                    outputs = {"result": evaluate_samples(np, quantity.expr, arguments)}
                elif structure_of(quantity.formula) is not None:
                    outputs = {"result": self.low_order.value(np, quantity, arguments)}
                else:
                    outputs = self._by_formula(quantity.formula, arguments)
        except _NO_VALUE:
            return {}, gone
        for mask, message in outside:
            wrong = mask if gone is None else mask & ~gone
            if wrong.any():
                self._note(quantity.id, message, wrong)
            gone = mask if gone is None else gone | mask
        return outputs, gone

    def _by_formula(self, formula: Formula, arguments: dict[str, Any]) -> dict[str, Any]:
        """The outputs of a formula: by its own function; where it searches, along a curve; and where it sums
        over counts, each combination of counts once."""
        trace = formula.trace(arguments)
        way = _way(trace)
        if way in ("curve", "fine"):
            found = along_curve(self.np, formula, arguments, NODES if way == "curve" else FINE)
            return formula.values(arguments) if found is None else found
        if way == "function":
            return formula.values(arguments)
        values = {symbol.name: symbol.default for symbol in formula.symbols.values()} | arguments
        for name, argument in arguments.items():
            if isinstance(argument, list):
                values.update({f"{name}[{i}]": item for i, item in enumerate(argument)})
        shared: dict[int, Any] = {}
        for condition, message in trace.guards:
            guard(evaluate_samples(self.np, condition, values, shared), message)
        return {name: evaluate_samples(self.np, expr, values, shared) for name, expr in trace.outputs.items()}

    def _note(self, id: str, message: str, wrong: Any) -> None:
        self.outside.setdefault(id, Counter())[message] += int(wrong.sum())


def drawn(np: Any, given: Range, shares: Any) -> Any:
    """A range at shares of its probability: its closed form, exact at 5%, 50% and 95%."""
    from nalsd.graph.arrays import normal_quantile

    return given.at_all(np, normal_quantile(np, shares))


def _single(value: Any) -> Any:
    """What is the same in all samples, as one value; None for what varies."""
    if not getattr(value, "ndim", 0):
        return value.item() if hasattr(value, "item") else value
    if value[0] != value[-1] or not (value == value[0]).all():
        return None
    return value[0].item() if hasattr(value[0], "item") else value[0]


_WAYS: dict[int, tuple[Trace, str]] = {}


def _way(trace: Trace) -> str:
    """How a formula is best valued over samples: `function`, `curve`, `fine` or `counts`."""
    known = _WAYS.get(id(trace))
    if known is None or known[0] is not trace:
        exprs = [*trace.outputs.values(), *(condition for condition, _ in trace.guards)]
        names = {node.name for expr in exprs for node in nodes(expr) if isinstance(node, Op)}
        way = "function"
        if names & {"solve", "iterate"}:
            way = "curve"
        elif "sum" in names:
            way = "counts" if names & {"ceil", "floor"} else "fine"
        _WAYS[id(trace)] = known = (trace, way)
    return known[1]
