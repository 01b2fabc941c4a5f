"""The baseline: today's findings and bare numbers accepted, and an error for whoever makes it worse.

Findings are known by design, file, rule, quantity and printed text, never by their line, so that moving a
paragraph changes nothing. Bare numbers are counted by design; a design that the baseline does not know is
held to nothing but the rules.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from nalsd.checks.report import Report, Reported, sort_key
from nalsd.checks.rules import Severity
from nalsd.designs.findings import Finding
from nalsd.graph import Location

SCHEMA = "nalsd/baseline/1"
RATCHET = "N406"
NEVER = (RATCHET, "N113")
"""What no baseline accepts: getting worse, and having checked nothing."""
LARGEST = 20_000_000


class BadBaseline(Exception):
    """A file that is not a baseline."""


def baseline_of(report: Report) -> str:
    """What a baseline file holds to accept everything that a report says."""
    findings = Counter(_key(reported) for reported in report.findings if reported.code not in NEVER)
    document = {
        "schema": SCHEMA,
        "findings": dict(sorted(findings.items())),
        "bare": dict(sorted(_bare(report).items())),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def read_baseline(path: Path) -> dict[str, Any]:
    """A baseline as data. Raises BadBaseline, and OSError for a file that cannot be read."""
    if path.stat().st_size > LARGEST:
        raise BadBaseline(f"{path} is too large for a baseline")
    document: Any = None
    try:
        document = json.loads(path.read_text("utf-8"))
        findings, bare = document["findings"], document["bare"]
        fine = document["schema"] == SCHEMA and all(
            isinstance(n, int) for n in (*findings.values(), *bare.values())
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        fine = False
    if not fine:
        schema = document.get("schema") if isinstance(document, dict) else None
        other = isinstance(schema, str) and schema.startswith("nalsd/baseline/") and schema != SCHEMA
        what = f"a baseline of another version of nalsd, {schema[:40]}" if other else "not a baseline"
        raise BadBaseline(f"{path} is {what}; `nalsd check --write-baseline {path}` makes one")
    return document


def against(report: Report, baseline: dict[str, Any], path: str) -> Report:
    """A report without what its baseline accepts, with an error where there are more bare numbers."""
    left = Counter(baseline["findings"])
    kept: list[Reported] = []
    accepted: list[Reported] = []
    for reported in report.findings:
        key = _key(reported)
        if left[key] > 0 and reported.code not in NEVER:
            left[key] -= 1
            accepted.append(reported)
        else:
            kept.append(reported)
    report.coverage.accepted += len(accepted)
    worse = list(_worse(report, baseline["bare"], path))
    gone = sum(n for key, n in left.items() if n > 0 and key.partition("/")[0] in report.coverage.by_design)
    notes = [*report.notes]
    if gone:
        what = "finding of the baseline is" if gone == 1 else "findings of the baseline are"
        notes.append(f"{gone} {what} gone: `--write-baseline {path}` keeps it so.")
    known = {slug: n for slug, n in _bare(report).items() if slug in baseline["bare"]}
    fewer = sum(max(0, baseline["bare"][slug] - now) for slug, now in known.items())
    if fewer:
        what = "bare number" if fewer == 1 else "bare numbers"
        notes.append(f"{fewer} {what} fewer than in the baseline: `--write-baseline {path}` keeps it so.")
    order = sorted([*kept, *worse], key=sort_key)
    return replace(report, findings=order, accepted=accepted, notes=notes)


def _bare(report: Report) -> dict[str, int]:
    """Bare numbers, by design."""
    return {slug: sum(n.bare for n in pages.values()) for slug, pages in report.coverage.by_design.items()}


def _worse(report: Report, bare: dict[str, int], path: str) -> Any:
    found = _bare(report)
    for slug, pages in report.coverage.by_design.items():
        now, before = found[slug], bare.get(slug)
        if before is None or now <= before:
            continue
        file = max(pages, key=lambda name: pages[name].bare)
        most = pages[file]
        yield Reported(
            Finding(
                RATCHET,
                f"the text of this design has {now} bare numbers with a unit, {before} when the baseline "
                f"was written; in this file they stand in {most.where}",
                Location(file, most.lines[0], 1),
                help="tie a number to its quantity, `[20 Gbps](nalsd:ID)`, show how it comes about, or name "
                f"its source; or accept it: `nalsd check --write-baseline {path}`",
                design=slug,
                claimed=before,
                computed=now,
            ),
            Severity.ERROR,
        )


def _key(reported: Reported) -> str:
    finding = reported.finding
    name = PurePosixPath(finding.location.file).name if finding.location else ""
    # What is computed changes with the design; a finding without a text of its own is known by its words.
    what = finding.printed or re.sub(r"[\d.,]+", "#", "" if finding.quantity else finding.message)
    parts = (finding.design or "", name, finding.code, finding.quantity or "", " ".join(what.split())[:200])
    return "/".join(parts)


__all__ = ["BadBaseline", "against", "baseline_of", "read_baseline"]
