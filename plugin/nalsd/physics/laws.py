"""Laws of latency: single sources, sampled at fixed strata of the probability.

A law is numbers, ascending, each the mean latency within one stratum. The strata are finer towards the slow
end. Laws are composed in `nalsd.physics.composition`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import mul

from nalsd.graph import GuardError

LOW, MIDDLE, TAIL = 4, 18, 28
"""Strata below 10%, from 10% to 80%, and above."""

DEEPEST = 3e-6
"""Probability of the last stratum: percentiles up to 99.99 stand on several strata."""


def _edges() -> list[float]:
    """Cumulative probability at the borders of the strata."""
    low = [0.1 * 1e-3 ** (1 - i / LOW) for i in range(LOW)]
    middle = [0.1 + 0.7 * i / MIDDLE for i in range(MIDDLE + 1)]
    tail = [1 - 0.2 * (DEEPEST / 0.2) ** (i / TAIL) for i in range(1, TAIL + 1)]
    return [0.0, *low, *middle, *tail, 1.0]


EDGES = _edges()
WEIGHTS = tuple(high - low for low, high in pairwise(EDGES))
LEVELS = tuple((low + high) / 2 for low, high in pairwise(EDGES))
STRATA = len(WEIGHTS)
PAIR_WEIGHTS = tuple(a * b for a in WEIGHTS for b in WEIGHTS)
_DEPTHS = tuple(-math.log1p(-level) for level in LEVELS)
"""Levels on the scale on which an exponential tail is a straight line."""

Law = tuple[float, ...]


def constant(time: float) -> Law:
    """Always the same, in seconds."""
    return (time,) * STRATA


def exponential(mean: float) -> Law:
    """Exponential, by its mean in seconds; each stratum holds its exact mean."""
    areas = [p + (1 - p) * math.log1p(-p) if p < 1 else 1.0 for p in EDGES]
    return _means(areas, mean)


def uniform(longest: float) -> Law:
    """Evenly between nothing and the longest, in seconds."""
    return tuple(longest * level for level in LEVELS)


def lognormal(p50: float, p99: float) -> Law:
    """Log-normal, by two percentiles in seconds."""
    from statistics import NormalDist

    if not 0 < p50 <= p99:
        raise GuardError("a latency's 99th percentile is at least its median, and the median is positive")
    normal = NormalDist()
    deviation = math.log(p99 / p50) / normal.inv_cdf(0.99)
    inner = [normal.cdf(z - deviation) for z in _normal_edges()]
    return _means([0.0, *inner, 1.0], p50 * math.exp(deviation**2 / 2))


@lru_cache(maxsize=1)
def _normal_edges() -> tuple[float, ...]:
    from statistics import NormalDist

    normal = NormalDist()
    return tuple(normal.inv_cdf(p) for p in EDGES[1:-1])


def waiting(probability: float, wait: float) -> Law:
    """The wait in a queue: nothing, or, with a probability, exponential with this mean in seconds.

    A wait that is rarer than the last stratum counts with its mean.
    """
    if probability < WEIGHTS[-1] / 10:
        return constant(probability * wait)
    areas = []
    for p in EDGES:
        left = 1 - p
        if left >= probability:
            areas.append(0.0)
        elif left <= 0:
            areas.append(probability)
        else:
            areas.append(probability - left - left * math.log(probability / left))
    return _means(areas, wait)


def choice(*times_and_shares: float) -> Law:
    """One of several times, each with its share: times first, then the shares, in the same order."""
    half = len(times_and_shares) // 2
    times, shares = times_and_shares[:half], times_and_shares[half:]
    whole = sum(shares)
    if not whole > 0:
        raise GuardError("the shares of the places add up to nothing")
    return thinned(list(times), [share / whole for share in shares])


def _means(areas: Sequence[float], scale: float) -> Law:
    """Means of the strata from the integral of the quantile function up to each border."""
    return tuple(
        scale * (high - low) / weight for low, high, weight in zip(areas, areas[1:], WEIGHTS, strict=False)
    )


# Reading a law


def mean(law: Law) -> float:
    """Mean in seconds."""
    return sum(value * weight for value, weight in zip(law, WEIGHTS, strict=True))


def at_most(law: Law, time: float) -> float:
    """Probability of not taking longer."""
    i = bisect_right(law, time)
    if i == 0:
        return 0.0
    if i == STRATA:
        return 1.0
    below, above = law[i - 1], law[i]
    return LEVELS[i - 1] + (LEVELS[i] - LEVELS[i - 1]) * (time - below) / (above - below)


def percentile(law: Law, level: float) -> float:
    """The time, in seconds, that this share of the requests stays below."""
    if not 0 < level < 1:
        raise GuardError("a quantile lies between 0 and 1")
    return interpolated(law, level)


def interpolated(law: Law, level: float) -> float:
    if level <= LEVELS[0]:
        return law[0]
    depth = -math.log1p(-level) if level < 1 else math.inf
    if depth >= _DEPTHS[-1]:
        return law[-1]
    i = bisect_left(_DEPTHS, depth)
    part = (depth - _DEPTHS[i - 1]) / (_DEPTHS[i] - _DEPTHS[i - 1])
    return law[i - 1] + (law[i] - law[i - 1]) * part


def inverse(reached: Sequence[float], grid: Sequence[float], level: float) -> float:
    i = bisect_left(reached, level)
    if i == 0:
        return grid[0]
    if i == len(reached):
        return grid[-1]
    return grid[i - 1] + (grid[i] - grid[i - 1]) * (level - reached[i - 1]) / (reached[i] - reached[i - 1])


def thinned(values: Sequence[float], weights: Sequence[float]) -> Law:
    """Weighted values, of weight 1 in all, as the means of the strata."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ordered = list(map(values.__getitem__, order))
    heavy = list(map(weights.__getitem__, order))
    reached = list(accumulate(heavy))
    areas = list(accumulate(map(mul, ordered, heavy)))
    last = len(order) - 1
    borders = [0.0]
    for edge in EDGES[1:-1]:
        i = min(bisect_left(reached, edge), last)
        borders.append(areas[i] - ordered[i] * (reached[i] - edge))
    borders.append(areas[last] + ordered[last] * (1 - reached[last]))
    return tuple(accumulate(_means(borders, 1.0), max))
