"""N604, N701 and N702: what copies, quorums and zones do not give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.checks.claims import declared_inputs
from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Graph, Location

STRONG = ("strong", "linearizable")
ROUNDING = 1e-6
"""Share that is no more than rounding."""


def losses_not_survived(subject: Subject) -> Iterator[Finding]:
    """Losses that a tier, a store or the design says it survives, and that leave too little."""
    design, graph = subject.design, subject.analysis.graph
    zones = graph.value("cluster.zones")
    for name, entry in design.iterations.cluster.items():
        if entry.survive is None:
            continue
        place = entry.key_location("survive")
        if entry.survive.zones is not None:
            id = f"tiers.{name}.lost_zones"
            lost = graph.value(id) if id in graph else _number(graph, entry.survive.zones.text)
            over = 1.0 if entry.spread in ("none", "rack") else zones
            if known(lost) and known(over) and lost >= over:
                yield Finding(
                    code="N604",
                    message=f'"{name}" says it survives the loss of {lost:g} zones, and is spread over '
                    f"{over:g}",
                    location=place,
                    help="state `zones:` and `spread: zone`, or survive fewer: something has to be left",
                    quantity="cluster.zones",
                    claimed=lost,
                    computed=over - 1.0,
                )
                continue
            yield from _quorums_after(subject, str(name), lost, place)
        yield from _nodes_after(subject, str(name), place)
    failover = design.iterations.failover
    survive = failover.survive.regions if failover is not None and failover.survive is not None else None
    lost = _number(graph, survive.text) if survive is not None else None
    regions = len(design.iterations.regions)
    if failover is not None and known(lost) and lost >= max(regions, 1):
        yield Finding(
            code="N604",
            message=f"the design says it survives the loss of {lost:g} regions, and runs in {regions}",
            location=failover.key_location("survive"),
            help="define more `regions:`, or survive fewer",
            quantity="design.regions.count",
            claimed=lost,
            computed=float(max(regions - 1, 0)),
        )


def _quorums_after(subject: Subject, name: str, lost: Any, place: Location) -> Iterator[Finding]:
    """Stores whose quorum is gone when the stated zones are."""
    from nalsd.physics.copies import copies_left

    design, graph = subject.design, subject.analysis.graph
    zones = graph.value("cluster.zones")
    for store, declared in design.slo.stores.items():
        here = str(declared.tier or "").removeprefix("tiers.") == name or str(store) == name
        id = f"cluster.{store}"
        if not here or declared.caches is not None or f"{id}.rf" not in graph:
            continue
        rf, write, read = (graph.value(f"{id}.{part}") for part in ("rf", "write", "read"))
        if not all(known(v) for v in (rf, write, read, lost, zones)) or max(write, read) > rf:
            continue
        left = copies_left(rf, zones, lost)
        if left >= max(write, read):
            continue
        what = "writes" if left < write else "reads"
        need = write if left < write else read
        yield Finding(
            code="N604",
            message=f'after the loss of {lost:g} of {zones:g} zones the store "{store}" has {left:g} of '
            f"{rf:g} "
            f"copies left, and its {what} need {need:g}",
            location=place,
            help="more copies, a smaller quorum, more zones, or do not say that the loss is survived"
            if rf > 1
            else f"state copies for it under `cluster: {store}:`",
            quantity=f"{id}.rf",
            claimed=need,
            computed=left,
            related=tuple(declared_inputs(graph, f"{id}.{what.removesuffix('s')}")),
        )


def _nodes_after(subject: Subject, name: str, place: Location) -> Iterator[Finding]:
    """Tiers whose stated nodes are too few once the stated loss has happened."""
    graph, base = subject.analysis.graph, f"tiers.{name}"
    tier = subject.design.capacity.tiers.get(name)
    left, need = graph.value(f"{base}.left"), graph.value(f"{base}.surviving")
    if tier is None or tier.nodes is None or not known(left) or not known(need):
        return
    if left >= need * (1 - ROUNDING):
        return
    yield Finding(
        code="N604",
        message=f'the stated loss leaves {left:g} nodes of the tier "{name}", and its load needs {need:.3g}',
        location=place,
        help=f"state `nodes: {graph.value(f'{base}.needed') or 0:g}`, or leave `nodes` out and the tier is "
        f"sized",
        quantity=f"{base}.left",
        claimed=left,
        computed=need,
        related=tuple(declared_inputs(graph, f"{base}.left")),
    )


def consistency_not_given(subject: Subject) -> Iterator[Finding]:
    """Consistency or availability that a store claims and that its quorum does not give."""
    design, graph = subject.design, subject.analysis.graph
    for name, store in design.slo.stores.items():
        claims = store.consistency
        rf, write, read = (graph.value(f"cluster.{name}.{part}") for part in ("rf", "write", "read"))
        if claims is None or not all(known(v) for v in (rf, write, read)) or max(write, read) > rf:
            continue
        told = f"with {rf:g} copies, {write:g} for a write and {read:g} for a read"
        reason, key, help = "", "", ""
        if str(claims.read) in STRONG and read + write <= rf:
            key, reason = "read", f"reads are `{claims.read}`, and a read can miss the latest write"
            help = f"R + W > N is what it takes, and here {read:g} + {write:g} <= {rf:g}"
        elif str(claims.otherwise) == "consistency" and read + write <= rf:
            key, reason = "otherwise", "consistency is preferred, and a read can miss the latest write"
            help = f"R + W > N is what it takes, and here {read:g} + {write:g} <= {rf:g}"
        elif str(claims.when_partitioned) == "consistent" and 2 * write <= rf:
            key, reason = "when_partitioned", "it stays consistent in a partition, and both sides can write"
            help = f"W > N / 2 is what it takes, and here 2 * {write:g} <= {rf:g}"
        elif str(claims.when_partitioned) == "available" and 2 * write > rf > 1:
            key, reason = (
                "when_partitioned",
                "it stays available in a partition, and the smaller side cannot write",
            )
            help = f"W <= N / 2 is what it takes, and here 2 * {write:g} > {rf:g}"
        if reason:
            yield Finding(
                code="N701",
                message=f'the store "{name}" claims that {reason}: {told}',
                location=claims.key_location(key),
                help=f"{help}. Change the quorum, or say what it gives",
                quantity=f"cluster.{name}.consistency",
                claimed=str(getattr(claims, key)),
                computed=graph.value(f"cluster.{name}.consistency"),
                related=tuple(
                    p for part in ("write", "read") for p in declared_inputs(graph, f"cluster.{name}.{part}")
                ),
            )


def quorums_beyond_copies(subject: Subject) -> Iterator[Finding]:
    """Quorums of more copies than there are."""
    design, graph = subject.design, subject.analysis.graph
    for name, entry in design.iterations.cluster.items():
        rf = graph.value(f"cluster.{name}.rf")
        for part, what in (("write", "acknowledge a write"), ("read", "are asked by a read")):
            asked, value = graph.value(f"cluster.{name}.{part}"), getattr(entry, part)
            if value is None or not known(asked) or not known(rf) or 1 <= asked <= rf:
                continue
            yield Finding(
                code="N702",
                message=f'{asked:g} copies of "{name}" are to {what.replace("are asked by", "answer")}, '
                f"and it has {rf:g}",
                location=value.location,
                help=f"a quorum is between 1 and {rf:g} copies",
                printed=value.text,
                quantity=f"cluster.{name}.{part}",
                claimed=asked,
                computed=rf,
            )


def known(value: Any) -> bool:
    """Whether a quantity has a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(graph: Graph, text: str) -> float | None:
    """A stated count, when it is a plain number."""
    from nalsd.units import UnitError

    try:
        return float(graph.units.literal(text).value)
    except UnitError:
        return None


_ITERATIONS = (
    "---\nphase: 4\nzones: 3\ncluster:\n  click_log: {rf: 3, write: 2, read: 2}\n%s---\nThree copies.\n"
)
_QUORUM = "---\nphase: 4\nzones: 3\ncluster:\n  click_log: %s\n---\nThree copies, one a zone.\n"
_SLO = """\
---
phase: 2
slos:
  up: {for: workloads.click, availability: 99.9%%}
entities:
  click: {columns: {id: uuid, ad_id: int64, at: timestamp}, primary_key: [id]}
stores:
  click_log:
    {tier: log, engine: log, entity: click, written_by: [append], keep: [{for: 7 d}]%s}
---
Clicks are kept for a week.
"""

_CONSISTENCY = ", consistency: {when_partitioned: %s}"

LOSS_NOT_SURVIVED = Rule(
    code="N604",
    name="loss-not-survived",
    what="A tier, a store or the design says that it survives the loss of zones, nodes or regions, and "
    "what is left "
    "is too little: no zone, no quorum, or too few nodes.",
    why="The promise is read before the outage and tested during it.",
    bad=Example(_ITERATIONS % "  log: {spread: zone, survive: {zones: 2}}\n", "4-iterations.md"),
    good=Example(_ITERATIONS % "  log: {spread: zone, survive: {zones: 1}}\n", "4-iterations.md"),
    mend="Add what has to be left (zones, copies, nodes), ask fewer copies, or promise less.",
    check=losses_not_survived,
)

CONSISTENCY_NOT_GIVEN = Rule(
    code="N701",
    name="consistency-not-given",
    what="A store claims strong reads, consistency in a partition or availability in one, and its quorum "
    "gives "
    "something else.",
    why="R + W > N makes every read meet the latest write; W > N / 2 keeps two sides of a partition from "
    "both writing, "
    "and the smaller side from writing at all. There is no third way.",
    bad=Example(_SLO % (_CONSISTENCY % "available"), "2-slo.md"),
    good=Example(_SLO % (_CONSISTENCY % "consistent"), "2-slo.md"),
    mend="Change the quorum under `cluster:`, or claim what it gives.",
    check=consistency_not_given,
)

QUORUM_BEYOND_COPIES = Rule(
    code="N702",
    name="quorum-beyond-copies",
    what="A write or a read asks more copies than there are, or none.",
    why="It would wait for ever, or for nothing.",
    bad=Example(_QUORUM % "{rf: 3, write: 4, read: 2}", "4-iterations.md"),
    good=Example(_QUORUM % "{rf: 3, write: 2, read: 2}", "4-iterations.md"),
    mend="Ask between one and all copies.",
    check=quorums_beyond_copies,
)

RULES = (LOSS_NOT_SURVIVED, CONSISTENCY_NOT_GIVEN, QUORUM_BEYOND_COPIES)
