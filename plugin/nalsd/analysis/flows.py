"""Load carried along flows: what rate, how many messages, bytes and packets reach which tier, each
direction by itself."""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.analysis.author import Author
from nalsd.analysis.constants import ack_frame, constant, mss, packet_overhead, protocol, protocol_headers
from nalsd.analysis.context import READS, planned
from nalsd.analysis.words import words
from nalsd.designs import Value
from nalsd.designs.schema.capacity import Flow
from nalsd.graph import Name, total
from nalsd.physics import network, packets
from nalsd.physics import workload as load
from nalsd.units import Literal, UnitError

ANSWERED = ("https", "http", "http2", "http3", "grpc")
"""Protocols in which every request has a response, if only of headers."""


@dataclass(frozen=True)
class End:
    """One end of a flow."""

    kind: str
    """`workload`, `client`, `tier` or `service`."""
    name: str


def ends(author: Author, flow: Flow) -> tuple[End | None, End | None]:
    """Where a flow starts and where it arrives; None for a name that nothing defines."""
    found = author.ends.get(id(flow))
    if found is None:
        found = _end(author, str(flow.from_ or "")), _end(author, str(flow.to or ""))
        author.ends[id(flow)] = found
    return found


def _end(author: Author, text: str) -> End | None:
    design = author.design
    head, _, rest = text.partition(".")
    if head == "workloads" and rest in design.context.workloads:
        return End("workload", rest)
    if head == "clients" and rest in design.context.clients:
        return End("client", rest)
    for kind, known in (
        ("tier", design.capacity.tiers),
        ("service", design.slo.services),
        ("client", design.context.clients),
        ("workload", design.context.workloads),
    ):
        if text in known or (head == f"{kind}s" and rest in known):
            return End(kind, rest or text)
    return None


def add_flows(author: Author) -> None:
    """Rates, messages, bytes and packets of every flow, and what the wire adds to each workload."""
    for name, flow in author.design.capacity.flows.items():
        _rates(author, name, flow)
        _sizes(author, name, flow)
        _messages(author, name, flow)
        _wire(author, name, flow)
    for name in author.design.context.workloads:
        _workload_on_the_wire(author, name)


def _rates(author: Author, name: str, flow: Flow) -> None:
    graph, id, title = author.graph, f"flows.{name}", words(name)
    source, _ = ends(author, flow)
    if flow.rate is not None:
        author.state(f"{id}.rate", flow.rate, label=f"{title}, rate", role="peak", unit="request/s")
        graph.express(
            f"{id}.average",
            Name(f"{id}.rate"),
            label=f"{title}, average rate",
            unit="request/s",
            role="average",
        )
        return
    if source is not None and source.kind == "workload" and flow.of is None:
        before = {
            "rate": planned(author, source.name, "peak"),
            "average": planned(author, source.name, "average"),
        }
    elif flow.of is not None:
        before = {"rate": f"flows.{flow.of}.rate", "average": f"flows.{flow.of}.average"}
    else:
        for part, role in (("rate", "peak"), ("average", "average")):
            graph.given(f"{id}.{part}", None, label=f"{title}, {role} rate", unit="request/s", role=role)
        return
    if flow.ratio is not None:
        author.state(
            f"{id}.ratio", flow.ratio, label=f"{title}, for each one before it", role="ratio", unit="1"
        )
    for part, role in (("rate", "peak"), ("average", "average")):
        label = f"{title}, {role} rate"
        if flow.ratio is None:
            graph.express(f"{id}.{part}", Name(before[part]), label=label, unit="request/s", role=role)
        else:
            graph.define(
                f"{id}.{part}", load.flow_rate, label=label, unit="request/s", role=role,
                rate=before[part], ratio=f"{id}.ratio",
            )  # fmt: skip


def _sizes(author: Author, name: str, flow: Flow) -> None:
    """Size of one item and of its response: stated, or taken over from the workload or the flow before."""
    graph, id, title = author.graph, f"flows.{name}", words(name)
    source, _ = ends(author, flow)
    for part, stated, field, label in (
        ("size", flow.size, "request", "size"),
        ("response_size", flow.response, "response", "response size"),
    ):
        target, unit = f"{id}.{part}", "B/request"
        if stated is not None:
            author.state(target, stated, label=f"{title}, {label}", role="size", unit=unit)
            continue
        if source is not None and source.kind == "workload" and flow.of is None:
            before = f"workloads.{source.name}.{field}"
        elif flow.of is not None and part == "size":
            before = f"flows.{flow.of}.size"
        else:
            # What comes from a source that nobody defines is unknown, and not nothing.
            nothing = None if part == "size" and source is None else "0 B"
            author.state(target, None, label=f"{title}, {label}", role="size", unit=unit, default=nothing)
            continue
        graph.express(target, Name(before), label=f"{title}, {label}", unit=unit, role="size")


def _messages(author: Author, name: str, flow: Flow) -> None:
    """Items a message carries, and messages a second."""
    graph, id, title, batch = author.graph, f"flows.{name}", words(name), flow.batch
    if batch is None:
        graph.given(
            f"{id}.batch", 1.0, label=f"{title}, items in a message", unit="request/message", role="count",
            default=True,
            note="no batch is stated: each item is a message of its own",
        )  # fmt: skip
    elif batch.size is not None:
        author.state(
            f"{id}.batch",
            batch.size,
            label=f"{title}, items in a message",
            role="count",
            unit="request/message",
        )
    elif batch.bytes is not None:
        author.state(
            f"{id}.batch_bytes", batch.bytes, label=f"{title}, batch size", role="size", unit="B/message"
        )
        graph.define(
            f"{id}.batch", load.batch_by_bytes, label=f"{title}, items in a message", unit="request/message",
            role="count",
            bytes=f"{id}.batch_bytes", row=f"{id}.size",
        )  # fmt: skip
    else:
        graph.given(
            f"{id}.batch", 1.0, label=f"{title}, items in a message", unit="request/message", role="count"
        )
    if batch is not None and batch.wait is not None:
        author.state(
            f"{id}.batch_wait",
            batch.wait,
            label=f"{title}, how long a batch waits",
            role="duration",
            unit="s",
        )
    graph.define(
        f"{id}.messages", load.batched_messages, label=f"{title}, messages", unit="message/s", role="peak",
        rate=f"{id}.rate", batch=f"{id}.batch",
    )  # fmt: skip
    graph.define(
        f"{id}.payload", load.payload, label=f"{title}, payload", unit="bit/s", role="peak",
        rate=f"{id}.rate", size=f"{id}.size",
    )  # fmt: skip
    graph.define(
        f"{id}.response_payload", load.payload, label=f"{title}, response payload", unit="bit/s", role="peak",
        rate=f"{id}.rate", size=f"{id}.response_size",
    )  # fmt: skip


def answered(author: Author, flow: Flow) -> bool:
    """Whether data flows back along a flow: by its protocol, or because a response is stated. Answers that go
    around a tier (direct server return) flow back along no flow of that tier."""
    source, target = ends(author, flow)
    around = any(end is not None and end.kind == "tier" and gone_around(author, end.name)
                 for end in (source, target))  # fmt: skip
    if flow.mode in ("async", "background") or around:
        return False
    stated = flow.response
    if stated is None and source is not None and source.kind == "workload":
        stated = author.design.context.workloads[source.name].response
    return str(flow.protocol) in ANSWERED or (stated is not None and not _is_nothing(author, stated))


def _is_nothing(author: Author, size: Value) -> bool:
    """Whether a size is written as zero: over bare TCP such an answer is no packet, only acknowledgements."""
    try:
        read = author.graph.units.value(size.text)
    except UnitError:
        return False
    return isinstance(read, Literal) and read.value == 0


def gone_around(author: Author, tier: str) -> bool:
    """Whether answers go around a tier on their way back (direct server return)."""
    return any(tier in map(str, other.bypasses) for other in author.design.capacity.flows.values())


def _wire(author: Author, name: str, flow: Flow) -> None:
    """Bytes and packets each way: the message with its headers one way, the answer and acknowledgements
    the other."""
    graph, id, title = author.graph, f"flows.{name}", words(name)
    known = protocol(author, str(flow.protocol) if flow.protocol is not None else None)
    segment, overhead = mss(author), packet_overhead(author, known.transport)
    ack = ack_frame(author)
    every = constant(
        author, "network.packets_per_ack", "Packets for each acknowledgement", "ratio", "packet/packet"
    )
    record = constant(author, "http.tls_record", "Largest TLS record", "size", "B/message")
    sealed = constant(author, "http.tls_record_overhead", "What TLS adds to a record", "size", "B/message")
    back = answered(author, flow)
    if flow.adds is not None:
        author.state(
            f"{id}.adds", flow.adds, label=f"{title}, added to each packet", role="size", unit="B/packet"
        )
    for part, size, direction in (("message", "size", "request"), ("response", "response_size", "response")):
        if part == "response" and not back:
            continue
        graph.express(
            f"{id}.{part}_body", Name(f"{id}.{size}") * Name(f"{id}.batch"),
            label=f"{title}, {part} without headers", unit="B/message", role="size",
        )  # fmt: skip
        graph.define(
            f"{id}.{part}_bytes", network.protocol_bytes,
            label=f"{title}, {part} with its headers", unit="B/message", role="size",
            body=f"{id}.{part}_body",
            headers=protocol_headers(author, known, direction), record=record,
            record_overhead=sealed if known.tls else 0.0,
        )  # fmt: skip
        graph.define(
            f"{id}.{part}_wire", network.wire_alone,
            label=f"{title}, {part} on the wire", unit="B/message", role="size",
            message=f"{id}.{part}_bytes", mss=segment, overhead=overhead,
        )  # fmt: skip
        graph.define(
            f"{id}.{part}_packets", packets.packets_per_message,
            label=f"{title}, packets of a {part}", unit="packet/message", role="count",
            message=f"{id}.{part}_bytes", mss=segment,
        )  # fmt: skip
        if known.transport != "udp":
            graph.define(
                f"{id}.{part}_acks", packets.message_acknowledgements,
                label=f"{title}, acknowledgements of a {part}", unit="packet/message", role="count",
                packets=f"{id}.{part}_packets", every=every, answered="yes" if back else "no",
            )  # fmt: skip
    for way, data, acked in (("out", "message", "response"), ("back", "response", "message")):
        bytes_parts, packet_parts = [], []
        if f"{id}.{data}_wire" in graph:
            bytes_parts.append(Name(f"{id}.{data}_wire"))
            packet_parts.append(Name(f"{id}.{data}_packets"))
        if way == "out" and flow.adds is not None:
            bytes_parts.append(Name(f"{id}.{data}_packets") * Name(f"{id}.adds"))
        if f"{id}.{acked}_acks" in graph:
            bytes_parts.append(Name(f"{id}.{acked}_acks") * Name(ack))
            packet_parts.append(Name(f"{id}.{acked}_acks"))
        where = "to the receiver" if way == "out" else "back to the sender"
        for what, unit, parts in (("wire", "bit/s", bytes_parts), ("packets", "packet/s", packet_parts)):
            label = f"{title}, {'on the wire' if what == 'wire' else 'packets'} {where}"
            if parts:
                graph.express(
                    f"{id}.{what}_{way}",
                    Name(f"{id}.messages") * total(parts),
                    label=label,
                    unit=unit,
                    role="peak",
                )
            else:
                graph.given(
                    f"{id}.{what}_{way}",
                    0.0,
                    label=label,
                    unit=unit,
                    role="peak",
                    note="nothing flows this way",
                )


def _workload_on_the_wire(author: Author, name: str) -> None:
    """What the first flow of a workload says of it: bytes on the wire for each request, and for all of
    them."""
    graph, id, title = author.graph, f"workloads.{name}", words(name)
    entry = next(
        (f for f, x in author.design.capacity.flows.items() if ends(author, x)[0] == End("workload", name)),
        None,
    )
    if entry is None:
        return
    for part, direction in (("message", "request"), ("response", "response")):
        if f"flows.{entry}.{part}_wire" in graph:
            graph.express(
                f"{id}.{direction}_wire", Name(f"flows.{entry}.{part}_wire") / Name(f"flows.{entry}.batch"),
                label=f"{title}, {direction} on the wire", unit="B/request", role="size",
            )  # fmt: skip
    graph.express(
        f"{id}.peak_wire", Name(f"flows.{entry}.wire_out"),
        label=f"{title}, peak on the wire, inbound", unit="bit/s", role="peak",
    )  # fmt: skip
    graph.express(
        f"{id}.peak_wire_back", Name(f"flows.{entry}.wire_back"),
        label=f"{title}, peak on the wire, outbound", unit="bit/s", role="peak",
    )  # fmt: skip
    workload = author.design.context.workloads[name]
    body, wire, payload = (workload.response, "peak_wire_back", "response_payload")
    if workload.kind not in READS:
        body, wire, payload = (workload.request, "peak_wire", "payload")
    if body is not None:
        graph.define(
            f"{id}.wire_overhead", network.wire_overhead, partial=True, label=f"{title}, added by headers",
            unit="%",
            role="ratio",
            wire=f"{id}.{wire}", payload=f"flows.{entry}.{payload}",
        )  # fmt: skip


def flows_at(author: Author, tier: str) -> tuple[list[str], list[str]]:
    """Names of the flows that arrive at a tier, and of those that leave it."""
    if not author.flows_at:
        for name, flow in author.design.capacity.flows.items():
            for leaves, end in enumerate(reversed(ends(author, flow))):
                if end is not None and end.kind == "tier":
                    author.flows_at.setdefault(end.name, ([], []))[leaves].append(name)
    return author.flows_at.get(tier, ([], []))


__all__ = ["End", "add_flows", "answered", "ends", "flows_at", "gone_around"]
