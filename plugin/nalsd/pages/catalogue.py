"""The catalogue's table: one line a design. The page's script adds a filter and sorting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, badge, chip, status_chip
from nalsd.pages.figures import body, printed
from nalsd.pages.html import Markup, element
from nalsd.pages.scope import Scope


@dataclass(frozen=True)
class Entry:
    """What the catalogue shows of a design."""

    title: str
    href: str
    summary: str
    status: str
    tags: Sequence[str]
    load: Quantity | None
    nodes: Quantity | None
    bottleneck: str
    verdict: str
    tone: Tone


def catalogue_table(entries: Sequence[Entry], scope: Scope) -> Markup:
    """All designs, sorted by title."""
    names = ("Design", "Verdict", "Bottleneck", "Peak load", "Nodes", "Status")
    figures = ("Peak load", "Nodes")
    cells = [element("th", n, scope="col", class_="nalsd-num" if n in figures else None) for n in names]
    head = element("tr", cells)
    lines = [_line(entry) for entry in sorted(entries, key=lambda e: e.title.casefold())]
    table = element(
        "table",
        element("caption", "All designs", class_="nalsd-hidden"),
        element("thead", head),
        element("tbody", lines),
        class_="nalsd-table nalsd-catalogue",
        id=scope.unique("catalogue"),
    )
    box = element("div", table, class_="nalsd-scroll", tabindex="0", role="group", aria_label="All designs")
    return element("div", box, class_="nalsd-figure", data_search_exclude=True)


def _line(entry: Entry) -> Markup:
    tags = (
        element("span", [(chip(tag), " ") for tag in entry.tags], class_="nalsd-tags") if entry.tags else None
    )
    design = element(
        "th",
        element("a", entry.title, href=entry.href),
        element("span", entry.summary, class_="nalsd-summary") if entry.summary else None,
        tags,
        scope="row",
    )
    return element(
        "tr",
        design,
        element("td", badge(entry.verdict, entry.tone)),
        element("td", entry.bottleneck or "–"),
        _figure(entry.load),
        _figure(entry.nodes),
        element("td", status_chip(entry.status)),
        data_tags=" ".join(entry.tags),
    )


def _figure(quantity: Quantity | None) -> Markup:
    if quantity is None:
        return element("td", "–", class_="nalsd-num")
    value = quantity.value if isinstance(quantity.value, float | int) else None
    return element("td", body(printed(quantity), aside=False), class_="nalsd-num", data_value=value)
