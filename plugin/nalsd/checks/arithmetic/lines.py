"""Logical lines of a page: rows of tables apart, continued equations together, no front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nalsd.checks.arithmetic.quantities import scale_meaning, unit_meanings
from nalsd.checks.arithmetic.words import STOP_WORDS

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_PREFIX = re.compile(
    r"[ \t]*(?:>[ \t]?){0,8}[ \t]*(?:[│║┃][ \t]*)?"
    r"(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|#{1,6}[ \t]+|//[/!]?|#[ \t]|--[ \t])?"
)
_FENCE = re.compile(
    r"[ \t]{0,40}(?:>[ \t]?){0,8}[ \t]{0,20}(?:[-*+][ \t]{1,8})?"
    r"(`{3,80}|~{3,80})[ \t]{0,8}\{?\.?([\w-]{0,40})"
)
_SESSIONS = frozenset({"console", "terminal", "shell-session", "session", "log", "diff", "mermaid"})
"""Blocks that show what a program printed, and drawings: nobody says a sum in them."""
_CONTINUES = re.compile(
    r"(?:=(?!=)|≈|≃|→|⇒|=>|~=|~[ \t]+[\d(~]|×|÷|\+ |\* |/ |\\approx|\\times|&=|&\\approx)"
)
_ENDS_OPEN = re.compile(r"(?:[=≈×÷+*/]|\\times|\\approx|\\cdot)[ \t]*(?:\\\\)?[ \t]*\Z")
_ENDS_WITH_RESULT = re.compile(r"[=≈][ \t]*[~≈]?[ \t]*\$?\d[\d,.]*[ \t]*\Z")
_FIRST_WORDS = re.compile(r"([^\W\d_]{1,12})\b(?:[ \t]([^\W\d_]{1,12})\b)?")
_BOX_SIDES = ("│", "║", "┃")
WIDEST_MARGIN = 120
LONGEST_JOIN = 12
"""Lines that one equation may run over."""

Part = tuple[int, int]


def logical_lines(text: str) -> Iterator[tuple[list[Part], bool]]:
    """Runs of text that are read as one, each as parts with offsets, and whether it is a row of a table."""
    position = 0
    if text.startswith("---") and (front := _FRONT.match(text[:200_000])):
        position = front.end()
    waiting: list[Part] = []
    skipped = ""
    for start, end in _physical(text, position):
        stripped = text[start:end].strip()
        fence = _FENCE.match(text, start, end) if "```" in stripped or "~~~" in stripped else None
        if skipped:
            if fence and fence[1].startswith(skipped) and not fence[2]:
                skipped = ""
            continue
        if fence and fence[2].lower() in _SESSIONS:
            skipped = fence[1]
        if not stripped or fence:
            if waiting:
                yield waiting, False
            waiting = []
            continue
        if stripped.startswith("|") or (stripped.count("|") >= 2 and "||" not in stripped):
            if waiting:
                yield waiting, False
            waiting = []
            yield [(start, end)], True
            continue
        body = _PREFIX.match(text, start, end)
        begin = body.end() if body else start
        if waiting and len(waiting) < LONGEST_JOIN and _joins(text, waiting[-1], start, begin, end):
            here = _skip(text, start, end)
            waiting.append((begin if _is_one_of("#/", text, here) or _sets_equal(text, begin) else here, end))
            continue
        if waiting:
            yield waiting, False
        waiting = [(begin, end)]
    if waiting:
        yield waiting, False


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \t>│║┃":
        start += 1
    return start


def _is_one_of(characters: str, text: str, place: int) -> bool:
    return place < len(text) and text[place] in characters


def _sets_equal(text: str, begin: int) -> bool:
    """`- = 40 TB`: an item that goes on with the sum of the one before it."""
    return _is_one_of("=≈", text, begin)


def _joins(text: str, last: Part, start: int, begin: int, end: int) -> bool:
    """Whether a line goes on with the equation of the line before it."""
    here = _skip(text, start, end)
    comment = _is_one_of("#/", text, here)
    if _sets_equal(text, begin) or (begin in (here, end) and _says_the_unit(text, last, begin, end)):
        return True
    said = _skip(text, begin, end) if comment and begin > here else here
    if _CONTINUES.match(text, said, end) and not (_is_one_of("+*", text, here) and begin > here):
        return True
    if not _ENDS_OPEN.search(text, max(last[0], last[1] - 24), last[1]):
        return False
    return begin == here or comment


def _says_the_unit(text: str, last: Part, begin: int, end: int) -> bool:
    """`... = 365` and `billion rows` in the next line: a paragraph that is wrapped behind the number."""
    words = _FIRST_WORDS.match(text, begin, end)
    if words is None or not _ENDS_WITH_RESULT.search(text, max(last[0], last[1] - 24), last[1]):
        return False
    unit, after = words.groups()
    if len(unit) == 1 and (after is None or after.lower() in STOP_WORDS):
        return False  # `K is the number of copies`
    return scale_meaning(unit) is not None or bool(unit_meanings(unit))


def _inside(text: str, start: int, end: int) -> int:
    """The end of a line without the side of a drawn box."""
    begin = max(start, end - WIDEST_MARGIN)
    line = text[begin:end].rstrip(" \t")
    return begin + len(line[:-1].rstrip(" \t")) if line.endswith(_BOX_SIDES) else end


def _physical(text: str, position: int) -> Iterator[Part]:
    length = len(text)
    while position < length:
        end = text.find("\n", position)
        end = length if end < 0 else end
        yield position, _inside(text, position, end)
        position = end + 1
