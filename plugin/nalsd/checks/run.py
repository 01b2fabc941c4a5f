"""Checks designs: loads them, computes them, and runs every rule over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nalsd.checks.awaited import awaited
from nalsd.checks.claims import Held
from nalsd.checks.report import Coverage, Report, Reported, severity_of, sort_key
from nalsd.checks.rules import RULES, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Location

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.designs import Catalogue, Design

UNREAD = ("N101", "N102", "N108", "N111")
"""A file that was not read: what the rest of the design says about it would only follow from that."""

FOLLOWS = ("N106", "N114", "N201", "N202", "N204", "N4", "N5", "N6", "N7", "N8")
"""What follows from a file that was not read, and is looked at again once it can be."""


NO_VALUE = ("N104", "N109", "N110", "N2", "N3")
"""Why a quantity may have no value; a claim on it is not told beside it."""


def check_catalogue(root: Path, only: Iterable[str] = ()) -> Report:
    """Checks the designs below a folder, or only those with the given slugs.

    Never raises for what a design holds.
    """
    from nalsd.designs import Catalogue, load_catalogue, load_design

    folders = [root / slug for slug in only]
    if not folders:
        return check_designs(load_catalogue(root), root)
    return check_designs(
        Catalogue(root, [load_design(folder) for folder in folders if folder.is_dir()]), root
    )


def check_designs(catalogue: Catalogue, root: Path) -> Report:
    """Checks designs that are loaded already."""
    from nalsd.analysis import analyse

    report = Report()
    found: list[Reported] = [
        Reported(finding, severity_of(finding, None))
        for finding in catalogue.findings
        if finding.design is None
    ]
    designs = catalogue.designs
    for design in designs:
        # Alternatives are evaluated in full where they are shown; here it is enough that they can be applied.
        analysis = analyse(design, alternatives=False)
        report.analyses[design.slug] = analysis
        findings, coverage = check_design(design, analysis)
        report.coverage.add(coverage)
        found.extend(Reported(finding, severity_of(finding, design.status)) for finding in findings)
    if not designs and not any(reported.finding.code == "N113" for reported in found):
        nothing = Finding(
            code="N113",
            message=f"there is no design in {root}",
            location=Location(str(root), 1, 1),
            help="name the folder that holds the designs: `nalsd check --designs path/to/designs`",
        )
        found.append(Reported(nothing, severity_of(nothing, None)))
    report.findings = sorted(found, key=sort_key)
    return report


def check_design(design: Design, analysis: Analysis) -> tuple[list[Finding], Coverage]:
    """The findings of one design, those of reading and computing it included, and what was covered."""
    held = Held(design, analysis)
    findings: list[Finding] = [*design.findings, *analysis.findings, *held.findings]
    for alternative in design.capacity.alternatives.values():
        findings.extend(design.changed(dict(alternative.set)).findings)
    subject = Subject(design, analysis)
    for rule in RULES.values():
        if rule.check is not None:
            findings.extend(rule.check(subject))
    graph = analysis.graph
    ids = graph.ids()
    coverage = Coverage(
        designs=1,
        phases=sum(isinstance(key, int) for key in design.files),
        quantities=len(ids),
        quantities_known=sum(graph.value(id) is not None for id in ids),
        claims=held.claims,
        claims_held=held.held,
    )
    return _told_once(design, findings), coverage


def _told_once(design: Design, findings: Iterable[Finding]) -> list[Finding]:
    """Each fault once: no repeats, and nothing that only follows from another fault."""
    findings = list(findings)
    codes = {finding.code for finding in findings}
    kept: dict[tuple[str, Location, str], Finding] = {}
    for finding in findings:
        if _follows(finding, codes, design):
            continue
        if finding.design is None or not finding.help:
            mend = finding.help or RULES[finding.code].mend
            finding = replace(finding, design=design.slug, help=mend)
        kept.setdefault((finding.code, finding.location, finding.message), finding)
    return list(kept.values())


def _follows(finding: Finding, codes: set[str], design: Design) -> bool:
    """Whether a finding only follows from others of the same design, and may go when those are mended."""
    code = finding.code
    if not codes.isdisjoint(UNREAD) and code.startswith(FOLLOWS):
        return True
    if "N105" in codes and (code == "N606" or (code in ("N201", "N204") and awaited(finding, design))):
        return True
    if "N201" in codes and code == "N202":
        return True
    without_value = code == "N802" or (code == "N401" and finding.computed is None)
    return without_value and any(other.startswith(NO_VALUE) for other in codes)
