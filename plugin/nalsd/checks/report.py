"""What a check has to say: the findings with their severity, and what was covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from nalsd.checks.rules import RULES, Severity

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.designs.findings import Finding
    from nalsd.graph import Location

DRAFT = "draft"


@dataclass(frozen=True)
class Reported:
    """A finding, and how much it weighs in the design it is about."""

    finding: Finding
    severity: Severity

    @property
    def code(self) -> str:
        """The rule's code, `N401`."""
        return self.finding.code

    @property
    def name(self) -> str:
        """The rule's name, `claim-mismatch`."""
        rule = RULES.get(self.finding.code)
        return rule.name if rule else self.finding.code

    @property
    def location(self) -> Location:
        """Where the author has to look."""
        return self.finding.location

    @property
    def message(self) -> str:
        """What is wrong, in one plain sentence."""
        return self.finding.message

    @property
    def help(self) -> str:
        """The mend."""
        return self.finding.help


@dataclass
class Coverage:
    """What a check looked at, so that a pass that checked nothing is seen."""

    designs: int = 0
    phases: int = 0
    """Phase files that were read."""
    quantities: int = 0
    quantities_known: int = 0
    """Quantities that have a value; the others depend on something that is not stated."""
    claims: int = 0
    """Numbers in the text that are tied to a quantity."""
    claims_held: int = 0
    """Claims that agree with their quantity."""

    def add(self, other: Coverage) -> None:
        """Counts another design's share in."""
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass
class Report:
    """The outcome of a check."""

    findings: list[Reported] = field(default_factory=list)
    """Sorted by file, line, column and code."""
    coverage: Coverage = field(default_factory=Coverage)
    analyses: dict[str, Analysis] = field(default_factory=dict)
    """The computed designs by slug, for whoever shows them after the check."""

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(reported.severity is Severity.ERROR for reported in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    def failed(self, strict: bool = False) -> bool:
        """Whether the check fails; strictly, warnings fail it too."""
        return bool(self.errors or (strict and self.findings))

    def joined(self, other: Report) -> Report:
        """This report and another one as one."""
        coverage = Coverage()
        coverage.add(self.coverage)
        coverage.add(other.coverage)
        found = sorted([*self.findings, *other.findings], key=sort_key)
        return Report(found, coverage, {**self.analyses, **other.analyses})

    def filtered(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Report:
        """The same report with only some findings; the options take codes, families (`N4`) and names."""
        select, ignore = tuple(select), tuple(ignore)
        kept = [
            reported
            for reported in self.findings
            if (not select or matches(reported.finding.code, select))
            and not matches(reported.finding.code, ignore)
        ]
        return Report(kept, self.coverage, self.analyses)


def matches(code: str, patterns: Iterable[str]) -> bool:
    """Whether a code is one of some codes, families (`N4`) or names (`claim-mismatch`)."""
    name = RULES[code].name if code in RULES else ""
    return any(code.startswith(pattern.upper()) or pattern == name for pattern in patterns)


def severity_of(finding: Finding, status: str | None) -> Severity:
    """How much a finding weighs in a design of that status: what a draft still lacks is only a warning."""
    rule = RULES.get(finding.code)
    if rule is None:
        return Severity.ERROR
    if rule.soft_in_draft and status == DRAFT:
        return Severity.WARNING
    return rule.severity


def sort_key(reported: Reported) -> tuple[str, int, int, str, str]:
    """Findings stand in the order in which one reads the files."""
    location = reported.finding.location
    return (
        str(location.file) if location else "",
        location.line if location else 0,
        location.column if location else 0,
        reported.finding.code,
        reported.finding.message,
    )
