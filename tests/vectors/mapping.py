"""Which formula answers which topic of a file of vectors: one table, from a topic's keys to symbols and back.

An input is `"key"` or `"key unit"` (its number is then in that unit), `"@call.output"` (what an earlier call gave), a
number, or a function of the converted inputs. A result is `"call.output"` or `"call.output unit"`; a formula with one
value gives `call`, and `"1 - call"` is the complement of a share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nalsd.graph import Formula
from nalsd.physics import (
    availability,
    blast_radius,
    caching,
    compute,
    detection,
    durability,
    engines,
    failover,
    geography,
    hashing,
    latency,
    overload,
    queueing,
    quorum,
    retries,
    skew,
    slo,
    tails,
    transport,
    waiting,
)

Source = str | float | Callable[[Mapping[str, Any]], Any]

DAY = 86400.0
YEAR = 365 * DAY


@dataclass(frozen=True)
class Call:
    """One formula, and where each of its symbols comes from."""

    formula: Formula
    inputs: dict[str, Source]


@dataclass(frozen=True)
class Topic:
    """The calls of a topic, by a name of their own, and the result that each expected key is held against."""

    calls: dict[str, Call]
    gives: dict[str, str]


def call(formula: Formula, **inputs: Source) -> Call:
    """A call of a formula."""
    return Call(formula, inputs)


def inverse(key: str) -> Callable[[Mapping[str, Any]], float]:
    """A mean time from a rate."""
    return lambda inputs: 1 / inputs[key]


def item(key: str, index: int) -> Callable[[Mapping[str, Any]], float]:
    """One of a list."""
    return lambda inputs: inputs[key][index]


ZIPF = {"objects": "objects", "skew": "zipf_alpha"}

CACHING = {
    "caching/che-lru": Topic(
        {
            "time": call(caching.characteristic_time, **ZIPF, cached="cache_objects"),
            "hit": call(caching.hit_ratio, **ZIPF, cached="cache_objects"),
            "hundredth": call(caching.object_hit_ratio, **ZIPF, cached="cache_objects", rank=100),
        },
        {
            "characteristic_time_requests": "time",
            "hit_ratio": "hit",
            "hit_prob_rank100": "hundredth",
            "miss_ratio": "1 - hit",
        },
    ),
    "caching/ram-for-hit-ratio": Topic(
        {
            "cache": call(
                caching.cache_for_hit_ratio,
                **ZIPF,
                target="target_hit",
                size="object_bytes B",
                overhead="overhead_bytes B",
            )
        },
        {"cache_objects": "cache.cached", "fraction_of_catalogue": "cache.share", "ram_bytes": "cache.memory B"},
    ),
    "caching/read-iops-after-cache": Topic(
        {
            "hit": call(caching.hit_ratio, **ZIPF, cached="cache_objects"),
            "reads": call(
                caching.reads_behind_cache, reads="reads_per_s", hit_ratio="@hit", ios="ios_per_miss"
            ),
            "latency": call(caching.latency_through_cache, hit_ratio="@hit", hit="hit_ms ms", miss="miss_ms ms"),
        },
        {
            "hit_ratio": "hit",
            "backend_iops": "reads.backend",
            "cold_cache_iops": "reads.cold",
            "cold_over_warm": "reads.cold_over_warm",
            "iops_if_hit_drops_1pt": "reads.one_point_less",
            "mean_latency_ms": "latency ms",
        },
    ),
    "caching/ttl-hit-ratio": Topic(
        {"cache": call(caching.ttl_cache, **ZIPF, rate="reads_per_s", ttl="ttl_s")},
        {"hit_ratio": "cache.hit_ratio", "origin_rps": "cache.origin", "mean_objects_cached": "cache.held"},
    ),
    "caching/cold-start-warmup": Topic(
        {"start": call(caching.cold_start, **ZIPF, cached="cache_objects", rate="reads_per_s")},
        {
            "warmup_requests": "start.requests",
            "warmup_s": "start.time",
            "mean_hit_ratio_during_warmup": "start.mean_hit_ratio",
            "extra_backend_reads": "start.extra",
        },
    ),
}

QUEUEING = {
    "queueing/mm1": Topic(
        {"queue": call(waiting.single_server_queue, rate="lambda_per_s", service_time=inverse("mu_per_s"))},
        {
            "rho": "queue.utilisation",
            "wq_mean_s": "queue.mean_wait",
            "w_mean_s": "queue.mean_response",
            "l_mean": "queue.mean_number",
            "p99_wait_s": "queue.wait_quantile",
            "p99_sojourn_s": "queue.response_quantile",
        },
    ),
    "queueing/mmc-erlang-c": Topic(
        {"queue": call(waiting.shared_queue, rate="lambda_per_s", service_time=inverse("mu_per_s"), servers="c")},
        {
            "rho": "queue.utilisation",
            "erlang_c": "queue.waiting_probability",
            "wq_mean_s": "queue.mean_wait",
            "w_mean_s": "queue.mean_response",
            "p99_wait_s": "queue.wait_quantile",
            "p99_sojourn_s": "queue.response_quantile",
        },
    ),
    "queueing/mg1-pollaczek-khinchine": Topic(
        {
            "queue": call(
                waiting.general_service_queue,
                rate="lambda_per_s",
                service_time="service_mean_s",
                service_variability="service_scv",
            )
        },
        {
            "rho": "queue.utilisation",
            "wq_mean_s": "queue.mean_wait",
            "w_mean_s": "queue.mean_response",
            "lq_mean": "queue.mean_queue",
        },
    ),
    "queueing/ggc-allen-cunneen": Topic(
        {
            "queue": call(
                waiting.general_queue,
                rate="lambda_per_s",
                service_time="service_mean_s",
                servers="c",
                arrival_variability="ca2",
                service_variability="cs2",
            ),
            "sakasegawa": call(
                waiting.closed_form_wait,
                utilisation="@queue.utilisation",
                service_time="service_mean_s",
                servers="c",
                arrival_variability="ca2",
                service_variability="cs2",
            ),
            "kingman": call(
                waiting.heavy_traffic_wait,
                utilisation="@queue.utilisation",
                service_time="service_mean_s",
                arrival_variability="ca2",
                service_variability="cs2",
            ),
        },
        {
            "rho": "queue.utilisation",
            "wq_allen_cunneen_s": "queue.mean_wait",
            "wq_sakasegawa_s": "sakasegawa",
            "wq_kingman_s": "kingman",
            "p99_wait_expo_tail_s": "queue.wait_quantile",
        },
    ),
    "queueing/square-root-staffing": Topic(
        {
            "quality": call(queueing.staffing_quality, waiting_probability="target_p_wait"),
            "staffing": call(compute.square_root_staffing, busy="offered_load_erlangs", quality="@quality"),
            "exact": call(
                queueing.servers_for_waiting, load="offered_load_erlangs", waiting_probability="target_p_wait"
            ),
            "wait": call(queueing.erlang_c, load="offered_load_erlangs", servers="@staffing"),
            "utilisation": call(queueing.server_utilisation, load="offered_load_erlangs", servers="@exact"),
        },
        {
            "beta": "quality",
            "c_halfin_whitt": "staffing",
            "c_exact": "exact",
            "p_wait_at_c_halfin_whitt": "wait",
            "rho_at_c_exact": "utilisation",
        },
    ),
    "queueing/universal-scalability-law": Topic(
        {
            "law": call(compute.usl, one="x1_per_s", contention="alpha", coherency="beta", n="n"),
            "best": call(compute.usl_best, one="x1_per_s", contention="alpha", coherency="beta"),
        },
        {
            "x_n_per_s": "law.throughput",
            "efficiency_n": "law.efficiency",
            "n_star": "best.turning_point",
            "n_best_int": "best.best",
            "x_max_per_s": "best.throughput",
        },
    ),
    "queueing/utilisation-knee-and-slo-headroom": Topic(
        {
            "limit": call(
                waiting.rate_within_response,
                servers="c",
                service_time=inverse("mu_per_s"),
                response_limit="p99_slo_s",
            ),
            "knee": call(waiting.knee_utilisation, servers="c"),
        },
        {
            "max_lambda_per_s": "limit.rate",
            "max_rho": "limit.utilisation",
            "knee_rho_min_r_over_rho": "knee",
        },
    ),
    "queueing/littles-law-concurrency": Topic(
        {
            "mean": call(queueing.concurrency, rate="rate_per_s", time="hold_mean_s"),
            "level": call(queueing.concurrency_quantile, mean="@mean", quantile="quantile"),
            "memory": call(queueing.concurrent_memory, number="@mean", size="bytes_per_unit"),
            "level_memory": call(queueing.concurrent_memory, number="@level", size="bytes_per_unit"),
        },
        {
            "concurrency_mean": "mean",
            "concurrency_q": "level",
            "memory_mean_bytes": "memory",
            "memory_q_bytes": "level_memory",
        },
    ),
}

HEDGE = {
    "fast": "fast_mean_ms ms",
    "slow": "slow_mean_ms ms",
    "slow_share": "slow_prob",
    "hedge_quantile": "hedge_at_quantile",
}

TAIL = {
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
            "p50": call(latency.exponential_stages, stages="stages", stage_mean="stage_mean_ms ms", quantile=0.5),
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

PART = {"time_to_failure": "mttf_h h", "time_to_repair": "mttr_h h"}

AVAILABILITY = {
    "availability/series-parallel": Topic(
        {
            "whole": call(
                availability.series_availability,
                parts=lambda inputs: [
                    *inputs["series"],
                    *(availability.parallel_availability(group) for group in inputs["parallel_groups"]),
                ],
            ),
            "down": call(availability.downtime, unavailability="@whole.unavailability", window=YEAR),
        },
        {
            "availability": "whole.availability",
            "unavailability": "whole.unavailability",
            "downtime_min_per_year": "down.downtime min",
            "nines": "down.nines",
        },
    ),
    "availability/k-of-n-quorum": Topic(
        {
            "node": call(availability.part_availability, **PART),
            "group": call(availability.quorum_unavailability, parts="n", needed="k", availability="@node"),
            "down": call(availability.downtime, unavailability="@group", window=YEAR),
            "crew": call(availability.single_crew_unavailability, parts="n", needed="k", **PART),
        },
        {
            "node_availability": "node",
            "u_independent_repair": "group",
            "availability": "1 - group",
            "downtime_min_per_year": "down.downtime min",
            "u_single_crew": "crew",
        },
    ),
    "availability/active-active-regions": Topic(
        {
            "regions": call(
                availability.region_availability,
                regions="regions",
                needed="min_regions",
                time_to_failure="region_mttf_h h",
                time_to_repair="region_mttr_h h",
                shared="shared_availability",
                switchover="switchover_min min",
            ),
            "down": call(availability.downtime, unavailability="@regions.unavailability", window=YEAR),
        },
        {
            "region_availability": "regions.region",
            "u_capacity": "regions.too_few",
            "u_switchover": "regions.switching",
            "availability": "regions.availability",
            "downtime_min_per_year": "down.downtime min",
        },
    ),
    "availability/dependency-budget": Topic(
        {
            "budget": call(
                availability.dependency_budget,
                target="target",
                own_share="own_share_of_budget",
                dependencies="n_critical_deps",
            )
        },
        {
            "dep_unavailability_budget": "budget.unavailability",
            "dep_availability_min": "budget.availability",
            "extra9_dep_availability": "budget.extra_nine",
            "unavailability_with_extra9_deps": "budget.with_extra_nine",
            "max_extra9_deps": "budget.most_extra_nine",
        },
    ),
    "availability/error-budget": Topic(
        {
            "time": call(slo.error_budget_time, target="slo", window="window_days d"),
            "requests": call(
                slo.error_budget_requests, target="slo", window="window_days d", rate="requests_per_s"
            ),
            "outages": call(slo.outages_in_budget, budget="@time", outage=600.0),
        },
        {
            "budget_s": "time",
            "budget_min": "time min",
            "budget_requests": "requests",
            "max_full_outages_of_10min": "outages",
        },
    ),
    "availability/multiwindow-burn-rate": Topic(
        {
            "alert": call(
                availability.burn_rate_alert,
                target="slo",
                window="window_days d",
                threshold="burn_threshold",
                long_window="long_min min",
                short_window="short_min min",
                error_rate="error_rate",
            )
        },
        {
            "burn_rate": "alert.burn_rate",
            "budget_fraction_at_threshold": "alert.budget_at_threshold",
            "detection_min": "alert.detection min",
            "budget_used_at_detection": "alert.budget_spent",
            "reset_min": "alert.reset min",
            "time_to_exhaustion_h": "alert.exhaustion h",
        },
    ),
}

DURABILITY = {
    "durability/mttdl-replication": Topic(
        {
            "loss": call(
                durability.time_to_data_loss,
                shards="replicas",
                tolerated=lambda inputs: inputs["replicas"] - 1,
                repair="repair",
                **PART,
            ),
            "approximate": call(durability.replica_loss_time, copies="replicas", repair="repair", **PART),
            "year": call(durability.annual_loss, time_to_loss="@loss", year=YEAR),
        },
        {
            "mttdl_h": "loss h",
            "mttdl_approx_h": "approximate h",
            "p_loss_year": "year.probability",
            "nines_year": "year.nines",
        },
    ),
    "durability/mttdl-erasure-code": Topic(
        {
            "loss": call(
                durability.time_to_data_loss,
                shards=lambda inputs: inputs["k"] + inputs["m"],
                tolerated="m",
                repair="repair",
                **PART,
            ),
            "year": call(durability.annual_loss, time_to_loss="@loss", year=YEAR, groups="groups"),
            "overhead": call(durability.erasure_overhead, data="k", parity="m"),
        },
        {
            "mttdl_h": "loss h",
            "p_loss_year": "year.probability",
            "storage_overhead": "overhead",
            "loss_per_year_for_groups": "year.losses",
        },
    ),
    "durability/windowed-binomial-backblaze": Topic(
        {
            "windows": call(
                durability.windowed_durability,
                data="data_shards",
                parity="parity_shards",
                failure_rate=lambda inputs: inputs["annual_failure_rate"] / YEAR,
                window="repair_days d",
                year=YEAR,
            )
        },
        {
            "p_shard_in_window": "windows.shard_loss",
            "p_loss_window": "windows.window_loss",
            "annual_loss": "windows.annual_loss",
            "nines": "windows.nines",
            "log10_loss": "windows.exponent",
        },
    ),
    "durability/copysets": Topic(
        {
            "sets": call(
                durability.copyset_loss,
                nodes="nodes",
                replicas="replicas",
                scatter_width="scatter_width",
                failed="failed_nodes",
            )
        },
        {
            "p_copyset_dead": "sets.one_copyset",
            "copysets_random": "sets.sets_random",
            "copysets_copyset": "sets.sets_copyset",
            "p_loss_random": "sets.loss_random",
            "p_loss_copyset": "sets.loss_copyset",
        },
    ),
    "durability/correlated-failure-beta-factor": Topic(
        {
            "loss": call(
                durability.common_cause_loss, copies="replicas", failure="p_fail_window", common_share="beta"
            )
        },
        {
            "p_all_lost": "loss.loss",
            "p_all_lost_if_independent": "loss.independent_loss",
            "ratio": "loss.ratio",
            "replicas_equivalent": "loss.equivalent_copies",
        },
    ),
}

COMMIT = {"local": "local_commit_ms ms", "followers": "follower_rtt_ms ms"}

REPLICATION = {
    "replication/quorum-overlap": Topic(
        {"quorum": call(quorum.quorum_overlap, replicas="n", read="r", write="w", versions="k_versions")},
        {
            "strict": "quorum.strict",
            "min_overlap": "quorum.overlap",
            "p_stale_immediately": "quorum.stale",
            "p_staler_than_k_versions": "quorum.staler",
            "write_failures_tolerated": "quorum.write_failures",
            "read_failures_tolerated": "quorum.read_failures",
        },
    ),
    "replication/kth-fastest-replica": Topic(
        {
            "p99": call(tails.quorum_latency, replicas="n", needed="k", mean="mean_ms ms", quantile=0.99),
            "p50": call(tails.quorum_latency, replicas="n", needed="k", mean="mean_ms ms", quantile=0.5),
        },
        {
            "mean_kth_ms": "p99.mean ms",
            "p50_kth_ms": "p50.quantile ms",
            "p99_kth_ms": "p99.quantile ms",
            "p99_single_ms": "p99.single_quantile ms",
        },
    ),
    "replication/cross-region-commit": Topic(
        {
            "majority": call(quorum.majority, replicas="replicas"),
            "commit": call(quorum.majority_commit, **COMMIT),
            "p50": call(quorum.majority_commit_quantile, **COMMIT, jitter="jitter_mean_ms ms", quantile=0.5),
            "p99": call(quorum.majority_commit_quantile, **COMMIT, jitter="jitter_mean_ms ms", quantile=0.99),
        },
        {
            "quorum_size": "majority",
            "commit_no_jitter_ms": "commit.latency ms",
            "commit_p50_ms": "p50 ms",
            "commit_p99_ms": "p99 ms",
            "one_region_lost_commit_ms": "commit.after_loss ms",
            "max_serial_commits_per_s": "commit.serial_rate",
        },
    ),
    "replication/pacelc-sync-vs-async": Topic(
        {
            "lost": call(quorum.asynchronous_loss, rate="writes_per_s", lag="async_lag_s", size="bytes_per_write"),
            "sync": call(quorum.synchronous_commit, local="local_commit_ms ms", round_trip="sync_rtt_ms ms"),
            "in_flight": call(queueing.concurrency, rate="writes_per_s", time="@sync.commit"),
        },
        {
            "rpo_writes_mean": "lost.writes",
            "rpo_seconds": "lost.recovery_point",
            "rpo_bytes_mean": "lost.bytes",
            "sync_commit_ms": "sync.commit ms",
            "async_commit_ms": "sync.asynchronous ms",
            "sync_inflight": "in_flight",
            "latency_cost_ratio": "sync.ratio",
        },
    ),
}

NETWORK = {
    "network/rtt-great-circle": Topic(
        {
            "distance": call(
                geography.great_circle,
                from_latitude=item("from_latlon_deg", 0),
                from_longitude=item("from_latlon_deg", 1),
                to_latitude=item("to_latlon_deg", 0),
                to_longitude=item("to_latlon_deg", 1),
            ),
            "floor": call(geography.rtt_floor, distance="@distance", index="refractive_index"),
            "estimate": call(geography.rtt_estimate, floor="@floor", inflation="route_inflation", fixed=0.0),
            "one_way": call(geography.one_way, round_trip="@estimate"),
        },
        {
            "distance_km": "distance km",
            "rtt_floor_ms": "floor ms",
            "rtt_est_ms": "estimate ms",
            "one_way_est_ms": "one_way ms",
        },
    ),
    "network/handshakes-and-slow-start": Topic(
        {
            "connection": call(
                transport.connection_time,
                handshake="handshake",
                round_trip="rtt_ms ms",
                server_time="server_ms ms",
                response="response_bytes",
                segment="mss_bytes",
                initial_window="iw_segments",
            )
        },
        {
            "handshake_rtts": "connection.handshake_round_trips",
            "ttfb_ms": "connection.first_byte ms",
            "slow_start_rounds": "connection.rounds",
            "total_ms": "connection.total ms",
            "warm_connection_total_ms": "connection.warm ms",
        },
    ),
    "network/bandwidth-delay-product": Topic(
        {
            "path": call(
                transport.window_throughput,
                bandwidth="bandwidth_bps bps",
                round_trip="rtt_ms ms",
                window="window_bytes",
                transfer="transfer_bytes",
            )
        },
        {
            "bdp_bytes": "path.in_flight",
            "throughput_bps": "path.throughput bps",
            "utilisation": "path.utilisation",
            "streams_to_fill": "path.streams",
            "transfer_s": "path.time",
        },
    ),
    "network/mathis-loss-throughput": Topic(
        {
            "stream": call(
                transport.loss_limited_throughput,
                segment="mss_bytes",
                round_trip="rtt_ms ms",
                loss="loss",
                packets_per_ack="acked_per_ack",
                target="target_bps bps",
            )
        },
        {
            "c_const": "stream.constant",
            "throughput_bps": "stream.throughput bps",
            "mean_window_segments": "stream.window",
            "loss_for_bandwidth": "stream.loss_for_target",
        },
    ),
}

SKEW = {
    "skew/zipf-hot-key": Topic(
        {
            "head": call(skew.zipf_head, keys="keys", exponent="alpha", share=0.8),
            "hot": call(skew.hot_key_rate, rate="total_rps", share="@head.first"),
        },
        {
            "top1_share": "head.first",
            "top10_share": "head.first_ten",
            "top1pct_share": "head.first_percent",
            "keys_for_80pct": "head.keys_for_share",
            "hot_key_rps": "hot",
        },
    ),
    "skew/hottest-shard-zipf": Topic(
        {"shard": call(skew.hottest_shard, keys="keys", exponent="alpha", shards="shards")},
        {
            "hot_key_share": "shard.hot_key",
            "mean_load_of_hot_key_shard": "shard.load",
            "imbalance": "shard.imbalance",
            "sd_load_of_hot_key_shard": "shard.deviation",
            "max_useful_shards": "shard.useful_shards",
        },
    ),
    "skew/salting-factor": Topic(
        {
            "salt": call(
                skew.salting,
                rate="total_writes_per_s",
                hot_share="hot_key_share",
                shard_limit="shard_limit_per_s",
                utilisation="max_utilisation",
                shards="shards",
            )
        },
        {
            "salt_factor": "salt.salt",
            "rate_per_salted_key": "salt.sub_key_rate",
            "read_fanout": "salt.salt",
            "p_no_collision_random_hash": "salt.no_collision",
            "hot_shard_rate_before": "salt.before",
            "hot_shard_rate_after_if_spread": "salt.after",
            "expected_distinct_shards": "salt.distinct_shards",
        },
    ),
    "skew/consistent-hashing-vnodes": Topic(
        {
            "ring": call(hashing.ring_imbalance, nodes="nodes", virtual_nodes="vnodes"),
            "p50": call(hashing.ring_imbalance_quantile, nodes="nodes", virtual_nodes="vnodes", quantile=0.5),
            "p99": call(hashing.ring_imbalance_quantile, nodes="nodes", virtual_nodes="vnodes", quantile=0.99),
        },
        {
            "cv_of_node_share": "ring.variation",
            "mean_max_over_mean": "ring.mean_largest",
            "median_max_over_mean": "p50",
            "p99_max_over_mean": "p99",
        },
    ),
    "skew/balls-into-bins": Topic(
        {"bins": call(hashing.fullest_bin, balls="balls", bins="bins")},
        {
            "mean": "bins.mean",
            "raab_steger_leading": "bins.leading",
            "expected_max_poissonised": "bins.expected_largest",
            "median_max_poissonised": "bins.median_largest",
        },
    ),
    "skew/power-of-two-choices": Topic(
        {"choices": call(hashing.several_choices, utilisation="utilisation", choices="choices")},
        {
            "mean_sojourn_service_units": "choices.mean_response",
            "random_mean_sojourn": "choices.random_response",
            "speedup": "choices.speedup",
            "p_queue_ge_3": "choices.queue_of_three",
            "p_queue_ge_5": "choices.queue_of_five",
        },
    ),
}

ENGINES = {
    "lsm/textbook-leveled-vs-tiered": Topic(
        {
            "tree": call(engines.lsm_textbook, size_ratio="size_ratio", levels="levels", logged="wal"),
            "ingest": call(engines.ingest_limit, disk="disk_mb_s MB/s", amplification="@tree.write"),
        },
        {
            "wa_per_level": "tree.per_level",
            "wa_total": "tree.write",
            "wa_tiered_total": "tree.write_tiered",
            "runs_leveled": "tree.runs",
            "runs_tiered_max": "tree.runs_tiered",
            "space_amp_leveled": "tree.space",
            "space_amp_tiered_max": "tree.space_tiered",
            "max_ingest_mb_s": "ingest MB/s",
        },
    ),
    "lsm/rocksdb-partial-leveled": Topic(
        {
            "tree": call(
                engines.lsm_partial,
                data="data_gb GB",
                buffered="l0_gb GB",
                first="l1_gb GB",
                size_ratio="size_ratio",
                logged="wal",
            ),
            "ingest": call(engines.ingest_limit, disk="disk_write_mb_s MB/s", amplification="@tree.write"),
        },
        {
            "levels": "tree.levels",
            "last_level_ratio": "tree.last_ratio",
            "wa_typical": "tree.write",
            "wa_upper": "tree.write_most",
            "max_ingest_mb_s_typical": "ingest MB/s",
        },
    ),
    "lsm/bloom-read-amplification-monkey": Topic(
        {
            "filter": call(engines.bloom, bits="bits_per_key", size_ratio="size_ratio", levels="levels"),
            "memory": call(engines.bloom_memory, bits="bits_per_key bit", keys=1e6),
        },
        {
            "hashes": "filter.hashes",
            "fpr": "filter.false_positives",
            "fpr_ideal": "filter.false_positives_ideal",
            "absent_lookup_ios_uniform": "filter.absent_reads",
            "absent_lookup_ios_uniform_ideal": "filter.absent_reads_ideal",
            "absent_lookup_ios_monkey": "filter.absent_reads_monkey",
            "filter_mb_per_million_keys": "memory MB",
        },
    ),
    "lsm/wal-group-commit": Topic(
        {"commit": call(waiting.group_commit, rate="commits_per_s", sync="fsync_ms ms")},
        {
            "mean_batch": "commit.batch",
            "fsyncs_per_s": "commit.flushes",
            "disk_utilisation": "commit.utilisation",
            "mean_commit_latency_ms": "commit.latency ms",
            "serial_max_commits_per_s": "commit.serial_rate",
            "serial_feasible": "commit.serial_feasible",
        },
    ),
    "lsm/btree-write-amplification": Topic(
        {
            "tree": call(
                engines.btree,
                page="page_bytes",
                row="row_bytes",
                updates="updates_per_s",
                checkpoint="checkpoint_s",
                pages="pages",
                record="wal_record_bytes",
                full_pages="full_page_writes",
            )
        },
        {
            "distinct_dirty_pages": "tree.dirty",
            "wa_pages": "tree.pages_write",
            "wa_total": "tree.write",
            "page_write_iops": "tree.page_writes",
            "wal_mb_per_s": "tree.log_rate MB/s",
            "wa_worst_one_row_per_page": "tree.worst",
        },
    ),
}

STRESS = {
    "stress/retry-amplification": Topic(
        {
            "retries": call(
                retries.retry_amplification, retries="max_retries", layers="layers", failure="p_attempt_fails"
            )
        },
        {
            "worst_amplification": "retries.worst",
            "expected_amplification": "retries.expected",
            "p_user_failure": "retries.user_failure",
            "single_layer_amplification": "retries.single_layer",
        },
    ),
    "stress/retry-budget": Topic(
        {
            "budget": call(
                retries.retry_budget,
                retries="max_retries",
                budget="budget_ratio",
                failure="p_attempt_fails",
                layers="layers",
            )
        },
        {
            "unbudgeted_layer_factor": "budget.layer",
            "budgeted_layer_factor": "budget.layer_budgeted",
            "worst_stack_unbudgeted": "budget.worst",
            "worst_stack_budgeted": "budget.worst_budgeted",
        },
    ),
    "stress/metastable-retry-storm": Topic(
        {
            "storm": call(
                retries.retry_storm,
                load="load_per_s",
                capacity="capacity_per_s",
                retries="max_retries",
                timeout="timeout_s",
            )
        },
        {
            "amplification": "storm.amplification",
            "stable_below_per_s": "storm.stable_below",
            "vulnerable": "storm.vulnerable",
            "offered_when_collapsed_per_s": "storm.offered",
            "recovers_without_action": "storm.recovers",
            "min_shed_fraction_to_recover": "storm.shed",
            "max_safe_queue_len": "storm.safe_queue",
        },
    ),
    "stress/load-shedding-bounded-queue": Topic(
        {
            "queue": call(
                overload.bounded_queue,
                rate="load_per_s",
                service_time=inverse("mu_per_s"),
                servers="c",
                places="max_in_system",
            )
        },
        {
            "p_reject": "queue.rejected",
            "goodput_per_s": "queue.goodput",
            "utilisation": "queue.utilisation",
            "mean_latency_admitted_s": "queue.mean_response",
            "worst_mean_wait_s": "queue.longest_wait",
        },
    ),
    "stress/goodput-under-overload": Topic(
        {
            "overload": call(
                overload.overload, load="load_per_s", capacity="capacity_per_s", timeout="timeout_s", elapsed=60.0
            )
        },
        {
            "queue_growth_per_s": "overload.growth",
            "time_to_zero_goodput_s": "overload.until_late",
            "delay_after_60s_s": "overload.delay",
            "queue_len_for_timeout": "overload.late_queue",
            "goodput_with_shedding_per_s": "overload.with_shedding",
        },
    ),
    "stress/client-adaptive-throttling": Topic(
        {
            "clients": call(
                overload.client_throttling, load="load_per_s", capacity="backend_accept_per_s", factor="k"
            )
        },
        {
            "reject_probability": "clients.rejected",
            "backend_load_per_s": "clients.arriving",
            "backend_reject_per_s": "clients.refused",
            "goodput_per_s": "clients.goodput",
            "backend_waste_fraction": "clients.waste",
        },
    ),
    "stress/thundering-herd": Topic(
        {
            "rebuilds": call(overload.duplicate_rebuilds, rate="hot_key_rps", rebuild="rebuild_s"),
            "herd": call(
                overload.reconnect_herd,
                clients="clients",
                jitter="jitter_window_s",
                capacity="accept_capacity_per_s",
                bucket=1.0,
            ),
        },
        {
            "duplicate_rebuilds": "rebuilds",
            "reconnect_mean_per_s": "herd.mean",
            "reconnect_peak_1s_median": "herd.peak",
            "min_jitter_window_s": "herd.shortest_jitter",
            "unjittered_drain_s": "herd.shortest_jitter",
        },
    ),
    "stress/backlog-recovery": Topic(
        {
            "backlog": call(
                overload.backlog_recovery,
                load="load_per_s",
                capacity="capacity_per_s",
                outage="outage_s",
                drain_target="target_drain_s",
                buffer="buffer_items",
            )
        },
        {
            "backlog": "backlog.backlog",
            "drain_s": "backlog.drain",
            "total_degraded_s": "backlog.degraded",
            "max_message_delay_s": "backlog.delay",
            "capacity_to_drain_in_target": "backlog.capacity_for_target",
            "max_outage_for_buffer_s": "backlog.longest_outage",
        },
    ),
    "stress/failover-load-and-n-plus-k": Topic(
        {
            "survivors": call(
                failover.survivor_load, nodes="nodes", lost="nodes_lost", utilisation_limit="max_util_after"
            ),
            "nodes": call(
                failover.nodes_with_spares,
                peak="peak_per_s",
                per_node="node_capacity_per_s",
                utilisation_limit="max_util_after",
                spares="nodes_lost",
            ),
            "zones": call(
                failover.nodes_across_zones,
                peak="peak_per_s",
                per_node="node_capacity_per_s",
                utilisation_limit="max_util_after",
                zones="zones",
            ),
        },
        {
            "load_multiplier": "survivors.multiplier",
            "max_safe_util_before": "survivors.safe_utilisation",
            "nodes_n_plus_k": "nodes",
            "per_zone_nodes": "zones.per_zone",
            "total_nodes_zone_loss": "zones.nodes",
            "zone_overprovision": "zones.over_provision",
        },
    ),
    "stress/spares-for-availability": Topic(
        {
            "spares": call(
                availability.spares_for_target,
                needed="nodes_needed",
                node_availability="node_availability",
                target="target_availability",
            )
        },
        {
            "nodes": "spares.nodes",
            "spares": "spares.spares",
            "achieved": "spares.achieved",
            "achieved_with_one_less": "spares.with_one_less",
        },
    ),
    "stress/cascading-failure": Topic(
        {
            "cascade": call(
                failover.cascade,
                nodes="nodes",
                load="total_load_per_s",
                capacity="node_capacity_mean_per_s",
                variation="capacity_cv",
                failed="initial_failures",
            )
        },
        {
            "util_before": "cascade.before",
            "util_after_initial": "cascade.after",
            "critical_load_per_node": "cascade.critical",
            "collapses": "cascade.collapses",
            "surviving_nodes_fluid": "cascade.survivors",
            "max_failures_tolerated": "cascade.tolerated",
        },
    ),
    "stress/silent-black-hole-host": Topic(
        {
            "hole": call(
                detection.black_hole,
                hosts="hosts",
                bad="bad_hosts",
                healthy_time="healthy_ms ms",
                fail_time="fast_fail_ms ms",
            )
        },
        {
            "error_share_least_outstanding": "hole.errors",
            "error_share_round_robin": "hole.errors_round_robin",
            "amplification": "hole.amplification",
        },
    ),
    "stress/silent-capacity-loss": Topic(
        {
            "loss": call(
                detection.silent_loss,
                failure_rate="silent_fail_rate_per_host_day 1/d",
                detection="mean_detect_days d",
                utilisation="util_nominal",
                limit="util_max",
                unwatched=90 * DAY,
            )
        },
        {
            "mean_lost_fraction": "loss.lost",
            "util_effective": "loss.effective",
            "days_until_util_max_undetected": "loss.until_limit d",
            "lost_fraction_after_90d_undetected": "loss.lost_unwatched",
            "max_detect_days_for_util_max": "loss.longest_detection d",
        },
    ),
    "stress/detection-sample-size": Topic(
        {
            "normal": call(
                detection.detection_samples_normal,
                good="p_good",
                bad="p_bad",
                false_alarm="alpha",
                power="power",
            ),
            "exact": call(
                detection.detection_samples, good="p_good", bad="p_bad", false_alarm="alpha", power="power"
            ),
            "time": call(detection.detection_time, requests="@exact.requests", rate="requests_per_s"),
        },
        {
            "samples_normal_approx": "normal",
            "samples_exact": "exact.requests",
            "failures_threshold_exact": "exact.failures",
            "seconds_at_rps": "time",
        },
    ),
    "stress/poison-pill": Topic(
        {
            "poison": call(
                blast_radius.poison_pill,
                rate="messages_per_s",
                share="poison_fraction",
                attempts="max_attempts",
                work="process_ms ms",
                poison_work="poison_attempt_ms ms",
                workers="workers",
                partitions="partitions",
                period=DAY,
                blocked=60.0,
            )
        },
        {
            "mean_work_s": "poison.mean_work",
            "utilisation": "poison.utilisation",
            "utilisation_without_poison": "poison.without_poison",
            "max_rate_per_s": "poison.largest_rate",
            "dead_letters_per_day": "poison.dead_letters",
            "blocked_partition_backlog_per_min": "poison.blocked_backlog",
            "max_poison_fraction_at_full_util": "poison.largest_share",
        },
    ),
    "stress/shuffle-sharding-blast-radius": Topic(
        {
            "shards": call(
                blast_radius.shuffle_sharding, workers="workers", per_tenant="workers_per_tenant", tenants="tenants"
            )
        },
        {
            "combinations": "shards.hands",
            "p_full_overlap": "shards.same",
            "expected_other_tenants_fully_down": "shards.others_down",
            "p_any_overlap": "shards.touching",
            "plain_sharding_share_down": "shards.plain",
            "share_down_shuffle": "shards.same",
        },
    ),
}

TOPICS: dict[str, Topic] = {
    **QUEUEING,
    **TAIL,
    **AVAILABILITY,
    **DURABILITY,
    **REPLICATION,
    **CACHING,
    **NETWORK,
    **SKEW,
    **ENGINES,
    **STRESS,
}
"""Every topic that can be evaluated."""
