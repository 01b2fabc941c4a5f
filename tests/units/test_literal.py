"""Literals keep what was written, and are worth exactly what the decimal text says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nalsd.units import STANDARD, Dimension, UnitError

# unit text -> (exact size in base units, dimension): written down here by hand, not taken from the table.
SIZES = {
    "": (1, {}),
    "%": (Fraction(1, 100), {}),
    "B": (1, {"byte": 1}),
    "bit": (Fraction(1, 8), {"byte": 1}),
    "kB": (1000, {"byte": 1}),
    "KiB": (1024, {"byte": 1}),
    "TiB": (1024**4, {"byte": 1}),
    "Gbit": (Fraction(10**9, 8), {"byte": 1}),
    "Mb": (Fraction(10**6, 8), {"byte": 1}),
    "Gbps": (Fraction(10**9, 8), {"byte": 1, "second": -1}),
    "MBps": (10**6, {"byte": 1, "second": -1}),
    "GB/s": (10**9, {"byte": 1, "second": -1}),
    "Gibit/s": (Fraction(2**30, 8), {"byte": 1, "second": -1}),
    "gigabytes": (10**9, {"byte": 1}),
    "mebibit": (Fraction(2**20, 8), {"byte": 1}),
    "s": (1, {"second": 1}),
    "ms": (Fraction(1, 1000), {"second": 1}),
    "us": (Fraction(1, 10**6), {"second": 1}),
    "µs": (Fraction(1, 10**6), {"second": 1}),
    "μs": (Fraction(1, 10**6), {"second": 1}),
    "ns": (Fraction(1, 10**9), {"second": 1}),
    "min": (60, {"second": 1}),
    "h": (3600, {"second": 1}),
    "d": (86400, {"second": 1}),
    "week": (604800, {"second": 1}),
    "y": (31536000, {"second": 1}),
    "month_30d": (2592000, {"second": 1}),
    "month_730h": (2628000, {"second": 1}),
    "month_mean": (Fraction("30.436875") * 86400, {"second": 1}),
    "USD": (1, {"USD": 1}),
    "req/s": (1, {"request": 1, "second": -1}),
    "QPS": (1, {"request": 1, "second": -1}),
    "kreq/s": (1000, {"request": 1, "second": -1}),
    "Mpps": (10**6, {"packet": 1, "second": -1}),
    "IOPS": (1, {"io": 1, "second": -1}),
    "op*s": (1, {"op": 1, "second": 1}),
    "req/s/core": (1, {"request": 1, "second": -1, "core": -1}),
    "B/request": (1, {"byte": 1, "request": -1}),
    "GB/d": (Fraction(10**9, 86400), {"byte": 1, "second": -1}),
    "1/s": (1, {"second": -1}),
    "/s": (1, {"second": -1}),
    "%/y": (Fraction(1, 100 * 31536000), {"second": -1}),
    "s^2": (1, {"second": 2}),
    "s²": (1, {"second": 2}),
    "B*s^-1": (1, {"byte": 1, "second": -1}),
    "GHz": (10**9, {"second": -1}),
    "vcpu": (1, {"thread": 1}),
    "drives": (1, {"disk": 1}),
    "USD/GB": (Fraction(1, 10**9), {"USD": 1, "byte": -1}),
}
SCALES = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, " million": 10**6, " bn": 10**9, "T": 10**12}

decimals = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False)


@pytest.mark.parametrize("unit", SIZES)
def test_units_have_their_exact_size(unit: str) -> None:
    size, powers = SIZES[unit]
    read = STANDARD.unit(unit)
    assert Fraction(read.num, read.den) == size
    assert read.dimension == Dimension(powers)


@given(decimals, st.sampled_from(sorted(SIZES)), st.sampled_from(sorted(SCALES)), st.booleans())
def test_a_literal_is_the_nearest_float_of_its_decimal_text(
    number, unit: str, scale: str, spaced: bool
) -> None:
    if scale and unit == "%":
        spaced = True
    space = " " if spaced and not unit.startswith("/") else ""
    if scale and unit and not unit.startswith("/") and not space:
        space = " "
    digits = format(number, "f")
    if unit.startswith("1/"):
        unit, space = unit[1:], ""
    literal = STANDARD.literal(digits + scale + space + unit)
    exact = Fraction(digits) * SCALES[scale] * SIZES[unit][0]
    assert literal.value == float(exact)
    assert literal.number == digits
    assert Fraction(*literal.ratio) == exact
    assert literal.half_width == float(Fraction(1, 20000) * SCALES[scale] * SIZES[unit][0])


@given(st.integers(0, 10**15))
def test_thousands_separators_change_nothing(number: int) -> None:
    with_commas = STANDARD.literal(f"{number:,} B")
    assert with_commas.value == float(number)
    assert with_commas.half_width == 0.5


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("20", 0.5),
        ("20.0 s", 0.05),
        ("5M", 0.5e6),
        ("5.0M", 0.05e6),
        ("86,400", 0.5),
        ("1e6", 0.5e6),
        ("1.5e3", 50.0),
        ("1e-3", 0.5e-3),
        ("20 Gbps", 62.5e6),
        ("99.99%", 0.00005),
        ("50 ms", 0.0005),
        ("1.10 GB", 0.005e9),
        ("5 million users", 0.5e6),
        ("0.0 s", 0.05),
    ],
)
def test_half_width_is_half_of_the_last_digit(text: str, half: float) -> None:
    literal = STANDARD.literal(text)
    assert literal.half_width == half
    assert literal.interval == (literal.value - half, literal.value + half)


def test_what_was_written_is_kept() -> None:
    literal = STANDARD.literal("  86,400.50 req/s ")
    assert (literal.text, literal.number, literal.unit.text) == ("86,400.50 req/s", "86,400.50", "req/s")
    assert STANDARD.literal("-1.5e3 s").value == -1500.0
    assert STANDARD.literal("5M/s").unit.text == "1/s"
    assert STANDARD.literal("5M/s") == STANDARD.literal("5M/s") != STANDARD.literal("5.0M/s")


def test_no_break_spaces_of_prose_are_spaces() -> None:
    assert STANDARD.literal("20\u00a0Gbps").value == STANDARD.literal("20\u202fGbps").value == 2.5e9


def test_kb_is_a_thousand_bytes_and_says_so() -> None:
    assert STANDARD.literal("5 KB").value == 5000
    assert "KiB" in STANDARD.literal("5 KB").note
    assert not STANDARD.literal("5 kB").note
    assert not STANDARD.literal("5 Kbps").note


def test_declared_counts() -> None:
    units = STANDARD.declare(["tweet", "entry_point", "photo", "request", "b_side"])
    assert units.literal("3M tweets/user").dimension == Dimension({"tweet": 1, "user": -1})
    assert units.literal("2 entry_points").dimension == Dimension({"entry_point": 1})
    assert units.unit("tweet").dimension != units.unit("photo").dimension
    assert "tweet" in units and "tweet" not in STANDARD
    with pytest.raises(UnitError, match="declare it under `units:`"):
        STANDARD.unit("tweet")


TAKEN = [
    "byte",
    "s",
    "h",
    "min",
    "k",
    "million",
    "month",
    "m",
    "core",
    "node",
    "gb",
    "QPS",
    "if",
    "x",
    "Tweet",
    "a-b",
    "2x",
    "kbit",
    "tweet/s",
    "_",
    "",
    "tweet s",
    "a" * 41,
]


@pytest.mark.parametrize("name", TAKEN)
def test_a_count_cannot_take_the_name_of_something_else(name: str) -> None:
    with pytest.raises(UnitError) as caught:
        STANDARD.declare([name])
    assert caught.value.mend


def test_symbols_are_no_names_for_quantities_and_words_are() -> None:
    for symbol in ("s", "min", "d", "GB", "Gbps", "k", "million", "m", "month", "x", "if"):
        assert STANDARD.is_symbol(symbol), symbol
    for word in ("click", "node", "request", "dau", "followers", "posts_per_user", "copy"):
        assert not STANDARD.is_symbol(word), word


def test_a_month_has_a_length_once_it_is_named() -> None:
    billing = STANDARD.naming_month("730 h")
    assert billing.literal("900 USD/month").value == pytest.approx(900 / 2628000, rel=1e-15)
    assert billing.literal("2 months").value == 2 * 2628000
    assert STANDARD.naming_month("30 d").literal("1 mo").value == 2592000
    with pytest.raises(UnitError):
        STANDARD.literal("1 month")
    for wrong in ("30", "30 B", "0 d", "-30 d"):
        with pytest.raises(UnitError):
            STANDARD.naming_month(wrong)


def test_units_compare_by_size() -> None:
    assert STANDARD.unit("Gbps") == STANDARD.unit("Gbit/s") != STANDARD.unit("GB/s")
    assert len({STANDARD.unit("QPS"), STANDARD.unit("req/s"), STANDARD.unit("query/s")}) == 1
    rate = STANDARD.unit("Mbps/node")
    assert rate.is_information_rate and not rate.is_information and not rate.is_time
    assert STANDARD.unit("µs/op").is_time and STANDARD.unit("GiB").is_information
    assert STANDARD.unit("USD/h").is_money and STANDARD.unit("core").is_count
    assert STANDARD.unit("%").is_plain and STANDARD.unit("%").is_percent


def test_the_base_unit_of_a_dimension() -> None:
    for text in ("B/s", "request/s/core", "1/s", "s*op", "USD/B", "1"):
        dimension = STANDARD.unit(text).dimension
        unit = STANDARD.unit_of(dimension)
        assert (unit.text, unit.factor, unit.dimension) == (text, 1.0, dimension)
    unknown = Dimension({"tweet": 7, "second": -9})
    assert STANDARD.unit_of(unknown).text == "tweet^7/s^9"


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (STANDARD.literal, STANDARD.value, STANDARD.unit, STANDARD.tokens):
        try:
            read(text)
        except UnitError as error:
            assert error.message
            assert 0 <= error.offset <= len(text)


@given(st.text(alphabet="0123456789.,eE+-$%kKMGiBbps/*^ m²µ()x_ntd", max_size=24))
def test_any_text_of_the_right_letters_is_read_or_refused(text: str) -> None:
    for read in (STANDARD.literal, STANDARD.value, STANDARD.unit, STANDARD.tokens):
        try:
            read(text)
        except UnitError as error:
            assert error.message
            assert 0 <= error.offset <= len(text)
