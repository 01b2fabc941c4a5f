"""How far a printed number may lie from the true one: half its last digit, as statcheck reads numbers.

`≈` widens the interval and lets trailing zeros stand for rounding. Between what rounding explains and what
is surely wrong lies a zone in which nothing is said: estimates round their inputs too.
"""

from __future__ import annotations

import math
from enum import IntEnum

SLACK = 1e-12
"""What sums of floating-point numbers may be off."""


class Nearness(IntEnum):
    """From what agrees to what cannot be."""

    HOLDS = 0
    NEAR = 1
    FAR = 2


EQUAL_NEAR = {1: 0.12, 2: 0.075, 3: 0.03}
"""Share that `=` may be off before it is surely wrong, by significant digits of the printed number."""
ABOUT_HOLDS = {1: 0.10, 2: 0.065, 3: 0.02}
ABOUT_NEAR = {1: 0.12, 2: 0.09, 3: 0.05}
LARGEST_ROUNDING = 0.20
"""What rounding to one digit may change at most: `≈ 1` for 1.4 is no estimate."""
UNMARKED_ROUNDING = 0.15
"""The same where no sign says that it was rounded: `= 200k` for 232k."""
CUT = 0.035
"""A number may be cut off instead of rounded when that changes no more than this."""
CUT_ZEROS = 0.01
"""The same before zeros, which may be counted digits too: `= 1,150` for 1,157."""
LOOSE_ZEROS = 0.04
"""Zeros at the end of a whole number may hide this much, also after `=`."""
POWER_OF_TEN = 0.30


def nearness(digits: str, computed: float, about: bool) -> Nearness:
    """How the printed digits stand to the computed value, both in the printed unit."""
    printed = float(digits)
    off = abs(computed - printed)
    largest = max(abs(computed), abs(printed))
    if off <= SLACK * largest:
        return Nearness.HOLDS
    share = off / largest
    mantissa, _, exponent = digits.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    step = 10.0 ** (int(exponent or 0) - len(decimals))
    figures, zeros = _figures(whole, decimals)
    coarse = step * 10.0**zeros
    place = min(max(figures, 1), 3)
    half = step / 2 * (1 + SLACK)
    if off <= half and share <= LARGEST_ROUNDING:
        return Nearness.HOLDS
    if (off < step and share <= CUT) or (off < coarse and share <= CUT_ZEROS):
        return Nearness.HOLDS
    if off <= coarse / 2 and share <= LOOSE_ZEROS:
        return Nearness.HOLDS
    if about:
        if share <= ABOUT_HOLDS[place] or (off <= coarse / 2 and share <= LARGEST_ROUNDING):
            return Nearness.HOLDS
        if _is_power_of_ten(printed) and share <= POWER_OF_TEN:
            return Nearness.HOLDS if share <= LARGEST_ROUNDING else Nearness.NEAR
        return Nearness.NEAR if share <= ABOUT_NEAR[place] or off <= half else Nearness.FAR
    if off <= half or (off < step and share <= LARGEST_ROUNDING):
        return Nearness.NEAR
    if off <= coarse / 2 and share <= UNMARKED_ROUNDING:
        return Nearness.NEAR
    return Nearness.NEAR if share <= EQUAL_NEAR[place] else Nearness.FAR


def needs_no_rounding(digits: str, computed: float) -> bool:
    """Whether the computed value has no more decimals than the printed one: 3.3 for a printed 3.1."""
    shown = computed * 10.0 ** len(digits.partition(".")[2])
    return abs(shown - round(shown)) <= 1e-6 and abs(shown) < 1e15


def strictly(digits: str, computed: float, whole: bool) -> Nearness:
    """The same for what nobody rounded on the way: sums of whole numbers, and the nines of a percentage."""
    decimals = len(digits.partition(".")[2])
    figures = len(digits.replace(".", "").replace("-", "").strip("0"))
    if figures < 2:
        return Nearness.NEAR
    near = not whole and abs(computed - float(digits)) < 10.0**-decimals * (1 + SLACK)
    return Nearness.NEAR if near else Nearness.FAR


def same(left: float, right: float, about: bool) -> Nearness:
    """How two computed values stand to each other."""
    largest = max(abs(left), abs(right))
    if largest == 0:
        return Nearness.HOLDS
    share = abs(left - right) / largest
    if share <= (0.10 if about else 0.015):
        return Nearness.HOLDS
    return Nearness.NEAR if share <= 0.12 else Nearness.FAR


def same_digits(left: float, right: float) -> int | None:
    """The power of ten between two values whose digits agree, None when they do not."""
    if left <= 0 or right <= 0:
        return None
    power = math.log10(left / right)
    return round(power) if abs(power - round(power)) < 0.012 else None


def _figures(whole: str, decimals: str) -> tuple[int, int]:
    """Significant figures, and how many zeros end a whole number."""
    if decimals:
        return len((whole + decimals).lstrip("0")), 0
    bare = whole.lstrip("0")
    short = bare.rstrip("0")
    return len(short), len(bare) - len(short)


def _is_power_of_ten(value: float) -> bool:
    return value > 0 and abs(math.log10(value) - round(math.log10(value))) < 1e-9
