"""Written pages and phases in a real browser: charts, formulas, search, with scripts and without."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.opening import WIDE, of_one_make, open_cleanly, pages, watched


def test_written_pages_and_phases_open_in_both_looks(browser: Browser, unsearched: str, built_site: Path):
    """Light and wide, dark on a phone; a page opens as the one and turns into the other."""
    open_cleanly(
        browser, unsearched, built_site, [path for path in pages(built_site) if not of_one_make(path)]
    )


def design_pages(site: Path, name: str) -> list[str]:
    return [
        path for path in pages(site) if path.startswith("designs/") and path.count("/") == 3 and name in path
    ]


def test_there_are_six_pages_and_an_overview_for_each_design(built_site: Path):
    for design in ("ad-click-aggregator", "task-scheduler"):
        assert (built_site / "designs" / design / "index.html").is_file()
        assert (
            len([p for p in pages(built_site) if p.startswith(f"designs/{design}/") and p.count("/") == 3])
            >= 6
        )


def chart_page(site: Path) -> str:
    """A page with charts."""
    return next(path for path in pages(site) if "nalsd-plot" in (site / path / "index.html").read_text())


def test_a_chart_is_drawn_when_it_comes_into_view_and_follows_the_scheme(
    browser: Browser, address: str, built_site: Path
):
    screen = {"width": 1200, "height": 300}
    with watched(browser, address, color_scheme="light", viewport=screen) as (page, seen):
        page.goto(f"{address}/{chart_page(built_site)}", wait_until="networkidle")
        first = page.locator(".nalsd-plot").first
        if first.bounding_box()["y"] > 800:
            assert not any("plotly" in url for url in seen.asked), "the library waits until it is needed"
        first.scroll_into_view_if_needed()
        first.locator("svg.main-svg").first.wait_for()
        assert any(url.startswith(address) and "plotly" in url for url in seen.asked)
        colour = "el => getComputedStyle(el.querySelector('svg text')).fill"
        light = first.evaluate(colour)
        page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        page.wait_for_function(
            f"([el, before]) => ({colour})(el) !== before", arg=[first.element_handle(), light], timeout=5000
        )
    assert seen.errors == []
    assert seen.foreign == []


def test_without_scripts_tables_derivations_and_diagrams_stay(
    browser: Browser, address: str, built_site: Path
):
    with watched(browser, address, java_script_enabled=False) as (page, seen):
        (capacity,) = [p for p in design_pages(built_site, "ad-click-aggregator") if "capacity" in p]
        page.goto(f"{address}/{capacity}")
        assert page.locator("table").first.is_visible()
        assert page.locator("math").count() > 0
        fold = page.locator("details:has(math)").first
        fold.locator("summary").first.press("Enter")
        assert fold.locator("math").first.is_visible()
        page.goto(f"{address}/designs/ad-click-aggregator/")
        assert page.locator("svg.nalsd-diagram").first.is_visible()
    assert seen.foreign == []


def test_formulas_use_the_font_of_the_site(browser: Browser, address: str, built_site: Path):
    with watched(browser, address) as (page, seen):
        (capacity,) = [p for p in design_pages(built_site, "ad-click-aggregator") if "capacity" in p]
        page.goto(f"{address}/{capacity}")
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        page.evaluate("document.fonts.ready")
        page.wait_for_load_state("networkidle")
        assert any("noto-sans-math" in url for url in seen.asked)
        height = "el => el.getBoundingClientRect().height"
        assert page.locator("math mfrac").first.evaluate(height) > page.locator("math mn").first.evaluate(
            height
        )
    assert seen.errors == []


SOUGHT = {
    "task scheduler": "/designs/task-scheduler/",
    "bottleneck": "/words/#bottleneck",
    "retry storm": "/reference/formulas/retries/#retry_storm",
    "erlang": "/reference/formulas/queueing/#erlang_b",
    "N401": "/reference/checks/n401/",
    "nalsd whatif": "/reference/commands/#whatif",
    "tiers.edge.single.nodes": "/designs/ad-click-aggregator/capacity/#q-tiers.edge.single.nodes",
    "Packet, peak payload": "/designs/l4-load-balancer/context/#q-workloads.packet.peak_payload",
}
"""What somebody types, and the page that they mean."""

FIRST = """meant => [...document.querySelectorAll('.md-search-result__item:first-child a')]
  .some(link => link.href.replace(/[?]h=[^#]*/, '').endsWith(meant))"""


def test_the_search_finds_what_is_meant_first(browser: Browser, address: str):
    with watched(browser, address, viewport=WIDE) as (page, seen):
        page.goto(f"{address}/", wait_until="networkidle")
        page.locator("input.md-search__input").click()
        for words, meant in SOUGHT.items():
            page.fill("input.md-search__input", words[:-1])
            page.keyboard.type(words[-1])
            page.wait_for_function(FIRST, arg=meant, timeout=20_000)
    assert seen.errors == []
    assert seen.foreign == []


def test_the_palette_has_a_light_and_a_dark_side(browser: Browser, address: str):
    with watched(browser, address, viewport=WIDE, color_scheme="light") as (page, _):
        page.goto(f"{address}/")
        background = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(background)
        for _step in range(2):  # from the system's to light, to dark
            page.locator("label.md-header__button[for^=__palette]:visible").click()
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        assert page.evaluate(background) != light
