"""Phase 5, paths: stages composed to percentiles, between their two bounds, and held against SLOs."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.composing import Composed, Unknown
from nalsd.analysis.hops import Hops
from nalsd.analysis.places import Places
from nalsd.analysis.queues import add_queues
from nalsd.analysis.stage_laws import Walk, serial
from nalsd.analysis.stages import add_stage
from nalsd.analysis.waterfall import PathResult
from nalsd.analysis.ways import CORRELATION, in_series
from nalsd.analysis.words import words
from nalsd.designs.schema.slo import Slo
from nalsd.graph import Name
from nalsd.graph.words import in_words
from nalsd.physics import latency
from nalsd.physics import paths as physics

TIMED = ("latency", "freshness")
"""Objectives that a path is held against."""


def add_paths(author: Author, places: Places) -> dict[str, PathResult]:
    """Every path; ids `paths.P.*`, `paths.P.stages.N.*`, `tiers.T.queue.*`, and what SLOs reach."""
    declared = author.design.architecture
    if not declared.paths:
        return {}
    add_queues(author)
    stated = declared.correlation
    if stated is not None and stated.text.strip() == "independent":
        stated = None
    title = "Requests that find all stages slow together"
    if stated is None:
        author.graph.given(CORRELATION, 0.0, label=title, role="ratio", unit="%", default=True,
                           note="stages are independent of each other")  # fmt: skip
    else:
        author.state(f"{CORRELATION}_stated", stated, label=f"{title}, as stated", role="ratio", unit="%")
        author.graph.define(CORRELATION, physics.share_together, label=title, role="ratio", unit="%",
                            share=f"{CORRELATION}_stated")  # fmt: skip
    hops = Hops(author, places)
    results = {name: _path(author, hops, name) for name in declared.paths}
    for name, slo in author.design.slo.slos.items():
        if slo.objective in TIMED:
            _objective(author, name, slo, results)
    return results


def _path(author: Author, hops: Hops, name: str) -> PathResult:
    declared = author.design.architecture.paths[name]
    walk = Walk(author, hops, name, declared)
    result = PathResult(name, walk.workload, declared.asynchronous)
    for number, stage in enumerate(declared.stages, 1):
        result.stages.append(add_stage(walk, f"paths.{name}.stages.{number}", stage))
    try:
        serial(result.stages)
        result.structure = in_series(walk, result.stages)
    except Unknown as reason:
        result.unknown = str(reason)
    _figures(author, result)
    return result


def _figures(author: Author, result: PathResult) -> None:
    graph, id, title = author.graph, f"paths.{result.name}", words(result.name)
    labels = {
        "p50": "median", "p99": "99th percentile", "p99_independent": "99th percentile, stages independent",
        "mean": "mean", "p99_sum": "99th percentiles of its stages added up",
    }  # fmt: skip
    if result.structure is None:
        for part, label in labels.items():
            graph.given(f"{id}.{part}", None, label=f"{title}, {label}", unit="s", role="duration",
                        note=result.unknown)  # fmt: skip
        return
    whole = Composed(author, result.structure)
    whole.percentile(f"{id}.p50", 0.5, label=f"{title}, {labels['p50']}")
    whole.percentile(f"{id}.p99", 0.99, label=f"{title}, {labels['p99']}",
                     note="between independent stages and stages that are slow together")  # fmt: skip
    whole.mean(f"{id}.mean", label=f"{title}, {labels['mean']}")
    independent = result.structure
    if independent[0] == "correlated":
        independent = ("serial", *independent[2:])
    Composed(author, independent).percentile(
        f"{id}.p99_independent", 0.99, label=f"{title}, {labels['p99_independent']}"
    )
    graph.define(
        f"{id}.p99_sum", latency.stages_slow_together, label=f"{title}, {labels['p99_sum']}", unit="s",
        role="duration", stages=[f"{stage.id}.p99" for stage in result.stages],
    )  # fmt: skip


def _objective(author: Author, name: str, slo: Slo, results: dict[str, PathResult]) -> None:
    """What an SLO of latency or freshness reaches, its margin, and whether it is met."""
    graph, id, title = author.graph, f"slos.{name}", words(name)
    path = _path_of(slo, results)
    level = level_of(slo)
    if path is None or path.structure is None or level is None:
        reason = "no path is held to it" if path is None else f"the path {path.name}: {path.unknown}"
        graph.given(f"{id}.reached", None, label=f"{title}, reached", unit="s", role="duration", note=reason)
        return
    percentile = "median" if level == 0.5 else f"percentile {level * 100:g}"
    Composed(author, path.structure).percentile(
        f"{id}.reached", level, label=f"{title}, {percentile} of {in_words(path.name)}"
    )
    graph.define(
        f"{id}.margin", physics.objective_margin, label=f"{title}, what is left of the objective", unit="%",
        role="ratio", reached=f"{id}.reached", target=f"{id}.target",
    )  # fmt: skip
    graph.express(
        f"{id}.met", Name(f"{id}.reached") <= Name(f"{id}.target"), label=f"{title}, met", unit="1",
        role="verdict",
    )  # fmt: skip


def level_of(slo: Slo) -> float | None:
    """The percentile an objective is stated at, as a share: `p99.9` is 0.999. The 99th where it says none."""
    if slo.at is None:
        return 0.99
    try:
        level = float(str(slo.at).removeprefix("p")) / 100
    except ValueError:
        return None
    return level if 0 < level < 1 else None


def _path_of(slo: Slo, results: dict[str, PathResult]) -> PathResult | None:
    """The path an objective is of: named, or the only one that the workload's requests wait for."""
    head, _, name = str(slo.for_).partition(".")
    if head == "paths":
        return results.get(name)
    if head == "workloads":
        waited = [r for r in results.values() if r.workload == name and not r.asynchronous]
        return waited[0] if len(waited) == 1 else None
    return None
