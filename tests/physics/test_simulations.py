"""Formulas against seeded simulations: each result must lie in the 99.9% confidence interval of the runs, and
the interval must be narrow enough to say something. Durability and availability against exact chains."""

from __future__ import annotations

import heapq
import math
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
import pytest
from scipy import linalg, stats

from nalsd.physics import availability, caching, durability, queueing, retries, skew, waiting

CONFIDENCE = 0.999


def interval(runs: list[float]) -> tuple[float, float]:
    """Mean of independent runs and half the width of its confidence interval (Student's t)."""
    spread = float(np.std(runs, ddof=1)) / math.sqrt(len(runs))
    return float(np.mean(runs)), spread * float(stats.t.ppf((1 + CONFIDENCE) / 2, len(runs) - 1))


def held(formula: float, runs: list[float], sharp: float = 0.05, bias: float = 0.0) -> None:
    """The formula lies in the interval of the runs; `bias` is what it is allowed beside it as an
    approximation, relative; `sharp` the largest half-width, relative."""
    mean, half = interval(runs)
    assert half <= sharp * abs(mean), f"the runs say only {mean:.4g} +- {half:.2g}"
    assert abs(formula - mean) <= half + bias * abs(mean), f"{formula:.6g} against {mean:.6g} +- {half:.2g}"


def waits_at_one_server(between: np.ndarray, service: np.ndarray) -> np.ndarray:
    """Waiting times by Lindley's recursion: the walk of service minus interarrival, above its least point."""
    walk = np.concatenate(([0.0], np.cumsum(service[:-1] - between[1:])))
    return walk - np.minimum.accumulate(walk)


SERVICES: dict[str, tuple[float, Callable[[np.random.Generator, int], np.ndarray]]] = {
    "constant": (0.0, lambda draw, n: np.ones(n)),
    "exponential": (1.0, lambda draw, n: draw.exponential(1.0, n)),
    "hits and misses": (3.24, lambda draw, n: np.where(draw.random(n) < 0.9, 0.4, 6.4)),
}
"""Squared coefficient of variation and law; each of mean 1. 0.9 x 0.4 + 0.1 x 6.4 = 1, its square 4.24."""


@pytest.mark.parametrize("law", SERVICES)
@pytest.mark.parametrize("load", [0.3, 0.7])
def test_one_server_of_any_law(law: str, load: float) -> None:
    """Pollaczek and Khinchine: the mean wait follows from the first two moments alone."""
    variability, sample = SERVICES[law]
    runs = []
    for seed in range(24):
        draw = np.random.default_rng(1000 + seed)
        waits = waits_at_one_server(draw.exponential(1 / load, 40_000), sample(draw, 40_000))
        runs.append(float(waits[4_000:].mean()))
    held(waiting.general_service_queue(load, 1.0, variability)["mean_wait"], runs, sharp=0.06)
    held(waiting.heavy_traffic_wait(load, 1.0, 1.0, variability), runs, sharp=0.06)


@pytest.mark.parametrize(("load", "servers"), [(3.2, 4), (12.8, 16)])
def test_who_has_to_wait_for_a_shared_queue(load: float, servers: int) -> None:
    """Erlang C, and the mean wait; several servers by a heap of when each is free."""
    share, mean = [], []
    for seed in range(16):
        draw = np.random.default_rng(2000 + seed)
        times = np.cumsum(draw.exponential(1 / load, 25_000))
        free, waits = [0.0] * servers, np.empty(25_000)
        for i, (at, service) in enumerate(zip(times, draw.exponential(1.0, 25_000), strict=True)):
            begun = max(heapq.heappop(free), at)
            heapq.heappush(free, begun + service)
            waits[i] = begun - at
        share.append(float((waits[2_500:] > 0).mean()))
        mean.append(float(waits[2_500:].mean()))
    held(queueing.erlang_c(load, float(servers)), share, sharp=0.08)
    held(waiting.shared_queue(load, 1.0, servers)["mean_wait"], mean, sharp=0.2)


def test_general_arrivals_within_the_stated_error() -> None:
    """Allen and Cunneen for regular arrivals (variability 0.25) at 90%: within 5%, as its limits say."""
    runs = []
    for seed in range(24):
        draw = np.random.default_rng(3000 + seed)
        between = draw.gamma(4.0, 1 / (4.0 * 0.9), 60_000)
        runs.append(float(waits_at_one_server(between, draw.exponential(1.0, 60_000))[6_000:].mean()))
    held(waiting.general_queue(0.9, 1.0, 1, 0.25, 1.0)["mean_wait"], runs, sharp=0.08, bias=0.05)


@pytest.mark.parametrize("rate", [0.3, 2.0, 8.0])
def test_commits_that_share_a_flush(rate: float) -> None:
    """A flush of one second at a time; whoever comes meanwhile joins the next one."""
    batches, times = [], []
    for seed in range(16):
        draw = np.random.default_rng(4000 + seed)
        at = np.cumsum(draw.exponential(1 / rate, 12_000))
        clock, i, flushes, latency = 0.0, 0, 0, 0.0
        while i < len(at):
            clock = max(clock, at[i])
            last = int(np.searchsorted(at, clock, side="right"))
            clock += 1.0
            latency += (clock - at[i:last]).sum()
            flushes += 1
            i = last
        batches.append(len(at) / flushes)
        times.append(latency / len(at))
    found = waiting.group_commit(rate, 1.0)
    held(found["batch"], batches)
    held(found["latency"], times)


@pytest.mark.parametrize(("objects", "exponent", "cached"), [(2_000, 0.9, 200), (2_000, 0.7, 600)])
def test_hits_of_a_cache_that_forgets_the_least_recent(objects: int, exponent: float, cached: int) -> None:
    """Che's approximation beside a real LRU list, warmed up; its published error is below half a percent."""
    popularity = np.arange(1, objects + 1) ** -exponent
    popularity /= popularity.sum()
    runs = []
    for seed in range(10):
        asked = np.random.default_rng(5000 + seed).choice(objects, 40_000, p=popularity)
        cache: OrderedDict[int, None] = OrderedDict()
        hits = 0
        for number, key in enumerate(asked.tolist()):
            if key in cache:
                cache.move_to_end(key)
                hits += number >= 10_000
            else:
                cache[key] = None
                if len(cache) > cached:
                    cache.popitem(last=False)
        runs.append(hits / 30_000)
    held(caching.hit_ratio(float(objects), exponent, float(cached)), runs, sharp=0.02, bias=0.005)


def test_the_shard_of_the_hottest_key() -> None:
    """1,000 keys after Zipf, hashed onto 16 shards over and over."""
    keys, shards = 1_000, 16
    popularity = np.arange(1, keys + 1) ** -1.0
    popularity /= popularity.sum()
    draw = np.random.default_rng(6000)
    loads = []
    for _ in range(4_000):
        shard = draw.integers(shards, size=keys)
        loads.append(float(popularity[shard == shard[0]].sum()))
    found = skew.hottest_shard(float(keys), 1.0, float(shards))
    held(found["load"], loads)
    assert float(np.std(loads)) == pytest.approx(found["deviation"], rel=0.05)


@pytest.mark.parametrize(("failure", "tries", "layers"), [(0.1, 3, 1), (0.5, 2, 3), (0.8, 3, 2)])
def test_attempts_of_layers_that_repeat(failure: float, tries: int, layers: int) -> None:
    """Each attempt at the bottom fails by itself; every layer gives up after so many of its own."""

    def called(draw: np.random.Generator, layer: int) -> tuple[int, bool]:
        if layer == 0:
            return 1, bool(draw.random() < failure)
        attempts, failed = 0, True
        for _ in range(tries):
            more, failed = called(draw, layer - 1)
            attempts += more
            if not failed:
                break
        return attempts, failed

    attempts, failures = [], []
    for seed in range(12):
        draw = np.random.default_rng(7000 + seed)
        ends = [called(draw, layers) for _ in range(1_500)]
        attempts.append(float(np.mean([count for count, _ in ends])))
        failures.append(float(np.mean([failed for _, failed in ends])))
    found = retries.retry_amplification(tries - 1, layers, failure)
    held(found["expected"], attempts)
    held(found["user_failure"], failures, sharp=2.0)


def lost_within(copies: int, fails: float, repairs: float, time: float, parallel: bool) -> float:
    """Chance that all copies of one shard are gone by a time: the exponential of the chain's generator."""
    generator = np.zeros((copies + 1, copies + 1))
    for lost in range(copies):
        generator[lost, lost + 1] = (copies - lost) * fails
        if lost:
            generator[lost, lost - 1] = (lost if parallel else 1) * repairs
        generator[lost, lost] = -generator[lost].sum()
    return float(linalg.expm(generator * time)[0, copies])


@pytest.mark.parametrize("copies", [1, 2, 3])
@pytest.mark.parametrize("repair", ["parallel", "serial"])
@pytest.mark.parametrize("repair_time", [1e-3, 0.05])
def test_loss_of_a_year_is_that_of_the_chain(copies: int, repair: str, repair_time: float) -> None:
    """Copies fail once in five years. What the mean time to loss says of one year is the chain's, but for the
    short time in which it first fills with failures."""
    exact = lost_within(copies, 0.2, 1 / repair_time, 1.0, repair == "parallel")
    mean = durability.time_to_data_loss(copies, copies - 1, 5.0, repair_time, repair)
    found = durability.annual_loss(mean, 1.0)["probability"]
    assert found == pytest.approx(exact, rel=3 * copies * repair_time + 1e-6)


@pytest.mark.parametrize(("regions", "needed"), [(2, 1), (3, 2), (4, 3)])
def test_regions_are_the_chain_of_their_outages(regions: int, needed: int) -> None:
    """Too few regions are up for the share of time that the stationary chain says."""
    fails, repairs = 1 / 900.0, 1 / 6.0
    generator = np.zeros((regions + 1, regions + 1))
    for down in range(regions + 1):
        if down < regions:
            generator[down, down + 1] = (regions - down) * fails
        if down:
            generator[down, down - 1] = down * repairs
        generator[down, down] = -generator[down].sum()
    system = np.vstack([generator.T, np.ones(regions + 1)])
    law = np.linalg.lstsq(system, np.append(np.zeros(regions + 1), 1.0), rcond=None)[0]
    found = availability.region_availability(regions, needed, 900.0, 6.0, 1.0, 0.0)
    assert found["too_few"] == pytest.approx(law[regions - needed + 1 :].sum(), rel=1e-6)
    assert found["availability"] == pytest.approx(law[: regions - needed + 1].sum(), rel=1e-12)
