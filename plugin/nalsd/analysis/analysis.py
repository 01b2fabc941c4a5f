"""A design and everything computed of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nalsd.analysis.published import PublishedFigure
from nalsd.analysis.waterfall import PathResult
from nalsd.designs import Design, Finding
from nalsd.graph import Graph, Location, Problem, show

if TYPE_CHECKING:
    from nalsd.analysis.uncertainty import Uncertainty
    from nalsd.analysis.uncertainty.scaling import Scaling
    from nalsd.analysis.uncertainty.tornado import Tornado

CODES = {
    "dimension": "N301",
    "cycle": "N203",
    "non-finite": "N303",
    "outside-limits": "N305",
    "unknown-name": "N201",
}
"""The rule that a problem of the graph breaks."""

FEASIBLE = "feasible"
INFEASIBLE = "infeasible"
AS_FAR_AS_KNOWN = "feasible as far as known"


@dataclass
class TierResult:
    """What the analysis found of one tier; numbers are in the graph under `tiers.NAME.single`."""

    name: str
    resources: list[str]
    """The resources it uses, in the order of the words: `network`, `packets`, `cpu`, ..."""
    unknown: list[str]
    """Resources that are used and whose supply is not known: neither infinite nor zero."""
    limits: list[str]
    """Limits of the tier or of its stores."""
    stated: bool
    """Whether the author states how many nodes are deployed."""


@dataclass(frozen=True)
class TierCluster:
    """What the analysis found of one tier with all copies; numbers are in the graph under `tiers.NAME`."""

    name: str
    resources: list[str]
    """The resources whose need is known, as in `TierResult`."""
    unknown: list[str]
    """Resources that are used and whose supply is not known."""
    moving: list[str]
    """Resources (and limits) whose load falls on the survivors of a loss."""
    stores: list[str]
    """Stores on the tier for which copies are stated."""


@dataclass(frozen=True)
class RegionResult:
    """What the analysis found of one region; numbers are in the graph under `regions.NAME`."""

    name: str
    title: str
    """Its city, or its name in the knowledge."""
    located: bool
    """Whether it is known where it is."""
    runs: list[str]
    """The tiers that run there."""
    serves: list[tuple[str, str]]
    """Clients and their places that are nearest to it."""


@dataclass(frozen=True)
class Told:
    """A sentence about a stress test; a figure in it reads `[](nalsd:ID)`."""

    text: str
    above_zero: str | None = None
    """Id of the quantity without which there is nothing to tell: it is said where that is above 0."""
    otherwise: str = ""
    """What is said in its place where that is 0."""
    apart: tuple[str, str] | None = None
    """Ids of two quantities that the sentence sets apart; `otherwise` is said where they print alike."""

    def said(self, graph: Graph) -> str:
        """The sentence that fits the values; empty when there is nothing to tell."""
        holds = self.above_zero is None or (graph.value(self.above_zero) or 0) > 0
        alike = self.apart is not None and len({_shown(graph, id) for id in self.apart}) == 1
        return self.text if holds and not alike else self.otherwise


def _shown(graph: Graph, id: str) -> str:
    quantity = graph.get(id)
    return show(graph.value(id), quantity.unit if quantity else None)


@dataclass(frozen=True)
class StressResult:
    """What the analysis found of one stress test; numbers are in the graph under `stress.NAME`."""

    name: str
    kind: str
    """`surge`, `retry_storm`, `poison_pill`, `hot_key`, `loss`, `cold_cache`, `backlog`, `silent_loss`."""
    outcome: str
    """Id of the outcome: `survives`, `sheds`, `fails` or `unknown`."""
    expect: str
    """What the author says becomes of it."""
    story: list[str]
    """Ids of the quantities that tell what happens, in order."""
    verdicts: dict[str, tuple[Told, ...]]
    """For each outcome what is said of it."""
    sheds: str | None = None
    """Id of the share of the load that is refused or put off."""
    recovers: str | None = None
    """Id of the time until it is over."""
    tiers: list[str] = field(default_factory=list)
    """Tiers that it reaches; their figures stand under `stress.NAME.tiers.TIER`."""
    unknown: list[str] = field(default_factory=list)
    """What is not known of it, in words."""

    def outcome_in(self, graph: Graph) -> str:
        """The outcome; `unknown` too where a value that it follows from is."""
        return str(graph.value(self.outcome) or "unknown")

    def verdict(self, graph: Graph) -> str:
        """The sentences of the outcome; a figure in them reads `[](nalsd:ID)`."""
        told = self.verdicts.get(self.outcome_in(graph), ())
        return " ".join(said for each in told if (said := each.said(graph)))

    def told(self, graph: Graph) -> str:
        """The same with the values in, for a terminal."""
        return _FIGURE.sub(lambda link: _shown(graph, link[1]), self.verdict(graph))


_FIGURE = re.compile(r"\[\]\(nalsd:([\w.]+)\)")


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: what fills at which multiple of today's load."""

    quantity: str
    """Id of the headroom multiple."""
    tier: str
    what: str
    """A resource, or the name of a limit."""
    at: str
    """`target` or `full`."""
    multiple: float
    lifted_by: str
    """`nodes`, `shards` or `nothing`."""


@dataclass(frozen=True)
class AtScale:
    """What one multiple of today's load needs."""

    multiple: float
    nodes: dict[str, float | None]
    bottleneck: dict[str, str | None]
    broken: list[str]
    """Limits that no hardware lifts and that are exceeded there."""


@dataclass
class Analysis:
    """The quantity graph of a design with what pages, checks and commands need to read it."""

    design: Design
    graph: Graph
    findings: list[Finding] = field(default_factory=list)
    """What loading and the analysis found; rules add theirs."""
    tiers: dict[str, TierResult] = field(default_factory=dict)
    published: list[PublishedFigure] = field(default_factory=list)
    cluster: dict[str, TierCluster] = field(default_factory=dict)
    """Tiers with all copies, in the order of the design."""
    regions: dict[str, RegionResult] = field(default_factory=dict)
    """Regions, in the order of the design; none when the design says nothing of them."""
    paths: dict[str, PathResult] = field(default_factory=dict)
    """Paths with their stages, in the order of the design."""
    stress: dict[str, StressResult] = field(default_factory=dict)
    """Stress tests, in the order of the design."""
    alternatives: dict[str, Analysis | None] = field(default_factory=dict)
    """Each alternative evaluated in full; None when it could not be."""

    @cached_property
    def ladder(self) -> list[Rung]:
        """What fills at which multiple of today's load, in the order in which load meets it."""
        from nalsd.analysis.ladder import rungs

        return rungs(self)

    @cached_property
    def multiples(self) -> dict[float, dict[str, Any]]:
        """What has another value at 1x, 10x, 100x and 1000x of today's load."""
        from nalsd.analysis.ladder import multiples

        return multiples(self)

    @cached_property
    def scales(self) -> list[AtScale]:
        """What 1x, 10x, 100x and 1000x of today's load need."""
        from nalsd.analysis.ladder import scales

        return scales(self)

    @cached_property
    def uncertainty(self) -> Uncertainty | None:
        """Samples of the design; None where its author stated no range."""
        from nalsd.analysis.uncertainty import uncertainty
        from nalsd.analysis.uncertainty.tornado import headline_ids

        return uncertainty(self.graph, drawn=headline_ids(self.graph))

    @cached_property
    def tornadoes(self) -> list[Tornado]:
        """For each headline quantity the inputs that change it most."""
        from nalsd.analysis.uncertainty.tornado import tornadoes

        return tornadoes(self.graph)

    @cached_property
    def scaling(self) -> Scaling:
        """The design at multiples of its load, and where its promises and laws give way."""
        from nalsd.analysis.uncertainty.scaling import scaling

        return scaling(self)

    @property
    def verdict(self) -> str:
        """`feasible`, `infeasible`, or `feasible as far as known` when a supply is unknown."""
        self.graph.resolve()
        over = any(
            (self.graph.value(f"tiers.{t}{copies}.overload") or 0.0) > 1.0 + 1e-9
            for t in self.tiers
            for copies in (".single", "")
        ) or any((self.graph.value(id) or 0.0) > 1.0 + 1e-9 for id in self._ceilings())
        if over:
            return INFEASIBLE
        incomplete = any(
            t.unknown
            or self.graph.value(f"tiers.{t.name}.single.nodes") is None
            # Whatever the tier is asked for could not be computed: stated nodes prove nothing.
            or (t.resources and self.graph.value(f"tiers.{t.name}.single.needed") is None)
            for t in self.tiers.values()
        ) or any(self.graph.value(id) is None for id in self._ceilings())
        incomplete = incomplete or any(self._binds_nothing(name) for name in self.design.capacity.limits)
        return AS_FAR_AS_KNOWN if incomplete or not self.tiers else FEASIBLE

    @property
    def unsized(self) -> dict[str, str]:
        """Tiers without a computed number of nodes, and why there is none."""
        self.graph.resolve()
        return {
            name: _why_unsized(tier)
            for name, tier in self.tiers.items()
            if self.graph.value(f"tiers.{name}.single.needed") is None
        }

    def _binds_nothing(self, name: str) -> bool:
        """Whether a limit that nodes or shards raise is of nothing that has any: what it asks for counts
        nowhere."""
        limit = self.design.capacity.limits[name]
        if f"limits.{name}.utilisation" in self.graph:
            return False
        if limit.grows_by == "nodes":
            return not any(name in tier.limits for tier in self.tiers.values())
        of = str(limit.of).rpartition(".")[2]
        return of not in self.design.slo.stores and not any(name in t.limits for t in self.tiers.values())

    def _ceilings(self) -> list[str]:
        return [id for id in self.graph.ids("limits.") if id.endswith(".utilisation")]


def _why_unsized(tier: TierResult) -> str:
    if not tier.resources:
        return "no flow reaches it and it holds no data"
    unknown = [name.replace("cpu", "CPU").replace("_", " ") for name in tier.unknown]
    if unknown:
        return f"not known, of its machine or of its load: {', '.join(unknown)}"
    return "what it is asked for could not be computed: see the findings"


def findings_of(problems: list[Problem], fallback: Location) -> list[Finding]:
    """The graph's problems as findings."""
    found = []
    for problem in problems:
        place = problem.location or fallback
        if problem.column:
            place = Location(place.file, place.line, place.column + problem.column)
        found.append(
            Finding(CODES[problem.kind], problem.message, place, help=problem.help, quantity=problem.quantity)
        )
    return found
