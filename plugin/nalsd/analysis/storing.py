"""Phase 5, storage: what a commit waits for until enough copies have it, and what a read waits for."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.composing import Unknown
from nalsd.analysis.constants import constant
from nalsd.analysis.disks import drives_of
from nalsd.analysis.fleet import fleet, fleet_utilisation
from nalsd.analysis.holdings import copied_to
from nalsd.analysis.hops import Hops
from nalsd.analysis.words import words
from nalsd.designs.schema.iterations import Replication
from nalsd.designs.schema.slo import Store
from nalsd.graph import Const, Name, floor, maximum, total
from nalsd.physics import paths, waiting
from nalsd.physics.composition import Structure

IN_MEMORY = ("log", "memory")
"""Engines that acknowledge from memory unless the design says otherwise."""


def commit_law(author: Author, store: str, hops: Hops) -> Structure:
    """The k-th fastest of the copies: one here, the others across a zone, each written as durably as an
    acknowledgement means. Raises Unknown for a quorum that its copies cannot make."""
    declared = author.design.slo.stores[store]
    here = _written(author, store, declared)
    there: Structure = ("serial", ("lognormal", *hops.of_zones(False)), here)
    needed, number = _copies(author, store, "write"), _copies(author, store, "rf")
    stated = [author.graph[id].stated for id in (needed, number)]
    if all(isinstance(count, float) for count in stated) and stated[0] > stated[1]:
        raise Unknown(f"{store} has fewer copies than are to acknowledge a write")
    law: Structure = ("quorum", needed, number, here, there)
    replication = author.design.iterations.replicate.get(store)
    if replication is None or replication.mode != "sync":
        return law
    # A quorum over all regions counts the copies of all of them: one is here, and the others are that far.
    return ("serial", here if replication.quorum == "global" else law, _far(author, store, replication))


def read_law(author: Author, store: str, hops: Hops) -> Structure:
    """The slowest of the copies that a read asks: one here, the others across a zone."""
    here = _fetched(author, store, author.design.slo.stores[store])
    asked = _copies(author, store, "read")
    return ("quorum", asked, asked, here, ("serial", ("lognormal", *hops.of_zones(False)), here))


def _copies(author: Author, store: str, part: str) -> str:
    """Id of the copies, or of those that acknowledge; one where the design states none."""
    id = f"cluster.{store}.{part}"
    if id not in author.graph:
        cluster = author.design.iterations.cluster.get(store)
        stated = getattr(cluster, part) if cluster is not None else None
        author.state(id, stated.expecting("1", "copy") if stated is not None else None, unit="1",
                     label=f"{words(store)}, {'copies' if part == 'rf' else f'copies of a {part}'}",
                     role="count", default=1.0)  # fmt: skip
    return id


def _far(author: Author, store: str, replication: Replication) -> Structure:
    """The round trip that a commit waits for, by the region that it is made in: in all that have the store,
    or in the one that copies are said to come from."""
    stem, graph = f"replicate.{store}", author.graph
    sources = [id.removesuffix(".trip") for id in graph.ids(f"{stem}.") if id.endswith(".trip")]
    if not sources or any(f"{stem}.{r}.trip" not in graph for r in copied_to(author, store, replication)):
        raise Unknown(f"how far the regions are apart that {store} is copied to is not stated")
    if len(sources) == 1:
        return ("constant", f"{sources[0]}.trip")
    return ("choice", *[f"{s}.trip" for s in sources], *[f"{s}.share" for s in sources])


def _written(author: Author, store: str, declared: Store) -> Structure:
    """Until one copy has a write: in memory at once, or in a flush that it shares with whoever waits."""
    durable = str(declared.durable_at or ("page_cache" if declared.kept_by in IN_MEMORY else "fsync"))
    flows = [str(f) for f in declared.written_by if str(f) in author.design.capacity.flows]
    if durable != "fsync" or not flows:
        return ("constant", constant(author, "latency.syscall", "A system call", "duration", "s"))
    graph, id, title = author.graph, f"stores.{store}.flush", words(store)
    sync = constant(author, "latency.fsync", "A flush to the drive", "duration", "s")
    tier = str(declared.tier or "").removeprefix("tiers.")
    if f"{id}.commits" not in graph:
        sent, nodes = total([Name(f"flows.{f}.messages") for f in flows]), fleet(author, tier)
        if ".single." not in nodes:
            sent = sent * Name(_copies(author, store, "rf"))
        graph.express(
            f"{id}.commits", sent / Name(nodes) * Const(1.0, graph.units.unit("node"), "1 node"),
            label=f"{title}, commits of one node", unit="message/s", role="peak",
            note="each copy commits every write",
        )  # fmt: skip
        graph.define(
            f"{id}.utilisation", waiting.group_commit, output="utilisation",
            label=f"{title}, time spent flushing", unit="%", role="utilisation", rate=f"{id}.commits",
            sync=sync,
        )  # fmt: skip
    return ("serial", ("branch", f"{id}.utilisation", ("uniform", sync)), ("exponential", sync))


def _fetched(author: Author, store: str, declared: Store) -> Structure:
    """Until one copy has answered: from memory, or from the drives for those reads that miss it."""
    tier = str(declared.tier or "").removeprefix("tiers.")
    if store not in drives_of(author, tier):
        return ("constant", constant(author, "latency.syscall", "A system call", "duration", "s"))
    graph, id, title = author.graph, f"stores.{store}.fetch", words(store)
    if f"{id}.misses" not in graph:
        graph.express(
            f"{id}.misses", 1.0 - Name(f"stores.{store}.page_cache_hits"),
            label=f"{title}, reads that reach the drives", unit="%", role="ratio",
        )  # fmt: skip
        graph.express(
            f"{id}.reads",
            Name(f"stores.{store}.read_amplification") / Const(1.0, graph.units.unit("io/op"), "1 io/op"),
            label=f"{title}, reads of the drives one after another", unit="1", role="count",
        )  # fmt: skip
    _drives(author, tier)
    drives = f"tiers.{tier}.drives"
    once = ("serial", ("waiting", f"{drives}.waiting_probability", f"{drives}.wait_of_waiting"),
            ("exponential", f"{drives}.service"))  # fmt: skip
    return ("branch", f"{id}.misses", ("repeated", f"{id}.reads", once))


def _drives(author: Author, tier: str) -> None:
    """The drives of a node as one queue: as many at a time as their rating does within one latency."""
    graph, id, title = author.graph, f"tiers.{tier}.drives", author.called(tier)
    if f"{id}.service" in graph:
        return
    used = fleet_utilisation(author, tier, "disk_iops")
    if used not in graph:
        raise Unknown(f"how busy the drives of {tier} are is not known")
    own = str(author.design.capacity.tiers[tier].machine) in author.design.capacity.machines
    read = constant(author, "latency.ssd_read" if own else "latency.nvme_local", "A read of a drive",
                    "duration", "s")  # fmt: skip
    graph.express(f"{id}.service", Name(read), label=f"{title}, one read of a drive", unit="s",
                  role="duration")  # fmt: skip
    graph.express(
        f"{id}.servers",
        maximum(
            Const(1.0),
            floor(Name(f"tiers.{tier}.machine.disk_read_iops") * Name(read)
                  / Const(1.0, graph.units.unit("io"), "1 io")),
        ),
        label=f"{title}, reads that the drives of a node do at a time", unit="1", role="count",
        note="rated reads a second, times the time of one (Little's law)",
    )  # fmt: skip
    graph.express(f"{id}.utilisation", Name(used),
                  label=f"{title}, utilisation of a node's drives", unit="%", role="utilisation")  # fmt: skip
    for output, label, unit, role in (
        ("waiting_probability", "share of reads that wait for a drive", "%", "ratio"),
        ("wait_of_waiting", "mean wait for a drive of those that wait", "s", "duration"),
    ):
        graph.define(
            f"{id}.{output}", paths.node_queue, output=output, label=f"{title}, {label}", unit=unit,
            role=role, partial=output != "waiting_probability",
            utilisation=f"{id}.utilisation", servers=f"{id}.servers", service=f"{id}.service",
        )  # fmt: skip
