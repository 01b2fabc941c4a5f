"""The build's date is its input's date."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from nalsd.site.dates import source_date


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, time in (("a.md", 1_000_000_000), ("b.md", 1_500_000_000)):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (time, time))
    return tmp_path


def test_the_environment_has_the_first_word(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "42")
    assert source_date(folder, [folder]) == 42


def test_then_the_last_commit(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    date = "1600000000 +0000"
    who = {"NAME": "a", "EMAIL": "a@example.org", "DATE": date}
    names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env={**os.environ, **names})
    assert source_date(folder, [folder]) == 1_600_000_000


def test_then_the_newest_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_DIR", str(folder / "nowhere"))
    assert source_date(folder, [folder]) == 1_500_000_000
