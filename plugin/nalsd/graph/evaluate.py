"""The float of an expression, node by node; nothing an author wrote is ever handed to Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.graph.operations import OPERATIONS


def evaluate(expr: Expr, values: Mapping[str, Any]) -> Any:
    """Value of an expression in base units; `values` maps each name to a float or a category.

    Raises ZeroDivisionError, OverflowError, ValueError or GuardError where it has none.
    """
    return _evaluate(expr, values, {})


def _evaluate(expr: Expr, values: Mapping[str, Any], bound: dict[Bound, float]) -> Any:
    if isinstance(expr, Const):
        return expr.value
    if isinstance(expr, Name):
        return values[expr.name]
    if isinstance(expr, Bound):
        return bound[expr]
    assert isinstance(expr, Op)
    compute = OPERATIONS[expr.name].python
    if expr.name == "where":
        condition, then, otherwise = expr.args
        return _evaluate(then if _evaluate(condition, values, bound) else otherwise, values, bound)
    args = [
        _function(a, values, bound) if isinstance(a, Lambda) else _evaluate(a, values, bound)
        for a in expr.args
    ]
    if expr.name == "argmax":
        return compute(*args, categories=expr.extra)
    if expr.name == "lookup":
        return compute(*args, table=expr.extra)
    if expr.extra is not None:
        return compute(*args, expr.extra)
    return compute(*args)


def _function(body: Lambda, values: Mapping[str, Any], bound: dict[Bound, float]) -> Any:
    return lambda x: _evaluate(body.body, values, {**bound, body.variable: x})
