"""The shared probabilities against scipy and plain sums, over the ranges that formulas use."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from nalsd.physics import distributions as law


@pytest.mark.parametrize("mean", [0.01, 1.0, 30.0, 399.0, 401.0, 2_500.0, 100_000.0])
def test_poisson(mean):
    for z in (-6, -3, -0.5, 0, 0.5, 3, 6, 40):
        k = max(-1, round(mean + z * mean**0.5))
        assert law.poisson_at_most(k, mean) == pytest.approx(stats.poisson.cdf(k, mean), abs=1e-9)


@pytest.mark.parametrize(("n", "p"), [(3, 0.2), (20, 0.5), (1000, 0.001), (5000, 0.97), (40_000, 0.4)])
def test_binomial(n, p):
    for k in {0, 1, n // 3, round(n * p), min(n, round(n * p + 3 * (n * p) ** 0.5)), n}:
        assert law.binomial_at_most(k, n, p) == pytest.approx(stats.binom.cdf(k, n, p), rel=1e-8, abs=1e-12)
        assert law.binomial_at_least(k, n, p) == pytest.approx(
            stats.binom.sf(k - 1, n, p), rel=1e-8, abs=1e-12
        )


def test_small_tail_of_a_binomial_keeps_its_digits():
    assert law.binomial_at_least(5, 14, 1e-4) == pytest.approx(stats.binom.sf(4, 14, 1e-4), rel=1e-9, abs=0)


@pytest.mark.parametrize(("rank", "n"), [(1, 1), (1, 3), (2, 3), (3, 3), (50, 99), (256, 25_599)])
def test_order_statistics(rank, n):
    for level in (0.01, 0.5, 0.99):
        expected = stats.beta.ppf(level, rank, n - rank + 1)
        assert law.order_statistic_level(rank, n, level) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("exponent", [0.0, 0.5, 0.8, 1.0, 1.0 + 1e-7, 1.2, 3.0])
@pytest.mark.parametrize("n", [1, 7, 20, 21, 1000, 300_000])
def test_harmonic(n, exponent):
    exact = float((np.arange(1.0, n + 1) ** -exponent)[::-1].sum())
    assert law.harmonic(n, exponent) == pytest.approx(exact, rel=1e-9)


def test_gamma():
    for shape in (1, 5, 300):
        for x in (shape / 2, shape, shape * 2):
            assert law.gamma_at_most(x, shape) == pytest.approx(stats.gamma.cdf(x, shape), abs=1e-11)


def test_small_probabilities_keep_their_digits():
    for p in (1e-18, 1e-9, 9.9e-5, 1.1e-4, 0.3):
        assert law.survives_all(p, 56.0) == pytest.approx(-np.expm1(56 * np.log1p(-p)), rel=1e-11)


@pytest.mark.parametrize("answer", [1, 2, 17, 1000, 123_456_789])
def test_first_whole(answer):
    assert law.first_whole(lambda k: k >= answer, 0, 4e9) == answer
    assert law.first_whole(lambda k: k >= answer, answer - 1, answer) == answer
