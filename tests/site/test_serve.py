"""The live preview: saving a design, a template or a page shows the change."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]

SETTINGS = {
    "site_name": "Ours",
    "docs_dir": "docs",
    "theme": {"name": "material", "font": False},
    "plugins": ["nalsd"],
    "markdown_extensions": ["attr_list", "md_in_html", "tables", "admonition", "pymdownx.superfences"],
}
INDEX = "---\ntitle: Echo\nsummary: Answers.\nstatus: draft\n---\nIt echoes.\n"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A small project under `mkdocs serve`, and its address."""
    for path, text in (
        ("mkdocs.yml", yaml.safe_dump(SETTINGS)),
        ("docs/index.md", "# Home\n"),
        ("designs/echo/index.md", INDEX),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "templates").mkdir()
    shutil.copy(ROOT / "templates/catalogue.md.j2", tmp_path / "templates")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "plugin")}
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-q", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield tmp_path, f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


def wait_for(address: str, text: str, seconds: float = 30) -> None:
    """Ask until the page holds the text; fails with what it held last."""
    end, last = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                last = answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            last = str(error)
        if text in last:
            return
        time.sleep(0.2)
    pytest.fail(f"{address} does not show {text!r}: {last[:2000]}")


def test_saving_shows_the_change(served: tuple[Path, str]):
    root, address = served
    wait_for(f"{address}/designs/echo/", "It echoes.")
    (root / "designs/echo/index.md").write_text(INDEX.replace("It echoes.", "It echoes twice."))
    wait_for(f"{address}/designs/echo/", "It echoes twice.")
    template = root / "templates/catalogue.md.j2"
    template.write_text(template.read_text() + "\nSaved in a template.\n")
    wait_for(f"{address}/designs/", "Saved in a template.")
    (root / "docs/index.md").write_text("# Home, saved\n")
    wait_for(f"{address}/", "Home, saved")


def test_a_broken_design_does_not_end_the_preview(served: tuple[Path, str]):
    root, address = served
    wait_for(f"{address}/designs/echo/", "It echoes.")
    (root / "designs/echo/index.md").write_text("---\ntitle: [Echo\n---\nBroken.\n")
    (root / "docs/index.md").write_text("# Home, with a broken design\n")
    wait_for(f"{address}/", "Home, with a broken design")
    (root / "designs/echo/index.md").write_text(INDEX.replace("It echoes.", "Mended."))
    wait_for(f"{address}/designs/echo/", "Mended.")
