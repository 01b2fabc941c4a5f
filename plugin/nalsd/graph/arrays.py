"""The numpy forms of operations that numpy has not: what has no value is NaN in its place, not an error.

An array holds samples: one of them outside an operation's limits must not take the others with it. The numpy
module is handed in, so that nothing is imported before there is an array.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

SNAP = 1e-9
"""Relative distance within which a value counts as the integer beside it, and the larger of two as no larger,
in every back-end."""

SETTLED = 1e-9
"""Relative change of the last step below which an iteration has settled, in every back-end."""


def snap(np: Any, x: Any, rounded: Any) -> Any:
    """The whole number beside x where there is one within `SNAP`, else what was rounded."""
    near = np.floor(x + 0.5)
    away, size = np.abs(x - near), np.abs(x)
    if getattr(size, "ndim", 0):
        np.maximum(size, 1.0, out=size)
        size *= SNAP
    else:
        size = SNAP * max(1.0, size)
    return chosen(np, away <= size, near, rounded)


def chosen(np: Any, condition: Any, then: Any, otherwise: Any) -> Any:
    """`numpy.where`, which costs ten additions, only where the samples are of two minds."""
    if condition.all():
        return then
    return np.where(condition, then, otherwise) if condition.any() else otherwise


COUNTS = 300
"""Most whole numbers, from the least of an array to its greatest, that are looked up in a table."""


def counted(np: Any, x: Any) -> tuple[Any, Any] | None:
    """An array of whole numbers close together as places in a table, and that table; None for any other."""
    low = x.min()
    above = x - low
    if above.max() < COUNTS and (above == np.floor(above)).all():
        return above.astype(int), low + np.arange(above.max() + 1)
    return None


def elementwise(np: Any, function: Callable[[float], float], x: Any) -> Any:
    """A function of one float on each element; of counts, on each of them once."""
    found = counted(np, x) if getattr(x, "size", 0) > COUNTS else None
    if found is not None:
        places, numbers = found
        return elementwise(np, function, numbers)[places]

    def one(value: float) -> float:
        try:
            return function(value)
        except (ValueError, OverflowError):
            return math.nan

    return np.array([one(value) for value in np.ravel(x).tolist()], dtype=float).reshape(np.shape(x))


def divide(np: Any, a: Any, b: Any) -> Any:
    """Quotients; NaN where it is divided by zero."""
    with np.errstate(all="ignore"):
        if b.min() > 0 or b.all() if getattr(b, "ndim", 0) else b:
            return a / b
        return np.where(np.equal(b, 0), np.nan, np.divide(a, b))


def power(np: Any, base: Any, exponent: Any) -> Any:
    """Powers; NaN where there is no finite real one."""
    with np.errstate(all="ignore"):
        return finite(np, np.power(np.asarray(base, dtype=float), exponent))


def finite(np: Any, values: Any) -> Any:
    """The values, NaN where one is infinite."""
    known = np.isfinite(values)
    return values if known.all() else np.where(known, values, np.nan)


def quiet(np: Any, function: Callable[[Any], Any], x: Any) -> Any:
    """A function of numpy; NaN where it has no finite value."""
    with np.errstate(all="ignore"):
        return finite(np, function(x))


def extreme(np: Any, pick: Any, *values: Any) -> Any:
    """`numpy.minimum` or `numpy.maximum` of several."""
    return reduce(pick, values)


def series(np: Any, first: Any, last: Any, term: Callable[[Any], Any], most: int, axes: int = 0) -> Any:
    """Sums of term(k) for the whole k from first to last of each element; NaN where there are too many.

    With `axes`, those of the samples around, all terms are computed at once, along an axis of their own.
    """
    first, last = snap(np, first, np.ceil(first)), snap(np, last, np.floor(last))
    count = last - first + 1
    longest = max(0, int(min(most, np.max(count))))
    too_many = None if np.all(count <= most) else np.where(count <= most, 0.0, np.nan)
    if axes:
        step = np.arange(longest, dtype=float).reshape(-1, *[1] * axes)
        terms = np.asarray(term(np.minimum(first + step, np.maximum(first, last))))
        if not terms.ndim or len(terms) != longest or terms.ndim <= axes:  # the term does not vary with k
            terms = np.broadcast_to(terms, np.broadcast_shapes(step.shape, terms.shape))
        if np.min(count) < longest:
            terms = np.where(step < count, terms, 0.0)
        result = np.add.reduce(terms, axis=0)
    else:
        result = 0.0
        for i in range(longest):
            value = term(np.minimum(first + i, np.maximum(first, last)))
            result = result + (value if np.all(i < count) else np.where(i < count, value, 0.0))
    return result if too_many is None else result + too_many


def iterated(np: Any, start: Any, step: Callable[[Any], Any], times: int) -> Any:
    """step(step(... start)); NaN where it has not settled."""
    before, value = start, start
    for _ in range(times):
        before, value = value, step(value)
    largest = np.maximum(np.abs(value), np.abs(before))
    return np.where(np.abs(value - before) <= SETTLED * largest, value, np.nan)


def solved(np: Any, low: Any, high: Any, function: Callable[[Any], Any], steps: int) -> Any:
    """Roots of a monotone function, as close as `steps` halvings come; NaN where there is none. Each element
    goes the way of `operations.solved`."""
    with np.errstate(all="ignore"):
        at_low, at_high = function(low), function(high)
        a, b, at_a, at_b = np.broadcast_arrays(low, high, at_low, at_high)
        none, ends = (at_a > 0) == (at_b > 0), (at_a == 0, at_b == 0)
        close = np.abs(b - a) * 2.0**-steps
        found, done, share = (a + b) / 2, none | ends[0] | ends[1], 0.5
        for _ in range(2 * steps):
            x = a + share * (b - a)
            done = done | (x == a) | (x == b)
            at_x = function(x)
            left = (at_x > 0) == (at_a > 0)
            c, at_c = np.where(left, a, b), np.where(left, at_a, at_b)
            b, at_b = np.where(left, b, a), np.where(left, at_b, at_a)
            a, at_a = x, at_x
            nearer = np.where(np.abs(at_a) < np.abs(at_b), a, b)
            nearer = np.where(np.abs(at_a) == np.abs(at_b), (a + b) / 2, nearer)
            found = np.where(done, found, nearer)
            least = close / np.abs(b - a)
            done = done | (least > 0.5) | (at_a == 0)
            if done.all():
                break
            xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
            safe = (phi * phi < xi) & ((1 - phi) * (1 - phi) < 1 - xi)
            inverse = at_a / (at_b - at_a) * at_c / (at_b - at_c)
            inverse = inverse + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
            share = np.clip(np.where(safe, inverse, 0.5), least, 1 - least)
    return np.where(ends[0], low, np.where(ends[1], high, np.where(none, np.nan, found)))


def largest(np: Any, *args: Any, categories: Sequence[str]) -> Any:
    """The category of the largest of each element; of those within `SNAP` of each other the first."""
    shape = np.broadcast_shapes(*(np.shape(arg) for arg in args))
    best, place = np.array(np.broadcast_to(args[0], shape), dtype=float), np.zeros(shape, dtype=int)
    bar = best + SNAP * np.abs(best)
    for i, arg in enumerate(args[1:], 1):
        better = arg > bar
        if better.any():
            np.copyto(best, arg, where=better)
            np.copyto(place, i, where=better)
            bar = best + SNAP * np.abs(best)
    return np.asarray(categories, dtype=object)[place]


def looked_up(np: Any, key: Any, table: Mapping[str, float]) -> Any:
    """What a table holds for each category; NaN for one it does not have."""
    return np.array([table.get(one, math.nan) for one in key.tolist()], dtype=float)


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
