"""The verdict on one equation: right, surely wrong, or not to be decided from what is written."""

from __future__ import annotations

from dataclasses import replace

from nalsd.checks.arithmetic.conversions import conversion
from nalsd.checks.arithmetic.doubts import bytes_by_a_small_b, decimal_comma, divided_by_all, doubt, goes_on
from nalsd.checks.arithmetic.nearness import Nearness
from nalsd.checks.arithmetic.numerals import counts_by_1024, in_numbers
from nalsd.checks.arithmetic.omissions import (
    Unequal,
    bare_duration,
    bare_total,
    bits_of_bytes,
    converted,
    may_have_lost_a_unit,
    none_explains,
    same_unit_twice,
    scale_left_away,
    slipped_price,
    unit_left_away,
)
from nalsd.checks.arithmetic.periods import (
    calendar,
    counted,
    has_no_time,
    hidden_days,
    period_left_away,
    rounded_day,
)
from nalsd.checks.arithmetic.quantities import DECIMAL_BASE
from nalsd.checks.arithmetic.sides import MISMATCH, OK, SCALE, SMALL_B, UNVERIFIABLE, Found, Judgement, Link
from nalsd.checks.arithmetic.tree import Binary, Leaf


def judge(link: Link) -> Judgement | None:
    """The verdict; None where nothing was claimed. The first reading under which it is right counts."""
    if not link.left_shape.signs:
        return conversion(link)
    best: Found | None = None
    primary: Found | None = None
    unequal: Unequal = []
    for reading in link.readings():
        both = link.sides(reading)
        if both is None:
            continue
        if both[0].powers != both[1].powers:
            unequal.append((reading, *both))
            continue
        if reading.blind and not link.may_be_blind(reading):
            continue
        found = link.found(reading, *both)
        if found.near is Nearness.HOLDS:
            return link.said(OK, found)
        if best is None or (found.near < best.near and reading.base is DECIMAL_BASE):
            best = found
        primary = primary or found
    if goes_on(link) or _goes_on_by_hand(link):
        return Judgement(OK, reason="goes on")
    for found in same_unit_twice(link, unequal):
        best = found if best is None or found.near < best.near else best
        primary = primary or found
    held = link.said(OK, best) if best and best.near is Nearness.HOLDS else unit_left_away(link, unequal)
    if held is not None:
        return held
    numbers = in_numbers(link)
    if numbers is not None and numbers.near is Nearness.HOLDS:
        return link.said(OK, numbers, "hole")
    if (found := counts_by_1024(link)) is not None:
        return link.said(UNVERIFIABLE, found, "binary")
    if primary is not None and best is not None:
        cancelled = min(filter(None, (calendar(link), counted(link))), key=Found.off, default=None)
        held = converted(link) or scale_left_away(link)
        if held is None and cancelled is not None and cancelled.near is Nearness.HOLDS:
            held = link.said(OK, cancelled)
        if held is not None:
            return held
        if not (unequal and link.is_absurd(best)):
            return _not_held(link, primary, best, cancelled, numbers)
    if (held := _grouped(link)) is not None:
        return held
    if (wrong := bare_total(link, unequal) or slipped_price(link, unequal)) is not None:
        return link.said(MISMATCH, wrong)
    if unequal:
        reading, left, right = next((each for each in unequal if each[0].blind), unequal[0])
        alike = [each for each in unequal if replace(each[0], base=reading.base) == reading]
        if all(none_explains(link, *each) for each in alike):
            in_its_unit = link.found(reading, left, right, link.claim(reading, right).size)
            found = min(in_its_unit, link.found(reading, left, right), key=Found.off)
            if link.is_off_by_a_scale(in_its_unit, link.found(reading, left, right)):
                return link.said(UNVERIFIABLE, found, SCALE)
            return link.said(MISMATCH, found)
        found = link.found(reading, left, right)
        return link.said(UNVERIFIABLE, found, "close" if found.near is Nearness.NEAR else "units")
    return Judgement(UNVERIFIABLE, reason="nothing")


def _not_held(
    link: Link, primary: Found, best: Found, cancelled: Found | None, numbers: Found | None
) -> Judgement:
    """No reading holds: whether something was left away, is in doubt, or is wrong."""
    if decimal_comma(primary):
        return link.said(UNVERIFIABLE, primary, "point")
    if cancelled is not None:
        if cancelled.near is Nearness.NEAR:
            return link.said(UNVERIFIABLE, cancelled, "close")
        primary = cancelled if cancelled.off() < primary.off() else primary
    if has_no_time(link) and (held := period_left_away(link, primary)) is not None:
        return held
    bare = bare_duration(link)
    if bare is not None:
        primary = bare
        best = min(best, bare, key=lambda found: found.near)
    if best.near is Nearness.NEAR:
        return link.said(UNVERIFIABLE, best, "close")
    if (bare is not None and may_have_lost_a_unit(link, bare)) or hidden_days(link, primary):
        return link.said(UNVERIFIABLE, primary, "units")
    if rounded_day(link, primary):
        return link.said(UNVERIFIABLE, primary, "calendar")
    reason = doubt(link, primary)
    if not reason and (held := _grouped(link)) is not None:
        return held
    if reason:
        return link.said(UNVERIFIABLE, primary, reason)
    if link.is_off_by_a_scale(best):
        return link.said(UNVERIFIABLE, primary, SCALE)
    if bytes_by_a_small_b(link, primary):
        return link.said(UNVERIFIABLE, primary, SMALL_B)
    return link.said(MISMATCH, numbers or bits_of_bytes(link) or primary)


def _grouped(link: Link) -> Judgement | None:
    """Where the sum is right if everything behind the slash divides."""
    again = divided_by_all(link)
    judged = judge(again) if again is not None else None
    if judged is None or judged.verdict != OK:
        return None
    return replace(judged, verdict=UNVERIFIABLE, reason="grouping")


def _goes_on_by_hand(link: Link) -> bool:
    """`2 Mbps × 3600 s / 8 = 900 MB / 1024`: the same where a factor of the left side converts."""
    right = link.right
    if not isinstance(right, Binary) or right.sign != "/" or not isinstance(right.left, Leaf):
        return False
    held = converted(Link(link.left, link.relation, right.left))
    return held is not None
