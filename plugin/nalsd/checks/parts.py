"""Formulas as an outline: of a choice what is largest, of what is too long for one line its parts.

Only expressions of the analysis are so; a long algorithm of a formula is written as a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from nalsd.graph import Expr, Graph, Name, Quantity
from nalsd.graph.dimensions import infer
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Const, Lambda, Op, names, walk
from nalsd.graph.rules import DimensionError
from nalsd.graph.words import in_words
from nalsd.graph.writing import to_text
from nalsd.physics.outline import Step
from nalsd.units import ONE, format_value

LINE = 24
"""Operations and operands that stand in one line."""

LARGEST = 8
"""Alternatives of a choice that are told, the largest first."""

SUM = "the sum below"


def outlined(graph: Graph, quantity: Quantity) -> Step | None:
    """The outline of a choice, and of an expression too long to be read; None for what fits a line."""
    from nalsd.checks.derivation import readable

    expr = quantity.expr
    if isinstance(expr, Op) and expr.name == "argmax":
        return _choice(graph, expr)
    return None if expr is None or readable(expr) else _step(graph, expr, told=True)


def _choice(graph: Graph, expr: Op) -> Step:
    """What is chosen from, the largest first."""
    categories: tuple[str, ...] = expr.extra
    values = [_value(graph, part) for part in expr.args]
    order = sorted(range(len(values)), key=lambda i: -(values[i] if values[i] is not None else -1.0))
    inside = [Step(f"{in_words(categories[i])}: {_text(expr.args[i])}{_result(graph, expr.args[i])}")
              for i in order[:LARGEST]]  # fmt: skip
    left = len(order) - len(inside)
    if left > 0:
        inside.append(Step(f"and {left} smaller"))
    return Step(f"the largest of {len(order)}", tuple(inside))


def _step(graph: Graph, expr: Expr, *, told: bool = False) -> Step:
    """One line where it fits; else what is done with a sum, and the sum's parts below it. What has been
    `told` already is not said to be what it comes to."""
    result = "" if told else _result(graph, expr)
    if not _fits(expr) and isinstance(expr, Op):
        if expr.name == "add":
            return Step(f"a sum{result}", tuple(_lines(graph, expr)))
        long = max(range(len(expr.args)), key=lambda i: sum(1 for _ in walk(expr.args[i])))
        inner = expr.args[long]
        if isinstance(inner, Op) and inner.name == "add":
            args = [Name(SUM) if i == long else arg for i, arg in enumerate(expr.args)]
            said = _text(Op(expr.name, *args, extra=expr.extra))
            return Step(f"{said}{result}", tuple(_lines(graph, inner)))
    return Step(f"{_text(expr)}{result}")


def _lines(graph: Graph, total: Op) -> Iterator[Step]:
    """The parts of a sum, short ones together in one line."""
    together: Expr | None = None
    for part in _addends(total):
        joined = part if together is None else together + part
        if _fits(joined):
            together = joined
            continue
        if together is not None:
            yield _step(graph, together)
        together = part if _fits(part) else None
        if together is None:
            yield _step(graph, part)
    if together is not None:
        yield _step(graph, together)


def _addends(expr: Expr | Lambda) -> Iterator[Expr]:
    if isinstance(expr, Op) and expr.name == "add":
        for part in expr.args:
            yield from _addends(part)
    elif not isinstance(expr, Lambda):
        yield expr


def _fits(expr: Expr) -> bool:
    return len(list(islice(walk(expr), LINE + 1))) <= LINE


def _text(expr: Expr | Lambda) -> str:
    """The expression with a place for the value of each quantity."""
    return to_text(expr, lambda name: name if name == SUM else f"{{{name}}}")  # type: ignore[arg-type]


def _value(graph: Graph, expr: Expr | Lambda) -> float | None:
    try:
        value = evaluate(expr, {name: graph.value(name) for name in names(expr)})  # type: ignore[arg-type]
    except (ArithmeticError, TypeError, ValueError):
        return None
    return value if isinstance(value, float) else None


def _result(graph: Graph, expr: Expr | Lambda) -> str:
    """What a line comes to; nothing for what is a number or a quantity as it stands."""
    if isinstance(expr, Name | Const) or (value := _value(graph, expr)) is None:
        return ""
    try:
        dimension = infer(expr, lambda name: unit.dimension if (unit := graph[name].unit) else ONE)  # type: ignore[arg-type]
    except DimensionError:
        return ""
    return f" = {format_value(value, graph.units.unit_of(dimension or ONE))}"


__all__ = ["outlined"]
