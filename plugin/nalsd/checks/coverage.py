"""What stands behind the numbers of a text: computed, claimed, verified, cited, or nothing.

Counted are numbers with a unit in prose, tables and mathematics. Headings, code, addresses, comments and
numbers without a unit (versions, years, ordinals) are not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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
    r"(?P<unit>\\?%|[A-Za-zµ]{1,20}\b|/[A-Za-zµ]{1,20}\b)?"
)
_ORDINAL = re.compile(
    r"\b(?:TLS|SSL|HTTP|QUIC|PCIe|USB|RFC|version|phase|chapter|section|figure|table|step|layer|page)"
    r"[ \u00a0/]$",
    re.I,
)
"""What stands before the number of a version or a place in a row, `a TLS 1.3 connection`."""
_BEFORE = 12
"""Characters before a number in which that is looked for."""
_CITED = re.compile(
    r"\]\(\s*<?https?://|\[\^[^\]\n]{1,40}\]|<https?://|(?<![(<\[])https?://|\bsource:"
    r"|\bRFC[ \u00a0]?\d{3,5}\b|\b(?:doi|arXiv):\s?\d",
    re.I,
)
_DEFINED = re.compile(r"^ {0,3}\[(?P<label>[^\]\[^\n]{1,60})\]:\s*<?https?://", re.M)
"""`[sheet]: https://...`, to which a link of the text refers."""
_REFERRING = re.compile(r"\[(?P<text>[^\]\[\n]{1,200})\](?![(:])(?:\[(?P<label>[^\]\[\n]{0,60})\])?")
_BOUNDARY = re.compile(
    r"[.!?\n](?:(?<!\n)[)\"*_]{0,3}(?:\[\^[^\]\n]{1,40}\]"
    r"|[ \n]\([^()\n]{0,40}(?:\]\(https?://[^()\s]{1,300}\)|https?://[^()\s]{1,300})[^()\n]{0,40}\)[.]?)?(?=\s|$)"
    r"|(?<=\n)(?=[ \t]*(?:\n|\||[-*+] |\d+\. )))"
)
"""Where a sentence ends; a footnote or a bracket with nothing but its source still belongs to it."""
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


KINDS = ("computed", "claimed", "verified", "cited", "bare")
"""What may stand behind a number, from the engine itself to nothing."""
MOST_LINES = 12
"""Lines with bare numbers that are named."""


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
    lines: tuple[int, ...] = field(default=(), compare=False)
    """Where in their file the bare ones stand; of several files together it is not said."""

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: getattr(self, kind) for kind in KINDS}

    @property
    def where(self) -> str:
        """The first lines with bare numbers, in words: `lines 12, 14, 20 and 3 more`."""
        more = f" and {len(self.lines) - MOST_LINES} more" if len(self.lines) > MOST_LINES else ""
        return (
            f"line{'s' if len(self.lines) > 1 else ''} {', '.join(map(str, self.lines[:MOST_LINES]))}{more}"
        )

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

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
    bare: dict[int, None] = {}
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
            bare[prose.place(start).line] = None
    found.lines = tuple(bare)
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
                known[unit] = _is_unit(unit.removeprefix("/"), units)
            if known[unit] and not _ORDINAL.search(text, max(0, start - _BEFORE), start):
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
    if word in ("%", "\\%"):
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
    labels = {match["label"].strip().lower() for match in _DEFINED.finditer(text)}
    if labels:
        places += [
            match.start()
            for match in _REFERRING.finditer(text)
            if (match["label"] or match["text"]).strip().lower() in labels
        ]
    if not places:
        return []
    ends = [match.end() for match in _BOUNDARY.finditer(text)]
    spans: set[tuple[int, int]] = set()
    for place in places:
        index = bisect_right(ends, place)
        spans.add((ends[index - 1] if index else 0, ends[index] if index < len(ends) else len(text)))
    return sorted(spans)


def _inside(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in one of some spans that are in order and do not overlap."""
    index = bisect_left(spans, (place + 1,))
    return index > 0 and spans[index - 1][1] > place
