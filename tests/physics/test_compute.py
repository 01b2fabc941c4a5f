"""Cores: staffing and reserves against Netflix's model, scaling against an event model, profiles against
case studies.
"""

from __future__ import annotations

import math

import pytest

from nalsd.graph import GuardError
from nalsd.knowledge import policy, profile
from nalsd.physics import compute, sizing
from nalsd.units import STANDARD


def v(text: str) -> float:
    return STANDARD.literal(text).value


@pytest.mark.parametrize(("quality", "cores"), [("1pc", 124), ("5pc", 118), ("20pc", 112), ("30pc", 110)])
def test_square_root_staffing(quality: str, cores: int) -> None:
    """Netflix: 100 erlang at Q = 2.375, 1.761, 1.16, 1.0."""
    q = policy(f"staffing.quality_{quality}").value
    assert compute.square_root_staffing(100.0, q) == cores
    assert math.ceil(compute.staffing_need(100.0, q) - 1e-9) == cores


@pytest.mark.parametrize(
    ("cores", "reserve"), [(1, 0.712), (8, 0.2805), (16, 0.2056), (32, 0.1507), (64, 0.1105)]
)
def test_erlang_reserve(cores: int, reserve: float) -> None:
    """Netflix: 0.712 / n^0.448."""
    assert compute.erlang_reserve(float(cores)) == pytest.approx(reserve, abs=5e-5)


@pytest.mark.parametrize("cores", [1.0, 4.0, 16.0, 96.0])
@pytest.mark.parametrize("quality", [0.0, 1.16, 2.375])
def test_load_of_a_staffed_node_needs_that_node(cores: float, quality: float) -> None:
    load = compute.staffed_load(cores, quality)
    assert compute.staffing_need(load, quality) == pytest.approx(cores)


def test_cores_of_the_click_aggregator() -> None:
    """5 M/s at 250 k a core are 20 cores; 20% and 10% on top 26; at 60% 43.3, so 44: published as such."""
    work = compute.cores_from_rate(5e6, 250e3)
    busy = compute.busy_cores([work], [0.2, 0.1])
    assert (work, busy) == (pytest.approx(20), pytest.approx(26))
    need = compute.target_need(busy, 0.6)
    assert need == pytest.approx(43.33, abs=0.01)
    assert sizing.node_count([need / 32]) == 2


def test_utilisation_counts_headroom_once() -> None:
    """44 reserved of 96 cores is printed as 45% utilisation; busy are 26 of 96, 40.6% with a node less."""
    assert sizing.utilisation(26, 32, 3) == pytest.approx(0.271, abs=5e-4)
    assert sizing.utilisation(26, 32, 2) == pytest.approx(0.406, abs=5e-4)


def test_tls_profile_of_the_click_aggregator() -> None:
    """At NGINX's 40,207 HTTPS requests a core, five million a second are 124.4 cores, at its 74,091 of HTTP
    67.5.
    """
    assert compute.cores_from_rate(5e6, profile("tls_light").rate.value) == pytest.approx(124.4, abs=0.05)
    assert compute.cores_from_rate(5e6, profile("light").rate.value) == pytest.approx(67.5, abs=0.05)


def test_cpu_time_of_an_operation_is_littles_law() -> None:
    assert compute.cores_from_time(20e3, v("50 us")) == pytest.approx(1.0)


def test_threads_are_not_cores() -> None:
    assert compute.physical_cores(32, 2) == 16
    assert compute.usable_cores(16, 1) == 1


def test_larger_of_two_needs() -> None:
    assert compute.cores_needed(43.3, 31.9) == 43.3
    assert compute.cores_needed(2.0, 3.4) == 3.4


# one, contention, coherency, n, throughput, turning point, best, most, efficiency,
# all by an event model of a synchronous repairman
USL = [
    (
        1000,
        0.03,
        0.0005,
        32,
        13190.436933223413,
        44.04543109109048,
        44,
        13597.033374536466,
        0.4122011541632316,
    ),
    (
        995.6486,
        0.0267,
        0.000769,
        20,
        11065.7130790433,
        35.57625192330234,
        36,
        12345.131843606205,
        0.5557037432204143,
    ),
    (500, 0.1, 0.0001, 64, 4154.117769238757, 94.86832980505137, 95, 4206.145399805188, 0.12981618028871117),
]


@pytest.mark.parametrize("row", USL)
def test_universal_scalability_law(row: tuple[float, ...]) -> None:
    one, contention, coherency, n, throughput, turning, best, most, efficiency = row
    at_n = compute.usl(one, contention, coherency, n)
    assert at_n["throughput"] == pytest.approx(throughput, rel=1e-9)
    assert at_n["efficiency"] == pytest.approx(efficiency, rel=1e-9)
    top = compute.usl_best(one, contention, coherency)
    assert top["turning_point"] == pytest.approx(turning, rel=1e-9)
    assert top["best"] == best
    assert top["throughput"] == pytest.approx(most, rel=1e-9)


@pytest.mark.parametrize("row", USL)
def test_workers_needed_is_the_law_the_other_way_round(row: tuple[float, ...]) -> None:
    one, contention, coherency, n, throughput, *_ = row
    assert compute.usl_workers(throughput, one, contention, coherency) == pytest.approx(n, rel=1e-9)


def test_effective_cores_are_the_law_in_cores() -> None:
    assert compute.effective_cores(32.0, 0.03, 0.0005) == pytest.approx(32 * 0.4122011541632316)
    assert compute.effective_cores(32.0, 0.0, 0.0) == 32


def test_limits_are_said() -> None:
    with pytest.raises(GuardError, match="at most 100%"):
        compute.target_need(10, 1.2)
    with pytest.raises(GuardError, match="turning point"):
        compute.usl_best(100, 0.1, 0.0)
