"""Pictures of designs: retries by layer, hot keys, the map of regions, stores over the years."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.graph import Graph
from nalsd.pages.book import Book, make_book
from nalsd.pages.diagrams.coasts import LAND, SEAS, outlines
from nalsd.pages.diagrams.world import Arc, Spot, WorldMap, bow, world
from nalsd.pages.levels import Level, Levels, Mark, render_levels
from nalsd.pages.phases.shards import hottest_shards
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView
from tests.analysis.clusters import analysed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book() -> Book:
    design = load_design(ROOT / "designs/ad-click-aggregator")
    return make_book(DesignView(design, analyse(design, alternatives=False)))


def _made(book: Book, phase: int, kind: str, name: str) -> Tag:
    widget = book.widget(kind, name)
    assert widget is not None, name
    return BeautifulSoup(widget.make(book.scope(book.page(phase))), "html.parser")


def _rows(figure: Tag) -> dict[str, Tag]:
    return {row.select_one(".nalsd-wf-name").get_text(): row for row in figure.select(".nalsd-wf-row")}


def _share(bar: Tag, what: str) -> float:
    return float(re.search(rf"{what}:([\d.]+)%", bar["style"])[1])


def _levels(*values: float, at: float) -> Tag:
    graph = Graph()
    rows = [
        Level(f"row {i}", graph.given(f"v.{i}", value, label=f"v{i}", unit="x", role="ratio"))
        for i, value in enumerate(values)
    ]
    most = graph.given("most", at, label="most", unit="x", role="limit")
    graph.resolve()
    made = Levels("test", "It fits", rows, [Mark("it carries", most)])
    return BeautifulSoup(render_levels(made, Scope(graph)), "html.parser")


def test_bars_are_as_long_as_their_values_and_over_the_line_they_are_marked() -> None:
    page = _levels(2.0, 4.0, 8.0, at=4.0)
    bars = [row.select_one(".nalsd-wf-half") for row in page.select(".nalsd-wf-row")]
    one, two, three = (_share(bar, "width") for bar in bars)
    assert two == pytest.approx(2 * one, rel=1e-3)
    assert three == pytest.approx(4 * one, rel=1e-3)
    assert _share(page.select_one(".nalsd-lv-line"), "left") == pytest.approx(two, rel=1e-3)
    assert ["nalsd-lv-over" in bar["class"] for bar in bars] == [False, False, True]


def test_what_goes_too_far_without_a_rule_is_marked_behind_its_bar() -> None:
    graph = Graph()
    one, two, three = (graph.given(f"v.{v}", v, label="v", unit="x", role="ratio") for v in (1.21, 9.0, 6.0))
    graph.resolve()
    made = Levels("test", "Retries", [Level("after", one, two), Level("before", one, three)],
                  [Mark("it carries", three)], ("with", "without"))  # fmt: skip
    tails = BeautifulSoup(render_levels(made, Scope(graph)), "html.parser").select(".nalsd-wf-tail")
    assert ["nalsd-lv-far" in tail["class"] for tail in tails[:2]] == [True, False]


def test_bars_that_differ_much_are_on_a_logarithmic_scale_that_says_so() -> None:
    page = _levels(1.0, 10.0, 100.0, 1000.0, at=5.0)
    widths = [_share(bar, "width") for bar in page.select(".nalsd-wf-half")]
    steps = [b - a for a, b in pairwise(widths)]
    assert steps == pytest.approx([steps[0]] * 3, rel=1e-2)
    assert "logarithmic scale" in page.get_text()
    assert "logarithmic" not in _levels(1.0, 3.0, at=2.0).get_text()


def test_retries_multiply_layer_by_layer(book: Book) -> None:
    # Two layers of three attempts: 3 and 9 without a budget, 1.1 and 1.21 with one of 10%.
    figure = _made(book, 6, "table", "scenario-storm").select_one("figure.nalsd-levels")
    rows = _rows(figure)
    assert list(rows) == ["After sdk", "After edge, at log", "While nodes are missing"]
    told = [row.select_one(".nalsd-wf-figure").get_text() for row in rows.values()]
    assert told[:2] == ["1.1 – 3", "1.21 – 9"]
    light = _share(rows["After edge, at log"].select_one(".nalsd-wf-tail"), "width")
    full = _share(rows["After edge, at log"].select_one(".nalsd-wf-half"), "width")
    assert light / full == pytest.approx(9 / 1.21, rel=1e-2)
    assert figure["aria-labelledby"] == figure.figcaption["id"]


def test_a_hot_key_stands_beside_the_other_keys(book: Book) -> None:
    # A fifth of the load in 16 parts and an even share of the rest on 128 shards: 2.4 times the mean shard.
    share, shards, salt = 0.2, 128, 16
    imbalance = (share / salt + (1 - share) / shards) * shards
    rows = _rows(_made(book, 6, "table", "scenario-hot_ad").select_one("figure.nalsd-levels"))
    hot = _share(rows["Partition with the key"].select_one(".nalsd-wf-half"), "width")
    others = _share(rows["By all other keys alone"].select_one(".nalsd-wf-half"), "width")
    assert hot / others == pytest.approx(imbalance / (1 - share), rel=1e-2)


def test_the_map_has_each_region_and_each_pair_with_how_it_is_known(book: Book) -> None:
    svg = _made(book, 4, "diagram", "regions").svg
    assert [t.get_text() for t in svg.select(".nalsd-map-name")] == ["US east", "EU west", "AP south"]
    assert sorted(t.get_text() for t in svg.select(".nalsd-map-rtt")) == ["130 ms", "193 ms", "69.6 ms"]
    assert len(svg.select(".nalsd-map-measured")) == 2
    assert len(svg.select(".nalsd-map-estimated")) == 1
    described = svg.find(id=svg["aria-describedby"]).get_text()
    assert "US east to EU west: 69.6 ms (measured)" in described


def _map(*spots: Spot) -> Tag:
    made = WorldMap("test", "A map", spots, [Arc(0, 1, "100 ms", "stated")])
    return BeautifulSoup(world(made, Scope()), "html.parser").svg


def test_north_is_up_and_east_is_right() -> None:
    svg = _map(Spot("Oslo", 60.0, 11.0), Spot("Cape Town", -34.0, 18.0))
    oslo, cape = ((float(c["cx"]), float(c["cy"])) for c in svg.select("circle"))
    assert oslo[0] < cape[0]
    assert oslo[1] < cape[1]
    assert cape[1] - oslo[1] == pytest.approx((cape[0] - oslo[0]) * 94 / 7, rel=0.02)


def test_the_map_is_cut_where_nothing_lies() -> None:
    # Between Tokyo and Oregon lie 100 degrees of Pacific, and 260 of the rest of the world.
    svg = _map(Spot("Tokyo", 35.7, 139.7), Spot("Oregon", 45.8, -119.7))
    tokyo, oregon = (float(c["cx"]) for c in svg.select("circle"))
    assert 0 < tokyo < oregon < 760
    assert tokyo < float(svg.select_one(".nalsd-map-rtt")["x"]) < oregon


def test_a_line_goes_over_the_edge_only_where_that_is_much_shorter() -> None:
    tokyo, oregon = Spot("Tokyo", 35.7, 139.7), Spot("Oregon", 45.8, -119.7)
    line = bow(tokyo, oregon)
    assert line[-1] == pytest.approx((360 - 119.7, 45.8))
    assert all(a[0] < b[0] for a, b in pairwise(line))
    virginia, singapore = Spot("Virginia", 39.0, -77.5), Spot("Singapore", 1.35, 103.8)
    assert bow(virginia, singapore)[-1] == pytest.approx((103.8, 1.35))


def test_outlines_of_land_lie_on_the_globe() -> None:
    for points in outlines(LAND) + outlines(SEAS):
        assert len(points) >= 3
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)


def test_stores_fill_and_grow_over_the_years(book: Book) -> None:
    # Clicks: 2 M/s of 500 B, a quarter after compression, kept two years, growing by 30% a year.
    year = 2e6 * 500 / 4 * 365 * 86400 / 1e15
    view = book.view
    stock = [view.number(f"stores.click_log.keep_2.stock_year_{n}") for n in (1, 2, 3)]
    assert [s / 1e15 for s in stock] == pytest.approx([year, year * 2.3, year * (1.3 + 1.69)])
    spec = json.loads(_made(book, 3, "chart", "filling").select_one(".nalsd-plot")["data-spec"])
    assert [trace["name"] for trace in spec["data"]] == [
        "on the tiers' drives (one copy)",
        "in services and objects",
    ]
    assert spec["data"][1]["y"][0] == pytest.approx(year, rel=0.01)  # other stores add little
    table = _made(book, 3, "table", "filling").get_text(" ", strip=True)
    assert "Click log in objects" in table


def test_the_hottest_shard_stands_beside_the_mean_one(tmp_path: Path) -> None:
    # Ten keys after Zipf's law on ten shards: the first key, and a tenth of the others, against a tenth.
    first = 1 / sum(1 / k for k in range(1, 11))
    analysis = analysed(
        tmp_path,
        iterations="zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2,"
        ' shards: {count: 10, skew: "zipf(1.0, 10)"}}\n',
    )
    (widget,) = hottest_shards(DesignView(analysis.design, analysis))
    rows = _rows(BeautifulSoup(widget.make(Scope(analysis.graph)), "html.parser"))
    hot, mean = (_share(rows[f"The {which} shard"].select_one(".nalsd-wf-half"), "width")
                 for which in ("hottest", "mean"))  # fmt: skip
    assert hot / mean == pytest.approx(10 * (first + (1 - first) / 10), rel=1e-2)
