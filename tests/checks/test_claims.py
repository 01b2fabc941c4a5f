"""Claims of a design held against its quantities."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.checks.report import Report
from tests.checks import small

# 5,000 clicks/s of 500 B are 2.5 MB/s or 20 Mbit/s at the peak; 2,000/s on average are 86.4 GB a day.


@pytest.fixture
def claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def run(prose: str) -> Report:
        small.write(Path("designs"), small.with_prose("1-context.md", f"## Problem statement\n\n{prose}"))
        return check_catalogue(Path("designs"))

    return run


PEAK, DAILY = "nalsd:workloads.click.peak_payload", "nalsd:workloads.click.daily_volume"


@pytest.mark.parametrize(
    "prose",
    [
        f"[20 Mbps]({PEAK})",
        f"[2.5 MB/s]({PEAK})",
        f"**[20 Mbps]({PEAK})**",
        f"[2.5 MB/s (20 Mbps) of payload]({PEAK})",
        f"[86 GB]({DAILY}) a day",
        f"[86.4 GB]({DAILY})",
        f"≈ [86 GB]({DAILY})",
        f"[up to 90 GB]({DAILY})",
        f"at least [80 GB]({DAILY})",
        f"[> 80 GB]({DAILY})",
        f"[80 to 90 GB]({DAILY})",
        "[5,000](nalsd:workloads.click.peak) requests per second",
        "[5k](nalsd:workloads.click.peak) a second",
        "[86](nalsd:workloads.click.daily_volume) GB",
        "[eighty-six](nalsd:workloads.click.daily_volume) GB",
        f"This takes at least\n[80 GB]({DAILY}) of disk.",
        f"> [86 GB]({DAILY}) a day",
        f"between [80 and 90 GB]({DAILY})",
        f"[86\nGB]({DAILY}) a day",
        f"> A day takes\n> [80 GB]({DAILY}) at least",
        f"[80 GB]({DAILY}) or more of disk",
        f"[86 GB]({DAILY}) per region",
        "[5,000 clicks per second](nalsd:workloads.click.peak)",
        "[2.5x](nalsd:workloads.click.peak_factor)",
        "[2.5](nalsd:workloads.click.peak_factor)",
    ],
)
def test_a_true_claim_is_held(prose: str, claim) -> None:
    report = claim(prose)
    assert [r.message for r in report.findings] == []
    assert report.coverage.claims_held == report.coverage.claims == 1


@pytest.mark.parametrize(
    "prose",
    [
        f"[20 MB/s]({PEAK})",  # bits for bytes
        f"[2.5 MiB/s]({PEAK})",  # 2.6 MB/s
        f"[21 Mbps]({PEAK})",
        f"[200 Mbps]({PEAK})",
        f"[twenty-one]({PEAK}) Mbps",
        "[half a million](nalsd:workloads.click.peak) requests per second",
        f"[20 Gbps]({PEAK})",
        f"[2.5 MB/s (25 Mbps)]({PEAK})",
        f"[216 GB]({DAILY})",  # from the peak instead of the average
        f"[86.5 GB]({DAILY})",
        f"[86 TB]({DAILY})",
        f"up to [80 GB]({DAILY})",
        f"[at least 90 GB]({DAILY})",
        f"≈ [100 GB]({DAILY})",
        f"[20 Mb]({PEAK})",  # no rate
        "[5 ms](nalsd:workloads.click.peak)",
        "[5,000](nalsd:workloads.click.peak) requests a minute",
        f"> [80 GB]({DAILY}) a day",
        f"Not at least.\n\n[80 GB]({DAILY}) a day",
        f"<b>[80 GB]({DAILY})</b>",
        "[86](nalsd:workloads.click.daily_volume) of it",
        f"[9,3 GB]({DAILY})",
    ],
)
def test_a_false_claim_is_found(prose: str, claim) -> None:
    report = claim(prose)
    assert [r.code for r in report.findings] == ["N401"]
    assert (report.coverage.claims, report.coverage.claims_held) == (1, 0)


# $900 a month of 730 h; printed as `/month`.
PRICE, LAG = "nalsd:assumptions.bill", "nalsd:assumptions.kept"


@pytest.mark.parametrize(
    ("prose", "held"),
    [
        (f"[$900/month]({PRICE})", True),
        (f"[$900 a month]({PRICE})", True),
        (f"[$900]({PRICE}) a month", True),
        (f"[US$ 900 per month]({PRICE})", True),
        (f"[$10.8k a year]({PRICE})", True),  # 900 × 8760 / 730
        (f"[$910 a month]({PRICE})", False),
        (f"[$900 a day]({PRICE})", False),
        (f"[$900]({PRICE}) in all", False),
        (f"[6 months]({LAG})", True),
        (f"[180 d]({LAG})", True),
        (f"[7 months]({LAG})", False),
    ],
)
def test_a_month_is_the_one_that_the_quantity_is_stated_in(prose, held, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ("assumptions:", "  bill: {value: 900 USD/month_730h}", "  kept: {value: 6 month_30d}")
    context = small.with_lines("1-context.md", *lines)["1-context.md"]
    small.write(Path("designs"), {"1-context.md": f"{context}\n{prose}\n"})
    report = check_catalogue(Path("designs"))
    assert [r.code for r in report.findings] == ([] if held else ["N401"])


def test_a_rate_on_an_amount_says_what_to_write(claim) -> None:
    (reported,) = claim(f"[86.4 GB a day]({DAILY})").findings
    assert f"[86.4 GB]({DAILY})" in reported.help and "no rate" in reported.help


def test_a_finding_has_everything_that_is_needed_to_mend_it(claim) -> None:
    (reported,) = claim(f"Payload peaks at [30 Mbps]({PEAK}).").findings
    finding = reported.finding
    assert finding.claimed == 30e6 / 8
    assert finding.computed == 2.5e6
    assert finding.quantity == "workloads.click.peak_payload"
    assert finding.design == "click-log"
    assert '"30 Mbps"' in finding.message and "20 Mbps" in finding.message
    assert f"[20 Mbps]({PEAK})" in finding.help
    declared = {(place.file.rpartition("/")[2], text.partition(" = ")[0]) for place, text in finding.related}
    assert ("1-context.md", "workloads.click.peak") in declared
    assert ("1-context.md", "workloads.click.request") in declared


def test_an_unknown_id_gets_the_nearest(claim) -> None:
    (reported,) = claim("[20 Mbps](nalsd:workloads.click.peak_paylod)").findings
    assert reported.code == "N204"
    assert "`workloads.click.peak_payload`" in reported.help


def test_a_call_with_an_unknown_id_is_found(claim) -> None:
    (reported,) = claim('It is {{ value("workloads.click.peek") }}.').findings
    assert reported.code == "N204"
    assert "`workloads.click.peak`" in reported.help


def test_links_without_a_number_claim_nothing(claim) -> None:
    report = claim(f"The [p99 peak]({PEAK}) is what counts, and []({DAILY}) is filled in.")
    assert report.findings == []
    assert report.coverage.claims == 0


def test_a_claim_on_the_bottleneck_names_the_resource(claim) -> None:
    said = {}
    for word in ("network", "packets", "CPU", "memory", "disk IOPS", "disk throughput", "disk capacity"):
        report = claim(f"The first to fill is the [{word}](nalsd:tiers.log.single.bottleneck).")
        said[word] = [r.code for r in report.findings]
        assert report.coverage.claims == 1
    assert sorted(said.values()) == [[], *[["N401"]] * 6], said


def test_claims_in_code_and_comments_are_not_claims(claim) -> None:
    report = claim(f"Write `[30 Mbps]({PEAK})`.\n\n<!-- [30 Mbps]({PEAK}) -->\n\n```\n[30 Mbps]({PEAK})\n```")
    assert report.findings == []
    assert report.coverage.claims == 0
