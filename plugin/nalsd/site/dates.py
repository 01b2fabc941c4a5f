"""The date a build carries: of its input, not of the clock, so that the same input gives the same bytes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path


def source_date(root: Path, folders: Iterable[Path]) -> int:
    """Seconds since the epoch: `SOURCE_DATE_EPOCH`, else of the last commit, else of the newest file."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stated.isdigit():
        return int(stated)
    return last_commit(root) or newest_file(folders)


def last_commit(root: Path) -> int | None:
    """The time of the last commit of the repository that `root` is in, or None where there is none."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=10, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return int(answer) if answer.isdigit() else None


def newest_file(folders: Iterable[Path]) -> int:
    """The latest modification time below the folders, or 0 where there is no file."""
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return max((int(file.stat().st_mtime) for file in files), default=0)
