"""N201 to N204: names that nothing stands behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding


def workload_not_handled(subject: Subject) -> Iterator[Finding]:
    """Workloads that no flow takes up, and stages of a path that the path's workload never reaches."""
    design = subject.design
    for name in design.context.workloads:
        if design.capacity.tiers and not reached(design, name)[0]:
            yield Finding(
                code="N202",
                message=f'no flow takes up the workload "{name}", and so no tier is sized for it',
                location=design.context.key_location("workloads", name),
                help=_handled_help(name, set()),
                printed=name,
            )
    for name, path in design.architecture.paths.items():
        workload = _bare(path.workload)
        if workload is None or workload not in design.context.workloads:
            continue
        flows, tiers = reached(design, workload)
        for word, target, location in stage_targets(path.stages):
            finding = None
            if word == "tier" and target in design.capacity.tiers and target not in tiers:
                finding = (
                    f'the path "{name}" passes the tier "{target}", '
                    f'which the workload "{workload}" never reaches'
                )
            elif word == "flow" and target in design.capacity.flows and target not in flows:
                finding = (
                    f'the path "{name}" uses the flow "{target}", '
                    f'which carries nothing of the workload "{workload}"'
                )
            elif word == "store" and target in design.slo.stores:
                tier = _bare(design.slo.stores[target].tier)
                if tier is not None and tier in design.capacity.tiers and tier not in tiers:
                    finding = (
                        f'the path "{name}" uses the store "{target}" on the tier "{tier}", '
                        f'which the workload "{workload}" never reaches'
                    )
            if finding is not None:
                yield Finding(
                    code="N202",
                    message=finding,
                    location=location or path.location,
                    help=_handled_help(workload, tiers),
                    printed=target,
                )


def reached(design: Any, workload: str) -> tuple[set[str], set[str]]:
    """The flows that carry a workload, directly or derived from it, and the tiers they reach."""
    flows: set[str] = set()
    tiers: set[str] = set()
    growing = True
    while growing:
        growing = False
        for name, flow in design.capacity.flows.items():
            if name in flows:
                continue
            origin, of = _bare(flow.from_), _bare(flow.of)
            starts = origin == workload and (
                str(flow.from_) == f"workloads.{workload}" or origin not in design.capacity.tiers
            )
            if starts or of in flows or (of is None and origin in tiers):
                flows.add(name)
                tiers.update(part for part in (_bare(flow.to), origin) if part in design.capacity.tiers)
                growing = True
    return flows, tiers


def stage_targets(stages: Any) -> Iterator[tuple[str, str, Any]]:
    """What the stages of a path name: ("tier" | "flow" | "store", its name, where)."""
    kinds = {
        "queue": "tier",
        "call": "flow",
        "batch": "flow",
        "lag": "flow",
        "commit": "store",
        "read": "store",
    }
    for stage in stages or ():
        for key, kind in kinds.items():
            target = _bare(getattr(stage, key, None))
            if target is not None and target != "auto":
                yield kind, target, stage.location
        for key in ("all_of", "first_of", "stages"):
            yield from stage_targets(getattr(stage, key, None))


def _bare(name: Any) -> str | None:
    """A name without its family: `log` for `tiers.log` and for `log`."""
    return None if name is None else str(name).rpartition(".")[2]


def _handled_help(workload: str, tiers: set[str]) -> str:
    if not tiers:
        return f"add a flow `from: workloads.{workload}` to the tier that serves it"
    known = ", ".join(sorted(tiers))
    return f'"{workload}" reaches {known}; add a flow that carries it further, or correct the stage'


_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
)
_PROSE = "---\n## Problem statement\n\n"
_CAPACITY = """\
---
phase: 3
machines:
  box: {cores: 16, threads: 32, ram: 128 GiB, nic: 10 Gbps, queues: 16, packets: unknown, disks: []}
tiers:
  front: {machine: box, stateless: true, work: {append: {rate: 50k op/s/core}}}
  log: {machine: box, work: {append: {rate: 50k op/s/core}}}
flows:
  append: {from: workloads.%s, to: %s}
---
Two tiers.
"""


_PATH = """\
---
phase: 5
paths:
  record: {workload: click, stages: [{queue: %s}]}    # the flow of clicks goes to log
---
A click passes one tier.
"""

UNKNOWN_REFERENCE = Rule(
    code="N201",
    name="unknown-reference",
    what="Something is named that nothing defines: a tier, workload, flow, store, machine, profile, region "
    "or quantity.",
    why="The load would go nowhere, or the number would be missing from every sum it belongs to.",
    bad=Example(_CAPACITY % ("clik", "log"), "3-capacity.md"),
    good=Example(_CAPACITY % ("click", "log"), "3-capacity.md"),
    mend="Correct the name; the finding gives the nearest known one. Or define what is named.",
    soft_in_draft=True,
)

WORKLOAD_NOT_HANDLED = Rule(
    code="N202",
    name="workload-not-handled",
    what="No flow takes up a workload, or a path passes a tier, a flow or a store that its workload never "
    "reaches along the flows.",
    why="The tiers' load leaves this workload out, and the latency of a path would be that of another load.",
    bad=Example(_PATH % "front", "5-architecture.md"),
    good=Example(_PATH % "log", "5-architecture.md"),
    mend="Add the flow that brings the workload there, or correct the stage.",
    soft_in_draft=True,
    check=workload_not_handled,
)

CYCLE = Rule(
    code="N203",
    name="cycle",
    what="Quantities or flows depend on each other in a ring.",
    why="There is no first number to compute from.",
    bad=Example(
        _CONTEXT
        + "quantities:\n  hot: {formula: cold * 2}\n  cold: {formula: hot / 2}\n"
        + _PROSE
        + "Clicks.\n",
        "1-context.md",
    ),
    good=Example(
        _CONTEXT + "assumptions: {cold: 4}\nquantities:\n  hot: {formula: cold * 2}\n" + _PROSE + "Clicks.\n",
        "1-context.md",
    ),
    mend="State one of the quantities as a number, or let the flow start where the load really starts.",
)

UNKNOWN_QUANTITY = Rule(
    code="N204",
    name="unknown-quantity",
    what="A claim or a call in the text names a quantity that the design does not have.",
    why="The number beside it is held by nothing.",
    bad=Example(
        _CONTEXT + _PROSE + "Clicks come at [5k/s](nalsd:workloads.click.peek).\n",
        "1-context.md",
    ),
    good=Example(
        _CONTEXT + _PROSE + "Clicks come at [5k/s](nalsd:workloads.click.peak).\n",
        "1-context.md",
    ),
    mend="Use the id that the finding proposes. `nalsd export SLUG` lists every id.",
    soft_in_draft=True,
)

RULES = (UNKNOWN_REFERENCE, WORKLOAD_NOT_HANDLED, CYCLE, UNKNOWN_QUANTITY)
