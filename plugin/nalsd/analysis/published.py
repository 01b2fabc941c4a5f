"""Figures that were published elsewhere, each beside what the engine computes."""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.analysis.author import Author
from nalsd.designs import Finding
from nalsd.designs.schema.published import Figure


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure and the quantity it is held against."""

    figure: Figure
    quantity: str | None
    """Id of the computed quantity; None when the figure is shown without one."""


def add_published(author: Author) -> list[PublishedFigure]:
    """A quantity for each expression that a published figure is held against."""
    if author.design.published is None:
        return []
    publication = author.design.published.published
    found = []
    for figure in publication.figures if publication is not None else ():
        found.append(PublishedFigure(figure, _quantity(author, figure)))
    return found


def _quantity(author: Author, figure: Figure) -> str | None:
    value = figure.quantity
    if value is None:
        return None
    known = author.id_of(value.text.strip())
    if known in author.graph:
        return known
    id = f"published.{str(figure.id).lower()}"
    if id in author.graph:
        message = f"two published figures are called `{figure.id}`, capitals aside"
        author.findings.append(Finding("N103", message, value.location, help="give each an id of its own"))
        return id
    author.state(id, value, label=str(figure.what), role="computed", unit=figure.unit or None)
    return id
