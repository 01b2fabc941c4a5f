"""A finding: one thing that is wrong with a design, where it stands, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nalsd.graph.source import Location


@dataclass(frozen=True)
class Finding:
    """What loading, the analysis or a check has to say about a design.

    How severe it is depends on the design's status and is decided by the checks, not here.
    """

    code: str
    """The rule's code, `N104`."""
    message: str
    """What is wrong, in one plain sentence."""
    location: Location
    """Where the author has to look."""
    help: str = ""
    """The mend."""
    printed: str = ""
    """The text as the author wrote it, when the finding is about a text."""
    design: str | None = None
    """Slug of the design."""
    quantity: str | None = None
    """Id of the quantity the finding is about."""
    claimed: Any = None
    """What the author stated: the text or a number in base units."""
    computed: Any = None
    """What nalsd computed, in base units."""
    sought: tuple[str, ...] = ()
    """Keys of the front-matter that could define a name which nothing defines: `tiers`, `services`."""
    related: tuple[tuple[Location, str], ...] = ()
    """Other places that matter, each with a word on why."""

    def of(self, design: str) -> Finding:
        """The same finding, known to belong to a design."""
        return replace(self, design=design)

    def __str__(self) -> str:
        return f"{self.location}: {self.code} {self.message}"
