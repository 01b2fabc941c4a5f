"""Storage engines: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import engines, waiting
from tests.vectors.topic import Topic, call

TOPICS: dict[str, Topic] = {
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
