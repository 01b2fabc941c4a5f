"""Times between named places in the text, against light in fibre.

Floors by hand, 9.8 ms a thousand kilometres there and back: Virginia to Ireland 5,460 km, 53 ms; Tokyo to
Singapore 5,320 km, 52 ms; Tokyo to Sydney 7,820 km, 77 ms; London to Tokyo 9,560 km, 94 ms; to Sao Paulo
9,500 km, 93 ms; London to Mumbai 7,190 km, 70 ms; New York to Ireland 5,120 km, 50 ms; Lagos to Frankfurt
4,870 km, 48 ms; San Francisco to Amsterdam 8,780 km, 86 ms. London to Frankfurt, 640 km, is 6 ms.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.designs.findings import Finding
from tests.checks import small
from tests.cost import holds_within

PLACES = small.replaced(
    "1-context.md",
    "browser: {}",
    "browser: {located: {new_york: {share: 60%, city: New York, coordinates: [40.71, -74.01]}, "
    "lagos: {share: 40%, coordinates: [6.52, 3.38]}}}",
)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(text: str) -> list[Finding]:
        small.write(Path("designs"), PLACES | small.with_prose("3-capacity.md", text))
        return [reported.finding for reported in check_catalogue(Path("designs")).findings]

    return run


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The round trip between Virginia and Ireland takes 30 ms.", "30 ms"),
        ("From Virginia to Ireland is 20 ms one way.", "20 ms"),
        ("Virginia–Ireland: 20 ms.", "20 ms"),
        ("The RTT from us-east-1 to eu-west-1 is about 40 ms.", "40 ms"),
        ("A ping from Tokyo to Singapore needs 35 ms.", "35 ms"),
        ("Tokyo and Sydney are 20 ms apart.", "20 ms"),
        ("| pair | RTT |\n|---|---|\n| Virginia – Ireland | 30 ms |\n| Virginia – Tokyo | 150 ms |", "30 ms"),
        ("| from | to | round trip |\n|---|---|---|\n| London | Tokyo | 60 ms |", "60 ms"),
        ("Writes from London to São Paulo take 25 ms.", "25 ms"),
        ("- London → Mumbai: 30 ms\n- London → Tokyo: 200 ms", "30 ms"),
        ("Users in New York reach Ireland in a round trip of 30 ms.", "30 ms"),
        ("Lagos to Frankfurt is 20 ms.", "20 ms"),
        ("San Francisco – Amsterdam: 30 ms.", "30 ms"),
        ("A copy goes from Virginia to Ireland in 900 µs.", "900 µs"),
    ],
)
def test_quicker_than_light(text: str, printed: str, found) -> None:
    (finding,) = found(text)
    assert (finding.code, finding.printed) == ("N501", printed)
    line = text[: text.index(printed)].count("\n")
    column = text.split("\n")[line].index(printed) + 1
    body = small.CAPACITY[: small.CAPACITY.index("Three nodes")].count("\n") + 1
    assert (finding.location.line, finding.location.column) == (body + line, column)


def test_a_reason_is_held_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    line = "assumptions: {answers_within: {value: 50 ms, because: Virginia to Ireland takes 20 ms}}"
    small.write(Path("designs"), small.with_lines("1-context.md", line))
    (reported,) = check_catalogue(Path("designs")).findings
    assert (reported.code, reported.location.file) == ("N501", "designs/click-log/1-context.md")
    assert reported.location.column == line.index("20 ms") + 1


def test_the_floor_and_the_distance_are_told(found) -> None:
    (finding,) = found("The round trip between Virginia and Ireland takes 30 ms.")
    assert "between Virginia and Ireland" in finding.message
    assert "over 5,460 km of fibre a round trip takes at least 53.5 ms" in finding.message
    (finding,) = found("One way from Virginia to Ireland takes 20 ms.")
    assert "one way takes at least 26.7 ms" in finding.message


SILENT = [
    "Virginia and Ireland are 70 ms apart, Virginia and Mumbai 190 ms, Virginia and Singapore 219 ms.",
    "From Tokyo to Singapore light in fibre needs 52 ms there and back.",
    "One way from Virginia to Ireland takes 35 ms.",
    "Light in vacuum takes 36 ms from Virginia to Ireland and back.",
    "Going by Ireland instead of London adds 3 ms.",
    "Ireland is 3 ms slower than London.",
    "No packet goes from Virginia to Ireland and back in 30 ms: it cannot.",
    "In 2019 somebody measured 30 ms from Virginia to Ireland.",
    "> Virginia to Ireland: 20 ms.",
    "```\nVirginia to Ireland: 20 ms\n```",
    "A line such as `Virginia to Ireland: 20 ms` is refused.",
    "A batch of 5 ms goes from Virginia to Ireland.",
    "In Virginia and Ireland a lookup takes 5 ms.",
    "The p99 in Virginia and in Ireland is 5 ms.",
    "London to Frankfurt takes 14 ms; Frankfurt and London are 5 ms apart.",
    "The jitter between Virginia and Ireland is 2 ms.",
    "The round trip between Virginia and Ireland is more than 50 ms.",
    "Read in Virginia in 2 ms, written to Ireland asynchronously.",
    "A commit takes 4 ms in Virginia (Ireland lags).",
    "| region | p99 |\n|---|---|\n| Virginia, Ireland | 12 ms |",
]


def test_what_light_can_do_and_what_is_no_journey(found) -> None:
    assert found("\n\n".join(SILENT)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Each row of a table looks for its header, each place for the code around it.
        ("| a |\n" * 10_000 + "| Virginia | Ireland | 20 ms |\n" * 2_000, 0),
        ("`" + " ` RF = 2" * 8_001, 100),
        ("Virginia to Ireland: 20 ms.\n\n" * 2_000, 100),
    ],
)
def test_a_page_of_the_same_costs_no_more_than_reading_it(text: str, told: int, found) -> None:
    assert len(found(text)) == told
    holds_within(600, lambda: found(text))
