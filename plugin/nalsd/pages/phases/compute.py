"""Phase 3, compute: where the cores go, and what headroom makes of them."""

from __future__ import annotations

from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.parts import Widget
from nalsd.pages.phases.traffic import bar, tag, target, tone
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, lower_words, remark, words

HANDSHAKES = (("full", "in full"), ("resumed", "resumed"))
"""How a connection is set up, as quantities and as readers call it."""


def compute_tables(view: DesignView) -> list[Widget]:
    """The headroom of each tier, and its work line by line."""
    return parts.filled(_headroom(view), _work(view))


def _headroom(view: DesignView) -> Widget | None:
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.single.cpu"
        if view.q(f"{id}.demand") is None:
            continue
        rows.append(
            Row(
                (
                    title_of(name, tier),
                    view.q(f"{id}.demand"),
                    view.q(f"{id}.supply"),
                    target(view, name, "cpu"),
                    view.q(f"{id}.need_by_target"),
                    view.q(f"{id}.need_by_staffing"),
                    view.q(f"{id}.need"),
                    bar(view, id),
                ),
                tone(view, name, "cpu"),
                tag(view, name, "cpu"),
            )
        )
    if not rows:
        return None
    columns = [
        Column("Tier"), Column("Busy cores", "at peak"), Column("One machine"), Column("Target"),
        Column("Nodes", "by target"), Column("Nodes", "by staffing"), Column("Nodes needed"), Column("Busy"),
    ]  # fmt: skip
    note = (
        "Cores are physical; a vCPU is not a core. Target utilisation and square-root staffing are "
        "alternatives: the "
        "larger counts, and nothing is added twice. Busy is busy over installed."
    )
    return parts.table(Table("compute", "Cores by tier", columns, without_empty(columns, rows), note))


def _work(view: DesignView) -> Widget | None:
    """Each line of a tier's work: flows by their profiles, handshakes, packets, overheads, scaling."""
    rows: list[Row] = []
    for name, tier in view.design.capacity.tiers.items():
        rows += _lines(view, str(name), tier)
    if not rows:
        return None
    columns = [
        Column("Tier"),
        Column("Work"),
        Column("How often", "at peak"),
        Column("Cost of one, or rate of a core"),
        Column("Busy cores"),
        Column("Why"),
    ]
    return parts.table(Table("work", "Where the cores go", columns, without_empty(columns, rows)))


def _lines(view: DesignView, name: str, tier: object) -> list[Row]:
    id, title = f"tiers.{name}.single.cpu", title_of(name, tier)
    rows: list[Row] = []

    def add(*cells: object) -> None:
        rows.append(Row((title, *cells)))

    for line in view.graph.ids(f"{id}.work."):
        flow = line.rpartition(".")[2]
        quantity = view.graph[line]
        cost = quantity.inputs.get("each") or quantity.inputs.get("per_core")
        rate = quantity.inputs.get("rate")
        work = tier.work.get(flow)
        own = view.design.capacity.profiles.get(str(work.profile)) if work is not None else None
        why = remark(
            work, *((work.each, work.rate) if work else ()), own, *((own.each, own.rate) if own else ())
        )
        add(words(flow), view.q(str(rate)), view.q(str(cost)), quantity, why)
    for client in view.design.context.clients:
        for kind, how in HANDSHAKES:
            line, rate = f"{id}.handshakes.{client}.{kind}", f"clients.{client}.{kind}_handshakes"
            if view.q(line) is not None:
                cost = next(below for below in view.graph[line].depends_on if below != rate)
                what = f"TLS handshakes {how}, {lower_words(str(client))}"
                add(what, view.q(rate), view.q(cost), view.q(line), None)
    if view.q(f"{id}.kernel") is not None:
        per_core = view.graph[f"{id}.kernel"].inputs.get("per_core")
        add(
            "Packets in the kernel",
            view.q(f"{id}.kernel_packets"),
            view.q(str(per_core)),
            view.q(f"{id}.kernel"),
            None,
        )
    for line in view.graph.ids(f"tiers.{name}.overhead."):
        add(f"Overhead: {words(line.rpartition('.')[2])}", None, view.q(line), None, None)
    if view.q(f"{id}.busy") is not None:
        add("All work with overheads", None, None, view.q(f"{id}.busy"), None)
    for line in view.graph.ids(f"tiers.{name}.reserve."):
        if line.endswith(".cpu"):
            add(f"Reserved: {lower_words(line.split('.')[-2])}", None, view.q(line), None, None)
    for part, label in (
        ("usable", "Cores that its processes can use"),
        ("effective", "Cores worth after scaling losses"),
    ):
        if view.q(f"{id}.{part}") is not None:
            add(label, None, view.q(f"{id}.{part}"), None, None)
    return rows
