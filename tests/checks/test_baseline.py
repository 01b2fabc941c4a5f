"""Today's findings and bare numbers accepted, and an error for whoever makes it worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.checks import check_catalogue
from nalsd.checks.baseline import BadBaseline, against, baseline_of, read_baseline
from nalsd.checks.report import Report
from nalsd.cli.schemas import schema
from tests.checks import small

PEAK = "nalsd:workloads.click.peak_payload"
HEAD = "## Problem statement\n\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(prose: str) -> Report:
        small.write(Path("designs"), small.with_prose("1-context.md", HEAD + prose))
        return check_catalogue(Path("designs"))

    return run


def held(report: Report, baseline: str) -> Report:
    return against(report, json.loads(baseline), "b.json")


def test_what_was_there_is_accepted_wherever_it_stands(check) -> None:
    text = baseline_of(check(f"Peaks at [30 Mbps]({PEAK})."))
    moved = held(check(f"One.\n\nTwo.\n\nPeaks at [30 Mbps]({PEAK})."), text)
    assert moved.findings == []
    assert moved.coverage.accepted == 1
    assert not moved.failed()


def test_another_wrong_claim_is_an_error(check) -> None:
    text = baseline_of(check(f"Peaks at [30 Mbps]({PEAK})."))
    worse = held(check(f"Peaks at [30 Mbps]({PEAK}), or [31 Mbps]({PEAK})."), text)
    assert [(r.code, r.finding.printed) for r in worse.findings] == [("N401", "31 Mbps")]


def test_the_same_wrong_claim_once_more_is_an_error(check) -> None:
    text = baseline_of(check(f"Peaks at [30 Mbps]({PEAK})."))
    assert len(held(check(f"[30 Mbps]({PEAK}), again [30 Mbps]({PEAK})."), text).findings) == 1


def test_what_is_gone_is_told(check) -> None:
    text = baseline_of(check(f"Peaks at [30 Mbps]({PEAK})."))
    better = held(check("Peaks."), text)
    assert better.findings == []
    assert better.notes == ["1 finding of the baseline is gone: `--write-baseline b.json` keeps it so."]


@pytest.mark.parametrize(
    ("before", "after", "fires"),
    [
        ("Takes 5 GB.", "Takes 5 GB and 3 s.", True),
        ("Takes 5 GB.", "Takes 6 GB.", False),
        ("Takes 5 GB and 3 s.", "Takes 5 GB.", False),
        ("Takes 5 GB.", f"Takes 5 GB, and [20 Mbps]({PEAK}).", False),
        ("Takes 5 GB.", "Takes 5 GB, and 5 GB / 10 = 500 MB.", False),
        ("", "Takes 5 GB.", True),
    ],
)
def test_more_bare_numbers_are_an_error(before: str, after: str, fires: bool, check) -> None:
    report = held(check(after), baseline_of(check(before or "Words.")))
    assert [r.code for r in report.findings] == (["N406"] if fires else [])
    assert report.failed() is fires


def test_a_design_that_the_baseline_does_not_know_is_held_to_the_rules_only(check) -> None:
    report = check("Takes 5 GB.")
    baseline = json.loads(baseline_of(report))
    baseline["bare"] = {}
    assert against(report, baseline, "b.json").findings == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "nalsd/baseline/1", "findings": {"x": "y"}, "bare": {}}', "\ufffe"]
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadBaseline, match="--write-baseline"):
        read_baseline(path)


def test_written_and_read_back(tmp_path: Path, check) -> None:
    report = check(f"Peaks at [30 Mbps]({PEAK}), takes 5 GB.")
    path = tmp_path / "b.json"
    path.write_text(baseline_of(report), encoding="utf-8")
    document = read_baseline(path)
    Draft202012Validator(schema("baseline")).validate(document)
    assert list(document["findings"].values()) == [1]
    assert document["bare"] == {"click-log": 1}


def test_fewer_bare_numbers_are_told(check) -> None:
    text = baseline_of(check("Takes 5 GB, 3 s and 7 ms."))
    same = held(check("Takes 6 GB, 3 s and 7 ms."), text)
    assert same.notes == []
    better = held(check("Takes 5 GB."), text)
    assert better.notes == [
        "2 bare numbers fewer than in the baseline: `--write-baseline b.json` keeps it so."
    ]
    assert not better.failed()


def test_a_baseline_of_another_version_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text('{"schema": "nalsd/baseline/9", "findings": {}, "bare": {}}')
    with pytest.raises(
        BadBaseline, match=r"of another version of nalsd, nalsd/baseline/9; .*--write-baseline"
    ):
        read_baseline(path)
