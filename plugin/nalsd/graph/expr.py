"""Nodes of an expression: constants, names, operations and the bound bodies of sums, iterations and
solutions.

Nodes are immutable and keep the order in which the author or the textbook wrote the terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Union

from nalsd.units import Unit


class Expr:
    """Anything that can stand in an expression. Python's operators on it build new nodes."""

    __slots__ = ()

    def __add__(self, other: Operand) -> Op:
        return Op("add", self, other)

    def __radd__(self, other: Operand) -> Op:
        return Op("add", other, self)

    def __sub__(self, other: Operand) -> Op:
        return Op("sub", self, other)

    def __rsub__(self, other: Operand) -> Op:
        return Op("sub", other, self)

    def __mul__(self, other: Operand) -> Op:
        return Op("mul", self, other)

    def __rmul__(self, other: Operand) -> Op:
        return Op("mul", other, self)

    def __truediv__(self, other: Operand) -> Op:
        return Op("div", self, other)

    def __rtruediv__(self, other: Operand) -> Op:
        return Op("div", other, self)

    def __pow__(self, other: Operand) -> Op:
        return Op("pow", self, other)

    def __rpow__(self, other: Operand) -> Op:
        return Op("pow", other, self)

    def __neg__(self) -> Op:
        return Op("neg", self)

    def __lt__(self, other: Operand) -> Op:
        return Op("lt", self, other)

    def __le__(self, other: Operand) -> Op:
        return Op("le", self, other)

    def __gt__(self, other: Operand) -> Op:
        return Op("gt", self, other)

    def __ge__(self, other: Operand) -> Op:
        return Op("ge", self, other)

    def __bool__(self) -> bool:
        raise TypeError(
            "a traced value has no truth: write where(condition, a, b) instead of `if`, "
            "maximum/minimum instead of max/min, both/either instead of and/or"
        )


Operand = Union["Expr", float, int]


class Const(Expr):
    """A number as written in the formula, in base units."""

    __slots__ = ("text", "unit", "value")

    def __init__(self, value: float, unit: Unit | None = None, text: str | None = None) -> None:
        self.value = float(value)
        self.unit = unit
        self.text = text

    @property
    def bare(self) -> bool:
        """Whether it was written without a unit: beside a count it then takes that count."""
        return self.unit is None

    def __repr__(self) -> str:
        return f"Const({self.text or self.value!r})"


class Name(Expr):
    """A symbol of a formula, or the id of a quantity; `column` is where an author wrote it."""

    __slots__ = ("column", "name")

    def __init__(self, name: str, column: int | None = None) -> None:
        self.name = name
        self.column = column

    def __repr__(self) -> str:
        return f"Name({self.name!r})"


class Bound(Expr):
    """The running variable of a sum, an iteration or a solution."""

    __slots__ = ("letter",)

    def __init__(self, letter: str) -> None:
        self.letter = letter

    def __repr__(self) -> str:
        return f"Bound({self.letter!r})"


class Op(Expr):
    """An operation of `nalsd.graph.operations` on its arguments."""

    __slots__ = ("args", "column", "extra", "name")

    def __init__(
        self, name: str, *args: Operand | Lambda, extra: object = None, column: int | None = None
    ) -> None:
        self.name = name
        for arg in args:
            if type(arg) not in _KINDS:
                args = tuple([a if isinstance(a, _NODES) else Const(a) for a in args])
                break
        self.args: tuple[Expr | Lambda, ...] = args
        self.extra = extra
        """What the operation needs beside numbers: categories, a table, a bound on terms, a formula."""
        self.column = column

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.args))})"


class Lambda:
    """The body of a sum, an iteration or a solution over its running variable, with the limits of validity
    that hold for each of its values."""

    __slots__ = ("body", "guards", "variable")

    def __init__(self, variable: Bound, body: Expr, guards: tuple[tuple[Expr, str], ...] = ()) -> None:
        self.variable = variable
        self.body = body
        self.guards = guards

    def __repr__(self) -> str:
        return f"Lambda({self.variable.letter}, {self.body!r})"


_NODES = (Expr, Lambda)
_KINDS = {Const, Name, Bound, Op, Lambda}


def walk(expr: Expr | Lambda) -> Iterator[Expr]:
    """Every node of an expression, parents first, in the written order."""
    stack: list[Expr | Lambda] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, Lambda):
            stack.extend(condition for condition, _ in reversed(node.guards))
            stack.append(node.body)
            continue
        yield node
        if isinstance(node, Op):
            stack.extend(reversed(node.args))


def names(expr: Expr | Lambda) -> list[str]:
    """The names an expression uses, each once, in the written order."""
    found: dict[str, None] = {}
    _collect(expr, found)
    return list(found)


def _collect(node: Expr | Lambda, found: dict[str, None]) -> None:
    kind = type(node)
    if kind is Op:
        for arg in node.args:
            if type(arg) is Name:
                found[arg.name] = None
            elif type(arg) is not Const:
                _collect(arg, found)
    elif kind is Name:
        found[node.name] = None
    elif kind is Lambda:
        _collect(node.body, found)
        for condition, _ in node.guards:
            _collect(condition, found)


_ELEMENT = re.compile(r"(.+)\[(\d+)\]$")


def element_of(name: str) -> tuple[str, int] | None:
    """The list and the place in it, from 0, of a name such as `parts[2]`; None for any other name."""
    found = _ELEMENT.match(name)
    return (found[1], int(found[2])) if found else None


def column_of(expr: Expr | None, name: str) -> int | None:
    """Where in a formula its author wrote a name; None when he did not."""
    nodes = walk(expr) if expr is not None else ()
    return next((node.column for node in nodes if isinstance(node, Name) and node.name == name), None)
