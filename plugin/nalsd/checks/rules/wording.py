"""Where a number stands in the text: its sentence, and whether that speaks of this design as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from nalsd.designs import Prose

AROUND = 400
"""Characters before and behind a number in which its sentence is looked for."""
LONGEST_ROW = 1_000
_DOUBT = re.compile(
    r"\b(?:would|could|not|never|cannot|instead|if|wrong|wrongly|error|mistake|unlike|rejected|was|were|claims?"
    r"|says|said|published|ago|formerly|previously|used to"
    r"|(?:in|since|by|until|before) (?:19|20)\d\d)\b|n['’]t\b",
    re.I,
)
"""A sentence with one of these tells of a plan that is not this design's, or no longer."""
_ENDS_BEFORE = re.compile(r"[.!?;]\s|\n\s*\n|\||\n[ \t]*[-*+] ")
_ENDS_BEHIND = re.compile(r"[.!?;](?:\s|$)|\n\s*\n|\||\n[ \t]*[-*+] ")
_ASIDE = re.compile(r"<!--.*?(?:-->|\Z)|``[^`\n]*``|`[^`\n]*`", re.S)
_ASIDES: WeakKeyDictionary[Prose, list[tuple[int, int]]] = WeakKeyDictionary()
_QUOTED = re.compile(r"[ \t]{0,3}>")


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place, up to a full stop or a blank line; in a table, its row."""
    return text[slice(*span_of_sentence(text, start, end))]


def span_of_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends."""
    line = text.rfind("\n", 0, start) + 1
    if text[line : line + 1] == "|":
        stop = text.find("\n", end)
        return line, min(stop if stop >= 0 else len(text), line + LONGEST_ROW)
    before = _ENDS_BEFORE.split(text[max(0, start - AROUND) : start])[-1]
    after = _ENDS_BEHIND.split(text[end : end + AROUND])[0]
    return start - len(before), end + len(after)


def doubted(sentence: str) -> bool:
    """Whether a sentence tells of what is not, is no longer, or is somebody else's."""
    return _DOUBT.search(sentence) is not None


def quoted(text: str, at: int) -> bool:
    """Whether a place lies in a quotation."""
    return _QUOTED.match(text, text.rfind("\n", 0, at) + 1) is not None


def in_code(prose: Prose, at: int) -> bool:
    """Whether a place lies in code or in a comment."""
    spans = _ASIDES.get(prose)
    if spans is None:
        found = [match.span() for match in _ASIDE.finditer(prose.text)]
        spans = _ASIDES[prose] = list(_merged(sorted([*prose.code, *found])))
    index = bisect_right(spans, (at, len(prose.text)))
    return index > 0 and at < spans[index - 1][1]


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached = -1
    for start, end in spans:
        if end > reached:
            yield max(start, reached), end
            reached = end
