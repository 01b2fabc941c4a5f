"""What lies outside a formula's limits is refused in words, not by the arithmetic."""

from __future__ import annotations

import pytest

from nalsd.graph import GuardError
from nalsd.physics import FORMULAS, skew


@pytest.mark.parametrize(
    ("name", "inputs", "said"),
    [
        ("bounded_queue", {"rate": 0, "service_time": 1, "servers": 1, "places": 2}, "something arrives"),
        ("retry_storm", {"load": 0, "capacity": 9, "retries": 2, "timeout": 1}, "without load"),
        ("retry_amplification", {"retries": -1, "layers": 1, "failure": 0.1}, "retries are not negative"),
        ("salting", {"rate": 9, "hot_share": 0.1, "shard_limit": 0, "utilisation": 1, "shards": 4},
         "a shard carries something"),
        ("detection_samples_normal", {"good": 0.1, "bad": 0.2, "false_alarm": 3, "power": 0.9},
         "a false alarm lies between 0 and 1"),
        ("nodes_with_spares", {"peak": 9, "per_node": 0, "utilisation_limit": 0.7, "spares": 1},
         "a node carries something"),
        ("overload", {"load": 9, "capacity": 0, "timeout": 1, "elapsed": 1}, "something is served"),
        ("majority_commit", {"local": 0, "followers": [0.0, 0.0]}, "takes some time"),
        ("memory_left", {"ram": 2e9, "runtime": 2e9}, "leaves nothing"),
        ("annual_loss", {"time_to_loss": 0, "year": 1}, "longer than nothing"),
    ],
)  # fmt: skip
def test_refused_in_words(name: str, inputs: dict[str, float], said: str) -> None:
    with pytest.raises(GuardError, match=said):
        FORMULAS[name](**inputs)


def test_a_key_without_load_needs_no_salt() -> None:
    found = skew.salting(100.0, 0.0, 10.0, 0.5, 10.0)
    assert found["salt"] == 1 and found["sub_key_rate"] == 0
