"""Phase 6: every stress test of a design, computed in the quantity graph: one module a kind or two.

May be imported from here: `add_stress`. Ids are `stress.NAME.*`, the outcome `stress.NAME.outcome`. A flood
and the loss of a region are computed over all regions; the others for one cluster that has all the load.
"""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult
from nalsd.analysis.author import Author
from nalsd.analysis.stress.backlog import add_backlog
from nalsd.analysis.stress.cold_cache import add_cold_cache
from nalsd.analysis.stress.hot_key import add_hot_key
from nalsd.analysis.stress.loss import add_loss
from nalsd.analysis.stress.poison_pill import add_poison_pill
from nalsd.analysis.stress.retry_storm import add_retry_storm
from nalsd.analysis.stress.silent_loss import add_silent_loss
from nalsd.analysis.stress.surge import add_surge

KINDS = {
    "surge": add_surge,
    "retry_storm": add_retry_storm,
    "poison_pill": add_poison_pill,
    "hot_key": add_hot_key,
    "loss": add_loss,
    "cold_cache": add_cold_cache,
    "backlog": add_backlog,
    "silent_loss": add_silent_loss,
}
"""What computes a kind of stress test."""


def add_stress(
    author: Author, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> dict[str, StressResult]:
    """Every stress test of the design, in its order."""
    return {
        str(name): KINDS[scenario.word](author, str(name), scenario, tiers, cluster)  # type: ignore[operator]
        for name, scenario in author.design.stress.stress.items()
    }


__all__ = ["add_stress"]
