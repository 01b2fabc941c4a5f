"""The worked example of The Site Reliability Workbook, ch. 12 (AdWords click-through rate), row by row.

S. Virji et al., Introducing Non-Abstract Large System Design, 2018, https://sre.google/workbook/non-abstract-design/.
Expected values are the chapter's, or what its own inputs give where the chapter rounds or slips; each
test says which.
"""

from __future__ import annotations

import pytest

from nalsd.graph import total
from nalsd.physics import data, limits, memory, sizing, storage, workload
from nalsd.units import STANDARD


def v(text: str) -> float:
    """A literal in base units."""
    return STANDARD.literal(text).value


QUERIES, CLICKS, ENTRY = v("500k/s"), v("10k/s"), v("2000 B")


def test_query_log_of_a_day() -> None:
    assert workload.daily_volume(QUERIES, ENTRY) == pytest.approx(v("86.4 TB"))


def test_query_log_with_the_clicks() -> None:
    assert workload.daily_volume(QUERIES + CLICKS, ENTRY) == pytest.approx(v("88.128 TB"))


def test_click_through_rate() -> None:
    assert workload.read_write_ratio(CLICKS, QUERIES) == pytest.approx(0.02)


@pytest.mark.parametrize(("batch", "disks"), [(1, 2500), (10, 250)])
def test_disks_by_operations(batch: int, disks: int) -> None:
    writes = workload.batched_messages(QUERIES, batch)
    assert sizing.node_need(storage.write_iops(writes, 1), 200, 1) == pytest.approx(disks)


def test_machines_by_memory() -> None:
    need = sizing.node_need(v("100 TB"), v("64 GB"), 1)
    assert need == pytest.approx(1562.5)
    assert sizing.node_count([need]) == 1563


def test_log_joiner_reads() -> None:
    assert workload.payload(CLICKS, ENTRY) == pytest.approx(v("160 Mbps"))


def test_query_store_lookups() -> None:
    assert workload.payload(CLICKS, v("8 B")) == pytest.approx(v("640 kbps"))
    assert workload.payload(CLICKS, ENTRY) == pytest.approx(v("160 Mbps"))


def test_log_joiner_in_all() -> None:
    """The chapter says about 400 Mbps; the sum of its own rows is 400.64."""
    click_map = workload.payload(CLICKS, v("1000 B"))
    assert click_map == pytest.approx(v("80 Mbps"))
    parts = [v("160 Mbps"), workload.payload(CLICKS, v("8 B")), workload.payload(CLICKS, ENTRY), click_map]
    assert total(parts) == pytest.approx(v("400.64 Mbps"))


def test_ad_ids_in_memory() -> None:
    assert memory.working_set(10e6 * 10, v("8 B"), 0) == pytest.approx(v("800 MB"))


def test_click_map_of_a_day() -> None:
    assert workload.daily_volume(CLICKS, v("16 B")) == pytest.approx(v("13.824 GB"))


def test_query_map_of_a_day() -> None:
    entries = workload.flow_rate(QUERIES, 3)
    assert workload.daily_volume(entries, v("16 B")) == pytest.approx(v("2.0736 TB"))


def test_paxos_leader() -> None:
    rate = limits.serial_rate(v("25 ms"))
    assert rate == pytest.approx(40)
    assert limits.whole(limits.shards_needed(CLICKS, rate, 1)) == 250


def test_tasks_as_published() -> None:
    """25,500: one write a query and a click, to two stores."""
    assert limits.whole(limits.shards_needed(2 * QUERIES + 2 * CLICKS, 40, 1)) == 25_500


def test_tasks_with_an_entry_for_each_ad() -> None:
    """QueryMap writes one entry for each of three ads, by the chapter's own volume: 75,500 tasks."""
    operations = 2 * (workload.flow_rate(QUERIES, 3) + CLICKS)
    assert operations == pytest.approx(3.02e6)
    assert limits.whole(limits.shards_needed(operations, 40, 1)) == 75_500


def test_memory_of_a_task() -> None:
    each = v("4 TB") / 25_500
    assert each == pytest.approx(v("156.86 MB"), rel=1e-4)
    assert v("64 GB") / each == pytest.approx(408.0, rel=1e-4)


def test_traffic_of_a_task() -> None:
    """1.02 M operations of 2 KB are 16.32 Gbps, 640 kbps a task; the chapter rounds the first to 16."""
    whole = workload.payload(2 * QUERIES + 2 * CLICKS, ENTRY)
    assert whole == pytest.approx(v("16.32 Gbps"))
    assert sizing.per_node(whole, 25_500) == pytest.approx(v("640 kbps"))


def test_traffic_of_a_machine() -> None:
    """The chapter prints 256 Mbps for 408 x 640 kbps; the product is 261.1."""
    assert workload.payload(408, v("640 kbps")) == pytest.approx(v("261.12 Mbps"))


def test_machines_of_the_maps() -> None:
    """The chapter prints 64 for 4 TB over 64 GB; decimal bytes give 63, and 26% of a 1 Gbps card."""
    assert sizing.node_count([sizing.node_need(v("4 TB"), v("64 GB"), 1)]) == 63
    assert sizing.utilisation(v("16.32 Gbps"), v("1 Gbps"), 63) == pytest.approx(0.259, abs=5e-4)


def test_record_of_three_ids() -> None:
    """The chapter counts three 64-bit integers as 8 bytes."""
    assert data.row_size([8, 8, 8], 0) == 24


def test_image_server_uploads() -> None:
    """Google's image server exercise: 200 TB a day kept for 30 days."""
    average = v("200 TB") / v("1 d")
    assert average == pytest.approx(v("18.52 Gbps"), rel=1e-3)
    assert storage.retained(average, 1, v("30 d"), 1, 1, 1) == pytest.approx(v("6 PB"))
