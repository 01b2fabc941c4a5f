"""The formulas by topic: what each takes and gives, as MathML, with limits of validity and sources."""

from __future__ import annotations

from pathlib import Path

from nalsd.checks.derivation import readable
from nalsd.graph import Formula, Symbol
from nalsd.graph.writing import symbol_markup, to_mathml
from nalsd.pages.addresses import formula_page, href
from nalsd.pages.composing import SitePage
from nalsd.pages.derivations import citation
from nalsd.pages.html import Markup, element, join, raw
from nalsd.pages.reference.page import Entry, coded, page
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, render_table
from nalsd.pages.view import words

INDEX = "reference/formulas/index.md"


def formula_pages(override: Path | None) -> list[SitePage]:
    """The list of all formulas, and one page a topic."""
    from nalsd.physics import FORMULAS, TOPICS

    topics: dict[str, list[Formula]] = {topic: [] for topic in TOPICS}
    for formula in FORMULAS.values():
        topics.setdefault(formula.topic, []).append(formula)
    topics = {topic: members for topic, members in topics.items() if members}
    pages = [_list(topics, override)]
    for topic, members in topics.items():
        entries = [Entry(formula.title, formula.name, _entry(formula)) for formula in members]
        title = f"Formulas: {words(topic).lower()}"
        path = formula_page(topic)
        pages.append(page(path, title, None, entries, override, words(topic)))
    return pages


def _list(topics: dict[str, list[Formula]], override: Path | None) -> SitePage:
    entries = []
    for topic, members in topics.items():
        items = [
            element(
                "li",
                element("a", formula.title, href=f"{href(INDEX, formula_page(topic))}#{formula.name}"), " ",
                element("code", formula.name),
            )
            for formula in members
        ]  # fmt: skip
        entries.append(Entry(words(topic), topic.replace("_", "-"), [element("ul", items)], found=False))
    count = sum(map(len, topics.values()))
    intro = element(
        "p",
        f"{count} formulas, each written once as a plain function and traced into the designs' "
        "quantities. An author can "
        "use one by its name in the front-matter, ",
        element("code", "nalsd compute NAME K=V..."),
        " evaluates one.",
    )
    return page(INDEX, "Formulas", intro, entries, override, "All formulas")


def _entry(formula: Formula) -> list[Markup]:
    parts = [element("p", element("code", signature(formula)), class_="nalsd-signature")]
    if formula.description:
        parts.append(element("p", coded(" ".join(formula.description.split()))))
    parts.append(_equations(formula))
    parts.append(_symbols(formula))
    guards = [message for _, message in formula.trace().guards]
    facts = []
    if formula.limits:
        facts.append(element("p", element("strong", "Holds for "), coded(formula.limits), "."))
    if guards:
        facts.append(element("p", element("strong", "Requires: "), "; ".join(dict.fromkeys(guards)), "."))
    cited = [join("; " if index else "", citation(one)) for index, one in enumerate(formula.sources)]
    facts.append(element("p", element("strong", "Source: "), cited, "."))
    parts.append(element("div", facts, class_="nalsd-formula-facts"))
    return parts


def signature(formula: Formula) -> str:
    """How it is called."""
    return f"{formula.name}({', '.join(formula.symbols)})"


def _equations(formula: Formula) -> Markup:
    """One line for each value it gives; an algorithm is said to be one."""
    rows = []
    outputs = formula.trace().outputs
    for name in formula.gives:
        expr = outputs.get(name)
        left = symbol_markup(formula.name if name == "result" else name)
        if expr is None or not readable(expr):
            continue
        line = to_mathml(expr)
        cells = (element("mtd", raw(left)), element("mtd", element("mo", "=")), element("mtd", raw(line)))
        rows.append(element("mtr", cells))
    if not rows:
        return element(
            "p", "A choice or a number of steps that no single expression shows.", class_="nalsd-note"
        )
    math = element("math", element("mtable", rows, displaystyle="true"), display="block")
    return element("div", math, class_="nalsd-math")


def _symbols(formula: Formula) -> Markup:
    rows = [
        Row((element("code", s.name), _unit(s), join(coded(s.meaning), _more(s))))
        for s in formula.symbols.values()
    ]
    for name, given in formula.gives.items():
        shown = formula.name if name == "result" else name
        rows.append(Row((element("code", shown), _unit(given), coded(given.meaning)), tag="gives"))
    columns = (Column("Symbol"), Column("Unit"), Column("Meaning"))
    return render_table(
        Table(f"symbols-{formula.name}", f"Symbols of {formula.title.lower()}", columns, rows), Scope()
    )


def _unit(symbol: Symbol) -> str:
    if symbol.choices:
        return "a choice"
    if symbol.unit == "1":
        return "number"
    return symbol.unit.replace("?", "any unit ") if "?" in symbol.unit else symbol.unit


def _more(symbol: Symbol) -> str:
    parts = []
    if symbol.many:
        parts.append("several")
    if symbol.choices:
        parts.append(f"one of {', '.join(symbol.choices)}")
    if symbol.default is not None:
        parts.append(f"{symbol.default} by default")
    return f" ({'; '.join(parts)})" if parts else ""
