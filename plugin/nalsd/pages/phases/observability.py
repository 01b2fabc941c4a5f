"""Phase 5, observability: what each objective is measured with, and what watching costs."""

from __future__ import annotations

from typing import Any

from nalsd.analysis.words import title_of
from nalsd.pages import parts
from nalsd.pages.figures import printed
from nalsd.pages.html import element
from nalsd.pages.objectives import objective_chip
from nalsd.pages.parts import Widget
from nalsd.pages.tables import Column, Row, Table, without_empty
from nalsd.pages.view import DesignView, listed, remark

ID = "observability"


def observability_widgets(view: DesignView) -> list[Widget]:
    """Measures, series of each tier, the volume of each signal."""
    watched = view.design.architecture.observability
    if watched is None:
        return []
    return parts.filled(_measures(view, watched), _volume(view, watched), _series(view, watched))


def _measures(view: DesignView, watched: Any) -> Widget | None:
    slos = view.design.slo.slos
    rows = [
        Row(
            (
                title_of(name, slos.get(name)), str(how),
                objective_chip(view, str(name)) if name in slos else None,
            )
        )
        for name, how in watched.measures.items()
    ]  # fmt: skip
    columns = [Column("Objective"), Column("Measured with"), Column("Computed")]
    rows = without_empty(columns, rows) if rows else rows
    title = "What each objective is measured with"
    return parts.table(Table("measures", title, columns, rows)) if rows else None


def _series(view: DesignView, watched: Any) -> Widget | None:
    """Series of each tier: metrics of a node, times labels, times nodes."""
    rows = []
    for name, metrics in watched.metrics.items():
        id = f"{ID}.metrics.{name}"
        labels = listed(f"{label} × {values.text}" for label, values in metrics.labels.items())
        figures = (view.q(f"{id}.metrics"), labels or None, view.q(f"{id}.nodes"), view.q(f"{id}.series"))
        rows.append(Row((title_of(name, view.design.capacity.tiers.get(name)), *figures)))
    if not rows:
        return None
    rows.append(Row((element("strong", "All tiers"), "", "", "", view.q(f"{ID}.series"))))
    columns = [
        Column("Tier"), Column("Metrics", "of a node"), Column("Labels", "and their values"),
        Column("Nodes"), Column("Series"),
    ]  # fmt: skip
    note = "Each value of a label makes every series once more; that is what makes metrics expensive."
    return parts.table(Table("metrics", "Series of each tier", columns, without_empty(columns, rows), note))


def _volume(view: DesignView, watched: Any) -> Widget | None:
    """Rate, size and bytes a day of metrics, traces and logs."""
    rows = []
    for name, declared, share, rate, size, day, kept_for, kept in (
        ("Metrics", watched.metrics or None, None, "samples", "sample", "metrics_bytes_day", None, None),
        ("Traces", watched.traces, "trace_sample", "trace_spans", "span", "trace_bytes_day", "trace_keep",
         "trace_kept"),
        ("Logs", watched.logs, "log_sample", "logged", "log_each", "log_bytes_day", "log_keep", "log_kept"),
    ):  # fmt: skip
        if declared is None:
            continue
        ids = (share, rate, size, day, kept_for, kept)
        figures = [view.q(f"{ID}.{id}") if id else None for id in ids]
        rows.append(Row((name, *figures, remark(declared) if name != "Metrics" else None)))
    if not rows:
        return None
    if len(rows) > 1:
        rows.append(Row((element("strong", "Together"), "", "", "", view.q(f"{ID}.bytes_day"), "", "", None)))
    columns = [
        Column("Signal"), Column("Of the requests"), Column("Rate", "average", mixed=True),
        Column("Size", "of each", mixed=True), Column("A day"), Column("Kept for"), Column("Kept"),
        Column("Why"),
    ]  # fmt: skip
    scrape = view.q(f"{ID}.scrape")
    note = f"Metrics are read every {printed(scrape).text}." if scrape is not None else ""
    return parts.table(Table("signals", "What watching costs", columns, without_empty(columns, rows), note))


__all__ = ["observability_widgets"]
