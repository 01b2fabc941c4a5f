"""Cores of a tier: application work by profile, handshakes, the kernel's packets, overheads, headroom."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.connections import FORWARDING, clients_at, forwards
from nalsd.analysis.constants import constant, covers_packets, datapath, default_policy, profile
from nalsd.analysis.context import is_called
from nalsd.analysis.flows import flows_at
from nalsd.analysis.resource import Resource
from nalsd.analysis.traffic import counted_packets, opened_at
from nalsd.designs import Finding, Value
from nalsd.designs.schema.capacity import Tier
from nalsd.graph import Expr, Name, maximum, minimum, total
from nalsd.graph.words import in_words
from nalsd.physics import compute, packets, sizing
from nalsd.units import UnitError


def add_cpu(author: Author, tier: str, arriving: list[str], leaving: list[str]) -> list[Resource]:
    """Busy cores at peak, and the cores of one machine that may be busy."""
    graph, declared, id = author.graph, author.design.capacity.tiers[tier], f"tiers.{tier}.single.cpu"
    parts = []
    for flow in arriving:
        if not forwards(author, tier, flow):
            parts.append(_work(author, tier, declared, flow))
    parts += [_work(author, tier, declared, flow) for flow in leaving if flow in declared.work]
    for unknown in (f for f in declared.work if f not in (*arriving, *leaving)):
        author.findings.append(
            Finding(
                "N201",
                f"tier `{tier}` declares work for `{unknown}`, but no such flow reaches or leaves it",
                declared.key_location("work", unknown),
                help=f"its flows are {', '.join((*arriving, *leaving)) or 'none'}",
                printed=str(unknown),
            )
        )
    for client in clients_at(author, arriving, leaving):
        if f"clients.{client}.full_handshakes" in graph:
            parts.append(_handshake_cores(author, tier, client))
    kernel = _kernel(author, tier, declared, arriving, leaving)
    if kernel is not None:
        parts.append(kernel)
    resource = Resource("cpu", [Name(p) for p in parts])
    overheads = _overheads(author, tier, declared)
    if overheads:
        graph.define(
            f"{id}.busy", compute.busy_cores, label=f"{author.called(tier)}, busy cores with overheads",
            unit="core", role="demand", work=parts, overheads=overheads,
        )  # fmt: skip
        resource.variable = [Name(f"{id}.busy")]
    _supply(author, tier, declared)
    return [resource]


def _handshake_cores(author: Author, tier: str, client: str) -> str:
    """Id of the cores for the handshakes with a client; those in full and those resumed stand below it."""
    graph, id, title = author.graph, f"tiers.{tier}.single.cpu.handshakes.{client}", author.called(tier)
    inputs, full = {}, "full_client" if is_called(author, client) else "full"
    for kind, of in (("full", full), ("resumed", "resumed")):
        rate, per_core = f"clients.{client}.{kind}_handshakes", _handshakes(author, of)
        graph.express(
            f"{id}.{kind}", Name(rate) / Name(per_core), unit="core", role="demand",
            label=f"{title}, cores for {kind} handshakes with {client}",
        )  # fmt: skip
        inputs |= {kind: rate, f"{kind}_per_core": per_core}
    graph.define(id, packets.handshake_cores, label=f"{title}, cores for handshakes with {client}",
                 unit="core", role="demand", **inputs)  # fmt: skip
    return id


def _kernel(author: Author, tier: str, declared: Tier, arriving: list[str], leaving: list[str]) -> str | None:
    """Cores for packets; those of work that was measured through the network are in its profile already."""
    graph, id = author.graph, f"tiers.{tier}.single.cpu"
    counted = _uncovered(author, tier, declared, arriving, leaving) + opened_at(author, tier)
    if not counted:
        return None
    graph.express(
        f"{id}.kernel_packets", total(counted),
        label=f"{author.called(tier)}, packets that no profile covers", unit="packet/s", role="demand",
    )  # fmt: skip
    graph.define(
        f"{id}.kernel", packets.kernel_cores, label=f"{author.called(tier)}, cores for packets", unit="core",
        role="demand",
        packets=f"{id}.kernel_packets", per_core=datapath(author, str(declared.datapath)),
    )  # fmt: skip
    return f"{id}.kernel"


def cores_for(author: Author, tier: str, flows: list[str]) -> Expr | None:
    """Cores that some of a tier's flows keep busy on one copy: their work, their packets, and overheads."""
    graph, declared, id = author.graph, author.design.capacity.tiers[tier], f"tiers.{tier}.single.cpu"
    parts: list[Expr] = [Name(work) for f in flows if (work := f"{id}.work.{f}") in graph]
    arriving, leaving = ([f for f in way if f in flows] for way in flows_at(author, tier))
    counted = _uncovered(author, tier, declared, arriving, leaving)
    if counted:
        parts.append(packets.kernel_cores(total(counted), Name(datapath(author, str(declared.datapath)))))
    overheads = [Name(o) for part in ("os", "runtime") if (o := f"tiers.{tier}.overhead.{part}") in graph]
    if not parts:
        return None
    return compute.busy_cores(parts, overheads) if overheads else total(parts)


def _uncovered(
    author: Author, tier: str, declared: Tier, arriving: list[str], leaving: list[str]
) -> list[Expr]:
    """Packets of flows whose cost is not in a profile that was measured through the network."""
    arrive = [f for f in arriving if not _end_to_end(author, declared, f, True)]
    leave = [f for f in leaving if not _end_to_end(author, declared, f, False)]
    return counted_packets(author, tier, arrive, leave)


def _end_to_end(author: Author, declared: Tier, flow: str, arriving: bool) -> bool:
    work = declared.work.get(flow)
    if work is None and (not arriving or declared.datapath in FORWARDING):
        return False
    if work is not None and work.profile is None:
        return False
    return covers_packets(author, work.profile if work is not None else declared.profile)


def add_cpu_need(author: Author, tier: str) -> None:
    """The larger of target utilisation and square-root staffing: alternatives, nothing is counted twice."""
    graph, id, title = author.graph, f"tiers.{tier}.single.cpu", author.called(tier)
    graph.define(
        f"{id}.staffed", compute.staffed_load, label=f"{title}, busy cores of one machine under staffing",
        unit="core", role="limit", cores=f"{id}.supply", quality=default_policy(author, "staffing.quality",
        "Quality of service in staffing, Q", "limit", "1"),
    )  # fmt: skip
    graph.define(
        f"{id}.need_by_target", sizing.node_need, label=f"{title}, nodes by target utilisation", unit="node",
        role="count", demand=f"{id}.demand", supply=f"{id}.supply", target=f"{id}.target",
    )  # fmt: skip
    graph.define(
        f"{id}.need_by_staffing", sizing.node_need, label=f"{title}, nodes by square-root staffing",
        unit="node",
        role="count", demand=f"{id}.demand", supply=f"{id}.staffed", target=1.0,
    )  # fmt: skip
    graph.express(
        f"{id}.need", maximum(Name(f"{id}.need_by_target"), Name(f"{id}.need_by_staffing")),
        label=f"{title}, CPU, nodes needed", unit="node", role="count",
    )  # fmt: skip
    graph.express(
        f"{id}.allowed_share", minimum(Name(f"{id}.target"), Name(f"{id}.staffed") / Name(f"{id}.supply")),
        label=f"{title}, CPU, utilisation allowed by target and staffing", unit="%", role="limit",
    )  # fmt: skip


def _work(author: Author, tier: str, declared: Tier, flow: str) -> str:
    """Busy cores for one flow, by its own cost, its profile, or the tier's."""
    graph, id = author.graph, f"tiers.{tier}.single.cpu.work.{flow}"
    label = f"{author.called(tier)}, cores for {in_words(flow)}"
    work = declared.work.get(flow)
    if work is not None and work.profile is None:
        stated = work.each or work.rate
        cost = f"tiers.{tier}.cost.{flow}"
        kind = "each" if work.each is not None else cost_kind(author, stated)
        state_cost(author, cost, kind, stated, f"{author.called(tier)}, cost of {in_words(flow)}")
    else:
        named = work.profile if work is not None else declared.profile
        cost, kind = profile(author, named)
    if kind == "each":
        graph.define(
            id,
            compute.cores_from_time,
            label=label,
            unit="core",
            role="demand",
            rate=f"flows.{flow}.rate",
            each=cost,
        )
    elif kind == "bytes":
        graph.define(
            id, compute.cores_from_bytes, label=label, unit="core", role="demand",
            rate=f"flows.{flow}.payload", per_core=cost,
        )  # fmt: skip
    else:
        graph.define(
            id,
            compute.cores_from_rate,
            label=label,
            unit="core",
            role="demand",
            rate=f"flows.{flow}.rate",
            per_core=cost,
        )
    return id


def cost_kind(author: Author, value: Value | None) -> str:
    """Whether a rate per core counts operations or bytes."""
    try:
        read = author.graph.units.value(value.text) if value is not None else None
    except UnitError:
        return "rate"
    return "bytes" if read is not None and read.unit.dimension.power("byte") == 1 else "rate"


COST_UNITS = {"each": "core*s/op", "rate": "op/s/core", "bytes": "B/s/core"}
"""Unit of each way to state the cost of an operation."""


def state_cost(author: Author, id: str, kind: str, value: Value | None, label: str) -> None:
    """The cost of an operation on one physical core."""
    author.state(id, value, label=label, role="cost", unit=COST_UNITS[kind])


def _overheads(author: Author, tier: str, declared: Tier) -> list[str]:
    ids = []
    if declared.overhead is not None:
        for part, value in (("os", declared.overhead.os), ("runtime", declared.overhead.runtime)):
            if value is not None:
                ids.append(f"tiers.{tier}.overhead.{part}")
                name = "operating system" if part == "os" else part
                author.state(
                    ids[-1],
                    value,
                    label=f"{author.called(tier)}, CPU overhead of the {name}",
                    role="ratio",
                    unit="%",
                )
    return ids


def _supply(author: Author, tier: str, declared: Tier) -> None:
    """Cores of one machine: those the software can use, what scaling leaves of them, less what background
    work reserves."""
    graph, id = author.graph, f"tiers.{tier}.single.cpu"
    title, cores = author.called(tier), f"tiers.{tier}.machine.cores"
    if declared.concurrency is not None:
        author.state(f"{id}.concurrency", declared.concurrency, label=f"{title}, cores one process can use",
        role="limit",
                     unit="core")  # fmt: skip
        graph.define(
            f"{id}.usable", compute.usable_cores, label=f"{title}, usable cores of one machine", unit="core",
            role="supply", cores=cores, concurrency=f"{id}.concurrency",
        )  # fmt: skip
        cores = f"{id}.usable"
    law = declared.scaling
    if law is not None and law.name == "usl" and len(law.args) == 2:
        for part, value in zip(("contention", "coherency"), law.args, strict=True):
            author.state(
                f"{id}.{part}", value, label=f"{title}, {part} of the scaling law", role="ratio", unit="1"
            )
        graph.define(
            f"{id}.effective", compute.effective_cores, label=f"{title}, cores worth after scaling losses",
            unit="core", role="supply", cores=cores, contention=f"{id}.contention",
            coherency=f"{id}.coherency",
        )  # fmt: skip
        cores = f"{id}.effective"
    elif law is not None:
        author.findings.append(
            Finding("N302", f"`{law.text}` is no scaling law that is known", law.location,
                    help="write `usl(contention, coherency)`, for example `usl(0.03, 0.0005)`",
                    printed=law.text)
        )  # fmt: skip
    reserved = []
    for name, background in declared.background.items():
        share = background.reserve.of("cpu") if background.reserve is not None else None
        if share is not None:
            reserved.append(f"tiers.{tier}.reserve.{name}.cpu")
            author.state(
                reserved[-1], share, label=f"{title}, CPU reserved for {name}", role="ratio", unit="%"
            )
    left = Name(cores) * (1.0 - total([Name(r) for r in reserved])) if reserved else Name(cores)
    graph.express(f"{id}.supply", left, label=f"{title}, CPU of one machine", unit="core", role="supply")


def _handshakes(author: Author, kind: str) -> str:
    return constant(
        author, f"handshakes.{kind}", f"TLS handshakes of one core, {kind}", "supply", "handshake/s/core"
    )
