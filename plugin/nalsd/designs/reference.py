"""Every key of the front-matter as a row, for the reference that is generated from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nalsd.designs.design import FILES
from nalsd.designs.kinds import NOTES, Choice, Flag, Kind
from nalsd.designs.laws import LAW, Law
from nalsd.designs.model import Model
from nalsd.designs.polymorphic import Polymorphic
from nalsd.designs.values import Value


@dataclass(frozen=True)
class Key:
    """One key an author may write."""

    path: str
    """Where it stands: `tiers.NAME.memory.runtime`, `paths.NAME.stages[].queue`."""
    expects: str
    """What is written there, in plain words."""
    description: str
    required: bool = False
    default: str = ""
    """What holds when it is not written; empty for nothing."""
    example: str = ""
    short: bool = False
    """Whether its value may stand in place of the whole mapping."""
    kind: str = ""
    """The kind of stage or stress test that has it; empty for keys that are not of one kind."""


def keys_of(file: int | str) -> list[Key]:
    """The keys of one kind of file (1 to 6, `index`, `published`), in the order of the schema."""
    return list(_keys(FILES[file][1], "", ()))


def notes() -> list[Key]:
    """The keys that may stand in every named entry and in the long form of every value."""
    return [Key(key, kind.expected, description) for key, (kind, description) in NOTES.items()]


def _keys(
    model: type[Model], prefix: str, above: tuple[type[Model], ...], kind_of_model: str = ""
) -> Iterator[Key]:
    for key, field in model.known_keys().items():
        kind = next((part for part in field.metadata if isinstance(part, Kind)), None)
        suffix, inner, many = ("", {}, "") if kind else _inside(field.annotation)
        yield Key(
            prefix + key,
            kind.expected if kind else many or "a mapping",
            field.description or "",
            field.is_required(),
            "" if field.is_required() else _default(field.default, kind),
            str(field.examples[0]) if field.examples else "",
            model.short == key,
            kind_of_model,
        )
        for word, one in inner.items():
            if one not in above:
                yield from _keys(one, f"{prefix}{key}{suffix}.", (*above, model, *inner.values()), word)


def _default(value: Any, kind: Kind | None) -> str:
    if isinstance(value, Value):
        return value.text
    if isinstance(kind, Flag) and value is not None:
        return "true" if value else "false"
    return str(value) if isinstance(kind, Choice) and value is not None else ""


def _inside(annotation: Any) -> tuple[str, dict[str, type[Model]], str]:
    """What a container holds: how its path goes on, the models in it by kind, and what it is in words."""
    suffix, words = "", ""
    stack = [annotation]
    while stack:
        here = stack.pop(0)
        chosen = next(
            (m for m in getattr(here, "__metadata__", ()) if isinstance(m, Polymorphic | Kind)), None
        )
        if isinstance(chosen, Polymorphic):
            return suffix, chosen.kinds(), words or "a mapping"
        chosen = LAW if here is Law else chosen
        if chosen is not None:
            return suffix, {}, words.replace("mappings", chosen.expected) or chosen.expected
        if isinstance(here, type) and issubclass(here, Model):
            return suffix, {"": here}, words or "a mapping"
        origin = getattr(here, "__origin__", None)
        if origin is dict:
            suffix, words = suffix + ".NAME", words or "by name: mappings"
            stack = [here.__args__[1]]
        elif origin is list:
            suffix, words = suffix + "[]", words or "a list: mappings"
            stack = [here.__args__[0]]
        else:
            stack.extend(getattr(here, "__args__", ()))
    return suffix, {}, words
