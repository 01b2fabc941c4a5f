"""What stands behind the numbers of a text, and tolerances of claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.checks.coverage import Numbers, bare_places, numbers_of
from nalsd.checks.sums import sums_of
from nalsd.checks.tolerance import Tolerance, states_a_tolerance, tolerance_of
from nalsd.designs import Prose
from nalsd.units import STANDARD
from tests.checks import small
from tests.cost import holds_within

UNITS = STANDARD.declare(["click"])


def count(text: str) -> Numbers:
    prose = Prose(text)
    right = [(sum.start, sum.end) for sum in sums_of(prose) if sum.verdict == "ok"]
    return numbers_of(prose, UNITS, right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It takes 5 GB.", Numbers(bare=1)),
        ("It takes [5 GB](nalsd:x), or [](nalsd:y).", Numbers(computed=1, claimed=1)),
        ('Now {{ value("x") }} of it.', Numbers(computed=1)),
        ("So $5\\,GB \\times 2 = 10\\,GB$ and 3 s.", Numbers(verified=2, bare=1)),
        ("A wrong 5 GB x 2 = 30 GB.", Numbers(bare=2)),
        ("Drives do [100 MB/s](https://example.org/drive), and others 90 MB/s.", Numbers(cited=2)),
        ("Drives do 100 MB/s.[^1] Ours 90 MB/s.\n\n[^1]: A page.", Numbers(cited=1, bare=1)),
        ("| a | 5 GB | [source](https://example.org) |\n| b | 6 GB | |", Numbers(cited=1, bare=1)),
        ("Drives do 100 MB/s. ([data sheet](https://example.org/d)) Ours 90 MB/s.", Numbers(cited=1, bare=1)),
        ("Drives do 100 MB/s.\n(see https://example.org/d). Ours 90 MB/s.", Numbers(cited=1, bare=1)),
        ("It does [100 MB/s][d]. Ours 90 MB/s.\n\n[d]: https://example.org/d", Numbers(cited=1, bare=1)),
        (
            "By the [sheet] 100 MB/s. Ours [90 MB/s].\n\n[sheet]: https://example.org",
            Numbers(cited=1, bare=1),
        ),
        ("It waits 200 ms (RFC 6298). Ours 90 ms.", Numbers(cited=1, bare=1)),
        ("Ours does [90 MB/s](../drives.md).", Numbers(bare=1)),
        ("Three at 50,000 /s, or 3/s, and $104,167\\,/s / 3 \\times 200$ of 1/n.", Numbers(bare=3)),
        ("5 million clicks a second, 86,400 s, 20%, $30 and 1.5 ms", Numbers(bare=5)),
    ],
)
def test_each_number_counts_once(text: str, expected: Numbers) -> None:
    assert count(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# 5 GB of it",
        "`5 GB` and ``6 GB``",
        "```\n5 GB\n```",
        "Version 3.11 of 2026, the 3rd of 12, p99, c7g.8xlarge, RFC 9293",
        "See [the page](https://example.org/5GB/6%20s).",
        "https://example.org/5GB",
        "<!-- 5 GB -->",
        "<!-- 5 GB\n\n6 GB -->",
        '{{ chart("5 GB") }}',
        "three nodes of many",
        "A TLS 1.3 connection, an HTTP/2 request, PCIe 4 cores, phase 3 nodes",
        "Near the percentile $1 - 1/n$, and $3 / 2$ of it",
        "",
    ],
)
def test_what_is_no_number_with_a_unit(text: str) -> None:
    assert list(bare_places(Prose(text), UNITS)) == []


def test_the_lines_of_bare_numbers_are_named() -> None:
    found = count("Takes 5 GB and 3 s.\n\n## Heading\n\n[6 GB](nalsd:x)\n7 GB\n")
    assert (found.lines, found.where) == ((1, 6), "lines 1, 6")
    many = count("5 GB\n\n" * 14)
    assert many.where == "lines 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 2 more"


def test_share_of_backed_numbers() -> None:
    assert Numbers().backed == 1.0
    assert Numbers(computed=1, claimed=1, bare=2).backed == 0.5
    assert (Numbers(1, 2, 3, 4, 5) + Numbers(1, 1, 1, 1, 1)).total == 20


def test_a_check_counts_by_design_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small.write(Path("designs"), small.with_prose("2-slo.md", "Clicks are kept 7 days, 5 GB of them."))
    coverage = check_catalogue(Path("designs")).coverage
    pages = coverage.by_design["click-log"]
    assert pages["designs/click-log/2-slo.md"] == Numbers(bare=2)
    assert pages["designs/click-log/1-context.md"] == Numbers(claimed=1)
    assert coverage.numbers == sum(pages.values(), Numbers()) == Numbers(claimed=1, bare=2)


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "<" * 100_000, "5 " * 50_000, "](" * 50_000, "<!--" * 25_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    holds_within(100, lambda: list(bare_places(Prose(text), UNITS)))


@pytest.mark.parametrize(
    ("title", "tolerance"),
    [
        ("± 5%", Tolerance(share=0.05)),
        ("+/- 2.5 %", Tolerance(share=0.025)),
        ("within 10%, it is a guess", Tolerance(share=0.10)),
        ("tolerance: 2 Gbps", Tolerance(amount=2.5e8)),
        ("peak of the evening", None),
        ("", None),
    ],
)
def test_a_tolerance_stands_where_a_link_has_its_title(title: str, tolerance: Tolerance | None) -> None:
    assert tolerance_of(title, STANDARD) == tolerance


def test_a_remark_is_no_tolerance() -> None:
    assert states_a_tolerance("± much")
    assert not states_a_tolerance("peak of the evening")


@pytest.mark.parametrize(
    ("claim", "held"),
    [
        # The payload is 20 Mbit/s.
        ('[21 Mbps](nalsd:workloads.click.peak_payload "± 5%")', True),
        ('[22 Mbps](nalsd:workloads.click.peak_payload "± 5%")', False),
        ('[22 Mbps](nalsd:workloads.click.peak_payload "± 2 Mbps")', True),
        ('[22 Mbps](nalsd:workloads.click.peak_payload "the evening")', False),
        ('[20 Mbps](nalsd:workloads.click.peak_payload "± much")', False),
        # The range is 100 to 400, its median 200.
        ("[100 to 400](nalsd:assumptions.sellers) of them", True),
        ("[200](nalsd:assumptions.sellers) of them", True),
        ("[150 to 250](nalsd:assumptions.sellers) of them", False),
        ("[100 to 500](nalsd:assumptions.sellers) of them", False),
    ],
)
def test_tolerances_and_ranges(claim: str, held: bool, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    head = small.CONTEXT.split("---\n")[1] + "assumptions: {sellers: 100 .. 400}\n"
    small.write(
        Path("designs"), {"1-context.md": f"---\n{head}---\n## Problem statement\n\nIt is {claim}.\n"}
    )
    report = check_catalogue(Path("designs"))
    assert [r.code for r in report.findings] == ([] if held else ["N401"])
    assert (report.coverage.claims, report.coverage.claims_held) == (1, int(held))
