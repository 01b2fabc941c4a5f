"""What authors leave away or write out: periods, units, factors that only convert."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from nalsd.checks.arithmetic.nearness import Nearness, same_digits
from nalsd.checks.arithmetic.quantities import BINARY_BASE, DECIMAL_BASE, PLAIN
from nalsd.checks.arithmetic.sides import OK, Claim, Found, Judgement, Link
from nalsd.checks.arithmetic.tree import ROUND_EXPONENTS, Amount, Binary, Leaf, Node, Reading
from nalsd.checks.arithmetic.words import CALENDAR

CONVERTING = (8, 100, 1000, 1024, 10**6, 10**9, 2**20, 2**30, 60, 3600, 24, 86_400, 8000, 8192, 8 * 10**6)
"""Bare factors that turn one unit into another: `2.5 GB/s × 8 = 20 Gbps`, `4,000 kb / 8000 = 0.5 MB`."""
STEPS = (1000, 1024)
"""From one prefix to the next."""
SIZES = (1000, 1024, 10**6, 2**20, 10**9, 2**30)
"""From one prefix to any other."""
MOST_CONVERTING = 3

SURELY_WHOLE = 10.0
"""A size below this that is no whole number of bytes is none that anybody left away."""
BIT = 0.12
"""Of a byte, and a little less: nobody stores a smaller thing."""
ROUNDING = {1: 0.2, 2: 0.05, 3: 0.01}
"""What rounding may change, as a share, by significant digits."""

SMALLER_UNITS = (1e3, 1e6, 1e9)
"""How much larger the printed unit may be than the one that was left away: `1B × 12 = 12 EB` of GB."""

PRICED = {"/MB": 1e6, "/GB": 1e9, "/TB": 1e12, "/PB": 1e15}
"""What a price is for, when a bare number says how many: `$20/TB × 30`."""

BARE_UNITS = [
    (base, base**step * part) for base in (1000, 1024) for step in range(7) for part in (1.0, 0.125)
]
"""Sizes of what a bare total may be counted in, in bytes: bytes and bits, with every prefix."""

Unequal = list[tuple[Reading, Amount, Amount]]


def converted(link: Link) -> Judgement | None:
    """A factor that converts: `2.5 GB/s × 8 = 20 Gbps`, `3 GB * 1024 / 2 MB`."""
    result = [meaning for leaf in link.right_shape.leaves for meaning in leaf.meanings]
    has_unit = any(meaning.powers != PLAIN or meaning.percent for meaning in result)
    right_units = {meaning.written for meaning in result}
    left_units = {
        meaning.written
        for leaf in link.left_shape.leaves
        for meaning in leaf.meanings
        if meaning.powers != PLAIN or meaning.percent
    }
    bare = [leaf for leaf in link.left_shape.leaves if leaf.value in CONVERTING and not leaf.named]
    if left_units & right_units or not has_unit:  # `73.8 TiB + 8,606 GiB / 1024` converts the other one
        bare = [leaf for leaf in bare if len(left_units) > 1 and leaf.value in STEPS]
    factors = [(leaf.start,) for leaf in bare]
    if has_unit and "/" in link.left_shape.signs:  # `16 × 10^12 B / 2^40 = 14.6 TiB`
        factors += [
            (base.start, power.start)
            for base, power in link.left_shape.powers
            if base.value == 2 and power.value in ROUND_EXPONENTS
        ]
    for count in range(1, min(len(factors), MOST_CONVERTING) + 1):
        for chosen in itertools.combinations(factors, count):
            found = without(link, tuple(start for factor in chosen for start in factor))
            if found is not None and found.near is Nearness.HOLDS:
                return link.said(OK, found)
    eight = _eight(link)
    eights = (eight,) if eight is not None else ()
    for dropped in {eights, steps_of(link), eights + steps_of(link)} if has_unit else ():
        # `200 GB/day × 30 / 1000 = 6 TB`: the 30 are days; `40 Gbps × 3600 s / 8 = 18 TB/hour`
        if dropped and link.may_be_blind(Reading(dropped=dropped)):
            found = without(link, dropped, blind=True)
            if found is not None and found.near is Nearness.HOLDS:
                return link.said(OK, found)
    return None


def steps_of(link: Link) -> tuple[int, ...]:
    """The places of bare divisors that lead from one prefix to another: `/ 1000`, `/ 10^6`."""
    found: list[int] = []
    node = link.left
    while isinstance(node, Binary) and node.sign in "*/":
        found += _step(node.right) if node.sign == "/" else []
        node = node.left
    return tuple(found)


def _step(node: Node) -> list[int]:
    if isinstance(node, Leaf):
        return [node.start] if node.value in SIZES and not node.named else []
    if not isinstance(node, Binary) or node.sign != "^":
        return []
    base, power = node.left, node.right
    if not isinstance(base, Leaf) or not isinstance(power, Leaf) or base.named or power.named:
        return []
    steps = {10: (3, 6, 9), 2: (10, 20, 30)}.get(base.value, ())
    return [base.start, power.start] if power.value in steps else []


def bits_of_bytes(link: Link) -> Found | None:
    """What `40k/s × 5 KB × 8` is in bits, when the result is in bits: the 8 is no factor of its own."""
    eight = _eight(link)
    return without(link, (eight,)) if eight is not None else None


def _eight(link: Link) -> int | None:
    """The place of a bare 8 between bytes and bits."""
    left = [meaning for leaf in link.left_shape.leaves for meaning in leaf.meanings if meaning.powers[0]]
    right = [meaning for leaf in link.right_shape.leaves for meaning in leaf.meanings if meaning.powers[0]]
    if not right or any(meaning.bits for meaning in left) == any(meaning.bits for meaning in right):
        return None
    return next((leaf.start for leaf in link.left_shape.leaves if leaf.value == 8 and not leaf.named), None)


def same_unit_twice(link: Link, unequal: Unequal) -> list[Found]:
    """Bytes times bytes: `8 bit` is the bits of a byte, and plain bytes may be no more than a count."""
    found = []
    eights = tuple(leaf.start for leaf in link.left_shape.leaves if leaf.value == 8 and leaf.meanings[0].bits)
    plain = any(
        len(leaf.meanings) == 1 and leaf.meanings[0].powers == (1, 0, 0) and leaf.meanings[0].factor == 1
        for leaf in link.left_shape.leaves
    )
    for reading, left, right in unequal:
        if left.powers[0] != right.powers[0] + 1 or right.powers[0] != 1:
            continue
        if len(eights) == 1:
            both = link.sides(replace(reading, dropped=eights))
            if both is not None and both[0].powers == both[1].powers:
                found.append(link.found(replace(reading, dropped=eights), *both))
        elif plain and left.powers[1:] == right.powers[1:]:
            found.append(link.found(reading, left, right))
    return found


def read(link: Link, reading: Reading) -> Found | None:
    both = link.sides(reading)
    return link.found(reading, *both) if both is not None and both[0].powers == both[1].powers else None


def without(link: Link, dropped: tuple[int, ...], blind: bool = False) -> Found | None:
    """The best reading with some leaves counted as 1."""
    best: Found | None = None
    for base in (DECIMAL_BASE, BINARY_BASE):
        found = read(link, Reading(base, blind, dropped=dropped))
        if found is not None and (best is None or found.near < best.near):
            best = found
    return best


def unit_left_away(link: Link, unequal: Unequal) -> Judgement | None:
    """Sides of different dimension, where one unit was left away and the numbers agree."""
    for reading, left, right in (*unequal, *_without_eights(link)):
        if not -1 <= left.powers[0] <= 1:
            continue  # bytes times bytes: a B that was a billion
        for factor in _sizes(link, reading, left, right):
            found = link.found(reading, left, right, factor)
            if found.near is Nearness.HOLDS:
                return link.said(OK, found, "hole")
    return None


def _without_eights(link: Link) -> Unequal:
    """`50,000 × 200 KB × 8 = 80 Gbps`: the second is left away, and the 8 makes bits."""
    if (eight := _eight(link)) is None:
        return []
    reading = Reading(dropped=(eight,))
    both = link.sides(reading)
    return [(reading, *both)] if both is not None and both[0].powers != both[1].powers else []


def scale_left_away(link: Link) -> Judgement | None:
    """`126 + 54 + 11 = 191 billion`, `3 × 0.5 = 1.5 億`: all numbers are in the scale of the result."""
    right = link.right
    if not isinstance(right, Leaf) or right.meanings[0].powers != PLAIN or right.meanings[0].scale == 1:
        return None
    if set(link.left_shape.signs) - set("+-*/") or any(
        leaf.meanings[0].scale != 1 or leaf.meanings[0].powers != PLAIN for leaf in link.left_shape.leaves
    ):
        return None
    reading = next(link.readings())
    both = link.sides(reading)
    if both is None:
        return None
    found = link.found(reading, *both, right.meanings[0].scale)
    return link.said(OK, found, "hole") if found.near is Nearness.HOLDS else None


def none_explains(link: Link, reading: Reading, left: Amount, right: Amount) -> bool:
    """Whether no size that people leave away makes bare numbers right: it is whole, and at least a byte.

    `5 million × 30 = 15 MB` would need a tenth of a byte each, `3072 / 32 = 846 bytes` 8.8 of them; of
    `5 million × 30 = 15 GB` each may be 100 B.
    """
    if left.powers != PLAIN or right.powers[0] != 1 or right.powers[2] or link.doubt or link.weak:
        return False
    claim = link.claim(reading, right)
    if claim.digits is None or left.value <= 0 or claim.value <= 0:
        return False
    if any(link.compare(claim, left.value * each) is Nearness.NEAR for each in (claim.size, 1.0)):
        return False
    size = claim.value * claim.size / left.value
    numerals = claim.value / left.value
    sums = not set(link.left_shape.signs) - {"+", "-"}
    if size < 0.99 and not sums:
        return size < BIT or abs(size * 8 - round(size * 8)) > 0.05
    figures = min(max(len(claim.digits.replace(".", "").strip("0")), 1), 3)
    odd = abs(size - round(size)) > ROUNDING[figures] * size
    return (odd and size < SURELY_WHOLE) or 0.7 < numerals < 1.5 or sums


def bare_total(link: Link, unequal: Unequal) -> Found | None:
    """A size printed without its unit, `60M × 50 × 4 bytes = 15,000,000,000`, that is right in no unit; or
    divided by one, `900 / 25 TB = 45`.

    What comes nearest to the printed number; None where some unit makes it right, or may.
    """
    right = link.right
    if link.doubt or link.weak or not isinstance(right, Leaf):
        return None
    found = [
        (base, link.found(reading, left, amount, unit ** -left.powers[0]))
        for reading, left, amount in unequal
        if left.powers in ((-1, 0, 0), (0 if right.named else 1, 0, 0))
        and amount.powers == PLAIN != left.powers
        and left.value > 0
        for base, unit in BARE_UNITS
    ]
    if not found or right.value <= 0 or any(each.near is not Nearness.FAR for _, each in found):
        return None
    decimal = [each for base, each in found if base == 1000 and each.reading.base is DECIMAL_BASE]
    return min(decimal, key=Found.off, default=None)


def slipped_price(link: Link, unequal: Unequal) -> Found | None:
    """`400 GB × $0.02 = $80`: the digits of a price by the GB, but a factor of ten that no unit explains."""
    if link.doubt or link.weak:
        return None
    found = [
        link.found(reading, left, right, period / size)
        for reading, left, right in unequal
        if left.powers[0] == left.powers[2] == 1 and right.powers in ((0, left.powers[1], 1), (0, -1, 1))
        for period in [1.0 if right.powers[1] == left.powers[1] else link.claim(reading, right).size]
        for size in PRICED.values()
    ]
    powers = [slip(each.claim, each.value) for each in found if each.reading.base is DECIMAL_BASE]
    if not found or any(each.near is not Nearness.FAR for each in found):
        return None
    if any(power is None or power % 3 == 0 for power in powers):
        return None
    return min((each for each in found if each.reading.base is DECIMAL_BASE), key=Found.off)


def bare_duration(link: Link) -> Found | None:
    """Bare numbers on the left of a duration, in the printed unit: `50 + 20 + 30 = 110 ms`."""
    reading = next(link.readings())
    both = link.sides(reading)
    if both is None or both[0].powers != PLAIN or both[1].powers != (0, 1, 0):
        return None
    claim = link.claim(reading, both[1])
    return link.found(reading, *both, claim.size)


def may_have_lost_a_unit(link: Link, found: Found) -> bool:
    """`10 × 3 = 60 s` is right where each takes 2 s; a sum hides no factor, nor does one with 3,600 in it."""
    if not set(link.left_shape.signs) - {"+", "-"} or any(
        leaf.value in CALENDAR for leaf in link.left_shape.leaves
    ):
        return False
    computed = found.value / found.claim.size
    return computed <= 0 or not 0.7 < found.claim.value / computed < 1.5


def _sizes(link: Link, reading: Reading, left: Amount, right: Amount) -> Iterator[float]:
    """Sizes of the unit that was left away: one, the printed one, a smaller one, what is priced."""
    claim = link.claim(reading, right)
    yield 1.0
    if right.powers == PLAIN != left.powers:
        node = link.left
        while isinstance(node, Binary) and node.sign in "*/":
            if node.sign == "/" and isinstance(node.right, Leaf):
                yield node.right.evaluate(reading).unit  # `30 / 80 GB` is a ratio
            node = node.left
        return
    if left.powers[2] and left.powers[0] == right.powers[0] - 1:
        written = [reading.meaning(leaf).written for leaf in link.left_shape.leaves]
        yield from (size for unit, size in PRICED.items() if any(unit in each for each in written))
    agree = all(a in (0, b) for a, b in zip(left.powers, right.powers, strict=True))
    if agree or _divides_into_units(link):
        yield claim.size
    if agree and right.powers[0] and not left.powers[0]:
        yield from (claim.size / step for step in SMALLER_UNITS if claim.size >= 1000 * step)
    if left.powers[2] and left.powers[0] > right.powers[0]:
        for leaf in link.left_shape.leaves:
            if reading.meaning(leaf).powers[0]:
                unit = leaf.evaluate(reading).unit
                yield from (1 / unit, 1000 / unit)  # `3 TB × $0.023` is priced by the GB


def _divides_into_units(link: Link) -> bool:
    """`... bytes / 2^30 = 397 GB`: the author turned bytes into gigabytes by hand."""
    signs = link.left_shape.signs
    return "/" in signs and any(
        (leaf.value == 2 and "^" in signs) or (leaf.value in CONVERTING and not leaf.named)
        for leaf in link.left_shape.leaves
    )


def slip(claim: Claim, value: float) -> int | None:
    """The power of ten that a result is off by, when its digits are right."""
    return same_digits(value / claim.size, claim.value) or None
