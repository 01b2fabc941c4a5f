"""What YAML's parser complains about, in an author's words."""

from __future__ import annotations

import re
from typing import Any

import yaml

from nalsd.designs.findings import Finding
from nalsd.designs.tree import shortened
from nalsd.graph.source import Location

TEMPLATE = re.compile(r"\{\{|\{%|\{#")
"""Where template syntax begins."""


class Lines:
    """The text of a front-matter and where it stands in its file."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self._lines = text.split("\n")

    def place(self, mark: Any) -> Location:
        """A mark of the YAML parser as a place in the file."""
        return Location(self.file, mark.line + self.first_line, mark.column + 1)

    def line(self, number: int) -> str:
        """A line by its number in the file, cut where nobody reads on."""
        index = number - self.first_line
        return self._lines[index][:2000] if 0 <= index < len(self._lines) else ""


def syntax_error(error: yaml.MarkedYAMLError, lines: Lines) -> Finding:
    """A YAML error in plain words."""
    mark = error.problem_mark or error.context_mark
    place = Location(lines.file, lines.first_line, 1) if mark is None else lines.place(mark)
    for number in range(place.line, max(place.line - 3, lines.first_line - 1), -1):
        line = lines.line(number)
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            at = Location(lines.file, number, indent.index("\t") + 1)
            return Finding("N101", "a tab stands where YAML wants spaces", at, "indent with spaces")
    line = lines.line(place.line)
    if found := TEMPLATE.search(line):
        return template(Location(lines.file, place.line, found.start() + 1), line)
    message, mend = _in_plain_words(error.problem or "it is not YAML")
    related = ()
    if error.context_mark is not None and error.context_mark.line + lines.first_line != place.line:
        related = ((lines.place(error.context_mark), "begun here"),)
    return Finding("N101", message, place, mend, printed=shortened(line.strip(), 80), related=related)


def bad_character(lines: Lines) -> Finding:
    """A character that YAML does not allow."""
    at, char = next(((i, c) for i, c in enumerate(lines.text) if _forbidden(c)), (0, ""))
    before = lines.text[:at]
    place = Location(lines.file, before.count("\n") + lines.first_line, at - before.rfind("\n"))
    shown = f"U+{ord(char):04X}" if char else "a character"
    return Finding("N101", f"the control character {shown} stands in the front-matter", place, "remove it")


def _forbidden(c: str) -> bool:
    return (
        (c < " " and c not in "\t\n\r")
        or "\x7f" <= c < "\xa0"
        or "\ud800" <= c <= "\udfff"
        or c in "\ufffe\uffff"
    )


def template(location: Location, text: str) -> Finding:
    """The finding for template syntax in front-matter."""
    return Finding(
        "N112",
        "template syntax stands in the front-matter; nothing in a design is executed",
        location,
        "write the text itself, or an expression without braces",
        printed=shortened(text.strip(), 80),
    )


WORDS = (  # fragments of what the two parsers say, the one in C first
    (
        "mapping values are not allowed",
        "a `:` stands where no key can be",
        "quote the text if it contains `: `; otherwise check the indentation",
    ),
    ("found character '\\t'", "a tab stands where YAML wants spaces", "indent with spaces"),
    ("could not find expected ':'", "a key without `:`", "write `key: value`"),
    (
        "expected <block end>",
        "this line does not fit the lines around it",
        "check indentation, quotes, brackets",
    ),
    (
        "did not find expected ',' or '}'",
        "a `{` is not closed, or a `,` is missing",
        "close the bracket, put `,` between entries, and quote texts that contain brackets",
    ),
    (
        "did not find expected ',' or ']'",
        "a `[` is not closed, or a `,` is missing",
        "close the bracket, put `,` between entries, and quote texts that contain brackets",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines around it",
        "keys of one mapping begin in the same column; check quotes and brackets above",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list around it",
        "each entry of a list begins with `- ` in the same column",
    ),
    (
        "block sequence entries are not allowed",
        "a `- ` stands where no list can be",
        "begin the list on its own line",
    ),
    ("did not find expected node content", "a value is missing", "write a value, or quote the text"),
    ("found unexpected end of stream", "a quote or a bracket is not closed", "close it"),
    ("did not find expected alphabetic or numeric character", "`*` or `&` begins a text", "quote the text"),
    ("found unknown escape character", "a backslash in double quotes", "use single quotes: '...'"),
    (
        "found character that cannot start any token",
        "a text begins with a character that YAML keeps for itself",
        "quote the text",
    ),
    (
        "did not find expected <document start>",
        "text stands after the end of the front-matter's mapping",
        "check the indentation",
    ),
)


def _in_plain_words(problem: str) -> tuple[str, str]:
    for fragment, message, mend in WORDS:
        if fragment in problem:
            return message, mend
    return f"the front-matter is not YAML: {problem}", "check quotes, brackets and indentation on this line"
