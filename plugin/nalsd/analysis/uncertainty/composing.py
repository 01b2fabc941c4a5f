"""Percentiles of composed stages inside the samples, to a low order.

The full composition of `nalsd.physics.composition` takes a millisecond a stage, and there are thousands of
samples. Here a stage is its mean and one percentile: independent stages in series add their means, and their
percentiles' distances from the mean as squares; stages that are slow together add up; the k-th fastest of n
takes the level at which one copy stands. At the medians of all inputs the full composition is known, and the
samples are scaled to agree with it there, stage by stage and in all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from nalsd.graph import Graph, GuardError, Quantity
from nalsd.physics import composition, laws, mixtures
from nalsd.physics.composed import structure_of
from nalsd.physics.composition import Structure

MEAN = 0.0
"""Stands for the mean where a level is asked for."""

_LIKE_MEAN = 0.6
"""The level that stands in for a mean that has no closed form, before it is scaled to the exact one."""

_TAILS = (0.5, 0.2, 0.1, 0.05, 0.02)
"""Shares of first calls still out, at which a hedged call is looked at."""

_LEVELS = (0.5, 0.9, 0.99, 0.999, 0.9999)
"""Levels between which the share that is slower than a time is read."""


class Scalars:
    """What is used of numpy here, for one sample at a time: without a range numpy is not loaded."""

    exp, log1p, sqrt = math.exp, math.log1p, math.sqrt
    maximum, minimum, rint, all = max, min, round, bool

    @staticmethod
    def log(x: float) -> float:
        """-infinity at zero, as numpy has it."""
        return math.log(x) if x > 0 else -math.inf

    @staticmethod
    def sign(x: float) -> float:
        """1, 0 or -1."""
        return float((x > 0) - (x < 0))

    @staticmethod
    def where(condition: bool, then: float, otherwise: float) -> float:
        """One of two values."""
        return then if condition else otherwise

    @staticmethod
    def asarray(x: float) -> float:
        """The value itself."""
        return x

    median = asarray


class _Part:
    """A structure, or a part of one: made once for each, so that what is known of it is found at once."""

    __slots__ = ("ids", "kind", "parts", "structure")

    def __init__(self, structure: Structure, parts: dict[Structure, _Part]) -> None:
        self.structure = structure
        self.kind: str = structure[0]
        self.parts = [_part(each, parts) if isinstance(each, tuple) else each for each in structure[1:]]
        self.ids = composition.numbers(structure)


def _part(structure: Structure, parts: dict[Structure, _Part]) -> _Part:
    if structure not in parts:
        parts[structure] = _Part(structure, parts)
    return parts[structure]


class LowOrder:
    """Composed stages of one graph over one block of samples."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._parts: dict[Structure, _Part] = {}
        self.forget()

    def forget(self, keep_medians: bool = False) -> None:
        """Before other samples; what is known of the medians may stay while the graph does."""
        self._known: dict[tuple[_Part, float], Any] = {}
        self._varying: dict[_Part, bool] = {}
        if keep_medians:
            return
        self._medians: dict[str, Any] = {}
        self._laws: dict[_Part, Structure] = {}
        self._exact: dict[tuple[_Part, float], float] = {}
        self._rough: dict[tuple[_Part, float], float] = {}

    def value(self, np: Any, quantity: Quantity, arguments: Mapping[str, Any]) -> Any:
        """Samples of a quantity of composed stages: a percentile, a mean, or the share that takes longer."""
        formula = quantity.formula
        assert formula is not None
        structure = structure_of(formula)
        assert structure is not None
        part = _part(structure, self._parts)
        values = {id: arguments[id.replace(".", "_")] for id in part.ids}
        for id in part.ids:
            if id not in self._medians:
                self._medians[id] = self.graph[id].value
        low = _Low(np, values, self)
        if "time" in formula.symbols:
            return low.slower(part, arguments["time"], quantity.value)
        return low.at(part, arguments.get("quantile", MEAN))

    def part(self, kind: str, *parts: Any) -> _Part:
        """A part that stands in no structure as it is."""
        written = tuple(each.structure if isinstance(each, _Part) else each for each in parts)
        return _part((kind, *written), self._parts)

    def varies(self, part: _Part, values: Mapping[str, Any]) -> bool:
        """Whether some number of a part is not at its median."""
        known = self._varying.get(part)
        if known is None:
            known = self._varying[part] = any(
                getattr(values[id], "ndim", 0) or values[id] != self._medians[id] for id in part.ids
            )
        return known

    def full(self, part: _Part, level: float) -> float:
        """The full composition at the medians."""
        key = (part, level)
        if key not in self._exact:
            if part not in self._laws:
                self._laws[part] = composition.bound(part.structure, self._medians)
            law = self._laws[part]
            self._exact[key] = mixtures.mean_of(law) if level == MEAN else mixtures.percentile_of(law, level)
        return self._exact[key]

    def agreeing(self, found: Any, part: _Part, level: float) -> Any:
        """Samples of a part, brought to what the full composition gives at the medians."""
        key = (part, level)
        if key not in self._rough:
            self._rough[key] = float(_AtMedians(Scalars, self._medians, self).rough(part, level))
        rough, full = self._rough[key], self.full(part, level)
        return found * (full / rough) if rough > 0 else found + full


class _Low:
    """The same for one quantity; what is known is shared by all."""

    def __init__(self, np: Any, values: Mapping[str, Any], shared: LowOrder) -> None:
        self.np = np
        self.values = values
        self.shared = shared

    def at(self, part: _Part, level: Any) -> Any:
        """Samples of a percentile, or of the mean; scaled to the full composition at the medians."""
        if not isinstance(level, float):
            return self.rough(part, level)
        known = self.shared._known
        found = known.get((part, level))
        if found is None:
            if not self.shared.varies(part, self.values):
                found = self.shared.full(part, level)
            else:
                found = self.rough(part, level)
                if part.kind not in composition.SOURCES:
                    found = self.shared.agreeing(found, part, level)
            known[part, level] = found
        return found

    def rough(self, part: _Part, level: Any) -> Any:
        """The low order itself."""
        values = self.values
        parts = [values[each] if isinstance(each, str) else each for each in part.parts]
        return getattr(self, f"_{part.kind}")(level, *parts)

    def slower(self, part: _Part, time: Any, today: Any) -> Any:
        """Samples of the share that takes longer than a time."""
        np = self.np
        times = [self.at(part, level) for level in _LEVELS]
        depths = [-math.log1p(-level) for level in _LEVELS]
        depth = depths[0] * time / times[0]
        for (before, after), (low, high) in zip(pairwise(times), pairwise(depths), strict=True):
            slope = (high - low) / np.maximum(after - before, 1e-300)
            depth = np.where(time > before, low + slope * (time - before), depth)
        return np.minimum(1.0, np.exp(-depth))

    # Sources

    def _constant(self, level: Any, time: Any) -> Any:
        return time

    def _exponential(self, level: Any, mean: Any) -> Any:
        return mean if _is_mean(level) else mean * -self.np.log1p(-level)

    def _uniform(self, level: Any, longest: Any) -> Any:
        return longest * (0.5 if _is_mean(level) else level)

    def _lognormal(self, level: Any, p50: Any, p99: Any) -> Any:
        deviation = self.np.log(p99 / p50) / _quantile(0.99)
        if _is_mean(level):
            return p50 * self.np.exp(deviation * deviation / 2)
        return p50 * self.np.exp(deviation * self._normal(level))

    def _normal(self, level: Any) -> Any:
        from nalsd.graph.arrays import normal_quantile

        return _quantile(level) if isinstance(level, float) else normal_quantile(self.np, level)

    def _waiting(self, level: Any, probability: Any, wait: Any) -> Any:
        if _is_mean(level):
            return probability * wait
        np = self.np
        return wait * np.maximum(0.0, np.log(np.maximum(probability, 1e-300) / (1 - level)))

    def _choice(self, level: Any, *times_and_shares: Any) -> Any:
        half = len(times_and_shares) // 2
        times, shares = times_and_shares[:half], times_and_shares[half:]
        whole = sum(shares)
        if _is_mean(level):
            return sum(time * share for time, share in zip(times, shares, strict=True)) / whole
        order = sorted(range(half), key=lambda i: float(self.np.median(times[i])))
        reached, found = 0.0, times[order[-1]]
        steps = []
        for i in order:
            reached = reached + shares[i] / whole
            steps.append((reached, times[i]))
        for reached, time in reversed(steps):
            found = self.np.where(self.np.asarray(reached) >= level, time, found)
        return found

    # Compositions

    def _serial(self, level: Any, *parts: _Part) -> Any:
        if _is_mean(level):
            return sum(self.at(part, MEAN) for part in parts)
        whole, spread = 0.0, 0.0
        for part in parts:
            mean = self.at(part, MEAN)
            away = self.at(part, level) - mean
            whole = whole + mean
            spread = spread + away * abs(away)
        return self.np.maximum(0.0, whole + self.np.sign(spread) * self.np.sqrt(abs(spread)))

    def _together(self, level: Any, *parts: _Part) -> Any:
        return sum(self.at(part, level) for part in parts)

    def _repeated(self, level: Any, times: Any, part: _Part) -> Any:
        mean = self.at(part, MEAN)
        if _is_mean(level):
            return times * mean
        return self.np.maximum(0.0, times * mean + self.np.sqrt(times) * (self.at(part, level) - mean))

    def _branch(self, level: Any, share: Any, part: _Part) -> Any:
        return self._mixed(level, share, part, self.shared.part("constant", 0.0))

    def _mixed(self, level: Any, share: Any, one: _Part, other: _Part) -> Any:
        if _is_mean(level):
            return share * self.at(one, MEAN) + (1 - share) * self.at(other, MEAN)
        return self.np.maximum(self._of_share(level, share, one), self._of_share(level, 1 - share, other))

    def _of_share(self, level: Any, share: Any, part: _Part) -> Any:
        """What as many of all requests exceed, where only a share passes here; nothing for too few."""
        np = self.np
        inside = 1 - (1 - level) / np.maximum(share, 1e-12)
        if not getattr(inside, "ndim", 0):
            return self.at(part, float(inside)) if inside > 0 else 0.0
        return np.where(inside > 0, self.at(part, np.maximum(inside, 1e-9)), 0.0)

    def _scaled(self, level: Any, factor: Any, part: _Part) -> Any:
        return factor * self.at(part, level)

    def _correlated(self, level: Any, share: Any, *parts: _Part) -> Any:
        if not getattr(share, "ndim", 0) and share == 0:
            return self._serial(level, *parts)
        return self._mixed(level, share, *(self.shared.part(kind, *parts) for kind in ("together", "serial")))

    def _copies(self, level: Any, needed: Any, number: Any, part: _Part) -> Any:
        inside = self._level_of(_LIKE_MEAN if _is_mean(level) else level, needed, number)
        return self.at(part, float(inside) if not getattr(inside, "ndim", 0) else inside)

    def _level_of(self, level: Any, needed: Any, number: Any) -> Any:
        """The level at which one copy stands when the slowest needed of several stands at this level."""
        np = self.np
        if np.all(np.asarray(needed) == number):
            return level ** (1 / self.np.maximum(np.rint(number), 1))
        if np.all(np.asarray(needed) == 1):
            return 1 - (1 - level) ** (1 / self.np.maximum(np.rint(number), 1))
        k, n = round(float(np.median(needed))), round(float(np.median(number)))
        if not 1 <= k <= n:
            raise GuardError(f"{k} answers are wanted of {n}")
        level = float(level) if not getattr(level, "ndim", 0) else float(np.median(level))
        return _order_level(k, n, level)

    def _fastest(self, level: Any, needed: Any, *parts: _Part) -> Any:
        inside = self._level_of(_LIKE_MEAN if _is_mean(level) else level, needed, float(len(parts)))
        times = [self.at(part, inside) for part in parts]
        place = round(float(self.np.median(needed))) - 1
        if not any(getattr(time, "ndim", 0) for time in times):
            return sorted(times)[place]
        return self.np.sort(self.np.stack(self.np.broadcast_arrays(*times)), axis=0)[place]

    def _quorum(self, level: Any, needed: Any, number: Any, local: _Part, remote: _Part) -> Any:
        """The copy at hand answers before the others."""
        level = _LIKE_MEAN if _is_mean(level) else level
        if self.np.median(needed) < 2:
            inside = self._level_of(level, 1.0, number)
            return self.np.minimum(self.at(local, level), self.at(remote, inside))
        return self.at(remote, self._level_of(level, needed - 1, number - 1))

    def _hedged(self, level: Any, after: Any, *parts: _Part) -> Any:
        """The first call, or the second, where both together are out for as few as the level leaves."""
        level = _LIKE_MEAN if _is_mean(level) else level
        found = self.at(parts[0], level)
        if len(parts) == 1:
            return found
        for tail in _TAILS:
            second = self._of_share(level, tail, parts[1])
            found = self.np.minimum(found, self.np.maximum(self.at(parts[0], 1 - tail), after + second))
        return found


class _AtMedians(_Low):
    """Every part as the full composition has it at the medians."""

    def at(self, part: _Part, level: Any) -> Any:
        """The full composition, for a level that is a number here."""
        return self.shared.full(part, level)


def _is_mean(level: Any) -> bool:
    return isinstance(level, float) and level == MEAN


@lru_cache(maxsize=64)
def _quantile(level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(level)


@lru_cache(maxsize=512)
def _order_level(k: int, n: int, level: float) -> float:
    """Level of one copy at which the k-th fastest of n stands at a level; read between the strata."""
    return laws.interpolated(composition.order_levels(k, n), level)
