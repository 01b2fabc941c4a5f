"""What the values that an author states can be: shares of a whole, rates from zero up, whole copies.

What lies outside breaks a definition. A literal is then unknown, so that nothing absurd follows from it; a
formula is held to the same once it has a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nalsd.designs.findings import Finding
from nalsd.graph import Location, show
from nalsd.units import Literal, Range

if TYPE_CHECKING:
    from nalsd.analysis.author import Author
    from nalsd.designs import Value
    from nalsd.graph import Problem

ROUNDING = 1e-9


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a value may be, in base units, and the law that says so."""

    law: str
    least: float = 0.0
    most: float | None = None
    above: bool = False
    """Whether the least itself is excluded."""
    whole: bool = False
    promised: bool = False
    """Whether it is asked of the design: one number, and no range."""

    def hold(self, value: float) -> bool:
        """Whether a value lies within."""
        if value < self.least or (self.above and value <= self.least):
            return False
        if self.most is not None and value > self.most * (1 + ROUNDING):
            return False
        return not self.whole or abs(value - round(value)) <= ROUNDING * max(1.0, abs(value))


@dataclass(frozen=True)
class Held:
    """A stated formula that is to be held to its bounds."""

    id: str
    label: str
    value: Value
    bounds: Bounds


_OWN = ("assumptions.", "quantities.", "constraints.", "published.", "stress.")
"""Families whose values are the author's own affair, or are held by those who read them."""

_COPIES = Bounds("copies are whole, and there is at least one", 1.0, whole=True)
_ZONES = Bounds("zones are whole, and there is at least one", 1.0, whole=True)
_SHARDS = Bounds("shards are whole, and there is at least one", 1.0, whole=True)
_COMPRESSED = Bounds("what is compressed keeps some size", above=True)
_NAMED = tuple(
    (re.compile(pattern), bounds)
    for pattern, bounds in (
        (
            r"tiers\.[^.]+\.single\.deployed",
            Bounds("a tier has whole nodes, and at least one node", 1.0, whole=True),
        ),
        (r"tiers\.[^.]+\.machine\.drive_\d+\.count", Bounds("drives are whole", whole=True)),
        (r"tiers\.[^.]+\.machine\.nic_count", Bounds("network cards are whole", whole=True)),
        (r"cluster\.[^.]+\.rf", _COPIES),
        (r"cluster\.zones", _ZONES),
        (r"cluster\.[^.]+\.shards", _SHARDS),
        (r"flows\.[^.]+\.batch", Bounds("a message holds something", above=True)),
        (r"stores\..+\.compression", _COMPRESSED),
        (r"limits\.[^.]+\.at_most", Bounds("a ceiling lies above 0", above=True)),
        (r"tiers\.[^.]+\.machine\.(cores|ram)", Bounds("a machine has some of it", above=True)),
    )
)
"""By what the quantity is."""

_BY_ROLE = {
    "average": Bounds("a rate is not negative"),
    "peak": Bounds("a rate is not negative"),
    "duration": Bounds("a time is not negative"),
    "size": Bounds("a size is not negative"),
    "count": Bounds("a number of things is not negative"),
    "price": Bounds("a price is not negative"),
    "cost": Bounds("an operation costs something", above=True),
    "supply": Bounds("a machine does not give less than nothing"),
    "objective": Bounds("an objective lies above 0", above=True, promised=True),
}

SHARE = Bounds("a share lies between 0% and 100%", 0.0, 1.0)
POSITIVE = Bounds("what is a range in the design lies above 0", above=True)
_PROMISED_SHARE = replace(SHARE, promised=True)


def bounds_of(id: str, role: str, unit: str | None) -> Bounds | None:
    """What bounds a stated quantity; None for what may be anything."""
    if id.startswith(_OWN) or id == "design.correlation_stated":
        return None
    named = next((bounds for pattern, bounds in _NAMED if pattern.fullmatch(id)), None)
    share = _PROMISED_SHARE if role == "objective" else SHARE
    return named or (share if unit == "%" else _BY_ROLE.get(role))


def outside(read: Literal | Range, bounds: Bounds) -> bool:
    """Whether a literal, or a range anywhere, breaks its bounds: a range of shares that ends at 100% goes
    beyond it in one case of twenty, and between two whole numbers nothing is whole."""
    if isinstance(read, Literal):
        return not bounds.hold(read.value)
    if bounds.whole or bounds.promised or (bounds is SHARE and read.high.value >= 1):
        return True
    return not (bounds.hold(read.low.value) and bounds.hold(read.high.value))


def broken(author: Author, id: str, label: str, value: Value, bounds: Bounds, found: str = "") -> Finding:
    """The finding for a value outside of its bounds."""
    unit = author.graph[id].unit if id in author.graph else "%" if bounds is SHARE else None
    least = show(bounds.least, unit) if unit is not None else f"{bounds.least:g}"
    most = f" to {show(bounds.most, unit)}" if bounds.most is not None else " up"
    computed = f", which is {found}" if found else ""
    law = bounds.law
    mend = f"write a {'whole ' if bounds.whole else ''}value {'above' if bounds.above else 'from'} {least}"
    if not bounds.above:
        mend += most
    if ".." in value.text and bounds.whole:
        mend = "write one whole number; another can be tried as an alternative, or with `nalsd whatif`"
    elif ".." in value.text and bounds.promised:
        law, mend = "an objective is one number, and what is reached may vary", "write what is promised"
    elif ".." in value.text and bounds is SHARE:
        law = "one value in twenty lies above the end of a range, and no share above 100%"
        mend = "end the range below 100%: 99.9% for almost all"
    return Finding(
        "N305",
        f"{label} is `{value.text}`{computed}, but {law}",
        value.location,
        help=mend,
        printed=value.text,
        quantity=id,
    )


def hold_formulas(author: Author) -> list[Finding]:
    """Findings for stated formulas with a value outside of their bounds, and what is below zero in them."""
    graph, found = author.graph, []
    for held in author.held:
        value = graph.value(held.id)
        if isinstance(value, float) and not held.bounds.hold(value):
            finding = broken(author, held.id, held.label, held.value, held.bounds,
                             show(value, graph[held.id].unit))  # fmt: skip
            found.append(_with_causes(author, finding, held) if value < 0 else finding)
    return found


def _with_causes(author: Author, finding: Finding, held: Held) -> Finding:
    """The finding with the inputs below zero that the author stated, and where."""
    graph = author.graph
    below = [
        (name, quantity.source)
        for name in graph.ancestors(held.id)
        if isinstance((quantity := graph[name]).source, Location)
        and not quantity.computed
        and isinstance(quantity.value, float)
        and quantity.value < 0
    ]
    if not below:
        return finding
    told = [(place, f"`{name}` is {show(graph.value(name), graph[name].unit)}") for name, place in below]
    return replace(
        finding,
        message=f"{finding.message}: {told[0][1]}",
        help=f"write 0 or more for `{below[0][0]}`, or another formula here",
        related=tuple(told),
    )


def without_consequences(author: Author, problems: list[Problem], found: list[Finding]) -> list[Problem]:
    """Problems without those of formulas that were given a value which is told of already."""
    told, graph = {finding.quantity for finding in found}, author.graph

    def follows(problem: Problem) -> bool:
        by_value = problem.kind in ("outside-limits", "non-finite")
        return by_value and not told.isdisjoint(graph.ancestors(problem.quantity))

    return [problem for problem in problems if not follows(problem)]


__all__ = [
    "POSITIVE",
    "SHARE",
    "Bounds",
    "Held",
    "bounds_of",
    "broken",
    "hold_formulas",
    "outside",
    "without_consequences",
]
