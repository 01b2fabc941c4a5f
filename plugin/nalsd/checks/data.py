"""Quantities as data for programs: what `nalsd export` prints and each design publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nalsd.checks.derivation import formula_text
from nalsd.graph import Citation, Location
from nalsd.units import Range

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.analysis.uncertainty import Uncertainty
    from nalsd.graph import Graph, Quantity

EXPORT = "nalsd/export/1"


def as_data(analysis: Analysis) -> dict[str, Any]:
    """The export as JSON data."""
    graph = analysis.graph
    graph.resolve()
    return {
        "schema": EXPORT,
        "design": analysis.design.slug,
        "verdict": str(analysis.verdict),
        "quantities": {
            quantity.id: quantity_data(graph, quantity, analysis.uncertainty) for quantity in graph
        },
    }


def quantity_data(graph: Graph, quantity: Quantity, uncertainty: Uncertainty | None = None) -> dict[str, Any]:
    """One quantity: its value in base units and how it comes about.

    `p5`, `p50` and `p95` are those of an author's range, exact, or of the samples of what follows from one;
    null for what does not vary, as a range that comes with a figure of the knowledge.
    """
    given = quantity.given
    sampled = uncertainty.of(quantity.id) if uncertainty is not None else None
    low, middle, high = (None, None, None)
    if isinstance(given, Range) and quantity.varies:
        low, middle, high = (given.quantile(0.05), given.quantile(0.5), given.quantile(0.95))
    elif sampled is not None:
        low, middle, high = sampled.p5, sampled.p50, sampled.p95
    return {
        "value": quantity.value,
        "unit": base_unit(graph, quantity),
        "label": quantity.label,
        "role": quantity.role,
        "formula": formula_text(quantity) or None,
        "inputs": [id for id in quantity.depends_on if id in graph],
        "source": source_data(quantity),
        "p5": low,
        "p50": middle,
        "p95": high,
    }


def base_unit(graph: Graph, quantity: Quantity) -> str | None:
    """The unit of a value: made of byte, second, USD and counts. None for a category or a truth."""
    if isinstance(quantity.value, str | bool) or quantity.unit is None:
        return None
    return graph.units.unit_of(quantity.unit.dimension).text


def source_data(quantity: Quantity) -> dict[str, Any]:
    """Where a quantity comes from: a place in a file, a citation, a default, or nothing but its formula."""
    source = quantity.source
    if isinstance(source, Location):
        return {"kind": "file", "file": source.file, "line": source.line, "column": source.column}
    if isinstance(source, Citation):
        return {
            "kind": "citation",
            "text": source.text,
            "url": source.url,
            "date": source.date,
            "confidence": source.confidence,
        }
    return {"kind": "computed" if quantity.computed else "default" if quantity.default else "unknown"}
