"""The derivation of a quantity: its formula, the same with the values in, and the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nalsd.graph.expr import Const, Expr, Name, element_of
from nalsd.graph.formula import Symbol, substitute
from nalsd.graph.graph import Graph
from nalsd.graph.quantity import Quantity, show
from nalsd.graph.values import NoValue, value_of
from nalsd.graph.writing import number_markup, symbol_markup, to_mathml, to_text
from nalsd.units import STANDARD, Literal, UnitError

RESULT_DIGITS = 3
"""Significant digits of a shown result."""

OPERAND_DIGITS = RESULT_DIGITS + 2
"""A reader who recomputes from operands with two more digits gets the shown result, but for one in some
hundreds that lies between two of its last digits."""

MOST_DIGITS = 9
"""Digits up to which operands are shown until the result repeats."""

DEFAULT_DIGITS = 9
"""Digits of a constant that a formula brings along, as the length of a day."""


@dataclass(frozen=True)
class Ingredient:
    """One input of a derivation."""

    symbol: str
    quantity: str | None
    """Id of the quantity that stands for the symbol; None for a constant of the formula."""
    label: str
    shown: str


@dataclass(frozen=True, eq=False)
class Derivation:
    """How a computed quantity comes about, for a page and a terminal; each form is made when it is read."""

    result_text: str
    ingredients: tuple[Ingredient, ...]
    _expr: Expr
    _symbol: Callable[[str], str]
    """A name as MathML."""
    _shown: Callable[[str], str]
    """A name's value as text."""

    @cached_property
    def formula_text(self) -> str:
        """The formula in symbols."""
        return to_text(self._expr)

    @cached_property
    def substituted_text(self) -> str:
        """The formula with the values in."""
        return to_text(self._expr, self._shown)

    @cached_property
    def formula_mathml(self) -> str:
        """The formula, as the inside of a `<math>` element."""
        return to_mathml(self._expr, self._symbol)

    @cached_property
    def substituted_mathml(self) -> str:
        """The same with the values in."""
        return to_mathml(self._expr, lambda name: number_markup(self._shown(name)))

    @cached_property
    def result_mathml(self) -> str:
        """The result."""
        return number_markup(self.result_text)


def derive(graph: Graph, id: str) -> Derivation | None:
    """The derivation of a computed quantity; None for a stated one."""
    graph.resolve()
    quantity = graph[id]
    expr = _expression(quantity)
    if expr is None:
        return None

    digits = _digits(graph, quantity)

    def shown(name: str) -> str:
        return shown_operand(graph, _argument(quantity, name), digits)

    def symbol(name: str) -> str:
        if quantity.formula is not None:
            return symbol_markup(name)
        return _words(graph[name].label if name in graph else name)

    result = show(quantity.value, quantity.unit, RESULT_DIGITS)
    return Derivation(result, tuple(_ingredients(graph, quantity, digits)), expr, symbol, shown)


def _digits(graph: Graph, quantity: Quantity) -> int:
    """The digits of the operands from which a reader who recomputes gets the shown result; of one that lies
    right between two of its last digits no more than usual."""
    result = show(quantity.value, quantity.unit, RESULT_DIGITS)
    for digits in range(OPERAND_DIGITS, MOST_DIGITS + 1):
        typed = {id: _typed(graph, graph[id], digits) for id in quantity.depends_on if id in graph}
        try:
            again = value_of(quantity, typed)
        except NoValue:
            return OPERAND_DIGITS
        if show(again, quantity.unit, RESULT_DIGITS) == result:
            return digits
    return OPERAND_DIGITS


def _typed(graph: Graph, operand: Quantity, digits: int) -> Any:
    """What a reader types for an operand; what is no number as it is."""
    if not isinstance(operand.value, float) or isinstance(operand.given, Literal):
        return operand.value
    try:
        typed = graph.units.value(show(operand.value, operand.unit, digits))
    except UnitError:
        return operand.value
    return typed.value if isinstance(typed, Literal) else operand.value


def shown_operand(graph: Graph, argument: object, digits: int = OPERAND_DIGITS) -> str:
    """An operand with the digits a reader needs to recompute: as written when stated, else two more than
    a result."""
    if isinstance(argument, Const):
        return argument.text or f"{argument.value:.12g}"
    quantity = graph.get(str(argument))
    if quantity is None:
        return str(argument)
    if isinstance(quantity.given, Literal):
        return quantity.given.text
    return show(quantity.value, quantity.unit, digits)


def _expression(quantity: Quantity) -> Expr | None:
    if quantity.formula is not None:
        return quantity.formula.trace(quantity.inputs).outputs.get(quantity.output)
    return quantity.expr


def _argument(quantity: Quantity, name: str) -> object:
    """What stands for a symbol; `parts[2]` is the third of a list."""
    element = element_of(name)
    if element is not None:
        return quantity.inputs[element[0]][element[1]]
    if name not in quantity.inputs and quantity.formula is not None:
        return _default(quantity.formula.symbols[name])
    return quantity.inputs.get(name, name)


def _default(symbol: Symbol) -> object:
    """What a symbol takes that nothing is given for, as a reader would write it."""
    if not isinstance(symbol.default, int | float):
        return symbol.default
    unit = STANDARD.unit_of(substitute(symbol.dimension, {}))
    return Const(symbol.default, unit, show(float(symbol.default), unit, DEFAULT_DIGITS))


def _ingredients(graph: Graph, quantity: Quantity, digits: int) -> list[Ingredient]:
    found = []
    symbols = quantity.formula.symbols if quantity.formula is not None else quantity.inputs
    for symbol in symbols:
        argument = _argument(quantity, symbol)
        items = argument if isinstance(argument, list) else [argument]
        for item in items:
            known = graph.get(item) if isinstance(item, str) else None
            meaning = quantity.formula.symbols[symbol].meaning if quantity.formula else symbol
            found.append(
                Ingredient(
                    symbol,
                    known.id if known else None,
                    known.label if known else meaning,
                    shown_operand(graph, item, digits),
                )
            )
    return found


def _words(label: str) -> str:
    return symbol_markup(label) if label.isidentifier() else f'<mi class="nalsd-name">{_escape(label)}</mi>'


def _escape(text: str) -> str:
    from html import escape

    return escape(text)


__all__ = ["Derivation", "Ingredient", "Name", "derive", "shown_operand"]
