"""Two quantities with no sum between them: `20 Gbps = 2.5 GB/s`, `40/s → 3.5M/day`."""

from __future__ import annotations

from nalsd.checks.arithmetic.nearness import Nearness
from nalsd.checks.arithmetic.numerals import counts_by_1024
from nalsd.checks.arithmetic.omissions import slip
from nalsd.checks.arithmetic.periods import calendar, rounded_day
from nalsd.checks.arithmetic.quantities import PLAIN, Meaning
from nalsd.checks.arithmetic.sides import ABSURD, MISMATCH, OK, UNVERIFIABLE, Found, Judgement, Link
from nalsd.checks.arithmetic.tree import Leaf, Reading
from nalsd.checks.arithmetic.words import ABOUT_EQUALS, ARROW, IMPLIES


def conversion(link: Link) -> Judgement | None:
    """The verdict on a conversion; None where the two sides are no two ways to say one quantity."""
    if len(link.left_shape.leaves) != 1:
        return None
    weak = (link.weak or link.relation == IMPLIES) and not _changes_period(link)
    left_leaf, right_leaf = link.left_shape.leaves[0], link.right_shape.leaves[0]
    if link.right_shape.signs:
        whole = None if weak else _taken_apart(link)
        if whole is not None or _by_hand(link) or left_leaf.meanings[0].powers == PLAIN:
            return whole
        first = conversion(Link(link.left, link.relation, right_leaf))
        if first is not None and first.verdict == OK:
            return Judgement(OK, reason="goes on")  # `10 GB/day ≈ 3.65 TB/year × 3 copies ≈ 11 TB/year`
    best: Found | None = None
    for reading in link.readings():
        both = None if reading.blind else link.sides(reading)
        if both is None or both[0].powers != both[1].powers:
            continue
        if both[0].powers == PLAIN and not _says_something(reading, left_leaf, right_leaf):
            continue
        found = link.found(reading, *both)
        if found.near is Nearness.HOLDS and not (weak and not both[0].powers[0]):
            return link.said(OK, found)
        if both[0].powers != PLAIN and _tells_apart(reading, left_leaf, right_leaf, found):
            best = found if best is None or found.near < best.near else best
    if weak or best is None or _of_different_things(left_leaf, right_leaf, best):
        return None
    if link.right_shape.signs and best.off() > ABSURD:
        return None  # `1 MB size = 200 GB × 3`: something else is said
    mebi = any(meaning.mebi for leaf in link.leaves for meaning in leaf.meanings)
    near = best.near is Nearness.NEAR and not (mebi and not link.about)
    if near or link.doubt or rounded_day(link, best):
        return link.said(UNVERIFIABLE, best, "close")
    if (found := counts_by_1024(link)) is not None:
        return link.said(UNVERIFIABLE, found, "binary")
    return link.said(MISMATCH, best)


def _by_hand(link: Link) -> bool:
    """`16 TB = 16 × 10^12 B / 2^40`: the right side goes on to another unit."""
    return "/" in link.right_shape.signs and any(base.value == 2 for base, _ in link.right_shape.powers)


def _taken_apart(link: Link) -> Judgement | None:
    """`1056 = 48 + 488 + 520`: a number and the sum it is made of, where that is right."""
    turned = Link(link.right, link.relation, link.left)
    for reading in turned.readings():
        both = turned.sides(reading)
        if both is None or both[0].powers != both[1].powers:
            continue
        if reading.blind and not turned.may_be_blind(reading):
            continue
        found = turned.found(reading, *both)
        if found.near is Nearness.HOLDS:
            return turned.said(OK, found)
    cancelled = calendar(turned)
    if cancelled is not None and cancelled.near is Nearness.HOLDS:
        return turned.said(OK, cancelled)
    return None


def _says_something(reading: Reading, left: Leaf, right: Leaf) -> bool:
    """Whether two plain numbers are set equal on purpose: `1M = 10^6`, `0.35 = 35%`,
    `7,000,000 calls = 7M calls`."""
    if reading.meaning(left).scale != 1 or left.meanings[0].percent or reading.meaning(right).percent:
        return True
    return reading.meaning(right).scale != 1 and bool(left.noun) and left.noun == right.noun


def _tells_apart(reading: Reading, left: Leaf, right: Leaf, found: Found) -> bool:
    """Whether the sides are in different units, or a prefix slipped: `3,650 TB = 3.65 TB`."""
    if reading.meaning(left).written != reading.meaning(right).written:
        return True
    power = slip(found.claim, found.value)
    return power is not None and power % 3 == 0


def _of_different_things(left: Leaf, right: Leaf, found: Found) -> bool:
    """`500 bytes/row = 18 TB/year`, `100 tweets/day = 30M reads/day`: nothing is converted."""
    if left.per != right.per:
        return True
    one, other = left.meanings[0], right.meanings[0]
    if other.powers != (0, -1, 0):
        return False
    if _same_period(one, other):
        return True
    alike = left.noun.startswith(right.noun) or right.noun.startswith(left.noun)
    return not alike and slip(found.claim, found.value) is None


def _same_period(one: Meaning, other: Meaning) -> bool:
    return abs(one.blind / one.factor - other.blind / other.factor) <= 1e-6


def _changes_period(link: Link) -> bool:
    """An arrow between two rates of the same thing over different periods: `40/s → 3.5M/day`."""
    if (
        link.relation not in (ARROW, IMPLIES, ABOUT_EQUALS)
        or link.right_shape.signs
        or len(link.right_shape.leaves) != 1
    ):
        return False
    left, right = link.left_shape.leaves[0], link.right_shape.leaves[0]
    if left.noun and right.noun and left.noun != right.noun and right.meanings[0].powers[0] == 0:
        return False
    other = right.meanings[0]
    return any(
        one.powers == other.powers and one.powers[1] == -1 and not _same_period(one, other)
        for one in left.meanings
    )
