"""What only follows from another fault of a design is not told beside it: it goes when that is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from nalsd.checks.awaited import awaited, keys_of, missed, of_an_entry
from nalsd.checks.refused import AFFECTED, Refused, entry_of, follows, refused_in, slip
from nalsd.checks.rules import RULES
from nalsd.designs.findings import Finding
from nalsd.graph import Graph, Location

if TYPE_CHECKING:
    from nalsd.designs import Design

UNREAD = ("N101", "N102", "N108", "N111")
"""A file that was not read: what the rest of the design says about it would only follow from that."""

FOLLOWS = ("N106", "N114", "N201", "N202", "N204", "N4", "N5", "N6", "N7", "N8")
"""What follows from a file that was not read, and is looked at again once it can be."""

SOUGHT = ("N109", "N201", "N204")
"""What misses something that a phase which is not there may define."""

ITERATIONS = 4
"""The phase that says how many copies and zones there are to lose."""

NO_VALUE = ("N104", "N109", "N110", "N2", "N3", "N604", "N702")
"""Why a quantity may have no value; a claim on it is not told beside it."""

REFUSED = ("N104", "N110", "N301", "N302", "N303", "N305")
"""Why a value is not taken: what would have been computed from it may not be there at all."""

HELD = ("N401", "N6", "N8")
"""What is held against computed numbers; it cannot be where they are not those of the design as meant."""

OF_A_VALUE = ("N301", "N302", "N305")
"""What is wrong with a value as it is written."""

_MEANT = re.compile(r"did you mean `(\w+)`")
_QUOTED = re.compile(r"`(\w+)`")

OF_THE_LOAD = ("N401", "N6", "N8")
"""What is held against a load, and cannot be when a flow of it leads nowhere."""

OF_THE_NODES = ("N401", "N606", "N8")
"""What is held against the nodes of tiers, and cannot be when they are too few for the load."""


def told_once(
    design: Design, graph: Graph, findings: Iterable[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Each fault once, without repeats; and apart from them what only follows from another fault."""
    causes = _Causes(design, graph, list(findings))
    kept: dict[tuple[str, Location, str], Finding] = {}
    explained = []
    for finding in causes.findings:
        if causes.explain(finding):
            explained.append(finding)
            continue
        if finding.design is None or not finding.help:
            mend = finding.help or RULES[finding.code].mend
            finding = replace(finding, design=design.slug, help=mend)
        # One value that is wrong for several things, as the share of each workload, or the card of a machine
        # for each of its tiers, is one fault.
        what = finding.printed if finding.code in OF_A_VALUE and finding.printed else finding.message
        kept.setdefault((finding.code, finding.location, what), finding)
    return list(kept.values()), explained


class _Causes:
    """What is wrong with a design, as what may explain another finding on it."""

    def __init__(self, design: Design, graph: Graph, findings: list[Finding]) -> None:
        self.design, self.graph, self.findings = design, graph, findings
        self.codes = {finding.code for finding in findings}
        self.too_few = {finding.location for finding in findings if finding.code == "N601"}
        """Where nodes are stated that cannot carry their tier's load."""
        self.overloaded = {
            name
            for name, tier in design.capacity.tiers.items()
            if tier.nodes is not None and tier.nodes.location in self.too_few
        }
        self.nowhere_to_go = any(
            f.code in ("N305", "N604") and f.location in _survived(design) for f in findings
        )
        """Whether what is stated of failover cannot be, so that there is none."""
        self.impossible = {f.quantity for f in findings if f.code == "N702" and f.quantity}
        """Quorums that their copies cannot make."""
        unknown = {finding.location for finding in findings if finding.code == "N201"}
        self.cut_off = {
            name
            for name, flow in design.capacity.flows.items()
            if any(end is not None and end.location in unknown for end in (flow.from_, flow.to))
        }
        """Flows that start or end at what nothing defines."""
        self.unknown = {finding.printed for finding in findings if finding.code == "N201"}
        self.nearest = {
            near[1] for f in findings if f.code == "N201" and (near := _MEANT.match(f.help)) is not None
        }
        """Names that others are mistaken for."""
        self.meant = {(entry_of(design, f), key) for f in findings if (key := slip(f))}
        """Keys that were written otherwise, each with the entry that it is in."""
        tops = {place for file in design.files.values() if file.tree for place in file.tree.keys_at.values()}
        self.whole = {key for f in findings if f.location in tops and (key := slip(f))}
        """Those of whole parts of the front-matter, as `workloads`."""
        self.refused: set[Refused] = set()
        self.refused = refused_in(design, (f for f in findings if not self.explain(f)))
        """Values that were not taken, by themselves and not for another fault."""

    def explain(self, finding: Finding) -> bool:
        """Whether a finding only follows from others, and may go when those are mended."""
        code, codes = finding.code, self.codes
        if not codes.isdisjoint(UNREAD) and (code.startswith(FOLLOWS) or finding.sought):
            return True
        if "N105" in codes and (code == "N606" or (code in SOUGHT and awaited(finding, self.design))):
            return True
        if code == "N801" and "N105" in codes and ITERATIONS not in self.design.files:
            return True
        if "N201" in codes and code == "N202":
            return True
        if code in ("N201", "N204") and (self._is_refused(finding) or self._is_of_a_slip(finding)):
            return True
        if code == "N302" and "units" in self.whole:
            return True
        if code == "N106" and any(f"declares no {key}" in finding.message for key in self.whole):
            return True
        if code in ("N109", "N114") and self._is_looked_for(finding):
            return True
        if code.startswith(HELD) and follows(finding.quantity, self.refused, self.graph):
            return True
        if self.cut_off and self._needs_the_load(finding):
            return True
        if code in ("N305", "N604") and self._is_of_an_overloaded_tier(finding):
            return True
        if code == "N305" and finding.location in self.too_few:
            return True
        if code.startswith(OF_THE_NODES) and self._needs_its_nodes(finding.quantity):
            return True
        if code == "N801" and self._follows_from(finding.quantity, self.impossible):
            return True
        if self.nowhere_to_go and self._needs_failover(finding):
            return True
        without_value = code == "N802" or (code == "N401" and finding.computed is None)
        return without_value and any(other.startswith(NO_VALUE) for other in codes)

    def _is_refused(self, finding: Finding) -> bool:
        """Whether what has the id was left out, or may not have come about, as a value of it was refused."""
        if ".".join(missed(finding).split(".")[:2]) in self.design.broken:
            return True
        refused = (*REFUSED, "N109", "N201") if finding.code == "N204" else REFUSED
        return not self.codes.isdisjoint(refused) and of_an_entry(finding, self.design)

    def _is_of_a_slip(self, finding: Finding) -> bool:
        """Whether what is missing stands under a key of the front-matter that is written otherwise."""
        if not self.whole.isdisjoint(keys_of(finding)):
            return True
        id = missed(finding)
        return finding.code == "N204" and any(
            Refused(key, "").moves(id) for key in self.whole & AFFECTED.keys()
        )

    def _is_looked_for(self, finding: Finding) -> bool:
        """Whether what is missing is there under a name that is told to be wrong, or was left out."""
        here, named = entry_of(self.design, finding), _QUOTED.findall(finding.message)
        told, anywhere = f"{finding.message} {finding.help}", finding.code == "N114"
        if any((anywhere or here == entry) and re.search(rf"\b{key}\b", told) for entry, key in self.meant):
            return True
        if any(f'"{name}"' in finding.message for name in self.nearest):
            return True
        if not self.whole.isdisjoint(finding.sought):
            return True
        return bool(finding.sought) and any(
            name in self.unknown or f"{key}.{name}" in self.design.broken
            for name in named
            for key in finding.sought
        )

    def _needs_the_load(self, finding: Finding) -> bool:
        """Whether a finding is on what follows from flows, or on the work of one that is cut off."""
        if finding.code == "N201":
            return finding.printed in self.cut_off
        id = finding.quantity
        return (
            finding.code.startswith(OF_THE_LOAD)
            and id is not None
            and id in self.graph
            and any(name.startswith("flows.") for name in self.graph.ancestors(id))
        )

    def _is_of_an_overloaded_tier(self, finding: Finding) -> bool:
        """Whether a queue without end, or a loss, is of a tier that does not carry its load when whole."""
        head, *rest = (finding.quantity or "").split(".")
        of_load = finding.code == "N604" or rest[1:2] == ["queue"]
        return head == "tiers" and bool(rest) and rest[0] in self.overloaded and of_load

    def _needs_failover(self, finding: Finding) -> bool:
        """Whether a finding is on the loss of a region, or on what is left after one."""
        id = finding.quantity or ""
        scenario = ".".join(id.split(".")[:2])
        lost = finding.code == "N801" and f"{scenario}.lost_regions" in self.graph
        return lost or (finding.code == "N204" and id.endswith("_after_loss"))

    def _needs_its_nodes(self, id: str | None) -> bool:
        """Whether a quantity follows from the nodes of a tier that has too few."""
        return self._follows_from(id, {f"tiers.{tier}.single.deployed" for tier in self.overloaded})

    def _follows_from(self, id: str | None, causes: set[str]) -> bool:
        """Whether a quantity is one of these, or is computed from one."""
        if not causes or id is None or id not in self.graph:
            return False
        return id in causes or not causes.isdisjoint(self.graph.ancestors(id))


def _survived(design: Design) -> set[Location]:
    """Where it is stated how many regions a design survives the loss of."""
    failover = design.iterations.failover
    if failover is None or failover.survive is None:
        return set()
    regions = failover.survive.regions
    return {failover.key_location("survive"), *([regions.location] if regions is not None else [])}
