"""The designs of this repository: nothing is found in them, and much of what is broken in them is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.checks.report import Report

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report() -> Report:
    return check_catalogue(ROOT / "designs")


@pytest.mark.parametrize("family", ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"])
def test_nothing_is_found(family: str, report: Report) -> None:
    assert [f"{r.location} {r.code} {r.message}" for r in report.findings if r.code.startswith(family)] == []


def test_what_is_covered(report: Report) -> None:
    coverage = report.coverage
    assert coverage.claims_held == coverage.claims >= 140
    assert coverage.sums_verified >= 100
    assert coverage.sums_wrong == 0
    assert coverage.numbers.backed > 0.6
    assert coverage.numbers.computed + coverage.numbers.claimed >= 300


def test_the_bench_changes_one_thing_at_a_time() -> None:
    from bench.mutations import numbers_changed

    changed = list(numbers_changed("5\\,M \\times 500\\,B = 2.5\\,GB/s", random.Random(1)))
    assert ("x2", "10\\,M \\times 500\\,B = 2.5\\,GB/s") in changed
    assert ("x10", "5\\,M \\times 500\\,B = 25.0\\,GB/s") in changed
    assert ("+10%", "5\\,M \\times 550\\,B = 2.5\\,GB/s") in changed
    assert ("unit", "5\\,M \\times 500\\,B = 2.5\\,MB/s") in changed
    assert ("operator", "5\\,M / 500\\,B = 2.5\\,GB/s") in changed
    assert ("digits", "5\\,M \\times 500\\,B = 5.2\\,GB/s") not in changed  # a point stands between them
