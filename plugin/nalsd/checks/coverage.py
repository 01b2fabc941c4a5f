"""What stands behind the numbers of a text: computed, claimed, verified, cited, or nothing.

Counted are numbers with a unit in prose, tables and mathematics. Headings, code, addresses, comments and
numbers without a unit (versions, years, ordinals) are not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nalsd.designs import Prose
    from nalsd.units import Units

_SKIPPED = re.compile(
    r"^[ \t]{0,3}#{1,6}[ \t][^\n]*"
    r"|``[^`\n]*``|`[^`\n]*`"
    r"|\]\([^()\n]{0,500}\)"
    r"|<[^<>\n]{0,500}>"
    r"|https?://[^\s<>()]+"
    r"|\{\{[^{}\n]{0,300}\}\}",
    re.M,
)
_NUMBER = re.compile(
    r"(?<![\w.,/:^-])(?P<money>[$€]\s?)?\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?(?![\d.]*\d)"
    r"(?P<gap>(?:[ \u00a0\u202f]|\\[,;! ]|\\text\{|\\mathrm\{|[*_]{1,2}|-(?=[a-zA-Z]))*)"
    r"(?P<scale>[kKMGTP](?![A-Za-z])|(?:thousand|million|billion|trillion)\b)?"
    r"(?P<gap2>[ \u00a0]|\\[,;! ]|\\text\{|\\mathrm\{|-(?=[a-zA-Z]))*"
    r"(?P<unit>\\?%|[A-Za-zµ]{1,20}\b|/)?"
)
_CITED = re.compile(r"\]\(\s*<?https?://|\[\^[^\]\n]{1,40}\]|<https?://|(?<![(<\[])https?://|\bsource:", re.I)
_BOUNDARY = re.compile(r"[.!?][)\"*_]{0,3}(?:\[\^[^\]\n]{1,40}\])?(?=\s)|\n(?=[ \t]*(?:\n|\||[-*+] |\d+\. ))")
_LETTERS = frozenset("BbsdhyW")
"""Units of one letter that prose has; the other letters are variables."""
_WORDS = frozenset(
    [
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "byte",
        "bit",
        "percent",
        "millisecond",
        "microsecond",
        "nanosecond",
        "kilobyte",
        "megabyte",
        "gigabyte",
        "terabyte",
        "petabyte",
        "dollar",
        "euro",
        "cent",
        "machine",
        "server",
        "region",
        "zone",
        "partition",
        "click",
        "post",
        "row",
        "user",
        "replica",
        "machine",
        "drive",
        "request",
        "query",
        "packet",
        "core",
        "node",
        "message",
        "connection",
    ]
)
_PLURAL_SIZE = 3
MOST_MATHEMATICS = 300
"""Characters of a formula between dollars."""


@dataclass
class Numbers:
    """How many numbers with a unit a text has, by what stands behind them."""

    computed: int = 0
    """Filled in by the engine: `[](nalsd:ID)` and `{{ value("ID") }}`."""
    claimed: int = 0
    """Typed, and tied to a quantity."""
    verified: int = 0
    """Part of a sum that is right."""
    cited: int = 0
    """In a sentence that names its source."""
    bare: int = 0
    """None of these."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.computed + self.claimed + self.verified + self.cited + self.bare

    @property
    def backed(self) -> float:
        """The share that something stands behind; 1 for a text without numbers."""
        return 1 - self.bare / self.total if self.total else 1.0

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(
            self.computed + other.computed,
            self.claimed + other.claimed,
            self.verified + other.verified,
            self.cited + other.cited,
            self.bare + other.bare,
        )


def numbers_of(prose: Prose, units: Units, verified: Iterable[tuple[int, int]] = ()) -> Numbers:
    """The numbers of a body; `verified` are the spans of the sums in it that are right."""
    found = Numbers()
    claims = []
    for claim in prose.claims:
        if not claim.text.strip():
            found.computed += 1
        else:
            claims.append(claim.span)
            found.claimed += any(c.isdigit() for c in claim.text)
    found.computed += sum(call.name in ("value", "explain") for call in prose.calls)
    right = sorted(verified)
    cited = _cited(prose.text)
    for start in bare_places(prose, units):
        if _inside(claims, start):
            continue
        if _inside(right, start):
            found.verified += 1
        elif _inside(cited, start):
            found.cited += 1
        else:
            found.bare += 1
    return found


def bare_places(prose: Prose, units: Units) -> Iterator[int]:
    """Where numbers with a unit stand in a body."""
    known: dict[str, bool] = {}
    text = masked(prose)
    for match in _NUMBER.finditer(text):
        unit = match["unit"] or ""
        start = match.end("money") if match["money"] else match.start()
        if match["money"] and not _opens_mathematics(text, match.start()):
            yield start
        elif unit:
            if unit not in known:
                known[unit] = _is_unit(unit, units)
            if known[unit]:
                yield start


def _opens_mathematics(text: str, at: int) -> bool:
    """Whether a dollar before a number opens mathematics, and no price: another one closes it."""
    end = text.find("\n", at)
    close = text.find("$", at + 1, at + MOST_MATHEMATICS if end < 0 else min(end, at + MOST_MATHEMATICS))
    return close >= 0 and not text[close - 1].isspace() and not text[close + 1 : close + 2].isdigit()


def masked(prose: Prose) -> str:
    """The body with code, headings, addresses and comments as blanks; every place stays what it was."""
    text = prose.text
    spans = [*prose.code, *_comments(text)]
    if spans:
        pieces, at = [], 0
        for start, end in sorted(spans):
            if start >= at:
                pieces += [text[at:start], _blank(text[start:end])]
                at = end
        text = "".join([*pieces, text[at:]])
    return _SKIPPED.sub(lambda match: _blank(match[0]), text)


def _comments(text: str) -> Iterator[tuple[int, int]]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at)
        if end < 0:
            return
        yield at, end + 3
        at = text.find("<!--", end)


def _blank(text: str) -> str:
    return " " * len(text) if "\n" not in text else re.sub(r"[^\n]", " ", text)


def _is_unit(word: str, units: Units) -> bool:
    if word in ("%", "\\%", "/"):
        return True
    if len(word) == 1:
        return word in _LETTERS
    if word.lower() in _WORDS or word in units:
        return True
    single = word[:-1] if word.endswith("s") and len(word) > _PLURAL_SIZE else word
    return single in units or single.lower() in _WORDS


def _cited(text: str) -> list[tuple[int, int]]:
    """The sentences and table rows that name a source."""
    places = [match.start() for match in _CITED.finditer(text)]
    if not places:
        return []
    ends = [match.end() for match in _BOUNDARY.finditer(text)]
    spans: dict[tuple[int, int], None] = {}
    for place in places:
        index = bisect_right(ends, place)
        spans[(ends[index - 1] if index else 0, ends[index] if index < len(ends) else len(text))] = None
    return list(spans)


def _inside(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in one of some spans that are in order and do not overlap."""
    index = bisect_left(spans, (place + 1,))
    return index > 0 and spans[index - 1][1] > place
