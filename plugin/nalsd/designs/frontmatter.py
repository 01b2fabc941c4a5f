"""Front-matter as a tree of texts with places: split from the body, parsed event by event, bounded.

The parser is PyYAML's safe one (in C where it is there) used for its events only: nothing is constructed,
no tag is followed, no alias expanded, and nesting is bounded before anything recurses over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from nalsd.designs.findings import Finding
from nalsd.designs.syntax import TEMPLATE, Lines, bad_character, syntax_error, template
from nalsd.designs.tree import Mapping, Sequence, Text, shortened
from nalsd.graph.source import Location

MOST_BYTES = 256 * 1024
"""Front-matter that is read at most."""
MOST_DEPTH = 24
"""Mappings and lists inside each other."""
MOST_NODES = 20_000
"""Keys, values, mappings and lists in one front-matter."""

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FENCE = re.compile(r"---[ \t]*(#.*)?")
CLOSE = re.compile(r"(---|\.\.\.)[ \t]*")
ODD_BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""Characters that YAML takes for line breaks and editors do not."""


@dataclass
class FrontMatter:
    """What stands between the fences, and what follows them."""

    tree: Mapping | None = None
    """The mapping; None when there is none or it could not be read."""
    body: str = ""
    body_line: int = 1
    """The line on which the body begins."""
    present: bool = False
    """Whether the file begins with a fence at all."""
    findings: list[Finding] = field(default_factory=list)


def split(text: str, file: str) -> FrontMatter:
    """Separates front-matter from body and reads it. `text` has `\\n` line ends and no byte order mark."""
    lines = text.split("\n")
    if not FENCE.fullmatch(lines[0]):
        return FrontMatter(None, text, 1)
    close = next(
        (i for i, line in enumerate(lines) if i and line[:3] in ("---", "...") and CLOSE.fullmatch(line)), 0
    )
    if not close:
        return FrontMatter(
            None,
            "",
            len(lines),
            True,
            [
                Finding(
                    "N101",
                    "the front-matter is not closed",
                    Location(file, 1, 1),
                    "write a line of `---` after its last key",
                )
            ],
        )
    inside = "\n".join(lines[1:close])
    front = FrontMatter(None, "\n".join(lines[close + 1 :]), close + 2, True)
    if len(inside.encode("utf-8", "replace")) > MOST_BYTES:
        front.findings.append(too_large(len(inside), Location(file, 2, 1)))
        return front
    node, front.findings = compose(inside, file, first_line=2)
    if isinstance(node, Mapping):
        front.tree = node
    elif not front.findings:
        kind = (
            "a list"
            if isinstance(node, Sequence)
            else "empty"
            if node is None or node.null
            else "a single text"
        )
        front.findings.append(
            Finding(
                "N102",
                f"the front-matter is {kind}; it must be a mapping of keys to values",
                Location(file, 1, 1) if node is None else node.location,
                "write `key: value` lines between the `---`",
            )
        )
    return front


def too_large(size: int, location: Location) -> Finding:
    """The finding for front-matter that is over the bound."""
    return Finding(
        "N101",
        f"the front-matter has {size / 1000:,.0f} KB; {MOST_BYTES // 1024} KB are read at most",
        location,
        "move prose into the body of the file and data into example files",
    )


class _Stop(Exception):
    """The rest of the front-matter cannot be read."""

    def __init__(self, message: str, place: Location, mend: str) -> None:
        super().__init__(message)
        self.finding = Finding("N101", message, place, mend)

    @classmethod
    def because(cls, finding: Finding) -> _Stop:
        """Stops for another finding than that of a syntax error."""
        stop = cls(finding.message, finding.location, finding.help)
        stop.finding = finding
        return stop


def compose(
    text: str, file: str, first_line: int = 1
) -> tuple[Mapping | Sequence | Text | None, list[Finding]]:
    """The tree of a YAML text. On an error there is no tree, and the findings say what stopped it."""
    lines = Lines(text.translate(ODD_BREAKS), file, first_line)
    composer = _Composer(lines)
    try:
        return composer.run(), composer.findings
    except _Stop as stop:
        return None, [*composer.findings, stop.finding]
    except yaml.MarkedYAMLError as error:
        return None, [*composer.findings, syntax_error(error, lines)]
    except yaml.reader.ReaderError:
        return None, [*composer.findings, bad_character(lines)]
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        what = str(error).partition("\n")[0][:120]
        place = Location(file, first_line, 1)
        return None, [*composer.findings, Finding("N101", f"the front-matter cannot be read: {what}", place)]


class _Composer:
    """Builds the tree from events, with a stack of its own instead of recursion."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.findings: list[Finding] = []
        self.nodes = 0

    def run(self) -> Mapping | Sequence | Text | None:
        """The root of the tree, or None for an empty text."""
        loader = Loader(self.lines.text)
        try:
            return self._root(loader.get_event)
        finally:
            loader.dispose()

    def _root(self, next_event: Callable[[], Any]) -> Mapping | Sequence | Text | None:
        root = None
        stack: list[Mapping | Sequence] = []
        keys: list[Text | None] = []
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = Text(
                    event.value,
                    self.lines.place(event.start_mark),
                    not event.implicit[0] or event.style in ("'", '"', "|", ">"),
                )
            elif kind is yaml.MappingStartEvent:
                node = Mapping(self.lines.place(event.start_mark))
            elif kind is yaml.SequenceStartEvent:
                node = Sequence(self.lines.place(event.start_mark))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
                keys.pop()
                continue
            elif kind is yaml.AliasEvent:
                raise _Stop(
                    f"`*{shortened(event.anchor)}` repeats another part of the file; aliases are not read",
                    self.lines.place(event.start_mark),
                    "write the values out",
                )
            elif kind is yaml.StreamEndEvent:
                return root
            else:
                continue
            self._guard(event, len(stack))
            if not stack:
                root = node
            elif isinstance(stack[-1], Sequence):
                stack[-1].append(node)
            elif keys[-1] is None:
                keys[-1] = self._key(node, stack[-1])
                continue
            else:
                key, keys[-1] = keys[-1], None
                if key in stack[-1]:
                    self._twice(key, stack[-1])
                else:
                    stack[-1].put(key, node)
            if kind is not yaml.ScalarEvent:
                stack.append(node)
                keys.append(None)

    def _guard(self, event: Any, depth: int) -> None:
        """Stops at what would be too much, and at what only serves to repeat or to construct."""
        self.nodes += 1
        anchor, tag = event.anchor, event.tag
        if anchor is None and tag is None and depth < MOST_DEPTH and self.nodes <= MOST_NODES:
            return
        place = self.lines.place(event.start_mark)
        if self.nodes > MOST_NODES:
            what = f"the front-matter has more than {MOST_NODES:,} entries"
            raise _Stop(what, place, "a design of this size wants to be several designs")
        if depth >= MOST_DEPTH:
            what = f"the front-matter is nested more than {MOST_DEPTH} deep"
            raise _Stop(what, place, "no key of a design lies that deep: look for an unclosed bracket")
        if anchor is not None:
            what = f"`&{shortened(anchor)}` names a part of the file to repeat it; anchors are not read"
            raise _Stop(what, place, "write the values out; quote the text if it begins with `&`")
        what = f"`{shortened(tag)}` is a YAML tag; tags are not read"
        raise _Stop(what, place, "remove the tag; quote the text if it begins with `!`")

    def _key(self, node: Mapping | Sequence | Text, mapping: Mapping) -> Text:
        if isinstance(node, Text):
            return node
        line = self.lines.line(node.location.line)
        if TEMPLATE.search(line, max(0, node.location.column - 2)):
            raise _Stop.because(template(node.location, line))
        raise _Stop(
            "a mapping or a list stands where a key is expected",
            node.location,
            "a key is a plain word; quote texts that begin with `{` or `[`",
        )

    def _twice(self, key: Text, mapping: Mapping) -> None:
        if len(self.findings) < 100:
            self.findings.append(
                Finding(
                    "N103",
                    f"`{shortened(key)}` is written twice",
                    key.location,
                    "keep one of them; the first is used",
                    printed=shortened(key),
                    related=((mapping.keys_at[key], "first written here"),),
                )
            )
