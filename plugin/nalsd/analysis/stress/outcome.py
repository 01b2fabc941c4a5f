"""What becomes of a scenario: one category in the graph, and the sentences that tell it."""

from __future__ import annotations

from nalsd.analysis.analysis import Told
from nalsd.analysis.author import Author
from nalsd.graph import Const, Expr, argmax, where

ROUNDING = 1e-9
"""Loads that differ by less are the same."""


YEARS = 1000.0
"""Years that stand for never, where a time is compared and has to be a number."""


def never(author: Author) -> Const:
    """A time that no design outlives."""
    year = author.graph.units.unit("y")
    return Const(YEARS * year.factor, year, f"{YEARS:g} y")


def add_outcome(
    author: Author, id: str, *, fails: Expr | bool, sheds: Expr | bool, unknown: bool = False
) -> str:
    """`ID.outcome`: the worst that holds. With something unknown it is never `survives`."""
    levels: dict[str, Expr | float] = {
        "fails": _level(fails, 3.0),
        "sheds": _level(sheds, 2.0),
        "unknown": 1.0 if unknown else 0.0,
        "survives": 0.5,
    }
    if not any(isinstance(level, Expr) for level in levels.values()):
        author.graph.given(
            f"{id}.outcome",
            max(levels, key=lambda name: levels[name]),
            label="Outcome",
            unit="1",
            role="choice",
        )
    else:
        author.graph.express(f"{id}.outcome", argmax(levels), label="Outcome", unit="1", role="choice")
    return f"{id}.outcome"


def _level(holds: Expr | bool, level: float) -> Expr | float:
    if isinstance(holds, Expr):
        return where(holds, level, 0.0)
    return level if holds else 0.0


def figure(id: str) -> str:
    """A figure in a sentence, as authors write it: pages print the value and link to its derivation."""
    return f"[](nalsd:{id})"


def cannot_be_told(unknown: list[str]) -> tuple[Told, ...]:
    """What is said of an outcome that is not known."""
    if not unknown:
        return (Told("The outcome cannot be computed: a value that it follows from is unknown."),)
    return (Told(f"The outcome cannot be computed: not known is {', '.join(unknown)}."),)
