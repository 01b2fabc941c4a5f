"""Network and packets of a tier: each direction by itself, handshakes and acknowledgements included."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.connections import (
    answers_return,
    clients_at,
    clients_through,
    counted_in_packets,
    forwards,
)
from nalsd.analysis.constants import constant, datapath, packet_overhead
from nalsd.analysis.resource import Resource
from nalsd.graph import Expr, Name, maximum, total
from nalsd.physics import packets


def add_traffic(author: Author, tier: str, arriving: list[str], leaving: list[str]) -> list[Resource]:
    """Demand and supply of both directions of the network and of packets."""
    graph, id = author.graph, f"tiers.{tier}"
    inward = [Name(f"flows.{f}.wire_out") for f in arriving] + [Name(f"flows.{f}.wire_back") for f in leaving]
    outward = [Name(f"flows.{f}.wire_back") for f in arriving] + [
        Name(f"flows.{f}.wire_out") for f in leaving
    ]
    counted = counted_packets(author, tier, arriving, leaving)
    ending = clients_at(author, arriving, leaving)
    for client in dict.fromkeys((*ending, *clients_through(author, arriving))):
        passes = client not in ending
        if f"clients.{client}.new" not in graph or (passes and counted_in_packets(author, client)):
            continue
        bytes_each_way = _connection_packets(author, tier, client, passes)
        inward.append(bytes_each_way)
        outward.append(bytes_each_way)
    counted += opened_at(author, tier)
    for direction in ("network_in", "network_out"):
        graph.express(
            f"{id}.single.{direction}.supply", Name(f"{id}.machine.network"),
            label=f"{author.called(tier)}, {direction.replace('_', ' ')}, of one machine", unit="bit/s",
            role="supply",
        )  # fmt: skip
    _packet_supply(author, tier)
    return [Resource("network_in", inward), Resource("network_out", outward), Resource("packets", counted)]


def counted_packets(author: Author, tier: str, arriving: list[str], leaving: list[str]) -> list[Expr]:
    """Packets of flows that a tier's cores take. One that a forwarder passes on comes in and goes out again
    and is one packet, as in the published rates of forwarders; with work of its own both ends count."""
    flows, found, carried = author.design.capacity.flows, [], set()
    for flow in arriving:
        onward = []
        if forwards(author, tier, flow):
            onward = [f for f in leaving if str(flows[f].of or "") == flow]
        carried.update(onward)
        for way in ("out", "back"):
            once: Expr = Name(f"flows.{flow}.packets_{way}")
            if onward:
                once = maximum(once, total([Name(f"flows.{f}.packets_{way}") for f in onward]))
            found.append(once)
    own = [f for f in leaving if f not in carried]
    return found + [Name(f"flows.{f}.packets_{way}") for f in own for way in ("out", "back")]


def opened_at(author: Author, tier: str) -> list[Expr]:
    """Packets to open and close connections that end at a tier or pass it."""
    ids = (f"tiers.{tier}.single.packets.connections.{client}" for client in author.design.context.clients)
    return [Name(id) for id in ids if id in author.graph]


def _connection_packets(author: Author, tier: str, client: str, passes: bool) -> Name:
    """Packets to open and close a client's connections; gives their bytes in each direction. Where they pass,
    both halves come in and go out again; with direct server return only that of the client does."""
    graph, single = author.graph, f"tiers.{tier}.single"
    target, size = f"{single}.packets.connections.{client}", f"{single}.network.connections.{client}"
    label = f"packets to open and close connections of {client}"
    constants = {
        "opened": f"clients.{client}.new",
        "packets": constant(author, "packets.per_connection", "Packets to open and close a connection",
                            "count", "packet/connection"),
    }  # fmt: skip
    if passes and not answers_return(author, tier):
        constants["packets"] = f"{single}.packets.per_connection"
        graph.express(constants["packets"], Name("constants.packets.per_connection") / 2.0,
                      label=f"{author.called(tier)}, packets of a client to open and close a connection",
                      unit="packet/connection", role="count",
                      note="the other half, the answers, goes around")  # fmt: skip
    graph.define(target, packets.connection_packets, label=f"{author.called(tier)}, {label}", unit="packet/s",
                 role="demand", **constants)  # fmt: skip
    bytes_of = Name(target) * Name(packet_overhead(author, "tcp"))
    graph.express(
        size, bytes_of if passes else bytes_of / 2.0,
        label=f"{author.called(tier)}, to open and close connections of {client}, each direction",
        unit="bit/s", role="demand",
        note="headers of " + ("the packets" if passes else "half the packets")
        + "; without certificates, so a lower bound",
    )  # fmt: skip
    return Name(size)


def _packet_supply(author: Author, tier: str) -> None:
    """The lesser of the instance's packet allowance, where it is published, and what its queues take."""
    graph, id = author.graph, f"tiers.{tier}"
    queues = f"{id}.machine.queues"
    if graph[queues].given is None and not graph[queues].computed:
        queues = f"{id}.single.queues"
        graph.express(
            queues, Name(f"{id}.machine.cores") / Name(_cores_per_queue(author)),
            label=f"{author.called(tier)}, receive queues of one machine", unit="queue", role="count",
            note="not published: one for each core is taken",
        )  # fmt: skip
    graph.define(
        f"{id}.single.packets.by_queues", packets.queue_packets,
        label=f"{author.called(tier)}, packets the queues of one machine take", unit="packet/s",
        role="supply", queues=queues, cores_per_queue=_cores_per_queue(author), cores=f"{id}.machine.cores",
        per_core=datapath(author, str(author.design.capacity.tiers[tier].datapath)),
    )  # fmt: skip
    ceilings = [f"{id}.single.packets.by_queues"]
    allowance = graph[f"{id}.machine.packets"]
    if allowance.given is not None or allowance.computed:
        ceilings.insert(0, f"{id}.machine.packets")
    graph.define(
        f"{id}.single.packets.supply", packets.packet_supply,
        label=f"{author.called(tier)}, packets of one machine",
        unit="packet/s", role="supply", ceilings=ceilings,
    )  # fmt: skip


def _cores_per_queue(author: Author) -> str:
    return constant(
        author, "packets.cores_per_queue", "Cores that serve a receive queue", "ratio", "core/queue"
    )


__all__ = ["add_traffic", "counted_packets", "opened_at"]
