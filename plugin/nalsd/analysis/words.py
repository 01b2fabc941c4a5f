"""What things without a title are called."""

from __future__ import annotations

from functools import lru_cache

from nalsd.graph.words import in_words


@lru_cache(4096)
def words(name: str) -> str:
    """An id as a title: `click_log` is `Click log`, `post_db` is `Post DB`."""
    text = in_words(name)
    return text[:1].upper() + text[1:]
