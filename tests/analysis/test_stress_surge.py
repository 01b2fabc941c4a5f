"""Surges and floods: hand arithmetic, search, and published case studies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, analysed, clean

FRONT = (
    BOX
    + FLAT
    + """
tiers:
  front: {machine: box, nodes: 2, work: {enter: {rate: 500 op/s/core}}}
  worker: {machine: box, nodes: 2, work: {hand: {rate: 500 op/s/core}}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
  hand: {from: front, to: worker, of: enter, protocol: tcp}
"""
)
"""Two tiers in a row that take 5,000 requests a second, each by ten of its twenty cores and the kernel."""


def surged(folder: Path, scenario: str) -> Analysis:
    return clean(folder, capacity=FRONT, stress=f"stress:\n  sale: {{{scenario}}}\n")


def outcome(analysis: Analysis, name: str = "sale") -> str:
    return analysis.stress[name].outcome_in(analysis.graph)


def test_what_fits_is_carried_in_full(tmp_path: Path) -> None:
    """Ten of twenty cores and a little for packets: 1.5 times that fits, at 90%."""
    analysis = surged(tmp_path, "kind: surge, load: 1.5x, of: workloads.click")
    graph = analysis.graph
    assert 0.5 < graph.value("tiers.front.cpu.utilisation") < 0.6
    assert graph.value("stress.sale.tiers.front.cpu.utilisation") == pytest.approx(
        1.5 * graph.value("tiers.front.cpu.utilisation")
    )
    assert graph.value("stress.sale.carried") == 1.5
    assert graph.value("stress.sale.shed") == 0
    assert outcome(analysis) == "survives"


def test_what_does_not_fit_is_refused_and_refusing_costs(tmp_path: Path) -> None:
    """Each request taken costs its core time, each refused the kernel's work on two packets."""
    analysis = surged(tmp_path, "kind: surge, load: 10x, of: workloads.click")
    graph = analysis.graph
    busy = graph.value("tiers.front.cpu.utilisation")
    refusing = 5_000 * 2 / graph.value("constants.packets.socket") / 20
    assert graph.value("stress.sale.tiers.front.refusing.cpu_share") == pytest.approx(refusing)
    best = max(x for x in np.arange(0, 10, 1e-4) if x * busy + (10 - x) * refusing <= 0.9)
    assert graph.value("stress.sale.tiers.front.carried") == pytest.approx(best, abs=2e-4)
    # The tier behind it takes fewer packets for the same work, and what it cannot take costs it nothing.
    assert graph.value("stress.sale.carried") == pytest.approx(best, abs=2e-4)
    assert graph.value("stress.sale.shed") == pytest.approx(1 - best / 10, abs=1e-4)
    assert graph.value("stress.sale.binds") == "Front, CPU"
    assert outcome(analysis) == "sheds"


def test_refusing_can_cost_all(tmp_path: Path) -> None:
    """At thousands of times the load, refusing alone fills the cores: less than today's peak is served."""
    analysis = surged(tmp_path, "kind: surge, load: 2000x, of: workloads.click")
    assert analysis.graph.value("stress.sale.carried") < 1
    assert outcome(analysis) == "fails"


def waiting(arriving: float, worked: float, lasts: float, after: float) -> tuple[float, float]:
    """Backlog at the end of a surge and the time until it is gone, second by second."""
    backlog, time = 0.0, 0.0
    for _ in range(int(lasts)):
        backlog = max(0.0, backlog + arriving - worked)
    left = backlog
    while left > 0:
        left, time = left + after - worked, time + 1
    return backlog, time


def test_the_backlog_of_a_late_tier(tmp_path: Path) -> None:
    slow = FRONT.replace("of: enter", "of: enter, mode: pull").replace("hand: {rate: 500", "hand: {rate: 350")
    analysis = clean(
        tmp_path,
        capacity=slow,
        stress="stress: {sale: {kind: surge, load: 1.5x, of: workloads.click, for: 10 min}}",
    )
    graph = analysis.graph
    carried = 0.9 / graph.value("tiers.worker.cpu.utilisation")
    assert 1 < carried < 1.5
    assert graph.value("stress.sale.tiers.worker.carried") == pytest.approx(carried)
    backlog, drain = waiting(1.5 * 5000, carried * 5000, 600, 5000)
    assert graph.value("stress.sale.backlog") == pytest.approx(backlog)
    assert graph.value("stress.sale.drain") == pytest.approx(drain, abs=1)
    assert graph.value("stress.sale.shed") == 0
    assert graph.value("stress.sale.put_off") == pytest.approx(1 - carried / 1.5)
    assert outcome(analysis) == "sheds"
    assert "waits" in analysis.stress["sale"].told(graph)


def test_load_on_top_is_a_multiple(tmp_path: Path) -> None:
    analysis = surged(tmp_path, "kind: surge, add: 2k/s, of: workloads.click")
    assert analysis.graph.value("stress.sale.load") == pytest.approx(1.4)
    assert outcome(analysis) == "survives"


def test_a_surge_of_one_workload_leaves_the_other(tmp_path: Path) -> None:
    """Reads triple, writes stay: a tier with both has the sum."""
    analysis = clean(
        tmp_path,
        context="""
        clients: {browser: {}}
        workloads:
          click: {from: browser, kind: write, average: 2k/s, peak: 4k/s, request: 500 B}
          look: {from: browser, kind: read, average: 500/s, peak: 1k/s, response: 500 B}
        """,
        capacity=BOX
        + FLAT
        + """
tiers:
  front: {machine: box, nodes: 4, work: {clicks: {rate: 500 op/s/core}, looks: {rate: 200 op/s/core}}}
flows:
  clicks: {from: workloads.click, to: front, protocol: udp}
  looks: {from: workloads.look, to: front, protocol: udp}
""",
        stress="stress: {sale: {kind: surge, load: 3x, of: workloads.look}}",
    )
    graph = analysis.graph
    socket = graph.value("constants.packets.socket")
    packets = 4000 * 1 + 3 * 1000 * 1 + 3 * 1000 * graph.value("flows.looks.response_packets")
    assert graph.value("stress.sale.tiers.front.cpu.utilisation") == pytest.approx(
        (4000 / 500 + 3 * 1000 / 200 + packets / socket) / 40, rel=1e-3
    )


def test_drives_fill_while_a_surge_lasts(tmp_path: Path) -> None:
    """Day by day: what comes in is kept a week, and what came a week ago at the average rate goes."""
    analysis = clean(
        tmp_path,
        slo="stores: {raw: {tier: log, engine: log, row: 500 B, written_by: [enter], keep: [{for: 7 d}]}}",
        capacity=BOX
        + FLAT
        + """
tiers: {log: {machine: box, nodes: 1, work: {enter: {rate: 10k op/s/core}}}}
flows: {enter: {from: workloads.click, to: log, protocol: tcp}}
""",
        stress="stress: {sale: {kind: surge, load: 2x, of: workloads.click, for: 2 d}}",
    )
    graph = analysis.graph
    held = 2_000 * 500 * 86_400 * 7
    full = 0.0
    for hour in range(1, 2 * 24 + 1):
        if held + hour * 3600 * 500 * (2 * 5000 - 2000) <= 4e12:
            full = hour
    assert graph.value("stress.sale.tiers.log.disk_capacity.until_full") / 3600 == pytest.approx(
        (4e12 - held) / (500 * 8000) / 3600
    )
    assert full == 48  # two days fit
    assert graph.value("stress.sale.tiers.log.disk_capacity.utilisation") == pytest.approx(
        (held + 2 * 86_400 * 500 * 8000) / 4e12
    )
    assert outcome(analysis) == "survives"


def test_a_flood_loses_what_is_wanted_with_what_is_not(tmp_path: Path) -> None:
    """40 M packets a second of 64 B on two nodes of 4 M each."""
    capacity = FRONT.replace("tiers:\n  front: {", "tiers:\n  front: {datapath: xdp, ")
    stress = "stress: {sale: {kind: surge, add: %s, size: 64 B, at: front, for: 1 min}}"
    analysis = clean(tmp_path, capacity=capacity, stress=stress % "40M packet/s")
    graph = analysis.graph
    today = graph.value("tiers.front.packets.demand")
    assert graph.value("stress.sale.tiers.front.packets.utilisation") == pytest.approx((40e6 + today) / 8e6)
    # A frame of 64 B takes 84 B of the wire with preamble and gap.
    wire = graph.value("tiers.front.network_in.demand")
    assert graph.value("stress.sale.tiers.front.network_in.utilisation") == pytest.approx(
        (40e6 * 84 + wire) / 2.5e9
    )
    assert graph.value("stress.sale.carried") == pytest.approx(0.9 * 8e6 / (40e6 + today))
    assert outcome(analysis) == "fails"
    small = clean(tmp_path / "small", capacity=capacity, stress=stress % "4M packet/s")
    assert outcome(small) == "survives"


def test_a_flood_comes_to_every_region_as_its_users_do(tmp_path: Path) -> None:
    """Three quarters of 8 M packets a second, and of the load, at six of eight nodes of 4 M each."""
    capacity = FRONT.replace("tiers:\n  front: {", "tiers:\n  front: {datapath: xdp, ").replace(
        "nodes: 2, work: {enter", "nodes: 8, work: {enter"
    )
    regions = """
        regions:
          east: {place: {city: A, coordinates: [40, -75]}, takes: 75%}
          west: {place: {city: B, coordinates: [40, -120]}, takes: 25%}
        """
    stress = "stress: {sale: {kind: surge, add: 8M packet/s, size: 64 B, at: front, for: 1 min}}"
    graph = analysed(tmp_path, capacity=capacity, iterations=regions, stress=stress).graph
    nodes = {r: graph.value(f"regions.{r}.tiers.front.nodes") for r in ("east", "west")}
    today = graph.value("tiers.front.packets.demand")
    fullest = max(
        share * (8e6 + today) / (4e6 * nodes[region]) for region, share in (("east", 0.75), ("west", 0.25))
    )
    assert sum(nodes.values()) == 8
    assert graph.value("stress.sale.tiers.front.packets.utilisation") == pytest.approx(fullest)


def test_ten_times_the_published_peak(tmp_path: Path) -> None:
    """50 million clicks a second are 200 Gbps, 440 cores at 60% and 14 nodes where three stand (A45)."""
    analysis = clean(
        tmp_path,
        context="""
        clients: {browser: {}}
        workloads:
          click: {from: browser, kind: write, average: 2M/s, peak: 5M/s, request: 500 B}
        """,
        capacity="""
machines:
  unit: {cores: 32, threads: 32, ram: 64 GB, nic: 100 Gbps, packets: 400M packet/s, queues: 32, disks: []}
headroom: {cpu: 60%, network: 70%, packets: 60%}
tiers:
  edge: {machine: unit, nodes: 3, datapath: dpdk, overhead: {os: 20%, runtime: 10%},
         work: {enter: {rate: 250k op/s/core}}}
flows: {enter: {from: workloads.click, to: edge, protocol: udp}}
""",
        stress="stress: {black_friday: {kind: surge, load: 10x, of: workloads.click, for: 6 h}}",
    )
    graph = analysis.graph
    assert 10 * graph.value("workloads.click.peak_payload") == pytest.approx(200e9 / 8)
    cores = graph.value("stress.black_friday.tiers.edge.cpu.utilisation") * 96
    kernel = 10 * graph.value("tiers.edge.single.cpu.kernel") * 1.3
    assert cores - kernel == pytest.approx(10 * 20 * 1.3)  # 260 busy, 433 with the 40% kept free
    assert (cores - kernel) / 0.6 == pytest.approx(433.3, abs=0.1)
    assert np.ceil(440 / 32) == 14 > graph.value("tiers.edge.single.deployed")
    assert outcome(analysis, "black_friday") == "sheds"


def test_millions_of_tasks_at_nine_take_a_minute(tmp_path: Path) -> None:
    """Three million tasks of one second take 60 s at 50,000 a second; and the p99 is one second (T38)."""
    analysis = clean(
        tmp_path,
        context="""
        clients: {clock: {}}
        workloads: {trigger: {from: clock, kind: job, average: 3858/s, peak: 50k/s}}
        """,
        capacity=BOX + FLAT + """
tiers:
  queue: {machine: box, nodes: 90, work: {due: {rate: 1M op/s/core}}}
  executor: {machine: box, nodes: 50, work: {take: {each: 9 ms}}}
flows:
  due: {from: workloads.trigger, to: queue, batch: {size: 1k}, protocol: tcp}
  take: {from: queue, to: executor, of: due, mode: pull, batch: {size: 1k}, protocol: tcp}
""",
        stress="stress: {nine: {kind: surge, load: 60x, of: workloads.trigger, for: 1 s}}",
    )  # fmt: skip
    graph = analysis.graph
    # 450 of 500 cores are busy with 50,000 tasks of 9 ms: that is the most that is let in, at 90%.
    assert graph.value("stress.nine.draining") == pytest.approx(50_000, rel=1e-4)
    assert graph.value("stress.nine.backlog") == pytest.approx(3e6 - 50_000, rel=1e-4)
    assert graph.value("stress.nine.backlog") / graph.value("stress.nine.draining") == pytest.approx(
        59, rel=1e-3
    )


@pytest.mark.parametrize(
    ("scenario", "law"),
    [
        ("load: 0.5x, of: workloads.click", "more than today's peak"),
        ("load: 10x, of: workloads.click, for: -5 min", "not negative"),
        ("add: -2k/s, of: workloads.click", "not negative"),
    ],
)
def test_what_no_surge_can_be(tmp_path: Path, scenario: str, law: str) -> None:
    analysis = analysed(tmp_path, capacity=FRONT, stress=f"stress: {{sale: {{kind: surge, {scenario}}}}}")
    found = [f for f in analysis.findings if f.code == "N305"]
    assert len(found) == 1
    assert law in found[0].message
    assert found[0].location.file.endswith("6-stress.md")
    assert found[0].printed in scenario


def test_unknown_is_never_survived(tmp_path: Path) -> None:
    """Without a rate of packets the machine may or may not take it; what is known to be too much is."""
    unknown = FRONT.replace("{rate: 500 op/s/core}", "{rate: unknown}", 1)
    analysis = clean(tmp_path, capacity=unknown, stress="stress: {sale: {kind: surge, load: 1.5x}}")
    assert outcome(analysis) == "unknown"
    assert "CPU of front" in analysis.stress["sale"].told(analysis.graph)
    more = clean(tmp_path / "more", capacity=unknown, stress="stress: {sale: {kind: surge, load: 9x}}")
    assert outcome(more) == "sheds"
