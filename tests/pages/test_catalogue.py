"""The catalogue, the picture of load against nodes, the comparison: figures, places, words."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.graph import Graph
from nalsd.pages.book import Book, make_book
from nalsd.pages.catalogue import catalogue_browser
from nalsd.pages.compare import compare_page, comparison
from nalsd.pages.entries import Entry, entry_of
from nalsd.pages.listing import catalogue_page
from nalsd.pages.scatter import family, scatter
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView
from tests.pages.conftest import soup, well_formed
from tests.pages.small import write

ROOT = Path(__file__).parents[2]
HOSTILE = '<img src=x onerror=alert(1)> "q" & `c`'


def book_of(folder: Path) -> Book:
    design = load_design(folder)
    return make_book(DesignView(design, analyse(design, alternatives=False)))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    """One shipped design, two small ones."""
    here = tmp_path_factory.mktemp("small")
    small = [book_of(write(here, slug)) for slug in ("echo", "other")]
    return [book_of(ROOT / "designs/task-scheduler"), *small]


def test_figures_are_those_of_all_copies_in_all_regions(books: list[Book]) -> None:
    scheduler, echo, _ = (entry_of(book, "designs/index.md") for book in books)
    assert scheduler.nodes is not None
    assert scheduler.nodes.id == "design.regions.nodes"
    assert scheduler.cost is not None
    assert scheduler.cost.id == "cost.total"
    assert scheduler.bottleneck.startswith("DB: ")
    assert echo.nodes is not None
    assert echo.nodes.value == 1  # 20,000 requests a second, of which a core does 50,000
    assert echo.kind == "read-heavy", "its one workload reads"
    assert scheduler.kind == "write-heavy", "10 G creations a month against 1.5k lookups a second"


def points(figure: Tag) -> dict[str, tuple[float, float]]:
    """Where the marks stand, in percent from the left and from the top."""
    marks = figure.select("svg > svg:has(> g[data-design])")
    return {m.g["data-design"]: (float(m["x"].rstrip("%")), float(m["y"].rstrip("%"))) for m in marks}


def entry(slug: str, graph: Graph, load: str, **more: object) -> Entry:
    return Entry(slug, slug.title(), f"{slug}/", load=graph[load], nodes=graph["tiers.log.nodes"], **more)


def test_places_are_logarithmic(graph: Graph) -> None:
    made = scatter([entry("a", graph, "rate", resource="CPU"), entry("b", graph, "ads", resource="memory")])
    assert made is not None
    well_formed(made)
    figure = soup(made).figure
    found = points(figure)
    rate, ads = graph.value("rate"), graph.value("ads")
    ticks = [t.get_text() for t in figure.select("g[aria-hidden] text[text-anchor=middle]")]
    # The axis runs from one power of ten to another; a decade is as wide everywhere.
    decade = 100 / (len(ticks) - 1)
    assert found["a"][0] - found["b"][0] == pytest.approx(math.log10(rate / ads) * decade, abs=0.1)
    assert found["a"][1] == found["b"][1] == pytest.approx(100 * (1 - math.log10(4)), abs=0.1)  # 4 of 1 .. 10
    assert {a["href"] for a in figure.find_all("a")} == {"a/", "b/"}
    assert [li.get_text(strip=True) for li in figure.select(".nalsd-legend li")] == ["CPU", "memory"]


def test_what_is_not_known_has_no_place(graph: Graph) -> None:
    assert scatter([entry("a", graph, "rate"), Entry("b", "B", "b/")]) is None
    assert family("disk throughput") == family("disk capacity") == "disk"
    assert family("network in") == family("packets") == "network"
    assert family("limit") == family("") == "other"


def test_text_of_designs_stays_text(graph: Graph) -> None:
    bad = Entry("bad", HOSTILE, "bad/", HOSTILE, tags=[HOSTILE], load=graph["rate"], nodes=graph["ads"])
    made = catalogue_browser([bad], Scope(), "compare/") + (scatter([bad, bad]) or "")
    well_formed(re.sub(r"<script>.*?</script>", "", made))
    assert soup(made).find("img") is None
    assert soup(made).h2.get_text() == HOSTILE


def test_choices_count_their_designs(books: list[Book]) -> None:
    page = soup(catalogue_browser([entry_of(b, "designs/index.md") for b in books], Scope(), "compare/"))
    status = page.select_one("select[name=status]")
    assert [option.get_text() for option in status.find_all("option")] == [
        "all",
        "draft (2)",
        "published (1)",
    ]
    assert len(page.select(".nalsd-pick")) == 3


def test_a_comparison_has_every_design_and_leads_to_derivations(books: list[Book]) -> None:
    made = comparison(books)
    well_formed(re.sub(r"<script>.*?</script>", "", made))
    table: Tag = soup(made).table
    assert len(table.thead.select("th[data-design]")) == 3
    (peak,) = [row for row in table.select("tbody tr") if row.th.get_text() == "Peak"]
    cells = {td["data-design"]: td for td in peak.find_all("td")}
    assert cells["echo"]["data-value"] == "20000.0"  # as written in its front-matter
    assert cells["echo"].get_text(" ", strip=True) == "20,000 requests/s"
    assert re.fullmatch(r"\.\./echo/[\w/-]+#q-load\.peak", cells["echo"].a["href"])


def test_nothing_to_compare_is_no_page(books: list[Book]) -> None:
    assert compare_page(books[:1], None) is None
    design = books[1].view.design
    design.slug, kept = "compare", design.slug
    try:
        assert compare_page(books, None) is None, "its pages would lie where the design's are"
    finally:
        design.slug = kept
    assert compare_page(books, None) is not None
    page = BeautifulSoup(catalogue_page(books[:1], None).markdown, "html.parser")
    assert page.select(".nalsd-pick") == []
