"""The catalogue in a real browser: what is shown stands in the address and comes back from it."""

from __future__ import annotations

from playwright.sync_api import Browser

SHOWN = """[...document.querySelectorAll('.nalsd-catalogue tbody tr')].filter(row => !row.hidden)
  .map(row => row.querySelector('a').textContent)"""
ALL = ["Ad click aggregator", "L4 load balancer", "News feed", "Task scheduler"]


def test_filter_and_order_stand_in_the_address(browser: Browser, address: str):
    page = browser.new_page()
    page.goto(f"{address}/designs/")
    assert page.evaluate(SHOWN) == ALL
    for _ in range(2):
        page.click('th:has-text("Design") button')
    assert page.evaluate(SHOWN) == ALL[::-1]
    page.fill(".nalsd-filter input", "multi-region")  # a tag of two designs
    page.wait_for_function("location.search.includes('show=')")
    there = page.evaluate("location.href")
    assert "sort=-design" in there
    page.goto("about:blank")
    page.goto(there)
    assert page.evaluate(SHOWN) == ["News feed", "L4 load balancer"]
    page.fill(".nalsd-filter input", "")
    page.wait_for_function("!location.search.includes('show=')")
    page.close()


def test_without_scripts_the_catalogue_is_a_plain_table(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/designs/")
    assert page.locator(".nalsd-catalogue tbody tr:visible").count() == len(ALL)
    assert page.locator(".nalsd-catalogue button").count() == 0
    context.close()
