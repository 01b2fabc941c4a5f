"""Overload: bounded queues, goodput with and without shedding, throttling clients, herds and backlogs."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    both,
    ceil,
    either,
    exp,
    floor,
    formula,
    guard,
    lgamma,
    log,
    maximum,
    minimum,
    sqrt,
    sum_over,
    where,
)
from nalsd.physics.distributions import Value, first_whole, poisson_at_most
from nalsd.physics.retries import BACKOFF, CASCADING, OVERLOAD
from nalsd.physics.sources import ARITHMETIC, LITTLE

SHEDDING = Citation(
    "D. Yanacek, Using load shedding to avoid overload, Amazon Builders' Library",
    "https://aws.amazon.com/builders-library/using-load-shedding-to-avoid-overload/",
)
BOUNDED_QUEUE = Citation(
    "M. Harchol-Balter, Performance Modeling and Design of Computer Systems, Cambridge 2013",
    "https://www.cs.cmu.edu/~harchol/PerformanceModeling/book.html",
)

LONGEST_QUEUE = 20000

FARTHEST = 1e6
"""Times of today's load that stand for a load that never fills it."""


@formula(
    "Bounded queue (M/M/c/K)",
    symbols={
        "rate": ("1/s", "arrivals a second"),
        "service_time": ("s", "mean service time"),
        "servers": ("1", "servers that share the queue"),
        "places": ("1", "places in the system, those in service included"),
    },
    gives={
        "rejected": ("1", "share of the arrivals that is turned away"),
        "goodput": ("1/s", "arrivals a second that are served"),
        "utilisation": ("1", "share of the servers that is busy"),
        "mean_response": ("s", "mean time of those that are served"),
        "longest_wait": ("s", "mean wait of one that takes the last place"),
    },
    limits="Poisson arrivals, exponential service, up to 20,000 places; turning away must cost far "
    "less than serving",
    source=(BOUNDED_QUEUE, SHEDDING),
)
def bounded_queue(rate, service_time, servers, places):
    """Stationary law of the number in the system, its weights scaled by the likeliest."""
    guard(both(servers >= 1, places >= servers), "a server or more, and at least as many places as servers")
    guard(both(rate > 0, service_time > 0), "something arrives, and is served in some time")
    load = rate * service_time

    def log_weight(n: Value) -> Value:
        busy = minimum(n, servers)
        return n * log(load) - lgamma(busy + 1) - (n - busy) * log(servers)

    likeliest = maximum(log_weight(where(load < servers, floor(load), places)), 0)

    def weight(n: Value) -> Value:
        return exp(log_weight(n) - likeliest)

    everything = sum_over(0, places, weight, most=LONGEST_QUEUE)
    rejected = weight(places) / everything
    goodput = rate * (1 - rejected)
    number = sum_over(0, places, lambda n: n * weight(n), most=LONGEST_QUEUE) / everything
    return {
        "rejected": rejected,
        "goodput": goodput,
        "utilisation": goodput * service_time / servers,
        "mean_response": number / goodput,
        "longest_wait": (places - servers) * service_time / servers,
    }


@formula(
    "Places that a deadline allows",
    symbols={
        "deadline": ("s", "longest wait that is still of use"),
        "service_time": ("s", "mean service time"),
        "servers": ("1", "servers that share the queue"),
    },
    gives=("1", "places in the system, those in service included"),
    source=SHEDDING,
)
def places_for_deadline(deadline, service_time, servers):
    """A longer queue only holds what will be late."""
    guard(service_time > 0, "a service takes some time")
    return servers + floor(deadline / service_time * servers)


@formula(
    "Overload without shedding",
    symbols={
        "load": ("?a/s", "arrivals a second"),
        "capacity": ("?a/s", "arrivals a second that are served"),
        "timeout": ("s", "time after which an answer is of no use"),
        "elapsed": ("s", "time since the overload began"),
    },
    gives={
        "growth": ("?a/s", "growth of the queue"),
        "until_late": ("s", "time until every answer is late"),
        "delay": ("s", "wait of one that arrives then"),
        "late_queue": ("?a", "queue behind which an answer is late"),
        "with_shedding": ("?a/s", "goodput when the excess is shed"),
    },
    limits="first come first served, constant load; newest first or by deadline keeps the goodput "
    "near capacity",
    source=OVERLOAD,
)
def overload(load, capacity, timeout, elapsed):
    """The servers stay busy while all their answers come too late."""
    guard(capacity > 0, "something is served")
    guard(load > capacity, "the load stays within capacity: nothing queues up")
    return {
        "growth": load - capacity,
        "until_late": timeout * capacity / (load - capacity),
        "delay": (load - capacity) * elapsed / capacity,
        "late_queue": capacity * timeout,
        "with_shedding": minimum(load, capacity),
    }


@formula(
    "Adaptive throttling by clients",
    symbols={
        "load": ("?a/s", "requests a second of all clients"),
        "capacity": ("?a/s", "requests a second the service accepts"),
        "factor": ("1", "requests let through per accepted one (K)"),
    },
    gives={
        "rejected": ("1", "share of the requests that clients turn away themselves"),
        "arriving": ("?a/s", "requests a second that reach the service"),
        "refused": ("?a/s", "requests a second that the service refuses"),
        "goodput": ("?a/s", "requests a second that are served"),
        "waste": ("1", "share of what arrives that is refused"),
    },
    limits="steady state, many requests per client; what refusing costs the service is left out",
    source=OVERLOAD,
)
def client_throttling(load, capacity, factor=2):
    """Clients stop at a multiple of what is accepted."""
    guard(factor >= 1, "clients let through at least what is accepted")
    guard(load > 0, "clients send something")
    goodput = minimum(load, capacity)
    arriving = minimum(load, factor * goodput)
    return {
        "rejected": 1 - arriving / load,
        "arriving": arriving,
        "refused": arriving - goodput,
        "goodput": goodput,
        "waste": 1 - goodput / arriving,
    }


@formula(
    "Rebuilds of an expired hot key",
    symbols={"rate": ("1/s", "reads of the key"), "rebuild": ("s", "time to rebuild it")},
    gives=("1", "rebuilds at the same time; with one flight per key it is 1"),
    limits="the time to rebuild itself grows under load",
    source=CASCADING,
)
def duplicate_rebuilds(rate, rebuild):
    """Every read that misses while the first rebuild runs starts another."""
    return 1 + rate * rebuild


@formula(
    "Clients that reconnect at once",
    symbols={
        "clients": ("1", "clients that lost their connection"),
        "jitter": ("s", "window over which they spread their return"),
        "capacity": ("1/s", "connections a second that are accepted"),
        "bucket": ("s", "length of the interval the peak is counted in"),
    },
    gives={
        "mean": ("1/s", "mean rate within the window"),
        "peak": ("1", "median of the fullest interval"),
        "shortest_jitter": (
            "s",
            "shortest window that keeps within capacity; without jitter the time to drain",
        ),
    },
    limits="uniform jitter, a whole number of intervals; backoff without jitter keeps clients in step",
    source=BACKOFF,
)
def reconnect_herd(clients, jitter, capacity, bucket):
    """The fullest of many Poisson counts."""
    guard(clients >= 1, "there are clients")
    guard(both(capacity > 0, bucket > 0), "some are accepted, and are counted over some time")
    guard(jitter >= bucket, "clients come back over at least the time they are counted over")
    expected = clients * bucket / jitter
    buckets = jitter / bucket

    def median_reached(x: Value) -> Value:
        return poisson_at_most(x, expected) ** buckets >= 0.5

    return {
        "mean": clients / jitter,
        "peak": first_whole(median_reached, -1, ceil(expected + 10 * sqrt(expected) + 2 * log(buckets) + 40)),
        "shortest_jitter": clients / capacity,
    }


MANY = {"many": True}


@formula(
    "Load that is carried when the rest is refused",
    symbols={
        "before": ("1", "utilisation of each resource today", MANY),
        "under": ("1", "utilisation of each if all of the load were taken", MANY),
        "allowed": ("1", "utilisation of each above which load is refused", MANY),
        "refusing": ("1", "utilisation of each that refusing as much as today's load costs", MANY),
        "multiple": ("1", "the load, in times of today's"),
    },
    gives=("1", "load that is carried, in times of today's; at most all of it"),
    limits="demand that grows in proportion to the load; what is refused is refused before any work is done "
    "for it, but for its own cost",
    source=SHEDDING,
)
def load_carried(before, under, allowed, refusing, multiple):
    """Every refusal takes from what is served: below today's load, shedding no longer protects it."""
    guard(multiple > 1, "a surge is more than today's load")

    def carried(today: Value, all_of_it: Value, most: Value, refusal: Value) -> Value:
        each = (all_of_it - today) / (multiple - 1)

        def beside_refusals() -> Value:
            return maximum(0, (most - (today - each) - multiple * refusal) / (each - refusal))

        return where(
            either(all_of_it <= most, each <= 0),
            where(today <= most, multiple, 0),
            lambda: where(each > refusal, beside_refusals, 0),
        )

    return minimum(*[carried(*of_one) for of_one in zip(before, under, allowed, refusing, strict=True)])


@formula(
    "Load that fills",
    symbols={
        "before": ("1", "utilisation of each resource today", MANY),
        "under": ("1", "utilisation of each under a multiple of today's load", MANY),
        "multiple": ("1", "that multiple"),
        "level": ("1", "utilisation that is reached: the target, or 100%"),
    },
    gives=("1", "load at which the first of them reaches it, in times of today's; at most a million"),
    limits="demand that grows in proportion to the load; a part that does not grow is allowed for",
    source=ARITHMETIC,
)
def load_that_fills(before, under, multiple, level):
    """A straight line through two loads."""
    guard(multiple > 1, "the second load is more than today's")
    levels = [level] * len(before)
    return minimum(*[_filling(*of_one, multiple) for of_one in zip(before, under, levels, strict=True)])


def _filling(today: Value, more: Value, level: Value, multiple: Value) -> Value:
    """The load at which one resource is at a level, on a line through today's and a multiple of it."""
    each = (more - today) / (multiple - 1)
    return where(
        each > 0,
        lambda: minimum(FARTHEST, maximum(0, 1 + (level - today) / each)),
        where(today <= level, FARTHEST, 0),
    )


@formula(
    "Throughput that is carried",
    symbols={
        "rate": ("?a", "the load's rate at its peak"),
        "before": ("1", "utilisation of each resource at that rate", MANY),
        "twice": ("1", "utilisation of each at twice that rate, all other load as it is", MANY),
        "levels": ("1", "utilisation that each may have", MANY),
    },
    gives=("?a", "rate at which the first of them has it; at most a million times the peak"),
    limits="demand that grows in proportion to the rate; other load at its peak, machines as they stand",
    source=ARITHMETIC,
)
def throughput_carried(rate, before, twice, levels):
    """The peak, times how often it fits into what is left beside other load."""
    guard(rate > 0, "there is a load")
    return rate * minimum(*[_filling(*of_one, 2) for of_one in zip(before, twice, levels, strict=True)])


@formula(
    "Share that is shed",
    symbols={
        "multiple": ("1", "the load, in times of today's"),
        "carried": ("1", "load that is carried, in times of today's"),
    },
    gives=("1", "share of the load that is refused or put off"),
    source=ARITHMETIC,
)
def shed_share(multiple, carried):
    """What is not carried, of what comes."""
    guard(multiple > 0, "there is a load")
    return maximum(0, 1 - carried / multiple)


@formula(
    "Backlog",
    symbols={
        "load": ("?a/s", "arrivals a second"),
        "capacity": ("?a/s", "arrivals a second that are worked off meanwhile"),
        "lasts": ("s", "how long it lasts"),
    },
    gives=("?a", "what has queued up at the end"),
    limits="constant load, no retries, a buffer that holds it",
    source=LITTLE,
)
def queued(load, capacity, lasts):
    """What came in, less what was worked off."""
    guard(lasts >= 0, "a time is not negative")
    return maximum(0, load - capacity) * lasts


@formula(
    "Time to drain a backlog",
    symbols={
        "backlog": ("?a", "what has queued up"),
        "load": ("?a/s", "arrivals a second while it drains"),
        "capacity": ("?a/s", "arrivals a second that are worked off"),
    },
    gives=("s", "time until it is worked off"),
    limits="constant load, old work as cheap as new; a daily peak can stop the drain",
    source=LITTLE,
)
def drain_time(backlog, load, capacity):
    """Only what the load leaves over drains the backlog."""
    guard(capacity > load, "the capacity leaves nothing over: the backlog never drains")
    return backlog / (capacity - load)


@formula(
    "Backlog after an outage",
    symbols={
        "load": ("?a/s", "arrivals a second"),
        "capacity": ("?a/s", "arrivals a second that are worked off"),
        "outage": ("s", "length of the outage"),
        "drain_target": ("s", "time in which the backlog is to be gone"),
        "buffer": ("?a", "how many the buffer holds"),
    },
    gives={
        "backlog": ("?a", "what has queued up at the end of the outage"),
        "drain": ("s", "time until it is worked off"),
        "degraded": ("s", "outage and drain together"),
        "delay": ("s", "delay of the first that was queued"),
        "capacity_for_target": ("?a/s", "capacity that drains it within the target"),
        "longest_outage": ("s", "outage that fills the buffer"),
    },
    limits="constant load, no retries, old work as cheap as new; a daily peak can stop the drain",
    source=LITTLE,
)
def backlog_recovery(load, capacity, outage, drain_target, buffer):
    """At 80% utilisation an hour of outage takes four to work off."""
    guard(both(load > 0, drain_target > 0), "there is load, and some time to work it off")
    backlog = queued(load, 0 * capacity, outage)
    drain = drain_time(backlog, load, capacity)
    return {
        "backlog": backlog,
        "drain": drain,
        "degraded": outage + drain,
        "delay": outage,
        "capacity_for_target": load * (1 + outage / drain_target),
        "longest_outage": buffer / load,
    }
