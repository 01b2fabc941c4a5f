"""What copies beyond the first ask of a tier: writes are made once more for each, reads where they ask
several."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import datapath
from nalsd.analysis.copies import copied, readers, writers
from nalsd.analysis.disks import drives_of
from nalsd.analysis.flows import flows_at
from nalsd.analysis.stores import stores_on
from nalsd.graph import Name, maximum, total
from nalsd.graph.expr import Expr
from nalsd.graph.words import in_words
from nalsd.physics import compute, packets, storage


def extra_demand(author: Author, tier: str, resources: list[str]) -> dict[str, list[Expr]]:
    """The demand of the further copies on each resource that a tier uses."""
    stores = [s for s in stores_on(author, tier) if copied(author, s)]
    if not stores:
        return {}
    times = _times(author, tier, stores)
    found: dict[str, list[Expr]] = {}
    if times and "network_in" in resources:
        found |= _traffic(author, tier, times)
    if times and "cpu" in resources:
        found["cpu"] = _work(author, tier, times)
    drives = [s for s in drives_of(author, tier) if s in stores]
    if drives and "disk_iops" in resources:
        found |= _drives(author, tier, drives)
    held = [_held(author, s) for s in stores]
    if any(h is not None for h in held):
        found["memory"] = [h for h in held if h is not None]
    return found


def _times(author: Author, tier: str, stores: list[str]) -> dict[str, Expr]:
    """For each flow at the tier how often more than once its work is done: writes by every further copy,
    reads by every further copy that is asked."""
    arriving, leaving = flows_at(author, tier)
    more: dict[str, list[Expr]] = {}
    for store in stores:
        for flows, part in ((writers(author, store), "rf"), (readers(author, store), "read")):
            for flow in flows:
                if flow in arriving or flow in leaving:
                    more.setdefault(flow, []).append(Name(f"cluster.{store}.{part}"))
    return {flow: maximum(*counts) - 1.0 for flow, counts in more.items()}


def _traffic(author: Author, tier: str, times: dict[str, Expr]) -> dict[str, list[Expr]]:
    """Copies go out of one node of the tier and into another: both directions, and packets at both ends."""
    graph, id, title = author.graph, f"tiers.{tier}.copies", author.called(tier)
    for part, unit in (("wire", "bit/s"), ("packets", "packet/s")):
        graph.express(
            f"{id}.{part}",
            total([(Name(f"flows.{f}.{part}_out") + Name(f"flows.{f}.{part}_back")) * n
                   for f, n in times.items()]),
            label=f"{title}, {'on the wire' if part == 'wire' else 'packets'} from copy to copy", unit=unit,
            role="demand",
        )  # fmt: skip
    wire = [Name(f"{id}.wire")]
    return {"network_in": wire, "network_out": wire, "packets": [2.0 * Name(f"{id}.packets")]}


def _work(author: Author, tier: str, times: dict[str, Expr]) -> list[Expr]:
    """Each copy does the work of the write; the kernel takes the packets at both ends. An upper bound: a
    follower need not do all that a leader does."""
    graph, id, title = author.graph, f"tiers.{tier}.cpu.copies", author.called(tier)
    parts = []
    for flow, n in times.items():
        single = f"tiers.{tier}.single.cpu.work.{flow}"
        if single in graph:
            parts.append(f"{id}.{flow}")
            graph.express(parts[-1], Name(single) * n, label=f"{title}, cores of further copies for "
                          f"{in_words(flow)}", unit="core", role="demand")  # fmt: skip
    if f"tiers.{tier}.copies.packets" in graph:
        graph.express(f"{id}.packets_at_both_ends", 2.0 * Name(f"tiers.{tier}.copies.packets"),
                      label=f"{title}, packets between copies, sent and received", unit="packet/s",
                      role="demand")  # fmt: skip
        parts.append(f"{id}.kernel")
        graph.define(
            parts[-1], packets.kernel_cores, label=f"{title}, cores for packets between copies", unit="core",
            role="demand", packets=f"{id}.packets_at_both_ends",
            per_core=datapath(author, str(author.design.capacity.tiers[tier].datapath)),
        )  # fmt: skip
    overheads = [o for o in (f"tiers.{tier}.overhead.os", f"tiers.{tier}.overhead.runtime") if o in graph]
    if overheads and parts:
        graph.define(f"{id}.busy", compute.busy_cores, label=f"{title}, cores of further copies, overheads "
                     "included", unit="core", role="demand", work=parts, overheads=overheads)  # fmt: skip
        parts = [f"{id}.busy"]
    return [Name(p) for p in parts]


def _drives(author: Author, tier: str, stores: list[str]) -> dict[str, list[Expr]]:
    """Operations, bytes a second and space of the further copies."""
    graph, machine, title = author.graph, f"tiers.{tier}.machine.disk_", author.called(tier)
    found: dict[str, list[Expr]] = {}
    for resource, unit, reads, writes, ratings in (
        ("disk_iops", "IOPS", "read_io", "write_io", ("read_iops", "write_iops")),
        ("disk_throughput", "B/s", "disk_read", "disk_written", ("read", "write")),
    ):
        id = f"tiers.{tier}.{resource}.copies"
        for what, part, times in (("reads", reads, "read"), ("writes", writes, "rf")):
            graph.express(
                f"{id}.{what}",
                total([Name(f"stores.{s}.{part}") * (Name(f"cluster.{s}.{times}") - 1.0) for s in stores]),
                label=f"{title}, {what} of the further copies' drives", unit=unit, role="peak",
            )  # fmt: skip
        graph.define(
            f"{id}.as_writes", storage.as_writes,
            label=f"{title}, further copies, in the drives' write rating", unit=unit, role="demand",
            reads=f"{id}.reads", read_rating=f"{machine}{ratings[0]}", writes=f"{id}.writes",
            write_rating=f"{machine}{ratings[1]}",
        )  # fmt: skip
        found[resource] = [Name(f"{id}.as_writes")]
    stocks = [s for s in stores if f"stores.{s}.stock" in graph]
    found["disk_capacity"] = [Name(f"stores.{s}.stock") * (Name(f"cluster.{s}.rf") - 1.0) for s in stocks]
    return found


def _held(author: Author, store: str) -> Expr | None:
    """Memory of the further copies of a cache or of a store that is kept in memory."""
    declared = author.design.slo.stores[store]
    held = f"stores.{store}.ram" if declared.caches is not None else f"stores.{store}.stock"
    if declared.caches is None and declared.engine != "memory":
        return None
    return Name(held) * (Name(f"cluster.{store}.rf") - 1.0) if held in author.graph else None
