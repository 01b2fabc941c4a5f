"""The anatomy of a reference page, and the cells that many of them have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nalsd.graph import Citation
from nalsd.knowledge import Fact
from nalsd.pages.composing import SitePage, meta
from nalsd.pages.derivations import citation
from nalsd.pages.figures import body, split
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.templating import render_template
from nalsd.units import Range, format_value

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Entry:
    """A section of a reference page; without a title its parts stand at the top."""

    title: str
    anchor: str
    parts: Sequence[Markup]
    found: bool = True
    """Whether the search reads it; the page as a whole has its entry all the same."""


def page(
    path: str,
    title: str,
    intro: Markup | None,
    entries: Sequence[Entry],
    override: Path | None,
    name: str | None = None,
    description: str = "",
) -> SitePage:
    """The page; `name` is what the navigation calls it."""
    context = {"meta": meta(title, description), "title": title, "intro": intro, "sections": entries}
    return SitePage(path, render_template("reference", context, override), name or title)


def coded(text: str) -> Markup:
    """A text of the code's own, whose backquotes mean code."""
    parts: list[Child] = []
    for index, piece in enumerate(_CODE.split(text)):
        parts.append(element("code", piece) if index % 2 else piece)
    return join(*parts)


def figure(fact: Fact | None) -> Markup | str:
    """A fact as it is printed; of a range the median, with the range beside it."""
    if fact is None:
        return element("span", "unknown", class_="nalsd-none")
    quantity = fact.quantity
    shown = body(split(format_value(fact.value, fact.unit)))
    if not isinstance(quantity, Range):
        return shown
    low, high = (format_value(quantity.quantile(p), fact.unit) for p in (0.05, 0.95))
    return join(shown, " ", element("small", f"({low} to {high})", class_="nalsd-muted"))


def source(cited: Citation) -> Markup:
    """A citation in a cell."""
    return element("span", citation(cited), class_="nalsd-remark")
