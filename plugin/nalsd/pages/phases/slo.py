"""Phase 2: objectives and error budgets, entities, stores, partitions, services, trade-offs."""

from __future__ import annotations

from typing import Any

from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.html import element
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.objectives import objective_widgets
from nalsd.pages.phases.tradeoffs import trade_off_cards
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, listed, lower_words, remark, written

ENGINES = {
    "log": "append-only log",
    "lsm": "LSM tree",
    "btree": "B-tree",
    "memory": "memory",
    "objects": "object store",
}


def contents(view: DesignView) -> Contents:
    """The parts of the page."""
    entities = [_entity(view, name, entity) for name, entity in view.design.slo.entities.items()]
    return Contents(
        [
            Part(
                "service-level-objectives",
                "Service level objectives",
                objective_widgets(view),
                also=("slos", "slo", "objectives", "service-levels"),
                keys=("slos",),
            ),
            Part(
                "data-model",
                "Data model",
                [*parts.filled(_stores(view), _media(view), _amplification(view), _caches(view)), *entities],
                also=("data", "schema", "entities", "storage-model", "stores"),
                keys=("stores", "entities"),
            ),
            Part(
                "partitions",
                "Partitions",
                parts.filled(_partitions(view)),
                also=("sharding", "partitioning", "data-model"),
                keys=("limits",),
            ),
            Part(
                "services",
                "Services",
                parts.filled(_services(view)),
                also=("dependencies",),
                keys=("services",),
            ),
            Part(
                "trade-offs",
                "Trade-offs",
                parts.filled(trade_off_cards(view)),
                also=("tradeoffs", "consistency", "cap"),
                keys=("consistency",),
            ),
        ]
    )


def _stores(view: DesignView) -> Widget | None:
    rows = []
    for name, store in view.design.slo.stores.items():
        id = f"stores.{name}"
        where = str(store.tier or store.service or "").rpartition(".")[2]
        engine = store.kept_by
        rows.append(
            Row(
                (
                    title_of(name, store), view.inside(where) if where else None, ENGINES.get(engine, engine),
                    view.q(f"{id}.row"), view.q(f"{id}.write_rate"), view.q(f"{id}.peak_write_rate"),
                    view.q(f"{id}.peak_read_rate"), view.q(f"{id}.bytes_per_day"), view.q(f"{id}.stock"),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Store"), Column("Lives in"), Column("Engine"), Column("Row"), Column("Written", "average"),
        Column("Written", "peak"), Column("Read", "peak"), Column("Added a day"), Column("Stock", "one copy"),
    ]  # fmt: skip
    rows = without_empty(columns, rows)
    return parts.table(
        Table(
            "stores",
            "Stores at one copy",
            columns,
            rows,
            "The stock is what stands on the tier's own drives.",
        )
    )


def _media(view: DesignView) -> Widget | None:
    """How long data is kept, medium by medium."""
    rows = []
    for name, store in view.design.slo.stores.items():
        for number, keep in enumerate(store.keep, 1):
            id = f"stores.{name}.keep_{number}"
            medium = (
                lower_words(keep.in_) if keep.in_ else "own drives" if not store.service else "the service"
            )
            rows.append(
                Row(
                    (
                        title_of(name, store) if number == 1 else f"{title_of(name, store)}, then", medium,
                        view.q(f"{id}.for"), view.q(f"{id}.rows"),
                        view.first(f"{id}.compression", f"stores.{name}.compression"), view.q(f"{id}.stock"),
                        remark(keep),
                    )
                )
            )  # fmt: skip
        if store.rows is not None:
            rows.append(
                Row(
                    (
                        title_of(name, store), "memory" if store.kept_by == "memory" else "own drives", None,
                        view.first(f"stores.{name}.rows", f"stores.{name}.objects"),
                        view.q(f"stores.{name}.compression"), view.q(f"stores.{name}.stock_rows"),
                        remark(store.rows),
                    )
                )
            )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Store"), Column("Medium"), Column("Kept"), Column("Rows"), Column("Compression"),
        Column("Bytes", "one copy"), Column("Why"),
    ]  # fmt: skip
    rows = without_empty(columns, rows)
    return parts.table(Table("retention", "What is kept where", columns, rows))


def _amplification(view: DesignView) -> Widget | None:
    rows = []
    for name, store in view.design.slo.stores.items():
        id = f"stores.{name}"
        if store.kept_by == "memory":
            continue
        rows.append(
            Row(
                (
                    title_of(name, store),
                    view.q(f"{id}.write_amplification"),
                    view.q(f"{id}.read_amplification"),
                    view.q(f"{id}.space_amplification"),
                    view.q(f"{id}.compression"),
                    remark(store.compression),
                )
            )
        )
    if not rows:
        return None
    columns = [
        Column("Store"), Column("Written", "for each byte"), Column("Reads", "of the drive for one"),
        Column("Space", "for each byte"), Column("Compression"), Column("Why"),
    ]  # fmt: skip
    rows = without_empty(columns, rows)
    return parts.table(
        Table("amplification", "What the engines make of reads, writes and bytes", columns, rows)
    )


def _caches(view: DesignView) -> Widget | None:
    rows = []
    for name, store in view.design.slo.stores.items():
        if store.caches is None:
            continue
        id = f"stores.{name}"
        stated = "hit ratio stated" if store.hit_ratio is not None else "memory stated"
        rows.append(
            Row(
                (
                    title_of(name, store), lower_words(str(store.caches).removeprefix("stores.")),
                    view.q(f"{id}.objects"), view.q(f"{id}.skew"), view.q(f"{id}.hit_ratio"),
                    view.q(f"{id}.cached"), view.q(f"{id}.ram"), written(store.ttl) or None,
                ),
                tag=stated,
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Cache"), Column("Of"), Column("Objects"), Column("Zipf exponent"), Column("Hit ratio"),
        Column("Objects held"), Column("Memory"), Column("Expires after"),
    ]  # fmt: skip
    note = "Of hit ratio and memory one is stated; the other follows by Che's approximation."
    return parts.table(Table("caches", "Caches", columns, without_empty(columns, rows), note))


def _entity(view: DesignView, name: Any, entity: Any) -> Widget:
    """Columns with their sizes, indexes, and what a row takes."""
    id = f"entities.{name}"
    keys = [str(c) for c in entity.primary_key]
    rows = [
        Row(
            (element("code", str(column)), law.text, view.q(f"{id}.columns.{column}")),
            tag=_key(str(column), keys),
        )
        for column, law in entity.columns.items()
    ]
    rows.append(Row((element("strong", "The row"), "with what its engine adds", view.q(f"{id}.row"))))
    indexes = [("Primary key", keys)] if keys else []
    indexes += [("Index", [str(c) for c in index]) for index in entity.indexes]
    for number, (what, columns) in enumerate(indexes, 1):
        rows.append(Row((what, listed(columns), view.q(f"{id}.indexes.{number}"))))
    if len(indexes) > 1:
        rows.append(Row(("All indexes", None, view.q(f"{id}.index"))))
    head = (Column("Column"), Column("Type"), Column("Size"))
    return parts.table(Table(f"entity-{name}", f"Entity: {lower_words(name)}", head, rows))


def _key(column: str, keys: list[str]) -> str:
    return "key" if column in keys else ""


def _partitions(view: DesignView) -> Widget | None:
    rows = []
    for name, store in view.design.slo.stores.items():
        id = f"stores.{name}"
        cluster = view.design.iterations.cluster.get(name)
        shards = cluster.shards if cluster is not None else None
        stated = view.q(f"cluster.{name}.shards")
        if view.q(f"{id}.partitions") is None and shards is None:
            continue
        rows.append(
            Row(
                (
                    title_of(name, store),
                    view.q(f"{id}.partitions_by_size"),
                    view.q(f"{id}.partitions_by_rate"),
                    view.q(f"{id}.partitions"),
                    stated or (written(shards.count) if shards is not None else None),
                    str(shards.by) if shards is not None and shards.by else None,
                )
            )
        )
    if not rows:
        return None
    columns = [
        Column("Store"),
        Column("By size"),
        Column("By rate"),
        Column("Needed"),
        Column("Stated"),
        Column("Cut by"),
    ]
    note = "The limits of phase 3 say what one partition takes; here the largest count they ask for."
    return parts.table(Table("partitions", "Partitions", columns, without_empty(columns, rows), note))


def _services(view: DesignView) -> Widget | None:
    rows = []
    for name, service in view.design.slo.services.items():
        latency = service.latency
        rows.append(
            Row(
                (
                    title_of(name, service), lower_words(service.kind) if service.kind else None,
                    written(service.availability) or None, written(latency.p50) if latency else None,
                    written(latency.p99) if latency else None, written(service.limit) or None,
                    "yes" if service.critical else "no", remark(service, service.availability),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Service"), Column("Kind"), Column("Availability", "promised"), Column("p50"), Column("p99"),
        Column("Allows"), Column("Critical"), Column("Why"),
    ]  # fmt: skip
    note = "As stated; a request fails when a critical service fails."
    return parts.table(
        Table(
            "services",
            "What is used and has no machines of ours",
            columns,
            without_empty(columns, rows),
            note,
        )
    )
