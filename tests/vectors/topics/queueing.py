"""Queues, staffing, scaling: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import compute, queueing, waiting
from tests.vectors.topic import Topic, call, inverse

TOPICS: dict[str, Topic] = {
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
        {
            "queue": call(
                waiting.shared_queue, rate="lambda_per_s", service_time=inverse("mu_per_s"), servers="c"
            )
        },
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
