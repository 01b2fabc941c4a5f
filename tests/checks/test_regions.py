"""Findings of designs in several regions, each with its own load and nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.designs.findings import Finding
from tests.analysis.designs import BOX, FLAT, write

CAPACITY = """
tiers:
  front: {machine: box, nodes: %d, work: {enter: {rate: 60 op/s/core}}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
"""
REGIONS = """
zones: 1
regions:
  east: {place: {city: A, coordinates: [40, -75]}, takes: 80%}
  west: {place: {city: B, coordinates: [40, -120]}, takes: 20%}
"""


def overloads(folder: Path, nodes: int, iterations: str) -> list[Finding]:
    """What the check says of tiers that are too small."""
    write(folder, capacity=BOX + FLAT + CAPACITY % nodes, iterations=iterations)
    return [r.finding for r in check_catalogue(folder).findings if r.code == "N601"]


@pytest.mark.parametrize(("nodes", "east"), [(17, 13), (18, None)])
def test_enough_in_all_can_be_too_few_in_one(tmp_path: Path, nodes: int, east: int | None) -> None:
    """5,000 requests at 60 a core and half its use are 16.7 nodes: 13.3 in east, and 3.3 in west."""
    assert overloads(tmp_path / "one", nodes, "zones: 1") == []
    found = overloads(tmp_path / "two", nodes, REGIONS)
    assert [(f.claimed, f.computed) for f in found] == ([] if east is None else [(east, 14)])
    assert all("in east" in f.message and "`nodes: 18`" in f.help for f in found)


def test_too_few_in_all_is_said_once(tmp_path: Path) -> None:
    (found,) = overloads(tmp_path, 16, REGIONS)
    assert (found.claimed, found.computed) == (16, 17)
