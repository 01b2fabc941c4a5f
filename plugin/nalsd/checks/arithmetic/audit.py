"""The arithmetic of one text: every equation found, with its place and its verdict."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from nalsd.checks.arithmetic.asides import asides
from nalsd.checks.arithmetic.changes import changes
from nalsd.checks.arithmetic.lines import logical_lines
from nalsd.checks.arithmetic.links import Chain, chains
from nalsd.checks.arithmetic.messages import mend, message
from nalsd.checks.arithmetic.sides import MISMATCH, OK, UNVERIFIABLE, UNWRITTEN, Judgement
from nalsd.checks.arithmetic.tables import cells, row
from nalsd.checks.arithmetic.tokens import Token, tokens
from nalsd.checks.arithmetic.words import RELATION, RELATION_WORDS

_RULE = re.compile(r"[ \t>|:]*-[ \t|:-]*\r?")
"""The line under the headings of a table: nothing but dashes, colons and bars."""

_DIGIT = re.compile(r"[\d½¼¾⅓⅔⅛]")
_SETTING_EQUAL = re.compile(
    r"[=≈≃≅≒∼→⇒⟹⟶➜➔➡|(\\&~]|->|:-|\b(?:is|equals?|gives|yields|makes|that.s|to|or)\b", re.I
)
"""What can set something equal to a number: a line without it has no sum to verify."""

_RESULT = re.compile(r"[=≈→]\s{0,3}[~≈$]?\s?\d")

MOST_SUMS = 5_000
"""Of a page that are read: some seconds of work. A page of notes has a hundred."""
LONGEST_LINE = 100_000
"""Characters of a line that are read."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One equation, or one chain of them, and whether it is right."""

    start: int
    """Offset into the text, in characters."""
    end: int
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    text: str
    """As written."""
    verdict: str
    """`ok`, `mismatch` or `unverifiable`."""
    claimed: float | None
    """The printed result, in the unit and scale that it is printed in."""
    computed: float | None
    """What the left side comes to, in the same unit."""
    message: str
    mend: str = ""
    """What to write instead; empty when nothing is wrong."""
    unread: bool = False
    """Whether it is no sum, and says that the text from here on was not read."""
    scale: bool = False
    """Whether it is unverifiable as a scale, or bytes for bits, may be meant and not written. Where all are
    written, it is wrong."""


def audit(text: str) -> list[Verified]:
    """Every piece of arithmetic in a Markdown text, in order.

    Reads the first `MOST_SUMS` sums of a page and the first `LONGEST_LINE` characters of a line; where more
    follows, one more entry says so.
    """
    starts = _line_starts(text)
    found: list[Verified] = []
    headings: list[str] = []
    last_row: list[str] = []
    sums = 0
    for parts, is_row in logical_lines(text):
        if not is_row:
            headings, last_row = [], []
        elif _RULE.fullmatch(text, *parts[0]):
            headings, last_row = last_row, []
            continue
        else:
            last_row = [cell.strip() for cell in text[slice(*parts[0])].strip().strip("|").split("|")]
        if not any(_DIGIT.search(text, start, end) for start, end in parts) or not any(
            _SETTING_EQUAL.search(text, start, end) for start, end in parts
        ):
            continue
        if sums >= MOST_SUMS:
            found.append(_unread(starts, parts[0][0], f"a page of more than {MOST_SUMS:,} sums"))
            break
        run = [token for start, end in parts for token in tokens(text, start, min(end, start + LONGEST_LINE))]
        sums += sum(token.kind == RELATION for token in run) + is_row
        judged = list(_judged(run))
        if is_row:
            judged += [Chain(start, end, [each]) for start, end, each in row(cells(run, headings))]
        found += [_verified(text, starts, chain) for chain in judged]
        for start, end in parts:
            if end > start + LONGEST_LINE and _RESULT.search(text, start + LONGEST_LINE, end):
                found.append(
                    _unread(starts, start + LONGEST_LINE, f"a line of more than {LONGEST_LINE:,} characters")
                )
    found.sort(key=lambda verified: verified.start)
    return found


def _line_starts(text: str) -> list[int]:
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _judged(run: list[Token]) -> Iterator[Chain]:
    if any(token.kind == RELATION or token.text.lower() in RELATION_WORDS for token in run):
        yield from chains(run)
    for start, end, judgement in (*asides(run), *changes(run)):
        yield Chain(start, end, [judgement])


def _verified(text: str, starts: list[int], chain: Chain) -> Verified:
    line = bisect_right(starts, chain.start)
    judgement = _worst(chain)
    verdict = judgement.verdict if judgement else UNVERIFIABLE
    return Verified(
        start=chain.start,
        end=chain.end,
        line=line,
        column=chain.start - starts[line - 1] + 1,
        text=text[chain.start : chain.end],
        verdict=verdict,
        claimed=judgement.claimed if judgement else None,
        computed=judgement.computed if judgement else None,
        message=message(judgement),
        mend=mend(judgement),
        scale=judgement is not None and judgement.reason in UNWRITTEN,
    )


def _unread(starts: list[int], offset: int, what: str) -> Verified:
    line = bisect_right(starts, offset)
    return Verified(
        start=offset,
        end=offset,
        line=line,
        column=offset - starts[line - 1] + 1,
        text="",
        verdict=UNVERIFIABLE,
        claimed=None,
        computed=None,
        message=f"{what}: what follows here is not read",
        unread=True,
    )


def _worst(chain: Chain) -> Judgement | None:
    """The first mismatch, or what is off by a scale; else the last link that holds; else the last of which
    nothing can be said."""
    judgements = chain.judged
    if not any(judgement.verdict == MISMATCH for judgement in judgements):
        for judgement in judgements:
            if judgement.reason in UNWRITTEN:
                return judgement
    for verdict in (MISMATCH, OK, UNVERIFIABLE):
        matching = [judgement for judgement in judgements if judgement.verdict == verdict]
        if matching:
            return matching[0] if verdict == MISMATCH else matching[-1]
    return None
