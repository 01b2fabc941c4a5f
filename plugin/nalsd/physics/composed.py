"""Formulas of composed stages: each path has its own, made from how its stages go together.

The structure is fixed, the numbers in it are symbols, so that the graph can compute a percentile again with
other numbers. Traced, such a formula is one call of itself: its body is the sampling of
`nalsd.physics.mixtures`, not an expression. `structure_of` tells such formulas from others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from zlib import crc32

from nalsd.graph import Citation, Expr, Formula, GuardError, Symbol
from nalsd.graph.expr import Op
from nalsd.physics import composition, laws, mixtures
from nalsd.physics.composition import Structure
from nalsd.physics.scripted import call_script
from nalsd.physics.tails import ORDER_STATISTICS, TAIL_AT_SCALE

SAMPLING = Citation(
    "A. B. Owen, Monte Carlo theory, methods and examples, ch. 8: stratified sampling",
    "https://artowen.su.domains/mc/",
)
LIMITS = (
    "stages independent of each other, percentiles up to 99.99; sampled at "
    f"{laws.STRATA} strata a stage, the median to the 99th percentile within 0.6%, the 99.9th within 1.5%; "
    "within 3% where one branch ends and another begins, at a percentile that equals its share"
)
SOURCES = (TAIL_AT_SCALE, ORDER_STATISTICS, SAMPLING)


def percentile_formula(structure: Structure, symbols: Mapping[str, Symbol]) -> Formula:
    """A percentile of a structure whose numbers are ids; `symbols` gives the symbol of each id, in order."""
    level = Symbol("quantile", "1", "level of the percentile", default=0.99)

    def compute(values: Mapping[str, Any]) -> float:
        level = values["quantile"]
        if not 0 < level < 1:
            raise GuardError("a quantile lies between 0 and 1")
        return mixtures.percentile_of(_bound(structure, symbols, values), level)

    return _formula("percentile", "Percentile of composed stages", structure, symbols, compute, (level,))


def mean_formula(structure: Structure, symbols: Mapping[str, Symbol]) -> Formula:
    """The mean of a structure whose numbers are ids."""

    def compute(values: Mapping[str, Any]) -> float:
        return mixtures.mean_of(_bound(structure, symbols, values))

    return _formula("mean", "Mean of composed stages", structure, symbols, compute)


def share_formula(structure: Structure, symbols: Mapping[str, Symbol]) -> Formula:
    """The share of requests that take longer than a time."""
    time = Symbol("time", "s", "how long")

    def compute(values: Mapping[str, Any]) -> float:
        return mixtures.slower_than(_bound(structure, symbols, values), values["time"])

    return _formula(
        "slower_than", "Share of composed stages that take longer", structure, symbols, compute, (time,), "1"
    )


def _formula(
    what: str,
    title: str,
    structure: Structure,
    symbols: Mapping[str, Symbol],
    compute: Callable[[Mapping[str, Any]], float],
    first: tuple[Symbol, ...] = (),
    unit: str = "s",
) -> Formula:
    parameters = {symbol.name: symbol for symbol in (*first, *symbols.values())}

    def function(*args: Any, **named: Any) -> Any:
        values = {**{s.name: s.default for s in first}, **dict(zip(parameters, args, strict=False)), **named}
        if any(isinstance(value, Expr) for value in values.values()):
            return Op("call", *(values[name] for name in parameters), extra=formula)
        if any(getattr(value, "ndim", 0) for value in values.values()):
            return _each(compute, values)
        return compute(values)

    text = written(structure)
    function.__name__ = f"{what}_{crc32(text.encode()):08x}"
    function.__module__ = composition.__name__
    function.__doc__ = f"{title}, {described(structure)}. In full: {text}."
    function.structure = structure  # type: ignore[attr-defined]
    function.native = lambda: call_script(what, structure, symbols, [s.name for s in first])  # type: ignore[attr-defined]
    formula = Formula(
        function,
        f"{title}: {described(structure)}",
        parameters,
        {"result": Symbol("result", unit, title.lower())},
        LIMITS,
        SOURCES,
    )
    return formula


def _bound(structure: Structure, symbols: Mapping[str, Symbol], values: Mapping[str, Any]) -> Structure:
    return composition.bound(structure, {id: values[symbol.name] for id, symbol in symbols.items()})


def _each(compute: Callable[[Mapping[str, Any]], float], values: Mapping[str, Any]) -> Any:
    """One sample of the inputs after the other."""
    import numpy

    names = list(values)
    columns = numpy.broadcast_arrays(*values.values())
    rows = zip(*(column.ravel().tolist() for column in columns), strict=True)
    found = [compute(dict(zip(names, row, strict=True))) for row in rows]
    return numpy.array(found).reshape(columns[0].shape)


def symbol_of(id: str) -> str:
    """Name of the symbol that stands for a quantity."""
    return id.replace(".", "_")


@cache  # as below
def written(structure: Structure) -> str:
    """The structure in text: `serial(exponential(edge_service), uniform(batch_wait))`."""
    parts = []
    for part in structure[1:]:
        if isinstance(part, tuple):
            parts.append(written(part))
        else:
            parts.append(symbol_of(part) if isinstance(part, str) else f"{part:g}")
    return f"{structure[0]}({', '.join(parts)})"


_TERMS = {
    "constant": "a fixed time",
    "exponential": "service",
    "uniform": "a batch",
    "lognormal": "a way",
    "waiting": "a wait",
    "choice": "a distance",
}
_AROUND = {
    "repeated": "repeated",
    "branch": "for some",
    "mixed": "either",
    "fastest": "side by side",
    "hedged": "hedged",
    "copies": "copies of",
    "quorum": "a quorum of",
}


@cache  # a stage stands in the structures of all that waits for it
def described(structure: Structure) -> str:
    """The structure in words, without its numbers: `a wait + service + a quorum of (a way, service)`."""
    kind, *parts = structure
    inside = [described(part) for part in parts if isinstance(part, tuple)]
    if kind in _TERMS:
        return _TERMS[kind]
    if kind in ("serial", "together", "correlated"):
        return " + ".join(inside)
    if kind == "scaled":
        return f"some times {inside[0]}"
    return f"{_AROUND[kind]} ({', '.join(dict.fromkeys(inside))})"


def structure_of(formula: Formula) -> Structure | None:
    """The structure of a formula made here, over ids; None for any other formula."""
    return getattr(formula.function, "structure", None)
