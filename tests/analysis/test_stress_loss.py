"""Losses of nodes, zones and regions: n/(n - 1), quorums by placing copies, and more lost than there is."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, analysed, clean

SERVED = (
    BOX
    + FLAT
    + """
tiers:
  front: {machine: box, nodes: %d, work: {enter: {rate: 500 op/s/core}}}
flows: {enter: {from: workloads.click, to: front, protocol: tcp}}
"""
)
STORED = "stores: {raw: {tier: front, engine: log, row: 500 B, written_by: [enter], keep: [{for: 1 h}]}}"


def lost(
    folder: Path, scenario: str, nodes: int = 3, iterations: str = "zones: 3", slo: str = ""
) -> Analysis:
    return clean(
        folder,
        slo=slo,
        capacity=SERVED.replace("%d", str(nodes)),
        iterations=iterations,
        stress=f"stress: {{gone: {{kind: loss, {scenario}}}}}",
    )


def outcome(analysis: Analysis) -> str:
    return analysis.stress["gone"].outcome_in(analysis.graph)


@pytest.mark.parametrize(("nodes", "gone"), [(2, 1), (3, 1), (4, 1), (5, 2)])
def test_survivors_carry_n_over_n_less_the_lost(tmp_path: Path, nodes: int, gone: int) -> None:
    analysis = lost(tmp_path, f"lose: {{nodes: {gone}}}, of: front", nodes)
    graph = analysis.graph
    before = graph.value("tiers.front.cpu.utilisation")
    after = before * nodes / (nodes - gone)
    assert graph.value("stress.gone.tiers.front.left") == nodes - gone
    assert graph.value("stress.gone.tiers.front.utilisation") == pytest.approx(after)
    carried = min(1.0, 0.9 / after)
    assert graph.value("stress.gone.carried") == pytest.approx(carried)
    assert graph.value("stress.gone.shed") == pytest.approx(1 - carried)
    assert outcome(analysis) == ("survives" if after <= 0.9 else "sheds")


@pytest.mark.parametrize(("nodes", "zones"), [(3, 3), (4, 3), (5, 3), (7, 4), (8, 2)])
def test_a_zone_by_dealing_nodes_to_zones(tmp_path: Path, nodes: int, zones: int) -> None:
    dealt = [sum(node % zones == zone for node in range(nodes)) for zone in range(zones)]
    analysis = lost(tmp_path, "lose: {zones: 1}, of: all", nodes, f"zones: {zones}")
    assert analysis.graph.value("stress.gone.tiers.front.left") == nodes - max(dealt)


def test_a_tier_of_one_zone_goes_with_it(tmp_path: Path) -> None:
    analysis = lost(tmp_path, "lose: {zones: 1}", 3, "zones: 3\ncluster: {front: {spread: none}}")
    assert analysis.graph.value("stress.gone.tiers.front.left") == 0
    assert outcome(analysis) == "fails"


def test_a_share_of_the_nodes_is_rounded_up(tmp_path: Path) -> None:
    analysis = lost(tmp_path, "lose: {nodes: 10%}, of: front", 12)
    assert analysis.graph.value("stress.gone.tiers.front.lost_nodes") == 2
    assert analysis.graph.value("stress.gone.tiers.front.left") == 10


def test_less_than_the_average_is_a_failure(tmp_path: Path) -> None:
    """Four tenths of the peak come on average; a sixth of the machines carries less."""
    assert outcome(lost(tmp_path / "2", "lose: {nodes: 1}, of: front", 2)) == "sheds"
    assert outcome(lost(tmp_path / "6", "lose: {nodes: 5}, of: front", 6)) == "sheds"
    analysis = lost(tmp_path / "9", "lose: {nodes: 1}, of: front", 1)
    assert outcome(analysis) == "fails"
    assert analysis.graph.value("stress.gone.carried") == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize(("rf", "write", "zones"), [*itertools.product((1, 2, 3, 5), (1, 2, 3), (1, 2, 3))])
def test_a_quorum_by_placing_copies_in_zones(tmp_path: Path, rf: int, write: int, zones: int) -> None:
    if write > rf:
        return
    held = [copy % zones for copy in range(rf)]
    left = min(sum(zone != gone for zone in held) for gone in range(zones))
    analysis = lost(
        tmp_path, "lose: {zones: 1}", 9,
        f"zones: {zones}\ncluster: {{raw: {{rf: {rf}, write: {write}, read: 1}}}}", STORED,
    )  # fmt: skip
    graph = analysis.graph
    assert graph.value("stress.gone.stores.raw.copies") == left
    assert graph.value("stress.gone.stores.raw.cannot_be_written") == (left < write)
    assert graph.value("stress.gone.stores.raw.cannot_be_read") == (left < 1)
    assert (outcome(analysis) == "fails") == (left < write or zones == 1)


def test_nodes_lost_at_random_break_some_quorums(tmp_path: Path) -> None:
    """Copies of a hundred thousand pieces are dealt to nodes; 4 of 12 nodes go."""
    iterations = "zones: 3\ncluster: {raw: {rf: 3, write: 2, read: 1}}"
    analysis = lost(tmp_path, "lose: {nodes: 4}, of: front", 12, iterations, STORED)
    draw = np.random.default_rng(7)
    left = [int(np.sum(draw.choice(12, 3, replace=False) >= 4)) for _ in range(40_000)]
    graph = analysis.graph
    assert graph.value("stress.gone.stores.raw.cannot_be_written") == pytest.approx(
        np.mean([copies < 2 for copies in left]), abs=0.01
    )
    assert graph.value("stress.gone.stores.raw.cannot_be_read") == pytest.approx(
        np.mean([copies < 1 for copies in left]), abs=0.005
    )
    assert outcome(analysis) == "sheds"
    one = lost(tmp_path / "one", "lose: {nodes: 1}, of: front", 12, iterations, STORED)
    assert one.graph.value("stress.gone.unavailable") == 0
    assert outcome(one) == "survives"


def test_memory_that_no_survivor_has_room_for_is_a_failure(tmp_path: Path) -> None:
    """120 GB of keyed state on two nodes of 100 GB: one of them cannot hold it, whatever is refused."""
    analysis = clean(
        tmp_path,
        capacity=SERVED.replace("%d", "2").replace(
            "work: {enter", "state: {keys: {holds: keys, entries: 1G, row: 120 B}}, work: {enter"
        ),
        iterations="zones: 2",
        stress="stress: {gone: {kind: loss, lose: {nodes: 1}, of: front}}",
    )
    graph = analysis.graph
    assert graph.value("stress.gone.tiers.front.utilisation") == pytest.approx(1.2)
    assert graph.value("stress.gone.tiers.front.carried") == 0
    assert outcome(analysis) == "fails"


REGIONS = """
zones: 1
regions:
  east: {place: aws/us-east-1, takes: 50%%}
  west: {place: aws/us-west-2, takes: 30%%}
  isle: {place: aws/eu-west-1, takes: 20%%}
%s
"""


def test_a_region_is_taken_over_by_the_nearest(tmp_path: Path) -> None:
    """East and west take each other's load: 80% on machines that were counted for it, at their target."""
    analysis = lost(
        tmp_path,
        "lose: {regions: 1}",
        6,
        REGIONS % "failover: {survive: {regions: 1}, to: nearest, within: 5 min}",
    )
    graph = analysis.graph
    busy = graph.value("tiers.front.cpu.demand")
    for region in ("east", "west"):
        nodes = graph.value(f"regions.{region}.tiers.front.nodes")
        share = graph.value(f"regions.{region}.tiers.front.share_after_loss")
        assert share == pytest.approx(0.8)
        assert graph.value(f"stress.gone.regions.{region}.tiers.front.utilisation") == pytest.approx(
            0.8 * busy / (10 * nodes)
        )
    assert outcome(analysis) == "survives"
    assert graph.value(analysis.stress["gone"].recovers or "") == 300


def test_a_region_that_nobody_takes_over(tmp_path: Path) -> None:
    analysis = lost(tmp_path, "lose: {regions: 1}", 6, REGIONS % "")
    assert analysis.graph.value("stress.gone.shed") == pytest.approx(0.5)
    assert outcome(analysis) == "fails"


@pytest.mark.parametrize(
    ("scenario", "numbers"),
    [
        ("lose: {zones: 4}", "stress.gone.lost_zones = 4"),
        ("lose: {nodes: 7}, of: front", "stress.gone.lost_nodes = 7"),
        ("lose: {regions: 5}", "stress.gone.lost_regions = 5"),
    ],
)
def test_more_is_lost_than_there_is(tmp_path: Path, scenario: str, numbers: str) -> None:
    analysis = analysed(
        tmp_path, capacity=SERVED.replace("%d", "6"), iterations=REGIONS.replace("zones: 1", "zones: 3") % "",
        stress=f"stress: {{gone: {{kind: loss, {scenario}}}}}",
    )  # fmt: skip
    found = [f for f in analysis.findings if f.code == "N305"]
    assert len(found) == 1, [f.message for f in analysis.findings]
    assert "more is lost than there is" in found[0].message
    assert numbers in found[0].help
    assert found[0].location.file.endswith("6-stress.md")


def test_a_negative_loss(tmp_path: Path) -> None:
    analysis = analysed(tmp_path, capacity=SERVED.replace("%d", "6"), iterations="zones: 3",
                        stress="stress: {gone: {kind: loss, lose: {nodes: -1}, of: front}}")  # fmt: skip
    assert [f.code for f in analysis.findings if "not negative" in f.message or "below 0" in f.message] == [
        "N305"
    ]
    assert outcome(analysis) == "unknown"
