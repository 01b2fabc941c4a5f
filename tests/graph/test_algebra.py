"""The traced expression is algebraically the formula as a textbook has it: sympy is the judge."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from nalsd.graph import parse
from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.physics import FORMULAS
from nalsd.units import STANDARD

OPERATORS = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "neg": lambda a: -a,
    "sqrt": sympy.sqrt,
    "exp": sympy.exp,
    "log": sympy.log,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "asin": sympy.asin,
    "max": sympy.Max,
    "min": sympy.Min,
    "ceil": sympy.ceiling,
    "floor": sympy.floor,
    "abs": sympy.Abs,
}


def symbol(name: str) -> Any:
    return sympy.Symbol(name, positive=True)


def to_sympy(expr: Expr | Lambda, bound: dict[Bound, Any] | None = None) -> Any:
    bound = bound or {}
    if isinstance(expr, Const):
        return sympy.nsimplify(expr.value, rational=True)
    if isinstance(expr, Name):
        return symbol(expr.name)
    if isinstance(expr, Bound):
        return bound[expr]
    assert isinstance(expr, Op)
    if expr.name == "sum":
        first, last, body = expr.args
        running = sympy.Symbol("k", integer=True)
        inside = to_sympy(body.body, {**bound, body.variable: running})
        return sympy.Sum(inside, (running, to_sympy(first, bound), to_sympy(last, bound))).doit()
    return OPERATORS[expr.name](*(to_sympy(a, bound) for a in expr.args))


TEXTBOOK = {
    "node_need": "demand / supply / target",
    "payload": "size * rate",
    "volume_of_year": "first_year * (1 + growth * year) ** n / (1 + growth * year)",
    "headroom_multiple": "level * nodes * supply / variable - fixed / variable",
    "replication_traffic": "copies * writes - writes",
    "traffic_out_of_copies": "reads + copies * writes - writes",
    "goodput_share": "1 / (1 + overhead / mss)",
    "wire_in_stream": "message * (mss + overhead) / mss",
    "wire_overhead": "(wire - payload) / payload",
    "connections_opened": "requests / per_connection",
    "handshake_cores": "full / full_per_core * (1 + resumed * full_per_core / (resumed_per_core * full))",
    "kernel_cores": "packets / per_core",
    "serial_rate": "1 / takes",
    "limit_multiple": "at_most / load",
}
"""The same formulas written otherwise."""


@pytest.mark.parametrize("name", TEXTBOOK)
def test_equals_the_textbook(name: str) -> None:
    traced = to_sympy(FORMULAS[name].trace().outputs["result"])
    written = to_sympy(parse(TEXTBOOK[name], STANDARD))
    assert sympy.simplify(traced - written) == 0


def test_staffing_leaves_the_square_root_of_the_load_spare() -> None:
    """a + Q √a = cores: the formula is the solution of the textbook's equation."""
    load = to_sympy(FORMULAS["staffed_load"].trace().outputs["result"])
    quality, cores = symbol("quality"), symbol("cores")
    load = load.subs(symbol("core"), 1)
    for c, q in ((16, sympy.Rational(3, 2)), (100, 2), (7, sympy.Rational(1, 3))):
        value = load.subs({cores: c, quality: q})
        assert sympy.simplify(value + q * sympy.sqrt(value) - c) == 0


def test_a_sum_in_closed_form() -> None:
    """Nodes of a chain of sums: 1 + 2 + ... + n and a geometric row."""
    from nalsd.graph import sum_over

    n, q = Name("n"), Name("q")
    assert sympy.simplify(to_sympy(sum_over(1, n, lambda k: k)) - symbol("n") * (symbol("n") + 1) / 2) == 0
    geometric = to_sympy(sum_over(0, 9, lambda k: q**k))
    assert sympy.simplify(geometric * (1 - symbol("q")) - (1 - symbol("q") ** 10)) == 0


def test_the_oracle_can_tell_them_apart() -> None:
    traced = to_sympy(FORMULAS["node_need"].trace().outputs["result"])
    assert sympy.simplify(traced - to_sympy(parse("demand / supply * target", STANDARD))) != 0
