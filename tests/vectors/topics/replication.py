"""Quorums and commits: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import queueing, quorum, tails
from tests.vectors.topic import Topic, call

COMMIT = {"local": "local_commit_ms ms", "followers": "follower_rtt_ms ms"}

TOPICS: dict[str, Topic] = {
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
            "after_loss": call(quorum.majority_commit_after_loss, **COMMIT),
            "p50": call(quorum.majority_commit_quantile, **COMMIT, jitter="jitter_mean_ms ms", quantile=0.5),
            "p99": call(quorum.majority_commit_quantile, **COMMIT, jitter="jitter_mean_ms ms", quantile=0.99),
        },
        {
            "quorum_size": "majority",
            "commit_no_jitter_ms": "commit.latency ms",
            "commit_p50_ms": "p50 ms",
            "commit_p99_ms": "p99 ms",
            "one_region_lost_commit_ms": "after_loss ms",
            "max_serial_commits_per_s": "commit.serial_rate",
        },
    ),
    "replication/pacelc-sync-vs-async": Topic(
        {
            "lost": call(
                quorum.asynchronous_loss, rate="writes_per_s", lag="async_lag_s", size="bytes_per_write"
            ),
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
