"""How a quantity comes about, as text: its formula over ids, and its inputs down to their sources."""

from __future__ import annotations

from nalsd.graph import Citation, Location
from nalsd.graph.expr import Const
from nalsd.graph.quantity import Quantity
from nalsd.graph.writing import to_text


def formula_text(quantity: Quantity) -> str:
    """The formula of a quantity with the ids of its inputs in place of symbols; empty when it was stated."""
    if quantity.expr is not None:
        return to_text(quantity.expr)
    if quantity.formula is None:
        return ""
    trace = quantity.formula.trace(quantity.inputs)
    expr = trace.outputs.get(quantity.output)
    if expr is None:
        # The result is a category chosen by the formula's own arguments, which has no expression to show.
        return f"{quantity.formula.name}({', '.join(quantity.inputs)})"
    return to_text(expr, lambda symbol: _actual(quantity, symbol))


def source_text(source: Location | Citation | None) -> str:
    """A source as people read it; empty for a computed quantity."""
    return "" if source is None else str(source)


def _actual(quantity: Quantity, symbol: str) -> str:
    name, _, index = symbol.partition("[")
    argument = quantity.inputs.get(name)
    if isinstance(argument, list):
        argument = argument[int(index.rstrip("]"))] if index else argument[0]
    if isinstance(argument, Const):
        return argument.text or f"{argument.value:.12g}"
    if argument is None and quantity.formula is not None:
        default = quantity.formula.symbols[name].default
        return name if default is None else str(default)
    return str(argument)
