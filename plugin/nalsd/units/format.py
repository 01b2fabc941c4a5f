"""Printing: significant digits first, then the prefix, so that 999,999 is 1 M and not 1000 k.

What is printed reads back (`Units.literal`) to the same value, to the digits shown.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from nalsd.units.dimension import Dimension
from nalsd.units.errors import UnitError
from nalsd.units.prefix import BINARY
from nalsd.units.unit import Part, Unit

if TYPE_CHECKING:
    from nalsd.units.literal import Literal

PLAIN_BELOW = 5
"""Counts have no prefix below 1e5: 86,400 requests."""

_DECIMAL = ("", "k", "M", "G", "T", "P", "E")
_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_SCALES = ("", "k", "M", "G", "T")
_BITS, _BYTES = ("bit", "b", "bps"), ("B", "byte", "Bps")
_YEAR = 365 * 86400
_DURATIONS = (("y", _YEAR), ("d", 86400), ("h", 3600), ("min", 60))
_FRACTIONS = (("s", 0), ("ms", -3), ("µs", -6), ("ns", -9))
_SECOND = Dimension({"second": 1})
_UNITS: dict[str, Unit] = {}
LARGEST = 1e290
"""What is larger is printed in base units: in a smaller unit its number may be more than a float can hold."""


def format_value(value: float | None, unit: Unit | str = "1", *, digits: int = 3) -> str:
    """Print `value`, given in base units, in `unit`: `format_value(2.5e9, "bit/s")` is `20 Gbps`.

    The prefix of `unit` is chosen anew (binary when it was binary), its divisors stay as they are.
    Durations are shown in ns to s, min, h, d and y; counts with k, M, G or T from 1e5 on, whole counts
    below that in full; shares near 100% with the digits of what is missing. None prints as `unknown`.
    """
    if value is None:
        return "unknown"
    if isinstance(unit, str):
        unit = _unit(unit)
    if unit.text == "io/s":
        unit = _unit("IOPS")
    if not math.isfinite(value):
        return "not a number" if value != value else "infinite" if value > 0 else "minus infinite"
    if abs(value) > LARGEST:
        return f"{_scientific(value, digits)} {unit.dimension}".removesuffix(" 1")
    lead = unit.parts[0] if unit.parts and unit.parts[0].power == 1 else None
    if lead is None:
        return _scaled(value * unit.den / unit.num, unit, digits, unit.text.removeprefix("1"))
    declaration = lead.declaration
    name, tail = declaration.name, _tail(unit.parts[1:])
    if name in _BITS or name in _BYTES:
        return _information(value, unit, lead, tail, digits)
    if (time := time_of(unit)) is not None:
        rest = _tail(tuple(part for part in unit.parts if part is not time))
        seconds = value * unit.den * time.declaration.num / (unit.num * time.declaration.den)
        return _duration(seconds, rest, digits)
    shown = value * unit.den * lead.prefix_size / unit.num
    if name == "%":
        return f"{_percentage(shown, digits) if not tail else plain_number(shown, digits)}%{tail}"
    if declaration.plural:
        number = _number_text(shown, unit, digits)
        plural = lead.written[len(lead.prefix) :] in (name, declaration.plural) and number != "1"
        return f"{number} {declaration.plural if plural else lead.written[len(lead.prefix) :]}{tail}"
    if name == "Hz" or lead.prefix:
        return _prefixed(shown, lead.written[len(lead.prefix) :] + tail, _SCALES[:4], digits)
    if name == "x":
        return plain_number(shown, digits) + "x"
    return f"{_number_text(shown, unit, digits)} {lead.written[len(lead.prefix) :]}{tail}"


def format_network(value: float | None, *, digits: int = 3) -> str:
    """Print bytes per second as the wire and the disk call them: `20 Gbps (2.5 GB/s)`."""
    if value is None:
        return "unknown"
    return f"{format_value(value, 'bit/s', digits=digits)} ({format_value(value, 'B/s', digits=digits)})"


def format_like(value: float, literal: Literal) -> str:
    """Print `value` (base units) as an author wrote `literal`: same unit, scale and number of decimals."""
    before, _, fraction = literal.number.partition(".")
    one = literal.value / float(literal.number.replace(",", "")) if literal.value else 0.0
    shown = value / abs(one) if one else math.inf
    if not math.isfinite(shown) or not 10 ** -len(fraction) <= abs(shown) < 1e7:
        return format_value(value, literal.unit)
    separator = "," if "," in before or abs(shown) >= 1e4 else ""
    number = f"{abs(shown):{separator}.{len(fraction)}f}"
    text = literal.text.lstrip("+-").replace(literal.number, number, 1)
    return f"-{text}" if shown < 0 else text


def month(text: str) -> str:
    """A printed price a month as people write it; what shows it says elsewhere that the month has 730 h."""
    return text.replace("/month_730h", "/month")


def plain_number(value: float, digits: int = 3) -> str:
    """The digits of a number with thousands separators and no prefix: `12,300`, `0.000123`, `1.2e-7`."""
    negative, figures, exponent = _significant(value, digits)
    if exponent < -4 or exponent > 20:
        return _scientific(value, digits)
    return ("-" if negative else "") + _point(figures, exponent)


def _scientific(value: float, digits: int) -> str:
    negative, figures, exponent = _significant(value, digits)
    return f"{'-' if negative else ''}{_point(figures, 0)}e{exponent}"


def _unit(text: str) -> Unit:
    found = _UNITS.get(text)
    if found is None:
        from nalsd.units.registry import STANDARD  # the registry reads ranges, which print

        try:
            found = STANDARD.unit(text)
        except UnitError:
            # Printing is no place to refuse a count that some design declared.
            words = [word for word in re.findall(r"\b[a-z][a-z0-9_]*", text) if word not in STANDARD]
            found = STANDARD.declare(re.sub(r"(?<=[^s])s$", "", word) for word in words).unit(text)
        if len(_UNITS) < 1024:
            _UNITS[text] = found
    return found


def time_of(unit: Unit) -> Part | None:
    """The time in a product, as in `core*s/op`: it finds its own unit, and is printed first."""
    return next(
        (part for part in unit.parts if part.power == 1 and part.declaration.dimension == _SECOND), None
    )


def _tail(parts: tuple[Part, ...]) -> str:
    return "".join(
        ("/" if part.power < 0 else "*")
        + part.written
        + (f"^{abs(part.power)}" if abs(part.power) > 1 else "")
        for part in parts
    )


def _significant(value: float, digits: int) -> tuple[bool, str, int]:
    """Sign, significant figures without trailing zeros, and the power of ten of the first."""
    mantissa, _, exponent = f"{value:.{max(digits, 1) - 1}e}".partition("e")
    figures = mantissa.lstrip("-").replace(".", "").rstrip("0") or "0"
    return mantissa[0] == "-" and figures != "0", figures, int(exponent)


def _point(figures: str, exponent: int) -> str:
    """Figures with the decimal point after `exponent + 1` of them."""
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + figures
    whole = figures[: exponent + 1].ljust(exponent + 1, "0")
    fraction = figures[exponent + 1 :]
    return f"{int(whole):,}" + ("." + fraction if fraction else "")


def _number_text(value: float, unit: Unit, digits: int) -> str:
    """The number of a count: in full when whole and below 1e5, else to `digits`, with k to T from 1e5."""
    if (
        not unit.dimension.hard
        and abs(value) < 10**PLAIN_BELOW
        and abs(value - round(value)) <= 1e-9 * abs(value)
    ):
        return f"{round(value):,}"
    negative, figures, exponent = _significant(value, digits)
    if exponent >= 15:
        return _scientific(value, digits)
    if exponent < PLAIN_BELOW:
        return plain_number(value, digits)
    step = exponent // 3
    return ("-" if negative else "") + _point(figures, exponent - 3 * step) + _SCALES[step]


def _scaled(value: float, unit: Unit, digits: int, tail: str) -> str:
    number = _number_text(value, unit, digits)
    if not tail and number[-1] in "kMGT":
        number = f"{number[:-1]} {number[-1]}"
    return number + (tail if tail.startswith("/") or not tail else " " + tail)


def _prefixed(value: float, symbol: str, prefixes: tuple[str, ...], digits: int) -> str:
    negative, figures, exponent = _significant(value, digits)
    step = min(max(exponent // 3, 0), len(prefixes) - 1)
    if exponent < -4 or exponent - 3 * step > 5:
        return f"{plain_number(value, digits)} {symbol}"
    return f"{'-' if negative else ''}{_point(figures, exponent - 3 * step)} {prefixes[step]}{symbol}"


def _information(value: float, unit: Unit, lead: Part, tail: str, digits: int) -> str:
    name = lead.declaration.name
    shown = value * unit.den * lead.prefix_size / unit.num
    if name in ("Bps", "bps"):
        tail = "/s" + tail
    symbol = "B"
    if name in _BITS:
        first, _, others = tail[1:].partition("/")
        symbol = "bit"
        if tail[:1] == "/" and first == "s":
            symbol, tail = "bps", "/" + others if others else ""
    if lead.prefix in BINARY or lead.prefix.endswith("bi"):
        return _binary(shown, symbol + tail, digits)
    return _prefixed(shown, symbol + tail, _DECIMAL, digits)


def _binary(value: float, symbol: str, digits: int) -> str:
    size, step, four = abs(value), 0, max(digits, 4)
    while float(f"{size:.{four - 1}e}") >= 1024 and step < len(_BINARY) - 1:
        size, step = size / 1024, step + 1
    shown = four if size >= 1000 else digits  # 1,023 KiB and not 1,020 KiB
    return f"{plain_number(value / 1024**step, shown)} {_BINARY[step]}{symbol}"


def _duration(seconds: float, tail: str, digits: int) -> str:
    negative, figures, exponent = _significant(seconds, digits)
    sign = "-" if negative else ""
    size = float(f"{figures[0]}.{figures[1:] or '0'}e{exponent}")
    if size < 60:
        if size == 0:
            return f"0 s{tail}"
        for name, power in _FRACTIONS:
            if exponent >= power:
                return f"{sign}{_point(figures, exponent - power)} {name}{tail}"
        return f"{plain_number(seconds, digits)} s{tail}"
    if size >= 100 * _YEAR:
        years = seconds / _YEAR
        return f"{plain_number(years, digits) if size < 1e6 * _YEAR else _scientific(years, digits)} y{tail}"
    for name, length in _DURATIONS:
        count = size / length
        # Rounded to the digits, many a long time is a whole number of minutes by chance.
        exact = 1 <= count < 1000 and abs(float(f"{count:.{max(digits, 1) - 1}e}") - count) <= 1e-9 * count
        if exact and (count >= 2 or count == 1) and (name != "y" or count == round(count) > 1):
            return f"{plain_number(seconds / length, digits)} {name}{tail}"
    for name, length in _DURATIONS:
        if size >= 2 * length:
            return f"{plain_number(seconds / length, digits)} {name}{tail}"
    return f"{plain_number(seconds, digits)} s{tail}"


_NINES = 13
"""Decimals of a percentage that a double tells from 100."""


def _percentage(percent: float, digits: int) -> str:
    missing = 100 - percent
    if not 0 < missing < 1 or digits < 2:
        return plain_number(percent, digits)
    decimals = min(digits - 2 - math.floor(math.log10(missing)), _NINES)
    shown = f"{percent:.{decimals}f}".rstrip("0").rstrip(".")
    return shown if shown != "100" else f"99.{'9' * _NINES}"  # what is missing does not round away
