"""The body of a file: its sections, the claims in it and the calls that place computed things.

Nothing in it is executed. Code and mathematics are left alone; a claim is `[text](nalsd:ID)`, a call is one
of a few known names with literal arguments, and every other brace of a template language is a finding and
becomes plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from nalsd.designs.calls import Argument, BadCall, parse_call, usage
from nalsd.designs.findings import Finding
from nalsd.designs.markup import Closers, Lines, fences
from nalsd.designs.sections import Section, sections
from nalsd.designs.tree import shortened
from nalsd.graph.source import Location

MOST_FINDINGS = 50
"""Findings of one body; the rest is made plain text without a word."""
SPECIAL = re.compile(
    r"`+|\$\$?|\\.|\{\{+|\{[%#]|\[|\](?:[(:]\s*<?nalsd:)?|\n[ \t]*(?=\n)|<!--"
    r"|href\s{0,9}=\s{0,9}[\"']?nalsd:",
    re.S | re.I,
)
TARGET = re.compile(
    r"\]\(\s*<?nalsd:([^\s<>()\"']{0,300})>?"
    r"(?:\s+(?:\"([^\"\n]{0,300})\"|'([^'\n]{0,300})'))?\s*\)"
)
CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}


@dataclass(frozen=True)
class Claim:
    """`[text](nalsd:ID)`: a number typed by a person and tied to a quantity."""

    text: str
    """What the reader sees; empty prints the computed value."""
    quantity: str
    """The id."""
    location: Location
    span: tuple[int, int]
    """Offsets in the body, from the bracket to the closing parenthesis."""
    title: str = ""
    """What stands in quotes behind the id: a tolerance, `"± 5%"`."""


@dataclass(frozen=True)
class Call:
    """`{{ name("...") }}`: a computed thing placed by hand."""

    name: str
    args: tuple[Argument, ...]
    location: Location
    span: tuple[int, int]


@dataclass
class _Found:
    claims: list[Claim] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    inert: list[tuple[int, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Prose:
    """The body of one file."""

    def __init__(self, text: str, file: str = "", first_line: int = 1) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self._lines = Lines(text)
        self.code = fences(text)
        """Spans of fenced code."""

    def place(self, offset: int) -> Location:
        """Where an offset of the body stands in the file."""
        line, column = self._lines.place(offset)
        return Location(self.file, self.first_line + line, column + 1)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to read but headings and comments."""
        return all(section.empty for section in self.sections)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections by heading; the first has level 0 when text stands before the first heading."""
        return sections(self.text, self.code, self.place)

    def section(self, title: str) -> Section | None:
        """A section by its title, capitals aside."""
        return next((s for s in self.sections if s.title.casefold() == title.casefold()), None)

    @property
    def claims(self) -> list[Claim]:
        """The claims, in order."""
        return self._found.claims

    @property
    def calls(self) -> list[Call]:
        """The calls, in order."""
        return self._found.calls

    @property
    def findings(self) -> list[Finding]:
        """What stands in braces and is no call."""
        return self._found.findings

    @cached_property
    def _found(self) -> _Found:
        found = _Found()
        for start, end in _between(self.code, len(self.text)):
            _Scanner(self, start, self.text[start:end], found).run()
        return found

    def rewrite(
        self, on_claim: Callable[[Claim], str], on_call: Callable[[Call], str], section: Section | None = None
    ) -> str:
        """The Markdown of the body, or of one section, with what the functions give for each claim and call.

        What is no call stays as plain text: its braces are written as character references.
        """
        low, high = section.span if section is not None else (0, len(self.text))
        edits: list[tuple[int, int, Callable[[], str]]] = []
        edits += [(*c.span, lambda c=c: on_claim(c)) for c in self.claims]
        edits += [(*c.span, lambda c=c: on_call(c)) for c in self.calls]
        edits += [(a, b, lambda a=a, b=b: plain(self.text[a:b])) for a, b in self._found.inert]
        pieces: list[str] = []
        at = low
        for start, end, make in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
            if start < at or end > high:
                continue
            pieces += (self.text[at:start], make())
            at = end
        pieces.append(self.text[at:high])
        return "".join(pieces)


def plain(text: str) -> str:
    """A text that no template language and no browser takes for anything but text."""
    for char, reference in (("&", "&amp;"), ("{", "&#123;"), ("}", "&#125;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(char, reference)
    return text


def _between(spans: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in spans:
        if start > at:
            yield at, start
        at = end
    if at < length:
        yield at, length


class _Scanner:
    """Goes once through a piece of prose, from special character to special character."""

    def __init__(self, prose: Prose, base: int, text: str, found: _Found) -> None:
        self.prose = prose
        self.base = base
        self.text = text
        self.found = found
        self.closers = Closers(text)
        self.brackets: list[int] = []
        self.comment: int | None = 0
        """Where the comment that was opened last ends; None when it never does, and so is text."""

    def run(self) -> None:
        """Collects claims, calls and what is neither."""
        at = 0
        while match := SPECIAL.search(self.text, at):
            at = self._special(match[0], match.start(), match.end())

    def _special(self, mark: str, start: int, end: int) -> int:
        """Handles one mark; gives where to go on."""
        first = mark[0]
        if first == "`":
            return self.closers.after_ticks(end, end - start) or end
        if first == "$":
            close = self.closers.after("$$", end) if mark == "$$" else self.closers.after_dollar(end)
            return close or end
        if first == "\\":
            return self._escape(mark, start, end)
        if first == "{":
            return self._braces(mark, start, end)
        if first == "[":
            self.brackets.append(start)
        elif first == "<":
            if self.comment is not None and start >= self.comment:
                close = self.text.find("-->", end)
                self.comment = close if close >= 0 else None
        elif first == "]":
            return self._close(mark, start, end)
        elif first in "hH":
            self._no_claim(start)
        elif first == "\n":
            self.brackets.clear()
        return end

    def _escape(self, mark: str, start: int, end: int) -> int:
        if mark in ("\\(", "\\["):
            return self.closers.after("\\)" if mark == "\\(" else "\\]", end) or end
        return end if mark[1] in "`$[]\\" else start + 1

    def _close(self, mark: str, start: int, end: int) -> int:
        opened = self.brackets.pop() if self.brackets else None
        if len(mark) == 1 or opened is None:
            return start + 1
        target = TARGET.match(self.text, start)
        if self._in_comment(start):
            return start + 1
        if target is None:
            self._no_claim(opened)
            return start + 1
        self.found.claims.append(
            Claim(
                self.text[opened + 1 : start],
                target[1],
                self.prose.place(self.base + opened),
                (self.base + opened, self.base + target.end()),
                target[2] or target[3] or "",
            )
        )
        return target.end()

    def _in_comment(self, at: int) -> bool:
        return self.comment is not None and at < self.comment

    def _no_claim(self, start: int) -> None:
        """A link to a quantity that is not written as a claim: it would be published as it is, unchecked."""
        if len(self.found.findings) < MOST_FINDINGS and not self._in_comment(start):
            printed = shortened(self.text[start : start + 100].partition("\n")[0].rstrip(), 80)
            message = f"`{printed}` is a link to a quantity, and no claim"
            mend = 'write `[20 Gbps](nalsd:ID)`, or with a tolerance `[20 Gbps](nalsd:ID "± 5%")`'
            place = self.prose.place(self.base + start)
            self.found.findings.append(Finding("N112", message, place, mend, printed))

    def _braces(self, mark: str, start: int, end: int) -> int:
        close = self.closers.after(CLOSERS[mark[:2]], end)
        if mark == "{#" and close is None:
            return end  # an id of a heading: `{#anchor}`
        stop = close or end
        if len(self.found.findings) >= MOST_FINDINGS and mark != "{{":
            return self._inert(start, stop)
        try:
            if close is None:
                raise BadCall(f"`{mark[:2]}` is not closed; nothing in a design is executed", usage())
            name, args = parse_call(self.text[end : close - 2] if mark == "{{" else "")
        except BadCall as bad:
            if len(self.found.findings) < MOST_FINDINGS:
                printed = shortened(self.text[start:stop], 80)
                place = self.prose.place(self.base + start)
                self.found.findings.append(Finding("N112", bad.message, place, bad.mend, printed))
            return self._inert(start, stop)
        span = (self.base + start, self.base + stop)
        self.found.calls.append(Call(name, args, self.prose.place(span[0]), span))
        return stop

    def _inert(self, start: int, stop: int) -> int:
        self.found.inert.append((self.base + start, self.base + stop))
        return stop
