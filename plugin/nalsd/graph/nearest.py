"""The known id that a mistyped one most likely means, found part by part: designs have thousands of ids."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

CLOSE = 0.6
"""Similarity of two parts below which they are not a slip of each other."""

MOST_COMPARED = 200
"""Ids that are compared as wholes at most."""

LONGEST = 120
"""Characters of the mistyped id that count."""


def nearest_id(id: str, known: Iterable[str]) -> str | None:
    """The id of `known` closest to `id`, or None.

    The parts are matched one after another. A part that is left out, or a name without its family, is
    looked for among the ids that remain.
    """
    id = id[:LONGEST]
    pool, prefix = list(known), ""
    parts = id.split(".")
    for part in parts[:-1]:
        children = {name[len(prefix) :].partition(".")[0] for name in pool}
        found = part if part in children else _closest(part, sorted(children))
        below = [name for name in pool if name.startswith(f"{prefix}{found}.")] if found else []
        if not below:
            break
        pool, prefix = below, f"{prefix}{found}."
    ends: dict[str, str] = {}
    for name in pool:
        ends.setdefault(name.rpartition(".")[2], name)
    last = parts[-1]
    if prefix + last in pool:
        return prefix + last
    if last in ends:
        return ends[last]
    whole = _closest(id, pool[:MOST_COMPARED]) if prefix else None
    if whole is not None:
        return whole
    end = _closest(last, list(ends)[:MOST_COMPARED])
    return ends[end] if end is not None else None


def _closest(word: str, words: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=CLOSE)), None)
