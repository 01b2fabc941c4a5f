"""Phase 6, pictures of scenarios: retries layer by layer, a hot key beside what one shard and node carry."""

from __future__ import annotations

from typing import Any

from nalsd.analysis import LABELS
from nalsd.analysis.analysis import StressResult
from nalsd.graph import Quantity
from nalsd.pages.html import Markup
from nalsd.pages.levels import Level, Levels, Mark, render_levels, told, value_of
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView, lower_words, words

LAYERS = 8
"""Layers that are drawn one by one; of more, the first ones and the last."""


def picture_of(view: DesignView, result: StressResult, scenario: Any, scope: Scope) -> Markup | None:
    """The picture of a scenario, for the kinds that have one."""
    if scenario.word == "retry_storm":
        found = amplification(view, result, [str(layer) for layer in scenario.layers])
    elif scenario.word == "hot_key":
        found = skew(view, result, str(scenario.of).removeprefix("stores."))
    else:
        return None
    return render_levels(found, scope) if found is not None else None


def amplification(view: DesignView, result: StressResult, layers: list[str]) -> Levels | None:
    """Attempts for each request as they pass the layers, everything failing, and what the tier carries."""
    id = f"stress.{result.name}"
    budget, free = view.q(f"{id}.collapsed"), view.q(f"{id}.amplification")
    capacity, left = view.q(f"{id}.capacity"), view.q(f"{id}.capacity_left")
    last = value_of(budget)
    if budget is None or last is None or value_of(capacity) is None:
        return None
    tier = view.inside(result.tiers[0]) if result.tiers else "the tier"
    capped = value_of(free) is not None and value_of(free) != last
    levels = []
    for number, layer in enumerate(layers, 1):
        end = number == len(layers)
        some = budget if end else view.q(f"{id}.passed.{number}.collapsed")
        most = free if end else view.q(f"{id}.passed.{number}.amplification")
        if value_of(some) is None or (number > LAYERS and not end):
            continue
        where = f"{view.inside(layer.removeprefix('tiers.'))}{f', at {tier}' if end else ''}"
        levels.append(Level(f"After {where}", some, most if capped else None))  # type: ignore[arg-type]
    during = view.q(f"{id}.attempts_during")
    if value_of(during) is not None:
        levels.append(Level("While nodes are missing", during))  # type: ignore[arg-type]
    marks = [Mark(f"{tier} carries, in times of the peak", capacity)]  # type: ignore[arg-type]
    if value_of(left) is not None and left is not None:
        marks.append(Mark("with the nodes that are left", left, "less"))
    # What is left is the least it has to hold, where the engine knows it.
    holds = min(v for v in (value_of(capacity), value_of(left)) if v is not None)
    word = "more than" if last > holds else "within"
    caption = (
        f"Attempts for each request, everything failing: {told(budget)} at {tier}, {word} the "
        f"{told(left if value_of(left) == holds else capacity)} it carries"
    )
    if capped:
        caption += f"; without the budget {told(free)}"
    keys = ("with the budget", "without it")
    return Levels(f"retries-{result.name}", caption, levels, marks, keys)


def skew(view: DesignView, result: StressResult, store: str) -> Levels | None:
    """The hot shard and node beside the others, in shares of what one carries."""
    id = f"stress.{result.name}"
    levels: list[Level] = []
    fullest: tuple[float, str, Quantity] | None = None
    for name in view.design.capacity.limits:
        hot, others = view.q(f"{id}.limits.{name}.utilisation"), view.q(f"{id}.limits.{name}.others")
        if hot is None or value_of(hot) is None:
            continue
        title = f"one {lower_words(name)}"
        fullest = max(fullest or (0.0, "", hot), (float(hot.value), title, hot), key=lambda f: f[0])
        levels.append(Level(f"{words(name)} with the key", hot))
        if others is not None and value_of(others) is not None:
            levels.append(Level("By all other keys alone", others))
    for tier in result.tiers:
        for resource, label in LABELS.items():
            hot = view.q(f"{id}.tiers.{tier}.{resource}.utilisation")
            usual = view.first(
                f"tiers.{tier}.{resource}.fleet_utilisation",
                f"tiers.{tier}.{resource}.utilisation",
                f"tiers.{tier}.single.{resource}.utilisation",
            )
            if hot is None or value_of(hot) is None or view.word(f"{id}.binds") != label:
                continue
            title = f"one node of {view.inside(tier)}, {label}"
            fullest = max(fullest or (0.0, "", hot), (float(hot.value), title, hot), key=lambda f: f[0])
            levels.append(Level(f"A node with the key, {label}", hot))
            if usual is not None and value_of(usual) is not None:
                where = " of the fullest region" if view.word(f"{id}.region") else ""
                levels.append(Level(f"The mean node{where}", usual))
    if not levels or fullest is None:
        return None
    salt = view.number(f"{id}.salt")
    parts = f" in {salt:g} parts" if salt is not None and salt > 1 else ""
    caption = (
        f"{told(view.q(f'{id}.share'))} of the load on one key{parts}: {told(fullest[2])} of what "
        f"{fullest[1]} carries"
    )
    return Levels(f"skew-{result.name}", caption, levels, full=1.0, full_name="all that one carries")


__all__ = ["amplification", "picture_of", "skew"]
