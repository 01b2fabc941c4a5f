"""Rules and findings: what is wrong with a design, where, and how to mend it.

`rules` is the catalogue, `claims` holds typed numbers against computed ones, `arithmetic` verifies the sums
of any prose, `run` checks designs, `report` is the outcome and `reporters` print it. May import `analysis`
and what lies below it: `designs`, `physics`, `knowledge`, `graph` and `units`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nalsd.checks.report import Coverage, Report, Reported, severity_of
    from nalsd.checks.rules import RULES, Rule, Severity
    from nalsd.checks.run import check_catalogue, check_design

__all__ = [
    "RULES",
    "Coverage",
    "Report",
    "Reported",
    "Rule",
    "Severity",
    "check_catalogue",
    "check_design",
    "severity_of",
]

_MODULES = {
    "report": ("Coverage", "Report", "Reported", "severity_of"),
    "rules": ("RULES", "Rule", "Severity"),
    "run": ("check_catalogue", "check_design"),
}


def __getattr__(name: str) -> Any:
    """The names above, when they are asked for: auditing a page needs neither rules nor designs."""
    import importlib

    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"nalsd.checks.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
