"""How a figure comes about: formula, the same with the values in, result, inputs with links, sources."""

from __future__ import annotations

from nalsd.graph import CONFIDENCE, Citation, Derivation, Formula, Ingredient, Location, Quantity, derive
from nalsd.pages.figures import body, printed, split
from nalsd.pages.html import Child, Markup, anchor, element, join, raw
from nalsd.pages.scope import Scope
from nalsd.units import Range


def derivation(quantity: Quantity, scope: Scope) -> Markup:
    """The derivation of one quantity, under the anchor `d-ID`."""
    found = derive(scope.graph, quantity.id) if scope.graph is not None and quantity.computed else None
    head = element(
        "p",
        element("strong", quantity.label),
        " ",
        body(printed(quantity)),
        " ",
        element("code", quantity.id),
        class_="nalsd-derivation-head",
    )
    if found is None:
        content: Child = _origin(quantity)
    else:
        content = (equation(found), _inputs(found, scope), _formula_line(quantity.formula, scope))
    note = element("p", quantity.note, class_="nalsd-because") if quantity.note else None
    return element("div", head, content, note, class_="nalsd-derivation", id=anchor(quantity.id, "d"))


def folded(quantity: Quantity, scope: Scope, summary: Child = None) -> Markup:
    """A figure in running text with its derivation folded under it; what `explain("ID")` places."""
    identity = scope.place(quantity.id)
    shown = join(quantity.label, ": ", body(printed(quantity))) if summary is None else summary
    return element(
        "details",
        element("summary", shown),
        element("div", derivation(quantity, scope), class_="nalsd-panel"),
        class_="nalsd-explain",
        id=identity,
        data_search_exclude=True,
    )


def equation(found: Derivation) -> Markup:
    """Formula, values, result under each other, as MathML that reads without a style sheet."""
    lines = [("", found.formula_mathml)]
    if found.substituted_mathml not in (found.formula_mathml, found.result_mathml):
        lines.append(("=", found.substituted_mathml))
    lines.append(("=", found.result_mathml))
    rows = [
        element("mtr", element("mtd", element("mo", sign) if sign else None), element("mtd", raw(line)))
        for sign, line in lines
    ]
    math = element(
        "math",
        element("mtable", rows, displaystyle="true"),
        display="block",
        alttext=f"{found.formula_text} = {found.substituted_text} = {found.result_text}",
    )
    return element("div", math, class_="nalsd-math", tabindex="0", role="group", aria_label="Derivation")


def citation(source: Citation) -> Markup:
    """A published source: text, link, date, and what its confidence mark means."""
    text = (
        element("a", source.text, href=source.url, rel="noopener")
        if _is_web(source.url)
        else join(source.text)
    )
    meaning = CONFIDENCE.get(source.confidence or "")
    grade = element("span", f" ({meaning})", class_="nalsd-muted") if meaning else None
    return join(text, f", {source.date}" if source.date else None, grade)


def place(source: Location) -> Markup:
    """A place in an author's file, as people write it."""
    return element("code", f"{source.file}:{source.line}")


def _origin(quantity: Quantity) -> Markup:
    """Where a quantity that is not computed was stated or published."""
    if isinstance(quantity.source, Location):
        start: Child = ("Stated in ", place(quantity.source))
    elif isinstance(quantity.source, Citation):
        start = ("Source: ", citation(quantity.source))
    else:
        start = "Stated without a source"
    spread = f": {quantity.given.describe()}" if isinstance(quantity.given, Range) else ""
    default = " A default: the design does not state it." if quantity.default else ""
    return element("p", start, spread, ".", default, class_="nalsd-source")


def _inputs(found: Derivation, scope: Scope) -> Markup | None:
    if not found.ingredients:
        return None
    return element("ul", [_input(i, scope) for i in found.ingredients], class_="nalsd-inputs")


def _input(ingredient: Ingredient, scope: Scope) -> Markup:
    href = scope.href(ingredient.quantity) if ingredient.quantity else None
    name = element("a", ingredient.label, href=href) if href else element("span", ingredient.label)
    figure = element("span", body(split(ingredient.shown)), class_="nalsd-input-value")
    return element("li", name, " ", figure, title=ingredient.quantity)


def _formula_line(formula: Formula | None, scope: Scope) -> Markup | None:
    """The formula's title, linked to its reference entry, its limits of validity and its sources."""
    if formula is None:
        return None
    href = scope.formula_href(formula.name)
    title = element("a", formula.title, href=href) if href else join(formula.title)
    limits = (". Holds for ", formula.limits) if formula.limits else None
    sources: list[Child] = []
    for source in formula.sources:
        sources += ["; " if sources else ". Source: ", citation(source)]
    return element("p", "Formula: ", title, limits, sources, ".", class_="nalsd-source")


def _is_web(url: str | None) -> bool:
    return url is not None and url.lower().startswith(("https://", "http://"))
