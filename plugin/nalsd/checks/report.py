"""What a check has to say: the findings with their severity, and what was covered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nalsd.checks.coverage import Numbers
from nalsd.checks.rules import RULES, Severity

if TYPE_CHECKING:
    from nalsd.checks.fixes import Edit
    from nalsd.checks.settings import Settings
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

    sums_verified: int = 0
    """Sums of the prose that are right."""
    sums_wrong: int = 0
    sums_unread: int = 0
    """Sums of the prose that could not be judged."""
    suppressed: int = 0
    """Findings that an author accepts, each with a reason."""
    accepted: int = 0
    """Findings that a baseline accepts."""
    numbers: Numbers = field(default_factory=Numbers)
    """What stands behind the numbers with a unit in the text."""
    by_design: dict[str, dict[str, Numbers]] = field(default_factory=dict)
    """The same for each file of each design."""
    unsized: dict[str, dict[str, str]] = field(default_factory=dict)
    """Tiers of designs that have no computed number of nodes, and why."""

    def add(self, other: Coverage) -> None:
        """Counts another design's share in."""
        for name, value in vars(other).items():
            mine = getattr(self, name)
            setattr(self, name, {**mine, **value} if isinstance(value, dict) else mine + value)


@dataclass
class Report:
    """The outcome of a check."""

    findings: list[Reported] = field(default_factory=list)
    """Sorted by file, line, column and code."""
    coverage: Coverage = field(default_factory=Coverage)
    suppressed: list[tuple[Reported, str]] = field(default_factory=list)
    """Accepted findings, each with the author's reason."""
    accepted: list[Reported] | None = None
    """What a baseline accepts; None when there is no baseline."""
    notes: list[str] = field(default_factory=list)
    """What else the reader of a run should know, a sentence each."""
    edits: list[Edit] = field(default_factory=list)
    """What would mend wrong claims."""

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
        return replace(
            self,
            findings=found,
            coverage=coverage,
            suppressed=[*self.suppressed, *other.suppressed],
            notes=[*self.notes, *other.notes],
            edits=[*self.edits, *other.edits],
        )

    def configured(self, settings: Settings) -> Report:
        """The same report as a repository wants it: only its rules, at its severities."""
        found = [Reported(r.finding, _level(r, settings.severity)) for r in self.findings]
        off = [pattern for pattern, level in settings.severity.items() if level == "off"]
        kept = [r for r in found if not (off and _exact(r.code, settings.severity) == "off")]
        return replace(self, findings=kept).filtered(settings.select, settings.ignore)

    def filtered(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Report:
        """The same report with only some findings; the options take codes, families (`N4`) and names."""
        select, ignore = tuple(select), tuple(ignore)
        kept = [
            reported
            for reported in self.findings
            if (not select or matches(reported.finding.code, select))
            and not matches(reported.finding.code, ignore)
        ]
        return replace(self, findings=kept)


def _level(reported: Reported, severity: dict[str, str]) -> Severity:
    said = _exact(reported.code, severity) if severity else None
    return Severity(said) if said in ("error", "warning") else reported.severity


def _exact(code: str, severity: dict[str, str]) -> str | None:
    """The level that the most exact of several patterns gives a code."""
    fitting = [pattern for pattern in severity if matches(code, [pattern])]
    if not fitting:
        return None
    return severity[max(fitting, key=lambda pattern: (not code.startswith(pattern.upper()), len(pattern)))]


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
