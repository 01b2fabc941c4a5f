"""The verbs formulas are written with: on floats and arrays they compute, on expressions they build nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from typing import Any

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Op, names
from nalsd.graph.operations import OPERATIONS, GuardError

Value = Any
"""A float, a numpy array or an expression."""

Body = Callable[[Value], Value]

_PYTHON = {name: operation.python for name, operation in OPERATIONS.items()}
"""The forms on floats, for the verbs that sums call thousands of times."""

_LETTERS = "kijnmq"
_depth = 0
_guards: list[tuple[Expr, str]] | None = None
_conditions: list[Expr] = []
_outside: list[tuple[Any, str]] | None = None
_taken: list[Any] = []
_axes = 0
"""Axes of the samples around, where they are so few that a sum computes all its terms at once; else 0."""


def _apply(name: str, *args: Value, extra: object = None, **named: Any) -> Value:
    """Evaluates an operation without bodies, or builds its node when an argument is an expression."""
    array = False
    for arg in args:
        if type(arg) is float:
            continue
        if isinstance(arg, Expr):
            return Op(name, *args, extra=extra)
        array = array or _is_array(arg)
    if array:
        return _with_numpy(name, *args, **named)
    return _PYTHON[name](*args, **named)


def _is_array(value: Value) -> bool:
    return type(value).__module__ == "numpy"


def ceil(x: Value) -> Value:
    """The next integer, snapped: 20.000000000000004 is 20."""
    return _PYTHON["ceil"](x) if type(x) is float else _apply("ceil", x)


def floor(x: Value) -> Value:
    """The integer below, snapped: 19.999999999999996 is 20."""
    return _PYTHON["floor"](x) if type(x) is float else _apply("floor", x)


def minimum(*values: Value) -> Value:
    """The smallest."""
    return values[0] if len(values) == 1 else _apply("min", *values)


def maximum(*values: Value) -> Value:
    """The largest."""
    return values[0] if len(values) == 1 else _apply("max", *values)


def absolute(x: Value) -> Value:
    """The size without its sign."""
    return _PYTHON["abs"](x) if type(x) is float else _apply("abs", x)


def sqrt(x: Value) -> Value:
    """The square root; of a count it is that count."""
    return _PYTHON["sqrt"](x) if type(x) is float else _apply("sqrt", x)


def exp(x: Value) -> Value:
    """e to the power of a pure number."""
    return _PYTHON["exp"](x) if type(x) is float else _apply("exp", x)


def expm1(x: Value) -> Value:
    """exp(x) - 1, with all digits for a small x too, of which the difference would lose most."""
    return _PYTHON["expm1"](x) if type(x) is float else _apply("expm1", x)


def log(x: Value) -> Value:
    """The natural logarithm of a pure number."""
    return _PYTHON["log"](x) if type(x) is float else _apply("log", x)


def sin(x: Value) -> Value:
    """The sine of an angle in radians."""
    return _apply("sin", x)


def cos(x: Value) -> Value:
    """The cosine of an angle in radians."""
    return _apply("cos", x)


def asin(x: Value) -> Value:
    """The angle, in radians, that has this sine."""
    return _apply("asin", x)


def lgamma(x: Value) -> Value:
    """The natural logarithm of the gamma function."""
    return _PYTHON["lgamma"](x) if type(x) is float else _apply("lgamma", x)


def normal_quantile(p: Value) -> Value:
    """The quantile of the standard normal distribution."""
    return _apply("normal_quantile", p)


def equal(a: Value, b: Value) -> Value:
    """Whether two values are the same (`==` on an expression would compare nodes)."""
    return _apply("eq", a, b)


def both(a: Value, b: Value) -> Value:
    """Whether two conditions hold."""
    return _apply("both", a, b)


def either(a: Value, b: Value) -> Value:
    """Whether at least one of two conditions holds."""
    return _apply("either", a, b)


def negate(a: Value) -> Value:
    """Whether a condition does not hold."""
    return _apply("negate", a)


def where(condition: Value, then: Value, otherwise: Value) -> Value:
    """One of two values. A branch that has no value when the other is taken is given as a function:
    `lambda: a / n`."""
    if isinstance(condition, Expr):
        with _under(condition):
            then = then() if callable(then) else then
        with _under(Op("negate", condition)):
            otherwise = otherwise() if callable(otherwise) else otherwise
        return Op("where", condition, then, otherwise)
    if _is_array(condition) and getattr(condition, "ndim", 0):
        import numpy

        if condition.all() or not condition.any():  # of one mind: the other branch is nobody's
            chosen = then if condition.all() else otherwise
            chosen = chosen() if callable(chosen) else chosen
            return chosen if getattr(chosen, "ndim", 0) else numpy.full(condition.shape, chosen)
        with numpy.errstate(all="ignore"):
            with _where(condition):
                then = then() if callable(then) else then
            with _where(~condition):
                otherwise = otherwise() if callable(otherwise) else otherwise
        return _apply("where", condition, then, otherwise)
    chosen = then if condition else otherwise
    return chosen() if callable(chosen) else chosen


def sum_over(first: Value, last: Value, term: Body, most: int = 1000) -> Value:
    """The sum of term(k) for the whole numbers from first to last, both included; at most `most` terms.

    Raises GuardError for a longer sum.
    """
    body = _body(term, first, last)
    if body is not None:
        return Op("sum", first, last, body, extra=most)
    if _axes:
        return _all_terms(first, last, term, most)
    if _is_array(first) or _is_array(last):
        return _with_numpy("sum", first, last, term, most)
    return OPERATIONS["sum"].python(first, last, term, most)


def _all_terms(first: Value, last: Value, term: Body, most: int) -> Value:
    """A sum over few samples: its terms along an axis before those of the samples."""
    global _axes
    before = _axes
    axes = max(before, getattr(first, "ndim", 0), getattr(last, "ndim", 0))
    _axes = axes + 1
    try:
        return _with_numpy("sum", first, last, term, most, axes)
    finally:
        _axes = before


def iterate(start: Value, step: Body, times: int = 8) -> Value:
    """step(step(... start)): a loop between quantities, of at most eight steps; GuardError when it has
    not settled."""
    if not 1 <= times <= 8:
        raise ValueError("an iteration has one to eight steps")
    body = _body(step, start)
    if body is not None:
        return Op("iterate", start, body, extra=times)
    probe = step(start)
    if isinstance(probe, Expr):
        return Op("iterate", start, _traced(step), extra=times)
    if _is_array(start) or _is_array(probe):
        return _with_numpy("iterate", start, step, times)
    return OPERATIONS["iterate"].python(start, step, times)


def solve(function: Body, low: Value, high: Value, steps: int = 60) -> Value:
    """The root of a monotone function between low and high, as close as `steps` halvings come; GuardError
    when there is none."""
    body = _body(function, low, high)
    if body is not None:
        return Op("solve", low, high, body, extra=steps)
    probe = function(low)
    if isinstance(probe, Expr):
        return Op("solve", low, high, _traced(function), extra=steps)
    if _is_array(low) or _is_array(high) or _is_array(probe):
        return _with_numpy("solve", low, high, function, steps)
    return OPERATIONS["solve"].python(low, high, function, steps)


def argmax(values: Mapping[str, Value]) -> Value:
    """The name of the largest value; of equal ones the first in the given order."""
    categories = tuple(values)
    return _apply("argmax", *values.values(), extra=categories, categories=categories)


def lookup(table: Mapping[str, float], key: Value) -> Value:
    """The number a table holds for a category."""
    return _apply("lookup", key, extra=dict(table), table=dict(table))


def total(values: Iterable[Value]) -> Value:
    """The sum of a list, in its order; of an empty list 0."""
    result: Value = None
    for value in values:
        result = value if result is None else result + value
    return 0.0 if result is None else result


def product(values: Iterable[Value]) -> Value:
    """The product of a list, in its order; of an empty list 1."""
    result: Value = None
    for value in values:
        result = value if result is None else result * value
    return 1.0 if result is None else result


def guard(condition: Value, message: str) -> None:
    """States a limit of validity. Raises GuardError outside it; while tracing the condition is recorded, and
    of samples those outside are noted (`sampling`)."""
    if isinstance(condition, Expr):
        if _guards is not None:
            for outer in _conditions:
                condition = Op("either", Op("negate", outer), condition)
            _guards.append((condition, message))
        return
    if not _is_array(condition):
        if not condition:
            raise GuardError(message)
        return
    outside = ~condition
    for taken in _taken:
        outside = outside & taken
    if not outside.any():
        return
    if _outside is None or not outside.ndim:
        raise GuardError(message)
    _outside.append((outside, message))


@contextmanager
def sampling() -> Any:
    """Collects, for samples, which of them are outside a limit of validity: (mask, message) each. They have
    no value, and the others keep theirs."""
    global _outside
    before, _outside = _outside, []
    try:
        yield _outside
    finally:
        _outside = before


@contextmanager
def apart() -> Any:
    """As `sampling`, for samples of another number, and few: no branch that is being computed concerns them,
    and sums compute all their terms at once."""
    global _taken, _axes
    before, _taken, _axes = (_taken, _axes), [], 1
    try:
        with sampling() as outside:
            yield outside
    finally:
        _taken, _axes = before


@contextmanager
def _where(condition: Any) -> Any:
    """While a branch is computed that only these samples take: its limits hold for no others."""
    _taken.append(condition)
    try:
        yield
    finally:
        _taken.pop()


@contextmanager
def recording() -> Any:
    """Collects the guards met while a formula is traced."""
    global _guards
    before, _guards = _guards, []
    try:
        yield _guards
    finally:
        _guards = before


@contextmanager
def _under(condition: Expr) -> Any:
    _conditions.append(condition)
    try:
        yield
    finally:
        _conditions.pop()


def _body(function: Body, *args: Value) -> Lambda | None:
    """The traced body when an argument or the body itself holds an expression, else None."""
    if any(isinstance(a, Expr) for a in args):
        return _traced(function)
    if _guards is None:
        return None
    body = _traced(function)
    return body if names(body) else None


def _traced(function: Body) -> Lambda:
    """A body over a running variable; its guards stay with it, because they may speak of the variable."""
    global _depth
    variable = Bound(_LETTERS[_depth % len(_LETTERS)])
    _depth += 1
    try:
        with recording() as guards:
            body = function(variable)
    finally:
        _depth -= 1
    return Lambda(variable, body if isinstance(body, Expr) else Const(body), tuple(guards))


def _with_numpy(name: str, *args: Any, **named: Any) -> Any:
    import numpy

    return OPERATIONS[name].numpy(numpy, *args, **named)
