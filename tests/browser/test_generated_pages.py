"""Each page of a quantity and of the reference opens in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.opening import of_one_make, open_cleanly, pages


def test_pages_of_one_make_open(browser: Browser, address: str, built_site: Path):
    """Each in one look, by turns."""
    open_cleanly(browser, address, built_site, [path for path in pages(built_site) if of_one_make(path)], 1)
