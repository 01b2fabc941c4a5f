"""The keys of the front-matter, part by part, from the schema that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nalsd.designs import FILES
from nalsd.designs.design import USUAL_NAMES
from nalsd.pages.addresses import FRONT_MATTER, address
from nalsd.pages.composing import SitePage
from nalsd.pages.data import front_matter_schemas
from nalsd.pages.html import Markup, element, join, slug
from nalsd.pages.reference.page import Entry, coded, page
from nalsd.pages.scope import Scope
from nalsd.pages.search import FAINT, SearchEntry
from nalsd.pages.tables import Column, Row, Table, render_table

PREFIX = "#/$defs/"
LONG_FORM = "LongForm"
LIST = "list of "
NOTES = ("because", "source", "measured")


def front_matter_page(override: Path | None) -> SitePage:
    """The page."""
    schema = front_matter_schemas()["design"]
    definitions: dict[str, Any] = schema["$defs"]
    entries = []
    shown: set[str] = set()
    for file, (_, model) in FILES.items():
        name = model.__name__
        order = _reachable(name, definitions, shown)
        for part in order:
            title = USUAL_NAMES[file] if part == name else _words(part)
            anchor = slug(title) if part == name else _anchor(part)
            entries.append(Entry(title, anchor, [_about(definitions[part]), _keys(part, definitions[part])]))
    entries.append(
        Entry(
            "The long form of a scalar",
            _anchor(LONG_FORM),
            [
                element(
                    "p",
                    "In place of any scalar: ",
                    element("code", "{value: 5M/s, because: ..., source: ...}"),
                    ".",
                ),
                _keys(LONG_FORM, definitions[LONG_FORM]),
            ],
        )
    )
    intro = element(
        "div",
        element(
            "p",
            "A file's phase comes from its key ",
            element("code", "phase"),
            ", not from its name. Numbers carry their "
            "unit; a key with a unit takes any unit of that dimension, a range ",
            element("code", "a .. b"),
            ", or a formula over other quantities. A list of one may be written without its brackets.",
        ),
        element(
            "p",
            "The keys ",
            *(join(", " if i else "", element("code", n)) for i, n in enumerate(NOTES)),
            " may stand in every part, and beside any scalar in its ",
            element("a", "long form", href=f"#{_anchor(LONG_FORM)}"),
            ".",
        ),
    )
    return page(FRONT_MATTER, "Front-matter", intro, entries, override)


def key_entries() -> list[SearchEntry]:
    """One entry for each key of the front-matter: the search reads no table, and so not those of the page.

    They count little, so that a key which is a common word stands below what the designs say of it.
    """
    place = address(FRONT_MATTER)
    return [
        SearchEntry(f"{place}#{_key_anchor(part, key)}", f"{_words(part)}: {key}", boost=FAINT)
        for part, schema in front_matter_schemas()["design"]["$defs"].items()
        for key in _own_keys(part, schema)
    ]


def _own_keys(part: str, schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The keys of a part, without the notes that may stand in every part."""
    keys: dict[str, dict[str, Any]] = schema.get("properties", {})
    return {key: field for key, field in keys.items() if key not in NOTES or part == LONG_FORM}


def _key_anchor(part: str, key: str) -> str:
    return f"key-{slug(_words(part))}-{slug(key)}"


def _reachable(root: str, definitions: dict[str, Any], shown: set[str]) -> list[str]:
    """A part and those below it, each once over the page, in the order of the keys."""
    found: list[str] = []
    queue = [root]
    while queue:
        name = queue.pop(0)
        if name in shown or name == LONG_FORM:
            continue
        shown.add(name)
        found.append(name)
        below: list[str] = []
        _references(definitions[name], below)
        queue += below
    return found


def _references(schema: Any, found: list[str]) -> None:
    if isinstance(schema, dict):
        target = str(schema.get("$ref", ""))
        if target.startswith(PREFIX):
            found.append(target.removeprefix(PREFIX))
        for value in schema.values():
            _references(value, found)
    elif isinstance(schema, list):
        for item in schema:
            _references(item, found)


def _about(schema: dict[str, Any]) -> Markup:
    return element("p", coded(str(schema.get("description", "")).strip()))


def _keys(name: str, schema: dict[str, Any]) -> Markup:
    required = set(schema.get("required", ()))
    rows = []
    for key, field in _own_keys(name, schema).items():
        default = field.get("default")
        examples = field.get("examples", [])
        shown = f"default {default}" if default not in (None, [], {}) else ""
        example = element("code", str(examples[0])) if examples else None
        rows.append(
            Row(
                (element("code", key, id=_key_anchor(name, key)), _kind(field),
                 coded(str(field.get("description", ""))),
                 join(example, " " if example and shown else "", shown) or None),
                tag="required" if key in required else "",
            )
        )  # fmt: skip
    columns = (Column("Key"), Column("Value"), Column("Meaning"), Column("Example, default"))
    return render_table(
        Table(f"keys-{slug(name)}", f"Keys of {_words(name).lower()}", columns, rows), Scope()
    )


def _kind(field: dict[str, Any]) -> Markup:
    """What may stand there, in words."""
    return join(*_joined(dict.fromkeys(_kinds(field))))


def _joined(kinds: dict[Any, None]) -> list[Any]:
    found: list[Any] = []
    for index, kind in enumerate(kinds):
        found += [" or " if index else None, kind]
    return found


def _kinds(field: dict[str, Any]) -> list[Any]:
    if "$ref" in field:
        name = field["$ref"].removeprefix(PREFIX)
        return [] if name == LONG_FORM else [element("a", _words(name).lower(), href=f"#{_anchor(name)}")]
    if "anyOf" in field:
        kinds = [kind for option in field["anyOf"] for kind in _kinds(option)]
        # A list of one may be written without brackets: that is said once, above the tables.
        many = {str(kind) for kind in kinds if str(kind).startswith(LIST)}
        return [kind for kind in kinds if LIST + str(kind) not in many]
    if "x-unit" in field:
        units = [unit.strip() for unit in field["x-unit"].split("|")]
        named = ["a number" if unit == "1" else unit for unit in units]
        return [element("span", " | ".join(named), class_="nalsd-unit")]
    if "enum" in field:
        return [" | ".join(dict.fromkeys(str(word) for word in field["enum"]))]
    kind = field.get("type")
    if kind == "array":
        inner = _kinds(field.get("items", {})) or ["values"]
        return [join(LIST, *_joined(dict.fromkeys(inner)))]
    if kind == "object":
        inner = (
            _kinds(field.get("additionalProperties", {}))
            if isinstance(field.get("additionalProperties"), dict)
            else []
        )
        return [join("by name: ", *_joined(dict.fromkeys(inner or ["values"])))]
    if kind == "boolean":
        return ["true | false"]
    if kind == "null":
        return []
    return ["text"]


def _words(name: str) -> str:
    """`RetryStorm` as `Retry storm`."""
    spaced = "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(name))
    return {
        "Slo": "SLO",
        "Api": "API",
        "Tls": "TLS",
        "Nic": "Network interface",
        "Slo phase": "Phase 2 file",
    }.get(spaced, spaced)


def _anchor(name: str) -> str:
    return f"part-{name.lower()}"
