"""The JSON Schemas accept what nalsd loads and refuse what it refuses, as an editor sees the file."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from nalsd.designs.jsonschema import all_schemas, combined_schema, schema_of
from tests.designs.whole import BALANCER, FEED, PHOTOS


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: a day is a text."""


EditorLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def front_matter(text: str) -> Any:
    return yaml.load(text.split("---")[1], EditorLoader)


FILES = [
    (slug, name, text)
    for slug, files in (("photos", PHOTOS), ("balancer", BALANCER), ("feed", FEED))
    for name, text in files.items()
    if name.endswith(".md")
]


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict[str, Any]]:
    return all_schemas()


def test_every_schema_is_one(schemas: dict[str, dict[str, Any]]) -> None:
    assert set(schemas) == {"design", "index", "published", *(f"phase-{n}" for n in range(1, 7))}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert "x-defined" not in str(schema)


@pytest.mark.parametrize(("slug", "name", "text"), FILES, ids=[f"{slug}/{name}" for slug, name, _ in FILES])
def test_whole_designs_are_valid(schemas: dict[str, dict[str, Any]], slug: str, name: str, text: str) -> None:
    data = front_matter(text)
    kind = f"phase-{data['phase']}" if "phase" in data else name.removesuffix(".md")
    for schema in (schemas["design"], schemas[kind]):
        errors = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)]
        assert errors == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"phase": 3, "tires": {}}, "tires"),
        ({"phase": 3, "tiers": {"edge": {"nodes": 3}}}, "machine"),
        ({"phase": 3, "tiers": {"edge": {"machine": "a", "datapath": "dpkd"}}}, "dpkd"),
        ({"phase": 3, "tiers": []}, "[]"),
        ({"phase": 5, "paths": {"p": {"stages": [{"quue": "a"}]}}}, "quue"),
        ({"phase": 6, "stress": {"a": {"kind": "surge", "nonsense": 1}}}, "nonsense"),
        ({"title": "A", "statsu": "draft"}, "statsu"),
        ({"status": "draft"}, "title"),
    ],
)
def test_what_nalsd_refuses_an_editor_marks(
    schemas: dict[str, dict[str, Any]], data: Any, words: str
) -> None:
    errors = list(jsonschema.Draft202012Validator(schemas["design"]).iter_errors(data))
    assert errors
    assert words in " ".join(error.message for error in errors)


def test_keys_carry_their_meaning_and_unit() -> None:
    average = schema_of(1)["$defs"]["Workload"]["properties"]["average"]
    assert average["description"].startswith("Average rate over a whole day")
    assert average["anyOf"][0]["x-unit"] == "request/s"
    assert average["examples"] == ["2M/s"]


def test_the_same_schema_each_time() -> None:
    assert combined_schema() == combined_schema()
    assert list(schema_of(3)["$defs"]) == sorted(schema_of(3)["$defs"])
