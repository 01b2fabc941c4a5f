"""Formats for machines: SARIF against its published schema, GitHub's commands, JUnit.

`sarif-2.1.0.json` is the schema of the OASIS standard (2.1.0-rtm.5) as the npm package
`@microsoft/jest-sarif` ships it, without its white space.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator

from nalsd import __version__
from nalsd.checks.report import Coverage, Report, Reported
from nalsd.checks.reporters import OTHERS, printed
from nalsd.checks.rules import RULES, Severity
from nalsd.designs.findings import Finding
from nalsd.graph import Location

SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text())
BAD = "50%, a: b\nand <b>&\x1b[31m \u202e"


def finding(code: str = "N401", message: str = 'the text says "30 Mbps"', line: int = 4) -> Finding:
    return Finding(
        code,
        message,
        Location("designs/click-log/1-context.md", line, 10),
        help="write 20 Mbps",
        printed="[30 Mbps](nalsd:workloads.click.peak_payload)",
        design="click-log",
        quantity="workloads.click.peak_payload",
        related=((Location("designs/click-log/1-context.md", 2, 1), "phase = 1"),),
    )


@pytest.fixture
def report() -> Report:
    return Report(
        [
            Reported(finding("N116", "nothing is covered", 3), Severity.WARNING),
            Reported(finding(), Severity.ERROR),
            Reported(finding("N404", BAD, 9), Severity.ERROR),
        ],
        Coverage(designs=1, phases=6),
        [(Reported(finding("N604"), Severity.ERROR), "sized for 2027")],
    )


def test_sarif_is_valid_and_declares_every_rule(report: Report) -> None:
    document = json.loads(printed(report, "sarif"))
    Draft4Validator(SARIF).validate(document)
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("nalsd", __version__)
    assert [rule["id"] for rule in driver["rules"]] == sorted(RULES)
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_says_where_and_how_bad(report: Report) -> None:
    first, second, _, accepted = json.loads(printed(report, "sarif"))["runs"][0]["results"]
    assert (first["level"], second["level"]) == ("warning", "error")
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "designs/click-log/1-context.md", "uriBaseId": "%SRCROOT%"
    }  # fmt: skip
    assert place["region"] == {"startLine": 4, "startColumn": 10, "endColumn": 10 + 45}
    assert second["relatedLocations"][0]["message"]["text"] == "phase = 1"
    assert accepted["suppressions"] == [{"kind": "inSource", "justification": "sized for 2027"}]
    assert "suppressions" not in second


def test_sarif_knows_a_finding_again_on_another_line() -> None:
    def fingerprint(line: int, code: str = "N401") -> str:
        found = Report([Reported(finding(code, line=line), Severity.ERROR)])
        return json.loads(printed(found, "sarif"))["runs"][0]["results"][0]["partialFingerprints"]["nalsd/v1"]

    assert fingerprint(4) == fingerprint(90)
    assert fingerprint(4) != fingerprint(4, "N404")


def test_sarif_tells_the_same_finding_twice_apart() -> None:
    twice = Report([Reported(finding(line=line), Severity.ERROR) for line in (4, 9)])
    results = json.loads(printed(twice, "sarif"))["runs"][0]["results"]
    assert len({result["partialFingerprints"]["nalsd/v1"] for result in results}) == 2


def test_sarif_with_a_baseline_says_what_is_new(report: Report) -> None:
    old = Reported(finding("N404", line=30), Severity.ERROR)
    document = json.loads(printed(replace(report, accepted=[old]), "sarif"))
    Draft4Validator(SARIF).validate(document)
    states = [
        (result.get("baselineState"), [each["kind"] for each in result.get("suppressions", [])])
        for result in document["runs"][0]["results"]
    ]
    assert states == [*[("new", [])] * 3, ("unchanged", ["external"]), (None, ["inSource"])]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("designs/a b/é:1.md", "designs/a%20b/%C3%A9%3A1.md"),
        ("a\nb.md", "a%0Ab.md"),
        ("/srv/a b.md", "file:///srv/a%20b.md"),
    ],
)
def test_odd_names_of_files_are_escaped(file: str, uri: str) -> None:
    odd = Report([Reported(Finding("N404", "m", Location(file, 1, 1)), Severity.ERROR)])
    document = json.loads(printed(odd, "sarif"))
    Draft4Validator(SARIF).validate(document)
    (result,) = document["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert len(printed(odd, "github").split("::", 2)[1].splitlines()) == 1
    ElementTree.fromstring(printed(odd, "junit"))


def test_sarif_of_nothing_is_valid() -> None:
    document = json.loads(printed(Report(), "sarif"))
    Draft4Validator(SARIF).validate(document)
    assert document["runs"][0]["results"] == []


def test_github_gets_one_command_a_line_errors_first(report: Report) -> None:
    lines = printed(report, "github").splitlines()
    assert lines[0] == (
        "::error file=designs/click-log/1-context.md,line=4,col=10,title=N401 claim-mismatch::"
        'the text says "30 Mbps"%0Ahelp: write 20 Mbps%0A'
        "where: phase = 1 (designs/click-log/1-context.md:2:1)"
    )
    # The percent sign and the line break are written as the runner wants them, control characters not at all.
    assert lines[1].split("::")[2].startswith("50%25, a: b%0Aand <b>&\ufffd[31m \ufffd%0Ahelp:")
    assert lines[2].startswith("::warning ")
    assert lines[3].startswith("2 errors and 1 warning. Checked 1 design in 6 phases")


def test_a_property_of_githubs_has_no_comma_and_no_colon() -> None:
    odd = Finding("N404", "m", Location("a,b:c%.md", 1, 1))
    assert printed(Report([Reported(odd, Severity.ERROR)]), "github").startswith(
        "::error file=a%2Cb%3Ac%25.md,line=1,col=1,"
    )


def test_junit_counts_errors_as_failures(report: Report) -> None:
    root = ElementTree.fromstring(printed(report, "junit"))
    assert (root.tag, root.attrib["tests"], root.attrib["failures"]) == ("testsuites", "3", "2")
    (suite,) = root
    assert (suite.attrib["name"], suite.attrib["failures"]) == ("click-log", "2")
    failures = [case.find("failure") for case in suite]
    assert [f is not None for f in failures] == [False, True, True]
    assert failures[1].attrib["message"] == 'the text says "30 Mbps"'
    assert "50%, a: b\nand <b>&" in failures[2].text


def test_junit_of_a_clean_design_is_a_test_that_passed() -> None:
    coverage = Coverage(designs=1, by_design={"click-log": {}})
    root = ElementTree.fromstring(printed(Report(coverage=coverage), "junit"))
    (suite,) = root
    assert [case.attrib["name"] for case in suite] == ["no findings"]
    assert root.attrib["failures"] == "0"


@pytest.mark.parametrize("style", ["text", "json", *OTHERS])
def test_no_format_changes_the_report(style: str, report: Report) -> None:
    before = (report.errors, report.warnings, report.failed())
    assert printed(report, style)
    assert (report.errors, report.warnings, report.failed()) == before == (2, 1, True)


@pytest.mark.parametrize(
    ("here", "file", "told"),
    [
        (".", "docs/designs/a b/ü.md", "docs/designs/a b/ü.md"),
        ("docs", "designs/x.md", "docs/designs/x.md"),
        ("docs/designs", "x.md", "docs/designs/x.md"),
        ("tools", "../docs/designs/x.md", "docs/designs/x.md"),
        ("docs", "../../elsewhere/x.md", "../../elsewhere/x.md"),
        ("..", "repository/docs/designs/x.md", "docs/designs/x.md"),
    ],
)
def test_ci_finds_files_from_the_top_of_the_repository(
    here: str, file: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "repository"
    for folder in (".git", here):
        (top / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(top / here)
    found = Finding("N107", "m", Location(file, 3, 1), related=((Location(file, 1, 1), "why"),))
    report = Report([Reported(found, Severity.ERROR)])
    (result,) = json.loads(printed(report, "sarif"))["runs"][0]["results"]
    for place in (*result["locations"], *result["relatedLocations"]):
        assert unquote(place["physicalLocation"]["artifactLocation"]["uri"]) == told
    assert f"::error file={told},line=3" in (github := printed(report, "github"))
    assert f"({told}:1:1)" in github
    (case,) = ElementTree.fromstring(printed(report, "junit")).iter("testcase")
    assert case.get("file") == told and case.get("name", "").endswith(f"{told}:3:1")
    assert f"{file}:3:1" in printed(report, "text")  # people read it where they are
