"""Stress formulas against replays, brute force and published figures."""

from __future__ import annotations

import heapq
import itertools
import math

import numpy as np
import pytest
from scipy import stats

from nalsd.graph import GuardError
from nalsd.physics import blast_radius, detection, failover, overload, retries


def attempts(layers: int, tries: int, failure: float, draw: np.random.Generator) -> tuple[int, bool]:
    """Attempts at the bottom of one call through the layers, and whether it failed."""
    if layers == 0:
        return 1, bool(draw.random() < failure)
    count = 0
    for _ in range(tries):
        below, failed = attempts(layers - 1, tries, failure, draw)
        count += below
        if not failed:
            return count, False
    return count, True


def test_retries_through_layers_by_replay():
    draw = np.random.default_rng(2)
    replay = [attempts(3, 3, 0.6, draw) for _ in range(30_000)]
    found = retries.retry_amplification(2, 3, 0.6)
    assert found["expected"] == pytest.approx(np.mean([count for count, _ in replay]), rel=0.03)
    assert found["worst"] == 27
    assert retries.retry_amplification(3, 3, 1.0)["expected"] == pytest.approx(64)
    assert retries.retry_amplification(3, 3, 0.0)["expected"] == 1


def served_in_time(load: float, capacity: float, tries: int, timeout: float, outage: float) -> float:
    """Share of the last requests answered in time, first come first served, after an outage at the start."""
    length = 400 * timeout
    sent = [(i / load, i, tries) for i in range(int(length * load))]
    heapq.heapify(sent)
    answered, free = set(), outage
    while sent:
        time, request, left = heapq.heappop(sent)
        free = max(free, time) + 1 / capacity
        if free <= time + timeout:
            answered.add(request)
        elif left > 1:
            heapq.heappush(sent, (time + timeout, request, left - 1))
    last = range(int(0.8 * length * load), int(0.95 * length * load))
    return sum(request in answered for request in last) / len(last)


@pytest.mark.parametrize(
    ("load", "tries"), [(700.0, 3), (300.0, 3), (850.0, 2), (450.0, 2), (900.0, 1), (360.0, 3)]
)
def test_storm_by_replay(load, tries):
    storm = retries.retry_storm(load, 1000.0, tries - 1, 0.5)
    assert served_in_time(load, 1000.0, tries, 0.5, outage=0.0) == 1
    after = served_in_time(load, 1000.0, tries, 0.5, outage=10.0)
    assert after == storm["recovers"] == 1 - storm["vulnerable"]


@pytest.mark.parametrize(
    ("good", "bad", "false_alarm", "power"),
    [(0.01, 0.05, 0.01, 0.9), (0.001, 0.05, 0.001, 0.99), (0.1, 0.2, 0.05, 0.8), (0.02, 0.03, 0.05, 0.8)],
)
def test_fewest_requests_of_a_detector(good, bad, false_alarm, power):
    for n in itertools.count(1):
        threshold = int(stats.binom.ppf(1 - false_alarm, n, good)) + 1
        while stats.binom.sf(threshold - 1, n, good) > false_alarm:
            threshold += 1
        if stats.binom.sf(threshold - 1, n, bad) >= power:
            break
    found = detection.detection_samples(good, bad, false_alarm, power)
    assert (found["requests"], found["failures"]) == (n, threshold)


def survivors(nodes: int, load: float, variation: float, failed: int, draw: np.random.Generator) -> int:
    """Nodes left when each fails at its own capacity and its load falls to the others."""
    strengths = np.sort(draw.normal(1.0, variation, nodes - failed))
    for i, weakest in enumerate(strengths):
        if load / (len(strengths) - i) <= weakest:
            return len(strengths) - i
    return 0


@pytest.mark.parametrize(("variation", "failed"), [(0.1, 4000), (0.2, 100), (0.05, 6000), (0.3, 3000)])
def test_cascade_by_simulation(variation, failed):
    draw = np.random.default_rng(4)
    nodes, per_node = 40_000, 0.7
    left = np.mean([survivors(nodes, per_node * nodes, variation, failed, draw) for _ in range(5)])
    found = failover.cascade(nodes, per_node * nodes, 1.0, variation, failed)
    assert found["collapses"] == (left == 0)
    assert found["survivors"] == pytest.approx(left, rel=0.01)


def test_equal_nodes_fall_together():
    assert failover.cascade(10, 8500.0, 1000.0, 0.0, 1)["survivors"] == 9
    assert failover.cascade(10, 8500.0, 1000.0, 0.0, 2)["collapses"] == 1


def test_shuffle_shards_by_enumeration():
    hands = [set(hand) for hand in itertools.combinations(range(8), 3)]
    mine = hands[0]
    found = blast_radius.shuffle_sharding(8, 3, 100)
    assert found["hands"] == pytest.approx(len(hands))
    assert found["touching"] == pytest.approx(sum(bool(mine & hand) for hand in hands) / len(hands))
    assert blast_radius.shuffle_sharding(8, 5, 100)["touching"] == 1


def test_the_published_hands_of_cards():
    """AWS: four of 54 cards make 316,251 hands."""
    assert blast_radius.shuffle_sharding(54, 4, 2)["hands"] == pytest.approx(316_251)


def test_herd_by_simulation():
    draw = np.random.default_rng(8)
    peaks = [np.bincount(draw.integers(0, 30, 6000), minlength=30).max() for _ in range(2000)]
    found = overload.reconnect_herd(6000, 30.0, 500.0, 1.0)
    assert found["peak"] == pytest.approx(np.median(peaks), abs=1.5)


def test_zones_and_spares_by_trying():
    for zones in (2, 3, 4):
        found = failover.nodes_across_zones(10_000.0, 700.0, 0.8, zones)
        each = next(k for k in itertools.count(1) if k * (zones - 1) * 700 * 0.8 >= 10_000)
        assert found["per_zone"] == each
    assert failover.nodes_with_spares(10_000.0, 1000.0, 0.5, 2) == 22


def test_silent_loss_after_a_time_without_looking():
    found = detection.silent_loss(0.001, 14.0, 0.65, 0.8, 90.0)
    days = found["until_limit"]
    assert 0.65 / math.exp(-0.001 * days) == pytest.approx(0.8)


def test_within_capacity_there_is_no_overload():
    with pytest.raises(GuardError, match="nothing queues up"):
        overload.overload(10.0, 20.0, 1.0, 60.0)
    with pytest.raises(GuardError, match="never drains"):
        overload.backlog_recovery(20.0, 20.0, 60.0, 60.0, 100.0)
