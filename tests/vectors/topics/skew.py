"""Hot keys and balance: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import hashing, skew
from tests.vectors.topic import Topic, call

TOPICS: dict[str, Topic] = {
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
            "p99": call(
                hashing.ring_imbalance_quantile, nodes="nodes", virtual_nodes="vnodes", quantile=0.99
            ),
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
