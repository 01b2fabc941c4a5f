"""The dates a build carries: of its input, not of the clock, so that the same input gives the same bytes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path


def source_date(root: Path, folders: Iterable[Path]) -> int:
    """Seconds since the epoch: `SOURCE_DATE_EPOCH`, else of the last commit, else of the newest file."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated.isdigit():
        return int(stated)
    return last_commit(root) or newest_file(folders)


def last_commit(root: Path) -> int | None:
    """The time of the last commit of the repository that `root` is in, or None where there is none."""
    answer = _git(root, "log", "-1", "--format=%ct").strip()
    return int(answer) if answer.isdigit() else None


def last_changes(root: Path, folders: Iterable[Path]) -> dict[Path, int]:
    """When each file below the folders was last changed by a commit; empty outside a repository.

    In a shallow clone the oldest commit there seems to have changed every file: what it says is left out.
    """
    within = [str(folder) for folder in folders if folder.is_dir()]
    if not within:
        return {}
    top = _git(root, "rev-parse", "--show-toplevel").strip()
    # A commit without parents in a shallow clone is where the clone was cut off.
    cut = _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    found: dict[Path, int] = {}
    date: int | None = None
    for entry in _git(root, "log", "-z", "--format=%x01%ct %P", "--name-only", "--", *within).split("\0"):
        # A commit's first file follows its own line, the others stand alone.
        for line in entry.split("\n"):
            if line.startswith("\1"):
                time, _, parents = line[1:].partition(" ")
                date = None if cut and not parents else int(time)
            elif line and Path(top, line) not in found:
                found[Path(top, line)] = -1 if date is None else date
    return {file: date for file, date in found.items() if date >= 0}


def changed(source: Path | None, dates: Mapping[Path, int]) -> str:
    """The line "last changed" of a page as HTML, empty where it is not known.

    The first page of a folder tells of all that is in the folder: a design changes with any of its phases.
    """
    if source is None:
        return ""
    if source.name == "index.md":
        date = max((date for file, date in dates.items() if file.parent == source.parent), default=None)
    else:
        date = dates.get(source)
    if date is None:
        return ""
    day = datetime.fromtimestamp(date, UTC)
    return f'Last changed <time datetime="{day:%Y-%m-%d}">{day.day} {day:%B %Y}</time>'


def _git(root: Path, *arguments: str) -> str:
    """What git prints, or nothing where there is no git or no repository."""
    try:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""


def newest_file(folders: Iterable[Path]) -> int:
    """The latest modification time below the folders, or 0 where there is no file."""
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return max((int(file.stat().st_mtime) for file in files), default=0)
