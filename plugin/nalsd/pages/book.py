"""A design as a set of pages: what stands on which, and where each quantity has its anchor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nalsd.pages.addresses import PAGE_NAMES, PHASE_TITLES, design_page, formula_page, href, link
from nalsd.pages.html import slug
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases import CONTENTS
from nalsd.pages.scope import Scope
from nalsd.pages.shelves import shelves
from nalsd.pages.view import DesignView

HELD = 600
"""What the derivations on a phase page may weigh together, in lines; more would make it slow to load."""

HEAD = 3
"""Lines of a derivation beside its inputs."""


@dataclass
class Book:
    """Everything that the pages of one design are made from."""

    view: DesignView
    contents: dict[int, Contents]
    homes: dict[str, int | str]
    """The page (a phase, `published`, `quantities/GROUP`) where a quantity has its anchor and derivation."""
    not_applicable: dict[str, str] = field(default_factory=dict)
    """Sections the author ruled out, by anchor, with the reason."""

    @property
    def slug(self) -> str:
        """The design's folder."""
        return self.view.slug

    def page(self, name: int | str) -> str:
        """The path of one of its pages."""
        return design_page(self.slug, name)

    @property
    def pages(self) -> list[int | str]:
        """The pages it has, in the order in which they are read."""
        optional = {"published": self.view.design.published is not None, "what-if": self.movable}
        return [n for n in PAGE_NAMES if optional.get(str(n), True)]

    @property
    def movable(self) -> bool:
        """Whether there is anything for the What-if page to move."""
        return bool(self.view.analysis.tiers)

    def address_of(self, id: str, page: str) -> str | None:
        """Where a quantity stands, as seen from a page; None for an id that the design does not have."""
        home = self.homes.get(id)
        return None if home is None else href(page, self.page(home))

    def scope(self, page: str) -> Scope:
        """A new page of this design, or any other page of the site that speaks of it."""
        return Scope(
            self.view.graph,
            lambda id: self.address_of(id, page),
            lambda name: formula_address(name, page),
        )

    @property
    def widgets(self) -> Iterator[Widget]:
        """Every widget of every page."""
        for contents in self.contents.values():
            yield from contents.widgets

    def widget(self, kind: str, name: str) -> Widget | None:
        """A widget by the kind and the name that a call gives."""
        wanted = slug(name)
        return next((w for w in self.widgets if w.kind == kind and slug(w.name) == wanted), None)

    def ruled_out(self, part: Part) -> str | None:
        """Why a part does not apply, None when it does."""
        return next((self.not_applicable[n] for n in _names(part) if n in self.not_applicable), None)

    def links(self, page: str, current: int | str) -> list[dict[str, Any]]:
        """The line of links at the top of each page."""
        names: dict[int | str, str] = {"index": "Overview"}
        names |= {phase: f"{phase} {title}" for phase, title in PHASE_TITLES.items()}
        names |= {"what-if": "What if"} if self.movable else {}
        return [
            {"name": name, "href": link(page, self.page(key)), "current": key == current}
            for key, name in names.items()
        ]


def make_book(view: DesignView) -> Book:
    """The contents of every page, and the home of every quantity."""
    contents = {phase: make(view) for phase, make in CONTENTS.items()}
    reasons = {slug(str(name)): str(why) for name, why in view.design.index.not_applicable.items()}
    book = Book(view, contents, {}, reasons)
    for phase, page in contents.items():
        for part in page.parts:
            if book.ruled_out(part) is not None:
                part.widgets = []
        for id in _held(view, page, book.homes):
            book.homes[id] = phase
    for figure in view.analysis.published:
        if figure.quantity is not None:
            book.homes.setdefault(figure.quantity, "published")
    rest = [quantity.id for quantity in view.graph if quantity.id not in book.homes]
    for group, ids in shelves(rest).items():
        book.homes.update(dict.fromkeys(ids, f"quantities/{slug(group)}"))
    return book


def _held(view: DesignView, page: Contents, homes: dict[str, int | str]) -> list[str]:
    """The quantities that have their derivation on a page: all that it shows, or of very many what binds,
    then those of its headline tables, then of others as long as there is room. The rest is a click away.
    """
    held: dict[str, None] = {}
    weight = 0
    widgets = list(page.widgets)
    wanted = [widget.binding for widget in widgets if widget.headline]
    wanted += [widget.quantities for widget in sorted(widgets, key=lambda widget: not widget.headline)]
    for ids in wanted:
        new = [id for id in dict.fromkeys(ids) if id not in homes and id not in held]
        more = sum(HEAD + len(view.graph[id].depends_on) for id in new)
        if weight + more <= HELD:
            held.update(dict.fromkeys(new))
            weight += more
    return list(held)


def formula_address(name: str, page: str) -> str | None:
    """The reference entry of a formula as seen from a page."""
    from nalsd.physics import FORMULAS

    formula = FORMULAS.get(name)
    return None if formula is None else f"{href(page, formula_page(formula.topic))}#{name}"


def _names(part: Part) -> Iterator[str]:
    for name in (*part.names, slug(part.title), *part.keys):
        yield slug(name)


__all__ = ["Book", "formula_address", "make_book"]
