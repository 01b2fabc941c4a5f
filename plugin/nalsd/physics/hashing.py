"""Balance: consistent hashing with virtual nodes, balls into bins, the power of several choices."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    both,
    ceil,
    exp,
    floor,
    formula,
    guard,
    log,
    maximum,
    minimum,
    normal_quantile,
    solve,
    sqrt,
    sum_over,
    where,
)
from nalsd.physics.distributions import (
    Value,
    first_whole,
    gamma_at_most,
    log_choose,
    order_statistic_level,
    poisson_at_most,
)

CONSISTENT_HASHING = (
    Citation(
        "D. Karger et al., Consistent hashing and random trees, STOC 1997",
        "https://doi.org/10.1145/258533.258660",
    ),
    Citation(
        "V. Mirrokni, M. Thorup, M. Zadimoghaddam, Consistent hashing with bounded loads",
        "https://arxiv.org/abs/1608.01350",
    ),
)
BALLS_INTO_BINS = Citation(
    "M. Raab, A. Steger, Balls into bins: a simple and tight analysis, RANDOM 1998",
    "https://doi.org/10.1007/3-540-49543-6_13",
)
TWO_CHOICES = Citation(
    "M. Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10), 2001",
    "https://doi.org/10.1109/71.963420",
)

SLICES = 200
"""Slices of the midpoint rule over the largest arc: relative error below 1e-5."""

SLICES_OF_MANY = 80
"""From sixteen places a node on the law is smooth at both ends, and as many slices suffice for it."""


@formula(
    "Imbalance of consistent hashing",
    symbols={
        "nodes": ("1", "nodes on the ring"),
        "virtual_nodes": ("1", "places each node has on the ring"),
    },
    gives={
        "variation": ("1", "coefficient of variation of a node's share"),
        "mean_largest": ("1", "mean of the largest share over the mean share"),
    },
    limits="shares of the key space: the noise of the number of keys and the skew of their "
    "popularity come on top",
    source=CONSISTENT_HASHING,
)
def ring_imbalance(nodes, virtual_nodes):
    """Arcs are exponential times over their sum, so a node's share has a beta law.

    The largest is exact by its integral.
    """
    guard(nodes >= 2, "a ring has at least two nodes")
    guard(both(virtual_nodes >= 1, virtual_nodes <= 2000), "between 1 and 2000 virtual nodes")
    first = maximum(0, virtual_nodes - 8 * sqrt(virtual_nodes))
    last = virtual_nodes + 12 * sqrt(virtual_nodes) + 4 * log(nodes) + 20
    slices = where(virtual_nodes < 16, SLICES, SLICES_OF_MANY)
    width = (last - first) / slices

    def exceeds(k: Value) -> Value:
        return 1 - gamma_at_most(first + (k - 0.5) * width, virtual_nodes) ** nodes

    return {
        "variation": sqrt((nodes - 1) / (nodes * virtual_nodes + 1)),
        "mean_largest": (first + width * sum_over(1, slices, exceeds)) / virtual_nodes,
    }


@formula(
    "Percentile of the largest share under consistent hashing",
    symbols={
        "nodes": ("1", "nodes on the ring"),
        "virtual_nodes": ("1", "places each node has on the ring"),
        "quantile": ("1", "level of the percentile"),
    },
    gives=("1", "percentile of the largest share over the mean share"),
    limits="percentiles from the median up; within 1.5% for 32 virtual nodes and more, exact for one",
    source=CONSISTENT_HASHING,
)
def ring_imbalance_quantile(nodes, virtual_nodes, quantile=0.99):
    """With one place a node the exact law of the largest spacing, else independent beta shares."""
    guard(nodes >= 2, "a ring has at least two nodes")
    guard(both(virtual_nodes >= 1, virtual_nodes <= 2000), "between 1 and 2000 virtual nodes")
    guard(both(quantile >= 0.5, quantile < 1), "percentiles from the median up")

    def spacing_at_most(x: Value) -> Value:
        def term(j: Value) -> Value:
            return where(
                j * x < 1, lambda: (-1) ** j * exp(log_choose(nodes, j) + (nodes - 1) * log(1 - j * x)), 0
            )

        return sum_over(0, minimum(nodes, 60), term)

    def bracket(expected: Value) -> Value:
        return 1 - (expected / nodes) ** (1 / (nodes - 1))

    def largest_spacing() -> Value:
        return solve(lambda x: spacing_at_most(x) - quantile, bracket(2), bracket((1 - quantile) / 2))

    def largest_share() -> Value:
        return order_statistic_level(virtual_nodes, nodes * virtual_nodes - 1, quantile ** (1 / nodes))

    return nodes * where(virtual_nodes <= 1, largest_spacing, largest_share)


@formula(
    "Balls into bins: the fullest shard",
    symbols={"balls": ("1", "keys of equal weight"), "bins": ("1", "shards they are hashed onto")},
    gives={
        "mean": ("1", "mean number in a shard"),
        "leading": ("1", "leading term of the fullest, for many more keys than shards"),
        "expected_largest": ("1", "mean number in the fullest shard"),
        "median_largest": ("1", "median number in the fullest shard"),
    },
    limits="uniform hash; the fullest is taken from independent Poisson counts, for means up to 100,000",
    source=BALLS_INTO_BINS,
)
def fullest_bin(balls, bins):
    """The fullest of n nearly independent Poisson counts."""
    guard(bins >= 1, "there is at least one shard")
    mean = balls / bins
    guard(both(mean > 0, mean <= 1e5), "a mean above 0 and up to 100,000 keys a shard")
    never = normal_quantile(1e-18 ** (1 / bins))
    first = maximum(0, floor(mean + never * sqrt(mean)) - 3)
    last = ceil(mean + 9 * sqrt(mean) + 2 * log(bins) + 40)
    return {
        "mean": mean,
        "leading": mean + sqrt(2 * mean * log(bins)),
        "expected_largest": first
        + sum_over(first, last, lambda x: 1 - poisson_at_most(x, mean) ** bins, most=6000),
        "median_largest": first_whole(lambda x: poisson_at_most(x, mean) ** bins >= 0.5, -1, last),
    }


@formula(
    "Power of several choices",
    symbols={
        "utilisation": ("1", "utilisation of every server"),
        "choices": ("1", "servers that are looked at, the shortest queue taken"),
    },
    gives={
        "mean_response": ("1", "mean response in service times"),
        "random_response": ("1", "the same with one random server"),
        "speedup": ("1", "how many times shorter it is"),
        "queue_of_three": ("1", "share of servers with three or more requests"),
        "queue_of_five": ("1", "share of servers with five or more requests"),
    },
    limits="many servers, exponential service, fresh queue lengths; stale ones make everyone choose "
    "the same server; "
    "with few servers the far tail is thicker",
    source=TWO_CHOICES,
)
def several_choices(utilisation, choices):
    """The queue's tail falls doubly exponentially from two choices on."""
    guard(both(utilisation > 0, utilisation < 1), "utilisation lies between 0 and 1")
    guard(choices >= 1, "at least one server is looked at")

    def longer_than(k: Value) -> Value:
        return utilisation ** where(choices <= 1, k, lambda: (choices**k - 1) / (choices - 1))

    random_response = 1 / (1 - utilisation)
    mean_response = where(
        choices <= 1,
        random_response,
        lambda: sum_over(1, 60, lambda i: utilisation ** ((choices**i - choices) / (choices - 1))),
    )
    return {
        "mean_response": mean_response,
        "random_response": random_response,
        "speedup": random_response / mean_response,
        "queue_of_three": longer_than(3),
        "queue_of_five": longer_than(5),
    }
