"""Phase 4, iteration 2, stores: copies, quorums, shards, what replication sends, how a node is rebuilt."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, default_policy
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.designs import Law, Value
from nalsd.designs.schema.iterations import Cluster
from nalsd.graph import Name, argmax, maximum, total
from nalsd.physics import copies, data, quorum, skew
from nalsd.physics import workload as load
from nalsd.units import Literal, UnitError

ZONES = "cluster.zones"
"""Id of the number of zones in a region."""


def add_copies(author: Author) -> list[str]:
    """Copies, quorums and shards of every store on a tier; ids `cluster.STORE.*`. Gives their names."""
    state_count(
        author, ZONES, author.design.iterations.zones, "zone", label="Zones of a region", default=1.0,
        note="no zones are stated: one",
    )  # fmt: skip
    found = [name for name, store in author.design.slo.stores.items() if store.tier is not None]
    for name in found:
        _quorum(author, name)
        _replication(author, name)
        _shards(author, name)
    return found


def state_count(
    author: Author, id: str, value: Value | None, unit: str, *, label: str, default: float | None,
    note: str = "",
) -> None:  # fmt: skip
    """A stated count of copies or zones as a plain number, whether its author wrote the unit or not."""
    author.state(
        id, _plain(author, value, unit), label=label, role="count", unit="1", default=default,
        note="" if value is not None and not value.automatic else note,
    )  # fmt: skip


def _plain(author: Author, value: Value | None, unit: str) -> Value | None:
    if value is None:
        return None
    try:
        read = author.graph.units.value(value.text)
    except UnitError:
        return value.expecting("1")
    if isinstance(read, Literal) and read.unit.dimension == author.graph.units.unit(unit).dimension:
        return Value(read.number, value.location, "1", because=value.because, source=value.source)
    return value.expecting("1")


def entry_of(author: Author, store: str) -> Cluster | None:
    """What phase 4 says of a store."""
    return author.design.iterations.cluster.get(store)


def copied(author: Author, store: str) -> bool:
    """Whether copies of a store are stated."""
    entry = entry_of(author, store)
    return entry is not None and entry.rf is not None


def zones_of(author: Author, name: str) -> str | float:
    """The zones over which a tier or a store is spread: all of them unless it says otherwise."""
    entry = entry_of(author, name)
    if entry is not None and entry.spread in ("none", "rack"):
        return 1.0
    return ZONES


def _quorum(author: Author, name: str) -> None:
    graph, id, title, entry = author.graph, f"cluster.{name}", words(name), entry_of(author, name)
    state_count(
        author, f"{id}.rf", entry.rf if entry is not None else None, "copy", label=f"{title}, copies",
        default=1.0, note="no copies are stated: one",
    )  # fmt: skip
    for part, label in (("write", "copies that acknowledge a write"), ("read", "copies that a read asks")):
        value = getattr(entry, part) if entry is not None else None
        if value is None:
            graph.define(
                f"{id}.{part}", quorum.majority, label=f"{title}, {label}", unit="1", role="count",
                replicas=f"{id}.rf", note="not stated: a majority",
            )  # fmt: skip
        else:
            state_count(author, f"{id}.{part}", value, "copy", label=f"{title}, {label}", default=None)
    if not copied(author, name):
        return
    for output, label, unit in (
        ("strict", "1 when every read meets the latest write", "1"),
        ("overlap", "copies that a read and a write quorum share", "1"),
        ("stale", "chance that a read right after a write misses it", "%"),
        ("write_failures", "lost copies that writes survive", "1"),
        ("read_failures", "lost copies that reads survive", "1"),
    ):
        graph.define(
            f"{id}.{output}", quorum.quorum_overlap, output=output, partial=True, label=f"{title}, {label}",
            unit=unit, role="ratio" if output == "stale" else "count",
            replicas=f"{id}.rf", read=f"{id}.read", write=f"{id}.write",
        )  # fmt: skip
    graph.express(
        f"{id}.consistency", argmax({"strong": Name(f"{id}.strict"), "eventual": 1.0 - Name(f"{id}.strict")}),
        label=f"{title}, what the quorum gives", unit="1", role="choice",
    )  # fmt: skip
    graph.define(
        f"{id}.after_zone", copies.copies_left, partial=True, label=f"{title}, copies left after a zone",
        unit="1", role="count", copies=f"{id}.rf", zones=zones_of(author, name), lost=1.0,
    )  # fmt: skip


def writers(author: Author, store: str) -> list[str]:
    """The flows that write to a store."""
    return [str(f) for f in author.design.slo.stores[store].written_by if f in author.design.capacity.flows]


def readers(author: Author, store: str) -> list[str]:
    """The flows that read from a store."""
    return [str(f) for f in author.design.slo.stores[store].read_by if f in author.design.capacity.flows]


def _replication(author: Author, name: str) -> None:
    """What clients write, and what is sent from copy to copy: each write once for every further copy."""
    graph, id, title, flows = author.graph, f"cluster.{name}", words(name), writers(author, name)
    if not flows or not copied(author, name):
        return
    graph.express(
        f"{id}.written", total([Name(f"flows.{f}.payload") for f in flows]),
        label=f"{title}, written by clients at peak", unit="bit/s", role="peak",
    )  # fmt: skip
    graph.express(
        f"{id}.written_average",
        total([Name(f"flows.{f}.average") * Name(f"flows.{f}.size") for f in flows]),
        label=f"{title}, written by clients on average", unit="bit/s", role="average",
    )  # fmt: skip
    for part, role in (("", "peak"), ("_average", "average")):
        graph.define(
            f"{id}.replication{part}", load.replication_traffic,
            label=f"{title}, replication traffic, {role}", unit="bit/s", role=role,
            writes=f"{id}.written{part}", copies=f"{id}.rf",
        )  # fmt: skip


def _shards(author: Author, name: str) -> None:
    """Shards: stated, or as many as size, rate and limits ask for; what one of them carries."""
    graph, id, title, entry = author.graph, f"cluster.{name}", words(name), entry_of(author, name)
    if entry is None or entry.shards is None:
        return
    count, stock = f"{id}.shards", f"stores.{name}.stock"
    if count not in graph and not entry.shards.count.automatic:
        state_count(author, count, entry.shards.count, "shard", label=f"{title}, shards", default=None)
    elif count not in graph:
        _sized_shards(author, name)
    if stock in graph:
        graph.express(
            f"{id}.shard_size", Name(stock) / Name(count), label=f"{title}, size of a shard", unit="B",
            role="size",
        )  # fmt: skip
    if f"{id}.written" in graph:
        graph.express(
            f"{id}.shard_rate", Name(f"{id}.written") / Name(count), label=f"{title}, writes of a shard",
            unit="B/s", role="peak",
        )  # fmt: skip
        _hottest(author, name, entry.shards.skew)


def _sized_shards(author: Author, name: str) -> None:
    graph, id, title = author.graph, f"cluster.{name}", words(name)
    asked = [f"stores.{name}.partitions"] if f"stores.{name}.partitions" in graph else []
    for part, source, formula, symbol, policy, what, unit in (
        ("size", f"stores.{name}.stock", data.partitions_by_size, "stored", "partition.size",
         "Largest partition", "B/shard"),
        ("rate", f"{id}.written", data.partitions_by_rate, "rate", "partition.rate",
         "Write rate of one partition", "B/s/shard"),
    ):  # fmt: skip
        if source in graph and known(graph, source):
            asked.append(f"{id}.shards_by_{part}")
            graph.define(
                asked[-1], formula, label=f"{title}, shards by {part}", unit="shard", role="count",
                **{symbol: source, "at_most": default_policy(author, policy, what, "limit", unit)},
            )  # fmt: skip
    if asked:
        graph.express(
            f"{id}.shards", maximum(*[Name(a) for a in asked]), label=f"{title}, shards", unit="1",
            role="count", note="not stated: sized",
        )  # fmt: skip
    else:
        graph.given(f"{id}.shards", None, label=f"{title}, shards", unit="1", role="count",
                    note="neither its size nor its writes are known")  # fmt: skip


def _hottest(author: Author, name: str, law: Law | None) -> None:
    """The shard that holds the hottest key, when the law says over how many keys: `zipf(1.0, 1M)`."""
    if law is None or law.name != "zipf" or len(law.args) != 2:
        return
    graph, id, title = author.graph, f"cluster.{name}", words(name)
    author.state(f"{id}.skew", law.args[0], label=f"{title}, Zipf exponent of its keys", role="ratio",
                 unit="1")  # fmt: skip
    author.state(f"{id}.keys", law.args[1], label=f"{title}, keys", role="count", unit="1")
    graph.define(
        f"{id}.hottest_share", skew.hottest_shard, output="load",
        label=f"{title}, share of the hottest shard", unit="%", role="ratio", keys=f"{id}.keys",
        exponent=f"{id}.skew", shards=f"{id}.shards",
    )  # fmt: skip
    graph.define(
        f"{id}.hottest_rate", skew.hot_key_rate, label=f"{title}, writes of the hottest shard", unit="B/s",
        role="peak", rate=f"{id}.written", share=f"{id}.hottest_share",
    )  # fmt: skip


def repair_constants(author: Author, name: str) -> tuple[str, str]:
    """Ids of the time until a rebuild begins, and of the share of a node it takes: stated, or defaults."""
    entry, id, title = entry_of(author, name), f"cluster.{name}", words(name)
    repair = entry.repair if entry is not None else None
    after = constant(author, "durability.repair_after", "Until a silent node counts as lost", "duration", "s")
    share = default_policy(author, "repair.share", "Share of a node that a rebuild takes", "ratio", "%")
    if repair is not None and repair.after is not None:
        after = f"{id}.repair_after"
        author.state(after, repair.after, label=f"{title}, until a lost copy is made again", role="duration",
                     unit="s")  # fmt: skip
    if repair is not None and repair.at is not None:
        share = f"{id}.repair_share"
        author.state(share, repair.at, label=f"{title}, what a rebuild takes", role="ratio", unit="%")
    return after, share


__all__ = [
    "ZONES", "add_copies", "copied", "entry_of", "readers", "repair_constants", "state_count",
    "writers", "zones_of",
]  # fmt: skip
