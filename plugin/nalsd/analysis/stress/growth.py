"""Load that is a multiple of today's, carried along the graph: what follows from it grows, the rest stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nalsd.analysis.author import Author
from nalsd.graph import Const, Expr, Name
from nalsd.graph.expr import Op

STANDS = re.compile(
    r"tiers\.[^.]+\.(single\.)?(nodes|deployed|needed|left|per_zone|fleet|everywhere)$|cluster\.[^.]+\.shards$"
)
"""What is deployed does not follow the load of a scenario: machines and shards stand as they were sized."""

LOAD = re.compile(
    r"workloads\.[^.]+\.(peak|average)$|flows\.[^.]+\.(rate|average)$|clients\.[^.]+\.(open|new)$"
    r"|tiers\..+\.fixed$|tiers\.[^.]+\.background\..+$"
)
"""Demand of its own: where it does not follow from the load that grows, it stays as it is."""


class Growth:
    """The graph with some rates at a multiple of today's, without computing it anew.

    A quantity that follows from those rates alone grows in proportion. One that mixes them with other load
    is written again over its parts, under `stress.NAME.under.`.
    """

    def __init__(self, author: Author, id: str, roots: Iterable[str], multiple: Expr) -> None:
        self.graph = author.graph
        self.id = id
        self.roots = {root for root in roots if root in author.graph}
        self.multiple = multiple
        self._grown: dict[str, bool] = {}
        self._mixed: dict[str, bool] = {}

    def grows(self, id: str) -> bool:
        """Whether a quantity follows from the rates that grow."""
        found = self._grown.get(id)
        if found is None and id in self.graph:
            found = self._grown[id] = id in self.roots  # a loop ends here: the graph reports it
            if not found and not STANDS.match(id):
                for below in self.graph[id].depends_on:
                    if self.grows(below):
                        found = self._grown[id] = True
                        break
        return bool(found)

    def _has_other(self, id: str) -> bool:
        """Whether a quantity follows from other load as well."""
        found = self._mixed.get(id)
        if found is None and id in self.graph:
            found = self._mixed[id] = False
            if id not in self.roots and not STANDS.match(id):
                own = LOAD.match(id) is not None and not self.grows(id)
                found = self._mixed[id] = own or any(map(self._has_other, self.graph[id].depends_on))
        return bool(found)

    def of(self, id: str) -> Expr:
        """A quantity under the load of the scenario."""
        if not self.grows(id):
            return Name(id)
        if not self._has_other(id):
            return self.multiple * Name(id)
        quantity = self.graph[id]
        if quantity.expr is not None:
            return self._over_parts(quantity.expr)
        return Name(self._again(id))

    def _over_parts(self, expr: Expr) -> Expr:
        if isinstance(expr, Name):
            return self.of(expr.name)
        if isinstance(expr, Op):
            return Op(
                expr.name,
                *(self._over_parts(a) if isinstance(a, Expr) else a for a in expr.args),
                extra=expr.extra,
            )
        return expr

    def _again(self, id: str) -> str:
        """Id of a formula's quantity, computed again from what its inputs are under the load."""
        under, quantity = f"{self.id}.under.{id}", self.graph[id]
        if under not in self.graph and quantity.formula is not None:
            inputs = {name: self._input(argument) for name, argument in quantity.inputs.items()}
            self.graph.define(
                under,
                quantity.formula,
                output=quantity.output,
                partial=quantity.partial,
                label=f"{quantity.label}, under stress",
                unit=quantity.unit,
                role=quantity.role,
                **inputs,
            )
        return under

    def _input(self, argument: object) -> object:
        if isinstance(argument, list):
            return [self._input(item) for item in argument]
        if not isinstance(argument, str) or argument not in self.graph or not self.grows(argument):
            return argument
        grown = self.of(argument)
        if isinstance(grown, Name):
            return grown.name
        under, quantity = f"{self.id}.under.{argument}", self.graph[argument]
        if under not in self.graph:
            self.graph.express(
                under, grown, label=f"{quantity.label}, under stress", unit=quantity.unit, role=quantity.role
            )
        return under


TWICE = Const(2.0)
"""A multiple from which, with today's load, a straight line is drawn."""
