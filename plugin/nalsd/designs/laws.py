"""Names with arguments, `zipf(0.9)` or `json(420)`, and counts of things, `2 x 100 Gbps`."""

from __future__ import annotations

import re
from typing import Any

from nalsd.designs.kinds import Kind
from nalsd.designs.tree import NO_NOTE, NOWHERE, Mapping, Note, Text, kind_of
from nalsd.designs.values import Value, refused
from nalsd.graph.source import Location

FORM = re.compile(r"([a-z][a-z0-9_]{0,63})\s*(?:\(([^()]{0,200})\))?")
COUNTED = re.compile(r"(\d{1,6})\s*x\s+(\S.*)")


class Law:
    """A named law or type with its arguments, not yet given a meaning."""

    __slots__ = ("args", "location", "name", "note", "text")

    def __init__(
        self, name: str, args: tuple[Value, ...] = (), text: str = "", location: Location = NOWHERE
    ) -> None:
        self.name = name
        self.args = args
        self.text = text or name
        self.location = location
        self.note: Note = NO_NOTE

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Law) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Law({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return LAW.__get_pydantic_core_schema__(source, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return LAW.__get_pydantic_json_schema__(schema, handler)


class LawKind(Kind):
    """Reads a name, or a name with arguments in brackets."""

    expected = "a name, or a name with numbers in brackets such as `zipf(0.9)`"

    def read(self, text: Text) -> Law:
        """The law; its arguments are values without a unit of their own."""
        found = FORM.fullmatch(text.strip())
        if found is None:
            raise refused(f"{kind_of(text)} stands where {self.expected} is expected", node=text)
        args: list[Value] = []
        if found[2] is not None:
            lead = len(text) - len(text.lstrip()) + found.start(2)
            for piece in found[2].split(","):
                inner = piece.strip()
                if not inner:
                    raise refused(
                        f"{kind_of(text)} has an empty argument", "write a number between the commas", text
                    )
                at = lead + piece.index(inner)
                args.append(Value(inner, _moved(text.location, at), None))
                lead += len(piece) + 1
        return Law(found[1], tuple(args), str(text).strip(), text.location)

    def validate(self, data: Any, info: Any) -> Any:
        return data if isinstance(data, Law) else super().validate(data, info)

    def annotate(self, read: Law, note: Mapping) -> None:
        read.note = Note(*(note.get(key) for key in ("because", "source", "measured")))

    def json(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[a-z][a-z0-9_]*\s*(\(.*\))?$"}


LAW = LawKind()


def counted(text: Text) -> tuple[Text | None, Text]:
    """`2 x 100 Gbps` as the number of things and the thing, each with its place; no number gives None."""
    found = COUNTED.fullmatch(text)
    if found is None:
        return None, text
    thing = Text(found[2], _moved(text.location, found.start(2)), text.quoted, text.note)
    return Text(found[1], text.location, False, text.note), thing


def _moved(location: Location, columns: int) -> Location:
    return Location(location.file, location.line, location.column + columns)
