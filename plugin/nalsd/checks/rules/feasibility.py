"""N601 to N603: designs that their machines cannot carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.checks.claims import declared_inputs
from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import ceil
from nalsd.units import STANDARD, UnitError, format_value

DAY = 86_400.0
MOST_RESOURCES = 3
"""How many overloaded resources a finding names."""


def overloaded_tiers(subject: Subject) -> Iterator[Finding]:
    """Tiers whose stated nodes are fewer than the load needs, at one copy or with all of them."""
    design, graph = subject.design, subject.analysis.graph
    for name, tier in design.capacity.tiers.items():
        base = f"tiers.{name}.single"
        needed = graph.value(f"{base}.needed")
        stated = tier.nodes
        deployed = graph.value(f"{base}.deployed") if stated is not None else None
        if not _known(needed) or not _known(deployed):
            continue
        load = graph.value(f"tiers.{name}.need")
        for_all = float(ceil(load)) if _known(load) else needed
        copies = ""
        if deployed >= needed * (1 - 1e-9):
            if deployed >= for_all * (1 - 1e-9):
                yield from _short_in_a_region(subject, name, stated)
                continue
            base, copies, needed = f"tiers.{name}", " for all copies", for_all
        bottleneck = graph.value(f"{base}.bottleneck")
        binding = f"{base}.{bottleneck}.need"
        binding = binding if binding in graph else f"{base}.needed"
        yield Finding(
            code="N601",
            message=f'the tier "{name}" has {deployed:g} nodes and its load needs {needed:g}{copies}; '
            f"{_plain(bottleneck)} binds{'' if copies else _most_used(graph, base)}",
            location=stated.location,
            help=f"state `nodes: {_enough(subject, name, needed)}`, leave `nodes` out and the tier is "
            f"sized, or take load off {_plain(bottleneck)}: `nalsd explain {design.slug} {base}.needed` "
            "shows how the need comes about",
            printed=stated.text,
            quantity=f"{base}.needed",
            claimed=deployed,
            computed=needed,
            related=tuple(place for place in declared_inputs(graph, binding) if place[0] != stated.location),
        )


def _short_in_a_region(subject: Subject, tier: str, stated: Any) -> Iterator[Finding]:
    """Stated nodes are those of all regions: enough for the whole load can be too few where most arrives."""
    design, graph = subject.design, subject.analysis.graph
    need, short = graph.value(f"tiers.{tier}.need"), []
    for region in design.iterations.regions:
        id = f"regions.{region}.tiers.{tier}"
        share, nodes = graph.value(f"{id}.share"), graph.value(f"{id}.nodes")
        if _known(need) and _known(share) and _known(nodes) and nodes < share * need * (1 - 1e-9):
            short.append((share * need / nodes if nodes else share * need, str(region), nodes, share * need))
    if not short:
        return
    _, region, nodes, own = max(short)
    bottleneck = graph.value(f"tiers.{tier}.bottleneck")
    yield Finding(
        code="N601",
        message=f'the tier "{tier}" has {nodes:g} of its {stated.text} nodes in {region}, and the load there '
        f"needs {ceil(own):g}; {_plain(bottleneck)} binds",
        location=stated.location,
        help=f"state `nodes: {_enough(subject, tier, nodes)}`, leave `nodes` out and each region is sized, "
        f"or move load to other regions: `nalsd explain {design.slug} regions.{region}.tiers.{tier}.nodes` "
        "shows how they are shared out",
        printed=stated.text,
        quantity=f"regions.{region}.tiers.{tier}.nodes",
        claimed=nodes,
        computed=float(ceil(own)),
    )


def _enough(subject: Subject, tier: str, needed: float) -> str:
    """The nodes that a tier is to have: with its copies, what it has to survive, and those of all regions."""
    graph = subject.analysis.graph
    ids = [f"regions.{region}.tiers.{tier}.needed" for region in subject.design.iterations.regions]
    everywhere = sum(n for n in map(graph.value, ids) if _known(n))
    every = graph.value(f"tiers.{tier}.needed")
    return f"{max(needed, everywhere, every if _known(every) else 0):g}"


def worn_out_drives(subject: Subject) -> Iterator[Finding]:
    """Drives that are written more than they are rated for before they are to be replaced."""
    design, graph = subject.design, subject.analysis.graph
    for name in design.capacity.tiers:
        base = f"tiers.{name}.single.endurance"
        life, wanted = graph.value(f"{base}.life"), graph.value(f"tiers.{name}.machine.disk_life")
        if not _known(life) or not _known(wanted) or life >= wanted * (1 - 1e-9):
            continue
        writes = graph.value(f"{base}.drive_writes_per_day")
        rate = f" at {writes * DAY:.3g} drive writes a day" if _known(writes) else ""
        yield Finding(
            code="N602",
            message=f'the drives of the tier "{name}" are worn out after {format_value(life, "y")}{rate}; '
            f"they are to last {format_value(wanted, 'y')}",
            location=design.capacity.key_location("tiers", name),
            help="choose drives rated for more writes, spread the writes over more of them, or write less: "
            "compression, larger batches, an engine that amplifies writes less",
            quantity=f"{base}.life",
            claimed=wanted,
            computed=life,
            related=tuple(declared_inputs(graph, f"{base}.life")),
        )


def exceeded_limits(subject: Subject) -> Iterator[Finding]:
    """Limits that the load passes and that nothing in the design raises."""
    design, graph = subject.design, subject.analysis.graph
    for name, limit in design.capacity.limits.items():
        base = f"limits.{name}"
        load, most = graph.value(f"{base}.load"), graph.value(f"{base}.at_most")
        if not _known(load) or not _known(most) or load <= most * (1 + 1e-9):
            continue
        grows = str(limit.grows_by)
        needed = graph.value(f"{base}.needed")
        if grows != "nothing" and not _too_few(design, limit, needed):
            continue
        unit = graph[f"{base}.load"].unit or "1"
        mend = (
            "no hardware lifts this limit: carry less over it, or change the design"
            if grows == "nothing"
            else f"it needs {needed:g} {grows}"
            if _known(needed)
            else f"more {grows} lift it"
        )
        yield Finding(
            code="N603",
            message=f'the limit "{name}" is exceeded: the load is {format_value(load, unit)}, '
            f"at most {format_value(most, graph[f'{base}.at_most'].unit or unit)} can pass",
            location=design.capacity.key_location("limits", name),
            help=mend,
            quantity=f"{base}.load",
            claimed=most,
            computed=load,
            related=tuple(declared_inputs(graph, f"{base}.load")),
        )


def _too_few(design: Any, limit: Any, needed: Any) -> bool:
    """Whether the design fixes the shards that raise a limit, and fixes too few. Nodes are held by N601."""
    if str(limit.grows_by) != "shards" or not _known(needed):
        return False
    owner = str(limit.of).rpartition(".")[2]
    cluster = design.iterations.cluster.get(owner)
    count = None if cluster is None or cluster.shards is None else cluster.shards.count
    if count is None or count.automatic:
        return False
    try:
        return float(STANDARD.literal(count.text).value) < needed * (1 - 1e-9)
    except UnitError:
        return False


def _most_used(graph: Any, base: str) -> str:
    """The resources above their target with the stated nodes, fullest first."""
    used = []
    for id in graph.ids(f"{base}."):
        if not id.endswith(".utilisation"):
            continue
        value = graph.value(id)
        target = graph.value(id.removesuffix("utilisation") + "target")
        if _known(value) and _known(target) and value > target:
            resource = id.removeprefix(f"{base}.").removesuffix(".utilisation")
            used.append((value, f"{_plain(resource)} {value:.0%} of {target:.0%}"))
    used.sort(reverse=True)
    law = "; a queue that is 100% busy or more grows without end" if used and used[0][0] >= 1 else ""
    return f" ({', '.join(text for _, text in used[:MOST_RESOURCES])}{law})" if used else ""


def _known(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(name: Any) -> str:
    return str(name).replace("cpu", "CPU").replace("_", " ") if name is not None else "an unknown resource"


_MACHINE = """\
machines:
  box: {cores: 16, threads: 32, ram: 128 GiB, nic: 10 Gbps, queues: 16, packets: unknown, disks: []}
"""
_LEADER = """\
limits:
  leader: {of: tiers.log, each: leader, load: append.rate, takes: %s, serial: true, grows_by: nothing}
"""
_FLOW = "flows:\n  append: {from: workloads.click, to: log}\n"

_WRITTEN = Example(
    "---\nphase: 1\nrequirements: {ingest: {text: Record each click, apis: [report]}}\n"
    "clients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 1M/s, peak: 1.2M/s, request: 500 B}\n"
    "apis: {report: {method: POST, path: /v1/clicks, workload: click}}\n"
    "---\n## Problem statement\n\nA million clicks a second are kept for a week.\n",
    "1-context.md",
)
_DRIVES = """\
---
phase: 3
machines:
  box:
    cores: 16
    threads: 32
    ram: 128 GiB
    nic: 10 Gbps
    queues: 16
    packets: 4M packet/s
    disks: [{capacity: 4 TB, read_iops: 500k IOPS, write_iops: 100k IOPS, read: 3 GB/s, write: 2 GB/s,
             endurance: %s, life: 5 y}]
tiers:
  log: {machine: box, work: {append: {rate: 500k op/s/core}}}
flows:
  append: {from: workloads.click, to: log, batch: {size: 100}, protocol: tcp}
---
As many nodes as the clicks of a week need.
"""

OVERLOADED_TIER = Rule(
    code="N601",
    name="overloaded-tier",
    what="A tier states fewer nodes than its load needs at the headroom the design asks for.",
    why="At the stated peak the binding resource is above its target, and queues grow without end once it "
    "is full.",
    bad=Example(
        "---\nphase: 3\n"
        + _MACHINE
        + "tiers:\n  log: {machine: box, nodes: 2, work: {append: {rate: 100 op/s/core}}}\n"
        + _FLOW
        + "---\nTwo nodes.\n",
        "3-capacity.md",
    ),
    good=Example(
        "---\nphase: 3\n"
        + _MACHINE
        + "tiers:\n  log: {machine: box, nodes: 60, work: {append: {rate: 100 op/s/core}}}\n"
        + _FLOW
        + "---\nSixty nodes.\n",
        "3-capacity.md",
    ),
    mend="State the nodes that are needed, or leave `nodes` out and the tier is sized. The finding names "
    "the resource "
    "that binds; `nalsd explain` shows how the need comes about.",
    check=overloaded_tiers,
)

WORN_OUT_DRIVES = Rule(
    code="N602",
    name="worn-out-drives",
    what="The drives of a tier are written more than they are rated for over their service life.",
    why="They fail within the same weeks, all copies together, and replacing them was not budgeted.",
    bad=Example(_DRIVES % "0.1 /d", "3-capacity.md", (_WRITTEN,)),
    good=Example(_DRIVES % "1 /d", "3-capacity.md", (_WRITTEN,)),
    mend="Choose drives rated for more writes, spread the writes over more of them, or write less: "
    "compression, larger "
    "batches, an engine that amplifies writes less.",
    check=worn_out_drives,
)

EXCEEDED_LIMIT = Rule(
    code="N603",
    name="exceeded-limit",
    what="A declared limit is passed by the load, and what would raise it is stated as too little, or "
    "nothing raises it.",
    why="A serial leader, a partition or a quota stops the design whatever hardware is added.",
    bad=Example(
        "---\nphase: 3\n"
        + _MACHINE
        + "tiers:\n  log: {machine: box, work: {append: {rate: 100 op/s/core}}}\n"
        + _FLOW
        + _LEADER.replace("%s", "25 ms")
        + "---\nOne leader orders all clicks.\n",
        "3-capacity.md",
    ),
    good=Example(
        "---\nphase: 3\n"
        + _MACHINE
        + "tiers:\n  log: {machine: box, work: {append: {rate: 100 op/s/core}}}\n"
        + _FLOW
        + _LEADER.replace("%s", "20 us")
        + "---\nOne leader orders all clicks.\n",
        "3-capacity.md",
    ),
    mend="Carry less over the limit (batch, cache, sample), add what raises it, or design it away.",
    check=exceeded_limits,
)

RULES = (OVERLOADED_TIER, WORN_OUT_DRIVES, EXCEEDED_LIMIT)
