"""What a design states and what was not taken, as it cannot be meant so; and what is computed without it.

A refused value is left out or replaced by its default, so that everything behind it is computed, and is not
what its author described: a region without a place takes no users, a flow without its batch sends one by one.
What is held against such numbers is told once the value is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from nalsd.designs.tree import Mapping

if TYPE_CHECKING:
    from nalsd.designs import Design
    from nalsd.designs.findings import Finding
    from nalsd.graph import Graph

_LATER = frozenset({"paths", "slos", "stress"})
_FLEET = _LATER | {
    "entities",
    "stores",
    "tiers",
    "flows",
    "limits",
    "cluster",
    "regions",
    "rtt",
    "cost",
    "design",
}
_OF_FLEET = (
    "entities", "stores", "services", "headroom", "machines", "profiles", "tiers", "flows", "limits", "zones",
    "cluster", "balancers", "regions", "replicate", "failover",
)  # fmt: skip
_OWN = ("units", "assumptions", "quantities")
"""Keys of what formulas use by name: without one entry nothing is computed that needs it, without all of them
much is computed otherwise."""
AFFECTED = {
    **dict.fromkeys(_OWN, _FLEET | {"load"}),
    **dict.fromkeys(("clients", "workloads", "apis"), _FLEET | {"load"}),
    **dict.fromkeys(_OF_FLEET, _FLEET),
    "paths": _LATER,
    "correlation": _LATER,
    "slos": frozenset(),
    "stress": frozenset(),
    "cost": frozenset({"cost"}),
}
"""By key of the front-matter, the first words of the ids that are computed from what stands below it."""
_REFUSED = ("N104", "N109", "N110", "N201", "N301", "N302")
_MEANT = re.compile(r"^did you mean `(\w+)`")
_WORDS_ONLY = frozenset(
    {"because", "source", "measured", "title", "text", "label", "note", "summary", "icon"}
)
"""Keys whose values only people read."""
_WIRE = re.compile(r"^workloads\.\w+\.\w*(?:wire|overhead)\w*$")
"""Of workloads, what their flows make of them."""


class Refused(NamedTuple):
    """One value that was not taken."""

    key: str
    """The key of the front-matter that it stands under, as `regions`."""
    entry: str
    """The name of the entry below that; empty where there is none."""

    def holds(self, id: str) -> bool:
        """Whether a quantity belongs to the entry."""
        return bool(self.entry) and id.startswith(f"{self.key}.{self.entry}.")

    def moves(self, id: str) -> bool:
        """Whether a computed quantity is one of those that follow from such entries."""
        if ".machine." in id and self.key not in ("machines", "tiers"):
            return False  # what it is, and not what it has to do
        affected = AFFECTED[self.key]
        return id.partition(".")[0] in affected or ("flows" in affected and _WIRE.match(id) is not None)


def refused_in(design: Design, findings: Iterable[Finding]) -> set[Refused]:
    """Every value that a finding refuses, by the entry it stands in."""
    return {
        refused
        for finding in findings
        if _refuses(finding) and (refused := entry_of(design, finding)) is not None
    }


def follows(id: str | None, refused: set[Refused], graph: Graph) -> bool:
    """Whether a quantity is computed from what a design does not state as it is meant."""
    if not refused or id is None:
        return False
    names = (id, *graph.ancestors(id)) if id in graph else (id,)
    computed = [name for name in names if name not in graph or not graph[name].written]
    return any(any(map(each.holds, names)) or any(map(each.moves, computed)) for each in refused)


def slip(finding: Finding) -> str:
    """The key that was meant by one that is not known; empty for another finding."""
    meant = _MEANT.match(finding.help) if finding.code == "N104" else None
    return meant.group(1) if meant is not None else ""


def _refuses(finding: Finding) -> bool:
    if finding.code == "N104":
        return slip(finding) not in ("", *_WORDS_ONLY)
    if finding.code == "N305":
        return bool(finding.printed)  # a value as it is written; without, a formula that was led too far
    return finding.code in _REFUSED


def entry_of(design: Design, finding: Finding) -> Refused | None:
    """Where in the front-matter a finding points to."""
    line = finding.location.line
    for file in design.files.values():
        if file.tree is None or file.location.file != finding.location.file or line >= file.prose.first_line:
            continue
        key = _last(file.tree, line)
        if key not in AFFECTED:
            meant = slip(finding) if file.tree.keys_at.get(key) == finding.location else ""
            return Refused(meant, "") if meant in AFFECTED else None
        if key in _OWN:
            return None
        below = file.tree[key]
        return Refused(key, _last(below, line) if isinstance(below, Mapping) else "")
    return None


def _last(mapping: Mapping, line: int) -> str:
    """The last key that begins at a line or before it."""
    before = [key for key, place in mapping.keys_at.items() if place.line <= line]
    return max(before, key=lambda key: mapping.keys_at[key].line, default="")
