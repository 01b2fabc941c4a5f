"""Phase 3, alternatives: the design with some choices made otherwise, each computed in full, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.figures import body, printed
from nalsd.pages.html import Markup, element, join
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Cell, Column, Row, Table, without_empty
from nalsd.pages.verdicts import verdict_tone
from nalsd.pages.view import DesignView, linked, lower_words

if TYPE_CHECKING:
    from nalsd.analysis import Analysis


def alternatives(view: DesignView) -> list[Widget]:
    """The design and its alternatives side by side, and the reasons for and against each."""
    if not view.design.capacity.alternatives:
        return []
    return [_side_by_side(view), *parts.filled(_reasons(view))]


def _side_by_side(view: DesignView) -> Widget:
    """The design as it stands, then each alternative: nodes by tier, what binds, price, verdict."""
    declared = view.design.capacity.alternatives
    tiers = list(view.design.capacity.tiers)
    columns = [
        Column("Choice"),
        Column("What is set"),
        *(Column(title_of(t, view.design.capacity.tiers[t])) for t in tiers),
        Column("Nodes"),
        Column("Price"),
        Column("Verdict"),
    ]
    rows = [
        Row(
            (
                "The design",
                None,
                *(view.q(f"tiers.{t}.single.needed") for t in tiers),
                view.q("design.nodes"),
                view.q("design.price"),
                _verdict(view.analysis.verdict),
            ),
            Tone.BINDING,
            "chosen",
        )
    ]
    for name, choice in declared.items():
        other = view.analysis.alternatives.get(str(name))
        settings = join(*((element("code", f"{path}: {value}"), " ") for path, value in choice.set.items()))
        rows.append(
            Row(
                (
                    title_of(name, choice), settings, *(_nodes(view, other, t) for t in tiers),
                    _other(view, other, "design.nodes"), _other(view, other, "design.price"),
                    _verdict(other.verdict) if other is not None else chip("not computed", Tone.WARN),
                ),
                tag="rejected" if choice.rejected else "open",
            )
        )  # fmt: skip
    note = "Nodes of each tier at one copy; bold where an alternative differs, with what binds it then."
    return parts.table(
        Table("alternatives", "The choice and its alternatives", columns, without_empty(columns, rows), note)
    )


def _nodes(view: DesignView, other: Analysis | None, tier: str) -> Cell:
    """Nodes of a tier in an alternative, marked when they or what binds them differ."""
    if other is None:
        return None
    id = f"tiers.{tier}.single"
    here, there = view.graph.value(f"{id}.needed"), other.graph.value(f"{id}.needed")
    shown = _other(view, other, f"{id}.needed")
    bound, bound_there = view.word(f"{id}.bottleneck"), other.graph.value(f"{id}.bottleneck")
    if here == there and bound == bound_there:
        return element("span", shown, class_="nalsd-muted")
    binds = element("small", lower_words(bound_there)) if bound != bound_there and bound_there else None
    return join(element("strong", shown), " " if binds else None, binds)


def _other(view: DesignView, other: Analysis | None, id: str) -> Markup | None:
    """A figure of an alternative: it has no anchor, since the design's own quantity of that id has it."""
    quantity = other.graph.get(id) if other is not None else None
    return None if quantity is None else body(printed(quantity), aside=False)


def _verdict(text: str) -> Markup:
    return chip(text, verdict_tone(text))


def _reasons(view: DesignView) -> Widget | None:
    """Why each was thought of, and why it was not chosen."""
    items = []
    for name, choice in view.design.capacity.alternatives.items():
        lines = [
            (" ", element("em", word), " ", linked(str(text)), "" if str(text).endswith(".") else ".")
            for word, text in (("For:", choice.because), ("Against:", choice.rejected))
            if text
        ]
        if lines:
            items.append(element("li", element("strong", title_of(name, choice), "."), lines))
    return parts.note("reasons", element("ul", items, class_="nalsd-reasons")) if items else None
