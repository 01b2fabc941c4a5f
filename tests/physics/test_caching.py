"""Caches: Che's approximation against exact sums and LRU simulations of others, and against sums written
out here.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nalsd.graph import GuardError
from nalsd.physics import caching

# objects, exponent, cached, characteristic time, hit ratio: exact sums, LRU simulations within 0.0001
CHE = [
    (100_000, 0.8, 1_000, 1169.176468133886, 0.20433376347027624),
    (100_000, 1.0, 10_000, 29038.57073698834, 0.7373398077816699),
    (1_000_000, 0.9, 50_000, 94074.28920542146, 0.5541504059708167),
    (1_000_000, 0.9, 100_000, None, 0.636952122111166),
    (100_000, 1.0, 20_000, None, 0.812419806428961),
    (300_000, 0.8, 60_000, None, 0.599979484164772),
]


@pytest.mark.parametrize(("objects", "skew", "cached", "time", "hits"), CHE)
def test_che(objects: int, skew: float, cached: int, time: float | None, hits: float) -> None:
    assert caching.hit_ratio(objects, skew, cached) == pytest.approx(hits, rel=1e-6)
    if time is not None:
        assert caching.characteristic_time(objects, skew, cached) == pytest.approx(time, rel=1e-6)


@pytest.mark.parametrize(
    ("objects", "skew", "cached", "hits"),
    [
        (100_000, 0.8, 1_000, 0.4751136128273411),
        (100_000, 1.0, 10_000, 0.9999999999629361),
        (1_000_000, 0.9, 50_000, 1.0),
    ],
)
def test_hundredth_object(objects: int, skew: float, cached: int, hits: float) -> None:
    assert caching.object_hit_ratio(objects, skew, cached, 100) == pytest.approx(hits, rel=1e-6)


@pytest.mark.parametrize(
    ("objects", "skew", "target", "size", "overhead", "cached", "memory"),
    [
        (1_000_000, 0.9, 0.8, 1024, 64, 315405.0590257625, 343160704.2200296),
        (200_000, 1.0, 0.9, 4096, 100, 81892.9646646725, 343622879.7329658),
        (500_000, 0.7, 0.5, 512, 56, 105442.68963750094, 59891447.71410053),
    ],
)
def test_memory_for_a_hit_ratio(objects, skew, target, size, overhead, cached, memory) -> None:
    got = caching.cache_for_hit_ratio(objects, skew, target, size, overhead)
    assert got["cached"] == pytest.approx(cached, rel=1e-5)
    assert got["share"] == pytest.approx(cached / objects, rel=1e-5)
    assert got["memory"] == pytest.approx(memory, rel=1e-5)


@pytest.mark.parametrize(
    ("objects", "skew", "rate", "ttl", "hits", "origin", "held"),
    [
        (100_000, 0.9, 5000, 60, 0.8342275737361972, 828.8621313190142, 49731.727879140875),
        (20_000, 1.0, 200, 300, 0.8566339183899662, 28.673216322006766, 8601.96489660204),
        (50_000, 0.7, 10_000, 10, 0.7285444180817998, 2714.555819182002, 27145.558191820026),
    ],
)
def test_time_to_live(objects, skew, rate, ttl, hits, origin, held) -> None:
    got = caching.ttl_cache(objects, skew, rate, ttl)
    assert got["hit_ratio"] == pytest.approx(hits, rel=1e-6)
    assert got["origin"] == pytest.approx(origin, rel=1e-6)
    assert got["held"] == pytest.approx(held, rel=1e-6)


@pytest.mark.parametrize(
    ("objects", "skew", "cached", "rate", "requests", "seconds", "hits", "extra"),
    [
        (
            1_000_000,
            0.9,
            50_000,
            10_000,
            94074.28920542146,
            9.407428920542147,
            0.46850515244585533,
            8057.016349178855,
        ),
        (
            100_000,
            1.0,
            20_000,
            2000,
            74687.4751766964,
            37.343737588348205,
            0.7322174842209649,
            5990.1089490231225,
        ),
        (
            300_000,
            0.8,
            30_000,
            5000,
            47715.32912559225,
            9.54306582511845,
            0.3712712340087493,
            5125.791982324816,
        ),
    ],
)
def test_cold_start(objects, skew, cached, rate, requests, seconds, hits, extra) -> None:
    got = caching.cold_start(objects, skew, cached, rate)
    assert got == pytest.approx(
        {"requests": requests, "time": seconds, "mean_hit_ratio": hits, "extra": extra}, rel=1e-6
    )


@pytest.mark.parametrize(
    ("reads", "hits", "ios", "backend", "cold", "ratio", "less"),
    [
        (50_000, 0.636952122111166, 1.5, 27228.59, 75_000, 2.75446, 27978.59),
        (20_000, 0.812419806428961, 2, 7503.2077, 40_000, 5.33105, 7903.2077),
    ],
)
def test_reads_behind_a_cache(reads, hits, ios, backend, cold, ratio, less) -> None:
    got = caching.reads_behind_cache(reads, hits, ios)
    assert tuple(got.values()) == pytest.approx((backend, cold, ratio, less), rel=1e-5)


def test_one_point_of_hit_ratio_doubles_the_misses() -> None:
    """Facebook: from 99% to 98% the database sees twice as much."""
    got = caching.reads_behind_cache(1000.0, 0.99, 1.0)
    assert got["one_point_less"] / got["backend"] == pytest.approx(2.0)


def test_latency_through_a_cache() -> None:
    """2.369 ms at 63.7% hits of 0.3 ms and misses of 6 ms."""
    assert caching.latency_through_cache(0.636952122111166, 0.3e-3, 6e-3) == pytest.approx(
        2.3693729039663536e-3
    )


def test_everything_fits() -> None:
    assert caching.hit_ratio(1000, 0.9, 1000) == 1.0
    assert caching.hit_ratio(1000, 0.9, 5000) == 1.0


@pytest.mark.parametrize("skew", [0.0, 0.5, 1.0, 1.5, 3.0])
@pytest.mark.parametrize("objects", [1, 5, 12, 13, 40, 1000])
def test_popular_share_is_zipfs_law_written_out(objects: int, skew: float) -> None:
    first = max(1, objects // 3)
    weights = [rank**-skew for rank in range(1, objects + 1)]
    assert caching.popular_share(objects, skew, first) == pytest.approx(
        sum(weights[:first]) / sum(weights), rel=1e-6
    )


@settings(max_examples=25, deadline=None)
@given(
    objects=st.integers(20, 2000),
    skew=st.floats(0.0, 2.0),
    part=st.floats(0.05, 0.9),
)
def test_binned_popularity_matches_the_sum_over_every_object(objects: int, skew: float, part: float) -> None:
    cached = max(2, int(objects * part))
    weights = [rank**-skew for rank in range(1, objects + 1)]
    whole = sum(weights)
    time = caching.characteristic_time(objects, skew, cached)
    present = [1 - math.exp(-w / whole * time) for w in weights]
    assert sum(present) == pytest.approx(cached, rel=1e-6)
    hits = sum(w / whole * p for w, p in zip(weights, present, strict=True))
    assert caching.hit_ratio(objects, skew, cached) == pytest.approx(hits, rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(objects=st.integers(100, 10**8), skew=st.floats(0.3, 1.5), part=st.floats(0.01, 0.8))
def test_size_and_hit_ratio_are_inverse(objects: int, skew: float, part: float) -> None:
    cached = objects * part
    hits = caching.hit_ratio(objects, skew, cached)
    assert caching.cache_for_hit_ratio(objects, skew, hits, 100, 0)["cached"] == pytest.approx(
        cached, rel=1e-5
    )


@settings(max_examples=25, deadline=None)
@given(objects=st.integers(100, 10**7), skew=st.floats(0.0, 1.5), part=st.floats(0.01, 0.4))
def test_a_larger_cache_never_hits_less(objects: int, skew: float, part: float) -> None:
    assert caching.hit_ratio(objects, skew, objects * part * 2) >= caching.hit_ratio(
        objects, skew, objects * part
    )


def test_limits_are_said() -> None:
    with pytest.raises(GuardError):
        caching.characteristic_time(1000, 0.9, 1000)
    with pytest.raises(GuardError):
        caching.hit_ratio(1000, -1, 10)
    with pytest.raises(GuardError):
        caching.cache_for_hit_ratio(1000, 0.9, 1.0, 10, 0)
