"""The report for people: where, what, the line with a caret, the inputs, the mend, and what was covered."""

from __future__ import annotations

import os

from nalsd.checks.claims import source_lines
from nalsd.checks.coverage import KINDS, Numbers
from nalsd.checks.report import Report, Reported
from nalsd.checks.rules import Severity
from nalsd.checks.terminal import clean, width

LONGEST_LINE = 160
"""Characters of a source line that are shown around the caret."""

RESET, BOLD, DIM, RED, YELLOW, BLUE, GREEN = (
    "\x1b[0m",
    "\x1b[1m",
    "\x1b[2m",
    "\x1b[31m",
    "\x1b[33m",
    "\x1b[34m",
    "\x1b[32m",
)


def as_text(report: Report, colour: bool = False) -> str:
    """All findings, then one line on the outcome and one on the coverage. Escape codes only with `colour`."""
    printer = _Printer(colour)
    parts = [printer.finding(reported) for reported in report.findings]
    parts.append(printer.summary(report))
    return "\n".join(parts)


class _Printer:
    def __init__(self, colour: bool) -> None:
        self.colour = colour
        self.lines: dict[str, list[str]] = {}

    def paint(self, text: str, *codes: str) -> str:
        return f"{''.join(codes)}{text}{RESET}" if self.colour else text

    def finding(self, reported: Reported) -> str:
        finding = reported.finding
        hue = RED if reported.severity is Severity.ERROR else YELLOW
        place = f"{finding.location}: " if finding.location and finding.location.file else ""
        head = (
            self.paint(place, BOLD)
            + self.paint(f"{reported.severity}[{finding.code}]", BOLD, hue)
            + f" {reported.name}: {clean(finding.message)}"
        )
        out = [head, *self._source(reported, hue)]
        for location, why in finding.related:
            out.append(f"      {self.paint('where:', BLUE)} {clean(why)} ({location})")
        if finding.help:
            out.append(f"      {self.paint('help:', BOLD, GREEN)} {clean(finding.help)}")
        return "\n".join(out) + "\n"

    def _source(self, reported: Reported, hue: str) -> list[str]:
        location = reported.finding.location
        if not location or not location.file or not os.path.isfile(str(location.file)):
            return []
        path = str(location.file)
        if path not in self.lines:
            self.lines[path] = source_lines(path)
        lines = self.lines[path]
        if not 1 <= location.line <= len(lines) or not lines[location.line - 1].strip():
            return []
        text = lines[location.line - 1]
        start = min(max(location.column - 1, 0), len(text))
        printed = reported.finding.printed.splitlines()[0] if reported.finding.printed.strip() else ""
        first = max(0, start - LONGEST_LINE // 2) if len(text) > LONGEST_LINE else 0
        shown = clean(text[first : first + LONGEST_LINE])
        lead = width(clean(text[first:start]))
        found = text.find(printed, start) if printed else -1
        stop = found + len(printed) if found >= 0 and found - start <= 2 else start + _word(text[start:])
        length = max(1, min(width(clean(text[start:stop])), width(shown) - lead))
        number = str(location.line)
        gutter = " " * (len(number) + 1)
        return [
            f"  {self.paint(number + ' |', DIM)} {shown}",
            f"  {self.paint(gutter + '|', DIM)} {' ' * lead}{self.paint('^' * length, hue)}",
        ]

    def summary(self, report: Report) -> str:
        counts = []
        if report.errors:
            counts.append(self.paint(number_of(report.errors, "error"), BOLD, RED))
        if report.warnings:
            counts.append(self.paint(number_of(report.warnings, "warning"), BOLD, YELLOW))
        outcome = " and ".join(counts) if counts else self.paint("no findings", BOLD, GREEN)
        return summary(report, outcome)


def summary(report: Report, outcome: str = "") -> str:
    """How the check ended and what it covered, in a few lines."""
    coverage = report.coverage
    if not outcome:
        counted = [(report.errors, "error"), (report.warnings, "warning")]
        outcome = " and ".join(number_of(n, what) for n, what in counted if n) or "no findings"
    unknown = coverage.quantities - coverage.quantities_known
    lines = [
        f"{outcome}. Checked {number_of(coverage.designs, 'design')} in "
        f"{number_of(coverage.phases, 'phase')}: "
        f"{number_of(coverage.quantities, 'quantity', 'quantities')}"
        + (f" ({unknown} unknown)" if unknown else "")
        + f"; {coverage.claims_held} of {number_of(coverage.claims, 'claim')} held"
        + (f"; {number_of(coverage.sums_verified, 'sum')} verified" if coverage.sums_verified else "")
        + (f", {coverage.sums_unread} not readable" if coverage.sums_unread else "")
        + "."
    ]
    numbers = coverage.numbers
    if numbers.total:
        lines.append(
            f"{number_of(numbers.total, 'number')} in the text: {numbers.computed} computed, "
            f"{numbers.claimed} claimed, {numbers.verified} in verified sums, {numbers.cited} cited, "
            f"{numbers.bare} bare."
        )
    for slug, tiers in coverage.unsized.items():
        told = "; ".join(f"`{tier}` ({why})" for tier, why in tiers.items())
        lines.append(f"No node count in {slug}: {told}.")
    set_aside = [(coverage.suppressed, "suppressed with a reason"), (coverage.accepted, "in the baseline")]
    if any(n for n, _ in set_aside):
        lines.append(f"Not shown: {', '.join(f'{n} {why}' for n, why in set_aside if n)}.")
    return "".join(f"{line}\n" for line in (*lines, *report.notes))


def backing(report: Report) -> str:
    """What stands behind the numbers of each design and of each of its files, and where the bare ones are."""
    rows: list[tuple[str, Numbers]] = []
    for slug, files in report.coverage.by_design.items():
        rows.append((slug, sum(files.values(), Numbers())))
        rows += [(f"  {os.path.basename(file)}", numbers) for file, numbers in files.items()]
    if not rows:
        return ""
    first = max(len(name) for name, _ in rows)
    lines = [" " * first + "".join(f"{kind:>10}" for kind in KINDS)]
    for name, numbers in rows:
        where = f"   bare: {numbers.where}" if numbers.lines else ""
        lines.append(f"{name:{first}}" + "".join(f"{n:>10}" for n in numbers.counts.values()) + where)
    return "\n".join(lines) + "\n\n"


def number_of(count: int, one: str, many: str | None = None) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def _word(text: str) -> int:
    """Length of the word a caret stands under."""
    word = text.split(maxsplit=1)
    return len(word[0].rstrip(",:;")) if word and not text[:1].isspace() else 1
