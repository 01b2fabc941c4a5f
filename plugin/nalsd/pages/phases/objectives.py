"""Phase 2, objectives: what is promised and reached, error budgets, burn-rate alerts and their rules file."""

from __future__ import annotations

from nalsd.analysis.alerts import BURNS, alert_rules
from nalsd.analysis.words import title_of
from nalsd.designs.schema.slo import Slo
from nalsd.pages import parts
from nalsd.pages.addresses import design_page, href
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.html import Markup, element, join
from nalsd.pages.objectives import objective_chip, objective_tone
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Cell, Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, remark

RULES = "alerts.rules.yml"
"""The file of alerting rules, beside the pages of its design."""

TIMED = ("latency", "freshness")


def objective_widgets(view: DesignView) -> list[Widget]:
    """What phase 2 shows of the objectives."""
    return parts.filled(slo_table(view), _reasons(view), _budgets(view), _alerts(view), _rules(view))


def slo_table(view: DesignView, *, short: bool = False) -> Widget | None:
    """Objectives, what is reached, met or missed; in short without a common cause and floors."""
    rows = []
    for name, slo in view.design.slo.slos.items():
        rows.append(
            Row(
                (
                    title_of(name, slo), objective_chip(view, name), view.q(f"slos.{name}.target"),
                    reached(view, name, slo), view.q(f"slos.{name}.margin"),
                    None if short else view.q(f"slos.{name}.common_cause"),
                    None if short else view.q(f"slos.{name}.floor"),
                    _what(slo),
                ),
                objective_tone(view, name),
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Objective"), Column("Met"), Column("Target", mixed=True), Column("Reached", mixed=True),
        Column("Left", "of the objective", mixed=True),
        Column("Reached", "with a common cause", mixed=True), Column("Floor", "by distance"), Column("What"),
    ]  # fmt: skip
    return parts.table(
        Table("slos", "Objectives, and whether they are reached", columns, without_empty(columns, rows),
              "" if short else _note(view)), headline=True)  # fmt: skip


def _what(slo: Slo) -> Markup:
    """The measure and what it is of: "latency at p99, path read", with the id for who hovers over it."""
    at = f" at {slo.at}" if slo.at else ""
    family, _, name = str(slo.for_).partition(".")
    words = f"{family.removesuffix('s')} {name.replace('_', ' ')}" if name else family.replace("_", " ")
    return join(f"{slo.objective}{at}, ", element("span", words, title=str(slo.for_)))


def _reasons(view: DesignView) -> Widget | None:
    """Why the objectives are what they are, under their table: beside it they would push it off the page."""
    found = [
        element("li", element("strong", title_of(name, slo), "."), " ", why)
        for name, slo in view.design.slo.slos.items()
        if (why := remark(slo, slo.target)) is not None
    ]
    return parts.note("slo-reasons", element("ul", found, class_="nalsd-reasons")) if found else None


def _note(view: DesignView) -> str:
    """How to read the columns that the table has."""
    kinds = {slo.objective for slo in view.design.slo.slos.values()}
    told = []
    if kinds & {"availability", "durability"}:
        told.append(
            "Availability and durability are reached by hardware that fails independently; another column "
            "adds what takes everything down together. What is left of them is a share of the error budget."
        )
    if kinds & set(TIMED):
        told.append("What is left of a latency is the part of the target that the path does not use.")
    if "throughput" in kinds:
        told.append(
            "A throughput is reached when every tier and limit behind it can sustain the rate at its target "
            "utilisation, all other load at its peak."
        )
    return " ".join(told)


def reached(view: DesignView, name: str, slo: Slo) -> Cell:
    """What is reached, or why that is not known."""
    found = view.q(f"slos.{name}.reached")
    if found is not None and found.value is not None:
        return found
    why = found.note if found is not None and found.note else _nothing_said(slo)
    return element("span", why, class_="nalsd-wrap nalsd-muted")


def _nothing_said(slo: Slo) -> str:
    """Why an objective has nothing that it could be held against."""
    if slo.objective == "durability":
        return "no copies of the store are stated"
    return "nothing says what it reaches"


def _budgeted(view: DesignView) -> list[tuple[str, Slo]]:
    """Objectives that leave an error budget."""
    return [(n, s) for n, s in view.design.slo.slos.items() if view.q(f"slos.{n}.error_budget_time")]


def _budgets(view: DesignView) -> Widget | None:
    rows = []
    for name, slo in _budgeted(view):
        id = f"slos.{name}"
        rows.append(
            Row(
                (
                    title_of(name, slo), view.q(f"{id}.window"), view.q(f"{id}.error_budget_time"),
                    view.q(f"{id}.error_budget_requests"), view.q(f"{id}.dependencies"),
                    view.q(f"{id}.dependency_availability"),
                )
            )
        )  # fmt: skip
    if not rows:
        return None
    columns = [
        Column("Objective"), Column("Window"), Column("Error budget", "in time"),
        Column("Error budget", "in requests"), Column("Parts", "that a request needs"),
        Column("Each must have", "to reach the objective"),
    ]  # fmt: skip
    note = "A request fails when one of the parts that it needs fails, so each must be better than the whole."
    return parts.table(
        Table("error-budgets", "Error budgets, and what they ask of each part", columns,
              without_empty(columns, rows), note)
    )  # fmt: skip


def _alerts(view: DesignView) -> Widget | None:
    """Multi-window burn-rate alerts of every availability objective."""
    rows = []
    for name, slo in _budgeted(view):
        for number, burn in enumerate(BURNS, 1):
            id = f"slos.{name}.alerts.{number}"
            if view.q(f"{id}.burn") is None:
                continue
            tone = Tone.OVER if burn.severity == "page" else Tone.WARN
            figures = ("long", "short", "burn", "budget", "errors", "detection", "reset")
            shown = [view.q(f"{id}.{part}") for part in figures]
            rows.append(Row((title_of(name, slo), chip(burn.severity, tone), *shown)))
    if not rows:
        return None
    columns = [
        Column("Objective"), Column("Rouses"), Column("Long window"), Column("Short window"),
        Column("Burn rate", "fires above"), Column("Budget spent", "when it fires"),
        Column("Failed requests", "fires above"), Column("Full outage", "fires after", mixed=True),
        Column("Full outage", "silent after", mixed=True),
    ]  # fmt: skip
    note = (
        "An alert fires while both windows burn faster than its rate: the long one says that it matters, "
        "the short one that it still goes on. A page wakes somebody, a ticket waits for the morning."
    )
    return parts.table(Table("alerts", "Burn-rate alerts", columns, without_empty(columns, rows), note))


def _rules(view: DesignView) -> Widget | None:
    """The link to the rules file."""
    if not alert_rules(view.analysis):
        return None
    page = design_page(view.slug, 2)
    where = href(page, rules_path(view.slug))
    told = " the same alerts as rules for Prometheus. They read one counter of requests, named in the file."
    link = element("a", RULES, href=where, download=True)
    return parts.note("rules", element("p", link, ":", told, class_="nalsd-download"))


def rules_path(slug: str) -> str:
    """Where the rules file of a design lies on the site."""
    return f"designs/{slug}/{RULES}"


def rules_file(view: DesignView) -> dict[str, bytes]:
    """The rules file by its path on the site; nothing for a design without an availability objective."""
    text = alert_rules(view.analysis)
    return {rules_path(view.slug): text.encode()} if text else {}


__all__ = ["RULES", "objective_widgets", "reached", "rules_file", "slo_table"]
