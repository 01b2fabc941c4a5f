"""The catalogue and the comparison in a real browser: what is chosen stands in the address and comes back."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.test_pages import watched

SHOWN = """[...document.querySelectorAll('.nalsd-entries > li')].filter(card => card.checkVisibility())
  .map(card => card.querySelector('h2').textContent)"""
ROWS = """[...document.querySelectorAll('.nalsd-catalogue tbody tr')].filter(row => row.checkVisibility())
  .map(row => row.querySelector('a').textContent)"""
ALL = ["Ad click aggregator", "L4 load balancer", "News feed", "Task scheduler"]


def choose(page: Page, name: str, value: str) -> None:
    page.select_option(f".nalsd-browse-form select[name={name}]", value)


def test_filters_stand_in_the_address_and_come_back(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/")
        assert page.evaluate(SHOWN) == ALL
        choose(page, "tag", "multi-region")  # a tag of two designs
        choose(page, "sort", "load-desc")  # the balancer has the greater load
        assert page.evaluate(SHOWN) == ["L4 load balancer", "News feed"]
        there = page.evaluate("location.href")
        page.goto("about:blank")
        page.goto(there)
        assert page.evaluate(SHOWN) == ["L4 load balancer", "News feed"]
        assert page.locator(".nalsd-count").inner_text() == "2 of 4 designs"
        page.fill("input[name=q]", "no design says this")
        assert page.locator(".nalsd-none").is_visible()
        page.click("text=Show all")
        assert page.evaluate(SHOWN) == ALL
        assert page.evaluate("location.search") == ""
    assert seen.errors == []


def test_the_table_sorts_by_its_heads_with_the_keyboard(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/?view=table")
        assert page.evaluate(ROWS) == ALL
        head = page.locator("th:has-text('Nodes')")
        head.locator("button").press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        most_first = page.evaluate(ROWS)
        head.locator("button").press("Enter")
        assert page.evaluate(ROWS) == most_first[::-1]
        assert "sort=nodes" in page.evaluate("location.search")
    assert seen.errors == []


def test_an_address_of_somebody_else_does_no_harm(browser: Browser, address: str):
    with watched(browser, address) as (page, seen):
        page.goto(f"{address}/designs/?tag=%3Cimg%20src=x%3E&sort=__proto__&compare=..,x&view=x")
        assert page.evaluate(SHOWN) == ALL
    assert seen.errors == []


def test_without_scripts_the_catalogue_is_a_plain_table(browser: Browser, address: str):
    with watched(browser, address, java_script_enabled=False) as (page, _):
        page.goto(f"{address}/designs/")
        assert page.locator(".nalsd-catalogue tbody tr:visible").count() == len(ALL)
        assert page.locator(".nalsd-browse :is(button, input, select):visible").count() == 0
