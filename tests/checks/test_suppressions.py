"""Findings that an author accepts: with a reason, in the right place, and no longer than needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.checks.report import Report
from tests.checks import small
from tests.cost import holds_within

PEAK = "nalsd:workloads.click.peak_payload"
WRONG = f"The first plan said [30 Mbps]({PEAK})."
HEAD = "## Problem statement\n\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(changes: dict) -> Report:
        small.write(Path("designs"), changes)
        return check_catalogue(Path("designs"))

    return run


def prose(check, text: str) -> Report:
    return check(small.with_prose("1-context.md", HEAD + text))


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- nalsd: ignore N401 because it quotes the first plan -->\n{WRONG}",
        f"<!-- nalsd: ignore N401 because it quotes the first plan -->\n\n{WRONG}",
        f"{WRONG} <!-- nalsd: ignore N401 because it quotes the first plan -->",
        f"Before.\n{WRONG}\n<!-- nalsd: ignore claim-mismatch: it quotes the first plan -->",
        f"<!-- nalsd: ignore N401 because it quotes\n     the first plan -->\n{WRONG}",
        f"<!-- nalsd ignore N401 because it quotes the first plan -->\n{WRONG}",
        f"<!--nalsd:ignore N404, N401 because it quotes the first plan-->\n{WRONG}",
    ],
)
def test_a_comment_with_a_reason_covers_its_paragraph(text: str, check) -> None:
    report = prose(check, text)
    assert [r.code for r in report.findings] == []
    ((suppressed, reason),) = report.suppressed
    assert (suppressed.code, reason) == ("N401", "it quotes the first plan")
    assert report.coverage.suppressed == 1


def test_the_next_paragraph_is_not_covered(check) -> None:
    comment = "<!-- nalsd: ignore N401 because it quotes the first plan -->"
    report = prose(check, f"{comment}\n{WRONG}\n\n{WRONG}")
    assert [r.code for r in report.findings] == ["N401"]
    assert len(report.suppressed) == 1


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- nalsd: ignore N401 -->",
        "<!-- nalsd: ignore N401 because -->",
        "<!-- nalsd: ignore N499 because there is no such rule -->",
        "<!-- nalsd: please be quiet -->",
    ],
)
def test_without_a_reason_or_a_rule_nothing_is_suppressed(comment: str, check) -> None:
    report = prose(check, f"{comment}\n{WRONG}")
    assert sorted(r.code for r in report.findings) == ["N115", "N401"]
    assert report.suppressed == []


def test_another_rule_is_not_covered_and_the_suppression_is_unused(check) -> None:
    report = prose(check, f"<!-- nalsd: ignore N404 because it quotes the first plan -->\n{WRONG}")
    assert sorted(r.code for r in report.findings) == ["N116", "N401"]
    assert report.warnings == 1


def test_a_comment_in_code_is_an_example(check) -> None:
    report = prose(check, "```\n<!-- nalsd: ignore N401 -->\n```\n")
    assert report.findings == []


def ignoring(entry: str) -> dict[str, str]:
    return small.with_lines("6-stress-test.md", f"ignore: [{entry}]")


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        ("N601", ""),
        ("overloaded-tier", ""),
        ("N601", "at: tiers.log, "),
        ("N601", "at: tiers.log.single.needed, "),
        ("N601", "at: 3-capacity.md, "),
        ("N601", "at: tiers, "),
    ],
)
def test_an_entry_of_the_front_matter_covers_what_it_names(rule: str, at: str, check) -> None:
    few = small.replaced("3-capacity.md", "rate: 50k op/s/core", "rate: 100 op/s/core")
    assert "N601" in [r.code for r in check(few).findings]
    report = check(few | ignoring(f"{{rule: {rule}, {at}because: a lab}}"))
    assert "N601" not in [r.code for r in report.findings]
    assert [(r.code, reason) for r, reason in report.suppressed] == [("N601", "a lab")]
    assert "N116" not in [r.code for r in report.findings]


@pytest.mark.parametrize("at", ["tiers.front", "stores.click_log", "1-context.md", "nowhere"])
def test_elsewhere_it_covers_nothing(at: str, check) -> None:
    few = small.replaced("3-capacity.md", "rate: 50k op/s/core", "rate: 100 op/s/core")
    codes = [r.code for r in check(few | ignoring(f"{{rule: N601, at: {at}, because: a lab}}")).findings]
    assert "N601" in codes
    assert "N116" in codes


def test_an_entry_for_no_rule_says_so(check) -> None:
    (reported,) = check(ignoring("{rule: N499, because: a lab}")).findings
    assert (reported.code, reported.location.line) == ("N115", 5)
    assert "there is no rule `N499`" in reported.message


COVERED = small.with_prose(
    "1-context.md", f"{HEAD}<!-- nalsd: ignore N401 because it quotes the first plan -->\n{WRONG}"
)


def test_lines_that_end_in_two_signs(check) -> None:
    report = check({"1-context.md": COVERED["1-context.md"].replace("\n", "\r\n").encode()})
    assert ([r.code for r in report.findings], len(report.suppressed)) == ([], 1)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (small.replaced("3-capacity.md", "tiers:", "tiers: ["), "N101"),
        (small.replaced("3-capacity.md", "from: workloads.click", "from: workloads.clik"), "N201"),
    ],
)
def test_what_another_fault_hides_is_not_unused(broken: dict, code: str, check) -> None:
    wrong = "The first plan said [30 Mbps](nalsd:tiers.log.single.network_in.demand)."
    text = small.with_prose(
        "2-slo.md", f"<!-- nalsd: ignore N401 because it quotes the first plan -->\n{wrong}"
    )
    assert [r.code for r in check(text).findings] == []
    assert [r.code for r in check(text | broken).findings] == [code]


def test_the_caret_of_an_unused_comment_is_as_long_as_it(check) -> None:
    comment = "<!-- nalsd: ignore N404 because it quotes the first plan -->"
    (reported,) = prose(check, f"{comment}\nText.").findings
    assert (reported.code, reported.finding.printed) == ("N116", comment)


def test_many_comments_take_no_time(check) -> None:
    flood = "<!-- nalsd: ignore N401 because of a flood --> x\n" * 5_000
    assert {r.code for r in prose(check, flood).findings} == {"N116"}
    holds_within(500, lambda: prose(check, flood))


def test_many_open_comments_take_no_time(check) -> None:
    report = prose(check, "<!-- nalsd: " * 20_000)
    assert [r.code for r in report.findings] in ([], ["N115"])
