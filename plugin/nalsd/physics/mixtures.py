"""Laws of latency with gaps: a mixture of cases, each with a smooth law of its own.

Near regions and far ones, a cache's hits and its misses: between such latencies there are none, and a stratum
that holds both would smear them over the gap and move the median by up to a tenth. So what chooses between
unlike latencies, a choice, a branch or a mixture, in a series or repeated, is not thinned. Each case keeps
its share, the fixed time it takes and the stages it passes, and a percentile is read from all cases together.
Where copies of such a thing are side by side, the answer has a gap wherever one of them has, and its law is
cut there.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, combinations_with_replacement, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from nalsd.graph import GuardError
from nalsd.physics import composition, laws
from nalsd.physics.composition import SOURCES, Structure, law_of
from nalsd.physics.laws import Law

MOST_CASES = 100
"""Largest number of cases that are kept apart."""

MOST_SMOOTH = 8
"""Largest number of unlike series of stages among them: each is composed by itself. What goes beyond either
is one law of its own, thinned as any other."""


SIDE_BY_SIDE = ("fastest", "hedged", "copies", "quorum")

NO_SHARE = 1e-9
"""Share of the requests too small to be a case."""


class Case(NamedTuple):
    """A share of the requests, the fixed time they take, and the stages they pass in series."""

    share: float
    fixed: float
    stages: tuple[Structure, ...]


class Mixture(NamedTuple):
    """The laws of all cases, each with its share, and the latencies at which any of them is known."""

    parts: tuple[tuple[float, Law], ...]
    grid: tuple[float, ...]


def cases(structure: Structure) -> list[Case]:
    """The cases of a structure of numbers; a single one where nothing in it leaves a gap."""
    kind, *parts = structure
    whole = [Case(1.0, 0.0, (structure,))]
    if kind == "constant":
        found = [Case(1.0, float(parts[0]), ())]
    elif kind == "choice":
        found = _places(parts)
    elif kind == "branch":
        found = _either(parts[0], cases(parts[1]), [Case(1.0, 0.0, ())])
    elif kind == "mixed":
        found = _either(parts[0], cases(parts[1]), cases(parts[2]))
    elif kind == "scaled":
        found = [
            Case(share, parts[0] * fixed, tuple(("scaled", parts[0], stage) for stage in stages))
            for share, fixed, stages in cases(parts[1])
        ]
    elif kind == "serial":
        found = _in_series(parts)
    elif kind == "repeated":
        found = _again(parts[0], parts[1]) or whole
    elif kind in SIDE_BY_SIDE:
        found = list(_side_by_side(structure)) or whole
    elif kind == "together":
        found = _slow_together([cases(part) for part in parts]) or whole
    elif kind == "correlated" and parts[0] == 0:
        found = _in_series(parts[1:])
    elif kind == "correlated":
        found = _either(parts[0], cases(("together", *parts[1:])), cases(("serial", *parts[1:])))
    else:
        found = whole
    few = 1 < len(found) <= MOST_CASES and len({stages for _, _, stages in found}) <= MOST_SMOOTH
    return found if few or (len(found) == 1 and not found[0].stages) else whole


def _places(times_and_shares: list[float]) -> list[Case]:
    half = len(times_and_shares) // 2
    whole = sum(times_and_shares[half:])
    return [
        Case(share / whole, time, ())
        for time, share in zip(times_and_shares[:half], times_and_shares[half:], strict=True)
        if share
    ]


def _either(share: float, one: list[Case], other: list[Case]) -> list[Case]:
    share = min(1.0, max(0.0, share))
    return _merged(
        Case(part * case.share, case.fixed, case.stages)
        for part, inside in ((share, one), (1 - share, other))
        for case in inside
        if part
    )


def _in_series(parts: list[Structure]) -> list[Case]:
    """Every case of one part with every case of the next, as long as they are few; what all pass comes last,
    so that it is composed once."""
    found, common = [Case(1.0, 0.0, ())], []
    for part in parts:
        inside = cases(part)
        if len(inside) == 1 and inside[0].stages:
            common.append(part)
            continue
        more = _merged(
            Case(one.share * two.share, one.fixed + two.fixed, (*two.stages, *one.stages))
            for one in found
            for two in inside
        )
        if len(more) > MOST_CASES or len({stages for _, _, stages in more}) > MOST_SMOOTH:
            common.append(part)
        else:
            found = more
    return [Case(share, fixed, (*stages, *common)) for share, fixed, stages in found]


def _again(times: float, part: Structure) -> list[Case]:
    """How often each case of a part comes up among so many repetitions; nothing where they are many."""
    inside, whole = cases(part), int(times + 1e-9)
    if times < 0 or len(inside) == 1 or math.comb(len(inside) + whole, whole + 1) > MOST_CASES:
        return []
    rest = times - whole
    found = _drawn(inside, whole)
    return _either(rest, _drawn(inside, whole + 1), found) if rest > 1e-9 else found


def _drawn(inside: list[Case], times: int) -> list[Case]:
    """Every choice of so many of some cases, whatever their order."""
    found = []
    for drawn in combinations_with_replacement(range(len(inside)), times):
        orders = math.factorial(times) / math.prod(math.factorial(drawn.count(i)) for i in set(drawn))
        share = orders * math.prod(inside[i].share for i in drawn)
        stages = tuple(stage for i in drawn for stage in inside[i].stages)
        found.append(Case(share, sum(inside[i].fixed for i in drawn), stages))
    return _merged(found)


def _slow_together(parts: list[list[Case]]) -> list[Case]:
    """Fixed times that are long for the same requests; nothing where a part is no fixed time."""
    if any(stages for inside in parts for _, _, stages in inside):
        return []
    steps = [sorted(inside, key=itemgetter(1)) for inside in parts]
    reached = [[*accumulate(case.share for case in inside)] for inside in steps]
    edges = sorted({edge for edges in reached for edge in edges[:-1]})
    found = []
    for low, high in zip([0.0, *edges], [*edges, 1.0], strict=True):
        middle = (low + high) / 2
        places = (min(bisect_left(edges, middle), len(edges) - 1) for edges in reached)
        fixed = sum(inside[place].fixed for inside, place in zip(steps, places, strict=True))
        found.append(Case(high - low, fixed, ()))
    return _merged(found)


@lru_cache(maxsize=256)
def _side_by_side(structure: Structure) -> tuple[Case, ...]:
    """The law of the answer, cut where a part leaves a gap between its cases; nothing where none does, or
    too many do."""
    kind, *parts = structure
    inside = [part for part in parts if isinstance(part, tuple)]
    if all(len(cases(part)) == 1 for part in inside):
        return ()
    mixtures = [mixture_of(part) for part in inside]
    if kind == "hedged":
        mixtures = [_later(mixture, i * parts[0]) for i, mixture in enumerate(mixtures)]
    enough = _enough(kind, parts, len(mixtures))

    def reached(time: float, before: bool) -> float:
        return enough([at_most(mixture, time, before) for mixture in mixtures])

    found = sorted(reached(_read(mixture, gap), False) for mixture in mixtures for gap in _gaps(mixture))
    cuts = [cut for before, cut in pairwise([0.0, *found]) if cut - before > NO_SHARE and 1 - cut > NO_SHARE]
    if not 0 < len(cuts) < MOST_SMOOTH:
        return ()
    times = sorted({time for mixture in mixtures for time in mixture.grid})
    points = [(time, before) for time in times for before in (True, False)]
    levels = [reached(*point) for point in points]
    return tuple(
        Case(high - low, 0.0, (("sampled", *_cut(levels, [time for time, _ in points], low, high)),))
        for low, high in pairwise([0.0, *cuts, 1.0])
    )


def _enough(kind: str, parts: list[Any], number: int) -> Callable[[list[float]], float]:
    """How likely enough answers are there, from how likely each part's is."""
    if kind == "copies":
        n = composition.number_of(parts[1], composition.MOST_COPIES)
        k = n if parts[0] == parts[1] else composition.answers(parts[0], n)
        return lambda chances: composition.at_least_of(k, n, chances[0])
    if kind == "quorum":
        n = composition.number_of(parts[1], composition.MOST_QUORUM)
        k = composition.answers(parts[0], n)
        return lambda chances: composition.at_least(k, [chances[0], *[chances[1]] * (n - 1)])
    k = 1 if kind == "hedged" else composition.answers(parts[0], number)
    return lambda chances: composition.at_least(k, chances)


def _gaps(mixture: Mixture) -> list[float]:
    """The shares of a mixture at which one case ends and a slower one begins, three quarters of either apart
    from three quarters of the other."""
    ordered = sorted(mixture.parts, key=lambda part: laws.mean(part[1]))
    reached = accumulate(share for share, _ in ordered)
    return [
        share
        for share, ((_, near), (_, far)) in zip(reached, pairwise(ordered), strict=False)
        if NO_SHARE < share < 1 - NO_SHARE and laws.interpolated(near, 0.75) < laws.interpolated(far, 0.25)
    ]


def _later(mixture: Mixture, delay: float) -> Mixture:
    parts = tuple((share, tuple(value + delay for value in law)) for share, law in mixture.parts)
    return Mixture(parts, tuple(time + delay for time in mixture.grid))


def _cut(levels: list[float], times: list[float], low: float, high: float) -> Law:
    """The law between two levels of one that is known by the level at each time."""
    return laws.inverse([min(1.0, max(0.0, (p - low) / (high - low))) for p in levels], times)


def _merged(found: Iterable[Case]) -> list[Case]:
    """The same cases, like ones once."""
    shares: dict[tuple[float, tuple[Structure, ...]], float] = {}
    for share, fixed, stages in found:
        shares[fixed, stages] = shares.get((fixed, stages), 0.0) + share
    return [Case(share, fixed, stages) for (fixed, stages), share in shares.items()]


def _checked(structure: Structure) -> None:
    """Refuses what makes no law, wherever it stands. Raises GuardError."""
    kind, *parts = structure
    if kind in SOURCES:
        law_of(structure)
    if kind in ("branch", "mixed") and not -1e-12 <= parts[0] <= 1 + 1e-12:
        raise GuardError(f"a share lies between 0 and 1, and this one is {parts[0]:g}")
    if kind == "scaled" and parts[0] < 0:
        raise GuardError("nothing takes a negative number of times")
    for part in parts:
        if isinstance(part, tuple):
            _checked(part)


@lru_cache(maxsize=256)
def mixture_of(structure: Structure) -> Mixture:
    """The laws of the cases of a structure of numbers. Raises GuardError for numbers that make no law."""
    _checked(structure)
    parts = []
    for share, fixed, stages in cases(structure):
        law = law_of(stages[0] if len(stages) == 1 else ("serial", *stages))
        parts.append((share, tuple(fixed + value for value in law) if fixed else law))
    return Mixture(tuple(parts), tuple(sorted({value for _, law in parts for value in law})))


def at_most(mixture: Mixture, time: float, before: bool = False) -> float:
    """Probability of not taking longer than a time in seconds; with `before`, of taking less."""
    return sum(share * laws.at_most(law, time, before) for share, law in mixture.parts)


def percentile_of(structure: Structure, level: float) -> float:
    """A percentile of a structure of numbers, in seconds; exact for a single source."""
    kind, *parts = structure
    mixture = mixture_of(structure)  # refuses what is no law
    if kind == "constant":
        return float(parts[0])
    if kind == "uniform":
        return float(parts[0]) * level
    if kind == "exponential":
        return -float(parts[0]) * math.log1p(-level)
    if kind == "lognormal":
        from statistics import NormalDist

        normal = NormalDist()
        return float(parts[0] * (parts[1] / parts[0]) ** (normal.inv_cdf(level) / normal.inv_cdf(0.99)))
    if len(mixture.parts) == 1:
        return laws.percentile(mixture.parts[0][1], level)
    return _read(mixture, level)


def _read(mixture: Mixture, level: float) -> float:
    """The first latency that as many do not exceed: on a gap's edge, else on a line of depth between two."""
    if not 0 < level < 1:
        raise GuardError("a quantile lies between 0 and 1")
    grid = mixture.grid
    level = min(level, 1 - 1e-12)
    place = bisect_left(grid, level - 1e-12, key=lambda time: at_most(mixture, time))
    time = grid[min(place, len(grid) - 1)]
    before = at_most(mixture, time, before=True)
    if place == 0 or before <= level:
        return time
    low, high, wanted = (-math.log1p(-p) for p in (at_most(mixture, grid[place - 1]), before, level))
    return grid[place - 1] + (time - grid[place - 1]) * max(0.0, wanted - low) / (high - low)


def mean_of(structure: Structure) -> float:
    """Mean of a structure of numbers, in seconds."""
    return sum(share * laws.mean(law) for share, law in mixture_of(structure).parts)


def slower_than(structure: Structure, time: float) -> float:
    """Share that takes longer than a time in seconds."""
    return sum(share * laws.slower_than(law, time) for share, law in mixture_of(structure).parts)
