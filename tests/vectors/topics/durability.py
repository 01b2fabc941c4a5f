"""Durability: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import durability
from tests.vectors.topic import YEAR, Topic, call

PART = {"time_to_failure": "mttf_h h", "time_to_repair": "mttr_h h"}

TOPICS: dict[str, Topic] = {
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
