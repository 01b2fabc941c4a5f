"""The catalogue: cards, and a table that alone is there without a script; what filters and sorts both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from nalsd.graph import Quantity
from nalsd.pages.addresses import href
from nalsd.pages.callouts import badge, chip, status_chip
from nalsd.pages.entries import Entry
from nalsd.pages.figures import body, printed
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.scope import Scope

LAZY = "assets/nalsd/lazy/catalogue"

# Stands first in what it speaks of, so that nothing jumps: what follows is laid out only after it.
LIVE = Markup('<script>document.currentScript.parentNode.classList.add("nalsd-live")</script>')

SORTS = (
    ("title", "Name"),
    ("load-desc", "Load, most first"),
    ("load", "Load, least first"),
    ("nodes-desc", "Nodes, most first"),
    ("nodes", "Nodes, fewest first"),
    ("cost-desc", "Cost, most first"),
    ("cost", "Cost, least first"),
)


def loaded(page: str, *kinds: str) -> Markup:
    """The style sheet and, with `js`, the script of the catalogue, as seen from a page."""
    found: list[Markup] = []
    if "css" in kinds:
        found.append(element("link", rel="stylesheet", href=href(page, f"{LAZY}.css")))
    if "js" in kinds:
        found.append(element("script", src=href(page, f"{LAZY}.js"), defer=True))
    return join(found)


def catalogue_browser(entries: Sequence[Entry], scope: Scope, compare: str | None = None) -> Markup:
    """All designs, sorted by title. `compare` is the address of the comparison, when there is one."""
    ordered = sorted(entries, key=lambda entry: entry.title.casefold())
    cards = element(
        "ul",
        [card(entry, pick=compare is not None) for entry in ordered],
        class_="nalsd-entries",
        role="list",
    )
    return element(
        "div",
        LIVE,
        _controls(ordered, compare) if ordered else None,
        cards,
        catalogue_table(ordered, scope),
        element("p", "No design is like that.", class_="nalsd-none", hidden=True),
        class_="nalsd-browse",
        data_search_exclude=True,
    )


def card(entry: Entry, *, tag: str = "li", pick: bool = False) -> Markup:
    """A design in a few lines: verdict, name, what it does, its four figures."""
    figures = (
        ("Peak load", _figure(entry.load), ""),
        ("Nodes", _figure(entry.nodes), entry.nodes_note),
        ("Cost", _figure(entry.cost), entry.cost_note),
        ("Bottleneck", entry.bottleneck or "–", ""),
    )
    return element(
        tag,
        element("p", badge(entry.verdict, entry.tone), status_chip(entry.status), class_="nalsd-entry-top"),
        element("h2", element("a", entry.title, href=entry.href)),
        element("p", entry.summary, class_="nalsd-summary") if entry.summary else None,
        element(
            "dl",
            [element("div", element("dt", n), element("dd", v, title=why or None)) for n, v, why in figures],
        ),
        _tags(entry),
        _pick(entry) if pick else None,
        class_="nalsd-entry",
        data_design=entry.slug,
    )


def catalogue_table(entries: Sequence[Entry], scope: Scope) -> Markup:
    """All designs in the order given, one line each."""
    names = ("Design", "Verdict", "Bottleneck", "Peak load", "Nodes", "Cost", "Status")
    sorts = {"Design": "title", "Peak load": "load", "Nodes": "nodes", "Cost": "cost"}
    cells = [
        element(
            "th", n, scope="col", class_="nalsd-num" if n in ("Peak load", "Nodes", "Cost") else None,
            data_sort=sorts.get(n),
        )
        for n in names
    ]  # fmt: skip
    table = element(
        "table",
        element("caption", "All designs", class_="nalsd-hidden"),
        element("thead", element("tr", cells)),
        element("tbody", [_line(entry) for entry in entries]),
        class_="nalsd-table nalsd-catalogue",
        id=scope.unique("catalogue"),
    )
    box = element("div", table, class_="nalsd-scroll", tabindex="0", role="group", aria_label="All designs")
    return element("div", box, class_="nalsd-figure", data_search_exclude=True)


def _controls(entries: Sequence[Entry], compare: str | None) -> Markup:
    """A form that a script reads; each choice says how many designs it has."""
    every: tuple[tuple[str, str, Callable[[Entry], Iterable[str]]], ...] = (
        ("tag", "Tag", lambda e: e.tags),
        ("status", "Status", lambda e: (e.status,)),
        ("bottleneck", "Bottleneck", lambda e: (e.resource,)),
        ("verdict", "Verdict", lambda e: (e.verdict,)),
        ("kind", "Reads or writes", lambda e: (e.kind,)),
    )
    search = element("input", type="search", name="q", autocomplete="off")
    fields = [element("label", "Search", search)]
    for name, label, values in every:
        counts = Counter(value for entry in entries for value in set(values(entry)) if value)
        options = [element("option", "all", value="")]
        options += [element("option", f"{v} ({counts[v]})", value=v) for v in sorted(counts)]
        fields.append(element("label", label, element("select", options, name=name)))
    sorts = [element("option", words, value="" if value == "title" else value) for value, words in SORTS]
    fields.append(element("label", "Sort by", element("select", sorts, name="sort")))
    views = element(
        "fieldset",
        element("legend", "View", class_="nalsd-hidden"),
        [
            element(
                "label", element("input", type="radio", name="view", value=value, checked=not value), words
            )
            for value, words in (("", "Cards"), ("table", "Table"))
        ],
        class_="nalsd-views",
    )
    tail = element(
        "div",
        element("output", f"{len(entries)} designs", aria_live="polite", class_="nalsd-count"),
        element("button", "Show all", type="reset", hidden=True),
        element("a", "Compare", href=compare, class_="nalsd-compare-link", hidden=True) if compare else None,
        views,
        class_="nalsd-tail",
    )
    return element(
        "form", element("div", fields, class_="nalsd-fields"), tail,
        class_="nalsd-browse-form", role="search", aria_label="Designs",
    )  # fmt: skip


def _line(entry: Entry) -> Markup:
    design = element(
        "th",
        element("a", entry.title, href=entry.href),
        element("span", entry.summary, class_="nalsd-summary") if entry.summary else None,
        _tags(entry),
        scope="row",
    )
    return element(
        "tr",
        design,
        element("td", badge(entry.verdict, entry.tone)),
        element("td", entry.bottleneck or "–"),
        element("td", _figure(entry.load), class_="nalsd-num"),
        element("td", _figure(entry.nodes), class_="nalsd-num"),
        element("td", _figure(entry.cost), class_="nalsd-num"),
        element("td", status_chip(entry.status)),
        data_design=entry.slug,
        data_title=entry.title,
        data_tag="|".join(entry.tags),
        data_status=entry.status,
        data_bottleneck=entry.resource,
        data_verdict=entry.verdict,
        data_kind=entry.kind,
        data_load=_value(entry.load),
        data_nodes=_value(entry.nodes),
        data_cost=_value(entry.cost),
    )


def _tags(entry: Entry) -> Markup | None:
    shown = [(chip(tag), " ") for tag in entry.tags]
    return element("span", shown, class_="nalsd-tags") if shown else None


def _pick(entry: Entry) -> Markup:
    box = element("input", type="checkbox", value=entry.slug, class_="nalsd-pick")
    return element(
        "label",
        box,
        " Compare",
        element("span", f" {entry.title}", class_="nalsd-hidden"),
        class_="nalsd-picks",
    )


def _figure(quantity: Quantity | None) -> Child:
    return "–" if quantity is None else body(printed(quantity), aside=False)


def _value(quantity: Quantity | None) -> float | None:
    value = quantity.value if quantity is not None else None
    return float(value) if isinstance(value, float | int) else None


__all__ = ["Entry", "card", "catalogue_browser", "catalogue_table", "loaded"]
