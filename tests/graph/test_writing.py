"""Expressions as readers see them: well-formed MathML and text, in order, with nothing ambiguous."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from nalsd.graph import (
    Citation,
    Name,
    argmax,
    both,
    ceil,
    either,
    formula,
    iterate,
    lookup,
    negate,
    parse,
    show,
    solve,
    sqrt,
    sum_over,
    where,
)
from nalsd.graph.expr import Const, Expr, Op
from nalsd.graph.operations import OPERATIONS
from nalsd.graph.writing import number_markup, symbol_markup, to_mathml, to_text
from nalsd.units import STANDARD

A, B, C = Name("a"), Name("b"), Name("c")


def mathml(expr: Expr, name=None) -> ElementTree.Element:
    return ElementTree.fromstring(f"<math>{to_mathml(expr, name)}</math>")


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).replace("\u00a0", " ")


class TestText:
    @pytest.mark.parametrize(
        ("expr", "text"),
        [
            (A - (B - C), "a − (b − c)"),
            ((A - B) - C, "a − b − c"),
            (A - (B + C), "a − (b + c)"),
            (A * (B + C), "a × (b + c)"),
            ((A + B) / C, "(a + b) / c"),
            (A / (B * C), "a / (b × c)"),
            (A / (B / C), "a / (b / c)"),
            ((A / B) / C, "a / b / c"),
            ((A * B) ** 2, "(a × b)^2"),
            (A ** (B + 1), "a^(b + 1)"),
            ((A**B) ** C, "(a^b)^c"),
            (-(A + B), "−(a + b)"),
            ((-A) ** 2, "(−a)^2"),
            (-(A**2), "−a^2"),
            (A - (-B), "a − −b"),
            (ceil(A / B), "⌈a / b⌉"),
            (sqrt(A + 1), "√(a + 1)"),
            (where(A > B, A, 0), "(a if a > b else 0)"),
            (both(either(A > 1, B > 1), C > 1), "(a > 1 or b > 1) and c > 1"),
            (either(both(A > 1, B > 1), C > 1), "a > 1 and b > 1 or c > 1"),
            (negate(A > B), "not (a > b)"),
            (argmax({"cpu": A, "disk": B}), "arg max(CPU: a, disk: b)"),
            (Const(5.0, STANDARD.unit("s"), "5 s") ** 2, "(5 s)^2"),
            (Const(-5.0) ** 2, "(-5)^2"),
        ],
    )
    def test_has_the_parentheses_it_needs(self, expr: Expr, text: str) -> None:
        assert to_text(expr) == text

    def test_sums_say_over_what(self) -> None:
        assert to_text(sum_over(1, A, lambda k: k + B)) == "∑(k = 1 … a) (k + b)"
        assert to_text(1 / sum_over(1, A, lambda k: 1 / k)) == "1 / (∑(k = 1 … a) 1 / k)"

    @pytest.mark.parametrize(
        "text",
        [
            "a - (b - c) * 2",
            "a / (b / c) / -a",
            "(a ** 2) ** b",
            "-(a - b) * c",
            "2 - -a",
            "a * b / (c * a)",
            "max(a, b - c) - min(c, a) / 2",
            "ceil(a / b) * floor(c)",
            "1 / (1 + exp(-a)) ** 2",
        ],
    )
    def test_reads_back_to_the_same_value(self, text: str) -> None:
        """What is printed, typed in again, is the same formula: parentheses and order are right."""
        from nalsd.graph.evaluate import evaluate

        values = {"a": 3.7, "b": 2.2, "c": 5.9}
        expr = parse(text, STANDARD)
        again = to_text(expr)
        for sign, typed in (("−", "-"), ("×", "*"), ("^", "**"), ("/", " / ")):
            again = again.replace(sign, typed)
        again = re.sub("⌈(.*?)⌉", r"ceil(\1)", again)
        again = re.sub("⌊(.*?)⌋", r"floor(\1)", again)
        assert evaluate(parse(again, STANDARD), values) == pytest.approx(evaluate(expr, values), rel=1e-14)


EVERY = {
    "call": lambda op: Op(
        "call",
        A,
        B,
        extra=formula(
            "F", symbols={"x": ("1", "x"), "y": ("1", "y")}, gives=("1", "r"), source=Citation("s")
        )(lambda x, y: x + y),
    ),
    "sum": lambda op: sum_over(A, B, lambda k: k * C),
    "iterate": lambda op: iterate(A, lambda x: x / B),
    "solve": lambda op: solve(lambda x: x - C, A, B),
    "argmax": lambda op: argmax({"<cpu>": A, "disk & co": B}),
    "lookup": lambda op: lookup({"<cpu>": 1.0}, A),
    "where": lambda op: where(A > B, C, 0),
}


class TestMathml:
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_of_every_operation_is_well_formed(self, name: str) -> None:
        build = EVERY.get(name)
        one = name in (
            "neg",
            "ceil",
            "floor",
            "abs",
            "sqrt",
            "exp",
            "expm1",
            "log",
            "sin",
            "cos",
            "asin",
            "lgamma",
            "normal_quantile",
            "negate",
        )
        expr = build(name) if build else Op(name, A) if one else Op(name, A, B)
        found = mathml(expr * 2 + expr / expr)
        assert words(found)
        allowed = {
            "math",
            "mrow",
            "mi",
            "mo",
            "mn",
            "mtext",
            "mspace",
            "mfrac",
            "msup",
            "msub",
            "msqrt",
            "munderover",
            "mtable",
            "mtr",
            "mtd",
        }
        assert {element.tag for element in found.iter()} <= allowed

    def test_keeps_the_order(self) -> None:
        assert words(mathml((C - A) / (1 + B + A))) == "c−a1+b+a"
        fraction = mathml((C - A) / (1 + B + A)).find("mfrac")
        assert [words(part) for part in fraction] == ["c−a", "1+b+a"]

    def test_needs_no_parentheses_in_a_fraction(self) -> None:
        assert words(mathml((A + B) / (C + 1))) == "a+bc+1"
        assert words(mathml(A * (B / C))) == "a×bc"

    def test_sums_and_fractions_under_a_power_are_bracketed(self) -> None:
        assert words(mathml((A + B) ** 2).find("msup")[0]) == "(a+b)"
        assert words(mathml((A / B) ** 2).find("msup")[0]) == "(ab)"

    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>", "a & b", '"quoted"', "x < y", "]]>", "𝛼 → β"]
    )
    def test_text_of_authors_is_escaped(self, text: str) -> None:
        close = text.replace(" ", "")
        for found in (
            mathml(A + B, lambda name: number_markup(text)),
            ElementTree.fromstring(f"<math>{symbol_markup(text)}</math>"),
            mathml(A + Const(1.0, None, text)),
        ):
            assert close in words(found).replace(" ", "")

    def test_comparisons_are_escaped(self) -> None:
        assert words(mathml(where(A < B, A, B))) == "{aif a<bbotherwise"

    def test_subscripts_follow_the_first_underscore(self) -> None:
        found = mathml(Name("demand_of_all"))
        assert [words(part) for part in found.find("msub")] == ["demand", "of all"]

    def test_units_stand_apart(self) -> None:
        found = mathml(A * B, lambda name: number_markup("2.5 GB/s"))
        assert [e.text for e in found.iter("mn")] == ["2.5", "2.5"]
        assert [e.text for e in found.iter("mtext")] == ["GB/s", "GB/s"]

    def test_a_value_with_a_unit_is_bracketed_under_a_power(self) -> None:
        assert words(mathml(Const(2.0, None, "2 s") ** 2)).startswith("(2s)")


@pytest.mark.parametrize(
    ("category", "words"),
    [("cpu", "CPU"), ("disk_iops", "disk IOPS"), ("disk_capacity", "disk capacity"), ("post_db", "post DB")],
)
def test_categories_are_shown_in_words(category: str, words: str) -> None:
    assert show(category, None) == words
