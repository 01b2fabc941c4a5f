"""The tolerance an author gives a claim: `[20 Gbps](nalsd:ID "± 5%")`.

It stands where Markdown has the title of a link, so that any viewer shows it as a hint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nalsd.units import UnitError, Units

_TOLERANCE = re.compile(
    r"(?:±|\+/?-|within|tolerance(?:\s+of)?:?)\s*(?:(?P<share>\d+(?:\.\d+)?)\s*%|(?P<amount>\d[^;,]{0,40}))",
    re.I,
)
_MEANT = re.compile(r"±|\+/?-|\btolerance\b|\bwithin\b", re.I)


@dataclass(frozen=True)
class Tolerance:
    """How far a claim may be off: a share of the computed value, or an amount in base units."""

    share: float = 0.0
    amount: float = 0.0

    def allows(self, said: float, computed: float) -> bool:
        """Whether a printed number is near enough to the computed one."""
        return abs(said - computed) <= (self.amount or self.share * abs(computed)) * (1 + 1e-9)


def tolerance_of(title: str, units: Units) -> Tolerance | None:
    """The tolerance that the title of a claim states; None when it states none, or none that can be read."""
    found = _TOLERANCE.search(title) if title else None
    if found is None:
        return None
    if found["share"] is not None:
        return Tolerance(share=float(found["share"]) / 100)
    try:
        return Tolerance(amount=abs(units.literal(found["amount"].strip()).value))
    except UnitError:
        return None


def states_a_tolerance(title: str) -> bool:
    """Whether a title is meant as a tolerance; any other title is the author's own remark."""
    return bool(title) and _MEANT.search(title) is not None
