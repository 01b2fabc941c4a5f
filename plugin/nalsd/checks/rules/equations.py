"""The factors of a sum of the text, as the audit reads them: what is multiplied, and what by is divided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from nalsd.checks.arithmetic.quantities import PLAIN, Powers
from nalsd.checks.arithmetic.reader import SideReader
from nalsd.checks.arithmetic.relations import relations, separated
from nalsd.checks.arithmetic.tokens import tokens
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, Reading, Unary, Unreadable

SECONDS: Powers = (0, 1, 0)
LEAST, MOST = 1e-3, 1e-2
"""Share by which a printed number may be off a quantity that it stands for: half its last digit, but no less
than the first and no more than the second."""
LONGEST = 600
"""Characters of a sum that are read."""
_READING = Reading()
_ROUNDING = ("ceil", "floor", "round")


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a printed product: a number with its unit, or a bracket."""

    value: float
    """In bytes, seconds and USD."""
    powers: Powers
    """Of bytes, seconds and USD."""
    number: float
    """As written, without its unit; a bracket's own value."""
    off: float
    """Share by which the number may be off for its digits."""
    text: str

    @property
    def bare(self) -> bool:
        """Whether it is a count or a ratio."""
        return self.powers == PLAIN

    def stands_for(self, value: float, powers: Powers) -> bool:
        """Whether a quantity may be printed so; a number without a unit may be a count a second."""
        if self.powers != powers and not (self.bare and powers[0] == powers[2] == 0):
            return False
        return abs(self.value - value) <= self.off * abs(value)


@dataclass(slots=True)
class Side:
    """One side of an equation, flattened to one product or quotient."""

    over: list[Factor] = field(default_factory=list)
    under: list[Factor] = field(default_factory=list)

    @property
    def only(self) -> Factor | None:
        """The number, where the side is nothing else."""
        return self.over[0] if len(self.over) == 1 and not self.under else None


def equations(text: str) -> Iterator[tuple[Side, Side]]:
    """The two sides of each equation of a sum; of a chain `a = b = c` those of `a = b` and of `b = c`.

    A result in a bracket, `5,000/s (432M a day)`, is one too.
    """
    run = separated(tokens(text, 0, min(len(text), LONGEST)))
    places = relations(run)
    if not places:
        before, bracket, result = text.partition("(")
        if bracket and "=" not in text:
            yield from equations(f"{before}={result}")
        return
    reader = SideReader(run)
    read = [reader.left(0, places[0])]
    read += [reader.right(place + 1, stop) for place, stop in pairwise([*places, len(run)])]
    sides = [None if side is None else _flat(side.node, text) for side in read]
    for left, right in pairwise(sides):
        if left is not None and right is not None:
            yield left, right


def _flat(node: Node, text: str) -> Side | None:
    side = Side()
    try:
        _collect(node, text, side.over, side.under)
    except Unreadable:
        return None
    return side


def _collect(node: Node, text: str, over: list[Factor], under: list[Factor]) -> None:
    if isinstance(node, Binary) and node.sign in ("*", "/"):
        _collect(node.left, text, over, under)
        _collect(node.right, text, *((over, under) if node.sign == "*" else (under, over)))
    elif isinstance(node, Unary) and node.name in _ROUNDING:
        _collect(node.operand, text, over, under)
    else:
        over.append(_factor(node, text))


def _factor(node: Node, text: str) -> Factor:
    amount = node.evaluate(_READING)
    written = text[node.start : node.end]
    if not isinstance(node, Leaf):
        return Factor(amount.value, amount.powers, amount.value, LEAST, written)
    decimals = len(node.digits.partition("e")[0].partition(".")[2])
    half = 0.5 * 10.0**-decimals / abs(node.value) if node.value else MOST
    return Factor(amount.value, amount.powers, node.value, min(max(half, LEAST), MOST), written)
