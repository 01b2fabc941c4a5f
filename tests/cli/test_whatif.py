"""`nalsd whatif`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.cli import main
from nalsd.cli.schemas import schema
from tests.checks import small


@pytest.fixture(autouse=True)
def designs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = (
        "1-context.md", "assumptions: {followers: 100 .. 400}",
        "quantities:", "  fan: {formula: followers * 2}",
    )  # fmt: skip
    small.write(Path("designs"), small.with_lines(*lines))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["whatif", "click-log", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--set", "workloads.click.peak=10k/s")
    assert (code, err) == (0, "")
    # 5,000 a second of 500 B are 20 Mbps, and twice as many 40.
    assert "x2" in out and "20 Mbps -> 40 Mbps" in out


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--set", "followers=50", "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert list(Draft202012Validator(schema("whatif")).iter_errors(data)) == []
    assert data["set"]["assumptions.followers"]["before"] == pytest.approx(200)
    (fan,) = [moved for moved in data["moved"] if moved["id"] == "quantities.fan"]
    assert (fan["before"], fan["after"], fan["ratio"]) == pytest.approx((400, 100, 0.25))


def test_a_multiple_of_the_load(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--set", "load.factor=3", "--format", "json")
    assert json.loads(out)["set"]["workloads.click.peak"]["after"] == 15_000


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("workloads.clock.peak=1/s", "unknown-quantity: the design `click-log` has no quantity"),
        ("workloads.click.peak=10 GB", "wrong-dimension: `10 GB` is in [B]"),
        ("workloads.click.peak=ten", "unreadable-value"),
        ("followers", "sets nothing"),
        ("load.factor=0", "a number above 0"),
        ("followers=8 .. 2", "upside down"),
        ("followers=-5", "a range in the design lies above 0"),
        ("workloads.click.request=500", "write workloads.click.request=500 B"),
        ("workloads.click.peak=-5/s", "a rate is not negative"),
        ("tiers.log.target.cpu=150%", "a share lies between 0% and 100%"),
    ],
)
def test_bad_settings_are_told(capsys: pytest.CaptureFixture[str], setting: str, said: str) -> None:
    code, out, err = run(capsys, "--set", setting)
    assert (code, out) == (1, "")
    assert said in err and "Traceback" not in err


def test_a_thousand_times_is_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--set", "load.factor=1000")
    assert "x1,000" in out and "e+0" not in out


def test_percentiles_in_explain_and_export(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "click-log", "quantities.fan"]) == 0
    assert "from the ranges: p5 200, median 400, p95 80" in capsys.readouterr().out  # 0.1% off 800
    assert main(["export", "click-log"]) == 0
    fan = json.loads(capsys.readouterr().out)["quantities"]["quantities.fan"]
    assert (fan["p5"], fan["p50"], fan["p95"]) == pytest.approx((200, 400, 800), rel=0.005)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("400 .. 100", "upside down"),
        ("50% .. 120%", "beyond 1"),
        ("-1 .. 5", "below zero"),
        ("0 .. 5", "reaches zero"),
        ("3 .. 9 .. 5", "not between its ends"),
        ("3 ..", "lacks an end"),
    ],
)
def test_bad_ranges_are_findings(capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    lines = ("1-context.md", f"assumptions: {{followers: {text}}}")
    small.write(Path("other"), small.with_lines(*lines))
    code = main(["check", "other"])
    out = capsys.readouterr().out
    assert code == 1 and said in out and "N302" in out
