"""Network and packets of a tier: each direction by itself, handshakes and acknowledgements included."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, datapath, packet_overhead
from nalsd.analysis.context import is_called
from nalsd.analysis.flows import ends
from nalsd.analysis.resource import Resource
from nalsd.analysis.words import words
from nalsd.graph import Name
from nalsd.physics import packets


def add_traffic(author: Author, tier: str, arriving: list[str], leaving: list[str]) -> list[Resource]:
    """Demand and supply of both directions of the network and of packets."""
    graph, id = author.graph, f"tiers.{tier}"
    inward = [Name(f"flows.{f}.wire_out") for f in arriving] + [Name(f"flows.{f}.wire_back") for f in leaving]
    outward = [Name(f"flows.{f}.wire_back") for f in arriving] + [
        Name(f"flows.{f}.wire_out") for f in leaving
    ]
    count = [Name(f"flows.{f}.packets_{way}") for f in (*arriving, *leaving) for way in ("out", "back")]
    for client in clients_at(author, arriving, leaving):
        if f"clients.{client}.new" not in graph:
            continue
        target = f"{id}.single.packets.connections.{client}"
        graph.define(
            target, packets.connection_packets,
            label=f"{words(tier)}, packets to open and close connections of {client}",
            unit="packet/s", role="demand", opened=f"clients.{client}.new",
            packets=constant(author, "packets.per_connection", "Packets to open and close a connection",
            "count",
                             "packet/connection"),
        )  # fmt: skip
        count.append(Name(target))
        inward.append(_connection_bytes(author, tier, client))
        outward.append(Name(f"{id}.single.network.connections.{client}"))
    for direction in ("network_in", "network_out"):
        graph.express(
            f"{id}.single.{direction}.supply", Name(f"{id}.machine.network"),
            label=f"{words(tier)}, {direction.replace('_', ' ')}, of one machine", unit="bit/s",
            role="supply",
        )  # fmt: skip
    _packet_supply(author, tier)
    return [Resource("network_in", inward), Resource("network_out", outward), Resource("packets", count)]


def _connection_bytes(author: Author, tier: str, client: str) -> Name:
    """Bytes of opening and closing connections, each direction; certificates are not counted."""
    id = f"tiers.{tier}.single.network.connections.{client}"
    author.graph.express(
        id,
        Name(f"tiers.{tier}.single.packets.connections.{client}") * Name(packet_overhead(author,
        "tcp")) / 2.0,
        label=f"{words(tier)}, to open and close connections of {client}, each direction", unit="bit/s",
        role="demand",
        note="headers of half the packets; without certificates, so a lower bound",
    )  # fmt: skip
    return Name(id)


def clients_at(author: Author, arriving: list[str], leaving: list[str]) -> list[str]:
    """Clients whose connections end at a tier: those it serves, and those that it calls (not those it
    only answers)."""
    found: dict[str, None] = {}
    for name in (*arriving, *leaving):
        flow = author.design.capacity.flows[name]
        for end in ends(author, flow):
            if end is None:
                continue
            if end.kind == "workload":
                sender = author.design.context.workloads[end.name].from_
                if sender is not None and str(sender) in author.design.context.clients:
                    found[str(sender)] = None
            elif end.kind == "client" and (name in arriving or is_called(author, end.name)):
                found[end.name] = None
    return list(found)


def _packet_supply(author: Author, tier: str) -> None:
    """The lesser of the instance's packet allowance, where it is published, and what its queues take."""
    graph, id = author.graph, f"tiers.{tier}"
    queues = f"{id}.machine.queues"
    if graph[queues].given is None and not graph[queues].computed:
        queues = f"{id}.single.queues"
        graph.express(
            queues, Name(f"{id}.machine.cores") / Name(_cores_per_queue(author)),
            label=f"{words(tier)}, receive queues of one machine", unit="queue", role="count",
            note="not published: one for each core is taken",
        )  # fmt: skip
    graph.define(
        f"{id}.single.packets.by_queues", packets.queue_packets,
        label=f"{words(tier)}, packets the queues of one machine take", unit="packet/s", role="supply",
        queues=queues, cores_per_queue=_cores_per_queue(author), cores=f"{id}.machine.cores",
        per_core=datapath(author, str(author.design.capacity.tiers[tier].datapath)),
    )  # fmt: skip
    ceilings = [f"{id}.single.packets.by_queues"]
    allowance = graph[f"{id}.machine.packets"]
    if allowance.given is not None or allowance.computed:
        ceilings.insert(0, f"{id}.machine.packets")
    graph.define(
        f"{id}.single.packets.supply", packets.packet_supply, label=f"{words(tier)}, packets of one machine",
        unit="packet/s", role="supply", ceilings=ceilings,
    )  # fmt: skip


def _cores_per_queue(author: Author) -> str:
    return constant(
        author, "packets.cores_per_queue", "Cores that serve a receive queue", "ratio", "core/queue"
    )
