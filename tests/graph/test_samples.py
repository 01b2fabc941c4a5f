"""Formulas and expressions over samples: each element as a single value has it, whatever the others are."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from nalsd.graph import GuardError, Name, ceil, exp, guard, minimum, normal_quantile, sum_over, where
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expression import parse
from nalsd.graph.functions import sampling
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
