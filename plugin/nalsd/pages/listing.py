"""The catalogue page: every design with its verdict, its bottleneck and its size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nalsd.pages.addresses import CATALOGUE, COMPARE, TAGS, href, link
from nalsd.pages.book import Book
from nalsd.pages.catalogue import catalogue_browser, loaded
from nalsd.pages.composing import SitePage, meta
from nalsd.pages.entries import entry_of
from nalsd.pages.html import widget
from nalsd.pages.scatter import scatter
from nalsd.pages.scope import Scope
from nalsd.pages.templating import render_template


def catalogue_page(
    books: Sequence[Book], override: Path | None, compare: bool = False, tags: bool = False
) -> SitePage:
    """The page `designs/index.md`; `compare` and `tags` tell whether there are such pages."""
    entries = [entry_of(book, CATALOGUE) for book in books]
    count = len(entries)
    intro = (
        f"{count} system design{'s' if count != 1 else ''}, each in six phases, with numbers that were "
        "computed, explained and checked. Nodes and cost are those of all copies in all regions."
        if entries
        else "No design yet: a folder with an index.md below the designs folder is one."
    )
    context = {
        "meta": meta(
            "Designs", "System designs whose numbers are computed, explained and checked", hide=["toc"]
        ),
        "title": "Designs",
        "intro": intro,
        "table": widget(
            loaded(CATALOGUE, "css", "js"),
            catalogue_browser(entries, Scope(), href(CATALOGUE, COMPARE) if compare else None),
        ),
        "scatter": scatter(entries),
        "tags": link(CATALOGUE, TAGS) if tags else None,
        "unread": [],
    }
    return SitePage(CATALOGUE, render_template("catalogue", context, override), "Designs")
