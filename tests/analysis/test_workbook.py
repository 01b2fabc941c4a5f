"""The Site Reliability Workbook's example of non-abstract design, written as one of ours.

Source: "Introducing Non-Abstract Large System Design", The Site Reliability Workbook (O'Reilly 2018), ch. 12,
https://sre.google/workbook/non-abstract-design/: 500,000 queries and 10,000 clicks a second, entries of
2,000 B, three ads a query, drives of 4 TB and 200 operations a second, machines of 64 GB and 1 Gbps.
"""

from __future__ import annotations

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import about, clean

CONTEXT = """
units: [ad, advertiser]
assumptions: {advertisers: 10M advertiser, ads_each: 10 ad/advertiser}
quantities:
  click_through: {formula: workloads.click.average / workloads.query.average, role: ratio}
  ad_ids: {formula: advertisers * ads_each * 8 B/ad, role: size}
  memory_machines: {formula: 100 TB / 64 GB, role: count}
  reads_and_writes: {formula: 2 * (workloads.query.average + workloads.click.average), role: average}
  tasks: {formula: ceil(reads_and_writes / 40 request/s), role: count}
  of_a_task: {formula: 4 TB / tasks, role: size}
  on_a_machine: {formula: 64 GB / of_a_task, role: count}
  traffic: {formula: reads_and_writes * 2 kB/request, role: peak}
clients: {searcher: {}}
workloads:
  query: {from: searcher, kind: write, average: 500k/s, peak: 500k/s, request: 2000 B}
  click: {from: searcher, kind: write, average: 10k/s, peak: 10k/s, request: 2000 B}
"""
SLO = """
stores:
  query_log: {tier: logs, engine: log, row: 2000 B, written_by: [query_in], keep: [{for: 1 d}]}
  query_map: {tier: maps, engine: memory, row: 16 B, written_by: [mapped], keep: [{for: 1 d}]}
  click_map: {tier: maps, engine: log, row: 16 B, written_by: [click_in], keep: [{for: 1 d}]}
"""
CAPACITY = """
headroom: {network: 100%, packets: 100%, cpu: 100%, disk_iops: 100%, disk_throughput: 100%,
           disk_capacity: 100%, memory: 100%}
machines:
  old:
    cores: 16
    threads: 16
    ram: 64 GB
    nic: 1 Gbps
    packets: 10M packet/s
    disks: [{capacity: 4 TB, read_iops: 200 IOPS, write_iops: 200 IOPS, read: 200 MB/s, write: 200 MB/s}]
profiles: {little: {each: 1 us}}
tiers:
  logs: {machine: old, profile: little}
  joiner: {machine: old, profile: little}
  maps: {machine: old, profile: little}
  held: {machine: old, profile: little, state: {queries: {holds: keys, entries: 50G key, row: 2 kB}}}
flows:
  query_in: {from: workloads.query, to: logs, protocol: tcp}
  mapped: {from: logs, to: maps, of: query_in, ratio: 3, size: 16 B, mode: async, protocol: tcp}
  click_in: {from: workloads.click, to: joiner, protocol: tcp}
  look_up: {from: joiner, to: maps, of: click_in, size: 8 B, response: 2000 B, protocol: tcp}
  joined: {from: joiner, to: maps, of: click_in, size: 1 kB, mode: async, protocol: tcp}
limits:
  drives: {of: tiers.logs, each: node, load: query_in.rate, at_most: 200/s, grows_by: nodes}
  batched: {of: stores.query_log, each: shard, load: query_in.rate, at_most: 2000/s, grows_by: shards}
  joins: {of: tiers.joiner, each: shard, load: click_in.rate, takes: 25 ms, serial: true, grows_by: shards}
  updates: {of: stores.query_map, each: shard, load: 2 * query_in.rate + 2 * click_in.rate, takes: 25 ms,
            serial: true, grows_by: shards}
  each_ad: {of: stores.query_map, each: shard, load: 2 * mapped.rate + 2 * click_in.rate, takes: 25 ms,
            serial: true, grows_by: shards}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return clean(tmp_path_factory.mktemp("book"), context=CONTEXT, slo=SLO, capacity=CAPACITY)


BITS = 1 / 8

PUBLISHED = {
    "86.4 TB of query logs a day": ("workloads.query.daily_volume", 86.4e12),
    "with the clicks 88.128 TB": ("load.daily_volume", 88.128e12),
    "and as much stands on the drives of a day": ("stores.query_log.stock", 86.4e12),
    "2% of the queries are clicked": ("quantities.click_through", 0.02),
    "2,500 drives at one operation a query": ("limits.drives.needed", 2500),
    "250 drives in batches of ten": ("limits.batched.needed", 250),
    "1,562.5 machines to hold 100 TB in memory": ("quantities.memory_machines", 1562.5),
    "1,563 whole ones": ("tiers.held.single.needed", 1563),
    "160 Mbps into the joiner": ("flows.click_in.payload", 160e6 * BITS),
    "640 kbps to ask the store": ("flows.look_up.payload", 640e3 * BITS),
    "160 Mbps of its answers": ("flows.look_up.response_payload", 160e6 * BITS),
    "80 Mbps out of the joiner": ("flows.joined.payload", 80e6 * BITS),
    "800 MB of identifiers of ads": ("quantities.ad_ids", 800e6),
    "13.824 GB of clicks a day": ("stores.click_map.stock", 13.824e9),
    "2.0736 TB of queries by ad a day": ("stores.query_map.stock", 2.0736e12),
    "40 operations a second of one leader": ("limits.joins.at_most", 40),
    "250 leaders for the clicks": ("limits.joins.needed", 250),
    "25,500 leaders for queries and clicks": ("limits.updates.needed", 25500),
    "75,500 when each of three ads is an entry": ("limits.each_ad.needed", 75500),
    "25,500 again by the author's own formula": ("quantities.tasks", 25500),
    "156.86 MB a task": ("quantities.of_a_task", 4e12 / 25500),
    "408 tasks a machine": ("quantities.on_a_machine", 408),
    "16.32 Gbps in all": ("quantities.traffic", 16.32e9 * BITS),
}


@pytest.mark.parametrize(("id", "number"), PUBLISHED.values(), ids=PUBLISHED)
def test_the_published_arithmetic(book: Analysis, id: str, number: float) -> None:
    assert book.graph.value(id) == about(number)


def test_the_joiner_has_400_mbps_of_payload(book: Analysis) -> None:
    """160 + 0.64 + 160 + 80 = 400.64 Mbps, which the book rounds to 400."""
    value = book.graph.value
    parts = ("click_in.payload", "look_up.payload", "look_up.response_payload", "joined.payload")
    assert sum(value(f"flows.{p}") for p in parts) * 8 == about(400.64e6)


def test_the_memory_of_one_copy_needs_63_machines(book: Analysis) -> None:
    """4 TB over 64 GB is 62.5; the book's 64 is 4,096 over 64."""
    assert 4e12 / book.graph.value("tiers.held.machine.ram") == 62.5


def test_memory_binds_where_everything_is_held(book: Analysis) -> None:
    assert book.graph.value("tiers.held.single.bottleneck") == "memory"
    assert book.graph.value("tiers.held.single.memory.need") == about(1562.5)


def test_drives_bind_where_each_query_is_an_operation(book: Analysis) -> None:
    assert book.graph.value("tiers.logs.single.bottleneck") == "limit drives"
    assert book.graph.value("tiers.logs.single.needed") == 2500
