"""Tails, stages, rings and bins against convolution by FFT and seeded simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from nalsd.graph import GuardError
from nalsd.physics import hashing, latency, retries, skew, tails


def convolved(p50: list[float], p99: list[float], level: float) -> float:
    """Percentile of a sum of log-normal times, from their densities on a grid, convolved by FFT."""
    deviations = [np.log(b / a) / stats.norm.ppf(0.99) for a, b in zip(p50, p99, strict=True)]
    points = 2**17
    top = sum(a * np.exp(4.2 * s) for a, s in zip(p50, deviations, strict=True))
    edges = np.arange(points + 1) * top / points
    spectrum = np.ones(points + 1, dtype=complex)
    for a, s in zip(p50, deviations, strict=True):
        spectrum = spectrum * np.fft.rfft(np.diff(stats.lognorm.cdf(edges, s, scale=a)), 2 * points)
    law = np.cumsum(np.fft.irfft(spectrum)[:points])
    # each mass stands in the middle of its cell: a sum of k of them lies k half cells to the right
    return float(np.interp(level, law, edges[:-1] + (len(p50) + 1) / 2 * top / points))


@pytest.mark.parametrize("level", [0.1, 0.5, 0.99, 0.999])
@pytest.mark.parametrize(
    ("p50", "p99"),
    [
        ([0.020, 0.010], [0.060, 0.100]),
        ([0.010, 0.010], [0.0125, 0.015]),
        ([0.005] * 3, [0.050] * 3),
        ([0.001, 0.003, 0.008, 0.002], [0.010, 0.020, 0.040, 0.030]),
    ],
)
def test_stages_by_convolution(p50, p99, level):
    assert latency.lognormal_stages(p50, p99, level) == pytest.approx(convolved(p50, p99, level), rel=1e-3)


def test_one_stage_is_itself():
    for level in (0.05, 0.5, 0.99):
        exact = 0.02 * np.exp(np.log(5) / stats.norm.ppf(0.99) * stats.norm.ppf(level))
        assert latency.lognormal_stages([0.02], [0.1], level) == pytest.approx(exact, rel=1e-5)


def test_a_constant_stage_shifts_the_law():
    alone = latency.lognormal_stages([0.02], [0.1], 0.99)
    assert latency.lognormal_stages([0.02, 0.004], [0.1, 0.004], 0.99) == pytest.approx(
        alone + 0.004, rel=1e-4
    )


def test_stages_that_hardly_vary_are_refused():
    with pytest.raises(GuardError, match="hardly vary"):
        latency.lognormal_stages([0.01, 0.01], [0.0101, 0.0101])


def test_exponential_stages_have_a_gamma_law():
    for stages in (1, 2, 7, 40):
        for level in (0.5, 0.99):
            exact = stats.gamma.ppf(level, stages, scale=3.0)
            assert latency.exponential_stages(stages, 3.0, level)["quantile"] == pytest.approx(
                exact, rel=1e-8
            )


def test_hedging_by_simulation():
    draw = np.random.default_rng(11)

    def calls(n: int) -> np.ndarray:
        return draw.exponential(1.0, n) * np.where(draw.random(n) < 0.03, 50.0, 2.0)

    first, second = calls(1_000_000), calls(1_000_000)
    found = tails.hedged_request(2.0, 50.0, 0.03, 0.9, 0.99)
    sent = first > found["delay"]
    both = np.where(sent, np.minimum(first, found["delay"] + second), first)
    assert found["quantile"] == pytest.approx(np.quantile(first, 0.99), rel=0.02)
    assert found["hedged_quantile"] == pytest.approx(np.quantile(both, 0.99), rel=0.02)
    assert found["extra_requests"] == pytest.approx(sent.mean(), rel=0.02)


def test_the_tail_at_scale():
    """Dean and Barroso: 1% of 100 leaves slows 63% of requests; one in 10,000 of 2000 almost one in five."""
    assert round(tails.fan_out(100, 0.01), 2) == 0.63
    assert round(tails.fan_out(2000, 0.0001), 2) == 0.18


@pytest.mark.parametrize(("nodes", "places"), [(2, 1), (10, 1), (200, 1), (20, 100)])
def test_ring_by_simulation(nodes, places):
    draw = np.random.default_rng(5)
    shares = draw.dirichlet([places] * nodes, 40_000)
    largest = shares.max(axis=1) * nodes
    ring = hashing.ring_imbalance(nodes, places)
    assert ring["variation"] == pytest.approx(shares[:, 0].std() * nodes, rel=0.03)
    assert ring["mean_largest"] == pytest.approx(largest.mean(), rel=0.01)
    for level in (0.5, 0.99):
        assert hashing.ring_imbalance_quantile(nodes, places, level) == pytest.approx(
            np.quantile(largest, level), rel=0.02
        )


@pytest.mark.parametrize(("balls", "bins"), [(50, 100), (3000, 30), (100_000, 2), (2_000_000, 40)])
def test_fullest_bin_by_simulation(balls, bins):
    counts = np.random.default_rng(9).multinomial(balls, [1 / bins] * bins, 20_000).max(axis=1)
    found = hashing.fullest_bin(balls, bins)
    spread = 0.005 * counts.mean() + 4 * counts.std() / 20_000**0.5
    # two bins share all balls: independent counts overstate their difference
    slack = 0.25 * counts.std() if bins == 2 else 0
    assert found["expected_largest"] == pytest.approx(counts.mean(), abs=spread + slack)
    assert found["median_largest"] == pytest.approx(np.median(counts), abs=spread + slack + 1)


@pytest.mark.parametrize(("bins", "deviations"), [(1, 0.0), (2, 1 / np.pi**0.5), (3, 1.5 / np.pi**0.5)])
def test_fullest_of_few_bins_with_many_keys(bins, deviations):
    """Up to the limit of 100,000 keys a shard: the mean of the largest of one to three normal values."""
    found = hashing.fullest_bin(1e5 * bins, bins)["expected_largest"]
    assert found == pytest.approx(1e5 + deviations * 1e5**0.5, abs=2)


@pytest.mark.parametrize("layers", [1, 3])
def test_a_budget_without_retries_is_one_attempt(layers):
    found = retries.retry_budget(0, 0.1, 1.0, layers)
    assert found["worst_budgeted"] == found["layer_budgeted"] == found["worst"] == 1


def test_zipf_by_adding_up():
    weights = np.arange(1.0, 50_001) ** -0.9
    shares = weights / weights.sum()
    head = skew.zipf_head(50_000, 0.9)
    assert head["first"] == pytest.approx(shares[0])
    assert head["first_ten"] == pytest.approx(shares[:10].sum())
    assert head["first_percent"] == pytest.approx(shares[:500].sum())
    assert head["keys_for_share"] == int(np.searchsorted(np.cumsum(shares), 0.8)) + 1
    shard = skew.hottest_shard(50_000, 0.9, 16)
    assert shard["deviation"] == pytest.approx(np.sqrt(1 / 16 * 15 / 16 * (shares[1:] ** 2).sum()))
