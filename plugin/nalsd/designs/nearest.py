"""Which known word an author most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

MOST_CANDIDATES = 500
"""Words that are compared at most, so that hostile input stays cheap."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, or None when none is close."""
    import difflib

    candidates = list(known)[:MOST_CANDIDATES]
    word = word[:60].lower().replace("-", "_").strip()
    for candidate in candidates:
        if candidate.lower() == word:
            return candidate
    found = difflib.get_close_matches(word, candidates, 1, 0.6)
    if found:
        return found[0]
    begun = [
        c
        for c in candidates
        if len(word) >= 3 and (c.startswith(word) or (word.startswith(c) and len(c) >= 3))
    ]
    return begun[0] if begun else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The mend for an unknown word: the nearest known one, or what there is."""
    known = list(known)
    found = nearest(word, known)
    if found is not None:
        return f"did you mean `{found}`?"
    if not known:
        return ""
    shown = ", ".join(f"`{k}`" for k in known[:12])
    return f"known here: {shown}{', …' if len(known) > 12 else ''}"
