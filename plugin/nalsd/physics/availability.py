"""Availability: series and parallel parts, k of n, regions, dependencies, spares and burn-rate alerts."""

from __future__ import annotations

from nalsd.graph import (
    Citation,
    both,
    exp,
    floor,
    formula,
    guard,
    lgamma,
    log,
    maximum,
    product,
    sum_over,
    total,
)
from nalsd.physics.distributions import Value, binomial_at_least, binomial_at_most, first_whole
from nalsd.physics.sources import ALERTING_ON_SLOS

CALCULUS = Citation(
    "B. Treynor, M. Dahlin, V. Rau, B. Beyer, The calculus of service availability, ACM Queue 15(2), 2017",
    "https://queue.acm.org/detail.cfm?id=3096459",
)
BARLOW_PROSCHAN = Citation(
    "R. E. Barlow, F. Proschan, Statistical Theory of Reliability and Life Testing, 1975"
)
GLOBAL_STORAGE = Citation(
    "D. Ford et al., Availability in globally distributed storage systems, OSDI 2010",
    "https://www.usenix.org/conference/osdi10/availability-globally-distributed-storage-systems",
)
STATIC_STABILITY = Citation(
    "M. Brooker et al., Static stability using availability zones, Amazon Builders' Library",
    "https://aws.amazon.com/builders-library/static-stability-using-availability-zones/",
)

A_SHARE = "an availability lies between 0 and 1"


@formula(
    "Availability of one part",
    symbols={
        "time_to_failure": ("s", "mean time to failure"),
        "time_to_repair": ("s", "mean time to repair, detection and planned work included"),
    },
    gives=("1", "share of the time it is up"),
    source=BARLOW_PROSCHAN,
)
def part_availability(time_to_failure, time_to_repair):
    """Up time over up and down time."""
    return time_to_failure / (time_to_failure + time_to_repair)


@formula(
    "Parts in series",
    symbols={"parts": ("1", "availability of each part", {"many": True})},
    gives={
        "availability": ("1", "share of the time all of them are up"),
        "unavailability": ("1", "share of the time at least one is down"),
    },
    limits="independent failures",
    source=(BARLOW_PROSCHAN, CALCULUS),
)
def series_availability(parts):
    """Everything on the path must be up.

    The downtime adds up part by part, so that many nines keep their digits.
    """
    return {
        "availability": product(parts),
        "unavailability": total((1 - part) * product(parts[:i]) for i, part in enumerate(parts)),
    }


@formula(
    "Parts in parallel",
    symbols={"parts": ("1", "availability of each part", {"many": True})},
    gives=("1", "share of the time at least one is up"),
    limits="independent failures, any one suffices, failover instant and perfect: both are seldom true",
    source=(BARLOW_PROSCHAN, CALCULUS),
)
def parallel_availability(parts):
    """Down only when every part is."""
    return 1 - product(1 - part for part in parts)


@formula(
    "Downtime",
    symbols={
        "unavailability": ("1", "share of the time it is down"),
        "window": ("s", "time over which it is counted"),
    },
    gives={"downtime": ("s", "time down in the window"), "nines": ("1", "decimal nines of the availability")},
    source=CALCULUS,
)
def downtime(unavailability, window):
    """What the nines mean on a clock."""
    guard(unavailability > 0, "what is never down has no number of nines")
    return {"downtime": unavailability * window, "nines": -log(unavailability) / log(10)}


@formula(
    "Parts k of n, each repaired by itself",
    symbols={
        "parts": ("1", "parts"),
        "needed": ("1", "parts that must be up"),
        "availability": ("1", "availability of one part"),
    },
    gives=("1", "share of the time too few are up"),
    limits="independent failures, no failover time; correlated failures dominate in practice",
    source=(BARLOW_PROSCHAN, GLOBAL_STORAGE),
)
def quorum_unavailability(parts, needed, availability):
    """A majority of three is down about 3 u^2 of the time."""
    guard(both(availability > 0, availability < 1), A_SHARE)
    guard(both(needed >= 1, needed <= parts), "the parts needed lie between one and all")
    return binomial_at_most(needed - 1, parts, availability)


@formula(
    "Parts k of n, one repair at a time",
    symbols={
        "parts": ("1", "parts"),
        "needed": ("1", "parts that must be up"),
        "time_to_failure": ("s", "mean time to failure of one part"),
        "time_to_repair": ("s", "mean time to repair one part"),
    },
    gives=("1", "share of the time too few are up"),
    limits="exponential times, independent failures, one repair crew",
    source=(BARLOW_PROSCHAN, GLOBAL_STORAGE),
)
def single_crew_unavailability(parts, needed, time_to_failure, time_to_repair):
    """Birth-death chain over the number of failed parts."""
    guard(both(needed >= 1, needed <= parts), "the parts needed lie between one and all")

    def weight(failed: Value) -> Value:
        return exp(
            lgamma(parts + 1) - lgamma(parts - failed + 1) + failed * log(time_to_repair / time_to_failure)
        )

    return sum_over(parts - needed + 1, parts, weight) / sum_over(0, parts, weight)


@formula(
    "Active-active regions",
    symbols={
        "regions": ("1", "regions"),
        "needed": ("1", "regions that carry the full load"),
        "time_to_failure": ("s", "mean time to failure of a region"),
        "time_to_repair": ("s", "mean time to repair a region"),
        "shared": (
            "1",
            "availability of what all regions share: DNS, global balancer, identity, configuration",
        ),
        "switchover": ("s", "time a failed region's users wait until they are moved"),
    },
    gives={
        "region": ("1", "availability of one region"),
        "too_few": ("1", "share of the time too few regions are up"),
        "switching": ("1", "share of requests lost while users are moved, whatever the number of regions"),
        "availability": ("1", "availability of the whole"),
        "unavailability": ("1", "share of requests that the whole does not serve"),
    },
    limits="independent regions, every failure detected, no lost data; partial capacity counts as down",
    source=(STATIC_STABILITY, CALCULUS),
)
def region_availability(regions, needed, time_to_failure, time_to_repair, shared, switchover):
    """From three regions on the shared parts and the switchover decide."""
    guard(both(needed >= 1, needed <= regions), "the regions needed lie between one and all")
    region = time_to_failure / (time_to_failure + time_to_repair)
    too_few = binomial_at_most(needed - 1, regions, region)
    switching = switchover / (time_to_failure + time_to_repair)
    availability = shared * (1 - too_few) * (1 - switching)
    return {
        "region": region,
        "too_few": too_few,
        "switching": switching,
        "availability": availability,
        "unavailability": 1 - availability,
    }


@formula(
    "Availability that dependencies must have",
    symbols={
        "target": ("1", "availability that is promised"),
        "own_share": ("1", "share of the error budget kept for own failures"),
        "dependencies": ("1", "critical dependencies, each counted once"),
    },
    gives={
        "unavailability": ("1", "unavailability that each dependency may have"),
        "availability": ("1", "availability that each dependency must have"),
        "extra_nine": ("1", "availability by the rule of the extra nine"),
        "with_extra_nine": ("1", "unavailability of the whole when every dependency has the extra nine"),
        "most_extra_nine": ("1", "dependencies with an extra nine that fit into the budget"),
    },
    limits="every outage of a dependency is fully visible; one with a fallback, or hit by a share q "
    "of the requests, counts q",
    source=CALCULUS,
)
def dependency_budget(target, own_share, dependencies):
    """The budget that is left over is shared by the dependencies."""
    guard(both(target >= 0, target < 1), "a target lies between 0 and 1")
    budget = 1 - target
    each = (1 - own_share) * budget / dependencies
    extra_nine = budget / 10
    return {
        "unavailability": each,
        "availability": 1 - each,
        "extra_nine": 1 - extra_nine,
        "with_extra_nine": 1 - (1 - own_share * budget) * (1 - extra_nine) ** dependencies,
        "most_extra_nine": floor(10 * (1 - own_share)),
    }


@formula(
    "Burn rate",
    symbols={
        "target": ("1", "availability that is promised"),
        "error_rate": ("1", "share of requests that fail"),
    },
    gives=("1", "how many times faster than allowed the budget burns"),
    limits="enough traffic: at 10 requests an hour one failure is a burn rate of 1000 on a 99.9% target",
    source=ALERTING_ON_SLOS,
)
def burn_rate(target, error_rate):
    """At a burn rate of 1 the budget lasts exactly for the window."""
    guard(target < 1, "a target of 100% leaves no budget")
    return error_rate / (1 - target)


@formula(
    "Budget an alert spends at its threshold",
    symbols={
        "window": ("s", "window of the objective"),
        "threshold": ("1", "burn rate at which the alert fires"),
        "long_window": ("s", "long window of the alert"),
    },
    gives=("1", "share of the budget spent when the alert fires at its threshold"),
    source=ALERTING_ON_SLOS,
)
def alert_budget(window, threshold, long_window):
    """14.4 over an hour is 2% of a 30-day budget."""
    return threshold * long_window / window


@formula(
    "Multi-window burn-rate alert",
    symbols={
        "target": ("1", "availability that is promised"),
        "window": ("s", "window of the objective"),
        "threshold": ("1", "burn rate at which the alert fires"),
        "long_window": ("s", "long window of the alert"),
        "short_window": ("s", "short window of the alert"),
        "error_rate": ("1", "share of requests that fail"),
    },
    gives={
        "detection": ("s", "time from the first errors to the alert"),
        "budget_spent": ("1", "share of the budget spent by then"),
        "reset": ("s", "time from the last errors until the alert is silent"),
        "exhaustion": ("s", "time until the whole budget is spent"),
    },
    limits="a constant error rate from a clean start, above the alert's threshold",
    source=ALERTING_ON_SLOS,
)
def burn_rate_alert(target, window, threshold, long_window, short_window, error_rate):
    """Fires when both windows' averages exceed the threshold."""
    budget = 1 - target
    firing = threshold * budget
    guard(target < 1, "a target of 100% leaves no budget")
    guard(error_rate > firing, "the error rate stays below the threshold: this alert never fires")
    detection = maximum(long_window, short_window) * firing / error_rate
    return {
        "detection": detection,
        "budget_spent": error_rate * detection / (budget * window),
        "reset": short_window * (1 - firing / error_rate),
        "exhaustion": window * budget / error_rate,
    }


@formula(
    "Spares for an availability target",
    symbols={
        "needed": ("?n", "nodes that must be up"),
        "node_availability": ("1", "availability of one node, deployments included"),
        "target": ("1", "share of the time enough must be up"),
    },
    gives={
        "nodes": ("?n", "fewest nodes that reach the target"),
        "spares": ("?n", "of them, nodes beyond those needed"),
        "achieved": ("1", "share of the time enough are up"),
        "with_one_less": ("1", "the same with one node fewer"),
    },
    limits="independent nodes, each up at least half of the time",
    source=BARLOW_PROSCHAN,
)
def spares_for_target(needed, node_availability, target):
    """Smallest fleet of which enough are up often enough."""
    guard(
        both(node_availability >= 0.5, node_availability < 1),
        "a node is up at least half of the time, and never always",
    )
    guard(both(target > 0, target < 1), "a target lies between 0 and 1")

    def enough(nodes: Value) -> Value:
        return binomial_at_least(needed, nodes, node_availability)

    nodes = first_whole(lambda n: enough(n) >= target, needed - 1, 3 * needed + 100)
    return {
        "nodes": nodes,
        "spares": nodes - needed,
        "achieved": enough(nodes),
        "with_one_less": enough(nodes - 1),
    }
