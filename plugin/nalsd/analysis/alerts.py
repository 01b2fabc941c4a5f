"""Phase 2, alerts: availability SLOs as multi-window burn-rate alerts, in numbers and as Prometheus rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nalsd.analysis.author import Author
from nalsd.analysis.words import words
from nalsd.graph import Name, minimum
from nalsd.physics import availability
from nalsd.physics.availability import ALERTING_ON_SLOS

if TYPE_CHECKING:
    from nalsd.analysis.analysis import Analysis
    from nalsd.graph import Graph

MINUTE = 60.0
SHORTER = 12.0
"""The short window is this part of the long one."""


@dataclass(frozen=True)
class Burn:
    """One row of the workbook's table: how much of the budget may go within which window."""

    long: float
    """Seconds of the long window."""
    budget: float
    """Share of the error budget that is spent when it fires."""
    severity: str
    """`page` or `ticket`."""


BURNS = (
    Burn(60 * MINUTE, 0.02, "page"),
    Burn(360 * MINUTE, 0.05, "page"),
    Burn(1440 * MINUTE, 0.10, "ticket"),
    Burn(4320 * MINUTE, 0.10, "ticket"),
)
"""Of a window of 30 days these are burn rates of 14.4, 6, 3 and 1."""


def add_alerts(author: Author) -> None:
    """Ids `slos.X.alerts.N.*` of every availability SLO: thresholds, windows, what a full outage shows."""
    for name, slo in author.design.slo.slos.items():
        if slo.objective == "availability" and f"slos.{name}.window" in author.graph:
            for number, burn in enumerate(BURNS, 1):
                _alert(author, name, number, burn)


def _alert(author: Author, name: str, number: int, burn: Burn) -> None:
    graph, slo_id = author.graph, f"slos.{name}"
    id, title = f"{slo_id}.alerts.{number}", f"{words(name)}, {burn.severity} {number}"
    for part, value, label, unit, role in (
        ("budget", burn.budget, "error budget that is spent when it fires", "%", "limit"),
        ("long", burn.long, "long window", "s", "duration"),
        ("short", burn.long / SHORTER, "short window", "s", "duration"),
    ):
        graph.given(f"{id}.{part}", value, label=f"{title}, {label}", unit=unit, role=role, default=True,
                    source=ALERTING_ON_SLOS)  # fmt: skip
    graph.express(
        f"{id}.burn", Name(f"{id}.budget") * Name(f"{slo_id}.window") / Name(f"{id}.long"),
        label=f"{title}, burn rate at which it fires", unit="1", role="limit",
    )  # fmt: skip
    graph.express(
        f"{id}.errors", minimum(1.0, Name(f"{id}.burn") * (1.0 - Name(f"{slo_id}.target"))),
        label=f"{title}, share of failed requests at which it fires", unit="%", role="limit",
    )  # fmt: skip
    for output, label in (("detection", "time until a full outage fires it"),
                          ("reset", "time until it is silent after a full outage")):  # fmt: skip
        graph.define(
            f"{id}.{output}", availability.burn_rate_alert, output=output, partial=True,
            label=f"{title}, {label}", unit="s", role="duration",
            target=f"{slo_id}.target", window=f"{slo_id}.window", threshold=f"{id}.burn",
            long_window=f"{id}.long", short_window=f"{id}.short", error_rate=1.0,
        )  # fmt: skip


# Prometheus rules


def alert_rules(analysis: Analysis) -> str:
    """A rules file for Prometheus: one group a availability SLO; empty without one.

    The design knows no metric names. The rules read `REQUESTS`, a counter with the labels `slo` and `code`,
    through one recording rule a window, so that an instrumentation of other names is mapped in one place.
    """
    design, graph = analysis.design, analysis.graph
    graph.resolve()
    groups = []
    for name, slo in design.slo.slos.items():
        target = graph.value(f"slos.{name}.target")
        if slo.objective != "availability" or not isinstance(target, float) or not 0 < target < 1:
            continue
        rows = [number for number in range(1, len(BURNS) + 1) if _fires(graph, name, number)]
        if rows:
            groups.append(_group(analysis, name, rows))
    if not groups:
        return ""
    return "\n".join([f"# Burn-rate alerts of {_plain(design.slug)}. {HOW_TO}", "groups:", *groups]) + "\n"


REQUESTS = "requests_total"
HOW_TO = (
    f"They read the counter `{REQUESTS}` with the labels `design`, `slo` and `code`;\n"
    "# another name or another sign of failure is put into the recording rules, and only there."
)


def _fires(graph: Graph, name: str, number: int) -> bool:
    """Whether errors can be so many: a low objective cannot burn its budget fast."""
    burn, target = graph.value(f"slos.{name}.alerts.{number}.burn"), graph.value(f"slos.{name}.target")
    return isinstance(burn, float) and isinstance(target, float) and burn * (1 - target) < 1


def _group(analysis: Analysis, name: str, rows: list[int]) -> str:
    graph, slug = analysis.graph, _plain(analysis.design.slug)
    target, window = graph.value(f"slos.{name}.target"), graph.value(f"slos.{name}.window")
    labels = f'design="{slug}",slo="{name}"'
    lines = [f"  - name: {_quoted(f'{slug} {name}')}", "    rules:"]
    windows = sorted(
        {graph.value(f"slos.{name}.alerts.{n}.{part}") for n in rows for part in ("short", "long")}
    )
    for seconds in windows:
        span = _span(seconds)
        lines += [
            f"      - record: slo:errors:ratio_rate{span}",
            "        expr: >-",
            f'          sum(rate({REQUESTS}{{{labels},code=~"5.."}}[{span}]))',
            f"          / sum(rate({REQUESTS}{{{labels}}}[{span}]))",
            f"        labels: {{design: {_quoted(slug)}, slo: {_quoted(name)}}}",
        ]
    for number in rows:
        id, burn = f"slos.{name}.alerts.{number}", BURNS[number - 1]
        short, long = (_span(graph.value(f"{id}.{part}")) for part in ("short", "long"))
        threshold = f"{graph.value(f'{id}.burn') * (1 - target):.10g}"
        rate = f"burn rate {graph.value(f'{id}.burn'):.4g}"
        objective = f"objective {100 * target:.10g}% over {window / 86_400:g} days, {rate}"
        spent = f"{burn.budget:.0%} of the error budget of {window / 86_400:g} days in {long}"
        lines += [
            f"      - alert: {_camel(slug)}{_camel(name)}Burns{number}",
            "        expr: >-",
            f"          slo:errors:ratio_rate{long}{{{labels}}} > {threshold}",
            f"          and slo:errors:ratio_rate{short}{{{labels}}} > {threshold}",
            f"        labels: {{design: {_quoted(slug)}, slo: {_quoted(name)}, severity: {burn.severity}}}",
            "        annotations:",
            f"          summary: {_quoted(f'{words(name)} fails so often that {spent} is spent')}",
            f"          description: {_quoted(objective)}",
        ]
    return "\n".join(lines)


def _span(seconds: float) -> str:
    """A duration as Prometheus writes it: `5m`, `6h`, `3d`."""
    for length, letter in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds % length == 0:
            return f"{seconds / length:.0f}{letter}"
    return f"{seconds:.0f}s"


def _quoted(text: str) -> str:
    """Text as a YAML scalar that nothing in it can leave. Braces would be a template of the alert manager."""
    clean = text.replace("\\", "/").replace("'", "''").replace("{", "(").replace("}", ")")
    return f"'{' '.join(clean.split())}'"


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_. -]", "_", text)


def _camel(text: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", text) if part)
