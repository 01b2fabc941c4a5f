"""Drives of a tier: operations, bytes a second, capacity and endurance, by the engines of its stores."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, engine, policy_default, state_fact
from nalsd.analysis.resource import Resource, grows, known
from nalsd.analysis.stores import ON_DISK, stores_on
from nalsd.analysis.words import words
from nalsd.graph import Citation, Name, total
from nalsd.graph.expr import Expr
from nalsd.physics import storage

PAGE_CACHE = Citation(
    "Apache Kafka documentation, Design: don't fear the filesystem",
    "https://kafka.apache.org/documentation/#design_filesystem",
    None,
    "M",
)

MOVED = {
    "disk_iops": ("IOPS", ("read_io", "write_io"), ("read_iops", "write_iops")),
    "disk_throughput": ("B/s", ("disk_read", "disk_written"), ("read", "write")),
}
"""Unit of what drives do, the parts of a store that ask for it, and the ratings of a drive: reads, writes."""


def add_disks(author: Author, tier: str) -> list[Resource]:
    """Demand on the drives, and what the drives of one machine give. Reads and writes keep their own
    ratings."""
    stores = [s for s in stores_on(author, tier) if _on_disk(author, s)]
    if not stores:
        return []
    written, used = _checkpoints(author, tier), []
    for name in stores:
        _operations(author, name)
    for part in MOVED:
        used.append(Resource(part, [_combined(author, tier, part, stores, written)]))
    used.append(_capacity(author, tier, stores))
    graph, id = author.graph, f"tiers.{tier}"
    for resource, field in (
        ("disk_iops", "disk_write_iops"), ("disk_throughput", "disk_write"), ("disk_capacity",
        "disk_capacity"),
    ):  # fmt: skip
        quantity = graph[f"{id}.machine.{field}"]
        graph.express(
            f"{id}.single.{resource}.supply", Name(f"{id}.machine.{field}"),
            label=f"{author.called(tier)}, {quantity.label.partition(', ')[2]}", unit=quantity.unit,
            role="supply",
        )  # fmt: skip
    return used


def _on_disk(author: Author, store: str) -> bool:
    return author.design.slo.stores[store].kept_by in ON_DISK


def _operations(author: Author, name: str) -> None:
    """Operations and bytes a second that a store asks of the drives, at peak."""
    store, graph, id = author.design.slo.stores[name], author.graph, f"stores.{name}"
    title, known = words(name), engine(author, store.kept_by)
    block = state_fact(
        author, f"{id}.block", known.block, f"{title}, bytes of one disk operation", "size", "B/io"
    )
    for what, rate, role in (
        ("disk_written", "peak_write_rate", "peak"),
        ("disk_written_average", "write_rate", "average"),
    ):
        graph.define(
            f"{id}.{what}_raw", storage.write_throughput,
            label=f"{title}, bytes to the drives before compression, {role}",
            unit="B/s", role=role, writes=f"{id}.{rate}", row=f"{id}.row",
            amplification=f"{id}.write_amplification",
        )  # fmt: skip
        graph.express(
            f"{id}.{what}", Name(f"{id}.{what}_raw") / Name(f"{id}.compression"),
            label=f"{title}, written to the drives, {role}", unit="B/s", role=role,
        )  # fmt: skip
    if known.write_ios is None:
        graph.define(
            f"{id}.write_io", storage.sequential_iops, label=f"{title}, sequential writes of the drives",
            unit="IOPS",
            role="peak", rate=f"{id}.disk_written", block=block,
        )  # fmt: skip
    else:
        ios = state_fact(
            author, f"{id}.write_ios", known.write_ios,
            f"{title}, writes of the drives for one row or index entry",
            "ratio", "io/op",
        )  # fmt: skip
        entity = author.design.slo.entities.get(str(store.entity or ""))
        places = 1 + (len(entity.indexes) if entity is not None else 0)
        graph.given(
            f"{id}.places", float(places), label=f"{title}, places a row is written to", unit="1",
            role="count",
            note="the row, and each secondary index",
        )  # fmt: skip
        graph.define(
            f"{id}.write_io_row", storage.write_iops, label=f"{title}, writes of the drives for one place",
            unit="IOPS",
            role="peak", writes=f"{id}.peak_write_rate", ios=ios,
        )  # fmt: skip
        graph.express(
            f"{id}.write_io", Name(f"{id}.places") * Name(f"{id}.write_io_row"),
            label=f"{title}, random writes of the drives", unit="IOPS", role="peak",
        )  # fmt: skip
    _reads(author, name, block)


def _reads(author: Author, name: str, block: str) -> None:
    """Reads that reach the drives: those of a log follow its head and come from the page cache."""
    store, graph, id = author.design.slo.stores[name], author.graph, f"stores.{name}"
    title = words(name)
    follows = store.kept_by == "log"
    hits = f"{id}.page_cache_hits"
    graph.given(
        hits, 1.0 if follows else 0.0, label=f"{title}, reads that the page cache answers", unit="%",
        role="ratio",
        source=PAGE_CACHE if follows else None, default=True,
        note="readers follow the head of the log" if follows else "no cache is counted: an upper bound",
    )  # fmt: skip
    graph.define(
        f"{id}.read_io", storage.read_iops, label=f"{title}, reads of the drives", unit="IOPS", role="peak",
        reads=f"{id}.peak_read_rate", hit_ratio=hits, ios=f"{id}.read_amplification",
    )  # fmt: skip
    graph.define(
        f"{id}.disk_read", storage.read_throughput, label=f"{title}, read from the drives", unit="B/s",
        role="peak",
        reads=f"{id}.peak_read_rate", hit_ratio=hits, ios=f"{id}.read_amplification",
        block=_read_block(author, store.kept_by, block),
    )  # fmt: skip


def _read_block(author: Author, engine_name: str, block: str) -> str:
    """What one point read fetches: a log and a B-tree read their own block, an LSM tree merges in larger
    ones."""
    if engine_name != "lsm":
        return block
    return constant(author, "storage.point_read", "Bytes of one point read", "size", "B/io")


def _checkpoints(author: Author, tier: str) -> list[Expr]:
    """Background writes to the tier's own drives."""
    declared, graph, found = author.design.capacity.tiers[tier], author.graph, []
    for name, work in declared.background.items():
        if work.to is not None or work.writes is None or work.every is None or work.of is None:
            continue
        id = f"tiers.{tier}.background.{name}"
        source = str(work.of)
        base = f"stores.{source.removeprefix('stores.')}.stock"
        if source == "state":
            base = f"tiers.{tier}.single.memory.state"
        author.state(
            f"{id}.share", work.writes, label=f"{author.called(tier)}, {name} writes", role="ratio", unit="%"
        )
        author.state(
            f"{id}.every", work.every, label=f"{author.called(tier)}, {name} every", role="duration", unit="s"
        )
        graph.express(
            f"{id}.written", Name(base) * Name(f"{id}.share") / Name(f"{id}.every"),
            label=f"{author.called(tier)}, written by {name}", unit="B/s", role="average",
        )  # fmt: skip
        found.append(Name(f"{id}.written"))
    return found


def _combined(author: Author, tier: str, part: str, stores: list[str], extra: list[Expr]) -> Expr:
    """Reads and writes as one demand: what part of the drives each keeps busy, in the drives' write
    rating."""
    graph, id = author.graph, f"tiers.{tier}.single.{part}"
    machine = f"tiers.{tier}.machine.disk_"
    unit, (reads, writes), ratings = MOVED[part]
    for what, names, more in (
        ("reads", reads, []),
        ("writes", writes, extra if part == "disk_throughput" else []),
    ):
        graph.express(
            f"{id}.{what}", total([Name(f"stores.{s}.{names}") for s in stores] + more),
            label=f"{author.called(tier)}, {what} of the drives", unit=unit, role="peak",
        )  # fmt: skip
    graph.define(
        f"{id}.as_writes", storage.as_writes,
        label=f"{author.called(tier)}, reads and writes, in the drives' write rating",
        unit=unit, role="demand", reads=f"{id}.reads", read_rating=f"{machine}{ratings[0]}",
        writes=f"{id}.writes",
        write_rating=f"{machine}{ratings[1]}",
    )  # fmt: skip
    return Name(f"{id}.as_writes")


def drives_for(author: Author, tier: str, store: str, part: str) -> Expr | None:
    """What one of a tier's stores asks of the drives on one copy, in their write rating; None for one that is
    not on them."""
    if store not in drives_of(author, tier):
        return None
    machine = f"tiers.{tier}.machine.disk_"
    _, (reads, writes), (read, write) = MOVED[part]
    return storage.as_writes(
        reads=Name(f"stores.{store}.{reads}"), read_rating=Name(f"{machine}{read}"),
        writes=Name(f"stores.{store}.{writes}"), write_rating=Name(f"{machine}{write}"),
    )  # fmt: skip


def _capacity(author: Author, tier: str, stores: list[str]) -> Resource:
    """Stock on the drives; a stated number of rows does not grow with load."""
    resource = Resource("disk_capacity")
    for name in stores:
        if f"stores.{name}.stock" in author.graph:
            part = resource.variable if grows(author.graph, f"stores.{name}.stock") else resource.fixed
            part.append(Name(f"stores.{name}.stock"))
    if not resource.fixed and not resource.variable:
        author.graph.given(
            f"tiers.{tier}.single.disk_capacity.stock", None,
            label=f"{author.called(tier)}, stock of its stores", unit="B",
            role="demand", note="no store of the tier states `keep` or `rows`",
        )  # fmt: skip
        resource.variable.append(Name(f"tiers.{tier}.single.disk_capacity.stock"))
    return resource


def add_endurance(author: Author, tier: str, stores: list[str]) -> None:
    """Drive writes per day at the average load over the deployed drives, and how long the drives last."""
    graph, id = author.graph, f"tiers.{tier}.single.endurance"
    machine = f"tiers.{tier}.machine"
    if graph[f"{machine}.disk_capacity"].given is None and not graph[f"{machine}.disk_capacity"].computed:
        return
    graph.express(
        f"{id}.written", total([Name(f"stores.{s}.disk_written_average") for s in stores]),
        label=f"{author.called(tier)}, written to its drives, average", unit="B/s", role="average",
    )  # fmt: skip
    graph.express(
        f"{id}.capacity", Name(f"{machine}.disk_capacity") * Name(f"tiers.{tier}.single.deployed"),
        label=f"{author.called(tier)}, capacity of its drives", unit="B", role="supply",
    )  # fmt: skip
    graph.define(
        f"{id}.drive_writes_per_day", storage.drive_writes_per_day,
        label=f"{author.called(tier)}, drive writes a day",
        unit="DWPD", role="average", written=f"{id}.written", capacity=f"{id}.capacity",
    )  # fmt: skip
    rated = _rated(author, tier)
    graph.define(
        f"{id}.life", storage.drive_life, partial=True, label=f"{author.called(tier)}, life of its drives",
        unit="y", role="duration",
        rated=rated["endurance"], rated_life=rated["life"],
        actual=f"{id}.drive_writes_per_day",
    )  # fmt: skip


def _rated(author: Author, tier: str) -> dict[str, str]:
    """Ids of what the drives are rated for: published, or the policy for drives that say nothing."""
    ids = {}
    for part, unit, role in (("endurance", "DWPD", "limit"), ("life", "y", "limit")):
        ids[part] = f"tiers.{tier}.machine.disk_{part}"
        if not known(author.graph, ids[part]):
            ids[part] = f"tiers.{tier}.single.endurance.rated_{part}"
            default, source, note = policy_default(author, f"drive.{part}")
            author.state(
                ids[part], None, label=f"{author.called(tier)}, rated {part} taken for its drives", role=role,
                unit=unit,
                default=default, source=source, note=note,
            )  # fmt: skip
    return ids


def drives_of(author: Author, tier: str) -> list[str]:
    """Stores that keep their data on the tier's drives."""
    return [s for s in stores_on(author, tier) if _on_disk(author, s)]
