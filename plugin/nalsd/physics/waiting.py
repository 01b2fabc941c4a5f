"""Waiting and response times of queues.

M/M/1, M/M/c, M/G/1, G/G/c, and the utilisation that a latency allows.
"""

from __future__ import annotations

from nalsd.graph import Citation, absolute, both, exp, formula, guard, log, maximum, solve, sqrt, where
from nalsd.physics.distributions import Value
from nalsd.physics.queueing import ERLANG, blocking, waiting

KLEINROCK = Citation("L. Kleinrock, Queueing Systems, volume 1, Wiley 1975")
POLLACZEK = Citation(
    "F. Pollaczek, 1930; A. Khinchine, 1932; M. Harchol-Balter, Performance Modeling and Design of "
    "Computer Systems, ch. 23",
    "https://www.cs.cmu.edu/~harchol/PerformanceModeling/book.html",
)
WHITT = Citation(
    "W. Whitt, Approximations for the GI/G/m queue, Production and Operations Management 2(2), 1993 "
    "(Allen-Cunneen)",
    "https://doi.org/10.1111/j.1937-5956.1993.tb00094.x",
)
KINGMAN = Citation(
    "J. F. C. Kingman, The single server queue in heavy traffic, 1961",
    "https://doi.org/10.1017/S0305004100036094",
)
SAKASEGAWA = Citation("H. Sakasegawa, An approximation formula L_q = alpha rho^beta / (1 - rho), 1977")
KNEE = (
    Citation(
        "C. Millsap, Thinking clearly about performance, ACM Queue 8(9), 2010",
        "https://queue.acm.org/detail.cfm?id=1854041",
    ),
    Citation("B. Schwartz, The queueing knee", "https://www.xaprb.com/blog/queueing-knee-tangent/"),
)

GROUP_COMMIT = Citation(
    "P. Helland, H. Sammer, J. Lyon, R. Carr, P. Garrett, A. Reuter, Group commit timers and high "
    "volume transaction systems, 1987; "
    "PostgreSQL documentation, WAL configuration (the law follows from batch service of Poisson arrivals)",
    "https://www.postgresql.org/docs/current/wal-configuration.html",
)

NO_LOAD = "without load nothing waits"
NO_STEADY_STATE = "utilisation must stay below 1: the queue has no steady state"
A_QUANTILE = "a quantile lies between 0 and 1"


def exceeds(time: Value, wait: Value, load: Value, servers: Value) -> Value:
    """P(response > time) of M/M/c, the time in mean services.

    The two exponentials stay apart: their ratio overflows once the load passes servers - 1.
    """
    rates_apart = servers - 1 - load
    return where(
        absolute(rates_apart) < 1e-9,
        lambda: exp(-time) * (1 + wait * time),
        lambda: exp(-time) + wait * (exp(-time) - exp(-(servers - load) * time)) / rates_apart,
    )


def _queue(load: Value, servers: Value, quantile: Value) -> None:
    """Limits of a queue in its steady state."""
    guard(load > 0, NO_LOAD)
    guard(load < servers, NO_STEADY_STATE)
    guard(both(quantile > 0, quantile < 1), A_QUANTILE)


@formula(
    "Percentile of the response of M/M/c",
    symbols={
        "waiting_probability": ("1", "share of the arrivals that wait (Erlang C)"),
        "load": ("1", "offered load in erlang"),
        "servers": ("1", "servers that share the queue"),
        "service_time": ("s", "mean service time"),
        "quantile": ("1", "level of the percentile"),
    },
    gives=("s", "percentile of the time in the queue and in service"),
    limits="Poisson arrivals, exponential service, one shared queue, first come first served, steady state",
    source=ERLANG,
)
def response_quantile(waiting_probability, load, servers, service_time, quantile=0.99):
    """Not the percentile of the wait plus that of the service: the law of their sum is solved for the
    time."""
    _queue(load, servers, quantile)
    missed = 1 - quantile
    longest = log(2 / missed) + log(maximum(1, 2 * waiting_probability / missed)) / (servers - load)
    return service_time * solve(lambda t: exceeds(t, waiting_probability, load, servers) - missed, 0, longest)


@formula(
    "Mean response of M/M/c",
    symbols={
        "waiting_probability": ("1", "share of the arrivals that wait (Erlang C)"),
        "load": ("1", "offered load in erlang"),
        "servers": ("1", "servers that share the queue"),
        "service_time": ("s", "mean service time"),
    },
    gives=("s", "mean time in the queue and in service"),
    limits="Poisson arrivals, exponential service, one shared queue, steady state",
    source=ERLANG,
)
def mean_response(waiting_probability, load, servers, service_time):
    """The service, and the wait of those that wait."""
    guard(load < servers, NO_STEADY_STATE)
    return service_time + waiting_probability * service_time / (servers - load)


@formula(
    "M/M/1: one server, exponential service",
    symbols={
        "rate": ("1/s", "arrivals a second"),
        "service_time": ("s", "mean service time"),
        "quantile": ("1", "level of the percentiles"),
    },
    gives={
        "utilisation": ("1", "share of the time the server is busy"),
        "mean_wait": ("s", "mean time in the queue"),
        "mean_response": ("s", "mean time in the queue and in service"),
        "mean_number": ("1", "mean number in the system"),
        "wait_quantile": ("s", "percentile of the time in the queue"),
        "response_quantile": ("s", "percentile of the time in the queue and in service"),
    },
    limits="Poisson arrivals, exponential service, first come first served, steady state: a peak "
    "shorter than "
    "service time / (1 - sqrt(utilisation))^2 does not reach these values",
    source=KLEINROCK,
)
def single_server_queue(rate, service_time, quantile=0.99):
    """The response time is exponential with mean S / (1 - rho)."""
    utilisation = rate * service_time
    guard(utilisation < 1, NO_STEADY_STATE)
    guard(both(quantile > 0, quantile < 1), A_QUANTILE)
    response = service_time / (1 - utilisation)
    return {
        "utilisation": utilisation,
        "mean_wait": utilisation * response,
        "mean_response": response,
        "mean_number": utilisation / (1 - utilisation),
        "wait_quantile": log(maximum(1, utilisation / (1 - quantile))) * response,
        "response_quantile": -log(1 - quantile) * response,
    }


@formula(
    "M/M/c: servers behind one queue, exponential service",
    symbols={
        "rate": ("1/s", "arrivals a second"),
        "service_time": ("s", "mean service time"),
        "servers": ("1", "servers that share the queue"),
        "quantile": ("1", "level of the percentiles"),
    },
    gives={
        "utilisation": ("1", "share of the servers that is busy"),
        "waiting_probability": ("1", "share of the arrivals that wait (Erlang C)"),
        "mean_wait": ("s", "mean time in the queue"),
        "mean_response": ("s", "mean time in the queue and in service"),
        "wait_quantile": ("s", "percentile of the time in the queue"),
        "response_quantile": ("s", "percentile of the time in the queue and in service"),
    },
    limits="Poisson arrivals, exponential service, one shared queue, first come first served, steady state",
    source=ERLANG,
)
def shared_queue(rate, service_time, servers, quantile=0.99):
    """The pieces are formulas of their own: Erlang C, the mean and the percentile of the response."""
    load = rate * service_time
    _queue(load, servers, quantile)
    wait = waiting(load, servers)
    return {
        "utilisation": load / servers,
        "waiting_probability": wait,
        "mean_wait": wait * service_time / (servers - load),
        "mean_response": mean_response(wait, load, servers, service_time),
        "wait_quantile": log(maximum(1, wait / (1 - quantile))) / (servers - load) * service_time,
        "response_quantile": response_quantile(wait, load, servers, service_time, quantile),
    }


@formula(
    "M/G/1: one server, any service law (Pollaczek-Khinchine)",
    symbols={
        "rate": ("1/s", "arrivals a second"),
        "service_time": ("s", "mean service time"),
        "service_variability": (
            "1",
            "squared coefficient of variation of the service time: 0 constant, 1 exponential",
        ),
    },
    gives={
        "utilisation": ("1", "share of the time the server is busy"),
        "mean_wait": ("s", "mean time in the queue"),
        "mean_response": ("s", "mean time in the queue and in service"),
        "mean_queue": ("1", "mean number in the queue"),
    },
    limits="Poisson arrivals, one server, any order that does not look at the size; percentiles "
    "depend on the whole law",
    source=POLLACZEK,
)
def general_service_queue(rate, service_time, service_variability):
    """Constant service halves the wait; a mix of hits and slow misses multiplies it."""
    utilisation = rate * service_time
    guard(utilisation < 1, NO_STEADY_STATE)
    mean_wait = utilisation / (1 - utilisation) * service_time * (1 + service_variability) / 2
    return {
        "utilisation": utilisation,
        "mean_wait": mean_wait,
        "mean_response": mean_wait + service_time,
        "mean_queue": rate * mean_wait,
    }


@formula(
    "G/G/c: any arrivals, any service (Allen-Cunneen)",
    symbols={
        "rate": ("1/s", "arrivals a second"),
        "service_time": ("s", "mean service time"),
        "servers": ("1", "servers that share the queue"),
        "arrival_variability": ("1", "squared coefficient of variation of the times between arrivals"),
        "service_variability": ("1", "squared coefficient of variation of the service time"),
        "quantile": ("1", "level of the percentile"),
    },
    gives={
        "utilisation": ("1", "share of the servers that is busy"),
        "mean_wait": ("s", "mean time in the queue"),
        "wait_quantile": ("s", "percentile of the time in the queue, for an exponential tail"),
    },
    limits="an approximation: within 5% at 90% utilisation and up to 4 servers, 20-30% where at "
    "least three in ten wait, "
    "an order of magnitude below that; bursty arrivals at many servers wait longer than it says",
    source=WHITT,
)
def general_queue(rate, service_time, servers, arrival_variability, service_variability, quantile=0.99):
    """The wait of M/M/c, scaled by the mean variability of arrivals and service."""
    load = rate * service_time
    _queue(load, servers, quantile)
    wait = waiting(load, servers)
    mean_wait = wait * service_time / (servers - load) * (arrival_variability + service_variability) / 2
    return {
        "utilisation": load / servers,
        "mean_wait": mean_wait,
        "wait_quantile": mean_wait / wait * log(maximum(1, wait / (1 - quantile))),
    }


@formula(
    "G/G/c without Erlang C (Sakasegawa)",
    symbols={
        "utilisation": ("1", "share of the servers that is busy"),
        "service_time": ("s", "mean service time"),
        "servers": ("1", "servers that share the queue"),
        "arrival_variability": ("1", "squared coefficient of variation of the times between arrivals"),
        "service_variability": ("1", "squared coefficient of variation of the service time"),
    },
    gives=("s", "mean time in the queue"),
    limits="an approximation, with the limits of Allen-Cunneen's",
    source=SAKASEGAWA,
)
def closed_form_wait(utilisation, service_time, servers, arrival_variability, service_variability):
    """A closed form that needs no sum over servers."""
    guard(utilisation < 1, NO_STEADY_STATE)
    return (
        service_time
        * utilisation ** (sqrt(2 * (servers + 1)) - 1)
        / (servers * (1 - utilisation))
        * (arrival_variability + service_variability)
        / 2
    )


@formula(
    "G/G/1 in heavy traffic (Kingman)",
    symbols={
        "utilisation": ("1", "share of the time the server is busy"),
        "service_time": ("s", "mean service time"),
        "arrival_variability": ("1", "squared coefficient of variation of the times between arrivals"),
        "service_variability": ("1", "squared coefficient of variation of the service time"),
    },
    gives=("s", "mean time in the queue"),
    limits="one server, high utilisation; exact for Poisson arrivals",
    source=KINGMAN,
)
def heavy_traffic_wait(utilisation, service_time, arrival_variability, service_variability):
    """Utilisation, times variability, times service: the VUT equation."""
    guard(utilisation < 1, NO_STEADY_STATE)
    return utilisation / (1 - utilisation) * (arrival_variability + service_variability) / 2 * service_time


@formula(
    "Load that a latency target allows",
    symbols={
        "servers": ("1", "servers that share one queue"),
        "service_time": ("s", "mean service time"),
        "response_limit": ("s", "largest response time at the percentile"),
        "quantile": ("1", "level of the percentile"),
    },
    gives={
        "rate": ("1/s", "largest rate of arrivals that keeps the limit"),
        "utilisation": ("1", "utilisation at that rate"),
    },
    limits="as M/M/c; the limit must exceed the percentile of service alone, else no load keeps it",
    source=ERLANG,
)
def rate_within_response(servers, service_time, response_limit, quantile=0.99):
    """The utilisation target that follows from the objective, instead of a convention."""
    services = response_limit / service_time
    guard(both(quantile > 0, quantile < 1), A_QUANTILE)
    guard(
        services > -log(1 - quantile),
        "service alone takes longer than the limit at that percentile: no load keeps it",
    )
    load = solve(
        lambda a: exceeds(services, waiting(a, servers), a, servers) - (1 - quantile),
        1e-9 * servers,
        (1 - 1e-12) * servers,
    )
    return {"rate": load / service_time, "utilisation": load / servers}


@formula(
    "Knee of the response curve",
    symbols={"servers": ("1", "servers that share one queue")},
    gives=("1", "utilisation at which response time per utilisation is least"),
    limits="M/M/c; a convention, not physics: prefer the utilisation that the latency target allows",
    source=KNEE,
)
def knee_utilisation(servers):
    """Where a line from the origin touches the curve of response over utilisation.

    Sets the slope of (1 + C / (c - a)) / a to zero, with Erlang B's own derivative B (c / a - 1 + B).
    """

    def slope(load: Value) -> Value:
        blocked = blocking(load, servers)
        blocked_growth = servers / load - 1 + blocked
        idle = servers - load * (1 - blocked)
        wait = servers * blocked / idle
        wait_slope = wait * (blocked_growth - (blocked - 1 + load * blocked * blocked_growth) / idle)
        response = 1 + wait / (servers - load)
        return wait_slope / (servers - load) + wait / (servers - load) ** 2 - response / load

    return solve(slope, 0.01 * servers, (1 - 1e-9) * servers) / servers


@formula(
    "Group commit of a log",
    symbols={
        "rate": ("?a/s", "commits a second"),
        "sync": ("s", "time of one flush to the disk (fsync)"),
    },
    gives={
        "batch": ("?a", "mean number of commits in one flush"),
        "flushes": ("1/s", "flushes a second"),
        "utilisation": ("1", "share of the time the disk is flushing"),
        "latency": ("s", "mean time of a commit"),
        "serial_rate": ("1/s", "commits a second when each has a flush of its own"),
        "serial_feasible": ("1", "1 when that would suffice"),
    },
    limits="Poisson commits, constant flush, no deliberate delay, bandwidth of the log not in the "
    "way; the 99th percentile "
    "follows the disk's own",
    source=GROUP_COMMIT,
)
def group_commit(rate, sync):
    """One flush at a time; whatever waits joins the next one."""
    guard(rate * sync > 0, "there are commits, and a flush takes time")
    waiting_each = rate * sync
    batch = waiting_each + exp(-waiting_each)
    return {
        "batch": batch,
        "flushes": rate / batch,
        "utilisation": rate / batch * sync,
        "latency": sync * (exp(-waiting_each) + 1.5 * waiting_each) / batch,
        "serial_rate": 1 / sync,
        "serial_feasible": where(waiting_each < 1, 1, 0),
    }
