"""How a report is printed; a format changes nothing about the outcome or the exit code."""

from __future__ import annotations

from collections.abc import Callable

from nalsd.checks.report import Report
from nalsd.checks.reporters.as_json import as_json
from nalsd.checks.reporters.text import as_text

REPORTERS: dict[str, Callable[[Report], str]] = {"text": as_text, "json": as_json}
"""The formats of `nalsd check --format`, by name."""

__all__ = ["REPORTERS", "as_json", "as_text"]
