"""What stands before a tier: what passes, the cores it takes, how even the spread is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.analysis.clusters import THREE, analysed, codes

FRONT = "balancers:\n  front: {before: broker, layer: %s}\n"


def test_what_passes(tmp_path: Path) -> None:
    """Everything that arrives at the tier, and its packets both ways."""
    graph = analysed(tmp_path, iterations=THREE + FRONT % "4").graph
    assert graph.value("balancers.front.rate") == 5e6
    both = graph.value("flows.append.packets_out") + graph.value("flows.append.packets_back")
    assert graph.value("balancers.front.packets") == both
    # IPVS forwards 1.2 million packets a second on a core.
    assert graph.value("balancers.front.cores") == pytest.approx(both / 1.2e6)


def test_layer_7_works_on_requests(tmp_path: Path) -> None:
    """A TLS request of a kilobyte: 40,207 a second on a core."""
    graph = analysed(tmp_path, iterations=THREE + FRONT % "7, tls: terminate").graph
    assert graph.value("balancers.front.cores") == pytest.approx(5e6 / 40_207, rel=0.01)


def test_a_tier_of_ours_is_sized_as_a_tier(tmp_path: Path) -> None:
    graph = analysed(tmp_path, iterations=THREE + FRONT % "4, tier: broker").graph
    assert "balancers.front.rate" in graph
    assert "balancers.front.cores" not in graph


def test_connections_by_lot(tmp_path: Path) -> None:
    """Ten thousand connections on 75 nodes: the fullest, against throwing them."""
    clients = "connections: {open: 10k, new: 100/s, requests: 1}"
    graph = analysed(tmp_path, iterations=THREE + FRONT % "4, policy: random", clients=clients).graph
    assert graph.value("balancers.front.nodes") == 75
    rng, fullest = random.Random(3), []
    for _ in range(200):
        counts = [0] * 75
        for _ in range(10_000):
            counts[rng.randrange(75)] += 1
        fullest.append(max(counts))
    thrown = sum(fullest) / len(fullest) / (10_000 / 75)
    assert graph.value("balancers.front.imbalance") == pytest.approx(thrown, rel=0.01)
    busy = graph.value("tiers.broker.cpu.utilisation")
    assert graph.value("balancers.front.fullest") == pytest.approx(busy * thrown, rel=0.01)


def test_a_ring_is_uneven_and_two_choices_are_quick(tmp_path: Path) -> None:
    ring = analysed(tmp_path / "a", iterations=THREE + FRONT % "7, policy: consistent_hash").graph
    assert 1.05 < ring.value("balancers.front.imbalance") < 1.3
    two = analysed(tmp_path / "b", iterations=THREE + FRONT % "7, policy: two_choices").graph
    assert two.value("balancers.front.speedup") > 1


def test_before_a_tier_that_nobody_defines(tmp_path: Path) -> None:
    assert codes(tmp_path, iterations=THREE + "balancers: {front: {before: brokr}}\n") == ["N201"]
