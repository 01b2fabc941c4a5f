"""Designs side by side: all in one table, of which a script shows two to four."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nalsd.graph import Quantity
from nalsd.pages.addresses import CATALOGUE, COMPARE, href, link
from nalsd.pages.book import Book
from nalsd.pages.callouts import badge, chip, status_chip
from nalsd.pages.catalogue import LIVE, loaded
from nalsd.pages.composing import SitePage, meta
from nalsd.pages.entries import Entry, entry_of
from nalsd.pages.figures import mention
from nalsd.pages.html import Child, Markup, element, join, widget
from nalsd.pages.objectives import tally
from nalsd.pages.phases.stress import said, worst_scenario
from nalsd.pages.scope import Scope
from nalsd.pages.templating import render_template
from nalsd.pages.verdicts import growth_figure, growth_note

FIRST, MOST = 3, 4
"""How many designs are shown before any is picked, and at most."""

FIGURES = {
    "Load": (
        ("Peak", "load.peak"),
        ("Average", "load.average"),
        ("Reads for each write", "load.read_write_ratio"),
        ("Payload at peak", "load.peak_payload"),
        ("Data a day", "load.daily_volume"),
    ),
    "Size": (
        ("Nodes, one copy", "design.nodes"),
        ("Nodes, all copies", "design.cluster.nodes"),
        ("Nodes, all regions", "design.regions.nodes"),
    ),
    "Cost a month": (
        ("Machines", "cost.machines"),
        ("Disks", "cost.disks"),
        ("Between zones", "cost.cross_zone"),
        ("Between regions", "cost.cross_region"),
        ("To the Internet", "cost.egress"),
        ("Together", "cost.total"),
    ),
}
"""Groups of rows: name and quantity."""

RATIOS = frozenset({"load.read_write_ratio"})


def compare_page(books: Sequence[Book], override: Path | None) -> SitePage | None:
    """The page `designs/compare.md`; None when there is nothing to compare, or a design has that name."""
    if len(books) < 2 or any(book.slug == "compare" for book in books):
        return None
    ordered = sorted(books, key=lambda book: book.view.design.title.casefold())
    context = {
        "meta": meta("Compare designs", "Two to four designs side by side", hide=["toc"]),
        "title": "Compare designs",
        "catalogue": link(COMPARE, CATALOGUE),
        "body": widget(loaded(COMPARE, "css", "js"), comparison(ordered)),
    }
    return SitePage(COMPARE, render_template("compare", context, override), "Compare")


def comparison(books: Sequence[Book]) -> Markup:
    """The choice of designs, and the table."""
    entries = [entry_of(book, COMPARE) for book in books]
    scopes = [book.scope(COMPARE) for book in books]
    options = [element("option", entry.title, value=entry.slug) for entry in entries]
    choice = element(
        "fieldset",
        element("legend", "Designs side by side", class_="nalsd-hidden"),
        [
            element("label", words, element("select", element("option", "none", value=""), options))
            for words in ("First", "Second", "Third", "Fourth")[: min(MOST, len(books))]
        ],
        class_="nalsd-fields nalsd-choice",
    )
    picked = MOST if len(books) <= MOST else FIRST
    head = element("tr", element("td"), [_head(e, place < picked) for place, e in enumerate(entries)])
    groups = [_group("", list(_words(books, entries)), entries, picked)]
    for name, figures in FIGURES.items():
        rows = [_figures(label, id, books, scopes) for label, id in figures]
        groups.append(_group(name, [row for row in rows if row is not None], entries, picked))
    groups.append(_group("Limits and promises", list(_promises(books, entries, scopes)), entries, picked))
    table = element(
        "table",
        element("caption", "Designs side by side", class_="nalsd-hidden"),
        element("thead", head),
        groups,
        class_="nalsd-table nalsd-compared",
        id="comparison",
    )
    box = element(
        "div", table, class_="nalsd-scroll", tabindex="0", role="group", aria_label="Designs side by side"
    )
    return element("div", LIVE, choice, box, class_="nalsd-comparison", data_search_exclude=True)


Cell = tuple[Child, float | None]
"""What stands in a cell, and the number that other designs are set beside: as a ratio, and as a bar."""


def _group(
    name: str, rows: Sequence[tuple[str, Sequence[Cell]]], entries: Sequence[Entry], picked: int
) -> Markup | None:
    if not rows:
        return None
    title = element("tr", element("th", name, scope="rowgroup", colspan=len(entries) + 1)) if name else None
    lines = []
    for label, cells in rows:
        # The script measures the bars anew by the largest of those that are picked.
        largest = max((value for _, value in cells if value is not None), default=0.0)
        made = [
            element(
                "td", content, data_design=entry.slug, data_value=value,
                class_="nalsd-picked" if place < picked else None,
                style=f"--share:{value / largest:.4g}" if value is not None and largest > 0 else None,
            )
            for place, (entry, (content, value)) in enumerate(zip(entries, cells, strict=True))
        ]  # fmt: skip
        lines.append(element("tr", element("th", label, scope="row"), made))
    return element("tbody", title, lines, class_="nalsd-group")


def _head(entry: Entry, picked: bool) -> Markup:
    return element(
        "th", element("a", entry.title, href=entry.href), scope="col", data_design=entry.slug,
        class_="nalsd-picked" if picked else None,
    )  # fmt: skip


def _words(books: Sequence[Book], entries: Sequence[Entry]) -> Iterator[tuple[str, Sequence[Cell]]]:
    """What is said in words."""
    rows: tuple[tuple[str, Callable[[Entry], Child]], ...] = (
        ("Verdict", lambda e: badge(e.verdict, e.tone)),
        ("Status", lambda e: status_chip(e.status)),
        ("Bottleneck", lambda e: e.bottleneck or "–"),
        ("Reads or writes", lambda e: e.kind or "–"),
        ("Tags", lambda e: [(chip(tag), " ") for tag in e.tags] or "–"),
    )
    for label, make in rows:
        yield label, [(make(entry), None) for entry in entries]
    tiers = [len(book.view.analysis.tiers) for book in books]
    yield "Tiers", [(str(count), None) for count in tiers]


def _figures(
    label: str, id: str, books: Sequence[Book], scopes: Sequence[Scope]
) -> tuple[str, Sequence[Cell]] | None:
    """A row of one quantity, None when no design has it."""
    found = [book.view.q(id) for book in books]
    if all(quantity is None or quantity.value is None for quantity in found):
        return None
    cells = [_cell(quantity, scope) for quantity, scope in zip(found, scopes, strict=True)]
    # Of a ratio nobody wants to know how many times another one it is.
    return label, [(content, None) for content, _ in cells] if id in RATIOS else cells


def _promises(
    books: Sequence[Book], entries: Sequence[Entry], scopes: Sequence[Scope]
) -> Iterator[tuple[str, Sequence[Cell]]]:
    growth: list[Cell] = []
    for book, scope in zip(books, scopes, strict=True):
        content, _ = _cell(growth_figure(book.view), scope)
        note = growth_note(book.view)
        growth.append((join(content, element("span", note, class_="nalsd-under") if note else None), None))
    yield "Load can grow to", growth
    yield "Objectives", [(_objectives(book), None) for book in books]
    yield "Stress", [(_stress(book), None) for book in books]


def _objectives(book: Book) -> str:
    reached, missed, unknown = tally(book.view)
    parts = [f"{n} {word}" for n, word in ((reached, "met"), (missed, "missed"), (unknown, "not known")) if n]
    return ", ".join(parts) or "–"


def _stress(book: Book) -> Child:
    """The verdict over the scenarios, leading to them."""
    if worst_scenario(book.view) is None:
        return "–"
    word, tone, _ = said(book.view)
    return element("a", badge(word, tone), href=href(COMPARE, book.page(6)))


def _cell(quantity: Quantity | None, scope: Scope) -> Cell:
    if quantity is None or quantity.value is None:
        return "–", None
    number = isinstance(quantity.value, float | int) and not isinstance(quantity.value, bool)
    return mention(quantity, scope), float(quantity.value) if number else None


__all__ = ["compare_page", "comparison"]
