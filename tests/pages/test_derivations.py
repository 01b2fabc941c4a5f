"""Derivations: formula, values, result, linked inputs and sources; where a stated number was stated."""

from __future__ import annotations

from nalsd.graph import Citation, Graph
from nalsd.pages.derivations import citation, derivation, folded
from nalsd.pages.scope import Scope
from nalsd.units import STANDARD
from tests.pages.conftest import soup, well_formed


def test_a_computed_figure_shows_formula_values_and_result(graph: Graph, scope: Scope) -> None:
    made = derivation(graph["payload"], scope)
    well_formed(made)
    page = soup(made)
    lines = [row.get_text(" ").replace("\u00a0", " ") for row in page.find_all("mtr")]
    assert [" ".join(line.split()) for line in lines] == [
        "rate × size",
        "= 5M request/s × 500 B/request",
        "= 20 Gbps",
    ]


def test_inputs_are_listed_and_linked_where_they_stand(graph: Graph) -> None:
    scope = Scope(graph, {"rate": "", "size": "../context/"}.get)
    items = soup(derivation(graph["payload"], scope)).find_all("li")
    assert [item.a["href"] for item in items] == ["#q-rate", "../context/#q-size"]
    assert [item.get_text() for item in items] == [
        "Clicks at peak 5 M request/s",
        "Size of a click 500 B/request",
    ]


def test_an_input_that_stands_nowhere_is_not_linked(graph: Graph, scope: Scope) -> None:
    assert soup(derivation(graph["payload"], scope)).find("li").a is None


def test_formula_sources_and_limits_are_named(graph: Graph) -> None:
    scope = Scope(graph, formula_address=lambda name: f"../formulas/#{name}")
    line = soup(derivation(graph["payload"], scope)).find(class_="nalsd-source")
    assert line.get_text() == (
        "Formula: Payload of a workload. Holds for payload without headers. "
        "Source: RFC 9110 (primary text or data read in full)."
    )
    assert [a["href"] for a in line.find_all("a")] == [
        "../formulas/#payload",
        "https://www.rfc-editor.org/rfc/rfc9110",
    ]


def test_a_stated_figure_says_where(graph: Graph, scope: Scope) -> None:
    assert "Stated in designs/clicks/1-context.md:12." in soup(derivation(graph["rate"], scope)).get_text()


def test_a_range_says_what_it_means(graph: Graph, scope: Scope) -> None:
    text = soup(derivation(graph["ads"], scope)).get_text()
    assert "lognormal" in text
    assert "p5" in text and "p95" in text
    assert "stays at the median" not in text


def test_a_range_that_comes_with_knowledge_says_that_it_does_not_vary(graph: Graph, scope: Scope) -> None:
    known = Citation("A measurement")
    quantity = graph.given("kernel", STANDARD.value("350k .. 500k .. 1M"), label="Packets a core", unit="1",
                           role="supply", source=known)  # fmt: skip
    text = soup(derivation(quantity, scope)).get_text()
    assert "p5 350 k" in text and "in samples it stays at the median" in text


def test_a_default_says_that_it_is_one(graph: Graph, scope: Scope) -> None:
    assert "A default: the design does not state it." in soup(derivation(graph["target"], scope)).get_text()


def test_a_source_that_is_no_web_address_is_not_a_link() -> None:
    assert str(citation(Citation("x", "javascript:alert(1)"))) == "x"
    assert str(citation(Citation("<b>", None, "2026"))) == "&lt;b&gt;, 2026"


def test_folded_in_running_text_it_has_the_anchor_once(graph: Graph, scope: Scope) -> None:
    first, second = folded(graph["payload"], scope), folded(graph["payload"], scope)
    well_formed(first)
    assert soup(first).details["id"] == "q-payload"
    assert not soup(second).details.has_attr("id")
