"""Phase 5, stages: mean, median and 99th percentile of each stage of a path and of those inside it."""

from __future__ import annotations

from nalsd.analysis.composing import Composed, Unknown
from nalsd.analysis.stage_laws import STRUCTURES, Walk, referred, stage_title
from nalsd.analysis.waterfall import StageResult
from nalsd.analysis.words import words
from nalsd.designs.schema import stages as kinds

LABELS = {"p50": "median", "p99": "99th percentile", "mean": "mean"}
"""What is computed of each stage."""


def add_stage(walk: Walk, id: str, stage: kinds.Stage) -> StageResult:
    """The quantities of a stage and of those inside it: mean, median, 99th percentile."""
    result = StageResult(id, stage.kind, stage_title(walk.author, stage), referred(stage))
    inside = getattr(stage, "all_of", None) or getattr(stage, "first_of", None)
    for number, part in enumerate(inside or getattr(stage, "stages", None) or (), 1):
        result.parts.append(add_stage(walk, f"{id}.{number}", part))
    try:
        result.structure = STRUCTURES[type(stage)](walk, id, stage, result.parts)
    except Unknown as reason:
        result.unknown = str(reason)
    _figures(walk, result)
    return result


def _figures(walk: Walk, result: StageResult) -> None:
    graph, id, title = walk.author.graph, result.id, f"{words(walk.path)}, {result.title}"
    figures = Composed(walk.author, result.structure) if result.structure is not None else None
    told = False
    for part, level in (("p50", 0.5), ("p99", 0.99), ("mean", None)):
        label = f"{title}, {LABELS[part]}"
        if f"{id}.{part}" in graph:
            continue  # as measured
        if figures is None:
            graph.given(f"{id}.{part}", None, label=label, unit="s", role="duration", note=result.unknown)
        elif level is None:
            figures.mean(f"{id}.{part}", label=label, partial=told)
        else:
            figures.percentile(f"{id}.{part}", level, label=label, partial=told)
            told = True
