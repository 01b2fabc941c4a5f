"""The site's own assets: the style sheet and the font that formulas need."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent / "assets"
PLACE = "assets/nalsd/"
"""Where on the site the files lie that nalsd brings."""


def own() -> list[tuple[str, Path]]:
    """Path on the site and file of every asset that lies beside this module."""
    return [
        (PLACE + file.relative_to(HERE).as_posix(), file)
        for file in sorted(HERE.rglob("*"))
        if file.is_file()
    ]
