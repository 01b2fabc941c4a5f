"""One design as the pages see it: what was written, what was computed, and words for both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nalsd.analysis.words import lowered, title_of
from nalsd.analysis.words import words as titled
from nalsd.designs import Value
from nalsd.graph import Graph, Quantity
from nalsd.pages.html import Markup, element, join
from nalsd.units import Range

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.checks import Reported
    from nalsd.checks.coverage import Numbers
    from nalsd.designs import Design

_ADDRESS = re.compile(r"https?://[^\s,;<>\"']+", re.I)


@dataclass
class DesignView:
    """A design, its analysis and its findings."""

    design: Design
    analysis: Analysis
    findings: list[Reported] = field(default_factory=list)
    numbers: dict[str, Numbers] = field(default_factory=dict)
    """What stands behind the numbers of each file's text, by the file's path."""

    def called(self, tier: str) -> str:
        """What a tier is called: its label, or its id in words; a client that is no tier by its id."""
        return title_of(tier, self.design.capacity.tiers.get(tier))

    def inside(self, tier: str) -> str:
        """The same inside a sentence."""
        return lowered(self.called(tier))

    @property
    def slug(self) -> str:
        """The design's folder."""
        return self.design.slug

    @property
    def graph(self) -> Graph:
        """Its quantities."""
        return self.analysis.graph

    def q(self, id: str) -> Quantity | None:
        """A quantity, or None when the design has none of that id."""
        return self.graph.get(id)

    def number(self, id: str) -> float | None:
        """A quantity's value when it is a number."""
        value = self.graph.value(id)
        return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None

    def word(self, id: str) -> str | None:
        """A quantity's value when it is a category."""
        value = self.graph.value(id)
        return value if isinstance(value, str) else None

    def first(self, *ids: str) -> Quantity | None:
        """The first of several quantities that the design has."""
        return next((quantity for id in ids if (quantity := self.q(id)) is not None), None)


def words(name: object) -> str:
    """An id, or anything that has one as its text, as a title."""
    return titled(str(name))


def lower_words(name: object) -> str:
    """An id in words inside a sentence."""
    return lowered(words(name))


def written(value: Value | str | None) -> str:
    """A value as its author wrote it."""
    if value is None:
        return ""
    text = value.text if isinstance(value, Value) else str(value)
    return f"{text} {value.unit}" if isinstance(value, Value) and value.unit else text


def listed(items: Iterable[object]) -> str:
    """Several things in a cell."""
    return ", ".join(str(item) for item in items)


def remark(*sources: Any) -> Markup | None:
    """Why a value is what it is, and where it comes from, in the author's words."""
    parts: list[Markup] = []
    for source in sources:
        noted = getattr(source, "note", source)
        because, origin = getattr(noted, "because", None), getattr(noted, "source", None)
        measured = getattr(noted, "measured", None)
        if because:
            parts.append(join(str(because)))
        if origin:
            parts.append(join("Source: ", linked(str(origin)), f", {measured}" if measured else None))
    if not parts:
        return None
    found: list[Any] = []
    for part in parts:
        text = str(part)
        found += [" " if found else None, part, None if text.endswith((".", "!", "?")) else "."]
    return element("span", found, class_="nalsd-remark")


def linked(text: str) -> Markup:
    """A text with its web addresses as links."""
    parts: list[Any] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        target = found[0].rstrip(".")
        shown = re.sub(r"^https?://(www\.)?", "", target).rstrip("/")
        parts += [text[at : found.start()], element("a", shown, href=target, rel="noopener")]
        at = found.start() + len(target)
    return join(parts, text[at:])


def spread(quantity: Quantity | None) -> str | None:
    """The range an author gave, in words."""
    given = quantity.given if quantity is not None else None
    return given.describe() if isinstance(given, Range) else None
