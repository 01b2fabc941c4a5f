"""What the search finds of a design beside its text: each quantity once, by its name and its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nalsd.graph import Quantity
from nalsd.pages.addresses import address
from nalsd.pages.book import Book
from nalsd.pages.html import anchor

MOST = 16_000
"""Entries of one site. The search reads them all when it is first opened, and more would take it seconds."""

FAINT = 0.3
"""How much an intermediate result counts, so that it stands below what the phases show."""


@dataclass(frozen=True)
class SearchEntry:
    """One thing to find."""

    location: str
    """Address from the site's root, with the anchor."""
    title: str
    tags: tuple[str, ...] = ()
    boost: float = 1.0


def quantity_entries(book: Book) -> list[SearchEntry]:
    """One entry for each quantity of a design, those that its phases show first.

    A page that the search does not read is named before its first quantity: results are told by page.
    """
    shown: list[SearchEntry] = []
    others: list[SearchEntry] = []
    named: set[str] = set()
    for quantity in book.view.graph:
        home = book.homes[quantity.id]
        page = address(book.page(home))
        if isinstance(home, int) or home == "published":
            shown.append(_entry(page, quantity, 1.0))
            continue
        if page not in named:
            named.add(page)
            others.append(SearchEntry(page, f"{book.view.design.title}: every other quantity", boost=FAINT))
        others.append(_entry(page, quantity, FAINT))
    return shown + others


def _entry(page: str, quantity: Quantity, boost: float) -> SearchEntry:
    return SearchEntry(f"{page}#{anchor(quantity.id)}", quantity.label, (quantity.id,), boost)


def shared_out(designs: Sequence[Sequence[SearchEntry]]) -> list[SearchEntry]:
    """The entries of all designs; in a large catalogue the first of each, as many for one as for another."""
    each = MOST // max(1, len(designs))
    return [entry for entries in designs for entry in entries[:each]]
