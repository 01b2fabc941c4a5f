"""Shared servers.

Erlang's loss and waiting probabilities, staffing for a waiting probability, Little's law.
"""

from __future__ import annotations

import math

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
    minimum,
    normal_quantile,
    solve,
    sqrt,
    sum_over,
    total,
    where,
)
from nalsd.physics.distributions import GAUSS_LEGENDRE, Value, first_whole, poisson_at_most
from nalsd.physics.sources import HALFIN_WHITT, LITTLE

ERLANG = Citation(
    "A. K. Erlang, 1917; M. Harchol-Balter, Performance Modeling and Design of Computer Systems, "
    "Cambridge 2013, ch. 14",
    "https://www.cs.cmu.edu/~harchol/PerformanceModeling/book.html",
)


SUMMED_SERVERS = 64
"""Servers up to which Erlang's sum is added term by term."""

PANELS = 40
"""Panels of the quadrature over Erlang's integral: each at most half a standard deviation wide."""

LARGEST_EXPONENT = 690.0
"""Beyond it exp overflows; a blocking probability below 1e-299 is none."""


def blocking(load: Value, servers: Value) -> Value:
    """Erlang B, (a^c / c!) / sum of a^k / k!, divided through by its numerator so that nothing overflows.

    Few servers are summed. Many are the same as 1 / integral of e^-t (1 + t / a)^c over t > 0 (Fortet), in a
    fixed number of points: relative error below 1e-11.
    """
    return where(
        servers <= SUMMED_SERVERS,
        lambda: _blocking_summed(load, servers),
        lambda: _blocking_integrated(load, servers),
    )


def _blocking_summed(load: Value, servers: Value) -> Value:
    def term(k: Value) -> Value:
        return exp(minimum(LARGEST_EXPONENT, lgamma(servers + 1) - lgamma(k + 1) - (servers - k) * log(load)))

    return 1 / sum_over(0, servers, term, most=SUMMED_SERVERS + 1)


def _blocking_integrated(load: Value, servers: Value) -> Value:
    """From eight standard deviations below the integrand's peak to where it has fallen by e^-35."""
    peak, fall = maximum(servers - load, 0), maximum(1 - servers / load, 0)
    first = maximum(peak - 8 * sqrt(servers), 0)
    last = peak + 91 / (fall + sqrt(fall**2 + 70 * servers / (load + peak) ** 2))
    height = servers * log(1 + peak / load) - peak
    panel = (last - first) / PANELS

    def weighted(j: Value) -> Value:
        middle = first + (j - 0.5) * panel
        return total(
            weight * exp(servers * log(1 + (middle + node * panel / 2) / load)
                         - (middle + node * panel / 2) - height)
            for node, weight in GAUSS_LEGENDRE
        )  # fmt: skip

    area = sum_over(1, PANELS, weighted) * panel / 2
    return exp(-height - log(area))


def waiting(load: Value, servers: Value) -> Value:
    """Erlang C from Erlang B; at or above full load it is 1 or more and means nothing."""
    blocked = blocking(load, servers)
    return servers * blocked / (servers - load * (1 - blocked))


@formula(
    "Offered load",
    symbols={
        "rate": ("1/s", "arrivals a second"),
        "service_time": ("s", "mean time one arrival keeps a server busy"),
    },
    gives=("1", "mean number of busy servers that the arrivals ask for, in erlang"),
    source=LITTLE,
)
def offered_load(rate, service_time):
    """Work that arrives in a second, in seconds of one server."""
    return rate * service_time


@formula(
    "Utilisation of the servers",
    symbols={"load": ("?c", "offered load in erlang"), "servers": ("?c", "servers")},
    gives=("1", "share of the servers that is busy"),
    source=LITTLE,
)
def server_utilisation(load, servers):
    """Busy servers over all servers."""
    return load / servers


@formula(
    "Erlang B: probability that all servers are busy and the arrival is lost",
    symbols={
        "load": ("?c", "offered load in erlang (mean number of busy servers asked for)"),
        "servers": ("?c", "servers"),
    },
    gives=("1", "share of the arrivals that find every server busy"),
    limits="Poisson arrivals, no waiting room; any law of the service time",
    source=ERLANG,
)
def erlang_b(load, servers):
    """Arrivals that find every server busy leave."""
    guard(load > 0, "the offered load must be positive")
    return blocking(load, servers)


@formula(
    "Erlang C: probability that an arrival has to wait",
    symbols={
        "load": ("?c", "offered load in erlang (mean number of busy servers asked for)"),
        "servers": ("?c", "servers that share one queue"),
    },
    gives=("1", "share of the arrivals that wait"),
    limits="Poisson arrivals, exponential service, one shared queue, load below the number of servers; "
    "separate queues per server behave as that many single-server queues and are much worse",
    source=ERLANG,
)
def erlang_c(load, servers):
    """Arrivals that find every server busy wait in one queue."""
    guard(load > 0, "the offered load must be positive")
    guard(servers > load, "the load must stay below the number of servers: the queue has no steady state")
    return waiting(load, servers)


@formula(
    "Quality of service for a waiting probability",
    symbols={"waiting_probability": ("1", "share of the arrivals that may wait")},
    gives=("1", "spare servers in units of the root of the load (beta, or Q of square-root staffing)"),
    limits="exponential service, loads of about 10 and more: square-root staffing is then exact to "
    "one server",
    source=HALFIN_WHITT,
)
def staffing_quality(waiting_probability):
    """Solves 1 / (1 + beta Phi(beta) / phi(beta)) = waiting probability, over the level Phi(beta)."""
    guard(waiting_probability > 0, "some arrivals must be allowed to wait")
    guard(waiting_probability < 1, "a share lies between 0 and 1")

    def asymptotic_wait(level: Value) -> Value:
        beta = normal_quantile(level)
        density = exp(-(beta**2) / 2) / math.sqrt(2 * math.pi)
        return 1 / (1 + beta * level / density)

    return normal_quantile(solve(lambda level: asymptotic_wait(level) - waiting_probability, 0.5, 1 - 1e-15))


@formula(
    "Servers for a waiting probability, exactly",
    symbols={
        "load": ("?c", "offered load in erlang (mean number of busy servers asked for)"),
        "waiting_probability": ("1", "share of the arrivals that may wait"),
    },
    gives=("?c", "fewest servers whose Erlang C is not above that share"),
    limits="as Erlang C",
    source=ERLANG,
)
def servers_for_waiting(load, waiting_probability):
    """Search over Erlang C, which falls with every server."""
    guard(load > 0, "the offered load must be positive")
    guard(waiting_probability > 1e-15, "the share that may wait must be positive")

    def enough(servers: Value) -> Value:
        return (
            where(servers > load, lambda: where(waiting(load, servers) <= waiting_probability, 1, -1), -1) > 0
        )

    return first_whole(enough, floor(load), load + 10 * sqrt(load) + 20)


@formula(
    "Little's law: how many are inside at once",
    symbols={"rate": ("1/s", "arrivals a second"), "time": ("s", "mean time each stays inside")},
    gives=("1", "mean number inside: requests in flight, open connections, busy workers"),
    limits="any stable system, any law and any order; count only what is inside the time that is meant",
    source=LITTLE,
)
def concurrency(rate, time):
    """L = lambda W."""
    return rate * time


@formula(
    "Pool size for a percentile of the number inside",
    symbols={
        "mean": ("1", "mean number inside at once"),
        "quantile": ("1", "share of the time in which the pool must suffice"),
    },
    gives=("1", "smallest pool that suffices for that share of the time"),
    limits="Poisson arrivals and no admission limit (the number inside is then Poisson whatever the "
    "law of the "
    "stay); bursts need a factor of their variance to mean",
    source=LITTLE,
)
def concurrency_quantile(mean, quantile):
    """Smallest k whose Poisson distribution function reaches the quantile."""
    guard(mean > 0, "the mean number inside must be positive")
    guard(both(quantile > 0, quantile < 1), "a quantile lies between 0 and 1")
    return first_whole(lambda k: poisson_at_most(k, mean) >= quantile, -1, mean + 12 * sqrt(mean) + 40)


@formula(
    "Memory of what is inside at once",
    symbols={"number": ("?c", "how many are inside"), "size": ("B/?c", "bytes each holds")},
    gives=("B", "memory they hold together"),
    source=LITTLE,
)
def concurrent_memory(number, size):
    """Connections, requests in flight or sessions, times what each holds."""
    return number * size
