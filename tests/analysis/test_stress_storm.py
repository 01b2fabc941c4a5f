"""Retry storms against replays of clients that repeat what timed out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, analysed, clean
from tests.physics.test_stress import attempts, served_in_time

TIMEOUT = 0.5


def stormy(folder: Path, busy: float, scenario: str, nodes: int = 10) -> Analysis:
    """A tier of so many nodes whose cores the load keeps busy to this share."""
    each = busy * 10 * nodes / 5_000
    return clean(
        folder,
        capacity=BOX + FLAT + f"""
tiers:
  front: {{machine: box, nodes: 40, work: {{enter: {{each: 10 us}}}}}}
  feed: {{machine: box, nodes: {nodes}, datapath: dpdk, work: {{ask: {{each: {each * 1e6:.6f} us}}}}}}
flows:
  enter: {{from: workloads.click, to: front, protocol: udp}}
  ask: {{from: front, to: feed, of: enter, protocol: udp}}
""",
        iterations="zones: 1",
        stress=f"stress: {{storm: {{kind: retry_storm, timeout: {TIMEOUT} s, {scenario}}}}}",
    )  # fmt: skip


def outcome(analysis: Analysis) -> str:
    return analysis.stress["storm"].outcome_in(analysis.graph)


@pytest.mark.parametrize(
    ("busy", "tries", "outage"),
    [(0.7, 3, 10), (0.5, 3, 10), (0.28, 3, 10), (0.45, 2, 10), (0.85, 2, 10), (0.85, 2, 0.05), (0.6, 3, 0.1)],
)
def test_an_outage_by_replay(tmp_path: Path, busy: float, tries: int, outage: float) -> None:
    """Requests a second by second, first come first served: is everything in time again, long after it?"""
    analysis = stormy(
        tmp_path, busy, f"layers: [app], attempts: {tries}, trigger: {{for: {outage} s, of: feed}}"
    )
    capacity = analysis.graph.value("stress.storm.capacity")
    assert capacity == pytest.approx(1 / busy, rel=1e-3)
    after = served_in_time(1000 / capacity, 1000.0, tries, TIMEOUT, outage)
    assert (outcome(analysis) == "fails") == (after < 0.5)
    assert outcome(analysis) == ("survives" if outage < 0.3 else "fails" if tries * busy >= 1 else "sheds")


def test_a_budget_keeps_it_from_feeding_itself(tmp_path: Path) -> None:
    """Nine attempts for one become 1.21."""
    plain = "layers: [app, front], attempts: 3, trigger: {for: 1 min, of: feed}"
    analysis = stormy(tmp_path / "plain", 0.6, plain)
    assert analysis.graph.value("stress.storm.collapsed") == pytest.approx(9)
    assert outcome(analysis) == "fails"
    budgeted = stormy(tmp_path / "budget", 0.6, plain + ", budget: 10%")
    assert budgeted.graph.value("stress.storm.collapsed") == pytest.approx(1.21)
    assert budgeted.graph.value("stress.storm.amplification") == pytest.approx(9)
    assert outcome(budgeted) == "sheds"


def test_published_amplification(tmp_path: Path) -> None:
    """Three layers of four attempts each make 64 of one (Site Reliability Engineering, ch. 22)."""
    analysis = stormy(tmp_path, 0.5, "layers: [app, edge, front], attempts: 4")
    assert analysis.graph.value("stress.storm.amplification") == pytest.approx(64)


@pytest.mark.parametrize("lost", [2, 5])
def test_attempts_while_nodes_are_missing_by_replay(tmp_path: Path, lost: int) -> None:
    """Each attempt meets a lost node by chance; two layers try three times each."""
    analysis = stormy(
        tmp_path, 0.3, f"layers: [app, front], attempts: 3, trigger: {{lose: {{nodes: {lost}}}, of: feed}}"
    )
    draw = np.random.default_rng(3)
    replay = [attempts(2, 3, lost / 10, draw) for _ in range(40_000)]
    graph = analysis.graph
    mean = np.mean([count for count, _ in replay])
    assert graph.value("stress.storm.attempts_during") == pytest.approx(mean, rel=0.02)
    assert graph.value("stress.storm.user_failure") == pytest.approx(
        np.mean([failed for _, failed in replay]), abs=0.003
    )
    assert graph.value("stress.storm.capacity_left") == pytest.approx((10 - lost) / 10 / 0.3, rel=1e-3)
    assert graph.value("stress.storm.utilisation") == pytest.approx(mean * 0.3 * 10 / (10 - lost), rel=0.02)


def test_a_loss_that_sets_it_off(tmp_path: Path) -> None:
    """Half of the nodes gone at 60%: what is left is over full before the first retry."""
    scenario = "layers: [app], attempts: 3, trigger: {lose: {nodes: 50%}, of: feed}"
    analysis = stormy(tmp_path, 0.6, scenario)
    assert analysis.graph.value("stress.storm.utilisation") > 1.2
    assert analysis.graph.value("stress.storm.vulnerable") == 1
    assert analysis.graph.value("stress.storm.shed") == pytest.approx(1 - 1 / (3 * 0.6), rel=1e-3)
    assert outcome(analysis) == "fails"
    assert "feeds itself" in analysis.stress["storm"].told(analysis.graph)
    little = stormy(tmp_path / "little", 0.6, scenario.replace("50%", "10%"))
    assert outcome(little) == "survives"
    assert "metastable" in little.stress["storm"].told(little.graph)


def test_without_a_trigger_it_is_taken_to_collapse(tmp_path: Path) -> None:
    """Whatever sets it off: it must not be able to feed itself."""
    assert outcome(stormy(tmp_path / "a", 0.6, "layers: [front], attempts: 3")) == "fails"
    assert outcome(stormy(tmp_path / "b", 0.3, "layers: [front], attempts: 3")) == "survives"


@pytest.mark.parametrize(
    ("scenario", "law"),
    [
        ("layers: [app], attempts: 0, trigger: {for: 1 s, of: feed}", "once or more"),
        ("layers: [app], attempts: 3, budget: -10%, trigger: {for: 1 s, of: feed}", "budget is not negative"),
        ("layers: [app], attempts: 3, trigger: {lose: {nodes: 11}, of: feed}", "more is lost than there is"),
    ],
)
def test_what_no_storm_can_be(tmp_path: Path, scenario: str, law: str) -> None:
    stormy(tmp_path / "good", 0.5, "layers: [app], attempts: 3, trigger: {for: 1 s, of: feed}")
    text = (tmp_path / "good/small-design/3-capacity.md").read_text().split("---\n")[1]
    analysis = analysed(
        tmp_path / "bad", capacity=text.replace("phase: 3\n", ""), iterations="zones: 1",
        stress=f"stress: {{storm: {{kind: retry_storm, timeout: 1 s, {scenario}}}}}",
    )  # fmt: skip
    found = [f for f in analysis.findings if f.code == "N305"]
    assert len(found) == 1, [f.message for f in found]
    assert law in found[0].message
    assert outcome(analysis) == "unknown"
