"""What things without a title are called."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

from nalsd.graph.words import in_words


@lru_cache(4096)
def words(name: str) -> str:
    """An id as a title: `click_log` is `Click log`, `post_db` is `Post DB`."""
    text = in_words(name)
    return text[:1].upper() + text[1:]


def place_words(name: str, regions: Container[str]) -> str:
    """Where people live, as they write it: `new_york` is `New York`; a region keeps its own title."""
    if name in regions:
        return words(name)
    return " ".join(word[:1].upper() + word[1:] for word in in_words(name).split(" "))
