"""`python -m bench.pages`: what a page asks of a browser's main thread on its first load.

Chromium's own account of its main thread (scripts, styles, layout, painting), after `python -m bench` has
built the site and its pages frozen as plain Markdown. How long it takes is the machine's; beside it stand the
same page under the theme alone, and the theme's empty page, below which none of its pages is.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from bench.browser import browser, served

WORK = Path(__file__).parent / "work"
RUNS, AIM_MS = 7, 200
EMPTY = "404.html"
PAGES = (
    "",
    "designs/",
    "designs/news-feed/",
    "designs/news-feed/capacity/",
    "designs/news-feed/stress-test/",
)


def busy(chromium: Any, address: str) -> float:
    """Milliseconds of the main thread until a page that is opened for the first time has come to rest."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        answer = page.goto(address, wait_until="load")
        if answer is None or not answer.ok:
            raise SystemExit(f"{address} is not there: run `python -m bench` first")
        page.wait_for_timeout(700)
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")
    finally:
        context.close()


def main() -> None:
    """Measure and print."""
    ours, frozen = served(WORK / "site"), served(WORK / "frozen-site")
    print(f"main thread on first load, medians of {RUNS}, aim {AIM_MS} ms:")
    with browser() as chromium:
        # The sites take turns, so that a busy moment of the machine hits them alike.
        times: dict[tuple[str, str], list[float]] = {}
        for _ in range(RUNS):
            for path in (*PAGES, EMPTY):
                for site in (ours, frozen):
                    times.setdefault((site, path), []).append(busy(chromium, site + path))
    empty = statistics.median(times[frozen, EMPTY])
    print(f"  the theme's empty page                   {empty:6.0f} ms")
    for path in PAGES:
        here, plain = (statistics.median(times[site, path]) for site in (ours, frozen))
        print(
            f"  /{path:38} {here:6.0f} ms   {here / empty:4.2f}x the empty page, "
            f"{here / plain:4.2f}x the same page frozen"
        )


if __name__ == "__main__":
    main()
