"""What keeps a wrong result from being called wrong: sums that are not of plain decimal numbers."""

from __future__ import annotations

import math

from nalsd.checks.arithmetic.nearness import Nearness, nearness, same_digits
from nalsd.checks.arithmetic.quantities import PLAIN
from nalsd.checks.arithmetic.sides import Found, Link
from nalsd.checks.arithmetic.tree import Binary, Leaf, Unreadable


def unlike_counts(link: Link) -> bool:
    """`3 reads + 2 writes = 11 units` weighs what it adds."""
    nouns = {leaf.noun for leaf in link.left_shape.leaves if leaf.noun}
    plain = all(leaf.meanings[0].powers == PLAIN for leaf in link.leaves)
    return plain and "+" in link.left_shape.signs and len(nouns) > 1


def not_decimal(link: Link, found: Found) -> bool:
    """Sums of programming: `99 / 100 = 0`, `5 ^ 3 = 6`, `101 + 11 = 1000`, `255 + 1 = 0`."""
    if found.claim.value == 0 or found.claim.digits is None:
        return found.claim.value == 0
    if any(leaf.named or "." in leaf.digits for leaf in link.leaves):
        return False
    if "/" in link.left_shape.signs and found.claim.value == math.floor(found.value / found.claim.size):
        return True
    if link.left_shape.signs == ["^"] and len(link.left_shape.leaves) == 2:
        one, other = link.left_shape.leaves
        return int(one.value) ^ int(other.value) == found.claim.value
    return _of_base_two(link)


def _of_base_two(link: Link) -> bool:
    """`101 + 11 = 1000`: right when every digit is a power of two."""
    if any(leaf.digits.strip("01") or len(leaf.digits) > 32 for leaf in link.leaves):
        return False
    if not isinstance(link.right, Leaf) or not isinstance(link.left, Binary) or len(link.leaves) != 3:
        return False
    one, other, result = (int(leaf.digits, 2) for leaf in link.leaves)
    return result in (one + other, one - other, one * other)


def runs_on(link: Link, found: Found) -> bool:
    """`24 × 60 = 1440 × 60 = 86,400`: the right side goes on from the result of the left one."""
    first = link.right_shape.leaves[0]
    try:
        unit = first.evaluate(found.reading).unit
    except Unreadable:
        return False
    return bool(unit) and nearness(first.digits, found.value / unit, True) is not Nearness.FAR


def goes_on(link: Link) -> bool:
    """`400 - 16 = 384 × $0.20`: what is left of the second sign is right, and the sum goes on from it."""
    first = link.right_shape.leaves[0]
    if (
        not link.right_shape.signs
        or link.right_shape.signs[0] not in "*/"
        or not isinstance(link.right, Binary)
    ):
        return False
    for reading in link.readings():
        try:
            left, right = link.left.evaluate(reading), first.evaluate(reading)
        except Unreadable:
            continue
        agrees = left.powers == right.powers and bool(right.unit)
        if agrees and nearness(first.digits, left.value / right.unit, False) is Nearness.HOLDS:
            return True
    return False


def spelled(link: Link) -> bool:
    """`3 × 500 + 60 = one frame`: a number in words that is no result."""
    return isinstance(link.right, Leaf) and link.right.spelled


def decimal_comma(found: Found) -> bool:
    """`24 × 3600 = 86.400`, where a point separates thousands."""
    whole, point, decimals = (found.claim.digits or "").partition(".")
    if not point or len(decimals) != 3 or len(whole) > 3:
        return False
    return same_digits(found.value / found.claim.size, found.claim.value) == 3
