"""The page with every quantity that no table of the other pages shows, so that each has an anchor."""

from __future__ import annotations

from pathlib import Path

from nalsd.graph import Quantity
from nalsd.pages.book import Book
from nalsd.pages.callouts import Tone
from nalsd.pages.composing import Made, Section, SitePage, meta
from nalsd.pages.html import Markup, element
from nalsd.pages.tables import Column, Row, Table, render_table
from nalsd.pages.templating import render_template
from nalsd.pages.view import title_of, words

FAMILIES = {
    "assumptions": "Assumptions",
    "quantities": "The author's quantities",
    "constraints": "Constraints",
    "workloads": "Workloads",
    "load": "The load as a whole",
    "clients": "Clients",
    "apis": "APIs",
    "slos": "Objectives",
    "entities": "Entities",
    "stores": "Stores",
    "flows": "Flows",
    "limits": "Limits",
    "tiers": "Tiers",
    "design": "The design as a whole",
    "cluster": "Copies and shards",
    "profiles": "Load profiles",
    "engines": "Engines",
    "policy": "Policies",
    "constants": "Constants",
    "published": "Published figures",
}


def quantities_page(book: Book, override: Path | None, made: Made) -> None:
    """The page `designs/SLUG/quantities.md`."""
    view, page = book.view, book.page("quantities")
    scope = book.scope(page)
    groups: dict[str, list[Quantity]] = {}
    for quantity in view.graph:
        if book.homes[quantity.id] == "quantities":
            groups.setdefault(_group(quantity.id), []).append(quantity)
    sections = []
    for name, members in sorted(groups.items(), key=lambda item: _order(item[0])):
        title = _title(book, name)
        rows = [_row(quantity) for quantity in members]
        table = Table(name, title, (Column("Quantity"), Column("Value"), Column("Id")), rows)
        sections.append(Section(title, scope.unique(name), parts=[render_table(table, scope)]))
    title = f"{view.design.title}: every other quantity"
    context = {
        "meta": meta(title, search={"exclude": True}),
        "title": title,
        "phases": book.links(page, "quantities"),
        "sections": sections,
    }
    made.pages.append(
        SitePage(page, render_template("quantities", context, override), "Every other quantity")
    )


def _row(quantity: Quantity) -> Row:
    tag = "default" if quantity.default else ""
    tone = Tone.MUTED if quantity.value is None else Tone.PLAIN
    code: Markup = element("code", quantity.id)
    return Row((quantity.label, quantity, code), tone, tag)


def _group(id: str) -> str:
    """Tiers each have a group of their own, other quantities one for their family."""
    family, _, rest = id.partition(".")
    return f"tiers.{rest.partition('.')[0]}" if family == "tiers" else family


def _order(group: str) -> tuple[int, str]:
    names = list(FAMILIES)
    family = group.partition(".")[0]
    return (names.index(family) if family in names else len(names), group)


def _title(book: Book, group: str) -> str:
    family, _, tier = group.partition(".")
    if tier:
        return f"Tier {title_of(tier, book.view.design.capacity.tiers.get(tier))}"
    return FAMILIES.get(family, words(family))
