"""What phase 4 shows of the cluster, of regions and of the cost."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.pages.book import Book, make_book
from nalsd.pages.objectives import met, tally
from nalsd.pages.view import DesignView

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book() -> Book:
    design = load_design(ROOT / "designs/ad-click-aggregator")
    return make_book(DesignView(design, analyse(design, alternatives=False)))


def _lines(book: Book, name: str) -> dict[str, Tag]:
    """The rows of a table by their headings."""
    widget = book.widget("table", name)
    assert widget is not None, name
    page = BeautifulSoup(widget.make(book.scope(book.page(4))), "html.parser")
    rows = page.select("tbody > tr:not(.nalsd-why)")
    return {row.th.get_text(" ", strip=True): row for row in rows if row.th is not None}


def test_a_log_of_three_copies_acknowledged_by_two_loses_one_to_a_zone(book: Book) -> None:
    cells = [td.get_text(" ", strip=True) for td in _lines(book, "copies")["Click log"].find_all("td")]
    assert cells[:4] == ["3", "2", "1", "2"]


def test_replication_is_of_the_copies_beside_the_first(book: Book) -> None:
    # 5 M clicks/s of 500 B are 20 Gbps; two more copies of it are 40 Gbps.
    line = _lines(book, "cluster-replication")["Click log"].get_text(" ", strip=True)
    assert "20 Gbps" in line
    assert "40 Gbps" in line


def test_a_pair_of_regions_stands_once_and_not_under_its_floor(book: Book) -> None:
    lines = _lines(book, "rtt")
    assert len(lines) == 3  # 3 regions have 3 pairs
    floor, taken = (book.view.number(f"rtt.us_east.eu_west.{part}") for part in ("floor", "rtt"))
    assert floor is not None
    assert taken is not None
    assert floor < taken


def test_the_bill_has_each_part_and_their_sum(book: Book) -> None:
    lines = _lines(book, "cost")
    parts = ("machines", "disks", "services", "cross_zone", "cross_region", "egress", "requests")
    assert list(lines)[-1] == "Together"
    assert len(lines) == len(parts) + 1
    whole = sum(book.view.number(f"cost.{part}") or 0.0 for part in parts)
    assert book.view.number("cost.total") == pytest.approx(whole)


def test_side_by_side_has_three_iterations_and_each_objective_in_words(book: Book) -> None:
    lines = _lines(book, "iterations")
    assert all(len(row.find_all("td")) == 3 for row in lines.values())
    told = [name for name in lines if name.endswith((" met", " missed", " not known"))]
    assert len(told) == len(book.view.design.slo.slos)


def test_an_objective_that_is_not_reached_is_missed(book: Book) -> None:
    assert met(book.view, "fast") is True
    assert sum(tally(book.view)) == len(book.view.design.slo.slos)
    graph = book.view.graph
    kept = {id: graph[id].value for id in ("slos.kept.margin",)}
    try:
        graph["slos.kept.margin"].value = -0.5
        assert met(book.view, "kept") is False
        graph["slos.kept.margin"].value = None
        graph["slos.kept.reached"].value, before = None, graph["slos.kept.reached"].value
        assert met(book.view, "kept") is None
        graph["slos.kept.reached"].value = before
    finally:
        for id, value in kept.items():
            graph[id].value = value
