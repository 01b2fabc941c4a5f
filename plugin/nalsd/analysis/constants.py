"""Constants of the knowledge, brought into the graph with their sources when something uses them."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.designs import Finding, Law, Text
from nalsd.graph import Citation, Name
from nalsd.knowledge import Engine, Fact, Protocol, nearest
from nalsd.knowledge import constant as known_constant
from nalsd.knowledge import engine as known_engine
from nalsd.knowledge import policy as known_policy
from nalsd.knowledge import profile as known_profile
from nalsd.knowledge import protocol as known_protocol
from nalsd.physics import network

DEFAULT_PROFILE = "medium"
"""Load profile of a flow for which the design says nothing."""

DEFAULT_PROTOCOL = "tcp"


def state_fact(author: Author, id: str, fact: Fact | None, label: str, role: str, unit: str) -> str:
    """A quantity of the knowledge; its id. Unknown stays unknown."""
    if id not in author.graph:
        author.graph.given(
            id, fact.quantity if fact is not None else None, label=label, unit=unit, role=role,
            source=fact.source if fact is not None else None,
            note=fact.about if fact is not None else "not known",
            default=True,
        )  # fmt: skip
    return id


def constant(author: Author, name: str, label: str, role: str, unit: str) -> str:
    """Id of a constant such as `network.mss`."""
    return state_fact(author, f"constants.{name}", known_constant(name, author.release), label, role, unit)


def default_policy(author: Author, name: str, label: str, role: str, unit: str) -> str:
    """Id of a default that a design may override, such as `staffing.quality`."""
    return state_fact(author, f"policy.{name}", known_policy(name, author.release), label, role, unit)


def mss(author: Author) -> str:
    """Id of the maximum segment size."""
    return constant(author, "network.mss", "Maximum segment size", "size", "B/packet")


def packet_overhead(author: Author, transport: str) -> str:
    """Id of the bytes on the wire beside the payload of a packet."""
    id = f"constants.network.{transport}_overhead"
    if id not in author.graph:
        author.graph.define(
            id, network.packet_overhead, label=f"Bytes around the payload of a {transport.upper()} packet",
            unit="B/packet", role="size",
            ip=constant(author, "network.ipv4_header", "IPv4 header", "size", "B/packet"),
            transport=constant(author, f"network.{transport}_header", f"{transport.upper()} header", "size",
            "B/packet"),
            ethernet=constant(author, "network.ethernet", "Ethernet header and check sequence", "size",
            "B/packet"),
            gap=constant(author, "network.gap", "Preamble and gap of a frame", "size", "B/packet"),
        )  # fmt: skip
    return id


def ack_frame(author: Author) -> str:
    """Id of the bytes on the wire of a packet that only acknowledges."""
    id = "constants.network.ack_frame"
    if id not in author.graph:
        headers = "constants.network.ack_headers"
        author.graph.express(
            headers,
            Name(constant(author, "network.ipv4_header", "IPv4 header", "size", "B/packet"))
            + Name(constant(author, "network.tcp_header", "TCP header", "size", "B/packet")),
            label="Headers of an acknowledgement", unit="B/packet", role="size",
        )  # fmt: skip
        author.graph.define(
            id, network.frame_on_wire, label="An acknowledgement on the wire", unit="B/packet", role="size",
            payload=0.0, headers=headers,
            ethernet=constant(author, "network.ethernet", "Ethernet header and check sequence", "size",
            "B/packet"),
            smallest=constant(author, "network.smallest_frame", "Smallest frame", "size", "B/packet"),
            gap=constant(author, "network.gap", "Preamble and gap of a frame", "size", "B/packet"),
        )  # fmt: skip
    return id


def protocol(author: Author, name: str | None) -> Protocol:
    """The protocol a flow names; one the knowledge does not describe counts as its transport."""
    found = known_protocol(str(name or DEFAULT_PROTOCOL), author.release)
    if found is None:
        found = known_protocol("udp" if name in ("quic", "http3") else DEFAULT_PROTOCOL, author.release)
    assert found is not None
    return found


def protocol_headers(author: Author, known: Protocol, direction: str) -> str:
    """Id of the bytes a protocol adds to a request or a response."""
    return state_fact(
        author, f"constants.protocols.{known.name}.{direction}", getattr(known, direction),
        f"{known.title}, headers of a {direction}", "size", "B/message",
    )  # fmt: skip


def datapath(author: Author, name: str) -> str:
    """Id of the packets one core takes by a datapath."""
    return constant(
        author, f"packets.{name}", f"Packets that one core takes by {name}", "supply", "packet/s/core"
    )


def profile(author: Author, named: Text | None) -> tuple[str, str]:
    """Id and kind (`each`, `rate`, `bytes`) of the cost a load profile states: the design's own, or a
    known one."""
    name = str(named) if named is not None else DEFAULT_PROFILE
    for part in ("each", "rate"):
        own = f"profiles.{name}.{part}"
        if own in author.graph:
            unit = author.graph[own].unit
            counts_bytes = unit is not None and unit.dimension.power("byte") == 1
            return own, "each" if part == "each" else "bytes" if counts_bytes else "rate"
    known = known_profile(name, author.release)
    if known is None:
        assert named is not None
        near = nearest(name, "profiles", author.release)
        author.findings.append(
            Finding(
                "N201", f"no load profile is called `{name}`", named.location, printed=name,
                help=(f"did you mean `{near}`? or " if near else "") + "define it under `profiles:`",
                sought=("profiles",),
            )
        )  # fmt: skip
        return state_fact(
            author, f"profiles.{name}.rate", None, f"Profile {name}", "cost", "op/s/core"
        ), "rate"
    kind = "bytes" if known.rate.unit.dimension.power("byte") == 1 else "rate"
    id = state_fact(
        author, f"profiles.{name}.rate", known.rate, f"Profile {known.title.lower()}, of one core", "cost",
        "B/s/core" if kind == "bytes" else "op/s/core",
    )  # fmt: skip
    return id, kind


def covers_packets(author: Author, named: Text | None) -> bool:
    """Whether a load profile was measured through the network: the kernel's work on its packets is in it
    already."""
    name = str(named) if named is not None else DEFAULT_PROFILE
    own = author.design.capacity.profiles.get(name)
    if own is not None:
        return own.end_to_end
    known = known_profile(name, author.release)
    return known is not None and known.end_to_end


def engine(author: Author, name: str | None) -> Engine:
    """A storage engine; a store that names none is kept as a log."""
    found = known_engine(str(name or "log"), author.release)
    assert found is not None
    return found


def policy_default(author: Author, name: str) -> tuple[str | None, Citation | None, str]:
    """Text, source and remark of a default; for `Author.state`."""
    fact = known_policy(name, author.release)
    return (None, None, "") if fact is None else (fact.text, fact.source, fact.about)


COLUMN_SOURCE = Citation(
    "PostgreSQL documentation, Data Types: storage sizes",
    "https://www.postgresql.org/docs/current/datatype.html",
    "2026-11",
    "B",
)
COLUMN_BYTES: dict[str, int] = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "float32": 4, "float64": 8, "date": 4,
    "time": 8,
    "timestamp": 8, "uuid": 16, "ipv4": 4, "ipv6": 16, "enum": 4,
}  # fmt: skip
"""Bytes of the column types of fixed size."""

SIZED_COLUMNS = ("bytes", "string", "varchar", "text", "json", "char", "vector", "decimal", "list", "map")
"""Column types whose average size stands in brackets: `json(420)`."""


def column_size(law: Law) -> tuple[float | Finding, str]:
    """Bytes of a column type, and a remark; a finding for a type that is not known."""
    if law.name in COLUMN_BYTES and not law.args:
        return float(COLUMN_BYTES[law.name]), law.text
    if law.name in SIZED_COLUMNS and len(law.args) == 1:
        try:
            return float(law.args[0].text.removesuffix(" B")), f"{law.text}, size as stated"
        except ValueError:
            pass
    if law.name in SIZED_COLUMNS:
        help = f"write its average size in bytes, for example `{law.name}(64)`"
    else:
        help = f"known are {', '.join(COLUMN_BYTES)}, and with a size {', '.join(SIZED_COLUMNS)}"
    return Finding(
        "N302", f"`{law.text}` is no column type that is known", law.location, help=help, printed=law.text
    ), ""
