"""Figures of two published case studies, recomputed: what holds, and what the arithmetic finds.

Source: https://github.com/timucintezcan/system-design-case-studies, commit 9f3127b (2026-01-20),
ad-click-aggregator.md and task-scheduler.md.
"""

from __future__ import annotations

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import about, clean

DISK = (
    "{count: 4, capacity: 7.68 TB, read_iops: 1M IOPS, write_iops: 200k IOPS, read: 6.8 GB/s, write: 4 GB/s, "
    "endurance: 1 /d, life: 5 y}"
)
MACHINE = f"""
machines:
  unit: {{cores: 32, threads: 32, ram: 64 GB, nic: 15 Gbps, packets: 8M packet/s, disks: [{DISK}]}}
"""


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Five million clicks of 500 B a second at peak, two million on average; 7 days kept."""
    return clean(
        tmp_path_factory.mktemp("clicks"),
        context="""
        quantities:
          of_the_peak: {formula: workloads.click.peak * workloads.click.request * 1 d, role: computed}
          a_frame_of_three: {formula: "packets_per_message(3 * 500 B/message, 1448 B/packet)", role: count}
          clicks_a_packet: {formula: "messages_per_packet(500 B/message, 1448 B/packet)", role: count}
          replicated: {formula: "replication_traffic(workloads.click.peak_payload, 3)", role: peak}
          received: {formula: "traffic_into_copies(workloads.click.peak_payload, 3)", role: peak}
          windows_of_an_hour: {formula: workloads.click.peak * 64 B/request * 1 h, role: size}
        clients: {browser: {}}
        workloads:
          click: {from: browser, kind: write, average: 2M/s, peak: 5M/s, request: 500 B, response: 0 B}
        """,
        slo="stores: {raw: {tier: log, engine: log, row: 500 B, written_by: [produce], keep: [{for: 7 d}]}}",
        capacity=MACHINE
        + """
headroom: {network: 70%, packets: 60%, cpu: 60%, disk_iops: 70%, disk_throughput: 70%, disk_capacity: 80%,
           memory: 80%}
tiers:
  edge: {machine: unit, nodes: 3, overhead: {os: 20%, runtime: 10%}, work: {enter: {profile: parse}}}
  log: {machine: unit, work: {produce: {each: 10 ns}}}
  stream: {machine: unit, state: {minute: {holds: events, of: produce, row: 64 B, window: 1 min}}}
profiles: {parse: {rate: 250k op/s/core}}
flows:
  enter: {from: workloads.click, to: edge, protocol: tcp}
  produce: {from: edge, to: log, of: enter, mode: async, batch: {size: 200}, protocol: tcp}
""",
    )


class TestClicks:
    def test_payload_and_wire(self, clicks: Analysis) -> None:
        """20 Gbps of payload; 23.6 Gbps with the 90 B around each click (A5, A6)."""
        assert clicks.graph.value("workloads.click.peak_payload") * 8 == about(20e9)
        assert clicks.graph.value("workloads.click.peak_wire") * 8 == about(23.6e9)

    def test_a_day_is_of_the_average(self, clicks: Analysis) -> None:
        """216 TB is the peak times a day, 86.4 TB what a day brings (A7)."""
        assert clicks.graph.value("quantities.of_the_peak") == about(216e12)
        assert clicks.graph.value("workloads.click.daily_volume") == about(86.4e12)

    def test_two_clicks_fit_a_packet(self, clicks: Analysis) -> None:
        """And three take two packets (A9, A10)."""
        assert clicks.graph.value("quantities.clicks_a_packet") == 2
        assert clicks.graph.value("quantities.a_frame_of_three") == 2

    def test_replication_sends_two_of_three_copies(self, clicks: Analysis) -> None:
        """5 GB/s are sent on; 7.5 GB/s is what all copies receive (A27)."""
        assert clicks.graph.value("quantities.replicated") == about(5e9)
        assert clicks.graph.value("quantities.received") == about(7.5e9)

    def test_cores(self, clicks: Analysis) -> None:
        """5M over 250k is 20 cores; the packets' cores come to them, then 30% overhead (A17, A18)."""
        value = clicks.graph.value
        assert value("tiers.edge.single.cpu.work.enter") == about(20)
        kernel = value("tiers.edge.single.cpu.kernel")
        assert kernel > 10, "a single core does not handle these packets (A14)"
        assert value("tiers.edge.single.cpu.demand") == about((20 + kernel) * 1.3)

    def test_utilisation_holds_no_headroom(self, clicks: Analysis) -> None:
        """Busy over installed cores, of 96: not the reserved 44 (A22, A23)."""
        value = clicks.graph.value
        assert value("tiers.edge.single.cpu.utilisation") == about(value("tiers.edge.single.cpu.demand") / 96)

    def test_the_retention_decides_the_nodes(self, clicks: Analysis) -> None:
        """604.8 TB of one copy over 80% of 30.72 TB: 24.6 nodes (A36; 74 with three copies)."""
        value = clicks.graph.value
        assert value("stores.raw.stock") == about(604.8e12)
        assert value("tiers.log.single.disk_capacity.need") == about(604.8e12 / (0.8 * 30.72e12))
        assert value("tiers.log.single.needed") == 25
        assert value("tiers.log.single.bottleneck") == "disk_capacity"

    def test_a_minute_of_raw_clicks_in_memory(self, clicks: Analysis) -> None:
        """19.2 GB; an hour is 1,152 GB (A33, A34)."""
        found = clicks.graph
        assert found.value("quantities.windows_of_an_hour") == about(1152e9)
        assert found["tiers.stream.single.memory.state.minute.bytes"].value == about(19.2e9)

    def test_endurance(self, clicks: Analysis) -> None:
        """86.4 TB a day over 25 x 30.72 TB; on one node it would be 2.8 writes a day (A30)."""
        writes = clicks.graph.value("tiers.log.single.endurance.drive_writes_per_day") * 86400
        assert writes == about(86.4 / (25 * 30.72))
        assert writes * 25 == pytest.approx(2.8, abs=0.02)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Ten billion tasks a month; 20k submitted and 50k executed a second at peak."""
    return clean(
        tmp_path_factory.mktemp("tasks"),
        context="""
        units: [task]
        assumptions: {monthly: 10G task}
        quantities:
          in_30_days: {formula: monthly / 30 d, role: average}
          of_cores: {formula: 50k op/s / 50k op/s/core, role: demand}
        clients: {app: {}}
        workloads:
          submit: {from: app, kind: write, average: monthly / 30 d, peak: 20k/s, request: 1 kB, response: 0 B}
          execute: {kind: job, average: monthly / 30 d, peak: 50k/s, request: 1 kB}
        """,
        slo="""
        stores:
          tasks: {tier: db, engine: log, row: 1 kB, rows: 30G row, written_by: [submitted]}
        """,
        capacity=f"""
machines:
  one: {{cores: 8, threads: 16, ram: 64 GB, nic: 10 Gbps, packets: 8M packet/s,
        disks: [{DISK.replace("4, c", "1, c")}]}}
headroom: {{network: 70%, packets: 60%, cpu: 60%, disk_iops: 70%, disk_throughput: 70%, disk_capacity: 80%,
           memory: 100%}}
profiles: {{api: {{rate: 250k op/s/core}}, run: {{rate: 50k op/s/core}}}}
tiers:
  api: {{machine: one, work: {{submitted: {{profile: api}}, run: {{profile: run}}}}}}
  db: {{machine: one, nodes: 1, work: {{write: {{each: 1 us}}}}}}
  timer: {{machine: one, nodes: 1, state: {{hot: {{holds: events, of: run, row: 1 kB, window: 10 min}}}}}}
flows:
  submitted: {{from: workloads.submit, to: api, protocol: tcp}}
  run: {{from: workloads.execute, to: api, protocol: tcp}}
  write: {{from: api, to: db, of: submitted, protocol: tcp}}
""",
    )


class TestTasks:
    def test_average(self, tasks: Analysis) -> None:
        """10 billion over 2.592M seconds: 3,858 a second (T2); the peak is 5.2 of them (T3)."""
        value = tasks.graph.value
        assert value("workloads.submit.average") == about(1e10 / 2.592e6)
        assert value("workloads.submit.peak_factor") == about(20e3 * 2.592e6 / 1e10)
        assert value("workloads.execute.peak_factor") == about(50e3 * 2.592e6 / 1e10)

    def test_payload(self, tasks: Analysis) -> None:
        """20 MB/s in and 50 MB/s out are 0.56 Gbps (T5, T6)."""
        value = tasks.graph.value
        assert value("workloads.submit.peak_payload") == about(20e6)
        assert value("workloads.execute.peak_payload") == about(50e6)
        assert value("load.peak_payload") * 8 == about(0.56e9)

    def test_cores_of_the_work(self, tasks: Analysis) -> None:
        """0.08 and 1.0 cores: 1.08 (T12 to T14)."""
        value = tasks.graph.value
        assert value("tiers.api.single.cpu.work.submitted") == about(0.08)
        assert value("tiers.api.single.cpu.work.run") == about(1.0)
        assert value("quantities.of_cores") == about(1)

    def test_two_packets_a_request(self, tasks: Analysis) -> None:
        """140,000 a second for 70,000 requests, when each has an answer in one packet (T9)."""
        value = tasks.graph.value
        of = ("flows.submitted.packets_out", "flows.submitted.packets_back", "flows.run.packets_out",
              "flows.run.packets_back")  # fmt: skip
        assert sum(value(id) for id in of) == about(140e3)

    def test_thirty_terabytes_do_not_fit_one_node(self, tasks: Analysis) -> None:
        """30 TB over 80% of 7.68 TB is 4.9 nodes of one copy, 15 of three (T20, T26)."""
        value = tasks.graph.value
        assert value("stores.tasks.stock") == about(30e12)
        assert value("tiers.db.single.disk_capacity.need") == about(30 / (0.8 * 7.68))
        assert value("tiers.db.single.needed") == 5
        assert tasks.verdict == "infeasible"
        assert 3 * value("tiers.db.single.disk_capacity.need") == pytest.approx(14.65, abs=0.01)

    def test_the_hot_window(self, tasks: Analysis) -> None:
        """50k/s for 600 s of 1 KB are 30 GB, 47% of 64 GB; at the average rate 2.3 GB (T22, T24)."""
        value = tasks.graph.value
        assert value("tiers.timer.single.memory.demand") == about(30e9)
        assert value("tiers.timer.single.memory.utilisation") == about(30 / 64)
        assert value("flows.run.average") * 600 * 1000 == pytest.approx(2.3e9, rel=0.01)
