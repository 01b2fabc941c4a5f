"""Formulas and expressions over samples: each element as a single value has it, whatever the others are."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from nalsd.graph import (
    GuardError,
    Name,
    ceil,
    exp,
    floor,
    guard,
    minimum,
    normal_quantile,
    solve,
    sum_over,
    where,
)
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expression import parse
from nalsd.graph.functions import apart, sampling
from nalsd.graph.kernels import kernel_of
from nalsd.graph.vectors import evaluate_samples
from nalsd.units import STANDARD


def test_a_guard_notes_the_samples_outside() -> None:
    with sampling() as outside:
        guard(np.array([0.5, 1.5, 0.9, 2.0]) < 1, "below 1")
    ((mask, message),) = outside
    assert mask.tolist() == [False, True, False, True]
    assert message == "below 1"


def test_without_a_collector_it_refuses() -> None:
    with pytest.raises(GuardError, match="below 1"):
        guard(np.array([0.5, 1.5]) < 1, "below 1")


def test_a_guard_in_a_branch_holds_for_the_samples_that_take_it() -> None:
    x = np.array([1.0, 4.0, 9.0, -1.0])

    def root() -> object:
        guard(x >= 2, "too small")
        return x

    with sampling() as outside:
        found = where(x > 0, root, 0.0)
    assert found.tolist() == [1.0, 4.0, 9.0, 0.0]
    assert [mask.tolist() for mask, _ in outside] == [[True, False, False, False]]


@pytest.mark.parametrize("p", [1e-300, 1e-9, 0.05, 0.075, 0.42, 0.5, 0.925, 0.95, 1 - 1e-12])
def test_normal_quantiles_are_those_of_the_standard_library(p: float) -> None:
    found = normal_quantile(np.array([p, 0.3]))
    assert found[0] == pytest.approx(NormalDist().inv_cdf(p), rel=1e-14, abs=1e-14)


def test_a_normal_quantile_outside_has_no_value() -> None:
    assert np.isnan(normal_quantile(np.array([0.0, 1.0, -2.0]))).all()


@pytest.mark.parametrize(
    "text",
    ["a * b + a / b", "ceil(a / b) * 3", "min(a, b, 2)", "a ** 0.5 - b", "2 if a > b else b / (a + 1)"],
)
def test_an_expression_is_valued_element_by_element(text: str) -> None:
    expr = parse(text, STANDARD, {})
    a, b = np.array([0.5, 2.0, 7.25, 3.0]), np.array([1.0, 2.0, 0.125, 9.0])
    found = evaluate_samples(np, expr, {"a": a, "b": b})
    singly = [evaluate(expr, {"a": float(x), "b": float(y)}) for x, y in zip(a, b, strict=True)]
    assert found.tolist() == pytest.approx(singly, rel=1e-15)


def test_division_by_zero_takes_one_sample_only() -> None:
    found = evaluate_samples(np, Name("a") / Name("b"), {"a": 1.0, "b": np.array([0.0, 2.0])})
    assert math.isnan(found[0])
    assert found[1] == 0.5


def test_a_sum_over_counts_is_computed_once_a_combination() -> None:
    expr = sum_over(0, ceil(Name("n")), lambda k: exp(-k) * minimum(Name("n"), 2))
    kernel = kernel_of(expr)
    assert len(kernel.atoms) == 2, "the number of terms, and what stands still in them"
    n = np.repeat([1.0, 3.0, 2.0], 50)
    found = evaluate_samples(np, expr, {"n": n})
    for value, count in ((found[0], 1), (found[60], 3), (found[149], 2)):
        expected = sum(math.exp(-k) * min(count, 2) for k in range(count + 1))
        assert value == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("last", [5.0, np.array([5.0, 2.0, 0.0, 40.0])])
def test_few_samples_sum_all_their_terms_at_once(last: object) -> None:
    """A sum within a sum, its length fixed or each sample's own, as the loops of plain Python give it."""
    x = np.array([0.5, 2.0, 7.0, 1.25])

    def total(last: object, x: object) -> object:
        return sum_over(1, last, lambda k: x / k + sum_over(0, k, lambda j: exp(-j * x)))

    with apart() as outside:
        found = np.broadcast_to(total(last, x), 4)
    assert outside == []
    for value, each, until in zip(found, x, np.broadcast_to(last, 4), strict=True):
        terms = (each / k + sum(math.exp(-j * each) for j in range(k + 1)) for k in range(1, int(until) + 1))
        assert value == pytest.approx(sum(terms), rel=1e-14)


def test_a_sum_whose_terms_are_alike_counts_them() -> None:
    with apart():
        assert sum_over(1, 6, lambda k: np.array([2.0, 3.0])).tolist() == [12.0, 18.0]


def test_roots_are_found_where_they_are() -> None:
    """x^3 = n has a root that is known; where both ends lie on one side there is none."""
    n = np.array([8.0, 27.0, 1e-6, 1000.0, 2000.0])
    found = solve(lambda x: x * x * x - n, np.zeros(5), 10.0)
    assert found[:4] == pytest.approx([2.0, 3.0, 0.01, 10.0], rel=1e-12)
    assert math.isnan(found[4])


def test_a_jump_is_found_by_halvings() -> None:
    """A step has no slope to follow: 34 halvings find the whole number above which it is true."""
    jump = np.array([3.0, 1_000_000.0, 17.0])
    found = solve(lambda x: where(floor(x) >= jump, 1.0, -1.0), -1.0, 4e9, steps=64)
    assert np.round(found).tolist() == jump.tolist()


def test_a_branch_that_no_sample_takes_is_not_computed() -> None:
    def never() -> object:
        raise AssertionError("nobody asked")

    assert where(np.array([3.0, 4.0]) > 2, 1.0, never).tolist() == [1.0, 1.0]
    assert where(np.array([3.0, 4.0]) < 2, never, 5.0).tolist() == [5.0, 5.0]
