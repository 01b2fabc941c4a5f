"""Fixtures that several parts of the tests share."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
"""Settings that silence the announcements of the theme and of other plugins."""


SET_UPS = ("test_accessibility.py", "test_wheel.py")
"""The longest two. One builds the site, the other does not need it: neither worker waits for the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with the longest set-ups go first, one to each worker; the others stay in their order."""
    items.sort(key=lambda item: SET_UPS.index(item.path.name) if item.path.name in SET_UPS else len(SET_UPS))


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """This repository's own site, built as `make site` builds it; once, whichever worker comes first."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    site = folder / "built" / "site"
    with (folder / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():  # a build that fails leaves none
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
            environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT / "plugin")}
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
            assert done.returncode == 0, done.stdout + done.stderr
    return site
