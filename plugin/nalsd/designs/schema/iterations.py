"""Phase 4: copies, shards, zones, regions, and what they cost."""

from typing import Annotated

from nalsd.designs.fields import choice, empty_list, entries, many, part, quantity, scalar, text
from nalsd.designs.kinds import KNOWN, PHASE, REFERENCE, Choice
from nalsd.designs.laws import LAW, Law
from nalsd.designs.leaves import Name, Number, Reference, Share, Time
from nalsd.designs.model import Entry, Model
from nalsd.designs.tree import Text
from nalsd.designs.values import Value

POLICIES = ("round_robin", "random", "least_connections", "two_choices", "consistent_hash", "hash", "maglev")
COST_PARTS = ("machines", "disks", "services", "cross_zone", "cross_region", "egress", "requests")
CostPart = Annotated[Text, Choice(*COST_PARTS)]
"""One part of the cost."""


class Lost(Entry):
    """How many of which failure domains are gone."""

    noun = "loss"

    nodes: Value | None = quantity("node", "Nodes, or a share of them.", "%", "1", example="10%")
    zones: Value | None = quantity("zone", "Zones.", "1", example="1")
    regions: Value | None = quantity("region", "Regions.", "1", example="1")


class Shards(Entry):
    """How a store is cut."""

    short = "count"

    by: Text | None = scalar(REFERENCE, "The column by which it is cut.", example="ad_id")
    count: Value = quantity("shard", "A fixed number, or `auto`.", "1", words=("auto",), default="auto")
    skew: Law | None = scalar(LAW, "How load spreads over the keys.", example="zipf(1.0)")


class Repair(Entry):
    """How a lost copy is made again."""

    after: Value | None = quantity(
        "s", "How long a node is missing before its copies are made again.", example="30 min"
    )
    at: Value | None = quantity(
        "%", "The share of the disks' and the network's rate that repair may take.", "B/s", example="40%"
    )


class Cluster(Entry):
    """How a tier or a store is spread and copied."""

    spread: Text | None = choice(
        ("zone", "rack", "region", "none"), "The failure domain over which it is spread."
    )
    survive: Lost | None = part("What may be lost without loss of service.")
    spare: Value | None = quantity(
        "node", "Nodes beside those that the load needs after the loss.", "1", example="1"
    )
    rf: Value | None = quantity("copy", "Copies of each piece of data.", "1", example="3")
    write: Value | None = quantity("copy", "Copies that acknowledge a write.", "1", example="2")
    read: Value | None = quantity("copy", "Copies that a read asks.", "1", example="2")
    shards: Shards | None = part("How it is cut.")
    repair: Repair | None = part("How a lost copy is made again.")


class Balancer(Entry):
    """What spreads load over a tier's nodes."""

    before: Text = scalar(REFERENCE, "The tier that it stands before.", required=True)
    tier: Text | None = scalar(REFERENCE, "The tier that does the balancing, when it is one of ours.")
    layer: Text | None = choice(("4", "7"), "The network layer at which it works.")
    tls: Text | None = choice(("passthrough", "terminate", "reencrypt", "none"), "Who decrypts.")
    policy: Text | None = choice(POLICIES, "How a node is chosen.")


class Place(Entry):
    """A place on the globe."""

    short = "at"

    at: Text | None = scalar(KNOWN, "A region of the knowledge base.", example="aws/us-east-1")
    city: Text | None = text("The city.")
    coordinates: list[Number] = entries(
        "Latitude and longitude in degrees, north and east positive.", factory=empty_list
    )


class Takes(Entry):
    """The share of the load that a region takes."""

    short = "share"

    share: Value | None = quantity(
        "%", "Of every workload: a share, or `auto` for the nearest clients.", words=("auto",), example="auto"
    )
    workloads: dict[Name, Share] = entries("Of each workload by itself.")


class Region(Entry):
    """A region in which a part of the design runs."""

    place: Place = part(
        "Where it is: a region of the knowledge base, or a city with its coordinates.", required=True
    )
    runs: list[Reference] = many("The tiers that run here: `all` or names.")
    takes: Takes | None = part("The share of each workload; `auto` is the nearest clients'.")
    rtt: dict[Name, Time] = entries("Round trips to other regions that were measured, by region.")


class Replication(Entry):
    """How a store reaches another region."""

    from_: Text | None = scalar(REFERENCE, "The region that copies come from.", alias="from")
    to: list[Reference] = many("The regions that they go to.")
    mode: Text | None = choice(("async", "sync"), "Whether a write waits for the copy.")
    lag: Value | None = quantity("s", "How far a copy may be behind.", example="30 s")
    quorum: Text | None = choice(
        ("local", "global"), "Whether a quorum counts copies of this region or of all."
    )


class Failover(Entry):
    """What happens when a region is lost."""

    survive: Lost | None = part("What may be lost without loss of service.")
    to: Text | None = scalar(REFERENCE, "Where its load goes: `nearest`, `spread` or a region.")
    within: Value | None = quantity("s", "How long it takes.", example="5 min")


class Cost(Entry):
    """What is priced, and how."""

    currency: Text | None = choice(("USD", "EUR", "GBP"), "The currency of the table.")
    include: list[CostPart] = many("The parts of the cost that are counted; all by default.")
    commitment: Text | None = choice(
        ("on_demand", "one_year", "three_years", "spot"), "How machines are bought."
    )


class Iterations(Model):
    """The front-matter of phase 4."""

    noun = "phase 4 file"

    phase: Text | None = scalar(PHASE, "The phase of this file: 4.")
    zones: Value | None = quantity("zone", "Failure domains in a region.", "1", example="3")
    cluster: dict[Name, Cluster] = entries("How tiers and stores are spread and copied, by name.")
    balancers: dict[Name, Balancer] = entries("What spreads load over the nodes.")
    regions: dict[Name, Region] = entries("Where the design runs.")
    replicate: dict[Name, Replication] = entries("How stores reach other regions, by store.")
    failover: Failover | None = part("What happens when a region is lost.")
    cost: Cost | None = part("What is priced, and how.")
