"""Losses, hot keys, storms and balancers of designs in several regions: each region has its own load and its
own nodes, and what happens there is worked out by hand from those alone."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from nalsd.physics import hashing
from tests.analysis.designs import BOX, CLICKS, FLAT, analysed

FRONT = """
tiers:
  front: {machine: box, %s work: {enter: {rate: %s op/s/core}}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
"""
STORED = "stores: {raw: {tier: front, engine: log, row: 500 B, written_by: [enter], keep: [{for: 1 h}]}}"
THREE = """
regions:
  east: {place: {city: A, coordinates: [40, -75]}, takes: 50%}
  west: {place: {city: B, coordinates: [40, -120]}, takes: 30%}
  isle: {place: {city: C, coordinates: [50, 0]}, takes: 20%}
"""
TWO = """
zones: 1
regions:
  east: {place: {city: A, coordinates: [40, -75]}, takes: 80%}
  west: {place: {city: B, coordinates: [40, -120]}, takes: 20%}
"""
CORES = 10


def in_three(folder: Path, scenario: str, nodes: int = 12, zones: int = 2, extra: str = "") -> Analysis:
    """Stated nodes, shared out evenly over regions with a half, three tenths and a fifth of the load."""
    analysis = analysed(
        folder,
        slo=STORED,
        capacity=BOX + FLAT + FRONT % (f"nodes: {nodes},", 500),
        iterations=f"zones: {zones}\n{THREE}{extra}",
        stress=f"stress: {{it: {scenario}}}",
    )
    each = [analysis.graph.value(f"regions.{r}.tiers.front.nodes") for r in ("east", "west", "isle")]
    assert each == [nodes / 3] * 3
    return analysis


def busy(analysis: Analysis, share: float, nodes: float) -> float:
    """Cores that a region's share of the load keeps busy, over those of its nodes."""
    return share * analysis.graph.value("tiers.front.cpu.demand") / (CORES * nodes)


def outcome(analysis: Analysis) -> str:
    return analysis.stress["it"].outcome_in(analysis.graph)


@pytest.mark.parametrize(
    ("lose", "nodes", "zones", "left"),
    [("{nodes: 1}", 12, 2, 3), ("{nodes: 10%}", 12, 2, 3), ("{nodes: 30%}", 12, 2, 2),
     ("{zones: 1}", 12, 2, 2), ("{zones: 1}", 9, 2, 1), ("{zones: 1}", 15, 3, 3)],
)  # fmt: skip
def test_a_loss_is_one_of_a_regions_nodes(
    tmp_path: Path, lose: str, nodes: int, zones: int, left: int
) -> None:
    """East has a third of the nodes for half of the load: 10% and 30% of its four are one and two."""
    analysis = in_three(tmp_path, f"{{kind: loss, lose: {lose}, of: front}}", nodes, zones)
    graph = analysis.graph
    assert graph.value("stress.it.tiers.front.left") == left
    assert graph.value("stress.it.tiers.front.region") == "East"
    assert graph.value("stress.it.binds") == "Front in East"
    assert graph.value("stress.it.utilisation") == pytest.approx(busy(analysis, 0.5, left))
    assert "Front in East" in analysis.stress["it"].told(graph)


def test_the_smallest_region_misses_a_node_most(tmp_path: Path) -> None:
    """83.3 cores at half their use: 13.3 and 3.3 nodes, 14 and 4 of them. With one gone it is 13 and 3."""
    analysis = analysed(
        tmp_path,
        capacity=BOX + FLAT + FRONT % ("", 60),
        iterations=TWO,
        stress="stress: {it: {kind: loss, lose: {nodes: 1}, of: front}}",
    )
    value = analysis.graph.value
    assert value("tiers.front.cpu.demand") == pytest.approx(5000 / 60, rel=0.01)
    assert (value("regions.east.tiers.front.nodes"), value("regions.west.tiers.front.nodes")) == (14, 4)
    assert busy(analysis, 0.8, 14) > busy(analysis, 0.2, 4)
    assert value("stress.it.tiers.front.region") == "West"
    assert value("stress.it.tiers.front.left") == 3
    assert value("stress.it.utilisation") == pytest.approx(busy(analysis, 0.2, 3))
    assert value("stress.it.regions.east.tiers.front.left") == 13


def test_what_a_region_cannot_carry_is_shed_there(tmp_path: Path) -> None:
    """The fuller of two zones is lost in a region, and its survivors may be 90% busy."""
    analysis = analysed(
        tmp_path,
        capacity=BOX + FLAT + FRONT % ("nodes: 12,", 50),
        iterations=f"zones: 2\n{THREE}",
        stress="stress: {it: {kind: loss, lose: {zones: 1}, of: front}}",
    )
    value = analysis.graph.value
    left = {r: value(f"regions.{r}.tiers.front.nodes") // 2 for r in ("east", "west", "isle")}
    hit = max(busy(analysis, share, left[r]) for r, share in (("east", 0.5), ("west", 0.3), ("isle", 0.2)))
    assert hit > 0.9
    assert value("stress.it.shed") == pytest.approx(1 - 0.9 / hit)
    assert "of the peak of the region that is hit hardest" in analysis.stress["it"].told(analysis.graph)


def test_a_region_can_lose_all_it_has(tmp_path: Path) -> None:
    """Five nodes are there to be lost, and no region has more than four."""
    analysis = in_three(tmp_path, "{kind: loss, lose: {nodes: 5}, of: front}")
    assert analysis.graph.value("stress.it.tiers.front.left") == 0
    assert outcome(analysis) == "fails"
    assert analysis.graph.value("stress.it.carried") == 0
    told = analysis.stress["it"].told(analysis.graph)
    assert told.startswith("Nothing is left that carries the peak.") and "fullest" not in told


@pytest.mark.parametrize("lose", ["{nodes: 13}", "{nodes: 120%}"])
def test_no_more_is_lost_than_all_regions_have(tmp_path: Path, lose: str) -> None:
    analysis = in_three(tmp_path, f"{{kind: loss, lose: {lose}, of: front}}")
    assert any("more is lost than there is" in f.message for f in analysis.findings)
    assert outcome(analysis) != "survives"


@pytest.mark.parametrize(("rf", "write", "gone"), [(1, 1, 1), (3, 3, 1), (3, 2, 2)])
def test_quorums_by_placing_copies_on_a_regions_nodes(tmp_path: Path, rf: int, write: int, gone: int) -> None:
    """Copies of a piece lie on some of the four nodes of its region."""
    placements = list(itertools.combinations(range(4), rf))
    broken = sum(len(set(p) - set(range(gone))) < write for p in placements) / len(placements)
    copies = f"cluster: {{raw: {{rf: {rf}, write: {write}, read: 1}}}}\n"
    analysis = in_three(tmp_path, f"{{kind: loss, lose: {{nodes: {gone}}}, of: front}}", extra=copies)
    assert analysis.graph.value("stress.it.stores.raw.cannot_be_written") == pytest.approx(broken)


@pytest.mark.parametrize("salt", [1, 3, 8])
def test_a_hot_key_by_laying_it_on_a_regions_nodes(tmp_path: Path, salt: int) -> None:
    """A tenth of all cores' work is the key's; half of it arrives in east, on the fullest of four nodes."""
    analysis = in_three(tmp_path, f"{{kind: hot_key, of: raw, share: 10%, salt: {salt}}}")
    value = analysis.graph.value
    parts = [sum(k % 4 == node for k in range(salt)) for node in range(4)]
    cores = value("tiers.front.cpu.demand")
    expected = 0.5 * cores * (0.9 / 4 + 0.1 * max(parts) / salt) / CORES
    assert value("stress.it.tiers.front.cpu.utilisation") == pytest.approx(expected)
    assert value("stress.it.utilisation") == pytest.approx(expected)
    assert value("stress.it.region") == "East"
    assert "in East" in analysis.stress["it"].told(analysis.graph)


def test_a_storm_begins_in_the_region_that_is_hit(tmp_path: Path) -> None:
    """One of four nodes gone: a quarter of the attempts fail, and three quarters of what was carried is."""
    storm = (
        "{kind: retry_storm, layers: [browser], attempts: 2, timeout: 1 s, trigger: {lose: {nodes: 1}, %s}}"
    )
    analysis = in_three(tmp_path, storm % "of: front")
    value = analysis.graph.value
    assert value("stress.it.region") == "East"
    assert value("stress.it.failing") == pytest.approx(1 / 4)
    assert value("stress.it.capacity_left") == pytest.approx(3 / 4 * value("stress.it.capacity"))
    # Half of the load on four nodes, and never more than their cores.
    assert value("stress.it.capacity") == pytest.approx(1 / busy(analysis, 0.5, 4), rel=1e-3)


@pytest.mark.parametrize(("policy", "part"), [("hash", "imbalance"), ("consistent_hash", "imbalance"),
                                              ("least_connections", "nodes")])  # fmt: skip
def test_a_balancer_spreads_over_its_own_region(tmp_path: Path, policy: str, part: str) -> None:
    """The evenness of half the connections on four nodes, as of a design with as many of both."""
    named = f"balancers: {{gate: {{before: front, policy: {policy}}}}}\n"
    clients = "clients: {browser: {connections: {open: %s, new: 10/s}}}"

    def evenness(folder: Path, opened: str, nodes: int, iterations: str) -> Analysis:
        context = CLICKS.replace("clients: {browser: {}}", clients % opened)
        return analysed(folder, context=context, capacity=BOX + FLAT + FRONT % (f"nodes: {nodes},", 500),
                        iterations=iterations + named)  # fmt: skip

    regional = evenness(tmp_path / "3", "8k", 12, f"zones: 2\n{THREE}").graph
    alone = evenness(tmp_path / "1", "4k", 4, "zones: 2\n").graph
    assert regional.value("balancers.gate.nodes") == 4
    assert regional.value("balancers.gate.region") == "East"
    assert regional.value(f"balancers.gate.{part}") == pytest.approx(alone.value(f"balancers.gate.{part}"))
    if part == "imbalance":
        expected = (
            1.5 * regional.value("tiers.front.cpu.utilisation") * alone.value("balancers.gate.imbalance")
        )
        assert regional.value("balancers.gate.fullest") == pytest.approx(expected)


def test_two_choices_help_where_it_is_fullest(tmp_path: Path) -> None:
    named = "balancers: {gate: {before: front, policy: two_choices}}\n"
    analysis = in_three(tmp_path, "{kind: loss, lose: {nodes: 1}, of: front}", extra=named)
    expected = hashing.several_choices(busy(analysis, 0.5, 4), 2)["speedup"]
    assert analysis.graph.value("balancers.gate.speedup") == pytest.approx(expected)


def test_how_full_each_region_is(tmp_path: Path) -> None:
    """Cores are what is used most: half, three tenths and a fifth of them, on four nodes each."""
    analysis = in_three(tmp_path, "{kind: loss, lose: {nodes: 1}, of: front}")
    for region, share in (("east", 0.5), ("west", 0.3), ("isle", 0.2)):
        full = analysis.graph.value(f"regions.{region}.tiers.front.utilisation")
        assert full == pytest.approx(busy(analysis, share, 4))


def test_one_region_is_one_place(tmp_path: Path) -> None:
    """A single region that takes everything is the design without regions, figure by figure."""
    stress = """
stress:
  gone: {kind: loss, lose: {zones: 1}, of: all}
  key: {kind: hot_key, of: raw, share: 10%}
"""
    only = "regions: {east: {place: {city: A, coordinates: [40, -75]}}}\n"
    both = [
        analysed(tmp_path / name, slo=STORED, capacity=BOX + FLAT + FRONT % ("nodes: 12,", 500),
                 iterations=f"zones: 3\n{regions}", stress=stress).graph
        for name, regions in (("none", ""), ("one", only))
    ]  # fmt: skip
    ids = both[0].ids("stress.")
    assert len(ids) > 20
    assert ids == both[1].ids("stress.")
    for id in ids:
        assert both[0].value(id) == both[1].value(id)


CHAIN = """
tiers:
  front: {machine: box, work: {enter: {rate: 500 op/s/core}}}
  base: {machine: box, work: {put: {rate: 500 op/s/core}}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
  put: {from: front, to: base, of: enter, size: 100 B, protocol: tcp%s}
"""


@pytest.mark.parametrize(
    ("mode", "of", "ends", "carried"),
    [("", "all", "fails", 0), (", mode: async", "all", "survives", 1), ("", "front", "survives", 1),
     ("", "base", "fails", None)],
)  # fmt: skip
def test_a_tier_of_one_region_goes_down_with_it(
    tmp_path: Path, mode: str, of: str, ends: str, carried: float | None
) -> None:
    """Base runs in the east only. What calls it has no answer when the east is gone; what it is sent by the
    way waits; and what does not touch it goes on in the west."""
    analysis = analysed(
        tmp_path,
        capacity=BOX + FLAT + CHAIN % mode,
        iterations=TWO.replace("takes: 20%", "takes: 20%, runs: [front]")
        + "failover: {survive: {regions: 1}, within: 5 min}",
        stress=f"stress: {{it: {{kind: loss, lose: {{regions: 1}}, of: {of}}}}}",
    )
    assert outcome(analysis) == ends
    told = analysis.stress["it"].told(analysis.graph)
    assert ("Base runs in East only" in told) == (of != "front")
    if carried is not None:
        assert analysis.graph.value("stress.it.carried") == carried


@pytest.mark.parametrize(
    ("places", "mode", "stops"),
    [(TWO, "async, lag: 1 s", False), (TWO, "sync", True), (TWO, "sync, quorum: global", True),
     (THREE, "sync", True), (THREE, "sync, quorum: global", False)],
)  # fmt: skip
def test_writes_that_wait_for_a_lost_region_stop(tmp_path: Path, places: str, mode: str, stops: bool) -> None:
    """Two of three regions are a majority, one of two is none; and a copy in each needs each."""
    analysis = analysed(
        tmp_path,
        slo=STORED,
        capacity=BOX + FLAT + FRONT % ("nodes: 12,", 500),
        iterations=f"{places}replicate: {{raw: {{mode: {mode}}}}}\nfailover: {{survive: {{regions: 1}}}}",
        stress="stress: {it: {kind: loss, lose: {regions: 1}, of: all}}",
    )
    assert outcome(analysis) == "survives"
    assert ("Writes of Raw" in analysis.stress["it"].told(analysis.graph)) == stops
