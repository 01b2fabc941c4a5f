"""The operations an expression may hold, each with its Python, numpy, JavaScript and written form, and its
dimension.

This table is the only place where an operation has several back-ends. Formulas are written with
`nalsd.graph.functions`,
which evaluate at once on floats and arrays, and build nodes on expressions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nalsd.graph import arrays, rules
from nalsd.graph.arrays import SETTLED, SNAP
from nalsd.graph.notation import (
    Call,
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


def power(base: float, exponent: float) -> float:
    """base ** exponent among the real numbers; ValueError for a root of a negative number."""
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError("a root of a negative number")
    return result


def bounded_sum(first: float, last: float, term: Callable[[float], float], most: int) -> float:
    """Sum of term(k) for the whole k from first to last; refuses more than `most` terms."""
    if not last - first + 1 <= most + SNAP:
        raise GuardError(f"a sum of {last - first + 1:.0f} terms is longer than the {most} allowed")
    result = 0.0  # a loop: the built-in sum rounds otherwise from Python 3.12 on, and JavaScript as here
    for k in range(int(snapped_ceil(first)), int(snapped_floor(last)) + 1):
        result += term(float(k))
    return result


def iterated(start: float, step: Callable[[float], float], times: int) -> float:
    """start, step(start), step(step(start)) ...; refuses a value that has not settled at the end."""
    before, value = start, start
    for _ in range(times):
        before, value = value, step(value)
    if abs(value - before) > SETTLED * max(abs(value), abs(before)):
        raise GuardError(f"the value has not settled after {times} steps: {before:.6g}, then {value:.6g}")
    return value


def solved(low: float, high: float, function: Callable[[float], float], steps: int) -> float:
    """Root of a monotone function between low and high, as close as `steps` halvings come.

    A halving is replaced by inverse quadratic interpolation where that is safe (T. R. Chandrupatla, 1997, "A
    new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function").
    """
    at_low, at_high = function(low), function(high)
    if at_low == 0:
        return low
    if at_high == 0:
        return high
    if (at_low > 0) == (at_high > 0):
        raise GuardError(f"no solution between {low:.6g} and {high:.6g}")
    close = abs(high - low) * 2.0**-steps
    a, at_a, b, at_b, share = low, at_low, high, at_high, 0.5
    for _ in range(2 * steps):
        x = a + share * (b - a)
        if x in (a, b):
            break
        at_x = function(x)
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = x, at_x
        least = close / abs(b - a)
        if least > 0.5 or at_a == 0:
            break
        xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        share = 0.5
        if phi * phi < xi and (1 - phi) * (1 - phi) < 1 - xi:
            share = at_a / (at_b - at_a) * at_c / (at_b - at_c)
            share += (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
        share = min(max(share, least), 1 - least)
    if abs(at_a) == abs(at_b):
        return (a + b) / 2
    return a if abs(at_a) < abs(at_b) else b


def looked_up(key: str, table: Mapping[str, float]) -> float:
    """The number a table holds for a category; GuardError for a category it does not have."""
    if key not in table:
        raise GuardError(f"{key!r} is not one of {', '.join(table)}")
    return table[key]


def largest(*args: float, categories: Sequence[str]) -> str:
    """The category of the largest value; of those within `SNAP` of each other the first."""
    best = 0
    for i, arg in enumerate(args):
        if arg > args[best] + SNAP * abs(args[best]):
            best = i
    return categories[best]


def called(*args: float, formula: Callable[..., Any]) -> Any:
    """What a formula of the engine gives."""
    return formula(*args)


@dataclass(frozen=True)
class Operation:
    """One operation in all its forms."""

    python: Callable[..., Any]
    """On floats. Sums, iterations and solutions take their body as a function."""
    numpy: Callable[..., Any]
    """On arrays; the numpy module is the first argument."""
    javascript: str
    """Template of the expression: `{0}` an argument, `{*}` all of them, `{extra}` what else it holds; `N.`
    names a function of `runtime.js`."""
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
    "div": Operation(lambda a, b: a / b, arrays.divide, "N.divide({0}, {1})", Fraction(), rules.quotient),
    "neg": Operation(lambda a: -a, lambda np, a: -a, "(-{0})", Prefix("−"), rules.first),
    "pow": Operation(power, arrays.power, "N.finite(Math.pow({0}, {1}))", Power(), rules.power),
    "min": Operation(
        min, lambda np, *a: arrays.extreme(np, np.minimum, *a), "Math.min({*})", Function("min"), rules.same
    ),
    "max": Operation(
        max, lambda np, *a: arrays.extreme(np, np.maximum, *a), "Math.max({*})", Function("max"), rules.same
    ),
    "ceil": Operation(
        snapped_ceil, lambda np, x: arrays.snap(np, x, np.ceil(x)), "N.ceil({0})", Fence("⌈", "⌉"),
        rules.countable,
    ),
    "floor": Operation(
        snapped_floor, lambda np, x: arrays.snap(np, x, np.floor(x)), "N.floor({0})", Fence("⌊", "⌋"),
        rules.countable,
    ),
    "abs": Operation(abs, lambda np, x: np.abs(x), "Math.abs({0})", Fence("|", "|"), rules.first),
    "sqrt": Operation(
        math.sqrt, lambda np, x: arrays.quiet(np, np.sqrt, x), "N.finite(Math.sqrt({0}))", Root(),
        rules.square_root,
    ),
    "exp": Operation(
        math.exp, lambda np, x: arrays.quiet(np, np.exp, x), "N.finite(Math.exp({0}))", Function("exp"),
        rules.pure,
    ),
    "expm1": Operation(
        math.expm1, lambda np, x: arrays.quiet(np, np.expm1, x), "N.finite(Math.expm1({0}))",
        Function("expm1"), rules.pure,
    ),
    "log": Operation(
        math.log, lambda np, x: arrays.quiet(np, np.log, x), "N.finite(Math.log({0}))", Function("ln"),
        rules.pure,
    ),
    "sin": Operation(math.sin, lambda np, x: np.sin(x), "Math.sin({0})", Function("sin"), rules.pure),
    "cos": Operation(math.cos, lambda np, x: np.cos(x), "Math.cos({0})", Function("cos"), rules.pure),
    "asin": Operation(
        math.asin, lambda np, x: arrays.quiet(np, np.arcsin, x), "N.finite(Math.asin({0}))",
        Function("arcsin"), rules.pure,
    ),
    "lgamma": Operation(
        math.lgamma, lambda np, x: arrays.elementwise(np, math.lgamma, x), "N.lgamma({0})",
        Function("ln Γ"), rules.pure,
    ),
    "normal_quantile": Operation(
        normal_quantile, arrays.normal_quantile, "N.normalQuantile({0})",
        Function("Φ⁻¹"), rules.pure,
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
        lambda a, b: bool(a) and bool(b), lambda np, a, b: np.logical_and(a, b), "({0} && {1})",
        Infix("and", 0.4), rules.truth,
    ),
    "either": Operation(
        lambda a, b: bool(a) or bool(b), lambda np, a, b: np.logical_or(a, b), "({0} || {1})",
        Infix("or", 0.2), rules.truth,
    ),
    "negate": Operation(
        lambda a: not a, lambda np, a: np.logical_not(a), "(!{0})", Prefix("not "), rules.truth
    ),
    "where": Operation(
        lambda condition, then, otherwise: then if condition else otherwise,
        lambda np, condition, then, otherwise: np.where(condition, then, otherwise),
        "({0} ? {1} : {2})", Cases(), rules.branches,
    ),
    "sum": Operation(
        bounded_sum, arrays.series, "N.sum({0}, {1}, {2}, {extra})", Series("∑"), rules.series
    ),
    "iterate": Operation(
        iterated, arrays.iterated, "N.iterate({0}, {1}, {extra})", Function("iterate"), rules.iteration
    ),
    "solve": Operation(
        solved, arrays.solved, "N.solve({0}, {1}, {2}, {extra})", Function("solve"), rules.solution
    ),
    "argmax": Operation(
        largest, arrays.largest, "N.argmax({extra}, [{*}])", Function("arg max"), rules.category
    ),
    "lookup": Operation(
        looked_up, arrays.looked_up, "N.lookup({extra}, {0})", Function("table"), rules.looked_up
    ),
    "call": Operation(called, lambda np, *a, formula: formula(*a), "{extra}({*})", Call(), rules.called),
}  # fmt: skip
