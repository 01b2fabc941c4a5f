"""The numpy forms of operations that numpy has not: what has no value is NaN in its place, not an error.

An array holds samples: one of them outside an operation's limits must not take the others with it. The numpy
module is handed in, so that nothing is imported before there is an array.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

SNAP = 1e-9
"""Relative distance within which a value counts as the integer beside it, in every back-end."""

SETTLED = 1e-9
"""Relative change of the last step below which an iteration has settled, in every back-end."""


def snap(np: Any, x: Any, rounded: Any) -> Any:
    """The whole number beside x where there is one within `SNAP`, else what was rounded."""
    near = np.floor(x + 0.5)
    return np.where(np.abs(x - near) <= SNAP * np.maximum(1.0, np.abs(x)), near, rounded)


def elementwise(np: Any, function: Callable[[float], float], x: Any) -> Any:
    """A function of one float on each element."""

    def one(value: float) -> float:
        try:
            return function(value)
        except (ValueError, OverflowError):
            return math.nan

    return np.vectorize(one, otypes=[float])(x)


def divide(np: Any, a: Any, b: Any) -> Any:
    """Quotients; NaN where it is divided by zero."""
    with np.errstate(all="ignore"):
        if np.all(b):
            return a / b
        return np.where(np.equal(b, 0), np.nan, np.divide(a, b))


def power(np: Any, base: Any, exponent: Any) -> Any:
    """Powers; NaN where there is no finite real one."""
    with np.errstate(all="ignore"):
        return finite(np, np.power(np.asarray(base, dtype=float), exponent))


def finite(np: Any, values: Any) -> Any:
    """The values, NaN where one is infinite."""
    return np.where(np.isfinite(values), values, np.nan)


def quiet(np: Any, function: Callable[[Any], Any], x: Any) -> Any:
    """A function of numpy; NaN where it has no finite value."""
    with np.errstate(all="ignore"):
        return finite(np, function(x))


def extreme(np: Any, pick: Any, *values: Any) -> Any:
    """`numpy.minimum` or `numpy.maximum` of several."""
    return pick.reduce(np.broadcast_arrays(*values))


def series(np: Any, first: Any, last: Any, term: Callable[[Any], Any], most: int) -> Any:
    """Sums of term(k) for the whole k from first to last of each element; NaN where there are too many."""
    first, last = np.broadcast_arrays(snap(np, first, np.ceil(first)), snap(np, last, np.floor(last)))
    count = last - first + 1
    result = np.where(count <= most, 0.0, np.nan)
    for i in range(int(min(most, np.max(count, initial=0)))):
        k = np.minimum(first + i, np.maximum(first, last))
        with np.errstate(all="ignore"):
            result = result + np.where(i < count, term(k), 0.0)
    return result


def iterated(np: Any, start: Any, step: Callable[[Any], Any], times: int) -> Any:
    """step(step(... start)); NaN where it has not settled."""
    before, value = start, start
    for _ in range(times):
        before, value = value, step(value)
    largest = np.maximum(np.abs(value), np.abs(before))
    return np.where(np.abs(value - before) <= SETTLED * largest, value, np.nan)


def bisected(np: Any, low: Any, high: Any, function: Callable[[Any], Any], steps: int) -> Any:
    """Roots of a monotone function by halving; NaN where there is none."""
    first, last = low, high
    with np.errstate(all="ignore"):
        at_low, at_high = function(low), function(high)
        for _ in range(steps):
            middle = (low + high) / 2
            left = (function(middle) > 0) == (at_low > 0)
            low, high = np.where(left, middle, low), np.where(left, high, middle)
    found = np.where((at_low > 0) == (at_high > 0), np.nan, (low + high) / 2)
    return np.where(at_low == 0, first, np.where(at_high == 0, last, found))


def largest(np: Any, *args: Any, categories: Sequence[str]) -> Any:
    """The category of the largest of each element; of equal ones the first."""
    return np.asarray(categories, dtype=object)[np.argmax(np.stack(np.broadcast_arrays(*args)), axis=0)]


def looked_up(np: Any, key: Any, table: Mapping[str, float]) -> Any:
    """What a table holds for each category; NaN for one it does not have."""
    return np.vectorize(lambda one: table.get(one, math.nan), otypes=[float])(key)


_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_SHOULDER = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
     6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip
"""Wichura's rational approximations (algorithm AS 241, PPND16), as `statistics.NormalDist` has them."""


def normal_quantile(np: Any, p: Any) -> Any:
    """Quantiles of the standard normal distribution; NaN outside 0..1 (M. J. Wichura, 1988, AS 241)."""

    def ratio(coefficients: Any, x: Any) -> Any:
        above, below = (coefficients[0][0], coefficients[1][0])
        for a, b in zip(coefficients[0][1:], coefficients[1][1:], strict=True):
            above, below = above * x + a, below * x + b
        return above / below

    shape = np.shape(p)
    p = np.ravel(np.asarray(p, dtype=float))
    with np.errstate(all="ignore"):
        q = p - 0.5
        result = q * ratio(_CENTRE, 0.180625 - q * q)
        outer = np.abs(q) > 0.425
        left = np.where(q > 0, 1 - p, p)[outer]
        r = np.sqrt(-np.log(left))
        tail = np.where(r <= 5.0, ratio(_SHOULDER, r - 1.6), ratio(_TAIL, r - 5.0))
        result[outer] = np.where(q[outer] < 0, -tail, tail)
    return np.where((p > 0) & (p < 1), result, np.nan).reshape(shape)
