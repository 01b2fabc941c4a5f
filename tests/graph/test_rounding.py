"""Ceilings and floors of human-round numbers are those of exact arithmetic, in every back-end."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy

from nalsd.graph import ceil, floor
from nalsd.graph.javascript import runtime

BASES = ["1", "2", "3", "4", "5", "6", "7.5", "8", "10", "12", "20", "24", "25", "36", "48", "100"]
FIRST = ["0", "0.05", "0.1", "0.2"]
SECOND = ["0", "0.1", "0.15"]
TARGETS = ["0.3", "0.4", "0.5", "0.6", "0.7", "0.75", "0.8"]
GRID = list(itertools.product(BASES, FIRST, SECOND, TARGETS))
"""Cores, two overheads, a target utilisation: what people write, and where floats miss whole numbers."""


def as_float(base: str, first: str, second: str, target: str) -> float:
    return float(base) * (1 + float(first) + float(second)) / float(target)


def exactly(base: str, first: str, second: str, target: str) -> Fraction:
    return Fraction(base) * (1 + Fraction(first) + Fraction(second)) / Fraction(target)


def test_the_grid_has_its_size_and_its_traps() -> None:
    """Plain ceilings must fail here, or the grid would prove nothing."""
    assert len(GRID) == 1344
    wrong = [case for case in GRID if math.ceil(as_float(*case)) != math.ceil(exactly(*case))]
    assert len(wrong) > 30
    assert 10 * (1 + 0.1 + 0.1) / 0.6 == 20.000000000000004


def test_every_ceiling_is_exact() -> None:
    assert [c for c in GRID if ceil(as_float(*c)) != math.ceil(exactly(*c))] == []


def test_every_floor_is_exact() -> None:
    assert [c for c in GRID if floor(as_float(*c)) != math.floor(exactly(*c))] == []


def test_of_negative_numbers_too() -> None:
    assert [c for c in GRID if ceil(-as_float(*c)) != math.ceil(-exactly(*c))] == []
    assert [c for c in GRID if floor(-as_float(*c)) != math.floor(-exactly(*c))] == []


def test_arrays_round_as_floats_do() -> None:
    values = numpy.array([as_float(*case) for case in GRID])
    assert ceil(values).tolist() == [math.ceil(exactly(*case)) for case in GRID]
    assert floor(values).tolist() == [math.floor(exactly(*case)) for case in GRID]


def test_javascript_rounds_as_floats_do(node) -> None:
    values = [as_float(*case) for case in GRID]
    script = runtime() + "console.log(JSON.stringify(INPUT.map((x) => [N.ceil(x), N.floor(x)])))"
    found = node(script, values)
    assert found == [[math.ceil(exactly(*case)), math.floor(exactly(*case))] for case in GRID]


def test_snaps_only_what_is_next_to_a_whole_number() -> None:
    """1e-9 of the value, and of one below one: 1.00000001 is not 1."""
    assert ceil(1 + 1e-10) == 1 and ceil(1 + 1e-8) == 2
    assert floor(1 - 1e-10) == 1 and floor(1 - 1e-8) == 0
    assert ceil(1e-10) == 0 and ceil(1e-8) == 1
    assert ceil(1e6 + 1e-4) == 1e6 and ceil(1e6 + 1e-2) == 1e6 + 1
