"""Ranges are exact at their stated ends, monotone, and refused where the distribution cannot be."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nalsd.units import STANDARD, Literal, Range, UnitError

UNITS = STANDARD.declare(["tweet"])
ends = st.floats(1e-9, 1e12, allow_nan=False).map(lambda x: float(f"{x:.6g}"))
shares = st.floats(0.0001, 0.9999).map(lambda x: round(x, 6))


def cdf_lognormal(x: float, low: float, high: float) -> float:
    """From the textbook: ln X is normal; its mean and deviation from the two percentiles."""
    z = NormalDist().inv_cdf(0.95)
    mean, deviation = (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / (2 * z)
    return NormalDist(mean, deviation).cdf(math.log(x))


@given(ends, ends)
def test_lognormal_is_exact_at_its_ends(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assume(high > low * 1.0001)
    r = UNITS.value(f"{low!r} .. {high!r} B")
    assert isinstance(r, Range) and r.kind == "lognormal"
    assert (r.quantile(0.05), r.quantile(0.95)) == (low, high)
    assert r.median == pytest.approx(math.sqrt(low) * math.sqrt(high), rel=1e-12)
    assert abs(r.probability_below(low) - 0.05) < 1e-9
    assert abs(r.probability_below(high) - 0.95) < 1e-9
    for p in (0.001, 0.2, 0.5, 0.7, 0.999):
        assert abs(cdf_lognormal(r.quantile(p), low, high) - p) < 1e-6
        assert abs(r.probability_below(r.quantile(p)) - p) < 1e-9


@given(shares, shares)
def test_a_share_stays_a_share(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assume(high > low + 1e-5)
    r = UNITS.value(f"{low!r} .. {high!r}")
    assert isinstance(r, Range) and r.kind == "logit-normal"
    assert (r.quantile(0.05), r.quantile(0.95)) == (low, high)
    assert all(0 <= r.quantile(p) <= 1 for p in (1e-12, 0.01, 0.3, 0.99, 1 - 1e-12))
    assert abs(r.probability_below(low) - 0.05) < 1e-9
    assert abs(r.probability_below(high) - 0.95) < 1e-9


@given(ends, ends, ends, st.floats(0.0001, 0.9999), st.floats(0.0001, 0.9999))
def test_a_best_guess_is_the_median_and_quantiles_rise(a, b, c, p: float, q: float) -> None:
    low, best, high = sorted((a, b, c))
    assume(low * 1.0001 < best and best * 1.0001 < high)
    r = UNITS.value(f"{low!r} .. {best!r} .. {high!r} s")
    assert isinstance(r, Range) and r.kind == "two-piece lognormal"
    assert (r.quantile(0.05), r.quantile(0.5), r.median, r.quantile(0.95)) == (low, best, best, high)
    p, q = sorted((p, q))
    assert r.quantile(p) <= r.quantile(q) * (1 + 1e-12)
    assert abs(r.probability_below(r.quantile(p)) - p) < 1e-9


def test_published_examples() -> None:
    """2M to 8M has its median at 4M and not at 5M; 90 % to 99.9 % at 98.96 %."""
    assert UNITS.value("2M .. 8M").median == 4e6
    assert UNITS.value("90% .. 99.9%").median == pytest.approx(0.9896, abs=5e-5)
    three = UNITS.value("1000 .. 2000 .. 3000")
    assert [three.quantile(p) for p in (0.05, 0.5, 0.95)] == [1000, 2000, 3000]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "kind"),
    [
        ("1M .. 3M tweet", 1e6, 3e6, "tweet", "lognormal"),
        ("1k..5k", 1e3, 5e3, "1", "lognormal"),
        ("1..5 ms", 0.001, 0.005, "ms", "lognormal"),
        ("1k..5k req/s", 1e3, 5e3, "req/s", "lognormal"),
        ("8 us .. 20 us", 8e-6, 20e-6, "us", "lognormal"),
        ("900 MB .. 2 GB", 9e8, 2e9, "GB", "lognormal"),
        ("50 .. 70%", 0.5, 0.7, "%", "logit-normal"),
        ("50% .. 70%", 0.5, 0.7, "%", "logit-normal"),
        ("0.3 .. 0.7", 0.3, 0.7, "1", "logit-normal"),
        ("0.5x .. 0.9x", 0.5, 0.9, "x", "lognormal"),
        ("0.5 .. 1.5", 0.5, 1.5, "1", "lognormal"),
        ("10%/y .. 40%/y", 10 / 3153600000, 40 / 3153600000, "%/y", "lognormal"),
        ("10 .. 40%/y", 10 / 3153600000, 40 / 3153600000, "%/y", "lognormal"),
        ("2 .. 3", 2, 3, "1", "lognormal"),
        ("500 .. 1k", 500, 1000, "1", "lognormal"),
        ("1 .. 5/s", 1, 5, "1/s", "lognormal"),
        ("1k .. 5M", 1e3, 5e6, "1", "lognormal"),
        ("1 s .. 5 min", 1, 300, "min", "lognormal"),
        ("$1 .. $5", 1, 5, "USD", "lognormal"),
        ("10% .. 20% .. 40%", 0.1, 0.4, "%", "two-piece logit-normal"),
    ],
)
def test_ways_to_write_a_range(text: str, low: float, high: float, unit: str, kind: str) -> None:
    r = UNITS.value(text)
    assert isinstance(r, Range)
    assert (r.low.value, r.high.value, r.unit.text, r.kind) == (low, high, unit, kind)


def test_the_caller_may_know_whether_it_is_a_share() -> None:
    assert UNITS.value("0.3 .. 0.7", share=False).kind == "lognormal"
    assert UNITS.value("0.3 .. 0.7", share=True).kind == "logit-normal"
    with pytest.raises(UnitError):
        UNITS.value("0.5 .. 1.5", share=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("8M .. 2M", "upside down"),
        ("500 .. 2 GB", "give 500 its own unit"),
        ("5 .. 5", "two equal ends"),
        ("0 .. 5", "reaches zero"),
        ("-1 .. 3", "below zero"),
        ("-3 .. -1", "below zero"),
        ("50% .. 150%", "0.5 .. 1.5"),
        ("90% .. 100%", "99.9%"),
        ("0% .. 50%", "reaches zero"),
        ("1 .. 9 .. 3", "best guess"),
        ("1 .. 1 .. 3", "best guess"),
        ("1 ms .. 5", "first number only"),
        ("1 ms .. 5 GB", "different units"),
        ("1 req .. 5 ms", "different units"),
        ("10% .. 30%/y", "different units"),
        ("1 .. 5M", "1M .. 5M, or 1 .. 5,000,000"),
        ("1 .. 5M req/s", "1 .. 5,000,000 req/s"),
        ("1 .. ", "lacks an end"),
        (".. 5", "lacks an end"),
        ("..", "lacks an end"),
        ("1...5", "no range"),
        ("1 .. 2 .. 3 .. 4", "no range"),
        ("1 .. x", "no number"),
        ("1 .. 0M", "upside down"),
        ("1 .. 5m", "min or ms"),
    ],
)
def test_refused_with_the_mend(text: str, says: str) -> None:
    with pytest.raises(UnitError) as caught:
        UNITS.value(text)
    assert says in str(caught.value)
    assert caught.value.mend
    assert 0 <= caught.value.offset <= len(text)


@pytest.mark.parametrize("p", [0, 1, -1, 2, float("nan")])
def test_no_quantile_outside_of_probabilities(p: float) -> None:
    with pytest.raises(UnitError):
        UNITS.value("1 .. 2").quantile(p)


def test_a_range_says_its_convention() -> None:
    assert UNITS.value("2M .. 8M").describe() == "lognormal, p5 2 M, median 4 M, p95 8 M"
    assert UNITS.value("50% .. 70%").describe() == "logit-normal, p5 50%, median 60.4%, p95 70%"
    assert UNITS.value("1 .. 2 .. 8 ms").describe() == "two-piece lognormal, p5 1 ms, median 2 ms, p95 8 ms"


def test_a_value_without_dots_is_a_literal_and_both_have_a_value() -> None:
    single, spread = UNITS.value("5 ms"), UNITS.value("4 .. 9 ms")
    assert isinstance(single, Literal) and isinstance(spread, Range)
    assert (single.value, single.median) == (0.005, 0.005)
    assert spread.value == spread.median == pytest.approx(0.006)
    assert spread.dimension == single.dimension
