"""What the samples of a design say: percentiles of quantities, chances of promises, what binds how often."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nalsd.analysis.uncertainty.inputs import ranges_of, written_once
from nalsd.analysis.uncertainty.monotone import HIGH, LOW, MIDDLE, Ranks
from nalsd.analysis.uncertainty.points import SAMPLES
from nalsd.analysis.uncertainty.sampler import Samples
from nalsd.graph import Graph, Name, Quantity
from nalsd.units import Range

DIGITS = 4
"""Significant digits of a sampled percentile: the samples know no more, and the last bits of exp and log are
not the same on every machine."""

COUNTED = 1e6
"""A whole number below it is taken for a count, and kept."""

BINS = 32


@dataclass(frozen=True)
class Distribution:
    """A quantity over the samples that have a value; numbers in base units."""

    p5: float
    p50: float
    p95: float
    known: float = 1.0
    """Share of the samples in which it has a value."""


@dataclass(frozen=True)
class Bins:
    """A picture of a distribution: samples in bins of even width (of the logarithm, where that is wide)."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    logarithmic: bool


@dataclass
class Uncertainty:
    """A design over samples of its ranges."""

    ranges: int
    """How many ranges their author wrote."""
    samples: int
    distributions: dict[str, Distribution] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)
    """For each quantity that is true or false the share of the samples in which it is true; for the margin of
    an objective, in which it is kept; for the overload of a tier, in which it carries its load."""
    shares: dict[str, dict[str, float]] = field(default_factory=dict)
    """For each quantity that is a choice the share of the samples of each, the most frequent first."""
    bins: dict[str, Bins] = field(default_factory=dict)
    covers: dict[str, float] = field(default_factory=dict)
    """For each count of nodes the share of the samples that need no more than the value of the page."""
    outside: dict[str, dict[str, int]] = field(default_factory=dict)
    """For a quantity how many samples were outside which limit of its formula: they have no value."""

    def of(self, id: str) -> Distribution | None:
        """The distribution of a quantity; None where it does not vary."""
        return self.distributions.get(id)


def uncertainty(
    graph: Graph, *, samples: int = SAMPLES, only: Iterable[str] | None = None, drawn: Iterable[str] = ()
) -> Uncertainty | None:
    """The samples of a graph, summed up; None, and numpy not even loaded, where no author stated a range.

    With `only`, what these need is computed and nothing else; `drawn` names those of which bins are kept.
    """
    ranges = ranges_of(graph)
    if not ranges:
        return None
    stated = len(written_once(map(graph.__getitem__, ranges)))
    summary = _Summary(graph, Uncertainty(stated, samples), samples, set(drawn))
    run = Samples(graph, ranges, summary.add, only=only)
    summary.np = run.np
    run.run(samples)
    summary.found.outside = {id: dict(counts) for id, counts in run.outside.items()}
    return summary.found


class _Summary:
    """Sums up each quantity as it comes, so that no more than a few are held at once."""

    np: Any

    def __init__(self, graph: Graph, found: Uncertainty, count: int, drawn: set[str]) -> None:
        self.graph = graph
        self.found = found
        self.drawn = drawn
        self.places = places(count)

    def add(self, quantity: Quantity, values: Any, gone: Any, follows: Ranks | None) -> Ranks | None:
        """Takes the samples of one quantity."""
        np, id = self.np, quantity.id
        count = len(values)
        kept = values if gone is None else values[~gone]
        if not len(kept):
            return None
        kind = values.dtype.kind
        if kind == "b":
            self.found.chances[id] = float(np.count_nonzero(kept)) / count
            return None
        if kind != "f":
            counted = Counter(kept.tolist())
            order = sorted(counted, key=lambda name: (-counted[name], name))
            self.found.shares[id] = {name: counted[name] / count for name in order}
            return None
        self._headline(quantity, kept, count)
        if isinstance(quantity.given, Range):
            ends = (quantity.given.quantile(p) for p in (0.05, 0.5, 0.95))
            self.found.distributions[id] = Distribution(*ends)
            return self._ranks(values)
        if type(quantity.expr) is Name and quantity.expr.name in self.found.distributions:
            self.found.distributions[id] = self.found.distributions[quantity.expr.name]
            return follows
        ranks = follows
        if ranks is not None:
            low, middle, upper_middle, high = ranks.of(values)
            if low > high:
                low, middle, high = high, upper_middle, low
        elif gone is None:
            ranks = self._ranks(values)
            low, middle, _, high = ranks.percentiles
        else:
            spots = places(len(kept))
            ordered = np.sort(kept)
            low, middle, high = (ordered[spots[i]] for i in (LOW, MIDDLE, HIGH))
        self.found.distributions[id] = Distribution(
            rounded(float(low)), rounded(float(middle)), rounded(float(high)), len(kept) / count
        )
        return ranks

    def _headline(self, quantity: Quantity, kept: Any, count: int) -> None:
        """What is told of a promise, a count of nodes and a headline quantity besides its percentiles."""
        np, id = self.np, quantity.id
        if id.endswith((".margin", ".overload")) and (enough := _promise(id, kept)) is not None:
            self.found.chances[id] = float(np.count_nonzero(enough)) / count
        if id in self.drawn:
            self.found.bins[id] = _bins(np, kept)
        if id.endswith((".nodes", ".needed")) and isinstance(quantity.value, float):
            self.found.covers[id] = float(np.count_nonzero(kept <= quantity.value)) / count

    def _ranks(self, values: Any) -> Ranks:
        """The percentiles by parting the samples in the middle, and each half at its own: no need to sort."""
        low, middle, upper_middle, high = self.places
        parted = values.copy()
        parted.partition(middle)
        below, above = parted[:middle], parted[middle + 1 :]
        below.partition(low)
        above.partition(high - middle - 1)
        upper = parted[middle] if upper_middle == middle else above.min()
        return Ranks(self.np, values, (parted[low], parted[middle], upper, parted[high]))


def places(count: int) -> tuple[int, int, int, int]:
    """Places, in order of size, of the smallest values that cover 5%, 50% and 95% of so many samples; the
    third is that of the median counted from above."""
    low = max(0, math.ceil(count / 20) - 1)
    return low, (count - 1) // 2, count // 2, count - 1 - low


def rounded(value: float) -> float:
    """A sampled number to the digits it is known to; of a share near 1, those of what is missing."""
    if 0.5 < value < 1:
        return round(value, DIGITS - 1 - math.floor(math.log10(1 - value)))
    return value if value.is_integer() and abs(value) < COUNTED else float(f"{value:.{DIGITS}g}")


def _promise(id: str, values: Any) -> Any:
    """Where an objective is kept, and a tier carries its load; None for what promises nothing."""
    if id.startswith("slos.") and id.endswith(".margin"):
        return values >= 0
    if id.startswith("tiers.") and id.endswith(".overload"):
        return values <= 1 + 1e-9
    return None


def _bins(np: Any, values: Any) -> Bins:
    low, high = float(values.min()), float(values.max())
    wide = low > 0 and high / low > 8
    if low == high:
        return Bins((low, high), (len(values),), False)
    edges = _count_edges(np, values, low, high)
    logarithmic = wide and (edges is None or len(edges) > BINS / 2)
    if logarithmic or edges is None:
        edges = np.geomspace(low, high, BINS + 1) if wide else np.linspace(low, high, BINS + 1)
    counts, _ = np.histogram(values, edges)
    return Bins(tuple(rounded(float(e)) for e in edges), tuple(int(c) for c in counts), logarithmic)


def _count_edges(np: Any, values: Any, low: float, high: float) -> Any:
    """Edges between counts; None for what is no count. Counts come in steps, as those of three zones: bins of
    any other width would make a comb of them."""
    if not (values == np.floor(values)).all() or high >= COUNTED:
        return None
    step = float(np.gcd.reduce((values - low).astype(int)))
    places = (high - low) / step + 1
    width = step * math.ceil(places / BINS)
    return low - step / 2 + width * np.arange(math.ceil(places * step / width) + 1)
