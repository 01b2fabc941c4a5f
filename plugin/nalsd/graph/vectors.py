"""Samples of an expression: a name may hold an array, each element valued as `nalsd.graph.evaluate` does.

What has no value in one sample is NaN there and takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nalsd.graph import functions
from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.graph.kernels import kernel_of, valued
from nalsd.graph.operations import OPERATIONS

Shared = dict[int, Any]
"""Values of nodes, by their identity: what stands in several places is computed once."""

_DIRECT = frozenset({"add", "sub", "mul", "lt", "le", "gt", "ge"})
"""Operations whose Python form takes arrays as they are."""

_VERBS: dict[str, Callable[..., Any]] = {
    "sum": functions.sum_over,
    "iterate": functions.iterate,
    "solve": functions.solve,
}
"""Operations over a body; where their order of arguments is not that of the node, `_with_body` turns it."""


def evaluate_samples(np: Any, expr: Expr, values: Mapping[str, Any], shared: Shared | None = None) -> Any:
    """Values of an expression; `values` maps each name to a float, a category or an array of samples.

    What several expressions share is computed once when they are given the same `shared`. Raises what
    `evaluate` does where no sample has a value.
    """
    return _evaluate(np, expr, values, {}, {} if shared is None else shared)


def _evaluate(
    np: Any, expr: Expr | Lambda, values: Mapping[str, Any], bound: dict[Bound, Any], shared: Shared
) -> Any:
    kind = type(expr)
    if kind is Name:
        return values[expr.name]  # type: ignore[union-attr]
    if kind is Const:
        return expr.value  # type: ignore[union-attr]
    if kind is Bound:
        return bound[expr]  # type: ignore[index]
    assert isinstance(expr, Op)
    name = expr.name
    if name in _DIRECT and not bound:
        one, other = expr.args
        return OPERATIONS[name].python(
            _evaluate(np, one, values, bound, shared), _evaluate(np, other, values, bound, shared)
        )
    if name == "where":
        condition, then, otherwise = expr.args
        return functions.where(
            _evaluate(np, condition, values, bound, shared),
            lambda: _evaluate(np, then, values, bound, shared),
            lambda: _evaluate(np, otherwise, values, bound, shared),
        )
    if name in _VERBS:
        if bound:
            return _with_body(np, expr, values, bound, shared)
        if id(expr) not in shared:
            shared[id(expr)] = _kernel(np, expr, values, shared)
        return shared[id(expr)]
    if id(expr) not in shared:
        shared[id(expr)] = _operation(np, expr, values, bound, shared)
    return shared[id(expr)]


def _operation(np: Any, expr: Op, values: Mapping[str, Any], bound: dict[Bound, Any], shared: Shared) -> Any:
    name = expr.name
    args = [_evaluate(np, arg, values, bound, shared) for arg in expr.args]
    if name == "call":
        return expr.extra(*args)  # type: ignore[operator]
    named: dict[str, Any] = {}
    if name == "argmax":
        named["categories"] = expr.extra
    elif name == "lookup":
        named["table"] = expr.extra
    operation = OPERATIONS[name]
    if any(getattr(arg, "ndim", 0) for arg in args):
        return operation.numpy(np, *args, **named)
    return operation.python(*args, **named)


def _kernel(np: Any, expr: Op, values: Mapping[str, Any], shared: Shared) -> Any:
    kernel = kernel_of(expr)
    atoms = {name: _evaluate(np, atom, values, {}, shared) for name, atom in kernel.atoms.items()}
    assert isinstance(kernel.body, Op)
    body = kernel.body
    return valued(np, atoms, lambda held: _with_body(np, body, held, {}, {}))


def _with_body(np: Any, expr: Op, values: Mapping[str, Any], bound: dict[Bound, Any], shared: Shared) -> Any:
    args = [
        _body(np, arg, values, bound)
        if isinstance(arg, Lambda)
        else _evaluate(np, arg, values, bound, shared)
        for arg in expr.args
    ]
    if expr.name == "solve":
        low, high, function = args
        return functions.solve(function, low, high, expr.extra)  # type: ignore[arg-type]
    return _VERBS[expr.name](*args, expr.extra)


def _body(np: Any, body: Lambda, values: Mapping[str, Any], bound: dict[Bound, Any]) -> Callable[[Any], Any]:
    def function(x: Any) -> Any:
        inner = {**bound, body.variable: x}
        shared: Shared = {}
        for condition, message in body.guards:
            functions.guard(_evaluate(np, condition, values, inner, shared), message)
        return _evaluate(np, body.body, values, inner, shared)

    return function
