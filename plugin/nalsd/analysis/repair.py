"""Phase 4: how long a lost copy is missing, and the durability that leaves, hardware only and with a
common cause."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant
from nalsd.analysis.copies import copied, entry_of, repair_constants
from nalsd.analysis.disks import drives_of
from nalsd.analysis.fleet import fleet, node_data
from nalsd.analysis.holdings import holding
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.designs.schema.slo import Store
from nalsd.graph import Const, Name, maximum, minimum
from nalsd.physics import availability, copies, durability
from nalsd.units import UnitError

OBJECT_STORES = ("object_store", "objects", "blob_store")
"""Kinds of service that keep objects for good, each with a published design target."""

LEAST_LOSS = 1e-15
"""The least share of data lost that a durability tells: beside 1 a double holds no smaller one."""


def add_repair(author: Author, stores: list[str]) -> None:
    """`cluster.STORE.{rebuild_time, rebuild_load, loss, durability, durability_common_cause}`."""
    for name in stores:
        if copied(author, name) and _rebuild(author, name):
            _durability(author, name)


def _held(author: Author, name: str) -> str | None:
    """What one node of the store's tier holds: on its drives, or in memory."""
    tier = str(author.design.slo.stores[name].tier).removeprefix("tiers.")
    graph, id = author.graph, f"tiers.{tier}.node_data"
    if id in graph:
        return id
    demand = f"tiers.{tier}.{holding(author, tier)}.demand"
    if demand not in graph or not known(graph, demand) or not known(graph, f"tiers.{tier}.deployed"):
        return None
    fullest = node_data(author, tier)
    graph.express(
        id, Name(demand) / Name(fleet(author, tier)) if fullest is None else fullest,
        label=f"{author.called(tier)}, data of one node", unit="B", role="size",
    )  # fmt: skip
    return id


def _rebuild(author: Author, name: str) -> bool:
    """Time and load of filling one node again; whether it is known."""
    held = _held(author, name)
    if held is None:
        return False
    graph, id, title = author.graph, f"cluster.{name}", words(name)
    tier = str(author.design.slo.stores[name].tier).removeprefix("tiers.")
    machine = f"tiers.{tier}.machine"
    ceilings = [f"{machine}.network"] + ([f"{machine}.disk_write"] if drives_of(author, tier) else [])
    if not all(known(graph, c) for c in ceilings):
        return False
    graph.express(
        f"{id}.node_rate", minimum(*[Name(c) for c in ceilings]),
        label=f"{title}, what one node takes in at full load", unit="B/s", role="supply",
        note="the slower of network and drives",
    )  # fmt: skip
    after, share = repair_constants(author, name)
    absolute = _is_rate(author, name)
    if absolute:
        graph.express(f"{id}.rebuild_rate", Name(share), label=f"{title}, rate of a rebuild", unit="B/s",
                      role="supply")  # fmt: skip
    else:
        graph.express(f"{id}.rebuild_rate", Name(share) * Name(f"{id}.node_rate"),
                      label=f"{title}, rate of a rebuild", unit="B/s", role="supply")  # fmt: skip
    graph.define(
        f"{id}.rebuild_time", durability.rebuild_time, label=f"{title}, time until a lost copy is back",
        unit="s", role="duration", stored=held, helpers=1.0,
        throughput=f"{id}.rebuild_rate" if absolute else f"{id}.node_rate", share=1.0 if absolute else share,
        detection=after, note="one node is filled again; spread over many nodes it is quicker",
    )  # fmt: skip
    busy = f"tiers.{tier}.network_in.utilisation"
    graph.define(
        f"{id}.rebuild_load", copies.rebuild_load,
        label=f"{title}, network of the node that is filled, load and rebuild together", unit="%",
        role="utilisation", utilisation=busy if busy in graph else 0.0, rate=f"{id}.rebuild_rate",
        network=f"{machine}.network",
    )  # fmt: skip
    return True


def _is_rate(author: Author, name: str) -> bool:
    """Whether what a rebuild may take is written in bytes a second and not as a share."""
    entry = entry_of(author, name)
    value = entry.repair.at if entry is not None and entry.repair is not None else None
    try:
        read = author.graph.units.value(value.text) if value is not None else None
    except UnitError:
        return False
    return read is not None and read.unit.dimension.power("byte") == 1


def year(author: Author) -> Const:
    """A year, as the vendors of durability count it."""
    unit = author.graph.units.unit("y")
    return Const(unit.factor, unit, "1 y")


def server_lifetime(author: Author) -> str:
    """Id of the mean time until a server fails for good, its drives with it."""
    id = "constants.durability.server_lifetime"
    if id not in author.graph:
        rate = constant(author, "durability.server_failures", "Servers that fail for good", "ratio",
                        "failure/y")  # fmt: skip
        author.graph.express(id, 1.0 / Name(rate), label="Mean time until a server fails for good", unit="y",
                             role="duration")  # fmt: skip
    return id


def _durability(author: Author, name: str) -> None:
    """A Markov chain over lost copies; beside it what a cause that all copies share would leave."""
    graph, id, title = author.graph, f"cluster.{name}", words(name)
    store, lifetime = author.design.slo.stores[name], server_lifetime(author)
    graph.express(f"{id}.tolerated", Name(f"{id}.rf") - 1.0, label=f"{title}, copies that may be lost",
                  unit="1", role="count")  # fmt: skip
    graph.define(
        f"{id}.time_to_loss", durability.time_to_data_loss, partial=True,
        label=f"{title}, mean time until all copies of one shard are lost", unit="y", role="duration",
        shards=f"{id}.rf", tolerated=f"{id}.tolerated", time_to_failure=lifetime,
        time_to_repair=f"{id}.rebuild_time", repair="parallel",
    )  # fmt: skip
    graph.define(
        f"{id}.copies_loss", durability.annual_loss, output="probability",
        label=f"{title}, chance that its copies lose a shard in a year", unit="1", role="ratio",
        time_to_loss=f"{id}.time_to_loss", year=year(author),
    )  # fmt: skip
    graph.define(
        f"{id}.copies_loss_common_cause", copies.common_cause_annual_loss, partial=True,
        label=f"{title}, the same with a cause that all copies share", unit="1", role="ratio",
        copies=f"{id}.rf", time_to_failure=lifetime, time_to_repair=f"{id}.rebuild_time",
        common_share=constant(author, "durability.common_share", "Failures with a cause all copies share",
                              "ratio", "%"),
        year=year(author),
    )  # fmt: skip
    exposed = _exposed(author, name, store)
    unsynced = _unsynced(author, name, store)
    for part, label in (("", "hardware only"), ("_common_cause", "with a common cause")):
        loss = f"{id}.copies_loss{part}"
        if exposed is not None:
            window, service, until = exposed
            graph.define(
                f"{id}.archived_loss{part}", copies.archived_loss,
                label=f"{title}, lost in a year with its archive, {label}", unit="1", role="ratio", loss=loss,
                exposed=window, kept=until, archive=service, year=year(author),
            )  # fmt: skip
            loss = f"{id}.archived_loss{part}"
        graph.express(
            f"{id}.loss{part}", Name(loss) + Name(unsynced) if unsynced is not None else Name(loss),
            label=f"{title}, share of the data lost in a year, {label}", unit="1", role="ratio",
        )  # fmt: skip
        graph.express(
            f"{id}.durability{part}", 1.0 - maximum(Name(f"{id}.loss{part}"), Const(LEAST_LOSS)),
            label=f"{title}, durability, {label}", unit="%", role="ratio",
            note="at most fifteen nines: beside 1, a number holds no more",
        )  # fmt: skip
    graph.define(
        f"{id}.nines", availability.downtime, output="nines", partial=True,
        label=f"{title}, nines of durability, hardware only", unit="1", role="ratio",
        unavailability=f"{id}.loss", window=year(author),
    )  # fmt: skip


def _exposed(author: Author, name: str, store: Store) -> tuple[str, str, str] | None:
    """Ids of how long data is on the tier alone, of the archive's own loss, and of how long the copies are
    kept; None without an archive.

    The archive is a service that a flow fills from the store, and in which a later tier of retention lies.
    """
    services, flows, graph = author.design.slo.services, author.design.capacity.flows, author.graph
    kept = {str(k.in_).removeprefix("services.") for k in store.keep if k.in_ is not None}
    for reader in store.read_by:
        flow = flows.get(str(reader))
        service = str(flow.to or "").removeprefix("services.") if flow is not None else ""
        if service not in kept or service not in services or str(services[service].kind) not in OBJECT_STORES:
            continue
        id = f"cluster.{name}.exposed"
        own = [f"stores.{name}.keep_{n}.for" for n, k in enumerate(store.keep, 1) if k.in_ is None]
        if f"flows.{reader}.batch_wait" not in graph or not own:
            continue
        graph.express(
            id, Name(f"flows.{reader}.batch_wait"), label=f"{words(name)}, until the archive has the data",
            unit="s", role="duration",
        )  # fmt: skip
        lost = f"services.{service}.loss"
        if lost not in graph:
            survive = constant(author, "durability.object_store", "Objects that survive a year", "ratio", "%")
            graph.express(
                lost, 1.0 - Name(survive), label=f"{words(service)}, objects lost in a year", unit="1",
                role="ratio",
            )  # fmt: skip
        return id, lost, own[-1]
    return None


def _unsynced(author: Author, name: str, store: Store) -> str | None:
    """Id of the share lost because an acknowledgement comes before any drive has the write."""
    if str(store.durable_at or "") != "page_cache":
        return None
    id, title = f"cluster.{name}.unsynced_loss", words(name)
    author.graph.define(
        id, copies.unflushed_loss, label=f"{title}, acknowledged and lost in crashes before it is on a drive",
        unit="1", role="ratio",
        crashes=constant(author, "durability.machine_crashes", "Crashes of a server", "ratio", "failure/y"),
        flushed_after=constant(author, "durability.page_cache", "Until an unsynced write reaches the drive",
                               "duration", "s"),
        copies=f"cluster.{name}.write",
    )  # fmt: skip
    return id
