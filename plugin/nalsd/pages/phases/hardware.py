"""Phase 3, machines and policy: what one machine gives, and how busy it may be."""

from __future__ import annotations

from nalsd.analysis import LABELS, RESOURCES
from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.html import element
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, words


def machines(view: DesignView) -> Widget | None:
    """The machine of each tier, figure by figure."""
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.machine"
        drives = view.q(f"{id}.drive_1.count") is not None
        rows.append(
            Row(
                (
                    title_of(name, tier),
                    element("code", str(tier.machine)),
                    view.q(f"{id}.cores"),
                    view.q(f"{id}.threads"),
                    view.q(f"{id}.ram"),
                    view.q(f"{id}.network"),
                    view.q(f"{id}.packets"),
                    view.q(f"{id}.disk_capacity") if drives else None,
                    view.q(f"{id}.disk_read_iops") if drives else None,
                    view.q(f"{id}.disk_write_iops") if drives else None,
                    view.q(f"{id}.disk_write") if drives else None,
                    view.q(f"{id}.price"),
                ),
                tag="own" if tier.machine in view.design.capacity.machines else "",
            )
        )
    if not rows:
        return None
    columns = [
        Column("Tier"),
        Column("Machine"),
        Column("Cores", "physical"),
        Column("Threads"),
        Column("Memory"),
        Column("Network", "sustained"),
        Column("Packets", "allowance"),
        Column("Drives"),
        Column("Read", "IOPS"),
        Column("Write", "IOPS"),
        Column("Write", "sustained"),
        Column("Price", "on demand"),
    ]
    note = (
        "What a provider does not publish is unknown: neither infinite nor zero. Sources stand under "
        "each figure."
    )
    return parts.table(
        Table("machines", "One machine of each tier", columns, without_empty(columns, rows), note)
    )


def policy(view: DesignView) -> Widget | None:
    """Target utilisation of the resources that tiers use."""
    tiers = view.design.capacity.tiers
    if not tiers:
        return None
    rows = []
    for resource in RESOURCES:
        cells = [view.q(f"tiers.{tier}.target.{resource}") for tier in tiers]
        default = all(cell is not None and cell.default for cell in cells)
        rows.append(Row((words(LABELS[resource]), *cells), tag="default" if default else ""))
    columns = (Column("Resource"), *(Column(title_of(name, tier)) for name, tier in tiers.items()))
    note = (
        "How busy a resource may be at peak. A default is used where the design states nothing; its "
        "source stands under it."
    )
    return parts.table(Table("policy", "Target utilisation", columns, rows, note))
