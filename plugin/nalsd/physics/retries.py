"""Retries: amplification through layers, retry budgets, and the retry storm that sustains itself."""

from __future__ import annotations

from nalsd.graph import Citation, both, exp, formula, guard, log, maximum, minimum, sum_over, where
from nalsd.physics.distributions import Value

CASCADING = Citation(
    "Site Reliability Engineering, O'Reilly 2016, ch. 22, Addressing cascading failures",
    "https://sre.google/sre-book/addressing-cascading-failures/",
)
OVERLOAD = Citation(
    "Site Reliability Engineering, O'Reilly 2016, ch. 21, Handling overload",
    "https://sre.google/sre-book/handling-overload/",
)
BACKOFF = Citation(
    "M. Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders' Library",
    "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
)
METASTABLE = (
    Citation(
        "N. Bronson, A. Aghayev, A. Charapko, T. Zhu, Metastable failures in distributed systems, HotOS 2021",
        "https://sigops.org/s/conferences/hotos/2021/papers/hotos21-s11-bronson.pdf",
    ),
    Citation(
        "L. Huang et al., Metastable failures in the wild, OSDI 2022",
        "https://www.usenix.org/conference/osdi22/presentation/huang-lexiang",
    ),
)

MOST_LAYERS = 20


def attempts_of_layer(failure: Value, retries: Value) -> Value:
    """Mean attempts when each fails by itself with that probability: 1 + p + p^2 + ...

    Up to the last retry.
    """
    return where(failure < 1, lambda: (1 - failure ** (retries + 1)) / (1 - failure), retries + 1)


@formula(
    "Retry amplification",
    symbols={
        "retries": ("1", "retries after the first attempt, at every layer"),
        "layers": ("1", "layers that retry"),
        "failure": ("1", "probability that one attempt at the bottom fails"),
    },
    gives={
        "worst": ("1", "attempts at the bottom per request when everything fails"),
        "expected": ("1", "mean attempts at the bottom per request"),
        "user_failure": ("1", "probability that the request still fails"),
        "single_layer": ("1", "mean attempts when only one layer retries"),
    },
    limits="attempts fail independently of each other and of the load; under overload they do not: "
    "see the retry storm",
    source=(CASCADING, BACKOFF),
)
def retry_amplification(retries, layers, failure):
    """Each layer multiplies: its own failure is that of all attempts of the layer below."""
    guard(both(failure >= 0, failure <= 1), "a probability lies between 0 and 1")
    guard(both(layers >= 1, layers <= MOST_LAYERS), f"between one and {MOST_LAYERS} layers")
    guard(retries >= 0, "retries are not negative")

    def layer_failure(layer: Value) -> Value:
        return failure ** ((retries + 1) ** (layer - 1))

    amplification = exp(
        sum_over(1, layers, lambda j: log(attempts_of_layer(layer_failure(j), retries)), most=MOST_LAYERS)
    )
    return {
        "worst": (1 + retries) ** layers,
        "expected": amplification,
        "user_failure": layer_failure(layers + 1),
        "single_layer": attempts_of_layer(failure, retries),
    }


@formula(
    "Retry budget",
    symbols={
        "retries": ("1", "retries after the first attempt, at every layer"),
        "budget": ("1", "retries allowed a first attempt"),
        "failure": ("1", "probability that one attempt fails"),
        "layers": ("1", "layers that retry"),
    },
    gives={
        "layer": ("1", "mean attempts of one layer without the budget"),
        "layer_budgeted": ("1", "mean attempts of one layer with the budget"),
        "worst": ("1", "attempts at the bottom when everything fails, without the budget"),
        "worst_budgeted": ("1", "attempts at the bottom when everything fails, with the budget"),
    },
    limits="the budget is kept by each client process on its first attempts; a full bucket allows a burst",
    source=OVERLOAD,
)
def retry_budget(retries, budget, failure, layers):
    """Each request earns part of a retry, so failures cannot multiply the load."""
    guard(both(failure >= 0, failure <= 1), "a probability lies between 0 and 1")
    guard(budget >= 0, "a budget is not negative")
    layer = attempts_of_layer(failure, retries)
    return {
        "layer": layer,
        "layer_budgeted": minimum(1 + budget, layer),
        "worst": (1 + retries) ** layers,
        "worst_budgeted": minimum(1 + budget, 1 + retries) ** layers,
    }


@formula(
    "One layer that retries",
    symbols={
        "failure": ("1", "probability that one attempt fails"),
        "retries": ("1", "retries after the first attempt"),
        "budget": ("1", "retries allowed a first attempt; as many as there are retries when there is none"),
    },
    gives={
        "attempts": ("1", "mean attempts per request"),
        "failure": ("1", "probability that the request still fails"),
    },
    limits="attempts fail independently of each other and of the load",
    source=(CASCADING, OVERLOAD),
)
def retrying_layer(failure, retries, budget):
    """A request succeeds at most once, so successes are the attempts times the chance of each."""
    guard(both(failure >= 0, failure <= 1), "a probability lies between 0 and 1")
    guard(retries >= 0, "retries are not negative")
    guard(budget >= 0, "a budget is not negative")
    attempts = minimum(1 + budget, attempts_of_layer(failure, retries))
    return {"attempts": attempts, "failure": 1 - (1 - failure) * attempts}


@formula(
    "Metastable retry storm",
    symbols={
        "load": ("?a/s", "first attempts a second"),
        "capacity": ("?a/s", "attempts a second that the service completes"),
        "retries": ("1", "immediate retries after a timeout"),
        "timeout": ("s", "time after which a client gives an attempt up"),
    },
    gives={
        "amplification": ("1", "attempts per request when every one times out"),
        "stable_below": ("?a/s", "load below which the storm dies down by itself"),
        "vulnerable": ("1", "1 when the service is healthy but would not recover from a collapse"),
        "offered": ("?a/s", "attempts a second when it has collapsed"),
        "recovers": ("1", "1 when it recovers without action"),
        "shed": ("1", "share of the attempts to shed so that it recovers"),
        "safe_queue": (
            "?a",
            "longest queue with which nothing admitted is late: collapse is then impossible",
        ),
        "trigger": ("s", "outage that tips it, about, for one to two timeouts"),
    },
    limits="one class, first come first served, constant service, abandoned attempts still served; "
    "lost caches and failover "
    "sustain collapses of the same shape",
    source=METASTABLE,
)
def retry_storm(load, capacity, retries, timeout):
    """Between capacity / (1 + retries) and capacity the service runs well, until something pushes it."""
    guard(retries >= 0, "retries are not negative")
    guard(load > 0, "without load nothing is tried, let alone again")
    amplification = 1 + retries
    stable_below = capacity / amplification
    offered = load * amplification
    return {
        "amplification": amplification,
        "stable_below": stable_below,
        "vulnerable": where(both(load > stable_below, load < capacity), 1, 0),
        "offered": offered,
        "recovers": where(load < stable_below, 1, 0),
        "shed": maximum(0, 1 - capacity / offered),
        "safe_queue": capacity * timeout,
        "trigger": timeout * (1 + capacity / load) / 2,
    }
