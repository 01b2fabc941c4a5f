"""Rules and findings: what is wrong with a design, where, and how to mend it.

`rules` is the catalogue, `claims` holds typed numbers against computed ones, `run` checks designs, `report`
is the outcome and `reporters` print it. May import `analysis` and what lies below it: `designs`, `physics`,
`knowledge`, `graph` and `units`.
"""

from __future__ import annotations

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
