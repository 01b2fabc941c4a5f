"""Each rule fires on its own bad example, and is silent on its good one and on the small design."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nalsd.checks import RULES, check_catalogue
from nalsd.checks.baseline import against, baseline_of
from nalsd.checks.report import Report
from nalsd.checks.rules import Example, stress
from tests.checks import small

Changes = dict[str, str | None]

OF_RUNS = {
    "N113": "test_no_designs",
    "N406": "test_more_bare_numbers_than_the_baseline_has",
}
"""Rules of a whole run, and the test that each has here."""

OF_DESIGNS = [code for code in RULES if code not in OF_RUNS]


def changes_of(example: Example) -> Changes:
    """What an example changes in the small design: its files, or only those that its listing has."""
    return example.files or {name: None for name in small.FILES if name not in example.text}


def codes(report: Report) -> list[str]:
    return [reported.code for reported in report.findings]


def told(report: Report) -> str:
    return "\n".join(f"{r.location}: {r.code} {r.message} ({r.help})" for r in report.findings)


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(changes: dict | None = None) -> Report:
        small.write(Path("designs"), changes)
        return check_catalogue(Path("designs"))

    return run


def test_nothing_is_found_in_the_small_design(check) -> None:
    report = check()
    assert told(report) == ""
    assert report.coverage.designs == 1
    assert report.coverage.phases == 6
    assert (report.coverage.claims, report.coverage.claims_held) == (1, 1)
    assert report.coverage.quantities > 40


def test_every_rule_is_shown_firing_and_silent() -> None:
    """The examples of the pages are put in place below; a rule of a whole run has a test of its own."""
    listings = [code for code in OF_DESIGNS if not (RULES[code].bad.file and RULES[code].good.file)]
    assert listings == ["N105"]  # what is missing is in no file
    assert all(callable(globals()[name]) for name in OF_RUNS.values())


def test_more_bare_numbers_than_the_baseline_has(check) -> None:
    def with_text(text: str) -> Report:
        return check(small.with_prose("1-context.md", f"## Problem statement\n\n{text}"))

    baseline = json.loads(baseline_of(with_text("Takes 5 GB.")))
    worse = against(with_text("Takes 5 GB.\n\nOr 3 s."), baseline, "b.json")
    assert codes(worse) == ["N406"]
    assert (worse.findings[0].location.line, worse.findings[0].message[-12:]) == (14, "lines 14, 16")
    assert codes(against(with_text("Takes 6 GB."), baseline, "b.json")) == []


@pytest.mark.parametrize("code", OF_DESIGNS)
def test_a_rule_fires_on_its_bad_example(code: str, check) -> None:
    example = RULES[code].bad
    report = check(changes_of(example))
    assert code in codes(report), told(report)
    found = next(reported for reported in report.findings if reported.code == code)
    assert found.help
    assert found.message
    if example.file is not None:
        assert found.location.file == f"designs/click-log/{example.file}"
        assert 1 <= found.location.line <= len(example.text.splitlines()) + 1


def test_a_workload_that_no_flow_takes_up_is_told(check) -> None:
    workload = "  look: {from: browser, kind: read, average: 1k/s, peak: 2k/s, response: 1 kB}\n"
    added = small.CONTEXT.replace("workloads:\n", "workloads:\n" + workload)
    (reported,) = check({"1-context.md": added}).findings
    assert (reported.code, reported.location.line) == ("N202", 8)
    assert reported.help == "add a flow `from: workloads.look` to the tier that serves it"


@pytest.mark.parametrize(
    ("that", "told"),
    [
        ("3 * (500 B + 60 B) <= 1500 B", "does not hold: 1.68 kB against 1.5 kB"),
        ("workloads.click.peak_payload * 2 < 1 MB/s", "does not hold: 5 MB/s against 1 MB/s"),
        ("workloads.click.peak / workloads.click.average >= 3", "does not hold: 2.5 against 3"),
    ],
)
def test_a_broken_constraint_says_what_its_sides_come_to(that: str, told: str, check) -> None:
    lines = ("constraints:", f"  fits: {{that: {that}}}")
    (reported,) = check(small.with_lines("1-context.md", *lines)).findings
    assert reported.code == "N403"
    assert told in reported.message
    assert reported.finding.printed == that


def test_a_scenario_that_leaves_nothing_is_told_without_a_share(check) -> None:
    """5,000 times the peak; a shard and a node would not do for what refusing it costs."""
    scenario = "---\nphase: 6\nstress:\n  %s\n---\nText.\n"
    (reported,) = check(
        {"6-stress-test.md": scenario % "sale: {kind: surge, load: 5000x, of: workloads.click}"}
    ).findings
    assert (reported.code, reported.location.line, reported.location.column) == ("N801", 4, 3)
    assert "Nothing of the load is served any more".lower() in reported.message.lower()
    assert "0x" not in reported.message


@pytest.mark.parametrize(
    ("told", "said"),
    [("DB runs in East only.", "DB runs in East only"), ("API in East is fullest.", "API in East is fullest"),
     ("Cache runs in East only.", "cache runs in East only"), ("A pill comes.", "a pill comes")],
)  # fmt: skip
def test_an_abbreviation_keeps_its_capitals_after_a_colon(told: str, said: str) -> None:
    assert stress.sentence(told) == said


@pytest.mark.parametrize("code", OF_DESIGNS)
def test_a_rule_is_silent_on_its_good_example(code: str, check) -> None:
    report = check(changes_of(RULES[code].good))
    assert code not in codes(report), told(report)


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("N101", "\tclick"),
        ("N103", "zones: 2"),
        ("N104", "zonez"),
        ("N112", "{{ config.items() }}"),
        ("N204", "[5k/s](nalsd"),
        ("N401", "[30 Mbps](nalsd"),
        ("N301", "500 ms"),
        ("N302", "1,5 kB"),
        ("N201", "workloads.clik"),
        ("N304", "factorial(20)"),
        ("N403", "3 * (500 B"),
        ("N402", "5 kB"),
        ("N601", "2, work"),
    ],
)
def test_a_finding_points_to_the_fault(code: str, at: str, check) -> None:
    example = RULES[code].bad
    report = check({example.file: example.text})
    line = next(i for i, text in enumerate(example.text.splitlines(), 1) if at in text)
    column = example.text.splitlines()[line - 1].index(at) + 1
    places = [(r.location.line, r.location.column) for r in report.findings if r.code == code]
    assert (line, column) in places or (line, column - 1) in places, told(
        report
    )  # a quote may stand before it


def test_missing_phase(check) -> None:
    report = check({"6-stress-test.md": None})
    assert codes(report) == ["N105"], told(report)
    assert "6" in report.findings[0].message
    assert report.failed()


def test_a_draft_may_lack_a_phase(check) -> None:
    report = check({"6-stress-test.md": None, "index.md": small.INDEX.replace("published", "draft")})
    assert codes(report) == ["N105"]
    assert not report.failed()
    assert report.failed(strict=True)


@pytest.mark.parametrize(
    ("verdict", "claimed", "computed", "fires"),
    [
        ("unverifiable", 39.2, 19.6, True),
        ("unverifiable", 5.2, 5.15, False),
        ("unverifiable", None, None, False),
        ("ok", 39.2, 19.6, False),
        ("mismatch", 39.2, 19.6, False),
    ],
)
def test_a_sum_in_doubt_is_a_warning(verdict, claimed, computed, fires, tmp_path, monkeypatch) -> None:
    from nalsd.checks import sums
    from nalsd.checks.arithmetic import Verified
    from nalsd.checks.rules import Subject, prose
    from nalsd.designs import load_design

    found = Verified(21, 27, 3, 1, "a sum", verdict, claimed, computed, "so it is")
    monkeypatch.setattr(sums, "sums_of", lambda body: [found] if "Clicks are kept" in body.text else [])
    design = load_design(small.write(tmp_path))
    findings = list(prose.doubtful_sums(Subject(design, None)))
    assert [f.code for f in findings] == (["N407"] if fires else [])
    assert RULES["N407"].severity == "warning"


@pytest.mark.parametrize(
    "prose",
    [
        "20% of 100 GB/s is 2 GB/s.",
        "12.2 kB x 260k/s gives 3.17 Gbps.",
        "500 B times 2,000/s yields about 10 MB/s.",
        "| availability | downtime per year |\n|---|---|\n| 99% | 36.5 days |",
    ],
)
def test_sums_without_a_sign_are_verified_in_designs_as_in_any_page(prose: str, check) -> None:
    report = check(small.with_prose("1-context.md", f"## Problem statement\n\n{prose}"))
    assert codes(report) == ["N404"]


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("  hold: {value: 3 s, because: 'it is ü 3 × 4 GB = 13 GB in all'}\n", (12, 40)),
        (
            "  hold:\n    value: 3 s\n    because: >\n      folded over\n      lines, 3 × 4 GB = 13 GB,\n",
            (16, 14),
        ),
        ("  hold: {value: 3 s, because: it is 3 × 4 GB = 12 GB in all}\n", None),
    ],
)
def test_the_sums_of_reasons_are_verified(written: str, at: tuple[int, int] | None, check) -> None:
    text = small.CONTEXT.replace("---\n## ", f"assumptions:\n{written}---\n## ", 1)
    found = check({"1-context.md": text}).findings
    assert [(r.code, (r.location.line, r.location.column)) for r in found] == ([("N404", at)] if at else [])


def test_a_sum_of_a_design_says_its_scale(check) -> None:
    """Elsewhere what is off by just a million may be meant by the million; here that can be written."""
    text = small.CONTEXT + "\nThat is 50 MiB × 4 = 200 TiB.\n"
    (told,) = check({"1-context.md": text}).findings
    assert told.code == "N404" and "write the scale" in told.finding.help


def test_a_design_keeps_bits_and_bytes_apart(check) -> None:
    """Elsewhere Mb may be megabytes, as many write them."""
    text = small.CONTEXT + "\nThat is 400 × 5 Mb = 2 GB.\n"
    (told,) = check({"1-context.md": text}).findings
    assert told.code == "N404" and "MB are bytes" in told.finding.help


def test_no_designs(tmp_path: Path, check) -> None:
    assert "N113" not in codes(check())
    (tmp_path / "empty").mkdir()
    report = check_catalogue(tmp_path / "empty")
    assert codes(report) == ["N113"]
    assert report.failed()
    assert report.coverage.designs == 0


def test_no_design_of_that_name(tmp_path: Path) -> None:
    small.write(tmp_path / "designs")
    assert codes(check_catalogue(tmp_path / "designs", ["other"])) == ["N113"]
    assert codes(check_catalogue(tmp_path / "designs", ["click-log"])) == []


def test_worn_out_drives(check) -> None:
    report = check(RULES["N602"].bad.files)
    found = [reported.finding for reported in report.findings if reported.code == "N602"]
    assert len(found) == 1, told(report)
    assert found[0].claimed == 5 * 365 * 86400  # rated for five years
    assert found[0].computed < found[0].claimed
    # Days of the rating over days of the life: 0.1 a day for 5 years.
    a_day = float(found[0].message.split(" at ")[1].split()[0])
    assert a_day == pytest.approx(0.1 * found[0].claimed / found[0].computed, rel=5e-3)


@pytest.mark.parametrize(
    ("stated", "fires"), [("300 B", False), ("90 B", False), ("60 B", True), ("2 kB", True)]
)
def test_a_workload_of_several_apis_states_the_size_of_their_mix(stated: str, fires: bool, check) -> None:
    # The two examples are 101 and 1,010 bytes when they are sent.
    two = small.CONTEXT.replace("request: 500 B", f"request: {stated}").replace(
        "workload: click}\n",
        "workload: click, request: examples/click.json}\n"
        "  report_many: {method: POST, path: /v1/many, workload: click, request: examples/many.json}\n",
    )
    two = two.replace("[report_click]", "[report_click, report_many]").replace(
        "[20 Mbps](nalsd:workloads", "[](nalsd:workloads"
    )
    report = check({"1-context.md": two, "examples/many.json": '{"clicks": "' + "x" * 997 + '"}'})
    assert ("N402" in codes(report)) is fires, told(report)


def test_a_finished_design_has_all_sections(check) -> None:
    report = check(
        small.with_prose("2-slo.md", "Words.") | {"2-slo.md": "---\nphase: 2\n---\nNothing is kept.\n"}
    )
    missing = [r.message for r in report.findings if r.code == "N106"]
    assert missing == ["phase 2 (SLO, NFR and data model) declares no slos and no stores"], told(report)


def test_a_reason_silences_a_missing_section(check) -> None:
    index = small.INDEX.replace(
        "status: published",
        "status: published\nnot_applicable: {stores: forwards packets, slos: a toy, cluster: a toy}",
    )
    report = check(
        {
            "index.md": index,
            "2-slo.md": "---\nphase: 2\n---\nNothing is kept.\n",
            "4-iterations.md": "---\nphase: 4\n---\nOne copy.\n",
        }
        | small.replaced("3-capacity.md", "", "")
    )
    assert "N106" not in codes(report), told(report)


def test_a_small_draft_is_small(check) -> None:
    report = check(
        {
            "index.md": "---\ntitle: Small\n---\nSmall.\n",
            "1-context.md": "---\nphase: 1\nworkloads:\n"
            "  click: {kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
            "---\n## Problem statement\n\nClicks.\n",
            "2-slo.md": "---\nphase: 2\n---\nNone yet.\n",
            "4-iterations.md": "---\nphase: 4\n---\nNone yet.\n",
            "5-architecture.md": "---\nphase: 5\n---\nNone yet.\n",
            "6-stress-test.md": "---\nphase: 6\n---\nNone yet.\n",
        }
    )
    assert told(report) == ""
