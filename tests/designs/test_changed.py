"""A design with some keys set otherwise, as alternatives need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.designs import Design, load_design
from nalsd.designs.tree import Text
from nalsd.graph.source import Location
from tests.designs.folders import write
from tests.designs.whole import PHOTOS


@pytest.fixture
def photos(tmp_path: Path) -> Design:
    return load_design(write(tmp_path / "photos", PHOTOS))


def test_a_key_is_set(photos: Design) -> None:
    place = Location("3-capacity.md", 60, 3)
    changed = photos.changed({"tiers.edge.datapath": Text("xdp", place), "tiers.db.nodes": Text("9", place)})
    assert changed.findings == []
    assert changed.capacity.tiers["edge"].datapath == "xdp"
    assert (changed.capacity.tiers["db"].nodes.text, changed.capacity.tiers["db"].nodes.location) == (
        "9",
        place,
    )
    assert changed.capacity.tiers["workers"] == photos.capacity.tiers["workers"]
    assert photos.capacity.tiers["edge"].datapath == "socket"
    assert photos.files[3].tree["tiers"]["edge"]["datapath"] == "socket"


def test_keys_of_several_files_and_new_parts(photos: Design) -> None:
    changed = photos.changed({"workloads.view.peak": "1M/s", "tiers.cache.headroom.cpu": "90%", "zones": "2"})
    assert [finding.code for finding in changed.findings] == ["N201"]
    assert changed.context.workloads["view"].peak.text == "1M/s"
    assert changed.capacity.tiers["cache"].headroom.cpu.text == "90%"


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("tires.edge.datapath", "xdp", "N201"),
        ("tiers.edgy.datapath", "xdp", "N201"),
        ("tiers.edge.machine.cores", "3", "N201"),
        ("tiers.edge.datapath", "quick", "N110"),
        ("tiers.edge.datapaths", "xdp", "N104"),
    ],
)
def test_what_cannot_be_set_is_a_finding(photos: Design, path: str, value: str, code: str) -> None:
    changed = photos.changed({Text(path, Location("a.md", 1, 1)): Text(value, Location("a.md", 1, 9))})
    assert [finding.code for finding in changed.findings] == [code]
    assert all(finding.location.file == "a.md" for finding in changed.findings)
