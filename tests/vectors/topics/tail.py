"""Tail latency and stages in series: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import latency, tails
from tests.vectors.topic import Topic, call

HEDGE = {
    "fast": "fast_mean_ms ms",
    "slow": "slow_mean_ms ms",
    "slow_share": "slow_prob",
    "hedge_quantile": "hedge_at_quantile",
}

TOPICS: dict[str, Topic] = {
    "tail/fan-out-amplification": Topic(
        {
            "slow": call(tails.fan_out, leaves="n", leaf_slow="p_leaf_slow"),
            "leaf": call(tails.fan_out_budget, leaves="n", root_slow="target_root_slow"),
        },
        {
            "p_root_slow": "slow",
            "required_leaf_p": "leaf.leaf_slow",
            "required_leaf_quantile": "leaf.leaf_quantile",
        },
    ),
    "tail/fan-out-quantile": Topic(
        {
            "deviation": call(tails.lognormal_deviation, p50="leaf_p50_ms ms", p99="leaf_p99_ms ms"),
            "p50": call(
                tails.fan_out_quantile, leaves="n", p50="leaf_p50_ms ms", p99="leaf_p99_ms ms", quantile=0.5
            ),
            "p99": call(
                tails.fan_out_quantile, leaves="n", p50="leaf_p50_ms ms", p99="leaf_p99_ms ms", quantile=0.99
            ),
        },
        {"sigma_ln": "deviation", "root_p50_ms": "p50 ms", "root_p99_ms": "p99 ms"},
    ),
    "tail/hedged-requests": Topic(
        {
            "p99": call(tails.hedged_request, **HEDGE, quantile=0.99),
            "p999": call(tails.hedged_request, **HEDGE, quantile=0.999),
        },
        {
            "hedge_delay_ms": "p99.delay ms",
            "p99_no_hedge_ms": "p99.quantile ms",
            "p999_no_hedge_ms": "p999.quantile ms",
            "p99_hedged_ms": "p99.hedged_quantile ms",
            "p999_hedged_ms": "p999.hedged_quantile ms",
            "extra_requests_frac": "p99.extra_requests",
        },
    ),
    "tail/serial-composition-exponential": Topic(
        {
            "p99": call(
                latency.exponential_stages, stages="stages", stage_mean="stage_mean_ms ms", quantile=0.99
            ),
            "p50": call(
                latency.exponential_stages, stages="stages", stage_mean="stage_mean_ms ms", quantile=0.5
            ),
        },
        {
            "true_p99_ms": "p99.quantile ms",
            "true_p50_ms": "p50.quantile ms",
            "naive_sum_p99_ms": "p99.sum_of_quantiles ms",
            "overestimate_ratio": "p99.overestimate",
        },
    ),
    "tail/serial-composition-lognormal": Topic(
        {
            "p99": call(latency.lognormal_stages, p50="p50_ms ms", p99="p99_ms ms", quantile=0.99),
            "p50": call(latency.lognormal_stages, p50="p50_ms ms", p99="p99_ms ms", quantile=0.5),
            "together": call(latency.stages_slow_together, stages="p99_ms ms"),
            "medians": call(latency.stages_slow_together, stages="p50_ms ms"),
            "ratio": call(latency.overestimate, together="@together", independent="@p99"),
        },
        {
            "true_p99_ms": "p99 ms",
            "true_p50_ms": "p50 ms",
            "naive_sum_p99_ms": "together ms",
            "sum_of_p50_ms": "medians ms",
            "overestimate_ratio": "ratio",
        },
    ),
}
