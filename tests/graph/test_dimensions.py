"""Dimensions follow from the terms; a clash names the smallest part that is at fault."""

from __future__ import annotations

import pytest

from nalsd.graph import (
    Citation,
    Formula,
    exp,
    formula,
    iterate,
    log,
    maximum,
    parse,
    solve,
    sqrt,
    sum_over,
    where,
)
from nalsd.graph.dimensions import FaultyPart, infer
from nalsd.graph.expr import Const, Expr, Name, Op
from nalsd.graph.formula import substitute, symbol_dimension
from nalsd.physics import FORMULAS
from nalsd.units import ONE, STANDARD, Dimension

UNITS = {
    "size": "B",
    "rate": "request/s",
    "time": "s",
    "cores": "core",
    "nodes": "node",
    "link": "B/s",
    "n": "1",
    "clicks": "click/s",
    "price": "USD",
    "load": "packet/s",
}
OTHER = STANDARD.declare(["click", "post"])


def of(name: str) -> Dimension:
    return OTHER.unit(UNITS[name]).dimension


def read(text: str) -> Expr:
    return parse(text, OTHER, FORMULAS)


def dimension(text: str) -> str:
    return str(infer(read(text), of) or ONE)


class TestResults:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("size / time", "B/s"),
            ("link * time + size", "B"),
            ("size ** 2", "B^2"),
            ("size ** -1", "1/B"),
            ("size ** 0", "1"),
            ("(size / 1 B) ** 0.5", "1"),
            ("rate * 500 B/request", "B/s"),
            ("nodes - 1", "node"),
            ("max(cores, 4)", "core"),
            ("max(size, 0)", "B"),
            ("0 if n > 1 else size", "B"),
            ("ceil(cores / 3)", "core"),
            ("ceil(size / 1 GB)", "1"),
            ("log(size / 1 B)", "1"),
            ("sqrt(nodes)", "node"),
            ("2 * n + 1", "1"),
            ("50% * link", "B/s"),
            ("clicks + rate", "click/s"),
            ("rate + clicks", "click/s"),
            ("abs(size - 5 MB)", "B"),
            ("-size", "B"),
            ("price / 1 month_730h", "USD/s"),
        ],
    )
    def test_of_expressions(self, text: str, expected: str) -> None:
        """Worked out by hand from the units of the names above."""
        assert dimension(text) == expected

    def test_of_bodies(self) -> None:
        """The running variable of a sum counts; that of an iteration or a solution is what it begins with."""
        assert str(infer(sum_over(1, Name("n"), lambda k: Name("size") * k), of)) == "B"
        assert str(infer(iterate(Name("size"), lambda x: x / 2 + Name("size")), of)) == "B"
        assert str(infer(solve(lambda x: x - Name("size"), 0, Name("size")), of)) == "B"

    def test_of_calls(self) -> None:
        assert dimension("packets_per_message(size, 1460 B/packet)") == "packet/message"
        assert dimension("peak_factor(5 B/s, 2 B/s)") == "1"
        assert dimension("daily_count(rate)") == "request"
        assert dimension("daily_count(clicks)") == "click"


CLASHES = [
    ("size + time", "in `size + time`: cannot put [B] and [s] together"),
    ("2 * (size + link) / n", "in `size + link`: cannot put [B] and [B/s] together"),
    ("size + 3", "in `size + 3`: a bare number stands beside [B]"),
    ("max(size, 5)", "in `max(size, 5)`: a bare number stands beside [B]"),
    ("size > 5", "in `size > 5`: a bare number stands beside [B]"),
    ("cores + nodes", "in `cores + nodes`: cannot put [core] and [node] together"),
    ("load + rate", "in `load + rate`: cannot put [packet/s] and [request/s] together"),
    ("ceil(size)", "in `⌈size⌉`: cannot round [B]"),
    ("floor(link * 1 s)", "in `⌊link × 1 s⌋`: cannot round [B]"),
    ("exp(time)", "in `exp(time)`: needs a pure number, not [s]"),
    ("1 + log(size)", "in `ln(size)`: needs a pure number, not [B]"),
    ("sqrt(size)", "[B] has no square root"),
    ("2 ** time", "an exponent must be a pure number, this one is [s]"),
    ("size ** n", "cannot be raised to a power that is not a whole constant"),
    ("size ** 0.5", "cannot be raised to a power that is not a whole constant"),
    ("size if n > 1 else time", "cannot put [B] and [s] together"),
    ("packets_per_message(time, 1460 B/packet)", "`message` of packets_per_message is in B/message"),
    (
        "packets_per_message(500, 1460 B/packet)",
        "`message` of packets_per_message is in B/message, not a bare number",
    ),
    ("peak_factor(rate, size)", "`average` of peak_factor is in ?a/s"),
    ("((((size ** 8) ** 8) ** 8) ** 8)", "to the power"),
]


@pytest.mark.parametrize(("text", "message"), CLASHES)
def test_a_clash_names_the_part_at_fault(text: str, message: str) -> None:
    with pytest.raises(FaultyPart) as caught:
        infer(read(text), of)
    assert message in caught.value.message


def test_a_clash_says_what_is_missing() -> None:
    with pytest.raises(FaultyPart) as caught:
        infer(read("link + size"), of)
    assert "1/s" in caught.value.mend
    with pytest.raises(FaultyPart) as caught:
        infer(read("size + 3"), of)
    assert "give the number a unit, for example B" in caught.value.mend


def test_the_part_knows_its_column() -> None:
    with pytest.raises(FaultyPart) as caught:
        infer(read("n * (size + time)"), of)
    assert caught.value.part.column == 5
    with pytest.raises(FaultyPart) as caught:
        infer(read("n * ceil(size)"), of)
    assert caught.value.part.column == 4


def test_guards_inside_a_sum_are_held_too() -> None:
    from nalsd.graph import guard

    def term(k):
        guard(k < Name("size"), "too many")
        return k

    with pytest.raises(FaultyPart, match="bare number stands beside"):
        infer(sum_over(1, Name("n"), term), of)


class TestUnitVariables:
    def declared(self, gives: str, one: str, other: str) -> Formula:
        return formula(
            "V",
            symbols={"one": (one, "one"), "other": (other, "other")},
            gives=(gives, "r"),
            source=Citation("a test"),
        )(lambda one, other: one * other)

    def test_bind_to_what_is_given_first(self) -> None:
        found = self.declared("?a", "?a/s", "s")
        assert str(found.dimension([STANDARD.unit("B/s").dimension, STANDARD.unit("s").dimension])) == "B"

    def test_two_of_them_are_apart(self) -> None:
        found = self.declared("?a*?b", "?a", "?b")
        assert str(found.dimension([of("cores"), of("time")])) == "s*core"

    def test_one_that_nothing_binds_is_no_dimension(self) -> None:
        """A bare number binds nothing; the name of the variable must not become a unit."""
        assert substitute(symbol_dimension("?a/s"), {}) == STANDARD.unit("1/s").dimension
        found = self.declared("?a", "?a", "1")
        assert found.dimension([None, None]) == ONE

    def test_must_be_the_same_everywhere(self) -> None:
        found = FORMULAS["utilisation"]
        with pytest.raises(ValueError, match="`supply` of utilisation is in \\?a/node"):
            found.dimension([of("cores"), of("link"), of("nodes")])


class TestDeclaredFormulas:
    def declared(self, body, gives: str, **symbols: str) -> Formula:
        return formula(
            "D",
            symbols={n: (u, n) for n, u in symbols.items()},
            gives=(gives, "r"),
            source=Citation("a test"),
        )(body)

    def test_agree_with_their_body(self) -> None:
        assert (
            self.declared(lambda size, time: size / time, "B/s", size="B", time="s").check_dimensions() == []
        )

    def test_a_result_in_another_unit_is_told(self) -> None:
        wrong = self.declared(lambda size, time: size * time, "B/s", size="B", time="s").check_dimensions()
        assert wrong == ["<lambda>.result: declared B/s, the body gives B*s"]

    def test_a_clash_in_the_body_is_told(self) -> None:
        wrong = self.declared(lambda size, time: size + time, "B", size="B", time="s").check_dimensions()
        assert "in `size + time`" in wrong[0]

    def test_a_clash_in_a_guard_is_told(self) -> None:
        from nalsd.graph import guard

        def body(size):
            guard(size > 1, "too small")
            return size

        wrong = self.declared(body, "B", size="B").check_dimensions()
        assert "guard 'too small'" in wrong[0] and "bare number" in wrong[0]


def test_mathematics_of_counts() -> None:
    """Square-root staffing adds √cores to cores; a bare 0 is 0 of anything."""
    assert str(infer(Name("cores") + 2 * sqrt(Name("cores")), of)) == "core"
    assert str(infer(maximum(0, Name("link")), of)) == "B/s"
    assert infer(exp(Const(2.0)) + log(Const(2.0)), of) is None
    assert str(infer(where(Name("n") > 0, Name("size"), 0), of)) == "B"
    assert isinstance(Op("add", Name("size"), 1.0).args[1], Const)
