"""Every operation gives the same in Python, numpy and JavaScript, on round and on odd numbers."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections.abc import Callable
from typing import Any

import numpy
import pytest

from nalsd.graph import Citation, GuardError, formula
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Bound, Expr, Lambda, Name, Op
from nalsd.graph.javascript import expression, script
from nalsd.graph.operations import OPERATIONS

NUMBERS = [
    -100.0,
    -2.5,
    -1.0,
    -0.5,
    0.0,
    1e-12,
    0.1,
    0.3,
    0.5,
    1.0,
    2.0,
    2.9999999999999996,
    3.0,
    7.3,
    42.0,
    1e3,
    12345.678,
    1e9,
]
SHARES = [-0.1, 0.0, 1e-15, 1e-6, 0.01, 0.1, 0.25, 0.42, 0.5, 0.6, 0.9, 0.99, 0.999999, 1 - 1e-13, 1.0, 1.5]
A, B, C = Name("a"), Name("b"), Name("c")

EXACT = {
    "add",
    "sub",
    "mul",
    "div",
    "neg",
    "min",
    "max",
    "ceil",
    "floor",
    "abs",
    "sqrt",
    "lt",
    "le",
    "gt",
    "ge",
    "eq",
    "both",
    "either",
    "negate",
    "where",
    "sum",
    "iterate",
    "solve",
    "argmax",
    "lookup",
    "call",
}
"""Operations whose JavaScript is the same to the last bit; the others to 1e-12."""


@formula(
    "Twice",
    symbols={"x": ("1", "a number"), "most": ("1", "the most it may be")},
    gives=("1", "twice it"),
    source=Citation("arithmetic"),
)
def twice(x, most=100.0):
    """Twice a number."""
    from nalsd.graph import guard

    guard(x <= most, "it is too large")
    return 2 * x


def body(build: Callable[[Bound], Any]) -> Lambda:
    variable = Bound("k")
    return Lambda(variable, build(variable))


def cases() -> dict[str, tuple[Expr, list[dict[str, Any]]]]:
    """For each operation an expression over a, b, c and the values it is tried with."""
    pairs = [{"a": a, "b": b} for a, b in itertools.product(NUMBERS, NUMBERS)]
    pairs += [{"a": a, "b": b} for a, b in zip(_random(200), _random(200), strict=True)]
    singles = [{"a": a} for a in (*NUMBERS, *SHARES, *_random(200))]
    triples = [
        {"a": a, "b": b, "c": c} for a, b, c in itertools.product(NUMBERS[:8], NUMBERS[4:12], (0.0, 5.0))
    ]
    spans = [
        {"a": a, "b": b}
        for a, b in itertools.product(
            [0.0, 1.0, 0.9999999999, 3.0], [-1.0, 0.0, 2.9999999999, 5.0, 20.0, 60.0]
        )
    ]
    found: dict[str, tuple[Expr, list[dict[str, Any]]]] = {
        name: (Op(name, A, B), pairs)
        for name in ("add", "sub", "mul", "div", "min", "max", "lt", "le", "gt", "ge", "eq")
    }
    found["pow"] = (Op("pow", A, B), [p for p in pairs if abs(p["b"]) < 50])
    found["both"] = (Op("both", A < B, A > -1), pairs)
    found["either"] = (Op("either", A < B, A > 5), pairs)
    found["negate"] = (Op("negate", A < B), pairs)
    found["where"] = (Op("where", A < B, A, C), triples)
    ties = [
        {"a": a, "b": a * (1 + off), "c": a * (1 - off)} for a in (-7.0, 0.3, 1e6) for off in (1e-8, 1e-10)
    ]
    found["argmax"] = (Op("argmax", A, B, C, extra=("cpu", "network", "disk")), triples + ties)
    found["lookup"] = (
        Op("lookup", Op("argmax", A, B, extra=("one", "other")), extra={"one": 1.5, "third": 3.0}),
        pairs,
    )
    found["call"] = (Op("call", A, extra=twice), singles)
    found["sum"] = (Op("sum", A, B, body(lambda k: k * k / 7.0), extra=50), spans)
    found["iterate"] = (Op("iterate", A, body(lambda x: x / 1e6 + B), extra=8), [*pairs[:60], *spans])
    found["solve"] = (
        Op("solve", 0.0, A, body(lambda x: x * x * x - B), extra=60),
        [p for p in pairs if 0 < p["a"] < 1e4],
    )
    for name in (
        "neg",
        "ceil",
        "floor",
        "abs",
        "sqrt",
        "exp",
        "expm1",
        "log",
        "sin",
        "cos",
        "asin",
        "lgamma",
        "normal_quantile",
    ):
        found[name] = (Op(name, A), singles)
    return found


def _random(count: int) -> list[float]:
    draw = random.Random(20)
    return [draw.uniform(-20, 20) if i % 2 else round(draw.lognormvariate(0, 3), 2) for i in range(count)]


CASES = cases()
ALL = pytest.mark.parametrize("name", OPERATIONS)
FAULTS = (ValueError, ZeroDivisionError, OverflowError)


def by_python(expr: Expr, values: dict[str, Any]) -> Any:
    """The value, or None where there is none."""
    try:
        return evaluate(expr, values)
    except FAULTS:
        return None


def by_numpy(expr: Any, values: dict[str, Any]) -> Any:
    """The value of an expression over arrays, through the numpy form of each operation."""
    if isinstance(expr, Lambda):
        return lambda x: by_numpy(expr.body, {**values, expr.variable: x})
    if isinstance(expr, Bound):
        return values[expr]
    if isinstance(expr, Name):
        return values[expr.name]
    if not isinstance(expr, Op):
        return expr.value
    keyword = {"argmax": "categories", "lookup": "table", "call": "formula"}.get(expr.name)
    args = [by_numpy(a, values) for a in expr.args]
    extra = [] if expr.extra is None or keyword else [expr.extra]
    return OPERATIONS[expr.name].numpy(numpy, *args, *extra, **({keyword: expr.extra} if keyword else {}))


@ALL
def test_has_cases_with_and_without_a_value(name: str) -> None:
    """Otherwise the comparisons below would compare nothing."""
    expr, values = CASES[name]
    found = [by_python(expr, v) for v in values]
    assert len([f for f in found if f is not None]) >= 10
    partial = {
        "div",
        "pow",
        "sqrt",
        "log",
        "asin",
        "lgamma",
        "normal_quantile",
        "exp",
        "expm1",
        "sum",
        "iterate",
        "solve",
        "lookup",
        "call",
    }
    assert (None in found) == (name in partial)


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name != "call"])
def test_python_and_numpy_agree(name: str) -> None:
    """Element by element, at 1e-12; NaN in an array where a float has no value.

    Calls are left out: a guard inside a formula holds for a whole array.
    """
    expr, values = CASES[name]
    arrays = {key: numpy.array([v[key] for v in values]) for key in values[0]}
    found = numpy.broadcast_to(by_numpy(expr, arrays), len(values)).tolist()
    for inputs, array in zip(values, found, strict=True):
        expected = by_python(expr, inputs)
        if expected is None:
            assert array != array, (inputs, array)
        elif isinstance(expected, str):
            assert array == expected, inputs
        else:
            last_halving = 1e-15 if name == "solve" else 1e-300  # of a thousand, sixty times
            assert array == pytest.approx(expected, rel=1e-12, abs=last_halving), inputs


def test_python_and_javascript_agree(node) -> None:
    """All operations in one run of Node: bit for bit, 1e-12 for transcendental functions; throws where Python
    raises.
    """
    functions = {name: f"(v_a, v_b, v_c) => {expression(expr)}" for name, (expr, _) in CASES.items()}
    table = ", ".join(f"{json.dumps(name)}: {text}" for name, text in functions.items())
    text = (
        script(expr for expr, _ in CASES.values())
        + f"const F = {{{table}}};\n"
        + "\nconst one = (f, v) => { try { return f(v.a, v.b, v.c); } catch (e) { return null; } };\n"
        + "console.log(JSON.stringify(INPUT.map(([name, v]) => one(F[name], v))))"
    )
    inputs = [(name, v) for name, (_, values) in CASES.items() for v in values]
    wrong = []
    for (name, values), found in zip(inputs, node(text, inputs), strict=True):
        expected = by_python(CASES[name][0], values)
        if name in EXACT or expected is None:
            same = found == expected
        else:
            same = found is not None and math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-14)
        if not same:
            wrong.append((name, values, expected, found))
    assert wrong == []


def test_the_table_is_complete() -> None:
    """An operation without cases would not be held against anything."""
    assert set(CASES) == set(OPERATIONS)


def test_values_known_from_elsewhere() -> None:
    """Anchors outside this project: factorials, the 97.5% quantile of the normal, exact squares."""
    from nalsd.graph import lgamma, log, normal_quantile, sqrt

    assert lgamma(11.0) == pytest.approx(math.log(3628800), rel=1e-15)
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-12)
    assert normal_quantile(0.5) == 0.0
    assert sqrt(1764.0) == 42.0
    assert log(math.e) == 1.0


def test_no_complex_numbers() -> None:
    """Python makes one of (-8) ** 0.5; a size of one would then look like an answer."""
    with pytest.raises(ValueError, match="negative number"):
        evaluate(Op("abs", Op("pow", A, B)), {"a": -8.0, "b": 0.5})


def test_a_category_that_a_table_has_not() -> None:
    with pytest.raises(GuardError, match="'fast' is not one of slow, slower"):
        evaluate(Op("lookup", A, extra={"slow": 1.0, "slower": 2.0}), {"a": "fast"})


@pytest.mark.parametrize(("off", "chosen"), [(1e-8, "second"), (1e-10, "first"), (0.0, "first")])
@pytest.mark.parametrize("size", [-7.0, 0.3, 1e6])
def test_rounding_does_not_choose_between_equals(size: float, off: float, chosen: str) -> None:
    """0.1 + 0.2 is no larger than 0.3."""
    larger = size + abs(size) * off
    expr = Op("argmax", A, B, extra=("first", "second"))
    assert evaluate(expr, {"a": size, "b": larger}) == chosen
    assert by_numpy(expr, {"a": numpy.array([size]), "b": numpy.array([larger])}).tolist() == [chosen]
