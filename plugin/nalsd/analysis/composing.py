"""Composed stages in the graph: a structure over ids becomes quantities with a formula of its own."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.graph import Symbol
from nalsd.physics import composed
from nalsd.physics.composition import Structure, numbers

SECOND = "second"


def add_percentile(author: Author, id: str, structure: Structure, level: float, *, label: str,
                   note: str = "") -> None:  # fmt: skip
    """The time that this share of the requests stays below."""
    symbols = _symbols(author, structure)
    author.graph.define(
        id, composed.percentile_formula(structure, symbols), label=label, unit="s", role="duration",
        note=note, quantile=level, **_inputs(symbols),
    )  # fmt: skip


def add_mean(author: Author, id: str, structure: Structure, *, label: str) -> None:
    """The mean of a structure."""
    symbols = _symbols(author, structure)
    author.graph.define(
        id, composed.mean_formula(structure, symbols), label=label, unit="s", role="duration",
        **_inputs(symbols),
    )  # fmt: skip


def add_slower(author: Author, id: str, structure: Structure, time: str, *, label: str) -> None:
    """The share of the requests that takes longer than a time, given by its id."""
    symbols = _symbols(author, structure)
    author.graph.define(
        id, composed.share_formula(structure, symbols), label=label, unit="%", role="ratio", time=time,
        **_inputs(symbols),
    )  # fmt: skip


def _inputs(symbols: dict[str, Symbol]) -> dict[str, str]:
    return {symbol.name: id for id, symbol in symbols.items()}


def _symbols(author: Author, structure: Structure) -> dict[str, Symbol]:
    """A symbol for each id of a structure: a time, or a plain number."""
    found = {}
    for id in numbers(structure):
        quantity = author.graph[id]
        timed = quantity.unit is not None and quantity.unit.dimension.power(SECOND) == 1
        found[id] = Symbol(id.replace(".", "_"), "s" if timed else "1", quantity.label)
    return found
