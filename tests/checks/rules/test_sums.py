"""The physics of sums in the text: what is found in which wordings, and what stays silent.

The small design takes 2,000 clicks a second on average and 5,000 at the peak, 500 B each: 1 MB/s and
2.5 MB/s (20 Mbps). Its drives read 500,000 times a second and write 100,000 times, its card carries 10 Gbps,
its log has three copies.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from tests.checks import small


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(changes: dict) -> list[str]:
        small.write(Path("designs"), changes)
        return [reported.code for reported in check_catalogue(Path("designs")).findings]

    return run


FIRES = {
    "N503": [
        "2.5 MB/s = 216 GB/day.",
        "Clicks come at 5,000/s (432 million a day).",
        "Storage per year: 2.5 MB/s × 31.5M s = 78.8 TB.",
        "We store 2.5 MB/s → 216 GB/day → 1.5 TB a week.",
        "5,000 × 3,600 × 24 = 432,000,000 clicks a day.",
        "5,000 × 60 × 60 × 24 = 432M clicks a day.",
        "20 Mbps × 86,400 s = 216 GB a day.",
        "Sized for the peak, 5k clicks/s × 500 B × 3,600 s × 24 h × 30 = 6.48 TB a month.",
    ],
    "N504": [
        "26 cores / 0.6 = 43.3 cores, and 43.3 cores / 0.6 = 72.2 cores.",
        "With a target of 60% it is 26 / 60% / 60% = 72 cores.",
        "With 60% headroom: 100 cores / 0.6 = 167 cores; 167 cores / 0.6 = 278 cores.",
        "1 / 60% = 1.67 cores; with headroom 1.67 cores / 60% = 2.78 cores.",
    ],
    "N505": [
        "5,000 writes/s / 500,000 IOPS = 1% of one drive.",
        "Writes take 5,000 / 500k = 1% of the IOPS.",
        "Appends: 5,000/s / 500,000/s = 1% of the drive.",
    ],
    "N502": [
        "Three clicks fill a packet: 3 × 500 B = 1,500 B.",
        "A frame of 1500 bytes holds 1500 / 500 = 3 clicks.",
        "A packet of 1,500 B holds 1,500 B / 250 B = 6 events.",
    ],
    "N506": [
        "Replication: 3 × 2.5 MB/s = 7.5 MB/s.",
        "Follower traffic is 20 Mbps × 3 = 60 Mbps.",
        "Replication sends 2.5 MB/s × 3 = 7.5 MB/s to the other replicas.",
        "Inter-broker traffic: 2.5 MB/s × 3 = 7.5 MB/s.",
    ],
    "N507": [
        "The link is 20 Mbps / 10 Gbps = 0.2% full.",
        "Network: 2.5 MB/s / 1.25 GB/s = 0.2% of the NIC.",
    ],
}
SILENT = [
    # Other numbers than the peak, other times than a day, and what is said not to be.
    "5,000 / 2.5 × 86,400 = 172.8M clicks a day.",
    "A stalled minute leaves 5,000/s × 60 s = 300,000 clicks behind.",
    "5,000 files × 30 days = 150,000 files.",
    "A pool has 5,000 × 24 = 120,000 connection-hours.",
    "An upper bound: 5,000 × 86,400 = 432M a day.",
    "We do not keep 5,000 × 86,400 = 432M rows a day.",
    "In 2019 a day brought 5,000 × 86,400 = 432M clicks.",
    "Rejected: keeping 5,000 × 86,400 = 432M rows.",
    "> 5,000 × 86,400 = 432M a day.",
    # Headroom once, and shares of something else.
    "26 cores / 0.6 = 43.3 cores.",
    "26 cores / 0.6 = 43.3 cores. Elsewhere a node reads 43.4 MB / 0.7 s = 62 MB/s.",
    "43.3 cores / 16 = 2.7 nodes of 16 cores.",
    # Ratings of reads for reads, and of writes for writes.
    "Reads take 5,000 / 500k = 1% of the IOPS.",
    "Reads and writes, 5,000/s / 500k IOPS = 1%.",
    "5,000 writes/s / 100k IOPS = 5% of a drive.",
    # What fits.
    "Three partitions fit a packet: 3 × 480 B = 1,440 B.",
    "Blocks of 3 × 500 B = 1,500 B.",
    "Three clicks do no longer fit a packet, since 3 × 500 B = 1,500 B exceeds its segment.",
    # The other two copies, the disks of all three, and three regions.
    "Replication is 2.5 MB/s × (3 − 1) = 5 MB/s.",
    "Replication sends 2 × 2.5 MB/s = 5 MB/s.",
    "All three copies write 3 × 2.5 MB/s = 7.5 MB/s to disk.",
    "Total written: 2.5 MB/s × 3 = 7.5 MB/s, of which 5 MB/s are replication.",
    "Replication to three regions: 3 × 2.5 MB/s = 7.5 MB/s.",
    "604.8 GB × 3 = 1.81 TB on three copies.",
    # Payload that is called so.
    "Payload alone takes 20 Mbps / 10 Gbps = 0.2% of the card.",
    "A link of 10 Gbps / 20 Mbps = 500 such services.",
]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FIRES.items() for text in texts])
def test_right_sums_with_wrong_physics(code: str, text: str, found) -> None:
    assert found(small.with_prose("3-capacity.md", text)) == [code]


def test_right_sums_with_right_physics(found) -> None:
    """All of them in one text, a paragraph each: none may fire, alone or beside the others."""
    assert found(small.with_prose("3-capacity.md", "\n\n".join(SILENT))) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["assumptions: {clicks_a_day: {value: 432M, because: 5000/s × 86400 s = 432M a day}}"],
        ["assumptions:", "  clicks_a_day:", "    value: 432M", "    because: >-", "      A day takes",
         "      5000/s × 86,400 s = 432M rows."],
    ],
)  # fmt: skip
def test_a_sum_of_a_reason_is_held_too(lines: list[str], tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    changes = small.with_lines("1-context.md", *lines)
    small.write(Path("designs"), changes)
    (reported,) = check_catalogue(Path("designs")).findings
    line = changes["1-context.md"].split("\n").index(lines[-1]) + 1
    assert reported.code == "N503"
    assert (reported.location.line, reported.location.column) == (line, lines[-1].index("5000") + 1)
    assert "`workloads.click.average` (2,000 requests/s)" in reported.finding.help


def test_two_times_may_be_the_other_copies_of_three(found) -> None:
    """With a store of two copies beside one of three, `× 2` is right for the one with three."""
    text = small.with_prose(
        "3-capacity.md", "Replication takes 2.5 MB/s × 2 = 5 MB/s, or 2.5 MB/s × 3 = 7.5 MB/s."
    )
    seen = "  seen: {tier: log, engine: log, entity: click, written_by: [append], keep: [{for: 7 d}]}\n"
    two = {
        "2-slo.md": small.SLO.replace("---\nClicks", seen + "---\nClicks"),
        "4-iterations.md": small.ITERATIONS.replace(
            "cluster:\n", "cluster:\n  seen: {rf: 2, write: 1, read: 1}\n"
        ),
    }
    assert found(text | two) == ["N506"]


def formula(text: str, name: str = "total") -> dict[str, str]:
    return small.with_lines("1-context.md", f"quantities: {{{name}: {{formula: {text}}}}}")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        (formula("workloads.click.peak / workloads.click.peak_factor * 1 d"), []),
        (formula("tiers.log.single.cpu.need / (1 - 40%)"), ["N504"]),
        (formula("tiers.log.single.cpu.demand / 60% / 60%"), ["N504"]),
        (formula("tiers.log.single.cpu.need * 1.4", "with_headroom"), ["N504"]),
        (formula("tiers.log.single.needed * (1 + 30%)", "with_reserve"), ["N504"]),
        (formula("tiers.log.single.needed * (1 + 30%)", "next_year"), []),
        (formula("workloads.click.peak / tiers.log.machine.disk_read_iops"), ["N505"]),
        (formula("flows.append.rate / 500k IOPS"), ["N505"]),
        (formula("flows.append.rate / 100k IOPS"), []),
        (formula("workloads.click.peak * workloads.click.request / 10 Gbps"), ["N507"]),
        (formula("workloads.click.peak * 500 B / tiers.log.machine.network"), ["N507"]),
        (formula("workloads.click.peak * workloads.click.request / 50 MB/s"), []),
        (formula("tiers.log.disk_capacity.need * cluster.click_log.rf"), ["N509"]),
        (formula("tiers.log.disk_capacity.demand * 3", "all_copies"), ["N509"]),
        (formula("tiers.log.single.disk_capacity.demand * 3", "all_copies"), []),
        (formula("stores.click_log.stock * cluster.click_log.rf"), []),
    ],
)
def test_formulas_with_wrong_physics(changes: dict, codes: list[str], found) -> None:
    assert found(changes) == codes


def test_copies_are_counted_once_over_several_formulas(found) -> None:
    """604.8 GB a week on three copies are 1.8 TB; three times that would be nine copies."""
    kept = "  kept: {formula: stores.click_log.stock * cluster.click_log.rf}"
    assert found(small.with_lines("1-context.md", "quantities:", kept)) == []
    bought = "  bought: {formula: kept * cluster.click_log.rf}"
    assert found(small.with_lines("1-context.md", "quantities:", kept, bought)) == ["N509"]
