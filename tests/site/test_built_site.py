"""The repository's own site as it is published: links, hosts, search, data, weight."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import jsonschema
import pytest
from bs4 import BeautifulSoup

from nalsd.checks import RULES
from nalsd.physics import FORMULAS

HERE = "https://here.invalid/"
DESIGNS = ("ad-click-aggregator", "task-scheduler")


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, BeautifulSoup]:
    """Every page by its address."""
    found = [f for f in sorted(built_site.rglob("*.html")) if f.name != "404.html"]
    return {
        f.relative_to(built_site).as_posix().removesuffix("index.html"): BeautifulSoup(
            f.read_text(), "html.parser"
        )
        for f in found
    }


def test_every_link_leads_somewhere(pages: dict[str, BeautifulSoup], built_site: Path):
    ids = {path: {e["id"] for e in soup.select("[id]")} for path, soup in pages.items()}
    broken = []
    for path, soup in pages.items():
        for element in soup.select("a[href], img[src], script[src], link[href]"):
            target, anchor = urldefrag(urljoin(HERE + path, element.get("href") or element.get("src")))
            if not target.startswith(HERE):
                continue
            local = unquote(target.removeprefix(HERE)).removesuffix("index.html")
            if anchor and local in ids:
                if unquote(anchor) not in ids[local] and not anchor.startswith("__"):
                    broken.append(f"{path}: {local}#{anchor}")
            elif local not in pages and not (built_site / local).is_file():
                broken.append(f"{path}: {local}")
    assert broken == []


def test_no_page_has_an_id_twice(pages: dict[str, BeautifulSoup]):
    twice = []
    for path, soup in pages.items():
        ids = [element["id"] for element in soup.select("[id]")]
        twice += [f"{path}#{each}" for each in {i for i in ids if ids.count(i) > 1}]
    assert twice == []


REFERRING = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for"}


def test_pages_are_sound_for_those_who_do_not_see_them(pages: dict[str, BeautifulSoup]):
    """References meet their ids, headings skip no level, pictures have names, each page says what it is."""
    faults = []
    for path, soup in pages.items():
        elements = soup.find_all(True)  # once: a selector walks through the whole page
        ids = {element["id"] for element in elements if "id" in element.attrs}
        for element in elements:
            for name in REFERRING & element.attrs.keys():
                value = element[name]
                targets = value if isinstance(value, list) else value.split()
                # The theme's own label of a table of contents that is hidden.
                faults += [f"{path}: {name}={id}" for id in targets if id not in ids and id != "__toc"]
        levels = [int(heading.name[1]) for heading in soup.select(".md-content :is(h1, h2, h3, h4, h5, h6)")]
        steps = zip([0, *levels], levels, strict=False)
        faults += [f"{path}: h{low} after h{high}" for high, low in steps if low > high + 1]
        for drawing in soup.select(".md-content svg"):
            hidden = (
                drawing.find_parent(attrs={"aria-hidden": "true"}) or drawing.get("aria-hidden") == "true"
            )
            named = drawing.get("aria-label") or drawing.get("aria-labelledby") or drawing.title
            if not (
                hidden or named or drawing.parent.get("title")
            ):  # the theme names what is around its icons
                faults.append(f"{path}: a picture without a name in {drawing.parent.name}")
        faults += [f"{path}: {image}" for image in soup.select("img:not([alt])")]
        if levels.count(1) != 1:
            faults.append(f"{path}: {levels.count(1)} titles")
        if not soup.select_one('meta[name="description"][content]'):
            faults.append(f"{path}: no description")
    assert faults == []


def test_nothing_is_loaded_from_another_host(pages: dict[str, BeautifulSoup], built_site: Path):
    for path, soup in pages.items():
        for element in soup.select(
            "script[src], link[rel=stylesheet], img[src], iframe, source[src], video, audio"
        ):
            source = element.get("src") or element.get("href") or ""
            assert not urlsplit(source).netloc, f"{path}: {element}"
    for sheet in built_site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", sheet.read_text()), sheet


def test_no_template_syntax_is_left_on_a_page_of_a_design(pages: dict[str, BeautifulSoup]):
    for path, soup in pages.items():
        if path.startswith("designs/"):
            for element in soup.select("code, pre, math"):  # cases within cases are two braces in a row
                element.decompose()
            assert not re.search(r"\{\{|\{%|nalsd:|month_730h", soup.get_text()), path


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_has_an_overview_six_pages_and_its_data(
    pages: dict[str, BeautifulSoup], built_site: Path, design: str
):
    own = [path for path in pages if path.startswith(f"designs/{design}/")]
    assert f"designs/{design}/" in own
    assert len(own) >= 7
    results = json.loads((built_site / "designs" / design / "results.json").read_text())
    assert results["design"] == design
    assert results["schema"].startswith("nalsd/")
    assert any(id.endswith(".single.nodes") for id in results["quantities"])


def test_the_catalogue_lists_every_design(pages: dict[str, BeautifulSoup], built_site: Path):
    text = (built_site / "catalogue.json").read_text()
    for design in DESIGNS:
        assert design in text
        assert pages["designs/"].select_one(f'a[href="{design}/"]'), design


def test_the_search_reads_no_table_and_knows_each_thing_once(
    pages: dict[str, BeautifulSoup], built_site: Path
):
    entries = json.loads((built_site / "search/search_index.json").read_text())["docs"]
    for entry in entries:
        assert "hovertemplate" not in entry["text"], entry["location"]
        assert "<table" not in entry["text"], entry["location"]
    where = Counter(entry["location"] for entry in entries)
    assert [location for location, times in where.items() if times > 1] == []
    for design in DESIGNS:
        results = json.loads((built_site / f"designs/{design}/results.json").read_text())
        found = {
            e["tags"][0]: e
            for e in entries
            if e["location"].startswith(f"designs/{design}/") and e.get("tags")
        }
        assert set(results["quantities"]) <= set(found)
    ids = {path: {e["id"] for e in soup.select("[id]")} for path, soup in pages.items()}
    lost = [e["location"] for e in entries if (at := urldefrag(e["location"]))[1] and at[1] not in ids[at[0]]]
    assert lost == []
    assert all(where[f"reference/formulas/{f.topic.replace('_', '-')}/#{f.name}"] for f in FORMULAS.values())
    for code in RULES:
        assert sum(location.startswith(f"reference/checks/{code.lower()}/") for location in where) == 1
    # The browser reads it when the search is first opened: seconds, if it were ten times as much.
    assert (built_site / "search/search_index.json").stat().st_size < 4_000_000


def test_the_data_is_what_its_schema_says(built_site: Path):
    for name, files in {"catalogue": "catalogue.json", "results": "designs/*/results.json"}.items():
        schema = json.loads((built_site / f"schemas/{name}.json").read_text())
        found = list(built_site.glob(files))
        assert found
        for file in found:
            jsonschema.validate(json.loads(file.read_text()), schema)


def test_the_chart_library_is_there_and_no_page_loads_it_at_once(
    pages: dict[str, BeautifulSoup], built_site: Path
):
    (library,) = built_site.rglob("plotly*.js")
    assert library.stat().st_size > 500_000
    for path, soup in pages.items():
        assert not soup.select('script[src*="plotly"]'), path


def test_a_page_of_one_design_names_no_page_of_the_other(pages: dict[str, BeautifulSoup]):
    for path, soup in pages.items():
        for design, other in (DESIGNS, DESIGNS[::-1]):
            if path.startswith(f"designs/{design}/"):
                nav = soup.select("nav.md-nav--primary a[href]")
                assert not [a["href"] for a in nav if other in a["href"]], path
