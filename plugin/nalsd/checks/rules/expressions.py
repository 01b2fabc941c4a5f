"""What the rules of physics need to know of an author's formula: its factors, and what each stands for; and
the findings on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nalsd.checks.claims import declared_inputs, written
from nalsd.checks.rules.rule import Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Const, Expr, Location, Name
from nalsd.graph.expr import Op, walk
from nalsd.units import Dimension, format_value

if TYPE_CHECKING:
    from nalsd.graph import Graph, Quantity

SECOND = Dimension({"second": 1})
DEEPEST = 8
"""How many formulas a role is followed through."""
ROUNDED = ("ceil", "floor")
QUOTED = "published."
"""Formulas that repeat somebody else's figure, errors and all."""


@dataclass
class Product:
    """A product or a quotient of an author's formula, flattened."""

    over: list[Expr] = field(default_factory=list)
    """Factors."""
    under: list[Expr] = field(default_factory=list)
    """Divisors."""


def authored(graph: Graph) -> Iterator[Quantity]:
    """The quantities whose formula an author wrote for this design."""
    for quantity in graph:
        if quantity.expr is not None and isinstance(quantity.source, Location):
            if quantity.id.startswith(QUOTED):
                continue
            yield quantity


def products(expr: Expr) -> Iterator[Product]:
    """Every product in an expression, the largest first; a factor that is a sum is looked into too."""
    if isinstance(expr, Op) and expr.name in ("mul", "div"):
        product = Product()
        _collect(expr, product, True)
        yield product
        for part in (*product.over, *product.under):
            yield from products(part)
    elif isinstance(expr, Op):
        for part in expr.args:
            if isinstance(part, Expr):
                yield from products(part)


def _collect(expr: Expr, product: Product, over: bool) -> None:
    if isinstance(expr, Op) and expr.name in ("mul", "div") and len(expr.args) == 2:
        left, right = expr.args
        for part, side in ((left, over), (right, over if expr.name == "mul" else not over)):
            if isinstance(part, Expr):
                _collect(part, product, side)
    else:
        (product.over if over else product.under).append(expr)


def names_in(parts: list[Expr]) -> list[str]:
    """The ids among some factors."""
    return [part.name for part in parts if isinstance(part, Name)]


def every_name(expr: Expr) -> list[str]:
    """The ids anywhere in an expression."""
    return [node.name for node in walk(expr) if isinstance(node, Name)]


def role_of(graph: Graph, id: str, depth: int = 0) -> str:
    """`peak`, `average` or nothing: what a quantity is, or what the factors of its formula make of it."""
    quantity = graph.get(id)
    if quantity is None:
        return ""
    if quantity.role in ("peak", "average"):
        return quantity.role
    if quantity.expr is None or depth >= DEEPEST:
        return ""
    for product in products(quantity.expr):
        roles = {role_of(graph, name, depth + 1) for name in names_in(product.over)}
        return "average" if "average" in roles else "peak" if "peak" in roles else ""
    if isinstance(quantity.expr, Name):
        return role_of(graph, quantity.expr.name, depth + 1)
    return ""


def is_rate(graph: Graph, id: str) -> bool:
    """Whether a quantity is something a second."""
    quantity = graph.get(id)
    return quantity is not None and quantity.unit is not None and quantity.unit.dimension.power("second") < 0


def duration(graph: Graph, part: Expr) -> float | None:
    """Seconds of a factor that is a time, None for any other."""
    if isinstance(part, Const):
        return part.value if part.unit is not None and part.unit.dimension == SECOND else None
    if isinstance(part, Name):
        quantity = graph.get(part.name)
        if quantity is not None and quantity.unit is not None and quantity.unit.dimension == SECOND:
            value = graph.value(part.name)
            return float(value) if isinstance(value, int | float) else None
    return None


def shown(part: Expr) -> str:
    """A factor as its author wrote it, as far as known."""
    if isinstance(part, Const):
        return part.text or f"{part.value:g}"
    return part.name if isinstance(part, Name) else "a part of it"


def about(quantity: Quantity, pattern: re.Pattern[str]) -> bool:
    """Whether the name or the label of a quantity speaks of something."""
    return pattern.search(f"{quantity.id.replace('_', ' ')} {quantity.label}") is not None


def named(graph: Graph, id: str) -> str:
    """An id with its value, for a sentence."""
    value, unit = graph.value(id), graph[id].unit
    return f"`{id}`" if value is None else f"`{id}` ({format_value(value, unit or '1')})"


def average_of(graph: Graph, peak: str) -> str:
    """The id of the average rate of what has a peak rate; empty where there is none."""
    for old, new in (("peak", "average"), (".peak_", "."), ("_peak", "_average"), (".rate", ".average")):
        name = peak.replace(old, new)
        if name != peak and name in graph and graph[name].role == "average":
            return name
    return ""


def finding(
    subject: Subject, code: str, quantity: Quantity, message: str, help: str, computed: object = None
) -> Finding:
    """A finding on a formula, where it was written."""
    graph, place = subject.analysis.graph, quantity.source
    assert isinstance(place, Location)
    return Finding(
        code=code,
        message=message,
        location=place,
        help=help,
        printed=written(quantity),
        quantity=quantity.id,
        claimed=graph.value(quantity.id),
        computed=computed,
        related=tuple(near for near in declared_inputs(graph, quantity.id) if near[0] != place),
    )
