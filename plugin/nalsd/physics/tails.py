"""Tail latency: fan-out, order statistics and hedged requests."""

from __future__ import annotations

from nalsd.graph import Citation, both, exp, formula, guard, log, maximum, normal_quantile, solve, sum_over
from nalsd.physics.distributions import Value, order_statistic_level

TAIL_AT_SCALE = Citation(
    "J. Dean, L. A. Barroso, The tail at scale, Communications of the ACM 56(2), 2013",
    "https://doi.org/10.1145/2408776.2408794",
)
ORDER_STATISTICS = Citation("H. A. David, H. N. Nagaraja, Order Statistics, Wiley 2003")
LOW_LATENCY = Citation(
    "A. Vulimiri et al., Low latency via redundancy, CoNEXT 2013", "https://arxiv.org/abs/1306.3707"
)

A_SHARE = "a share lies between 0 and 1"


@formula(
    "Slow requests of a fan-out",
    symbols={
        "leaves": ("1", "calls made in parallel, all of them waited for"),
        "leaf_slow": ("1", "share of one leaf's calls that are slow"),
    },
    gives=("1", "share of requests with at least one slow leaf"),
    limits="independent leaves; a pause that many leaves share makes fewer requests slow, but all "
    "of them at once",
    source=TAIL_AT_SCALE,
)
def fan_out(leaves, leaf_slow):
    """A request is as slow as its slowest leaf."""
    guard(both(leaf_slow >= 0, leaf_slow <= 1), A_SHARE)
    return 1 - (1 - leaf_slow) ** leaves


@formula(
    "What a fan-out asks of each leaf",
    symbols={
        "leaves": ("1", "calls made in parallel, all of them waited for"),
        "root_slow": ("1", "share of requests that may be slow"),
    },
    gives={
        "leaf_slow": ("1", "share of one leaf's calls that may be slow"),
        "leaf_quantile": ("1", "percentile of a leaf that has to meet the request's limit"),
    },
    limits="independent leaves",
    source=TAIL_AT_SCALE,
)
def fan_out_budget(leaves, root_slow):
    """The percentile that counts lies the further out the wider the fan-out is."""
    guard(both(root_slow >= 0, root_slow < 1), A_SHARE)
    leaf_quantile = (1 - root_slow) ** (1 / leaves)
    return {"leaf_slow": 1 - leaf_quantile, "leaf_quantile": leaf_quantile}


@formula(
    "Spread of a log-normal latency",
    symbols={"p50": ("s", "median"), "p99": ("s", "99th percentile")},
    gives=("1", "standard deviation of the logarithm"),
    limits="one mode: a second one, of timeouts or retries, makes the tail heavier",
    source=ORDER_STATISTICS,
)
def lognormal_deviation(p50, p99):
    """Two percentiles fix the law."""
    guard(p99 / p50 >= 1, "the 99th percentile is not below the median")
    return log(p99 / p50) / normal_quantile(0.99)


@formula(
    "Percentile of a fan-out with log-normal leaves",
    symbols={
        "leaves": ("1", "calls made in parallel, all of them waited for"),
        "p50": ("s", "median of one leaf"),
        "p99": ("s", "99th percentile of one leaf"),
        "quantile": ("1", "level of the percentile"),
    },
    gives=("s", "percentile of the slowest leaf"),
    limits="independent leaves with one log-normal law; the answer lies far out in the leaf's tail, "
    "where histograms are thin",
    source=(TAIL_AT_SCALE, ORDER_STATISTICS),
)
def fan_out_quantile(leaves, p50, p99, quantile=0.99):
    """The slowest of n stays below t when every leaf does."""
    guard(both(quantile > 0, quantile < 1), A_SHARE)
    deviation = log(p99 / p50) / normal_quantile(0.99)
    return p50 * exp(deviation * normal_quantile(quantile ** (1 / leaves)))


@formula(
    "Latency of the k-th fastest of n",
    symbols={
        "replicas": ("1", "replicas asked in parallel"),
        "needed": ("1", "answers waited for"),
        "mean": ("s", "mean latency of one replica"),
        "quantile": ("1", "level of the percentile"),
    },
    gives={
        "mean": ("s", "mean time until enough have answered"),
        "quantile": ("s", "percentile of that time"),
        "single_quantile": ("s", "the same percentile of one replica"),
    },
    limits="independent replicas with one exponential law; a coordinator adds its own latency in series",
    source=ORDER_STATISTICS,
)
def quorum_latency(replicas, needed, mean, quantile=0.99):
    """Waiting for one takes the fastest, waiting for all takes the slowest."""
    guard(both(needed >= 1, needed <= replicas), "the answers waited for lie between one and the replicas")
    guard(both(quantile > 0, quantile < 1), A_SHARE)
    level = order_statistic_level(needed, replicas, quantile)
    return {
        "mean": mean * sum_over(replicas - needed + 1, replicas, lambda i: 1 / i),
        "quantile": -mean * log(1 - level),
        "single_quantile": -mean * log(1 - quantile),
    }


@formula(
    "Hedged requests",
    symbols={
        "fast": ("s", "mean latency of an ordinary call"),
        "slow": ("s", "mean latency of a slow call"),
        "slow_share": ("1", "share of calls that are slow"),
        "hedge_quantile": ("1", "percentile of the latency after which a second copy is sent"),
        "quantile": ("1", "level of the percentile"),
    },
    gives={
        "delay": ("s", "time after which the second copy is sent"),
        "quantile": ("s", "percentile without hedging"),
        "hedged_quantile": ("s", "percentile with hedging"),
        "extra_requests": ("1", "share of requests that send a second copy"),
    },
    limits="two exponential modes, copies independent of each other and of the load; once queueing "
    "makes calls slow, hedges "
    "without a budget become a retry storm (unstable at 60% utilisation in simulation): cap them at 2-5%",
    source=(TAIL_AT_SCALE, LOW_LATENCY),
)
def hedged_request(fast, slow, slow_share, hedge_quantile=0.95, quantile=0.99):
    """The faster of two copies answers, the second sent after a delay."""
    guard(both(slow_share >= 0, slow_share <= 1), A_SHARE)
    guard(both(quantile > 0, quantile < 1), A_SHARE)
    guard(both(hedge_quantile > 0, hedge_quantile < 1), A_SHARE)
    longer = maximum(fast, slow)

    def exceeds(time: Value) -> Value:
        return (1 - slow_share) * exp(-time / fast) + slow_share * exp(-time / slow)

    def single(level: Value) -> Value:
        return longer * solve(lambda x: exceeds(x * longer) - (1 - level), 0, -log(1 - level) + 1e-9)

    delay = single(hedge_quantile)

    def hedged_exceeds(time: Value) -> Value:
        return exceeds(time) * exceeds(maximum(time - delay, 0 * delay))

    hedged = longer * solve(
        lambda x: hedged_exceeds(x * longer) - (1 - quantile), 0, -log(1 - quantile) + 1e-9
    )
    return {
        "delay": delay,
        "quantile": single(quantile),
        "hedged_quantile": hedged,
        "extra_requests": exceeds(delay),
    }
