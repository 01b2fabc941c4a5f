"""Which dimension may stand where another is expected."""

from __future__ import annotations

from functools import cache

from nalsd.units.dimension import Dimension
from nalsd.units.table import HARDWARE

HARDWARE_COUNTS = frozenset(declaration.name for declaration in HARDWARE)
"""Counts that are never taken for one another: packet, core, thread, node, disk, queue, shard, copy, ..."""


def assignable(expected: Dimension, actual: Dimension) -> bool:
    """Whether a value of dimension `actual` may be given where `expected` is asked for.

    Information, time and money must agree. Counts of hardware, and packets, agree or are absent from
    `actual`: a rate per core is not a rate, a bare rate may be given for one per core. Counts of things
    stand for each other (ads for requests) and may be absent on either side.
    """
    return expected is actual or _assignable(expected, actual)


@cache
def _assignable(expected: Dimension, actual: Dimension) -> bool:
    if expected.hard != actual.hard:
        return False
    given = 0
    for base, power in actual.counts:
        if base not in HARDWARE_COUNTS:
            given += power
        elif expected.power(base) != power:
            return False
    wanted = [power for base, power in expected.counts if base not in HARDWARE_COUNTS]
    return given == 0 or not wanted or given == sum(wanted)
