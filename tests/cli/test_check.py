"""`nalsd check`: what is checked, exit codes, and bad input from end to end."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.cli import main
from nalsd.cli.schemas import schema
from tests.checks import small


@pytest.fixture
def designs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("designs")
    small.write(folder, slug="good-one")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", *arguments])
    out, err = capsys.readouterr()
    assert err == "", err
    return code, out


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict], dict]:
    code, out = run(capsys, "--format", "json", *arguments)
    document = json.loads(out)
    Draft202012Validator(schema("check")).validate(document)
    return code, document["findings"], document["coverage"]


def test_a_clean_run_says_what_it_covered(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys)
    assert code == 0, text
    covered = r"Checked 1 design in 6 phases: \d+ quantities( \(\d+ unknown\))?; 1 of 1 claim held\.\n"
    numbers = r"1 number in the text: 0 computed, 1 claimed, 0 in verified sums, 0 cited, 0 bare\.\n"
    assert re.fullmatch(rf"no findings\. {covered}{numbers}", text)


BAD_CLAIM = small.with_prose(
    "1-context.md", "## Problem statement\n\nPeaks at [30 Mbps](nalsd:workloads.click.peak_payload)."
)


def test_a_finding_for_people(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, BAD_CLAIM)
    code, text = run(capsys)
    assert code == 1
    lines = text.splitlines()
    line = (designs / "click-log/1-context.md").read_text().splitlines().index(
        "Peaks at [30 Mbps](nalsd:workloads.click.peak_payload)."
    ) + 1
    assert lines[0].startswith(f"designs/click-log/1-context.md:{line}:10: error[N401] claim-mismatch: ")
    assert lines[1] == f"  {line} | Peaks at [30 Mbps](nalsd:workloads.click.peak_payload)."
    assert (
        lines[2].endswith(" |          " + "^" * len("[30 Mbps](nalsd:workloads.click.peak_payload)"))
        or "^" in lines[2]
    )
    assert any(
        line.strip().startswith("where: workloads.click.request = 500 B (designs/click-log/1-")
        for line in lines
    )
    assert any(line.strip().startswith("help: write `[20 Mbps](nalsd:") for line in lines)
    assert "1 error. Checked 2 designs" in lines[-2]
    assert "\x1b" not in text


def test_the_format_does_not_change_the_exit_code(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, BAD_CLAIM)
    assert run(capsys)[0] == found(capsys)[0] == 1


def test_paths_choose_designs(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, BAD_CLAIM)
    assert found(capsys, "designs/good-one")[::2] == (0, found(capsys, "designs/good-one")[2])
    assert found(capsys, "designs/good-one")[2]["designs"] == 1
    assert found(capsys, "designs/click-log")[0] == 1
    assert found(capsys, "designs/good-one/1-context.md")[0] == 0
    assert found(capsys, "designs/good-one/examples/click.json")[0] == 0
    assert found(capsys, "designs")[2]["designs"] == 2
    assert found(capsys, ".")[2]["designs"] == 2
    assert found(capsys, "designs/good-one", "designs/click-log")[2]["designs"] == 2
    assert found(capsys, "--designs", "designs")[2]["designs"] == 2


def test_a_file_of_no_design_is_refused(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("README.md").write_text("# Ours\n\n```yaml\n---\nphase: 1\n---\n```\n")
    assert main(["check", "README.md"]) == 2
    assert "README.md belongs to no design" in capsys.readouterr().err
    assert run(capsys, "designs/good-one/3-capacity.md")[0] == 0


def test_designs_are_found_from_below(
    designs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(designs / "good-one" / "examples")
    assert found(capsys)[2]["designs"] == 1
    monkeypatch.chdir("..")
    assert found(capsys, ".")[2]["designs"] == 1


def test_rules_can_be_chosen(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, BAD_CLAIM)
    assert found(capsys, "--ignore", "N401")[0] == 0
    assert found(capsys, "--ignore", "claim-mismatch,N6")[0] == 0
    assert found(capsys, "--select", "N1")[0] == 0
    assert found(capsys, "--select", "N4", "--select", "N1")[0] == 1


def test_strict_makes_warnings_fail(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = small.INDEX.replace("published", "draft")
    small.write(designs, {"index.md": draft, "6-stress-test.md": None})
    code, findings, _ = found(capsys)
    assert (code, [f["severity"] for f in findings]) == (0, ["warning"])
    assert found(capsys, "--strict")[0] == 1


@pytest.mark.parametrize("arguments", [[], ["."], ["--designs", "."]])
def test_a_folder_without_designs_is_a_finding(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, findings, coverage = found(capsys, *arguments)
    assert (code, [f["code"] for f in findings], coverage["designs"]) == (1, ["N113"], 0)


def _bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    return "---\nphase: 1\n" + "\n".join(lines) + "\n---\n## Problem statement\n\nBoom.\n"


WORKLOAD = "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"

BAD_INPUT: dict[str, tuple[dict, str, str]] = {
    "a missing phase": ({"6-stress-test.md": None}, "N105", ""),
    "an empty file": ({"6-stress-test.md": ""}, "N108", "6-stress-test.md"),
    "front-matter that is a list": (
        {"6-stress-test.md": "---\n- phase\n- 6\n---\nWords.\n"},
        "N102",
        "6-stress-test.md",
    ),
    "front-matter that is a word": (
        {"6-stress-test.md": "---\nphase six\n---\nWords.\n"},
        "N102",
        "6-stress-test.md",
    ),
    "a tab": (
        small.replaced("1-context.md", "workloads:\n  click", "workloads:\n\tclick"),
        "N101",
        "1-context.md",
    ),
    "a duplicate key": (
        small.replaced("4-iterations.md", "zones: 3", "zones: 3\nzones: 3"),
        "N103",
        "4-iterations.md",
    ),
    "a wrong unit": (
        small.replaced("1-context.md", "request: 500 B", "request: 500 ms"),
        "N301",
        "1-context.md",
    ),
    "an unreadable value": (
        small.replaced("1-context.md", "request: 500 B", "request: '1,5 kB'"),
        "N302",
        "1-context.md",
    ),
    "a reference to nothing": (
        small.replaced("3-capacity.md", "to: log,", "to: lag,"),
        "N201",
        "3-capacity.md",
    ),
    "a cycle": (
        small.with_lines(
            "1-context.md", "quantities:", "  hot: {formula: cold * 2}", "  cold: {formula: hot / 2}"
        ),
        "N203",
        "1-context.md",
    ),
    "a call that does not exist": (
        small.with_lines("1-context.md", "quantities:", "  posts: {formula: factorial(20)}"),
        "N304",
        "1-context.md",
    ),
    "a division by zero": (
        small.with_lines("1-context.md", "quantities:", "  posts: {formula: 1 / 0}"),
        "N303",
        "1-context.md",
    ),
    "a front-matter of 5 MB": (
        {
            "6-stress-test.md": "---\nphase: 6\nstress:\n"
            + "".join(f"  s{i}: {{kind: loss}}\n" for i in range(230_000))
            + "---\nx\n"
        },
        "N101",
        "6-stress-test.md",
    ),
    "a YAML alias bomb": ({"1-context.md": _bomb()}, "N101", "1-context.md"),
    "a binary file": ({"5-architecture.md": bytes(range(256)) * 40}, "N101", "5-architecture.md"),
    "template syntax": (
        small.with_prose("5-architecture.md", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
        "N112",
        "5-architecture.md",
    ),
    "an unknown key": (small.replaced("2-slo.md", "engine: log", "enjine: log"), "N104", "2-slo.md"),
    "a claim on nothing": (
        small.with_prose("5-architecture.md", "At most [5k/s](nalsd:workloads.clack.peak)."),
        "N204",
        "5-architecture.md",
    ),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_one_clear_finding(name: str, designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes, rule, file = BAD_INPUT[name]
    small.write(designs, changes)
    code, findings, coverage = found(capsys)
    assert code == 1
    assert [f["code"] for f in findings] == [rule], "\n".join(f"{f['code']} {f['message']}" for f in findings)
    (finding,) = findings
    assert finding["file"].endswith(file)
    assert finding["line"] >= 1 and finding["help"] and finding["design"] == "click-log"
    assert coverage["designs"] == 2
    code, text = run(capsys)
    assert code == 1
    assert "Traceback" not in text and "internal error" not in text


def test_all_bad_inputs_at_once_leave_the_good_design_alone(
    designs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, (changes, _, _) in enumerate(BAD_INPUT.values()):
        small.write(designs, changes, slug=f"bad-{number}")
    code, findings, coverage = found(capsys)
    assert code == 1
    assert coverage["designs"] == len(BAD_INPUT) + 1
    assert {f["design"] for f in findings} == {f"bad-{number}" for number in range(len(BAD_INPUT))}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_a_finding(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small.write(designs)
    (folder / "1-context.md").chmod(0)
    code, findings, _ = found(capsys)
    assert (code, [f["code"] for f in findings]) == (1, ["N101"])


def test_same_input_same_bytes(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, (changes, _, _) in enumerate(list(BAD_INPUT.values())[:8]):
        small.write(designs, changes, slug=f"bad-{number}")
    assert run(capsys, "--format", "json") == run(capsys, "--format", "json")
