"""The catalogue page: every design with its verdict, its bottleneck and its size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nalsd.pages.addresses import CATALOGUE, design_page, href
from nalsd.pages.book import Book
from nalsd.pages.catalogue import Entry, catalogue_table
from nalsd.pages.composing import SitePage, meta
from nalsd.pages.overview import binds
from nalsd.pages.scope import Scope
from nalsd.pages.templating import render_template
from nalsd.pages.verdicts import verdict_tone


def catalogue_page(books: Sequence[Book], override: Path | None) -> SitePage:
    """The page `designs/index.md`."""
    entries = [_entry(book) for book in books]
    count = len(entries)
    intro = (
        f"{count} system design{'s' if count != 1 else ''}, each in six phases, with numbers that were "
        "computed, "
        "explained and checked. Counts are of machines at one copy."
        if entries
        else "No design yet: a folder with an index.md below the designs folder is one."
    )
    context = {
        "meta": meta(
            "Designs", "System designs whose numbers are computed, explained and checked", hide=["toc"]
        ),
        "title": "Designs",
        "intro": intro,
        "table": catalogue_table(entries, Scope()),
        "unread": [],
    }
    return SitePage(CATALOGUE, render_template("catalogue", context, override), "Designs")


def _entry(book: Book) -> Entry:
    view = book.view
    verdict = str(view.analysis.verdict)
    return Entry(
        view.design.title,
        href(CATALOGUE, design_page(book.slug, "index")),
        view.design.summary,
        view.design.status,
        view.design.tags,
        view.q("load.peak"),
        view.q("design.nodes"),
        binds(view),
        verdict[:1].upper() + verdict[1:],
        verdict_tone(verdict),
    )
