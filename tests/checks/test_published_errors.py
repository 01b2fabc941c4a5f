"""The errors that published designs make most, each in a small design: what finds it, and what stays silent.

The figures are those of two published case studies (a click aggregator and a task scheduler,
https://github.com/timucintezcan/system-design-case-studies, commit 9f3127b), scaled to the small design.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from tests.checks import small

HEAD = "## Problem statement\n\n"


@pytest.fixture
def codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(changes: dict) -> list[str]:
        small.write(Path("designs"), changes)
        return sorted({r.code for r in check_catalogue(Path("designs")).findings})

    return run


def formula(text: str, name: str = "total", more: str = "") -> dict[str, str]:
    return small.with_lines("1-context.md", f"quantities: {{{name}: {{formula: {text}{more}}}}}")


def prose(text: str, file: str = "1-context.md") -> dict[str, str]:
    return small.with_prose(file, (HEAD if file == "1-context.md" else "") + text)


@pytest.mark.parametrize(
    "changes",
    [
        formula("workloads.click.peak * workloads.click.request * 1 d"),
        formula("workloads.click.peak_payload * 86400 s"),
        formula("7 d * workloads.click.peak"),
        prose("A day takes $5{,}000/s \\times 86{,}400\\,s \\times 500\\,B = 216\\,GB$."),
        prose("5,000 × 500 B × 86,400 = 216 GB a day."),
        prose("2.5 MB/s × 86,400 s = 216 GB a day."),
    ],
)
def test_1_a_peak_times_a_day(changes, codes) -> None:
    assert codes(changes) == ["N503"]


@pytest.mark.parametrize(
    "changes",
    [
        formula("workloads.click.average * workloads.click.request * 1 d"),
        formula("workloads.click.peak * 1 h"),
        formula("workloads.click.peak / workloads.click.average * 1 d"),
        prose("A day takes $2{,}000/s \\times 86{,}400\\,s \\times 500\\,B = 86.4\\,GB$."),
        prose("At the peak it would be 5,000 × 500 B × 86,400 = 216 GB a day."),
        prose("A minute takes 5,000 × 500 B × 60 = 150 MB."),
    ],
)
def test_1_an_average_times_a_day(changes, codes) -> None:
    assert codes(changes) == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("tiers.log.single.cpu.need / 60%", True),
        ("tiers.log.single.nodes / 0.6", True),
        ("tiers.log.single.disk_capacity.need / tiers.log.single.disk_capacity.target", True),
        ("tiers.log.single.cpu.need / tiers.log.nodes", True),
        ("tiers.log.single.cpu.demand / 60%", False),
        ("tiers.log.single.cpu.demand / 16 core", False),
        ("tiers.log.nodes * 3 / 2", False),
    ],
)
def test_2_headroom_twice(text: str, fires: bool, codes) -> None:
    assert codes(formula(text)) == (["N504"] if fires else [])


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("workloads.click.peak_payload / 10 Gbps", True),
        ("workloads.click.peak_payload / tiers.log.machine.network", True),
        ("workloads.click.peak_wire / 10 Gbps", False),
        ("workloads.click.peak_payload / 50 MB/s", False),  # a partition takes payload
    ],
)
def test_3_payload_without_headers(text: str, fires: bool, codes) -> None:
    assert codes(formula(text)) == (["N507"] if fires else [])


def test_3_a_constraint_of_payload(codes) -> None:
    line = "constraints: {fits: {that: workloads.click.peak_payload <= 10 Gbps, because: the card}}"
    assert codes(small.with_lines("1-context.md", line)) == ["N507"]


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        # 1,500 / 500 is three; with 52 bytes of headers two fit.
        (formula("1500 B / workloads.click.request"), True),
        (prose("A frame takes 1,500 B / 500 B = 3 clicks."), True),
        (prose("A segment takes 1,448 B / 724 B = 2 clicks."), False),
        (prose("A stream fills 1,448 B / 500 B = 2.9 clicks."), False),
        (formula("'messages_per_packet(workloads.click.request, 1448 B/packet)'"), False),
        (formula("'ceil(workloads.click.request / 1448 B)'"), False),
    ],
)
def test_4_packing(changes, fires: bool, codes) -> None:
    assert codes(changes) == (["N502"] if fires else [])


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        (formula("workloads.click.peak_payload * cluster.click_log.rf", "replication"), True),
        (formula("workloads.click.peak_payload * 3", "replicated"), True),
        (formula("workloads.click.peak_payload * 3", "east", ", label: East-west traffic"), True),
        (formula("stores.click_log.peak_read_rate * 2", "replication"), True),
        (formula("workloads.click.peak_payload * (cluster.click_log.rf - 1)", "replication"), False),
        (formula("workloads.click.peak_payload * 2", "replication"), False),
        (formula("workloads.click.peak_payload * 3", "written"), False),
        (prose("Replication takes 2.5 MB/s × 3 = 7.5 MB/s."), True),
        (prose("| what | how much |\n|---|---|\n| Replication | 2.5 MB/s × 3 = 7.5 MB/s |"), True),
        (prose("Replication takes 2.5 MB/s × 2 = 5 MB/s."), False),
        (prose("All copies together write 2.5 MB/s × 3 = 7.5 MB/s."), False),
    ],
)
def test_5_replication(changes, fires: bool, codes) -> None:
    assert codes(changes) == (["N506"] if fires else [])


def test_6_nodes_by_cores_that_the_disks_do_not_fit(codes) -> None:
    # A week of 2,000 rows/s of 500 B is 605 GB; a year is 31.5 TB on three copies of nothing but 4 TB drives.
    row = small.SLO.replace("entity: click,", "row: 500 B,").replace("for: 7 d", "for: 1 y")
    text = small.CAPACITY.replace("nodes: 3", "nodes: 1")
    assert "N601" in codes({"2-slo.md": row, "3-capacity.md": text})
    assert "N601" not in codes({"2-slo.md": small.SLO, "3-capacity.md": small.CAPACITY})


@pytest.mark.parametrize(
    ("changes", "fires"),
    [
        (small.replaced("3-capacity.md", "write_iops: 100k IOPS", "write_iops: 500k IOPS"), True),
        (formula("tiers.log.single.disk_iops.reads / tiers.log.machine.disk_read_iops"), False),
        (formula("tiers.log.single.disk_iops.writes / tiers.log.machine.disk_read_iops"), True),
        (formula("tiers.log.single.disk_iops.writes / tiers.log.machine.disk_write_iops"), False),
        (
            small.replaced(
                "3-capacity.md", "read_iops: 500k IOPS, write_iops: 100k IOPS",
                "read_iops: 200 IOPS, write_iops: 200 IOPS",
            ),
            False,  # a hard disk seeks alike for both
        ),
    ],
)  # fmt: skip
def test_7_ratings_of_reads_for_writes(changes, fires: bool, codes) -> None:
    assert ("N505" in codes(changes)) is fires


REGIONS = """\
---
phase: 4
zones: 3
cluster:
  click_log: {rf: 3, write: 2, read: 2}
regions:
  here: {place: aws/ap-southeast-2, runs: all, rtt: {there: %s}}
  there: {place: aws/us-east-2, runs: all}
---
Three copies.
"""


@pytest.mark.parametrize(("rtt", "code"), [("26 ms", "N501"), ("150 ms", "N508"), ("190 ms", "")])
def test_8_round_trips_below_and_at_the_floor(rtt: str, code: str, codes) -> None:
    # Sydney to Ohio: 26 ms stood in a published table; 190 ms is measured; the floor is near 149 ms.
    found = [c for c in codes({"4-iterations.md": REGIONS % rtt}) if c in ("N501", "N508")]
    assert found == ([code] if code else [])


@pytest.mark.parametrize(("repair", "met"), [("after: 0 min, at: 90%", True), ("after: 7 d, at: 1%", False)])
def test_9_durability_depends_on_repair(repair: str, met: bool, codes) -> None:
    slo = small.replaced(
        "2-slo.md", "slos:\n", "slos:\n  kept: {for: stores.click_log, durability: 99.9999999%}\n"
    )
    cluster = small.replaced("4-iterations.md", "read: 2}", f"read: 2, repair: {{{repair}}}}}")
    assert ("N606" in codes(slo | cluster)) is not met


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (small.replaced("1-context.md", "average: 2k/s", "average: 10B tasks"), "N302"),
        (small.replaced("1-context.md", "request: 500 B", "request: 500 s"), "N301"),
        (formula("workloads.click.request + 3 s"), "N301"),
        (prose("Peaks at [20 MB/s](nalsd:workloads.click.peak_payload)."), "N401"),  # bits
        (prose("Peaks at [2.5 MiB/s](nalsd:workloads.click.peak_payload)."), "N401"),
        (prose("Peaks at [5k y](nalsd:workloads.click.peak)."), "N401"),
    ],
)
def test_10_counts_bytes_bits_and_years(changes, code: str, codes) -> None:
    assert code in codes(changes)


def test_11_a_leader_that_no_hardware_lifts(codes) -> None:
    limit = (
        "limits:\n  leader: {of: tiers.log, each: leader, load: append.rate, takes: %s, "
        "serial: true, grows_by: nothing}"
    )
    assert "N603" in codes(small.with_lines("3-capacity.md", *(limit % "1 ms").split("\n")))
    assert "N603" not in codes(small.with_lines("3-capacity.md", *(limit % "50 us").split("\n")))


STATE = "state: {dedup: {holds: keys, entries: 1k, row: 64 B, window: %s}}"


@pytest.mark.parametrize(
    ("assumed", "window", "said", "fires"),
    [
        ("10 min", "10 min", "10 minutes", False),
        ("10 min", "5 min", "10 minutes", True),
        ("10 min", "10 min", "5 minutes", True),
        ("10 min", "dedup_window", "600 s", False),
    ],
)
def test_12_windows_stated_twice(assumed: str, window: str, said: str, fires: bool, codes) -> None:
    changes = small.with_lines("1-context.md", f"assumptions: {{dedup_window: {assumed}}}")
    changes["1-context.md"] += f"\nRetries within the dedup window of {said} count once.\n"
    tier = small.replaced("3-capacity.md", "nodes: 3, work", f"nodes: 3, {STATE % window}, work")
    assert codes(changes | tier) == (["N405"] if fires else [])


@pytest.mark.parametrize(("said", "fires"), [("10 minutes", False), ("5 minutes", True), ("600 s", False)])
def test_12_a_window_that_the_text_states_again(said: str, fires: bool, codes) -> None:
    changes = prose(f"Retries within the dedup window of {said} count once.")
    tier = small.replaced("3-capacity.md", "nodes: 3, work", f"nodes: 3, {STATE % '10 min'}, work")
    assert codes(changes | tier) == (["N405"] if fires else [])


def test_errors_that_are_quoted_are_not_the_designs_own(codes) -> None:
    published = (
        "---\ntitle: Found\npublished:\n  source: A page\n  retrieved: 2026-01-20\n  figures:\n"
        "    - {id: A1, what: A day, where: page 1, printed: 216 GB, "
        "quantity: workloads.click.peak * workloads.click.request * 1 d, verdict: wrong, why: A peak}\n"
        "---\nThe page says 5,000 × 500 B × 86,400 = 216 GB a day.\n"
    )
    assert codes({"published.md": published}) == []


@pytest.mark.parametrize(
    "text",
    [
        # 5,000 is also what the design assumes of something else.
        "Sellers write 5,000 × 500 B × 86,400 = 216 GB a day.",
        "Replication to three other regions takes 2.5 MB/s × 3 = 7.5 MB/s.",
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(text: str, codes) -> None:
    changes = small.with_lines("1-context.md", "assumptions: {sellers_rate: 5000 request/s}")
    changes["1-context.md"] += f"\n{text}\n"
    assert codes(changes) == []
