"""Phase 2, data: rows from columns, write and read rates, stock on each medium, amplification, caches."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import COLUMN_SOURCE, column_size, default_policy, engine, state_fact
from nalsd.analysis.words import words
from nalsd.designs import Finding
from nalsd.designs.schema.slo import Store
from nalsd.graph import Name, total
from nalsd.physics import caching, data, memory

ON_DISK = ("log", "lsm", "btree")
"""Engines that keep their data on the tier's drives."""


def add_entities(author: Author) -> None:
    """Row sizes of entities, column by column, and of each index."""
    for name, entity in author.design.slo.entities.items():
        graph, id, title = author.graph, f"entities.{name}", words(name)
        kept = engine(author, _engine_of(author, name))
        columns = {}
        for column, law in entity.columns.items():
            size, note = column_size(law)
            columns[column] = f"{id}.columns.{column}"
            if isinstance(size, Finding):
                author.findings.append(size)
                size = None
            graph.given(
                columns[column],
                size,
                label=f"{title}, {column}",
                unit="B/row",
                role="size",
                source=COLUMN_SOURCE,
                note=note,
            )
        graph.define(
            f"{id}.row", data.row_size, label=f"{title}, row", unit="B/row", role="size",
            columns=list(columns.values()),
            overhead=state_fact(author, f"engines.{kept.name}.row_overhead", kept.row_overhead,
                                f"{kept.title}, added to each row", "size", "B/row"),
        )  # fmt: skip
        indexes = [list(index) for index in entity.indexes]
        if entity.primary_key:
            indexes.insert(0, list(entity.primary_key))
        entries = []
        for number, index in enumerate(indexes):
            known = [columns[str(c)] for c in index if str(c) in columns]
            for missing in (c for c in index if str(c) not in columns):
                author.findings.append(
                    Finding(
                        "N201",
                        f"the index of {name} names `{missing}`, which is not one of its columns",
                        getattr(missing, "location", entity.location),
                        help=f"its columns are {', '.join(columns)}",
                    )
                )
            if known:
                entries.append(f"{id}.indexes.{number + 1}")
                graph.define(
                    entries[-1], data.index_size, label=f"{title}, index on {', '.join(map(str, index))}",
                    unit="B/row", role="size", columns=known,
                    pointer=state_fact(author, f"engines.{kept.name}.pointer", kept.pointer,
                                       f"{kept.title}, pointer of an index entry", "size", "B/row"),
                    filled=state_fact(author, f"engines.{kept.name}.filled", kept.filled,
                                      f"{kept.title}, how full its index pages are", "ratio", "%"),
                )  # fmt: skip
        if entries:
            graph.express(
                f"{id}.index",
                total([Name(e) for e in entries]),
                label=f"{title}, all indexes",
                unit="B/row",
                role="size",
            )


def _engine_of(author: Author, entity: str) -> str | None:
    """The engine of the first store that holds an entity."""
    return next(
        (
            str(s.engine)
            for s in author.design.slo.stores.values()
            if str(s.entity or "") == entity and s.engine
        ),
        None,
    )


def add_stores(author: Author) -> None:
    """Everything about stores that needs no machine."""
    for name, store in author.design.slo.stores.items():
        _row(author, name, store)
        _rates(author, name, store)
        _amplification(author, name, store)
        if store.caches is None:
            _stock(author, name, store)
    for name, store in author.design.slo.stores.items():
        if store.caches is not None:
            _cache(author, name, store)


def _row(author: Author, name: str, store: Store) -> None:
    graph, id, title = author.graph, f"stores.{name}", words(name)
    cached = str(store.caches or "").removeprefix("stores.")
    if store.row is not None:
        author.state(f"{id}.row", store.row, label=f"{title}, row", role="size", unit="B/row")
    elif store.entity is not None and f"entities.{store.entity}.row" in graph:
        entity = f"entities.{store.entity}"
        parts = [Name(f"{entity}.row")]
        if store.engine in ("btree", "lsm") and f"{entity}.index" in graph:
            parts.append(Name(f"{entity}.index"))
        graph.express(
            f"{id}.row", total(parts), label=f"{title}, row with its indexes", unit="B/row", role="size"
        )
    elif cached in author.design.slo.stores:
        graph.express(
            f"{id}.row", Name(f"stores.{cached}.row"), label=f"{title}, row", unit="B/row", role="size"
        )
    else:
        author.state(f"{id}.row", None, label=f"{title}, row", role="size", unit="B/row")


def _rates(author: Author, name: str, store: Store) -> None:
    """Rows written and read: the flows that do it, or nothing."""
    graph, id, title = author.graph, f"stores.{name}", words(name)
    flows = author.design.capacity.flows
    for direction, named in (("write", store.written_by), ("read", store.read_by)):
        known = [str(f) for f in named if str(f) in flows]
        for prefix, part, role in (("", "average", "average"), ("peak_", "rate", "peak")):
            target, label = (
                f"{id}.{prefix}{direction}_rate",
                f"{title}, rows {'written' if direction == 'write' else 'read'}, {role}",
            )
            if known:
                graph.express(
                    target,
                    total([Name(f"flows.{f}.{part}") for f in known]),
                    label=label,
                    unit="row/s",
                    role=role,
                )
            elif not named:
                graph.given(
                    target, 0.0, label=label, unit="row/s", role=role, default=True,
                    note=f"no flow is named under `{'written_by' if direction == 'write' else 'read_by'}`",
                )  # fmt: skip
            else:
                graph.given(target, None, label=label, unit="row/s", role=role)
    graph.define(
        f"{id}.bytes_per_day", data.bytes_per_day, label=f"{title}, bytes a day", unit="B", role="volume",
        average=f"{id}.write_rate", row=f"{id}.row",
    )  # fmt: skip


def _amplification(author: Author, name: str, store: Store) -> None:
    """What the engine makes of a read, a written byte and a stored byte: stated, or the engine's default."""
    id, title, known = f"stores.{name}", words(name), engine(author, store.kept_by)
    stated = store.amplification
    for part, label in (("write", "write amplification"), ("read", "reads of the drive for one read"),
                        ("space", "space amplification")):  # fmt: skip
        value = getattr(stated, part, None) if stated is not None else None
        target, unit = f"{id}.{part}_amplification", "io/op" if part == "read" else "1"
        if value is None:
            state_fact(author, target, getattr(known, part), f"{title}, {label}", "ratio", unit)
        else:
            author.state(target, value, label=f"{title}, {label}", role="ratio", unit=unit)
    author.state(
        f"{id}.compression", store.compression, label=f"{title}, compression", role="ratio", unit="1",
        default=1.0, note="no compression is stated",
    )  # fmt: skip


def _stock(author: Author, name: str, store: Store) -> None:
    """Bytes on each medium of retention, one copy; `stock` is what stands on the tier's own drives."""
    graph, id, title = author.graph, f"stores.{name}", words(name)
    own = []
    if store.rows is not None:
        author.state(f"{id}.rows", store.rows, label=f"{title}, rows", role="count", unit="row")
        own.append(
            _medium(author, id, f"{id}.stock_rows", f"{title}, stock", f"{id}.rows", f"{id}.compression")
        )
    elif store.keep:
        kept = []
        for number, keep in enumerate(store.keep, 1):
            medium = f"{id}.keep_{number}"
            place = f" in {keep.in_}" if keep.in_ else ""
            author.state(f"{medium}.for", keep.for_, label=f"{title}, kept{place}", role="duration", unit="s")
            graph.define(
                f"{medium}.rows", data.rows_kept, label=f"{title}, rows kept{place}", unit="row",
                role="count",
                average=f"{id}.write_rate", keep=f"{medium}.for",
            )  # fmt: skip
            compression = f"{id}.compression"
            if keep.compression is not None:
                compression = f"{medium}.compression"
                author.state(
                    compression,
                    keep.compression,
                    label=f"{title}, compression{place}",
                    role="ratio",
                    unit="1",
                )
            stock = _medium(
                author, id, f"{medium}.stock", f"{title}, stock{place}", f"{medium}.rows", compression,
                outside=keep.in_ is not None,
            )  # fmt: skip
            if keep.in_ is None and store.service is None:
                own.append(stock)
                kept.append(f"{medium}.rows")
        if kept:
            graph.express(
                f"{id}.rows", total([Name(k) for k in kept]), label=f"{title}, rows", unit="row", role="count"
            )
    if own:
        graph.express(
            f"{id}.stock",
            total([Name(s) for s in own]),
            label=f"{title}, stock, one copy",
            unit="B",
            role="size",
        )
    elif store.tier is not None and not store.keep and not store.rows:
        graph.given(
            f"{id}.stock", None, label=f"{title}, stock, one copy", unit="B", role="size",
            note="neither `keep` nor `rows` is stated",
        )  # fmt: skip


def _medium(
    author: Author, id: str, target: str, label: str, rows: str, compression: str, outside: bool = False
) -> str:
    author.graph.define(
        target, data.stock, label=label, unit="B", role="size", rows=rows, row=f"{id}.row",
        compression=compression,
        space=1.0 if outside else f"{id}.space_amplification",
    )  # fmt: skip
    return target


def _cache(author: Author, name: str, store: Store) -> None:
    """Hit ratio from memory or memory from hit ratio: one is stated, the other follows (Che, under Zipf)."""
    graph, id, title = author.graph, f"stores.{name}", words(name)
    behind = f"stores.{str(store.caches).removeprefix('stores.')}"
    law = store.popularity
    skew = law.args[0] if law is not None and law.name == "zipf" and len(law.args) == 1 else None
    if law is not None and skew is None:
        author.findings.append(
            Finding(
                "N302",
                f"`{law.text}` is no popularity that is known",
                law.location,
                help="write `zipf(0.9)`",
                printed=law.text,
            )
        )
    author.state(f"{id}.skew", skew, label=f"{title}, Zipf exponent of popularity", role="ratio", unit="1")
    objects = store.rows
    if objects is not None:
        author.state(f"{id}.objects", objects, label=f"{title}, objects asked for", role="count", unit="row")
    elif f"{behind}.rows" in graph:
        graph.express(
            f"{id}.objects",
            Name(f"{behind}.rows"),
            label=f"{title}, objects asked for",
            unit="row",
            role="count",
        )
    else:
        graph.given(f"{id}.objects", None, label=f"{title}, objects asked for", unit="row", role="count")
    per_object = default_policy(
        author, "memory.cache_overhead", "What a cache adds to an object", "size", "B/object"
    )
    if store.ram is not None:
        author.state(f"{id}.ram", store.ram, label=f"{title}, memory", role="size", unit="B")
        graph.define(
            f"{id}.cached", memory.objects_held, label=f"{title}, objects held", unit="row", role="count",
            memory=f"{id}.ram", size=f"{id}.row", overhead=per_object,
        )  # fmt: skip
        graph.define(
            f"{id}.hit_ratio", caching.hit_ratio, label=f"{title}, hit ratio", unit="%", role="ratio",
            objects=f"{id}.objects", skew=f"{id}.skew", cached=f"{id}.cached",
        )  # fmt: skip
        return
    author.state(f"{id}.hit_ratio", store.hit_ratio, label=f"{title}, hit ratio", role="ratio", unit="%")
    for output, part, label, unit, role in (
        ("memory", "ram", "memory", "B", "size"),
        ("cached", "cached", "objects held", "row", "count"),
    ):
        graph.define(
            f"{id}.{part}", caching.cache_for_hit_ratio, output=output, label=f"{title}, {label}", unit=unit,
            role=role,
            objects=f"{id}.objects", skew=f"{id}.skew", target=f"{id}.hit_ratio", size=f"{id}.row",
            overhead=per_object,
        )  # fmt: skip


def stores_on(author: Author, tier: str) -> list[str]:
    """Stores that live on a tier."""
    return [
        s
        for s, store in author.design.slo.stores.items()
        if str(store.tier or "").removeprefix("tiers.") == tier
    ]


__all__ = ["ON_DISK", "add_entities", "add_stores", "stores_on"]
