"""Where a CI server looks for a file: from the top of the repository, wherever the check was run."""

from __future__ import annotations

import os
from functools import lru_cache

from nalsd.graph import Location


def in_repository(file: str) -> str:
    """A file's path from the top of the repository around the current folder, or else around the file.

    As it is when it is in none.
    """
    if not file:
        return file
    path = os.path.join(os.getcwd(), file)
    for folder in (os.getcwd(), os.path.dirname(path)):
        top = _top(os.path.abspath(folder))
        below = os.path.relpath(path, top) if top is not None else ".."
        if below != ".." and not below.startswith(f"..{os.sep}"):
            return below
    return file


def place_in_repository(place: Location) -> Location:
    """A place with its file as `in_repository` names it."""
    return Location(in_repository(place.file), place.line, place.column)


@lru_cache(maxsize=8)
def _top(folder: str) -> str | None:
    """The nearest folder upwards with a `.git`, which in a submodule or a second work tree is a file."""
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder
