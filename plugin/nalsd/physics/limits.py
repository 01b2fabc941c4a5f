"""Ceilings beyond the seven resources: serial leaders, partitions, flows, quotas, meshes."""

from __future__ import annotations

from nalsd.graph import ceil, formula, guard
from nalsd.physics.sources import ARITHMETIC, NALSD_CHAPTER


@formula(
    "Rate of a serial worker",
    symbols={"takes": ("s/op", "time of one operation")},
    gives=("op/s", "operations a second"),
    limits="one at a time, without batching",
    source=NALSD_CHAPTER,
)
def serial_rate(takes):
    """One after the other: a Paxos write of 25 ms allows 40 a second."""
    guard(takes > 0, "an operation takes time")
    return 1 / takes


@formula(
    "Utilisation of a limit",
    symbols={"load": ("?a", "load on one of what it limits"), "at_most": ("?a", "what one carries")},
    gives=("1", "share of the limit that is used"),
    source=ARITHMETIC,
)
def limit_utilisation(load, at_most):
    """The load over the limit."""
    guard(at_most > 0, "a limit is above 0")
    return load / at_most


@formula(
    "Shards needed",
    symbols={
        "load": ("?a", "load in all, at peak"),
        "at_most": ("?a/shard", "load that one carries"),
        "target": ("1", "utilisation that is allowed"),
    },
    gives=("shard", "shards, not rounded"),
    limits="load that spreads evenly; a hot key does not",
    source=NALSD_CHAPTER,
)
def shards_needed(load, at_most, target):
    """The load over what one shard carries at its target."""
    guard(at_most > 0, "a shard carries something")
    guard(target > 0, "a target utilisation is above 0")
    return load / (at_most * target)


@formula(
    "Whole shards",
    symbols={"needed": ("?a", "need, not rounded")},
    gives=("?a", "whole ones"),
    limits="counts only",
    source=ARITHMETIC,
)
def whole(needed):
    """The next whole number, snapped: 20.000000000000004 is 20."""
    return ceil(needed)


@formula(
    "Multiple of a limit",
    symbols={"load": ("?a", "load on one of what it limits"), "at_most": ("?a", "what one carries")},
    gives=("1", "how far the load can grow"),
    limits="a load that grows in proportion",
    source=ARITHMETIC,
)
def limit_multiple(load, at_most):
    """The limit over the load."""
    guard(load > 0, "there is no load")
    return at_most / load
