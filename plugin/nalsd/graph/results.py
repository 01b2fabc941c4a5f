"""What formulas gave for which arguments, remembered for every graph: most inputs stay the same from one
evaluation, and from one alternative, to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nalsd.graph.formula import Formula

_RESULTS: dict[tuple[Any, ...], dict[str, Any]] = {}

_MOST_RESULTS = 100_000
"""Results that are remembered before all are forgotten."""


def result_of(formula: Formula, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Every value of a formula, by name; raises what `Formula.values` raises."""
    given = arguments.values()
    if list in map(type, given):
        given = [tuple(value) if isinstance(value, list) else value for value in given]
    key = (formula, *arguments, *given)
    try:
        found = _RESULTS.get(key)
    except TypeError:  # arrays have no hash
        return formula.values(arguments)
    if found is None:
        if len(_RESULTS) >= _MOST_RESULTS:
            forget()
        found = _RESULTS[key] = formula.values(arguments)
    return found


def forget() -> None:
    """Drops what is remembered: a benchmark begins as a new process would."""
    _RESULTS.clear()
