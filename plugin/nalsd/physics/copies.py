"""Copies over zones: what a loss leaves, nodes that survive it, rebuilding, availability of tiers and
stores."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    both,
    ceil,
    floor,
    formula,
    guard,
    maximum,
    minimum,
    where,
)
from nalsd.physics.availability import BARLOW_PROSCHAN, GLOBAL_STORAGE, STATIC_STABILITY
from nalsd.physics.distributions import Value, binomial_at_most, one_minus_exp, survives_all
from nalsd.physics.durability import BETA_FACTOR, MEANINGLESS
from nalsd.physics.quorum import RAFT, kth_smallest
from nalsd.physics.sources import ARITHMETIC

WRITEBACK = Citation(
    "Linux kernel documentation, sysctl vm: dirty_expire_centisecs",
    "https://docs.kernel.org/admin-guide/sysctl/vm.html",
    None,
    "M",
)
MOST_FOLLOWERS = 6
"""Followers whose acknowledgements are ordered one by one."""

ZONES = "a region has at least one zone"


@formula(
    "Copies that a loss of zones leaves",
    symbols={
        "copies": ("1", "copies of each piece of data"),
        "zones": ("1", "zones over which they are spread evenly"),
        "lost": ("1", "zones that are lost, the fullest first"),
    },
    gives=("1", "copies that are left"),
    limits="an even spread: no zone holds two copies before every zone holds one",
    source=STATIC_STABILITY,
)
def copies_left(copies, zones, lost):
    """Each zone holds its even part; some hold one copy more, and those are lost first."""
    guard(zones >= 1, ZONES)
    even = floor(copies / zones)
    return maximum(0, copies - lost * even - minimum(lost, copies - even * zones))


@formula(
    "Nodes with spares, over zones, after a loss",
    symbols={
        "carrying": ("node", "nodes that the load needs at the target utilisation, not rounded"),
        "surviving": ("node", "nodes that it needs of the survivors of a loss, not rounded"),
        "spare": ("node", "nodes beside those, in either case (k)"),
        "zones": ("1", "zones of equal size"),
        "lost_zones": ("1", "zones that may be lost"),
        "lost_nodes": ("node", "nodes that may be lost"),
        "least": ("node", "fewest nodes, one for each copy of the data"),
    },
    gives={
        "nodes": ("node", "nodes in all zones"),
        "per_zone": ("node", "nodes in each zone"),
        "reserve": ("node", "of them, nodes that stand there for a loss and for equal zones"),
    },
    limits="the load spreads evenly over what is left, and the capacity exists before the loss",
    source=STATIC_STABILITY,
)
def nodes_after_loss(carrying, surviving, spare, zones, lost_zones, lost_nodes, least):
    """Target utilisation and survival are alternatives: the larger counts, nothing is added twice."""
    guard(zones >= 1, ZONES)
    guard(lost_zones < zones, "no zone is left to survive in")
    whole = ceil(carrying)
    every = maximum(whole + spare, ceil(surviving) + spare + lost_nodes, least)
    left = ceil(surviving) + spare
    per_zone = ceil(maximum(every / zones, left / (zones - lost_zones)))
    return {"nodes": per_zone * zones, "per_zone": per_zone, "reserve": per_zone * zones - whole - spare}


@formula(
    "Nodes that a loss leaves",
    symbols={
        "nodes": ("node", "nodes that are deployed"),
        "zones": ("1", "zones over which they are spread evenly"),
        "lost_zones": ("1", "zones that are lost, the fullest first"),
        "lost_nodes": ("node", "nodes that are lost"),
    },
    gives=("node", "nodes that are left"),
    source=ARITHMETIC,
)
def nodes_left(nodes, zones, lost_zones, lost_nodes):
    """The fullest zone holds its even part, rounded up."""
    guard(zones >= 1, ZONES)
    return maximum(0, nodes - lost_zones * ceil(nodes / zones) - lost_nodes)


@formula(
    "Load of a rebuild",
    symbols={
        "utilisation": ("1", "utilisation of the node's network by the load"),
        "rate": ("B/s", "rate of the rebuild"),
        "network": ("B/s", "network of the node, one direction"),
    },
    gives=("1", "utilisation of the node's network by load and rebuild together"),
    limits="above 1 the rebuild cannot keep its rate at peak",
    source=ARITHMETIC,
)
def rebuild_load(utilisation, rate, network):
    """Both use the same card."""
    guard(network > 0, "a node has a network")
    guard(rate > 0, "a rebuild has some rate")
    return utilisation + rate / network


@formula(
    "Share of acknowledged data lost from page caches",
    symbols={
        "crashes": ("1/s", "crashes of one machine a second"),
        "flushed_after": ("s", "time until the page cache reaches the drive"),
        "copies": ("1", "machines that have the write when it is acknowledged"),
    },
    gives=("1", "share of the acknowledged data that is lost"),
    limits="machines crash independently of each other: a power cut takes all in a zone together",
    source=WRITEBACK,
)
def unflushed_loss(crashes, flushed_after, copies):
    """Data is lost when every machine that has it crashes before it is on a drive."""
    guard(copies >= 1, "some machine has the write")
    return one_minus_exp(crashes * flushed_after) ** copies


@formula(
    "Annual loss with a common cause",
    symbols={
        "copies": ("1", "copies"),
        "time_to_failure": ("s", "mean time to failure of what holds one copy"),
        "time_to_repair": ("s", "time to rebuild a copy"),
        "common_share": ("1", "share of the failures whose cause all copies share (beta)"),
        "year": ("s", "length of the year"),
    },
    gives=("1", "probability that all copies are lost within the year"),
    limits="the share comes from the history of incidents; repair times taken as independent windows",
    source=(BETA_FACTOR, MEANINGLESS),
)
def common_cause_annual_loss(copies, time_to_failure, time_to_repair, common_share, year):
    """In each repair time either the common cause strikes, or all copies fail by themselves."""
    guard(both(common_share >= 0, common_share <= 1), "a share lies between 0 and 1")
    failure = one_minus_exp(time_to_repair / time_to_failure)
    common = common_share * failure
    loss = common + (1 - common) * ((1 - common_share) * failure) ** copies
    return survives_all(loss, year / time_to_repair)


@formula(
    "Annual loss of data that is archived",
    symbols={
        "loss": ("1", "annual loss of the copies by themselves"),
        "exposed": ("s", "time until the archive has the data too"),
        "kept": ("s", "time until the copies are deleted and only the archive has it"),
        "archive": ("1", "annual loss of the archive by itself"),
        "year": ("s", "length of the year"),
    },
    gives=("1", "share of the data lost in its first year"),
    limits="the archive fails independently of the copies, and can be restored from before it is needed",
    source=ARITHMETIC,
)
def archived_loss(loss, exposed, kept, archive, year):
    """First the copies alone, then both, of which both have to fail, then the archive alone."""
    copies_alone = minimum(1, exposed / year)
    not_archive_alone = maximum(copies_alone, minimum(1, kept / year))
    return (
        loss * copies_alone
        + loss * archive * (not_archive_alone - copies_alone)
        + archive * (1 - not_archive_alone)
    )


@formula(
    "Share of traffic that crosses zones",
    symbols={"zones": ("1", "zones over which both ends are spread evenly")},
    gives=("1", "share that leaves its zone"),
    limits="ends chosen without regard to zones; routing within the zone saves it",
    source=ARITHMETIC,
)
def cross_zone_share(zones):
    """The other end is in another zone unless it happens to be in the same one."""
    guard(zones >= 1, ZONES)
    return (zones - 1) / zones


@formula(
    "Commit over zones",
    symbols={
        "local": ("s", "durable write on one machine"),
        "round_trip": ("s", "round trip between zones"),
        "write": ("1", "copies that acknowledge a write"),
    },
    gives=("s", "time until enough copies have the write"),
    limits="all other zones equally far, no jitter, no queueing",
    source=RAFT,
)
def zone_commit(local, round_trip, write):
    """The first copy is local; the others write at the same time, a round trip away."""
    guard(write >= 1, "a write waits for at least one copy")
    return where(write > 1, round_trip + local, local)


@formula(
    "Commit over regions",
    symbols={
        "local": ("s", "durable write within the leader's region"),
        "followers": ("s", "round trip from the leader's region to each other one", {"many": True}),
        "write": ("1", "regions that acknowledge a write, the leader's included"),
    },
    gives=("s", "time until enough regions have the write"),
    limits="leader-based, round trips without jitter; the client's way to the leader comes on top",
    source=RAFT,
)
def region_commit(local, followers, write):
    """As slow as the slowest of the quickest regions that are enough."""
    guard(len(followers) <= MOST_FOLLOWERS, f"no more than {MOST_FOLLOWERS} other regions")
    guard(both(write >= 1, write <= len(followers) + 1), "a write waits for one to all regions")
    waited: Value = 0.0 * local
    for k in range(1, len(followers) + 1):
        waited = where(write > k, kth_smallest(followers, k), waited)
    return maximum(local, waited)


@formula(
    "Zones that a tier can lose",
    symbols={
        "nodes": ("node", "nodes that are deployed"),
        "surviving": ("node", "nodes that the load needs of the survivors, not rounded"),
        "zones": ("1", "zones over which the nodes are spread evenly"),
    },
    gives=("1", "zones whose loss leaves enough nodes"),
    limits="the load spreads evenly over what is left",
    source=STATIC_STABILITY,
)
def zones_to_lose(nodes, surviving, zones):
    """How often the fullest zone fits into what can be spared."""
    guard(zones >= 1, ZONES)
    return maximum(0, minimum(zones - 1, floor((nodes - ceil(surviving)) / ceil(nodes / zones))))


@formula(
    "Availability of a tier",
    symbols={
        "nodes": ("node", "nodes that are deployed"),
        "surviving": ("node", "nodes that the load needs, not rounded"),
        "node": ("1", "availability of one node"),
        "zones": ("1", "zones"),
        "lost_zones": ("1", "zones whose loss leaves enough nodes"),
        "zone": ("1", "availability of one zone"),
    },
    gives={
        "availability": ("1", "share of the time enough nodes and zones are up"),
        "unavailability": ("1", "share of the time too few are up"),
    },
    limits="independent nodes and zones, failover at once: hardware only. A release, a configuration or an "
    "operator reaches all of them together",
    source=(BARLOW_PROSCHAN, GLOBAL_STORAGE),
)
def tier_availability(nodes, surviving, node, zones, lost_zones, zone):
    """Too few nodes by themselves, or too many zones at once."""
    guard(both(node > 0, node < 1), "an availability lies between 0 and 1")
    guard(both(zone > 0, zone < 1), "an availability lies between 0 and 1")
    needed = minimum(ceil(surviving), nodes)
    too_few = binomial_at_most(needed - 1, nodes, node)
    too_many = binomial_at_most(zones - lost_zones - 1, zones, zone)
    down = too_few + too_many - too_few * too_many
    return {"availability": 1 - down, "unavailability": down}


@formula(
    "Availability of a quorum over zones",
    symbols={
        "copies": ("1", "copies"),
        "needed": ("1", "copies that must answer"),
        "node": ("1", "availability of a node that holds one"),
        "zones": ("1", "zones over which the copies are spread evenly"),
        "zone": ("1", "availability of one zone"),
    },
    gives={
        "availability": ("1", "share of the time enough copies answer"),
        "unavailability": ("1", "share of the time too few answer"),
    },
    limits="independent nodes and zones, no failover time: hardware only",
    source=(BARLOW_PROSCHAN, GLOBAL_STORAGE),
)
def copies_availability(copies, needed, node, zones, zone):
    """A copy of its own zone is up when its node and its zone are; copies that share a zone fall with it."""
    guard(both(needed >= 1, needed <= copies), "the copies needed lie between one and all")
    guard(both(node > 0, node < 1), "an availability lies between 0 and 1")
    guard(both(zone > 0, zone < 1), "an availability lies between 0 and 1")
    even = floor(copies / zones)
    after_one = copies - even - minimum(1, copies - even * zones)
    spared = where(both(zones > 1, after_one >= needed), 1, 0)

    def apart() -> Value:
        return binomial_at_most(needed - 1, copies, node * zone)

    def sharing() -> Value:
        few = binomial_at_most(needed - 1, copies, node)
        dark = binomial_at_most(zones - spared - 1, zones, zone)
        return few + dark - few * dark

    down = where(copies <= zones, apart, sharing)
    return {"availability": 1 - down, "unavailability": down}


@formula(
    "Budget that is left",
    symbols={
        "target": ("1", "share that is promised"),
        "lost": ("1", "share that is lost"),
    },
    gives=("1", "share of the error budget that is left; below 0 the objective is missed"),
    source=ARITHMETIC,
)
def budget_left(target, lost):
    """What is lost, against what may be lost."""
    guard(target < 1, "a target of 100% leaves no budget")
    return 1 - lost / (1 - target)
