"""The first page of a design: verdict, headline numbers, bottleneck, objectives, diagram, the six phases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nalsd.analysis.words import title_of
from nalsd.checks import Severity
from nalsd.checks.coverage import Numbers
from nalsd.graph import Quantity
from nalsd.pages.addresses import PHASE_LINES, PHASE_TITLES, check_page, href, link
from nalsd.pages.backing import backing_line
from nalsd.pages.book import Book
from nalsd.pages.callouts import Tone, chip, headline_numbers, status_chip, verdict_line
from nalsd.pages.composing import Made, SitePage, meta
from nalsd.pages.figures import printed
from nalsd.pages.html import Markup, element, slug
from nalsd.pages.objectives import tally
from nalsd.pages.phases.capacity import binding, bottleneck_callout, worst_tier
from nalsd.pages.phases.objectives import RULES, rules_file, slo_table
from nalsd.pages.phases.scenarios import card_anchor, outcome_badge, outcome_of, sentences
from nalsd.pages.phases.stress import said, worst_scenario
from nalsd.pages.scope import Scope
from nalsd.pages.tags import tag_chip
from nalsd.pages.templating import render_template
from nalsd.pages.texts import Text
from nalsd.pages.uncertainty import uncertainty_parts
from nalsd.pages.verdicts import growth_figure, growth_note, verdict_of
from nalsd.pages.view import DesignView, listed, words
from nalsd.pages.whatif import design_link


def overview_page(book: Book, designs: frozenset[str], override: Path | None, made: Made) -> None:
    """The page `designs/SLUG/index.md`."""
    view, page = book.view, book.page("index")
    scope = book.scope(page)
    text = Text(book, page, scope, designs)
    callout = bottleneck_callout(view)
    callouts = [callout.make(scope)] if callout is not None else []
    file = view.design.files.get("index")
    by_hand = {(c.name, slug(str(c.args[0]))) for c in file.prose.calls} if file is not None else set()
    prose = _prose(text, file) if file is not None else Markup("")
    context = {
        "meta": meta(view.design.title, view.design.summary, tags=view.design.tags, search={"boost": 1.2}),
        "title": view.design.title,
        "phases": book.links(page, "index"),
        "verdict": verdict_of(view),
        "headlines": headline_numbers(headlines(view), scope),
        "callouts": callouts,
        "lead": _facts(view, page, designs),
        "prose": prose,
        "parts": _parts(book, scope, by_hand),
        "contents": [_line(book, page, phase) for phase in PHASE_TITLES],
        "links": _links(book, page),
        "backing": backing_line(sum(view.numbers.values(), Numbers()), "this design"),
    }
    made.pages.append(
        SitePage(
            page,
            render_template("overview", context, override),
            str(view.design.title),
            file.path if file else None,
        )
    )
    made.files.update(text.files)
    made.findings.extend(text.findings)


def headlines(view: DesignView) -> list[tuple[str, Quantity | Markup | str, str]]:
    """Peak load, traffic, nodes, cost, room to grow: those that are known."""
    found: list[tuple[str, Quantity | Markup | str, str]] = []
    for name, id, note in (
        ("Peak load", "load.peak", "all workloads"),
        ("Payload at peak", "load.peak_payload", "before headers"),
    ):
        quantity = view.q(id)
        if quantity is not None and quantity.value is not None:
            found.append((name, quantity, note))
    found += [figure for figure in (nodes_figure(view), cost_figure(view)) if figure is not None]
    grows = growth_figure(view)
    if grows is not None:
        found.append(("Load can grow to", grows, growth_note(view)))
    return found


def nodes_figure(view: DesignView) -> tuple[str, Quantity, str] | None:
    """The nodes of the last iteration that is computed, beside those at one copy."""
    single = view.q("design.nodes")
    for id, note in (("design.regions.nodes", "all regions"), ("design.cluster.nodes", "all copies")):
        whole = view.q(id)
        if whole is not None and whole.value is not None:
            beside = f", {printed(single).number} at one copy" if single is not None and single.value else ""
            return "Nodes", whole, note + beside
    return ("Nodes", single, "all tiers, one copy") if single is not None else None


def cost_figure(view: DesignView) -> tuple[str, Quantity, str] | None:
    """The cost a month, of what is known of it."""
    for id, name, note in (
        ("cost.total", "Cost", "all parts, list prices"),
        ("cost.known", "Cost, at least", "the parts whose prices are known"),
        ("design.price", "Price", "machines at one copy, on demand"),
    ):
        quantity = view.q(id)
        if quantity is not None and quantity.value:
            return name, quantity, note
    return None


def binds(view: DesignView) -> str:
    """The design's bottleneck in a few words."""
    tier = worst_tier(view)
    if tier is None:
        return ""
    return f"{title_of(tier, view.design.capacity.tiers[tier])}: {binding(view, tier)[0]}"


def _facts(view: DesignView, page: str, designs: frozenset[str]) -> Markup:
    design = view.design
    parts: list[Any] = [status_chip(design.status)]
    parts += [(" ", tag_chip(tag, page, designs)) for tag in design.tags]
    if design.owners:
        parts.append(element("span", f" owned by {listed(design.owners)}", class_="nalsd-muted"))
    lead = element("p", design.summary, class_="nalsd-lead") if design.summary else None
    return element("div", lead, element("p", parts, class_="nalsd-facts"), class_="nalsd-front")


def _prose(text: Text, file: Any) -> Markup:
    found = []
    for piece in text.pieces(file):
        if piece.title:
            found.append(f"## {_heading(piece.title)} {{ #{text.scope.unique(piece.slug)} }}")
        found.append(str(piece.markdown))
    return Markup("\n\n".join(found))


def _heading(title: str) -> str:
    from nalsd.pages.templating import plain

    return str(plain(title))


def _parts(book: Book, scope: Scope, by_hand: set[tuple[str, str]]) -> list[dict[str, Any]]:
    view, found = book.view, []
    slos = slo_table(view, short=True)
    if slos is not None:
        found.append({"title": "Objectives", "slug": "objectives", "parts": [_tally(view), slos.make(scope)]})
    stress = stress_lines(book, scope)
    if stress:
        found.append({"title": "Under stress", "slug": "under-stress", "parts": stress})
    diagram = book.widget("diagram", "topology")
    if diagram is not None and ("diagram", "topology") not in by_hand:
        found.append({"title": "The design", "slug": "the-design", "parts": [diagram.make(scope)]})
    found += uncertainty_parts(view, scope)
    if view.findings:
        found.append(
            {"title": "Findings", "slug": "findings", "parts": [_findings(view, book.page("index"))]}
        )
    elsewhere = _ruled_out_elsewhere(book)
    if elsewhere:
        found.append({"title": "Does not apply", "slug": "does-not-apply", "parts": [elsewhere]})
    return found


def _tally(view: DesignView) -> Markup:
    """How many objectives are met."""
    reached, missed, unknown = tally(view)
    if missed:
        return verdict_line(f"{missed} missed", Tone.OVER, f"{reached} met, {unknown} not known.")
    if unknown:
        return verdict_line("Met as far as known", Tone.WARN, f"{reached} met, {unknown} not known.")
    return verdict_line("All met", Tone.GOOD, f"All {reached} objectives are reached, as computed.")


def stress_lines(book: Book, scope: Scope) -> list[Markup]:
    """The verdict over all scenarios, and the one to speak of first."""
    view = book.view
    name = worst_scenario(view)
    if name is None:
        return []
    lines = [verdict_line(*said(view))]
    result, scenario = view.analysis.stress[name], view.design.stress.stress[name]
    where = f"{href(book.page('index'), book.page(6))}#{card_anchor(name)}"
    link = element("a", title_of(name, scenario), href=where)
    head = ("The hardest: ", link, " ", outcome_badge(outcome_of(view, name)), " ")
    lines.append(element("p", head, sentences(view, result, scope)))
    return lines


def _findings(view: DesignView, page: str) -> Markup:
    """What the checks report: the rule with its page, the place, what is wrong, the mend."""
    items = []
    for reported in view.findings:
        finding = reported.finding
        error = reported.severity is Severity.ERROR
        items.append(
            element(
                "li",
                element(
                    "a",
                    chip(f"{reported.code} {reported.name}", Tone.OVER if error else Tone.WARN),
                    href=href(page, check_page(reported.code)),
                ),
                " ",
                element("code", f"{finding.location.file}:{finding.location.line}"),
                " ",
                finding.message,
                ". ",
                element("span", finding.help, class_="nalsd-muted") if finding.help else None,
            )
        )
    return element("ul", items, class_="nalsd-findings")


def _ruled_out_elsewhere(book: Book) -> Markup | None:
    """Reasons that belong to no part of a page."""
    shown = {
        slug(name)
        for contents in book.contents.values()
        for part in contents.parts
        for name in (*part.names, part.title, *part.keys)
    }
    rest = {name: why for name, why in book.not_applicable.items() if name not in shown}
    if not rest:
        return None
    items = [
        element("li", element("strong", words(name.replace("-", " ")), ": "), why)
        for name, why in rest.items()
    ]
    return element("ul", items)


def _line(book: Book, page: str, phase: int) -> dict[str, Any]:
    return {
        "name": PHASE_TITLES[phase],
        "href": link(page, book.page(phase)),
        "line": PHASE_LINES[phase],
        "state": chip("not written yet", Tone.MUTED) if phase not in book.view.design.files else None,
    }


def _links(book: Book, page: str) -> list[dict[str, str]]:
    found = [design_link(book, page)] if book.view.analysis.tiers else []
    if book.view.design.published is not None:
        line = "figures of a published original beside the computed ones"
        found.append(
            {"title": "What the arithmetic found", "href": link(page, book.page("published")), "line": line}
        )
    found.append(
        {
            "title": "Every other quantity", "href": link(page, book.page("quantities")),
            "line": "what stands on none of the pages above, with its derivation",
        }
    )  # fmt: skip
    if rules_file(book.view):
        found.append({"title": RULES, "href": RULES, "line": "burn-rate alerts for Prometheus"})
    found.append(
        {
            "title": "results.json",
            "href": "results.json",
            "line": "every quantity in base units, for programs",
        }
    )
    return found


__all__ = ["binds", "cost_figure", "headlines", "nodes_figure", "overview_page"]
