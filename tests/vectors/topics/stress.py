"""Retries, overload, failover, silent failures, poison: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import availability, blast_radius, detection, failover, overload, retries
from tests.vectors.topic import DAY, Topic, call, inverse

TOPICS: dict[str, Topic] = {
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
                overload.overload,
                load="load_per_s",
                capacity="capacity_per_s",
                timeout="timeout_s",
                elapsed=60.0,
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
                blast_radius.shuffle_sharding,
                workers="workers",
                per_tenant="workers_per_tenant",
                tenants="tenants",
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
