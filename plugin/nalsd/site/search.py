"""Entries of our own in the search index: for what stands in tables, which the search does not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig

if TYPE_CHECKING:
    from nalsd.pages.search import SearchEntry

PLUGINS = {"material/search": "entries", "search": "_entries"}
"""The search plugins we know, and where each keeps what it has read of the pages."""


def add(entries: Iterable[SearchEntry], config: MkDocsConfig, placed: Callable[[str], str] = str) -> None:
    """Add the entries to the index that the site's search plugin is about to write, if it has one.

    `placed` says where on the site an address leads.
    """
    for name, kept in PLUGINS.items():
        index = getattr(config.plugins.get(name), "search_index", None)
        found = getattr(index, kept, None)
        if isinstance(found, list):
            found.extend(
                {
                    "location": placed(e.location),
                    "title": e.title,
                    "text": "",
                    "tags": list(e.tags),
                    "boost": e.boost,
                }
                for e in entries
            )
            return
