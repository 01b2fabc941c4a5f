"""Silent failures: hosts that fail fast, capacity that drifts away, and how long a detector needs."""

from __future__ import annotations

from nalsd.graph import Citation, both, ceil, formula, guard, log, maximum, normal_quantile, sqrt, where
from nalsd.physics.distributions import Value, binomial_at_least, first_whole, one_minus_exp

GRAY_FAILURE = Citation(
    "P. Huang et al., Gray failure: the Achilles' heel of cloud-scale systems, HotOS 2017",
    "https://doi.org/10.1145/3102980.3103005",
)
BINOMIAL_TEST = Citation(
    "J. L. Fleiss, B. Levin, M. C. Paik, Statistical Methods for Rates and Proportions, Wiley 2003, ch. 2",
    "https://doi.org/10.1002/0471445428",
)


@formula(
    "Black hole: hosts that fail fast",
    symbols={
        "hosts": ("1", "hosts behind the balancer"),
        "bad": ("1", "of them, hosts that answer errors"),
        "healthy_time": ("s", "time a healthy host takes"),
        "fail_time": ("s", "time a bad host takes to fail"),
    },
    gives={
        "errors": ("1", "share of requests that fail when the least outstanding host is chosen"),
        "errors_round_robin": ("1", "share of requests that fail in turn"),
        "amplification": ("1", "how many times more that is"),
    },
    limits="equal numbers outstanding at every host; eject hosts by their success rate",
    source=GRAY_FAILURE,
)
def black_hole(hosts, bad, healthy_time, fail_time):
    """The quicker a host fails, the more requests it attracts."""
    guard(both(bad >= 0, bad <= hosts), "no more hosts are bad than there are")
    guard(hosts > 0, "there are hosts")
    guard(both(healthy_time > 0, fail_time > 0), "an answer takes time")
    answers = bad / fail_time + (hosts - bad) / healthy_time
    return {
        "errors": bad / fail_time / answers,
        "errors_round_robin": bad / hosts,
        "amplification": hosts / fail_time / answers,
    }


@formula(
    "Capacity lost before it is noticed",
    symbols={
        "failure_rate": ("1/s", "rate at which a host silently stops serving"),
        "unwatched": ("s", "time without any detection"),
    },
    gives=("1", "share of the hosts that no longer serve at the end"),
    limits="independent hosts",
    source=GRAY_FAILURE,
)
def lost_unnoticed(failure_rate, unwatched):
    """Each host still serves with the probability that it has not failed yet."""
    guard(failure_rate >= 0, "a rate is not negative")
    guard(unwatched >= 0, "a time is not negative")
    return one_minus_exp(failure_rate * unwatched)


@formula(
    "Capacity that is lost silently",
    symbols={
        "failure_rate": ("1/s", "rate at which a host silently stops serving"),
        "detection": ("s", "mean time until it is found and mended"),
        "utilisation": ("1", "utilisation with every host serving"),
        "limit": ("1", "largest utilisation allowed"),
        "unwatched": ("s", "time without any detection"),
    },
    gives={
        "lost": ("1", "mean share of hosts that do not serve"),
        "effective": ("1", "utilisation of those that do"),
        "until_limit": ("s", "time until the limit is passed when nobody looks"),
        "lost_unwatched": ("1", "share of hosts lost after the time without detection"),
        "longest_detection": ("s", "detection time that just keeps the limit"),
    },
    limits="independent hosts; watch served throughput per host against the fleet's median, not the "
    "colour of a health check",
    source=GRAY_FAILURE,
)
def silent_loss(failure_rate, detection, utilisation, limit, unwatched):
    """Hosts that look healthy but serve nothing."""
    guard(both(utilisation > 0, utilisation < limit), "a utilisation above 0, and not yet at the limit")
    guard(failure_rate > 0, "capacity vanishes at some rate")
    down = failure_rate * detection
    lost = down / (1 + down)
    return {
        "lost": lost,
        "effective": utilisation / (1 - lost),
        "until_limit": -log(utilisation / limit) / failure_rate,
        "lost_unwatched": lost_unnoticed(failure_rate, unwatched),
        "longest_detection": (limit / utilisation - 1) / failure_rate,
    }


@formula(
    "Requests that a detector needs, by the normal law",
    symbols={
        "good": ("1", "failure rate of a good version"),
        "bad": ("1", "failure rate that is to be found"),
        "false_alarm": ("1", "probability of an alarm on a good version"),
        "power": ("1", "probability of an alarm on a bad version"),
    },
    gives=("1", "requests to look at"),
    limits="at least ten failures expected of a good version; below that the true false alarms are "
    "several times more",
    source=BINOMIAL_TEST,
)
def detection_samples_normal(good, bad, false_alarm, power):
    """One-sided test of two proportions."""
    guard(bad > good, "a bad version fails more often")
    guard(both(good > 0, bad < 1), "failure rates lie between 0 and 1")
    guard(both(false_alarm > 0, false_alarm < 1), "the chance of a false alarm lies between 0 and 1")
    guard(both(power > 0, power < 1), "the power of a test lies between 0 and 1")
    noise = normal_quantile(1 - false_alarm) * sqrt(good * (1 - good)) + normal_quantile(power) * sqrt(
        bad * (1 - bad)
    )
    return ceil((noise / (bad - good)) ** 2)


@formula(
    "Requests that a detector needs, exactly",
    symbols={
        "good": ("1", "failure rate of a good version"),
        "bad": ("1", "failure rate that is to be found"),
        "false_alarm": ("1", "probability of an alarm on a good version"),
        "power": ("1", "probability of an alarm on a bad version"),
    },
    gives={
        "requests": ("1", "fewest requests to look at"),
        "failures": ("1", "failures among them that raise the alarm"),
    },
    limits="one look at the end: repeated looks need a sequential test; thresholds up to 2,000 failures",
    source=BINOMIAL_TEST,
)
def detection_samples(good, bad, false_alarm, power):
    """Each threshold is silent enough up to some number of requests, and sharp enough from some number on.

    The smallest threshold for which the second does not exceed the first is the answer.
    """
    guard(bad > good, "a bad version fails more often")
    guard(both(good > 0, bad < 1), "failure rates lie between 0 and 1")
    guard(both(false_alarm > 0, power < 1), "no test is certain")
    guard(power > false_alarm, "a bad version raises the alarm more often than a good one")

    def sharp_from(failures: Value) -> Value:
        most = (failures + 40) * 6 / bad
        return first_whole(
            lambda n: binomial_at_least(failures, maximum(n, failures), bad) >= power,
            failures - 1,
            most,
            steps=26,
        )

    def fits(failures: Value) -> Value:
        return (
            where(
                failures < 1,
                0,
                lambda: where(binomial_at_least(failures, sharp_from(failures), good) <= false_alarm, 1, 0),
            )
            > 0
        )

    expected = (normal_quantile(1 - false_alarm) + normal_quantile(power)) ** 2 * (bad / (bad - good)) ** 2
    failures = first_whole(fits, 0, ceil(3 * expected + 40), steps=16)
    return {"requests": sharp_from(failures), "failures": failures}


@formula(
    "Time a detector needs",
    symbols={"requests": ("?a", "requests to look at"), "rate": ("?a/s", "requests a second that it sees")},
    gives=("s", "time until it can decide"),
    source=BINOMIAL_TEST,
)
def detection_time(requests, rate):
    """A small service cannot find small faults quickly."""
    guard(rate > 0, "without requests nothing is found")
    return requests / rate
