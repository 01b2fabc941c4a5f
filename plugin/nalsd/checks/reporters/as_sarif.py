"""The report as SARIF 2.1.0, which code scanning reads.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

Every rule is declared, found or not, so that a server can close what is mended. What an author accepts is
listed as suppressed, with the reason; so is what a baseline accepts, and then the rest is new.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections import Counter
from typing import Any
from urllib.parse import quote

from nalsd import __version__
from nalsd.checks.report import Report, Reported
from nalsd.checks.reporters.paths import in_repository
from nalsd.checks.reporters.text import clean
from nalsd.checks.rules import RULES, Rule, Severity
from nalsd.graph import Location

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"


def as_sarif(report: Report) -> str:
    """One run with all rules and all findings."""
    order = {code: index for index, code in enumerate(RULES)}
    state = {} if report.accepted is None else {"baselineState": "new"}
    results = [_result(reported, order) | state for reported in report.findings]
    for reported in report.accepted or ():
        accepted = [{"kind": "external", "justification": "accepted by the baseline"}]
        results.append(_result(reported, order) | {"baselineState": "unchanged", "suppressions": accepted})
    for reported, reason in report.suppressed:
        accepted = [{"kind": "inSource", "justification": clean(reason)}]
        results.append(_result(reported, order) | {"suppressions": accepted})
    _number_alike(results)
    driver = {
        "name": "nalsd",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top of the repository."}}},
        "results": results,
        "invocations": [{"executionSuccessful": True}],
    }
    document = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _number_alike(results: list[dict[str, Any]]) -> None:
    """The same finding twice in one file is two alerts: the second is told apart from the first."""
    seen: Counter[str] = Counter()
    for result in results:
        known = result["partialFingerprints"]["nalsd/v1"]
        seen[known] += 1
        result["partialFingerprints"]["nalsd/v1"] = f"{known}:{seen[known]}"


def _rule(rule: Rule) -> dict[str, Any]:
    text = f"{rule.what}\n\nWhy: {rule.why}\n\nThe mend: {rule.mend}"
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.what.split(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": rule.what},
        "help": {
            "text": text,
            "markdown": text.replace("Why:", "**Why:**").replace("The mend:", "**The mend:**"),
        },
        "defaultConfiguration": {"level": _level(rule.severity)},
        "properties": {"tags": [rule.family]},
    }


def _result(reported: Reported, order: dict[str, int]) -> dict[str, Any]:
    finding = reported.finding
    told = clean(finding.message) + (f"\n{clean(finding.help)}" if finding.help else "")
    result: dict[str, Any] = {
        "ruleId": reported.code,
        "level": _level(reported.severity),
        "message": {"text": told},
        "locations": [{"physicalLocation": _physical(finding.location, finding.printed)}]
        if finding.location and finding.location.file
        else [],
        "partialFingerprints": {"nalsd/v1": _fingerprint(reported)},
    }
    if reported.code in order:
        result["ruleIndex"] = order[reported.code]
    if finding.related:
        result["relatedLocations"] = [
            {"physicalLocation": _physical(place, ""), "message": {"text": clean(why)}}
            for place, why in finding.related
            if place and place.file
        ]
    return result


def _physical(place: Location, printed: str) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column}
    if printed and "\n" not in printed:
        region["endColumn"] = place.column + len(printed)
    file = in_repository(place.file).replace("\\", "/")
    absolute = posixpath.isabs(file)
    artifact = {"uri": f"file://{quote(file)}"} if absolute else {"uri": quote(file), "uriBaseId": ROOT}
    return {"artifactLocation": artifact, "region": region}


def _fingerprint(reported: Reported) -> str:
    """The same for the same finding on another line, so that an alert survives an edit above it."""
    finding = reported.finding
    name = in_repository(finding.location.file) if finding.location else ""
    parts = (name, finding.code, finding.quantity or "", finding.printed or finding.message)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _level(severity: Severity) -> str:
    return "error" if severity is Severity.ERROR else "warning"
