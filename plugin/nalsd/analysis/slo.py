"""Phase 2, objectives: what each promises, and the error budget it leaves."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.words import words
from nalsd.designs.schema.slo import Slo
from nalsd.physics import slo as budgets

UNITS = {"availability": "%", "durability": "%", "latency": "s", "freshness": "s", "throughput": "request/s"}
"""Unit of each kind of objective."""


def add_slos(author: Author) -> None:
    """Targets and error budgets; whether the design reaches them follows with paths and quorums."""
    for name, slo in author.design.slo.slos.items():
        _target(author, name, slo)


def _target(author: Author, name: str, slo: Slo) -> None:
    graph, id, title = author.graph, f"slos.{name}", words(name)
    if slo.target is None:
        return
    author.state(
        f"{id}.target",
        slo.target,
        label=f"{title}, {slo.objective}",
        role="objective",
        unit=UNITS.get(slo.objective),
    )
    if slo.objective != "availability":
        return
    author.state(
        f"{id}.window", slo.window, label=f"{title}, window", role="duration", unit="s", default="30 d"
    )
    graph.define(
        f"{id}.error_budget_time",
        budgets.error_budget_time,
        label=f"{title}, error budget in time",
        unit="s",
        role="limit",
        target=f"{id}.target",
        window=f"{id}.window",
    )
    workload = workload_of(author, slo)
    if workload is not None:
        graph.define(
            f"{id}.error_budget_requests",
            budgets.error_budget_requests,
            label=f"{title}, error budget in requests",
            unit="request",
            role="limit",
            target=f"{id}.target",
            window=f"{id}.window",
            rate=f"workloads.{workload}.average",
        )


def workload_of(author: Author, slo: Slo) -> str | None:
    """The workload whose requests an objective counts: its own, or its path's."""
    head, _, name = str(slo.for_).partition(".")
    if head == "workloads" and name in author.design.context.workloads:
        return name
    if head == "paths" and name in author.design.architecture.paths:
        workload = author.design.architecture.paths[name].workload
        return str(workload) if workload in author.design.context.workloads else None
    return None
