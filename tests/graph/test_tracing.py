"""Formulas are plain functions: of floats they give floats, of symbols what they compute, as written."""

from __future__ import annotations

import pytest

from nalsd.graph import (
    Citation,
    Formula,
    GuardError,
    Name,
    argmax,
    both,
    ceil,
    formula,
    guard,
    iterate,
    lookup,
    maximum,
    minimum,
    product,
    solve,
    sqrt,
    sum_over,
    total,
    where,
)
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import names, walk
from nalsd.graph.writing import to_text

SOURCE = Citation("a test")
A, B, N = Name("a"), Name("b"), Name("n")


def declared(function, **symbols) -> Formula:
    return formula(
        "A test", symbols={n: (u, n) for n, u in symbols.items()}, gives=("1", "r"), source=SOURCE
    )(function)


class TestOrder:
    def test_terms_stay_as_written(self) -> None:
        assert to_text((N - A) / (1 + B + A)) == "(n − a) / (1 + b + a)"
        assert names(maximum(B, A, N)) == ["b", "a", "n"]

    def test_nothing_is_cancelled_or_folded(self) -> None:
        assert to_text(A * B / A) == "a × b / a"
        assert to_text(A + 0) == "a + 0"
        assert to_text(maximum(A, 0)) == "max(a, 0)"

    def test_lists_keep_their_order(self) -> None:
        assert to_text(total([A, B, N])) == "a + b + n"
        assert to_text(product([N, A])) == "n × a"
        assert total([]) == 0.0 and product([]) == 1.0

    def test_right_operands_that_are_numbers(self) -> None:
        assert to_text(1 - A) == "1 − a"
        assert to_text(2 / (3**A)) == "2 / 3^a"


class TestTruth:
    def test_if_on_a_traced_value_says_what_to_write(self) -> None:
        with pytest.raises(TypeError, match="where\\(condition, a, b\\) instead of `if`"):
            if A > B:
                pass

    def test_builtin_max_and_chained_comparisons_too(self) -> None:
        with pytest.raises(TypeError, match="maximum/minimum"):
            max(A, B)
        with pytest.raises(TypeError, match="both/either"):
            0 < A < 1  # noqa: B015

    def test_a_formula_with_an_if_fails_when_it_is_traced(self) -> None:
        broken = declared(lambda x: x if x > 1 else 1.0, x="1")
        assert broken(3.0) == 3.0
        with pytest.raises(TypeError, match="no truth"):
            broken.trace()


class TestGuards:
    def test_of_floats_they_raise(self) -> None:
        with pytest.raises(GuardError, match="n must be positive"):
            guard(0.0 > 0, "n must be positive")
        assert guard(1.0 > 0, "n must be positive") is None

    def test_traced_they_are_recorded_in_order(self) -> None:
        def body(x, y):
            guard(x > 0, "first")
            guard(both(y > 0, y < 1), "second")
            return x / y

        trace = declared(body, x="1", y="1").trace()
        assert [message for _, message in trace.guards] == ["first", "second"]
        assert to_text(trace.guards[1][0]) == "y > 0 and y < 1"

    def test_in_a_branch_they_hold_only_there(self) -> None:
        def inner(x):
            guard(x > 0, "x must be positive")
            return 1 / x

        trace = declared(lambda x: where(x > 5, lambda: inner(x - 5), 0.0), x="1").trace()
        ((condition, _),) = trace.guards
        assert evaluate(condition, {"x": 3.0}) is True
        assert evaluate(trace.outputs["result"], {"x": 3.0}) == 0.0
        assert evaluate(trace.outputs["result"], {"x": 7.0}) == 0.5

    def test_of_a_branch_with_no_value_elsewhere(self) -> None:
        """The recorded guard of the second branch divides by zero where only the first is taken."""

        def body(x):
            def second():
                guard(1 / x < 2, "x is small")
                return 1 / x

            return where(x > 0, second, 0.0)

        ((condition, _),) = declared(body, x="1").trace().guards
        assert evaluate(condition, {"x": 0.0}) is True
        assert evaluate(condition, {"x": 0.25}) is False

    def test_in_a_sum_they_hold_for_each_term(self) -> None:
        """They speak of the running variable and so belong to the body, not to the formula."""

        def body(n):
            def term(k):
                guard(k < 5, "a term is below 5")
                return k

            return sum_over(1, n, term)

        found = declared(body, n="1")
        trace = found.trace()
        assert trace.guards == ()
        assert evaluate(trace.outputs["result"], {"n": 4.0}) == found(4.0) == 10.0
        for run in (lambda: evaluate(trace.outputs["result"], {"n": 5.0}), lambda: found(5.0)):
            with pytest.raises(GuardError, match="a term is below 5"):
                run()


class TestSums:
    def test_both_ends_are_included(self) -> None:
        assert sum_over(1, 100, lambda k: k) == 5050
        assert sum_over(3, 3, lambda k: k) == 3
        assert sum_over(4, 3, lambda k: k) == 0

    def test_are_bounded(self) -> None:
        assert sum_over(1, 1000, lambda k: 1.0) == 1000
        with pytest.raises(GuardError, match="1001 terms is longer than the 1000"):
            sum_over(1, 1001, lambda k: 1.0)
        with pytest.raises(GuardError):
            sum_over(1, float("inf"), lambda k: 1.0)
        with pytest.raises(GuardError):
            sum_over(1, 4, lambda k: 1.0, most=3)

    def test_the_bound_holds_traced_too(self) -> None:
        found = sum_over(1, N, lambda k: 1 / k, most=10)
        assert evaluate(found, {"n": 3.0}) == pytest.approx(1 + 1 / 2 + 1 / 3)
        with pytest.raises(GuardError, match="11 terms"):
            evaluate(found, {"n": 11.0})

    def test_nested_and_with_names_in_the_body_only(self) -> None:
        def triangle(x):
            return sum_over(1, 3, lambda i: sum_over(1, i, lambda j: x * j))

        trace = declared(triangle, x="1").trace()
        assert evaluate(trace.outputs["result"], {"x": 2.0}) == triangle(2.0) == 2 * (1 + 3 + 6)

    def test_ends_that_a_float_misses_by_a_hair(self) -> None:
        """0.1 + 0.2 over 0.1 is 3.0000000000000004, and 3 less a bit is still 3."""
        assert sum_over(1, (0.1 + 0.2) / 0.1, lambda k: k) == 6
        assert sum_over(1, 2.9999999999999996, lambda k: k) == 6


class TestIterations:
    def test_settle_on_the_value(self) -> None:
        """x = 100 + x/1000 has the solution 100/(1 - 1/1000)."""
        assert iterate(100.0, lambda x: 100 + x / 1000, 5) == pytest.approx(100 / 0.999, rel=1e-12)

    def test_that_do_not_settle_are_refused(self) -> None:
        with pytest.raises(GuardError, match="has not settled after 8 steps"):
            iterate(1.0, lambda x: 2 * x)
        with pytest.raises(GuardError, match="has not settled"):
            evaluate(iterate(A, lambda x: 2 * x), {"a": 1.0})

    def test_have_one_to_eight_steps(self) -> None:
        for times in (0, 9):
            with pytest.raises(ValueError, match="one to eight"):
                iterate(1.0, lambda x: x, times)


class TestSolutions:
    def test_of_a_rising_and_a_falling_function(self) -> None:
        assert solve(lambda x: x * x - 2, 0, 2) == pytest.approx(2**0.5, rel=1e-15)
        assert solve(lambda x: 2 - x * x, 0, 2) == pytest.approx(2**0.5, rel=1e-15)

    def test_at_an_end(self) -> None:
        assert solve(lambda x: x - 1, 1, 2) == 1
        assert solve(lambda x: 2 - x, 1, 2) == 2

    def test_without_one_are_refused(self) -> None:
        with pytest.raises(GuardError, match="no solution between 3 and 4"):
            solve(lambda x: x - 2, 3, 4)
        with pytest.raises(GuardError, match="no solution"):
            evaluate(solve(lambda x: x - A, 3, 4), {"a": 2.0})

    def test_traced_with_a_name_in_the_body_only(self) -> None:
        found = declared(lambda a: solve(lambda x: x**3 - a, 0, 10), a="1")
        assert evaluate(found.trace().outputs["result"], {"a": 27.0}) == found(27.0) == pytest.approx(3)


class TestChoices:
    def test_argmax_gives_the_first_of_equals(self) -> None:
        assert argmax({"cpu": 2.0, "network": 3.0, "disk": 3.0}) == "network"
        assert evaluate(argmax({"cpu": A, "network": B}), {"a": 1.0, "b": 1.0}) == "cpu"

    def test_lookup_by_a_computed_category(self) -> None:
        found = lookup({"cpu": 1.0, "network": 2.0}, argmax({"cpu": A, "network": B}))
        assert evaluate(found, {"a": 1.0, "b": 5.0}) == 2.0
        with pytest.raises(GuardError, match="'disk' is not one of"):
            lookup({"cpu": 1.0}, "disk")

    def test_where_takes_one_branch_only(self) -> None:
        assert where(1.0 > 0, 5.0, lambda: 1 / 0.0) == 5.0
        assert evaluate(where(A > 0, lambda: 1 / A, 0.0), {"a": 0.0}) == 0.0

    def test_a_category_shapes_the_trace(self) -> None:
        def body(x, way):
            return x if way == "out" else 2 * x

        found = formula(
            "Ways",
            symbols={"x": ("1", "x"), "way": ("choice", "w", {"choices": ["out", "back"]})},
            gives=("1", "r"),
            source=SOURCE,
        )(body)
        assert to_text(found.trace({"way": "out"}).outputs["result"]) == "x"
        assert to_text(found.trace({"way": "back"}).outputs["result"]) == "2 × x"


def test_lists_are_traced_by_their_length() -> None:
    found = formula("List", symbols={"parts": ("1", "p", {"many": True})}, gives=("1", "r"), source=SOURCE)(
        lambda parts: total(parts)
    )
    assert to_text(found.trace({"parts": [0.0] * 3}).outputs["result"]) == "parts[0] + parts[1] + parts[2]"
    assert to_text(found.trace({"parts": ["a"]}).outputs["result"]) == "parts[0]"


def test_declarations_must_match_the_parameters() -> None:
    with pytest.raises(TypeError, match="differ"):
        formula("Wrong", symbols={"y": ("1", "y")}, gives=("1", "r"), source=SOURCE)(lambda x: x)


def test_numbers_at_once_expressions_as_nodes() -> None:
    assert ceil(2.1) == 3.0 and minimum(4.0, 2.0) == 2.0 and sqrt(9.0) == 3.0
    assert [type(node).__name__ for node in walk(ceil(A / 2))] == ["Op", "Op", "Name", "Const"]


def test_a_body_without_symbols_is_computed_at_once() -> None:
    """Summing constants while a formula is traced must not build a node that means nothing."""
    trace = declared(lambda x: x * sum_over(1, 3, lambda k: k), x="1").trace()
    assert to_text(trace.outputs["result"]) == "x × 6"
