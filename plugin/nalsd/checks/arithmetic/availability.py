"""Nines: `99.9% = 8.76 hours a year`, and the tables that say it for a year, a month, a week and a day."""

from __future__ import annotations

from nalsd.checks.arithmetic.nearness import Nearness, nearness
from nalsd.checks.arithmetic.sides import MISMATCH, OK, UNVERIFIABLE, Judgement
from nalsd.checks.arithmetic.tree import Leaf, Node, Reading, Unreadable, shape

DAY = 86_400.0
PERIODS = {
    "year": (365 * DAY, 365.25 * DAY, 366 * DAY, 360 * DAY),
    "quarter": (90 * DAY, 91.25 * DAY, 91.3125 * DAY, 92 * DAY),
    "month": (30 * DAY, 730 * 3600.0, 30.4375 * DAY, 31 * DAY, 28 * DAY),
    "week": (7 * DAY,),
    "day": (DAY,),
    "hour": (3600.0,),
}
LEAST = 0.5
"""A smaller percentage is no availability."""
_READING = Reading()


def share(node: Node) -> float | None:
    """The availability that a node prints: a lone percentage from 50% up."""
    if not isinstance(node, Leaf) or not node.meanings[0].percent or node.meanings[0].powers != (0, 0, 0):
        return None
    value = node.value / 100
    return value if LEAST <= value < 1 else None


def duration(node: Node) -> float | None:
    """Seconds of a printed duration, also of one in parts (8 h 45 min)."""
    found = shape(node)
    if any(sign != "+" for sign in found.signs) or not found.leaves:
        return None
    try:
        amount = node.evaluate(_READING)
    except Unreadable:
        return None
    return amount.value if amount.powers == (0, 1, 0) else None


def downtime(available: float, node: Node, period: str | None) -> Judgement | None:
    """Whether a duration, or a duration per period, is what an availability leaves; None for other things."""
    found = shape(node)
    leaf = found.leaves[-1]
    meaning = leaf.meanings[0]
    missing = 1 - available
    seconds = duration(node)
    if seconds is None:
        if found.signs or meaning.percent or not meaning.per_period:
            return None
        return _held(leaf, missing / meaning.factor, meaning.written)
    unit = meaning.factor
    for name, lengths in PERIODS.items():
        if period is not None and name != period:
            continue
        for length in lengths:
            if _near(node, leaf, seconds, missing * length, unit) is Nearness.HOLDS:
                return Judgement(OK, seconds / unit, missing * length / unit, "", meaning.written)
    if period is None:
        return Judgement(
            UNVERIFIABLE, seconds / unit, None, "no period of this availability", meaning.written
        )
    expected = missing * PERIODS[period][0]
    nearest = _near(node, leaf, seconds, expected, unit)
    verdict = UNVERIFIABLE if nearest is Nearness.NEAR else MISMATCH
    reason = "close" if nearest is Nearness.NEAR else ""
    return Judgement(verdict, seconds / unit, expected / unit, reason, meaning.written)


def _near(node: Node, leaf: Leaf, printed: float, expected: float, unit: float) -> Nearness:
    if not 0.5 <= printed / expected <= 2:
        return Nearness.FAR
    if isinstance(node, Leaf):
        return nearness(leaf.digits, expected / unit, leaf.about)
    off = abs(printed - expected)
    if off <= unit or off <= 0.01 * expected:
        return Nearness.HOLDS
    return Nearness.NEAR if off <= 0.05 * expected else Nearness.FAR


def _held(leaf: Leaf, expected: float, unit: str) -> Judgement:
    near = min(nearness(leaf.digits, expected * factor, True) for factor in (1.0, 30 / 30.4375, 30.4375 / 30))
    verdict = {Nearness.HOLDS: OK, Nearness.NEAR: UNVERIFIABLE, Nearness.FAR: MISMATCH}[near]
    return Judgement(verdict, leaf.value, expected, "close" if near is Nearness.NEAR else "", unit)
