"""The report as workflow commands, which GitHub shows as annotations beside the lines of a pull request.

GitHub shows ten errors and ten warnings of a step, so errors come first, and the whole count last.
https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from nalsd.checks.report import Report, Reported
from nalsd.checks.reporters.paths import in_repository, place_in_repository
from nalsd.checks.reporters.text import clean, summary
from nalsd.checks.rules import Severity


def as_github(report: Report) -> str:
    """One command a finding, then the summary in plain words."""
    first = [r for r in report.findings if r.severity is Severity.ERROR]
    then = [r for r in report.findings if r.severity is not Severity.ERROR]
    return "".join(f"{_command(reported)}\n" for reported in (*first, *then)) + summary(report)


def _command(reported: Reported) -> str:
    finding = reported.finding
    place = finding.location
    properties = {"title": f"{reported.code} {reported.name}"}
    if place and place.file:
        properties = {
            "file": in_repository(place.file),
            "line": str(place.line),
            "col": str(place.column),
            **properties,
        }
    told = clean(finding.message) + (f"\nhelp: {clean(finding.help)}" if finding.help else "")
    for location, why in finding.related:
        told += f"\nwhere: {clean(why)} ({place_in_repository(location)})"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{reported.severity} {listed}::{_data(told)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
