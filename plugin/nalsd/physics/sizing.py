"""Nodes: the need of each resource, the count, the bottleneck, utilisation and how far load can grow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nalsd.graph import argmax, ceil, formula, guard, maximum
from nalsd.physics.sources import ARITHMETIC, NALSD_CHAPTER

DEMAND = ("?a", "what the load needs of the resource, all nodes together")
SUPPLY = ("?a/node", "what one node gives of it")
TARGET = ("1", "utilisation that is allowed")


@formula(
    "Nodes that a resource needs",
    symbols={"demand": DEMAND, "supply": SUPPLY, "target": TARGET},
    gives=("node", "nodes, not rounded"),
    limits="load that spreads evenly over the nodes",
    source=NALSD_CHAPTER,
)
def node_need(demand, supply, target):
    """The demand over what one node gives at its target utilisation."""
    guard(target > 0, "a target utilisation is above 0")
    guard(target <= 1, "a target utilisation is at most 100%")
    return demand / (supply * target)


@formula(
    "Nodes",
    symbols={"needs": ("node", "need of each resource, not rounded", {"many": True})},
    gives=("node", "whole nodes"),
    limits="resources whose supply is known; the result is then a lower bound",
    source=NALSD_CHAPTER,
)
def node_count(needs):
    """The largest need, rounded up once and at the end; at least one node."""
    guard(len(needs) > 0, "no need is known")
    return maximum(1, ceil(maximum(*needs)))


@formula(
    "Utilisation",
    symbols={"demand": DEMAND, "supply": SUPPLY, "nodes": ("node", "nodes that are deployed")},
    gives=("1", "share that is busy"),
    limits="busy over installed: headroom is no part of it",
    source=ARITHMETIC,
)
def utilisation(demand, supply, nodes):
    """Busy over installed."""
    guard(nodes > 0, "no node is deployed")
    return demand / (supply * nodes)


@formula(
    "Headroom multiple",
    symbols={
        "supply": SUPPLY,
        "nodes": ("node", "nodes that are deployed"),
        "level": ("1", "utilisation that is reached: the target, or 100%"),
        "fixed": ("?a", "part of the demand that does not grow with the load"),
        "variable": ("?a", "part of the demand that grows in proportion to the load"),
    },
    gives=("1", "how many times today's load reaches it"),
    limits="below 1 it is exceeded today; 0 or less: the fixed part alone exceeds it. What grows is taken to "
    "do so in proportion: where batches fill up as load grows, it is reached later",
    source=ARITHMETIC,
)
def headroom_multiple(supply, nodes, level, fixed, variable):
    """What is left beside the fixed part, over the part that grows."""
    guard(variable > 0, "the load does not move this resource")
    return (supply * nodes * level - fixed) / variable


@formula(
    "Load of a node",
    symbols={"demand": DEMAND, "nodes": ("node", "nodes that share it")},
    gives=("?a/node", "what one node carries"),
    limits="load that spreads evenly over the nodes",
    source=ARITHMETIC,
)
def per_node(demand, nodes):
    """The demand over the nodes."""
    guard(nodes > 0, "no node is deployed")
    return demand / nodes


def bottleneck(needs: Mapping[str, Any]) -> Any:
    """Name of the largest need, unrounded; of equal ones the first in the given order."""
    return argmax(needs)
