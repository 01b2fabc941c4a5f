"""Phase 2, throughput: the rate that every tier and limit on the way sustains, against what is promised."""

from __future__ import annotations

from nalsd.analysis.analysis import TierResult
from nalsd.analysis.author import Author
from nalsd.analysis.context import planned
from nalsd.analysis.slo import workload_of
from nalsd.analysis.stress.growth import TWICE, Growth
from nalsd.analysis.stress.inputs import measured_in
from nalsd.analysis.stress.strain import Strain, strains
from nalsd.analysis.stress.surge import workload_rates
from nalsd.analysis.words import words
from nalsd.designs.schema.slo import Slo
from nalsd.graph import Name, argmax, minimum
from nalsd.physics import overload

LEVELS = (("at_target", "until something is at its target"), ("at_full", "until something is full"))
"""Both rates that a tier carries, and what ends them."""


def add_throughput(author: Author, tiers: dict[str, TierResult]) -> None:
    """Ids `slos.X.{reached,at_full,binds}` of every objective on throughput.

    What counts is sustained: the rate at which the first resource of any tier that the load reaches is at
    its target, queues that are worked off later included, since they would grow without end.
    """
    for name, slo in author.design.slo.slos.items():
        if slo.objective == "throughput" and slo.target is not None:
            _Objective(author, name, slo).add(tiers)


class _Objective:
    def __init__(self, author: Author, name: str, slo: Slo) -> None:
        self.author, self.graph, self.slo = author, author.graph, slo
        self.id, self.title = f"slos.{name}", words(name)
        assert slo.target is not None
        self.unit = "B/s" if measured_in(author, slo.target, "B/s") else "request/s"

    def add(self, tiers: dict[str, TierResult]) -> None:
        workload = workload_of(self.author, self.slo)
        if workload is None:
            return self._unknown("it is for no workload and no path")
        rate = (
            f"workloads.{workload}.peak_payload" if self.unit == "B/s"
            else planned(self.author, workload, "peak")
        )  # fmt: skip
        growth = Growth(self.author, self.id, workload_rates(self.author, workload), TWICE)
        found = strains(self.author, self.id, tiers, growth, "at twice the load")
        unknown = [what for strain in found for what in strain.unknown]
        carried = {strain.title: strain for strain in found if strain.under}
        if not carried or unknown or rate not in self.graph:
            return self._unknown(f"{unknown[0]} is unknown" if unknown else "no tier carries it")
        for strain in carried.values():
            self._strain(strain, rate)
        for level, part, label in (
            ("at_target", "reached", "rate that all of its tiers carry at their targets"),
            ("at_full", "at_full", "rate at which the first of its tiers is full"),
        ):
            self.graph.express(
                f"{self.id}.{part}", minimum(*[Name(f"{s.id}.{level}") for s in carried.values()]),
                label=f"{self.title}, {label}", unit=self.unit, role="headroom",
            )  # fmt: skip
        self.graph.express(
            f"{self.id}.binds",
            argmax({title: 1.0 / Name(f"{s.id}.at_target") for title, s in carried.items()}),
            label=f"{self.title}, what binds first", unit="1", role="choice",
        )  # fmt: skip
        self.graph.express(
            f"{self.id}.margin", Name(f"{self.id}.reached") / Name(f"{self.id}.target") - 1.0,
            label=f"{self.title}, rate beyond the objective", unit="%", role="ratio",
        )  # fmt: skip

    def _strain(self, strain: Strain, rate: str) -> None:
        """The rates that one tier or limit carries."""
        targets, full = self._levels(strain)
        for (part, until), levels in zip(LEVELS, (targets, full), strict=True):
            self.graph.define(
                f"{strain.id}.{part}", overload.throughput_carried,
                label=f"{self.title}, {strain.title.lower()}, rate {until}", unit=self.unit,
                role="headroom", rate=rate, before=list(strain.before.values()),
                twice=list(strain.under.values()), levels=levels,
            )  # fmt: skip

    def _levels(self, strain: Strain) -> tuple[list[str | float], list[str | float]]:
        """For each resource its target, and full."""
        full: list[str | float] = [1.0] * len(strain.under)
        return (full if strain.tier is None else [self._target(strain.tier, r) for r in strain.under]), full

    def _target(self, tier: str, resource: str) -> str:
        single = f"tiers.{tier}.single.{resource}"
        return f"{single}.allowed_share" if f"{single}.allowed_share" in self.graph else f"{single}.target"

    def _unknown(self, why: str) -> None:
        self.graph.given(f"{self.id}.reached", None, label=f"{self.title}, reached", unit=self.unit,
                         role="headroom", note=why)  # fmt: skip


__all__ = ["add_throughput"]
