"""What a request meets on its path: core time, the queue of a node, batches, objectives.

How stages go together is `nalsd.physics.composition`.
"""

from __future__ import annotations

from nalsd.graph import both, formula, guard, where
from nalsd.physics.queueing import ERLANG, waiting
from nalsd.physics.sources import LITTLE
from nalsd.physics.tails import TAIL_AT_SCALE
from nalsd.physics.waiting import NO_STEADY_STATE


@formula(
    "Core time of a request",
    symbols={
        "work": ("core", "cores busy with such requests"),
        "rate": ("?a/s", "such requests a second"),
        "overhead": ("1", "all busy cores for each core of application work"),
        "core": ("core", "a request keeps one core busy at a time"),
    },
    gives=("s/?a", "mean time that one keeps a core busy"),
    limits="a request is not split over cores",
    source=LITTLE,
)
def core_time(work, rate, overhead=1.0, core=1.0):
    """Little's law, read backwards: what is busy, over what arrives. Kernel, handshakes and runtime are
    shared out with the work.
    """
    return work * overhead / (rate * core)


@formula(
    "Queue of a node",
    symbols={
        "utilisation": ("1", "share of the cores that is busy"),
        "servers": ("1", "cores of the node, behind one queue"),
        "service": ("s", "mean core time of what arrives"),
    },
    gives={
        "waiting_probability": ("1", "share of the arrivals that wait"),
        "wait": ("s", "mean wait of all"),
        "wait_of_waiting": ("s", "mean wait of those that wait"),
        "response": ("s", "mean wait and service"),
    },
    limits="M/M/c: Poisson arrivals spread over the nodes at random, exponential service, one queue a node, "
    "first come first served, steady state",
    source=ERLANG,
)
def node_queue(utilisation, servers, service):
    """Erlang C at the node's own utilisation: a tier of many nodes waits like one of them."""
    guard(both(utilisation >= 0, servers >= 1), "a node has a core, and its utilisation is not negative")
    guard(utilisation < 1, NO_STEADY_STATE)
    probability = where(utilisation > 0, lambda: waiting(utilisation * servers, servers), 0.0)
    wait_of_waiting = service / (servers * (1 - utilisation))
    return {
        "waiting_probability": probability,
        "wait": probability * wait_of_waiting,
        "wait_of_waiting": wait_of_waiting,
        "response": probability * wait_of_waiting + service,
    }


@formula(
    "Margin of an upper objective",
    symbols={
        "reached": ("?a", "what the design reaches"),
        "target": ("?a", "the most that is allowed"),
    },
    gives=("1", "share of what is allowed that is left; negative when the objective is missed"),
    source=TAIL_AT_SCALE,
)
def objective_margin(reached, target):
    """What is left of the objective, over the objective."""
    guard(target > 0, "an objective is positive")
    return (target - reached) / target


@formula(
    "Stages that are slow together",
    symbols={"share": ("1", "how stages go together, as stated: 0 independent, 1 always together")},
    gives=("1", "share of the requests that find all stages slow at the same time"),
    limits="a mixture of the two extremes: one node, one pause or one region in trouble slows all stages of "
    "a request, and the other requests meet independent stages",
    source=TAIL_AT_SCALE,
)
def share_together(share):
    """A path lies between the 99th percentile of independent stages and the sum of the stages' own."""
    guard(both(share >= 0, share <= 1), "a correlation lies between 0, independent, and 1, always together")
    return share
