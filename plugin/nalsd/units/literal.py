"""Literals: one number with an optional unit, kept as it was written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nalsd.units.dimension import Dimension
from nalsd.units.errors import UnitError, excerpt
from nalsd.units.misread import billions, explain_literal, slip
from nalsd.units.prefix import SCALES
from nalsd.units.unit import Unit

if TYPE_CHECKING:
    from nalsd.units.registry import Units

LONGEST_LITERAL = 120
MOST_DIGITS = 40
LARGEST_EXPONENT = 60
LARGEST = 1e30
SMALLEST = 1e-30

TYPOGRAPHIC_SPACES = "\u00a0\u202f\u2009"
"""No-break and thin spaces: read as the plain one."""

SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
LITERAL = re.compile(
    r"([-+]?)(\$?)"
    r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?)"
    r"(?:[eE]([-+]?[0-9]+))?"
    rf"(?:[ ]*({SCALE})(?=[ /]|$))?"
    r"[ ]*(.*)"
)


class Literal:
    """One number as written, and what it is worth in base units.

    `text` is the whole literal, `number` its digits as written (`86,400`), `unit` its unit, `value` the
    float in base units, correctly rounded from the decimal text. `half_width` is half of the last printed
    digit, in base units: 0.05 s for `20.0 s`, 500,000 for `5M`.
    """

    __slots__ = ("_mantissa", "_power", "_scale", "number", "text", "unit", "value")

    def __init__(self, text: str, number: str, unit: Unit, mantissa: int, power: int, scale: int) -> None:
        self.text = text
        self.number = number
        self.unit = unit
        self._mantissa = mantissa
        self._power = power
        self._scale = scale
        num, den = self.ratio
        self.value = num / den

    @property
    def ratio(self) -> tuple[int, int]:
        """The exact value in base units, as numerator and denominator."""
        num, den = self._mantissa * self._scale * self.unit.num, self.unit.den
        return (num * 10**self._power, den) if self._power >= 0 else (num, den * 10**-self._power)

    @property
    def half_width(self) -> float:
        """Half a unit of the last printed digit, in base units: how far the true value may lie away."""
        num, den = self._scale * self.unit.num, 2 * self.unit.den
        return num * 10**self._power / den if self._power >= 0 else num / (den * 10**-self._power)

    @property
    def interval(self) -> tuple[float, float]:
        """The values that print like this one, in base units."""
        half = self.half_width
        return self.value - half, self.value + half

    @property
    def median(self) -> float:
        """The value, so that literals and ranges are asked alike."""
        return self.value

    @property
    def dimension(self) -> Dimension:
        """The dimension of the unit."""
        return self.unit.dimension

    @property
    def note(self) -> str:
        """A remark on how the unit was read; usually empty."""
        return self.unit.note

    @property
    def scale(self) -> int:
        """What the word or letter after the number stands for: 1,000,000 in `5M` and `5 million`, else 1."""
        return self._scale

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and self.text == other.text and self.unit == other.unit

    def __hash__(self) -> int:
        return hash((self.text, self.value))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Literal({self.text!r})"


def read_literal(units: Units, text: str) -> Literal:
    """Read one literal; UnitError with the mend otherwise. `units` gives the names."""
    text = plain_spaces(text)
    stripped = text.strip(" \t\r\n")
    if len(stripped) > LONGEST_LITERAL:
        raise UnitError(
            f"{excerpt(stripped)} is too long for a number", f"write at most {MOST_DIGITS} digits and a unit"
        )
    match = LITERAL.fullmatch(stripped)
    try:
        if match is None or not match[3] or match[6][:1] in _WRONG_AFTER_NUMBER:
            raise explain_literal(stripped)
        return build_literal(units, stripped, match.groups(), match.start(6))
    except UnitError as error:
        raise error.shifted(text.find(stripped)) from None


_WRONG_AFTER_NUMBER = frozenset("0123456789.,:'-+^=~<>()_")


def plain_spaces(text: str) -> str:
    """`text` with the spaces that prose has between a number and its unit made plain; columns stay."""
    if not text.isascii():
        for space in TYPOGRAPHIC_SPACES:
            text = text.replace(space, " ")
    return text


def build_literal(units: Units, text: str, groups: tuple[str, ...], unit_start: int) -> Literal:
    """The literal of the groups of `LITERAL`; its unit starts at column `unit_start` of `text`."""
    sign, dollar, number, exponent, scale, unit_text = groups
    if dollar:
        if unit_text and unit_text[0] != "/":
            raise UnitError(
                f"{excerpt(text)} has two units",
                "write `$5` or `5 USD`, and `/` for per: $0.09/GB",
                unit_start,
            )
        unit = units.unit("USD" + unit_text)
    else:
        try:
            unit = units.unit(unit_text)
        except UnitError as error:
            if unit_text.startswith("B "):
                raise billions(text, number, unit_text[2:].strip()) from None
            raise slip(text) or error.shifted(unit_start) from None
    whole, _, fraction = number.partition(".")
    if "," in whole:
        if whole[0] == "0":
            raise UnitError(
                f"{excerpt(text)}: a thousands separator after a zero",
                f"write {whole.replace(',', '.', 1)} for a fraction",
            )
        whole = whole.replace(",", "")
    power = -len(fraction)
    if exponent:
        if len(exponent) > 4 or abs(int(exponent)) > LARGEST_EXPONENT:
            raise _out_of_bounds(text)
        power += int(exponent)
    digits = whole + fraction
    if len(digits) > MOST_DIGITS:
        raise UnitError(
            f"{excerpt(text)} has more than {MOST_DIGITS} digits", "write the digits that matter and a prefix"
        )
    mantissa = int(digits)
    try:
        literal = Literal(
            text, number, unit, -mantissa if sign == "-" else mantissa, power, SCALES[scale] if scale else 1
        )
    except OverflowError:
        raise _out_of_bounds(text) from None
    if mantissa and not SMALLEST <= abs(literal.value) <= LARGEST:
        raise _out_of_bounds(text)
    return literal


def _out_of_bounds(text: str) -> UnitError:
    return UnitError(
        f"{excerpt(text)} is out of bounds",
        "write a size between 1e-30 and 1e30 in base units (byte, second)",
    )
