"""The verdict on a design in words and tone."""

from __future__ import annotations

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, verdict_line
from nalsd.pages.html import Markup
from nalsd.pages.view import DesignView, listed, lower_words

_TONES = {"feasible": Tone.GOOD, "infeasible": Tone.OVER}


def verdict_tone(verdict: str) -> Tone:
    """Calm, over, or a warning when something is unknown."""
    return _TONES.get(verdict, Tone.WARN)


def verdict_of(view: DesignView) -> Markup:
    """The line under a page's title."""
    verdict = view.analysis.verdict
    return verdict_line(verdict[:1].upper() + verdict[1:], verdict_tone(verdict), reason(view))


def reason(view: DesignView) -> str:
    """What the verdict rests on, in a sentence."""
    analysis = view.analysis
    if not analysis.tiers:
        return "No tier is declared, so nothing is sized."
    over = [
        t
        for t in analysis.tiers
        if max(view.number(f"tiers.{t}.{at}overload") or 0.0 for at in ("single.", "")) > 1.0 + 1e-9
    ]
    limits = [
        name
        for name in view.design.capacity.limits
        if (view.number(f"limits.{name}.utilisation") or 0.0) > 1.0 + 1e-9
    ]
    if over or limits:
        tiers = f"too few machines for {listed(map(view.inside, over))}" if over else ""
        ceilings = f"exceeded: {listed(map(lower_words, limits))}" if limits else ""
        return f"At today's peak: {'; '.join(part for part in (tiers, ceilings) if part)}."
    if analysis.unsized:
        told = "; ".join(f"{view.inside(name)} ({why})" for name, why in analysis.unsized.items())
        return f"Not every tier has a number of nodes: {told}."
    unknown = {name: t.unknown for name, t in analysis.tiers.items() if t.unknown}
    if unknown:
        told = "; ".join(
            f"{listed(map(lower_words, what))} of {view.inside(name)}" for name, what in unknown.items()
        )
        return f"Every tier carries today's peak as far as is known; not known: {told}."
    return (
        "Every tier carries today's peak within its targets, at one copy and with all copies. Objectives and "
        "stress tests are judged by themselves."
    )


def growth_figure(view: DesignView) -> Quantity | None:
    """How far load can grow before the first thing is met."""
    first = next(iter(view.analysis.ladder), None)
    return view.q(first.quantity) if first is not None else None


def growth_note(view: DesignView) -> str:
    """What is met first as load grows."""
    first = next(iter(view.analysis.ladder), None)
    if first is None:
        return ""
    until = "at its target" if first.at == "target" else "full"
    return (
        f"then {lower_words(first.what)}{f' of {view.inside(first.tier)}' if first.tier else ''} is {until}"
    )


__all__ = ["growth_figure", "growth_note", "reason", "verdict_of", "verdict_tone"]
