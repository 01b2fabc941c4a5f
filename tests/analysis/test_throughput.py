"""Throughput that is promised, against what the tiers and limits behind it carry; hand arithmetic."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from nalsd.checks.rules.objectives import unmet_objectives
from nalsd.checks.rules.rule import Subject
from tests.analysis.designs import BOX, FLAT, analysed, clean, findings

TIERS = """
tiers:
  front: {machine: box, nodes: %s, work: {enter: {rate: 1M op/s/core}}}
  store: {machine: box, nodes: 4, work: {hand: {rate: 1M op/s/core}}}
flows:
  enter: {from: workloads.click, to: front, protocol: udp}
  hand: {from: front, to: store, of: enter, protocol: udp%s}
"""
"""Cores so quick that packets bind."""


def promised(folder: Path, throughput: str, nodes: str = "2", hand: str = "", limits: str = "") -> Analysis:
    return analysed(
        folder,
        slo=f"slos:\n  carried: {{for: workloads.click, throughput: {throughput}}}\n",
        capacity=BOX + FLAT + TIERS % (nodes, hand) + limits,
    )


def by_hand(analysis: Analysis, tier: str, level: float) -> float:
    """Peak over the utilisation of the fullest resource: nothing here is there without load."""
    graph = analysis.graph
    used = [
        graph.value(f"tiers.{tier}.{r}.demand") / (graph.value(f"tiers.{tier}.{r}.supply") * nodes)
        for r in ("network_in", "network_out", "packets", "cpu")
        for nodes in [graph.value(f"tiers.{tier}.deployed")]
    ]
    return 5_000 * level / max(used)


def test_the_tier_that_carries_least_decides(tmp_path: Path) -> None:
    analysis = promised(tmp_path, "5k/s")
    graph = analysis.graph
    assert findings(analysis) == []
    least = min(by_hand(analysis, tier, 0.5) for tier in ("front", "store"))
    assert graph.value("slos.carried.reached") == pytest.approx(least)
    assert graph.value("slos.carried.at_full") == pytest.approx(2 * least)
    assert graph.value("slos.carried.binds") == "Front"
    assert graph.value("slos.carried.margin") == pytest.approx(least / 5_000 - 1)


def test_a_rate_in_bytes_is_the_payload(tmp_path: Path) -> None:
    """5,000 requests a second of 500 B are 2.5 MB/s."""
    requests = promised(tmp_path, "5k/s").graph.value("slos.carried.reached")
    bytes_ = promised(tmp_path / "bytes", "2 MB/s").graph
    assert bytes_.value("slos.carried.reached") == pytest.approx(requests * 500)


def test_a_limit_carries_no_more_than_it_allows(tmp_path: Path) -> None:
    """One leader that takes 100 us for each of 5,000 a second carries 10,000."""
    leader = "{of: tiers.store, each: node, load: hand.rate, takes: 100 us, serial: true, grows_by: nothing}"
    limit = f"limits: {{leader: {leader}}}"
    graph = promised(tmp_path, "5k/s", limits=limit).graph
    assert graph.value("slos.carried.reached") == pytest.approx(10_000)
    assert graph.value("slos.carried.binds") == "Leader"


def test_a_queue_that_never_empties_is_not_sustained(tmp_path: Path) -> None:
    """What is taken later has to be taken all the same, at half a rate of one core times ten cores."""
    later = promised(tmp_path, "5k/s", hand=", mode: async").graph
    at_once = promised(tmp_path / "call", "5k/s").graph
    assert later.value("slos.carried.reached") == pytest.approx(at_once.value("slos.carried.reached"))


def test_more_than_can_be_carried_is_missed(tmp_path: Path) -> None:
    analysis = promised(tmp_path, "5G/s")
    found = list(unmet_objectives(Subject(analysis.design, analysis)))
    assert [f.code for f in found] == ["N606"]
    assert "Front binds first" in found[0].message and "add nodes" in found[0].help


def test_what_is_not_known_is_not_judged(tmp_path: Path) -> None:
    analysis = clean(
        tmp_path,
        slo="slos:\n  carried: {for: workloads.click, throughput: 5k/s}\n",
        capacity=(BOX + FLAT + TIERS % ("2", "")).replace("nic: 10 Gbps", "nic: unknown"),
    )
    assert analysis.graph.value("slos.carried.reached") is None
    assert "unknown" in analysis.graph["slos.carried.reached"].note


def test_regions_carry_by_their_shares(tmp_path: Path) -> None:
    """Two regions of four nodes each and three quarters of the load in one: 4 / 0.75 nodes are worth it."""
    graph = analysed(
        tmp_path,
        slo="slos:\n  carried: {for: workloads.click, throughput: 5k/s}\n",
        capacity=BOX + FLAT + TIERS % ("8", ""),
        iterations="""
        regions:
          east: {place: {city: A, coordinates: [40, -75]}, takes: 75%}
          west: {place: {city: B, coordinates: [40, -120]}, takes: 25%}
        """,
    ).graph
    east, west = (graph.value(f"regions.{r}.tiers.front.nodes") for r in ("east", "west"))
    assert east + west == 8
    assert graph.value("tiers.front.fleet") == pytest.approx(min(east / 0.75, west / 0.25))
    used = graph.value("tiers.front.packets.utilisation")
    assert graph.value("slos.carried.tiers.front.at_target") == pytest.approx(
        5_000 * 0.5 / used * graph.value("tiers.front.fleet") / 8
    )
