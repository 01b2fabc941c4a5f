"""Dimension inference: the dimension of an expression or a quantity, and which part is at fault when it has
none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.graph.operations import OPERATIONS
from nalsd.graph.rules import Dim, DimensionError
from nalsd.graph.writing import to_text
from nalsd.units import ONE, Dimension, assignable

if TYPE_CHECKING:
    from nalsd.graph.quantity import Quantity


class FaultyPart(DimensionError):
    """A dimension error with the sub-expression it arose in."""

    def __init__(self, cause: DimensionError, part: Op) -> None:
        super().__init__(f"in `{to_text(part)}`: {cause.message}", cause.mend, cause.left, cause.right)
        self.part = part
        """The smallest sub-expression that is at fault."""


def infer(expr: Expr, of: Callable[[str], Dim], bound: dict[Bound, Dim] | None = None) -> Dim:
    """Dimension of an expression; None for a bare number. `of` gives the dimension of a name.

    Raises FaultyPart, which names the offending sub-expression.
    """
    if type(expr) is not Op:
        if isinstance(expr, Name):
            return of(expr.name)
        if isinstance(expr, Const):
            return None if expr.unit is None else expr.unit.dimension
        assert isinstance(expr, Bound)
        return bound.get(expr) if bound else None
    dims: list[Dim] = []
    zeros = []
    for place, arg in enumerate(expr.args):
        kind = type(arg)
        if kind is Name:
            dims.append(of(arg.name))
        elif kind is Const:
            dims.append(None if arg.unit is None else arg.unit.dimension)
            if arg.unit is None and arg.value == 0:
                zeros.append(place)
        elif kind is Lambda:
            inner = {**(bound or {}), arg.variable: _running(expr, dims)}
            for condition, _ in arg.guards:
                infer(condition, of, inner)
            dims.append(infer(arg.body, of, inner))
        else:
            dims.append(infer(arg, of, bound))
    if zeros and expr.name in _ALIKE:
        _take_their_peers(zeros, expr, dims)
    extra = _constant(expr.args[1]) if expr.name == "pow" else expr.extra
    try:
        return OPERATIONS[expr.name].dimension(dims, extra)
    except DimensionError as error:
        raise FaultyPart(error, expr) from None


_ALIKE = frozenset({"add", "sub", "min", "max", "lt", "le", "gt", "ge", "eq", "where", "argmax", "solve"})


def _running(expr: Op, dims: list[Dim]) -> Dim:
    """Dimension of a running variable: a sum counts, an iteration begins and a solution is sought in what
    stands before the body."""
    return None if expr.name == "sum" else next((dim for dim in dims if dim is not None), None)


def _constant(expr: Expr | Lambda) -> float | None:
    """The value of a written number, with its sign; None for anything else."""
    if isinstance(expr, Op) and expr.name == "neg":
        inner = _constant(expr.args[0])
        return None if inner is None else -inner
    return expr.value if isinstance(expr, Const) else None


def _take_their_peers(zeros: list[int], expr: Op, dims: list[Dim]) -> None:
    """A written 0 is 0 of anything: bytes, seconds or dollars."""
    start = 1 if expr.name == "where" else 0
    peer = next((dim for dim in dims[start:] if dim is not None), None)
    for place in zeros:
        if place >= start:
            dims[place] = peer


def dimension_of(quantity: Quantity, dimensions: Mapping[str, Dimension]) -> Dimension | None:
    """Dimension of a quantity from those of what it is computed from; None when nothing is known of it.

    Raises DimensionError when they do not go together.
    """
    if quantity.expr is not None:
        return infer(quantity.expr, dimensions.__getitem__) or ONE
    formula = quantity.formula
    if formula is None:
        if quantity.unit is None:
            return None if quantity.given is None else ONE
        return quantity.unit.dimension
    given: list[tuple[str, tuple[Dimension, ...]]] = []
    for name, argument in quantity.inputs.items():
        if name not in formula.categorical:
            items = argument if isinstance(argument, list) else (argument,)
            given.append((name, tuple(_dimensions(items, dimensions))))
    return formula.result_dimension(quantity.output, tuple(given), quantity.inputs)


def hold_unit(quantity: Quantity, found: Dimension) -> None:
    """Raises DimensionError when a quantity is not in the unit it is said to be in."""
    unit = quantity.unit
    if unit is not None and not (assignable(unit.dimension, found) or assignable(found, unit.dimension)):
        raise DimensionError(
            f"`{quantity.id}` is in {unit.text}, but its formula gives [{found}]",
            f"the formula is off by a factor in {unit.dimension / found}",
        )


def _dimensions(items: Iterable[str | Const], dimensions: Mapping[str, Dimension]) -> Iterator[Dimension]:
    """Those of quantities and of numbers with units; a bare number has none."""
    for item in items:
        if isinstance(item, str):
            yield dimensions[item]
        elif item.unit is not None:
            yield item.unit.dimension
