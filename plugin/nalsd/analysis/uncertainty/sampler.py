"""The graph over samples of its ranges: every quantity that depends on one, once, in order.

What depends on no range keeps its value and is not computed again. A sample outside the limits of a formula
has no value there, nor in what follows from it; how many there are is told.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nalsd.analysis.uncertainty.composing import LowOrder
from nalsd.analysis.uncertainty.curves import along_curve
from nalsd.analysis.uncertainty.inputs import written_once
from nalsd.analysis.uncertainty.monotone import Ranks, follows
from nalsd.analysis.uncertainty.points import SAMPLES, shares
from nalsd.graph import Const, Formula, Graph, GuardError, Quantity, guard
from nalsd.graph.expr import Name, Op, names
from nalsd.graph.formula import Trace
from nalsd.graph.functions import sampling
from nalsd.graph.kernels import HEAVY, nodes
from nalsd.graph.vectors import evaluate_samples
from nalsd.physics.composed import structure_of
from nalsd.units import Range

_NO_VALUE = (ZeroDivisionError, OverflowError, ValueError, TypeError, GuardError)


@dataclass(slots=True)
class _Step:
    """One quantity that varies: what it is computed from, looked up once."""

    quantity: Quantity
    fixed: dict[str, Any]
    """Arguments that stand still, by the symbol."""
    moving: list[tuple[str, str]]
    """Symbols whose argument varies, with its id."""
    lists: list[tuple[str, list[Any]]]
    """Symbols of lists with a member that varies: of each member its id, or what it is."""
    below: list[str]
    """Ids of what varies among that from which it is computed."""
    shared: tuple[Any, ...] | None
    """Of a formula with several results what tells its arguments from others."""
    same: str | None
    """What it is another name of."""
    done: list[str] = field(default_factory=list)
    """What nothing after it needs."""


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
        self.quantities = {quantity.id: quantity for quantity in graph}
        self.order = self._varying(only)
        self.outside: dict[str, Counter[str]] = {}
        """For a quantity, how many samples which of its limits shuts out."""
        self.low_order = LowOrder(graph)
        self._steps = self._planned()
        self._wanted: dict[tuple[Any, ...], set[str]] = {}
        """Of a formula with several results those that quantities have."""
        for step in self._steps:
            if step.shared is not None:
                self._wanted.setdefault(step.shared, set()).add(step.quantity.output)

    def _varying(self, only: Iterable[str] | None) -> list[str]:
        """What depends on a range, in order; with `only`, as far as these need it."""
        varying = set(self.ranges)
        order = []
        for id in self.graph.order:
            quantity = self.quantities[id]
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

    def _planned(self) -> list[_Step]:
        known = {*self.ranges, *self.order}
        steps = [self._step(self.quantities[id], known) for id in self.order]
        seen: set[str] = set()
        for step in reversed(steps):
            step.done = [id for id in (*step.below, step.quantity.id) if id not in seen]
            seen.update(step.done)
        return steps

    def _step(self, quantity: Quantity, known: set[str]) -> _Step:
        fixed: dict[str, Any] = {}
        moving: list[tuple[str, str]] = []
        lists: list[tuple[str, list[Any]]] = []
        quantities = self.quantities
        for name, argument in quantity.inputs.items():
            kind = type(argument)
            if kind is str and argument in known:
                moving.append((name, argument))
            elif kind is str:
                category = quantity.is_category(name, argument)
                fixed[name] = argument if category else quantities[argument].value
            elif kind is Const:
                fixed[name] = argument.value
            else:
                items = [item.value if isinstance(item, Const) else item for item in argument]
                if known.isdisjoint(argument):
                    fixed[name] = [quantities[i].value if isinstance(i, str) else i for i in items]
                else:
                    lists.append((name, items))
        shared = None
        if quantity.formula is not None and len(quantity.formula.gives) > 1:
            written = (
                id(argument) if isinstance(argument, Const) else str(argument)
                for argument in quantity.inputs.values()
            )
            shared = (quantity.formula, *written)
        below = [id for id in quantity.depends_on if id in known]
        same = below[0] if type(quantity.expr) is Name else None
        return _Step(quantity, fixed, moving, lists, below, shared, same)

    def run(self, count: int = SAMPLES, first: int = 0) -> None:
        """Computes every varying quantity at `count` points from the point `first`."""
        np = self.np
        values: dict[str, Any] = {}
        missing: dict[str, Any] = {}
        ranks: dict[str, Ranks | None] = {}
        results: dict[tuple[Any, ...], tuple[dict[str, Any], Any]] = {}
        self.low_order.forget()
        with np.errstate(all="ignore"), sampling() as outside:
            inputs = written_once(map(self.graph.__getitem__, self.ranges))
            points = shares(np, [alike[0].id for alike in inputs], count, first)
            for alike, row in zip(inputs, points, strict=True):
                assert isinstance(alike[0].given, Range)
                values |= dict.fromkeys((q.id for q in alike), drawn(np, alike[0].given, row))
                ranks |= {q.id: self.on_values(q, values[q.id], None, None) for q in alike}
            for step in self._steps:
                quantity = step.quantity
                if step.same is not None:
                    value, mask = values[step.same], missing.get(step.same)
                else:
                    found = results.get(step.shared) if step.shared is not None else None
                    if found is None:
                        found = self._computed(step, values, missing, outside)
                        if step.shared is not None:
                            results[step.shared] = found
                    value, mask = self._output(quantity, *found)
                values[quantity.id] = value
                if getattr(value, "ndim", 0):
                    if mask is not None:
                        missing[quantity.id] = mask
                    rank = follows(quantity, step.below, values, ranks) if mask is None else None
                    ranks[quantity.id] = self.on_values(quantity, value, mask, rank)
                for id in step.done:
                    del values[id]
                    missing.pop(id, None)

    def _output(self, quantity: Quantity, outputs: Mapping[str, Any], gone: Any) -> tuple[Any, Any]:
        """Samples of one result, and a mask of those without a value; what is the same in all samples as one
        value, and None where no sample has one."""
        value = outputs.get(quantity.output)
        if not getattr(value, "ndim", 0):
            return (value.item() if hasattr(value, "item") else value), None
        if value.dtype.kind == "f":
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
        if value[0] == value[-1] and (value == value[0]).all():
            return (value[0].item() if hasattr(value[0], "item") else value[0]), None
        return value, gone

    def _computed(
        self, step: _Step, values: Mapping[str, Any], missing: Mapping[str, Any], outside: list[Any]
    ) -> tuple[dict[str, Any], Any]:
        """The outputs over samples, and what is without a value, limits of the formula included."""
        arguments = dict(step.fixed)
        for name, id in step.moving:
            arguments[name] = values[id]
        for name, items in step.lists:
            arguments[name] = [self._member(item, values) for item in items]
            if None in map(_known, arguments[name]):
                return {}, None
        gone = None
        if missing:
            for id in step.below:
                if id in missing:
                    gone = missing[id] if gone is None else gone | missing[id]
        if None in map(_known, arguments.values()):
            return {}, None
        quantity = step.quantity
        try:
            if quantity.formula is None:
                assert quantity.expr is not None
                outputs = {"result": evaluate_samples(self.np, quantity.expr, arguments)}
            elif structure_of(quantity.formula) is not None:
                outputs = {"result": self.low_order.value(self.np, quantity, arguments)}
            else:
                wanted = {quantity.output} if step.shared is None else self._wanted[step.shared]
                outputs = self._by_formula(quantity.formula, arguments, wanted)
        except _NO_VALUE:
            outside.clear()
            return {}, gone
        for mask, message in outside:
            wrong = mask if gone is None else mask & ~gone
            if wrong.any():
                self._note(quantity.id, message, wrong)
            gone = mask if gone is None else gone | mask
        outside.clear()
        return outputs, gone

    def _member(self, item: Any, values: Mapping[str, Any]) -> Any:
        if not isinstance(item, str):
            return item
        return values[item] if item in values else self.quantities[item].value

    def _by_formula(self, formula: Formula, arguments: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
        """The outputs of a formula that are wanted, or more, in the way that suits it."""
        trace = formula.trace(arguments)
        way = _way(trace, frozenset(name for name, value in arguments.items() if _varies(value)))
        found = along_curve(self.np, formula, arguments, wanted) if way == "curve" else None
        if found is not None:
            return found
        if way != "steps":
            return formula.values(arguments)
        values = {symbol.name: symbol.default for symbol in formula.symbols.values()} | arguments
        for name, argument in arguments.items():
            if isinstance(argument, list):
                values.update({f"{name}[{i}]": item for i, item in enumerate(argument)})
        shared: dict[int, Any] = {}
        for condition, message in trace.guards:
            guard(evaluate_samples(self.np, condition, values, shared), message)
        return {
            name: evaluate_samples(self.np, expr, values, shared)
            for name, expr in trace.outputs.items()
            if name in wanted
        }

    def _note(self, id: str, message: str, wrong: Any) -> None:
        self.outside.setdefault(id, Counter())[message] += int(wrong.sum())


def drawn(np: Any, given: Range, shares: Any) -> Any:
    """A range at shares of its probability: its closed form, exact at 5%, 50% and 95%."""
    from nalsd.graph.arrays import normal_quantile

    return given.at_all(np, normal_quantile(np, shares))


def _known(argument: Any) -> bool | None:
    """None for what has no value: arrays are not to be compared with it."""
    return None if argument is None else True


def _varies(argument: Any) -> bool:
    return any(map(_varies, argument)) if isinstance(argument, list) else bool(getattr(argument, "ndim", 0))


_WAYS: dict[tuple[int, frozenset[str]], tuple[Trace, str]] = {}


def _way(trace: Trace, varying: frozenset[str]) -> str:
    """How a formula is best valued over samples of these symbols: by its `function`; where it searches or
    sums, along a `curve`; and by `steps`, each operation once, where a sum is over counts or stands still."""
    known = _WAYS.get((id(trace), varying))
    if known is None or known[0] is not trace:
        if len(_WAYS) > 20_000:
            _WAYS.clear()
        _WAYS[id(trace), varying] = known = (trace, _found_way(trace, varying))
    return known[1]


def _found_way(trace: Trace, varying: frozenset[str]) -> str:
    exprs = [*trace.outputs.values(), *(condition for condition, _ in trace.guards)]
    operations = [node for expr in exprs for node in nodes(expr) if isinstance(node, Op)]
    heavy = [node for node in operations if node.name in HEAVY]
    kinds = {node.name for node in operations}
    if not heavy:
        return "function"
    if not any(name.partition("[")[0] in varying for node in heavy for name in names(node)):
        return "steps"
    return "curve" if kinds & {"solve", "iterate"} or not kinds & {"ceil", "floor"} else "steps"
