"""The kinds of scalar that front-matter holds: values with units, names, references, choices, flags.

Each kind reads the text of an author, says in plain words what it expects when the text does not fit, and
describes itself for the JSON Schema of editors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from nalsd.designs.names import trouble_with_name
from nalsd.designs.tree import NOWHERE, Mapping, Note, Sequence, Text, kind_of
from nalsd.graph.source import Location

MANY_TEXT = ("because", "source", "measured")
LONG_FORM = ("value", "unit", "label", *MANY_TEXT)
"""Keys of the long form of a scalar."""


def refused(
    message: str, help: str = "", node: Any = None, code: str = "N110", drop: str | None = None
) -> PydanticCustomError:
    """An error that becomes a finding: what is wrong, the mend, and which key is left out (all of it by
    default).

    Without a code it was reported before.
    """
    place = getattr(node, "location", None)
    return PydanticCustomError(
        "refused", "{message}", {"message": message, "help": help, "code": code, "at": place, "drop": drop}
    )


class Value:
    """A number as the author wrote it: a literal, a range or an expression, not yet computed."""

    __slots__ = ("also", "because", "expects", "label", "location", "measured", "source", "text", "unit")

    def __init__(
        self,
        text: str,
        location: Location = NOWHERE,
        expects: str | None = None,
        also: tuple[str, ...] = (),
        unit: str | None = None,
        label: str | None = None,
        because: str | None = None,
        source: str | None = None,
        measured: str | None = None,
    ) -> None:
        self.text = text
        """What was written, printed digits and all."""
        self.location = location
        """Where the text begins."""
        self.expects = expects
        """The unit the key asks for, as text; None takes any."""
        self.also = also
        """Other units the key takes, of another dimension."""
        self.unit = unit
        """The unit of the long form, for numbers written without one."""
        self.label = label
        self.because = because
        self.source = source
        self.measured = measured

    @property
    def unknown(self) -> bool:
        """The author says that nobody knows: never infinite and never zero."""
        return self.text == "unknown"

    @property
    def automatic(self) -> bool:
        """The author leaves the choice to nalsd."""
        return self.text == "auto"

    def expecting(self, unit: str | None, *also: str) -> Value:
        """The same value where another unit is asked for."""
        return Value(
            self.text,
            self.location,
            unit,
            also,
            self.unit,
            self.label,
            self.because,
            self.source,
            self.measured,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and (self.text, self.unit) == (other.text, other.unit)

    def __hash__(self) -> int:
        return hash((self.text, self.unit))

    def __repr__(self) -> str:
        return f"Value({self.text!r})"


class Kind:
    """Reads one scalar; subclasses say what fits."""

    expected = "a text"
    """What an author should write, as in "expects ..."."""

    def read(self, text: Text) -> Any:
        """The object that stands for the text; raises `refused` when it does not fit."""
        return text

    def validate(self, data: Any, info: Any) -> Any:
        """Takes a scalar or its long form."""
        note = None
        if isinstance(data, Mapping):
            data, note = long_form(data, self.expected, info.context)
        if isinstance(data, Text):
            if data.null:
                raise refused(f"nothing is written here; {self.expected} is expected", node=data)
            read = self.read(data)
            if note is not None:
                self.annotate(read, note)
            return read
        return self.foreign(data)

    def foreign(self, data: Any) -> Any:
        """Takes what a program (not an author) passes, a plain string for instance."""
        if isinstance(data, str) and not isinstance(data, Text):
            return self.read(Text(data))
        if isinstance(data, int | float) and not isinstance(data, bool):
            return self.read(Text(repr(data)))
        raise refused(f"{kind_of(data)} stands where {self.expected} is expected", node=data)

    def annotate(self, read: Any, note: Mapping) -> None:
        """Keeps the reasons of a long form with what was read."""
        if isinstance(read, Text):
            read.note = Note(*(note.get(key) for key in MANY_TEXT))

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [self.json(), long_form_schema()]}

    def json(self) -> dict[str, Any]:
        """JSON Schema of the short form, as an editor sees it (where `5` is a number and `no` a truth
        value)."""
        return {"type": ["string", "number", "boolean"]}


def long_form(data: Mapping, expected: str, problems: Any) -> tuple[Any, Mapping]:
    """The text of `{value: ..., unit: ..., because: ...}` and the mapping itself, its notes checked."""
    if "value" not in data:
        raise refused(
            f"a mapping stands where {expected} is expected",
            "write the value alone, or in the long form {value: ..., because: ..., source: ...}",
            data,
        )
    for key, value in data.items():
        if key not in LONG_FORM:
            if problems is not None:
                problems.unknown_key(key, LONG_FORM, data)
        elif not isinstance(value, Text):
            raise refused(f"`{key}` is {kind_of(value)}; a text is expected", node=value)
    return data["value"], data


def long_form_schema() -> dict[str, Any]:
    """JSON Schema reference of the long form; `jsonschema.py` adds the definition."""
    return {"$ref": "#/$defs/LongForm"}


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

    def annotate(self, read: Value, note: Mapping) -> None:
        for key in ("unit", "label", *MANY_TEXT):
            if key in note and not note[key].null:
                setattr(read, key, note[key])

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
        return {"enum": list(self.words)}


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
        return {"type": "string", "pattern": f"^(?:{self.pattern.pattern})$"}


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
PERCENTILE = Pattern(r"p(50|[5-9][0-9](\.[0-9]{1,4})?)", "a percentile such as `p99` or `p99.9`")
DAY = Pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a day written as 2026-05-01")
FREE = FreeText()
FLAG = Flag()


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


def _field(kind: Any, description: str, default: Any, alias: str | None, example: Any = None) -> Any:
    info = Field(
        default, description=description, alias=alias, examples=None if example is None else [example]
    )
    assert isinstance(info, FieldInfo)
    if kind is not None:
        info.metadata.append(kind)
    return info


def quantity(
    unit: str | None,
    description: str,
    *also: str,
    words: tuple[str, ...] = (),
    required: bool = False,
    default: str | None = None,
    alias: str | None = None,
    example: str | None = None,
) -> Any:
    """A field that holds a `Value` in `unit`, or in one of the units `also` of other dimensions."""
    kind = Quantity(unit, also, words)
    value = ... if required else None if default is None else Value(default, NOWHERE, unit, also)
    return _field(kind, description, value, alias, example)


def choice(
    words: tuple[str, ...],
    description: str,
    *,
    default: str | None = None,
    required: bool = False,
    alias: str | None = None,
) -> Any:
    """A field that holds one of a few words."""
    value = ... if required else None if default is None else Text(default)
    return _field(Choice(*words), description, value, alias)


def scalar(
    kind: Kind,
    description: str,
    *,
    default: Any = None,
    required: bool = False,
    alias: str | None = None,
    example: str | None = None,
) -> Any:
    """A field of any other kind of scalar."""
    return _field(kind, description, ... if required else default, alias, example)


def text(
    description: str, *, required: bool = False, alias: str | None = None, example: str | None = None
) -> Any:
    """A field that holds prose."""
    return scalar(FREE, description, required=required, alias=alias, example=example)


def flag(description: str, *, default: bool | None = False) -> Any:
    """A field that is true or false."""
    return scalar(FLAG, description, default=default)


def many(description: str, *, required: bool = False, alias: str | None = None) -> Any:
    """A field that holds a list, which may be written as one entry without brackets."""
    info = (
        Field(..., description=description, alias=alias)
        if required
        else Field(default_factory=list, description=description, alias=alias)
    )
    info.metadata.append(ONE_OR_MANY)
    return info


def entries(
    description: str, *, required: bool = False, factory: Callable[[], Any] = dict, alias: str | None = None
) -> Any:
    """A field that holds named entries, a list or a part with defaults of its own."""
    if required:
        return Field(..., description=description, alias=alias)
    return Field(default_factory=factory, description=description, alias=alias)


def part(description: str, *, required: bool = False, alias: str | None = None) -> Any:
    """A field that holds another model, or nothing."""
    return Field(... if required else None, description=description, alias=alias)
