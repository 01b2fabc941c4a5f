"""Entries of the front-matter that were written otherwise; items of lists are found again where they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nalsd.designs import Design
    from nalsd.designs.tree import Text

MOST_ALIGNED = 1_000
"""Items of a list up to which they are found again; longer lists are held item against item."""


@dataclass(frozen=True)
class Input:
    """An entry of the front-matter as written before and after; None where it is not there."""

    id: str
    before: str | None
    after: str | None
    file: str
    line: int


def changed_inputs(before: Design, after: Design, roots: tuple[Path, Path]) -> Iterator[Input]:
    """What differs, in the order of the later one; the place is where it stands now, or where it stood."""
    for key in dict.fromkeys([*after.files, *before.files]):
        if key == "published":
            continue
        old, new = (design.files[key].tree if key in design.files else None for design in (before, after))
        for id, was, now in _changes(old, new, ""):
            text, root = (now, roots[1]) if now is not None else (was, roots[0])
            assert text is not None
            place = text.location
            yield Input(id, _written(was), _written(now), relative(place.file, root), place.line)


def _written(text: Text | None) -> str | None:
    return None if text is None else str(text)


def relative(file: str, root: Path) -> str:
    """A file's path below the folder of designs."""
    path = os.path.abspath(file)
    return os.path.relpath(path, root.resolve()) if Path(path).is_relative_to(root.resolve()) else file


def _changes(old: Any, new: Any, id: str) -> Iterator[tuple[str, Text | None, Text | None]]:
    """Scalars below two nodes that differ, each with its id; None where it is not there."""
    from nalsd.designs.tree import Mapping, Sequence, Text

    if isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
        was, now = old or {}, new or {}
        for key in dict.fromkeys([*now, *was]):
            yield from _changes(was.get(key), now.get(key), f"{id}.{key}" if id else str(key))
    elif isinstance(old, Sequence | None) and isinstance(new, Sequence | None):
        for was_at, now_at in _pairs(old or [], new or []):
            at = now_at if now_at is not None else was_at
            yield from _changes(
                None if was_at is None else old[was_at],
                None if now_at is None else new[now_at],
                f"{id}[{at + 1}]",
            )
    elif isinstance(old, Text | None) and isinstance(new, Text | None):
        if old != new:
            yield id, old, new
    else:  # of another kind now
        yield from _changes(old, None, id)
        yield from _changes(None, new, id)


def _pairs(old: list[Any], new: list[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Places of items that stand for each other: the same, or changed between the same neighbours."""
    if max(len(old), len(new)) > MOST_ALIGNED:
        yield from zip_longest(range(len(old)), range(len(new)))
        return
    matcher = SequenceMatcher(
        None, [repr(item) for item in old], [repr(item) for item in new], autojunk=False
    )
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield from zip_longest(range(first, last), range(start, end))
