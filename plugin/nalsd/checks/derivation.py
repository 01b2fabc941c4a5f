"""How a quantity comes about, as text for messages, commands and exports."""

from __future__ import annotations

from itertools import islice

from nalsd.graph import Const, Expr, Graph, Quantity, derive
from nalsd.graph.derivation import shown_operand
from nalsd.graph.expr import Op, walk
from nalsd.graph.writing import to_text

MOST_NODES = 60
"""A formula with more operations than this is an algorithm: it is written as a call."""


def formula_text(quantity: Quantity) -> str:
    """The formula of a quantity with the ids of its inputs in place of symbols; empty when it was stated."""
    if quantity.expr is not None:
        return to_text(quantity.expr)
    if quantity.formula is None:
        return ""
    expr = _traced(quantity)
    if expr is None or not readable(expr):
        # A choice among the inputs, or a long algorithm: neither is an expression that people read.
        return _call(quantity, [_written(argument) for argument in quantity.inputs.values()])
    return to_text(expr, lambda symbol: _written(_argument(quantity, symbol)))


def is_algorithm(quantity: Quantity) -> bool:
    """Whether what computes a quantity is too long to be read as one line: it is written as a call."""
    if not quantity.computed or quantity.formula is None:
        return quantity.computed and (quantity.expr is None or not readable(quantity.expr))
    expr = _traced(quantity)
    return expr is None or not readable(expr) or (isinstance(expr, Op) and expr.name == "call")


def _traced(quantity: Quantity) -> Expr | None:
    assert quantity.formula is not None
    return quantity.formula.trace(quantity.inputs).outputs.get(quantity.output)


def substituted_text(graph: Graph, quantity: Quantity) -> str:
    """The formula with the values in place of the inputs; empty when it was stated."""
    expr = quantity.expr
    if quantity.formula is not None:
        expr = _traced(quantity)
    if not quantity.computed:
        return ""
    if expr is None or not readable(expr):
        operands = [_operand(graph, argument) for argument in (quantity.inputs or {}).values()]
        return _call(quantity, operands) if quantity.formula is not None else ""
    derivation = derive(graph, quantity.id)
    return "" if derivation is None else derivation.substituted_text


def readable(expr: Expr) -> bool:
    """Whether an expression is short enough to be read as one line."""
    return len(list(islice(walk(expr), MOST_NODES + 1))) <= MOST_NODES


def _call(quantity: Quantity, operands: list[str]) -> str:
    assert quantity.formula is not None
    return f"{quantity.formula.name}({', '.join(operands)})"


def _argument(quantity: Quantity, symbol: str) -> object:
    """What stands for a symbol; `parts[2]` is the third of a list. A symbol left out has its default."""
    name, _, index = symbol.partition("[")
    if name not in quantity.inputs:
        default = None if quantity.formula is None else quantity.formula.symbols[name].default
        return name if default is None else default
    argument = quantity.inputs[name]
    return argument[int(index.rstrip("]"))] if isinstance(argument, list) and index else argument


def _written(argument: object) -> str:
    if isinstance(argument, list):
        return f"[{', '.join(_written(item) for item in argument)}]"
    if isinstance(argument, Const):
        return argument.text or f"{argument.value:.12g}"
    return f"{argument:.12g}" if isinstance(argument, float) else str(argument)


def _operand(graph: Graph, argument: object) -> str:
    if isinstance(argument, list):
        return f"[{', '.join(_operand(graph, item) for item in argument)}]"
    return shown_operand(graph, argument)
