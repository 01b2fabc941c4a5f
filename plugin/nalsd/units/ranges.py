"""Ranges: `a .. b` means that one value in twenty lies below a and one in twenty above b.

Closed forms, exact at the stated ends. A positive quantity is lognormal (its median is the geometric mean
of the ends); a share between 0 and 1 is logit-normal, so that it never leaves 0..1; with a best guess
`a .. b .. c` the median is b and each side has a spread of its own (two-piece).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from nalsd.units.dimension import Dimension
from nalsd.units.errors import UnitError, excerpt
from nalsd.units.format import format_value
from nalsd.units.literal import LONGEST_LITERAL, Literal, read_literal
from nalsd.units.unit import Unit

if TYPE_CHECKING:
    from nalsd.units.registry import Units

LOW, HIGH = 0.05, 0.95
"""The probabilities that the ends of a range stand for."""

Z_HIGH = 1.6448536269514722
"""The standard normal quantile of 0.95; that of 0.05 is its negative."""


class Range:
    """A quantity that is known from p5 to p95.

    `low`, `high` and `best` are literals (`best` None when it was not given), `unit` is that of the last
    of them. All numbers are in base units.
    """

    __slots__ = ("_centre", "_down", "_up", "best", "high", "kind", "low", "text", "unit")

    def __init__(self, text: str, low: Literal, high: Literal, best: Literal | None, share: bool) -> None:
        self.text = text
        self.low = low
        self.high = high
        self.best = best
        self.unit: Unit = high.unit
        shape = "logit-normal" if share else "lognormal"
        self.kind = f"two-piece {shape}" if best else shape
        """`lognormal`, `logit-normal`, `two-piece lognormal` or `two-piece logit-normal`."""
        forward = _logit if share else math.log
        below, above = forward(low.value), forward(high.value)
        self._centre = forward(best.value) if best else (below + above) / 2
        self._down = self._centre - below
        self._up = above - self._centre

    @property
    def share(self) -> bool:
        """Whether the quantity is a share of something and stays within 0..1."""
        return self.kind.endswith("logit-normal")

    @property
    def dimension(self) -> Dimension:
        """The dimension of the unit."""
        return self.unit.dimension

    @property
    def note(self) -> str:
        """A remark on how a unit was read; usually empty."""
        return self.low.note or self.high.note

    @property
    def median(self) -> float:
        """The value in the middle: the best guess, else the geometric mean (of the odds, for a share)."""
        if self.best:
            return self.best.value
        if self.share:
            odds = math.sqrt(
                self.low.value / (1 - self.low.value) * (self.high.value / (1 - self.high.value))
            )
            return odds / (1 + odds)
        return math.sqrt(self.low.value * self.high.value)

    @property
    def value(self) -> float:
        """The median: what tables, claims and checks use."""
        return self.median

    def at(self, z: float) -> float:
        """The value at `z` standard normal deviations: `at(0)` is the median, `at(±Z_HIGH)` are the ends."""
        t = self._centre + z / Z_HIGH * (self._up if z > 0 else self._down)
        return _expit(t) if self.share else math.exp(t)

    def at_all(self, np: Any, z: Any) -> Any:
        """`at` for an array of deviations; `np` is the numpy module."""
        t = self._centre + z / Z_HIGH * np.where(z > 0, self._up, self._down)
        return 1 / (1 + np.exp(-t)) if self.share else np.exp(t)

    def quantile(self, p: float) -> float:
        """The value that is not reached with probability `p`, 0 < p < 1; exact at 0.05, 0.5 and 0.95."""
        if not 0 < p < 1:
            raise UnitError(
                f"there is no quantile at {p!r}", "ask for a probability between 0 and 1, both excluded"
            )
        exact = {LOW: self.low.value, 0.5: self.median, HIGH: self.high.value}.get(p)
        if exact is not None:
            return exact
        from statistics import NormalDist  # imported late: it costs more than all of this package

        return self.at(NormalDist().inv_cdf(p))

    def probability_below(self, value: float) -> float:
        """The probability that the quantity is below `value` (base units)."""
        if value <= 0:
            return 0.0
        if self.share and value >= 1:
            return 1.0
        t = (_logit(value) if self.share else math.log(value)) - self._centre
        z = Z_HIGH * t / (self._up if t > 0 else self._down)
        return 0.5 * math.erfc(-z / math.sqrt(2))

    def describe(self) -> str:
        """The convention in words: `lognormal, p5 2 M, median 4 M, p95 8 M`."""
        low, mid, high = (
            format_value(value, self.unit, digits=digits)
            for value, digits in ((self.low.value, 6), (self.median, 3), (self.high.value, 6))
        )
        return f"{self.kind}, p5 {low}, median {mid}, p95 {high}"

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Range)
            and self.kind == other.kind
            and self.low == other.low
            and self.high == other.high
            and self.best == other.best
        )

    def __hash__(self) -> int:
        return hash((self.low, self.high, self.best))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Range({self.text!r})"


def _logit(x: float) -> float:
    return math.log(x) - math.log1p(-x)


def _expit(t: float) -> float:
    return 1 / (1 + math.exp(-t)) if t >= 0 else math.exp(t) / (1 + math.exp(t))


def read_value(units: Units, text: str, share: bool | None = None) -> Literal | Range:
    """Read a literal or a range; UnitError with the mend otherwise."""
    if ".." not in text:
        return read_literal(units, text)
    if len(text) > 3 * LONGEST_LITERAL:
        raise UnitError(f"{excerpt(text)} is too long for a range", "write two or three numbers and a unit")
    pieces = text.split("..")
    if not 2 <= len(pieces) <= 3 or any(piece.startswith(".") for piece in pieces):
        raise UnitError(f"{excerpt(text)} is no range", "write `low .. high`, or `low .. best .. high`")
    starts, column = [], 0
    for piece in pieces:
        starts.append(column)
        column += len(piece) + 2
    ends = []
    for piece, start in zip(pieces, starts, strict=True):
        if not piece.strip():
            raise UnitError(
                f"{excerpt(text)} lacks an end", "write `low .. high`, or `low .. best .. high`", start
            )
        try:
            ends.append(read_literal(units, piece))
        except UnitError as error:
            raise error.shifted(start) from None
    ends = _share_unit(units, ends, starts)
    low, high = ends[0], ends[-1]
    best = ends[1] if len(ends) == 3 else None
    return Range(text.strip(), low, high, best, _check(low, high, best, text, share))


def _share_unit(units: Units, ends: list[Literal], starts: list[int]) -> list[Literal]:
    """Give the last number's unit to those that have none."""
    last = ends[-1]
    given = []
    for end, start in zip(ends, starts, strict=True):
        if end.unit.parts or end is last:
            given.append(end)
        elif not last.unit.parts:
            given.append(_scaled_alike(end, last, start))
        else:
            end = _scaled_alike(end, last, start)
            joint = "" if last.unit.text.startswith("1/") or last.unit.is_percent else " "
            given.append(read_literal(units, end.text + joint + last.unit.text.removeprefix("1")))
    for end, start in zip(given, starts, strict=True):
        if end.unit.dimension != last.unit.dimension:
            if end.unit.parts and not last.unit.parts:
                raise UnitError(
                    f"the unit `{end.unit}` stands at the first number only",
                    "write it at the end, or at each number",
                    start,
                )
            raise UnitError(
                f"the ends of a range have different units: {end.unit} and {last.unit}",
                "write both in the same unit",
                start,
            )
    return given


def _scaled_alike(end: Literal, last: Literal, start: int) -> Literal:
    """`1 .. 5M` may mean one, or one million: refuse it where both could be meant."""
    number = last.value / last.unit.factor
    if end.scale == 1 < last.scale and 0 < end.value * last.scale < number:
        behind = last.text.lstrip("+$")[len(last.number) :].strip()
        letter = behind.split(" ")[0].split("/")[0]
        in_full = f"{number:,.15g} {behind.removeprefix(letter).strip()}".rstrip()
        raise UnitError(
            f"`{end.text} .. {last.text}`: does the {letter} stand for both numbers?",
            f"write {end.number}{letter} .. {last.text}, or {end.text} .. {in_full}",
            start,
        )
    return end


def _check(low: Literal, high: Literal, best: Literal | None, text: str, share: bool | None) -> bool:
    """Whether the range is a share; UnitError when it cannot be one, or is no range at all."""
    shown = excerpt(text.strip())
    if low.value == high.value:
        raise UnitError(f"{shown} has two equal ends", f"write {high.text}")
    if low.value > high.value:
        mend = f"write {high.text} .. {low.text}"
        if high.unit.parts and text.partition("..")[0].strip() == low.number:
            mend += f", or give {low.number} its own unit"
        raise UnitError(f"{shown} is upside down", mend)
    if low.value <= 0:
        raise UnitError(
            f"{shown} reaches {'zero' if low.value == 0 else 'below zero'}, and a range begins above it",
            "write the smallest value you would still believe, above 0",
        )
    if best is not None and not low.value < best.value < high.value:
        raise UnitError(f"the best guess {best.text} is not between its ends", "write `low .. best .. high`")
    if share is None:
        percent = low.unit.is_percent or high.unit.is_percent
        share = not high.unit.dimension and (percent or high.value < 1) and not _is_factor(high.unit)
    if share and high.value >= 1:
        raise UnitError(
            f"{shown} reaches {'1' if high.value == 1 else 'beyond 1'}, and a share stays below it",
            "write 99.9% for almost all; a factor is written as a plain number, 0.5 .. 1.5",
        )
    return share


def _is_factor(unit: Unit) -> bool:
    return unit.text in ("x", "times")
