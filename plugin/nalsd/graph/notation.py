"""How an operation is written for a reader; `nalsd.graph.writing` turns it into MathML or text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Notation:
    """Base of the ways to write an operation."""


@dataclass(frozen=True)
class Infix(Notation):
    """a symbol b; `precedence` below 1 logic, 1 sums, 2 products; `right` when the right side binds
    tighter."""

    symbol: str
    precedence: float
    right: float | None = None


@dataclass(frozen=True)
class Comparison(Notation):
    """a symbol b, binding weaker than any sum."""

    symbol: str


@dataclass(frozen=True)
class Prefix(Notation):
    """symbol a."""

    symbol: str


@dataclass(frozen=True)
class Fraction(Notation):
    """a over b."""


@dataclass(frozen=True)
class Power(Notation):
    """a with b as its exponent."""


@dataclass(frozen=True)
class Root(Notation):
    """The square root of a."""


@dataclass(frozen=True)
class Fence(Notation):
    """a between two signs, as a ceiling."""

    left: str
    right: str


@dataclass(frozen=True)
class Function(Notation):
    """name(a, b, ...)."""

    name: str


@dataclass(frozen=True)
class Call(Notation):
    """formula(a, b, ...), by the formula's own name."""


@dataclass(frozen=True)
class Series(Notation):
    """A sum over a running variable."""

    symbol: str


@dataclass(frozen=True)
class Cases(Notation):
    """One value if a condition holds, else another."""
