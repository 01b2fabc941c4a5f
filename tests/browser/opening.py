"""Opens pages in a real browser and writes down what is wrong: errors, other hosts, width."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


WATCHES_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver(list => list.getEntries().forEach(shift => { window.shifted += shift.value; }))
    .observe({type: "layout-shift", buffered: true});
"""
FIRST_LOAD = """() => [window.shifted,
  [location.href, ...performance.getEntriesByType("resource").map(each => each.name)]]"""
"""How far a page's parts moved while it loaded, and everything that it asked for."""

MOST_SHIFT = 0.05
MOST_SHIFT_OF_LISTS = 0.1
"""On a phone the rows of a long list wrap otherwise once the fonts are there."""
MOST_BYTES = 350_000
APART = ("search/search_index.json", "lazy/plotly.min.js")
"""What is counted apart: the index of the search, and the library of charts that are in view at once."""


@lru_cache
def transferred(file: Path) -> int:
    """Bytes of a file as servers send it."""
    content = file.read_bytes()
    return min(len(content), len(gzip.compress(content, 6)))


def weight(site: Path, asked: Iterable[str]) -> int:
    """Bytes that a first load transfers."""
    paths = {unquote(urlsplit(url).path).lstrip("/") for url in asked}
    files = [site / path / "index.html" if (site / path).is_dir() else site / path for path in paths]
    return sum(transferred(file) for file in files if file.is_file() and not file.as_posix().endswith(APART))


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


Look = tuple[dict[str, int], str, str]
"""A screen, the scheme that the system prefers, and the theme's name for it."""
LOOKS: tuple[Look, ...] = ((WIDE, "light", "default"), (PHONE, "dark", "slate"))


def faults(page: Page, paths: list[str], address: str, site: Path, looks: tuple[Look, ...]) -> list[str]:
    """Opens pages in one look and turns them into the others, by turns from the first and the last; what is
    wrong."""
    wrong = []
    page.add_init_script(WATCHES_SHIFTS)
    for number, path in enumerate(paths):
        turns = looks[:: -1 if number % 2 else 1]
        page.set_viewport_size(turns[0][0])
        page.goto(f"{address}/{path}", wait_until="load")
        shifted, asked = page.evaluate(FIRST_LOAD)
        if shifted > (MOST_SHIFT_OF_LISTS if of_one_make(path) else MOST_SHIFT):
            wrong.append(f"{path}: its parts move by {shifted:.3f} while it loads")
        if weight(site, asked) > MOST_BYTES:
            wrong.append(f"{path}: {weight(site, asked)} bytes on first load")
        for screen, media, scheme in turns:
            page.set_viewport_size(screen)
            page.emulate_media(color_scheme=media)
            settled, width = page.evaluate(SETTLED, scheme)
            if not settled:
                wrong.append(f"{path}: not in {media}, or a chart is not drawn")
            if width > screen["width"]:
                wrong.append(f"{path}: {width} px wide on {screen['width']} px")
    return wrong


def open_cleanly(
    browser: Browser, address: str, site: Path, paths: list[str], looks: tuple[Look, ...] = LOOKS
) -> None:
    """No error, no request to another host, nothing wider than the screen, nothing that moves or is heavy."""
    assert paths
    screen, media, _ = looks[0]
    with watched(browser, address, color_scheme=media, viewport=screen) as (page, seen):
        wrong = faults(page, paths, address, site, looks)
    wrong += seen.errors + seen.foreign
    assert not wrong, "\n".join(wrong)
