"""Printed numbers: what they stand for, and what they allow."""

from __future__ import annotations

import pytest

from nalsd.checks.printed import Relation, numbers
from nalsd.units import STANDARD
from tests.cost import holds_within


def one(text: str, before: str = ""):
    found = numbers(text, STANDARD, before)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "half"),
    [
        ("20 Gbps", 20e9 / 8, 0.5e9 / 8),
        ("20.0 Gbps", 20e9 / 8, 0.05e9 / 8),
        ("500 B", 500, 0.5),
        ("500B", 500, 0.5),
        ("5M req/s", 5e6, 0.5e6),
        ("5 million requests per second", 5e6, 0.5e6),
        ("86 TB a day", 86e12 / 86400, 0.5e12 / 86400),
        ("86,400 s", 86400, 0.5),
        ("99.99%", 0.9999, 0.00005),
        ("44 Cores required", 44, 0.5),
        ("2.5x", 2.5, 0.05),
        ("10:1", 10, 0.5),
        ("three nodes", 3, 0.5),
        ("Forty-eight", 48, 0.5),
        ("two hundred and fifty MB", 250e6, 0.5e6),
        ("two dozen", 24, 0.5),
        ("**16 GiB** of RAM", 16 * 2**30, 0.5 * 2**30),
        ("$12,000", 12000, 0.5),
        ("1.5 MB/s per node", 1.5e6, 0.05e6),
        ("p99 of 50 ms", 0.050, 0.0005),
        ("7 days", 7 * 86400, 0.5 * 86400),
        ("−5%", -0.05, 0.005),
        ("20&nbsp;Gbps", 20e9 / 8, 0.5e9 / 8),
        ("20\nGbps", 20e9 / 8, 0.5e9 / 8),
        ("1.2 × 10^9", 1.2e9, 0.05e9),
        ("1.2·10⁹ rows", 1.2e9, 0.05e9),
        ("$1.2 \\times 10^{9}$", 1.2e9, 0.05e9),
        ("1.2 × 10<sup>-3</sup> s", 1.2e-3, 0.05e-3),
        ("10^9", 1e9, 0.5e9),
        ("7 h 12 min", 25_920, 30),
        ("4 minutes and 23 seconds", 263, 0.5),
        ("US$ 12,000", 12000, 0.5),
        ("USD 12,000", 12000, 0.5),
        ("5 USD/month_30d", 5 / (30 * 86400), 0.5 / (30 * 86400)),
    ],
)
def test_a_number_stands_for_half_its_last_digit(text: str, value: float, half: float) -> None:
    printed = one(text)
    assert printed.low == pytest.approx(value, rel=1e-12)
    low, high = printed.interval()
    assert (low, high) == (pytest.approx(value - half), pytest.approx(value + half))
    assert printed.holds(value)
    assert printed.holds(value + 0.99 * half)
    assert not printed.holds(value + 1.01 * half)
    assert not printed.holds(value - 1.01 * half)


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        ("≈ 44 cores", [44, 43.1, 44.9], [42.9, 46, 22, 88]),
        ("about 44 cores", [43.3], [41]),
        ("~45%", [0.4583], [0.27, 0.9]),
        ("≈ 3,860", [3860.99, 3864], [3870]),
        ("≈ 3,000 nodes", [2900, 3100], [2700, 3300, 1500]),
        ("≈ 2 GB", [2.1e9], [3e9, 1e9]),
        ("≈ 5M users", [4.6e6, 5.4e6], [4.1e6, 5.9e6]),
        ("> 5 ms", [0.0051, 1], [0.005, 0.004]),
        ("more than 5 ms", [0.0051], [0.005]),
        ("over 5 ms", [0.005, 0.006], [0.004]),
        ("< 5 ms", [0.0049, 0], [0.005, 0.006]),
        ("at least 3 nodes", [3, 4], [2]),
        ("3 nodes or more", [3, 4], [2]),
        ("5M+", [5e6, 6e6], [4.9e6]),
        ("5+ ms", [0.005, 0.006], [0.004]),
        ("&lt; 5 ms", [0.0049, 0], [0.005, 0.006]),
        ("$\\geq$ 3 nodes", [3, 4], [2]),
        ("$\\le 5$ ms", [0.005], [0.0051]),
        ("three nines", [0.999, 0.9995], [0.99, 0.998]),
        ("a hundred", [98, 104], [80, 120]),
        ("half a million", [0.49e6, 0.52e6], [0.4e6, 0.6e6]),
        ("three to five nodes", [3, 4.2], [2, 6]),
        ("4 nines", [0.9999], [0.999]),
        ("eleven nines", [0.99999999999], [0.999999, 0.9999999]),
        ("1 to 3 million", [2e6], [2, 4e6]),
        ("1–3k ads", [2000], [2, 4000]),
        ("up to 5M/s", [5e6, 1], [5.1e6]),
        ("≤ 5 ms", [0.005], [0.0051]),
        ("2 .. 3 GB", [2e9, 3e9, 2.5e9, 3.4e9], [3.6e9, 1.4e9]),
        ("between 2 and 3 GB", [2.5e9], [4e9]),
        ("2–3 GB", [2.5e9], [4e9]),
    ],
)
def test_words_and_signs_bound_the_number(text: str, holds: list[float], fails: list[float]) -> None:
    printed = one(text)
    assert [value for value in holds if not printed.holds(value)] == []
    assert [value for value in fails if printed.holds(value)] == []


def test_words_before_the_link_count() -> None:
    assert one("3 nodes", before="the log needs at least [").relation is Relation.AT_LEAST
    assert one("20 Gbps", before="a peak of ≈ **[").relation is Relation.ABOUT
    assert one("20 Gbps", before="at least two tiers, each of [").relation is Relation.EQUAL


def test_and_makes_a_range_behind_between_only() -> None:
    found = numbers("2 and 3 GB", STANDARD, before="takes between [")
    assert [(p.low, p.high) for p in found] == [(2e9, 3e9)]
    assert [p.low for p in numbers("2 and 3 GB", STANDARD, before="takes [")] == [2, 3e9]


@pytest.mark.parametrize(
    "before",
    ["we recover [", "5M × 500 B => [", "in -> [", "<b>[", "<strong>**[", "a turnover [", "x[", "winsome ["],
)
def test_arrows_tags_and_parts_of_words_bound_nothing(before: str) -> None:
    assert one("20 Gbps", before=before).relation is Relation.EQUAL


def test_numbers_inside_names_are_not_numbers() -> None:
    assert [printed.text for printed in numbers("c7g.8xlarge with 32 cores at p99", STANDARD)] == ["32 cores"]
    assert numbers("the p99 latency", STANDARD) == []


def test_two_figures_in_one_text_are_two_numbers() -> None:
    assert [printed.low for printed in numbers("2.5 GB/s (20 Gbps)", STANDARD)] == [2.5e9, 2.5e9]


@pytest.mark.parametrize("text", ["9,3 GB", "5 000", "1 209 600 000 rows", "5\u202f000 B"])
def test_decimal_commas_and_spaces_between_digits_are_no_numbers(text: str) -> None:
    assert numbers(text, STANDARD) == []


def test_a_name_or_a_year_before_a_number_is_no_part_of_it() -> None:
    assert [p.low for p in numbers("p99 500 ms", STANDARD)] == [0.5]
    assert [p.low for p in numbers("in 2024 300 nodes", STANDARD)] == [2024, 300]


@pytest.mark.parametrize(
    "text", ["9" * 400, "5 " * 5000, "1," * 5000, "5 a " * 3000, "≈" * 9000 + "5", "5e999 B", "x" * 99999]
)
def test_hostile_texts_are_read_in_bounded_time(text: str) -> None:
    holds_within(100, lambda: numbers(text, STANDARD, before=text))
