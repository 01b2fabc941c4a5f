"""Phase 6: the scenarios as declared, and the findings that the author accepts."""

from __future__ import annotations

from typing import Any

from nalsd.designs import Value
from nalsd.pages import parts
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.html import element
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.iterations import lost
from nalsd.pages.phases.pending import pending, pointer
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, listed, remark, title_of, words, written

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

TONES = {"survives": Tone.GOOD, "sheds": Tone.WARN, "fails": Tone.OVER}

_PENDING = (
    "Whether the design survives these scenarios, at what utilisation, what it sheds, how long it takes "
    "to recover."
)


def contents(view: DesignView) -> Contents:
    """The parts of the page."""
    found = []
    later = pending(
        view, ("stress.",), _PENDING, "They are shown as they are declared, with what the author expects."
    )
    for slug, title, kinds, also in SECTIONS:
        table = _scenarios(view, slug, title, kinds)
        found.append(
            Part(
                slug,
                title,
                parts.filled(table, _figures(view, slug, kinds)),
                also=also,
                keys=("stress", *kinds),
                pending=later if table else None,
            )
        )
    found.append(
        Part("accepted-findings", "Accepted findings", parts.filled(_accepted(view)), keys=("ignore",))
    )
    return Contents(found)


def _figures(view: DesignView, slug: str, kinds: tuple[str, ...]) -> Widget | None:
    """Where the figures of these scenarios stand."""
    names = [name for name, scenario in view.design.stress.stress.items() if scenario.word in kinds]
    return pointer(view, slug, *(f"stress.{name}." for name in names))


def _scenarios(view: DesignView, slug: str, title: str, kinds: tuple[str, ...]) -> Widget | None:
    rows = []
    for name, scenario in view.design.stress.stress.items():
        if scenario.word not in kinds:
            continue
        expected = str(scenario.expect)
        rows.append(
            Row(
                (
                    title_of(name, scenario), words(scenario.word).lower(), listed(_facts(scenario)),
                    chip(expected, TONES.get(expected, Tone.PLAIN)), remark(scenario),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Scenario"),
        Column("Kind"),
        Column("What happens"),
        Column("Expected", "by the author"),
        Column("Why"),
    ]
    return parts.table(
        Table(f"scenarios-{slug}", f"Scenarios: {title.lower()}", columns, without_empty(columns, rows))
    )


def _facts(scenario: Any) -> list[str]:
    """Every key of a scenario in words."""
    found = []
    for field, info in type(scenario).model_fields.items():
        value = getattr(scenario, field)
        if field in ("label", "kind", "expect") or value is None or value == []:
            continue
        name = words(info.alias or field).lower()
        if field == "lose":
            found.append(f"loses {lost(value)}")
        elif field == "trigger":
            parts_of = [
                f"loss of {lost(value.lose)}" if value.lose else "",
                f"of {value.of}" if value.of else "",
                f"for {written(value.for_)}" if value.for_ else "",
            ]
            found.append(f"set off by {' '.join(p for p in parts_of if p)}")
        elif isinstance(value, Value):
            found.append(f"{name} {written(value)}")
        elif isinstance(value, bool):
            found.append(name if value else f"no {name}")
        elif isinstance(value, list):
            found.append(f"{name}: {', then '.join(map(str, value))}")
        else:
            found.append(f"{name} {value}")
    return found


def _accepted(view: DesignView) -> Widget | None:
    rows = [
        Row((element("code", str(ignore.rule)), str(ignore.at or "the whole design"), str(ignore.because)))
        for ignore in view.design.stress.ignore
    ]
    columns = (Column("Finding"), Column("Where"), Column("Why it is accepted"))
    return parts.table(Table("accepted", "Findings the author accepts", columns, rows)) if rows else None
