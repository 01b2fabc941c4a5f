"""Fields of the schema: each names its kind, its unit where it has one, and says what it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import Field
from pydantic.fields import FieldInfo

from nalsd.designs.kinds import FLAG, FREE, ONE_OR_MANY, Choice, Kind, Quantity
from nalsd.designs.tree import NOWHERE, Text
from nalsd.designs.values import Value


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


def empty_list() -> list[Any]:
    """A new list. Pydantic looks at a factory's parameters; those of `list` itself have to be parsed."""
    return []


def many(description: str, *, required: bool = False, alias: str | None = None) -> Any:
    """A field that holds a list, which may be written as one entry without brackets."""
    info = (
        Field(..., description=description, alias=alias)
        if required
        else Field(default_factory=empty_list, description=description, alias=alias)
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
