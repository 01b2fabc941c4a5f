"""Where boxes and arrows go. The only module that knows Graphviz: it hands over sizes, positions come back.

No text of a design reaches the engine: nodes are numbers, labels are empty boxes of the right size.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

POINT = 72.0
"""Graphviz sizes are inches of 72 points; a point is drawn as a pixel."""

TIMEOUT_S = 20


class LayoutError(RuntimeError):
    """The layout engine is missing or could not place the graph."""


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: float
    height: float


@dataclass(frozen=True)
class Link:
    """An arrow between two boxes, by their indexes, with room for its label."""

    tail: int
    head: int
    label: Size | None = None


@dataclass(frozen=True)
class Cluster:
    """Boxes that stand together in a frame with a title."""

    members: Sequence[int]
    title: Size


Point = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """A finished layout in pixels, y downwards. Boxes by centre, frames by left, top, right, bottom."""

    width: float
    height: float
    boxes: Sequence[Point]
    links: Sequence[tuple[Sequence[Point], Point | None]]
    """For each link a start, cubic Bézier points and the arrow's tip, then its label's centre."""
    frames: Sequence[tuple[float, float, float, float]]


def arrange(
    boxes: Sequence[Size], links: Sequence[Link], clusters: Sequence[Cluster], across: bool
) -> Placed:
    """Places boxes in ranks from left to right (`across`) or from top to bottom; raises LayoutError."""
    return _read(_run(_dot(boxes, links, clusters, across)), len(boxes), len(links), len(clusters))


def _dot(boxes: Sequence[Size], links: Sequence[Link], clusters: Sequence[Cluster], across: bool) -> str:
    lines = [
        "digraph {",
        f"graph [rankdir={'LR' if across else 'TB'} nodesep=0.35 ranksep={0.55 if across else 0.5} pad=0];",
        'node [shape=box fixedsize=true label=""]; edge [arrowsize=0.8 minlen=1];',
    ]
    for index, box in enumerate(boxes):
        lines.append(f"n{index} [width={box.width / POINT:.4f} height={box.height / POINT:.4f}];")
    for index, cluster in enumerate(clusters):
        members = "; ".join(f"n{member}" for member in cluster.members)
        lines.append(
            f"subgraph cluster_{index} {{ margin=14; labeljust=l; label={_room(cluster.title)}; {members} }}"
        )
    for link in links:
        label = f"label={_room(link.label)}" if link.label else ""
        lines.append(f"n{link.tail} -> n{link.head} [{label}];")
    return "\n".join([*lines, "}"])


def _room(size: Size) -> str:
    table = f'<table border="0" fixedsize="true" width="{size.width:.0f}" height="{size.height:.0f}">'
    return f"<{table}<tr><td></td></tr></table>>"


def _run(dot: str) -> dict:
    try:
        done = subprocess.run(
            [_engine(), "-Tjson0"], input=dot.encode(), capture_output=True, timeout=TIMEOUT_S, check=True
        )
        return json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise LayoutError(f"the diagram's layout failed: {error}") from error


@cache
def _engine() -> str:
    """Path of the engine that came with the package, wherever the installer put its scripts."""
    try:
        files = distribution("graphviz-pure").files or []
    except PackageNotFoundError as error:
        raise LayoutError("diagrams need the package graphviz-pure") from error
    for file in files:
        if (
            file.stem == "graphviz-pure"
            and file.suffix in ("", ".exe")
            and file.parent.name in ("bin", "Scripts")
        ):
            return str(file.locate().resolve())
    raise LayoutError("the package graphviz-pure is installed without its command")


def _read(found: dict, boxes: int, links: int, clusters: int) -> Placed:
    left, bottom, right, top = (float(part) for part in found["bb"].split(","))

    def flip(text: str) -> Point:
        x, y = text.split(",")
        return round(float(x) - left, 2), round(top - float(y), 2)

    named = {item["name"]: item for item in found.get("objects", ())}
    arrows: list[tuple[Sequence[Point], Point | None]] = []
    for edge in found.get("edges", ()):
        tip, *points = edge["pos"].split(" ")
        label = flip(edge["lp"]) if "lp" in edge else None
        arrows.append(([*map(flip, points), flip(tip.removeprefix("e,"))], label))
    if len(arrows) != links:
        raise LayoutError("the diagram's layout lost an arrow")
    frames = []
    for index in range(clusters):
        x0, y0, x1, y1 = named[f"cluster_{index}"]["bb"].split(",")
        frames.append((*flip(f"{x0},{y1}"), *flip(f"{x1},{y0}")))
    return Placed(
        right - left, top - bottom, [flip(named[f"n{i}"]["pos"]) for i in range(boxes)], arrows, frames
    )
