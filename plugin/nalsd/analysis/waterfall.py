"""What the analysis found of paths, for a page to draw: stages with ids, their numbers in the graph."""

from __future__ import annotations

from dataclasses import dataclass, field

from nalsd.physics.composition import Structure


@dataclass
class StageResult:
    """One stage of a path; its numbers are in the graph under its id."""

    id: str
    """`paths.ingest.stages.2`; a stage inside another has one more number."""
    kind: str
    title: str
    of: str
    """What it refers to: a tier, a flow, a store; empty where there is no such thing."""
    parts: list[StageResult] = field(default_factory=list)
    """Stages inside it, of `all_of`, `first_of` and `when`."""
    unknown: str = ""
    """Why nothing is known of it."""
    structure: Structure | None = None
    """How it comes about, over ids of quantities; None when nothing is known of it."""


@dataclass
class PathResult:
    """One path; its numbers are in the graph under `paths.NAME`."""

    name: str
    workload: str | None
    asynchronous: bool
    stages: list[StageResult] = field(default_factory=list)
    unknown: str = ""
    """Why its percentiles are not known; empty when they are."""
    structure: Structure | None = None
