"""Phase 5, stages: what each kind of stage is made of, as a structure over quantities.

One function a kind. A stage whose latency nobody knows has no structure and says why; its path is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nalsd.analysis.author import Author
from nalsd.analysis.composing import Composed, Unknown
from nalsd.analysis.connections import FORWARDING
from nalsd.analysis.fleet import everywhere
from nalsd.analysis.flows import End, ends
from nalsd.analysis.hops import Hops
from nalsd.analysis.queues import WORK, add_stay, add_visit, queue_law
from nalsd.analysis.storing import commit_law, read_law
from nalsd.analysis.waterfall import StageResult
from nalsd.analysis.words import words
from nalsd.designs.schema import stages as kinds
from nalsd.designs.schema.architecture import Path
from nalsd.graph import Const, Name, minimum
from nalsd.graph.words import in_words
from nalsd.physics.composition import Structure
from nalsd.physics.transport import HANDSHAKES, ROUND_TRIPS

QUIC = ("http3", "quic")
SECURED = ("https", "http2", "grpc", "tls")


@dataclass
class Walk:
    """What the stages of one path share."""

    author: Author
    hops: Hops
    path: str
    declared: Path

    @property
    def workload(self) -> str | None:
        """The workload whose requests pass the path."""
        name = str(self.declared.workload or "")
        return name if name in self.author.design.context.workloads else None

    @property
    def client(self) -> str | None:
        """Who sends them."""
        workload = self.author.design.context.workloads.get(self.workload or "")
        name = str(workload.from_ or "") if workload is not None else ""
        return name if name in self.author.design.context.clients else None


REFERRING = ("queue", "batch", "call", "commit", "read", "lag", "rtt")
VERBS = {
    "rtt": "round trip",
    "handshake": "setting up the connection",
    "queue": "queue of",
    "batch": "batch of",
    "call": "call of",
    "commit": "commit to",
    "read": "read of",
    "all_of": "side by side",
    "first_of": "the first of several",
    "when": "for some",
    "took": "measured",
    "lag": "lag of",
    "waits": "wait",
}
"""What each kind does, in words."""


def referred(stage: kinds.Stage) -> str:
    """What a stage refers to: a tier, a flow, a store, two ends."""
    return str(getattr(stage, stage.kind)) if stage.kind in REFERRING else ""


def stage_title(author: Author, stage: kinds.Stage) -> str:
    """A stage as a reader sees it: its label, else its kind and what it refers to."""
    if stage.label is not None:
        return str(stage.label)
    named = referred(stage)
    named = author.inside(named.removeprefix("tiers.")) if stage.kind == "queue" else in_words(named)
    return f"{VERBS[stage.kind]} {named}".strip()


def serial(parts: list[StageResult]) -> Structure:
    """Stages one after another. Raises Unknown when one of them is, or when there is none."""
    if not parts:
        raise Unknown("no stages are stated")
    for part in parts:
        if part.structure is None:
            raise Unknown(f"{part.title} is not known: {part.unknown}")
    structures = [part.structure for part in parts if part.structure is not None]
    return structures[0] if len(structures) == 1 else ("serial", *structures)


# One function a kind


def _rtt(walk: Walk, id: str, stage: kinds.RttStage, parts: list[StageResult]) -> Structure:
    return _between(walk, *stage.ends)


def _between(walk: Walk, one: str, other: str) -> Structure:
    """The round trip between two ends, whichever they are."""
    author, design, hops = walk.author, walk.author.design, walk.hops
    bare = [end.rpartition(".")[2] for end in (one, other)]
    tiers = [end for end in bare if end in design.capacity.tiers]
    regions = [end for end in bare if end in design.iterations.regions]
    services = [end for end in bare if end in design.slo.services]
    if services:
        return _service(author, services[0])
    if len(tiers) == 2:
        return ("lognormal", *hops.of_zones(tiers[0] == tiers[1]))
    if len(regions) == 2 and (hop := hops.of_regions(*regions)) is not None:
        return ("constant", hop)
    users = client_and_tier(walk, one, other)
    if users is not None:
        trips = hops.of_client(*users)
        if trips is not None:
            times, shares = trips
            return ("choice", *times, *shares)
        raise Unknown(f"where {users[0]} is, or in which regions {users[1]} runs, is not stated")
    raise Unknown(f"no distance between {one} and {other} is known")


def client_and_tier(walk: Walk, one: str, other: str) -> tuple[str, str] | None:
    """The client and the tier of a stage between the two, whichever comes first."""
    design = walk.author.design
    bare = [end.rpartition(".")[2] for end in (one, other)]
    clients = [end for end in bare if end in design.context.clients]
    tiers = [end for end in bare if end in design.capacity.tiers]
    return (clients[0], tiers[0]) if len(clients) == 1 and len(tiers) == 1 else None


def _service(author: Author, name: str) -> Structure:
    service = author.design.slo.services.get(name)
    latency = service.latency if service is not None else None
    if latency is None or latency.p50 is None or latency.p99 is None:
        raise Unknown(f"the service {name} states no latency")
    for part in ("p50", "p99"):
        id = f"services.{name}.{part}"
        if id not in author.graph:
            author.state(
                id, getattr(latency, part), unit="s", role="duration",
                label=f"{words(name)}, {'median' if part == 'p50' else '99th percentile'} of a call",
            )  # fmt: skip
    return ("lognormal", f"services.{name}.p50", f"services.{name}.p99")


def _handshake(walk: Walk, id: str, stage: kinds.HandshakeStage, parts: list[StageResult]) -> Structure:
    """Round trips of those requests that open their connection."""
    author, client, title = walk.author, walk.client, words(walk.path)
    carried = client is not None and f"clients.{client}.requests" in author.graph
    if stage.handshake.automatic and not carried:
        raise Unknown("how many requests a connection carries is not stated")
    trip = round_trip_of(walk)
    if stage.handshake.automatic:
        author.graph.given(
            f"{id}.round_trips", float(ROUND_TRIPS[_opening(walk)]), label=f"{title}, round trips to set up",
            unit="1", role="count", source=HANDSHAKES[0], note=_opening(walk), default=True,
        )  # fmt: skip
    else:
        author.state(f"{id}.round_trips", stage.handshake, label=f"{title}, round trips to set up", unit="1",
                     role="count")  # fmt: skip
    if carried:
        author.graph.express(
            f"{id}.share", minimum(Const(1.0), Const(1.0) / Name(f"clients.{client}.requests")),
            label=f"{title}, requests that open a connection", unit="%", role="ratio",
        )  # fmt: skip
    else:
        author.graph.given(f"{id}.share", 1.0, label=f"{title}, requests that open a connection", unit="%",
                           role="ratio", default=True, note="each, since nothing says otherwise")  # fmt: skip
    return ("branch", f"{id}.share", ("scaled", f"{id}.round_trips", trip))


def round_trip_of(walk: Walk) -> Structure:
    """The round trip of a path's client: that of its own stage, else to the tier its workload enters."""
    for stage in walk.declared.stages:
        if isinstance(stage, kinds.RttStage):
            return _between(walk, *stage.ends)
    entry = _entry(walk)
    if walk.client is None or entry is None:
        raise Unknown("between whom the connection is set up is not stated")
    return _between(walk, walk.client, str(entry.to))


def _entry(walk: Walk) -> Any:
    flows = walk.author.design.capacity.flows.values()
    return next((f for f in flows if ends(walk.author, f)[0] == End("workload", walk.workload or "")), None)


def _opening(walk: Walk) -> str:
    """How a connection is opened, by the protocol of the first flow and the client's own words."""
    entry, client = _entry(walk), walk.author.design.context.clients.get(walk.client or "")
    protocol = str(entry.protocol) if entry is not None and entry.protocol is not None else ""
    if protocol in QUIC:
        return "quic"
    secured = client is not None and client.connections is not None and client.connections.tls is not None
    return "tcp+tls1.3" if secured or protocol in SECURED else "tcp"


def _queue(walk: Walk, id: str, stage: kinds.QueueStage, parts: list[StageResult]) -> Structure:
    tier = _tier(walk, str(stage.queue))
    return queue_law(tier, add_stay(walk.author, tier, walk.workload))


def _tier(walk: Walk, name: str) -> str:
    tier = name.removeprefix("tiers.")
    if f"tiers.{tier}.queue.service" not in walk.author.graph:
        raise Unknown(f"the work of the tier {tier} is not known")
    return tier


def _batch(walk: Walk, id: str, stage: kinds.BatchStage, parts: list[StageResult]) -> Structure:
    return ("uniform", _linger(walk, str(stage.batch).removeprefix("flows.")))


def _linger(walk: Walk, flow: str) -> str:
    """Id of how long a batch waits at most: as stated, else until the batch of one sender is full."""
    author, declared = walk.author, walk.author.design.capacity.flows.get(flow)
    if declared is None:
        raise Unknown(f"there is no flow {flow}")
    if f"flows.{flow}.batch_wait" in author.graph:
        return f"flows.{flow}.batch_wait"
    if declared.batch is None:
        raise Unknown(f"the flow {flow} is not batched")
    source, _ = ends(author, declared)
    id = f"flows.{flow}.batch_fill"
    if id not in author.graph:
        filled = Name(f"flows.{flow}.batch") / Name(f"flows.{flow}.rate")
        if source is not None and source.kind == "tier":
            nodes = everywhere(author, source.name)
            filled = filled * Name(nodes) / Const(1.0, author.graph.units.unit("node"), "1 node")
        author.graph.express(
            id, filled, label=f"{words(flow)}, time until a sender's batch is full", unit="s",
            role="duration", note="no wait is stated: a batch leaves when it is full",
        )  # fmt: skip
    return id


def _call(walk: Walk, id: str, stage: kinds.CallStage, parts: list[StageResult]) -> Structure:
    structure = _reach(walk, str(stage.call).removeprefix("flows."), stage.same_zone)
    if stage.times is None:
        return structure
    author, title = walk.author, f"{words(walk.path)}, {stage_title(walk.author, stage)}"
    author.state(f"{id}.times", stage.times, label=f"{title}, calls at the same time", unit="1", role="count")
    wait = str(stage.wait or "all")
    needed: Any = f"{id}.times" if wait == "all" else 1.0 if wait == "first" else float(wait)
    return ("copies", needed, f"{id}.times", structure)


def _reach(walk: Walk, flow: str, same_zone: bool = False) -> Structure:
    """Getting a message to the other end of a flow and being served there."""
    author, declared = walk.author, walk.author.design.capacity.flows.get(flow)
    if declared is None:
        raise Unknown(f"there is no flow {flow}")
    source, target = ends(author, declared)
    if target is None or source is None:
        raise Unknown(f"the ends of the flow {flow} are not known")
    if target.kind == "service":
        return _service(author, target.name)
    if source.kind == "service":
        return ("serial", _service(author, source.name), *_served(walk, target.name, flow))
    if target.kind == "client":
        raise Unknown(f"how long {target.name} takes to answer is not known")
    if source.kind in ("workload", "client"):
        client = walk.client if source.kind == "workload" else source.name
        hop = _between(walk, client or "", target.name)
    else:
        hop = ("lognormal", *walk.hops.of_zones(same_zone or declared.same_zone))
    return ("serial", hop, *_served(walk, target.name, flow))


def _served(walk: Walk, tier: str, flow: str) -> tuple[Structure, ...]:
    """The queue at the other end: for its work with the flow, or for its packets where they are forwarded."""
    author = walk.author
    if WORK.format(tier, flow) not in author.graph:
        forwards = author.design.capacity.tiers[tier].datapath in FORWARDING
        return (queue_law(_tier(walk, tier), f"tiers.{tier}.queue.service"),) if forwards else ()
    return (queue_law(_tier(walk, tier), add_visit(walk.author, tier, flow)),)


def _commit(walk: Walk, id: str, stage: kinds.CommitStage, parts: list[StageResult]) -> Structure:
    store = str(stage.commit).removeprefix("stores.")
    elsewhere = _kept_elsewhere(walk, store)
    if elsewhere is not None:
        return elsewhere
    return commit_law(walk.author, store, walk.hops)


def _read(walk: Walk, id: str, stage: kinds.ReadStage, parts: list[StageResult]) -> Structure:
    store = str(stage.read).removeprefix("stores.")
    elsewhere = _kept_elsewhere(walk, store)
    if elsewhere is not None:
        return elsewhere
    return read_law(walk.author, store, walk.hops)


def _kept_elsewhere(walk: Walk, store: str) -> Structure | None:
    """A call of the service in which a store lives; None for one on a tier of ours."""
    declared = walk.author.design.slo.stores.get(store)
    if declared is None:
        raise Unknown(f"there is no store {store}")
    if declared.service is not None:
        return _service(walk.author, str(declared.service).removeprefix("services."))
    tier = str(declared.tier or "").removeprefix("tiers.")
    if tier not in walk.author.design.capacity.tiers:
        raise Unknown(f"where the store {store} lives is not stated")
    return None


def _all(walk: Walk, id: str, stage: kinds.AllStage, parts: list[StageResult]) -> Structure:
    serial(parts)
    return ("fastest", float(len(parts)), *(part.structure for part in parts))


def _first(walk: Walk, id: str, stage: kinds.FirstStage, parts: list[StageResult]) -> Structure:
    serial(parts)
    structures = [part.structure for part in parts]
    if stage.after is None:
        return ("fastest", 1.0, *structures)
    title = f"{words(walk.path)}, {stage_title(walk.author, stage)}"
    walk.author.state(f"{id}.after", stage.after, label=f"{title}, until the next is sent", unit="s",
                      role="duration")  # fmt: skip
    assert structures[0] is not None
    Composed(walk.author, structures[0]).slower(
        f"{id}.extra", f"{id}.after", label=f"{title}, requests that send another"
    )
    if len(structures) == 1:
        structures *= 2
    return ("hedged", f"{id}.after", *structures)


def _when(walk: Walk, id: str, stage: kinds.WhenStage, parts: list[StageResult]) -> Structure:
    title = f"{words(walk.path)}, share of {stage_title(walk.author, stage)}"
    walk.author.state(f"{id}.share", stage.when, label=title, unit="%", role="ratio")
    return ("branch", f"{id}.share", serial(parts))


def _took(walk: Walk, id: str, stage: kinds.TookStage, parts: list[StageResult]) -> Structure:
    if stage.took.p50 is None:
        raise Unknown("no median is stated")
    title = f"{words(walk.path)}, {stage_title(walk.author, stage)}"
    walk.author.state(f"{id}.p50", stage.took.p50, label=f"{title}, median", unit="s", role="duration")
    if stage.took.p99 is None:
        raise Unknown("no 99th percentile is stated")
    walk.author.state(f"{id}.p99", stage.took.p99, label=f"{title}, 99th percentile", unit="s",
                      role="duration")  # fmt: skip
    return ("lognormal", f"{id}.p50", f"{id}.p99")


def _lag(walk: Walk, id: str, stage: kinds.LagStage, parts: list[StageResult]) -> Structure:
    """How far an asynchronous flow is behind: its batch, the way, the queue at the other end."""
    flow = str(stage.lag).removeprefix("flows.")
    reach = _reach(walk, flow)
    declared = walk.author.design.capacity.flows[flow]
    stated = declared.batch is not None and declared.batch.wait is not None
    if declared.batch is None or (declared.mode == "pull" and not stated):
        return reach  # who pulls takes what is there: the batch is a maximum
    return ("serial", ("uniform", _linger(walk, flow)), reach)


def _waits(walk: Walk, id: str, stage: kinds.WaitStage, parts: list[StageResult]) -> Structure:
    title = f"{words(walk.path)}, {stage_title(walk.author, stage)}"
    walk.author.state(f"{id}.time", stage.waits, label=title, unit="s", role="duration")
    return ("constant", f"{id}.time")


STRUCTURES: dict[type, Callable[..., Structure]] = {
    kinds.RttStage: _rtt, kinds.HandshakeStage: _handshake, kinds.QueueStage: _queue,
    kinds.BatchStage: _batch, kinds.CallStage: _call, kinds.CommitStage: _commit, kinds.ReadStage: _read,
    kinds.AllStage: _all, kinds.FirstStage: _first, kinds.WhenStage: _when, kinds.TookStage: _took,
    kinds.LagStage: _lag, kinds.WaitStage: _waits,
}  # fmt: skip
