"""What the text says again in its own words, against what the front-matter states.

The small design keeps its clicks for 7 days on three copies, two of which acknowledge a write; 5,000 clicks a
second at the peak and 2,000 on average; an availability target of 99%.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.designs.findings import Finding
from tests.checks import small


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(text: str, more: dict | None = None) -> list[Finding]:
        small.write(Path("designs"), small.with_prose("3-capacity.md", text) | (more or {}))
        return [reported.finding for reported in check_catalogue(Path("designs")).findings]

    return run


@pytest.mark.parametrize(
    ("text", "printed", "id"),
    [
        ("The retention of 30 days is what the law asks.", "30 days", "stores.click_log.keep_1.for"),
        ("A 30-day retention is enough.", "30-day", "stores.click_log.keep_1.for"),
        ("Clicks are kept for 30 days.", "30 days", "stores.click_log.keep_1.for"),
        ("With a replication factor of 5 a week fits.", "5", "cluster.click_log.rf"),
        ("RF = 2 is enough.", "2", "cluster.click_log.rf"),
        ("A write quorum of 3 is asked.", "3", "cluster.click_log.write"),
        ("The peak click rate of 6k/s is carried.", "6k/s", "workloads.click.peak"),
        ("Its click peak is 7,000/s.", "7,000/s", "workloads.click.peak"),
        ("The click average of 3k/s is carried.", "3k/s", "workloads.click.average"),
        ("An availability target of 99.9% is met.", "99.9%", "slos.up.target"),
        ("The 99.99% availability objective is met.", "99.99%", "slos.up.target"),
        ("Our SLO of 99.9% is met.", "99.9%", "slos.up.target"),
        ("A replication factor of five is enough.", "five", "cluster.click_log.rf"),
        ("The retention is thirty days.", "thirty days", "stores.click_log.keep_1.for"),
        ("A peak factor of 4 is usual.", "4", "workloads.click.peak_factor"),
    ],
)
def test_another_number_for_what_is_stated(text: str, printed: str, id: str, found) -> None:
    (finding,) = found(text)
    assert (finding.code, finding.printed, finding.quantity) == ("N405", printed, id)
    assert finding.location.column == text.index(printed) + 1
    assert f"nalsd:{id}" in finding.help


@pytest.mark.parametrize(
    "text",
    [
        "Over the retention that is 86.4 GB × 30 days = 2.59 TB.",
        "Retention: 1 MB/s × 90 d = 7.78 TB of rows.",
    ],
)
def test_a_volume_over_another_retention(text: str, found) -> None:
    (finding,) = found(text)
    assert (finding.code, finding.quantity) == ("N405", "stores.click_log.keep_1.for")
    assert "is 7 d" in finding.message


SILENT = [
    "The retention of 7 days is what the law asks. Clicks are kept for 1 week, or 168 hours.",
    "Over the retention that is 86.4 GB × 7 days = 605 GB.",
    "A month brings 86.4 GB × 30 days = 2.59 TB.",
    "Until 2020 clicks were kept for 30 days.",
    "Rejected: a retention of 30 days.",
    "It is not a retention of 30 days.",
    "Ten times the load with a retention of 17 hours is today's machines.",
    "> Clicks are kept for 30 days.",
    "A page may say `kept for 30 days`.",
    "```\nRF = 2\n```",
    "The performance of 5 nodes at RF 3.",
    "RF = 3 and a write quorum of 2 of 3.",
    "A replication factor of at least 2 is asked by policy.",
    "The click peak of 2.5 MB/s is payload; its click average is 2k/s, its click peak 5k/s.",
    "The retention of customers is 90%.",
    "An availability target of 99% is met. The SLO is 99%, and the SLO of a hop 99.9%.",
    "With a replication factor of three the click log is kept for seven days, at a peak factor of 2.5.",
    "The SLO is 99.9% of requests within 200 ms.",
    "A latency target of 5 ms for each hop; the hit ratio is 90%.",
    "A session is kept for 10 minutes.",
]


def test_the_same_number_and_other_things(found) -> None:
    session = small.with_lines("1-context.md", "assumptions: {session_lasts: 10 min}")
    assert found("\n\n".join(SILENT), session) == []
