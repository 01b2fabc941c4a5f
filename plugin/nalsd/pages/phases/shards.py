"""Phase 4, iteration 2: the shard with the hottest key beside the mean one, where the skew is stated."""

from __future__ import annotations

from nalsd.pages.html import Markup
from nalsd.pages.levels import Level, Levels, render_levels, told, value_of
from nalsd.pages.parts import Widget
from nalsd.pages.phases.cluster import store_title, stores_of
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView


def hottest_shards(view: DesignView) -> list[Widget]:
    """A picture for each store whose keys are stated to be skewed."""
    return [_hottest(view, name) for name in stores_of(view, "hottest_rate") if _known(view, name)]


def _known(view: DesignView, store: str) -> bool:
    id = f"cluster.{store}"
    return all(value_of(view.q(f"{id}.{part}")) is not None for part in ("hottest_rate", "shard_rate"))


def _hottest(view: DesignView, store: str) -> Widget:
    id = f"cluster.{store}"
    hottest, mean = view.q(f"{id}.hottest_rate"), view.q(f"{id}.shard_rate")
    assert hottest is not None and mean is not None
    caption = (
        f"{store_title(view, store)}: {told(view.q(f'{id}.hottest_share'))} of the writes on one of "
        f"{told(view.q(f'{id}.shards'))} shards, {told(hottest)}"
    )
    levels = [Level("The hottest shard", hottest), Level("The mean shard", mean)]

    def make(scope: Scope) -> Markup:
        return render_levels(Levels(f"shards-{store}", caption, levels), scope)

    return Widget("chart", f"shards-{store}", caption, make)


__all__ = ["hottest_shards"]
