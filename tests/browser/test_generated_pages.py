"""Pages of quantities and of the reference in a real browser: each of them in one of the looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.opening import LOOKS, Look, of_one_make, open_cleanly, pages

EVERY = len(LOOKS)
"""Each page is opened in one of the looks; the whole pages of designs are opened in both."""


@pytest.mark.parametrize(("first", "look"), list(enumerate(LOOKS)), ids=["wide and light", "phone and dark"])
def test_pages_of_one_make_open(browser: Browser, unsearched: str, built_site: Path, first: int, look: Look):
    made = [path for path in pages(built_site) if of_one_make(path)]
    open_cleanly(browser, unsearched, built_site, made[first::EVERY], (look,))
