"""The page of tags: the designs of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nalsd.pages.addresses import CATALOGUE, TAGS, design_page, href, link
from nalsd.pages.book import Book
from nalsd.pages.callouts import chip
from nalsd.pages.composing import SitePage, meta
from nalsd.pages.html import Markup, element, slug
from nalsd.pages.templating import render_template

NAME = "tags"
"""A design of this name takes the place of the page."""


def tags_page(books: Sequence[Book], override: Path | None) -> SitePage | None:
    """The page `designs/tags.md`; None when no design has a tag, or a design has that name."""
    if any(book.slug == NAME for book in books):
        return None
    tags: dict[str, dict[str, Any]] = {}
    for book in sorted(books, key=lambda book: book.view.design.title.casefold()):
        design = book.view.design
        told = {
            "title": design.title,
            "href": link(TAGS, design_page(book.slug, "index")),
            "line": design.summary,
        }
        for name in dict.fromkeys(tag_anchor(tag) for tag in design.tags):
            shown = next(tag for tag in design.tags if tag_anchor(tag) == name)
            tags.setdefault(name, {"title": shown, "anchor": name, "designs": []})["designs"].append(told)
    if not tags:
        return None
    context = {
        "meta": meta("Tags", "Designs by tag"),
        "title": "Tags",
        "catalogue": link(TAGS, CATALOGUE),
        "tags": [tags[name] for name in sorted(tags)],
    }
    return SitePage(TAGS, render_template("tags", context, override), "Tags")


def tag_chip(tag: str, page: str, designs: frozenset[str]) -> Markup:
    """A tag that leads to the designs that have it."""
    if NAME in designs:
        return chip(tag)
    return element("a", chip(tag), href=f"{href(page, TAGS)}#{tag_anchor(tag)}", class_="nalsd-tagged")


def tag_anchor(tag: str) -> str:
    """The place of a tag on its page; tags that differ in case or signs alone share it."""
    return f"tag-{slug(tag)}"
