"""Caches: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import caching
from tests.vectors.topic import Topic, call

ZIPF = {"objects": "objects", "skew": "zipf_alpha"}

TOPICS: dict[str, Topic] = {
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
        {
            "cache_objects": "cache.cached",
            "fraction_of_catalogue": "cache.share",
            "ram_bytes": "cache.memory B",
        },
    ),
    "caching/read-iops-after-cache": Topic(
        {
            "hit": call(caching.hit_ratio, **ZIPF, cached="cache_objects"),
            "reads": call(
                caching.reads_behind_cache, reads="reads_per_s", hit_ratio="@hit", ios="ios_per_miss"
            ),
            "latency": call(
                caching.latency_through_cache, hit_ratio="@hit", hit="hit_ms ms", miss="miss_ms ms"
            ),
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
