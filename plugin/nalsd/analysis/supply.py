"""What one machine of a tier gives, the policy the tier is held to, and where each number comes from."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import policy_default, state_fact
from nalsd.analysis.resource import LABELS, RESOURCES
from nalsd.designs import Finding, Text
from nalsd.designs.schema.capacity import Machine
from nalsd.graph import Name, total
from nalsd.knowledge import Fact, device, nearest
from nalsd.knowledge import machine as known_machine

FIELDS: dict[str, tuple[str, str, str]] = {
    "threads": ("hardware threads", "thread", "count"),
    "cores": ("physical cores", "core", "supply"),
    "ram": ("memory", "B", "supply"),
    "network": ("network, sustained, each direction", "bit/s", "supply"),
    "packets": ("packet allowance", "packet/s", "supply"),
    "queues": ("receive queues", "queue", "count"),
    "price": ("price", "USD/month_730h", "price"),
    "disk_capacity": ("disk capacity", "B", "supply"),
    "disk_read_iops": ("disk read IOPS", "IOPS", "supply"),
    "disk_write_iops": ("disk write IOPS", "IOPS", "supply"),
    "disk_read": ("disk read throughput", "B/s", "supply"),
    "disk_write": ("disk write throughput", "B/s", "supply"),
    "disk_endurance": ("rated drive writes", "DWPD", "limit"),
    "disk_life": ("rated life of the drives", "y", "limit"),
}
"""What the analysis reads of a machine: label, unit, role."""

DRIVE_FIELDS = ("capacity", "read_iops", "write_iops", "read", "write", "endurance", "life")
"""What the analysis reads of a drive; each stands in `FIELDS` with `disk_` before it."""


def add_targets(author: Author) -> None:
    """Target utilisation of each resource: the design's policy, a tier's exception, or the default with
    its source."""
    for name, tier in author.design.capacity.tiers.items():
        for resource in RESOURCES:
            own = tier.headroom.of(resource) if tier.headroom is not None else None
            general = author.design.capacity.headroom
            value = own or (general.of(resource) if general is not None else None)
            default, source, note = policy_default(author, f"target.{resource}")
            author.state(
                f"tiers.{name}.target.{resource}", value,
                label=f"{author.called(name)}, {LABELS[resource]}, target utilisation", role="limit",
                unit="%", default=default, source=source, note="" if value is not None else note,
            )  # fmt: skip


def add_machine(author: Author, name: str) -> None:
    """The fields of a tier's machine as quantities; what is not published is unknown."""
    tier = author.design.capacity.tiers[name]
    chosen = str(tier.machine)
    own = author.design.capacity.machines.get(chosen)
    if own is not None:
        _own_machine(author, name, own)
        return
    found = known_machine(chosen, author.release)
    if found is None and f"machines.{chosen}" not in author.design.broken:
        author.findings.append(_no_such(author, "machine", "machines", tier.machine))
    for field in ("threads", "cores", "ram", "network", "packets", "queues", "price"):
        _fact(author, f"tiers.{name}.machine.{field}", f"{author.called(name)}, {{}} of a machine", field,
              getattr(found, field) if found is not None else None)  # fmt: skip
    drives = []
    for number, disk in enumerate(found.disks if found is not None else (), 1):
        drive = f"tiers.{name}.machine.drive_{number}"
        author.graph.given(
            f"{drive}.count", float(disk.count), label=f"{author.called(name)}, drives of a machine",
            unit="1", role="count",
            source=disk.size.source,
        )  # fmt: skip
        for field in DRIVE_FIELDS:
            fact = disk.size if field == "capacity" else getattr(disk, field)
            label = f"{author.called(name)}, {{}} of one drive"
            _fact(author, f"{drive}.{field}", label, f"disk_{field}", fact)
        drives.append(drive)
    _all_drives(author, name, drives)


def _fact(author: Author, id: str, label: str, field: str, fact: Fact | None) -> None:
    what, unit, role = FIELDS[field]
    state_fact(author, id, fact, label.format(what), role, unit)
    author.graph[id].default = False


def _no_such(author: Author, noun: str, among: str, written: Text) -> Finding:
    near = nearest(str(written), among, author.release)
    mend = f"did you mean `{near}`? " if near else ""
    return Finding(
        "N201",
        f"no {noun} is called `{written}`",
        written.location,
        help=f"{mend}the reference lists the known ones; or define it in the design",
        printed=str(written),
        sought=("machines",) if among == "machines" else (),
    )


def _own_machine(author: Author, name: str, machine: Machine) -> None:
    """A machine the design defines: cards and drives are added up."""
    graph, id = author.graph, f"tiers.{name}.machine"
    for field in ("cores", "threads", "ram", "queues", "packets", "price"):
        label, unit, role = FIELDS[field]
        author.state(
            f"{id}.{field}",
            getattr(machine, field),
            label=f"{author.called(name)}, {label} of a machine",
            role=role,
            unit=unit,
        )
    label, unit, role = FIELDS["network"]
    title = f"{author.called(name)}, {label} of a machine"
    if machine.nic is None:
        graph.given(
            f"{id}.network", None, label=title, unit=unit, role=role, note="no network card is stated"
        )
    else:
        author.state(f"{id}.nic_count", machine.nic.count, label=f"{author.called(name)}, network cards",
                     role="count", unit="1", default=1.0)  # fmt: skip
        author.state(f"{id}.nic_rate", machine.nic.baseline or machine.nic.rate,
                     label=f"{author.called(name)}, rate of a network card", role="supply",
                     unit=unit)  # fmt: skip
        graph.express(
            f"{id}.network",
            Name(f"{id}.nic_count") * Name(f"{id}.nic_rate"),
            label=title,
            unit=unit,
            role=role,
        )
    drives = []
    for number, disk in enumerate(machine.disks, 1):
        drive = f"{id}.drive_{number}"
        model = device(str(disk.model), author.release) if disk.model is not None else None
        if disk.model is not None and model is None:
            author.findings.append(_no_such(author, "drive", "devices", disk.model))
        author.state(f"{drive}.count", disk.count, label=f"{author.called(name)}, drives of a machine",
                     role="count", unit="1", default=1.0)  # fmt: skip
        for field in DRIVE_FIELDS:
            stated = getattr(disk, field)
            what, unit, role = FIELDS[f"disk_{field}"]
            if stated is not None:
                author.state(
                    f"{drive}.{field}",
                    stated,
                    label=f"{author.called(name)}, {what} of one drive",
                    role=role,
                    unit=unit,
                )
            else:
                fact = getattr(model, field, None) if model is not None else None
                label = f"{author.called(name)}, {{}} of one drive"
                _fact(author, f"{drive}.{field}", label, f"disk_{field}", fact)
        drives.append(drive)
    _all_drives(author, name, drives)


def _all_drives(author: Author, name: str, drives: list[str]) -> None:
    """What the drives of one machine give together; endurance and life are those of the first kind."""
    graph, id = author.graph, f"tiers.{name}.machine"
    for field in DRIVE_FIELDS:
        label, unit, role = FIELDS[f"disk_{field}"]
        title = f"{author.called(name)}, {label} of a machine"
        if not drives:
            graph.given(
                f"{id}.disk_{field}",
                None,
                label=title,
                unit=unit,
                role=role,
                note="the machine has no drives",
            )
        elif field in ("endurance", "life"):
            graph.express(
                f"{id}.disk_{field}", Name(f"{drives[0]}.{field}"), label=title, unit=unit, role=role
            )
        else:
            parts = [Name(f"{d}.count") * Name(f"{d}.{field}") for d in drives]
            graph.express(f"{id}.disk_{field}", total(parts), label=title, unit=unit, role=role)
