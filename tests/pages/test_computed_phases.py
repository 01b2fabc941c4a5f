"""What phases 2, 5 and 6 and the overview show of what is computed: in words, figures and pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.graph import Citation, Location, Quantity
from nalsd.pages.book import HEAD, HELD, Book, make_book
from nalsd.pages.figures import mention, printed
from nalsd.pages.overview import headlines, stress_lines
from nalsd.pages.phases.objectives import rules_file
from nalsd.pages.phases.regions import known_by
from nalsd.pages.phases.scenarios import compared
from nalsd.pages.phases.stress import counted, said, worst_scenario
from nalsd.pages.scope import Scope
from nalsd.pages.shelves import FEW, MANY, shelves
from nalsd.pages.view import DesignView
from nalsd.units import STANDARD
from tests.pages.small import write

ROOT = Path(__file__).parents[2]


def booked(folder: Path) -> Book:
    design = load_design(folder)
    return make_book(DesignView(design, analyse(design, alternatives=False)))


@pytest.fixture(scope="module")
def book() -> Book:
    return booked(ROOT / "designs/ad-click-aggregator")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """One workload, one tier, nothing of the phases that are tested here."""
    return booked(write(tmp_path_factory.mktemp("bare")))


def made(book: Book, kind: str, name: str, phase: int) -> Tag:
    widget = book.widget(kind, name)
    assert widget is not None, name
    return BeautifulSoup(widget.make(book.scope(book.page(phase))), "html.parser")


def lines(table: Tag) -> list[list[str]]:
    rows = table.select("tbody > tr:not(.nalsd-why)")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


# Phase 2


def test_an_objective_that_is_reached_says_so_beside_its_target(book: Book) -> None:
    row = next(row for row in lines(made(book, "table", "slos", 2)) if row[0] == "Fast")
    assert row[1].endswith("met")
    assert "50 ms" in row
    reached = book.view.number("slos.fast.reached")
    assert reached is not None
    assert any(re.fullmatch(rf"{reached * 1e3:.3g} ms", cell) for cell in row)


def test_handshakes_cost_what_their_rate_and_a_core_s_rate_come_to(book: Book) -> None:
    """Two lines, in full and resumed; each rate over what a core does is its cores, both are the total."""
    shown = [row for row in lines(made(book, "table", "work", 3)) if "handshakes" in row[1]]
    tier = next(
        t for t in book.view.design.capacity.tiers if book.view.graph.ids(f"tiers.{t}.single.cpu.handshakes.")
    )
    client = next(iter(book.view.design.context.clients))
    assert [row[1] for row in shown[:2]] == [
        f"TLS handshakes in full, {client}", f"TLS handshakes resumed, {client}",
    ]  # fmt: skip
    id, cores = f"tiers.{tier}.single.cpu.handshakes.{client}", []
    for kind in ("full", "resumed"):
        rate = book.view.number(f"clients.{client}.{kind}_handshakes")
        cores.append(rate / book.view.number(f"constants.handshakes.{kind}"))
        assert book.view.number(f"{id}.{kind}") == pytest.approx(cores[-1])
    assert book.view.number(id) == pytest.approx(sum(cores))


def test_four_nines_over_thirty_days_leave_four_minutes_and_a_third(book: Book) -> None:
    # 30 * 24 * 60 min * 0.0001 = 4.32 min; 2 M/s * 30 d * 0.0001 = 518.4 M requests.
    row = next(row for row in lines(made(book, "table", "error-budgets", 2)) if row[0] == "Up")
    assert "4.32 min" in row
    assert "518 M requests" in row


def test_burn_rate_alerts_are_those_of_the_workbook(book: Book) -> None:
    # The Site Reliability Workbook, table 5-8: 1 h and 5 min at 14.4, 6 h and 30 min at 6, 3 d and 6 h at 1.
    rows = [row for row in lines(made(book, "table", "alerts", 2)) if row[0] == "Up"]
    assert [row[1:5] for row in rows[:2]] == [
        ["page", "1 h", "5 min", "14.4"],
        ["page", "6 h", "30 min", "6"],
    ]
    assert rows[-1][1:5] == ["ticket", "3 d", "6 h", "1"]


def test_the_rules_file_is_published_with_the_thresholds_and_linked(book: Book) -> None:
    files = rules_file(book.view)
    rules = yaml.safe_load(files["designs/ad-click-aggregator/alerts.rules.yml"])
    assert [group["name"] for group in rules["groups"]] == [
        "ad-click-aggregator up", "ad-click-aggregator dashboards_up",
    ]  # fmt: skip
    alerts = [rule for rule in rules["groups"][0]["rules"] if "alert" in rule]
    assert "> 0.00144" in alerts[0]["expr"]  # 14.4 times the 0.0001 that four nines allow
    link = next(w for w in book.contents[2].widgets if w.name == "rules").make(book.scope(book.page(2)))
    assert 'href="../alerts.rules.yml"' in link


def test_a_design_without_availability_objectives_has_no_rules(bare: Book) -> None:
    assert rules_file(bare.view) == {}
    assert not [w for w in bare.contents[2].widgets if w.name in ("rules", "alerts", "slos")]


def test_a_card_holds_the_declared_trade_off_against_the_quorum(book: Book) -> None:
    cards = made(book, "table", "trade-offs", 2).select(".nalsd-card")
    log = next(card for card in cards if card.strong is not None and card.strong.get_text() == "Click log")
    text = log.get_text(" ", strip=True)
    assert "PC/EL" in text
    assert "R + W = 1 + 2 ≤ N = 3" in text
    assert (
        "33.3%" in text
    )  # one read of three copies, two of which have the write: it misses one time in three
    assert "session takes more than the quorum" in text


# Phase 5


def test_a_waterfall_has_its_stages_the_whole_and_the_bounds(book: Book) -> None:
    drawn = made(book, "chart", "waterfall-ingest", 5)
    rows = [row.select_one(".nalsd-wf-name").get_text() for row in drawn.select(".nalsd-wf-row")]
    stages = book.view.analysis.paths["ingest"].stages
    assert len(rows) == 1 + len(stages) + 2
    starts = [_left(bar) for bar in drawn.select(".nalsd-wf-row > .nalsd-wf-track > .nalsd-wf-half")]
    assert starts[: len(stages)] == sorted(starts[: len(stages)])  # each begins where the last one ended
    low, high = (book.view.number(f"paths.ingest.p99_{bound}") for bound in ("independent", "sum"))
    bounds = drawn.select_one(".nalsd-wf-bounds")
    at = drawn.select_one(".nalsd-wf-at")
    assert low is not None
    assert high is not None
    assert bounds is not None
    assert at is not None
    assert _left(bounds) / (_left(bounds) + _width(bounds)) == pytest.approx(low / high, rel=1e-3)
    assert _left(bounds) - 0.01 <= _left(at) <= _left(bounds) + _width(bounds) + 0.01


def test_the_objective_is_drawn_where_there_is_room_and_told_where_it_is_far(book: Book) -> None:
    near = made(book, "chart", "waterfall-ingest", 5)  # 50 ms against a p99 of 18 ms
    assert near.select(".nalsd-wf-row .nalsd-wf-goal")
    far = made(book, "chart", "waterfall-read", 5)  # 200 ms against a p99 of 8 ms
    assert not far.select(".nalsd-wf-row .nalsd-wf-goal")
    assert "200 ms, far to the right" in far.get_text()


def _left(bar: Tag) -> float:
    return float(re.search(r"left:([\d.]+)", str(bar["style"]))[1])


def _width(bar: Tag) -> float:
    return float(re.search(r"width:([\d.]+)", str(bar["style"]))[1])


def test_stages_inside_others_stand_under_them_with_what_they_are_made_of(book: Book) -> None:
    rows = lines(made(book, "table", "path-read", 5))
    assert [row[0].split()[0] for row in rows] == ["1", "2", "2.1", "2.2", "The"]
    assert "for 30% of the requests" in rows[1][-1]  # the cache answers 70%
    assert "530 µs" in rows[2]  # the published median between two zones


def test_a_path_of_unknown_stages_has_no_picture_and_says_why(tmp_path: Path) -> None:
    folder = write(tmp_path)
    text = "---\nphase: 5\npaths:\n  ask:\n    workload: ask\n    stages:\n      - rtt: phone -> front\n---\n"
    (folder / "5-architecture.md").write_text(text, encoding="utf-8")
    book = booked(folder)
    assert book.widget("chart", "waterfall-ask") is None
    assert "not known: where phone is" in lines(made(book, "table", "path-ask", 5))[0][-1]


def test_telemetry_adds_up(book: Book) -> None:
    rows = {row[0]: row for row in lines(made(book, "table", "signals", 5))}
    parts = [book.view.number(f"observability.{part}_bytes_day") for part in ("metrics", "trace", "log")]
    assert list(rows) == ["Metrics", "Traces", "Logs", "Together"]
    assert f"{sum(part or 0 for part in parts) / 1e9:.3g} GB" in rows["Together"]


# Phase 6


def test_an_outcome_stands_beside_the_one_the_author_expects() -> None:
    assert compared("survives", "survives") == "as expected"
    assert compared("fails", "sheds") == "worse than expected"
    assert compared("survives", "sheds") == "better than expected"
    assert compared("unknown", "survives") == ""


def test_every_scenario_has_a_line_that_leads_to_its_card(book: Book) -> None:
    summary = made(book, "table", "stress", 6)
    names = list(book.view.design.stress.stress)
    targets = [str(link["href"]) for link in summary.select("th a")]
    cards = [made(book, "table", f"scenario-{name}", 6).select_one(".nalsd-scenario")["id"] for name in names]
    assert targets == [f"#{card}" for card in cards]


def test_a_card_tells_the_outcome_with_figures_that_lead_to_their_derivation(book: Book) -> None:
    card = made(book, "table", "scenario-black_friday", 6)
    told = card.select_one(".nalsd-told")
    assert told is not None
    assert "of the load is refused" in told.get_text(" ", strip=True)
    assert {str(link["href"]).partition("#")[0] for link in told.select("a")} <= {
        "../quantities/stress-black-friday/", "",
    }  # fmt: skip
    assert "sheds" in card.select_one(".nalsd-badge").get_text()


def test_a_scenario_that_ends_worse_than_the_design_says_stands_out(book: Book) -> None:
    result = book.view.analysis.stress["black_friday"]
    object.__setattr__(result, "expect", "survives")
    try:
        word, _, sentence = said(book.view)
        assert word == "Worse than expected"
        assert "1 ends worse" in sentence
        assert worst_scenario(book.view) == "black_friday"
        again = make_book(book.view)
        card = made(again, "table", "scenario-black_friday", 6)
        assert card.select_one(".nalsd-over-text").get_text() == "worse than expected"
        over = made(again, "table", "stress", 6).select("tr.nalsd-over th")
        assert [row.get_text(strip=True) for row in over] == ["Black friday"]
    finally:
        object.__setattr__(result, "expect", "sheds")
    assert sum(counted(book.view).values()) == len(book.view.design.stress.stress)


# Overview


def test_the_overview_speaks_of_all_nodes_and_of_the_cost(book: Book) -> None:
    shown = {name: (figure, note) for name, figure, note in headlines(book.view)}
    nodes, note = shown["Nodes"]
    assert isinstance(nodes, Quantity)
    assert nodes.id == "design.regions.nodes"
    assert "at one copy" in note
    cost, _ = shown["Cost"]
    assert isinstance(cost, Quantity)
    assert cost.id == "cost.total"


def test_the_overview_names_the_hardest_scenario(book: Book) -> None:
    text = " ".join(str(line) for line in stress_lines(book, book.scope(book.page("index"))))
    assert 'href="stress-test/#scenario-black-friday"' in text
    assert stress_lines_of_none(book) == []


def stress_lines_of_none(book: Book) -> list[str]:
    kept, book.view.analysis.stress = book.view.analysis.stress, {}
    try:
        return [str(line) for line in stress_lines(book, book.scope(book.page("index")))]
    finally:
        book.view.analysis.stress = kept


# Where derivations stand


def test_every_quantity_has_one_home_and_no_page_holds_too_many(book: Book) -> None:
    graph = book.view.graph
    assert set(book.homes) == {quantity.id for quantity in graph}
    for phase in range(1, 7):
        held = [id for id, home in book.homes.items() if home == phase]
        assert sum(HEAD + len(graph[id].depends_on) for id in held) <= HELD
    assert book.homes["tiers.log.single.nodes"] == 3  # of a headline table
    assert book.homes["tiers.log.single.disk_capacity.need"] == 3  # what binds the log, and the design


def test_a_small_design_keeps_every_derivation_on_its_page(bare: Book) -> None:
    shown = {id for widget in bare.contents[3].widgets for id in widget.quantities}
    assert {bare.homes[id] for id in shown} <= {1, 2, 3}


def test_a_large_family_is_parted_and_what_is_small_stays_together() -> None:
    large = [f"stress.storm.part_{n}" for n in range(MANY)]
    small = [f"stress.{name}.part_{n}" for name in ("zone", "node") for n in range(FEW - 1)]
    few = [f"paths.read.part_{n}" for n in range(FEW)]
    found = shelves([*large, *small, *few])
    assert found["stress.storm"] == large
    assert found["stress"] == small
    assert found["paths"] == few


# Figures


def test_what_is_as_good_as_nothing_is_told_in_words() -> None:
    wait = _quantity("3.35e-25 s", "s")
    assert "under 1 ns" in mention(wait, Scope(), rounded=True)
    assert "under" not in mention(wait, Scope())
    assert "under" not in mention(_quantity("2 ns", "s"), Scope(), rounded=True)


def test_a_multiple_keeps_its_sign_whatever_was_printed_before() -> None:
    assert printed(_quantity("3", "1")).text == "3"
    assert printed(_quantity("3 x", "x")).text == "3x"


def _quantity(text: str, unit: str) -> Quantity:
    from nalsd.graph import Graph

    graph = Graph()
    graph.given("it", STANDARD.literal(text), label="It", unit=unit, role="ratio")
    graph.resolve()
    return graph["it"]


def test_a_round_trip_of_the_author_is_stated_and_not_measured(book: Book) -> None:
    published = book.view.q("rtt.us_east.eu_west.rtt")
    assert published is not None
    assert isinstance(published.source, Citation)
    assert known_by(published) == "measured"
    stated = _quantity("93 ms", "s")
    stated.source = Location("designs/x/4-iterations.md", 34)
    assert known_by(stated) == "stated"
    assert known_by(book.view.q("rtt.eu_west.ap_south.rtt")) == "estimated"


def test_a_design_without_regions_says_nothing_of_them(bare: Book) -> None:
    part = next(part for part in bare.contents[4].parts if part.slug == "multi-region")
    assert part.pending is None
    assert list(part.widgets) == []


def test_what_fills_first_is_told_with_its_tier(book: Book) -> None:
    rows = {row[0]: row for row in lines(made(book, "table", "stress", 6))}
    assert "Log, network out" in rows["Hot ad"]  # the hot key is of a store on the log
    assert "Edge, CPU" in rows["Rot"]
    assert "Stream" in rows["Poison"]
