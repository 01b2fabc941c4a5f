"""Where clients' connections end: at the first tier that takes their requests; a forwarder passes them on."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.context import is_called
from nalsd.analysis.flows import ends, flows_at, gone_around

FORWARDING = ("ipvs", "forward", "xdp", "dpdk")
"""Datapaths in which packets never reach a socket: the packets are the work."""


def forwards(author: Author, tier: str, flow: str) -> bool:
    """Whether a tier hands on what a flow brings, packet by packet: connections neither begin nor end there,
    and nothing is decrypted."""
    declared = author.design.capacity.tiers.get(tier)
    return declared is not None and declared.datapath in FORWARDING and flow not in declared.work


def clients_at(author: Author, arriving: list[str], leaving: list[str]) -> list[str]:
    """Clients whose connections end at a tier: those it serves, through forwarders before it too, and those
    that it calls (not those it only answers)."""
    found: dict[str, None] = {}
    for name in arriving:
        _, target = ends(author, author.design.capacity.flows[name])
        if target is None or target.kind != "tier" or not forwards(author, target.name, name):
            found |= _senders(author, name, set())
    for name in leaving:
        found |= _called(author, name)
    return list(found)


def clients_through(author: Author, arriving: list[str]) -> list[str]:
    """Clients whose connections reach a tier, whether they end there or pass."""
    found: dict[str, None] = {}
    for name in arriving:
        found |= _senders(author, name, set())
    return list(found)


def counted_in_packets(author: Author, client: str) -> bool:
    """Whether the client's workloads count packets: those that open and close connections are among them."""
    sent = [w for w in author.design.context.workloads.values() if w.from_ == client]
    return bool(sent) and all(w.unit == "packet" for w in sent)


def answers_return(author: Author, tier: str) -> bool:
    """Whether what answers a forwarded packet comes back through the tier (no direct server return)."""
    return not gone_around(author, tier)


def _senders(author: Author, name: str, seen: set[str]) -> dict[str, None]:
    """The clients whose requests a flow carries, through the forwarding tiers it comes from."""
    if name in seen:
        return {}
    seen.add(name)
    flow, clients = author.design.capacity.flows[name], author.design.context.clients
    source, _ = ends(author, flow)
    if source is None:
        return {}
    if source.kind == "workload":
        sender = author.design.context.workloads[source.name].from_
        return {str(sender): None} if sender is not None and str(sender) in clients else {}
    if source.kind == "client":
        return {source.name: None}
    found: dict[str, None] = {}
    if source.kind == "tier":
        caused_by = str(flow.of or "")
        for before in flows_at(author, source.name)[0]:
            if before == caused_by and forwards(author, source.name, before):
                found |= _senders(author, before, seen)
    return found


def _called(author: Author, name: str) -> dict[str, None]:
    """The client that a flow calls, if it sends nothing itself."""
    found: dict[str, None] = {}
    for end in ends(author, author.design.capacity.flows[name]):
        if end is not None and end.kind == "client" and is_called(author, end.name):
            found[end.name] = None
    return found


__all__ = [
    "FORWARDING", "answers_return", "clients_at", "clients_through", "counted_in_packets", "forwards",
]  # fmt: skip
