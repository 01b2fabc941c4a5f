"""Quantities: the numbers of a design, each with an id, a unit, a role, a derivation and a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from nalsd.graph.expr import Const, Expr
from nalsd.graph.formula import Formula
from nalsd.graph.source import Citation, Location
from nalsd.graph.words import in_words
from nalsd.units import PLAIN, Literal, Range, Unit, format_value

Argument = "str | list[str] | Const"
"""What stands for a symbol of a formula: a quantity's id (or several), a constant, or a category."""


@dataclass
class Quantity:
    """One number of a design."""

    id: str
    label: str
    unit: Unit | None
    """Unit in which it is shown; None until it is inferred from an author's own formula."""
    role: str
    """`average`, `peak`, `size`, `ratio`, `limit`, `demand`, `supply`, `count`, `duration`, `price`,
    `choice` ..."""
    source: Location | Citation | None = None
    """Where it was written or published; None when it is computed from other quantities."""
    note: str = ""
    """Why the number is what it is, in the author's or the catalogue's words."""
    given: Literal | Range | float | str | None = None
    """What was stated, for a quantity that is not computed."""
    default: bool = False
    """Whether it is a default that the author did not state."""
    formula: Formula | None = None
    output: str = "result"
    expr: Expr | None = None
    """What an author's formula or a combination of quantities computes; names are ids."""
    inputs: dict[str, Any] = field(default_factory=dict)
    """For each symbol the id of a quantity, a list of ids, a `Const` or a category."""
    partial: bool = False
    """Whether having no value outside the formula's limits is no fault: nothing fills what no load moves."""
    value: float | str | bool | None = None
    """Value at the medians of the inputs, in base units; None when unknown."""
    depends_on: list[str] = field(init=False)
    """Ids of the quantities it is computed from, each once, in order."""

    def __post_init__(self) -> None:
        if self.formula is None:
            self.depends_on = list(self.inputs)
            return
        ids: dict[str, None] = {}
        categorical = self.formula.categorical
        for name, argument in self.inputs.items():
            if type(argument) is list:
                ids.update(dict.fromkeys(item for item in argument if type(item) is str))
            elif type(argument) is str and not (name in categorical and self.is_category(name, argument)):
                ids[argument] = None
        self.depends_on = list(ids)

    @property
    def computed(self) -> bool:
        """Whether it follows from other quantities."""
        return self.formula is not None or self.expr is not None

    @property
    def written(self) -> bool:
        """Whether an author wrote it."""
        return isinstance(self.source, Location)

    @property
    def unknown(self) -> bool:
        """Whether no value is known: neither infinite nor zero."""
        return self.value is None

    @property
    def stated(self) -> float | str | None:
        """The stated value in base units, of a range its median; None when unknown."""
        if isinstance(self.given, Literal):
            return self.given.value
        return self.given.median if isinstance(self.given, Range) else self.given

    @property
    def varies(self) -> bool:
        """Whether it is a range of the author's, which varies in samples; one that comes with a machine or a
        load profile is told beside its median and stays there."""
        return isinstance(self.given, Range) and isinstance(self.source, Location)

    def strict(self) -> Quantity:
        """The same, for which having no value is a fault that is reported."""
        return replace(self, partial=False)

    def is_category(self, name: str, argument: str) -> bool:
        """Whether what stands for a symbol is one of its choices, and not the id of a quantity."""
        return self.formula is not None and argument in self.formula.symbols[name].choices


@dataclass(frozen=True)
class Problem:
    """Why a quantity has no value, for a finding."""

    kind: str
    """`dimension`, `cycle`, `non-finite`, `outside-limits`, `unknown-name` or `twice`."""
    quantity: str
    message: str
    help: str = ""
    location: Location | None = None
    column: int | None = None
    """Offset of the faulty part inside the author's formula, when known."""


def show(value: Any, unit: Unit | None, digits: int = 3) -> str:
    """A value as people read it: a number in its unit, a category in words, a truth as yes or no, else
    `unknown`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return in_words(value)
    return format_value(value, unit or PLAIN, digits=digits)


def as_argument(argument: Any) -> Any:
    """What stands for a symbol, numbers and literals as constants."""
    if type(argument) is str:  # an id, nearly always
        return argument
    if isinstance(argument, Literal):
        return Const(argument.value, argument.unit, argument.text)
    if isinstance(argument, (int, float)):
        return Const(float(argument))
    if isinstance(argument, Iterable) and not isinstance(argument, str):
        return [as_argument(item) for item in argument]
    return argument
