"""Sums whose numbers agree though their units do not: converted by hand, priced by the unit, of 1,024."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nalsd.checks.arithmetic.nearness import Nearness
from nalsd.checks.arithmetic.omissions import SIZES
from nalsd.checks.arithmetic.quantities import BINARY_BASE, Meaning
from nalsd.checks.arithmetic.sides import Found, Link
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, Reading, shape
from nalsd.checks.arithmetic.words import CALENDAR

BITS = 8
ROUNDED_STEPS = math.log(1.08)
"""What three steps of 1,024 in place of 1,000 may change, or of 1,000 in place of 1,024."""


def in_numbers(link: Link) -> Found | None:
    """The sum of the printed numbers, where something that the authors of estimates do explains the units."""
    if _is_sum_of_prices(link) or _names_a_batch(link):
        return _without_units(link)
    return _converted_by_hand(link)


def counts_by_1024(link: Link) -> Found | None:
    """`1,300,000 KB = 1.24 GiB`: right where the KB are of 1,024 bytes too. GB beside GiB are not."""
    meanings = [meaning for leaf in link.leaves for meaning in leaf.meanings if meaning.binary]
    letters = {_letter(meaning) for meaning in meanings if not meaning.mebi}
    mebi = {_letter(meaning) for leaf in link.leaves for meaning in leaf.meanings if meaning.mebi}
    if not mebi or not letters or letters & mebi:
        return None
    found = _read(link, Reading(BINARY_BASE))
    return found if found is not None and found.near is Nearness.HOLDS else None


def _letter(meaning: Meaning) -> str:
    """The prefix of a size: K, M, G, ..."""
    return meaning.written.rpartition(" ")[2][:1].upper()


def _without_units(link: Link) -> Found | None:
    bare = tuple(
        (leaf.start, Meaning(scale=meaning.scale, written=meaning.written))
        for leaf in link.leaves
        if not (meaning := leaf.meanings[0]).percent
    )
    return _read(link, Reading(choices=bare))


def _converted_by_hand(link: Link) -> Found | None:
    """`100 Mbps × 86,400 s × 30 / 8 / 1024 = 31,640 GB`: the 8 and the 1,024 make GB of Mb."""
    factors = [leaf for leaf in link.left_shape.leaves if not leaf.named and leaf.value in (BITS, *SIZES)]
    if not any(leaf.value in SIZES for leaf in factors):
        return None
    found = _without_units(link)
    if found is None or not link.right_shape.leaves[0].meanings[0].powers[0]:
        return None
    by_numbers = found.value / found.claim.size
    for converted in _converted(link, tuple(leaf.start for leaf in factors)):
        if converted is None or converted.value <= 0 or by_numbers <= 0:
            continue
        by_units = converted.value / converted.claim.size
        if abs(math.log(by_units / by_numbers)) <= ROUNDED_STEPS:
            return found
    return None


def _converted(link: Link, factors: tuple[int, ...]) -> Iterator[Found | None]:
    """What the units come to without the factors: times as written, left out, and with none that cancel."""
    yield _read(link, Reading(dropped=factors))
    yield _read(link, Reading(blind=True, dropped=factors))
    periods = [
        leaf for leaf in link.left_shape.leaves if leaf.value in CALENDAR and leaf.start not in factors
    ]
    yield _read(link, Reading(dropped=(*factors, *(leaf.start for leaf in periods))))


def _read(link: Link, reading: Reading) -> Found | None:
    both = link.sides(reading)
    return link.found(reading, *both) if both is not None and both[0].powers == both[1].powers else None


def _is_sum_of_prices(link: Link) -> bool:
    """`$50 + 50 GB × $0.10 + 100 IOPS × $0.10 = $65`: in each term one price, by the unit that is counted."""
    right = link.right
    if not isinstance(right, Leaf) or right.meanings[0].powers[2] != 1:
        return False
    terms = list(_terms(link.left))
    return len(terms) > 1 and all(
        sum(leaf.meanings[0].powers[2] == 1 for leaf in shape(term).leaves) == 1
        and set(shape(term).signs) <= {"*"}
        for term in terms
    )


def _terms(node: Node) -> Iterator[Node]:
    if isinstance(node, Binary) and node.sign in ("+", "-"):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _names_a_batch(link: Link) -> bool:
    """`$1.50 × 4 = $6 per 1M tokens`: the batch is named at the end, and was that of the sum before."""
    right = link.right
    if not isinstance(right, Leaf) or not right.per or right.meanings[0].powers != (0, 0, 1):
        return False
    batch = right.meanings[0].factor < 1
    return batch and all("/" not in leaf.meanings[0].written for leaf in link.left_shape.leaves)
