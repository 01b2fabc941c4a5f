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
    unsized = "No node count in good-one: `front` (no flow reaches it and it holds no data).\n"
    assert re.fullmatch(rf"no findings\. {covered}{numbers}{re.escape(unsized)}", text)


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
    assert any(line.startswith("1 error. Checked 2 designs") for line in lines)
    assert lines[-1].startswith("No node count in ")
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


def test_a_page_with_a_phase_above_the_designs_makes_no_design_of_its_folder(
    designs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(Path("ours"), BAD_CLAIM, slug="other")
    for page in ("notes.md", "ours/README.md"):
        Path(page).write_text("---\ntitle: Notes\n---\n")
    Path("notes.md").write_text("---\nphase: of the moon\n---\n")
    Path("designs/README.md").write_text("# Ours\n")
    for path, code in ((".", 0), ("designs", 0), ("designs/good-one", 0), ("ours", 1), ("ours/other", 1)):
        returned, _, coverage = found(capsys, path)
        assert (returned, coverage["designs"]) == (code, 1), path
    for page in ("designs/README.md", "ours/README.md"):
        assert main(["check", page]) == 2
        assert f"{page} belongs to no design" in capsys.readouterr().err


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


# Baselines, fixes, settings and formats, from end to end.


def test_a_baseline_is_written_and_then_accepts(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, BAD_CLAIM)
    assert run(capsys)[0] == 1
    code = main(["check", "--write-baseline", "b.json"])
    assert code == 0
    capsys.readouterr()
    code, text = run(capsys, "--baseline", "b.json")
    assert (code, text.splitlines()[0]) == (0, text.splitlines()[0])
    assert "Not shown: 1 in the baseline." in text
    small.write(designs, small.with_prose("2-slo.md", "Five more: 5 GB."))
    code, text = run(capsys, "--baseline", "b.json")
    assert code == 1
    assert "N406" in text


def test_a_baseline_may_stand_in_pyproject(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, BAD_CLAIM)
    main(["check", "--write-baseline", "b.json"])
    capsys.readouterr()
    Path("pyproject.toml").write_text('[tool.nalsd]\nbaseline = "b.json"\n')
    assert run(capsys)[0] == 0
    # Written again, it holds what it holds already.
    before = Path("b.json").read_text()
    main(["check", "--write-baseline", "b.json"])
    capsys.readouterr()
    assert Path("b.json").read_text() == before


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ("", 1),
        ('ignore = ["N401"]', 0),
        ('select = ["N6"]', 0),
        ('severity = {N401 = "warning"}', 0),
        ('severity = {N4 = "warning"}\nstrict = true', 1),
        ('severity = {N401 = "off"}\nstrict = true', 0),
    ],
)
def test_settings_of_a_repository(
    toml: str, code: int, designs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(designs, BAD_CLAIM)
    Path("pyproject.toml").write_text(f"[tool.nalsd]\n{toml}\n")
    assert run(capsys)[0] == code


def test_a_site_under_another_name_names_its_settings(
    designs: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    small.write(Path("systems"), BAD_CLAIM)
    Path("docs.yml").write_text("plugins:\n  - nalsd: {designs_dir: systems, severity: {N401: warning}}\n")
    code, findings, coverage = found(capsys, "--config", "docs.yml")
    assert (code, coverage["designs"]) == (0, 1)
    assert [(f["severity"], f["file"]) for f in findings] == [("warning", "systems/click-log/1-context.md")]
    Path("docs.yml").write_text("plugins:\n  - nalsd: {designs_dir: nowhere}\n")
    assert main(["check", "--config", "docs.yml"]) == 2
    assert (
        f"the folder of designs in the settings, {tmp_path / 'nowhere'}, is not there"
        in capsys.readouterr().err
    )


def test_a_bad_setting_cannot_run(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text('[tool.nalsd]\nignore = ["N999"]\n')
    assert main(["check"]) == 2
    assert "there is no rule `N999`" in capsys.readouterr().err


def test_what_is_no_baseline_cannot_run(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("b.json").write_text("{}")
    assert main(["check", "--baseline", "b.json"]) == 2
    assert "is not a baseline" in capsys.readouterr().err


def test_diff_shows_and_fix_writes(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = small.write(designs, BAD_CLAIM) / "1-context.md"
    before = file.read_text()
    code, text = run(capsys, "--diff")
    assert code == 1
    assert "+Peaks at [20 Mbps](nalsd:workloads.click.peak_payload)." in text.splitlines()
    assert file.read_text() == before
    code, text = run(capsys, "--fix")
    assert code == 0
    assert "1 claim rewritten." in text
    assert file.read_text() == before.replace("[30 Mbps]", "[20 Mbps]")


def test_fix_leaves_a_suppressed_claim_alone(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = (
        small.write(
            designs,
            small.with_prose(
                "1-context.md",
                "## Problem statement\n\n<!-- nalsd: ignore N401 because it is quoted -->\n"
                "Peaks at [30 Mbps](nalsd:workloads.click.peak_payload).",
            ),
        )
        / "1-context.md"
    )
    code, text = run(capsys, "--fix")
    assert code == 0
    assert "1 suppressed with a reason" in text
    assert "[30 Mbps]" in file.read_text()


@pytest.mark.parametrize("style", ["text", "json", "github", "sarif", "junit"])
def test_no_format_changes_the_exit_code(
    style: str, designs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "--format", style)[0] == 0
    small.write(designs, BAD_CLAIM)
    assert run(capsys, "--format", style)[0] == 1


def test_json_says_what_stands_behind_the_numbers(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, small.with_prose("2-slo.md", "Kept 7 days, 5 GB."))
    _, _, coverage = found(capsys)
    assert coverage["numbers"] == {"computed": 0, "claimed": 2, "verified": 0, "cited": 0, "bare": 2}
    assert coverage["by_design"]["click-log"]["numbers"]["bare"] == 2
    assert coverage["by_design"]["good-one"]["files"]["designs/good-one/2-slo.md"]["bare"] == 0


def test_coverage_by_file(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(designs, small.with_prose("2-slo.md", "Kept 7 days, 5 GB."))
    _, text = run(capsys, "--coverage")
    lines = [line.split() for line in text.splitlines()]
    assert lines[0] == ["computed", "claimed", "verified", "cited", "bare"]
    assert ["click-log", "0", "1", "0", "0", "2"] in lines
    assert ["2-slo.md", "0", "0", "0", "0", "2", "bare:", "line", "10"] in lines


def test_nothing_checked_is_never_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("designs").mkdir()
    assert main(["check", "--write-baseline", "b.json"]) == 2
    assert "no design" in capsys.readouterr().err
    Path("b.json").write_text(
        '{"schema": "nalsd/baseline/1", "bare": {}, '
        '"findings": {"/designs/N113//there is no design in `designs`": 9}}'
    )
    assert run(capsys, "--baseline", "b.json")[0] == 1


def test_the_settings_of_a_site_in_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    small.write(Path("docs/designs"), BAD_CLAIM)
    Path("docs/mkdocs.yml").write_text("site_name: x\nplugins: [{nalsd: {ignore: [N401]}}]\n")
    for named in (["docs"], ["docs/designs"], ["docs/designs/click-log"], ["--designs", "docs/designs"]):
        assert found(capsys, *named)[0] == 0, named
    Path("pyproject.toml").write_text('[tool.nalsd]\nignore = ["N107"]\n')  # what is set here goes before
    assert found(capsys, "docs/designs")[0] == 1
