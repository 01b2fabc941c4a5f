"""Reads the data files of a release, each once and only when it is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

RELEASE = "2026.11"
"""The release that is used where a design pins none."""

DATA = Path(__file__).with_name("data")


class KnowledgeError(ValueError):
    """A release that does not exist, or a data file that is not what it should be."""


def versions() -> tuple[str, ...]:
    """The releases that a design can pin, oldest first."""
    return tuple(sorted(folder.name for folder in DATA.iterdir() if folder.is_dir()))


@cache
def topic(name: str, release: str = RELEASE) -> dict[str, Any]:
    """One data file as nested dictionaries; empty when the release has no such file.

    Raises KnowledgeError for a release that does not exist.
    """
    import tomllib

    path = folder(release) / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{path}: {error}") from None


@cache
def folder(release: str) -> Path:
    """The folder of a release. Raises KnowledgeError when there is none."""
    path = DATA / release
    if release not in versions():
        raise KnowledgeError(f"no knowledge release {release!r}; there are {', '.join(versions())}")
    return path
