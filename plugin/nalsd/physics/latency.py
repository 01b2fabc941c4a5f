"""Latency of stages in series: the percentile of the sum, and the bounds around it."""

from __future__ import annotations

import math

from nalsd.graph import Citation, both, exp, formula, guard, log, maximum, normal_quantile, product, solve, sum_over, total
from nalsd.physics.distributions import Value, gamma_at_most
from nalsd.physics.tails import TAIL_AT_SCALE

STEHFEST = Citation(
    "H. Stehfest, Algorithm 368: numerical inversion of Laplace transforms, Communications of the ACM 13(1), 1970",
    "https://doi.org/10.1145/361953.361969",
)

ORDER = 14
"""Terms of Stehfest's inversion: with more, rounding errors outgrow the gain in double precision."""

REACH, STEP = 8.0, 0.125
"""Standard deviations covered and step of the trapezoidal rule over the normal density: exact to 1e-15 there."""


def _stehfest_weights(order: int) -> list[float]:
    """Stehfest's weights, exact integers over a factorial before the last division."""
    half = order // 2
    weights = []
    for i in range(1, order + 1):
        terms = (
            k ** (half + 1) * math.comb(half, k) * math.comb(2 * k, k) * math.comb(k, i - k)
            for k in range((i + 1) // 2, min(i, half) + 1)
        )
        weights.append((-1) ** (i + half) * sum(terms) / math.factorial(half))
    return weights


WEIGHTS = _stehfest_weights(ORDER)


@formula(
    "Exponential stages in series",
    symbols={
        "stages": ("1", "stages that a request passes one after the other"),
        "stage_mean": ("s", "mean latency of each"),
        "quantile": ("1", "level of the percentile"),
    },
    gives={
        "quantile": ("s", "percentile of the whole"),
        "sum_of_quantiles": ("s", "the stages' percentiles added up: the bound when all are slow together"),
        "overestimate": ("1", "how many times too long the added percentiles are"),
    },
    limits="independent stages with one exponential law",
    source=TAIL_AT_SCALE,
)
def exponential_stages(stages, stage_mean, quantile=0.99):
    """Percentiles do not add: the sum of k exponential times has a gamma law."""
    guard(both(quantile > 0, quantile < 1), "a quantile lies between 0 and 1")
    added = -stages * log(1 - quantile)
    units = solve(lambda x: gamma_at_most(x, stages) - quantile, 1e-9, 2 * maximum(stages, added))
    return {
        "quantile": stage_mean * units,
        "sum_of_quantiles": stage_mean * added,
        "overestimate": added / units,
    }


@formula(
    "Log-normal stages in series",
    symbols={
        "p50": ("s", "median of each stage", {"many": True}),
        "p99": ("s", "99th percentile of each stage", {"many": True}),
        "quantile": ("1", "level of the percentile"),
    },
    gives=("s", "percentile of the whole"),
    limits="independent log-normal stages, the widest of them with a 99th percentile of at least 1.3 medians; percentiles up to 99.9; "
    "the error is below 0.1% of the percentile there",
    source=STEHFEST,
)
def lognormal_stages(p50, p99, quantile=0.99):
    """Multiplies the stages' Laplace transforms and inverts the product by Stehfest's method, then solves for the percentile.

    The bracket is exact: the whole is never faster than its slowest stage, and by the union bound never slower
    than the stages' percentiles at 1 - (1 - quantile) / stages, added up.
    """
    guard(both(quantile > 0, quantile <= 0.999), "the inversion holds for percentiles up to 99.9")
    deviations = [log(high / middle) / normal_quantile(0.99) for middle, high in zip(p50, p99, strict=True)]
    guard(maximum(*deviations) >= 0.11, "the stages hardly vary: add their medians")

    def at_level(level: Value) -> list[Value]:
        return [middle * exp(s * normal_quantile(level)) for middle, s in zip(p50, deviations, strict=True)]

    def transform(rate: Value, middle: Value, deviation: Value) -> Value:
        def term(k: Value) -> Value:
            z = k * STEP
            return exp(-rate * middle * exp(deviation * z) - z**2 / 2)

        return sum_over(-REACH / STEP, REACH / STEP, term) * STEP / math.sqrt(2 * math.pi)

    def at_most(time: Value) -> Value:
        return total(
            weight / i * product(transform(i * math.log(2) / time, m, s) for m, s in zip(p50, deviations, strict=True))
            for i, weight in enumerate(WEIGHTS, start=1)
        )

    fastest = maximum(*at_level(quantile))
    slowest = total(at_level(1 - (1 - quantile) / len(p50)))
    return solve(lambda t: at_most(t) - quantile, 0.9 * fastest, 1.1 * slowest, steps=40)


@formula(
    "Stages in series that are slow together",
    symbols={"stages": ("s", "a percentile of each stage", {"many": True})},
    gives=("s", "the same percentile of the whole, at most"),
    limits="exact when all stages are slow at the same time (one node, one pause), else an upper bound in practice",
    source=TAIL_AT_SCALE,
)
def stages_slow_together(stages):
    """The other bound of a path: percentiles added up."""
    return total(stages)
