"""How a figure comes about: formula, the same with the values in, result, inputs with links, sources."""

from __future__ import annotations

import re

from nalsd.checks.derivation import readable
from nalsd.checks.parts import outlined
from nalsd.graph import CONFIDENCE, Citation, Derivation, Formula, Graph, Location, Name, Quantity, derive
from nalsd.graph.derivation import shown_operand
from nalsd.pages.figures import body, printed, split
from nalsd.pages.html import Child, Markup, anchor, element, join, raw
from nalsd.pages.scope import Scope
from nalsd.physics.composed import structure_of
from nalsd.physics.outline import Step, outline
from nalsd.units import Range, month


def derivation(quantity: Quantity, scope: Scope, *, anchored: bool = True) -> Markup:
    """The derivation of one quantity, under the anchor `d-ID` unless that stands elsewhere."""
    head = element(
        "p",
        element("strong", quantity.label),
        f" {month(printed(quantity).text)} ",
        element("code", quantity.id),
        class_="nalsd-derivation-head",
    )
    content = (
        _computed(quantity, scope) if quantity.computed and scope.graph is not None else _origin(quantity)
    )
    note = element("p", quantity.note, class_="nalsd-because") if quantity.note else None
    return element(
        "div",
        head,
        content,
        _why_unknown(quantity, scope),
        note,
        class_="nalsd-derivation",
        id=anchor(quantity.id, "d") if anchored else None,
    )


def folded(quantity: Quantity, scope: Scope, summary: Child = None) -> Markup:
    """A figure in running text with its derivation folded under it; what `explain("ID")` places."""
    identity = scope.place(quantity.id)
    shown = join(quantity.label, ": ", body(printed(quantity))) if summary is None else summary
    inside = derivation(quantity, scope, anchored=identity is not None)
    return element(
        "details",
        element("summary", shown),
        element("div", inside, class_="nalsd-panel"),
        class_="nalsd-explain",
        id=identity,
        data_search_exclude=True,
    )


def equation(found: Derivation, *, symbols: bool = True) -> Markup:
    """Formula, values, result under each other, as MathML that reads without a style sheet.

    Without `symbols` the values come first.
    """
    lines = [found.formula_mathml] if symbols else []
    if found.substituted_mathml not in (found.formula_mathml, found.result_mathml):
        lines.append(found.substituted_mathml)
    lines.append(found.result_mathml)
    rows = [
        element(
            "mtr", element("mtd", element("mo", "=") if index else None), element("mtd", raw(_compact(line)))
        )
        for index, line in enumerate(lines)
    ]
    math = element("math", element("mtable", rows, displaystyle="true"), display="block")
    return element("div", math, class_="nalsd-math")


def _computed(quantity: Quantity, scope: Scope) -> Child:
    """Equation, inputs and formula, or the stages that are composed; what only takes another's value over
    needs no equation, and an algorithm has none that people read.
    """
    assert scope.graph is not None
    if isinstance(quantity.expr, Name):
        return element("ul", [_input(*_known(scope.graph, quantity.expr.name), scope)], class_="nalsd-inputs")
    expr = quantity.expr
    if quantity.formula is not None:
        structure = structure_of(quantity.formula)
        if structure is not None:
            steps = element("ul", _step(outline(structure), scope), class_="nalsd-outline")
            return steps, _formula_line(quantity.formula, scope)
        expr = quantity.formula.trace(quantity.inputs).outputs.get(quantity.output)
    parts = outlined(scope.graph, quantity)
    if parts is not None:
        return element("ul", _step(parts, scope), class_="nalsd-outline")
    if expr is None or not readable(expr):
        inputs = [_input(*_known(scope.graph, id), scope) for id in quantity.depends_on]
        return element("ul", inputs, class_="nalsd-inputs"), _formula_line(quantity.formula, scope)
    found = derive(scope.graph, quantity.id)
    if found is None:
        return _origin(quantity)
    # The long names of a sum's many parts stand beside their values below.
    symbols = quantity.formula is not None or len(quantity.depends_on) <= 2
    return equation(found, symbols=symbols), _inputs(found, scope), _formula_line(quantity.formula, scope)


def _step(step: Step, scope: Scope) -> Markup:
    """One step of composed stages with the quantities that its figures are, and the steps inside it."""
    assert scope.graph is not None
    graph = scope.graph
    said, ids = step.filled(lambda id: month(split(shown_operand(graph, id)).text))
    names = [(", " if i else "", _linked(graph[id], scope)) for i, id in enumerate(ids)]
    of = element("span", " (", names, ")", class_="nalsd-muted") if names else None
    inside = element("ul", [_step(part, scope) for part in step.inside]) if step.inside else None
    return element("li", said, of, inside)


def _known(graph: Graph, id: str) -> tuple[str, str, str]:
    quantity = graph.get(id)
    return id, id if quantity is None else quantity.label, shown_operand(graph, id)


def _why_unknown(quantity: Quantity, scope: Scope) -> Markup | None:
    """Which stated or published figures are missing, for a quantity without a value."""
    if quantity.value is not None or scope.graph is None:
        return None
    if not quantity.computed:
        return (
            None
            if quantity.note
            else element("p", "Not stated and not published: unknown.", class_="nalsd-source")
        )
    graph = scope.graph
    missing = [
        id for id in graph.ancestors(quantity.id) if graph[id].value is None and not graph[id].computed
    ]
    if not missing:
        return element("p", "Unknown: see the findings on what it follows from.", class_="nalsd-source")
    names = [join(", " if index else "", _linked(graph[id], scope)) for index, id in enumerate(missing[:4])]
    return element("p", "Unknown, since this is not known: ", names, ".", class_="nalsd-source")


def _linked(quantity: Quantity, scope: Scope) -> Markup:
    href = scope.href(quantity.id)
    return element("a", quantity.label, href=href) if href else join(quantity.label)


_UNIT = re.compile(r'<mspace width="0.2em"></mspace><mtext class="nalsd-unit">([^<]*)</mtext>')


def _compact(line: str) -> str:
    """The same MathML in fewer bytes: a page holds hundreds of these."""
    line = month(line).replace('<mo fence="true">', "<mo>").replace('<mi class="nalsd-name">', "<mi>")
    return _UNIT.sub("<mtext>\u2009\\1</mtext>", line).replace("<mrow></mrow>", "")


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
    still = (
        " Its range comes with it: in samples it stays at the median."
        if spread and not quantity.varies
        else ""
    )
    default = " A default: the design does not state it." if quantity.default else ""
    return element("p", start, spread, ".", still, default, class_="nalsd-source")


def _inputs(found: Derivation, scope: Scope) -> Markup | None:
    inputs = [(i.quantity or "", i.label, i.shown) for i in found.ingredients]
    return element("ul", [_input(*i, scope) for i in inputs], class_="nalsd-inputs") if inputs else None


def _input(id: str, label: str, shown: str, scope: Scope) -> Markup:
    href = scope.href(id) if id else None
    name = element("a", label, href=href) if href else element("span", label)
    return element("li", name, " ", element("b", month(split(shown).text)))


def _formula_line(formula: Formula | None, scope: Scope) -> Markup | None:
    """The formula's title, linked to its reference entry; limits and sources once a page."""
    if formula is None:
        return None
    href = scope.formula_href(formula.name)
    title = element("a", formula.title, href=href) if href else join(formula.title)
    if scope.told(formula.name):
        return element("p", "Formula: ", title, ".", class_="nalsd-source")
    limits = (". Holds for ", formula.limits) if formula.limits else None
    sources: list[Child] = []
    for source in formula.sources:
        sources += ["; " if sources else ". Source: ", citation(source)]
    return element("p", "Formula: ", title, limits, sources, ".", class_="nalsd-source")


def _is_web(url: str | None) -> bool:
    return url is not None and url.lower().startswith(("https://", "http://"))
