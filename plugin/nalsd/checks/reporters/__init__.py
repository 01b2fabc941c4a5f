"""How a report is printed; a format changes nothing about the outcome or the exit code."""

from __future__ import annotations

from importlib import import_module

from nalsd.checks.report import Report
from nalsd.checks.reporters.as_json import as_json
from nalsd.checks.reporters.text import as_text

OTHERS = {"github": "as_github", "sarif": "as_sarif", "junit": "as_junit"}
"""Formats for machines, each the function and the module of that name: read only when one is asked for."""


def printed(report: Report, style: str, colour: bool = False) -> str:
    """A report in one of the formats of `nalsd check --format`."""
    if style == "text":
        return as_text(report, colour)
    if style == "json":
        return as_json(report)
    module = import_module(f"nalsd.checks.reporters.{OTHERS[style]}")
    return getattr(module, OTHERS[style])(report)


__all__ = ["OTHERS", "as_json", "as_text", "printed"]
