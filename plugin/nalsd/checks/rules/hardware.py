"""N505 in the drives of a machine and N508: ratings and round trips that are something else."""

from __future__ import annotations

from collections.abc import Iterator

from nalsd.checks.rules.rule import Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Location
from nalsd.units import UnitError, format_value

FLASH = 100_000.0
"""Reads a second from which a drive is flash, and writes cannot keep up with reads."""
LEAST_INFLATION = 1.1
"""Measured round trips between regions are from 1.15 times their floor upwards; below is no measurement."""
FAR = 0.005
"""Seconds of floor from which on that holds: between near places a metre of detour counts for nothing."""


def ratings_of_writes(subject: Subject) -> Iterator[Finding]:
    """Drives of the design's own machines that are said to write as quickly as they read."""
    units = subject.analysis.graph.units
    for name, machine in subject.design.capacity.machines.items():
        for disk in getattr(machine, "disks", None) or ():
            reads, writes = getattr(disk, "read_iops", None), getattr(disk, "write_iops", None)
            if reads is None or writes is None:
                continue
            try:
                read, write = units.value(reads.text).median, units.value(writes.text).median
            except UnitError:
                continue
            if read < FLASH or write < read:
                continue
            yield Finding(
                code="N505",
                message=f'the drives of "{name}" are said to write as often a second as they read: '
                f"{writes.text}",
                location=writes.location,
                help="write the rating for sustained random writes, a fifth to a half of that for reads; the "
                "data sheet has both",
                printed=writes.text,
                claimed=write,
                computed=read,
            )


def floors_for_round_trips(subject: Subject) -> Iterator[Finding]:
    """Round trips that an author states and that are the floor and no measurement."""
    graph = subject.analysis.graph
    for id in subject.ids("rtt"):
        if not id.endswith(".rtt") or not isinstance(graph[id].source, Location):
            continue
        stated, floor = graph.value(id), graph.value(id.removesuffix("rtt") + "floor")
        if not isinstance(stated, float) or not isinstance(floor, float) or floor < FAR:
            continue
        if not floor <= stated < LEAST_INFLATION * floor:
            continue
        yield Finding(
            code="N508",
            message=f"a round trip of {format_value(stated, 's')} is {stated / floor:.2f} times what light "
            "in "
            "fibre needs along the great circle: that is a floor, and no latency",
            location=graph[id].source,
            help="measure it, or leave it out: cables make detours, and published round trips are from 1.15 "
            "times the floor upwards",
            printed=getattr(graph[id].given, "text", "") or "",
            quantity=id,
            claimed=stated,
            computed=floor,
        )
