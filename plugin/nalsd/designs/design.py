"""A design: its six phases as models, its prose, and everything that is wrong with its files."""

from __future__ import annotations

from collections.abc import Mapping as Mappings
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nalsd.designs.files import read_example
from nalsd.designs.findings import Finding
from nalsd.designs.problems import Problems
from nalsd.designs.prose import Prose
from nalsd.designs.schema.architecture import Architecture
from nalsd.designs.schema.capacity import Capacity
from nalsd.designs.schema.context import Context
from nalsd.designs.schema.index import Index
from nalsd.designs.schema.iterations import Iterations
from nalsd.designs.schema.published import Published
from nalsd.designs.schema.slo import SloPhase
from nalsd.designs.schema.stress import Stress
from nalsd.designs.tree import NOWHERE, Mapping, Sequence, Text, copied
from nalsd.graph.source import Location

PHASES: dict[int, tuple[str, type]] = {
    1: ("context", Context),
    2: ("slo", SloPhase),
    3: ("capacity", Capacity),
    4: ("iterations", Iterations),
    5: ("architecture", Architecture),
    6: ("stress", Stress),
}
"""The attribute and the model of each phase."""

FILES: dict[int | str, tuple[str, type]] = {
    "index": ("index", Index),
    **PHASES,
    "published": ("published", Published),
}
"""The attribute and the model of each file of a design."""

USUAL_NAMES = {
    "index": "index.md",
    1: "1-context.md",
    2: "2-slo.md",
    3: "3-capacity.md",
    4: "4-iterations.md",
    5: "5-architecture.md",
    6: "6-stress-test.md",
    "published": "published.md",
}
"""What the files are usually called; a file's phase comes from its front-matter."""


@dataclass
class PhaseFile:
    """One file of a design."""

    path: Path
    location: Location
    """The file's first line, its path as people see it."""
    prose: Prose
    tree: Mapping | None
    """The front-matter as written; None when it could not be read."""


@dataclass
class Design:
    """One folder under `designs/`. A phase that is missing or broken is its model's empty default."""

    slug: str
    folder: Path
    index: Index = field(default_factory=Index)
    context: Context = field(default_factory=Context)
    slo: SloPhase = field(default_factory=SloPhase)
    capacity: Capacity = field(default_factory=Capacity)
    iterations: Iterations = field(default_factory=Iterations)
    architecture: Architecture = field(default_factory=Architecture)
    stress: Stress = field(default_factory=Stress)
    published: Published | None = None
    files: dict[int | str, PhaseFile] = field(default_factory=dict)
    """By phase, and `index` and `published`."""
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Dotted paths (`tiers.edge`) of entries that were left out because a finding says what is wrong.

    That they are missing elsewhere needs no second finding.
    """
    fallback_status: str = "draft"
    """The status as far as it could be made out of an index that could not be read."""

    @property
    def title(self) -> str:
        """Title; the slug in words when none is written."""
        return self.index.title or self.slug.replace("-", " ").capitalize()

    @property
    def summary(self) -> str:
        """Summary, or nothing."""
        return self.index.summary or ""

    @property
    def status(self) -> str:
        """`draft`, `review` or `published`, even when the index is broken."""
        return str(self.index.status) if self.index.given("status") else self.fallback_status

    @property
    def tags(self) -> list[str]:
        """Words of the catalogue."""
        return [str(tag) for tag in self.index.tags]

    @property
    def owners(self) -> list[str]:
        """Who answers for the design."""
        return [str(owner) for owner in self.index.owners]

    @property
    def location(self) -> Location:
        """Where the design as a whole is found: its index, else its first file, else its folder."""
        first = self.files.get("index") or next(iter(self.files.values()), None)
        return first.location if first else Location(str(self.folder), 1, 1)

    def file_of(self, phase: int | str) -> Location:
        """The first line of a phase's file, or of the design when there is none."""
        return self.files[phase].location if phase in self.files else self.location

    def example(self, path: str) -> str | Finding:
        """The text of a file that the front-matter names, or a finding when it cannot be read."""
        found = read_example(self.folder, path, getattr(path, "location", NOWHERE))
        return found.of(self.slug) if isinstance(found, Finding) else found

    def changed(self, changes: Mappings[str, str | Text]) -> Design:
        """The design with some keys of its front-matter set otherwise: `{"tiers.lb.datapath": "xdp"}`.

        The new design has the findings of the changed files only. A path whose first key no file has is a
        finding.
        """
        trees: dict[int | str, Mapping] = {}
        findings: list[Finding] = []
        for path, value in changes.items():
            steps = path.split(".")
            owner = next((key for key, (_, model) in FILES.items() if steps[0] in model.known_keys()), None)
            place = getattr(path, "location", None) or getattr(value, "location", NOWHERE)
            if owner is None or len(steps) < 2:
                findings.append(
                    Finding(
                        "N201",
                        f"`{path}` leads to no key of the front-matter",
                        place,
                        "begin with a key such as `tiers`, `flows` or `workloads`",
                        design=self.slug,
                    )
                )
                continue
            if owner not in trees:
                file = self.files.get(owner)
                trees[owner] = (
                    copied(file.tree) if file and file.tree is not None else Mapping(self.file_of(owner))
                )
            trouble = _put(trees[owner], steps, value if isinstance(value, Text) else Text(value, place))
            if trouble:
                findings.append(
                    Finding(
                        "N201",
                        f"`{path}` {trouble}",
                        place,
                        "name an entry that the front-matter has",
                        design=self.slug,
                    )
                )
        parts: dict[str, Any] = {}
        broken = set(self.broken)
        for owner, tree in trees.items():
            name, model = FILES[owner]
            problems = Problems()
            read = problems.read_root(model, copied(tree))
            findings += [finding.of(self.slug) for finding in problems.findings]
            broken |= problems.broken
            if read is not None:
                parts[name] = read
        files = dict(self.files)
        for owner, tree in trees.items():
            if owner in files:
                files[owner] = replace(files[owner], tree=tree)
        return replace(self, findings=findings, broken=broken, files=files, **parts)


def _put(tree: Mapping, steps: list[str], value: Text) -> str | None:
    """Sets a key deep in a tree; gives what is wrong when the way there does not exist."""
    here: Any = tree
    for index, step in enumerate(steps[:-1]):
        entry = here.get(step) if isinstance(here, Mapping) else None
        if isinstance(entry, Text) and not entry.null:
            return f"leads through the single value `{step}`"
        if isinstance(entry, Sequence):
            return f"leads through the list `{step}`"
        if not isinstance(entry, Mapping):
            if index < 2:
                return f"names `{'.'.join(steps[: index + 1])}`, which does not exist"
            entry = Mapping(value.location)
            here.put(Text(step, value.location), entry)
        here = entry
    here.put(Text(steps[-1], value.location), value)
    return None


@dataclass
class Catalogue:
    """Every design below a folder, and what is wrong with the folder itself."""

    root: Path
    designs: list[Design] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """Findings of no design: a folder without designs."""

    @property
    def all_findings(self) -> list[Finding]:
        """Those of the folder and of every design, in order of files and lines."""
        return [*self.findings, *(finding for design in self.designs for finding in design.findings)]

    def design(self, slug: str) -> Design | None:
        """A design by its slug."""
        return next((design for design in self.designs if design.slug == slug), None)
