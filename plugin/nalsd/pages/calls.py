"""Computed things in the site's hand-written pages: the calls of designs with a design's name in front.

`{{ value("ad-click-aggregator", "workloads.click.peak") }}`. They speak of the designs that were built
last. A call of something that no design has is an error of the page, which names what there is.
"""

from __future__ import annotations

from collections.abc import Mapping

from nalsd.pages.book import Book
from nalsd.pages.derivations import folded
from nalsd.pages.figures import mention
from nalsd.pages.html import Markup
from nalsd.pages.scope import Scope


class UnknownThing(LookupError):
    """A call of a hand-written page that names what no design has."""


class _Shelf:
    """The designs that were built last, and the page that is being written."""

    books: Mapping[str, Book] = {}
    page = "index.md"
    scopes: dict[tuple[str, str], Scope] = {}  # noqa: RUF012  one for the whole process, renewed by `offer`


def offer(books: Mapping[str, Book]) -> None:
    """Let calls speak of these designs from now on."""
    _Shelf.books = dict(books)
    _Shelf.scopes = {}


def on_page(path: str) -> None:
    """The page on which the next calls stand: links start there, and ids are used once on it."""
    _Shelf.page = path
    for key in [key for key in _Shelf.scopes if key[1] == path]:
        del _Shelf.scopes[key]


def value(design: str, id: str) -> str:
    """A quantity as a figure that links to its derivation."""
    book, scope = _at(design)
    return mention(_quantity(book, id), scope)


def explain(design: str, id: str) -> str:
    """A quantity with its derivation folded under it."""
    book, scope = _at(design)
    return _block(folded(_quantity(book, id), scope))


def table(design: str, name: str) -> str:
    """A table of a design's pages."""
    return _widget(design, "table", name)


def chart(design: str, name: str) -> str:
    """A chart of a design's pages."""
    return _widget(design, "chart", name)


def diagram(design: str, name: str = "topology") -> str:
    """A diagram of a design's pages."""
    return _widget(design, "diagram", name)


def card(design: str) -> str:
    """A design at a glance, as in the catalogue."""
    from nalsd.pages.catalogue import card as made
    from nalsd.pages.catalogue import loaded
    from nalsd.pages.entries import entry_of

    book, _ = _at(design)
    page = _Shelf.page
    shown = made(entry_of(book, page), tag="div")
    return _block(Markup('<div class="nalsd-glance">{}{}</div>').format(loaded(page, "css"), shown))


def _at(design: str) -> tuple[Book, Scope]:
    book = _Shelf.books.get(design)
    if book is None:
        known = ", ".join(_Shelf.books) or "none"
        raise UnknownThing(f"no design is called {design!r}; there are: {known}")
    key = (design, _Shelf.page)
    if key not in _Shelf.scopes:
        _Shelf.scopes[key] = book.scope(_Shelf.page)
    return book, _Shelf.scopes[key]


def _quantity(book: Book, id: str):
    quantity = book.view.q(id)
    if quantity is None:
        near = book.view.graph.nearest(id)
        hint = f"; did you mean {near!r}?" if near else ""
        raise UnknownThing(f"{book.slug} has no quantity {id!r}{hint}")
    return quantity


def _widget(design: str, kind: str, name: str) -> str:
    book, scope = _at(design)
    widget = book.widget(kind, name)
    if widget is None:
        known = ", ".join(w.name for w in book.widgets if w.kind == kind)
        raise UnknownThing(f"{design} has no {kind} {name!r}; known are: {known}")
    return _block(widget.make(scope))


def _block(markup: Markup) -> str:
    """A block of its own in the page's Markdown."""
    return f"\n\n{markup}\n\n"


__all__ = ["UnknownThing", "card", "chart", "diagram", "explain", "offer", "on_page", "table", "value"]
