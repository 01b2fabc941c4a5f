"""The What-if page in a real browser: figures that follow, an address that keeps them, a strict policy."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bench.whatif import cases, compare, drag
from nalsd.analysis import analyse
from nalsd.analysis.levers import moved
from nalsd.designs import load_design
from nalsd.units import format_value
from tests.browser.conftest import Quiet, serving

ROOT = Path(__file__).parents[2]
LARGEST = "news-feed"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


class Strict(Quiet):
    """Serves files under a policy that allows scripts from files of this site alone: none inline, no eval."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def strict(built_site: Path) -> Iterator[str]:
    with serving(Strict, built_site) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = context.new_page()
    found.thrown = []
    found.on("pageerror", lambda error: found.thrown.append(str(error)))
    yield found
    context.close()


def opened(page: Page, address: str, slug: str, query: str = "") -> None:
    page.goto(f"{address}/designs/{slug}/what-if/{query}", wait_until="load")
    page.locator("#nalsd-whatif[data-ready]").wait_for()


def figure(page: Page, what: str) -> str:
    """A headline figure as it reads, without what it was."""
    return page.evaluate(
        """(what) => {
          const cell = document.querySelector(`[data-what="${what}"] dd`).cloneNode(true);
          cell.querySelectorAll(".nalsd-was").forEach((node) => node.remove());
          return cell.textContent.trim();
        }""",
        what,
    )


def printed(value: Any, unit: Any) -> str:
    """As the page prints: number and unit apart."""
    return format_value(value, unit).replace("/month_730h", "/month")


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def test_a_slider_moves_the_figures_under_a_strict_policy(page: Page, strict: str) -> None:
    """Ten times the load by keyboard and by address; the figures are those of Python."""
    opened(page, strict, LARGEST)
    graph = analyse(load_design(ROOT / "designs" / LARGEST), alternatives=False).graph
    slider = page.get_by_label("Load", exact=True)
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_url(lambda url: url.endswith("?load=1000"))
    for factor in (1000.0, 10.0):
        if factor != 1000.0:
            opened(page, strict, LARGEST, f"?load={factor:g}")
        expected = moved(graph, {}, factor)
        for what, id in (
            ("peak-load", "load.peak"),
            ("nodes-one-copy", "design.nodes"),
            ("cost", "cost.total"),
        ):
            assert squeezed(figure(page, what)) == squeezed(printed(expected[id], graph[id].unit)), (
                factor,
                id,
            )
        assert "At this peak" in page.locator(".nalsd-reason").inner_text()
    inline = [error for error in page.thrown if "__md_scope" not in error and "__md_get" not in error]
    assert inline == [], "the theme's own inline scripts are refused, ours run"


def test_the_address_keeps_the_state_and_reset_clears_it(page: Page, address: str) -> None:
    opened(
        page, address, "task-scheduler", "?rf.tasks=5&machine.db=aws%2Fi4i.16xlarge&load=nonsense&unknown=1"
    )
    assert page.get_by_role("slider", name="Tasks, copies").input_value() == "5"
    assert page.get_by_role("combobox", name="Db, machine").input_value() == "aws/i4i.16xlarge"
    assert page.get_by_label("Load", exact=True).get_attribute("aria-valuetext") == "1x"
    before = page.locator(".nalsd-whatif-tables .nalsd-was").count()
    assert before > 5
    page.get_by_role("button", name="Reset: Tasks, copies").click()
    page.wait_for_url(lambda url: url.endswith("?machine.db=aws/i4i.16xlarge"))
    page.get_by_role("button", name="Reset all").click()
    page.wait_for_url(lambda url: "?" not in url)
    assert page.locator("#nalsd-whatif .nalsd-was").count() == 0
    assert page.get_by_role("button", name="Reset all").is_disabled()
    assert page.thrown == []


def test_an_alternative_is_pressed_and_taken_back(page: Page, address: str) -> None:
    """It moves what it sets and leaves the load as the reader left it; rows out of sight follow."""
    opened(page, address, LARGEST, "?load=2")
    button = page.get_by_role("button", name="No post cache")
    button.click()
    page.wait_for_url(lambda url: url.endswith("?load=2&hits.post_cache=0.01"))
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator("#nalsd-whatif .nalsd-verdict-word").is_visible()
    graph = analyse(load_design(ROOT / "designs" / LARGEST), alternatives=False).graph
    expected = moved(graph, {"stores.post_cache.hit_ratio": 0.01}, 2.0)["cost.total"]
    last = page.locator(".nalsd-live-cost tbody tr").last.locator(".nalsd-live").inner_text()
    assert squeezed(last).startswith(squeezed(printed(expected, graph["cost.total"].unit)))
    button.click()
    page.wait_for_url(lambda url: url.endswith("?load=2"))
    assert button.get_attribute("aria-pressed") == "false"
    assert page.thrown == []


def test_what_saturates_says_so_and_nothing_is_not_a_number(page: Page, address: str) -> None:
    """Machines that stay as many while load grows a thousandfold."""
    opened(page, address, "l4-load-balancer", "?load=1000")
    shown = page.locator("#nalsd-whatif").inner_text()
    assert "NaN" not in shown and "Infinity" not in shown and "undefined" not in shown and "null" not in shown
    assert "Infeasible" in shown
    assert "saturated" in shown
    page.locator(".nalsd-told").filter(has_text="Infeasible").wait_for(state="attached", timeout=5000)
    assert page.thrown == []


@pytest.mark.parametrize("nodes", ["40", "400"])
def test_the_verdict_is_that_of_the_design_written_so(page: Page, address: str, nodes: str) -> None:
    """Too few and more than enough machines, written into the design and analysed whole."""
    design = load_design(ROOT / "designs" / "l4-load-balancer")
    expected = analyse(design.changed({"tiers.proxy.nodes": nodes}), alternatives=False).verdict
    opened(page, address, "l4-load-balancer", f"?nodes.proxy={nodes}")
    shown = page.locator(".nalsd-verdict .nalsd-badge").inner_text().lower()
    assert shown.split(maxsplit=1)[1] == expected
    assert (expected == "infeasible") == (nodes == "40")


def test_without_scripts_the_page_is_complete(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/designs/{LARGEST}/what-if/")
    assert page.locator("#nalsd-whatif table").count() >= 4
    assert page.locator("#nalsd-whatif table").first.is_visible()
    assert not page.locator("form.nalsd-levers").is_visible()
    assert "Scripts are off" in page.content()
    context.close()


def test_every_quantity_in_chromium(page: Page, address: str) -> None:
    """The program of all quantities of the largest design, by the browser's engine and its mathematics."""
    page.goto(f"{address}/")

    def run(script: str, data: Any) -> Any:
        return page.evaluate(f"(INPUT) => {{ {script}\nreturn JSON.parse(JSON.stringify(OUTPUT)); }}", data)

    whole = analyse(load_design(ROOT / "designs" / LARGEST), alternatives=False)
    todo = [*cases(whole.graph, 2, False, 21), *cases(whole.graph, 2, True, 22), ({}, 1.0)]
    found = compare(whole, json.loads(json.dumps(todo)), run)
    assert found.wrong == []


def test_a_slider_is_quick(page: Page, address: str) -> None:
    """Loosely, for the machine may be busy; `python -m bench.whatif` measures it."""
    opened(page, address, LARGEST)
    times = drag(page, 60)
    assert len(times) > 10
    print(f"slider of {LARGEST}: {statistics.median(times):.1f} ms")
    assert statistics.median(times) < 250
