"""What a rule is: a code, its documentation, and the function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.checks.sums import Said
    from nalsd.designs import Design
    from nalsd.designs.findings import Finding
    from nalsd.designs.tree import Text


class Severity(StrEnum):
    """How much a finding weighs: an error fails the check, a warning only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


FAMILIES = {
    "N1": "structure",
    "N2": "reference",
    "N3": "units",
    "N4": "claims",
    "N5": "physics",
    "N6": "feasibility",
    "N7": "trade-offs",
    "N8": "stress",
}


MOST_TOLD = 100
"""Findings of one rule on one text; who mends them sees the rest."""


@dataclass(frozen=True)
class Example:
    """A piece of a design that shows a rule.

    `file` names the file of the design folder that `text` stands for, whole; the tests put it in
    place and look whether the rule fires. Without `file` the text is a listing for the reader only.
    """

    text: str
    file: str | None = None
    beside: tuple[Example, ...] = ()
    """Other files of the design, where one does not show the rule."""

    @property
    def files(self) -> dict[str, str]:
        """The texts by their files; none for a listing."""
        return {each.file: each.text for each in (self, *self.beside) if each.file is not None}


@dataclass(frozen=True)
class Subject:
    """One design as the rules see it: what was read, and what was computed from it."""

    design: Design
    analysis: Analysis

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id in self.analysis.graph.ids():
            found.setdefault(id.partition(".")[0], []).append(id)
        return found

    def ids(self, head: str) -> list[str]:
        """The ids that begin with a word, as `tiers`; asked for by most rules."""
        return self._ids.get(head, [])

    @cached_property
    def reasons(self) -> dict[int | str, list[Text]]:
        """What the front-matter of each file says under `because`."""
        from nalsd.checks.sums import reasons

        return {key: list(reasons(file.tree)) for key, file in self.design.files.items()}

    @cached_property
    def sums(self) -> list[Said]:
        """The sums of its texts and reasons, looked for once for all rules."""
        from nalsd.checks.sums import every_sum

        return list(every_sum(self.design, self.reasons))


Check = Callable[[Subject], "Iterator[Finding]"]


@dataclass(frozen=True)
class Rule:
    """One rule. Its page in the reference is these fields and nothing else."""

    code: str
    name: str
    what: str
    """What the rule looks for, one or two sentences."""
    why: str
    """Why a design is worse for it."""
    bad: Example
    good: Example
    mend: str
    """What the author does about it."""
    severity: Severity = Severity.ERROR
    soft_in_draft: bool = False
    """Whether a design with `status: draft` gets a warning in place of an error."""
    check: Check | None = None
    """Looks for the fault in an analysed design; None where reading or computing finds it already."""

    @property
    def family(self) -> str:
        """The family the code belongs to, in words: `structure`, `reference`, ..."""
        return FAMILIES[self.code[:2]]
