"""The reference's pages on commands and on data: what is there is told, and the examples are true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import jsonschema
import pytest
from bs4 import BeautifulSoup

from nalsd.cli.app import COMMANDS, EXITS, nalsd
from nalsd.cli.schemas import NAMES, schema
from nalsd.pages.reference.commands import commands_page
from nalsd.pages.reference.data import data_page, fields
from nalsd.pages.schemas import CATALOGUE_SCHEMA, QUANTITY, RESULTS_SCHEMA

PRINTED = {name: schema(name) for name in NAMES}


def cells(markdown: str) -> list[list[str]]:
    rows = BeautifulSoup(markdown, "html.parser").find_all("tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])] for row in rows]


def test_every_command_and_option_is_told() -> None:
    page = commands_page(nalsd, EXITS, None).markdown
    context = click.Context(nalsd)
    first = {row[0] for row in cells(page) if row}
    for name in COMMANDS:
        assert f"## nalsd {name} " in page
        command = nalsd.get_command(context, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option):
                assert any(opt in shown for shown in first for opt in option.opts), (name, option.opts)
    # The four exit codes; the last is the shell's for a command that was interrupted.
    assert {"0", "1", "2", "130"} <= first


def test_a_choice_and_a_default_are_those_of_the_command() -> None:
    rows = cells(commands_page(nalsd, EXITS, None).markdown)
    assert ["--format", "text | json | github | sarif | junit", "Output format.", "text"] in rows
    assert ["--address", "text", "Where to serve.", "127.0.0.1:8000"] in rows
    assert ["--name", "text", "Name of the site.", "the folder's name"] in rows
    assert ["--example / --no-example", "–", "Add one small design.", "--example"] in rows


def leaves(schema_: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, field in fields(schema_):
        if "properties" not in field and "anyOf" not in field and field.get("type") != "object":
            yield path, field


@pytest.mark.parametrize("data", [RESULTS_SCHEMA, CATALOGUE_SCHEMA], ids=["results", "catalogue"])
def test_every_field_says_what_it_is_and_its_example_fits(data: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(data)
    for path, field in fields(data):
        assert field.get("description"), path
    for path, field in leaves(data):
        if path == "designs":
            continue
        (example,) = field["examples"]
        jsonschema.validate(example, field)
        numeric = "number" in (field.get("type") or ()) or field.get("type") == "integer"
        counted = path.endswith((".line", ".column"))
        assert not numeric or counted or "x-unit" in field or path.endswith("ID.value"), path


def test_the_data_page_has_every_field_and_every_schema() -> None:
    page = data_page(PRINTED, None).markdown
    first = {row[0] for row in cells(page) if row}
    assert {"designs[].growth", "headline.cost.value", "quantities.ID.source.confidence"} <= first
    assert first >= {path for data in (RESULTS_SCHEMA, CATALOGUE_SCHEMA) for path, _ in fields(data)}
    for name in (*NAMES, "results", "catalogue"):
        assert f'href="../../schemas/{name}.json"' in page


def test_a_quantity_is_published_as_export_prints_it() -> None:
    assert set(QUANTITY["properties"]) == set(PRINTED["export"]["$defs"]["quantity"]["properties"])
