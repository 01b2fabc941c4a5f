"""The plugin in real builds of small sites."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import Abort

from nalsd.checks import Reported, Severity
from nalsd.designs import Finding
from nalsd.graph import Location
from nalsd.pages.search import SearchEntry
from tests.site.conftest import Page, Project, design


def links(html: str, selector: str) -> list[str]:
    return [a["href"] for a in BeautifulSoup(html, "html.parser").select(selector) if a.get("href")]


def finding(project: Project, severity: Severity = Severity.ERROR) -> Reported:
    place = Location(str(project.root / "designs/a/index.md"), 3, 7)
    return Reported(Finding("N204", "no quantity has the id `x`", place, help="name one"), severity)


def test_generated_pages_data_and_assets_are_published(project: Project):
    script = project.write("elsewhere/chart.js", "let chart;")
    project.site.pages = [Page("designs/index.md", "# Catalogue\n"), *design("a")]
    project.site.files = {"designs/a/results.json": b'{"schema": "nalsd/export/1"}'}
    project.site.assets = [
        ("assets/nalsd/nalsd.css", b"b {}"),
        ("assets/nalsd/nalsd.js", script),
        ("assets/nalsd/lazy/plotly.min.js", b"let Plotly;"),
    ]
    project.build(strict=True)
    page = project.read("designs/a/capacity/index.html")
    assert "capacity of a" in page
    assert project.read("designs/a/results.json") == '{"schema": "nalsd/export/1"}'
    assert project.read("assets/nalsd/nalsd.js") == "let chart;"
    assert project.read("assets/nalsd/lazy/plotly.min.js") == "let Plotly;"
    scripts = [s["src"] for s in BeautifulSoup(page, "html.parser").select("script[src]")]
    assert "../../../assets/nalsd/nalsd.js" in scripts
    assert not any("plotly" in source for source in scripts), "the chart library waits for a chart in view"
    assert "../../../assets/nalsd/nalsd.css" in links(page, "link[rel=stylesheet]")
    assert "../../../assets/nalsd/site.css" in links(page, "link[rel=stylesheet]")
    assert (project.root / "site/assets/nalsd/fonts/noto-sans-math-subset.woff2").stat().st_size < 40_000


def test_a_design_page_carries_its_own_design_and_no_other(project: Project):
    project.site.pages = [
        Page("designs/index.md", "# Catalogue\n"),
        *design("a"),
        *design("b", "The B design"),
    ]
    project.build(strict=True)
    shown = links(project.read("designs/b/slo/index.html"), "nav.md-nav--primary a.md-nav__link")
    inside = [
        os.path.normpath(os.path.join("designs/b/slo", link)) for link in shown if not link.startswith("#")
    ]
    assert set(inside) == {
        ".", "designs", "designs/b", *(f"designs/b/{n}" for n in
        ("context", "slo", "capacity", "iterations", "architecture", "stress-test")),
    }  # fmt: skip
    home = links(project.read("index.html"), "nav.md-nav--primary a.md-nav__link")
    assert {"designs/"} <= set(home)
    assert not any("/a" in link or "/b" in link for link in home)


def test_the_design_is_named_in_its_navigation_and_its_page_is_marked(project: Project):
    project.site.pages = [Page("designs/index.md", "# Catalogue\n"), *design("b", "The B design")]
    project.build(strict=True)
    soup = BeautifulSoup(project.read("designs/b/slo/index.html"), "html.parser")
    active = [item.get_text(" ", strip=True) for item in soup.select("a.md-nav__link--active")]
    assert "slo" in active
    assert "The B design" in soup.select_one("nav.md-nav--primary").get_text(" ", strip=True)
    following = soup.select_one("link[rel=next]")
    assert following["href"] == "../capacity/"
    assert soup.select_one("link[rel=prev]")["href"] == "../context/"


def test_pages_in_a_folder_of_a_design_are_one_section_of_its_navigation(project: Project):
    more = [
        Page(f"designs/a/quantities/{name}.md", f"# {name}\n", title=name)
        for name in ("tiers", "index", "flows")
    ]
    project.site.pages = [Page("designs/index.md", "# Catalogue\n"), *design("a"), *more]
    project.build(strict=True)
    soup = BeautifulSoup(project.read("designs/a/slo/index.html"), "html.parser")
    nav = soup.select_one("nav.md-nav--primary")
    assert "Quantities" in nav.get_text(" ", strip=True)
    assert not nav.select_one('a[href*="tiers"]'), "another page's folder stays folded"
    own = BeautifulSoup(project.read("designs/a/quantities/tiers/index.html"), "html.parser")
    assert [a["href"] for a in own.select('nav.md-nav--primary a[href*="flows"]')] == ["../flows/"]
    assert own.select_one('nav.md-nav--primary a[href="../../slo/"]')


def test_pages_around_designs_do_not_grow_with_the_catalogue(project: Project):
    project.site.pages = [Page("designs/index.md", "# Catalogue\n"), *design("a")]
    project.build(strict=True)
    alone = len(project.read("designs/a/slo/index.html"))
    for n in range(8):
        project.site.pages += design(f"other-{n}")
    project.write("designs/more.md", "so that something changed")
    project.build(strict=True)
    assert len(project.read("designs/a/slo/index.html")) == alone


def test_a_stated_nav_gets_the_generated_pages(project: Project):
    project.settings["nav"] = [{"Home": "index.md"}, {"Designs": "designs/"}, {"Reference": "reference/"}]
    project.site.pages = [
        Page("designs/index.md", "# Catalogue\n", title="Catalogue"),
        *design("a"),
        Page("reference/index.md", "# Reference\n", title="All of it"),
        Page("reference/checks/n101.md", "# N101\n", title="N101"),
        Page("glossary/index.md", "# Words\n", title="Words"),
    ]
    project.build(strict=True)
    nav = BeautifulSoup(project.read("reference/checks/n101/index.html"), "html.parser").select_one(
        "nav.md-nav--primary"
    )
    words = nav.get_text(" ", strip=True)
    for expected in ("Home", "Catalogue", "Reference", "Checks", "N101", "Words"):
        assert expected in words


def test_titles_reach_the_theme_escaped(project: Project):
    bad = "<script>alert(1)</script> & co"
    project.site.pages = [Page("designs/index.md", "# C\n"), *design("a", bad)]
    project.site.pages[
        1
    ].markdown = f"---\ntitle: '{bad}'\ntemplate: ../../x.html\nicon: ../../x\n---\n# Overview\n"
    project.build(strict=True)
    for page in ("designs/a/index.html", "designs/a/slo/index.html"):
        assert "<script>alert" not in project.read(page)
    assert "&lt;script&gt;alert(1)" in project.read("designs/a/index.html")


def test_no_macro_runs_on_a_generated_page(project: Project):
    project.settings["plugins"] = ["macros", "nalsd"]
    payload = "{{ cycler.__init__.__globals__.os.popen('touch pwned').read() }} {{ 7 * 191 }}"
    project.site.pages = [Page("designs/a/index.md", f"---\nrender_macros: true\n---\n# A\n\n{payload}\n")]
    project.build()
    page = project.read("designs/a/index.html")
    assert "1337" not in page
    assert "{{ 7 * 191 }}" in page
    assert not list(project.root.rglob("pwned"))


@pytest.mark.parametrize("plugins", [["macros", "nalsd"], ["nalsd", "macros"]])
def test_calls_work_on_hand_written_pages(project: Project, plugins: list[str]):
    project.settings["plugins"] = plugins
    project.write("docs/index.md", '# Home\n\n{{ value("a", "tiers.log.single.nodes") }}\n')
    project.build(strict=True)
    assert "<b>value a tiers.log.single.nodes</b>" in project.read("index.html")
    assert project.written == ["index.md"], "a call is told on which page it stands"


def test_findings_are_logged_with_their_place_and_fail_a_strict_build(project: Project, caplog):
    project.site.findings = [finding(project)]
    project.build()
    assert f"{project.root}/designs/a/index.md:3:7: N204" in caplog.text
    assert "name one" in caplog.text
    with pytest.raises(Abort):
        project.build(strict=True)


@pytest.mark.parametrize("severity", list(Severity))
def test_a_strict_build_fails_on_warnings_too(project: Project, severity: Severity):
    project.site.findings = [finding(project, severity)]
    project.build()
    with pytest.raises(Abort):
        project.build(strict=True)


WIDGET = (
    '<div class="nalsd-figure" id="q-nodes" data-search-exclude><table><tr><td>1337</td></tr></table></div>'
)


def test_widgets_are_published_as_they_are_and_kept_from_the_search(project: Project):
    project.settings["plugins"] = ["search", "nalsd"]
    project.settings["markdown_extensions"] = ["attr_list", "md_in_html"]
    project.site.pages = [Page("designs/a/index.md", f"# A\n\nProse to find.\n\n{WIDGET}\n\nMore.\n")]
    project.build(strict=True)
    assert WIDGET in project.read("designs/a/index.html")
    index = project.read("search/search_index.json")
    assert "Prose to find" in index
    assert "1337" not in index


def test_a_link_may_point_into_a_widget(project: Project):
    project.settings["validation"] = {"links": {"anchors": "warn"}}
    project.site.pages = [Page("designs/a/index.md", f"# A\n\n{WIDGET}\n")]
    project.write("docs/index.md", "# Home\n\n[nodes](designs/a/index.md#q-nodes)\n")
    project.build(strict=True)
    project.write("docs/index.md", "# Home\n\n[nodes](designs/a/index.md#q-no-such)\n")
    with pytest.raises(Abort):
        project.build(strict=True)


def test_a_mark_that_an_author_writes_places_nothing(project: Project):
    mark = '<div data-nalsd-block="7"></div>'
    project.site.pages = [Page("designs/a/index.md", f"# A\n\n{mark}\n\n{WIDGET}\n")]
    project.build(strict=True)
    assert project.read("designs/a/index.html").count("1337") == 1


def test_a_folder_in_which_nothing_is_generated_is_left_out_of_the_nav(project: Project):
    project.settings["nav"] = [{"Home": "index.md"}, {"Designs": "designs/"}, {"Reference": "reference/"}]
    project.site.pages = [Page("designs/index.md", "# Catalogue\n")]
    project.build(strict=True)
    assert "Reference" not in project.read("index.html")


def test_a_build_that_fails_leaves_the_last_good_site(project: Project):
    project.build(strict=True)
    before = {p: p.read_bytes() for p in (project.root / "site").rglob("*") if p.is_file()}
    project.write("docs/index.md", "# Changed\n")
    project.site.findings = [finding(project)]
    project.write("designs/a/index.md", "changed")
    with pytest.raises(Abort):
        project.build(strict=True)
    assert {p: p.read_bytes() for p in (project.root / "site").rglob("*") if p.is_file()} == before
    assert not [p.name for p in project.root.iterdir() if p.name.startswith(".site")]


def test_a_build_that_breaks_in_the_middle_leaves_the_last_good_site(project: Project):
    project.build()
    project.write("docs/broken.md", "# Broken\n")
    project.write(
        "hook.py",
        "def on_page_content(html, page, **_):\n    if 'broken' in page.url: raise OSError('full')\n",
    )
    project.settings["hooks"] = ["hook.py"]
    with pytest.raises(OSError, match="full"):
        project.build()
    assert "Home" in project.read("index.html")
    assert not (project.root / "site/broken").exists()


def test_the_strict_option_fails_a_plain_build_on_errors(project: Project, caplog):
    project.settings["plugins"] = [{"nalsd": {"strict": True}}]
    project.site.findings = [finding(project)]
    with pytest.raises(Abort):
        project.build()
    assert "1 finding in the designs; the site stays as it was" in caplog.text
    assert not (project.root / "site").exists()


def test_disabled_it_does_nothing(project: Project):
    project.settings["plugins"] = [{"nalsd": {"enabled": False}}]
    project.site.pages = design("a")
    project.build(strict=True)
    assert project.built == 0
    assert not (project.root / "site/designs").exists()


def test_the_same_input_gives_the_same_bytes(project: Project, monkeypatch: pytest.MonkeyPatch):
    project.settings["site_url"] = "https://example.org/"
    project.settings["plugins"] = ["search", "nalsd"]
    project.site.pages = [Page("designs/index.md", "# Catalogue\n"), *design("a")]

    def bytes_of(site: Path) -> dict[str, bytes]:
        return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}

    first = bytes_of(project.build())
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert bytes_of(project.build()) == first
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_edit_links_lead_to_the_real_source_without_asking_a_host(project: Project):
    project.settings["plugins"] = [{"nalsd": {"edit_url": "https://git.example.org/edit/{path}"}}]
    project.settings["theme"]["features"].append("content.action.edit")
    project.site.pages = design("a", source=project.root / "designs/a/3-capacity.md")
    project.build(strict=True)
    assert "https://git.example.org/edit/designs/a/3-capacity.md" in project.read(
        "designs/a/capacity/index.html"
    )
    assert "https://git.example.org/edit/docs/index.md" in project.read("index.html")


def test_a_page_in_the_docs_folder_stands_and_the_hidden_one_is_told(project: Project, caplog):
    project.write("docs/designs/index.md", "# Mine\n")
    project.site.pages = [Page("designs/index.md", "# Generated\n")]
    project.build()
    assert "Mine" in project.read("designs/index.html")
    assert "'designs/index.md' is generated by nalsd and hidden" in caplog.text


def test_an_unchanged_design_is_not_computed_again_while_serving(project: Project):
    from mkdocs.commands.build import build

    config = project.config()
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    project.write("docs/index.md", "# Saved\n")
    build(project.config())
    assert project.built == 1
    assert "Saved" in project.read("index.html")
    project.write("designs/a/index.md", "# A, saved\n")
    build(project.config())
    assert project.built == 2
    project.write("templates/overview.md.j2", "changed")
    build(project.config())
    assert project.built == 3


def test_designs_and_templates_are_watched(project: Project):
    project.write("templates/overview.md.j2", "mine")
    config = project.config()
    config.plugins.on_config(config)
    assert {str(project.root / "designs"), str(project.root / "templates")} <= set(config.watch)


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_what_is_to_be_found_beside_the_text_is_in_the_index(project: Project, theme: str) -> None:
    project.settings |= {"plugins": ["search", "nalsd"], "theme": {"name": theme}}
    project.site.pages = design("a")
    project.site.searched = [SearchEntry("designs/a/capacity/#q-x", "X, nodes", ("tiers.x.nodes",), 0.3)]
    project.build()
    entries = json.loads(project.read("search/search_index.json"))["docs"]
    # After the page it stands on, which heads what is found on it.
    places = [entry["location"] for entry in entries]
    assert places.index("designs/a/capacity/") < places.index("designs/a/capacity/#q-x")
    assert entries[-1]["title"] == "X, nodes"


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_an_address_without_a_page_leads_to_the_designs(project: Project, theme: str) -> None:
    """Whole addresses: the page is served below any other."""
    project.settings |= {"site_url": "https://docs.example.com/team/", "theme": {"name": theme}}
    project.site.pages = [Page("designs/index.md", "# Catalogue\n"), *design("a")]
    project.build(strict=True)
    assert "/team/designs/" in links(project.read("404.html"), "li a")


def test_an_owner_s_own_page_for_addresses_without_one_stands(project: Project) -> None:
    project.write("mine/404.html", "<p>Ask us</p>")
    project.settings["theme"]["custom_dir"] = str(project.root / "mine")
    project.build()
    assert project.read("404.html") == "<p>Ask us</p>"
