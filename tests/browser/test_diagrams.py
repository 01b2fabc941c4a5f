"""Diagrams that become larger and move, and links that are copied, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

DRAWING = ".nalsd-drawing"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1200, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{address}/designs/news-feed/architecture/")
    page.wait_for_selector(".nalsd-zoom")
    yield page
    context.close()


def width(page: Page, inside: str = DRAWING) -> float:
    return page.locator(f"{inside} svg").first.bounding_box()["width"]


def test_buttons_make_a_diagram_larger_and_put_it_back(page: Page) -> None:
    before = width(page)
    page.get_by_role("button", name="Larger").first.click()
    assert width(page) == pytest.approx(1.3 * before, rel=0.02)
    page.get_by_role("button", name="Smaller").first.click()
    assert width(page) == pytest.approx(before, rel=0.02)
    page.get_by_role("button", name="Larger").first.click()
    page.get_by_role("button", name="As at first").first.click()
    assert width(page) == pytest.approx(before, rel=0.001)


def test_keys_work_where_the_focus_is_in_the_diagram(page: Page) -> None:
    before = width(page)
    page.get_by_role("button", name="Larger").first.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert width(page) == pytest.approx(1.69 * before, rel=0.02)
    page.keyboard.press("0")
    assert width(page) == pytest.approx(before, rel=0.001)


def test_the_wheel_with_ctrl_keeps_the_point_under_the_pointer(page: Page) -> None:
    box = page.locator(f"{DRAWING} .nalsd-scroll").first
    box.scroll_into_view_if_needed()
    svg = page.locator(f"{DRAWING} svg").first
    area = box.bounding_box()
    x, y = area["x"] + area["width"] * 0.6, area["y"] + min(area["height"], 300) * 0.6
    at = svg.bounding_box()
    share = (x - at["x"]) / at["width"]
    page.mouse.move(x, y)
    page.mouse.wheel(0, -50)  # scrolls the page, as everywhere
    assert width(page) == pytest.approx(at["width"], rel=0.001)
    page.wait_for_timeout(100)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    page.wait_for_timeout(100)
    now = svg.bounding_box()
    assert now["width"] > 1.2 * at["width"]
    assert (x - now["x"]) / now["width"] == pytest.approx(share, abs=0.01)


def test_a_larger_diagram_is_moved_by_dragging_and_a_drag_is_no_click(page: Page) -> None:
    for _ in range(4):
        page.get_by_role("button", name="Larger").first.click()
    box = page.locator(f"{DRAWING} .nalsd-scroll").first
    box.scroll_into_view_if_needed()
    area, url = box.bounding_box(), page.url
    before = box.evaluate("box => box.scrollLeft")
    x, y = area["x"] + area["width"] / 2, max(area["y"], 80) + 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y, steps=4)
    page.mouse.up()
    assert box.evaluate("box => box.scrollLeft") - before == pytest.approx(90, abs=8)
    assert page.url == url


def test_the_whole_screen_opens_and_closes_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Show on the whole screen").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="News feed")
    assert dialog.is_visible()
    drawn = dialog.locator(".nalsd-scroll > svg").bounding_box()
    assert drawn["width"] <= 1200
    assert drawn["height"] <= 800
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.locator(f"{DRAWING} svg").first.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Whole screen"


def test_links_of_headings_and_figures_are_copied(page: Page, address: str) -> None:
    heading = page.locator("h2 > a.headerlink").first
    heading.evaluate("link => link.click()")
    page.wait_for_selector(".nalsd-said:not(:empty)")
    fragment = heading.get_attribute("href").partition("#")[2]
    assert page.evaluate("navigator.clipboard.readText()") == f"{page.url.split('#')[0]}#{fragment}"
    page.goto(f"{address}/designs/news-feed/context/")
    page.locator(".nalsd-fold > summary").first.evaluate("summary => summary.click()")
    page.get_by_role("button", name="Copy link").first.click()
    page.wait_for_selector(".nalsd-said:not(:empty)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{address}/designs/news-feed/context/#q-")
