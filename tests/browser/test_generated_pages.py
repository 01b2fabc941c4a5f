"""Pages of quantities and of the reference in a real browser: of each folder the largest and every fifth."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.opening import LOOKS, Look, of_one_make, open_cleanly, pages

STEP = 5
"""One template makes each folder of them, so that a fifth shows what it does."""


def chosen(site: Path) -> list[str]:
    """Of each folder the page with most on it, in each look, and every fifth in one."""
    folders: dict[str, list[str]] = defaultdict(list)
    for path in filter(of_one_make, pages(site)):
        folders[path.rstrip("/").rpartition("/")[0]].append(path)
    largest = [
        max(made, key=lambda path: (site / path / "index.html").stat().st_size) for made in folders.values()
    ]
    return [path for path in largest for _ in LOOKS] + [
        path for made in folders.values() for path in made[::STEP]
    ]


@pytest.mark.parametrize(("first", "look"), list(enumerate(LOOKS)), ids=["wide and light", "phone and dark"])
def test_pages_of_one_make_open(browser: Browser, unsearched: str, built_site: Path, first: int, look: Look):
    open_cleanly(browser, unsearched, built_site, chosen(built_site)[first :: len(LOOKS)], (look,))
