"""Dimension of an operation's result from the dimensions of its arguments.

`None` stands for a bare number: it has no dimension of its own and takes the count beside it (`nodes - 1`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nalsd.units import HARDWARE_COUNTS, ONE, Dimension, UnitError, assignable

Dim = Dimension | None
Rule = Callable[[Sequence[Dim], object], Dim]


class DimensionError(ValueError):
    """Arguments whose dimensions do not go together; `left` and `right` are what clashed, when two did."""

    def __init__(self, message: str, mend: str = "", left: Dim = None, right: Dim = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.left = left
        self.right = right


def same(args: Sequence[Dim], extra: object = None) -> Dim:
    """All arguments alike; a bare number may stand beside a pure count, not beside bytes, time or money."""
    result: Dim = None
    for dim in args:
        if dim is None:
            continue
        if result is None:
            result = dim
        elif dim != result:
            if _one_of_things(result, dim):
                result = dim if _things(result) <= _CARRIERS else result
                continue
            raise DimensionError(
                f"cannot put {_name(result)} and {_name(dim)} together", _bridge(result, dim), result, dim
            )
    if result is not None and result.hard != ONE and any(dim is None for dim in args):
        raise DimensionError(
            f"a bare number stands beside {_name(result)}",
            f"give the number a unit, for example {result}",
            result,
            None,
        )
    return result


_CARRIERS = frozenset(
    {"request", "response", "message", "op", "event", "row", "record", "entry", "item", "object", "key"}
)
"""Counts that stand for whatever is sent or kept: a request may be a click."""


def _things(dim: Dimension) -> frozenset[str]:
    return frozenset(name for name, _ in dim.counts if name not in HARDWARE_COUNTS)


def _one_of_things(left: Dimension, right: Dimension) -> bool:
    """Whether two dimensions differ only in what a carrier of load is called: `request/s` beside
    `click/s`."""
    if not (assignable(left, right) and assignable(right, left)):
        return False
    return _things(left) <= _CARRIERS or _things(right) <= _CARRIERS


def product(args: Sequence[Dim], extra: object = None) -> Dim:
    """Dimensions multiply."""
    if args[0] is None and args[1] is None:
        return None
    return (args[0] or ONE) * (args[1] or ONE)


def quotient(args: Sequence[Dim], extra: object = None) -> Dim:
    """Dimensions divide."""
    if args[0] is None and args[1] is None:
        return None
    return (args[0] or ONE) / (args[1] or ONE)


def first(args: Sequence[Dim], extra: object = None) -> Dim:
    """The argument's own."""
    return args[0]


def power(args: Sequence[Dim], extra: object = None) -> Dim:
    """An integer exponent multiplies; any other needs a pure number below it. `extra` is the exponent
    when constant."""
    base, exponent = args
    if exponent is not None and exponent.hard != ONE:
        raise DimensionError(
            f"an exponent must be a pure number, this one is {_name(exponent)}", "", exponent, None
        )
    if base is None or base == ONE:
        return base
    if isinstance(extra, float) and extra == int(extra):
        try:
            return base ** int(extra)
        except UnitError as error:
            raise DimensionError(error.message, error.mend, base, None) from None
    if base.hard == ONE:
        return ONE
    raise DimensionError(
        f"{_name(base)} cannot be raised to a power that is not a whole constant",
        "divide by a unit first",
        base,
        None,
    )


def square_root(args: Sequence[Dim], extra: object = None) -> Dim:
    """Of a pure count the count itself (square-root staffing adds √cores of cores); bytes and seconds
    have none."""
    if args[0] is None or args[0].hard == ONE:
        return args[0]
    raise DimensionError(f"{_name(args[0])} has no square root here", "divide by a unit first", args[0], None)


def pure(args: Sequence[Dim], extra: object = None) -> Dim:
    """exp, log and their like take a pure number or a count, and give a bare number: ln n beside n
    servers."""
    if args[0] is not None and args[0].hard != ONE:
        raise DimensionError(
            f"needs a pure number, not {_name(args[0])}", "divide by a unit first", args[0], None
        )
    return None


def countable(args: Sequence[Dim], extra: object = None) -> Dim:
    """Ceilings and floors need something that can be counted; of bytes or seconds they depend on the unit."""
    if args[0] is not None and args[0].hard != ONE:
        raise DimensionError(
            f"cannot round {_name(args[0])}: the result would depend on the unit",
            f"divide by the unit first: ceil(x / 1 {args[0]})",
            args[0],
            None,
        )
    return args[0]


def comparison(args: Sequence[Dim], extra: object = None) -> Dim:
    """Both sides alike; the result is a truth."""
    same(args)
    return ONE


def truth(args: Sequence[Dim], extra: object = None) -> Dim:
    """Truths give truths."""
    return ONE


def branches(args: Sequence[Dim], extra: object = None) -> Dim:
    """Both branches alike."""
    return same(args[1:])


def series(args: Sequence[Dim], extra: object = None) -> Dim:
    """A sum has its terms' dimension."""
    return args[2]


def iteration(args: Sequence[Dim], extra: object = None) -> Dim:
    """A step gives what it took."""
    return same(args[:2])


def solution(args: Sequence[Dim], extra: object = None) -> Dim:
    """A solution has its bounds' dimension."""
    return same(args[:2])


def category(args: Sequence[Dim], extra: object = None) -> Dim:
    """The arguments are alike; the result is a category, which has no dimension."""
    same(args)
    return ONE


def looked_up(args: Sequence[Dim], extra: object = None) -> Dim:
    """Tables hold pure numbers; multiply by a unit outside."""
    return ONE


def called(args: Sequence[Dim], extra: object = None) -> Dim:
    """What the formula in `extra` gives for arguments of these dimensions."""
    return extra.dimension(args)  # type: ignore[attr-defined]


def _name(dim: Dim) -> str:
    return "a pure number" if dim is None or dim == ONE else f"[{dim}]"


def _bridge(left: Dimension, right: Dimension) -> str:
    """What to multiply the right-hand side by."""
    missing = left / right
    return f"multiply {_name(right)} by something in {missing}, or check which side is meant"
