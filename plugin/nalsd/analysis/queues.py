"""Phase 5, queues: each tier's node as one queue for its cores, and the core time of each flow there."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.composing import Composed
from nalsd.analysis.connections import FORWARDING
from nalsd.analysis.fleet import fleet_utilisation
from nalsd.analysis.flows import flows_at
from nalsd.analysis.resource import usage
from nalsd.designs.schema.capacity import Flow
from nalsd.graph import Citation, Name, floor, maximum, total
from nalsd.graph.expr import Const, Expr
from nalsd.graph.words import in_words
from nalsd.physics import composition, paths

WORK = "tiers.{}.single.cpu.work.{}"
PACKETS = "tiers.{}.single.cpu.kernel_packets"
SCALING = Citation(
    "Linux documentation, Scaling in the Linux networking stack: receive-side scaling",
    "https://www.kernel.org/doc/html/latest/networking/scaling.html",
)


def add_queues(author: Author) -> None:
    """Ids `tiers.T.queue.*` of every tier whose cores have work and a known utilisation."""
    for tier, declared in author.design.capacity.tiers.items():
        if usage(author, tier, "cpu.utilisation") not in author.graph:
            continue
        flows = worked(author, tier)
        if flows:
            _served_by_all_cores(author, tier, flows)
        elif declared.datapath in FORWARDING and PACKETS.format(tier) in author.graph:
            _served_by_one_core(author, tier)
        else:
            continue
        _queue(author, tier)


def worked(author: Author, tier: str) -> list[str]:
    """Flows for which a tier's cores work, those that reach it first."""
    arriving, leaving = flows_at(author, tier)
    return [f for f in dict.fromkeys((*arriving, *leaving)) if WORK.format(tier, f) in author.graph]


def _served_by_all_cores(author: Author, tier: str, flows: list[str]) -> None:
    """Messages wait in one queue of the node for whichever core is free."""
    graph, id, title = author.graph, f"tiers.{tier}.queue", author.called(tier)
    graph.express(
        f"{id}.servers",
        maximum(Const(1.0), floor(Name(f"tiers.{tier}.single.cpu.supply") / _one_core(author))),
        label=f"{title}, cores behind the queue of a node", unit="1", role="count",
    )  # fmt: skip
    graph.express(
        f"{id}.work", total([Name(WORK.format(tier, f)) for f in flows]),
        label=f"{title}, cores for the flows' own work", unit="core", role="demand",
    )  # fmt: skip
    graph.express(
        f"{id}.requests", total([Name(f"flows.{f}.messages") for f in flows]),
        label=f"{title}, messages its cores work on", unit="message/s", role="peak",
    )  # fmt: skip


def _served_by_one_core(author: Author, tier: str) -> None:
    """Packets that are forwarded wait for the one core to which the card has dealt them."""
    graph, id, title = author.graph, f"tiers.{tier}.queue", author.called(tier)
    graph.given(
        f"{id}.servers", 1.0, label=f"{title}, cores behind one queue", unit="1", role="count",
        source=SCALING, note="the card deals packets out by connection, and each core has its own queue",
    )  # fmt: skip
    graph.express(f"{id}.work", Name(f"tiers.{tier}.single.cpu.kernel"), unit="core", role="demand",
                  label=f"{title}, cores for packets")  # fmt: skip
    one = Const(1.0, graph.units.unit("packet"), "1 packet")
    graph.express(f"{id}.requests", Name(PACKETS.format(tier)) / one, unit="1/s", role="peak",
                  label=f"{title}, packets its cores work on")  # fmt: skip


def _queue(author: Author, tier: str) -> None:
    graph, id, title = author.graph, f"tiers.{tier}.queue", author.called(tier)
    graph.express(
        f"{id}.utilisation", Name(fleet_utilisation(author, tier, "cpu")),
        label=f"{title}, utilisation of a node's cores", unit="%", role="utilisation",
    )  # fmt: skip
    graph.express(
        f"{id}.overhead", Name(f"tiers.{tier}.single.cpu.demand") / Name(f"{id}.work"),
        label=f"{title}, busy cores for each core of that work", unit="1", role="ratio",
        note="kernel, handshakes, operating system and runtime are shared out with the work",
    )  # fmt: skip
    graph.define(
        f"{id}.service", paths.core_time, label=f"{title}, mean core time of what arrives", unit="s",
        role="duration", work=f"{id}.work", rate=f"{id}.requests", overhead=f"{id}.overhead",
    )  # fmt: skip
    for output, label, unit, role in (
        ("waiting_probability", "share that waits for a core", "%", "ratio"),
        ("wait", "mean wait for a core", "s", "duration"),
        ("wait_of_waiting", "mean wait of those that wait", "s", "duration"),
    ):
        graph.define(
            f"{id}.{output}", paths.node_queue, output=output, label=f"{title}, {label}", unit=unit,
            role=role, partial=output != "waiting_probability",
            utilisation=f"{id}.utilisation", servers=f"{id}.servers", service=f"{id}.service",
        )  # fmt: skip
    Composed(author, queue_law(tier, f"{id}.service")).percentile(
        f"{id}.p99", 0.99, label=f"{title}, 99th percentile of waiting and being served"
    )


def _one_core(author: Author) -> Const:
    return Const(1.0, author.graph.units.unit("core"), "1 core")


def add_visit(author: Author, tier: str, flow: str) -> str:
    """Id of the core time of one message of a flow that reaches a tier and is worked on there."""
    id = f"tiers.{tier}.queue.services.{flow}"
    if id not in author.graph:
        author.graph.define(
            id, paths.core_time,
            label=f"{author.called(tier)}, core time of a message of {in_words(flow)}",
            unit="s", role="duration", work=WORK.format(tier, flow), rate=f"flows.{flow}.messages",
            overhead=f"tiers.{tier}.queue.overhead",
        )  # fmt: skip
    return id


def add_stay(author: Author, tier: str, workload: str | None) -> str:
    """Id of the core time of one request of a workload at a tier: its flows that reach the tier, and those
    they cause from there. Without any, that of the mean message."""
    entries = [f for f in flows_at(author, tier)[0] if _descends(author, f, workload)]
    entries = [f for f in entries if WORK.format(tier, f) in author.graph] or entries
    caused = [f for f in flows_at(author, tier)[1] if any(_causes(author, e, f) for e in entries)]
    parts = [Name(p) for f in (*entries, *caused) if (p := WORK.format(tier, f)) in author.graph]
    if not parts:
        return f"tiers.{tier}.queue.service"
    id = f"tiers.{tier}.queue.stays.{workload}"
    if f"{id}.service" not in author.graph:
        title, what = author.called(tier), in_words(workload or "")
        author.graph.express(f"{id}.work", total(parts), label=f"{title}, cores for {what}", unit="core",
                             role="demand")  # fmt: skip
        author.graph.express(
            f"{id}.rate", total([_arrivals(author, e) for e in entries]),
            label=f"{title}, arrivals of {what}", unit="request/s", role="peak",
        )  # fmt: skip
        author.graph.define(
            f"{id}.service", paths.core_time, label=f"{title}, core time of a request of {what}", unit="s",
            role="duration", work=f"{id}.work", rate=f"{id}.rate", overhead=f"tiers.{tier}.queue.overhead",
        )  # fmt: skip
    return f"{id}.service"


def _arrivals(author: Author, flow: str) -> Expr:
    """What keeps a core busy by itself: a message of a call, an item of what is pulled or sent in bulk."""
    waits = author.design.capacity.flows[flow].mode == "call"
    return Name(f"flows.{flow}.{'messages' if waits else 'rate'}")


def _descends(author: Author, flow: str, workload: str | None) -> bool:
    """Whether a flow carries a workload, by itself or through the flows before it."""
    return any(str(f.from_).removeprefix("workloads.") == workload for f in _chain(author, flow))


def _causes(author: Author, before: str, after: str) -> bool:
    first = author.design.capacity.flows.get(before)
    return before != after and any(f is first for f in _chain(author, after))


def _chain(author: Author, flow: str) -> list[Flow]:
    """A flow and those that cause it, nearest first."""
    flows, found, name = author.design.capacity.flows, [], flow
    while name in flows and flows[name] not in found:
        found.append(flows[name])
        name = str(flows[name].of or "")
    return found


def queue_law(tier: str, service: str) -> composition.Structure:
    """Waiting for a core behind what else arrives, and being served."""
    id = f"tiers.{tier}.queue"
    return (
        "serial", ("waiting", f"{id}.waiting_probability", f"{id}.wait_of_waiting"), ("exponential", service)
    )  # fmt: skip
