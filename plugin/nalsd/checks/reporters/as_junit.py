"""The report as JUnit XML, which most CI servers show as a table of tests: one test case a rule and file."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from nalsd.checks.report import Report, Reported
from nalsd.checks.reporters.paths import place_in_repository
from nalsd.checks.reporters.text import clean
from nalsd.checks.rules import Severity


def as_junit(report: Report) -> str:
    """One suite a design and one for what belongs to none; a clean design is one test that passed.

    A warning is a passed test with its text as output, for a format does not change what fails.
    """
    suites: dict[str, list[Reported]] = {slug: [] for slug in report.coverage.by_design}
    for reported in report.findings:
        suites.setdefault(reported.finding.design or "nalsd", []).append(reported)
    body = "".join(_suite(name, found) for name, found in suites.items())
    tests = sum(max(1, len(found)) for found in suites.values())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="nalsd check" tests="{tests}" failures="{report.errors}" errors="0">\n'
        f"{body}</testsuites>\n"
    )


def _suite(name: str, found: list[Reported]) -> str:
    errors = sum(r.severity is Severity.ERROR for r in found)
    cases = "".join(map(_case, found)) or '    <testcase classname="nalsd" name="no findings"/>\n'
    return (
        f'  <testsuite name={_quoted(name)} tests="{max(1, len(found))}" failures="{errors}" '
        f'errors="0">\n{cases}  </testsuite>\n'
    )


def _case(reported: Reported) -> str:
    finding = reported.finding
    place = place_in_repository(finding.location) if finding.location else None
    name = f"{reported.code} {reported.name} {place}" if place else f"{reported.code} {reported.name}"
    text = finding.message + (f"\nhelp: {finding.help}" if finding.help else "")
    text += "".join(f"\nwhere: {why} ({place_in_repository(location)})" for location, why in finding.related)
    file = f' file={_quoted(place.file)} line="{place.line}"' if place and place.file else ""
    if reported.severity is Severity.ERROR:
        inner = (
            f"      <failure type={_quoted(reported.name)} message={_quoted(finding.message)}>"
            f"{escape(clean(text))}</failure>\n"
        )
    else:
        inner = f"      <system-out>{escape(clean('warning: ' + text))}</system-out>\n"
    head = f"    <testcase classname={_quoted(reported.code)} name={_quoted(name)}{file}>\n"
    return f"{head}{inner}    </testcase>\n"


def _quoted(text: str) -> str:
    return quoteattr(clean(text).replace("\n", " "))
