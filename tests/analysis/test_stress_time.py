"""Backlogs and silent losses: second by second, machine by machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, clean

CLICKS = """
clients: {browser: {}}
workloads: {click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, peak_lasts: %s, request: 500 B}}
"""
QUEUED = (
    BOX
    + FLAT
    + """
tiers:
  queue: {machine: box, nodes: 2, work: {enter: {rate: 10k op/s/core}}}
  worker: {machine: box, nodes: %d, work: {take: {each: 1.6 ms}}}
flows:
  enter: {from: workloads.click, to: queue, protocol: udp}
  take: {from: queue, to: worker, of: enter, mode: pull, batch: {size: 1k}, protocol: udp}
"""
)


def stalled(folder: Path, scenario: str, nodes: int = 1, lasts: str = "15 min", keep: str = "") -> Analysis:
    slo = (
        f"stores: {{raw: {{tier: queue, row: 500 B, written_by: [enter], read_by: [take], keep: [{keep}]}}}}"
    )
    return clean(
        folder, context=CLICKS.replace("%s", lasts), slo=slo if keep else "",
        capacity=QUEUED.replace("%d", str(nodes)),
        stress=f"stress: {{bad: {{kind: backlog, of: take, {scenario}}}}}",
    )  # fmt: skip


def outcome(analysis: Analysis) -> str:
    return analysis.stress["bad"].outcome_in(analysis.graph)


def second_by_second(outage: int, peak_lasts: int, capacity: float) -> tuple[float, float]:
    """What waits when the consumer is back, and how long it takes: the peak comes first, then the average."""
    waiting, time = 0.0, 0
    while time < outage:
        waiting += 5000 if time < peak_lasts else 2000
        time += 1
    backlog = waiting
    while waiting > 0:
        waiting += (5000 if time < peak_lasts else 2000) - capacity
        time += 1
    return backlog, time - outage


@pytest.mark.parametrize(("outage", "peak"), [(1800, 900), (900, 900), (3600, 60)])
def test_a_backlog_second_by_second(tmp_path: Path, outage: int, peak: int) -> None:
    analysis = stalled(tmp_path, f"for: {outage} s", lasts=f"{peak} s")
    graph = analysis.graph
    assert graph.value("stress.bad.capacity") == pytest.approx(10 / 1.6e-3, rel=1e-3)
    backlog, drain = second_by_second(outage, peak, graph.value("stress.bad.capacity"))
    assert graph.value("stress.bad.backlog") == pytest.approx(backlog)
    assert graph.value("stress.bad.drain") == pytest.approx(drain, abs=1)
    assert outcome(analysis) == "survives"


def test_published_hour_of_outage_at_four_fifths(tmp_path: Path) -> None:
    """At 80% utilisation an hour of outage takes four to work off, if the load stays."""
    analysis = stalled(tmp_path, "for: 1 h", lasts="2 h")
    assert analysis.graph.value("stress.bad.drain_at_peak") / 3600 == pytest.approx(4, rel=5e-3)
    assert analysis.graph.value("stress.bad.drain") == analysis.graph.value("stress.bad.drain_at_peak")


def test_too_late(tmp_path: Path) -> None:
    """30 minutes of which 15 are peak: 6.3 million, less than half an hour at 4,250 a second to spare."""
    assert outcome(stalled(tmp_path / "a", "for: 30 min, drained_within: 30 min")) == "survives"
    late = stalled(tmp_path / "b", "for: 30 min, drained_within: 20 min")
    assert outcome(late) == "sheds"
    assert "20 min" in late.stress["bad"].told(late.graph)


def test_a_backlog_that_never_drains(tmp_path: Path) -> None:
    """Six tenths of a node for the average, where all of it is needed at the peak and the peak goes on."""
    heavy = QUEUED.replace("%d", "1").replace("1.6 ms", "2.5 ms")
    stress = "stress: {bad: {kind: backlog, of: take, for: 1 h, drained_within: 9 h}}"
    analysis = clean(tmp_path, context=CLICKS.replace("%s", "1 d"), capacity=heavy, stress=stress)
    assert analysis.graph.value("stress.bad.drain") is None
    assert outcome(analysis) == "fails"


def test_a_store_that_lets_go_before_it_was_read(tmp_path: Path) -> None:
    assert outcome(stalled(tmp_path / "a", "for: 30 min", keep="{for: 20 min}")) == "fails"
    assert outcome(stalled(tmp_path / "b", "for: 30 min", keep="{for: 40 min}")) == "survives"


def rotten(folder: Path, rate: str, noticed: str, nodes: int) -> Analysis:
    return clean(
        folder, context=CLICKS.replace("%s", "15 min"), capacity=QUEUED.replace("%d", str(nodes)),
        stress=f"stress: {{bad: {{kind: silent_loss, of: worker, rate: {rate}, noticed_after: {noticed}}}}}",
    )  # fmt: skip


@pytest.mark.parametrize(("rate", "days", "nodes"), [(0.1, 14, 1), (1.0, 7, 1), (5.0, 10, 1), (5.0, 60, 1)])
def test_a_fleet_machine_by_machine(tmp_path: Path, rate: float, days: int, nodes: int) -> None:
    analysis = rotten(tmp_path, f"{rate}%/d", f"{days} d", nodes)
    graph = analysis.graph
    ends = np.random.default_rng(2).exponential(100 / rate, 400_000)
    gone = float(np.mean(ends < days))
    assert graph.value("stress.bad.lost") == pytest.approx(gone, rel=0.05)
    after = graph.value("tiers.worker.cpu.utilisation") / (1 - gone)
    assert graph.value("stress.bad.utilisation") == pytest.approx(after, rel=0.01)
    fits = 0.9 / after
    assert outcome(analysis) == ("survives" if fits >= 1 else "sheds" if fits >= 0.4 else "fails")


def test_how_stale_an_alert_may_be(tmp_path: Path) -> None:
    """From 80% to 90% a ninth of the machines may go; day by day at one percent that takes twelve."""
    graph = rotten(tmp_path, "1%/d", "3 d", 1).graph
    assert graph.value("stress.bad.can_vanish") == pytest.approx(1 / 9, rel=5e-3)
    left, day = 1.0, 0.0
    while 0.8 / left < 0.9:
        left, day = left * (1 - 0.01 / 24), day + 1 / 24
    assert graph.value("stress.bad.until_limit") / 86_400 == pytest.approx(day, rel=0.02)
