"""What an author wrote, before it means anything: texts, mappings and lists, each with its place.

YAML 1.1 would make `5:30` a number and `no` a truth value; here every scalar stays the text it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nalsd.graph.source import Location

NOWHERE = Location("", 1, 1)
"""The place of what nobody wrote: defaults, and objects that a program makes."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Note:
    """What an author said beside a value: the reasons and the source of it."""

    because: str | None = None
    source: str | None = None
    measured: str | None = None


NO_NOTE = Note()


class Text(str):
    """A scalar as written, with its place in the file."""

    __slots__ = ("location", "note", "quoted")

    location: Location
    quoted: bool
    """Whether it stood in quotes or as a block: then it is never empty in the sense of `null`."""
    note: Note

    def __new__(cls, text: str, location: Location = NOWHERE, quoted: bool = False, note: Note = NO_NOTE):
        self = super().__new__(cls, text)
        self.location = location
        self.quoted = quoted
        self.note = note
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.location, self.quoted, self.note)

    @property
    def null(self) -> bool:
        """Nothing was written: `key:`, `key: null`, `key: ~`."""
        return not self.quoted and str(self) in NULLS


class Mapping(dict):
    """A YAML mapping; its keys are `Text`s, so each knows its place."""

    __slots__ = ("keys_at", "location")

    def __init__(self, location: Location = NOWHERE) -> None:
        super().__init__()
        self.location = location
        self.keys_at: dict[str, Location] = {}
        """Where each key stands."""

    def put(self, key: Text, value: Any) -> None:
        """Adds an entry."""
        self[key] = value
        self.keys_at[key] = key.location


class Sequence(list):
    """A YAML list."""

    __slots__ = ("location",)

    def __init__(self, location: Location = NOWHERE) -> None:
        super().__init__()
        self.location = location


Node = Text | Mapping | Sequence


def copied(node: Any) -> Any:
    """A copy of a tree that can be changed; the texts are shared."""
    if isinstance(node, Mapping):
        mapping = Mapping(node.location)
        mapping.update({key: copied(value) for key, value in node.items()})
        mapping.keys_at.update(node.keys_at)
        return mapping
    if isinstance(node, Sequence):
        sequence = Sequence(node.location)
        sequence.extend(copied(item) for item in node)
        return sequence
    return node


def kind_of(node: Any) -> str:
    """What a piece of front-matter is, in an author's words."""
    if isinstance(node, dict):
        return "a mapping"
    if isinstance(node, list):
        return "a list"
    if isinstance(node, Text) and node.null:
        return "empty"
    return f"the text `{shortened(str(node))}`"


def shortened(text: str, most: int = 60) -> str:
    """A text short enough for a message, on one line, without control characters."""
    text = "".join(c if c.isprintable() else " " for c in text[: most + 1])
    return text if len(text) <= most else text[: most - 1] + "…"


def texts(node: Any) -> list[Text]:
    """Every text in a tree, keys included, in the written order."""
    found: list[Text] = []
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, Text):
            found.append(here)
        elif isinstance(here, dict):
            for key, value in reversed(here.items()):
                stack.append(value)
                stack.append(key)
        elif isinstance(here, list):
            stack.extend(reversed(here))
    return found
