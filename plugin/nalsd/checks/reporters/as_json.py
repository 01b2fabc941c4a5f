"""The report as JSON, schema `nalsd/check/1`."""

from __future__ import annotations

import json
import math
from typing import Any

from nalsd.checks.coverage import Numbers
from nalsd.checks.report import Coverage, Report, Reported

SCHEMA = "nalsd/check/1"


def as_json(report: Report) -> str:
    """The findings and the coverage as one JSON document."""
    document = {
        "schema": SCHEMA,
        "findings": [_finding(reported) for reported in report.findings],
        "coverage": _coverage(report.coverage),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _coverage(coverage: Coverage) -> dict[str, Any]:
    """The coverage with each design's numbers by file and in all."""
    counts = {
        slug: {
            "numbers": sum(pages.values(), Numbers()).counts,
            "files": {file: numbers.counts for file, numbers in pages.items()},
        }
        for slug, pages in coverage.by_design.items()
    }
    return {**vars(coverage), "numbers": coverage.numbers.counts, "by_design": counts}


def _finding(reported: Reported) -> dict[str, Any]:
    finding = reported.finding
    location = finding.location
    return {
        "code": finding.code,
        "name": reported.name,
        "severity": str(reported.severity),
        "file": str(location.file) if location else None,
        "line": location.line if location else None,
        "column": location.column if location else None,
        "message": finding.message,
        "help": finding.help,
        "design": finding.design,
        "quantity": finding.quantity,
        "claimed": _plain(finding.claimed),
        "computed": _plain(finding.computed),
    }


def _plain(value: Any) -> Any:
    """JSON has no infinities, and knows only numbers, texts and truths."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return str(value)
