"""What keeps a wrong result from being called wrong: sums that are not of plain decimal numbers."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from nalsd.checks.arithmetic.nearness import Nearness, nearness, same_digits
from nalsd.checks.arithmetic.omissions import slip
from nalsd.checks.arithmetic.quantities import BINARY_BASE, DECIMAL_BASE, MEASURED, PLAIN
from nalsd.checks.arithmetic.sides import Found, Link
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, Unreadable
from nalsd.checks.arithmetic.words import ARROW, IMPLIES

ROUNDER = math.log(10)
"""How much rounder numbers may change a product, as a logarithm."""

ROUND_FACTORS = math.log(1.35)
"""The same where no more than one digit of each number is left."""

UNREAD_MEASURES = frozenset(
    ("km", "cm", "mm", "µm", "um", "nm", "mile", "ft", "foot", "inch", "yd", "ml", "cl", "dl", "gal", "qt",
     "ton", "tonne", "lb", "oz", "bar", "mbar", "pa", "hpa", "kpa", "mpa", "psi", "cal", "kcal")
)  # fmt: skip
"""Units of what no capacity is counted in, whose sizes are not known here."""

MEASURES = UNREAD_MEASURES | {"w", "kw", "mw", "gw", "wh", "kwh", "mwh", "gwh", "twh", "kg"}
"""Those, and the units of power, energy and weight."""

SHORT_NOUN = 2
"""Letters of a noun that is too short to begin with a prefix."""

MOST_LAYERS = 20
"""Layers, or attempts of each, that are still multiplied."""

MILLION = 1e6
_SMALL_B = re.compile(r"(?<![A-Za-z])[kKMGTP]b(?![A-Za-z])")
"""Bits of a size or a rate, but for those who mean bytes; `Mbps` and `Mbit` are bits for all."""


def doubt(link: Link, found: Found) -> str:
    """Why a result that no reading explains may still be right; empty when nothing speaks for it."""
    hard = any(leaf.meanings[0].powers != PLAIN for leaf in link.right_shape.leaves)
    slipped = slip(found.claim, found.value) is not None
    if (link.doubt and not (hard and slipped)) or unlike_counts(link) or not_decimal(link, found):
        return "doubt"
    if divides_earlier_prices(link) or link.left_shape.signs.count("mod") > 1:
        return "doubt"
    if makes_a_power(link, found):
        return "doubt"
    if len({leaf.money for leaf in link.leaves if leaf.money}) > 1:
        return "units"  # `€100 × 12 = $1,300`: at the rate of the day
    if priced_by_the_million(link, found) or prefixed_counts(link):
        return "units"
    if shares_of_something(link, found) or measures_something(link) or of_a_longer_time(link):
        return "nothing"
    if rounds_its_factors(link, found):
        return "rounded"
    if found.claim.digits is None and (runs_on(link, found) or found.reading.blind):
        return "restated"
    if _concludes_too_little(link, hard, slipped):
        return "arrow"
    if isinstance(link.right, Leaf) and link.right.spelled:
        return "doubt"  # `3 × 500 + 60 = one frame`
    return "point" if decimal_comma(found) else ""


def _concludes_too_little(link: Link, hard: bool, slipped: bool) -> bool:
    """`3 × 5 → 20`: an arrow or a word that may lead to something else than the result."""
    named = any(leaf.named for leaf in link.leaves)
    if link.relation == IMPLIES and not named and not slipped:
        return True
    surely = (hard and link.tells_time_or_size()) or (slipped and (named or link.relation != ARROW))
    return link.weak and not surely


def unlike_counts(link: Link) -> bool:
    """`3 reads + 2 writes = 11 units` weighs what it adds."""
    nouns = {leaf.noun for leaf in link.left_shape.leaves if leaf.noun}
    plain = all(leaf.meanings[0].powers == PLAIN for leaf in link.leaves)
    return plain and "+" in link.left_shape.signs and len(nouns) > 1


def makes_a_power(link: Link, found: Found) -> bool:
    """`3 layers × 4 attempts = 64`: each layer multiplies the attempts of the one before, 4 × 4 × 4."""
    plain = all(leaf.meanings[0].powers == PLAIN and leaf.meanings[0].scale == 1 for leaf in link.leaves)
    if link.left_shape.signs != ["*"] or not plain or not all(leaf.noun for leaf in link.left_shape.leaves):
        return False
    one, other = (leaf.value for leaf in link.left_shape.leaves)
    if max(one, other) > MOST_LAYERS:
        return False
    return found.claim.value in (one**other, other**one)


def divides_earlier_prices(link: Link) -> bool:
    """`900 × $3 + 40 × $15 per million`, `$3 / $15 per million`: the last divisor is that of all prices."""
    for found in (link.left_shape, link.right_shape):
        prices = [leaf.meanings[0].written for leaf in found.leaves if leaf.meanings[0].powers[2]]
        if len(prices) > 1 and "/" in prices[-1] and not any("/" in each for each in prices[:-1]):
            return True
    return False


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


def shares_of_something(link: Link, found: Found) -> bool:
    """`200 KB × 5% of events = 10 TB`: a share of what is counted elsewhere."""
    named = [leaf.meanings[0] for leaf in link.left_shape.leaves if leaf.noun]
    counts = any(meaning.powers == PLAIN and not meaning.percent for meaning in named)
    return any(meaning.percent for meaning in named) and not counts and found.off() > 2 * ROUNDER


def of_a_longer_time(link: Link) -> bool:
    """`5 min 35 s of downtime a year = 1 second/day`: a time on the left is of a period that is not read."""
    times = all(leaf.meanings[0].powers == (0, 1, 0) for leaf in link.left_shape.leaves)
    return times and any(
        leaf.meanings[0].powers == PLAIN and "/" in leaf.meanings[0].written
        for leaf in link.right_shape.leaves
    )


def priced_by_the_million(link: Link, found: Found) -> bool:
    """`3M × $0.10 = $0.30`: right where the price is that of a million; `2,000 tokens × $0.02 = $0.04`: of a
    thousand tokens."""
    leaves = link.left_shape.leaves
    prices = [leaf.meanings[0].written for leaf in leaves if leaf.meanings[0].powers[2]]
    counts = [leaf.value * leaf.meanings[0].scale for leaf in leaves if leaf.meanings[0].powers == PLAIN]
    if set(link.left_shape.signs) != {"*"} or len(prices) != 1 or "/" in prices[0]:
        return False
    power = slip(found.claim, found.value)
    if power == 3:
        return any(leaf.noun == "token" for leaf in leaves)
    return max(counts, default=0.0) >= MILLION and power == 6


def prefixed_counts(link: Link) -> bool:
    """`100 files × 500 LOC = 50 kLOC`: what may be a prefix before something that is counted."""
    nouns = {leaf.noun for leaf in link.leaves if leaf.noun}
    stems = [noun[1:] for noun in nouns if len(noun) > SHORT_NOUN and noun[0] in "kmgt"]
    return any(stem in nouns or stems.count(stem) > 1 for stem in stems)


def measures_something(link: Link) -> bool:
    """`1M cars × 20 = 5M kWh`: what one of them takes is left away; `500 ml × 4 = 2 l`: units that are not
    read."""
    left, right = (
        set(filter(None, map(_measure, side.leaves))) for side in (link.left_shape, link.right_shape)
    )
    if right and not left:
        return True
    unread = left & UNREAD_MEASURES
    return bool(unread) and unread != right and "/" not in link.left_shape.signs


def _measure(leaf: Leaf) -> str:
    """What a number measures; empty for what is counted."""
    read = (unit for unit in leaf.meanings[0].written.split() if unit in MEASURED)
    return next(read, leaf.noun if leaf.noun in MEASURES else "")


def rounds_its_factors(link: Link, found: Found) -> bool:
    """`26^8 ≈ 32^8`, `38M × 2.1 ≈ 40M × 2`, `7M / 86,400 ≈ 7 × 10^6 / 10^5`: rounder numbers."""
    if not link.about or found.claim.digits is not None:
        return False
    if all(len(leaf.digits.replace(".", "").strip("0")) <= 1 for leaf in link.right_shape.leaves):
        return found.off() < ROUND_FACTORS
    return link.left_shape.signs == link.right_shape.signs and found.off() < ROUNDER


def divided_by_all(link: Link) -> Link | None:
    """`90M / 30 * 24 * 3600 = 35` with everything behind the slash dividing, as its author may mean."""
    factors: list[tuple[str, Node]] = []
    node: Node = link.left
    while isinstance(node, Binary) and node.sign in "*/":
        factors.append((node.sign, node.right))
        node = node.left
    signs = [sign for sign, _ in reversed(factors)]
    if signs.count("/") != 1 or signs[-1] == "/":
        return None
    below = signs.index("/")
    for place, (sign, factor) in enumerate(reversed(factors)):
        node = Binary("/" if place >= below else sign, node, factor, node.start, factor.end)
    return Link(node, link.relation, link.right)


def bytes_by_a_small_b(link: Link, found: Found) -> bool:
    """`2,000 × 1.5 Mb = 3 GB`: right if megabytes are meant, as by many who write Mb."""
    written = (leaf.meanings[0].written for leaf in link.leaves)
    if not link.left_shape.signs or not any(_SMALL_B.search(unit) for unit in written):
        return False
    for base in (DECIMAL_BASE, BINARY_BASE):
        reading = replace(found.reading, base=base)
        both = link.sides(reading)
        if both is None or both[0].powers != both[1].powers:
            continue
        if any(link.found(reading, *both, factor).near is not Nearness.FAR for factor in (8.0, 1 / 8)):
            return True
    return False


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


def decimal_comma(found: Found) -> bool:
    """`24 × 3600 = 86.400`, where a point separates thousands."""
    whole, point, decimals = (found.claim.digits or "").partition(".")
    if not point or len(decimals) != 3 or len(whole) > 3:
        return False
    return same_digits(found.value / found.claim.size, found.claim.value) == 3
