"""A real Chromium on the built site, served on this machine only."""

from __future__ import annotations

import functools
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")

# Without these Chromium looks for updates and variations at every start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, for `-m "not browser"`."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = f"no Chromium found (looked for {', '.join(NAMES)}): install it to run the browser tests"
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


class Unsearched(Quiet):
    """Serves an index of the search without entries."""

    def translate_path(self, path: str) -> str:
        there = super().translate_path(path)
        return f"{there}.none" if path.endswith("search_index.json") else there


@contextmanager
def serving(handler: type[Quiet], folder: Path) -> Iterator[str]:
    """The address, on the loopback interface, at which a handler serves a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """Where the built site is served."""
    with serving(Quiet, built_site) as address:
        yield address


@pytest.fixture(scope="session")
def unsearched(built_site: Path) -> Iterator[str]:
    """Where it is served with nothing to search: at each page that opens, making the search ready takes
    longer than all else."""
    index = built_site / "search" / "search_index.json"
    empty = {**json.loads(index.read_text()), "docs": []}
    index.with_name(f"{index.name}.none").write_text(json.dumps(empty))
    with serving(Unsearched, built_site) as address:
        yield address
