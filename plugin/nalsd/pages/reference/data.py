"""The JSON that a site publishes and that commands print, field by field, from its schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nalsd.pages.addresses import DATA, href, schema_path
from nalsd.pages.composing import SitePage
from nalsd.pages.html import Markup, element, join
from nalsd.pages.reference.page import Entry, coded, page
from nalsd.pages.schemas import CATALOGUE_SCHEMA, RESULTS_SCHEMA
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, render_table

PUBLISHED = {"catalogue": CATALOGUE_SCHEMA, "results": RESULTS_SCHEMA}
KINDS = {"string": "text", "integer": "whole number", "null": None}


def data_page(printed: Mapping[str, dict[str, Any]], override: Path | None) -> SitePage:
    """The page; `printed` are the schemas of what commands print."""
    entries = [
        Entry(f"{name}.json", name, [_about(name, schema, DATA), _fields(name, schema)])
        for name, schema in PUBLISHED.items()
    ]
    if printed:
        entries.append(Entry("What commands print", "commands", [_printed(printed)]))
    intro = element(
        "p",
        coded(
            "The site publishes `catalogue.json` at its root and a `results.json` beside each design; "
            "commands print JSON with `--format json`. Values are in base units: byte, second, USD, count. "
            "`schema` names the form and its version; a field is never taken away within a version. "
            "What is not known is `null`, never zero."
        ),
    )
    return page(
        DATA, "Data for programs", intro, entries, override, description="The JSON that nalsd publishes."
    )


def _told(schema: dict[str, Any]) -> Markup:
    return join(schema["title"], ". ", coded(schema.get("description", "")))


def _about(name: str, schema: dict[str, Any], from_page: str) -> Markup:
    link = element("a", "JSON Schema", href=href(from_page, schema_path(name)))
    return element("p", coded(schema.get("description", "")), " ", link, ".")


def _fields(name: str, schema: dict[str, Any]) -> Markup:
    rows = [
        Row(
            (
                element("code", path),
                _kind(field),
                field.get("x-unit"),
                coded(field["description"]),
                _example(field),
            )
        )
        for path, field in fields(schema)
    ]
    columns = (Column("Field"), Column("Kind"), Column("Unit"), Column("Meaning"), Column("Example"))
    return render_table(Table(f"fields-{name}", f"Fields of {name}.json", columns, rows), Scope())


def fields(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field with its path: `headline.cost.value`, `designs[].tags`, `quantities.ID.label`."""
    for name, field in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, field
        inner = _inner(field)
        if inner.get("type") == "array":
            yield from fields(inner["items"], f"{here}[]")
        elif isinstance(each := inner.get("additionalProperties"), dict):
            yield from fields(each, f"{here}.ID")
        else:
            yield from fields(inner, here)


def _inner(field: dict[str, Any]) -> dict[str, Any]:
    """What a field is when it is not null."""
    return field["anyOf"][0] if "anyOf" in field else field


def _kind(field: dict[str, Any]) -> str:
    if "const" in field:
        return "text"
    if "enum" in field:
        return " | ".join(field["enum"])
    inner = _inner(field)
    types = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
    if inner.get("items") == {"type": "string"}:
        types = ["list of texts"]
    shown = [shown for kind in types if (shown := KINDS.get(kind, kind))]
    return " or ".join([*shown, *(["null"] if "null" in types or "anyOf" in field else [])])


def _example(field: dict[str, Any]) -> Markup | None:
    return (
        element("code", json.dumps(field["examples"][0], ensure_ascii=False)) if "examples" in field else None
    )


def _printed(printed: Mapping[str, dict[str, Any]]) -> Markup:
    items = [
        element("li", element("a", f"{name}.json", href=href(DATA, schema_path(name))), ": ", _told(schema))
        for name, schema in printed.items()
    ]
    return element("div", element("p", "The schema of each:"), element("ul", items))
