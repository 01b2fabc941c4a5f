"""What a number in a sum of the text may stand for: the quantities of a design by the part they play."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from nalsd.checks.rules.equations import Factor

if TYPE_CHECKING:
    from nalsd.checks.arithmetic.quantities import Powers
    from nalsd.checks.rules.rule import Subject

Known = tuple[float, "Powers", str]
"""A value in base units, its powers of bytes, seconds and USD, and the id."""
_LOAD = ("workloads", "load")
_STATED = ("assumptions.", "quantities.")
_PAYLOAD = re.compile(r"^(?:workloads\.\w+|load)\.peak_payload$")
_WIRE = re.compile(r"wire(?:_\w+)?$")
_READ_RATING = re.compile(r"\.machine\.(?:disk_|drive_\d+\.)read_iops$")
_WRITE_RATING = re.compile(r"\.machine\.(?:disk_|drive_\d+\.)write_iops$")
_FACTOR = re.compile(r"^load\.factor$|\.peak_factor$")
_NEED = re.compile(r"^(?:tiers\.\w+\.(?:single\.)?(?:needed|nodes)|design\.nodes)$")
_HELD = re.compile(r"^tiers\.\w+\.disk_capacity\.(?:demand|load)$")
_ONE_COPY = re.compile(r"^stores\.\w+\.(?:\w+\.)?stock|^tiers\.\w+\.single\.disk_capacity\.(?:demand|load)$")


class Figures:
    """The quantities of one design that its sums are held against; looked up when a sum asks for them."""

    def __init__(self, subject: Subject) -> None:
        self.graph = subject.analysis.graph
        self.ids = subject.ids

    @cached_property
    def peaks(self) -> list[Known]:
        """Peak rates of the load."""
        ids = (id for head in _LOAD for id in self.ids(head))
        known = [self._known(id) for id in ids if self.graph[id].role == "peak"]
        return [each for each in known if each is not None and each[1][1] == -1]

    @cached_property
    def others(self) -> list[Known]:
        """Every other number that a factor of the load may stand for."""
        ids = [q.id for q in self.graph if q.role == "average" or q.id.startswith(_STATED)]
        return [known for known in map(self._known, ids) if known is not None]

    @cached_property
    def payloads(self) -> list[Known]:
        """Peaks of payload."""
        return [*self._of("workloads", _PAYLOAD), *self._of("load", _PAYLOAD)]

    @cached_property
    def wires(self) -> list[Known]:
        """Bytes on the wire."""
        return [known for head in (*_LOAD, "flows") for known in self._of(head, _WIRE)]

    @cached_property
    def needs(self) -> list[Known]:
        """Nodes that have headroom in them."""
        return [*self._of("tiers", _NEED), *self._of("design", _NEED)]

    @cached_property
    def held(self) -> list[Known]:
        """Bytes of all copies together, where they are more than those of one."""
        one = [value for head in ("stores", "tiers") for value, _, _ in self._of(head, _ONE_COPY)]
        return [known for known in self._of("tiers", _HELD) if all(abs(known[0] - v) > 1e-3 * v for v in one)]

    @cached_property
    def read_ratings(self) -> list[Known]:
        """What drives do of reads, where they do not do it of writes."""
        writes = {value for value, _, _ in self._of("tiers", _WRITE_RATING)}
        return [known for known in self._of("tiers", _READ_RATING) if known[0] not in writes]

    @cached_property
    def copies(self) -> set[object]:
        """How many copies stores have."""
        return {self.graph.value(id) for id in self.ids("cluster") if id.endswith(".rf")}

    @cached_property
    def peak_factors(self) -> list[float]:
        """Peaks over their averages."""
        return [value for head in _LOAD for value, _, _ in self._of(head, _FACTOR)]

    def _of(self, head: str, pattern: re.Pattern[str]) -> list[Known]:
        known = (self._known(id) for id in self.ids(head) if pattern.search(id))
        return [each for each in known if each is not None]

    def _known(self, id: str) -> Known | None:
        value, unit = self.graph.value(id), self.graph[id].unit
        if not isinstance(value, float) or value <= 0 or unit is None:
            return None
        power = unit.dimension.power
        return value, (power("byte"), power("second"), power("USD")), id


def meant(factor: Factor, known: Iterable[Known]) -> str:
    """The id of the first quantity that a factor may stand for; empty where there is none."""
    return next((id for value, powers, id in known if factor.stands_for(value, powers)), "")
