"""The operations an expression may hold, each with its Python, numpy, JavaScript and written form, and its
dimension.

This table is the only place where an operation has several back-ends. Formulas are written with
`nalsd.graph.functions`,
which evaluate at once on floats and arrays, and build nodes on expressions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nalsd.graph import rules
from nalsd.graph.notation import (
    Cases,
    Comparison,
    Fence,
    Fraction,
    Function,
    Infix,
    Notation,
    Power,
    Prefix,
    Root,
    Series,
)

SNAP = 1e-9
"""Relative distance within which a value counts as the integer beside it, in every back-end."""

SETTLED = 1e-9
"""Relative change of the last step below which an iteration has settled."""


class GuardError(ValueError):
    """A formula was used outside its limits of validity."""


def snapped_ceil(x: float) -> float:
    """Ceiling that reads 20.000000000000004 as 20."""
    near = math.floor(x + 0.5)
    return float(near) if abs(x - near) <= SNAP * max(1.0, abs(x)) else float(math.ceil(x))


def snapped_floor(x: float) -> float:
    """Floor that reads 19.999999999999996 as 20."""
    near = math.floor(x + 0.5)
    return float(near) if abs(x - near) <= SNAP * max(1.0, abs(x)) else float(math.floor(x))


def normal_quantile(p: float) -> float:
    """Quantile of the standard normal distribution."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


def bounded_sum(first: float, last: float, term: Callable[[float], float], most: int) -> float:
    """Sum of term(k) for k from first to last; refuses more than `most` terms."""
    if last - first + 1 > most:
        raise GuardError(f"a sum of {last - first + 1:.0f} terms is longer than the {most} allowed")
    return sum((term(float(k)) for k in range(int(first), int(last) + 1)), 0.0)


def iterated(start: float, step: Callable[[float], float], times: int) -> float:
    """start, step(start), step(step(start)) ...; refuses a value that has not settled at the end."""
    before, value = start, start
    for _ in range(times):
        before, value = value, step(value)
    if abs(value - before) > SETTLED * max(abs(value), abs(before)):
        raise GuardError(f"the value has not settled after {times} steps: {before:.6g}, then {value:.6g}")
    return value


def bisected(low: float, high: float, function: Callable[[float], float], steps: int) -> float:
    """Root of a monotone function between low and high, by a fixed number of halvings."""
    at_low, at_high = function(low), function(high)
    if at_low == 0:
        return low
    if at_high == 0:
        return high
    if (at_low > 0) == (at_high > 0):
        raise GuardError(f"no solution between {low:.6g} and {high:.6g}")
    for _ in range(steps):
        middle = (low + high) / 2
        if (function(middle) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _np_snap(np: Any, x: Any, rounded: Any) -> Any:
    near = np.floor(x + 0.5)
    return np.where(np.abs(x - near) <= SNAP * np.maximum(1.0, np.abs(x)), near, rounded)


def _np_sum(np: Any, first: Any, last: Any, term: Callable[[Any], Any], most: int) -> Any:
    longest = int(np.max(last - first)) + 1
    if longest > most:
        raise GuardError(f"a sum of {longest} terms is longer than the {most} allowed")
    total = 0.0
    for i in range(longest):
        k = first + i
        total = total + np.where(k <= last, term(np.minimum(k, last)), 0.0)
    return total


def _np_iterate(np: Any, start: Any, step: Callable[[Any], Any], times: int) -> Any:
    value = start
    for _ in range(times):
        value = step(value)
    return value


def _np_solve(np: Any, low: Any, high: Any, function: Callable[[Any], Any], steps: int) -> Any:
    positive = function(low) > 0
    for _ in range(steps):
        middle = (low + high) / 2
        left = (function(middle) > 0) == positive
        low, high = np.where(left, middle, low), np.where(left, high, middle)
    return (low + high) / 2


def _np_argmax(np: Any, *args: Any, categories: tuple[str, ...]) -> Any:
    return np.asarray(categories, dtype=object)[np.argmax(np.stack(np.broadcast_arrays(*args)), axis=0)]


def _np_lookup(np: Any, key: Any, table: dict[str, float]) -> Any:
    return np.vectorize(table.__getitem__, otypes=[float])(key)


def _argmax(*args: float, categories: tuple[str, ...]) -> str:
    return categories[max(range(len(args)), key=args.__getitem__)]


def _lookup(key: str, table: dict[str, float]) -> float:
    return table[key]


@dataclass(frozen=True)
class Operation:
    """One operation in all its forms."""

    python: Callable[..., Any]
    """On floats. Sums, iterations and solutions take their body as a function."""
    numpy: Callable[..., Any]
    """On arrays; the numpy module is the first argument."""
    javascript: str
    """Template of the expression; `N.` names a function of `RUNTIME`."""
    notation: Notation
    """How it is written for readers, in MathML and in text."""
    dimension: rules.Rule
    """Dimension of the result from the dimensions of the arguments."""


OPERATIONS: dict[str, Operation] = {
    "add": Operation(lambda a, b: a + b, lambda np, a, b: a + b, "({0} + {1})", Infix("+", 1), rules.same),
    "sub": Operation(
        lambda a, b: a - b, lambda np, a, b: a - b, "({0} - {1})", Infix("−", 1, right=2), rules.same
    ),
    "mul": Operation(lambda a, b: a * b, lambda np, a, b: a * b, "({0} * {1})", Infix("×", 2), rules.product),
    "div": Operation(lambda a, b: a / b, lambda np, a, b: a / b, "({0} / {1})", Fraction(), rules.quotient),
    "neg": Operation(lambda a: -a, lambda np, a: -a, "(-{0})", Prefix("−"), rules.first),
    "pow": Operation(lambda a, b: a**b, lambda np, a, b: a**b, "Math.pow({0}, {1})", Power(), rules.power),
    "min": Operation(
        min,
        lambda np, *a: np.minimum.reduce(np.broadcast_arrays(*a)),
        "Math.min({*})",
        Function("min"),
        rules.same,
    ),
    "max": Operation(
        max,
        lambda np, *a: np.maximum.reduce(np.broadcast_arrays(*a)),
        "Math.max({*})",
        Function("max"),
        rules.same,
    ),
    "ceil": Operation(
        snapped_ceil,
        lambda np, x: _np_snap(np, x, np.ceil(x)),
        "N.ceil({0})",
        Fence("⌈", "⌉"),
        rules.countable,
    ),
    "floor": Operation(
        snapped_floor,
        lambda np, x: _np_snap(np, x, np.floor(x)),
        "N.floor({0})",
        Fence("⌊", "⌋"),
        rules.countable,
    ),
    "abs": Operation(abs, lambda np, x: np.abs(x), "Math.abs({0})", Fence("|", "|"), rules.first),
    "sqrt": Operation(math.sqrt, lambda np, x: np.sqrt(x), "Math.sqrt({0})", Root(), rules.square_root),
    "exp": Operation(math.exp, lambda np, x: np.exp(x), "Math.exp({0})", Function("exp"), rules.pure),
    "log": Operation(math.log, lambda np, x: np.log(x), "Math.log({0})", Function("ln"), rules.pure),
    "sin": Operation(math.sin, lambda np, x: np.sin(x), "Math.sin({0})", Function("sin"), rules.pure),
    "cos": Operation(math.cos, lambda np, x: np.cos(x), "Math.cos({0})", Function("cos"), rules.pure),
    "asin": Operation(
        math.asin, lambda np, x: np.arcsin(x), "Math.asin({0})", Function("arcsin"), rules.pure
    ),
    "lgamma": Operation(
        math.lgamma,
        lambda np, x: np.vectorize(math.lgamma, otypes=[float])(x),
        "N.lgamma({0})",
        Function("ln Γ"),
        rules.pure,
    ),
    "normal_quantile": Operation(
        normal_quantile,
        lambda np, p: np.vectorize(normal_quantile, otypes=[float])(p),
        "N.normalQuantile({0})",
        Function("Φ⁻¹"),
        rules.pure,
    ),
    "lt": Operation(
        lambda a, b: a < b, lambda np, a, b: a < b, "({0} < {1})", Comparison("<"), rules.comparison
    ),
    "le": Operation(
        lambda a, b: a <= b, lambda np, a, b: a <= b, "({0} <= {1})", Comparison("≤"), rules.comparison
    ),
    "gt": Operation(
        lambda a, b: a > b, lambda np, a, b: a > b, "({0} > {1})", Comparison(">"), rules.comparison
    ),
    "ge": Operation(
        lambda a, b: a >= b, lambda np, a, b: a >= b, "({0} >= {1})", Comparison("≥"), rules.comparison
    ),
    "eq": Operation(
        lambda a, b: a == b, lambda np, a, b: a == b, "({0} === {1})", Comparison("="), rules.comparison
    ),
    "both": Operation(
        lambda a, b: bool(a) and bool(b),
        lambda np, a, b: np.logical_and(a, b),
        "({0} && {1})",
        Infix("and", 0),
        rules.truth,
    ),
    "either": Operation(
        lambda a, b: bool(a) or bool(b),
        lambda np, a, b: np.logical_or(a, b),
        "({0} || {1})",
        Infix("or", 0),
        rules.truth,
    ),
    "negate": Operation(
        lambda a: not a, lambda np, a: np.logical_not(a), "(!{0})", Prefix("not "), rules.truth
    ),
    "where": Operation(
        lambda condition, then, otherwise: then if condition else otherwise,
        lambda np, condition, then, otherwise: np.where(condition, then, otherwise),
        "({0} ? {1} : {2})",
        Cases(),
        rules.branches,
    ),
    "sum": Operation(bounded_sum, _np_sum, "N.sum({0}, {1}, {2}, {extra})", Series("∑"), rules.series),
    "iterate": Operation(
        iterated, _np_iterate, "N.iterate({0}, {1}, {extra})", Function("iterate"), rules.iteration
    ),
    "solve": Operation(
        bisected, _np_solve, "N.solve({0}, {1}, {2}, {extra})", Function("solve"), rules.solution
    ),
    "argmax": Operation(_argmax, _np_argmax, "N.argmax({extra}, [{*}])", Function("arg max"), rules.category),
    "lookup": Operation(_lookup, _np_lookup, "N.lookup({extra}, {0})", Function("table"), rules.looked_up),
}
