"""Printing: significant digits, then prefix; what is printed reads back to the digits shown."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nalsd.units import STANDARD, UnitError, format_like, format_network, format_value

PRINTED = [
    (2.5e9, "B/s", "2.5 GB/s"),
    (2.5e9, "bit/s", "20 Gbps"),
    (2.5e9, "Gbps", "20 Gbps"),
    (2.5e9, "bit/s/node", "20 Gbps/node"),
    (216e12, "B", "216 TB"),
    (216e12 / 86400, "B/d", "216 TB/d"),
    (4 * 2**40, "GiB", "4 TiB"),
    (1023 * 1024, "B", "1.05 MB"),
    (1023 * 1024, "KiB", "1,023 KiB"),
    (999_999, "1", "1 M"),
    (999_999, "B", "1 MB"),
    (999.6, "B", "1 kB"),
    (0, "B/s", "0 B/s"),
    (-2.5e9, "B/s", "-2.5 GB/s"),
    (2.5e9, "Bps", "2.5 GB/s"),
    (125, "bit", "1 kbit"),
    (500, "B/request", "500 B/request"),
    (0.4583, "%", "45.8%"),
    (0.5, "%", "50%"),
    (0.9999, "%", "99.99%"),
    (0.99995, "%", "99.995%"),
    (0.99999999999, "%", "99.999999999%"),
    (1, "%", "100%"),
    (1.5, "%", "150%"),
    (0.3 / 31536000, "%/y", "30%/y"),
    (86_400, "request/s", "86,400 requests/s"),
    (12_345.6, "req/s", "12,300 req/s"),
    (5e6, "request/s", "5M requests/s"),
    (5e6, "req/s", "5M req/s"),
    (99_999.6, "request/s", "100k requests/s"),
    (5e6, "1/s", "5M/s"),
    (44, "node", "44 nodes"),
    (1, "node", "1 node"),
    (1234, "node", "1,234 nodes"),
    (1.5, "core", "1.5 cores"),
    (20.000000000000004, "core", "20 cores"),
    (1e6, "entry", "1M entries"),
    (9000, "km", "9,000 km"),
    (5e18, "1", "5e18"),
    (14.88e6, "Mpps", "14.9 Mpps"),
    (120e3, "IOPS", "120k IOPS"),
    (3.5e9, "GHz", "3.5 GHz"),
    (604800, "s", "7 d"),
    (2592000, "s", "30 d"),
    (86400, "s", "1 d"),
    (129600, "s", "36 h"),
    (90, "s", "90 s"),
    (100, "s", "100 s"),
    (900, "s", "15 min"),
    (3599, "s", "1 h"),
    (3 * 31536000, "s", "3 y"),
    (1.234e4 * 31536000, "s", "12,300 y"),
    (1.2e9 * 31536000, "s", "1.2e9 y"),
    (2.6e6, "s", "30.1 d"),
    (0.05, "s", "50 ms"),
    (0.05, "ms", "50 ms"),
    (0.05, "min", "50 ms"),
    (5e-5, "s", "50 µs"),
    (8e-6, "s/op", "8 µs/op"),
    (1.5e-9, "s", "1.5 ns"),
    (0, "s", "0 s"),
    (900 / 2628000, "USD/month_730h", "900 USD/month_730h"),
    (9e-11, "USD/GB", "0.09 USD/GB"),
    (1.2e6, "USD", "1.2M USD"),
    (10, "x", "10x"),
    (1 / 3, "1", "0.333"),
    (1e-7, "1", "1e-7"),
    (1e25, "B", "1e25 B"),
    (None, "B", "unknown"),
    (float("inf"), "B", "infinite"),
    (1.7e308, "us", "1.7e308 s"),
    (1.7e308, "bit/s", "1.7e308 B/s"),
    (-1.7e308, "%", "-1.7e308"),
    (float("nan"), "B", "not a number"),
]


@pytest.mark.parametrize(("value", "unit", "text"), PRINTED)
def test_printed(value: float | None, unit: str, text: str) -> None:
    assert format_value(value, unit) == text


def test_a_network_figure_is_shown_in_bits_and_in_bytes() -> None:
    assert format_network(2.5e9) == "20 Gbps (2.5 GB/s)"
    assert format_network(None) == "unknown"


def test_counts_of_a_design_print_without_being_declared_again() -> None:
    assert format_value(5, "tweet/user") == format_value(5, "tweets/user") == "5 tweets/user"
    unit = STANDARD.declare(["tweet"]).unit("tweet/s")
    assert format_value(2e6, unit) == "2M tweets/s"
    with pytest.raises(UnitError):
        format_value(5, "5 GB")


def test_more_digits_on_request() -> None:
    assert format_value(2_592_345_678, "B/s", digits=5) == "2.5923 GB/s"
    assert format_value(1 / 3, "1", digits=6) == "0.333333"


UNITS = [
    "B",
    "bit",
    "B/s",
    "bit/s",
    "GiB",
    "KiB/s",
    "s",
    "ms",
    "s/op",
    "1",
    "%",
    "x",
    "request/s",
    "node",
    "req/s/core",
    "USD",
    "USD/GB",
    "1/s",
    "%/y",
    "B/request",
    "Mpps",
    "GHz",
    "op*s",
    "s^2",
    "B/d",
    "bit/s/node",
    "IOPS",
]


@given(st.floats(1e-12, 1e22), st.sampled_from(UNITS), st.integers(2, 12), st.booleans())
def test_what_is_printed_reads_back_to_the_digits_shown(
    size: float, unit: str, digits: int, negative: bool
) -> None:
    value = -size if negative else size
    text = format_value(value, unit, digits=digits)
    read = STANDARD.literal(text)
    assert read.value == pytest.approx(value, rel=0.5001 * 10 ** (1 - digits))
    assert read.dimension == STANDARD.unit(unit).dimension
    again = STANDARD.literal(format_value(read.value, unit, digits=digits))
    assert again.value == pytest.approx(read.value, rel=1e-12)  # printing what was read changes nothing more


@given(st.integers(0, 99_999), st.sampled_from(["node", "request", "1", "shard"]))
def test_whole_counts_are_printed_in_full(count: int, unit: str) -> None:
    assert STANDARD.literal(format_value(float(count), unit)).value == count


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        (2.6e9, "20 Gbps", "21 Gbps"),
        (47, "44 cores", "47 cores"),
        (0.458, "45%", "46%"),
        (1234567, "1,000,000 req/s", "1,234,567 req/s"),
        (2.5e6, "5.0M", "2.5M"),
        (1234, "5 million", "1,234"),
        (6, "$5", "$6"),
        (1.5e9, "0 GB", "1.5 GB"),
        (12e3, "1e4", "1e4"),
    ],
)
def test_a_claim_is_rewritten_in_the_digits_of_its_author(value: float, like: str, text: str) -> None:
    assert format_like(value, STANDARD.literal(like)) == text


@pytest.mark.parametrize("loss", [1e-3, 3e-9, 1e-12, 1e-14, 1.05e-15, 1.2e-16])
def test_what_is_missing_never_rounds_away(loss: float) -> None:
    """However little is lost, 100% is not what is left; as many nines as a double holds."""
    shown = format_value(1 - loss, "%")
    assert shown != "100%" and float(shown.removesuffix("%")) < 100
    assert shown.count("9") >= min(-math.log10(loss) - 0.5, 15) - 1


def test_disk_operations_have_one_spelling() -> None:
    assert format_value(120_000, "io/s") == format_value(120_000, "IOPS") == "120k IOPS"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (4e-5, "core*s/op", "40 µs*core/op"),
        (0.00012, "core*ms/op", "120 µs*core/op"),
        (7200, "core*s", "2 h*core"),
    ],
)
def test_the_time_in_a_product_finds_its_own_unit(value: float, unit: str, text: str) -> None:
    assert format_value(value, unit) == text
    assert STANDARD.literal(text).value == pytest.approx(value)
