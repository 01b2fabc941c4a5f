"""What a report looks like, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.checks.report import Coverage, Report, Reported, matches, severity_of
from nalsd.checks.reporters import as_json, as_text
from nalsd.checks.rules import RULES, Severity
from nalsd.cli.schemas import schema
from nalsd.designs.findings import Finding
from nalsd.graph import Location


@pytest.fixture
def report(tmp_path: Path) -> Report:
    file = tmp_path / "1-context.md"
    file.write_text(
        "---\nphase: 1\n---\nPeaks at [30 Mbps](nalsd:workloads.click.peak_payload) of it.\n", "utf-8"
    )
    finding = Finding(
        code="N401",
        message='the text says "30 Mbps"',
        location=Location(str(file), 4, 10),
        help="write 20 Mbps",
        printed="[30 Mbps](nalsd:workloads.click.peak_payload)",
        design="click-log",
        quantity="workloads.click.peak_payload",
        claimed=3.75e6,
        computed=2.5e6,
        related=((Location(str(file), 2, 1), "phase = 1"),),
    )
    soft = Finding(code="N105", message="phase 6 is missing", location=Location(str(tmp_path), 1, 1))
    return Report(
        [Reported(soft, Severity.WARNING), Reported(finding, Severity.ERROR)],
        Coverage(designs=1, phases=5, quantities=40, quantities_known=39, claims=3, claims_held=2),
    )


def test_text_shows_place_caret_inputs_mend_and_coverage(report: Report, tmp_path: Path) -> None:
    lines = as_text(report).splitlines()
    at = lines.index(f'{tmp_path}/1-context.md:4:10: error[N401] claim-mismatch: the text says "30 Mbps"')
    assert lines[at + 1] == "  4 | Peaks at [30 Mbps](nalsd:workloads.click.peak_payload) of it."
    assert lines[at + 2] == "    |          " + "^" * len("[30 Mbps](nalsd:workloads.click.peak_payload)")
    assert lines[at + 3] == f"      where: phase = 1 ({tmp_path}/1-context.md:2:1)"
    assert lines[at + 4] == "      help: write 20 Mbps"
    assert lines[-1] == (
        "1 error and 1 warning. Checked 1 design in 5 phases: 40 quantities (1 unknown); 2 of 3 claims held."
    )


def test_text_is_coloured_only_when_asked(report: Report) -> None:
    assert "\x1b[" not in as_text(report)
    assert "\x1b[31m" in as_text(report, colour=True)


def test_text_lets_no_control_character_through(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("say \x1b[2J\x1b]0;owned\x07 \u202egnp.exe\n", "utf-8")
    finding = Finding(code="N112", message="what \x1b[2J is this", location=Location(str(file), 1, 5))
    text = as_text(Report([Reported(finding, Severity.ERROR)]))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_caret_stands_under_wide_characters(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("名前 [9 B](nalsd:x)\n", "utf-8")
    finding = Finding(code="N204", message="m", location=Location(str(file), 1, 4), printed="[9 B]")
    lines = as_text(Report([Reported(finding, Severity.ERROR)])).splitlines()
    assert lines[2] == "    | " + " " * 5 + "^^^^^"  # two wide characters take four columns, and a space


def test_json_has_exactly_the_keys_of_the_contract(report: Report) -> None:
    document = json.loads(as_json(report))
    Draft202012Validator(schema("check")).validate(document)
    assert document["schema"] == "nalsd/check/1"
    assert list(document["findings"][0]) == [
        "code", "name", "severity", "file", "line", "column", "message", "help", "design", "quantity",
        "claimed", "computed",
    ]  # fmt: skip
    assert document["findings"][1]["claimed"] == 3.75e6
    assert document["coverage"]["claims_held"] == 2


def test_json_holds_no_infinity() -> None:
    finding = Finding(code="N401", message="m", location=Location("x", 1, 1), computed=float("inf"))
    document = json.loads(as_json(Report([Reported(finding, Severity.ERROR)])), parse_constant=pytest.fail)
    assert document["findings"][0]["computed"] == "inf"


def test_selecting_by_code_family_and_name(report: Report) -> None:
    assert [r.code for r in report.filtered(select=["N4"]).findings] == ["N401"]
    assert [r.code for r in report.filtered(select=["missing-phase"]).findings] == ["N105"]
    assert [r.code for r in report.filtered(ignore=["N401"]).findings] == ["N105"]
    assert not matches("N401", ["N6", "N402"])


def test_strict_fails_on_warnings() -> None:
    soft = Reported(Finding(code="N105", message="m", location=Location("x", 1, 1)), Severity.WARNING)
    assert not Report([soft]).failed()
    assert Report([soft]).failed(strict=True)
    assert not Report([]).failed(strict=True)


@pytest.mark.parametrize("code", ["N105", "N106", "N107", "N109", "N114", "N201", "N202", "N204"])
def test_what_a_draft_still_lacks_is_a_warning(code: str) -> None:
    finding = Finding(code=code, message="m", location=Location("x", 1, 1))
    assert severity_of(finding, "draft") is Severity.WARNING
    assert severity_of(finding, "review") is Severity.ERROR
    assert severity_of(finding, "published") is Severity.ERROR


@pytest.mark.parametrize("code", ["N101", "N103", "N104", "N203", "N301", "N302", "N401", "N403", "N601"])
def test_what_is_wrong_in_a_draft_is_an_error(code: str) -> None:
    assert (
        severity_of(Finding(code=code, message="m", location=Location("x", 1, 1)), "draft") is Severity.ERROR
    )


def test_every_rule_documents_itself() -> None:
    assert list(RULES) == sorted(RULES)
    names = [rule.name for rule in RULES.values()]
    assert len(set(names)) == len(names)
    for code, rule in RULES.items():
        assert rule.code == code
        assert rule.name == rule.name.lower() and " " not in rule.name
        assert all([rule.what, rule.why, rule.mend, rule.good.text, rule.family])
        assert rule.bad.text != rule.good.text


def test_a_line_of_a_file_outside_of_the_design_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2\n", "utf-8")
    link = tmp_path / "design" / "2-slo.md"
    link.parent.mkdir()
    link.symlink_to(tmp_path / "secret")
    finding = Finding(code="N101", message="the file is a link", location=Location(str(link), 1, 1))
    told = as_text(Report([Reported(finding, Severity.ERROR)], Coverage()))
    assert "the file is a link" in told and "hunter2" not in told
