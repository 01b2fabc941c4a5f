"""Probabilities that several topics need, from the graph's operations only.

No formula is declared here. Sums run over a window around the mean that leaves out less than 1e-16 of the
probability, so that they stay bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nalsd.graph import (
    absolute,
    ceil,
    exp,
    floor,
    lgamma,
    log,
    maximum,
    minimum,
    solve,
    sqrt,
    sum_over,
    total,
    where,
)

Value = Any
"""A float, an array or an expression of the graph."""

MOST_TERMS = 6000
"""Longest sum of probabilities: binomial counts with a variance up to about 20,000."""

SUMMED = 400
"""Means of Poisson counts up to which the probabilities are summed one by one."""

PANELS = 32
"""Panels of the quadrature over a gamma density: each at most 0.7 standard deviations wide."""

GAUSS_LEGENDRE = (
    (-0.906179845938664, 0.2369268850561891),
    (-0.5384693101056831, 0.4786286704993665),
    (0.0, 0.5688888888888889),
    (0.5384693101056831, 0.4786286704993665),
    (0.906179845938664, 0.2369268850561891),
)
"""Nodes and weights of the five-point rule."""

HEAD = 20
"""Terms of a Zipf sum that are added one by one, before the Euler-Maclaurin remainder takes over."""


def log_choose(n: Value, k: Value) -> Value:
    """Natural logarithm of the number of ways to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def poisson_probability(k: Value, mean: Value) -> Value:
    """P(X = k) for a Poisson count with a positive mean."""
    return exp(k * log(mean) - mean - lgamma(k + 1))


def poisson_at_most(k: Value, mean: Value) -> Value:
    """P(X <= k) for a Poisson count with a positive mean; k is whole, and may be -1.

    Small means are summed. For large ones it is the chance that a gamma time of shape k + 1 exceeds the mean,
    by Gauss-Legendre quadrature in a fixed number of points: absolute error below 1e-9.
    """
    return where(mean < SUMMED, lambda: _poisson_sum(k, mean), lambda: _poisson_quadrature(k, mean))


def _poisson_sum(k: Value, mean: Value) -> Value:
    width = 10 * sqrt(mean) + 20
    first = maximum(0, floor(minimum(k, mean) - width))
    last = minimum(k, ceil(mean + width + 20))
    return sum_over(first, last, lambda j: poisson_probability(j, mean), most=MOST_TERMS)


def _poisson_quadrature(k: Value, mean: Value) -> Value:
    count = minimum(maximum(k, mean - 10 * sqrt(mean)), mean + 10 * sqrt(mean))
    panel = (maximum(count - mean, 0) + 10 * sqrt(mean)) / PANELS

    def weighted(j: Value) -> Value:
        middle = mean + (j - 0.5) * panel
        return total(
            weight * poisson_probability(count, middle + node * panel / 2) for node, weight in GAUSS_LEGENDRE
        )

    return sum_over(1, PANELS, weighted) * panel / 2


def gamma_at_most(x: Value, shape: Value) -> Value:
    """P(X <= x) for the sum of `shape` exponential times of mean 1; shape is whole."""
    return 1 - poisson_at_most(shape - 1, x)


def binomial_probability(k: Value, n: Value, p: Value) -> Value:
    """P(X = k) of n independent trials that each succeed with 0 < p < 1."""
    return exp(log_choose(n, k) + k * log(p) + (n - k) * log(1 - p))


def binomial_at_most(k: Value, n: Value, p: Value) -> Value:
    """P(X <= k) of n independent trials that each succeed with 0 < p < 1."""
    first = maximum(0, floor(minimum(k, n * p) - _spread(n, p)))
    last = minimum(k, n, ceil(n * p + _spread(n, p)))
    return sum_over(first, last, lambda j: binomial_probability(j, n, p), most=MOST_TERMS)


def binomial_at_least(k: Value, n: Value, p: Value) -> Value:
    """P(X >= k) of n independent trials, summed from above so that a small tail keeps its digits."""
    last = minimum(n, ceil(maximum(k, n * p) + _spread(n, p)))
    first = maximum(k, floor(n * p - _spread(n, p)), 0)
    return sum_over(first, last, lambda j: binomial_probability(j, n, p), most=MOST_TERMS)


def order_statistic_level(rank: Value, n: Value, quantile: Value) -> Value:
    """Level of the parent law below which the `rank`-th smallest of n draws stays with a given probability.

    It is the quantile of the beta distribution with parameters rank and n - rank + 1.
    """
    return solve(lambda p: binomial_at_least(rank, n, p) - quantile, 1e-15, 1 - 1e-15)


def first_whole(holds: Callable[[Value], Value], below: Value, within: Value, steps: int = 34) -> Value:
    """The smallest whole number above `below` for which `holds`.

    From there on it has to stay true, up to `within`; 34 halvings find it among four thousand million.
    """
    jump = solve(lambda x: where(holds(floor(x)), 1, -1), below, within, steps=steps)
    return floor(jump + 0.5)


def survives_all(p: Value, times: Value) -> Value:
    """1 - (1 - p)^times without losing the digits of a small p; what is certain once is certain."""
    return where(p < 1, lambda: one_minus_exp(-times * log_one_minus(p)), 1)


def one_minus_exp(x: Value) -> Value:
    """1 - exp(-x); for small x by its series, which keeps the digits that the difference would cancel."""
    return where(x < 1e-4, lambda: x - x**2 / 2 + x**3 / 6, lambda: 1 - exp(-x))


def log_one_minus(p: Value) -> Value:
    """ln(1 - p); for small p by its series."""
    return where(p < 1e-4, lambda: -(p + p**2 / 2 + p**3 / 3), lambda: log(1 - p))


def harmonic(n: Value, exponent: Value) -> Value:
    """Generalised harmonic number: the sum of k^-exponent for k from 1 to n.

    The first 20 terms are added, the rest is Euler-Maclaurin's remainder; relative error below 1e-11.
    """
    last = maximum(n, HEAD)

    def slope(x: Value, order: int) -> Value:
        return x ** (-exponent - order)

    integral = where(
        absolute(exponent - 1) < 1e-9,
        lambda: log(last / HEAD),
        lambda: (last ** (1 - exponent) - HEAD ** (1 - exponent)) / (1 - exponent),
    )
    ends = (slope(last, 0) - slope(HEAD, 0)) / 2
    first_slopes = exponent * (slope(HEAD, 1) - slope(last, 1)) / 12
    third_slopes = exponent * (exponent + 1) * (exponent + 2) * (slope(HEAD, 3) - slope(last, 3)) / 720
    head = sum_over(1, minimum(n, HEAD), lambda k: k ** (-exponent), most=HEAD)
    return head + integral + ends + first_slopes - third_slopes


def _spread(n: Value, p: Value) -> Value:
    """Ten standard deviations and a margin for small counts."""
    return 10 * sqrt(n * p * (1 - p)) + 40
