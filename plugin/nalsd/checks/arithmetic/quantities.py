"""Quantities as the wild prints them: a number, the scales and units it may mean, and its dimension.

The units are those of `nalsd.units`; only information, time and money have a dimension here, for in prose
counts come and go (`5M × 500 B = 2.5 GB`). Where a text can mean two things (`10B`, `5 mb`), a leaf has
several meanings, and a reading picks one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nalsd.checks.arithmetic.words import (
    CHARACTER_SCALES,
    FOREIGN_PERIODS,
    LETTER_SCALES,
    PERIODS,
    WILD_SCALES,
)
from nalsd.units import STANDARD, Unit, UnitError
from nalsd.units.prefix import BINARY, DECIMAL

UNITS = STANDARD.naming_month("30 d")
"""A month of an estimate has 30 days; `730 h` lies within what such numbers are rounded to."""

Powers = tuple[int, int, int]
"""Powers of byte, second and USD."""

PLAIN: Powers = (0, 0, 0)
BINARY_OF = dict(zip(DECIMAL, (2**10, 2**10, 2**20, 2**30, 2**40, 2**50, 2**60), strict=True))

DECIMAL_BASE, BINARY_BASE, BINARY_LETTERS = "decimal", "binary", "binary letters"
ROUND_POWERS = "round powers"
"""How a reading takes prefixes: kB is 1,000 B; kB is 1,024 B; `64M` alone is 64 × 1,048,576 too; and
`5 × 2^20` is 5 million."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that the words after a number can mean."""

    scale: float = 1.0
    binary_scale: float = 0.0
    """What the scale is when bare letters are powers of 1,024; 0 when it is no letter."""
    factor: float = 1.0
    """Of the unit, in bytes, seconds and USD."""
    binary: float = 0.0
    """Of the unit with powers of 1,024; 0 when that is no different."""
    blind: float = 1.0
    """Of the unit when a second, an hour and a day are all one: numbers that only convert have no time."""
    powers: Powers = PLAIN
    percent: bool = False
    mebi: bool = False
    """Whether a binary prefix is written out (GiB), so that GB must be decimal."""
    bits: bool = False
    per_period: bool = False
    """A duration per duration: `8.76 h/year`."""
    cased: bool = True
    """False when the case of a letter had to be guessed, as in `mb`."""
    written: str = ""
    """The scale and the unit, for messages."""

    def size(self, base: str, blind: bool) -> float:
        """What one of it is worth."""
        scale = self.binary_scale if base is BINARY_LETTERS and self.binary_scale else self.scale
        if blind:
            ratio = self.binary / self.factor if base is not DECIMAL_BASE and self.binary else 1.0
            return scale * self.blind * ratio
        return scale * (self.binary if base is not DECIMAL_BASE and self.binary else self.factor)

    def seen(self, blind: bool) -> Powers:
        """The dimension, without time for a blind reading."""
        return (self.powers[0], 0, self.powers[2]) if blind else self.powers


NOTHING = Meaning()
HERTZ = {
    unit: Meaning(factor=size, blind=size, powers=(0, -1, 0), written=unit)
    for unit, size in {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9}.items()
}
_PREFIXES = {"n": 1e-9, "u": 1e-6, "µ": 1e-6, "m": 1e-3, "": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9,
             "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21}  # fmt: skip
_MEASURED = {"W": "uµmkKMGT", "Wh": "mkKMGT", "wh": "k", "J": "nuµmkMG", "V": "mk", "VA": "kM", "A": "uµmk",
             "Ah": "mk", "g": "mk", "FLOP": "kMGTPEZ", "flop": "kMGTPEZ"}  # fmt: skip
MEASURED = {
    prefix + base: Meaning(factor=_PREFIXES[prefix], blind=_PREFIXES[prefix], written=prefix + base)
    for base, prefixes in _MEASURED.items()
    for prefix in prefixes
}
"""Power, energy and what else machines are measured by, with its prefixes; like counts without a dimension.
Only those that mean nothing else: PV are page views, TV a screen."""
FLOPS = {
    prefix + base: tuple(
        Meaning(factor=_PREFIXES[prefix], blind=_PREFIXES[prefix], powers=powers, written=prefix + base)
        for powers in ((0, -1, 0), PLAIN)
    )
    for base in ("FLOPS", "FLOPs", "flops")
    for prefix in ("", *"kKMGTPEZ")
}
"""Operations a second, or the plural of an operation."""
KILOSECOND = Meaning(factor=1e3, blind=1e3, powers=(0, 1, 0), written="ks")
CENT = Meaning(factor=0.01, blind=0.01, powers=(0, 0, 1), written="cents")
_INFORMATION = re.compile(r"([kmgtpe]?)(i?)(bytes?|bits?|bps|b)", re.I)
_CYRILLIC = str.maketrans("КкМмГгТтПпБбВ", "KkMmGgTtPpBbB")
"""Letters of sizes as Russian writes them, also one by one between Latin ones: `КБ`, `Гбит`, `ТB`."""
_OCTETS = re.compile(r"([kKMGTP])o|octets?")
"""`Mo`, as the French write MB."""
_BINARY = re.compile(r"[KMGTP]i")
"""`512Mi`, as Kubernetes writes MiB."""
_CYRILLIC_NAMES = re.compile(r"(бай|би)т(?:а|ов)?\Z")
_SPELLED_INFORMATION = re.compile(r"(kilo|mega|giga|tera|peta|exa)(bytes?|bits?)", re.I)


@lru_cache(maxsize=2048)
def unit_meanings(word: str) -> tuple[Meaning, ...]:
    """What a word means as a hard unit; empty for a count or an unknown word."""
    if len(word) > 24:
        return ()
    if "-" in word:  # `byte-per-sample`
        if "-per-" not in word:
            return _joined(*word.split("-"))
        word = word.partition("-")[0]
    if word in FOREIGN_PERIODS:
        return _unit(FOREIGN_PERIODS[word]) or ()
    small = word.endswith("б")  # `Мб` are megabytes for who writes `Мбит` for bits
    word = _latin(word)
    if small and (match := _INFORMATION.fullmatch(word)):
        return _guessed(_information(match[1], match[2], "B") + _information(match[1], match[2], "b"))
    lower = word.lower()
    if lower in ("cent", "cents"):
        return (CENT,)
    if match := _OCTETS.fullmatch(word):
        return _unit(f"{match[1] or ''}B") or ()
    if _BINARY.fullmatch(word):
        return _unit(f"{word}B") or ()
    if word in HERTZ:
        return (HERTZ[word],)
    if word in MEASURED:
        return (MEASURED[word],)
    if word in FLOPS:
        return FLOPS[word]
    if word == "ks":
        return (KILOSECOND,)
    if len(word) > 1 and (match := _INFORMATION.fullmatch(word)):
        return _information(*match.groups())
    exact = _unit(word)
    if exact is not None and word not in ("b", "x", "w", "y", "d", "min", "times"):
        return exact
    if lower in PERIODS:
        return ()
    if match := _SPELLED_INFORMATION.fullmatch(word):
        return _unit(lower) or ()
    if word == "b":
        return _guessed((*(exact or ()), *(_unit("B") or ())))
    if word in ("d", "w", "y", "min", "x"):
        return exact or ()
    if len(lower) >= 3 and lower != word and lower not in ("min",):
        return _unit(lower) or ()
    return ()


def _latin(word: str) -> str:
    """`МБ`, `Кбит`, `байт` in Latin letters."""
    if word.isascii() or (len(word) == 1 and word not in "Бб"):
        return word
    named = _CYRILLIC_NAMES.sub(lambda name: "byte" if name[1] == "бай" else "bit", word)
    return named.translate(_CYRILLIC)


def _joined(*words: str) -> tuple[Meaning, ...]:
    """`GB-seconds`, `core-hours`: units side by side are multiplied."""
    found = [unit_meanings(word) for word in words]
    if len(found) != 2 or not all(found):
        return ()
    return (product(found[0][0], found[1][0]),)


def _information(prefix: str, binary: str, base: str) -> tuple[Meaning, ...]:
    """`mb`, `Mb`, `MBPS`: lower case alone does not say whether bits or bytes are meant."""
    letter = prefix if prefix == "k" else prefix.upper()
    infix = "i" if binary else ""
    if base.lower().startswith("byte"):
        return _unit(f"{letter}{infix}B" if prefix else "byte") or ()
    if len(base) > 3 or base.lower() == "bit":
        return (
            _unit(letter + infix + base.lower())
            or _unit(letter + infix + base.lower().removesuffix("s"))
            or ()
        )
    per = "ps" if len(base) == 3 else ""
    as_bytes, as_bits = _unit(f"{letter}{infix}B{per}") or (), _unit(f"{letter}{infix}b{per}") or ()
    if base[0] == "B":
        return as_bytes if not per or base[1:] == "ps" else _guessed(as_bytes + as_bits)
    if prefix in ("M", "G", "T", "P", "E") and not per:
        return as_bits
    if per:
        return as_bits if base == "bps" and prefix not in ("m", "g", "t") else _guessed(as_bits + as_bytes)
    return _guessed(as_bytes + as_bits)


def _guessed(meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    return tuple(_replace(meaning, cased=False) for meaning in meanings)


@lru_cache(maxsize=2048)
def _unit(word: str) -> tuple[Meaning, ...] | None:
    if word.isalpha() and word not in UNITS:  # most words after a number; asking what was meant takes long
        return None
    try:
        unit = UNITS.unit(word)
    except UnitError:
        return None
    if not unit.dimension.hard and not unit.is_plain:
        return None
    return (meaning_of(unit, word),)


def meaning_of(unit: Unit, written: str) -> Meaning:
    """The meaning of a unit of the table."""
    powers = (unit.dimension.power("byte"), unit.dimension.power("second"), unit.dimension.power("USD"))
    binary, blind, mebi, bits = unit.factor, unit.factor, False, False
    for part in unit.parts:
        bits = bits or part.declaration.name in ("bit", "b", "bps")
        if part.declaration.dimension.power("byte") and part.declaration.name != "bps":
            if part.prefix in BINARY or part.prefix.endswith("bi"):
                mebi = True
            elif part.prefix:
                letter = part.prefix if len(part.prefix) == 1 else part.prefix[0].replace("k", "k").upper()
                binary *= (BINARY_OF.get(letter, part.prefix_size) / part.prefix_size) ** part.power
        if part.declaration.dimension.power("second") == 1 and part.declaration.num >= part.declaration.den:
            blind /= (part.declaration.num / part.declaration.den) ** part.power
    return Meaning(
        factor=unit.factor,
        binary=binary if binary != unit.factor else 0.0,
        blind=blind,
        powers=powers,
        percent=unit.is_percent,
        mebi=mebi,
        bits=bits,
        written=written,
    )


def _replace(meaning: Meaning, **changes: object) -> Meaning:
    from dataclasses import replace

    return replace(meaning, **changes)  # type: ignore[arg-type]


def scale_meaning(word: str) -> Meaning | None:
    """What a word means as a scale: `5M`, `5 million`, `5 crore`."""
    size = WILD_SCALES.get(word) or WILD_SCALES.get(word.lower() if len(word) > 1 else "")
    if size is None:
        return _character_scale(word)
    letter = BINARY_OF.get(word, 0) if word in LETTER_SCALES else 0
    return Meaning(scale=size, binary_scale=float(letter), written=word)


def _character_scale(word: str) -> Meaning | None:
    """`万条`, `百万`: characters that multiply, and what is counted."""
    size, place = 1.0, 0
    while place < len(word) and word[place] in CHARACTER_SCALES:
        size *= CHARACTER_SCALES[word[place]]
        place += 1
    return Meaning(scale=size, written=word[:place]) if place else None


BILLION = Meaning(scale=1e9, written="B")
MILLION = Meaning(scale=1e6, written="m", cased=False)
MIL = tuple(Meaning(scale=scale, written="mil", cased=False) for scale in (1e6, 1e3))
"""A million, and a thousand for the Spanish and the Portuguese."""


def product(left: Meaning, right: Meaning, per: bool = False) -> Meaning:
    """Both meanings one after the other: `5 M` `req`, `GB` per `day`."""
    sign = -1 if per else 1
    binary = left.binary or left.factor
    binary_right = right.binary or right.factor
    factor = left.factor * (right.factor * right.scale) ** sign
    both = binary * (binary_right * right.scale) ** sign
    gap = " " if left.written and right.written else ""
    if per:
        gap = "/" if right.written else ""
    return Meaning(
        scale=left.scale,
        binary_scale=left.binary_scale,
        factor=factor,
        binary=both if both != factor else 0.0,
        blind=left.blind * (right.blind * right.scale) ** sign,
        powers=tuple(a + sign * b for a, b in zip(left.powers, right.powers, strict=True)),  # type: ignore[arg-type]
        percent=left.percent or (right.percent and not per),
        mebi=left.mebi or right.mebi,
        bits=left.bits or right.bits,
        per_period=per and left.powers == right.powers == (0, 1, 0),
        cased=left.cased and right.cased,
        written=f"{left.written}{gap}{right.written}",
    )


def scaled(scale: Meaning, unit: Meaning) -> Meaning:
    """A unit after a scale: `5 million` `GB`."""
    return _replace(
        unit,
        scale=scale.scale * unit.scale,
        binary_scale=scale.binary_scale,
        cased=scale.cased and unit.cased,
        written=f"{scale.written} {unit.written}".strip(),
    )
