"""Failover: load of the survivors, N + k, zones, and cascades of overloaded nodes."""

from __future__ import annotations

import math

from nalsd.graph import (
    SNAP,
    Citation,
    both,
    ceil,
    exp,
    floor,
    formula,
    guard,
    maximum,
    minimum,
    normal_quantile,
    solve,
    sum_over,
    total,
    where,
)
from nalsd.physics.availability import STATIC_STABILITY
from nalsd.physics.distributions import Value, log_choose
from nalsd.physics.durability import COPYSETS
from nalsd.physics.overload import FARTHEST
from nalsd.physics.retries import CASCADING
from nalsd.physics.sources import ARITHMETIC

FIBRE_BUNDLE = Citation(
    "H. E. Daniels, The statistical theory of the strength of bundles of threads, Proceedings of "
    "the Royal Society A 183, 1945",
    "https://doi.org/10.1098/rspa.1945.0011",
)

MOST_COPIES = 30
"""Copies of one piece of data."""

WEAKEST = 1e-12
"""Share of nodes at which the law of their capacities is cut."""

NEARLY_EQUAL = 0.001
"""Variation of capacities below which all nodes count as equal."""


@formula(
    "Load after losing nodes",
    symbols={
        "nodes": ("?n", "nodes that share the load"),
        "lost": ("?n", "of them, nodes that fail"),
        "utilisation_limit": ("1", "largest utilisation of a survivor"),
    },
    gives={
        "multiplier": ("1", "load of a survivor over its load before"),
        "safe_utilisation": ("1", "utilisation before that keeps survivors within the limit"),
    },
    limits="the load spreads evenly and sessions move; moved load meets cold caches",
    source=STATIC_STABILITY,
)
def survivor_load(nodes, lost, utilisation_limit):
    """n / (n - 1) and its like."""
    guard(lost < nodes, "no node survives")
    return {
        "multiplier": nodes / (nodes - lost),
        "safe_utilisation": utilisation_limit * (nodes - lost) / nodes,
    }


@formula(
    "Nodes of regions as one fleet",
    symbols={
        "nodes": ("?n", "nodes of each region", {"many": True}),
        "shares": ("1", "share of the load that arrives in each", {"many": True}),
    },
    gives=("?n", "nodes that one place would need to be as full as the fullest region"),
    limits="each region takes what arrives there with its own nodes, and passes nothing on",
    source=ARITHMETIC,
)
def regional_fleet(nodes, shares):
    """The region with fewest nodes for its share is full first."""
    guard(maximum(*shares) > 0, "no region takes any of the load")
    guard(minimum(*nodes) > 0, "a region among those that run it has no node")
    return 1 / maximum(*[share / own for own, share in zip(nodes, shares, strict=True)])


@formula(
    "Part of the nodes that regions share",
    symbols={
        "nodes": ("node", "nodes that are deployed in all regions together"),
        "needed": ("node", "nodes that the region needs"),
        "needs": ("node", "nodes that each of the regions needs", {"many": True}),
    },
    gives=("node", "whole nodes of the region"),
    limits="nodes that are shared out by need; rounding may give one more or one fewer in all",
    source=ARITHMETIC,
)
def nodes_of_region(nodes, needed, needs):
    """As large a part of the nodes as the region needs of all that is needed."""
    part = floor(nodes * needed / total(needs) + 0.5)
    guard(part >= 1, "the nodes are too few for every region that runs the tier to have one")
    return part


@formula(
    "Load of the survivors in a region",
    symbols={
        "fleet": ("?n", "nodes that one place would need to be as full as the fullest region"),
        "share": ("1", "share of the load that arrives in the region"),
        "left": ("?n", "nodes that are left there"),
    },
    gives=("1", "load of a survivor over that of a node of the fullest region before"),
    limits="the region's load spreads evenly over its survivors, and no other region takes any of it",
    source=STATIC_STABILITY,
)
def load_in_region(fleet, share, left):
    """A region with nothing left is as good as loaded without end, unless nothing arrives there."""
    return where(left > 0, lambda: share * fleet / left, where(share > 0, FARTHEST, 0))


@formula(
    "Figure of the fullest",
    symbols={
        "figures": ("?a", "a figure of each region", {"many": True}),
        "fullness": ("1", "how full each of them is", {"many": True}),
    },
    gives=("?a", "the figure of the fullest; of equally full ones the first"),
    source=ARITHMETIC,
)
def of_fullest(figures, fullness):
    """Figures that belong together are those of one region; what rounding alone tells apart is equal."""
    most, found = maximum(*fullness) * (1 - SNAP), figures[-1]
    for figure, full in reversed(list(zip(figures[:-1], fullness[:-1], strict=True))):
        found = where(full >= most, figure, found)
    return found


@formula(
    "What is lost of what there is",
    symbols={"lost": ("?n", "how many are lost"), "there": ("?n", "how many there are")},
    gives=("?n", "how many are lost, when that can be"),
    source=ARITHMETIC,
)
def lost_of(lost, there):
    """No more can be lost than there is, and not less than nothing."""
    guard(lost >= 0, "a loss is not negative")
    guard(lost <= there, "more is lost than there is")
    return lost


@formula(
    "Load that survivors carry",
    symbols={
        "before": ("1", "utilisation of each resource before the loss", {"many": True}),
        "fixed": ("1", "of it, the part that does not depend on the load", {"many": True}),
        "allowed": ("1", "utilisation of each above which load is refused", {"many": True}),
        "times": ("1", "nodes before over nodes left"),
    },
    gives=("1", "load that is carried, as a share of what comes"),
    limits="the load spreads evenly over the survivors, and what is refused costs nothing",
    source=STATIC_STABILITY,
)
def carried_after_loss(before, fixed, allowed, times):
    """What does not depend on the load has to fit in any case; nothing left carries nothing."""

    def carried(busy: Value, stands: Value, most: Value) -> Value:
        after, still = busy * times, stands * times
        return where(
            after <= most, 1, lambda: where(still < most, lambda: (most - still) / (after - still), 0)
        )

    every = minimum(*[carried(*of_one) for of_one in zip(before, fixed, allowed, strict=True)])
    return where(times < FARTHEST, every, 0)


@formula(
    "Pieces of data that lose their quorum",
    symbols={
        "nodes": ("1", "nodes over which copies are placed at random"),
        "lost": ("1", "of them, nodes that are lost"),
        "copies": ("1", "copies of each piece, on different nodes"),
        "needed": ("1", "copies that must be left"),
    },
    gives=("1", "share of the pieces that have too few copies left"),
    limits="nodes lost at random, copies placed without regard to each other: with copies in zones, nodes of "
    "one zone take at most one copy of each",
    source=COPYSETS,
)
def without_quorum(nodes, lost, copies, needed):
    """Drawing the nodes of a piece out of all nodes, too many of them from the lost."""
    guard(both(lost >= 0, lost <= nodes), "more is lost than there is")
    guard(copies <= nodes, "there are as many nodes as copies")
    guard(copies <= MOST_COPIES, f"no more than {MOST_COPIES} copies")

    def drawn(k: Value) -> Value:
        possible = both(k <= lost, copies - k <= nodes - lost)
        return where(
            possible,
            lambda: exp(
                log_choose(lost, k) + log_choose(nodes - lost, copies - k) - log_choose(nodes, copies)
            ),
            0,
        )

    return sum_over(maximum(0, copies - needed + 1), copies, drawn, most=MOST_COPIES + 1)


@formula(
    "N + k nodes",
    symbols={
        "peak": ("?a/s", "load at peak"),
        "per_node": ("?a/s/?n", "load one node carries at full utilisation"),
        "utilisation_limit": ("1", "largest utilisation of a survivor"),
        "spares": ("?n", "nodes that may be lost (k)"),
    },
    gives=("?n", "nodes"),
    limits="the capacity exists before the failure",
    source=STATIC_STABILITY,
)
def nodes_with_spares(peak, per_node, utilisation_limit, spares):
    """Whole nodes for the peak, and the spares."""
    guard(both(utilisation_limit > 0, utilisation_limit <= 1), "a utilisation lies between 0 and 1")
    guard(per_node > 0, "a node carries something")
    return ceil(peak / (per_node * utilisation_limit)) + spares


@formula(
    "Nodes that survive the loss of a zone",
    symbols={
        "peak": ("?a/s", "load at peak"),
        "per_node": ("?a/s/?n", "load one node carries at full utilisation"),
        "utilisation_limit": ("1", "largest utilisation of a survivor"),
        "zones": ("1", "zones"),
    },
    gives={
        "per_zone": ("?n", "nodes in each zone"),
        "nodes": ("?n", "nodes in all zones"),
        "over_provision": ("1", "capacity installed over capacity needed, before rounding"),
    },
    limits="zones of equal size, one of them lost; the capacity exists before the failure",
    source=STATIC_STABILITY,
)
def nodes_across_zones(peak, per_node, utilisation_limit, zones):
    """The other zones carry everything."""
    guard(zones >= 2, "the loss of a zone is survived by at least one other")
    guard(both(per_node > 0, utilisation_limit > 0), "a node carries something")
    per_zone = ceil(peak / (per_node * utilisation_limit) / (zones - 1))
    return {"per_zone": per_zone, "nodes": per_zone * zones, "over_provision": zones / (zones - 1)}


@formula(
    "Cascade of overloaded nodes",
    symbols={
        "nodes": ("1", "nodes that share the load equally"),
        "load": ("?a/s", "load over all nodes"),
        "capacity": ("?a/s", "mean load at which a node fails"),
        "variation": ("1", "coefficient of variation of that load between nodes"),
        "failed": ("1", "nodes that fail at first"),
    },
    gives={
        "before": ("1", "utilisation before"),
        "after": ("1", "utilisation of the survivors of the first failure"),
        "critical": ("?a/s", "load per node beyond which every node fails"),
        "collapses": ("1", "1 when the failure takes all nodes with it"),
        "survivors": ("1", "nodes left at the end, for many nodes"),
        "tolerated": ("1", "most first failures that do not cascade"),
    },
    limits="no shedding, load moved at once, capacities normally distributed with a variation well "
    "below 1; for large fleets",
    source=(FIBRE_BUNDLE, CASCADING),
)
def cascade(nodes, load, capacity, variation, failed):
    """A bundle of fibres: what a broken one carried falls to the others.

    The critical load maximises x P(capacity > x). With q the share of nodes weaker than x, so that
    x = capacity (1 + variation z(q)), the slope vanishes where
    variation (1 - q) / density = 1 + variation z(q).
    """
    guard(failed < nodes, "no node is left")
    guard(both(variation >= 0, variation < 1), "a variation of capacities between 0 and 1")
    guard(capacity > 0, "a node carries something")
    per_node = load / (nodes - failed)

    def strength(weaker: Value) -> Value:
        return (1 + variation * normal_quantile(weaker)) * (1 - weaker)

    def slope(weaker: Value) -> Value:
        z = normal_quantile(weaker)
        density = exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        return variation * (1 - weaker) / density - (1 + variation * z)

    spread_out = variation > NEARLY_EQUAL
    tipping = where(spread_out, lambda: solve(slope, WEAKEST, 1 - WEAKEST), WEAKEST)
    critical = capacity * where(spread_out, lambda: strength(tipping), 1)

    def broken() -> Value:
        return where(
            both(spread_out, per_node / capacity > strength(WEAKEST)),
            lambda: solve(lambda q: strength(q) - per_node / capacity, WEAKEST, tipping),
            0,
        )

    return {
        "before": load / (nodes * capacity),
        "after": per_node / capacity,
        "critical": critical,
        "collapses": where(per_node > critical, 1, 0),
        "survivors": where(per_node > critical, 0, lambda: (nodes - failed) * (1 - broken())),
        "tolerated": floor(nodes - load / critical),
    }
