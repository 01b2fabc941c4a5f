"""N606: objectives that the design does not reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.checks.claims import declared_inputs
from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Graph
from nalsd.units import format_value

AT_MOST = ("latency", "freshness")
"""Objectives that are the better the smaller they are."""

NINES = ("availability", "durability")
"""Objectives so near to 1 that the last digits count."""

SLOWEST = 3
"""Stages that a finding names."""


def unmet_objectives(subject: Subject) -> Iterator[Finding]:
    """SLOs whose target is known, whose reached value is known, and that are missed."""
    design, graph = subject.design, subject.analysis.graph
    for name, slo in design.slo.slos.items():
        id = f"slos.{name}"
        reached, target = graph.value(f"{id}.reached"), graph.value(f"{id}.target")
        if slo.target is None or not _known(reached) or not _known(target):
            continue
        most = slo.objective in AT_MOST
        if most and (graph.value(f"{id}.floor") or 0.0) > target:
            continue  # told by N605: no stage could be quick enough
        close = 1e-15 if slo.objective in NINES else 1e-9
        if reached <= target * (1 + close) if most else reached >= target * (1 - close):
            continue
        yield Finding(
            code="N606",
            message=f'the SLO "{name}" is missed: {slo.objective} reaches '
            f"{_apart(graph, id)}, {'at most' if most else 'at least'} "
            f"{slo.target.text} is promised{_where(subject, str(name), slo)}",
            location=slo.target.location,
            help=f"`nalsd explain {design.slug} {id}.reached` shows what it follows from; "
            + _MENDS.get(slo.objective, "add copies or repair sooner, or promise what the parts allow"),
            printed=slo.target.text,
            quantity=f"{id}.reached",
            claimed=target,
            computed=reached,
            related=tuple(
                place for place in declared_inputs(graph, f"{id}.reached")
                if place[0] != slo.target.location
            ),
        )  # fmt: skip


_TIME = "take time out of the slowest stages, or promise what they allow"
_MENDS = {
    "latency": _TIME,
    "freshness": _TIME,
    "throughput": "add nodes to the tier that binds or raise its limit, or promise what it carries",
}
"""What helps, by objective."""


def _printed(graph: Graph, id: str) -> str:
    return format_value(graph.value(id), graph[id].unit or "1")


def _apart(graph: Graph, id: str) -> str:
    """What is reached, with as many digits as tell it from the target."""
    unit = graph[f"{id}.reached"].unit or "1"
    reached, target = graph.value(f"{id}.reached"), graph.value(f"{id}.target")
    for digits in range(3, 16):
        shown = format_value(reached, unit, digits=digits)
        if shown != format_value(target, unit, digits=digits):
            break
    return shown


def _where(subject: Subject, slo_name: str, slo: Any) -> str:
    """The stages of the path that take longest at the 99th percentile; of a throughput what binds."""
    if slo.objective == "throughput":
        return f" ({subject.analysis.graph.value(f'slos.{slo_name}.binds')} binds first)"
    head, _, name = str(slo.for_).partition(".")
    path = subject.analysis.paths.get(name) if head == "paths" else None
    if path is None:
        return ""
    graph = subject.analysis.graph
    timed = [(graph.value(f"{stage.id}.p99"), stage) for stage in path.stages]
    slowest = sorted(
        ((time, stage) for time, stage in timed if _known(time) and time > 0), key=lambda pair: -pair[0]
    )
    named = [f"{stage.title} {_printed(graph, f'{stage.id}.p99')}" for _, stage in slowest[:SLOWEST]]
    return f" (p99 of its stages: {', '.join(named)})" if named else ""


def _known(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_DATA = """\
entities:
  click: {columns: {id: uuid, ad_id: int64, at: timestamp}, primary_key: [id]}
stores:
  click_log: {tier: log, engine: log, entity: click, written_by: [append], keep: [{for: 7 d}]}
---
Clicks are kept for a week.
"""
_FAST = "---\nphase: 2\nslos:\n  fast: {for: paths.record, latency: %s, at: p99}\n"

UNMET_SLO = Rule(
    code="N606",
    name="unmet-slo",
    what="An objective promises more than the design reaches: a latency below what its path takes, an "
    "availability above what its parts give, a throughput above what its tiers carry.",
    why="It is broken from the first day on, at the stated load and with no more failures than are expected. "
    "No effort in operations brings back what the arithmetic does not give.",
    bad=Example(_FAST.replace("%s", "20 us") + _DATA, "2-slo.md"),
    good=Example(_FAST.replace("%s", "5 ms") + _DATA, "2-slo.md"),
    mend="Look at what it follows from with `nalsd explain`: take time out of the slowest stages (a shorter "
    "batch, fewer hops, hedging), add copies, or promise what can be kept.",
    check=unmet_objectives,
)

RULES = (UNMET_SLO,)
