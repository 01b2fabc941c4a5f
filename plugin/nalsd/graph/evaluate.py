"""The float of an expression, node by node; nothing an author wrote is ever handed to Python."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.graph.operations import OPERATIONS, GuardError


def evaluate(expr: Expr, values: Mapping[str, Any]) -> Any:
    """Value of an expression in base units; `values` maps each name to a float or a category.

    Raises ZeroDivisionError, OverflowError, ValueError or GuardError where it has none.
    """
    return _evaluate(expr, values, {})


def _evaluate(expr: Expr, values: Mapping[str, Any], bound: dict[Bound, float]) -> Any:
    if type(expr) is not Op:
        if isinstance(expr, Const):
            return expr.value
        if isinstance(expr, Name):
            return values[expr.name]
        assert isinstance(expr, Bound)
        return bound[expr]
    if expr.name in _ARITHMETIC:
        one, other = expr.args
        return _finite(
            _ARITHMETIC[expr.name](
                values[one.name] if type(one) is Name else _evaluate(one, values, bound),
                values[other.name] if type(other) is Name else _evaluate(other, values, bound),
            )
        )
    if expr.name in _LAZY:
        return _lazy(expr, values, bound)
    compute = OPERATIONS[expr.name].python
    args = []
    for arg in expr.args:
        kind = type(arg)
        if kind is Name:
            args.append(values[arg.name])
        elif kind is Const:
            args.append(arg.value)
        elif kind is Lambda:
            args.append(_function(arg, values, bound))
        else:
            args.append(_evaluate(arg, values, bound))
    if expr.name == "argmax":
        return compute(*args, categories=expr.extra)
    if expr.name == "lookup":
        return compute(*args, table=expr.extra)
    if expr.name == "call":
        return compute(*args, formula=expr.extra)
    return _finite(compute(*args, expr.extra) if expr.extra is not None else compute(*args))


def _finite(found: Any) -> Any:
    """A later step may make a number of what is too large again: 5 / infinity is 0, and wrong."""
    if type(found) is float and not isfinite(found):
        raise OverflowError("an intermediate result is not finite")
    return found


_ARITHMETIC = {name: OPERATIONS[name].python for name in ("add", "sub", "mul", "div")}
"""What nearly all nodes are."""

_LAZY = frozenset({"where", "both", "either"})
"""Operations whose later arguments may have no value where they do not matter."""


def _lazy(expr: Op, values: Mapping[str, Any], bound: dict[Bound, float]) -> Any:
    first = _evaluate(expr.args[0], values, bound)
    if expr.name == "where":
        return _evaluate(expr.args[1] if first else expr.args[2], values, bound)
    if bool(first) == (expr.name == "either"):
        return bool(first)
    return bool(_evaluate(expr.args[1], values, bound))


def _function(body: Lambda, values: Mapping[str, Any], bound: dict[Bound, float]) -> Any:
    def function(x: float) -> Any:
        inner = {**bound, body.variable: x}
        for condition, message in body.guards:
            if not _evaluate(condition, values, inner):
                raise GuardError(message)
        return _evaluate(body.body, values, inner)

    return function
