"""Two trees of designs held against each other: inputs that changed, and what followed from them."""

from __future__ import annotations

import hashlib
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nalsd.checks.differences.inputs import Input, changed_inputs, relative
from nalsd.checks.following import UNREAD

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.units import Unit

ALIKE = 0.6
"""Share of their lines from which on a removed and an added design are one that was renamed."""
LARGEST = 1_000_000
"""Bytes of a file that is looked at for that."""
MOVED = 12
"""Quantities that are told as those that moved most."""
SAME = 1e-9
"""Relative change below which a quantity has not moved."""


@dataclass(frozen=True)
class Moved:
    """A quantity before and after, in base units; None where it has no value."""

    id: str
    label: str
    before: Any
    after: Any
    unit: Unit | None
    base: str | None
    """Unit of the values."""

    @property
    def change(self) -> float | None:
        """Relative change: 0.5 is half as much again. None where there is no such number."""
        if not isinstance(self.before, float) or not isinstance(self.after, float) or not self.before:
            return None
        return self.after / self.before - 1


@dataclass(frozen=True)
class Broken:
    """A design that could not be read in one of the trees."""

    revision: str
    """`before` or `after`."""
    file: str
    line: int
    message: str


@dataclass
class DesignDiff:
    """What became of one design."""

    slug: str
    title: str
    status: str
    """`added`, `removed`, `changed` or `broken`."""
    verdict: tuple[str | None, str | None] = (None, None)
    inputs: list[Input] = field(default_factory=list)
    headline: list[Moved] = field(default_factory=list)
    """Bottleneck, nodes, cost, availability, latencies."""
    objectives: list[tuple[str, bool | None, bool | None]] = field(default_factory=list)
    """Name, and whether it is kept."""
    moved: list[Moved] = field(default_factory=list)
    appeared: int = 0
    """Quantities that are new, and those that are gone."""
    vanished: int = 0
    broken: list[Broken] = field(default_factory=list)
    was: str | None = None
    """Of an added design the name of the removed one that it was; it is held against that."""
    now: str | None = None
    """Of a removed design the name that it has now."""

    @property
    def compared(self) -> bool:
        """Whether there is something before and after."""
        return self.status == "changed" or self.was is not None


def compare(before: Path, after: Path) -> list[DesignDiff]:
    """The designs that differ between two folders of designs, by name; one that does not exist has none."""
    old, new = _folders(before), _folders(after)
    was = _renamed({s: old[s] for s in old if s not in new}, {s: new[s] for s in new if s not in old})
    now = {earlier: slug for slug, earlier in was.items()}
    found = []
    for slug in sorted({*old, *new}):
        sides = old.get(was.get(slug, slug)), new.get(slug)
        if slug not in was and sides[0] and sides[1] and _print(sides[0]) == _print(sides[1]):
            continue
        diff = _design(slug, sides, (before, after))
        if slug in was:
            diff.was = was[slug]
            diff.status = "broken" if diff.broken else "added"
        diff.now = now.get(slug)
        found.append(diff)
    return found


def _renamed(gone: dict[str, Path], came: dict[str, Path]) -> dict[str, str]:
    """For each new name the old one of a design that reads mostly alike."""
    found: dict[str, str] = {}
    if not gone or not came:
        return found
    before, after = ({slug: _lines(folder) for slug, folder in side.items()} for side in (gone, came))
    alike = [(_share(before[old], after[new]), new, old) for new in after for old in before]
    for share, new, old in sorted(alike, key=lambda each: (-each[0], *each[1:])):
        if share >= ALIKE and new not in found and old not in found.values():
            found[new] = old
    return found


def _lines(folder: Path) -> set[bytes]:
    """The lines of a design's files."""
    files = [path for path in folder.glob("*.md") if path.is_file() and path.stat().st_size <= LARGEST]
    return {line.strip() for path in files for line in path.read_bytes().splitlines()}


def _share(one: set[bytes], other: set[bytes]) -> float:
    """The share of two designs' lines that both have."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def has_designs(root: Path) -> bool:
    """Whether there is any design in a folder."""
    return bool(_folders(root))


def _folders(root: Path) -> dict[str, Path]:
    from nalsd.designs import design_folders

    return {f.name: f for f in design_folders(root)[0]} if root.is_dir() else {}


def _print(folder: Path) -> str:
    """A fingerprint of what a design's folder holds."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0")
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _design(slug: str, folders: tuple[Path | None, Path | None], roots: tuple[Path, Path]) -> DesignDiff:
    from nalsd.analysis import analyse
    from nalsd.designs import load_design

    sides: list[Analysis | None] = [
        analyse(load_design(folder), alternatives=False) if folder else None for folder in folders
    ]
    before, after = sides
    status = "changed" if before and after else "added" if after else "removed"
    present = after or before
    assert present is not None
    diff = DesignDiff(slug, present.design.title, status)
    for side, root, name in zip(sides, roots, ("before", "after"), strict=True):
        if side is None:
            continue
        side.graph.resolve()
        diff.broken += [
            Broken(name, relative(f.location.file, root), f.location.line, f.message)
            for f in side.design.findings
            if f.code in UNREAD
        ]
    if diff.broken:
        diff.status = "broken"
        return diff
    diff.verdict = (before.verdict if before else None, after.verdict if after else None)
    diff.headline = [_moved(id, before, after) for id in _headline(before, after)]
    diff.objectives = _objectives(before, after)
    if before and after:
        diff.inputs = list(changed_inputs(before.design, after.design, roots))
        told = {m.id for m in diff.headline}
        ids = [q.id for q in after.graph if q.computed and q.id in before.graph and q.id not in told]
        both = [_moved(id, before, after) for id in ids]
        both = [m for m in both if m.change is not None and abs(m.change) > SAME and not _nothing(m)]
        # Of those that moved alike, the utilisations say most.
        diff.moved = sorted(both, key=lambda m: (-_size(m), ".utilisation" not in m.id, m.id))[:MOVED]
        diff.appeared = sum(q.id not in before.graph for q in after.graph)
        diff.vanished = sum(q.id not in after.graph for q in before.graph)
    return diff


def _size(moved: Moved) -> float:
    """How far a quantity moved, up and down alike: by its ratio."""
    ratio = 1 + (moved.change or 0.0)
    return round(abs(math.log(ratio)), 9) if ratio > 0 else math.inf


def _nothing(moved: Moved) -> bool:
    """Whether it is a chance or a time that nobody notices, before and after."""
    least = (
        0.0 if moved.unit is None else 1e-6 if moved.unit.text == "%" else 1e-8 if moved.unit.is_time else 0
    )
    return max(abs(moved.before), abs(moved.after)) < least


def _moved(id: str, before: Analysis | None, after: Analysis | None) -> Moved:
    from nalsd.checks.data import base_unit

    sides = [(side.graph, side.graph[id]) for side in (after, before) if side and id in side.graph]
    graph, quantity = sides[0]
    values = [side.graph.value(id) if side and id in side.graph else None for side in (before, after)]
    return Moved(id, quantity.label, values[0], values[1], quantity.unit, base_unit(graph, quantity))


def _headline(before: Analysis | None, after: Analysis | None) -> list[str]:
    """Ids of what a reviewer asks for first, of whichever side has them."""
    ids: dict[str, None] = {}
    for side in filter(None, (after, before)):
        graph = side.graph
        clustered = isinstance(graph.value("design.cluster.nodes"), float)
        largest = "design.cluster.largest_tier" if clustered else "design.largest_tier"
        tiers = [f"tiers.{tier}{'' if clustered else '.single'}" for tier in side.tiers]
        wanted = (
            largest, "design.nodes", "design.cluster.nodes", "design.regions.nodes", "design.cost",
            "design.availability", *(f"{tier}.{what}" for tier in tiers for what in ("nodes", "bottleneck")),
            *(f"paths.{path}.p99" for path in side.paths),
        )  # fmt: skip
        ids.update(dict.fromkeys(id for id in wanted if graph.value(id) is not None))
    return list(ids)


def _objectives(
    before: Analysis | None, after: Analysis | None
) -> list[tuple[str, bool | None, bool | None]]:
    from nalsd.analysis.uncertainty.scaling import kept, kept_ids

    found = [
        {id.split(".")[1]: kept(id, side.graph.value(id)) for id in kept_ids(side.graph)} if side else {}
        for side in (before, after)
    ]
    return [(name, found[0].get(name), found[1].get(name)) for name in dict.fromkeys([*found[0], *found[1]])]
