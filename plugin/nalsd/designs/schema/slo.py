"""Phase 2: what is promised, and the data behind it."""

from typing import Annotated

from nalsd.designs.fields import choice, empty_list, entries, flag, many, part, quantity, scalar, text
from nalsd.designs.kinds import KNOWN, ONE_OR_MANY, PERCENTILE, PHASE, REFERENCE
from nalsd.designs.laws import LAW, Law
from nalsd.designs.leaves import Name, PartName, Reference
from nalsd.designs.model import Entry, Model
from nalsd.designs.tree import Mapping, Text
from nalsd.designs.values import Value, refused

OBJECTIVES = ("availability", "latency", "freshness", "durability", "throughput")
ENGINES = ("log", "lsm", "btree", "memory", "objects")
DURABLE_AT = ("page_cache", "fsync", "quorum")
READS = ("eventual", "session", "causal", "strong", "linearizable")


Columns = Annotated[list[PartName], ONE_OR_MANY]
"""The columns of one index."""


class Slo(Entry):
    """One objective."""

    noun = "SLO"

    label: Text | None = text("What it is called on the page.")
    for_: Text = scalar(
        REFERENCE,
        "What the objective is of: `workloads.click`, `paths.ingest`, `stores.click_log`.",
        required=True,
        alias="for",
    )
    availability: Value | None = quantity(
        "%", "Share of requests (or of time) that succeeds.", example="99.99%"
    )
    latency: Value | None = quantity(
        "s", "Longest time a request may take, at the percentile `at`.", example="50 ms"
    )
    freshness: Value | None = quantity("s", "Longest time from an event until it is visible, at `at`.")
    durability: Value | None = quantity(
        "%", "Share of the data that survives a year.", example="99.999999999%"
    )
    throughput: Value | None = quantity(
        "request/s", "Rate that every tier must sustain at its target.", "B/s"
    )
    at: Text | None = scalar(PERCENTILE, "The percentile of a latency or freshness.", example="p99")
    window: Value | None = quantity(
        "d", "The time over which it is measured.", default="30 d", example="30 d"
    )

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Exactly one objective."""
        written = [key for key in OBJECTIVES if key in tree]
        if len(written) > 1:
            raise refused(
                f"`{written[0]}` and `{written[1]}` are two objectives",
                "write an SLO for each",
                tree[written[1]],
                drop=written[1],
            )
        if not written:
            raise refused(
                "no objective is written",
                f"write one of {', '.join(f'`{k}`' for k in OBJECTIVES)}",
                code="N109",
            )

    @property
    def objective(self) -> str:
        """Which of the objectives it is."""
        return next((key for key in OBJECTIVES if getattr(self, key) is not None), "")

    @property
    def target(self) -> Value | None:
        """The objective's value."""
        return getattr(self, self.objective) if self.objective else None


class Entity(Entry):
    """A kind of row."""

    columns: dict[PartName, Law] = entries(
        "Columns and their types: `uuid`, `int64`, `json(420)`.", required=True
    )
    primary_key: list[PartName] = many("Columns of the primary key, in order.")
    indexes: list[Columns] = entries("Secondary indexes, each a list of columns.", factory=empty_list)


class Amplification(Entry):
    """What an engine makes of one read, write or byte."""

    read: Value | None = quantity("1", "Reads of the device for one read of the store.")
    write: Value | None = quantity("1", "Bytes written to the device for one byte written to the store.")
    space: Value | None = quantity("1", "Bytes on the device for one byte of data.")


class Keep(Entry):
    """One tier of retention."""

    short = "for"
    noun = "tier of retention"

    for_: Value = quantity("d", "How long data stays here.", required=True, alias="for", example="7 d")
    in_: Text | None = scalar(
        REFERENCE, "The service that keeps it; this store's own disks by default.", alias="in"
    )
    compression: Value | None = quantity("1", "Plain bytes over stored bytes here.")


class Consistency(Entry):
    """What a store gives up, by CAP and PACELC."""

    when_partitioned: Text | None = choice(
        ("available", "consistent"), "What remains when the network is cut."
    )
    otherwise: Text | None = choice(("latency", "consistency"), "What is preferred when it is not cut.")
    read: Text | None = choice(READS, "What a read may return.")


class Store(Entry):
    """Data: a schema, an engine, retention, a place."""

    label: Text | None = text("What it is called on the page.")
    tier: Text | None = scalar(REFERENCE, "The tier it lives on.")
    service: Text | None = scalar(REFERENCE, "The service it lives in; nothing of ours is sized then.")
    engine: Text | None = choice(ENGINES, "How it is kept: read, write and space amplification follow.")
    amplification: Amplification | None = part("Amplification that is known better than from the engine.")
    entity: Text | None = scalar(REFERENCE, "The entity of its rows; or state `row`.")
    row: Value | None = quantity("B/row", "Size of a row.", "B", example="500 B")
    written_by: list[Reference] = many("Flows that write to it.")
    read_by: list[Reference] = many("Flows that read from it.")
    rows: Value | None = quantity(
        "row", "Rows it holds; by default what is written while it is kept.", example="40G"
    )
    compression: Value | None = quantity("1", "Plain bytes over stored bytes.", example="2 .. 3")
    keep: list[Keep] = many("How long data is kept, medium by medium, in order.")
    durable_at: Text | None = choice(DURABLE_AT, "What an acknowledgement means.")
    consistency: Consistency | None = part("The trade-off it makes.")
    caches: Text | None = scalar(REFERENCE, "The store it is a cache of.")
    hit_ratio: Value | None = quantity("%", "Share of reads it answers; or state `ram`.", example="97%")
    ram: Value | None = quantity("B", "Memory of the cache; or state `hit_ratio`.")
    popularity: Law | None = scalar(LAW, "How requests spread over keys.", example="zipf(0.9)")
    ttl: Value | None = quantity("s", "Time until a cached entry expires.", example="1 d")

    @property
    def kept_by(self) -> str:
        """The engine: the one stated; else a cache is kept in memory, and any other store as a log."""
        return str(self.engine or ("memory" if self.caches is not None else "log"))

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """No two keys that say the same."""
        for one, other in (("tier", "service"), ("hit_ratio", "ram"), ("entity", "row")):
            if (
                one in tree
                and other in tree
                and not any(getattr(tree[key], "null", False) for key in (one, other))
            ):
                raise refused(
                    f"`{one}` and `{other}` are both written; one of them decides the other",
                    f"keep `{one}` or `{other}`",
                    tree[other],
                    drop=other,
                )


class Latency(Entry):
    """A latency by two percentiles."""

    p50: Value | None = quantity("s", "Half of the calls take no longer.", example="30 ms")
    p99: Value | None = quantity("s", "99 of 100 calls take no longer.", example="200 ms")


class Service(Entry):
    """Something used that has no machines of ours."""

    label: Text | None = text("What it is called on the page.")
    kind: Text | None = scalar(REFERENCE, "What it is: `object_store`, `cdn`, `payment_api`, ...")
    availability: Value | None = quantity("%", "What its provider promises.", example="99.9%")
    latency: Latency | None = part("How long a call takes.")
    price: Text | None = scalar(KNOWN, "Its price in the knowledge base.", example="aws/s3_standard")
    critical: bool = flag("Whether a request fails when it fails.", default=True)
    limit: Value | None = quantity("op/s", "The rate it allows.", "B/s", example="3500 op/s/prefix")


class SloPhase(Model):
    """The front-matter of phase 2."""

    noun = "phase 2 file"

    phase: Text | None = scalar(PHASE, "The phase of this file: 2.")
    slos: dict[Name, Slo] = entries("Objectives by name.")
    entities: dict[Name, Entity] = entries("Kinds of rows.")
    stores: dict[Name, Store] = entries("Data.")
    services: dict[Name, Service] = entries("What is used and has no machines of ours.")
