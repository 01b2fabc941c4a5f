"""The quantity graph of a design: definitions in any order, then dimensions and values in dependency
order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nalsd.graph.dimensions import FaultyPart, dimensions_of, infer
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Const, Expr, column_of, names
from nalsd.graph.formula import Formula
from nalsd.graph.nearest import nearest_id
from nalsd.graph.operations import GuardError
from nalsd.graph.ordering import ordered
from nalsd.graph.quantity import Problem, Quantity, as_argument, show
from nalsd.graph.results import result_of
from nalsd.graph.rules import DimensionError
from nalsd.graph.source import Citation, Location
from nalsd.graph.writing import to_text
from nalsd.units import ONE, STANDARD, Dimension, Literal, Range, Unit, Units, assignable


class Graph:
    """All quantities of a design. Quantities may be defined before what they depend on."""

    def __init__(self, units: Units = STANDARD) -> None:
        self.units = units
        self.problems: list[Problem] = []
        self._quantities: dict[str, Quantity] = {}
        self._order: list[str] = []
        self._dimensions: dict[str, Dimension] = {}
        self._values: dict[str, Any] = {}
        self._pending: set[str] = set()
        self._broken: set[str] = set()
        self._known: set[str] = set()

    # Definitions

    def given(
        self,
        id: str,
        value: Literal | Range | float | str | None,
        *,
        label: str,
        unit: Unit | str | None = None,
        role: str,
        source: Location | Citation | None = None,
        note: str = "",
        default: bool = False,
    ) -> Quantity:
        """A stated quantity; a float is in base units, a string is a category, None is unknown."""
        shown = self._unit(unit) if unit is not None else getattr(value, "unit", None)
        return self._add(
            Quantity(id, label, shown, role, source=source, note=note, given=value, default=default)
        )

    def define(
        self,
        id: str,
        formula: Formula,
        *,
        label: str,
        unit: Unit | str | None = None,
        role: str,
        output: str = "result",
        note: str = "",
        partial: bool = False,
        **inputs: Any,
    ) -> Quantity:
        """A quantity a formula gives. Each symbol takes an id, a list of ids, a number, a `Literal` or a
        category."""
        if inputs.keys() != formula.symbols.keys():
            missing = [n for n, s in formula.symbols.items() if n not in inputs and s.default is None]
            if missing or inputs.keys() - formula.symbols.keys():
                raise TypeError(f"{id}: {formula.name} takes {list(formula.symbols)}, got {list(inputs)}")
        arguments = {n: as_argument(inputs[n]) for n in formula.symbols if n in inputs}
        shown = self._unit(unit) if unit is not None else None
        return self._add(
            Quantity(id, label, shown, role, formula=formula, output=output, inputs=arguments, note=note,
                     partial=partial)
        )  # fmt: skip

    def express(
        self,
        id: str,
        expr: Expr | float,
        *,
        label: str,
        unit: Unit | str | None = None,
        role: str,
        source: Location | None = None,
        note: str = "",
    ) -> Quantity:
        """A quantity of an expression whose names are ids of quantities."""
        expr = expr if isinstance(expr, Expr) else Const(expr)  # the total of an empty list
        inputs = {name: name for name in names(expr)}
        shown = self._unit(unit) if unit is not None else None
        return self._add(Quantity(id, label, shown, role, source=source, note=note, expr=expr, inputs=inputs))

    def _unit(self, unit: Unit | str) -> Unit:
        return self.units.unit(unit) if isinstance(unit, str) else unit

    def _add(self, quantity: Quantity) -> Quantity:
        if quantity.id in self._quantities:
            raise KeyError(f"{quantity.id} is defined twice")
        self._quantities[quantity.id] = quantity
        self._pending.add(quantity.id)
        return quantity

    # Reading

    def __contains__(self, id: str) -> bool:
        return id in self._quantities

    def __getitem__(self, id: str) -> Quantity:
        return self._quantities[id]

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self._quantities.values())

    def __len__(self) -> int:
        return len(self._quantities)

    def get(self, id: str) -> Quantity | None:
        """The quantity, or None."""
        return self._quantities.get(id)

    def ids(self, prefix: str = "") -> list[str]:
        """Ids in the order of definition."""
        return [id for id in self._quantities if id.startswith(prefix)]

    def nearest(self, id: str) -> str | None:
        """The known id most like a mistyped one."""
        return nearest_id(id, self._quantities)

    @property
    def order(self) -> list[str]:
        """Ids, each after what it depends on; none that is part of a cycle comes before its ring."""
        self.resolve()
        return self._order

    def value(self, id: str) -> Any:
        """Value in base units at the medians of the inputs; None when unknown or not defined."""
        self.resolve()
        quantity = self._quantities.get(id)
        return None if quantity is None else quantity.value

    def ancestors(self, id: str) -> list[str]:
        """Everything a quantity depends on, nearest first."""
        found: dict[str, None] = {}
        queue = list(self._quantities[id].depends_on)
        while queue:
            name = queue.pop(0)
            if name in self._quantities and name not in found:
                found[name] = None
                queue.extend(self._quantities[name].depends_on)
        return list(found)

    def is_known(self, id: str) -> bool:
        """Whether a quantity follows from stated values alone: nothing below it is unknown or missing.

        Reads no value, so that it can be asked while the graph is being built.
        """
        seen, queue = {id}, [id]
        while queue:
            quantity = self._quantities.get(queue.pop())
            if quantity is None or (not quantity.computed and quantity.given is None):
                return False
            new = [below for below in quantity.depends_on if below not in seen and below not in self._known]
            seen.update(new)
            queue += new
        self._known |= seen
        return True

    # Resolving

    def resolve(self) -> list[Problem]:
        """Orders the graph, checks every dimension and computes every value; gives what went wrong.

        A quantity that depends on a broken one is unknown and is not reported again.
        """
        if self._pending:
            # What has a value names nothing that came later. What is broken may have lacked just that.
            again = self._pending | self._broken
            self._pending, self._broken = set(), set()
            self.problems = [problem for problem in self.problems if problem.quantity not in again]
            self._order = [id for id in self._order if id not in again]
            for id in again:
                self._dimensions.pop(id, None)
            new = ordered(
                {
                    id: [below for below in quantity.depends_on if below not in self._dimensions]
                    for id, quantity in self._quantities.items()
                    if id in again
                },
                self._unknown_name,
                self._cycle,
            )
            self._order += new
            for id in new:
                self._check_dimension(self._quantities[id])
            for id in new:
                quantity = self._quantities[id]
                quantity.value = (
                    None if id in self._broken else self.computed(quantity, self._values, self.problems)
                )
                self._values[id] = quantity.value
        return self.problems

    def evaluate(self, overrides: Mapping[str, Any], wanted: Iterable[str] | None = None) -> dict[str, Any]:
        """Values with some inputs replaced (values in base units); what has no value there is None.

        `wanted` names the quantities of interest: only they and what they depend on are computed.
        """
        self.resolve()
        if wanted is None:
            return self._compute(overrides, self._order)
        needed = {id for name in wanted for id in (name, *self.ancestors(name))}
        return self._compute(overrides, [id for id in self._order if id in needed])

    def _unknown_name(self, id: str, name: str) -> None:
        if not isinstance(self._quantities[id].source, Location):
            # What the engine would combine and does not have is unknown, and no slip of the author.
            self._broken.add(id)
            return
        near = self.nearest(name)
        self._report(
            "unknown-name",
            self._quantities[id],
            f"no quantity `{name}`",
            f"did you mean `{near}`?" if near else "",
            column_of(self._quantities[id].expr, name),
        )

    def _cycle(self, ring: list[str]) -> None:
        written = [id for id in ring if isinstance(self._quantities[id].source, Location)]
        chain = " → ".join([*ring, ring[0]])
        self._report(
            "cycle",
            self._quantities[(written or ring)[0]],
            f"these quantities depend on each other: {chain}",
            "state one of them as a number, or break the loop where the load really starts",
        )
        self._broken.update(ring)

    def _check_dimension(self, quantity: Quantity) -> None:
        try:
            found = self._dimension(quantity)
        except DimensionError as error:
            self._report("dimension", quantity, error.message, error.mend, _column(error))
            found = None
        if found is None:
            self._broken.add(quantity.id)
            found = quantity.unit.dimension if quantity.unit else ONE
        elif quantity.unit is None:
            quantity.unit = self.units.unit_of(found)
        elif not (assignable(quantity.unit.dimension, found) or assignable(found, quantity.unit.dimension)):
            self._report(
                "dimension",
                quantity,
                f"`{quantity.id}` is in {quantity.unit.text}, but its formula gives [{found}]",
                f"the formula is off by a factor in {quantity.unit.dimension / found}",
            )
        stated = quantity.unit is not None and quantity.formula is None
        self._dimensions[quantity.id] = quantity.unit.dimension if stated else found

    def _dimension(self, quantity: Quantity) -> Dimension | None:
        """Dimension of a quantity; None when what it depends on is broken, and when nothing is known of
        it."""
        for id in quantity.depends_on:
            if id in self._broken or id not in self._dimensions:
                return None
        if quantity.formula is not None:
            return self._formula_dimension(quantity, quantity.formula)
        if quantity.expr is not None:
            return infer(quantity.expr, self._dimensions.__getitem__) or ONE
        if quantity.unit is None:
            return None if quantity.given is None else ONE
        return quantity.unit.dimension

    def _formula_dimension(self, quantity: Quantity, formula: Formula) -> Dimension:
        given: list[tuple[str, tuple[Dimension, ...]]] = []
        for name, argument in quantity.inputs.items():
            if name in formula.categorical:
                continue
            if type(argument) is str:  # an id, nearly always
                given.append((name, (self._dimensions[argument],)))
            else:
                items = argument if isinstance(argument, list) else (argument,)
                given.append((name, tuple(dimensions_of(items, self._dimensions))))
        return formula.result_dimension(quantity.output, tuple(given), quantity.inputs)

    def _compute(self, overrides: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for id in order:
            if id in overrides:
                values[id] = overrides[id]
            elif id in self._broken:
                values[id] = None
            else:
                values[id] = self.computed(self._quantities[id], values, [])
        return values

    def computed(self, quantity: Quantity, values: Mapping[str, Any], problems: list[Problem]) -> Any:
        """A quantity from the values of what it depends on; None, and a problem, where it has none."""
        if not quantity.computed:
            return quantity.stated
        formula, arguments = quantity.formula, values
        if formula is not None:
            arguments = {}
            for name, argument in quantity.inputs.items():
                if type(argument) is str and argument in values:  # an id, nearly always
                    value = values[argument]
                else:
                    value = _argument_value(quantity, name, argument, values)
                if value is None:
                    return None
                arguments[name] = value
        else:
            for id in quantity.depends_on:
                if values.get(id) is None:
                    return None
        kind, reason = "non-finite", ""
        try:
            if formula is not None:
                value = result_of(formula, arguments)[quantity.output]
            else:
                assert quantity.expr is not None
                value = evaluate(quantity.expr, arguments)
            if isinstance(value, str | bool):
                return value
            value = float(value) if isinstance(value, int) else value
            if isinstance(value, complex):
                raise ValueError("a root of a negative number")
            if not isinstance(value, float) or math.isfinite(value):
                return value
            reason = "the result is not finite"
        except GuardError as error:
            if quantity.partial:
                return None
            kind, reason = "outside-limits", str(error)
        except ZeroDivisionError:
            reason = "division by zero"
        except (OverflowError, ValueError, TypeError) as error:
            reason = f"no finite real value ({error})"
        self._report(
            kind, quantity, f"`{quantity.id}`: {reason}", self._with_values(quantity, values), into=problems
        )
        return None

    def _with_values(self, quantity: Quantity, values: Mapping[str, Any]) -> str:
        parts = []
        for id in quantity.depends_on[:6]:
            input = self._quantities[id]
            place = f" ({input.source})" if isinstance(input.source, Location) else ""
            parts.append(f"{id} = {show(values.get(id), input.unit)}{place}")
        if not parts:
            return f"change the numbers in `{to_text(quantity.expr)}`" if quantity.expr is not None else ""
        return f"change one of its inputs: {', '.join(parts)}"

    def _report(
        self,
        kind: str,
        quantity: Quantity,
        message: str,
        help: str = "",
        column: int | None = None,
        into: list[Problem] | None = None,
    ) -> None:
        location = quantity.source if isinstance(quantity.source, Location) else self._written_input(quantity)
        (self.problems if into is None else into).append(
            Problem(kind, quantity.id, message, help, location, column)
        )
        if into is None:
            self._broken.add(quantity.id)

    def _written_input(self, quantity: Quantity) -> Location | None:
        """The nearest place in a file that a computed quantity follows from."""
        for id in self.ancestors(quantity.id):
            source = self._quantities[id].source
            if isinstance(source, Location):
                return source
        return None


def _column(error: DimensionError) -> int | None:
    return error.part.column if isinstance(error, FaultyPart) else None


def _argument_value(quantity: Quantity, name: str, argument: Any, values: Mapping[str, Any]) -> Any:
    """What stands for a symbol and is no id with a value: a number, a list, a category; None when unknown."""
    if isinstance(argument, Const):
        return argument.value
    if isinstance(argument, list):
        items = [values.get(i) if isinstance(i, str) else i.value for i in argument]
        return None if any(item is None for item in items) else items
    return argument if quantity.is_category(name, argument) else None
