"""Findings in MkDocs' log, where `--strict` counts them."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.plugins import get_plugin_logger

from nalsd.designs.findings import Finding

log = get_plugin_logger("nalsd")


def report(findings: Iterable[Finding]) -> int:
    """Log each finding as one line with its place, an error as an error; return how many are errors."""
    errors = 0
    for finding in findings:
        line = one_line(finding)
        if finding.severity == "error":
            errors += 1
            log.error(line)
        else:
            log.warning(line)
    return errors


def one_line(finding: Finding) -> str:
    """`file:line:column: N101 name: message (mend)`, as an editor can jump to."""
    place = finding.location
    where = f"{place.file}:{place.line}:{place.column}: " if place is not None else ""
    help = f" ({finding.help})" if finding.help else ""
    return f"{where}{finding.code} {finding.name}: {finding.message}{help}"
