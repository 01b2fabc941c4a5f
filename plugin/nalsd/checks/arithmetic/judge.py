"""Whether one side of an equation comes to what the other side says."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nalsd.checks.arithmetic.nearness import Nearness, nearness, same, same_digits
from nalsd.checks.arithmetic.quantities import (
    BINARY_BASE,
    BINARY_LETTERS,
    DECIMAL_BASE,
    PLAIN,
    Meaning,
)
from nalsd.checks.arithmetic.tree import (
    Amount,
    Binary,
    Leaf,
    Node,
    Postfix,
    Reading,
    Shape,
    Unary,
    Unreadable,
    shape,
)
from nalsd.checks.arithmetic.words import ARROW, CALENDAR

OK, MISMATCH, UNVERIFIABLE = "ok", "mismatch", "unverifiable"
MOST_READINGS = 16
CONVERTING = (8, 100, 1000, 1024, 10**6, 10**9, 2**20, 2**30, 60, 3600, 24, 86_400)
"""Bare factors that turn one unit into another: `2.5 GB/s × 8 = 20 Gbps`."""
HIDDEN_PERIODS = (
    86_400.0,
    100_000.0,
    3600.0,
    60.0,
    24.0,
    30.0,
    365.0,
    7.0,
    12.0,
    1440.0,
    2_592_000.0,
    31_536_000.0,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right side: printed digits and the size of one of them, or a whole expression."""

    digits: str | None
    value: float
    size: float


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading came to."""

    near: Nearness
    reading: Reading
    value: float
    """Of the left side, in bytes, seconds and USD."""
    claim: Claim


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one link, with both values in the unit of the right side."""

    verdict: str
    claimed: float | None = None
    computed: float | None = None
    reason: str = ""
    unit: str = ""


class Link:
    """A left side, a relation and a right side."""

    def __init__(
        self, left: Node, relation: str, right: Node, *, doubt: bool = False, word: bool = False
    ) -> None:
        self.left, self.relation, self.right = left, relation, right
        self.left_shape, self.right_shape = shape(left), shape(right)
        self.doubt = doubt or self.left_shape.joined or self.right_shape.joined
        self.weak = word or relation == ARROW
        leaves = self.left_shape.leaves + self.right_shape.leaves
        self.about = relation in ("≈", ARROW) or any(leaf.about for leaf in leaves)
        self.leaves = leaves

    def judge(self) -> Judgement | None:
        """The verdict; None where nothing was claimed."""
        if not self.left_shape.signs:
            return self._conversion()
        best: Found | None = None
        primary: Found | None = None
        unequal: list[tuple[Reading, Amount, Amount]] = []
        for reading in self._readings():
            try:
                left, right = self.left.evaluate(reading), self.right.evaluate(reading)
            except (Unreadable, OverflowError):
                continue
            if left.powers != right.powers:
                unequal.append((reading, left, right))
                continue
            if reading.blind and not self._may_be_blind(reading):
                continue
            claim = self._claim(reading, right)
            found = Found(self._compare(claim, left.value), reading, left.value, claim)
            if found.near is Nearness.HOLDS:
                return self._said(OK, found)
            if best is None or found.near < best.near:
                best = found
            primary = primary or found
        if (held := self._hole(unequal)) is not None:
            return held
        if primary is not None and best is not None:
            return self._far(primary, best)
        if unequal:
            return self._unequal(*next((each for each in unequal if each[0].blind), unequal[0]))
        return Judgement(UNVERIFIABLE, reason="the units do not go together")

    def _far(self, primary: Found, best: Found) -> Judgement:
        converted = self._converted() or self._calendar()
        if converted is not None:
            return converted
        if self._without_time():
            if (held := self._period(primary)) is not None:
                return held
            if self._slip(primary.claim, primary.value) is None:
                return self._said(UNVERIFIABLE, primary, "units")
        if best.near is Nearness.NEAR:
            return self._said(UNVERIFIABLE, best, "close")
        if self._rounded_day(primary) is not None:
            return self._said(UNVERIFIABLE, primary, "calendar")
        if self.doubt or self._unlike_counts() or self._not_decimal(primary):
            return self._said(UNVERIFIABLE, primary, "doubt")
        if primary.claim.digits is None and (self._runs_on(primary) or primary.reading.blind):
            return self._said(UNVERIFIABLE, primary, "restated")
        hard = any(powers != PLAIN for powers in self._right_powers())
        if self.weak and not hard and self._slip(primary.claim, primary.value) is None:
            return self._said(UNVERIFIABLE, primary, "arrow")
        if self._european(primary.claim, primary.value):
            return self._said(UNVERIFIABLE, primary, "point")
        return self._said(MISMATCH, primary)

    def _rounded_day(self, found: Found) -> Nearness | None:
        """Whether 100,000 seconds were taken for a day that is not written out."""
        if any(leaf.value in (86_400, 3600, 24) for leaf in self.left_shape.leaves):
            return None
        powers = {power for leaf in self.leaves for power in leaf.meanings[0].powers[1:2]}
        for factor in (100_000 / 86_400, 86_400 / 100_000) if powers != {0} else ():
            if self._compare(found.claim, found.value * factor) is Nearness.HOLDS:
                return Nearness.NEAR
        return None

    def _period(self, found: Found) -> Judgement | None:
        """A rate from what is counted in a day: `10M × 5 = 580/s` leaves 86,400 away."""
        for period in HIDDEN_PERIODS:
            for factor in (1 / period, found.claim.size):
                if self._compare(found.claim, found.value * factor) is Nearness.HOLDS:
                    return self._said(OK, replace(found, value=found.value * factor), "hole")
        return None

    def _runs_on(self, found: Found) -> bool:
        """`24 × 60 = 1440 × 60 = 86,400`: the right side goes on from the result of the left one."""
        first = self.right_shape.leaves[0]
        reading = found.reading
        try:
            amount = first.evaluate(reading)
        except Unreadable:
            return False
        return (
            nearness(first.digits, found.value / amount.unit if amount.unit else 0.0, True)
            is not Nearness.FAR
        )

    def _without_time(self) -> bool:
        """Whether the result is per second and nothing on the left says how a second comes in."""
        left = [leaf.meanings[0] for leaf in self.left_shape.leaves]
        if any(meaning.powers[1] for meaning in left):
            return False
        if any(leaf.value in CALENDAR and leaf.value > 1000 for leaf in self.left_shape.leaves):
            return False
        return any(
            meaning.powers[1] == -1 and abs(meaning.blind) <= abs(meaning.factor) * 1.5
            for meaning in (leaf.meanings[0] for leaf in self.right_shape.leaves)
        )

    def is_hard(self) -> bool:
        """Whether both sides have information, time or money in them."""
        return all(
            any(leaf.meanings[0].powers != PLAIN for leaf in found.leaves)
            for found in (self.left_shape, self.right_shape)
        )

    def _unlike_counts(self) -> bool:
        """`3 reads + 2 writes = 11 units` weighs what it adds."""
        nouns = {leaf.noun for leaf in self.left_shape.leaves if leaf.noun}
        plain = all(leaf.meanings[0].powers == PLAIN for leaf in self.leaves)
        return plain and "+" in self.left_shape.signs and len(nouns) > 1

    def _not_decimal(self, found: Found) -> bool:
        """Sums of programming: `99 / 100 = 0`, `5 ^ 3 = 6`, `101 + 11 = 1000`, `255 + 1 = 0`."""
        if found.claim.value == 0 or found.claim.digits is None:
            return found.claim.value == 0
        shown = found.value / found.claim.size
        whole = [leaf for leaf in self.leaves if not leaf.named]
        if len(whole) < len(self.leaves) or any("." in leaf.digits for leaf in self.leaves):
            return False
        if "/" in self.left_shape.signs and found.claim.value == math.floor(shown):
            return True
        if self.left_shape.signs == ["^"] and len(self.left_shape.leaves) == 2:
            one, other = self.left_shape.leaves
            return int(one.value) ^ int(other.value) == found.claim.value
        return all(len(leaf.digits) > 1 and not leaf.digits.strip("01") for leaf in self.leaves)

    def _right_powers(self) -> Iterator[tuple[int, int, int]]:
        for leaf in self.right_shape.leaves:
            yield leaf.meanings[0].powers

    def _slip(self, claim: Claim, value: float) -> int | None:
        return same_digits(value / claim.size, claim.value) or None

    def _european(self, claim: Claim, value: float) -> bool:
        whole, point, decimals = (claim.digits or "").partition(".")
        return (
            bool(point)
            and len(decimals) == 3
            and len(whole) <= 3
            and same_digits(value / claim.size, claim.value) == 3
        )

    def _readings(self) -> Iterator[Reading]:
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
        logarithms = (
            (math.e, 10.0, 2.0) if self.left_shape.logarithm or self.right_shape.logarithm else (math.e,)
        )
        for chosen in combinations:
            choices = tuple((leaf.start, meaning) for leaf, meaning in zip(several, chosen, strict=True))
            for blind in (False, True):
                for base in bases:
                    for logarithm in logarithms:
                        yield Reading(base, blind, logarithm, choices)

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

    def _may_be_blind(self, reading: Reading) -> bool:
        """Numbers such as 24 and 3,600 may only convert; then a second is no more than a word."""
        strict = Reading(reading.base, False, reading.logarithm, reading.choices)
        try:
            if self.left.evaluate(strict).powers != self.right.evaluate(strict).powers:
                return True
        except (Unreadable, OverflowError):
            return True
        return False

    def _claim(self, reading: Reading, right: Amount) -> Claim:
        node, sign = self.right, 1.0
        if isinstance(node, Unary) and node.name == "-":
            node, sign = node.operand, -1.0
        unit = 1.0
        if isinstance(node, Postfix):
            unit = node.leaf.evaluate(reading).value
            node = node.operand
        if isinstance(node, Leaf):
            size = (
                node.evaluate(reading).value / node.value * unit
                if node.value
                else node.evaluate(reading).unit * unit
            )
            return Claim(("-" if sign < 0 else "") + node.digits, sign * node.value, size)
        if (
            isinstance(node, Binary)
            and node.sign == "*"
            and isinstance(node.left, Leaf)
            and isinstance(node.right, Binary)
            and node.right.sign == "^"
        ):
            return Claim(
                node.left.digits, node.left.value, right.value / node.left.value if node.left.value else 1.0
            )
        return Claim(None, right.value / (right.unit or 1.0), right.unit or 1.0)

    def _compare(self, claim: Claim, value: float) -> Nearness:
        bound = any(leaf.bound for leaf in self.right_shape.leaves)
        if bound and claim.value > 0 and 0.8 <= value / claim.size / claim.value <= 1.25:
            return Nearness.HOLDS
        if claim.digits is None:
            return same(value, claim.value * claim.size, self.about)
        return nearness(claim.digits, value / claim.size, self.about)

    def _converted(self) -> Judgement | None:
        """A bare factor that converts: `2.5 GB/s × 8 = 20 Gbps`, `5000 MB / 1000 = 5 GB`."""
        right_units = {meaning.written for leaf in self.right_shape.leaves for meaning in leaf.meanings}
        left_units = {
            m.written
            for leaf in self.left_shape.leaves
            for m in leaf.meanings
            if m.powers != PLAIN or m.percent
        }
        if right_units & left_units:
            return None
        for leaf in self.left_shape.leaves:
            if leaf.value not in CONVERTING or leaf.named:
                continue
            for base in (DECIMAL_BASE, BINARY_BASE):
                reading = Reading(base, dropped=(leaf.start,))
                try:
                    left, right = self.left.evaluate(reading), self.right.evaluate(reading)
                except (Unreadable, OverflowError):
                    continue
                claim = self._claim(reading, right)
                if left.powers == right.powers and self._compare(claim, left.value) is Nearness.HOLDS:
                    return self._said(OK, Found(Nearness.HOLDS, reading, left.value, claim))
        return None

    def _calendar(self) -> Judgement | None:
        """`400/s × 100 KB × 86,400 = 3.5 TB/day`: a bare 86,400 is seconds a day, and cancels."""
        factors = [
            leaf.start
            for leaf in self.left_shape.leaves
            if leaf.value in CALENDAR and not leaf.meanings[0].powers[0]
        ]
        for count in range(1, min(len(factors), 4) + 1):
            for chosen in itertools.combinations(factors[:6], count):
                for base in (DECIMAL_BASE, BINARY_BASE):
                    reading = Reading(base, dropped=chosen)
                    try:
                        left, right = self.left.evaluate(reading), self.right.evaluate(reading)
                    except (Unreadable, OverflowError):
                        continue
                    claim = self._claim(reading, right)
                    if right.powers[1] and left.powers == right.powers:
                        near = self._compare(claim, left.value)
                        if near is not Nearness.FAR:
                            verdict = OK if near is Nearness.HOLDS else UNVERIFIABLE
                            return self._said(verdict, Found(near, reading, left.value, claim), "close")
        return None

    def _conversion(self) -> Judgement | None:
        """Two quantities with no sum on the left: `20 Gbps = 2.5 GB/s`."""
        if len(self.left_shape.leaves) != 1 or (self.weak and not self._changes_period()):
            return None
        (left_leaf,), right_leaf = self.left_shape.leaves, self.right_shape.leaves[0]
        if self.right_shape.signs and left_leaf.meanings[0].powers == PLAIN:
            return None
        hard = False
        result: Judgement | None = None
        for reading in self._readings():
            if reading.blind:
                continue
            try:
                left, right = self.left.evaluate(reading), self.right.evaluate(reading)
            except (Unreadable, OverflowError):
                continue
            if left.powers != right.powers:
                continue
            if left.powers == PLAIN and not (
                reading.meaning(left_leaf).scale != 1
                or left_leaf.meanings[0].percent
                or reading.meaning(right_leaf).percent
            ):
                continue
            claim = self._claim(reading, right)
            near = self._compare(claim, left.value)
            if near is Nearness.HOLDS:
                return self._said(OK, Found(Nearness.HOLDS, reading, left.value, claim))
            hard = (
                left.powers != PLAIN
                and reading.meaning(left_leaf).written != reading.meaning(right_leaf).written
            )
            if result is None and hard:
                off = near is Nearness.FAR and not self.doubt
                if off and self._rounded_day(Found(near, reading, left.value, claim)) is not None:
                    off = False
                verdict = MISMATCH if off else UNVERIFIABLE
                result = self._said(
                    verdict,
                    Found(near, reading, left.value, claim),
                    "close" if verdict == UNVERIFIABLE else "",
                )
            elif result is not None and near is Nearness.NEAR and result.verdict == MISMATCH:
                result = self._said(UNVERIFIABLE, Found(near, reading, left.value, claim), "close")
        return result

    def _changes_period(self) -> bool:
        """An arrow between two rates of the same thing over different periods: `40/s → 3.5M/day`."""
        if self.relation != ARROW or self.right_shape.signs or len(self.right_shape.leaves) != 1:
            return False
        left, right = self.left_shape.leaves[0], self.right_shape.leaves[0]
        one, other = left.meanings[0], right.meanings[0]
        if one.powers != other.powers or one.powers[1] != -1:
            return False
        if left.noun and right.noun and left.noun != right.noun and one.powers[0] == 0:
            return False
        return abs(one.blind / one.factor - other.blind / other.factor) > 1e-6

    def _hole(self, unequal: list[tuple[Reading, Amount, Amount]]) -> Judgement | None:
        """Sides of different dimension, where one unit was left away and the numbers agree."""
        for reading, left, right in unequal:
            claim = self._claim(reading, right)
            for factor in self._left_away(claim):
                if self._compare(claim, left.value * factor) is Nearness.HOLDS:
                    return self._said(OK, Found(Nearness.HOLDS, reading, left.value * factor, claim), "hole")
        return None

    def _left_away(self, claim: Claim) -> Iterator[float]:
        """Sizes of the unit that was left away: bytes or seconds, the printed unit, or a thousandth of it."""
        yield 1.0
        yield claim.size
        if claim.size >= 1e6:
            yield claim.size / 1000

    def _unequal(self, reading: Reading, left: Amount, right: Amount) -> Judgement:
        """Sides of different dimension, and no unit of size one explains it: a size may be left away."""
        found = Found(Nearness.FAR, reading, left.value, self._claim(reading, right))
        return self._said(UNVERIFIABLE, found, "units")

    def _said(self, verdict: str, found: Found, reason: str = "") -> Judgement:
        unit = ""
        if isinstance(self.right, Leaf | Postfix):
            unit = found.reading.meaning(self.right_shape.leaves[-1]).written
        size = found.claim.size or 1.0
        return Judgement(verdict, found.claim.value, found.value / size, reason, unit)


def has_sum(found: Shape) -> bool:
    """Whether there is anything to compute."""
    return bool(found.signs)


__all__ = ["MISMATCH", "OK", "UNVERIFIABLE", "Judgement", "Link", "Meaning", "has_sum"]
