"""Phase 4, iteration 2: nodes with all copies, what a loss leaves, replication, repair, what is reached."""

from __future__ import annotations

from collections.abc import Sequence

from nalsd.analysis import LABELS
from nalsd.analysis.words import title_of
from nalsd.graph import Quantity
from nalsd.pages import parts
from nalsd.pages.callouts import Tone
from nalsd.pages.html import Markup, element
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Bar, Cell, Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, listed, lower_words, remark

ALLOWS = 1.0 + 1e-9
"""Shares up to here are not over."""


def cluster_widgets(view: DesignView) -> list[Widget]:
    """What is computed of the cluster, table by table."""
    return parts.filled(
        _nodes(view), _utilisation(view), _losses(view), _replication(view), _rebuild(view),
        _availability(view), _durability(view),
    )  # fmt: skip


def stores_of(view: DesignView, *parts_: str) -> list[str]:
    """The stores of which one of these parts is computed under `cluster.STORE`."""
    return [s for s in view.design.slo.stores if any(view.q(f"cluster.{s}.{part}") for part in parts_)]


def store_title(view: DesignView, name: str) -> str:
    """What a store is called."""
    return title_of(name, view.design.slo.stores[name])


def tier_title(view: DesignView, name: str) -> str:
    """What a tier is called."""
    return title_of(name, view.design.capacity.tiers[name])


def cells(view: DesignView, stem: str, names: Sequence[str]) -> list[Cell]:
    """Quantities of one thing, in order; nothing where it has none."""
    return [view.q(f"{stem}.{name}") for name in names]


def made(
    name: str,
    title: str,
    columns: list[Column],
    rows: list[Row],
    note: str | Markup = "",
    *,
    headline: bool = False,
) -> Widget | None:
    """A table without its empty columns, none without rows or without figures."""
    rows = without_empty(columns, rows) if rows else rows
    if not rows or len(columns) < 2:
        return None
    return parts.table(Table(name, title, columns, rows, note), headline=headline)


def what_binds(view: DesignView, tier: str) -> str | None:
    """The resource or limit that sizes a tier with all its copies, in words."""
    what = view.word(f"tiers.{tier}.bottleneck")
    if what is None:
        return None
    return LABELS.get(what, lower_words(what))


def _tiers(view: DesignView) -> list[str]:
    return list(view.analysis.cluster)


def _nodes(view: DesignView) -> Widget | None:
    """N + k by its parts: what the load needs, the reserve for a loss and for equal zones, spares."""
    rows = []
    for tier in _tiers(view):
        id = f"tiers.{tier}"
        over = (view.number(f"{id}.overload") or 0.0) > ALLOWS
        rows.append(
            Row(
                (
                    tier_title(view, tier), what_binds(view, tier),
                    *cells(view, id, ("single.nodes", "need", "least", "reserve", "spare", "needed", "nodes",
                                      "per_zone", "price")),
                ),
                Tone.OVER if over else Tone.PLAIN, "overloaded" if over else "",
            )
        )  # fmt: skip
    whole = (view.q("design.cluster.nodes"), view.q("design.cluster.price"))
    if rows and any(whole):
        rows.append(
            Row((element("strong", "All tiers"), "", view.q("design.nodes"), *[""] * 5, whole[0], "",
                 whole[1]))
        )  # fmt: skip
    columns = [
        Column("Tier"), Column("Binds"), Column("At one copy"), Column("Load needs", "all copies"),
        Column("At least", "one a copy"), Column("Reserve", "loss, equal zones"), Column("Spare"),
        Column("Needed", "all together"), Column("Deployed"), Column("In each zone"),
        Column("Price", "a month"),
    ]  # fmt: skip
    note = (
        "Needed is what the load needs, rounded up, with the reserve that the stated loss and equal zones "
        "ask for, and the spares. Copies multiply writes and data, not reads."
    )
    return made("cluster-nodes", "Nodes with all copies", columns, rows, note, headline=True)


def _utilisation(view: DesignView) -> Widget | None:
    """How busy the deployed nodes are, resource by resource."""
    known: list[str] = []
    for result in view.analysis.cluster.values():
        known += [r for r in result.resources if r not in known]
    known = [r for r in LABELS if r in known]
    rows = []
    for tier in _tiers(view):
        bars = [_bar(view, f"tiers.{tier}.{r}.utilisation", f"tiers.{tier}.single.{r}.target") for r in known]
        rows.append(Row((tier_title(view, tier), *bars)))
    columns = [Column("Tier"), *(Column(str(LABELS[r])[:1].upper() + str(LABELS[r])[1:]) for r in known)]
    return made("cluster-utilisation", "How busy the nodes are with all copies", columns, rows,
                "Against the target utilisation, which the mark shows.")  # fmt: skip


def _bar(view: DesignView, share: str, target: str) -> Bar | None:
    busy = view.q(share)
    return Bar(busy, view.q(target)) if busy is not None else None


def _losses(view: DesignView) -> Widget | None:
    """What the stated loss leaves, and how busy the survivors are."""
    rows = []
    for tier in _tiers(view):
        id = f"tiers.{tier}"
        busiest = _busiest(view, tier)
        bar = None
        if busiest is not None:
            bar = _bar(view, f"{id}.{busiest}.after_loss", f"{id}.{busiest}.loss_target")
        left, surviving = view.number(f"{id}.left"), view.number(f"{id}.surviving")
        short = left is not None and surviving is not None and left < surviving - 1e-9
        rows.append(
            Row(
                (
                    tier_title(view, tier),
                    *cells(view, id, ("lost_zones", "lost_nodes", "surviving", "left")),
                    LABELS.get(busiest, busiest) if busiest else None, bar,
                    *cells(view, id, ("zones_to_lose", "availability")),
                ),
                Tone.OVER if short else Tone.PLAIN, "too few left" if short else "",
            )
        )  # fmt: skip
    columns = [
        Column("Tier"), Column("Survives", "zones, stated"), Column("Survives", "nodes, stated"),
        Column("Must be left"), Column("Left"), Column("Then busiest"), Column("Then busy"),
        Column("Could lose", "zones"), Column("Availability", "hardware only"),
    ]  # fmt: skip
    note = (
        "After the loss that phase 4 states. Survivors may be busier than the target for as long as it "
        "lasts; data that stands on drives does not move."
    )
    return made("cluster-loss", "What a loss leaves", columns, rows, note)


def _busiest(view: DesignView, tier: str) -> str | None:
    """The resource that is fullest after the loss."""
    found = {r: n for r in LABELS if (n := view.number(f"tiers.{tier}.{r}.after_loss")) is not None}
    return max(found, key=lambda r: found[r], default=None)


def copies_table(view: DesignView) -> Widget | None:
    """Copies, quorum and shards of each store, and what one zone's loss leaves."""
    rows = []
    for name in stores_of(view, "rf"):
        id, declared = f"cluster.{name}", view.design.iterations.cluster.get(name)
        shards = declared.shards if declared is not None else None
        cut = [str(shards.by)] if shards is not None and shards.by else []
        cut += [shards.skew.text] if shards is not None and shards.skew else []
        rows.append(
            Row(
                (
                    store_title(view, name),
                    *cells(view, id, ("rf", "write", "read", "after_zone", "shards")),
                    listed(cut) or None, *cells(view, id, ("shard_size", "shard_rate")),
                    remark(declared, declared.rf) if declared is not None else None,
                )
            )
        )  # fmt: skip
    columns = [
        Column("Store"), Column("Copies"), Column("Write to"), Column("Read from"),
        Column("Left", "after one zone"), Column("Shards"), Column("Cut by"), Column("Size of a shard"),
        Column("Writes of a shard"), Column("Why"),
    ]  # fmt: skip
    return made("copies", "Copies and shards", columns, rows)


def _replication(view: DesignView) -> Widget | None:
    rows = [
        Row((store_title(view, s), *cells(view, f"cluster.{s}", ("written", "rf", "replication",
                                                                 "replication_average"))))
        for s in stores_of(view, "replication")
    ]  # fmt: skip
    columns = [
        Column("Store"), Column("Written by clients", "peak"), Column("Copies"),
        Column("Between copies", "peak"), Column("Between copies", "average"),
    ]  # fmt: skip
    return made("cluster-replication", "Replication traffic", columns, rows,
                "Only writes are copied: what is written, times the copies beside the first.")  # fmt: skip


def _rebuild(view: DesignView) -> Widget | None:
    rows = []
    for name in stores_of(view, "rebuild_time"):
        id = f"cluster.{name}"
        tier = str(view.design.slo.stores[name].tier or "").removeprefix("tiers.")
        load = view.q(f"{id}.rebuild_load")
        rows.append(
            Row(
                (
                    store_title(view, name), view.q(f"tiers.{tier}.node_data"),
                    view.first(f"{id}.repair_after", "constants.durability.repair_after"),
                    view.first(f"{id}.repair_share", "policy.repair.share"),
                    *cells(view, id, ("rebuild_rate", "rebuild_time")),
                    Bar(load) if load is not None else None,
                )
            )
        )  # fmt: skip
    columns = [
        Column("Store"), Column("Data of a node"), Column("Starts after"), Column("May take", "of the node"),
        Column("Rate"), Column("Copy is back after"), Column("Network of the new node", "load and rebuild"),
    ]  # fmt: skip
    return made("cluster-rebuild", "Rebuild of a lost node", columns, rows)


def _availability(view: DesignView) -> Widget | None:
    rows = [
        Row((store_title(view, s), *cells(view, f"cluster.{s}", (
            "write_failures", "write_availability", "read_failures", "read_availability", "availability"))))
        for s in stores_of(view, "availability", "write_availability")
    ]  # fmt: skip
    columns = [
        Column("Store"), Column("Writes survive", "lost copies"), Column("Writes", "hardware only", 6),
        Column("Reads survive", "lost copies"), Column("Reads", "hardware only", 6),
        Column("Both", "hardware only", 6),
    ]  # fmt: skip
    note = (
        "Hardware only: nodes fail independently. A bad release, a lost switch or a full disk takes copies "
        "together; what that leaves is in phase 2, beside each objective."
    )
    return made("cluster-availability", "Availability of the copies", columns, rows, note)


def _durability(view: DesignView) -> Widget | None:
    rows = []
    for name in stores_of(view, "durability"):
        rows.append(
            Row(
                (
                    store_title(view, name),
                    *cells(view, f"cluster.{name}", (
                        "tolerated", "time_to_loss", "exposed", "durability", "nines",
                        "durability_common_cause", "loss_common_cause")),
                )
            )
        )  # fmt: skip
    columns = [
        Column("Store"), Column("May lose", "copies"), Column("Until a shard is lost", "mean"),
        Column("Until archived"), Column("A year", "hardware only"), Column("Nines"),
        Column("A year", "with a common cause"), Column("Lost a year", "with a common cause"),
    ]  # fmt: skip
    note = (
        "Hardware only is what independent failures would leave; nature is not independent. The figure with "
        "a common cause is the floor that copies of the same kind cannot raise."
    )
    return made("cluster-durability", "Durability of the copies", columns, rows, note)


def known(quantity: Quantity | None) -> bool:
    """Whether there is a value."""
    return quantity is not None and quantity.value is not None


__all__ = ["cells", "cluster_widgets", "copies_table", "known", "made", "store_title", "stores_of",
           "tier_title",
           "what_binds"]  # fmt: skip
