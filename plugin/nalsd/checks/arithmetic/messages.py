"""What a verdict says to people."""

from __future__ import annotations

import math

from nalsd.checks.arithmetic.sides import MISMATCH, OK, SCALE, SMALL_B, Judgement
from nalsd.units import plain_number

_REASONS = {
    SCALE: "right if a scale or a period is meant that is not written here",
    SMALL_B: "right if the small b stands for bytes",
    "binary": "right if all prefixes are of 1,024, and not only those with an i",
    "close": "within what rounded inputs explain, outside what the printed digits allow",
    "doubt": "more than one way to read the left side",
    "arrow": "an arrow may mean more than equality",
    "calendar": "right if a day has 100,000 seconds",
    "grouping": "right if everything behind the slash divides",
    "rounded": "the same sum again with rounder numbers",
    "restated": "the right side may go on from the left one, or change its period",
    "point": "a decimal point or a thousands separator",
    "nothing": "the units of one side do not go together",
    "units": "the units of the two sides differ, and no unit that was left away explains it",
}


SLIGHTLY = 1.0001
"""A ratio below which a difference says more than a percentage."""


def message(judgement: Judgement | None) -> str:
    """One sentence."""
    if judgement is None:
        return "not all of it can be read as numbers"
    if judgement.reason == "goes on":
        return "the right side goes on from the result of the left one"
    if judgement.claimed is None or judgement.computed is None:
        return _REASONS.get(judgement.reason, judgement.reason)
    unit = _unit(judgement)
    computed, claimed = (
        _shown(judgement.computed, judgement.claimed) + unit,
        plain_number(judgement.claimed, 15) + unit,
    )
    if judgement.verdict == OK:
        hole = "; a unit is left away on one side" if judgement.reason == "hole" else ""
        return f"computed {computed}, printed {claimed}{hole}"
    if judgement.verdict == MISMATCH:
        return f"computed {computed}, but {claimed} is printed{_off(judgement)}"
    reason = _REASONS.get(judgement.reason, judgement.reason)
    return f"computed {computed}, printed {claimed}: {reason}"


def _unit(judgement: Judgement) -> str:
    """The printed unit as it stands behind a number. A currency is left to the line that is shown."""
    unit = judgement.unit.removesuffix("USD").rstrip()
    if unit[:1] == "/" and unit[1:2].isdigit():
        return f" per {unit[1:]}"
    return f" {unit}" if unit and unit[0] not in "/%" else unit


def _shown(value: float, claimed: float) -> str:
    digits = max(4, len(f"{claimed:.15g}".replace(".", "").lstrip("0")) + 2)
    return plain_number(value, digits)


def _off(judgement: Judgement) -> str:
    computed, claimed = judgement.computed or 0.0, judgement.claimed or 0.0
    if computed == 0 or claimed == 0 or (computed < 0) != (claimed < 0):
        return ""
    ratio = max(computed / claimed, claimed / computed)
    direction = "little" if claimed < computed else "much"
    if ratio >= 1.95:
        return f", {plain_number(ratio, 3)} times too {direction}"
    if ratio < SLIGHTLY:
        return f", {plain_number(abs(computed - claimed), 3)} too {direction}"
    return f", {plain_number(100 * (ratio - 1), 2)}% off"


def mend(judgement: Judgement | None) -> str:
    """What to write instead of a wrong result; the scale of bits and bytes is the likeliest slip."""
    if judgement is None or judgement.verdict != MISMATCH or not judgement.computed or not judgement.claimed:
        return ""
    unit = _unit(judgement)
    figures = max(2, len(f"{judgement.claimed:g}".replace(".", "").strip("0-")))
    said = f"write {plain_number(judgement.computed, figures)}{unit}"
    ratio = judgement.computed / judgement.claimed
    if any(abs(ratio * factor - 1) < 0.02 for factor in (8, 1 / 8)):
        return f"{said}, or is it bits in place of bytes? 1 byte is 8 bits"
    power = math.log10(abs(ratio))
    if abs(power - round(power)) < 0.02:
        factor = plain_number(10.0 ** abs(round(power)), 12)
        return f"{said}, or see whether a prefix or a factor of {factor} slipped"
    return f"{said}, or correct what is multiplied"
