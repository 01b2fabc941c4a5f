"""The whole format is read: three designs that between them write every key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nalsd.designs import FILES, Design, Law, Model, Text, Value, load_catalogue, load_design
from nalsd.designs.kinds import NOTES
from nalsd.designs.schema import stages, stress
from tests.designs.folders import write
from tests.designs.whole import BALANCER, FEED, PHOTOS

DESIGNS = {"photos": PHOTOS, "balancer": BALANCER, "feed": FEED}


@pytest.fixture(scope="module")
def designs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Design]:
    root = tmp_path_factory.mktemp("whole")
    return {slug: load_design(write(root / slug, files)) for slug, files in DESIGNS.items()}


@pytest.mark.parametrize("slug", DESIGNS)
def test_loads_without_a_finding(designs: dict[str, Design], slug: str) -> None:
    assert [str(finding) for finding in designs[slug].findings] == []


def test_a_catalogue_holds_them_in_the_order_of_their_names(tmp_path: Path) -> None:
    for slug, files in DESIGNS.items():
        write(tmp_path / "designs" / slug, files)
    catalogue = load_catalogue(tmp_path)
    assert [design.slug for design in catalogue.designs] == ["balancer", "feed", "photos"]
    assert catalogue.all_findings == []


def models_in(value: Any) -> list[Model]:
    """Every model object below a value."""
    found: list[Model] = []
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, Model):
            found.append(here)
            stack.extend(getattr(here, name) for name in type(here).model_fields)
        elif isinstance(here, dict):
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found


def all_models() -> set[type[Model]]:
    """Every model that the schema can reach."""
    known = {model for _, model in FILES.values()} | {*stages.KINDS.values(), *stress.KINDS.values()}
    stack: list[Any] = list(known)
    while stack:
        for field in stack.pop().model_fields.values():
            types = [field.annotation]
            while types:
                kind = types.pop()
                types += [argument for argument in getattr(kind, "__args__", ())]
                if isinstance(kind, type) and issubclass(kind, Model) and kind not in known:
                    known.add(kind)
                    stack.append(kind)
    return known - {stages.Stage, stress.Scenario}


def test_the_three_write_every_key(designs: dict[str, Design]) -> None:
    written: set[tuple[str, str]] = set()
    for design in designs.values():
        for name, _ in FILES.values():
            for model in models_in(getattr(design, name)):
                written |= {(type(model).__name__, key) for key in model.known_keys() if model.given(key)}
    keys = {(model.__name__, key) for model in all_models() for key in model.known_keys()}
    everywhere = {(name, key) for name, key in keys if key in ("label", "expect")}
    assert keys - written - everywhere == set()


def test_every_key_says_what_it_means() -> None:
    silent = [
        f"{model.__name__}.{key}"
        for model in all_models()
        for key, field in model.known_keys().items()
        if not field.description
    ]
    assert silent == []


def test_every_object_knows_its_place(designs: dict[str, Design]) -> None:
    for design in designs.values():
        for name, _ in FILES.values():
            for model in models_in(getattr(design, name)):
                if model._tree is not None:
                    assert model.location.file.endswith(".md"), model
                    assert model.location.line > 1


def test_values_keep_what_was_written(designs: dict[str, Design]) -> None:
    photos = designs["photos"]
    shots = photos.context.assumptions["shots"]
    assert (shots.text, shots.unit, shots.label) == ("0.5 .. 1 .. 3", "photo", "Photos a day")
    assert (shots.because, shots.source, shots.measured) == ("survey of March", "survey", "2026-03-01")
    assert photos.context.quantities["twice"].formula.text == "uploads * 2"
    assert photos.context.quantities["uploads"].because == "everyone shoots"
    assert photos.index.knowledge == "2026.11"
    assert photos.index.plan_for.expects == "y"
    assert photos.capacity.machines["box"].packets.unknown
    assert photos.capacity.machines["box"].source == "quote"
    assert photos.iterations.cluster["meta"].shards.count.automatic
    assert photos.published.published.figures[1].quantity.text == "workloads.view.peak / 250k/s"


def test_short_forms_are_the_long_ones(designs: dict[str, Design]) -> None:
    photos = designs["photos"]
    assert photos.context.requirements["show"].text == "Show a photo in three sizes"
    assert photos.context.clients["phone"].located["eu_west"].share.text == "60%"
    assert [keep.for_.text for keep in photos.slo.stores["hot"].keep] == ["1 d"]
    assert photos.slo.stores["meta"].read_by == ["lookup"]
    assert photos.slo.entities["photo"].indexes == [["owner", "id"], ["tags"]]
    assert photos.capacity.profiles["quick"].each.text == "20 us"
    assert photos.capacity.tiers["db"].work["lookup"].profile == "parse"
    assert photos.iterations.cluster["hot"].shards.count.text == "16"
    assert photos.iterations.regions["us_east"].place.at == "aws/us-east-1"
    assert photos.iterations.regions["us_east"].takes.share.automatic
    assert designs["balancer"].index.tags == ["network"]
    assert designs["balancer"].context.workloads["packets"].average.expects == "packet/s"


def test_interfaces_and_drives_are_counted(designs: dict[str, Design]) -> None:
    box = designs["photos"].capacity.machines["box"]
    assert (box.nic.count.text, box.nic.rate.text, box.nic.rate.expects) == ("2", "100 Gbps", "bit/s")
    assert [(disk.count.text, disk.model) for disk in box.disks] == [
        ("4", "samsung/pm9a3_7680"),
        ("2", "samsung/pm1743"),
    ]
    assert designs["photos"].capacity.machines["small"].disks == []
    assert designs["balancer"].capacity.machines["metal"].disks == []
    single = designs["balancer"].capacity.machines["metal"].nic
    assert (single.count.text, single.rate.text) == ("1", "100 Gbps")


def test_laws_have_arguments(designs: dict[str, Design]) -> None:
    law = designs["photos"].capacity.tiers["workers"].scaling
    assert isinstance(law, Law)
    assert (law.name, [argument.text for argument in law.args]) == ("usl", ["0.03", "0.0005"])
    columns = designs["photos"].slo.entities["photo"].columns
    assert [(name, law.name, len(law.args)) for name, law in columns.items()] == [
        ("id", "uuid", 0),
        ("owner", "int64", 0),
        ("tags", "json", 1),
    ]


def test_stages_and_scenarios_are_of_their_kinds(designs: dict[str, Design]) -> None:
    photos = designs["photos"]
    kinds = [stage.kind for stage in photos.architecture.paths["show"].stages]
    assert kinds == [
        "rtt",
        "handshake",
        "queue",
        "batch",
        "call",
        "commit",
        "all_of",
        "first_of",
        "call",
        "when",
        "took",
    ]
    assert photos.architecture.paths["show"].stages[0].ends == ("phone", "edge")
    assert [type(s).__name__ for s in photos.architecture.paths["show"].stages[6].all_of] == [
        "CallStage",
        "ReadStage",
    ]
    assert {scenario.kind for scenario in photos.stress.stress.values()} == set(stress.KINDS)
    assert photos.stress.stress["rot"].noticed_after.expects == "s"


def test_units_that_keys_ask_for_are_units() -> None:
    from nalsd.designs.kinds import Quantity
    from nalsd.units import STANDARD

    asked = {
        unit
        for model in all_models()
        for field in model.model_fields.values()
        for kind in field.metadata
        if isinstance(kind, Quantity)
        for unit in (kind.unit, *kind.also)
        if unit is not None
    }
    assert "request/s" in asked
    for unit in asked:
        STANDARD.unit(unit)


def test_values_of_the_examples_are_texts(designs: dict[str, Design]) -> None:
    workload = designs["photos"].context.workloads["upload"]
    assert isinstance(workload.kind, Text)
    assert isinstance(workload.average, Value)
    assert set(NOTES) == {"because", "source", "measured"}
