"""The page "what the arithmetic found": the figures of a published original beside the computed ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nalsd.analysis import PublishedFigure as Held
from nalsd.pages.book import Book
from nalsd.pages.composing import Made, SitePage, meta
from nalsd.pages.html import Markup, element, join
from nalsd.pages.published import VERDICTS, PublishedFigure, published_table, tally
from nalsd.pages.templating import render_template
from nalsd.pages.texts import Text

_ADDRESS = re.compile(r",?\s*(https?://\S+)")


def original_page(book: Book, designs: frozenset[str], override: Path | None, made: Made) -> None:
    """The page `designs/SLUG/published.md`, for a design that has published figures."""
    view, page = book.view, book.page("published")
    declared = view.design.published
    if declared is None or declared.published is None:
        return
    publication = declared.published
    scope = book.scope(page)
    text = Text(book, page, scope, designs)
    file = view.design.files.get("published")
    figures = [_figure(book, held) for held in view.analysis.published]
    table = published_table(figures, scope, name="published", title="Published and computed")
    address = _ADDRESS.search(str(publication.source))
    title = str(declared.title or "What the arithmetic found")
    context: dict[str, Any] = {
        "meta": meta(
            f"{view.design.title}: {title[:1].lower()}{title[1:]}",
            f"Figures that others published of {view.design.title}, beside the computed ones",
        ),
        "title": f"{view.design.title}: {title[:1].lower()}{title[1:]}",
        "phases": book.links(page, "published"),
        "original": {
            "title": _ADDRESS.sub("", str(publication.source)).strip(),
            "url": _web(address[1]) if address else None,
            "note": f"read on {publication.retrieved}" if publication.retrieved else "",
        },
        "prose": _prose(text, file),
        "tally": [
            {"words": VERDICTS[verdict][0], "count": count}
            for verdict, count in tally(figures).items()
            if count
        ],
        "groups": [{"title": "Figure by figure", "slug": scope.unique("figures"), "table": table}],
    }
    markdown = render_template("published-figures", context, override)
    made.pages.append(SitePage(page, markdown, title, file.path if file else None))
    made.files.update(text.files)
    made.findings.extend(text.findings)


def _figure(book: Book, held: Held) -> PublishedFigure:
    figure = held.figure
    quantity = book.view.q(held.quantity) if held.quantity is not None else None
    where = element(
        "small", f" {figure.id}, {figure.where}" if figure.where else f" {figure.id}", class_="nalsd-muted"
    )
    return PublishedFigure(
        join(str(figure.what), where),
        str(figure.printed),
        quantity,
        str(figure.verdict),
        str(figure.why or ""),
    )


def _prose(text: Text, file: Any) -> Markup:
    if file is None:
        return Markup("")
    return Markup("\n\n".join(str(piece.markdown) for piece in text.pieces(file)))


def _web(address: str) -> str:
    """A web address that Markdown can hold in parentheses."""
    return re.sub(r"[^\w./:?=&%#~+@,;-]", "", address)
