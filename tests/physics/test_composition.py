"""Composed laws, held against published exact values, other mathematics and seeded simulations."""

from __future__ import annotations

import heapq
import json
import math
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nalsd.graph import GuardError
from nalsd.physics import composition, laws
from nalsd.physics.composition import Structure, law_of
from nalsd.physics.mixtures import mean_of, percentile_of
from nalsd.physics.paths import node_queue

DRAWS = 400_000
VECTORS_FILE = Path(__file__).parents[1] / "vectors" / "reliability.json"


def lognormal(p50: float, p99: float) -> Structure:
    return ("lognormal", p50, p99)


def vectors(prefix: str) -> list[dict]:
    read = json.loads(VECTORS_FILE.read_text(encoding="utf-8"))
    found = [v for v in (read if isinstance(read, list) else read["vectors"]) if v["id"].startswith(prefix)]
    assert found
    return found


def by_id(prefix: str) -> pytest.MarkDecorator:
    found = vectors(prefix)
    return pytest.mark.parametrize("vector", found, ids=[v["id"] for v in found])


class TestAgainstPublishedValues:
    """Exact values of others, of the closed forms that these families have."""

    @by_id("t-serial-exp-")
    def test_exponential_stages(self, vector: dict) -> None:
        given, expected = vector["inputs"], vector["expected"]
        stages = ("serial", *[("exponential", given["stage_mean_ms"])] * given["stages"])
        assert percentile_of(stages, 0.99) == pytest.approx(expected["true_p99_ms"], rel=0.003)
        assert percentile_of(stages, 0.5) == pytest.approx(expected["true_p50_ms"], rel=0.003)
        together = law_of(("together", *stages[1:]))
        assert laws.percentile(together, 0.99) == pytest.approx(expected["naive_sum_p99_ms"], rel=0.005)

    @by_id("t-serial-logn-")
    def test_lognormal_stages(self, vector: dict) -> None:
        given, expected = vector["inputs"], vector["expected"]
        parts = [lognormal(a, b) for a, b in zip(given["p50_ms"], given["p99_ms"], strict=True)]
        assert percentile_of(("serial", *parts), 0.99) == pytest.approx(expected["true_p99_ms"], rel=0.005)
        assert percentile_of(("serial", *parts), 0.5) == pytest.approx(expected["true_p50_ms"], rel=0.005)

    @by_id("t-fanmax-")
    def test_fan_out(self, vector: dict) -> None:
        given, expected = vector["inputs"], vector["expected"]
        leaf = lognormal(given["leaf_p50_ms"], given["leaf_p99_ms"])
        root = ("copies", given["n"], given["n"], leaf)
        assert percentile_of(root, 0.99) == pytest.approx(expected["root_p99_ms"], rel=0.01)
        assert percentile_of(root, 0.5) == pytest.approx(expected["root_p50_ms"], rel=0.01)

    @by_id("r-kth-")
    def test_kth_fastest(self, vector: dict) -> None:
        given, expected = vector["inputs"], vector["expected"]
        one = ("exponential", given["mean_ms"])
        for kth in (
            ("copies", given["k"], given["n"], one),
            ("fastest", given["k"], *[one] * given["n"]),
            ("quorum", given["k"], given["n"], one, one),
        ):
            assert percentile_of(kth, 0.99) == pytest.approx(expected["p99_kth_ms"], rel=0.006), kth[0]
            assert percentile_of(kth, 0.5) == pytest.approx(expected["p50_kth_ms"], rel=0.006), kth[0]
            assert mean_of(kth) == pytest.approx(expected["mean_kth_ms"], rel=0.006), kth[0]

    @by_id("t-hedge-")
    def test_hedging(self, vector: dict) -> None:
        given, expected = vector["inputs"], vector["expected"]
        slow = ("exponential", given["slow_mean_ms"])
        call = ("mixed", given["slow_prob"], slow, ("exponential", given["fast_mean_ms"]))
        after = expected["hedge_delay_ms"]
        hedged = ("hedged", after, call, call)
        # of the second, one call in a hundred is slow: its 99th percentile lies on the knee of the curve
        assert percentile_of(call, 0.99) == pytest.approx(expected["p99_no_hedge_ms"], rel=0.013)
        assert percentile_of(call, 0.999) == pytest.approx(expected["p999_no_hedge_ms"], rel=0.01)
        assert percentile_of(hedged, 0.99) == pytest.approx(expected["p99_hedged_ms"], rel=0.006)
        assert percentile_of(hedged, 0.999) == pytest.approx(expected["p999_hedged_ms"], rel=0.013)
        extra = 1 - laws.at_most(law_of(call), after)
        assert extra == pytest.approx(expected["extra_requests_frac"], rel=0.02)

    @by_id("q-mmc-")
    def test_queue_of_a_node(self, vector: dict) -> None:
        given, expected = vector["inputs"], vector["expected"]
        service = 1 / given["mu_per_s"]
        queue = node_queue(expected["rho"], given["c"], service)
        assert queue["waiting_probability"] == pytest.approx(expected["erlang_c"], rel=1e-6)
        assert queue["wait"] == pytest.approx(expected["wq_mean_s"], rel=1e-6)
        assert queue["response"] == pytest.approx(expected["w_mean_s"], rel=1e-6)
        wait = ("waiting", queue["waiting_probability"], queue["wait_of_waiting"])
        assert percentile_of(wait, 0.99) == pytest.approx(expected["p99_wait_s"], rel=0.01)
        stay = ("serial", wait, ("exponential", service))
        assert percentile_of(stay, 0.99) == pytest.approx(expected["p99_sojourn_s"], rel=0.005)
        assert mean_of(stay) == pytest.approx(expected["w_mean_s"], rel=1e-9)


def simulated(draw: Callable[[random.Random], float], seed: int) -> list[float]:
    source = random.Random(seed)
    return sorted(draw(source) for _ in range(DRAWS))


def holds(sample: list[float], structure: Structure, level: float, off: float = 0.01) -> bool:
    """Whether a percentile lies within the sample's 99.9% confidence interval, widened by a share."""
    n, spread = len(sample), 3.3 * math.sqrt(len(sample) * level * (1 - level))
    low, high = sample[int(level * n - spread)], sample[min(n - 1, int(level * n + spread))]
    return low * (1 - off) <= percentile_of(structure, level) <= high * (1 + off)


def deviation(p50: float, p99: float) -> float:
    return math.log(p99 / p50) / 2.3263478740408408


class TestAgainstSimulation:
    """What has no closed form, drawn request by request."""

    def test_an_ingest_path(self) -> None:
        """Queue, batch, hop, commit of two of three copies, as in the click aggregator."""

        def draw(r: random.Random) -> float:
            queue = r.expovariate(1 / 0.3) + (r.expovariate(1 / 0.9) if r.random() < 0.4 else 0)
            hop = [0.53 * math.exp(deviation(0.53, 3.9) * r.gauss(0, 1)) for _ in range(3)]
            written = [r.expovariate(1 / 0.3) for _ in range(3)]
            commit = sorted([written[0], hop[1] + written[1], hop[2] + written[2]])[1]
            return queue + r.uniform(0, 5) + hop[0] + commit

        copy = ("serial", lognormal(0.53, 3.9), ("exponential", 0.3))
        path = (
            "serial", ("waiting", 0.4, 0.9), ("exponential", 0.3), ("uniform", 5.0), lognormal(0.53, 3.9),
            ("quorum", 2, 3, ("exponential", 0.3), copy),
        )  # fmt: skip
        sample = simulated(draw, 1)
        assert all(holds(sample, path, level) for level in (0.5, 0.9, 0.99, 0.999))
        assert mean_of(path) == pytest.approx(sum(sample) / DRAWS, rel=0.005)

    def test_a_read_behind_a_cache(self) -> None:
        """Three requests of a hundred go further: the percentile lies in the rare branch."""

        def draw(r: random.Random) -> float:
            miss = 5 * math.exp(deviation(5, 40) * r.gauss(0, 1)) + r.expovariate(0.5)
            return r.expovariate(1 / 0.3) + (miss if r.random() < 0.03 else 0)

        path = (
            "serial", ("exponential", 0.3), ("branch", 0.03, ("serial", lognormal(5, 40), ("exponential", 2)))
        )  # fmt: skip
        sample = simulated(draw, 2)
        assert all(holds(sample, path, level, 0.015) for level in (0.5, 0.9, 0.99, 0.999))

    def test_scatter_and_gather(self) -> None:
        """Four calls, three answers; then the slower of two unlike ones."""

        def draw(r: random.Random) -> float:
            calls = sorted(math.exp(deviation(1, 6) * r.gauss(0, 1)) + r.expovariate(2) for _ in range(4))
            return calls[2] + max(r.uniform(0, 3), r.expovariate(1))

        call = ("serial", lognormal(1, 6), ("exponential", 0.5))
        path = (
            "serial", ("copies", 3, 4, call), ("fastest", 2, ("uniform", 3.0), ("exponential", 1.0))
        )  # fmt: skip
        sample = simulated(draw, 3)
        assert all(holds(sample, path, level) for level in (0.5, 0.9, 0.99, 0.999))

    def test_group_commit(self) -> None:
        """A log that flushes whatever waits: constant flushes of 2 ms, 300 commits a second."""
        rate, flush, source = 0.3, 2.0, random.Random(4)
        arrivals, now = [], 0.0
        for _ in range(DRAWS // 2):
            now += source.expovariate(rate)
            arrivals.append(now)
        times, i, free = [], 0, 0.0
        while i < len(arrivals):
            start = max(free, arrivals[i])
            free = start + flush
            while i < len(arrivals) and arrivals[i] <= start:
                times.append(free - arrivals[i])
                i += 1
        x = rate * flush
        busy = x / (x + math.exp(-x))
        law = ("serial", ("branch", busy, ("uniform", flush)), ("constant", flush))
        times.sort()
        assert mean_of(law) == pytest.approx(sum(times) / len(times), rel=0.005)
        assert all(holds(times, law, level) for level in (0.5, 0.9, 0.99))

    def test_two_queues_in_a_row(self) -> None:
        """Requests pass a node of four cores and one of two: by Burke's theorem independent queues."""
        source, n = random.Random(6), 150_000
        arrivals, now = [], 0.0
        for _ in range(n):
            now += source.expovariate(3.2)
            arrivals.append(now)
        times, first = {}, [0.0] * 4
        leaving = []
        for k, at in enumerate(arrivals):
            done = max(at, heapq.heappop(first)) + source.expovariate(1)
            heapq.heappush(first, done)
            leaving.append((done, k))
        second = [0.0] * 2
        for done, k in sorted(leaving):
            end = max(done, heapq.heappop(second)) + source.expovariate(2)
            heapq.heappush(second, end)
            times[k] = end - arrivals[k]
        parts: list[Structure] = []
        for utilisation, servers, service in ((0.8, 4, 1.0), (0.8, 2, 0.5)):
            queue = node_queue(utilisation, servers, service)
            parts += [("waiting", queue["waiting_probability"], queue["wait_of_waiting"]),
                      ("exponential", service)]  # fmt: skip
        sample = sorted(list(times.values())[5_000:])
        # waits follow each other closely: over seeds the 99th percentile of such a run varies by 3%
        assert all(holds(sample, ("serial", *parts), level, 0.04) for level in (0.5, 0.9, 0.99))


class TestLaws:
    @pytest.mark.parametrize("level", [0.01, 0.5, 0.9, 0.99, 0.999])
    def test_single_sources_are_exact(self, level: float) -> None:
        assert percentile_of(("exponential", 3.0), level) == pytest.approx(-3 * math.log(1 - level))
        assert percentile_of(("uniform", 8.0), level) == pytest.approx(8 * level)
        assert percentile_of(("constant", 60.0), level) == 60

    def test_a_measured_stage_gives_back_what_was_measured(self) -> None:
        assert percentile_of(lognormal(2, 8), 0.5) == pytest.approx(2, rel=1e-12)
        assert percentile_of(lognormal(2, 8), 0.99) == pytest.approx(8, rel=1e-12)

    def test_windows_add_up_exactly(self) -> None:
        assert percentile_of(("serial", ("constant", 60.0), ("constant", 600.0)), 0.999) == 660

    def test_places_by_share(self) -> None:
        """45% within 3 ms, 35% within 20 ms, 20% within 90 ms; shares of 9, 7 and 4 are the same."""
        for shares in ((0.45, 0.35, 0.2), (9.0, 7.0, 4.0)):
            law = law_of(("choice", 0.003, 0.02, 0.09, *shares))
            assert laws.mean(law) == pytest.approx(0.00135 + 0.007 + 0.018)
            assert laws.percentile(law, 0.4) == pytest.approx(0.003)
            assert laws.percentile(law, 0.7) == pytest.approx(0.02)
            assert laws.percentile(law, 0.99) == pytest.approx(0.09)

    def test_a_fractional_number_of_reads(self) -> None:
        """2.3 reads: two, and in three of ten cases a third."""
        read = ("exponential", 4.0)
        law = ("repeated", 2.3, read)
        assert mean_of(law) == pytest.approx(2.3 * 4)
        expected = ("serial", read, read, ("branch", 0.3, read))
        assert percentile_of(law, 0.99) == pytest.approx(percentile_of(expected, 0.99), rel=2e-3)

    def test_deep_percentiles_of_a_wide_fan_out(self) -> None:
        """The slowest of 1000 exponential leaves, in closed form: -ln(1 - q^(1/n))."""
        root = ("copies", 1000, 1000, ("exponential", 1.0))
        for level in (0.5, 0.99):
            assert percentile_of(root, level) == pytest.approx(-math.log(-math.expm1(math.log(level) / 1000)),
                                                               rel=0.01)  # fmt: skip

    @pytest.mark.parametrize(("k", "n"), [(2, 3), (500, 1000), (999, 1000), (17, 20), (300, 400)])
    def test_some_of_many(self, k: int, n: int) -> None:
        """The median of the k-th of n uniform times, to two terms: (k - 1/3) / (n + 1/3) (Benard)."""
        law = ("copies", k, n, ("uniform", 1.0))
        assert percentile_of(law, 0.5) == pytest.approx((k - 1 / 3) / (n + 1 / 3), rel=0.02)
        assert mean_of(law) == pytest.approx(k / (n + 1), rel=0.005)

    def test_correlation_moves_between_the_bounds(self) -> None:
        parts = (lognormal(1, 10), lognormal(3, 20), ("exponential", 2.0))
        p99 = [percentile_of(("correlated", r, *parts), 0.99) for r in (0.0, 0.2, 0.5, 1.0)]
        assert p99 == sorted(p99)
        assert p99[0] == percentile_of(("serial", *parts), 0.99)
        assert p99[-1] == pytest.approx(sum(percentile_of(p, 0.99) for p in parts), rel=0.005)

    @pytest.mark.parametrize(
        ("structure", "reason"),
        [
            (("branch", 1.2, ("constant", 1.0)), "a share lies between 0 and 1"),
            (("branch", -0.1, ("constant", 1.0)), "a share lies between 0 and 1"),
            (("lognormal", 5.0, 2.0), "99th percentile is at least its median"),
            (("copies", 4, 3, ("constant", 1.0)), "4 answers are wanted of 3"),
            (("quorum", 4, 3, ("constant", 1.0), ("constant", 1.0)), "4 answers are wanted of 3"),
            (("copies", 1, 0, ("constant", 1.0)), "0 at the same time"),
            (("copies", 1, 1e9, ("constant", 1.0)), "are not composed"),
            (("repeated", 1e6, ("constant", 1.0)), "repetitions are not composed"),
            (("choice", 1.0, 2.0, 0.0, 0.0), "add up to nothing"),
            (("choice", 1.0, 2.0, 0.5, -0.1), "negative"),
            (("quorum", 1.5, 3, ("constant", 1.0), ("constant", 1.0)), "1.5 answers are wanted of 3"),
            (("quorum", 2, 2.5, ("constant", 1.0), ("constant", 1.0)), "2.5 is no number of copies"),
            (("hedged", -1.0, ("constant", 1.0)), "nothing is sent before"),
            (("scaled", -1.0, ("constant", 1.0)), "negative"),
            (("constant", -1.0), "no latency is negative"),
            (("exponential", -1.0), "no latency is negative"),
            (("uniform", -1.0), "no latency is negative"),
            (("waiting", 1.5, 1.0), "a share lies between 0 and 1"),
        ],
    )
    def test_numbers_that_make_no_law(self, structure: Structure, reason: str) -> None:
        with pytest.raises(GuardError, match=reason):
            law_of(structure)


TIMES = st.floats(1e-6, 1e3)
SOURCES = st.one_of(
    TIMES.map(lambda t: ("exponential", t)),
    TIMES.map(lambda t: ("uniform", t)),
    TIMES.map(lambda t: ("constant", t)),
    st.tuples(TIMES, st.floats(1, 30)).map(lambda pair: ("lognormal", pair[0], pair[0] * pair[1])),
    st.tuples(st.floats(0, 1), TIMES).map(lambda pair: ("waiting", *pair)),
)
STRUCTURES = st.recursive(
    SOURCES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: ("serial", *parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: ("fastest", len(parts), *parts)),
        st.tuples(st.floats(0, 1), inner).map(lambda pair: ("branch", *pair)),
        st.tuples(st.integers(1, 9), inner).map(lambda pair: ("copies", pair[0], 9, pair[1])),
        st.tuples(st.floats(0, 10), inner).map(lambda pair: ("hedged", pair[0], pair[1], pair[1])),
    ),
    max_leaves=5,
)


class TestProperties:
    @settings(max_examples=60, deadline=None)
    @given(STRUCTURES)
    def test_a_law_ascends_and_is_finite(self, structure: Structure) -> None:
        law = law_of(structure)
        assert len(law) == laws.STRATA
        assert all(math.isfinite(value) and value >= 0 for value in law)
        assert all(low <= high * (1 + 1e-9) for low, high in pairwise(law))

    @settings(max_examples=60, deadline=None)
    @given(STRUCTURES, STRUCTURES)
    def test_means_add_up_and_nothing_is_faster_than_its_parts(
        self, one: Structure, other: Structure
    ) -> None:
        whole = ("serial", one, other)
        assert mean_of(whole) == pytest.approx(mean_of(one) + mean_of(other), rel=1e-6, abs=1e-15)
        slower = max(laws.percentile(law_of(part), 0.9) for part in (one, other))
        assert laws.percentile(law_of(whole), 0.9) >= slower * 0.97

    @settings(max_examples=40, deadline=None)
    @given(STRUCTURES, st.floats(0.01, 100))
    def test_time_has_no_scale(self, structure: Structure, factor: float) -> None:
        scaled = law_of(("scaled", factor, structure))
        assert scaled == pytest.approx([factor * value for value in law_of(structure)])

    @settings(max_examples=40, deadline=None)
    @given(SOURCES, st.integers(1, 8), st.integers(1, 8))
    def test_more_answers_take_longer_and_more_copies_less(self, one: Structure, k: int, n: int) -> None:
        k, n = min(k, n), max(k, n)
        this = law_of(("copies", k, n, one))
        more = law_of(("copies", k, n + 1, one))
        assert all(b <= a * (1 + 1e-9) + 1e-15 for a, b in zip(this, more, strict=True))
        if k < n:
            wider = law_of(("copies", k + 1, n, one))
            assert all(b >= a * (1 - 1e-9) - 1e-15 for a, b in zip(this, wider, strict=True))


def test_the_strata_fill_the_probability() -> None:
    assert sum(laws.WEIGHTS) == pytest.approx(1)
    assert sorted(laws.EDGES) == laws.EDGES and laws.EDGES[0] == 0 and laws.EDGES[-1] == 1
    assert composition.numbers(("serial", ("exponential", "a"), ("branch", "b", ("constant", "a")))) == [
        "a",
        "b",
    ]
