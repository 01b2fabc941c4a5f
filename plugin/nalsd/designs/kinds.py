"""The kinds of scalar that front-matter holds: values with units, names, references, choices, flags.

Each kind reads the text of an author, says in plain words what it expects when the text does not fit, and
describes itself for the JSON Schema of editors.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from nalsd.designs.names import trouble_with_name
from nalsd.designs.tree import NOWHERE, Mapping, Note, Sequence, Text, kind_of
from nalsd.designs.values import Value, refused

MODEL = "x-model"
"""Names the model in its JSON Schema, for `jsonschema.py` to make a definition of it wherever it stands."""
DEFINED = "x-defined"
"""Stands in a JSON Schema for a reference to a definition that `jsonschema.py` adds."""


class Kind:
    """Reads one scalar; subclasses say what fits."""

    expected = "a text"
    """What an author should write, as in "expects ..."."""

    def read(self, text: Text) -> Any:
        """The object that stands for the text; raises `refused` when it does not fit."""
        return text

    def validate(self, data: Any, info: Any) -> Any:
        """Takes a scalar or its long form."""
        notes: dict[str, Text] = {}
        if isinstance(data, Mapping):
            data, notes = long_form(data, self.expected, info)
        if not isinstance(data, Text):
            return self.foreign(data)
        if data.null:
            raise refused(f"nothing is written here; {self.expected} is expected", node=data)
        read = self.read(data)
        if notes:
            self.annotate(read, notes)
        return read

    def foreign(self, data: Any) -> Any:
        """Takes what a program (not an author) passes, a plain string for instance."""
        if isinstance(data, str) and not isinstance(data, Text):
            return self.read(Text(data))
        if isinstance(data, int | float) and not isinstance(data, bool):
            return self.read(Text(repr(data)))
        raise refused(f"{kind_of(data)} stands where {self.expected} is expected", node=data)

    def annotate(self, read: Any, notes: dict[str, Text]) -> None:
        """Keeps the notes of a long form with what was read."""
        if isinstance(read, Text):
            read.note = Note(**{key: notes[key] for key in NOTES if key in notes})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [self.json(), {DEFINED: "LongForm"}, {"type": "null"}]}

    def json(self) -> dict[str, Any]:
        """JSON Schema of the short form, where `5` is a number and `no` a truth value."""
        return {"type": ["string", "number", "boolean"]}


class Quantity(Kind):
    """A value whose unit the key declares."""

    def __init__(self, unit: str | None, also: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> None:
        self.unit = unit
        self.also = also
        self.words = words
        units = " or ".join(u for u in (unit, *also) if u not in (None, "1"))
        self.expected = f"a value in {units}" if units else "a number" if unit == "1" else "a value"
        if words:
            self.expected += " or " + " or ".join(f"`{w}`" for w in words)

    def read(self, text: Text) -> Value:
        if len(text) > 1000:
            raise refused(
                f"this value has {len(text)} characters; 500 is the most an expression may have",
                "break the expression into named `quantities`",
                text,
            )
        return Value(str(text).strip(), text.location, self.unit, self.also)

    def validate(self, data: Any, info: Any) -> Any:
        return data if isinstance(data, Value) else super().validate(data, info)

    def annotate(self, read: Value, notes: dict[str, Text]) -> None:
        for key, text in notes.items():
            setattr(read, key, text)

    def json(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": ["string", "number"]}
        if self.unit is not None:
            schema["x-unit"] = " | ".join((self.unit, *self.also))
        if self.words:
            schema["x-words"] = list(self.words)
        return schema


class Choice(Kind):
    """One word of a short list."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.expected = "one of " + ", ".join(f"`{w}`" for w in words)

    def read(self, text: Text) -> Text:
        if text not in self.words:
            from nalsd.designs.nearest import did_you_mean

            raise refused(f"{kind_of(text)} is not {self.expected}", did_you_mean(text, self.words), text)
        return text

    def json(self) -> dict[str, Any]:
        return {"enum": [*self.words, *(int(word) for word in self.words if word.isdigit())]}


class Flag(Kind):
    """True or false."""

    expected = "`true` or `false`"
    TRUE, FALSE = ("true", "yes", "on"), ("false", "no", "off")

    def read(self, text: Text) -> bool:
        if text.lower() in self.TRUE:
            return True
        if text.lower() in self.FALSE:
            return False
        raise refused(f"{kind_of(text)} stands where {self.expected} is expected", node=text)

    def foreign(self, data: Any) -> Any:
        return data if isinstance(data, bool) else super().foreign(data)

    def json(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Pattern(Kind):
    """A text of a certain form."""

    def __init__(self, pattern: str, expected: str, help: str = "") -> None:
        self.pattern = re.compile(pattern)
        self.expected = expected
        self.help = help

    def read(self, text: Text) -> Text:
        if not self.pattern.fullmatch(text):
            raise refused(f"{kind_of(text)} stands where {self.expected} is expected", self.help, text)
        return text

    def json(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": f"^(?:{self.pattern.pattern})$"}


class FreeText(Kind):
    """Prose of one line or many; never more than a few pages."""

    def read(self, text: Text) -> Text:
        if len(text) > 10_000:
            raise refused(f"this text has {len(text)} characters", "move it into the body of the file", text)
        return text


class Naming(Kind):
    """An id that the author gives: `[a-z][a-z0-9_]*` and never a unit's name."""

    def __init__(self, units: str = "measures") -> None:
        self.units = units
        self.expected = "a name of small letters, digits and `_`"

    def read(self, text: Text) -> Text:
        if trouble := trouble_with_name(text, self.units):
            raise refused(*trouble, text)
        return text

    def json(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}


REFERENCE = Pattern(
    r"[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,5}",
    "the name of something in this design",
    "names are small letters, digits and `_`, with dots between them: `workloads.click`",
)
KNOWN = Pattern(
    r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,99}",
    "a name of this design or of the knowledge base, such as `aws/c7g.8xlarge`",
)
PHASE = Pattern(r"[1-6]", "a number from 1 to 6", "write `phase: 3`")
PERCENTILE = Pattern(r"p(50|[5-9][0-9](\.[0-9]{1,4})?)", "a percentile such as `p99` or `p99.9`")
DAY = Pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a day written as 2026-05-01")
FREE = FreeText()
FLAG = Flag()

NOTES: dict[str, tuple[Kind, str]] = {
    "because": (FREE, "Why it is so; shown beside the value."),
    "source": (FREE, "Where it comes from: an address, a document, `measured`, `quote`."),
    "measured": (DAY, "The day it was measured or read."),
}
"""Keys that may stand in every entry and in the long form of every scalar, with what they mean.

In models they are no fields: three in each of sixty would cost a fifth of the time of building the schema.
"""

LONG_FORM: dict[str, tuple[Kind, str]] = {
    "value": (Kind(), "The scalar itself."),
    "unit": (FREE, "The unit of a number that is written without one."),
    "label": (FREE, "What it is called on the page."),
    **NOTES,
}
"""The keys of the long form of a scalar."""


def long_form(data: Mapping, expected: str, info: Any) -> tuple[Any, dict[str, Text]]:
    """The scalar of `{value: ..., unit: ..., because: ...}` and what else is said."""
    if "value" not in data:
        raise refused(
            f"a mapping stands where {expected} is expected",
            "write the value alone, or in the long form {value: ..., because: ..., source: ...}",
            data,
        )
    notes: dict[str, Text] = {}
    for key, value in data.items():
        if key not in LONG_FORM:
            if info.context is not None:
                info.context.unknown_key(key, LONG_FORM, data)
        elif key != "value" and (note := noted(key, value, info)) is not None:
            notes[str(key)] = note
    return data["value"], notes


def noted(key: str, value: Any, info: Any) -> Text | None:
    """One note, or None for an empty or a bad one, which is reported and costs its entry nothing else."""
    if isinstance(value, Text) and value.null:
        return None
    try:
        return LONG_FORM[key][0].validate(value, info)
    except PydanticCustomError as error:
        if info.context is None:
            raise
        context = error.context or {}
        place = context.get("at") or getattr(value, "location", NOWHERE)
        info.context.add(context["code"], f"`{key}`: {context['message']}", place, context["help"])
        return None


class _OneOrMany:
    """Lets a list of one be written without brackets."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(listed, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        inner = handler(schema)
        return {"anyOf": [inner, inner["items"]]} if "items" in inner else inner


def listed(data: Any) -> Any:
    """A scalar or a mapping as a list of one; an empty place as the empty list."""
    if isinstance(data, Text | Mapping):
        sequence = Sequence(data.location)
        if not (isinstance(data, Text) and (data.null or data == "none")):
            sequence.append(data)
        return sequence
    return data


ONE_OR_MANY = _OneOrMany()
