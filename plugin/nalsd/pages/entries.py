"""What the catalogue, the comparison and a card say of a design: each figure the last that was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nalsd.graph import Quantity
from nalsd.pages.addresses import design_page, href
from nalsd.pages.book import Book
from nalsd.pages.callouts import Tone
from nalsd.pages.overview import binds, cost_figure, nodes_figure
from nalsd.pages.phases.capacity import binding, worst_tier
from nalsd.pages.verdicts import verdict_tone
from nalsd.pages.view import DesignView

HEAVY = 2.0
"""How many reads for each write make a design read-heavy; the other way round, write-heavy."""


@dataclass(frozen=True)
class Entry:
    """What the catalogue shows of a design."""

    slug: str
    title: str
    href: str
    summary: str = ""
    status: str = "draft"
    tags: Sequence[str] = ()
    load: Quantity | None = None
    nodes: Quantity | None = None
    """Of all copies in all regions, as far as the design goes."""
    nodes_note: str = ""
    cost: Quantity | None = None
    cost_note: str = ""
    bottleneck: str = ""
    """Tier and resource: `Click log: disk capacity`."""
    resource: str = ""
    """The resource alone."""
    verdict: str = ""
    tone: Tone = Tone.PLAIN
    kind: str = ""
    """`read-heavy`, `write-heavy`, `balanced` or `other`; empty when not known."""


def entry_of(book: Book, page: str) -> Entry:
    """A design as seen from a page."""
    view = book.view
    nodes, cost = nodes_figure(view), cost_figure(view)
    tier = worst_tier(view)
    what = binding(view, tier)[0] if tier is not None else ""
    verdict = str(view.analysis.verdict)
    return Entry(
        book.slug,
        view.design.title,
        href(page, design_page(book.slug, "index")),
        view.design.summary,
        view.design.status,
        view.design.tags,
        _known(view.q("load.peak")),
        _known(nodes[1]) if nodes else None,
        nodes[2] if nodes else "",
        _known(cost[1]) if cost else None,
        cost[2] if cost else "",
        binds(view),
        "limit" if what.startswith("limit ") else what,
        verdict[:1].upper() + verdict[1:],
        verdict_tone(verdict),
        kind_of(view),
    )


def kind_of(view: DesignView) -> str:
    """Whether reads or writes make up the load; a design whose load is mostly neither is `other`."""
    reads, writes = view.number("load.read_average") or 0.0, view.number("load.write_average") or 0.0
    whole = view.number("load.average") or 0.0
    if whole <= 0:
        return ""
    if reads + writes < whole / 2:
        return "other"
    if reads >= HEAVY * writes:
        return "read-heavy"
    return "write-heavy" if writes >= HEAVY * reads else "balanced"


def _known(quantity: Quantity | None) -> Quantity | None:
    return quantity if quantity is not None and quantity.value is not None else None


__all__ = ["Entry", "entry_of", "kind_of"]
