"""Every page of the site in a real browser: no error, no other host, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


SETTLED = """async scheme => {
  // To the end, so that whatever waits to be seen is loaded; then until the last chart is drawn.
  window.scrollTo(0, document.body.scrollHeight);
  const until = async (met, most) => {
    const end = Date.now() + most;
    while (!met() && Date.now() < end) await new Promise(go => setTimeout(go, 20));
    return met();
  };
  const drawn = () => {
    const shown = [...document.querySelectorAll(".nalsd-plot")].filter(plot => plot.checkVisibility());
    if (!shown.length || shown.at(-1).dataset.drawn !== undefined) return true;
    shown.at(-1).scrollIntoView();
    return false;
  };
  const settled = await until(() => drawn() && document.body.dataset.mdColorScheme === scheme, 20000);
  // The theme's drawer slides out of the way when the screen changes.
  await until(() => document.documentElement.scrollWidth <= innerWidth, 2000);
  return [settled, document.documentElement.scrollWidth];
}"""
"""Waits until a page is in the scheme with its charts drawn; whether it came to that, and how wide it is."""


@dataclass
class Seen:
    """What happened while pages were open."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def watched(browser: Browser, address: str, **options: object) -> Iterator[tuple[Page, Seen]]:
    """A page in a fresh profile, with its console and its requests written down."""
    context = browser.new_context(**options)
    page, seen = context.new_page(), Seen()

    def asked(url: str) -> None:
        seen.asked.append(url)
        if not url.startswith((address, "data:", "blob:")):
            seen.foreign.append(f"{page.url} asks {url}")

    page.on("request", lambda request: asked(request.url))
    page.on("console", lambda m: seen.errors.append(f"{page.url}: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(f"{page.url}: {error}"))
    page.on("response", lambda r: seen.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    yield page, seen
    context.close()


def pages(site: Path) -> list[str]:
    """The address of every page of the site, relative to it."""
    found = [f.relative_to(site).as_posix() for f in sorted(site.rglob("*.html")) if f.name != "404.html"]
    return [path.removesuffix("index.html") for path in found]


def of_one_make(path: str) -> bool:
    """Pages that one template makes by the hundred: quantities, formulas, machines, rules."""
    return "/quantities/" in path or path.startswith("reference/")


LOOKS = ((WIDE, "light", "default"), (PHONE, "dark", "slate"))


def faults(page: Page, paths: list[str], address: str, looks: int) -> list[str]:
    """Opens pages in one look or in both, by turns beginning with the one and the other; what is wrong."""
    wrong = []
    for number, path in enumerate(paths):
        page.goto(f"{address}/{path}", wait_until="load")
        for turn in range(looks):
            screen, media, scheme = LOOKS[(number + turn) % 2]
            page.set_viewport_size(screen)
            page.emulate_media(color_scheme=media)
            settled, width = page.evaluate(SETTLED, scheme)
            if not settled:
                wrong.append(f"{path}: not in {media}, or a chart is not drawn")
            if width > screen["width"]:
                wrong.append(f"{path}: {width} px wide on {screen['width']} px")
    return wrong


def open_cleanly(browser: Browser, address: str, paths: list[str], looks: int) -> None:
    """No error, no request to another host, nothing wider than the screen."""
    assert paths
    with watched(browser, address, color_scheme="light", viewport=WIDE) as (page, seen):
        wrong = faults(page, paths, address, looks)
    assert seen.errors == []
    assert seen.foreign == []
    assert wrong == []


def test_written_pages_and_phases_open_in_both_looks(browser: Browser, address: str, built_site: Path):
    """Light and wide, dark on a phone; a page opens as the one and turns into the other."""
    open_cleanly(browser, address, [path for path in pages(built_site) if not of_one_make(path)], 2)


def test_pages_of_one_make_open(browser: Browser, address: str, built_site: Path):
    """Each in one look, by turns."""
    open_cleanly(browser, address, [path for path in pages(built_site) if of_one_make(path)], 1)


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


def test_the_search_finds_a_design(browser: Browser, address: str):
    with watched(browser, address, viewport=WIDE) as (page, seen):
        page.goto(f"{address}/", wait_until="networkidle")
        page.locator("input.md-search__input").click()
        page.keyboard.type("scheduler", delay=20)
        result = page.locator(".md-search-result__link").first
        result.wait_for()
        assert "task-scheduler" in page.locator(".md-search-result__list").inner_html()
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
