"""The data beside the pages: `results.json` of each design, `catalogue.json` of the site, their schemas."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from nalsd.checks.data import as_data, base_unit
from nalsd.graph import Quantity
from nalsd.pages.addresses import address, design_page
from nalsd.pages.overview import binds, cost_figure, nodes_figure
from nalsd.pages.phases.capacity import binding, worst_tier
from nalsd.pages.verdicts import growth_figure
from nalsd.pages.view import DesignView

RESULTS = "nalsd/results/1"
CATALOGUE = "nalsd/catalogue/1"
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def results(view: DesignView) -> bytes:
    """Every quantity of a design in base units, with what its overview says first."""
    exported = as_data(view.analysis)
    return encoded(
        {
            "schema": RESULTS,
            "design": view.slug,
            "title": view.design.title,
            "verdict": exported["verdict"],
            "headline": headline(view),
            "quantities": exported["quantities"],
        }
    )


def headline(view: DesignView) -> dict[str, Any]:
    """Load, nodes, cost and what binds, in base units; null for what is not known."""
    tier, grows, nodes, cost = worst_tier(view), growth_figure(view), nodes_figure(view), cost_figure(view)
    return {
        "load": _figure(view, view.q("load.peak")),
        "nodes": _figure(view, nodes[1] if nodes else None),
        "nodes_one_copy": _figure(view, view.q("design.nodes")),
        "cost": _figure(view, cost[1] if cost else None),
        "bottleneck": {"tier": tier, "what": binding(view, tier)[0]} if tier is not None else None,
        "growth": grows.value if grows is not None else None,
    }


def catalogue(views: Sequence[DesignView]) -> bytes:
    """One entry for each design."""
    return encoded(
        {
            "schema": CATALOGUE,
            "designs": [
                {
                    "design": view.slug,
                    "title": view.design.title,
                    "summary": view.design.summary,
                    "status": view.design.status,
                    "tags": view.design.tags,
                    "owners": view.design.owners,
                    "page": address(design_page(view.slug, "index")),
                    "results": address(design_page(view.slug, "index")) + "results.json",
                    "verdict": str(view.analysis.verdict),
                    "bottleneck": binds(view) or None,
                    **{key: value for key, value in headline(view).items() if key != "bottleneck"},
                    "findings": len(view.findings),
                }
                for view in views
            ],
        }
    )


def schemas() -> dict[str, bytes]:
    """The JSON Schemas of the front-matter and of the data files, by their path on the site."""
    found = {f"schemas/{name}.json": encoded(schema) for name, schema in front_matter_schemas().items()}
    found["schemas/results.json"] = encoded(RESULTS_SCHEMA)
    found["schemas/catalogue.json"] = encoded(CATALOGUE_SCHEMA)
    return found


@cache
def front_matter_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of the front-matter by name: slow to make, and the same while a process runs."""
    from nalsd.designs.jsonschema import all_schemas

    return all_schemas()


def encoded(data: Any) -> bytes:
    """Compact JSON, the same bytes for the same data."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def _figure(view: DesignView, quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {"value": quantity.value, "unit": base_unit(view.graph, quantity)}


def _object(required: Sequence[str], properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties, **more}


_TEXT, _MAYBE_NUMBER, _MAYBE_TEXT = (
    {"type": "string"},
    {"type": ["number", "null"]},
    {"type": ["string", "null"]},
)
_VALUE = {
    "anyOf": [
        _object(("value", "unit"), {"value": _MAYBE_NUMBER, "unit": _MAYBE_TEXT}),
        {"type": "null"},
    ],
    "description": "A value in base units (byte, second, USD, counts); null when it is not known.",
}
_VERDICT = {"enum": ["feasible", "infeasible", "feasible as far as known"]}
_GROWTH = {**_MAYBE_NUMBER, "description": "Times today's load until the first resource or limit is met."}
_HEADLINE = {
    "load": _VALUE,
    "nodes": {**_VALUE, "description": "Of all copies in all regions, as far as the design goes."},
    "nodes_one_copy": _VALUE,
    "cost": {**_VALUE, "description": "USD a second, of the parts whose prices are known."},
    "growth": _GROWTH,
}

RESULTS_SCHEMA = {
    "$schema": DRAFT,
    "$id": RESULTS,
    "title": "results.json of a design",
    **_object(
        ("schema", "design", "title", "verdict", "headline", "quantities"),
        {
            "schema": {"const": RESULTS},
            "design": _TEXT,
            "title": _TEXT,
            "verdict": _VERDICT,
            "headline": _object(
                (*_HEADLINE, "bottleneck"),
                {
                    **_HEADLINE,
                    "bottleneck": {
                        "anyOf": [_object(("tier", "what"), {"tier": _TEXT, "what": _TEXT}), {"type": "null"}]
                    },
                },
            ),
            "quantities": {
                "type": "object",
                "additionalProperties": _object(
                    ("value", "unit", "label", "role", "formula", "inputs", "source", "p5", "p50", "p95"),
                    {
                        "value": {"type": ["number", "string", "boolean", "null"]},
                        "unit": _MAYBE_TEXT,
                        "label": _TEXT,
                        "role": _TEXT,
                        "formula": _MAYBE_TEXT,
                        "inputs": {"type": "array", "items": _TEXT},
                        "source": {"type": "object"},
                        "p5": _MAYBE_NUMBER,
                        "p50": _MAYBE_NUMBER,
                        "p95": _MAYBE_NUMBER,
                    },
                ),
            },
        },
        additionalProperties=False,
    ),
}

CATALOGUE_SCHEMA = {
    "$schema": DRAFT,
    "$id": CATALOGUE,
    "title": "catalogue.json of the site",
    **_object(
        ("schema", "designs"),
        {
            "schema": {"const": CATALOGUE},
            "designs": {
                "type": "array",
                "items": _object(
                    (
                        "design",
                        "title",
                        "summary",
                        "status",
                        "tags",
                        "page",
                        "results",
                        "verdict",
                        "bottleneck",
                    ),
                    {
                        "design": _TEXT,
                        "title": _TEXT,
                        "summary": _TEXT,
                        "page": _TEXT,
                        "results": _TEXT,
                        "status": {"enum": ["draft", "review", "published"]},
                        "tags": {"type": "array", "items": _TEXT},
                        "owners": {"type": "array", "items": _TEXT},
                        "verdict": _VERDICT,
                        "bottleneck": _MAYBE_TEXT,
                        **_HEADLINE,
                        "findings": {"type": "integer"},
                    },
                ),
            },
        },
        additionalProperties=False,
    ),
}
