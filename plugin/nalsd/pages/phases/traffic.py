"""Phase 3, network and packets: both directions of every tier, packets and the kernel, the flows."""

from __future__ import annotations

from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.callouts import Tone
from nalsd.pages.html import element
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Bar, Cell, Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, lower_words, remark


def bar(view: DesignView, of: str) -> Cell:
    """The utilisation of a resource against its target."""
    share = view.q(f"{of}.utilisation")
    return None if share is None else Bar(share, view.first(f"{of}.allowed_share", f"{of}.target"))


def target(view: DesignView, tier: object, resource: str) -> Cell:
    """How busy a resource of a tier may be: the policy, of which every resource has its own copy."""
    base = "network" if resource.startswith("network") else resource
    return view.q(f"tiers.{tier}.target.{base}")


def tone(view: DesignView, tier: str, *resources: str) -> Tone:
    """How a row of a tier stands: it binds when one of the resources is what binds."""
    return Tone.BINDING if view.word(f"tiers.{tier}.single.bottleneck") in resources else Tone.PLAIN


def tag(view: DesignView, tier: str, *resources: str) -> str:
    """The word beside a tier's name."""
    return "binds" if tone(view, tier, *resources) is Tone.BINDING else ""


def network_table(view: DesignView) -> Widget | None:
    """In and out against the NIC, each direction by itself."""
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.single"
        if view.q(f"{id}.network_in.demand") is None:
            continue
        rows.append(
            Row(
                (
                    title_of(name, tier),
                    view.q(f"{id}.network_in.demand"),
                    view.q(f"{id}.network_out.demand"),
                    view.q(f"{id}.network_in.supply"),
                    bar(view, f"{id}.network_in"),
                    bar(view, f"{id}.network_out"),
                    view.first(f"{id}.network.need", f"{id}.network_in.need"),
                ),
                tone(view, name, "network"),
                tag(view, name, "network"),
            )
        )
    if not rows:
        return None
    columns = (
        Column("Tier"), Column("In"), Column("Out"), Column("One machine", "each way"), Column("Busy in"),
        Column("Busy out"), Column("Nodes needed"),
    )  # fmt: skip
    note = (
        "On the wire at peak: payload, headers of every layer, answers and acknowledgements. A machine "
        "gives its "
        "sustained baseline, not its burst, in each direction by itself."
    )
    return parts.table(Table("network", "Network by tier", columns, rows, note))


def packet_table(view: DesignView) -> Widget | None:
    """Packets of each tier against what its machines deliver, and the cores that takes."""
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.single"
        if view.q(f"{id}.packets.demand") is None:
            continue
        connections = [view.q(i) for i in view.graph.ids(f"{id}.packets.connections.")]
        rows.append(
            Row(
                (
                    title_of(name, tier),
                    view.q(f"{id}.packets.demand"),
                    connections[0] if connections else None,
                    view.q(f"{id}.packets.supply"),
                    view.q(f"{id}.packets.by_queues"),
                    view.q(f"tiers.{name}.machine.packets"),
                    bar(view, f"{id}.packets"),
                    view.q(f"{id}.packets.need"),
                    view.q(f"{id}.cpu.kernel"),
                ),
                tone(view, name, "packets"),
                tag(view, name, "packets"),
            )
        )
    if not rows:
        return None
    columns = [
        Column("Tier"), Column("Packets", "both ways"), Column("Of them", "to open connections"),
        Column("One machine"), Column("By its queues"), Column("By allowance"), Column("Busy"),
        Column("Nodes needed"), Column("Kernel's cores"),
    ]  # fmt: skip
    note = (
        "The kernel's cores are those for packets that no load profile covers; they come out of the same "
        "budget as "
        "the application. A packet allowance that no provider publishes is unknown, and the queues decide. "
        "A packet that a forwarder passes on counts once."
    )
    return parts.table(
        Table("packets", "Packets and the kernel wall", columns, without_empty(columns, rows), note)
    )


def message_table(view: DesignView) -> Widget | None:
    """What one message of each flow is on the wire, and how many packets it takes."""
    rows = []
    for name, flow in view.design.capacity.flows.items():
        id = f"flows.{name}"
        if not view.number(f"{id}.message_packets") and not view.number(f"{id}.response_packets"):
            continue
        rows.append(
            Row(
                (
                    title_of(name, flow),
                    view.q(f"{id}.message_bytes"),
                    view.q(f"{id}.message_wire"),
                    view.q(f"{id}.message_packets"),
                    view.q(f"{id}.message_acks"),
                    view.q(f"{id}.response_wire"),
                    view.q(f"{id}.response_packets"),
                    view.q(f"{id}.packets_out"),
                    view.q(f"{id}.packets_back"),
                ),
                tag=str(flow.protocol or ""),
            )
        )
    if not rows:
        return None
    columns = [
        Column("Flow"), Column("A message", "with headers"), Column("On the wire"), Column("Packets"),
        Column("ACKs"), Column("Answer", "on the wire"), Column("Packets"), Column("Packets there"),
        Column("Packets back"),
    ]  # fmt: skip
    note = (
        "A message begins a packet of its own. An answer carries the acknowledgement; without one every "
        "second "
        "packet is acknowledged by itself."
    )
    return parts.table(
        Table("messages", "Packets of one message", columns, without_empty(columns, rows), note),
    )


def flow_table(view: DesignView) -> Widget | None:
    """How load reaches the tiers."""
    rows = []
    for name, flow in view.design.capacity.flows.items():
        id = f"flows.{name}"
        ends = f"{_end(flow.from_)} → {_end(flow.to)}"
        rows.append(
            Row(
                (
                    title_of(name, flow),
                    element("span", ends, class_="nalsd-muted nalsd-nowrap"),
                    view.q(f"{id}.ratio"),
                    view.q(f"{id}.rate"),
                    view.q(f"{id}.size"),
                    view.q(f"{id}.batch"),
                    view.q(f"{id}.messages"),
                    view.q(f"{id}.payload"),
                    view.q(f"{id}.wire_out"),
                    view.q(f"{id}.wire_back"),
                    remark(flow, flow.rate, flow.ratio, flow.size, flow.batch, *_batch(flow)),
                ),
                tag="" if flow.mode in (None, "call") else str(flow.mode),
            )
        )
    if not rows:
        return None
    columns = [
        Column("Flow"), Column("From and to"), Column("For each", "before it"), Column("Rate", "peak"),
        Column("Size"), Column("In a message"), Column("Messages"), Column("Payload"), Column("Wire there"),
        Column("Wire back"), Column("Why"),
    ]  # fmt: skip
    note = "A figure leads to its derivation on the page of all figures of flows."
    return parts.table(Table("flows", "Flows at peak", columns, without_empty(columns, rows), note))


def _batch(flow: object) -> tuple[object, ...]:
    batch = getattr(flow, "batch", None)
    return (batch.size, batch.bytes, batch.wait) if batch is not None else ()


def _end(name: object) -> str:
    return lower_words(str(name or "").rpartition(".")[2])


__all__ = ["bar", "flow_table", "message_table", "network_table", "packet_table", "tag", "target", "tone"]
