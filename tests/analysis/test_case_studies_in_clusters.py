"""Figures of the same two published case studies with their copies, zones and regions, recomputed.

Source: https://github.com/timucintezcan/system-design-case-studies, commit 9f3127b (2026-01-20).
"""

from __future__ import annotations

import math

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import about, clean

MACHINES = """
machines:
  node: {cores: 32, threads: 64, ram: 128 GB, nic: 100 Gbps, queues: 32, packets: unknown,
         disks: [{count: 1, capacity: 7.68 TB, read_iops: 1M IOPS, write_iops: 200k IOPS, read: 6.8 GB/s,
                  write: 4 GB/s, endurance: 1 /d, life: 5 y}]}
headroom: {network: 70%, packets: 60%, cpu: 60%, disk_iops: 70%, disk_throughput: 70%, disk_capacity: 80%,
           memory: 80%}
"""


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """2.5 GB/s of clicks in messages of 100 kB, three copies on three nodes."""
    return clean(
        tmp_path_factory.mktemp("clicks"),
        context="""
        clients: {edge: {}}
        workloads: {click: {from: edge, kind: write, average: 2M/s, peak: 5M/s, request: 500 B}}
        """,
        slo="stores: {log: {tier: broker, engine: log, row: 500 B, written_by: [append], keep: {for: 1 h}}}",
        capacity=MACHINES
        + """
tiers: {broker: {machine: node, nodes: 3, work: {append: {rate: 1 GB/s/core}}}}
flows: {append: {from: workloads.click, to: broker, batch: {size: 200}, protocol: tcp}}
""",
        iterations="zones: 3\ncluster: {log: {rf: 3, write: 2, read: 2}}",
    )


def test_each_of_three_nodes_takes_everything_and_sends_two_thirds(clicks: Analysis) -> None:
    """20 Gbps of payload into each node, 13.3 Gbps of replication out of it (A26), with frames around.

    100 kB are 70 segments of at most 1,448 B, with 90 B around each; every second one is acknowledged by a
    frame of 84 B on the line."""
    message, acknowledged = 100_000 + 70 * 90, 35 * 84
    messages, value = 5e6 / 200, clicks.graph.value
    into = messages * (3 * message + 2 * acknowledged) / 3
    out = messages * (2 * message + 3 * acknowledged) / 3
    assert value("tiers.broker.network_in.demand") / 3 == pytest.approx(into, rel=0.005)
    assert value("tiers.broker.network_out.demand") / 3 == pytest.approx(out, rel=0.005)
    assert into * 8 == pytest.approx(20e9 * 1.063, rel=0.02)
    assert out * 8 == pytest.approx(40e9 / 3 * 1.063, rel=0.05)
    assert value("tiers.broker.network.utilisation") < 1, "100 Gbps suffice; no haircut to 80 is needed"


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """20k tasks of 1 kB submitted a second and 50k executed; each changes its state twice while it runs."""
    return clean(
        tmp_path_factory.mktemp("tasks"),
        context="""
        clients:
          app: {located: {tokyo: 100%}, connections: {requests: 1, tls: {full: 100%}}}
        workloads:
          submit: {from: app, kind: write, average: 3858/s, peak: 20k/s, request: 1 kB, response: 0 B}
          execute: {kind: job, average: 3858/s, peak: 50k/s, request: 1 kB}
        """,
        slo="""
        slos: {quick: {for: paths.abroad, latency: 1 s, at: p99}}
        stores:
          tasks: {tier: db, engine: btree, row: 1 kB, rows: 30G row, written_by: [insert, update],
                  durable_at: fsync}
        """,
        capacity=MACHINES
        + """
tiers:
  api: {machine: node, work: {submitted: {each: 4 us}, run: {each: 20 us}}}
  db: {machine: node, work: {insert: {each: 10 us}, update: {each: 10 us}}}
flows:
  submitted: {from: workloads.submit, to: api, protocol: tcp}
  run: {from: workloads.execute, to: api, protocol: tcp}
  insert: {from: api, to: db, of: submitted, protocol: tcp}
  update: {from: api, to: db, of: run, ratio: 2, size: 1 kB, protocol: tcp}
""",
        iterations="""
        zones: 3
        cluster: {tasks: {rf: 3, write: 2, read: 2}}
        regions:
          virginia: {place: aws/us-east-1}
          tokyo: {place: aws/ap-northeast-1, runs: []}
        """,
        architecture="""
        paths:
          abroad: {workload: submit, stages: [{handshake: auto}, {rtt: app -> api}]}
          stored: {workload: submit, stages: [{commit: tasks}]}
        """,
    )


def test_three_copies_and_free_space(tasks: Analysis) -> None:
    """90 TB in three copies; with a fifth of each drive free 112.5 TB, on 15 nodes of 7.68 TB (T21, T26)."""
    value = tasks.graph.value
    space = value("stores.tasks.space_amplification")
    assert value("stores.tasks.stock") == about(30e12 * space)
    assert value("tiers.db.disk_capacity.demand") == about(90e12 * space)
    installed = value("tiers.db.disk_capacity.need") * 7.68e12
    assert installed == about(112.5e12 * space)
    assert math.ceil(112.5 / 7.68) == 15 and value("tiers.db.needed") >= 15


def test_reads_and_answers_are_not_replicated(tasks: Analysis) -> None:
    """1.68 Gbps, three times all traffic, is wrong both ways (T28). Without the changes of state 20 MB/s come
    in, 40 go to copies and 50 go out, 0.88 Gbps; the changes ship 200 MB/s more, 2.48 Gbps."""
    value = tasks.graph.value
    updates = 100e3 * 1000
    assert value("cluster.tasks.replication") == about(2 * (20e6 + updates))
    client, answers = value("workloads.submit.peak_payload"), value("workloads.execute.peak_payload")
    assert (client + value("cluster.tasks.replication") + answers) * 8 == about(2.48e9)
    assert (client + value("cluster.tasks.replication") - 2 * updates + answers) * 8 == about(0.88e9)


def test_a_quorum_over_zones_costs_a_round_trip_and_a_flush(tasks: Analysis) -> None:
    """0.13 to 2.2 ms between zones, 0.002 to 0.9 ms for the flush (T30)."""
    value = tasks.graph.value
    assert 0.13e-3 + 0.002e-3 < value("quorum.tasks.local_latency") < 2.2e-3 + 0.9e-3
    assert value("quorum.tasks.local_latency") == about(
        value("constants.latency.zone_to_zone") + value("constants.latency.fsync")
    )
    assert value("paths.stored.p99") > value("paths.stored.p50") > 0.13e-3


def test_new_york_to_tokyo_is_three_quarters_of_what_is_said(tasks: Analysis) -> None:
    """106.4 ms in fibre from the region beside New York, 142 to 162 measured, about 200 said (T31)."""
    value = tasks.graph.value
    assert value("rtt.tokyo.virginia.floor") * 1000 == pytest.approx(106.4, abs=0.1)
    assert 0.142 <= value("paths.abroad.stages.2.p50") <= 0.162


def test_neither_case_takes_a_fifth_of_a_second(tasks: Analysis) -> None:
    """A round trip is 14 to 16% of the second, and opening a TLS connection first 28 to 32% more (T32)."""
    value = tasks.graph.value
    assert 0.14 < value("paths.abroad.stages.2.p50") / value("slos.quick.target") < 0.163
    assert 0.28 < value("paths.abroad.stages.1.p50") / value("slos.quick.target") < 0.325
