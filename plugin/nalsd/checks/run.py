"""Checks designs: loads them, computes them, and runs every rule over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nalsd.checks.claims import Held
from nalsd.checks.coverage import Numbers, numbers_of
from nalsd.checks.following import UNREAD, told_once
from nalsd.checks.report import Coverage, Report, Reported, severity_of, sort_key
from nalsd.checks.rules import RULES, Subject
from nalsd.checks.sums import sums_of
from nalsd.checks.suppressions import sift
from nalsd.checks.workers import each
from nalsd.designs.findings import Finding
from nalsd.graph import Location

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.checks.fixes import Edit
    from nalsd.designs import Design


def check_catalogue(root: Path, only: Iterable[str] = ()) -> Report:
    """Checks the designs below a folder, or only those with the given slugs.

    Never raises for what a design holds.
    """
    import nalsd.analysis  # once, before the work is shared out
    import nalsd.checks.arithmetic  # noqa: F401  likewise
    from nalsd.designs import design_folders

    named = [root / slug for slug in only]
    folders, findings = ([f for f in named if f.is_dir()], []) if named else design_folders(root)
    if named and not folders:
        findings = [
            Finding(
                code="N113",
                message=f"there is no design in {root}",
                location=Location(str(root), 1, 1),
                help="name the folder that holds the designs: `nalsd check --designs path/to/designs`",
            )
        ]
    report = Report([Reported(finding, severity_of(finding, None)) for finding in findings])
    for part in each(check_folder, folders, [_written(folder) for folder in folders]):
        report = report.joined(part)
    return report


def _written(folder: Path) -> float:
    """Bytes its author wrote: how long a design takes follows from them."""
    return float(sum(path.stat().st_size for path in folder.glob("*.md") if path.is_file()))


def check_folder(folder: Path) -> Report:
    """Loads, computes and checks one design."""
    from nalsd.analysis import analyse
    from nalsd.designs import load_design

    design = load_design(folder)
    # Alternatives are evaluated in full where they are shown; here it is enough that they can be applied.
    checked = checked_design(design, analyse(design, alternatives=False))
    told = [Reported(finding, severity_of(finding, design.status)) for finding in checked.findings]
    accepted = [(Reported(f, severity_of(f, design.status)), reason) for f, reason in checked.suppressed]
    return Report(sorted(told, key=sort_key), checked.coverage, accepted, edits=checked.edits)


@dataclass(frozen=True)
class Checked:
    """What the check of one design found."""

    findings: list[Finding]
    coverage: Coverage
    suppressed: list[tuple[Finding, str]]
    """Findings that the author accepts, each with the reason."""
    edits: list[Edit]
    """What would mend its wrong claims."""


def check_design(design: Design, analysis: Analysis) -> tuple[list[Finding], Coverage]:
    """The findings of one design, those of reading and computing it included, and what was covered."""
    checked = checked_design(design, analysis)
    return checked.findings, checked.coverage


def checked_design(design: Design, analysis: Analysis) -> Checked:
    """Runs every rule over one design, and takes out what its author accepts."""
    held = Held(design, analysis)
    findings: list[Finding] = [*design.findings, *analysis.findings, *held.findings]
    subject = Subject(design, analysis)
    for rule in RULES.values():
        if rule.check is not None:
            findings.extend(rule.check(subject))
    graph = analysis.graph
    ids = graph.ids()
    sums = [sum for file in design.files.values() for sum in sums_of(file.prose)]
    verdicts = [str(sum.verdict) for sum in sums]
    pages = pages_of(design, analysis)
    unread = any(finding.code in UNREAD for finding in findings)
    sifted = sift(design, *told_once(design, graph, findings), whole=not unread)
    coverage = Coverage(
        designs=1,
        phases=sum(isinstance(key, int) and file.tree is not None for key, file in design.files.items()),
        quantities=len(ids),
        quantities_known=sum(graph.value(id) is not None for id in ids),
        claims=held.claims,
        claims_held=held.held,
        sums_verified=verdicts.count("ok"),
        sums_wrong=verdicts.count("mismatch"),
        sums_unread=verdicts.count("unverifiable"),
        suppressed=len(sifted.suppressed),
        numbers=sum(pages.values(), Numbers()),
        by_design={design.slug: pages},
        unsized={design.slug: analysis.unsized} if analysis.unsized and not unread else {},
    )
    edits: list[Edit] = []
    if held.wrong:
        from nalsd.checks.fixes import edits_of

        edits = edits_of(held)
    return Checked(sifted.kept, coverage, sifted.suppressed, edits)


def pages_of(design: Design, analysis: Analysis) -> dict[str, Numbers]:
    """What stands behind the numbers of each file of a design, by the file's path."""
    return {
        file.location.file: numbers_of(
            file.prose,
            analysis.graph.units,
            [(sum.start, sum.end) for sum in sums_of(file.prose) if str(sum.verdict) == "ok"],
        )
        for file in design.files.values()
    }
