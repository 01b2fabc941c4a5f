"""The reference of keys says of every key what it means, what is expected and what holds without it."""

from __future__ import annotations

from nalsd.designs import FILES
from nalsd.designs.jsonschema import schema_of
from nalsd.designs.reference import keys_of, notes


def rows(file: int | str) -> dict[tuple[str, str], object]:
    return {(key.path, key.kind): key for key in keys_of(file)}


def test_keys_of_parts_have_their_whole_path() -> None:
    average = rows(1)["workloads.NAME.average", ""]
    assert (average.expects, average.required, average.example) == ("a value in request/s", True, "2M/s")
    assert rows(1)["workloads.NAME.unit", ""].default == "request"
    assert rows(3)["tiers.NAME.background.NAME.reserve.cpu", ""].expects == "a value in %"
    assert rows(3)["machines.NAME.disks[].model", ""].short
    assert rows(2)["entities.NAME.columns", ""].expects.startswith("by name: a name")


def test_kinds_are_told_apart() -> None:
    assert rows(6)["stress.NAME.load", "surge"].example == "10x"
    assert ("stress.NAME.load", "loss") not in rows(6)
    assert rows(5)["paths.NAME.stages[].queue", "queue"].required
    assert rows(5)["paths.NAME.stages[].first_of", "first_of"].expects == "a list: mappings"


def test_every_row_is_complete_and_there_once() -> None:
    for file in FILES:
        keys = keys_of(file)
        assert all(key.description and key.expects for key in keys), file
        assert len({(key.path, key.kind) for key in keys}) == len(keys)
        assert {key.path for key in keys if "." not in key.path} == set(schema_of(file)["properties"])


def test_notes_may_stand_everywhere() -> None:
    assert [key.path for key in notes()] == ["because", "source", "measured"]
