"""Whether objectives are reached, in a word and a sign as well as a colour."""

from __future__ import annotations

from nalsd.pages.callouts import Tone, badge
from nalsd.pages.html import Markup
from nalsd.pages.view import DesignView


def met(view: DesignView, name: str) -> bool | None:
    """Whether an objective is reached; None when that is not known."""
    told = view.graph.value(f"slos.{name}.met")
    if isinstance(told, bool):
        return told
    margin = view.number(f"slos.{name}.margin")
    if margin is not None:
        return margin >= 0
    reached, target = view.number(f"slos.{name}.reached"), view.number(f"slos.{name}.target")
    if reached is None or target is None:
        return None
    timed = view.design.slo.slos[name].objective in ("latency", "freshness")
    return reached <= target if timed else reached >= target


def objective_chip(view: DesignView, name: str) -> Markup:
    """Met, missed, or not known."""
    reached = met(view, name)
    if reached is None:
        return badge("not known", Tone.MUTED)
    return badge("met", Tone.GOOD) if reached else badge("missed", Tone.OVER)


def objective_tone(view: DesignView, name: str) -> Tone:
    """The tone of an objective's row."""
    return Tone.OVER if met(view, name) is False else Tone.PLAIN


def tally(view: DesignView) -> tuple[int, int, int]:
    """How many objectives are met, missed, and not known."""
    found = [met(view, name) for name in view.design.slo.slos]
    return found.count(True), found.count(False), found.count(None)


__all__ = ["met", "objective_chip", "objective_tone", "tally"]
