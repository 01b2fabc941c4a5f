"""Where Markdown is not prose: fenced code, code spans and mathematics. Linear in the length of the text.

Everything is found by sorted positions and bisection, so that a million unbalanced brackets cost no more
than a million letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})([^\n]*)")
BLANK = re.compile(r"\n[ \t]*(?=\n)")


class Lines:
    """Line starts of a text, to tell an offset's line and column."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, offset: int) -> int:
        """The line of an offset, from 0."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 0."""
        line = self.line(offset)
        return line, offset - self.starts[line]


def fences(text: str) -> list[tuple[int, int]]:
    """Spans of fenced code, the fences included; a fence that is never closed opens none."""
    if "```" not in text and "~~~" not in text:
        return []
    marks: list[tuple[int, int, str, int, bool, bool]] = []
    at = 0
    for line in text.split("\n"):
        found = FENCE.match(line) if "```" in line or "~~~" in line else None
        if found is not None:
            char, rest = found[1][0], found[2].strip()
            opens = not (char == "`" and "`" in rest)
            marks.append((at, at + len(line), char, len(found[1]), opens, not rest))
        at += len(line) + 1
    longest = _longest_after(marks)
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(marks):
        start, _, char, length, opens, _ = marks[i]
        i += 1
        if not opens or longest[char][i] < length:
            continue
        while True:
            _, end, closing, size, _, closes = marks[i]
            i += 1
            if closes and closing == char and size >= length:
                spans.append((start, end))
                break
    return spans


def _longest_after(marks: list[tuple[int, int, str, int, bool, bool]]) -> dict[str, list[int]]:
    """For each mark's index, the longest closing fence at it or after it, by character."""
    longest = {"`": [0] * (len(marks) + 1), "~": [0] * (len(marks) + 1)}
    for i in range(len(marks) - 1, -1, -1):
        _, _, char, length, _, closes = marks[i]
        for each, sizes in longest.items():
            sizes[i] = max(sizes[i + 1], length if closes and char == each else 0)
    return longest


class Closers:
    """Where something that was opened in a piece of prose may end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ticks: dict[int, list[int]] | None = None
        self._positions: dict[str, list[int]] = {}
        self._dollars: list[int] | None = None
        self.breaks = [match.start() for match in BLANK.finditer(text)]

    def paragraph_end(self, at: int) -> int:
        """The end of the paragraph that holds an offset."""
        index = bisect_left(self.breaks, at)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)

    def after_ticks(self, at: int, length: int) -> int | None:
        """The end of the code span that `length` backticks before `at` open."""
        if self._ticks is None:
            self._ticks = {}
            for run in re.finditer("`+", self.text):
                self._ticks.setdefault(run.end() - run.start(), []).append(run.start())
        start = self._next(self._ticks.get(length, []), at)
        return None if start is None else start + length

    def after(self, closer: str, at: int) -> int | None:
        """The end of the next `closer` in the same paragraph."""
        if closer not in self._positions:
            self._positions[closer] = [match.start() for match in re.finditer(re.escape(closer), self.text)]
        start = self._next(self._positions[closer], at)
        return None if start is None else start + len(closer)

    def after_dollar(self, at: int) -> int | None:
        """The end of the mathematics that a dollar before `at` opens.

        It closes right after a character and not before a digit, so that prices are no mathematics.
        """
        text = self.text
        if not text[at : at + 1].strip():
            return None
        if self._dollars is None:
            self._dollars = [match.start() for match in re.finditer(r"(?<=[^\s\\$])\$(?![\d$])", text)]
        start = self._next(self._dollars, at + 1)
        return None if start is None else start + 1

    def _next(self, positions: list[int], at: int) -> int | None:
        index = bisect_left(positions, at)
        if index == len(positions) or positions[index] > self.paragraph_end(at):
            return None
        return positions[index]
