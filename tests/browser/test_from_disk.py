"""A site built with `offline`, opened from its folder: it is linked, searched, drawn and moved there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.opening import watched
from tests.conftest import QUIET, ROOT

SLUG = "ad-click-aggregator"
SETTINGS = """
site_name: from disk
theme: {name: material, font: false}
plugins: [search, offline, nalsd]
markdown_extensions: [attr_list, md_in_html, tables]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("disk")
    (root / "mkdocs.yml").write_text(SETTINGS)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text(f"# Home\n\n[The design](designs/{SLUG}/index.md)\n")
    shutil.copytree(ROOT / "designs" / SLUG, root / "designs" / SLUG)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT / "plugin")},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def test_a_site_works_from_its_folder(browser: Browser, folder: Path) -> None:
    home = folder.as_uri()
    with watched(browser, home, viewport={"width": 1400, "height": 900}) as (page, seen):
        page.set_default_timeout(10_000)
        page.goto(f"{home}/index.html")
        page.get_by_role("link", name="The design", exact=True).click()
        page.wait_for_url(f"{home}/designs/{SLUG}/index.html")
        page.locator("input.md-search__input").click()
        page.keyboard.type("peak_factor")
        key = 'a.md-search-result__link[href*="key-workload-peak-factor"]'
        page.locator(key).first.wait_for(state="attached")
        page.goto(f"{home}/designs/{SLUG}/capacity.html")
        plot = page.locator(".nalsd-plot").first
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
        page.goto(f"{home}/designs/{SLUG}/what-if.html")
        page.locator("#nalsd-whatif[data-ready]").wait_for()
        nodes = page.locator('[data-what="nodes-one-copy"] dd').first
        before = nodes.inner_text()
        slider = page.locator("#nalsd-whatif input[type=range]").first
        slider.focus()
        page.keyboard.press("End")
        page.wait_for_function(
            "([cell, was]) => cell.innerText !== was", arg=[nodes.element_handle(), before]
        )
    assert seen.errors == []
    assert seen.foreign == []
