"""The data beside the pages: `results.json` of each design, `catalogue.json` of the site, their schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from nalsd.checks.data import as_data, base_unit
from nalsd.graph import Quantity
from nalsd.pages.addresses import address, design_page, schema_path
from nalsd.pages.overview import binds, cost_figure, nodes_figure
from nalsd.pages.phases.capacity import binding, worst_tier
from nalsd.pages.schemas import CATALOGUE, CATALOGUE_SCHEMA, RESULTS, RESULTS_SCHEMA
from nalsd.pages.verdicts import growth_figure
from nalsd.pages.view import DesignView


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


def schemas(printed: Mapping[str, dict[str, Any]]) -> dict[str, bytes]:
    """The JSON Schemas of the front-matter, of the data files and of what commands print, by their path."""
    found = {**front_matter_schemas(), **printed, "results": RESULTS_SCHEMA, "catalogue": CATALOGUE_SCHEMA}
    return {schema_path(name): encoded(schema) for name, schema in found.items()}


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
