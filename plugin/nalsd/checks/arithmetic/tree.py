"""Expressions of an estimate, and what they come to under one reading."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from nalsd.checks.arithmetic.quantities import (
    DECIMAL_BASE,
    NOTHING,
    PLAIN,
    ROUND_POWERS,
    Meaning,
    Powers,
)

LARGEST, SMALLEST = 1e60, 1e-60
ROUND_EXPONENTS = (10, 20, 30, 40, 50, 60)
"""Of two: a thousand, a million, a billion and so on, for who estimates."""


class Unreadable(Exception):
    """The expression has no value under this reading: units that do not add up, a division by zero."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the ambiguous parts of an equation are taken."""

    base: str = DECIMAL_BASE
    blind: bool = False
    logarithm: float = math.e
    choices: tuple[tuple[int, Meaning], ...] = ()
    """For leaves with several meanings, by the place of the leaf in the text."""
    dropped: tuple[int, ...] = ()
    """The places of leaves that only convert (`× 8` from bytes to bits), and so count as 1."""

    def meaning(self, leaf: Leaf) -> Meaning:
        """What the words after a number mean."""
        for start, meaning in self.choices:
            if start == leaf.start:
                return meaning
        return leaf.meanings[0]


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in bytes, seconds and USD."""

    value: float
    powers: Powers = PLAIN
    unit: float = 1.0
    """The size of the unit it was printed in; what a bare number that is added to it takes."""
    percent: bool = False


@dataclass(eq=False, slots=True)
class Leaf:
    """One printed number with its unit."""

    value: float
    digits: str
    start: int
    end: int
    meanings: tuple[Meaning, ...] = (NOTHING,)
    about: bool = False
    """Marked as approximate: `~200`, `about 200`."""
    bound: bool = False
    """`over 200`, `200+`."""
    named: bool = False
    """Whether any word or unit follows the number."""
    noun: str = ""
    """What is counted, when a word says it."""
    per: str = ""
    """What it is counted by, when that is no unit: `row` of `100 bytes/row`."""
    money: str = ""
    """The sign of its currency."""
    spelled: bool = False
    """Written as a word."""
    ratio: bool = False
    """Printed as `N:1`."""

    def evaluate(self, reading: Reading) -> Amount:
        """The number times its unit."""
        meaning = reading.meaning(self)
        if self.start in reading.dropped:
            return Amount(1.0)
        size = meaning.size(reading.base, reading.blind)
        return Amount(self.value * size, meaning.seen(reading.blind), size, meaning.percent)


@dataclass(eq=False, slots=True)
class Unary:
    """A sign or a function."""

    name: str
    operand: Node
    start: int
    end: int
    base: Node | None = None

    def evaluate(self, reading: Reading) -> Amount:
        """The function of the operand."""
        amount = self.operand.evaluate(reading)
        value = amount.value
        match self.name:
            case "-":
                return Amount(-value, amount.powers, amount.unit, amount.percent)
            case "sqrt":
                if value < 0 or any(power % 2 for power in amount.powers):
                    raise Unreadable
                return Amount(math.sqrt(value), tuple(power // 2 for power in amount.powers))  # type: ignore[arg-type]
            case "ceil" | "floor" | "round":
                shown = value / amount.unit
                nearest = round(shown)
                if abs(shown - nearest) > 1e-9 * abs(shown):
                    nearest = {"ceil": math.ceil, "floor": math.floor, "round": round}[self.name](shown)
                return Amount(nearest * amount.unit, amount.powers, amount.unit)
        if value <= 0 or amount.powers != PLAIN:
            raise Unreadable
        if self.base is not None:
            base = self.base.evaluate(reading).value
            if base <= 0 or base == 1:
                raise Unreadable
            return Amount(math.log(value) / math.log(base))
        fixed = {"log2": 2.0, "log10": 10.0, "ln": math.e}.get(self.name, reading.logarithm)
        return Amount(math.log(value) / math.log(fixed))


@dataclass(eq=False, slots=True)
class Postfix:
    """A unit after a bracket or a power: `(280 + 30) bytes`, `10^6 users`."""

    operand: Node
    leaf: Leaf
    """A leaf of value 1 that bears the unit."""
    start: int
    end: int

    def evaluate(self, reading: Reading) -> Amount:
        """The operand in that unit. A unit that the operand has already says nothing new."""
        amount, unit = self.operand.evaluate(reading), self.leaf.evaluate(reading)
        if amount.powers != PLAIN and amount.powers == unit.powers:
            return Amount(amount.value, amount.powers, unit.unit)
        powers = tuple(a + b for a, b in zip(amount.powers, unit.powers, strict=True))
        return Amount(_bounded(amount.value * unit.value), powers, unit.unit, unit.percent)  # type: ignore[arg-type]


@dataclass(eq=False, slots=True)
class Binary:
    """Two operands and a sign."""

    sign: str
    left: Node
    right: Node
    start: int
    end: int
    joined: bool = False
    """Whether the product was written without a sign."""

    def evaluate(self, reading: Reading) -> Amount:
        """The sum, product, quotient or power."""
        left, right = self.left.evaluate(reading), self.right.evaluate(reading)
        match self.sign:
            case "*":
                powers = tuple(a + b for a, b in zip(left.powers, right.powers, strict=True))
                return Amount(_bounded(left.value * right.value), powers, _one(left, right))  # type: ignore[arg-type]
            case "/":
                if right.value == 0:
                    raise Unreadable
                powers = tuple(a - b for a, b in zip(left.powers, right.powers, strict=True))
                return Amount(_bounded(left.value / right.value), powers)  # type: ignore[arg-type]
            case "^":
                if reading.base is ROUND_POWERS and left.value == 2 and right.value in ROUND_EXPONENTS:
                    return Amount(10.0 ** (0.3 * right.value))
                return _power(left, right)
            case "mod":
                if right.value == 0 or left.powers != right.powers:
                    raise Unreadable
                return Amount(math.fmod(left.value, right.value), left.powers, left.unit)
            case "max" | "min":
                if left.powers != right.powers:
                    raise Unreadable
                return (max if self.sign == "max" else min)(left, right, key=lambda amount: amount.value)
        return _sum(left, right, -1 if self.sign == "-" else 1)


def _one(left: Amount, right: Amount) -> float:
    return (
        left.unit
        if right.powers == PLAIN and left.powers != PLAIN
        else right.unit
        if left.powers == PLAIN
        else 1.0
    )


def _sum(left: Amount, right: Amount, sign: int) -> Amount:
    if right.percent and not left.percent:
        return Amount(left.value * (1 + sign * right.value), left.powers, left.unit)
    if left.powers == right.powers:
        return Amount(_bounded(left.value + sign * right.value), left.powers, right.unit, left.percent)
    if left.powers == PLAIN:
        return Amount(_bounded(left.value * right.unit + sign * right.value), right.powers, right.unit)
    if right.powers == PLAIN:
        return Amount(_bounded(left.value + sign * right.value * left.unit), left.powers, left.unit)
    raise Unreadable


def _power(left: Amount, right: Amount) -> Amount:
    exponent = right.value
    if right.powers != PLAIN or abs(exponent) > 400 or (left.powers != PLAIN and exponent != round(exponent)):
        raise Unreadable
    if (left.value < 0 and exponent != round(exponent)) or (left.value == 0 and exponent < 0):
        raise Unreadable
    try:
        value = left.value**exponent
    except (OverflowError, ZeroDivisionError):
        raise Unreadable from None
    powers = tuple(int(power * exponent) for power in left.powers)
    return Amount(_bounded(value), powers)  # type: ignore[arg-type]


def _bounded(value: float) -> float:
    if value != value or abs(value) > LARGEST or (value and abs(value) < SMALLEST):
        raise Unreadable
    return value


Node = Leaf | Unary | Postfix | Binary


@dataclass(slots=True)
class Shape:
    """What an expression is made of."""

    leaves: list[Leaf] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    joined: bool = False
    logarithm: bool = False
    powers: list[tuple[Leaf, Leaf]] = field(default_factory=list)
    """Numbers to the power of numbers."""
    terms: list[Leaf] = field(default_factory=list)
    """Numbers that are added or taken away by themselves: no factors."""


def shape(node: Node) -> Shape:
    """The leaves, the signs and the functions of an expression, from left to right."""
    found = Shape()
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Leaf):
            found.leaves.append(here)
        elif isinstance(here, Postfix):
            waiting += [here.leaf, here.operand]
        elif isinstance(here, Unary):
            if here.name != "-":
                found.signs.append(here.name)
            found.logarithm = found.logarithm or here.name in ("log", "lg")
            waiting.append(here.operand)
            if here.base is not None:
                waiting.append(here.base)
        else:
            found.signs.append(here.sign)
            found.joined = found.joined or here.joined
            if here.sign == "^" and isinstance(here.left, Leaf) and isinstance(here.right, Leaf):
                found.powers.append((here.left, here.right))
            if here.sign in ("+", "-"):
                found.terms += [part for part in (here.left, here.right) if isinstance(part, Leaf)]
            waiting += [here.right, here.left]
    return found
