"""Samples of whole graphs: against closed forms, against single evaluations, and against a finer sample."""

from __future__ import annotations

import math
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from nalsd.analysis import Analysis, analyse
from nalsd.analysis.uncertainty import SAMPLES, ranges_of, uncertainty
from nalsd.analysis.uncertainty.curves import along_curve
from nalsd.analysis.uncertainty.distribution import places, rounded
from nalsd.analysis.uncertainty.sampler import Samples, drawn
from nalsd.designs import load_design
from nalsd.graph import Citation, Graph, Location, formula, guard, parse
from nalsd.physics.composed import structure_of
from nalsd.physics.paths import node_queue
from nalsd.units import STANDARD

HERE = Location("a.md", 1, 1)
Z95 = NormalDist().inv_cdf(0.95)


def graph_of(ranges: dict[str, str], formulas: dict[str, str]) -> Graph:
    graph = Graph()
    for id, text in ranges.items():
        graph.given(id, STANDARD.value(text), label=id, unit="1", role="assumption", source=HERE)
    for id, text in formulas.items():
        graph.express(id, parse(text, STANDARD, {}), label=id, role="count", source=HERE)
    assert graph.resolve() == []
    return graph


@cache
def shipped(slug: str) -> Analysis:
    return analyse(load_design(Path("designs") / slug), alternatives=False)


@pytest.mark.parametrize(
    "text", ["2 .. 8", "1000 .. 2000 .. 3000", "50% .. 70%", "90% .. 99.9%", "0.001 .. 5000", "1 .. 1.01"]
)
def test_ranges_hit_their_ends(text: str) -> None:
    given = STANDARD.value(text)
    at = given.at_all(np, np.array([-Z95, 0.0, Z95]))
    assert at.tolist() == pytest.approx([given.low.value, given.median, given.high.value], rel=1e-9)
    assert given.probability_below(given.low.value) == pytest.approx(0.05, abs=1e-9)
    assert given.probability_below(given.high.value) == pytest.approx(0.95, abs=1e-9)


def test_a_product_of_lognormals_is_lognormal() -> None:
    found = uncertainty(graph_of({"a": "2 .. 8", "b": "10 .. 30"}, {"c": "a * b"}))
    assert found is not None
    spread = math.hypot(math.log(4) / 2, math.log(3) / 2)
    middle = math.sqrt(16) * math.sqrt(300)
    made = found.distributions["c"]
    expected = [middle * math.exp(sign * spread) for sign in (-1, 0, 1)]
    assert [made.p5, made.p50, made.p95] == pytest.approx(expected, rel=0.01)


def test_percentiles_of_a_count_are_counts_that_cover() -> None:
    found = uncertainty(graph_of({"a": "20 .. 28"}, {"tiers.x.nodes": "ceil(a)", "half": "0.5 * ceil(a)"}))
    assert found is not None
    made = found.distributions["tiers.x.nodes"]
    assert (made.p5, made.p95) == (20.0, 28.0) or (made.p5, made.p95) == (21.0, 28.0)
    # The median of the range is 23.66..., so 24 nodes carry half of the samples and some more.
    middle = STANDARD.value("20 .. 28").probability_below(24)
    assert found.covers["tiers.x.nodes"] == pytest.approx(middle, abs=0.002)
    assert found.distributions["half"].p95 == made.p95 / 2


def test_what_falls_with_a_range_has_its_percentiles_turned() -> None:
    found = uncertainty(graph_of({"a": "2 .. 8"}, {"b": "100 / a", "c": "5 - a"}))
    assert found is not None
    assert (found.distributions["b"].p5, found.distributions["b"].p95) == pytest.approx((12.5, 50), rel=0.005)
    assert (found.distributions["c"].p5, found.distributions["c"].p95) == pytest.approx((-3, 3), rel=0.01)


def test_a_chance_is_a_share_of_the_samples() -> None:
    found = uncertainty(graph_of({"a": "2 .. 8"}, {"slos.x.margin": "(6 - a) / 6", "y": "a"}))
    assert found is not None
    expected = STANDARD.value("2 .. 8").probability_below(6)
    assert found.chances["slos.x.margin"] == pytest.approx(expected, abs=0.002)


def test_samples_outside_a_limit_are_counted_and_told() -> None:
    @formula(
        "A queue",
        symbols={"busy": ("1", "share that is busy")},
        gives=("1", "mean number in the system"),
        source=Citation("a test"),
    )
    def queue(busy):
        """M/M/1."""
        guard(busy < 1, "utilisation stays below 1")
        return busy / (1 - busy)

    graph = graph_of({"a": "0.3 .. 1.2"}, {})
    graph.define("q", queue, label="q", role="ratio", busy="a")
    graph.express("twice", parse("q * 2", STANDARD, {}), label="twice", role="ratio", source=HERE)
    graph.resolve()
    found = uncertainty(graph)
    assert found is not None
    missing = 1 - STANDARD.value("0.3 .. 1.2").probability_below(1)
    ((message, count),) = found.outside["q"].items()
    assert message == "utilisation stays below 1"
    assert count / SAMPLES == pytest.approx(missing, abs=0.002)
    assert found.distributions["twice"].known == pytest.approx(1 - missing, abs=0.002)
    assert "twice" not in found.outside, "told once, where it happens"


def test_places_cover_what_they_say() -> None:
    assert places(4096) == (204, 2047, 2048, 3891)
    assert places(20) == (0, 9, 10, 19)
    assert places(1) == (0, 0, 0, 0)


def test_a_range_that_is_written_once_is_one_unknown() -> None:
    """Two tiers on machines of one price: all of it varies as the price does, from 5 x 200 to 5 x 800. Drawn
    apart, 2 and 3 of them would keep within 540 to 1800 or so."""
    graph = Graph()
    for tier in ("api", "db"):
        graph.given(tier, STANDARD.value("200 .. 800"), label=tier, unit="1", role="cost", source=HERE)
    graph.express("all", parse("2 * api + 3 * db", STANDARD, {}), label="all", role="cost", source=HERE)
    graph.resolve()
    found = uncertainty(graph)
    assert found is not None and found.ranges == 1
    spread = found.distributions["all"]
    assert (spread.p5, spread.p50, spread.p95) == pytest.approx((1000, 2000, 4000), rel=3e-3)


def test_another_name_of_a_range_has_its_percentiles() -> None:
    graph = graph_of({"a": "300 .. 700"}, {"b": "a", "c": "b"})
    found = uncertainty(graph)
    assert found is not None
    assert found.distributions["c"] == found.distributions["b"] == found.distributions["a"]


def test_a_share_near_one_keeps_its_digits() -> None:
    assert rounded(0.99999612345) == pytest.approx(1 - 3.877e-6, abs=1e-12)
    assert repr(rounded(0.549812345)) == "0.5498"
    assert repr(rounded(1 - 1.2345678e-13)) == "0.9999999999998765"
    assert rounded(12345.678) == 12350.0
    assert rounded(28.0) == 28.0


@pytest.mark.parametrize("slug", ["task-scheduler", "l4-load-balancer"])
def test_samples_are_single_evaluations(slug: str) -> None:
    """Every quantity of a shipped design: composed stages to a low order, the others closely or exactly."""
    graph = shipped(slug).graph
    held: dict[str, Any] = {}
    samples = Samples(
        graph, ranges_of(graph), lambda q, values, gone, ranks: held.update({q.id: values.copy()})
    )
    samples.run()
    rough = {id for id in samples.order if graph[id].formula and structure_of(graph[id].formula)}
    for id in samples.order:
        if not rough.isdisjoint(graph[id].depends_on):
            rough.add(id)
    for n in (17, 2900):
        exact = graph.evaluate({id: float(held[id][n]) for id in samples.ranges})
        for id in samples.order:
            found = held[id][n] if id in held else graph.value(id)
            if isinstance(exact[id], str | bool):
                assert found == exact[id] or id in rough, id
            elif exact[id] is None:
                assert np.isnan(found), id
            else:
                assert found == pytest.approx(exact[id], rel=0.06 if id in rough else 1e-3), id


@pytest.mark.parametrize("slug", ["task-scheduler"])
def test_the_95th_percentile_is_that_of_a_finer_sample(slug: str) -> None:
    graph = shipped(slug).graph
    wanted = ["design.cost", "paths.claim.p99", "tiers.db.cpu.utilisation", "stores.states.stock"]
    coarse = uncertainty(graph, only=wanted)
    fine = uncertainty(graph, only=wanted, samples=131_072)
    assert coarse is not None and fine is not None
    for id in wanted:
        assert coarse.distributions[id].p95 == pytest.approx(fine.distributions[id].p95, rel=0.02), id


def test_two_runs_agree_byte_for_byte() -> None:
    script = (
        "from pathlib import Path; from nalsd.designs import load_design; from nalsd.analysis import analyse;"
        "print(repr(analyse(load_design(Path('designs/l4-load-balancer')), alternatives=False).uncertainty))"
    )
    runs = {
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1 and b"Distribution" in runs.pop()


def test_without_ranges_numpy_is_not_loaded() -> None:
    script = (
        "import sys; from pathlib import Path; from nalsd.designs import load_design;"
        "from nalsd.analysis import analyse; from nalsd.graph import Location;"
        "a = analyse(load_design(Path('designs/l4-load-balancer')), alternatives=False); a.graph.resolve()\n"
        "for q in a.graph:\n"
        "    if type(q.given).__name__ == 'Range': q.given = q.given.high\n"
        "assert a.uncertainty is None; a.tornadoes; a.scaling; assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_knowledge_range_does_not_vary() -> None:
    graph = Graph()
    given = STANDARD.value("1 .. 5")
    graph.given("a", given, label="a", unit="1", role="cost", source=Citation("a book"), default=True)
    graph.resolve()
    assert uncertainty(graph) is None


def test_drawn_samples_lie_as_the_range_says() -> None:
    values = drawn(np, STANDARD.value("2 .. 8"), (np.arange(4096) + 0.5) / 4096)
    assert np.count_nonzero(values < 2) / 4096 == pytest.approx(0.05, abs=1e-3)
    assert np.median(values) == pytest.approx(4, rel=1e-3)


@pytest.mark.parametrize(("low", "high", "step"), [(60, 150, 3), (10, 14, 1), (100, 180, 1)])
def test_a_picture_of_counts_has_no_gaps_between_their_steps(low: int, high: int, step: int) -> None:
    """Nodes over three zones come in threes: every bin within their range holds some."""
    found = uncertainty(
        graph_of({"a": f"{low} .. {high}"}, {"design.nodes": f"ceil(a / {step}) * {step}"}),
        drawn=["design.nodes"],
    )
    assert found is not None
    bins = found.bins["design.nodes"]
    assert sum(bins.counts) == SAMPLES and not bins.logarithmic
    filled = [place for place, count in enumerate(bins.counts) if count > 20]
    assert all(count > 0 for count in bins.counts[filled[0] : filled[-1]])
    widths = {round(after - before, 9) for before, after in pairwise(bins.edges)}
    assert len(widths) == 1 and widths.pop() % step == 0


def test_a_curve_does_without_samples_at_its_ends() -> None:
    """Two samples far from all others are the nodes at the ends, and nothing lies between."""
    shares = NormalDist()
    utilisation = np.array([0.3 * math.exp(0.05 * shares.inv_cdf((i + 0.5) / 600)) for i in range(600)])
    utilisation[[7, 8]] = 0.1, 0.6
    arguments = {"utilisation": utilisation, "servers": 8.0, "service": 0.01}
    found = along_curve(np, node_queue, arguments, node_queue.gives)
    assert found is not None
    exact = node_queue.values(arguments)
    for output, values in found.items():
        assert values[9:] == pytest.approx(exact[output][9:], rel=1e-3), output


def test_a_chance_too_small_to_write_is_none() -> None:
    """A hundred servers at a thousandth are all busy with a chance below 10^-250."""
    arguments = {"utilisation": np.linspace(1e-4, 1e-3, 600), "servers": 100.0, "service": 0.01}
    found = along_curve(np, node_queue, arguments, node_queue.gives)
    assert found is not None
    assert found["waiting_probability"].max() == 0
    assert found["response"] == pytest.approx(np.full(600, 0.01), rel=1e-9)
