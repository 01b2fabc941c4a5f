"""Composed stages in the graph: a structure over ids becomes quantities with a formula of its own."""

from __future__ import annotations

from functools import cached_property

from nalsd.analysis.author import Author
from nalsd.graph import Formula, Symbol
from nalsd.physics import composed
from nalsd.physics.composition import Structure, numbers

SECOND = "second"


class Unknown(Exception):
    """Why the latency of a stage is not known."""


class Composed:
    """One structure of one design: its percentiles, its mean."""

    def __init__(self, author: Author, structure: Structure) -> None:
        self.author = author
        self.structure = structure
        self.symbols = {id: self._symbol(id) for id in numbers(structure)}
        self.inputs = {symbol.name: id for id, symbol in self.symbols.items()}

    def _symbol(self, id: str) -> Symbol:
        """A time, or a plain number."""
        quantity = self.author.graph[id]
        timed = quantity.unit is not None and quantity.unit.dimension.power(SECOND) == 1
        return Symbol(composed.symbol_of(id), "s" if timed else "1", quantity.label)

    @cached_property
    def _percentile(self) -> Formula:
        return composed.percentile_formula(self.structure, self.symbols)

    def percentile(self, id: str, level: float, *, label: str, note: str = "", partial: bool = True) -> None:
        """The time that this share of the requests stays below. What is no law is a finding where it is not
        `partial`: once a stage, and not again in every figure that follows."""
        self.author.graph.define(
            id, self._percentile, label=label, unit="s", role="duration", note=note, quantile=level,
            partial=partial, **self.inputs,
        )  # fmt: skip

    def mean(self, id: str, *, label: str, partial: bool = True) -> None:
        """The mean; `partial` as of percentiles."""
        self.author.graph.define(
            id, composed.mean_formula(self.structure, self.symbols), label=label, unit="s", role="duration",
            partial=partial, **self.inputs,
        )  # fmt: skip

    def slower(self, id: str, time: str, *, label: str) -> None:
        """The share of the requests that takes longer than a time, given by its id."""
        self.author.graph.define(
            id, composed.share_formula(self.structure, self.symbols), label=label, unit="%", role="ratio",
            partial=True, time=time, **self.inputs,
        )  # fmt: skip
