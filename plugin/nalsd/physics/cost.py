"""Cost: machines, traffic, storage and requests at list prices, as money a second (shown a month)."""

from __future__ import annotations

from nalsd.graph import Citation, both, formula, guard
from nalsd.physics.sources import ARITHMETIC

CLOUD_PRICES = Citation(
    "AWS, Amazon EC2 on-demand pricing: data transfer between zones, between regions and to the internet",
    "https://aws.amazon.com/ec2/pricing/on-demand/",
    None,
    "M",
)


@formula(
    "Cost of machines",
    symbols={
        "nodes": ("node", "machines that run"),
        "price": ("USD/s/node", "price of one, with its drives"),
    },
    gives=("USD/s", "what they cost"),
    limits="bought by time, whether busy or not",
    source=ARITHMETIC,
)
def machine_cost(nodes, price):
    """Machines times their price."""
    return nodes * price


@formula(
    "Cost of traffic",
    symbols={
        "traffic": ("B/s", "bytes a second, on average"),
        "price": ("USD/B", "price of a byte"),
    },
    gives=("USD/s", "what it costs"),
    limits="from averages: a bill is a sum over the month. List prices fall with volume",
    source=CLOUD_PRICES,
)
def traffic_cost(traffic, price):
    """Bytes times their price."""
    return traffic * price


@formula(
    "Cost of storage",
    symbols={
        "stored": ("B", "bytes that are kept"),
        "price": ("USD/B/s", "price of a byte kept for a second"),
    },
    gives=("USD/s", "what they cost"),
    limits="in the steady state, when the oldest is being deleted",
    source=ARITHMETIC,
)
def storage_cost(stored, price):
    """Bytes times the price of keeping them."""
    return stored * price


@formula(
    "Space to buy",
    symbols={
        "stored": ("B", "bytes that are kept, all copies"),
        "target": ("1", "how full the space may be"),
    },
    gives=("B", "space that is paid for"),
    source=ARITHMETIC,
)
def space_bought(stored, target):
    """What stays free is paid for too."""
    guard(both(target > 0, target <= 1), "a target lies between 0 and 1")
    return stored / target


@formula(
    "Cost of requests",
    symbols={
        "rate": ("op/s", "requests a second, on average"),
        "price": ("USD/op", "price of one"),
    },
    gives=("USD/s", "what they cost"),
    limits="from averages",
    source=ARITHMETIC,
)
def request_cost(rate, price):
    """Requests times their price."""
    return rate * price
