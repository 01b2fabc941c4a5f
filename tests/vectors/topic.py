"""How a topic of a file of vectors is tied to formulas: calls, their inputs, what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nalsd.graph import Formula

Source = str | float | Callable[[Mapping[str, Any]], Any]

DAY = 86400.0
YEAR = 365 * DAY


@dataclass(frozen=True)
class Call:
    """One formula, and where each of its symbols comes from."""

    formula: Formula
    inputs: dict[str, Source]


@dataclass(frozen=True)
class Topic:
    """The calls of a topic, by a name of their own, and the result that each expected key is held against."""

    calls: dict[str, Call]
    gives: dict[str, str]


def call(formula: Formula, **inputs: Source) -> Call:
    """A call of a formula."""
    return Call(formula, inputs)


def inverse(key: str) -> Callable[[Mapping[str, Any]], float]:
    """A mean time from a rate."""
    return lambda inputs: 1 / inputs[key]


def item(key: str, index: int) -> Callable[[Mapping[str, Any]], float]:
    """One of a list."""
    return lambda inputs: inputs[key][index]
