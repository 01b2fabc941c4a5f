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

BELOW = ((1e-4, 1), (0.1, 3), (0.8, 16))
ABOVE = ((0.03, 8), (0.004, 12), (0.0004, 9), (3e-6, 9))
"""Strata: up to which probability, or down to which share of slower requests, and how many. The finest lie
around the 99th percentile, which paths are held to; the last leaves three requests of a million."""


def _edges() -> list[float]:
    """Cumulative probability at the borders of the strata, evenly spaced or in even ratios."""
    edges = [0.0, BELOW[0][0]]
    (start, _), (low, count), (middle, most) = BELOW
    edges += [start * (low / start) ** (i / count) for i in range(1, count + 1)]
    edges += [low + (middle - low) * i / most for i in range(1, most + 1)]
    left = 1 - middle
    for share, number in ABOVE:
        edges += [1 - left * (share / left) ** (i / number) for i in range(1, number + 1)]
        left = share
    return [*edges, 1.0]


EDGES = _edges()
WEIGHTS = tuple(high - low for low, high in pairwise(EDGES))
STRATA = len(WEIGHTS)
HALF = bisect_left(EDGES, 0.5)
"""Strata below the median, and the one that holds it."""
SLOWER = tuple(accumulate(WEIGHTS[: HALF - 1 : -1]))
"""Shares of slower requests at the borders above those, the smallest first."""
PAIR_WEIGHTS = tuple(a * b for a in WEIGHTS for b in WEIGHTS)
Law = tuple[float, ...]


def _means(areas: Sequence[float], scale: float) -> Law:
    """Means of the strata from the integral of the quantile function up to each border."""
    return tuple(
        scale * (high - low) / weight for (low, high), weight in zip(pairwise(areas), WEIGHTS, strict=True)
    )


def _time(seconds: float) -> float:
    if seconds < 0:
        raise GuardError("no latency is negative")
    return seconds


def exponential(mean: float) -> Law:
    """Exponential, by its mean in seconds; each stratum holds its exact mean."""
    areas = [p + (1 - p) * math.log1p(-p) if p < 1 else 1.0 for p in EDGES]
    return _means(areas, _time(mean))


DEPTHS = exponential(1.0)
"""Where the means of the strata stand, on the scale on which an exponential tail is a straight line."""

LEVELS = tuple(-math.expm1(-depth) for depth in DEPTHS)
"""The same as shares of the requests."""


def constant(time: float) -> Law:
    """Always the same, in seconds."""
    return (_time(time),) * STRATA


def uniform(longest: float) -> Law:
    """Evenly between nothing and the longest, in seconds."""
    longest = _time(longest)
    return tuple(longest * (low + high) / 2 for low, high in pairwise(EDGES))


def lognormal(p50: float, p99: float) -> Law:
    """Log-normal, by two percentiles in seconds."""
    from statistics import NormalDist

    if not 0 < p50 <= p99:
        raise GuardError("a latency's 99th percentile is at least its median, and the median is positive")
    normal = NormalDist()
    deviation = math.log(p99 / p50) / normal.inv_cdf(0.99)
    edges = [-math.inf, *(z - deviation for z in _normal_edges()), math.inf]
    mean = p50 * math.exp(deviation**2 / 2)
    return tuple(
        mean * _normal_share(*edge) / weight for edge, weight in zip(pairwise(edges), WEIGHTS, strict=True)
    )


def _normal_share(low: float, high: float) -> float:
    """Share of the standard normal law between two values, from the nearer tail: far out, the difference of
    two probabilities near 1 would lose its digits."""
    if low >= 0:
        low, high = -high, -low
    return 0.5 * (math.erfc(-high / math.sqrt(2)) - math.erfc(-low / math.sqrt(2)))


@lru_cache(maxsize=1)
def _normal_edges() -> tuple[float, ...]:
    from statistics import NormalDist

    normal = NormalDist()
    return tuple(normal.inv_cdf(p) for p in EDGES[1:-1])


def waiting(probability: float, wait: float) -> Law:
    """The wait in a queue: nothing, or, with a probability, exponential with this mean in seconds.

    A wait that is rarer than the last stratum counts with its mean.
    """
    if not 0 <= probability <= 1 + 1e-12:
        raise GuardError(f"a share lies between 0 and 1, and this one is {probability:g}")
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
    if min(shares) < 0 or min(times) < 0:
        raise GuardError("no share and no latency is negative")
    if not whole > 0:
        raise GuardError("the shares of the places add up to nothing")
    return thinned(list(times), [share / whole for share in shares])


def sampled(*values: float) -> Law:
    """A law that is known by its strata."""
    return values


# Reading a law


def mean(law: Law) -> float:
    """Mean in seconds."""
    return sum(map(mul, law, WEIGHTS))


def at_most(law: Law, time: float, before: bool = False) -> float:
    """Probability of not taking longer; with `before`, of taking less: different where many take the same."""
    return -math.expm1(-_depth(law, time, before))


def slower_than(law: Law, time: float) -> float:
    """Probability of taking longer; what is left of 1 would lose its digits."""
    return math.exp(-_depth(law, time))


def _depth(law: Law, time: float, before: bool = False) -> float:
    i = bisect_left(law, time) if before else bisect_right(law, time)
    if i == 0:
        return 0.0
    if i == STRATA:
        return math.inf
    part = (time - law[i - 1]) / (law[i] - law[i - 1])
    return DEPTHS[i - 1] + (DEPTHS[i] - DEPTHS[i - 1]) * part


def percentile(law: Law, level: float) -> float:
    """The time, in seconds, that this share of the requests stays below."""
    if not 0 < level < 1:
        raise GuardError("a quantile lies between 0 and 1")
    return interpolated(law, level)


def interpolated(law: Law, level: float) -> float:
    """The time at a level, on a straight line of depth between the strata."""
    return _between(DEPTHS, law, -math.log1p(-level) if level < 1 else math.inf)


def inverse(reached: Sequence[float], grid: Sequence[float]) -> Law:
    """The law whose probability of not taking longer than each time of a grid is given."""
    depths = [-math.log1p(-min(p, 1 - 1e-16)) for p in reached]
    return tuple(_between(depths, grid, depth) for depth in DEPTHS)


def _between(depths: Sequence[float], times: Sequence[float], depth: float) -> float:
    i = bisect_left(depths, depth)
    if i == 0:
        return times[0]
    if i == len(depths):
        return times[-1]
    part = (depth - depths[i - 1]) / (depths[i] - depths[i - 1])
    return times[i - 1] + (times[i] - times[i - 1]) * part


def thinned(values: Sequence[float], weights: Sequence[float]) -> Law:
    """Weighted values, of weight 1 in all, as the means of the strata.

    Each stratum is summed from its own end: counted from the fast end, the rare slow ones would be
    differences of nearly equal sums.
    """
    order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
    ordered = [values[i] for i in order]
    heavy = [weights[i] for i in order]
    slow = _areas(ordered, heavy, SLOWER)
    fast = _areas(ordered[::-1], heavy[::-1], EDGES[1 : HALF + 1])
    areas = [*fast, *reversed(slow)]
    return tuple(accumulate((area / weight for area, weight in zip(areas, WEIGHTS, strict=True)), max))


def _areas(values: Sequence[float], weights: Sequence[float], shares: Sequence[float]) -> list[float]:
    """What the first values add up to, each with its weight, from each of these shares to the next."""
    reached = list(accumulate(weights))
    last = bisect_left(reached, shares[-1], hi=len(reached) - 1)
    sums = list(accumulate(map(mul, values[: last + 1], weights)))
    found = [0.0]
    for share in shares:
        i = min(bisect_left(reached, share), last)
        found.append(sums[i] - values[i] * (reached[i] - share))
    return [high - low for low, high in pairwise(found)]
