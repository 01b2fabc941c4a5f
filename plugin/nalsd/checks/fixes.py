"""What `--fix` writes: the computed value in place of a wrong claim, with the digits its author gave it.

Nothing but the number of a claim is touched; what cannot be written with confidence is left alone.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor, isfinite, log10
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nalsd.checks.printed import last_digit
from nalsd.units import format_value, month

if TYPE_CHECKING:
    from nalsd.checks.claims import Held, Wrong
    from nalsd.designs import Prose

_DIGITS = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
_SUPERSCRIPT = re.compile(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]")
MOST_DIGITS = 15
SMALLEST, LARGEST = 1e-3, 1e5
"""A number beyond these, in its author's unit, is written in a better unit."""
LARGEST_BARE = 1e12
"""The same for a number whose link holds no unit that could be a better one."""


@dataclass(frozen=True)
class Edit:
    """One replacement in one line of a file."""

    file: str
    line: int
    """From 1."""
    column: int
    """In characters, from 1."""
    old: str
    new: str
    finding: tuple[int, int]
    """Line and column of the finding that it mends."""


def edits_of(held: Held) -> list[Edit]:
    """The replacements that mend the wrong claims of a design."""
    files = {file.prose.file: file.prose for file in held.design.files.values()}
    return [
        edit
        for wrong in held.wrong
        if (edit := _edit(held, wrong, files.get(wrong.claim.location.file))) is not None
    ]


class Applied(NamedTuple):
    """What became of replacements."""

    diff: str
    """A unified diff."""
    made: int
    """How many; a text that is no longer what it was is left alone."""


def apply(edits: Iterable[Edit], write: bool) -> Applied:
    """Makes the replacements, or only says which."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    diffs: list[str] = []
    made = 0
    for name, changes in sorted(by_file.items()):
        path = Path(name)
        with path.open(encoding="utf-8", newline="") as stream:  # line ends stay what they are
            before = stream.read()
        # As the file was read: a form feed or U+2028 inside a line ends none.
        lines = io.StringIO(before, newline="").readlines()
        for edit in sorted(changes, key=lambda e: (e.line, e.column), reverse=True):
            at = edit.column - 1
            line = lines[edit.line - 1] if edit.line <= len(lines) else ""
            if line[at : at + len(edit.old)] == edit.old:
                lines[edit.line - 1] = line[:at] + edit.new + line[at + len(edit.old) :]
                made += 1
        after = "".join(lines)
        if after == before:
            continue
        diffs += _diff(name, before, after)
        if write:
            with path.open("w", encoding="utf-8", newline="") as stream:
                stream.write(after)
    return Applied("".join(diffs), made)


def _diff(name: str, before: str, after: str) -> Iterator[str]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", n=1):
        yield line.rstrip("\r\n") + "\n"


def _edit(held: Held, wrong: Wrong, prose: Prose | None) -> Edit | None:
    if prose is None:
        return None
    claim = wrong.claim
    if wrong.printed is None:
        old, new = wrong.text, str(wrong.value).replace("_", " ")
        start = wrong.start
    else:
        found = replacement(held, wrong)
        if found is None:
            return None
        start, old, new = found
    offset = claim.span[0] + 1 + start
    if prose.text[offset : offset + len(old)] != old or "\n" in old:
        return None
    place = prose.place(offset)
    at = (claim.location.line, claim.location.column)
    return Edit(place.file, place.line, place.column, old, new, at)


def replacement(held: Held, wrong: Wrong) -> tuple[int, str, str] | None:
    """Where the digits of a claim stand in its text, those digits, and what takes their place."""
    printed, value = wrong.printed, float(wrong.value)
    digits = _DIGITS.search(wrong.claim.text, wrong.start)
    if printed is None or digits is None or printed.low != printed.high or not printed.low:
        return None
    if len(_DIGITS.findall(printed.text)) != 1 or _SUPERSCRIPT.match(wrong.claim.text, digits.end()):
        return None  # `7 h 12 min`, `1.2 × 10^9`, `three nines`: more than digits would have to change
    factor = printed.low / float(digits[0].replace(",", ""))
    shown = value / factor
    if not isfinite(shown) or shown <= 0:
        return None
    if not SMALLEST <= shown < LARGEST * (10 if "," in digits[0] else 1):
        better = _in_another_unit(held, wrong, digits, value)
        if better is not None or not SMALLEST <= shown < LARGEST_BARE:
            return better
    for candidate in _written(shown, digits[0]):
        amount = float(candidate.replace(",", "")) * factor
        again = replace(
            printed,
            low=amount,
            high=amount,
            step=last_digit(candidate) * abs(factor),
            coarse_step=last_digit(candidate, zeros=False) * abs(factor),
        )
        if again.holds(value):
            return digits.start(), digits[0], candidate
    return None


def _in_another_unit(
    held: Held, wrong: Wrong, digits: re.Match[str], value: float
) -> tuple[int, str, str] | None:
    """The value with a better prefix, in place of the number and its unit."""
    quantity = held.graph[wrong.claim.quantity]
    printed = wrong.printed
    if printed is None or printed.unit is None or not wrong.claim.text.startswith(printed.text, wrong.start):
        return None
    count = max(2, len(re.sub(r"\D", "", digits[0]).lstrip("0")))
    better = format_value(value, quantity.unit or printed.unit, digits=count)
    return wrong.start, printed.text, month(better)


def _written(shown: float, as_before: str) -> Iterator[str]:
    """A number with as many digits as another one, rounded to the nearest, down and up; then with more."""
    commas = "," in as_before
    plain = as_before.replace(",", "")
    decimals = len(plain.partition(".")[2])
    significant = max(1, len(plain.replace(".", "").lstrip("0")))
    magnitude = floor(log10(shown)) + 1
    # The last digit keeps its place, unless that would leave fewer digits than there were; a whole number of
    # things stays whole.
    if not decimals and shown == round(shown):
        yield f"{shown:{',' if commas or shown >= 1e4 else ''}.0f}"
    places = max(decimals, significant - magnitude) if magnitude < len(plain.partition(".")[0]) else decimals
    for more in range(4):
        places_now = min(places + more, MOST_DIGITS)
        step = 10.0**places_now
        for rounded in (round(shown * step), floor(shown * step), ceil(shown * step)):
            if rounded > 0:
                yield f"{rounded / step:{',' if commas or rounded / step >= 1e4 else ''}.{places_now}f}"
