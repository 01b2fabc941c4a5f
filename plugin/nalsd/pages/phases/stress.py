"""Phase 6: all scenarios at a glance, a card for each, and the findings that the author accepts."""

from __future__ import annotations

from nalsd.analysis import LABELS
from nalsd.analysis.analysis import StressResult
from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.callouts import Tone, verdict_line
from nalsd.pages.html import element
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.scenarios import (
    ORDER,
    card_anchor,
    compared,
    outcome_badge,
    outcome_of,
    scenario_card,
)
from nalsd.pages.tables import Bar, Cell, Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, words

SECTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "cascading-failure",
        "Cascading failure",
        ("surge", "retry_storm", "backlog", "cold_cache"),
        ("overload", "retries"),
    ),
    ("poison-pill", "Poison pill", ("poison_pill",), ("poison",)),
    ("hot-shard", "Hot shard", ("hot_key",), ("hot-key", "skew")),
    ("failover", "Failover", ("loss",), ("loss", "zone-loss")),
    ("operational-blind-spots", "Operational blind spots", ("silent_loss",), ("blind-spots",)),
)
"""Anchor, title, kinds of scenarios, other anchors of each part."""

SAID = {"survives": "survived", "sheds": "shed load", "fails": "fail", "unknown": "not known"}


def contents(view: DesignView) -> Contents:
    """The parts of the page."""
    found = []
    for slug, title, kinds, also in SECTIONS:
        cards = [
            scenario_card(view, str(name), scenario)
            for name, scenario in view.design.stress.stress.items()
            if scenario.word in kinds
        ]
        found.append(Part(slug, title, cards, also=also, keys=("stress", *kinds)))
    found.append(
        Part("accepted-findings", "Accepted findings", parts.filled(_accepted(view)), keys=("ignore",))
    )
    return Contents(found, parts.filled(_verdict(view), summary(view)))


def worst_scenario(view: DesignView) -> str | None:
    """The scenario to speak of first: worse than expected, else what ends worst, else the fullest."""
    names = list(view.analysis.stress)
    return max(names, key=lambda name: _badness(view, name), default=None)


def _badness(view: DesignView, name: str) -> tuple[bool, int, float, float]:
    outcome, result = outcome_of(view, name), view.analysis.stress[name]
    shed = view.number(result.sheds) if result.sheds else None
    rank = ORDER.index(outcome) if outcome in ORDER else 1
    worse = compared(outcome, result.expect).startswith("worse") or outcome not in ORDER
    return worse, rank, shed or 0.0, view.number(f"stress.{name}.utilisation") or 0.0


def counted(view: DesignView) -> dict[str, int]:
    """How many scenarios end how, from the best to the worst."""
    found = dict.fromkeys((*ORDER, "unknown"), 0)
    for name in view.analysis.stress:
        outcome = outcome_of(view, name)
        found[outcome if outcome in found else "unknown"] += 1
    return {outcome: number for outcome, number in found.items() if number}


def said(view: DesignView) -> tuple[str, Tone, str]:
    """The verdict over all scenarios in a word, its tone, and a sentence with their number."""
    worse = [
        name
        for name, result in view.analysis.stress.items()
        if compared(outcome_of(view, name), result.expect).startswith("worse")
    ]
    numbers = counted(view)
    parts_of = [f"{number} {SAID[outcome]}" for outcome, number in numbers.items()]
    sentence = f"Of {len(view.analysis.stress)} scenarios {', '.join(parts_of)}."
    if worse:
        end = "ends" if len(worse) == 1 else "end"
        return "Worse than expected", Tone.OVER, f"{sentence} {len(worse)} {end} worse than the design says."
    if "unknown" in numbers:
        return "As far as known", Tone.WARN, sentence
    return "As expected", Tone.GOOD, f"{sentence} None ends worse than the design says."


def _verdict(view: DesignView) -> Widget | None:
    if not view.analysis.stress:
        return None
    word, tone, sentence = said(view)
    return parts.note("stress-verdict", verdict_line(word, tone, sentence))


def summary(view: DesignView) -> Widget | None:
    """Every scenario in a line: outcome, what is fullest, what is refused, when it is over."""
    rows = []
    for name, scenario in view.design.stress.stress.items():
        result = view.analysis.stress.get(name)
        if result is None:
            continue
        outcome = outcome_of(view, str(name))
        against = compared(outcome, result.expect)
        worse = against.startswith("worse")
        share, binds = view.q(f"stress.{name}.utilisation"), view.word(f"stress.{name}.binds")
        link = element("a", title_of(name, scenario), href=f"#{card_anchor(name)}")
        bar: Cell = Bar(share) if share is not None and share.value is not None else None
        rows.append(
            Row(
                (
                    link, words(scenario.word).lower(), outcome_badge(outcome),
                    against or f"expected: {result.expect}", bar,
                    _where(view, result, binds),
                    view.q(result.sheds) if result.sheds else None,
                    view.q(result.recovers) if result.recovers else None,
                ),
                Tone.OVER if worse else Tone.PLAIN,
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Scenario"), Column("Kind"), Column("Outcome"), Column("Against the design"),
        Column("Fullest"), Column("Where"), Column("Refused", "or put off"), Column("Over after", mixed=True),
    ]  # fmt: skip
    note = (
        "Survives: every request is served. Sheds: part of the load is refused or put off, the rest is "
        "served. Fails: less than today's peak is served, data is lost, or it does not end by itself."
    )
    return parts.table(
        Table("stress", "Scenarios and what becomes of them", columns, without_empty(columns, rows), note),
        headline=True,
    )


def _where(view: DesignView, result: StressResult, binds: str | None) -> str | None:
    """What fills first, in words, with its tier where it reaches only one."""
    tier = view.called(result.tiers[0]) if len(result.tiers) == 1 else None
    if not binds:
        return tier
    alone = tier is not None and binds in LABELS.values()
    return f"{tier}, {binds}" if alone else words(binds)


def _accepted(view: DesignView) -> Widget | None:
    rows = [
        Row((element("code", str(ignore.rule)), str(ignore.at or "the whole design"), str(ignore.because)))
        for ignore in view.design.stress.ignore
    ]
    columns = (Column("Finding"), Column("Where"), Column("Why it is accepted"))
    return parts.table(Table("accepted", "Findings the author accepts", columns, rows)) if rows else None


__all__ = ["contents", "counted", "said", "summary", "worst_scenario"]
