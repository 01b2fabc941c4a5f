"""The JSON Schemas of `results.json` and `catalogue.json`: every field with what it says and an example."""

from __future__ import annotations

from typing import Any

DRAFT = "https://json-schema.org/draft/2020-12/schema"
RESULTS = "nalsd/results/1"
CATALOGUE = "nalsd/catalogue/1"

Schema = dict[str, Any]


def _said(about: str, example: Any, unit: str | None = None, **schema: Any) -> Schema:
    """A field: what it says, an example of it, and the unit of a number."""
    return {**schema, "description": about, "examples": [example], **({"x-unit": unit} if unit else {})}


def _object(properties: dict[str, Schema], **more: Any) -> Schema:
    """An object that always has all of its fields, and no others."""
    shape = {"type": "object", "required": list(properties), "properties": properties}
    return {**shape, "additionalProperties": False, **more}


def _or_null(schema: Schema, **more: Any) -> Schema:
    return {"anyOf": [schema, {"type": "null"}], **more}


TEXT, NUMBER, WORDS = (
    {"type": "string"},
    {"type": ["number", "null"]},
    {"type": ["string", "null"]},
)

SLUG = _said("Name of the design's folder.", "ad-click-aggregator", **TEXT)
TITLE = _said("Its title.", "Ad click aggregator", **TEXT)
VERDICT = _said(
    "Whether every tier carries its load; `feasible as far as known` when a supply is unknown.",
    "feasible",
    enum=["feasible", "infeasible", "feasible as far as known"],
)


def _figure(about: str, value: float, unit: str) -> Schema:
    """A value with its unit, or null for what the design does not have."""
    fields = {
        "value": _said("The number; null when it is not known.", value, unit, **NUMBER),
        "unit": _said("Its unit, made of base units.", unit, **WORDS),
    }
    return _or_null(_object(fields), description=about)


HEADLINE = {
    "load": _figure("Requests of all workloads in the busiest second.", 5_010_000.0, "request/s"),
    "nodes": _figure("Nodes of all copies in all regions, as far as the design goes.", 207.0, "node"),
    "nodes_one_copy": _figure("Nodes of all tiers at one copy of everything.", 67.0, "node"),
    "cost": _figure("Cost of the parts whose prices are known.", 0.36, "USD/s"),
    "growth": _said(
        "How far today's load can grow until the first resource or limit is met.", 1.02, "1", **NUMBER
    ),
}

BINDS = _or_null(
    _object(
        {
            "tier": _said("Name of the tier that binds first.", "log", **TEXT),
            "what": _said("The resource or limit that binds there.", "disk capacity", **TEXT),
        }
    ),
    description="What binds first; null in a design without tiers.",
)

SOURCE = {
    **_object(
        {
            "kind": _said(
                "`file`: stated by the author. `citation`: published. `default`: taken by nalsd. `computed`: "
                "follows from the inputs. `unknown`: nobody said.",
                "file",
                enum=["file", "citation", "default", "computed", "unknown"],
            ),
            "file": _said("Of a file, its path.", "designs/ad-click-aggregator/1-context.md", **TEXT),
            "line": _said("Of a file, the line, from 1.", 12, type="integer"),
            "column": _said("Of a file, the column, from 1.", 49, type="integer"),
            "text": _said("Of a citation, what it is.", "RFC 791, Internet Protocol", **TEXT),
            "url": _said("Of a citation, its address.", "https://www.rfc-editor.org/rfc/rfc791", **WORDS),
            "date": _said("Of a citation, when it was published or read.", "1981-09", **WORDS),
            "confidence": _said("Of a citation, the mark of the knowledge base.", "A", **WORDS),
        }
    ),
    "required": ["kind"],
    "description": "Where the value comes from.",
}

QUANTITY = _object(
    {
        "value": _said(
            "A number in base units, a category or a truth; null when it is not known.",
            2_500_000_000.0,
            type=["number", "string", "boolean", "null"],
        ),
        "unit": _said("Unit of the value, made of base units; null for a category.", "B/s", **WORDS),
        "label": _said("What it is, in words.", "Click, peak payload", **TEXT),
        "role": _said("What the value is: `average`, `peak`, `limit`, `count` and others.", "peak", **TEXT),
        "formula": _said(
            "The formula over the ids of its inputs; null for what is stated.",
            "workloads.click.peak × workloads.click.request",
            **WORDS,
        ),
        "inputs": _said(
            "Ids of the quantities that it is computed from.",
            ["workloads.click.peak", "workloads.click.request"],
            type="array",
            items=TEXT,
        ),
        "source": SOURCE,
        "p5": _said(
            "5th percentile, where a range of the author moves it; else null.", 1.9e9, "as `unit`", **NUMBER
        ),
        "p50": _said("Median of the samples; else null.", 2.5e9, "as `unit`", **NUMBER),
        "p95": _said("95th percentile; else null.", 3.2e9, "as `unit`", **NUMBER),
    },
)

RESULTS_SCHEMA = {
    "$schema": DRAFT,
    "$id": RESULTS,
    "title": "results.json of a design",
    "description": "Every quantity of a design, and what its overview says first.",
    **_object(
        {
            "schema": _said("Name and version of this form.", RESULTS, const=RESULTS),
            "design": SLUG,
            "title": TITLE,
            "verdict": VERDICT,
            "headline": _object(
                {**HEADLINE, "bottleneck": BINDS}, description="The figures of the overview."
            ),
            "quantities": {
                "type": "object",
                "description": "Each quantity by its id, as `workloads.click.peak_payload`.",
                "additionalProperties": QUANTITY,
            },
        }
    ),
}

ENTRY = _object(
    {
        "design": SLUG,
        "title": TITLE,
        "summary": _said(
            "What it does, in a sentence.", "Records every ad click and counts it once.", **TEXT
        ),
        "status": _said("How far it is.", "published", enum=["draft", "review", "published"]),
        "tags": _said("Its tags.", ["streaming", "write-heavy"], type="array", items=TEXT),
        "owners": _said("Who answers for it.", ["ads-infra"], type="array", items=TEXT),
        "page": _said("Its overview, from the site's root.", "designs/ad-click-aggregator/", **TEXT),
        "results": _said(
            "Its data, from the site's root.", "designs/ad-click-aggregator/results.json", **TEXT
        ),
        "verdict": VERDICT,
        "bottleneck": _said("What binds first, in words; null without tiers.", "Log: disk capacity", **WORDS),
        **HEADLINE,
        "findings": _said("How many findings its check has.", 0, "count", type="integer"),
    }
)

CATALOGUE_SCHEMA = {
    "$schema": DRAFT,
    "$id": CATALOGUE,
    "title": "catalogue.json of the site",
    "description": "All designs of a site, each with its headline and the address of its data.",
    **_object(
        {
            "schema": _said("Name and version of this form.", CATALOGUE, const=CATALOGUE),
            "designs": {
                "type": "array",
                "description": "One entry for each design, in the order of the catalogue.",
                "items": ENTRY,
            },
        }
    ),
}
