"""Phase 5: the diagram drawn from tiers and flows, the paths as declared, what is watched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nalsd.designs import Finding
from nalsd.pages import parts
from nalsd.pages.diagrams import MermaidError, mermaid
from nalsd.pages.html import Markup, element
from nalsd.pages.parts import Contents, Part, Widget
from nalsd.pages.phases.pending import pending, pointer
from nalsd.pages.phases.topology import topology_widget
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, listed, lower_words, remark, title_of, words, written

STAGES = {
    "rtt": "round trip",
    "handshake": "connection set up",
    "queue": "waits for and is served by",
    "batch": "waits for a batch of",
    "call": "calls",
    "commit": "commits to",
    "read": "reads",
    "all_of": "all of",
    "first_of": "the first of",
    "when": "sometimes",
    "took": "measured",
    "lag": "is behind by",
    "waits": "waits",
}
"""Kinds of stages in words."""


def contents(view: DesignView) -> Contents:
    """The parts of the page."""
    paths = view.design.architecture.paths
    kinds: dict[str, list[Widget]] = {"write": [], "read": [], "other": []}
    for name, path in paths.items():
        kinds[_kind(view, path)] += parts.filled(
            _path(name, path), pointer(view, f"path-{name}", f"paths.{name}.")
        )
    later = pending(
        view,
        ("paths.",),
        "How long the stages take, p50 and p99 of the path.",
        "The stages are shown as they are declared.",
    )
    found = [
        Part(
            "high-level-diagram",
            "High-level diagram",
            parts.filled(topology_widget(view), _own_diagram(view)),
            also=("diagram", "overview", "topology", "architecture"),
            keys=("diagram",),
        )
    ]
    for kind, title in (("write", "Write path"), ("read", "Read path")):
        found.append(
            Part(
                f"{kind}-path", title, kinds[kind], also=(f"{kind}-paths", f"{kind}s"), keys=("paths",),
                pending=later if kinds[kind] else None,
            )
        )  # fmt: skip
    found.append(
        Part("other-paths", "Other paths", kinds["other"], also=("paths",), keys=("paths",),
             pending=later if kinds["other"] else None)
    )  # fmt: skip
    watched = _observability(view)
    found.append(
        Part(
            "observability",
            "Observability",
            watched,
            also=("monitoring", "metrics"),
            keys=("observability",),
            pending=pending(
                view,
                ("observability.",),
                "Series, samples a second and the bytes of metrics, traces and logs.",
            )
            if watched
            else None,
        )
    )
    return Contents(found)


def _kind(view: DesignView, path: Any) -> str:
    workload = view.design.context.workloads.get(str(path.workload or "").removeprefix("workloads."))
    if workload is None or path.asynchronous:
        return "other"
    return "read" if workload.kind == "read" else "write" if workload.kind == "write" else "other"


def _path(name: Any, path: Any) -> Widget:
    rows: list[Row] = []
    _stages(path.stages, rows, "")
    columns = [Column("Stage"), Column("What happens"), Column("Of what"), Column("Details")]
    what = f"Path: {lower_words(title_of(name, path))}"
    facts = (
        [f"workload {lower_words(str(path.workload).removeprefix('workloads.'))}"] if path.workload else []
    )
    facts += ["the client does not wait for it"] if path.asynchronous else []
    note = f"{'; '.join(facts)[:1].upper()}{'; '.join(facts)[1:]}." if facts else ""
    return parts.table(Table(f"path-{name}", what, columns, without_empty(columns, rows), note))


def _stages(stages: Sequence[Any], rows: list[Row], prefix: str) -> None:
    for number, stage in enumerate(stages, 1):
        place = f"{prefix}{number}"
        inside = getattr(stage, "stages", None) or getattr(stage, stage.kind, None)
        nested = inside if isinstance(inside, list) else None
        own = getattr(stage, stage.kind, None)
        what: Any = (
            element("code", str(stage.ends[0]), " → ", str(stage.ends[1])) if stage.kind == "rtt" else None
        )
        if what is None and not isinstance(own, list):
            what = written(own) if hasattr(own, "text") else None if stage.kind == "took" else str(own)
            what = element("code", what) if what else None
        rows.append(
            Row(
                (
                    place,
                    str(stage.label or STAGES.get(stage.kind, stage.kind)),
                    what,
                    _details(stage),
                )
            )
        )
        if nested is not None:
            _stages(nested, rows, f"{place}.")


def _details(stage: Any) -> Markup | str | None:
    facts = []
    if getattr(stage, "times", None) is not None:
        facts.append(f"{written(stage.times)} at the same time")
    if getattr(stage, "wait", None) is not None:
        facts.append(f"waits for {stage.wait}")
    if getattr(stage, "same_zone", False):
        facts.append("in one zone")
    if getattr(stage, "after", None) is not None:
        facts.append(f"the second after {written(stage.after)}")
    if stage.kind == "took":
        facts.append(
            f"p50 {written(stage.took.p50) or 'unknown'}, p99 {written(stage.took.p99) or 'unknown'}"
        )
    why = remark(stage)
    if why is not None:
        return element("span", [listed(facts), " " if facts else None, why])
    return listed(facts) or None


def _own_diagram(view: DesignView) -> Widget | None:
    """The author's Mermaid file, drawn."""
    diagram = view.design.architecture.diagram
    if diagram is None or diagram.also is None:
        return None
    text = view.design.example(diagram.also)

    def make(scope: Scope) -> Markup:
        if isinstance(text, Finding):
            return element("p", text.message, class_="nalsd-pending")
        return drawn(text, scope, "own")

    return Widget("diagram", "own", "The author's diagram", make)


def drawn(text: str, scope: Scope, name: str) -> Markup:
    """A Mermaid text as a figure; as it stands, with the reason, when it cannot be drawn."""
    try:
        return mermaid(text, scope, name=name)
    except MermaidError as error:
        message = element("p", f"This diagram cannot be drawn: {error}", class_="nalsd-pending")
        return element("div", message, element("pre", element("code", text)))


def _observability(view: DesignView) -> list[Widget]:
    watched = view.design.architecture.observability
    if watched is None:
        return []
    tables = parts.filled(_measures(watched), _metrics(watched), _traces(watched))
    return [*tables, *parts.filled(pointer(view, "observability", "observability."))]


def _measures(watched: Any) -> Widget | None:
    rows = [Row((words(name), str(how))) for name, how in watched.measures.items()]
    columns = (Column("Objective"), Column("Measured with"))
    return (
        parts.table(Table("measures", "What each objective is measured with", columns, rows))
        if rows
        else None
    )


def _metrics(watched: Any) -> Widget | None:
    rows = [
        Row(
            (
                words(name),
                written(metrics.series),
                listed(f"{k} {v.text}" for k, v in metrics.labels.items()) or None,
            )
        )
        for name, metrics in watched.metrics.items()
    ]
    columns = (Column("Tier"), Column("Series of a node"), Column("Labels and their values"))
    note = f"Read every {written(watched.scrape)}." if watched.scrape is not None else ""
    return parts.table(Table("metrics", "Metrics", columns, rows, note)) if rows else None


def _traces(watched: Any) -> Widget | None:
    rows = []
    for name, facts in (("Traces", watched.traces), ("Logs", watched.logs)):
        if facts is not None:
            told = [f"{words(k).lower()} {written(v)}" for k in ("sample", "spans", "size", "each", "keep")
                    if (v := getattr(facts, k, None)) is not None]  # fmt: skip
            rows.append(Row((name, listed(told), remark(facts))))
    columns = [Column("Signal"), Column("As declared"), Column("Why")]
    return (
        parts.table(Table("signals", "Traces and logs", columns, without_empty(columns, rows)))
        if rows
        else None
    )
