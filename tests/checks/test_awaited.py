"""A phase that is missing hides what follows from it, and no slip in the phases that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from tests.checks import small

LATER = {"4-iterations.md": None, "5-architecture.md": None, "6-stress-test.md": None}

SLIPS = {
    "a machine": ("3-capacity.md", "log: {machine: box", "log: {machine: bax", "N201"),
    "a client": ("1-context.md", "from: browser", "from: browsr", "N201"),
    "a name where a number stands": ("1-context.md", "peak: 5k/s", "peak: lots", "N201"),
    "where a flow starts": ("3-capacity.md", "from: workloads.click", "from: workloads.clik", "N201"),
    "the id of a claim": ("1-context.md", "click.peak_payload", "click.peek_payload", "N204"),
    "an entry in a claim": ("1-context.md", "nalsd:workloads.click", "nalsd:workloads.clik", "N204"),
}


def found(folder: Path, changes: dict) -> list[str]:
    small.write(folder, changes)
    return [reported.code for reported in check_catalogue(folder).findings]


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_while_phases_are_missing(name: str, tmp_path: Path) -> None:
    file, old, new, code = SLIPS[name]
    assert code in found(tmp_path, {**LATER, **small.replaced(file, old, new)})


@pytest.mark.parametrize(
    "missing", ["1-context.md", "2-slo.md", "3-capacity.md", "4-iterations.md", "5-architecture.md"]
)
def test_what_a_missing_phase_would_define_is_told_once(missing: str, tmp_path: Path) -> None:
    codes = found(tmp_path, {missing: None})
    assert codes.count("N105") == 1
    assert not {"N201", "N204"} & set(codes)


OF_REGIONS = {
    **small.replaced("1-context.md", "browser: {}", "browser: {located: {us_east: 60%, eu_west: 40%}}"),
    **small.with_lines(
        "4-iterations.md",
        "regions:",
        "  us_east: {place: aws/us-east-1}",
        "  eu_west: {place: aws/eu-west-1}",
    ),
    **small.replaced("3-capacity.md", "protocol: tcp", "batch: {bytes: 1 MiB}, protocol: tcp"),
}
"""Users by region, and a batch of so many bytes: what phases say of each other."""


@pytest.mark.parametrize("phase", [name for name in small.FILES if name[0].isdigit()])
def test_a_phase_that_cannot_be_read_is_the_only_finding(phase: str, tmp_path: Path) -> None:
    assert found(tmp_path / "whole", OF_REGIONS) == []
    text = {**small.FILES, **OF_REGIONS}[phase]
    broken = tmp_path / "broken"
    small.write(broken, {**OF_REGIONS, phase: text.replace("\n", "\nbroken: [\n", 1)})
    report = check_catalogue(broken)
    assert [reported.code for reported in report.findings] == ["N101"]
    assert (report.coverage.phases, report.coverage.unsized) == (5, {})


def test_users_of_regions_wait_for_the_phase_that_places_them(tmp_path: Path) -> None:
    assert "N109" not in found(tmp_path, {**OF_REGIONS, "4-iterations.md": None})
    assert found(
        tmp_path / "slip", small.replaced("1-context.md", "browser: {}", "browser: {located: {us: 1}}")
    ) == ["N109"]
