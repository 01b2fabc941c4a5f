"""Dimensions multiply like exponent vectors; assignability follows the kinds of counts."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nalsd.units import ONE, STANDARD, Dimension, UnitError, assignable

BASES = ("byte", "second", "USD", "request", "packet", "core", "node")
vectors = st.lists(st.integers(-3, 3), min_size=len(BASES), max_size=len(BASES))


def of(vector: list[int]) -> Dimension:
    return Dimension(dict(zip(BASES, vector, strict=True)))


def dim(unit: str) -> Dimension:
    return STANDARD.unit(unit).dimension


@given(vectors, vectors)
def test_products_add_and_quotients_subtract_the_powers(a: list[int], b: list[int]) -> None:
    assert of(a) * of(b) == of([x + y for x, y in zip(a, b, strict=True)])
    assert of(a) / of(b) == of([x - y for x, y in zip(a, b, strict=True)])


@given(vectors, st.integers(-3, 3))
def test_powers_multiply(a: list[int], n: int) -> None:
    assert of(a) ** n == of([x * n for x in a])
    assert (of(a) ** 2) ** 0.5 == of(a)


@given(vectors)
def test_hard_part_and_counts_make_the_whole(a: list[int]) -> None:
    whole = of(a)
    assert whole.hard * whole.counts == whole
    assert {base for base, _ in whole.hard} <= {"byte", "second", "USD"}
    assert not {base for base, _ in whole.counts} & {"byte", "second", "USD"}


@given(st.lists(st.integers(-2, 2), min_size=len(BASES), max_size=len(BASES)))
def test_the_text_of_a_dimension_reads_back(a: list[int]) -> None:
    assert dim(str(of(a))) == of(a)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("1", "1"),
        ("GB/s", "B/s"),
        ("req/s/core", "request/s/core"),
        ("1/s", "1/s"),
        ("op*s", "s*op"),
        ("s^2", "s^2"),
        ("USD/month_730h", "USD/s"),
        ("B/packet", "B/packet"),
    ],
)
def test_dimensions_print_as_units(unit: str, text: str) -> None:
    assert str(dim(unit)) == text


def test_the_root_of_a_second_has_no_unit() -> None:
    with pytest.raises(UnitError, match="has no unit"):
        dim("s") ** 0.5
    with pytest.raises(UnitError):
        dim("s") ** float("nan")


def test_a_dimension_does_not_change_and_can_be_copied() -> None:
    dimension = dim("B/s")
    with pytest.raises(AttributeError):
        dimension._powers = ()  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(dimension)) == copy.deepcopy(dimension) == dimension
    assert len({dim("B/s"), dim("MB/h"), dim("Gbps")}) == 1
    assert not ONE and dimension


YES = [
    ("request/s", "request/s"),
    ("request/s", "ad/s"),  # things stand for each other
    ("request/s", "1/s"),  # and may be absent
    ("1/d", "event/d"),
    ("B/request", "B"),
    ("B/message", "B/record"),
    ("op/s/core", "op/s"),  # hardware may be absent from what is given
    ("op/s/core", "request/s/core"),
    ("packet/s", "Mpps"),
    ("packet/s", "1/s"),
    ("request/s", "post/user/s"),
    ("1", "%"),
]
NO = [
    ("B/s", "B"),
    ("B", "s"),
    ("USD/s", "1/s"),
    ("op/s", "op/s/core"),  # a rate per core is not a rate
    ("node", "core"),
    ("core", "thread"),
    ("packet/s", "core/s"),
    ("request/s", "packet/s"),
    ("message/s", "packet/s"),
    ("request", "request^2"),
    ("request/s", "1/s/request"),
    ("1", "node"),
    ("B/s", "bit"),
]


@pytest.mark.parametrize(("expected", "actual"), YES)
def test_assignable(expected: str, actual: str) -> None:
    assert assignable(dim(expected), dim(actual))


@pytest.mark.parametrize(("expected", "actual"), NO)
def test_not_assignable(expected: str, actual: str) -> None:
    assert not assignable(dim(expected), dim(actual))
