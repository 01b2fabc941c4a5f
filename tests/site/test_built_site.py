"""The repository's own site as it is published: links, hosts, search, data, weight."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

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
            assert not re.search(r"\{\{|\{%|nalsd:", soup.get_text()), path


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


def test_the_search_text_holds_no_chart_data(built_site: Path):
    index = json.loads((built_site / "search/search_index.json").read_text())
    for entry in index["docs"]:
        assert "hovertemplate" not in entry["text"], entry["location"]
        assert '"orientation"' not in entry["text"], entry["location"]


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
