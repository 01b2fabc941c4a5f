"""Skew: hot keys under Zipf's law, the shard that holds the hottest key, and salting."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    both,
    ceil,
    exp,
    floor,
    formula,
    guard,
    lgamma,
    log,
    maximum,
    minimum,
    sqrt,
    where,
)
from nalsd.physics.distributions import first_whole, harmonic
from nalsd.physics.sources import ZIPF_ON_THE_WEB

OCCUPANCY = Citation(
    "W. Feller, An Introduction to Probability Theory and Its Applications, volume 1, Wiley 1968 "
    "(occupancy problems)"
)


@formula(
    "Zipf's law: share of the hottest keys",
    symbols={
        "keys": ("1", "keys"),
        "exponent": ("1", "exponent of the popularity (alpha)"),
        "share": ("1", "share of the requests to be covered"),
    },
    gives={
        "first": ("1", "share of the hottest key"),
        "first_ten": ("1", "share of the ten hottest keys"),
        "first_percent": ("1", "share of the hottest percent of the keys"),
        "keys_for_share": ("1", "fewest keys that cover the share of the requests"),
    },
    limits="fit the exponent on the head: it changes with time and tenant, and an event can raise "
    "the first share several times",
    source=ZIPF_ON_THE_WEB,
)
def zipf_head(keys, exponent, share=0.8):
    """The request rate of the k-th key falls as k to the power of minus alpha."""
    guard(keys >= 1, "there is at least one key")
    guard(both(share > 0, share < 1), "a share lies between 0 and 1")
    everything = harmonic(keys, exponent)
    first_ten = where(keys < 10, 1, lambda: harmonic(10, exponent) / everything)
    return {
        "first": 1 / everything,
        "first_ten": first_ten,
        "first_percent": where(keys < 100, 0, lambda: harmonic(floor(keys / 100), exponent) / everything),
        "keys_for_share": first_whole(
            lambda k: where(k >= 1, lambda: harmonic(k, exponent), 0) >= share * everything, 0, keys
        ),
    }


@formula(
    "Zipf's law: share of the hottest keys up to a rank",
    symbols={
        "keys": ("1", "keys"),
        "exponent": ("1", "exponent of the popularity (alpha)"),
        "rank": ("1", "how many of the hottest keys"),
    },
    gives=("1", "their share of the requests"),
    limits="as Zipf's law: fit the exponent on the head",
    source=ZIPF_ON_THE_WEB,
)
def zipf_share(keys, exponent, rank=1):
    """Ratio of two generalised harmonic numbers."""
    guard(both(rank >= 1, rank <= keys), "the rank lies between one and the number of keys")
    return harmonic(rank, exponent) / harmonic(keys, exponent)


@formula(
    "Rate of one hot key",
    symbols={"rate": ("?a", "rate over all keys"), "share": ("1", "the key's share")},
    gives=("?a", "rate of that key"),
    source=ZIPF_ON_THE_WEB,
)
def hot_key_rate(rate, share):
    """No sharding divides one key."""
    return rate * share


@formula(
    "Hottest shard under hashing",
    symbols={
        "keys": ("1", "keys, popular after Zipf's law"),
        "exponent": ("1", "exponent of the popularity (alpha)"),
        "shards": ("1", "shards the keys are hashed onto"),
    },
    gives={
        "hot_key": ("1", "share of the hottest key"),
        "load": ("1", "mean share of the shard that holds it"),
        "imbalance": ("1", "that load over the mean load of a shard"),
        "deviation": ("1", "standard deviation of that load"),
        "useful_shards": ("1", "shards beyond which the hottest key alone exceeds the mean load"),
    },
    limits="one key is not split; the largest shard of all is a little larger still",
    source=(ZIPF_ON_THE_WEB, OCCUPANCY),
)
def hottest_shard(keys, exponent, shards):
    """The hottest key, and its shard's part of the others."""
    guard(shards >= 1, "there is at least one shard")
    everything = harmonic(keys, exponent)
    hot_key = 1 / everything
    load = hot_key + (1 - hot_key) / shards
    others = (harmonic(keys, 2 * exponent) - 1) / everything**2
    return {
        "hot_key": hot_key,
        "load": load,
        "imbalance": load * shards,
        "deviation": sqrt(1 / shards * (1 - 1 / shards) * others),
        "useful_shards": floor(1 / hot_key),
    }


@formula(
    "Salting a hot key",
    symbols={
        "rate": ("?a/s", "writes over all keys"),
        "hot_share": ("1", "share of the hot key"),
        "shard_limit": ("?a/s", "writes one shard sustains"),
        "utilisation": ("1", "largest utilisation of a shard"),
        "shards": ("1", "shards"),
    },
    gives={
        "salt": ("1", "sub-keys the hot key is split into, and the fan-out of its reads"),
        "sub_key_rate": ("?a/s", "writes of one sub-key"),
        "no_collision": ("1", "probability that hashed sub-keys fall on different shards"),
        "distinct_shards": ("1", "mean number of shards that hashed sub-keys fall on"),
        "before": ("?a/s", "writes of the hot shard before"),
        "after": ("?a/s", "writes of a salted shard when the sub-keys are spread; the background counts too"),
    },
    limits="place sub-keys deliberately, on consecutive shards: hashed ones collide",
    source=OCCUPANCY,
)
def salting(rate, hot_share, shard_limit, utilisation, shards):
    """Split the key until each part fits a shard."""
    guard(both(hot_share >= 0, hot_share <= 1), "a share lies between 0 and 1")
    guard(both(rate >= 0, shards >= 1), "a rate is not negative, and there is at least one shard")
    guard(both(shard_limit > 0, utilisation > 0), "a shard carries something")
    hot_rate = hot_share * rate
    background = (1 - hot_share) * rate / shards
    salt = maximum(1, ceil(hot_rate / (shard_limit * utilisation)))
    return {
        "salt": salt,
        "sub_key_rate": hot_rate / salt,
        "no_collision": where(
            salt <= shards,
            lambda: exp(lgamma(shards + 1) - lgamma(shards - salt + 1) - salt * log(shards)),
            0,
        ),
        "distinct_shards": shards * (1 - (1 - 1 / shards) ** salt),
        "before": hot_rate + background,
        "after": hot_rate / salt + background,
    }


@formula(
    "Shard that holds a hot key",
    symbols={
        "rate": ("?a", "load over all keys"),
        "hot_share": ("1", "share of the hot key"),
        "shards": ("1", "shards"),
        "salt": ("1", "sub-keys the hot key is split into, each on a shard of its own"),
    },
    gives={
        "load": ("?a", "load of a shard that holds a sub-key"),
        "imbalance": ("1", "that load over the mean load of a shard"),
    },
    limits="all other keys spread evenly; sub-keys placed deliberately, since hashed ones collide",
    source=OCCUPANCY,
)
def hot_shard(rate, hot_share, shards, salt):
    """One part of the hot key, and an even part of all others."""
    guard(both(hot_share >= 0, hot_share <= 1), "a share lies between 0 and 1")
    guard(salt >= 1, "a key is split into at least one")
    guard(shards >= 1, "there is at least one shard")
    load = hot_share * rate / minimum(salt, shards) + (1 - hot_share) * rate / shards
    return {"load": load, "imbalance": load * shards / rate}


@formula(
    "Salt that a hot key needs",
    symbols={
        "rate": ("?a", "load over all keys"),
        "hot_share": ("1", "share of the hot key"),
        "shards": ("1", "shards"),
        "shard_limit": ("?a", "load that one shard sustains"),
    },
    gives=("1", "sub-keys with which the hot shard keeps to its limit"),
    limits="all other keys spread evenly; reads of the key fan out to all its sub-keys",
    source=OCCUPANCY,
)
def salt_needed(rate, hot_share, shards, shard_limit):
    """The other keys come first: what they leave of the shard is what a sub-key may have."""
    guard(both(hot_share >= 0, hot_share <= 1), "a share lies between 0 and 1")
    guard(shards >= 1, "there is at least one shard")
    others = (1 - hot_share) * rate / shards
    guard(others < shard_limit, "the other keys alone fill a shard: it needs more shards and not more salt")
    return maximum(1, ceil(hot_share * rate / (shard_limit - others)))


@formula(
    "Node that holds a hot key",
    symbols={
        "demand": ("?a", "demand of all load, all nodes together"),
        "hot": ("?a", "of it, demand of the hot key on one copy"),
        "supply": ("?a/node", "what one node gives"),
        "nodes": ("node", "nodes over which everything else spreads"),
        "salt": ("node", "sub-keys the hot key is split into"),
    },
    gives=("1", "utilisation of a node that holds most sub-keys"),
    limits="all other keys, and further copies of the hot one, spread evenly over the nodes",
    source=OCCUPANCY,
)
def hot_node(demand, hot, supply, nodes, salt):
    """Sub-keys are whole: three on two nodes are two on one of them."""
    guard(nodes > 0, "no node is deployed")
    guard(salt > 0, "a key is split into at least one")
    guard(supply > 0, "a node supplies something")
    return ((demand - hot) / nodes + hot * ceil(salt / nodes) / salt) / supply


@formula(
    "Node that holds a hot key, in a region",
    symbols={
        "demand": ("?a", "demand of all load, in all regions together"),
        "hot": ("?a", "of it, demand of the hot key on one copy in each region"),
        "share": ("1", "share of the load that arrives in the region"),
        "supply": ("?a/node", "what one node gives"),
        "nodes": ("node", "nodes of the region"),
        "salt": ("node", "sub-keys the hot key is split into"),
    },
    gives=("1", "utilisation of a node of the region that holds most sub-keys"),
    limits="the key is as hot in every region, and each serves it on its own nodes; all other keys, and "
    "further copies of the hot one, spread evenly over them",
    source=OCCUPANCY,
)
def hot_node_in_region(demand, hot, share, supply, nodes, salt):
    """A region takes its part of the key's load as of all other load."""
    return share * hot_node(demand, hot, supply, nodes, salt)
