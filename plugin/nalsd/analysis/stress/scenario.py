"""What the modules of the kinds share: writing quantities of one scenario, in the order they tell it."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.stress.inputs import state_within
from nalsd.analysis.stress.outcome import cannot_be_told, figure
from nalsd.analysis.words import words
from nalsd.designs import Value
from nalsd.designs.schema.stress import Scenario
from nalsd.graph import Expr, Formula
from nalsd.physics import overload
from nalsd.units import Unit

Kind = TypeVar("Kind", bound=Scenario)


class Teller(Generic[Kind]):
    """One scenario: its quantities `stress.NAME.*`, those that tell what happens, and what is not known."""

    def __init__(
        self,
        author: Author,
        name: str,
        scenario: Kind,
        tiers: dict[str, TierResult],
        cluster: dict[str, TierCluster],
    ) -> None:
        self.author, self.graph = author, author.graph
        self.name, self.scenario = name, scenario
        self.tiers, self.cluster = tiers, cluster
        self.id = f"stress.{name}"
        self.title = words(name)
        self.story: list[str] = []
        self.unknown: list[str] = []

    def part(self, part: str) -> str:
        """Id of one of its quantities."""
        return f"{self.id}.{part}"

    def has(self, part: str) -> bool:
        """Whether it has this quantity."""
        return self.part(part) in self.graph

    def shown(self, part: str) -> str:
        """A figure of it, in a sentence."""
        return figure(self.part(part))

    def state(
        self, part: str, value: Value | None, label: str, role: str, unit: str, law: str, **bounds: Any
    ) -> str:
        """What the author states of it, held to the law; gives the id."""
        state_within(
            self.author,
            self.part(part),
            value,
            label=f"{self.title}, {label}",
            role=role,
            unit=unit,
            law=law,
            **bounds,
        )
        return self.part(part)

    def express(
        self, part: str, expr: Expr, label: str, unit: Unit | str | None, role: str, *, tell: bool = False
    ) -> str:
        """A quantity of an expression; gives the id."""
        self.graph.express(self.part(part), expr, label=f"{self.title}, {label}", unit=unit, role=role)
        return self._told(part, tell)

    def define(
        self,
        part: str,
        formula: Formula,
        label: str,
        unit: Unit | str | None,
        role: str,
        *,
        tell: bool = False,
        output: str = "result",
        partial: bool = False,
        **inputs: Any,
    ) -> str:
        """A quantity of a formula; gives the id."""
        self.graph.define(
            self.part(part),
            formula,
            output=output,
            partial=partial,
            label=f"{self.title}, {label}",
            unit=unit,
            role=role,
            **inputs,
        )
        return self._told(part, tell)

    def shed(self, what: str, multiple: str | float = 1.0) -> None:
        """The share of a load that is not `carried`; `multiple` is the load in times of today's."""
        self.define(
            "shed",
            overload.shed_share,
            what,
            "%",
            "ratio",
            tell=True,
            multiple=multiple,
            carried=self.part("carried"),
        )

    def _told(self, part: str, tell: bool) -> str:
        if tell:
            self.story.append(self.part(part))
        return self.part(part)

    def result(
        self,
        outcome: str,
        verdicts: dict[str, tuple[Told, ...]],
        *,
        sheds: str | None = None,
        recovers: str | None = None,
        tiers: list[str] | None = None,
    ) -> StressResult:
        """The scenario as pages and checks read it; `sheds` and `recovers` are parts."""
        return StressResult(
            self.name,
            self.scenario.word,
            outcome,
            str(self.scenario.expect),
            self.story,
            {"unknown": cannot_be_told(self.unknown), **verdicts},
            self.part(sheds) if sheds and self.has(sheds) else None,
            self.part(recovers) if recovers and self.has(recovers) else None,
            tiers or [],
            self.unknown,
        )

    def cannot_tell(self, why: str) -> StressResult:
        """A scenario of which nothing can be computed: unknown, and never a pass."""
        if why not in self.unknown:
            self.unknown.append(why)
        self.graph.given(
            f"{self.id}.outcome", "unknown", label=f"{self.title}, outcome", unit="1", role="choice", note=why
        )
        return self.result(f"{self.id}.outcome", {})
