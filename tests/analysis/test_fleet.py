"""Figures of designs in several regions, by hand: of the fullest region, or of all their nodes together."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, analysed

CAPACITY = (
    BOX
    + FLAT
    + """
tiers:
  front: {machine: box, work: {enter: {rate: 500 op/s/core}}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
"""
)
REGIONS = """
zones: 1
regions:
  east: {place: {city: A, coordinates: [40, -75]}, takes: 50%}
  west: {place: {city: B, coordinates: [40, -120]}, takes: 30%}
  isle: {place: {city: C, coordinates: [50, 0]}, takes: 20%}
"""
SHARES = {"east": 0.5, "west": 0.3, "isle": 0.2}
STRESS = """
stress:
  sale: {kind: surge, load: 1.5x, of: workloads.click}
  behind: {kind: backlog, of: flows.enter, for: 1 min}
  pills: {kind: poison_pill, of: enter, share: 0.01%, attempts: 3, each: 1 s, dead_letter: true}
  rot: {kind: silent_loss, of: front, rate: 1%/d, noticed_after: 10 d}
"""


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Sized for what arrives in each: with whole machines all hold more than one place would."""
    watched = "observability: {scrape: 10 s, metrics: {front: {series: 100}}}\n"
    return analysed(
        tmp_path_factory.mktemp("spread"),
        capacity=CAPACITY,
        iterations=REGIONS,
        architecture=watched,
        stress=STRESS,
    )


def nodes(analysis: Analysis) -> dict[str, float]:
    return {r: analysis.graph.value(f"regions.{r}.tiers.front.nodes") for r in SHARES}


def fullest(analysis: Analysis) -> float:
    """What ten cores and the kernel's part come to on each of the fullest region's machines."""
    here, busy = nodes(analysis), analysis.graph.value("tiers.front.cpu.demand")
    return max(share * busy / (10 * here[r]) for r, share in SHARES.items())


def test_all_nodes_are_watched(spread: Analysis) -> None:
    there = sum(nodes(spread).values())
    assert there > spread.graph.value("tiers.front.deployed")
    assert spread.graph.value("observability.metrics.front.nodes") == there
    assert spread.graph.value("observability.series") == 100 * there


def test_a_surge_and_a_backlog_meet_the_fullest_region(spread: Analysis) -> None:
    graph, busy = spread.graph, fullest(spread)
    assert busy < graph.value("tiers.front.cpu.utilisation")
    assert graph.value("stress.sale.tiers.front.cpu.utilisation") == pytest.approx(1.5 * busy)
    assert graph.value("stress.behind.capacity") == pytest.approx(5_000 / busy)


def test_poison_keeps_workers_of_all_regions_out(spread: Analysis) -> None:
    """As many as one place needs to be as full as the fullest region: ten cores each."""
    here = nodes(spread)
    assert spread.graph.value("stress.pills.workers") == pytest.approx(
        10 * min(here[r] / share for r, share in SHARES.items())
    )
    assert spread.graph.value("stress.pills.before") == pytest.approx(fullest(spread))


def test_what_vanishes_is_counted_everywhere(spread: Analysis) -> None:
    graph = spread.graph
    assert graph.value("stress.rot.lost_nodes") == pytest.approx(
        graph.value("stress.rot.lost") * sum(nodes(spread).values())
    )
    assert graph.value("stress.rot.utilisation") == pytest.approx(
        fullest(spread) / (1 - graph.value("stress.rot.lost"))
    )


def test_survivors_are_those_of_the_fullest_region(tmp_path: Path) -> None:
    """Stated nodes are those of all regions: a third of them takes half the load, and loses a zone of two."""
    analysis = analysed(
        tmp_path,
        capacity=CAPACITY.replace("machine: box,", "machine: box, nodes: 12,"),
        iterations=REGIONS.replace("zones: 1", "zones: 2"),
        stress="stress: {gone: {kind: loss, lose: {zones: 1}, of: front}}",
    )
    assert nodes(analysis) == dict.fromkeys(SHARES, 4)
    assert analysis.graph.value("stress.gone.utilisation") == pytest.approx(2 * fullest(analysis))


def test_paths_wait_as_in_the_fullest_region(tmp_path: Path) -> None:
    """East has four of twelve nodes for half of the load; a batch of 50 fills at a twelfth of all of it, and
    a write is committed on one of east's four nodes."""
    path = "paths: {write: {workload: click, stages: [{queue: front}, {batch: relay}, {commit: raw}]}}"
    analysis = analysed(
        tmp_path,
        slo="stores: {raw: {tier: front, engine: log, row: 500 B, durable_at: fsync, written_by: [enter], "
        "keep: [{for: 1 h}]}}",
        capacity=CAPACITY.replace("machine: box,", "machine: box, nodes: 12,").replace(
            "flows:", "  back: {machine: box, nodes: 6, work: {relay: {rate: 5k op/s/core}}}\nflows:"
        )
        + "  relay: {from: front, to: back, of: enter, batch: {size: 50}, protocol: tcp}\n",
        iterations=REGIONS.replace("zones: 1", "zones: 2"),
        architecture=path,
    )
    assert nodes(analysis) == dict.fromkeys(SHARES, 4)
    value = analysis.graph.value
    assert value("tiers.front.queue.utilisation") == pytest.approx(fullest(analysis))
    assert value("flows.relay.batch_fill") == pytest.approx(50 / (5_000 / 12))
    assert value("stores.raw.flush.commits") == pytest.approx(0.5 * 5_000 / 4)


def test_a_limit_that_nodes_raise_is_met_where_it_is_fullest(tmp_path: Path) -> None:
    """600 a node: west's three may have 1,800 and get 1,500; all twelve would have 7,200 for 5,000."""
    analysis = analysed(
        tmp_path,
        capacity=CAPACITY.replace("machine: box,", "machine: box, nodes: 12,") + "limits:\n"
        "  table: {of: tiers.front, each: node, load: enter.rate, at_most: 600/s, grows_by: nodes}\n",
        iterations=REGIONS.replace("zones: 1", "zones: 4"),
    )
    assert nodes(analysis) == {"east": 6, "west": 3, "isle": 3}
    assert analysis.graph.value("limits.table.utilisation") == pytest.approx(1_500 / 1_800)


def test_a_node_of_the_fullest_region_takes_longest_to_fill(tmp_path: Path) -> None:
    """Half of the data lies on east's four nodes, an eighth on each, and not a twelfth."""
    analysis = analysed(
        tmp_path,
        slo="stores: {raw: {tier: front, engine: log, row: 500 B, written_by: [enter], keep: [{for: 1 h}]}}",
        capacity=CAPACITY.replace("machine: box,", "machine: box, nodes: 12,"),
        iterations=REGIONS.replace("zones: 1", "zones: 2") + "cluster: {raw: {rf: 3, write: 2, read: 2}}\n",
    )
    assert nodes(analysis) == dict.fromkeys(SHARES, 4)
    value = analysis.graph.value
    held = 0.5 * value("tiers.front.disk_capacity.demand") / 4
    assert value("tiers.front.node_data") == pytest.approx(held)
