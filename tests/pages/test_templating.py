"""Templates: their Markdown renders with the site's extensions into whole HTML; text in them stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown import Markdown

from nalsd.graph import Graph
from nalsd.pages import callouts
from nalsd.pages.catalogue import Entry, catalogue_browser
from nalsd.pages.charts import Chart, render_chart
from nalsd.pages.derivations import folded
from nalsd.pages.diagrams import Edge, Node, Topology, mermaid, topology
from nalsd.pages.html import Markup
from nalsd.pages.published import VERDICTS, PublishedFigure, published_table, tally
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Table, render_table
from nalsd.pages.templating import TemplateError, plain, render_template, template_folders

EXTENSIONS = ["md_in_html", "attr_list", "admonition", "tables", "toc", "pymdownx.superfences"]
HOSTILE = 'A *b* _c_ `d` [e](javascript:f) <img src=x onerror=g> {{ h }} {% i %} &amp; "j" # k\n\n    l | m'
PHASES = [
    {"name": "Overview", "href": "index.md", "current": False},
    {"name": "3 Capacity", "href": "capacity.md", "current": True},
]


def rendered(markdown: str) -> tuple[dict, BeautifulSoup, Markdown]:
    """Front-matter, page and the Markdown that made it, as MkDocs would have them."""
    _, head, body = markdown.split("---\n", 2)
    converter = Markdown(extensions=EXTENSIONS)
    return yaml.safe_load(head), BeautifulSoup(converter.convert(body), "html.parser"), converter


def phase_context(graph: Graph, **more: object) -> dict:
    scope = Scope(graph)
    columns = [Column("Workload"), Column("Rate"), Column("Payload")]
    parts = [
        render_table(Table("load", "Load", columns, [("Clicks", graph["rate"], graph["payload"])]), scope),
        render_chart(Chart("c", "A chart", [{"x": ["<b>", "a\n\nb"]}]), scope),
        topology(Topology("t", "A diagram", [Node("a", "A"), Node("b", "B")], [Edge("a", "b")]), scope),
        mermaid("flowchart LR\n A --> B\n", scope),
        folded(graph["ads"], scope),
    ]
    prose = Markup(
        'Text with **bold**, a [figure](#q-rate) and code:\n\n```yaml\na: "<b> & c"\n```\n\n- one\n- two\n'
    )
    context = {
        "meta": {"title": "Capacity", "render_macros": False},
        "title": "Clicks: capacity",
        "phases": PHASES,
        "verdict": callouts.verdict_line("Holds", callouts.Tone.GOOD),
        "callouts": [callouts.bottleneck("Network binds first", scope)],
        "intro": "",
        "sections": [
            {"slug": "network", "title": "Network", "prose": prose, "parts": parts, "pending": None},
            {
                "slug": "paths",
                "title": "Paths",
                "prose": Markup(""),
                "parts": [],
                "pending": callouts.not_computed("It."),
            },
        ],
        "remaining": render_table(Table("rest", "Rest", columns[:2], [("Share", graph["share"])]), scope),
        "backing": None,
        "previous": {"title": "SLO", "href": "slo.md"},
        "next": None,
    }
    return {**context, **more}


@pytest.mark.parametrize("number", range(1, 7))
def test_a_phase_page_renders_whole(graph: Graph, number: int) -> None:
    meta, page, _ = rendered(render_template(f"phase-{number}", phase_context(graph)))
    assert meta == {"title": "Capacity", "render_macros": False}
    assert page.h1.get_text() == "Clicks: capacity"
    assert page.find(class_="nalsd-purpose").get_text()
    assert [h["id"] for h in page.find_all("h2")] == ["network", "paths", "every-other-quantity"]
    table = page.find("table", id="table-load")
    assert table.find_parent("p") is None
    assert len(table.find_all("tbody")) == 1
    assert page.find(id="d-payload").math.mtable
    assert page.figure.find(class_="nalsd-plot")["data-spec"].startswith("{")
    assert len(page.find_all("svg")) == 2
    assert page.find("pre").get_text() == 'a: "<b> & c"\n'
    assert [li.get_text() for li in page.find("h2", id="network").find_all_next("ul")[0].find_all("li")] == [
        "one",
        "two",
    ]
    assert page.find(class_="nalsd-pending").get_text() == "Not computed yet. It."
    assert not page.find("p", string="")


def test_what_the_eye_falls_on_comes_before_the_sections(graph: Graph) -> None:
    _, page, _ = rendered(render_template("phase-3", phase_context(graph)))
    order = [tag.get("class", [tag.name])[0] for tag in page.find_all(["nav", "aside", "h1", "h2"])]
    assert order == ["h1", "nalsd-phases", "nalsd-bottleneck", "h2", "h2", "h2", "nalsd-steps"]


def test_links_between_pages_are_markdown_links(graph: Graph) -> None:
    markdown = render_template("phase-3", phase_context(graph))
    assert "[Overview](index.md)" in markdown
    _, page, _ = rendered(markdown)
    assert page.find("nav", class_="nalsd-phases").a["href"] == "index.md"
    assert page.find(attrs={"aria-current": "page"}).get_text() == "3 Capacity"
    assert page.find("nav", class_="nalsd-steps").get_text().split() == ["Previous", "SLO"]


def test_a_widget_comes_through_markdown_unchanged(graph: Graph) -> None:
    context = phase_context(graph)
    widget = context["sections"][0]["parts"][0]
    _, page, _ = rendered(render_template("phase-3", context))
    assert str(page.find("div", class_="nalsd-figure")) == str(BeautifulSoup(widget, "html.parser"))


def test_titles_mean_nothing_but_themselves(graph: Graph) -> None:
    words = " ".join(HOSTILE.split())
    context = phase_context(
        graph, title=HOSTILE, phases=[{"name": HOSTILE, "href": "x.md", "current": False}]
    )
    context["sections"][0]["title"] = HOSTILE
    _, page, converter = rendered(render_template("phase-3", context))
    assert page.h1.get_text() == words
    assert page.h2.get_text() == words
    assert page.nav.a.get_text() == words
    assert page.h1.find(True) is None
    assert not page.find("img")
    assert converter.toc_tokens[0]["name"]


@pytest.mark.parametrize(
    "text", [HOSTILE, "- a", "1. b", "# c", "    d", "> e", "a\n===", "*", "_x_y_", "<!-- -->", "a  \nb"]
)
def test_plain_text_survives_markdown(text: str) -> None:
    page = BeautifulSoup(Markdown(extensions=EXTENSIONS).convert(f"x {plain(text)}"), "html.parser")
    assert page.get_text() == f"x {' '.join(text.split())}"


def test_strings_of_a_context_are_escaped(graph: Graph) -> None:
    context = phase_context(graph, callouts=["<script>alert(1)</script>"])
    _, page, _ = rendered(render_template("phase-3", context))
    assert not page.find("script")


def test_front_matter_holds_any_text(graph: Graph) -> None:
    meta = {"title": "---\n: {x} \U0001f600 \x85 'a' \"b\"", "tags": ["a: b"]}
    written = render_template("phase-3", phase_context(graph, meta=meta))
    head = written[4:].partition("\n---\n")[0]
    assert yaml.safe_load(head) == meta


def test_overview_catalogue_and_published_figures_render(graph: Graph) -> None:
    scope = Scope(graph)
    overview = {
        "meta": {"title": "Clicks"}, "title": "Clicks", "phases": PHASES, "verdict": None, "callouts": [],
        "lead": "",
        "headlines": callouts.headline_numbers([("Peak", graph["rate"], "at noon")], scope),
        "prose": Markup("Counts clicks."), "parts": [{"title": "Diagram", "slug": "diagram", "parts": []}],
        "contents": [
            {"name": "Context", "href": "context.md", "line": "5 M clicks", "state": callouts.chip("draft")}
        ],
        "links": [{"title": "results.json", "href": "results.json", "line": ""}],
        "backing": None,
    }  # fmt: skip
    _, page, _ = rendered(render_template("overview", overview))
    assert page.ol.li.get_text() == "Context: 5 M clicks draft"
    assert page.dl.dd.get_text() == "5 M requests/s"

    entries = [
        Entry("zeta", "Zeta", "zeta/", "last", "draft", ["b"]),
        Entry(
            "alpha",
            "<Alpha>",
            "alpha/",
            status="review",
            load=graph["rate"],
            nodes=graph["tiers.log.nodes"],
            bottleneck="CPU",
            verdict="x",
            tone=callouts.Tone.OVER,
        ),
    ]
    catalogue = {
        "meta": {},
        "title": "Designs",
        "intro": "Two.",
        "table": catalogue_browser(entries, scope),
        "scatter": None,
        "tags": "tags.md",
        "unread": [],
    }
    _, page, _ = rendered(render_template("catalogue", catalogue))
    assert [a.get_text() for a in page.tbody.find_all("a")] == ["<Alpha>", "Zeta"]
    assert [row.get("data-nodes") for row in page.tbody.find_all("tr")] == ["4.0", None]
    assert [h2.get_text() for h2 in page.find_all("h2")] == ["<Alpha>", "Zeta"]

    figures = [
        PublishedFigure("Payload", "20 Gbps", graph["payload"], "right"),
        PublishedFigure("Machines", "3 nodes", graph["tiers.log.nodes"], "wrong", "one too few"),
        PublishedFigure("Headers", "", None, "gap"),
    ]
    published = {
        "meta": {}, "title": "Found", "phases": PHASES, "prose": Markup(""),
        "original": {"title": "A study", "url": "https://example.org/", "note": "2026"},
        "tally": [{"words": VERDICTS[k][0], "count": n} for k, n in tally(figures).items()],
        "groups": [
            {"title": "Load", "slug": "load", "table": published_table(figures, scope, name="p", title="P")}
        ],
    }  # fmt: skip
    _, page, _ = rendered(render_template("published-figures", published))
    assert "1 wrong; 1 missing in the original; 1 holds." in " ".join(page.get_text().split())
    assert [q.get_text() for q in page.find_all("q")] == ["20 Gbps", "3 nodes", ""]
    assert page.find(class_="nalsd-over").find(class_="nalsd-chip").get_text() == "wrong"


def test_the_same_page_is_the_same_bytes(graph: Graph) -> None:
    assert render_template("phase-3", phase_context(graph)) == render_template(
        "phase-3", phase_context(graph)
    )


def test_an_override_goes_first(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "phase-3.md.j2").write_text(
        '{% extends "phase.md.j2" %}{% block purpose %}Ours{% endblock %}'
    )
    assert ">Ours</p>" in render_template("phase-3", phase_context(graph), tmp_path)
    assert template_folders(tmp_path)[0] == tmp_path


@pytest.mark.parametrize("source", ["{{ nothing }}", "{% if %}", "{{ title.__class__.x.y }}"])
def test_a_broken_template_is_a_plain_error_that_names_it(tmp_path: Path, source: str) -> None:
    (tmp_path / "own.md.j2").write_text(source)
    with pytest.raises(TemplateError, match="template"):
        render_template("own", {"title": "x"}, tmp_path)


def test_a_missing_template_is_named() -> None:
    with pytest.raises(TemplateError, match="nowhere"):
        render_template("nowhere", {})
