"""What things without a title are called."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import Any

from nalsd.graph.words import in_words


@lru_cache(4096)
def words(name: str) -> str:
    """An id as a title: `click_log` is `Click log`, `post_db` is `Post DB`."""
    text = in_words(name)
    return text[:1].upper() + text[1:]


def lowered(title: str) -> str:
    """A title inside a sentence: `Click log` is `click log`, and `OLAP` stays."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def title_of(name: object, entry: Any) -> str:
    """What an entry of the front-matter is called: its label, or its id as a title."""
    return str(getattr(entry, "label", None) or words(str(name)))


def place_words(name: str, regions: Container[str]) -> str:
    """Where people live, as they write it: `new_york` is `New York`; a region keeps its own title."""
    if name in regions:
        return words(name)
    return " ".join(word[:1].upper() + word[1:] for word in in_words(name).split(" "))
