"""Periods that authors leave away or write out, and those that cancel: seconds of a day, days of a year."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

from nalsd.checks.arithmetic.nearness import Nearness
from nalsd.checks.arithmetic.omissions import read, slip, steps_of, without
from nalsd.checks.arithmetic.sides import OK, UNVERIFIABLE, Found, Judgement, Link
from nalsd.checks.arithmetic.tree import Leaf, Reading
from nalsd.checks.arithmetic.words import CALENDAR

HIDDEN_PERIODS = (86_400.0, 100_000.0, 3600.0, 60.0, 2_592_000.0)
"""Seconds of a period that a rate from bare numbers may have left away."""
FAR_FROM_PERIODS = 10.0
"""Nobody leaves away a factor smaller than this between a count and its rate."""
MINUTE, DAY = 60.0, 86_400.0
ROUND_DAY = 100_000.0
LONGER_MONTH = math.log(1.04)
"""What a month of 31 days has more than one of 30."""
SHORTER = (DAY / 24, DAY, 7 * DAY, 30 * DAY)
"""Periods that the left side may be of, when the right side is of a longer one."""


def calendar(link: Link) -> Found | None:
    """`400/s × 100 KB × 86,400 = 3.5 TB/day`: a bare 86,400 is seconds a day, and cancels, as does the 365 of
    `93 GB/day × 365 × 5 years = 170 TB`.

    What comes nearest to the printed result, with such factors counted as 1; None where there are none.
    """
    factors = [
        (leaf.start,)
        for leaf in link.left_shape.leaves
        if leaf.value * leaf.meanings[0].scale in CALENDAR
        and not leaf.meanings[0].powers[0]
        and leaf not in link.left_shape.terms
    ][:6]
    days = [(base.start, power.start) for base, power in link.left_shape.powers if _is_day(base, power)]
    factors += days
    times = {leaf.meanings[0].powers[1] for leaf in link.left_shape.leaves}
    asked = {leaf.meanings[0].powers[1] for leaf in link.right_shape.leaves}
    if not times >= {-1, 1} and not any(asked):
        return None
    if not any(power < 0 for power in times | asked):
        return None  # `24 × 60 × 60 s` is a duration, and nothing cancels
    best: Found | None = None
    steps = steps_of(link)
    for count in range(1, min(len(factors), 4) + 1):
        for chosen in itertools.combinations(factors, count):
            dropped = tuple(start for factor in chosen for start in factor)
            found = without(link, dropped)
            if found is not None and (best is None or found.off() < best.off()):
                best = found
            found = (
                without(link, dropped + steps) if steps else None
            )  # `200 GB/day × 365 / 1000 = 73 TB/year`
            if found is not None and (best is None or found.off() < best.off()):
                best = found
    if (
        best is not None
        and best.near is not Nearness.HOLDS
        and (printed := _by_numbers(link, best)) is not None
    ):
        return printed
    if days or any(leaf.value * leaf.meanings[0].scale == ROUND_DAY for leaf in link.left_shape.leaves):
        by_hand = read(link, Reading(blind=True))  # `100M/day / 10^5 = 1,000/s`
        if by_hand is not None and by_hand.near is Nearness.HOLDS:
            return by_hand
    return best


def counted(link: Link) -> Found | None:
    """`$5/day × 22 = $110/month`: a bare number counts the days of the month that are paid for."""
    rates, results = (
        [leaf.meanings[0] for leaf in side.leaves if leaf.meanings[0].powers[1] == -1]
        for side in (link.left_shape, link.right_shape)
    )
    count = math.prod(leaf.value for leaf in link.left_shape.leaves if not leaf.named)
    if len(rates) != 1 or len(results) != 1 or count <= 1:
        return None
    short, long = rates[0].blind / rates[0].factor, results[0].blind / results[0].factor
    if not MINUTE <= short * 1.01 < long or count > long / short * 1.01:
        return None
    return read(link, Reading(blind=True))


def _by_numbers(link: Link, converted: Found) -> Found | None:
    """`10 × $0.20/hour × 730 = $1,460/month`: right by its numbers, of a month of 730 h and not of 720."""
    found = read(link, Reading(blind=True))
    if found is None or found.near is not Nearness.HOLDS or found.value <= 0 or converted.value <= 0:
        return None
    ratio = (found.value / found.claim.size) / (converted.value / converted.claim.size)
    return found if abs(math.log(ratio)) < LONGER_MONTH else None


def _is_day(base: Leaf, power: Leaf) -> bool:
    """`10^5` for the seconds of a day."""
    return base.value == 10 and power.value == 5


def period_left_away(link: Link, found: Found) -> Judgement | None:
    """A rate from what is counted in a day: `10M × 5 = 580/s` leaves 86,400 away."""
    for factor in (*(1 / period for period in HIDDEN_PERIODS), found.claim.size):
        value = found.value * factor
        if link.compare(found.claim, value) is Nearness.HOLDS:
            return link.said(OK, Found(Nearness.HOLDS, found.reading, value, found.claim), "hole")
    ratio = found.value / (found.claim.value * found.claim.size) if found.claim.value else 0.0
    if slip(found.claim, found.value) is None and ratio >= FAR_FROM_PERIODS:
        return link.said(UNVERIFIABLE, found, "units")
    return None


def has_no_time(link: Link) -> bool:
    """Whether the result is per second and nothing on the left says how a second comes in."""
    for leaf in link.left_shape.leaves:
        if leaf.meanings[0].powers[1] or (leaf.value in CALENDAR and leaf.value > 1000):
            return False
    return any(
        meaning.powers[1] == -1 and abs(meaning.blind) <= abs(meaning.factor) * 1.5
        for meaning in (leaf.meanings[0] for leaf in link.right_shape.leaves)
    )


def hidden_days(link: Link, found: Found) -> bool:
    """`1M × 1 KB = 365 GB/year` is right where the left side is of a day."""
    if any(leaf.meanings[0].powers[1] for leaf in link.left_shape.leaves):
        return False
    for meaning in (leaf.meanings[0] for leaf in link.right_shape.leaves):
        period = meaning.blind / meaning.factor
        if meaning.powers[1] == -1 and period > DAY * 0.99:
            factors = (period / shorter for shorter in SHORTER if period > 1.5 * shorter)
            return any(
                link.compare(found.claim, found.value * factor) is Nearness.HOLDS for factor in factors
            )
    return False


def rounded_day(link: Link, found: Found) -> bool:
    """Whether 100,000 seconds were taken for a day that is not written out."""
    if any(leaf.value in (86_400, 3600, 24) for leaf in link.left_shape.leaves):
        return False
    meanings = [leaf.meanings[0] for leaf in link.leaves if leaf.meanings[0].powers[1]]
    if not any(abs(math.log(m.blind / m.factor)) > math.log(DAY) - 0.01 for m in meanings):
        return False
    if not _changes_period(link, found):
        return False
    factors = (ROUND_DAY / DAY, DAY / ROUND_DAY)
    return any(link.compare(found.claim, found.value * factor) is Nearness.HOLDS for factor in factors)


def _changes_period(link: Link, found: Found) -> bool:
    """Whether the units turn one period into another: what is said of a day may be of a day on both sides."""
    blind = link.sides(replace(found.reading, blind=True))
    timed = link.sides(replace(found.reading, blind=False))
    if blind is None or blind[0].powers != blind[1].powers:
        return True
    if timed is None or timed[0].powers != timed[1].powers or not timed[1].value or not blind[1].value:
        return False
    return abs(timed[0].value / timed[1].value - blind[0].value / blind[1].value) > 1e-9
