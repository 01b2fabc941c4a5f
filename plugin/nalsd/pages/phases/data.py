"""Phase 3, storage and memory: operations, bytes, space and wear of drives; what is held in memory."""

from __future__ import annotations

from nalsd.analysis import LABELS
from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.parts import Widget
from nalsd.pages.phases.filling import filling
from nalsd.pages.phases.traffic import bar, tag, target, tone
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, lower_words, remark, words

DISKS = ("disk_iops", "disk_throughput", "disk_capacity")


def storage_tables(view: DesignView) -> list[Widget]:
    """Drives by tier, what stores ask of them, and how long they last."""
    return [*parts.filled(_drives(view), _operations(view), _endurance(view)), *filling(view)]


def memory_tables(view: DesignView) -> list[Widget]:
    """Memory by tier, and what it is made of."""
    return parts.filled(_memory(view), _held(view))


def _drives(view: DesignView) -> Widget | None:
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        for resource in DISKS:
            id = f"tiers.{name}.single.{resource}"
            if view.q(f"{id}.demand") is None:
                continue
            rows.append(
                Row(
                    (
                        title_of(name, tier),
                        words(LABELS[resource].removeprefix("disk ")),
                        view.q(f"{id}.demand"),
                        view.q(f"{id}.supply"),
                        target(view, name, resource),
                        bar(view, id),
                        view.q(f"{id}.need"),
                    ),
                    tone(view, name, resource),
                    tag(view, name, resource),
                )
            )
    if not rows:
        return None
    columns = (
        Column("Tier"), Column("Resource"), Column("Demand"), Column("One machine"), Column("Target"),
        Column("Busy"), Column("Nodes needed"),
    )  # fmt: skip
    note = (
        "Reads and writes keep their own ratings: together they are shown in the rating of sustained "
        "writes. The part "
        "of the capacity above its target stays free for merges, rebuilds and the drives' own wear."
    )
    return parts.table(Table("storage", "Drives by tier", columns, rows, note))


def _operations(view: DesignView) -> Widget | None:
    rows = []
    for name, store in view.design.slo.stores.items():
        id = f"stores.{name}"
        if view.q(f"{id}.write_io") is None:
            continue
        rows.append(
            Row(
                (
                    title_of(name, store), view.q(f"{id}.write_io"), view.q(f"{id}.disk_written"),
                    view.q(f"{id}.page_cache_hits"), view.q(f"{id}.read_io"), view.q(f"{id}.disk_read"),
                    view.q(f"{id}.block"), view.q(f"{id}.disk_written_average"),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("Store"), Column("Writes"), Column("Written", "peak"), Column("From memory", "page cache"),
        Column("Reads"), Column("Read", "peak"), Column("One operation"), Column("Written", "average"),
    )  # fmt: skip
    return parts.table(Table("operations", "What stores ask of the drives", columns, rows))


def _endurance(view: DesignView) -> Widget | None:
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.single.endurance"
        if view.q(f"{id}.written") is None:
            continue
        rows.append(
            Row(
                (
                    title_of(name, tier), view.q(f"{id}.written"), view.q(f"{id}.capacity"),
                    view.q(f"{id}.drive_writes_per_day"), view.q(f"tiers.{name}.machine.disk_endurance"),
                    view.q(f"{id}.life"),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = (
        Column("Tier"), Column("Written", "average"), Column("All drives"), Column("Drive writes a day"),
        Column("Rated"), Column("Drives last"),
    )  # fmt: skip
    note = (
        "From the average rate, amplification and compression in it. Where no rating is published, the "
        "life is read against the policy's: its derivation says which."
    )
    return parts.table(Table("endurance", "Wear of the drives", columns, rows, note))


def _memory(view: DesignView) -> Widget | None:
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.single.memory"
        if view.q(f"{id}.demand") is None:
            continue
        rows.append(
            Row(
                (
                    title_of(name, tier),
                    view.q(f"{id}.demand"),
                    view.q(f"tiers.{name}.machine.ram"),
                    view.q(f"{id}.runtime"),
                    view.q(f"{id}.supply"),
                    target(view, name, "memory"),
                    bar(view, id),
                    view.q(f"{id}.need"),
                ),
                tone(view, name, "memory"),
                tag(view, name, "memory"),
            )
        )
    if not rows:
        return None
    columns = [
        Column("Tier"),
        Column("Demand"),
        Column("A machine has"),
        Column("Its runtime takes"),
        Column("Left"),
        Column("Target"),
        Column("Busy"),
        Column("Nodes needed"),
    ]
    return parts.table(Table("memory", "Memory by tier", columns, without_empty(columns, rows)))


def _held(view: DesignView) -> Widget | None:
    """Every part of the demand: states, connections, caches and stores kept in memory."""
    rows: list[Row] = []
    for name, tier in view.design.capacity.tiers.items():
        id, title = f"tiers.{name}.single.memory", title_of(name, tier)
        for state_name, state in tier.state.items():
            of = f"{id}.state.{state_name}"
            count = view.first(f"{of}.entries", f"{of}.events")
            held = view.first(f"{of}.held", f"{of}.window")
            rows.append(
                Row(
                    (
                        title,
                        f"{words(state_name)}, one entry {'a key' if state.holds == 'keys' else 'an event'}",
                        count,
                        view.q(f"{of}.row"),
                        held,
                        view.q(f"{of}.windows"),
                        view.q(f"{of}.bytes"),
                        remark(state, state.row, state.entries, state.window, state.lateness),
                    )
                )
            )
        for line in view.graph.ids(f"{id}.connections."):
            client = line.rpartition(".")[2]
            own = tier.memory.per_connection if tier.memory is not None else None
            rows.append(
                Row(
                    (
                        title, f"Connections of {lower_words(client)}", view.q(f"clients.{client}.open"),
                        view.q(f"{id}.per_connection"), None, None, view.q(line), remark(own),
                    )
                )
            )  # fmt: skip
        for store_name, store in view.design.slo.stores.items():
            if str(store.tier or "").removeprefix("tiers.") != name:
                continue
            of = f"stores.{store_name}"
            if store.caches is not None:
                cells = (view.q(f"{of}.cached"), view.q(f"{of}.row"), None, None, view.q(f"{of}.ram"), None)
                rows.append(Row((title, f"Cache {lower_words(store_name)}", *cells)))
            elif store.engine == "memory" and view.q(f"{of}.stock") is not None:
                cells = (view.q(f"{of}.rows"), view.q(f"{of}.row"), None, None, view.q(f"{of}.stock"), None)
                rows.append(Row((title, f"Store {lower_words(store_name)}", *cells)))
    if not rows:
        return None
    columns = [
        Column("Tier"), Column("What is held"), Column("How many"), Column("Each"), Column("For"),
        Column("Windows", "open at once"), Column("Memory"), Column("Why"),
    ]  # fmt: skip
    return parts.table(Table("held", "What memory holds", columns, without_empty(columns, rows)))
