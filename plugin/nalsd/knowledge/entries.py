"""What the smaller catalogues hold: profiles, engines, devices, protocols, regions, routes."""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.knowledge.facts import Fact


@dataclass(frozen=True, eq=False)
class Profile:
    """What an operation costs on one physical core."""

    name: str
    title: str
    about: str
    """What kind of work it stands for."""
    rate: Fact
    """Operations (or bytes) a second that one physical core does."""
    end_to_end: bool
    """Whether it was measured through the network, so that the kernel's work on its packets is in it."""


@dataclass(frozen=True, eq=False)
class Engine:
    """How a storage engine multiplies reads, writes and bytes."""

    name: str
    title: str
    about: str
    write: Fact
    """Write amplification: bytes written to disk for each byte taken in."""
    read: Fact
    """Disk operations for each point read that misses the cache."""
    space: Fact
    """Bytes on disk for each byte of live data."""
    write_ios: Fact | None
    """Random disk writes for each write; None when all writes are sequential and `block` says how large."""
    block: Fact
    """Bytes of one disk operation."""
    row_overhead: Fact
    """Bytes added to each row."""
    pointer: Fact
    """Bytes of an index entry beside its key."""
    filled: Fact
    """How full the index pages are."""


@dataclass(frozen=True, eq=False)
class Device:
    """A drive or a network volume. None is unknown."""

    name: str
    title: str
    sizes: tuple[Fact, ...]
    """The capacities it is made in."""
    read: Fact | None
    write: Fact | None
    read_iops: Fact | None
    write_iops: Fact | None
    endurance: Fact | None
    """Drive writes per day that the maker warrants."""
    life: Fact | None
    """For how long."""
    mtbf: Fact | None


@dataclass(frozen=True, eq=False)
class Protocol:
    """What a protocol adds to a message."""

    name: str
    title: str
    about: str
    request: Fact
    """Bytes added to a request."""
    response: Fact
    """Bytes added to a response."""
    tls: bool
    transport: str
    """`tcp` or `udp`."""


@dataclass(frozen=True, eq=False)
class Region:
    """A place where machines run."""

    name: str
    """With its provider: `aws/us-east-1`."""
    place: str
    latitude: Fact
    """Degrees north."""
    longitude: Fact
    """Degrees east."""


@dataclass(frozen=True, eq=False)
class Route:
    """A measured round-trip time between two regions."""

    origin: str
    destination: str
    rtt: Fact
    back: Fact | None
    """The same measured from the other end."""
