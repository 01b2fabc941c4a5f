"""Numbers as people print them: `≈ 44 cores`, `20 Gbps`, `at least 5 million requests per second`.

A printed number stands for an interval of half its last digit to either side, as statcheck reads
them (https://statcheck.io). `≈` widens the interval and allows rounding up; `>`, `<`, `at least` and
`up to` bound it on one side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from nalsd.checks.notation import in_digits, level, loosely, nines_as_shares, power, spaced
from nalsd.units import ONE, Dimension, Literal, Unit, UnitError, Units, assignable

SLACK = 1e-9
"""Relative: two floats this close are the same number, as everywhere in nalsd."""

ROUNDED_SHARE = 0.05
"""The most that zeros at the end of an approximate number may hide: `≈ 3,000` is 2,850 to 3,150."""

APPROXIMATE_SHARE = 0.10
"""The most that an approximate number with few digits may be off: `≈ 2 GB/s` is not 3 GB/s."""


SECOND = Dimension({"second": 1})
PER_SECOND = ONE / SECOND


class Relation(StrEnum):
    """What a printed number says about the true one."""

    EQUAL = "is"
    ABOUT = "about"
    MORE = "more than"
    LESS = "less than"
    AT_LEAST = "at least"
    AT_MOST = "at most"


# The words and signs that may stand before a number, and what they make of it. `over` bounds it from below
# and allows the number itself, for it also means "across": "spread over 3 nodes". `=>` and `->` are arrows.
_WORDS_BEFORE = {
    Relation.AT_LEAST: "at least|no less than|not less than|no fewer than|a minimum of|minimum|over",
    Relation.AT_MOST: "up to|at most|no more than|not more than|a maximum of|maximum|within",
    Relation.MORE: "more than|greater than|above|beyond|exceeds|exceeding",
    Relation.LESS: "less than|fewer than|under|below",
    Relation.ABOUT: r"about|around|roughly|approximately|approx\.?|circa|ca\.|nearly|almost|some",
}
_SIGNS_BEFORE = {
    Relation.AT_LEAST: r"≥|>=|⩾|\\geq?(?:slant)?",
    Relation.AT_MOST: r"≤|<=|⩽|\\leq?(?:slant)?",
    Relation.MORE: r"(?<![^\s(*_`])>|\\gt",
    Relation.LESS: r"(?<![^\s(*_`])<|\\lt",
    Relation.ABOUT: r"≈|~|∼|≃|≅|\\sim",
}
_BEFORE = re.compile(
    "(?:"
    + "|".join(
        [f"(?P<{relation.name}_>{signs})" for relation, signs in _SIGNS_BEFORE.items()]
        + [rf"(?P<{relation.name}>(?<!\w)(?:{words}))" for relation, words in _WORDS_BEFORE.items()]
    )
    + r")[\s*_`(\[$]*$",
    re.I,
)
_AFTER = re.compile(
    r"[\s*_`]*(?:(?P<AT_LEAST>\+|or more|and more|or above|and up|at least)"
    r"|(?P<AT_MOST>or less|or fewer|at most|or below)|(?P<ABOUT>or so\b))",
    re.I,
)

_NUMBER = re.compile(
    r"(?<![\w.,:/])(?:[-−]\s?)?\$?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?![,.]?\d)(?:[eE][-+]?\d+(?!\w))?"
)
_RATIO_TO_ONE = re.compile(r"^\s*:\s*1(?![\d.])")
_RANGE = re.compile(r"^\s*(?:\.\.|…|–|—|-|to|and)\s*$")
_SCALE = re.compile(r"^(?P<gap>\s*)(?P<word>thousand|million|billion|trillion)\b", re.I)
_SCALES = {"thousand": "k", "million": "M", "billion": "G", "trillion": "T"}
_AND_TIME = re.compile(r"\s*(?:,|and|,\s*and)?\s*")
_OR_MORE = re.compile(r"\+(?=\s*[A-Za-z%])")
_TIMES = re.compile(r"^\s*(?:x|×|times|-?fold)(?![\w/])", re.I)
_PER = re.compile(r"\s+(?:per|an?|each|every)\s+", re.I)
_WORD = re.compile(r"\s*[^\s,;()\[\]|\d][^\s,;()\[\]|]*")
_SCALE_LETTER = re.compile(r"^\s*[kKMGTP](?=[\s/]|$)")
_BETWEEN_ATOMS = re.compile(r"(?:[/*·\s^²³]|\b\d+\b)+")
_UNIT_WORDS = {
    "second": "s", "sec": "s", "minute": "min", "hour": "h", "hr": "h", "day": "d", "year": "y", "yr": "y",
    "byte": "B", "bit": "bit", "percent": "%", "dollar": "USD", "millisecond": "ms", "microsecond": "us",
    "kilobyte": "kB", "megabyte": "MB", "gigabyte": "GB", "terabyte": "TB", "petabyte": "PB",
    "qps": "query/s", "rps": "req/s", "tps": "transaction/s", "pps": "packet/s",
}  # fmt: skip
MOST_UNIT_WORDS = 4
LONGEST_TEXT = 400
"""Characters of a claim that are read; people do not write longer ones."""
LONGEST_BEFORE = 40
LARGEST = 1e60
"""Beyond this a text is not a number that anybody measured."""


@dataclass(frozen=True)
class Printed:
    """One number, or one range, found in a text."""

    text: str
    """As written, with its unit."""
    low: float
    """In base units."""
    high: float
    """In base units; the same as `low` unless a range was written."""
    step: float
    """One unit of the last printed digit, in base units."""
    coarse_step: float
    """One unit of the last digit that is not a zero, in base units."""
    unit: Unit | None
    """None for a bare number."""
    relation: Relation = Relation.EQUAL
    start: int = 0
    """Where in the text it begins."""

    def interval(self) -> tuple[float, float]:
        """What the true value may be, in base units; an open side is infinite."""
        match self.relation:
            case Relation.MORE | Relation.AT_LEAST:
                return self.low, float("inf")
            case Relation.LESS | Relation.AT_MOST:
                return float("-inf"), self.high
            case Relation.ABOUT:
                size = max(abs(self.low), abs(self.high))
                widened = min(self.step, APPROXIMATE_SHARE * size)
                rounded = min(self.coarse_step / 2, ROUNDED_SHARE * size)
                wide = max(self.step / 2, widened, rounded)
                # A count is rounded up to the whole thing: "≈ 44 cores" for 43.1 of them.
                counted = self.unit is None or self.unit.dimension.hard == ONE
                up = 1 - SLACK if counted and self.step == 1 else 0
                return self.low - max(wide, up), self.high + wide
            case _:
                return self.low - self.step / 2, self.high + self.step / 2

    def holds(self, computed: float) -> bool:
        """Whether a computed value, in base units, may be printed like this."""
        low, high = self.interval()
        slack = SLACK * max(abs(computed), abs(self.low), abs(self.high))
        if self.relation is Relation.MORE:
            return computed > low + slack
        if self.relation is Relation.LESS:
            return computed < high - slack
        return low - slack <= computed <= high + slack

    def fits(self, expected: Dimension) -> bool:
        """Whether the number can be of that dimension; a bare one is a count, a ratio or a rate a second."""
        if self.unit is None:
            return expected.hard in (ONE, PER_SECOND)
        return assignable(expected, self.unit.dimension)


def numbers(text: str, units: Units, before: str = "") -> list[Printed]:
    """The numbers printed in a text, in order.

    `before` is what stands before the text on its line: `at least [3 nodes](...)` is a lower bound.
    Numbers inside names (`p99`, `c7g.8xlarge`) are not numbers of the text.
    """
    text, before = level(text[:LONGEST_TEXT]), level(before[-LONGEST_BEFORE:])
    text = nines_as_shares(text)
    found = list(_scan(text, units, before))
    if not found:
        loose, text = loosely(text), in_digits(text)
        found = list(_scan(text, units, before))
        if loose and found and found[0].relation is Relation.EQUAL:
            found[0] = replace(found[0], relation=Relation.ABOUT)
    return _join_times(text, _join_ranges(text, found, units, before))


def _scan(text: str, units: Units, before: str) -> Iterator[Printed]:
    position = 0
    while match := _NUMBER.search(text, position):
        if end := spaced(text, match.start()):
            position = end
            continue
        if not abs(float(_digits(match[0]))) < LARGEST:
            position = match.end()
            continue
        printed = _one(text, match, units, before)
        position = max(match.end(), match.start() + len(printed.text))
        yield printed


def _one(text: str, match: re.Match[str], units: Units, before: str) -> Printed:
    digits = _digits(match[0], commas=True)
    sign = "$" if "$" in match[0] else ""
    end = match.end()
    scale = ""
    if word := _SCALE.match(text[end:]):
        scale = _SCALES[word["word"].lower()]
        end += word.end()
    elif raised := power(digits, text, end):
        digits, end = raised
    relation = _relation(before + text[: match.start()])
    if relation is Relation.EQUAL and (more := _OR_MORE.match(text, end)):
        relation, end = Relation.AT_LEAST, more.end()
    value = _parsed(sign + digits + scale, units)
    unit: Unit | None = None
    step = _step(digits)
    if ratio := _RATIO_TO_ONE.match(text[end:]):
        end += ratio.end()
    elif times := _TIMES.match(text[end:]):
        end += times.end()
    else:
        for tail_end, tail in _tails(text, end):
            if not _may_be_unit(tail, units):
                continue
            if (literal := _parsed(sign + digits + scale + tail, units)) is not None:
                value, end = literal, tail_end
                break
        if value is not None and value.unit.text != "1":
            unit = value.unit
    amount = value.value if value is not None else float(digits.replace(",", ""))
    written = float(digits.replace(",", ""))
    factor = amount / written if written else 1.0
    if relation is Relation.EQUAL and (after := _AFTER.match(text, end)) and after.lastgroup:
        relation = Relation[after.lastgroup]
    return Printed(
        text=text[match.start() : end],
        low=amount,
        high=amount,
        step=step * abs(factor),
        coarse_step=_coarse_step(digits) * abs(factor),
        unit=unit,
        relation=relation,
        start=match.start(),
    )


def _digits(number: str, commas: bool = False) -> str:
    """The digits of a match, as Python reads them, or with their thousands separators."""
    plain = number.replace("−", "-").replace(" ", "").replace("$", "")
    return plain if commas else plain.replace(",", "")


def _tails(text: str, start: int) -> Iterator[tuple[int, str]]:
    """What may be the unit after a number, longest first, with where it ends in the text."""
    ends: list[int] = []
    position = start
    for _ in range(2 * MOST_UNIT_WORDS):
        word = _WORD.match(text, position)
        if word is None:
            break
        position = word.end()
        ends.append(position)
    for end in reversed(ends[: 2 * MOST_UNIT_WORDS]):
        raw = text[start:end].rstrip("*_`.:!?$+")
        if not raw.strip():
            continue
        stop = start + len(raw)
        yield stop, raw
        plain = _PER.sub("/", raw)
        words = "".join(_unit_word(part) for part in re.split(r"([/\s*]+)", plain))
        yield stop, words


def _may_be_unit(tail: str, units: Units) -> bool:
    """Whether each word of a tail is known; saves the registry from looking for the nearest unit to `of`."""
    unit = _SCALE_LETTER.sub("", tail).strip()
    return not any(atom and atom not in units for atom in _BETWEEN_ATOMS.split(unit))


def _unit_word(word: str) -> str:
    lower = word.lower()
    for form in (lower, lower.removesuffix("s")):
        if form in _UNIT_WORDS:
            return _UNIT_WORDS[form]
    # Only words are put in lower case and the singular; `GB` and `ms` are symbols.
    if word.isalpha() and len(word) > 3:
        return lower.removesuffix("s")
    return word


def _parsed(text: str, units: Units) -> Literal | None:
    try:
        return units.literal(text)
    except UnitError:
        return None


def _relation(before: str) -> Relation:
    found = _BEFORE.search(before[-LONGEST_BEFORE:])
    return Relation[found.lastgroup.rstrip("_")] if found and found.lastgroup else Relation.EQUAL


def _step(digits: str) -> float:
    """One unit of the last digit: 0.1 for `2.5`, 1 for `3,860`."""
    mantissa, _, exponent = digits.lower().replace(",", "").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 10.0 ** max(-300, int(exponent or 0) - decimals)


def _coarse_step(digits: str) -> float:
    """One unit of the last digit that is not a zero: 10 for `3,860`, 0.1 for `2.5`."""
    mantissa = digits.lower().replace(",", "").partition("e")[0]
    if "." in mantissa:
        return _step(digits)
    whole = mantissa.lstrip("-+")
    zeros = len(whole) - len(whole.rstrip("0"))
    return _step(digits) * 10.0 ** (zeros if zeros < len(whole) else 0)


def last_digit(digits: str, zeros: bool = True) -> float:
    """One unit of the last digit of a number as written; without `zeros`, of the last that is not a zero."""
    return _step(digits) if zeros else _coarse_step(digits)


def _join_ranges(text: str, found: list[Printed], units: Units, before: str) -> list[Printed]:
    """`2 .. 3 GB`, `2–3 GB`, `1 to 3 million` and `between 2 and 3 GB` are one printed range."""
    joined: list[Printed] = []
    for printed in found:
        last = joined[-1] if joined else None
        between = text[last.start + len(last.text) : printed.start] if last else ""
        if (
            last is None
            or last.low != last.high
            or not _RANGE.match(between)
            or not _pairs(before + text[: last.start], between)
        ):
            joined.append(printed)
            continue
        first = last
        if last.unit is None:
            # What stands behind the second number belongs to a first one that has nothing behind it.
            number = _NUMBER.fullmatch(last.text)
            of_both = re.sub(r"^[^a-zA-Z%$]*", "", printed.text) if number else ""
            tail = of_both or (printed.unit.text if printed.unit else "")
            shared = numbers(f"{last.text} {tail}", units)
            first = shared[0] if len(shared) == 1 else last
        if first.low > printed.high:
            joined.append(printed)
            continue
        joined[-1] = Printed(
            text=text[last.start : printed.start + len(printed.text)],
            low=first.low,
            high=printed.high,
            step=max(first.step, printed.step),
            coarse_step=max(first.coarse_step, printed.coarse_step),
            unit=printed.unit,
            relation=last.relation,
            start=last.start,
        )
    return joined


def _pairs(before: str, between: str) -> bool:
    """`and` joins a range only after `between`."""
    return between.strip() != "and" or before.rstrip(" *_`([").lower().endswith("between")


def _join_times(text: str, found: list[Printed]) -> list[Printed]:
    """`7 h 12 min` is one time, as exact as its last part."""
    joined: list[Printed] = []
    for printed in found:
        last = joined[-1] if joined else None
        between = text[last.start + len(last.text) : printed.start] if last else ""
        if (
            last is None
            or not _AND_TIME.fullmatch(between)
            or not (_is_time(last) and _is_time(printed))
            or not printed.high < last.coarse_step
        ):
            joined.append(printed)
            continue
        joined[-1] = replace(
            printed,
            text=text[last.start : printed.start + len(printed.text)],
            low=last.low + printed.low,
            high=last.high + printed.high,
            relation=last.relation,
            start=last.start,
        )
    return joined


def _is_time(printed: Printed) -> bool:
    return printed.unit is not None and printed.unit.dimension == SECOND and printed.low == printed.high
