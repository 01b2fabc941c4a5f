"""Tables: one anchor a quantity, its derivation under the row, digits aligned, hostile labels harmless."""

from __future__ import annotations

from nalsd.graph import Graph
from nalsd.pages.callouts import Tone
from nalsd.pages.html import Markup
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Bar, Column, Row, Table, render_table
from tests.pages.conftest import soup, well_formed

HOSTILE = '<img src=x onerror=alert(1)> "quoted" & `code` [a](javascript:b)\n\n    indented\n# heading'


def table(graph: Graph, **more: object) -> Table:
    rows = [
        ("Clicks", graph["rate"], graph["payload"], graph["tiers.log.nodes"]),
        Row(("Share", graph["lost"], Bar(graph["share"], graph["target"]), None), Tone.BINDING, "binds"),
    ]
    columns = [Column("Workload"), Column("Rate"), Column("Payload", "no headers"), Column("Machines")]
    return Table("load", "Load at peak", columns, rows, **more)


def test_it_is_well_formed_and_captioned(graph: Graph, scope: Scope) -> None:
    made = render_table(table(graph, note="Peak only."), scope)
    well_formed(made)
    page = soup(made)
    assert page.table["id"] == "table-load"
    assert page.caption.get_text() == "Load at peak"
    assert [th["scope"] for th in page.thead.find_all("th")] == ["col"] * 4
    assert page.find("div", class_="nalsd-figure").has_attr("data-search-exclude")


def test_every_quantity_has_its_anchor_and_its_derivation_folded_under_it(graph: Graph, scope: Scope) -> None:
    page = soup(render_table(table(graph), scope))
    for quantity in ("rate", "payload", "tiers.log.nodes", "lost", "share"):
        figure = page.find(id=f"q-{quantity}")
        derivation = page.find(id=f"d-{quantity}")
        assert figure["href"] == f"#d-{quantity}"
        fold = derivation.find_parent("details")
        assert not fold.has_attr("open")
        assert fold.find_parent("tbody") is figure.find_parent("tbody")
    assert scope.placed == ["rate", "payload", "tiers.log.nodes", "lost", "share"]


def test_the_second_time_a_figure_only_links(graph: Graph, scope: Scope) -> None:
    render_table(table(graph), scope)
    again = render_table(
        Table("again", "Again", [Column("What"), Column("Rate")], [("x", graph["rate"])]), scope
    )
    link = soup(again).find("a")
    assert link["href"] == "#q-rate"
    assert not link.has_attr("id")
    assert "nalsd-fold" not in again


def test_number_and_unit_stand_apart_and_read_as_one(graph: Graph, scope: Scope) -> None:
    page = soup(
        render_table(
            Table("one", "One", [Column("What"), Column("Payload")], [("x", graph["payload"])]), scope
        )
    )
    figure = page.find(id="q-payload")
    assert figure.find(class_="nalsd-number").get_text() == "20"
    assert figure.find(class_="nalsd-unit").get_text() == "Gbps"
    assert figure.get_text() == "20 Gbps (2.5 GB/s)"


def test_points_stand_under_each_other(graph: Graph, scope: Scope) -> None:
    rows = [("a", graph["share"]), ("b", graph["target"])]
    cells = soup(render_table(Table("t", "T", [Column("What"), Column("Share")], rows), scope)).find_all(
        "td", class_="nalsd-num"
    )
    assert [cell.get("style") for cell in cells] == [None, "--digits:1;--point:1"]


def test_what_is_unknown_says_so(graph: Graph, scope: Scope) -> None:
    page = soup(render_table(table(graph), scope))
    assert page.find(id="q-lost").get_text() == "unknown"


def test_tone_is_said_in_words_too(graph: Graph, scope: Scope) -> None:
    row = soup(render_table(table(graph), scope)).find("tr", class_="nalsd-binding")
    assert row.find(class_="nalsd-tag").get_text() == "binds"


def test_labels_cannot_add_markup(graph: Graph, scope: Scope) -> None:
    graph["rate"].label = HOSTILE
    graph["rate"].note = HOSTILE
    columns = [Column(HOSTILE, HOSTILE), Column("Rate"), Column("Text")]
    made = render_table(Table(HOSTILE, HOSTILE, columns, [(HOSTILE, graph["rate"], HOSTILE)], HOSTILE), scope)
    well_formed(made)
    assert not soup(made).find("img")
    assert "onerror" not in {name for tag in soup(made).find_all(True) for name in tag.attrs}


def test_markup_of_other_widgets_stays(graph: Graph, scope: Scope) -> None:
    rows = [("a", Markup("<b>bold</b>"))]
    assert "<td><b>bold</b></td>" in render_table(Table("t", "T", [Column("A"), Column("B")], rows), scope)


def test_the_same_table_is_the_same_bytes(graph: Graph) -> None:
    assert render_table(table(graph), Scope(graph)) == render_table(table(graph), Scope(graph))


def test_ids_are_used_once(scope: Scope) -> None:
    assert [scope.unique("a"), scope.unique("a"), scope.unique("a-2"), scope.unique("a")] == [
        "a",
        "a-2",
        "a-2-2",
        "a-3",
    ]
