"""The two sides of an equation under every way to read them, and how the printed result compares."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nalsd.checks.arithmetic.nearness import Nearness, nearness, needs_no_rounding, same, strictly
from nalsd.checks.arithmetic.quantities import (
    BINARY_BASE,
    BINARY_LETTERS,
    DECIMAL_BASE,
    NOTHING,
    PLAIN,
    ROUND_POWERS,
    Meaning,
)
from nalsd.checks.arithmetic.tree import (
    ROUND_EXPONENTS,
    Amount,
    Binary,
    Leaf,
    Node,
    Postfix,
    Reading,
    Unary,
    Unreadable,
    shape,
)
from nalsd.checks.arithmetic.words import ABOUT_EQUALS, ARROW, CALENDAR, IMPLIES

OK, MISMATCH, UNVERIFIABLE = "ok", "mismatch", "unverifiable"
MOST_READINGS = 16
MACHINES = frozenset(
    """node server shard broker replica instance machine worker partition pod gpu core cpu vcpu disk drive
    host box container task consumer rack cluster""".split()  # noqa: SIM905
)
HOUR = 3600
MONTH, YEAR = 30 * 86_400, 365 * 86_400
TWELFTHS = (360 / 365, 365 / 360)
MEASURED = 4
"""Digits, the point among them, of a number that was not chosen but computed."""
ABSURD = math.log(1e6)
SCALE, SMALL_B = "scale", "small b"
UNWRITTEN = frozenset({SCALE, SMALL_B})
"""Reasons of what is right only if more is meant than is written."""
SCALES = (1e4, 86_400.0, 1e6, 2.0**20, 1e8, 1e9, 2.0**30, 1e12, 2.0**40)
"""Factors that are written far from a sum, or in a word that is not known: a price by the million, a count in
ten thousands, a rate by the day. Who is off by just one of them meant it; slips are by 8, 10 or 1,000."""
LETTERS = (1e6, 1e9)
"""Scales of the letter of a result that is a unit too, `63 B`: it leaves none of the others to be meant."""
SCALE_NEAR = math.log(1.07)
ABSURDLY_FAR = math.log(1e14)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right side: printed digits and the size of one of them, or a whole expression."""

    digits: str | None
    value: float
    size: float
    power: float = 1.0
    """What is printed beside the digits, as in `2 × 10^9`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading came to."""

    near: Nearness
    reading: Reading
    value: float
    """Of the left side, in bytes, seconds and USD."""
    claim: Claim

    def off(self) -> float:
        """How many powers of e the printed result is away."""
        printed = self.claim.value * self.claim.size
        return abs(math.log(self.value / printed)) if self.value > 0 and printed > 0 else math.inf


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one link, with both values in the unit of the right side."""

    verdict: str
    claimed: float | None = None
    computed: float | None = None
    reason: str = ""
    unit: str = ""


_FIRST = Reading()


def _period(meaning: Meaning) -> int:
    """Seconds of the period that a rate is over, or that a duration is counted in."""
    power = meaning.powers[1]
    return round((meaning.factor / meaning.blind) ** (1 / power)) if power in (1, -1) else 0


class Link:
    """A left side, a relation and a right side."""

    def __init__(
        self, left: Node, relation: str, right: Node, *, doubt: bool = False, word: bool = False
    ) -> None:
        self.left, self.relation, self.right = left, relation, right
        self.left_shape, self.right_shape = shape(left), shape(right)
        self.leaves = self.left_shape.leaves + self.right_shape.leaves
        self.doubt = doubt or self.left_shape.joined or self.right_shape.joined
        """Whether it is not certain where a side begins or what joins it."""
        self.weak = word or relation == ARROW
        """Whether the relation may mean something else than equality."""
        self.months_of_year = {MONTH, YEAR} <= {_period(leaf.meanings[0]) for leaf in self.leaves}
        """Whether months become a year, which has 12 of them and not 365 / 30."""
        self.about = relation in (ABOUT_EQUALS, ARROW, IMPLIES) or any(leaf.about for leaf in self.leaves)

    def _is_bare(self) -> bool:
        """Whether all numbers are printed in full, with no scale that hides digits."""
        return not any(
            meaning.scale != 1 or meaning.binary or meaning.percent
            for leaf in self.leaves
            for meaning in leaf.meanings
        )

    def sides(self, reading: Reading) -> tuple[Amount, Amount] | None:
        """What both sides come to; None where they have no value."""
        try:
            return self.left.evaluate(reading), self.right.evaluate(reading)
        except (Unreadable, OverflowError):
            return None

    def found(self, reading: Reading, left: Amount, right: Amount, factor: float = 1.0) -> Found:
        """What a reading says, with the left side times a factor that was left away."""
        claim = self.claim(reading, right)
        months = (1.0, *TWELFTHS) if self.months_of_year else (1.0,)
        values = [left.value * factor * each for each in months]
        found = [Found(self.compare(claim, value), reading, value, claim) for value in values]
        return min(found, key=lambda each: each.near)

    def is_hard(self) -> bool:
        """Whether both sides have information, time or money in them."""
        return all(
            any(leaf.meanings[0].powers != PLAIN for leaf in found.leaves)
            for found in (self.left_shape, self.right_shape)
        )

    def tells_time_or_size(self) -> bool:
        """Whether both sides are hard, or the left one has the seconds of a day that make a rate."""
        return self.is_hard() or any(
            leaf.value in CALENDAR and leaf.value >= HOUR for leaf in self.left_shape.leaves
        )

    def readings(self) -> Iterator[Reading]:
        yield _FIRST
        several = [leaf for leaf in self.leaves if len(leaf.meanings) > 1]
        combinations = itertools.islice(
            itertools.product(*(leaf.meanings for leaf in several)), MOST_READINGS
        )
        bases = [DECIMAL_BASE]
        meanings = [meaning for leaf in self.leaves for meaning in leaf.meanings]
        if not any(meaning.mebi for meaning in meanings):
            if any(meaning.binary for meaning in meanings):
                bases.append(BINARY_BASE)
            if any(meaning.binary_scale for meaning in meanings) and self._powers_of_two():
                bases.append(BINARY_LETTERS)
        if self._has_round_powers():
            bases.append(ROUND_POWERS)
        logarithms = (
            (math.e, 10.0, 2.0) if self.left_shape.logarithm or self.right_shape.logarithm else (math.e,)
        )
        timed = any(meaning.blind != meaning.factor or meaning.powers[1] for meaning in meanings)
        first = True  # the combination of what comes first everywhere was read above
        for chosen in combinations:
            choices = tuple((leaf.start, meaning) for leaf, meaning in zip(several, chosen, strict=True))
            for blind in (False, True) if timed else (False,):
                for base in bases:
                    for logarithm in logarithms:
                        if not first:
                            yield Reading(base, blind, logarithm, choices)
                        first = False

    def _powers_of_two(self) -> bool:
        """Whether letters can be powers of 1,024 here: something else is a power of two too."""
        if "^" in self.left_shape.signs + self.right_shape.signs and any(
            leaf.value == 2 for leaf in self.leaves
        ):
            return True
        for leaf in self.leaves:
            value = leaf.value
            if value >= 16 and value == int(value) and int(value) & (int(value) - 1) == 0:
                return True
        return False

    def _has_round_powers(self) -> bool:
        """`58 × 2^20 = 58 million`: a power of two as a factor, in place of a scale."""
        signs = self.left_shape.signs + self.right_shape.signs
        return (
            "^" in signs
            and "*" in signs
            and any(leaf.value == 2 for leaf in self.leaves)
            and any(leaf.value in ROUND_EXPONENTS for leaf in self.leaves)
        )

    def is_absurd(self, found: Found) -> bool:
        """Whether a letter that can mean something else puts the result off by a factor of millions."""
        return found.off() > ABSURD and any(len(leaf.meanings) > 1 for leaf in self.leaves)

    def is_off_by_a_scale(self, *found: Found) -> bool:
        """Whether a result with a unit, in each reading, is off by a scale that may be meant unsaid."""
        if not any(leaf.noun or any(m.powers != (0, 0, 0) for m in leaf.meanings) for leaf in self.leaves):
            return False
        lettered = any(len(leaf.meanings) > 1 for leaf in self.right_shape.leaves)
        scales = [math.log(scale) for scale in (LETTERS if lettered else SCALES)]
        return all(
            ABSURDLY_FAR < off < math.inf or any(abs(off - scale) < SCALE_NEAR for scale in scales)
            for off in (each.off() for each in found)
        )

    def may_be_blind(self, reading: Reading) -> bool:
        """Whether times do not go together, so that `24 h` and `3,600 s` may only convert."""
        if any(meaning.per_period for leaf in self.leaves for meaning in leaf.meanings):
            return True
        both = self.sides(replace(reading, blind=False))
        return both is None or both[0].powers != both[1].powers

    def claim(self, reading: Reading, right: Amount) -> Claim:
        """What the right side prints: digits and the size of one, or a value with no digits of its own."""
        node, sign, unit = self.right, 1.0, 1.0
        if isinstance(node, Unary) and node.name == "-":
            node, sign = node.operand, -1.0
        if isinstance(node, Postfix):
            unit, node = node.leaf.evaluate(reading).value, node.operand
        if isinstance(node, Leaf):
            amount = node.evaluate(reading)
            size = (amount.value / node.value if node.value else amount.unit) * unit
            return Claim(("-" if sign < 0 else "") + node.digits, sign * node.value, size)
        if (
            isinstance(node, Binary)
            and node.sign == "^"
            and isinstance(node.left, Leaf)
            and node.left.value == 10
        ):
            return Claim("1", 1.0, right.value, right.value / unit)
        if isinstance(node, Binary) and node.sign == "*" and isinstance(node.left, Leaf) and node.left.value:
            power = node.right
            if isinstance(power, Postfix):
                unit, power = power.leaf.evaluate(reading).value, power.operand
            if isinstance(power, Binary) and power.sign == "^":
                size = right.value / node.left.value
                return Claim(node.left.digits, node.left.value, size, size / unit)
        return Claim(None, right.value / (right.unit or 1.0), right.unit or 1.0)

    def compare(self, claim: Claim, value: float) -> Nearness:
        """How the printed result stands to a computed one, in bytes, seconds and USD."""
        bound = any(leaf.bound for leaf in self.right_shape.leaves)
        if bound and claim.value > 0 and 0.8 <= value / claim.size / claim.value <= 1.25:
            return Nearness.HOLDS
        if claim.digits is None and (span := self._range(claim.size)) is not None:
            low, high = sorted(span)
            return Nearness.HOLDS if low * 0.98 <= value <= high * 1.02 else Nearness.NEAR
        if claim.digits is None:
            return same(value, claim.value * claim.size, self.about)
        shown = value / claim.size
        near = nearness(claim.digits, shown, self.about)
        if near is not Nearness.HOLDS and self._rounds_up(claim, shown):
            return Nearness.HOLDS if self.about and self._counts_machines() else Nearness.NEAR
        if near is not Nearness.NEAR or self.about:
            return near
        percent = any(leaf.meanings[0].percent for leaf in self.right_shape.leaves)
        if self.left_shape.signs and self._is_bare() and needs_no_rounding(claim.digits, shown):
            off = abs(shown - claim.value) / abs(claim.value or 1.0)
            if off <= self._rounding():
                return Nearness.HOLDS
            if off <= self._rounding(whole=True):
                return Nearness.NEAR
            return strictly(claim.digits, shown, whole=True)
        return strictly(claim.digits, shown, whole=False) if percent else near

    def _rounds_up(self, claim: Claim, shown: float) -> bool:
        """`100 / 32 ≈ 4 nodes`, `disks = 6 TB / 10 TB = 1`: of what is counted there may be no fraction."""
        if "/" not in self.left_shape.signs or math.ceil(shown) != claim.value:
            return False
        divided = isinstance(self.left, Binary) and self.left.sign == "/"
        bare = all(leaf.meanings == (NOTHING,) and "." not in leaf.digits for leaf in self.right_shape.leaves)
        return self._counts_machines() or (divided and bare)

    def _counts_machines(self) -> bool:
        return any(leaf.noun in MACHINES for leaf in self.right_shape.leaves)

    def _rounding(self, whole: bool = False) -> float:
        """How far the result may be off because the left side was rounded: `462.96 × 3 = 1,388.89`; of
        `whole` numbers, too, the zeros at whose end may be rounded ones: `115,740 × 3 = 347,222`."""
        measured = [leaf for leaf in self.left_shape.leaves if len(leaf.digits.strip("0.")) > MEASURED]
        if not whole:
            measured = [leaf for leaf in measured if "." in leaf.digits]
        return sum(0.5 * _last_place(leaf.digits) / leaf.value for leaf in measured if leaf.value)

    def _range(self, size: float) -> tuple[float, float] | None:
        """The ends of a printed range, `3400-3600 tweets`."""
        node = self.right
        if not isinstance(node, Binary) or node.sign != "-" or not node.joined:
            return None
        low, high = node.left, node.right
        if not isinstance(low, Leaf) or not isinstance(high, Leaf) or low.value >= high.value:
            return None
        return low.value * size, high.value * size

    def said(self, verdict: str, found: Found, reason: str = "") -> Judgement:
        unit = ""
        if isinstance(self.right, Leaf | Postfix):
            unit = found.reading.meaning(self.right_shape.leaves[-1]).written
        size = found.claim.size or 1.0
        power = found.claim.power
        return Judgement(verdict, found.claim.value * power, found.value / size * power, reason, unit)


def _last_place(digits: str) -> float:
    """The size of the last digit that is not a zero at the end of a whole number."""
    whole, point, decimals = digits.partition(".")
    return 10.0 ** -len(decimals) if point else 10.0 ** (len(whole) - len(whole.rstrip("0")))
