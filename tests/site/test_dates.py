"""The build's date is its input's date."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from nalsd.site.dates import changed, last_changes, source_date


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
    commit(folder, 1_600_000_000)
    assert source_date(folder, [folder]) == 1_600_000_000


def test_then_the_newest_file(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_DIR", str(folder / "nowhere"))
    assert source_date(folder, [folder]) == 1_500_000_000


def commit(folder: Path, time: int) -> None:
    who = {"NAME": "a", "EMAIL": "a@example.org", "DATE": f"{time} +0000"}
    names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "more"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True, env={**os.environ, **names})


def test_each_file_has_the_date_of_the_last_commit_that_changed_it(tmp_path: Path):
    root = tmp_path / "all"
    for number, name in enumerate(("a.md", "ä b.md", "a.md")):
        file = root / "designs" / "x" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(number))
        commit(root, 1_600_000_000 + number)
    dates = last_changes(root, [root / "designs", root / "nowhere"])
    x = root / "designs" / "x"
    assert dates == {x / "a.md": 1_600_000_002, x / "ä b.md": 1_600_000_001}
    # 13 September 2020, by the calendar of Unix time; the first page tells of the whole folder.
    assert changed(x / "ä b.md", dates).endswith(">13 September 2020</time>")
    assert changed(x / "index.md", dates) == changed(x / "a.md", dates) != ""
    assert changed(x / "new.md", dates) == changed(None, dates) == ""
    clone = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=2", root.as_uri(), str(clone)], check=True)
    # Of the oldest commit there nobody knows what it changed.
    assert last_changes(clone, [clone / "designs"]) == {clone / "designs/x/a.md": 1_600_000_002}


def test_outside_a_repository_no_date_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_DIR", str(folder / "nowhere"))
    assert last_changes(folder, [folder]) == {}
