"""A derivation shows formula, values and result; who recomputes from what is shown gets what is shown."""

from __future__ import annotations

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nalsd.analysis import analyse
from nalsd.checks.derivation import readable
from nalsd.designs import load_design
from nalsd.graph import Citation, Graph, derive, formula, parse, show
from nalsd.graph.derivation import RESULT_DIGITS
from nalsd.graph.evaluate import evaluate
from nalsd.units import STANDARD

SOURCE = Citation("a test")


def declared(body, gives: tuple[str, str], **symbols: str):
    return formula("T", symbols={n: (u, f"the {n}") for n, u in symbols.items()}, gives=gives, source=SOURCE)(
        body
    )


PAYLOAD = declared(lambda rate, size: rate * size, ("B/s", "r"), rate="request/s", size="B/request")
VOLUME = declared(
    lambda average, size, day=86400.0: average * size * day,
    ("B", "v"),
    average="request/s",
    size="B/request",
    day="s",
)


def graph_of(**literals: str) -> Graph:
    graph = Graph()
    for id, text in literals.items():
        graph.given(id, STANDARD.literal(text), label=f"The {id}", role="assumption")
    return graph


class TestShows:
    def test_formula_values_and_result(self) -> None:
        graph = graph_of(click="5M/s", size="500 B")
        graph.define(
            "payload", PAYLOAD, label="Payload", unit="bit/s", role="peak", rate="click", size="size"
        )
        found = derive(graph, "payload")
        assert found.formula_text == "rate × size"
        assert found.substituted_text == "5M/s × 500 B"
        assert found.result_text == "20 Gbps"
        assert [(i.symbol, i.quantity, i.label, i.shown) for i in found.ingredients] == [
            ("rate", "click", "The click", "5M/s"),
            ("size", "size", "The size", "500 B"),
        ]

    def test_what_is_stated_as_it_was_written(self) -> None:
        graph = graph_of(size="1.10 GiB", rate="250K QPS/core")
        graph.express("x", parse("size * 2", STANDARD), label="X", role="size")
        assert derive(graph, "x").substituted_text == "1.10 GiB × 2"

    def test_computed_operands_with_two_more_digits(self) -> None:
        graph = graph_of(a="1 B", b="3")
        graph.express("third", parse("a / b", STANDARD), label="Third", role="size", unit="B")
        graph.express("x", parse("third * 2", STANDARD), label="X", role="size", unit="B")
        assert derive(graph, "x").substituted_text == "0.33333 B × 2"
        assert derive(graph, "x").result_text == "0.667 B"

    def test_constants_that_the_formula_brings_along(self) -> None:
        """Nobody states the length of a day, and the reader needs it."""
        graph = graph_of(average="2M/s", size="500 B")
        graph.define("v", VOLUME, label="V", unit="B", role="volume", average="average", size="size")
        found = derive(graph, "v")
        assert found.substituted_text == "2M/s × 500 B × 1 d"
        assert ("day", None, "the day", "1 d") in [
            (i.symbol, i.quantity, i.label, i.shown) for i in found.ingredients
        ]

    def test_lists_in_their_order(self) -> None:
        from nalsd.graph import total

        many = formula(
            "Sum", symbols={"parts": ("?a", "a part", {"many": True})}, gives=("?a", "s"), source=SOURCE
        )(lambda parts: total(parts))
        graph = graph_of(b="2 B", a="3 B")
        graph.define("x", many, label="X", unit="B", role="size", parts=["b", "a", STANDARD.literal("5 B")])
        assert derive(graph, "x").substituted_text == "2 B + 3 B + 5 B"

    def test_stated_quantities_have_none(self) -> None:
        assert derive(graph_of(a="1 B"), "a") is None

    def test_unknown_operands_are_called_so(self) -> None:
        graph = graph_of(a="1 B")
        graph.given("supply", None, label="Supply", unit="B", role="supply")
        graph.express("x", parse("a / supply", STANDARD), label="X", role="ratio")
        assert derive(graph, "x").substituted_text == "1 B / unknown"
        assert derive(graph, "x").result_text == "unknown"

    def test_mathml_is_well_formed_whatever_authors_call_things(self) -> None:
        graph = Graph()
        graph.given("a", STANDARD.literal("3 B"), label='<b>Bytes & more</b> "x"', role="size")
        graph.express("x", parse("a * 2", STANDARD), label="</math><script>", role="size")
        found = derive(graph, "x")
        for part in (found.formula_mathml, found.substituted_mathml, found.result_mathml):
            ElementTree.fromstring(f"<math>{part}</math>")
        assert "<script" not in found.formula_mathml and "<b>" not in found.formula_mathml


FORMULAS = [
    "a * b",
    "a * b / c",
    "a / (b + c)",
    "a * (1 + c) / b",
    "(a + b) / (1 - c / 10)",
    "a ** 2 / b",
    "sqrt(a) * b",
    "max(a, b) / c",
    "a / b * c / 3",
    "min(a, c) * b ** -1",
    "2.5 * a + b * c",
]
"""Formulas without subtraction of near values: there no number of shown digits is enough."""

NUMBERS = some.floats(0.011, 9e7, allow_nan=False).map(lambda x: float(f"{x:.12g}"))


@pytest.mark.parametrize("text", FORMULAS)
@settings(max_examples=30, deadline=None, derandomize=True)
@given(a=NUMBERS, b=NUMBERS, c=some.floats(0.011, 4.9))
def test_recomputing_from_what_is_shown_gives_what_is_shown(text: str, a: float, b: float, c: float) -> None:
    """Operands of five digits are off by at most 5e-5 each, less than a fifth of the last of three digits in
    all: what a reader computes rounds to what is shown, or lies at the edge between two of its last digits.
    """
    graph = Graph()
    for id, value in (("a", a), ("b", b), ("c", c)):
        graph.given(f"{id}_in", value, label=id, unit="1", role="assumption")
        graph.express(id, parse(f"{id}_in * 1", STANDARD), label=id, unit="1", role="computed")
    graph.express("x", parse(text, STANDARD), label="X", unit="1", role="computed")
    found = derive(graph, "x")
    shown = {i.symbol: f"({number(i.shown)!r})" for i in found.ingredients}
    typed = re.sub(r"\b[abc]\b", lambda m: shown[m[0]], text)
    recomputed = evaluate(parse(typed, STANDARD), {})
    last_digit = 10.0 ** (math.floor(math.log10(abs(recomputed))) - 2)
    assert abs(recomputed - number(found.result_text)) <= 0.7 * last_digit


def number(text: str) -> float:
    return STANDARD.literal(text).value


@pytest.mark.parametrize("slug", ["l4-load-balancer", "task-scheduler"])
def test_every_derivation_of_a_design_can_be_recomputed(slug: str) -> None:
    """From the operands as they are shown, units and all."""
    graph = analyse(load_design(Path("designs") / slug), alternatives=False).graph
    tried = 0
    for quantity in graph:
        if quantity.expr is None or isinstance(quantity.value, str | None) or not readable(quantity.expr):
            continue
        found = derive(graph, quantity.id)
        typed = {i.symbol: number(i.shown) for i in found.ingredients if i.shown[0] in "-0123456789"}
        if len(typed) < len(found.ingredients):
            continue
        again = evaluate(quantity.expr, typed)
        assert show(again, quantity.unit, RESULT_DIGITS) == found.result_text, quantity.id
        tried += 1
    assert tried > 400
