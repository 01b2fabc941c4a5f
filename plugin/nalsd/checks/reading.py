"""The numbers of a claim, read with the words around its link and in the units of its quantity."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nalsd.checks.notation import in_digits
from nalsd.checks.printed import Printed, Relation, numbers
from nalsd.units import PRICED_BY, Unit, Units

if TYPE_CHECKING:
    from nalsd.designs.prose import Claim
    from nalsd.graph.quantity import Quantity

_LINE_START = re.compile(r"(?:^|\n)[ \t]*(?:>[ \t]?)*(?=[^\n]|$)")

AROUND = 40
"""Characters before and behind a link that may belong to its number: `at least`, a unit."""

MONTHS = ("month_30d", "month_730h", "month_mean")
"""The months that a design can state."""


def numbers_of(claim: Claim, quantity: Quantity, text: str, units: Units) -> list[Printed]:
    """The numbers of a claim, read with the words around it.

    A bare one takes the unit behind the link, `[20](nalsd:ID) Gbps`, and so does one that only with it is
    of the quantity's kind, `[$900](nalsd:ID) a month`; any takes `or more` from there.
    """
    units = _with_months(units, quantity)
    start, end = claim.span
    paragraph = text[max(0, start - 10 * AROUND) : start].rpartition("\n\n")[2]
    before = _one_line(paragraph)[-AROUND:]
    printed = numbers(claim.text, units, before)
    said = claim.text if any(map(str.isdigit, claim.text)) else in_digits(claim.text)
    if not printed or not _ends_in_number(said, printed[-1]):
        return printed
    after = _one_line(text[end : end + AROUND].partition("\n\n")[0])
    if not after.startswith((" ", "*", "_", "\u00a0")):
        return printed
    last = printed[-1]
    longer = numbers(said + after, units, before)
    taken = next((p for p in longer if p.start == last.start), last)
    relation = last.relation if taken.relation is Relation.EQUAL else taken.relation
    if taken.unit is None or not _is_whole(taken, last, quantity.unit):
        taken = last
    return [*printed[:-1], replace(taken, relation=relation)]


def _is_whole(longer: Printed, shorter: Printed, unit: Unit | None) -> bool:
    """Whether a number is to be read with the unit behind its link."""
    if shorter.unit is None:
        return True
    return unit is not None and longer.fits(unit.dimension) and not shorter.fits(unit.dimension)


def _with_months(units: Units, quantity: Quantity) -> Units:
    """The units with `month` as the one that a quantity is stated in, or that prices are printed by."""
    stated = getattr(quantity.given, "unit", None) or quantity.unit
    if stated is None:
        return units
    usual = PRICED_BY if stated.dimension.power("USD") else None
    month = next((name for name in MONTHS if name in stated.text), usual)
    return units if month is None else units.naming_month(f"1 {month}")


def _one_line(paragraph: str) -> str:
    """The lines of a paragraph as one, without the marks of a quotation."""
    return _LINE_START.sub(" ", paragraph)


def _ends_in_number(text: str, last: Printed) -> bool:
    return not text[last.start + len(last.text) :].strip(" *_`")
