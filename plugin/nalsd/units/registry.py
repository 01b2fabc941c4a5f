"""The units that a text may use: the built-in table and the counts that a design declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nalsd.units.dimension import SYMBOLS, Dimension
from nalsd.units.errors import UnitError, excerpt
from nalsd.units.hazards import REFUSED, explain_unknown
from nalsd.units.literal import Literal, read_literal
from nalsd.units.prefix import BINARY, SCALES
from nalsd.units.ranges import Range, read_value
from nalsd.units.table import HARDWARE, MEASURES, PRICED_BY, RATES, THINGS, Declaration, plural_of
from nalsd.units.tokens import KEYWORDS, Token, scan
from nalsd.units.unit import PLAIN, Part, Unit

_ATOM = re.compile(r"([*·/]?)([A-Za-z_µμ%$€£¥][A-Za-z0-9_]*)((?:\^|\*\*)-?[0-9]{1,2}|[²³])?")
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_POWERS = {"²": 2, "³": 3}

LONGEST_UNIT = 80
MOST_PARTS = 8
LARGEST_POWER = 4
_CACHE_LIMIT = 4096


class Units:
    """A table of units. Reading is pure: the same text gives the same answer, from a bounded cache."""

    __slots__ = ("_cache", "_names")

    def __init__(self, names: dict[str, Declaration]) -> None:
        self._names = names
        self._cache: dict[str, Unit] = {"": PLAIN, "1": PLAIN}

    def declare(self, names: Iterable[str]) -> Units:
        """A table with the counts of a design added, singular and plural.

        A count that is built in (`request`, `user`) may be declared again. UnitError for a name that means
        something else: information, time, money, a prefix, equipment, a refused name such as `month`.
        """
        added = dict(self._names)
        for name in names:
            self._check_new(name)
            if name in added:
                continue
            added[name] = count = _count(name)
            plural = count.plural
            if plural not in added and plural not in self and plural not in REFUSED:
                added[plural] = count
        table = Units(added)
        table._cache |= self._cache  # what could be read without the new counts means the same
        return table

    def naming_month(self, length: str) -> Units:
        """A table in which a month has a length: `naming_month("730 h")` for the prices of a cloud."""
        span = self.literal(length)
        if span.unit.dimension != Dimension({"second": 1}) or span.value <= 0:
            raise UnitError(f"{excerpt(length)} is no length for a month", "write a duration such as 730 h")
        numerator, denominator = span.ratio
        month = Declaration(
            "measure",
            "month",
            "months mo",
            (numerator, denominator),
            span.unit.dimension,
            {},
            f"a month of {length.strip()}",
        )
        return Units({**self._names, "month": month, "months": month, "mo": month})

    def for_value_in(self, unit: Unit | None) -> Units:
        """The table to read a value of this unit with: in a price, a month is the one that clouds bill."""
        priced = unit is not None and unit.dimension.power("USD")
        return self.naming_month(f"1 {PRICED_BY}") if priced else self

    def __contains__(self, name: str) -> bool:
        """Whether `name` is a unit or a count of this table, or a unit with a prefix."""
        return self._lookup(name) is not None

    def __iter__(self) -> Iterator[Declaration]:
        """Every declaration once, in the order of the table."""
        return iter(dict.fromkeys(self._names.values()))

    def is_symbol(self, name: str) -> bool:
        """Whether a quantity must not be called `name`: a unit of measure, a prefix or a refused name.

        The words of counts (`click`, `node`) are free: `5 click` and the quantity `click` do not meet.
        """
        if name in SCALES or name in BINARY or name in REFUSED or name in KEYWORDS:
            return True
        found = self._lookup(name)
        return found is not None and found[0].kind in ("measure", "rate")

    def unit(self, text: str) -> Unit:
        """Read a unit, with no spaces inside: `GB/s`, `req/s/core`, `op*s`, `s^2`.

        `1` and the empty text are the unit of a plain number. UnitError says what to write instead.
        """
        found = self._cache.get(text)
        if found is None:
            found = self._read_unit(text)
            if len(self._cache) < _CACHE_LIMIT:
                self._cache[text] = found
        return found

    def unit_of(self, dimension: Dimension) -> Unit:
        """The base unit of a dimension, to print a value in that nobody gave a unit: `B/s`, `request/s/core`.

        Counts that this table does not know are taken as they are named.
        """
        parts = []
        for base, power in dimension.ordered():
            declaration = self._names.get(SYMBOLS.get(base, base)) or _count(base)
            parts.append(Part(declaration, "", 1, power, SYMBOLS.get(base, base)))
        return Unit(str(dimension), 1, 1, dimension, tuple(parts))

    def literal(self, text: str) -> Literal:
        """Read one number with an optional unit: `5M/s`, `500 B`, `99.99%`, `86,400 s`, `$5`."""
        return read_literal(self, text)

    def value(self, text: str, *, share: bool | None = None) -> Literal | Range:
        """Read a literal, a range `a .. b` (p5 to p95) or a range with its best guess, `a .. b .. c`.

        The unit may stand once, at the end. A range of percentages, or of plain numbers that all lie between
        0 and 1, is a share and cannot leave 0..1; `share` True or False decides it for the caller.
        """
        return read_value(self, text, share)

    def tokens(self, text: str) -> list[Token]:
        """The tokens of an expression: names, literals with their units, operators, each with its column."""
        return scan(self, text)

    def _lookup(self, name: str) -> tuple[Declaration, str, int] | None:
        """The declaration behind a name, the prefix and its size."""
        found = self._names.get(name)
        if found is not None:
            return found, "", 1
        for length in (1, 2, 4, 3):  # k, Ki, kilo, exa
            rest = self._names.get(name[length:])
            if rest is not None:
                size = rest.prefixes.get(name[:length])
                if size is not None and name[length:] in rest.prefixable:
                    return rest, name[:length], size
        return None

    def _check_new(self, name: str) -> None:
        if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > 40:
            raise UnitError(
                f"{excerpt(str(name))} cannot be a unit", "write a word in lower case: [a-z][a-z0-9_]*"
            )
        found = self._lookup(name)
        taken = found is not None and found[0].kind != "thing"
        if taken or name in SCALES or name in REFUSED or name in KEYWORDS:
            raise UnitError(
                f"`{name}` already means something as a unit", "choose another word for the count"
            )

    def _read_unit(self, text: str) -> Unit:
        if text.strip() != text:
            return self.unit(text.strip())
        if len(text) > LONGEST_UNIT:
            raise UnitError("the unit is too long", f"write at most {LONGEST_UNIT} characters")
        start = 1 if text.startswith("1/") else 0
        position, parts, dimension, num, den = start, [], Dimension(), 1, 1
        while position < len(text):
            match = _ATOM.match(text, position)
            if match is None or (match[1] not in ("", "/") if position == 0 else not match[1]):
                raise _broken(text, position, self)
            name, column = match[2], match.start(2)
            found = self._lookup(name)
            if name == "x" and len(text) > 1:
                raise UnitError(
                    "`x` is a factor and stands alone, as in 10x", "put spaces around an operator", column
                )
            if found is None:
                message, mend = explain_unknown(name, self._names, self.__contains__)
                raise UnitError(message, mend, column)
            declaration, prefix, size = found
            power = _power(match[3])
            if match[1] == "/":
                power = -power
            if not power or abs(power) > LARGEST_POWER or len(parts) == MOST_PARTS:
                raise UnitError(
                    f"the unit {excerpt(text)} is too involved",
                    f"write at most {MOST_PARTS} parts to powers of at most {LARGEST_POWER}",
                    column,
                )
            parts.append(Part(declaration, prefix, size, power, name))
            above, below = declaration.num * size, declaration.den
            if power < 0:
                above, below = below, above
            num *= above ** abs(power)
            den *= below ** abs(power)
            if declaration.dimension:
                dimension = dimension * (
                    declaration.dimension if power == 1 else declaration.dimension**power
                )
            position = match.end()
        shown = "1" + text if text.startswith("/") else text
        return Unit(shown, num, den, dimension, tuple(parts), _note(parts))


def _count(name: str) -> Declaration:
    plural = plural_of(name)
    return Declaration(
        "thing", name, plural, (1, 1), Dimension({name: 1}), {}, "declared by a design", plural
    )


def _power(text: str | None) -> int:
    if not text:
        return 1
    return _POWERS.get(text) or int(text.lstrip("^*"))


def _note(parts: list[Part]) -> str:
    for part in parts:
        if part.prefix == "K" and part.declaration.name in ("B", "Bps"):
            base = part.declaration.name
            return f"`{part.written}` is read as 1,000 {base}; 1,024 is Ki{base}"
    return ""


def _broken(text: str, position: int, units: Units) -> UnitError:
    if " " in text or "\t" in text:
        column = min(text.find(space) for space in " \t" if space in text)
        words = text.split()
        if "per" in words or "a" in words:
            return UnitError(f"{excerpt(text)} is no unit", "write `/` for per, as in req/s", column)
        joined = "".join(words)
        if any(sign in joined for sign in "/*"):
            return UnitError(f"the unit {excerpt(text)} has a space in it", f"write {joined}", column)
        return UnitError(
            f"{excerpt(text)} is two words where one unit belongs",
            "write one unit, as in GB/s, req/s/core or op*s",
            column,
        )
    if "(" in text or ")" in text:
        return UnitError(
            f"the unit {excerpt(text)} has brackets", "write one slash for each divisor: a/b/c", position
        )
    return UnitError(
        f"{excerpt(text)} is no unit",
        "write products and quotients, as in GB/s, req/s/core or op*s",
        position,
    )


def _table() -> dict[str, Declaration]:
    names: dict[str, Declaration] = {}
    for declaration in (*MEASURES, *RATES, *THINGS, *HARDWARE):
        for name in declaration.names:
            names[name] = declaration
    return names


STANDARD = Units(_table())
"""Every built-in unit and count, with none declared."""
