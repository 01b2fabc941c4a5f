"""Latency of stages in series: the percentile of the sum, and the bounds around it."""

from __future__ import annotations

import math
from collections.abc import Callable

from nalsd.graph import (
    Citation,
    both,
    cos,
    exp,
    formula,
    guard,
    log,
    maximum,
    minimum,
    normal_quantile,
    sin,
    solve,
    sqrt,
    sum_over,
    total,
    where,
)
from nalsd.physics.distributions import Value, gamma_at_most
from nalsd.physics.tails import TAIL_AT_SCALE

EULER = Citation(
    "J. Abate, W. Whitt, Numerical inversion of Laplace transforms of probability distributions, "
    "ORSA Journal on Computing 7(1), 1995",
    "https://doi.org/10.1287/ijoc.7.1.36",
)

DAMPING = 16.0
"""Exponent by which the inversion damps its own images: their error is below exp(-16)."""

PLAIN, AVERAGED = 16, 12
"""Terms of the alternating series taken whole, and those averaged by Euler's summation."""

REACH, STEP = 7.6, 0.4
"""Standard deviations covered by the trapezoidal rule over a normal density, and its step.

Exact to 1e-9 for deviations up to 1.5.
"""

LEAST_DEVIATION = 0.06
"""Relative deviation of the whole below which its law is nearly a step, and the series does not settle."""


def _euler_weights() -> list[float]:
    """Weight of each term of the alternating series: whole first, then the upper tail of a binomial law."""
    tails = [
        sum(math.comb(AVERAGED, j) for j in range(i, AVERAGED + 1)) / 2**AVERAGED
        for i in range(1, AVERAGED + 1)
    ]
    return [1.0] * PLAIN + tails


WEIGHTS = _euler_weights()


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
    limits="independent log-normal stages, the whole of a relative deviation of 6% or more; "
    "percentiles up to 99.9",
    source=EULER,
)
def lognormal_stages(p50, p99, quantile=0.99):
    """Multiplies the stages' Laplace transforms, inverts the product by Euler's method, solves for the level.

    The bracket is exact: the whole is never faster than its slowest stage, and by the union bound never
    slower than the stages' percentiles at 1 - (1 - quantile) / stages, added up.
    """
    guard(both(quantile > 0, quantile <= 0.999), "the inversion holds for percentiles up to 99.9")
    deviations = [log(high / middle) / normal_quantile(0.99) for middle, high in zip(p50, p99, strict=True)]
    guard(minimum(*deviations) >= 0, "a 99th percentile is not below its median")
    width = sqrt(total((s * middle / total(p50)) ** 2 for middle, s in zip(p50, deviations, strict=True)))
    guard(width >= LEAST_DEVIATION, "the stages hardly vary: add their medians")

    def at_level(level: Value) -> list[Value]:
        return [middle * exp(s * normal_quantile(level)) for middle, s in zip(p50, deviations, strict=True)]

    def at_most(time: Value) -> Value:
        result = transform(0, time)[0] / 2
        for k, weight in enumerate(WEIGHTS, start=1):
            real, imaginary = transform(k, time)
            turned = DAMPING * real + 2 * math.pi * k * imaginary
            result = result + (-1) ** k * weight * turned * DAMPING / (DAMPING**2 + (2 * math.pi * k) ** 2)
        return result * 2 * math.exp(DAMPING / 2) / DAMPING

    def transform(k: int, time: Value) -> tuple[Value, Value]:
        real, imaginary = 1.0, 0.0
        for middle, deviation in zip(p50, deviations, strict=True):
            r, i = _transform(k, middle / time, deviation)
            real, imaginary = real * r - imaginary * i, real * i + imaginary * r
        return real, imaginary

    fastest = maximum(*at_level(quantile))
    slowest = total(at_level(1 - (1 - quantile) / len(p50)))
    return solve(lambda t: at_most(t) - quantile, 0.99 * fastest, 1.01 * slowest, steps=24)


def _transform(k: int, median: Value, deviation: Value) -> tuple[Value, Value]:
    """Real and imaginary part of E exp(-s X) for a log-normal X at s = (DAMPING + 2 pi i k) / 2.

    The path of integration is turned by the angle of s, by at most five deviations: then nothing oscillates.
    """
    size = math.hypot(DAMPING, 2 * math.pi * k) / 2
    angle = math.atan2(2 * math.pi * k, DAMPING)
    turn = minimum(angle, 5 * deviation)
    left = angle - turn
    shift = where(deviation > 0, lambda: turn / deviation, 0)

    def part(wave: Callable[[Value], Value]) -> Value:
        def term(j: Value) -> Value:
            z = j * STEP
            decay = size * median * exp(deviation * z)
            return exp(-decay * cos(left) + (shift**2 - z**2) / 2) * wave(z * shift - decay * sin(left))

        return sum_over(-REACH / STEP, REACH / STEP, term) * STEP / math.sqrt(2 * math.pi)

    return part(cos), part(sin)


@formula(
    "Overestimate of added percentiles",
    symbols={
        "together": ("s", "the stages' percentiles added up"),
        "independent": ("s", "percentile of the whole with independent stages"),
    },
    gives=("1", "how many times too long the added percentiles are"),
    source=TAIL_AT_SCALE,
)
def overestimate(together, independent):
    """How far the two bounds of a path lie apart."""
    return together / independent


@formula(
    "Stages in series that are slow together",
    symbols={"stages": ("s", "a percentile of each stage", {"many": True})},
    gives=("s", "the same percentile of the whole, at most"),
    limits="exact when all stages are slow at the same time (one node, one pause), else an upper "
    "bound in practice",
    source=TAIL_AT_SCALE,
)
def stages_slow_together(stages):
    """The other bound of a path: percentiles added up."""
    return total(stages)
