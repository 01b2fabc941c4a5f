"""Formulas of stress scenarios against replays, brute force and hand arithmetic."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from nalsd.graph import GuardError
from nalsd.physics import detection, failover, hashing, overload, retries, skew, storage


def served(multiple: float, today: float, each: float, allowed: float, refusing: float) -> float:
    """Times of today's load that fit, found by taking more and more of what comes."""
    best = 0.0
    for taken in np.arange(0.0, multiple + 1e-9, 0.0005):
        busy = today - each + taken * each + (multiple - taken) * refusing
        if busy <= allowed + 1e-12:
            best = taken
    return best


@pytest.mark.parametrize(
    ("multiple", "today", "each", "allowed", "refusing"),
    [(10, 0.6, 0.6, 0.9, 0.0), (10, 0.6, 0.6, 0.9, 0.01), (3, 0.5, 0.4, 0.8, 0.02), (2, 0.3, 0.3, 0.9, 0.1),
     (40, 0.6, 0.6, 0.9, 0.02), (80, 0.6, 0.6, 0.9, 0.02)],
)  # fmt: skip
def test_load_carried_by_search(multiple, today, each, allowed, refusing):
    under = today + (multiple - 1) * each
    found = overload.load_carried([today], [under], [allowed], [refusing], multiple)
    assert found == pytest.approx(served(multiple, today, each, allowed, refusing), abs=0.002)


def test_refusing_that_costs_as_much_as_serving_carries_nothing():
    assert overload.load_carried([0.6], [6.0], [0.9], [0.6], 10) == 0
    assert overload.load_carried([0.6], [6.0], [0.9], [0.0], 10) == pytest.approx(1.5)
    with pytest.raises(GuardError, match="more than today's"):
        overload.load_carried([0.6], [0.6], [0.9], [0.0], 1)


def test_the_tightest_resource_counts():
    assert overload.load_carried([0.6, 0.3], [6.0, 9.0], [0.9, 0.6], [0.0, 0.0], 10) == pytest.approx(
        min(0.9 / 0.6, 1 + (0.6 - 0.3) / (8.7 / 9))
    )
    assert overload.load_that_fills([0.6, 0.1], [1.2, 0.3], 2, 1) == pytest.approx(1 / 0.6)
    assert failover.carried_after_loss([0.5, 0.7], [0.0, 0.0], [0.9, 0.8], 1.5) == pytest.approx(0.8 / 1.05)


def test_load_that_fills():
    assert overload.load_that_fills([0.6], [1.2], 2, 1) == pytest.approx(1 / 0.6)
    assert overload.load_that_fills([0.6], [1.0], 2, 1) == pytest.approx(2)  # a fifth stands still
    assert overload.load_that_fills([0.6], [0.6], 2, 1) == overload.FARTHEST
    assert overload.load_that_fills([1.5], [3.0], 2, 1) == pytest.approx(2 / 3)


def test_backlog_step_by_step():
    waiting, time, step = 0.0, 0.0, 0.5
    while time < 600:
        waiting, time = waiting + (800 - 300) * step, time + step
    assert overload.queued(800, 300, 600) == pytest.approx(waiting)
    drained = 0.0
    while waiting > 0:
        waiting, drained = waiting + (500 - 1000) * step, drained + step
    assert overload.drain_time(overload.queued(800, 300, 600), 500, 1000) == pytest.approx(drained, abs=step)
    assert overload.queued(200, 300, 600) == 0
    with pytest.raises(GuardError, match="never drains"):
        overload.drain_time(1, 1000, 1000)


def through_budget(
    failure: float, tries: int, budget: float, draw: np.random.Generator
) -> tuple[float, float]:
    """Attempts and failures per request of a layer whose retries are paid from a bucket of tokens."""
    tokens, count, failed, requests = 0.0, 0, 0, 200_000
    for _ in range(requests):
        tokens += budget
        for attempt in range(tries):
            if attempt and tokens < 1:
                failed += 1
                break
            tokens -= 1 if attempt else 0
            count += 1
            if draw.random() >= failure:
                break
        else:
            failed += 1
    return count / requests, failed / requests


@pytest.mark.parametrize(
    ("failure", "tries", "budget"), [(0.5, 3, 0.1), (0.1, 3, 0.5), (1.0, 3, 0.1), (0.3, 2, 1)]
)
def test_a_layer_with_a_budget_by_replay(failure, tries, budget):
    found = retries.retrying_layer(failure, tries - 1, budget)
    attempts, failed = through_budget(failure, tries, budget, np.random.default_rng(5))
    assert found["attempts"] == pytest.approx(attempts, rel=0.01)
    assert found["failure"] == pytest.approx(failed, abs=0.005)


def test_layers_without_a_budget_are_those_of_the_stack():
    failure, product = 0.6, 1.0
    for _ in range(3):
        layer = retries.retrying_layer(failure, 2, 2)
        failure, product = layer["failure"], product * layer["attempts"]
    whole = retries.retry_amplification(2, 3, 0.6)
    assert product == pytest.approx(whole["expected"])
    assert failure == pytest.approx(whole["user_failure"])


@pytest.mark.parametrize(("share", "shards", "limit"), [(0.2, 128, 50e6), (0.4, 128, 50e6), (0.8, 64, 60e6)])
def test_salt_by_counting_up(share, shards, limit):
    rate = 2.5e9
    salt = 1
    while share * rate / salt + (1 - share) * rate / shards > limit:
        salt += 1
    assert skew.salt_needed(rate, share, shards, limit) == salt
    assert skew.hot_shard(rate, share, shards, salt)["load"] <= limit
    assert salt == 1 or skew.hot_shard(rate, share, shards, salt - 1)["load"] > limit


def test_published_hot_shard_needs_five_to_ten_sub_keys():
    """One ad with 500 MB/s on partitions of 50 to 100 MB/s, all other clicks elsewhere."""
    assert skew.salt_needed(500e6, 1.0, 1e6, 50e6) == 10
    assert skew.salt_needed(500e6, 1.0, 1e6, 100e6) == 5
    with pytest.raises(GuardError, match="more shards"):
        skew.salt_needed(2.5e9, 0.1, 10, 50e6)


def test_hot_node_by_placing_sub_keys():
    demand, hot, nodes, salt = 300.0, 90.0, 7, 16
    load = [(demand - hot) / nodes] * nodes
    for key in range(salt):
        load[key % nodes] += hot / salt
    assert skew.hot_node(demand, hot, 100.0, nodes, salt) == pytest.approx(max(load) / 100)
    assert skew.hot_node(demand, hot, 100.0, nodes, 1) == pytest.approx((210 / 7 + 90) / 100)


def test_hot_shard_of_one_key():
    found = skew.hot_shard(1000.0, 0.2, 10, 1)
    assert found["load"] == pytest.approx(200 + 80)
    assert found["imbalance"] == pytest.approx(2.8)
    assert skew.hot_shard(1000.0, 0.2, 10, 40)["load"] == pytest.approx(100)  # no more shards than there are


def test_more_is_lost_than_there_is():
    assert failover.lost_of(1, 3) == 1
    assert failover.lost_of(3, 3) == 3
    with pytest.raises(GuardError, match="more is lost"):
        failover.lost_of(4, 3)
    with pytest.raises(GuardError, match="not negative"):
        failover.lost_of(-1, 3)


def test_lost_unnoticed_by_lifetimes():
    ends = np.random.default_rng(11).exponential(1 / 0.001, 400_000)
    assert detection.lost_unnoticed(0.001, 14) == pytest.approx(np.mean(ends < 14), rel=0.05)


def test_time_until_full():
    assert storage.time_until_full(100.0, 3.0, 1.0) == 50
    with pytest.raises(GuardError, match="never fill"):
        storage.time_until_full(100.0, 1.0, 1.0)


def test_load_that_survivors_carry():
    """What stands still is carried in any case; the rest only as far as there is room."""
    assert failover.carried_after_loss([0.4], [0.1], [0.9], 2) == 1
    assert failover.carried_after_loss([0.75], [0.0], [0.9], 2) == pytest.approx(0.6)
    after, fixed = 1.2, 0.3
    taken = max(x for x in np.arange(0, 1, 1e-4) if fixed + x * (after - fixed) <= 0.9 + 1e-12)
    assert failover.carried_after_loss([after / 3], [fixed / 3], [0.9], 3) == pytest.approx(taken, abs=2e-4)
    assert failover.carried_after_loss([1.2], [0.95], [0.9], 1) == 0
    assert failover.carried_after_loss([0.0], [0.0], [0.9], overload.FARTHEST) == 0


@pytest.mark.parametrize(
    ("nodes", "lost", "copies", "needed"), [(9, 3, 3, 2), (7, 2, 3, 1), (8, 5, 2, 2), (6, 6, 3, 1)]
)
def test_pieces_without_quorum_by_enumeration(nodes, lost, copies, needed):
    placed = list(itertools.combinations(range(nodes), copies))
    broken = [p for p in placed if sum(node >= lost for node in p) < needed]
    assert failover.without_quorum(nodes, lost, copies, needed) == pytest.approx(len(broken) / len(placed))


def test_one_node_breaks_no_quorum_of_two_in_three():
    assert failover.without_quorum(42, 1, 3, 2) == 0
    with pytest.raises(GuardError, match="more is lost"):
        failover.without_quorum(5, 6, 3, 2)


def test_many_virtual_nodes_on_many_nodes() -> None:
    """200 nodes of 1,000 places: 200 times the beta quantile, by SciPy."""
    expected = 200 * stats.beta.ppf(0.99 ** (1 / 200), 1000, 199_000)
    assert hashing.ring_imbalance_quantile(200.0, 1000.0, 0.99) == pytest.approx(expected, rel=1e-6)
