"""Machines: what one of them has of each resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nalsd.knowledge.facts import UNKNOWN, Fact, citation
from nalsd.knowledge.reader import RELEASE, folder, topic


@dataclass(frozen=True, eq=False)
class Disk:
    """Drives of one kind in a machine. Every figure is of one drive; None is unknown."""

    count: int
    size: Fact
    read_iops: Fact | None
    write_iops: Fact | None
    read: Fact | None
    """Sequential reads, bytes a second."""
    write: Fact | None
    """Sequential writes, bytes a second."""
    endurance: Fact | None
    """Drive writes per day that the maker warrants."""
    life: Fact | None
    """For how long."""


@dataclass(frozen=True, eq=False)
class Machine:
    """A hardware profile. None is unknown: never infinite, never zero."""

    name: str
    """With its provider: `aws/i4i.8xlarge`."""
    about: str
    threads: Fact
    """Hardware threads (vCPU)."""
    cores: Fact
    """Physical cores."""
    ram: Fact
    """As advertised."""
    network: Fact
    """Sustained baseline, each direction by itself."""
    burst: Fact | None
    """Above the baseline for a while, where published."""
    disks: tuple[Disk, ...]
    """Local drives; empty for a machine without any."""
    queues: Fact | None
    """Receive queues of the network card."""
    packets: Fact | None
    """Packets a second that the provider allows, both directions."""
    price: Fact | None
    """On demand."""
    place: str = ""
    """Where that price holds."""

    def facts(self) -> Iterator[Fact]:
        """Every known figure, in the order in which a page shows them."""
        for item in (
            self.threads,
            self.cores,
            self.ram,
            self.network,
            self.burst,
            self.queues,
            self.packets,
            self.price,
        ):
            if item is not None:
                yield item
        for disk in self.disks:
            for item in (
                disk.size,
                disk.read_iops,
                disk.write_iops,
                disk.read,
                disk.write,
                disk.endurance,
                disk.life,
            ):
                if item is not None:
                    yield item

    def of_disks(self, figure: str) -> float | None:
        """Sum over the drives of `size`, `read_iops`, `write_iops`, `read` or `write`, in base units.

        0 for a machine without drives, None when a drive's figure is unknown.
        """
        facts = [(disk.count, getattr(disk, figure)) for disk in self.disks]
        if any(item is None for _, item in facts):
            return None
        return sum((count * item.value for count, item in facts), 0.0)


def machine(name: str, release: str = RELEASE) -> Machine | None:
    """The machine of that name, as `aws/i4i.8xlarge`; None when there is none.

    Reads its family's file only.
    """
    provider, _, kind = name.partition("/")
    family = kind.partition(".")[0]
    if not (provider.isalnum() and family.replace("-", "").isalnum()):
        return None
    return _family(f"{provider}-{family}", release).get(name)


def machines(release: str = RELEASE) -> dict[str, Machine]:
    """Every machine of a release, by name. Reads all files."""
    names = sorted(path.stem for path in (folder(release) / "machines").glob("*.toml"))
    return {name: item for family in names for name, item in _family(family, release).items()}


@cache
def _family(family: str, release: str) -> dict[str, Machine]:
    data = topic(f"machines/{family}", release)
    return {name: _machine(name, entry, data) for name, entry in data.get("machines", {}).items()}


def _machine(name: str, entry: Mapping[str, Any], data: Mapping[str, Any]) -> Machine:
    def known(field: str, value: Any, of: str | None = None, confidence: str | None = None) -> Fact | None:
        if value in (None, UNKNOWN):
            return None
        return Fact(f"{name}.{field}", value, citation(data["sources"][of or field], confidence))

    drive = entry.get("drive")
    return Machine(
        name,
        data["about"],
        Fact(f"{name}.threads", f"{entry['threads']} thread", citation(data["sources"]["shape"])),
        Fact(f"{name}.cores", f"{entry['cores']} core", citation(data["sources"]["shape"])),
        Fact(f"{name}.ram", entry["ram"], citation(data["sources"]["ram"])),
        Fact(f"{name}.network", entry["network"], citation(data["sources"]["network"])),
        known("burst", entry.get("burst")),
        () if drive is None else (_disk(entry.get("drives", 1), data["drives"][drive], known),),
        known("queues", entry.get("queues")),
        known("packets", entry.get("packets")),
        known("price", entry.get("price")),
        data.get("place", ""),
    )


def _disk(count: int, drive: Mapping[str, Any], known: Any) -> Disk:
    figures = {
        field: known(f"disk.{field}", drive.get(field), source)
        for field, source in (
            ("size", "drives"),
            ("read_iops", "iops"),
            ("write_iops", "iops"),
            ("read", "throughput"),
            ("write", "throughput"),
            ("endurance", "endurance"),
            ("life", "endurance"),
        )
    }
    return Disk(count, **figures)
