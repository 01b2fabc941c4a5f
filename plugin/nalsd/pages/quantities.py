"""The pages with every quantity that no table of the other pages explains, so that each has an anchor."""

from __future__ import annotations

from pathlib import Path

from nalsd.analysis.words import title_of
from nalsd.graph import Quantity
from nalsd.pages.addresses import href, link
from nalsd.pages.book import Book
from nalsd.pages.callouts import Tone
from nalsd.pages.composing import Made, Section, SitePage, meta
from nalsd.pages.html import Markup, element, join, slug
from nalsd.pages.shelves import OTHERS, family_of, shelves
from nalsd.pages.tables import Column, Row, Table, render_table
from nalsd.pages.templating import render_template
from nalsd.pages.view import lower_words

ROOT = "quantities/"


def quantities_pages(book: Book, override: Path | None, made: Made) -> None:
    """The list `designs/SLUG/quantities.md`, and a page for each tier and each large family."""
    groups: dict[str, list[Quantity]] = {}
    rest = [quantity.id for quantity in book.view.graph if str(book.homes[quantity.id]).startswith(ROOT)]
    for name, ids in shelves(rest).items():
        groups[name] = [book.view.graph[id] for id in ids]
    made.pages.append(_list(book, groups, override))
    for name, members in groups.items():
        made.pages.append(_page(book, name, members, override))


def _list(book: Book, groups: dict[str, list[Quantity]], override: Path | None) -> SitePage:
    page = book.page("quantities")
    items = []
    for name, members in groups.items():
        target = href(page, _path(book, name))
        items.append(element("li", element("a", _title(book, name), href=target), f": {len(members)}"))
    sections = [Section("By subject", "by-subject", parts=[element("ul", items)])]
    return _rendered(book, page, f"{book.view.design.title}: every other quantity", sections, override)


def _page(book: Book, name: str, members: list[Quantity], override: Path | None) -> SitePage:
    """One table, or for the small families one each."""
    page = _path(book, name)
    scope = book.scope(page)
    tables: dict[str, list[Quantity]] = {}
    for quantity in members:
        tables.setdefault(family_of(quantity.id) if name == OTHERS else _title(book, name), []).append(
            quantity
        )
    columns = (Column("Quantity"), Column("Value"), Column("Id"))
    sections = []
    for title, quantities in tables.items():
        table = Table(slug(title), title, columns, [_row(quantity) for quantity in quantities])
        sections.append(Section(title, scope.unique(slug(title)), parts=[render_table(table, scope)]))
    return _rendered(
        book, page, f"{book.view.design.title}: {_title(book, name).lower()}", sections, override
    )


def _rendered(book: Book, page: str, title: str, sections: list[Section], override: Path | None) -> SitePage:
    context = {
        "meta": meta(
            title, f"{title}: each figure with its derivation and its source", search={"exclude": True}
        ),
        "title": title,
        "phases": [*book.links(page, "quantities"), *_back(book, page)],
        "sections": sections,
    }
    name = (
        "Every other quantity" if page == book.page("quantities") else title.partition(": ")[2].capitalize()
    )
    return SitePage(page, render_template("quantities", context, override), name)


def _back(book: Book, page: str) -> list[dict[str, object]]:
    """The link back to the list."""
    home = book.page("quantities")
    if page == home:
        return []
    return [{"name": "Every other quantity", "href": link(page, home), "current": False}]


def _path(book: Book, name: str) -> str:
    return book.page(f"{ROOT}{slug(name)}")


def _row(quantity: Quantity) -> Row:
    tag = "default" if quantity.default else ""
    tone = Tone.MUTED if quantity.value is None else Tone.PLAIN
    code: Markup = join(element("code", quantity.id))
    return Row((quantity.label, quantity, code), tone, tag)


def _title(book: Book, name: str) -> str:
    family, _, rest = name.partition(".")
    part, _, more = rest.partition(".")
    if family == "tiers" and part:
        told = {"single": ", at one copy"}.get(more, f", {lower_words(more)}" if more else "")
        return f"Tier {title_of(part, book.view.design.capacity.tiers.get(part))}{told}"
    if part:
        return f"{family_of(family)}: {lower_words(rest.replace('.', ' '))}"
    return "Others" if name == OTHERS else family_of(family)
