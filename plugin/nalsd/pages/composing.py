"""A page of a design as Markdown: the author's sections in order, each followed by what was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nalsd.designs import Finding, PhaseFile
from nalsd.pages.addresses import PAGE_NAMES, PHASE_LINES, PHASE_TITLES, link
from nalsd.pages.authored import Piece
from nalsd.pages.backing import backing_line
from nalsd.pages.book import Book
from nalsd.pages.callouts import not_applicable, not_computed
from nalsd.pages.html import Markup, slug
from nalsd.pages.parts import Contents
from nalsd.pages.scope import Scope
from nalsd.pages.search import SearchEntry
from nalsd.pages.templating import render_template
from nalsd.pages.texts import Text
from nalsd.pages.verdicts import verdict_of
from nalsd.pages.view import DesignView


@dataclass
class SitePage:
    """One page for the site to render."""

    path: str
    """Where it lies below the docs folder: `designs/x/capacity.md`."""
    markdown: str
    title: str
    """What the navigation calls it."""
    source: Path | None = None
    """The author's file, for the edit link."""


@dataclass
class Made:
    """What came of composing pages."""

    pages: list[SitePage] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    searched: list[SearchEntry] = field(default_factory=list)


@dataclass
class Section:
    """A section of a page as its template sees it."""

    title: str
    slug: str
    prose: Markup = field(default_factory=lambda: Markup(""))
    parts: list[Markup] = field(default_factory=list)
    pending: Markup | None = None


def phase_page(book: Book, phase: int, designs: frozenset[str], override: Path | None, made: Made) -> None:
    """One of the six pages."""
    view, page = book.view, book.page(phase)
    scope = book.scope(page)
    contents = book.contents[phase]
    text = Text(book, page, scope, designs)
    file = view.design.files.get(phase)
    # Callouts stand above the text and so take their names and anchors first.
    callouts = [widget.make(scope) for widget in contents.callouts]
    written = text.pieces(file) if file is not None else []
    by_hand = {(c.name, slug(str(c.args[0]))) for c in file.prose.calls} if file is not None else set()
    intro, sections = merged(book, contents, written, by_hand, scope)
    if not sections and not intro:
        name = PAGE_NAMES[phase]
        sections = [
            Section(
                "Nothing yet",
                "nothing-yet",
                pending=not_computed(
                    "Nothing is written or declared for this phase: the design has no file of it, such "
                    f"as {phase}-{name}.md."
                ),
            )
        ]
    title = f"{view.design.title}: {PHASE_TITLES[phase][:1].lower()}{PHASE_TITLES[phase][1:]}"
    if phase == 2:
        title = f"{view.design.title}: {PHASE_TITLES[phase]}"
    context = {
        "meta": meta(title, f"{title}: {PHASE_LINES[phase]}. {view.design.summary}".strip()),
        "title": title,
        "phases": book.links(page, phase),
        "verdict": verdict_of(view) if phase == 3 else None,
        "callouts": callouts,
        "intro": intro,
        "sections": sections,
        "remaining": None,
        "backing": _backing(view, file),
        "previous": _step(book, page, phase - 1),
        "next": _step(book, page, phase + 1),
    }
    markdown = render_template(f"phase-{phase}", context, override)
    source = file.path if file is not None else None
    made.pages.append(SitePage(page, markdown, f"{phase} {PHASE_TITLES[phase]}", source))
    made.files.update(text.files)
    made.findings.extend(text.findings)


def _backing(view: DesignView, file: PhaseFile | None) -> Markup | None:
    """What stands behind the numbers of the author's text."""
    numbers = view.numbers.get(file.location.file) if file is not None else None
    return backing_line(numbers, "this page") if numbers is not None else None


def merged(
    book: Book, contents: Contents, written: Sequence[Piece], by_hand: set[tuple[str, str]], scope: Scope
) -> tuple[Markup, list[Section]]:
    """The author's sections, each with the parts that belong under its heading; the other parts follow.

    A widget that the author placed by hand is not shown again.
    """
    intro = Markup("")
    places: dict[str, Section] = {}
    sections: list[Section] = []
    for piece in written:
        if not piece.title and not sections:
            intro = piece.markdown
            continue
        section = Section(piece.title, scope.unique(piece.slug or piece.title), piece.markdown)
        sections.append(section)
        places.setdefault(slug(piece.slug), section)
        places.setdefault(slug(piece.title), section)
    own: list[Section] = []
    for part in contents.parts:
        section = next(
            (places[slug(name)] for name in (*part.names, part.title) if slug(name) in places), None
        )
        shown = [w for w in part.widgets if (w.kind, slug(w.name)) not in by_hand]
        why_not = book.ruled_out(part)
        pending = not_applicable(why_not) if why_not is not None else part.pending
        if section is None:
            if not shown and pending is None:
                continue
            section = Section(part.title, scope.unique(part.slug))
            own.append(section)
            places.setdefault(part.slug, section)
        section.parts += [widget.make(scope) for widget in shown]
        section.pending = section.pending or pending
    return intro, [*sections, *own]


def meta(title: str, description: str = "", **more: Any) -> dict[str, Any]:
    """The front-matter of a generated page."""
    found: dict[str, Any] = {"title": str(title)}
    if description:
        found["description"] = " ".join(description.split())
    return {**found, **more}


def _step(book: Book, page: str, phase: int) -> dict[str, str] | None:
    """The page before or after."""
    if phase == 0:
        return {"title": "Overview", "href": link(page, book.page("index"))}
    if phase not in PHASE_TITLES:
        return None
    return {"title": PHASE_TITLES[phase], "href": link(page, book.page(phase))}


__all__ = ["Made", "Section", "SitePage", "merged", "meta", "phase_page"]
