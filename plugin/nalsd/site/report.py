"""Findings in MkDocs' log, where `--strict` counts them."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.plugins import get_plugin_logger

from nalsd.checks import Reported, Severity

log = get_plugin_logger("nalsd")


def report(findings: Iterable[Reported]) -> int:
    """Log each finding as one line with its place, an error as an error; return how many are errors."""
    errors = 0
    for reported in findings:
        line = one_line(reported)
        if reported.severity is Severity.ERROR:
            errors += 1
            log.error(line)
        else:
            log.warning(line)
    return errors


def one_line(reported: Reported) -> str:
    """`file:line:column: N101 name: message (mend)`, as an editor can jump to."""
    finding = reported.finding
    help = f" ({finding.help})" if finding.help else ""
    return f"{finding.location}: {finding.code} {reported.name}: {finding.message}{help}"
