"""Charts: a JSON attribute that survives, no default template, a table behind."""

from __future__ import annotations

import json

import pytest

from nalsd.graph import Graph
from nalsd.pages.charts import Chart, growth_chart, ladder_chart, render_chart, utilisation_chart
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Table
from tests.pages.conftest import soup, well_formed


def test_the_spec_comes_back_as_it_went_in(scope: Scope) -> None:
    data = [{"type": "bar", "x": ['"><script>alert(1)</script>', "a & b", "'"], "y": [1, 2, 3]}]
    made = render_chart(Chart("c", 'A "caption" <b>', data), scope)
    well_formed(made)
    plot = soup(made).find(class_="nalsd-plot")
    spec = json.loads(plot["data-spec"])
    assert spec["data"] == data
    assert spec["layout"]["template"] == "none"
    assert not soup(made).find("script")


def test_it_is_named_and_out_of_the_search(graph: Graph, scope: Scope) -> None:
    table = Table("t", "T", [Column("A"), Column("B")], [("x", graph["share"])])
    figure = soup(render_chart(Chart("c", "The log is full first", [], table=table), scope)).figure
    assert figure.has_attr("data-search-exclude")
    assert figure.find(id=figure["aria-labelledby"]).get_text() == "The log is full first"
    assert figure.details.find("td").get_text() == "45.8%"


def test_utilisation_is_in_percent_with_its_target(graph: Graph, scope: Scope) -> None:
    chart = utilisation_chart(
        "u", "c", [("Network", graph["share"], graph["target"]), ("Lost", graph["lost"], None)]
    )
    bars, marks = chart.data
    assert (bars["y"], bars["x"]) == (["Network"], [45.8])
    assert (marks["y"], marks["x"]) == (["Network"], [70.0])


@pytest.mark.parametrize(
    ("share", "colour"),
    [
        (0.7, "var(--nalsd-bar)"),
        (0.71, "var(--nalsd-warn-bar)"),
        (1.0, "var(--nalsd-warn-bar)"),
        (1.01, "var(--nalsd-over-bar)"),
    ],
)
def test_a_bar_warns_over_its_target_and_over_full(graph: Graph, share: float, colour: str) -> None:
    graph["share"].value = share
    chart = utilisation_chart("u", "c", [("Network", graph["share"], graph["target"])])
    assert chart.data[0]["marker"]["color"] == [colour]


def test_the_ladder_marks_today_inside_its_range() -> None:
    chart = ladder_chart("l", "c", [("CPU", 3, 5), ("Disk", 200, 400)])
    low, high = chart.layout["xaxis"]["range"]
    assert low < 0 < high
    assert "today" in chart.layout["xaxis"]["ticktext"]


def test_a_large_multiple_is_written_in_full() -> None:
    chart = ladder_chart("l", "c", [("CPU", 1290, 1832.4)])
    assert [note["text"] for note in chart.layout["annotations"]] == ["1,830x"]


def test_names_cannot_speak_plotlys_markup() -> None:
    chart = growth_chart("g", "c", "PB", [('<a href="javascript:x">', 1.0)])
    assert "<" not in chart.data[0]["x"][0]


def test_numbers_json_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError):
        _ = Chart("c", "c", [{"x": [float("nan")]}]).spec
