"""The page on which a reader moves a design's inputs: every figure on it follows.

It stands complete without a script, with the design as it is. The script is made of the quantity graph: see
`nalsd.pages.whatif_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nalsd.analysis import LABELS
from nalsd.analysis.words import title_of
from nalsd.designs.schema.iterations import COST_PARTS
from nalsd.pages.addresses import href, link
from nalsd.pages.assets import PLACE
from nalsd.pages.book import Book
from nalsd.pages.callouts import Tone
from nalsd.pages.composing import Made, SitePage, meta
from nalsd.pages.html import Child, Markup, element, join, slug
from nalsd.pages.live import Live
from nalsd.pages.objectives import objective_chip, tally
from nalsd.pages.phases.capacity import SHOWN, worst_tier
from nalsd.pages.phases.cost import TITLES as COSTS
from nalsd.pages.templating import render_template
from nalsd.pages.verdicts import reason, verdict_tone
from nalsd.pages.view import DesignView, lower_words, words
from nalsd.pages.whatif_controls import controls
from nalsd.pages.whatif_model import Model

SCRIPT = f"{PLACE}lazy/what-if.js"
"""What all designs share: the operations, the composing of latencies, printing, and the page's behaviour."""

STYLE = f"{PLACE}lazy/what-if.css"
OFF = "Scripts are off: the figures are those of the design as it stands."


@dataclass(frozen=True)
class WhatIf:
    """What the page shows of a design, and what its script knows."""

    summary: Markup
    tables: list[Markup]
    model: Model


def what_if(view: DesignView) -> WhatIf:
    """The figures of a design that follow its inputs."""
    live = Live(view.graph, _words(view))
    makers = (_nodes, _busy, _limits, _objectives, _cost)
    tables = [table for make in makers if (table := make(view, live)) is not None]
    return WhatIf(_summary(view, live), tables, Model(view, live))


def whatif_page(book: Book, override: Path | None, made: Made) -> None:
    """The page `designs/SLUG/what-if.md` and its script; a design without tiers has nothing to move."""
    view, page = book.view, book.page("what-if")
    if not book.movable:
        return
    shown = what_if(view)
    title = f"{view.design.title}: what if"
    script = f"designs/{view.slug}/what-if.js"
    body = element(
        "section",
        element("link", rel="stylesheet", href=href(page, STYLE)),
        element("noscript", element("p", OFF, class_="nalsd-pending")),
        element("div", shown.summary, class_="nalsd-whatif-summary"),
        controls(shown.model),
        element("div", shown.tables, class_="nalsd-whatif-tables"),
        element("script", "", src=href(page, SCRIPT), defer=True),
        element("script", "", src=href(page, script), defer=True),
        class_="nalsd-whatif", id="nalsd-whatif", data_search_exclude=True,
    )  # fmt: skip
    context = {
        "meta": meta(title, f"{view.design.title} with other inputs", hide=["toc"]),
        "title": title,
        "phases": book.links(page, "what-if"),
        "body": body,
        "capacity": link(page, book.page(3)),
    }
    made.pages.append(SitePage(page, render_template("what-if", context, override), "What if"))
    made.files[script] = shown.model.script().encode()


def _words(view: DesignView) -> dict[str, str]:
    """What the resources, the limits and the tiers are called: what can bind, and which tier is largest."""
    limits = {f"limit {name}": f"limit {lower_words(name)}" for name in view.design.capacity.limits}
    tiers = {name: title_of(name, tier) for name, tier in view.design.capacity.tiers.items()}
    return {**LABELS, **limits, **tiers}


def _summary(view: DesignView, live: Live) -> Markup:
    """The verdict, and the figures that everybody asks for first."""
    verdict = view.analysis.verdict
    badge = element(
        "span", element("span", _sign(verdict_tone(verdict)), class_="nalsd-sign", aria_hidden="true"), " ",
        element("span", verdict[:1].upper() + verdict[1:], class_="nalsd-verdict-word"),
        class_=f"nalsd-badge nalsd-{verdict_tone(verdict).value}",
    )  # fmt: skip
    told = element("span", reason(view), class_="nalsd-reason")
    worst = worst_tier(view)
    binds = None
    if worst is not None:
        what = live.word(view.word(f"tiers.{worst}.single.bottleneck") or "")
        named = title_of(worst, view.design.capacity.tiers[worst])
        binds = element("span", f"{named}: {what}", class_="nalsd-binds")
    cells: list[Child] = []
    for name, id, note in (
        ("Peak load", "load.peak", "all workloads"),
        ("Payload at peak", "load.peak_payload", "before headers"),
        ("Nodes, one copy", "design.nodes", "all tiers"),
        ("Nodes, all copies", "design.cluster.nodes", "all tiers"),
        ("Nodes, all regions", "design.regions.nodes", "all tiers"),
        (
            "Cost",
            "cost.total" if view.number("cost.total") is not None else "cost.known",
            "a month, list prices",
        ),
    ):
        figure = live.figure(id)
        if figure is not None and view.number(id) is not None:
            cells.append(_headline(name, figure, note))
    if view.design.slo.slos:
        met, missed, unknown = tally(view)
        shown = element("span", f"{met} of {met + missed + unknown}", class_="nalsd-tally")
        cells.append(_headline("Objectives met", shown, ""))
    if binds is not None:
        cells.append(_headline("Bottleneck", binds, "binds first, one copy"))
    return join(
        element("p", badge, " ", told, class_="nalsd-verdict"),
        element("p", "", class_="nalsd-hidden nalsd-told", aria_live="polite", role="status"),
        element("dl", cells, class_="nalsd-headlines"),
    )


def _headline(name: str, figure: Child, note: str) -> Markup:
    under = element("dd", note, class_="nalsd-under") if note else None
    return element("div", element("dt", name), element("dd", figure), under, data_what=slug(name))


def _sign(tone: Tone) -> str:
    return {Tone.GOOD: "✓", Tone.OVER: "✕"}.get(tone, "!")


def _of(view: DesignView, tier: str, part: str) -> str | None:
    """A figure of a tier with all copies, or at one copy where only that is known."""
    for id in (f"tiers.{tier}.{part}", f"tiers.{tier}.single.{part}"):
        if view.q(id) is not None and (view.graph.value(id) is not None or ".single." in id):
            return id
    return None


def _nodes(view: DesignView, live: Live) -> Markup | None:
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        overload = _of(view, name, "overload")
        cells = [
            element("code", str(tier.machine), data_machine=name),
            *(
                live.figure(id) if (id := _of(view, name, part)) else None
                for part in ("bottleneck", "needed")
            ),
            live.figure(f"tiers.{name}.single.needed"),
            *(live.figure(id) if (id := _of(view, name, part)) else None for part in ("nodes", "price")),
        ]
        heading = (title_of(name, tier), " ", element("span", "too few", class_="nalsd-tag", hidden=True))
        rows.append(_Row(heading, cells, live.number(overload) if overload else None))
    columns = ("Tier", "Machine", "Binds", "Needed", "One copy", "Nodes", "Price")
    notes = {"Needed": "all copies", "One copy": "needed", "Nodes": "deployed", "Price": "a month"}
    return _table("nodes", "Nodes", columns, rows, notes=notes, words={1, 2})


def _busy(view: DesignView, live: Live) -> Markup | None:
    """Utilisation of each tier's resources, each with its target."""
    found: dict[str, dict[str, Markup]] = {}
    for name in view.analysis.tiers:
        for resource in SHOWN:
            share = _of(view, name, f"{resource}.utilisation")
            if share is None:
                continue
            allowed = f"tiers.{name}.single.{resource}.allowed_share"
            target = allowed if view.q(allowed) is not None else f"tiers.{name}.target.{resource}"
            bar = live.meter(share, target)
            if bar is not None:
                found.setdefault(name, {})[resource] = bar
    used = [r for r in SHOWN if any(r in cells for cells in found.values())]
    rows = [
        _Row(title_of(name, view.design.capacity.tiers[name]), [cells.get(r) for r in used])
        for name, cells in found.items()
    ]
    note = "With all copies where they are stated, on the nodes deployed; the mark is the target."
    return _table("busy", "Utilisation", ("Tier", *(words(LABELS[r]) for r in used)), rows, note)


def _limits(view: DesignView, live: Live) -> Markup | None:
    rows = []
    for name, limit in view.design.capacity.limits.items():
        id = f"limits.{name}"
        tag = element("span", "exceeded", class_="nalsd-tag", hidden=True)
        cells = [
            live.figure(f"{id}.load"),
            live.figure(f"{id}.at_most"),
            live.meter(f"{id}.utilisation", None),
        ]
        rows.append(_Row((title_of(name, limit), " ", tag), cells, live.optional(f"{id}.utilisation")))
    notes = {"Load": "at peak", "At most": "each"}
    return _table("limits", "Limits", ("Limit", "Load", "At most", "Used"), rows, notes=notes)


def _objectives(view: DesignView, live: Live) -> Markup | None:
    rows = []
    for place, (name, slo) in enumerate(view.design.slo.slos.items()):
        cells = [
            live.figure(f"slos.{name}.target"), live.figure(f"slos.{name}.reached"),
            element("span", objective_chip(view, name), data_objective=place),
        ]  # fmt: skip
        rows.append(_Row(title_of(name, slo), cells))
    columns = ("Objective", "Target", "Reached", "Verdict")
    return _table("objectives", "Objectives", columns, rows, words={3})


def _cost(view: DesignView, live: Live) -> Markup | None:
    rows = [
        _Row(COSTS[part], [live.figure(f"cost.{part}")])
        for part in COST_PARTS
        if view.number(f"cost.{part}") is not None
    ]
    total = "cost.total" if view.number("cost.total") is not None else "cost.known"
    if len(rows) > 1 and view.q(total) is not None:
        named = "Together" if total == "cost.total" else "Together, as far as known"
        rows.append(_Row(element("strong", named), [live.figure(total)]))
    return _table("cost", "Cost", ("Part", "Cost"), rows, notes={"Cost": "a month of 730 h"})


@dataclass(frozen=True)
class _Row:
    """A line of a table: its heading, its cells, and the number of the figure that is over beyond 1."""

    heading: Child
    cells: Sequence[Child]
    over: int | None = None


def _table(
    name: str, title: str, columns: Sequence[str], rows: Sequence[_Row], note: str = "",
    notes: dict[str, str] | None = None, words: Iterable[int] = (),
) -> Markup | None:  # fmt: skip
    """A table whose figures move; `words` are the columns that hold none."""
    if not rows:
        return None
    plain = {0, *words}
    head = [
        element(
            "th", column, element("small", notes[column]) if notes and column in notes else None, scope="col",
            class_=None if place in plain else "nalsd-num",
        )
        for place, column in enumerate(columns)
    ]  # fmt: skip
    body = [
        element(
            "tr", element("th", row.heading, scope="row"),
            [_cell(cell, place in plain) for place, cell in enumerate(row.cells, 1)], data_over=row.over,
        )
        for row in rows
    ]  # fmt: skip
    grid = element(
        "table", element("caption", title), element("thead", element("tr", head)), element("tbody", body),
        class_=f"nalsd-table nalsd-live-{name}",
    )  # fmt: skip
    return element(
        "div",
        element("div", grid, class_="nalsd-scroll", tabindex="0", role="group", aria_label=title),
        element("p", note, class_="nalsd-note") if note else None,
        class_="nalsd-figure",
    )


def _cell(content: Child, plain: bool) -> Markup:
    shown = element("span", "–", class_="nalsd-none") if content is None else content
    return element("td", shown, class_=None if plain else "nalsd-num")


def design_link(book: Book, page: str) -> dict[str, Any]:
    """The line that leads here from the overview."""
    return {
        "title": "What if", "href": link(page, book.page("what-if")),
        "line": "move the load, the machines and the assumptions, and see what gives way",
    }  # fmt: skip


__all__ = ["SCRIPT", "WhatIf", "design_link", "what_if", "whatif_page"]
