"""The table of units against pint's own definitions, and its own consistency."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pint
import pytest

from nalsd.units import HARDWARE_COUNTS, STANDARD
from nalsd.units.hazards import REFUSED
from nalsd.units.table import HARDWARE, MEASURES, RATES, THINGS

PLUGIN = Path(__file__).parents[2] / "plugin"
ORACLE = pint.UnitRegistry(non_int_type=Fraction)

# Our name and pint's name of the same unit.
SAME = {
    "B": "byte", "bytes": "byte", "bit": "bit", "kB": "kilobyte", "MB": "megabyte", "GB": "gigabyte",
    "TB": "terabyte", "PB": "petabyte", "EB": "exabyte", "KiB": "kibibyte", "MiB": "mebibyte",
    "GiB": "gibibyte", "TiB": "tebibyte", "PiB": "pebibyte", "EiB": "exbibyte", "kbit": "kilobit",
    "Mbit": "megabit", "Gb": "gigabit", "Tbit": "terabit", "Kibit": "kibibit", "Gibit": "gibibit",
    "s": "second", "ms": "millisecond", "us": "microsecond", "µs": "microsecond", "ns": "nanosecond",
    "ps": "picosecond", "min": "minute", "h": "hour", "d": "day", "w": "week", "hours": "hour",
    "days": "day", "weeks": "week", "%": "percent", "ppm": "ppm", "Gbps": "gigabit/second",
    "Mbps": "megabit/second", "kbps": "kilobit/second", "MBps": "megabyte/second",
    "GB/h": "gigabyte/hour", "GiB/min": "gibibyte/minute", "1/d": "1/day", "s^2": "second**2",
    "B*s": "byte*second", "MB/s^2": "megabyte/second**2", "%/d": "percent/day", "GHz": "1/nanosecond",
}  # fmt: skip

# pint's year has 365.25 days and its month a twelfth of that; ours are other units and say so.
DIFFERENT = {
    "y": Fraction(365, 1) * 86400,
    "month_30d": Fraction(30) * 86400,
    "month_730h": Fraction(730) * 3600,
}


@pytest.mark.parametrize("name", SAME)
def test_sizes_agree_with_pint(name: str) -> None:
    ours = STANDARD.unit(name)
    theirs = ORACLE.Quantity(Fraction(1), SAME[name])
    bytes_power, seconds_power = ours.dimension.power("byte"), ours.dimension.power("second")
    target = ORACLE.byte**bytes_power * ORACLE.second**seconds_power
    assert theirs.to(target).magnitude == Fraction(ours.num, ours.den)


@pytest.mark.parametrize("name", DIFFERENT)
def test_years_and_months_are_of_named_length(name: str) -> None:
    unit = STANDARD.unit(name)
    assert Fraction(unit.num, unit.den) == DIFFERENT[name]


@pytest.mark.parametrize(
    "ours,theirs", [("s", "second"), ("GB/s", "gigabyte/second"), ("Gbps", "gigabit/second")]
)
def test_literals_convert_as_pint_converts(ours: str, theirs: str) -> None:
    for digits in ("0.1", "1.7", "20", "86400", "123456.789"):
        expected = ORACLE.Quantity(Fraction(digits), theirs)
        target = {"s": "second"}.get(ours, "byte/second")
        assert STANDARD.literal(f"{digits} {ours}").value == float(expected.to(target).magnitude)


def test_each_name_is_declared_once() -> None:
    seen: dict[str, str] = {}
    for declaration in (*MEASURES, *RATES, *THINGS, *HARDWARE):
        for name in set(declaration.names):
            assert name not in seen, f"{name} stands for {seen[name]} and {declaration.name}"
            seen[name] = declaration.name


def test_no_name_is_refused_and_declared() -> None:
    assert not [name for name in REFUSED if name in STANDARD]


def test_no_prefixed_name_shadows_another_unit() -> None:
    names = {name for declaration in STANDARD for name in declaration.names}
    prefixed = {
        prefix + name
        for declaration in STANDARD
        for name in declaration.prefixable
        for prefix in declaration.prefixes
    }
    assert not names & prefixed
    assert not prefixed & set(REFUSED)


def test_every_name_of_the_table_reads_alone_and_after_a_number() -> None:
    for declaration in STANDARD:
        for name in declaration.names:
            unit = STANDARD.literal(f"3 {name}").unit
            assert unit.dimension == declaration.dimension
            assert (unit.num, unit.den) == (declaration.num, declaration.den)


def test_counts_of_things_have_one_base_each() -> None:
    for declaration in (*THINGS, *HARDWARE):
        assert dict(declaration.dimension) == {declaration.name: 1}
    assert {"core", "thread", "node", "disk", "queue", "shard", "copy", "packet"} <= HARDWARE_COUNTS
    assert not HARDWARE_COUNTS & {declaration.name for declaration in THINGS}


def test_information_has_no_prefix_below_one_and_cores_have_none() -> None:
    for name in (
        "mB",
        "uB",
        "nbit",
        "mbps",
        "kcore",
        "Mnode",
        "kd",
        "Mmin",
        "Gh",
        "kshard",
        "ms/kd",
        "kusers",
    ):
        assert name not in STANDARD, name


def test_importing_units_imports_nothing_heavy() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import nalsd.units; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(PLUGIN)], capture_output=True, text=True, check=True
    )
    heavy = {
        "decimal",
        "fractions",
        "statistics",
        "random",
        "dataclasses",
        "inspect",
        "difflib",
        "numpy",
        "pint",
        "pydantic",
    }
    assert not heavy & set(loaded.stdout.split())
