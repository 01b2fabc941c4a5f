"""JSON Schemas of the front-matter for editors: one for each kind of file, and one that tells them apart.

They come from the same models that read designs. An editor sees YAML's own types (`5` a number, `no` a truth
value), so a scalar may have any of them.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from nalsd.designs.design import FILES, USUAL_NAMES
from nalsd.designs.kinds import DEFINED, LONG_FORM, MODEL
from nalsd.designs.model import Model
from nalsd.designs.schema import stages, stress
from nalsd.designs.values import Value

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DEFINITIONS = "#/$defs/{model}"


def schema_of(file: int | str) -> dict[str, Any]:
    """The JSON Schema of one kind of file: 1 to 6, `index` or `published`."""
    definitions = _definitions()
    model = FILES[file][1]
    whole = definitions.pop(model.__name__)
    return {
        "$schema": DRAFT,
        **whole,
        "title": f"Front-matter of {USUAL_NAMES[file]}",
        "$defs": _reachable(whole, definitions),
    }


def combined_schema() -> dict[str, Any]:
    """One JSON Schema for every file of a design: `phase` (or `published`) says which it is."""
    definitions = _definitions()
    names = {file: model.__name__ for file, (_, model) in FILES.items()}
    cases = [
        {"if": _phase_is(file), "then": {"$ref": DEFINITIONS.format(model=names[file])}}
        for file in FILES
        if isinstance(file, int)
    ]
    other = {
        "if": {"required": ["published"]},
        "then": {"$ref": DEFINITIONS.format(model=names["published"])},
        "else": {"$ref": DEFINITIONS.format(model=names["index"])},
    }
    return {
        "$schema": DRAFT,
        "title": "Front-matter of a design",
        "type": "object",
        "allOf": [*cases, {"if": {"not": {"required": ["phase"]}}, "then": other}],
        "$defs": definitions,
    }


def all_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name it is published under: `design`, `index`, `phase-1`, ..."""
    each = {f"phase-{file}" if isinstance(file, int) else str(file): schema_of(file) for file in FILES}
    return {"design": combined_schema(), **each}


class _Generator(GenerateJsonSchema):
    """Writes defaults the way an author would."""

    def encode_default(self, dft: Any) -> Any:
        return dft.text if isinstance(dft, Value) else super().encode_default(dft)


def _definitions() -> dict[str, Any]:
    """Every model's schema by its name, and the long form of a scalar; a copy that may be changed."""
    return deepcopy(_built())


@cache
def _built() -> dict[str, Any]:
    models: list[type[Model]] = [model for _, model in FILES.values()]
    models += [*stages.KINDS.values(), *stress.KINDS.values()]
    _, schema = models_json_schema(
        [(model, "validation") for model in models], ref_template=DEFINITIONS, schema_generator=_Generator
    )
    definitions: dict[str, Any] = {}
    for definition in schema["$defs"].values():
        _linked(definition, definitions)
    for file, (_, model) in FILES.items():
        if isinstance(file, int):
            definitions[model.__name__]["properties"]["phase"] = {
                "enum": [file, str(file)],
                "description": "The phase of this file.",
            }
            definitions[model.__name__]["required"] = ["phase"]
    definitions["Index"]["required"] = ["title"]
    definitions["LongForm"] = {
        "type": "object",
        "description": "the long form of a scalar",
        "properties": {
            key: {"description": about, **kind.json()} for key, (kind, about) in LONG_FORM.items()
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    return dict(sorted(definitions.items()))


def _phase_is(phase: int) -> dict[str, Any]:
    return {"properties": {"phase": {"enum": [phase, str(phase)]}}, "required": ["phase"]}


def _linked(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with references for placeholders and for models that pydantic wrote out in place."""
    if isinstance(schema, list):
        return [_linked(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if DEFINED in schema:
        return {"$ref": DEFINITIONS.format(model=schema[DEFINED])}
    linked = {key: _linked(value, definitions) for key, value in schema.items()}
    model = linked.pop(MODEL, None)
    if model is None:
        return linked
    definitions.setdefault(model, linked)
    return {"$ref": DEFINITIONS.format(model=model)}


def _reachable(schema: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The definitions that a schema refers to, directly or not."""
    needed: set[str] = set()
    stack = [schema]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            name = str(here.get("$ref", "")).rpartition("/")[2]
            if name and name not in needed:
                needed.add(name)
                stack.append(definitions[name])
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return {name: definitions[name] for name in sorted(needed)}
