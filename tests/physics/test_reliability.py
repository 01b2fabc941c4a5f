"""Availability, durability, quorums and spares against enumeration and exactly solved Markov chains."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from nalsd.graph import GuardError
from nalsd.physics import availability, detection, durability, quorum, tails

HOUR, YEAR = 3600.0, 365 * 86400.0


def states(parts: list[float]):
    """Every combination of parts that are up, with its probability."""
    for ups in itertools.product((True, False), repeat=len(parts)):
        yield ups, math.prod(a if up else 1 - a for a, up in zip(parts, ups, strict=True))


def test_series_and_parallel_by_enumeration():
    parts = [0.9, 0.99, 0.8, 0.95]
    series = availability.series_availability(parts)
    assert series["availability"] == pytest.approx(sum(p for ups, p in states(parts) if all(ups)))
    assert series["unavailability"] == pytest.approx(sum(p for ups, p in states(parts) if not all(ups)))
    parallel = availability.parallel_availability(parts)
    assert parallel == pytest.approx(sum(p for ups, p in states(parts) if any(ups)))


def test_many_nines_in_series_keep_their_digits():
    u = Fraction(1 - 1e-12) - 0
    exact = 1 - u**3
    found = availability.series_availability([1 - 1e-12] * 3)["unavailability"]
    assert found == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize(("parts", "needed"), [(3, 2), (5, 3), (7, 7), (4, 1)])
def test_k_of_n_by_enumeration(parts, needed):
    exact = sum(p for ups, p in states([0.97] * parts) if sum(ups) < needed)
    assert availability.quorum_unavailability(parts, needed, 0.97) == pytest.approx(exact, rel=1e-10)


@pytest.mark.parametrize(("parts", "needed"), [(3, 2), (5, 3), (2, 1)])
def test_one_repair_crew_by_its_markov_chain(parts, needed):
    fail, repair = 1 / 700, 1 / 5
    generator = np.zeros((parts + 1, parts + 1))
    for down in range(parts):
        generator[down, down + 1] = (parts - down) * fail
        generator[down + 1, down] = repair
    generator -= np.diag(generator.sum(axis=1))
    system = np.vstack([generator.T, np.ones(parts + 1)])
    law = np.linalg.lstsq(system, np.append(np.zeros(parts + 1), 1.0), rcond=None)[0]
    found = availability.single_crew_unavailability(parts, needed, 700.0, 5.0)
    assert found == pytest.approx(law[parts - needed + 1 :].sum(), rel=1e-6)


@pytest.mark.parametrize(
    ("needed", "node", "target"), [(10, 0.99, 0.9999), (3, 0.9, 0.999), (200, 0.98, 0.99999)]
)
def test_spares_are_the_fewest(needed, node, target):
    n = needed
    while stats.binom.sf(needed - 1, n, node) < target:
        n += 1
    found = availability.spares_for_target(needed, node, target)
    assert (found["nodes"], found["spares"]) == (n, n - needed)
    assert found["achieved"] >= target > found["with_one_less"]


def absorbed(shards: int, tolerated: int, fail: Fraction, repair: Fraction, parallel: bool) -> Fraction:
    """Mean time to more than `tolerated` losses, from the first-step equations solved with fractions."""
    # time(k) = 1 / rate + up / rate * time(k + 1) + down / rate * time(k - 1), swept from state 0 upwards:
    # time(k) = constant + time(k + 1)
    extra = Fraction(0)
    total = Fraction(0)
    for k in range(tolerated + 1):
        up = (shards - k) * fail
        down = (k if parallel else 1) * repair if k else Fraction(0)
        extra = (1 + down * extra) / up
        total += extra
    return total


@pytest.mark.parametrize("repair", ["parallel", "serial"])
@pytest.mark.parametrize(("shards", "tolerated"), [(1, 0), (2, 1), (3, 2), (6, 2), (20, 3), (14, 4)])
def test_time_to_data_loss_by_exact_fractions(shards, tolerated, repair):
    exact = absorbed(shards, tolerated, Fraction(1, 5000), Fraction(1, 24), repair == "parallel")
    found = durability.time_to_data_loss(shards, tolerated, 5000.0, 24.0, repair)
    assert found == pytest.approx(float(exact), rel=1e-10)


def test_approximate_loss_time_nears_the_chain():
    chain = durability.time_to_data_loss(3, 2, 1e6 * HOUR, HOUR)
    assert durability.replica_loss_time(3, 1e6 * HOUR, HOUR) == pytest.approx(chain, rel=1e-5)


def test_backblaze_publishes_six_nines_for_four_and_two():
    """The table of their code: 4 + 2 shards, 10% a year, rebuilt in a day, annual loss 1.500e-07."""
    found = durability.windowed_durability(4, 2, 0.10 / YEAR, 86400.0, YEAR)
    assert found["annual_loss"] == pytest.approx(1.5e-7, rel=5e-4) and found["nines"] == 6


@pytest.mark.parametrize(
    ("scatter", "copysets", "published"), [(2, "loss_random", 0.0015), (10, "loss_copyset", 0.0078)]
)
def test_copysets_of_the_paper(scatter, copysets, published):
    """Cidon et al. 2013, figure 1: 5000 nodes, three copies, 1% of the nodes lost."""
    assert durability.copyset_loss(5000, 3, scatter, 50)[copysets] == pytest.approx(published, rel=0.06)


def test_copyset_by_enumeration():
    dead = set(range(4))
    sets = list(itertools.combinations(range(9), 3))
    share = sum(set(s) <= dead for s in sets) / len(sets)
    assert durability.copyset_loss(9, 3, 4, 4)["one_copyset"] == pytest.approx(share)
    assert durability.copyset_loss(9, 3, 4, 2)["one_copyset"] == 0
    assert durability.copyset_loss(9, 3, 4, 9)["loss_random"] == 1, "all nodes fail"


def test_common_cause_by_enumeration():
    p, beta, n = 0.1, 0.3, 3
    by_cause = 0.0
    for common in (True, False):
        chance = beta * p if common else 1 - beta * p
        for lost in itertools.product((True, False), repeat=n):
            own = math.prod((1 - beta) * p if x else 1 - (1 - beta) * p for x in lost)
            by_cause += chance * own * (common or all(lost))
    assert durability.common_cause_loss(n, p, beta)["loss"] == pytest.approx(by_cause)


@pytest.mark.parametrize(
    ("n", "read", "write"), [(3, 1, 1), (3, 2, 2), (5, 2, 2), (5, 1, 3), (6, 3, 2), (4, 4, 1)]
)
def test_quorums_by_enumeration(n, read, write):
    pairs = [
        set(r) & set(w)
        for r in itertools.combinations(range(n), read)
        for w in itertools.combinations(range(n), write)
    ]
    found = quorum.quorum_overlap(n, read, write)
    assert found["overlap"] == min(map(len, pairs))
    assert found["stale"] == pytest.approx(sum(not pair for pair in pairs) / len(pairs), abs=1e-12)
    assert found["strict"] == all(pairs)


def test_commit_by_sorting():
    round_trips = [0.080, 0.010, 0.150, 0.065]
    found = quorum.majority_commit(0.003, round_trips)
    assert found["latency"] == sorted(round_trips)[1]
    assert quorum.majority_commit_after_loss(0.003, round_trips) == sorted(round_trips)[2]
    assert quorum.majority_commit(0.003, [0.010])["latency"] == 0.010
    with pytest.raises(GuardError, match="too few followers"):
        quorum.majority_commit_after_loss(0.003, [0.010])
    assert quorum.majority(5) == 3 and quorum.majority(4) == 3


@pytest.mark.parametrize("level", [0.5, 0.99])
def test_commit_percentile_by_simulation(level):
    draw = np.random.default_rng(7)
    round_trips = np.array([0.010, 0.012, 0.030, 0.090])
    sample = np.sort(round_trips + draw.exponential(0.004, (400_000, 4)), axis=1)[:, 1]
    found = quorum.majority_commit_quantile(0.001, list(round_trips), 0.004, level)
    assert found == pytest.approx(np.quantile(np.maximum(sample, 0.001), level), rel=0.005)
    assert quorum.majority_commit_quantile(9.0, list(round_trips), 0.004, level) == 9.0


@pytest.mark.parametrize(("n", "k"), [(3, 1), (3, 2), (5, 5)])
def test_fastest_replicas_by_simulation(n, k):
    sample = np.sort(np.random.default_rng(3).exponential(2.0, (400_000, n)), axis=1)[:, k - 1]
    found = tails.quorum_latency(n, k, 2.0, 0.95)
    assert found["quantile"] == pytest.approx(np.quantile(sample, 0.95), rel=0.01)
    assert found["mean"] == pytest.approx(sample.mean(), rel=0.01)


def test_alert_of_the_workbook():
    """SRE workbook, ch. 5: 15% errors on a 99.9% page fire after about 5 minutes, and reset after about 5."""
    alert = availability.burn_rate_alert(0.999, 30 * 86400.0, 14.4, 3600.0, 300.0, 0.15)
    assert alert["detection"] == pytest.approx(5.76 * 60) and alert["reset"] == pytest.approx(4.52 * 60)
    assert alert["budget_spent"] == pytest.approx(0.02)
    with pytest.raises(GuardError, match="never fires"):
        availability.burn_rate_alert(0.999, 30 * 86400.0, 14.4, 3600.0, 300.0, 0.01)


def test_no_bad_host_attracts_nothing_and_one_would_its_speed() -> None:
    """Of 10 hosts of 20 ms none fails; the first that does, in 5 ms, takes 4 times its share."""
    found = detection.black_hole.values({"hosts": 10.0, "bad": 0.0, "healthy_time": 0.02, "fail_time": 0.005})
    assert found["errors"] == found["errors_round_robin"] == 0
    assert found["amplification"] == pytest.approx(4)
