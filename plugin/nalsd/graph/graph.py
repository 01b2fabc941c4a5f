"""The quantity graph of a design: definitions in any order, then dimensions and values in dependency
order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nalsd.graph.dimensions import FaultyPart, dimension_of, hold_unit
from nalsd.graph.expr import Const, Expr, column_of, names
from nalsd.graph.formula import Formula
from nalsd.graph.nearest import nearest_id
from nalsd.graph.ordering import ordered
from nalsd.graph.quantity import Problem, Quantity, as_argument, show
from nalsd.graph.rules import DimensionError
from nalsd.graph.source import Citation, Location
from nalsd.graph.values import NoValue, value_of
from nalsd.graph.writing import to_text
from nalsd.units import ONE, STANDARD, Dimension, Literal, Range, Unit, Units


class Graph:
    """All quantities of a design. Quantities may be defined before what they depend on."""

    def __init__(self, units: Units = STANDARD, *, proven: bool = False) -> None:
        """With `proven` a quantity that no author wrote is taken to be in the unit it is defined with: that
        is the same in every design, and tests show it (`unproven`)."""
        self.units = units
        self.loose: set[str] = set()
        """Ids whose dimension is their author's to choose: what they lead to is always held to its unit."""
        self._proven = proven
        self.problems: list[Problem] = []
        self._quantities: dict[str, Quantity] = {}
        self._order: list[str] = []
        self._dimensions: dict[str, Dimension] = {}
        self._values: dict[str, Any] = {}
        self._pending: dict[str, None] = {}
        """Ids that were defined since the graph was last resolved, in the order of definition."""
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
        symbols = formula.symbols
        if list(inputs) != list(symbols):
            missing = [n for n, s in symbols.items() if n not in inputs and s.default is None]
            if missing or inputs.keys() - symbols.keys():
                raise TypeError(f"{id}: {formula.name} takes {list(symbols)}, got {list(inputs)}")
            inputs = {name: inputs[name] for name in symbols if name in inputs}
        for name, argument in inputs.items():
            if type(argument) is not str:  # an id, nearly always
                inputs[name] = as_argument(argument)
        shown = self._unit(unit) if unit is not None else None
        return self._add(
            Quantity(id, label, shown, role, formula=formula, output=output, inputs=inputs, note=note,
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
        used = names(expr)
        inputs = dict(zip(used, used, strict=True))
        shown = self._unit(unit) if unit is not None else None
        return self._add(Quantity(id, label, shown, role, source=source, note=note, expr=expr, inputs=inputs))

    def _unit(self, unit: Unit | str) -> Unit:
        return self.units.unit(unit) if isinstance(unit, str) else unit

    def _add(self, quantity: Quantity) -> Quantity:
        if quantity.id in self._quantities:
            raise KeyError(f"{quantity.id} is defined twice")
        self._quantities[quantity.id] = quantity
        self._pending[quantity.id] = None
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
        layer = self._quantities[id].depends_on
        while layer:
            new = [name for name in dict.fromkeys(layer) if name not in found and name in self._quantities]
            found.update(dict.fromkeys(new))
            layer = [below for name in new for below in self._quantities[name].depends_on]
        return list(found)

    def is_known(self, id: str) -> bool:
        """Whether a quantity follows from stated values alone: nothing below it is unknown or missing.

        Reads no value, so that it can be asked while the graph is being built.
        """
        if id in self._known:
            return True
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
            again, self._pending = self._pending, {}
            if self._broken:
                again = self._reopened(again)
            depends_on = {id: self._quantities[id].depends_on for id in again}
            for id in ordered(depends_on, self._values, self._unknown_name, self._cycle):
                self._order.append(id)
                quantity = self._quantities[id]
                self._check_dimension(quantity)
                quantity.value = (
                    None if id in self._broken else self.computed(quantity, self._values, self.problems)
                )
                self._values[id] = quantity.value
        return self.problems

    def _reopened(self, pending: Iterable[str]) -> dict[str, None]:
        """The pending ids and those that are broken, in the order of definition: they begin anew."""
        again = self._broken | set(pending)
        self._broken = set()
        self.problems = [problem for problem in self.problems if problem.quantity not in again]
        self._order = [id for id in self._order if id not in again]
        for id in again:
            self._values.pop(id, None)
        return dict.fromkeys(id for id in self._quantities if id in again)

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
        if not self._quantities[id].written:
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
        written = [id for id in ring if self._quantities[id].written]
        chain = " → ".join([*ring, ring[0]])
        self._report(
            "cycle",
            self._quantities[(written or ring)[0]],
            f"these quantities depend on each other: {chain}",
            "state one of them as a number, or break the loop where the load really starts",
        )
        self._broken.update(ring)

    def _check_dimension(self, quantity: Quantity) -> None:
        broken, below = self._broken, quantity.depends_on
        lost = bool(broken) and (quantity.id in broken or not broken.isdisjoint(below))
        proven = self._proven and not quantity.written and self.loose.isdisjoint(below)
        if proven and not lost and quantity.unit is not None:
            self._dimensions[quantity.id] = quantity.unit.dimension
            return
        found = None
        try:
            found = None if lost else dimension_of(quantity, self._dimensions)
            if found is not None and quantity.unit is not None:
                hold_unit(quantity, found)
        except DimensionError as error:
            self._report("dimension", quantity, error.message, error.mend, _column(error))
        if found is None:
            self._broken.add(quantity.id)
            found = quantity.unit.dimension if quantity.unit else ONE
        elif quantity.unit is None:
            quantity.unit = self.units.unit_of(found)
        stated = quantity.formula is None
        self._dimensions[quantity.id] = quantity.unit.dimension if stated and quantity.unit else found

    def unproven(self) -> list[str]:
        """What is wrong between the engine's own quantities and their units, which a `proven` graph takes for
        granted."""
        self.resolve()
        wrong = []
        for id in self._order:
            quantity = self._quantities[id]
            if id not in self._broken and quantity.unit is not None:
                try:
                    hold_unit(quantity, dimension_of(quantity, self._dimensions) or ONE)
                except DimensionError as error:
                    wrong.append(f"{id}: {error.message}")
        return wrong

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
        try:
            return value_of(quantity, values)
        except NoValue as error:
            message, help = f"`{quantity.id}`: {error}", self._with_values(quantity, values)
            self._report(error.kind, quantity, message, help, into=problems)
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
