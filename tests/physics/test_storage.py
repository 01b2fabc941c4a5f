"""Disks: case studies' figures, makers' endurance, engines against simulators."""

from __future__ import annotations

import pytest

from nalsd.graph import GuardError
from nalsd.knowledge import device
from nalsd.physics import engines, sizing, storage, workload
from nalsd.units import STANDARD


def v(text: str) -> float:
    return STANDARD.literal(text).value


def test_daily_volume_is_of_the_average() -> None:
    """216 TB a day is printed for 5 M/s of 500 B; that is the peak. The average of 2 M/s gives 86.4, three
    copies 259.2.
    """
    assert workload.daily_volume(5e6, 500) == pytest.approx(v("216 TB"))
    assert workload.daily_volume(2e6, 500) == pytest.approx(v("86.4 TB"))
    assert storage.retained(2e6, 500, v("1 d"), 1, 1, 3) == pytest.approx(v("259.2 TB"))


@pytest.mark.parametrize(("stored", "nodes"), [("1814.4 TB", 74), ("4536 TB", 185)])
def test_nodes_by_retention(stored: str, nodes: int) -> None:
    """Seven days of three copies on nodes of 30.72 TB filled to 80%: 74 nodes, or 185 for the peak, against
    three.
    """
    assert storage.retained(2e6, 500, v("7 d"), 1, 1, 3) == pytest.approx(v("1814.4 TB"))
    assert sizing.node_count([sizing.node_need(v(stored), v("30.72 TB"), 0.8)]) == nodes


@pytest.mark.parametrize(("drive", "nodes"), [("7.68 TB", 15), ("15.36 TB", 8), ("30.72 TB", 4)])
def test_nodes_of_the_task_store(drive: str, nodes: int) -> None:
    """30 B tasks of 1 KB, three copies, 20% free: 15 nodes of 7.68 TB where the plan has one."""
    stored = storage.stocked(30e9, 1000, 1, 1, 3)
    assert stored == pytest.approx(v("90 TB"))
    assert storage.capacity_needed(stored, 0.8) == pytest.approx(v("112.5 TB"))
    assert sizing.node_count([sizing.node_need(stored, v(drive), 0.8)]) == nodes


@pytest.mark.parametrize(("written", "dwpd", "years"), [("216 TB", 7.03, 0.71), ("86.4 TB", 2.81, 1.78)])
def test_endurance_of_the_click_log(written: str, dwpd: float, years: float) -> None:
    """Drives of one write a day on 30.72 TB wear out in 0.7 to 1.8 of their five years."""
    actual = storage.drive_writes_per_day(v(written) / v("1 d"), v("30.72 TB"))
    assert actual / v("1 DWPD") == pytest.approx(dwpd, abs=0.005)
    assert storage.drive_life(v("1 DWPD"), v("5 y"), actual) / v("1 y") == pytest.approx(years, abs=0.005)


@pytest.mark.parametrize(("capacity", "terabytes"), [("3.84 TB", 7008), ("15.36 TB", 28032)])
def test_warranted_bytes(capacity: str, terabytes: int) -> None:
    """Samsung: 7,008 TB for a PM9A3 of 3.84 TB, 28,032 TB for a PM1743 of 15.36 TB."""
    assert storage.endurance(v(capacity), v("1 DWPD"), v("5 y")) == pytest.approx(v(f"{terabytes} TB"))


def test_write_rating_is_not_the_read_rating() -> None:
    """120,000 writes a second are 67% of a PM9A3 and 80% of a small PM1743, not 24% of '500 k IOPS'."""
    for name, share in (
        ("samsung/pm9a3", 0.667),
        ("samsung/pm1743-1.92tb", 0.8),
        ("samsung/pm1743-15.36tb", 0.333),
    ):
        d = device(name)
        writes = storage.write_iops(20e3 + 2 * 50e3, 1)
        busy = storage.drive_utilisation(0.0, d.read_iops.value, writes, d.write_iops.value)
        assert busy == pytest.approx(share, abs=5e-4)


def test_reads_and_writes_share_a_drive() -> None:
    """Half of the reads and half of the writes a drive can do fill it; as writes that is its whole write
    rating.
    """
    assert storage.drive_utilisation(500e3, 1e6, 90e3, 180e3) == pytest.approx(1.0)
    assert storage.as_writes(500e3, 1e6, 90e3, 180e3) == pytest.approx(180e3)


def test_write_amplification_and_cache() -> None:
    assert storage.write_throughput(20e3, 1000, 12.6) == pytest.approx(v("252 MB/s"))
    assert storage.read_iops(100e3, 0.97, 1.0) == pytest.approx(3000)
    assert storage.read_throughput(100e3, 0.97, 1.0, 8192) == pytest.approx(3000 * 8192)
    assert storage.sequential_iops(v("2.5 GB/s"), 131072) == pytest.approx(19073.5, abs=0.1)


def test_cache_cannot_answer_more_than_all() -> None:
    with pytest.raises(GuardError):
        storage.read_iops(100.0, 1.1, 1.0)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ((10, 3, 1), (5.5, 17.5, 5, 3, 27, 1.11, 10)),
        ((4, 5, 1), (2.5, 13.5, 7, 5, 15, 1.33203125, 4)),
        ((8, 4, 0), (4.5, 18, 5, 4, 28, 1.142578125, 8)),
    ],
)
def test_textbook_lsm(inputs: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """Counted by a step-by-step compaction simulator."""
    assert tuple(engines.lsm_textbook(*inputs).values()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ((100e9, 1e9, 1e9, 10, 1), (3, 10, 12.636, 26)),
        ((25.6e9, 0.4e9, 0.4e9, 8, 1), (3, 8, 10.916, 22)),
        ((51.2e9, 0.5e9, 0.8e9, 4, 1), (4, 4, 10.9293, 19.6)),
    ],
)
def test_partial_lsm(inputs: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """A fluid simulator of round-robin compaction is within 4% of the typical value."""
    got = engines.lsm_partial(*inputs)
    assert (got["levels"], got["last_ratio"]) == (expected[0], pytest.approx(expected[1]))
    assert got["write"] == pytest.approx(expected[2], rel=1e-5)
    assert got["write_most"] == pytest.approx(expected[3])


def test_partial_lsm_of_one_level() -> None:
    """Everything is merged into level 1: log, flush and data over the buffer."""
    got = engines.lsm_partial(2e9, 1e9, 4e9, 10, 1)
    assert got["levels"] == 1
    assert got["write"] == got["write_most"] == pytest.approx(1 + 1 + 2)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (
            (10, 10, 5),
            (7, 0.00819372206586242, 0.008192549468178961, 0.0409686, 0.0409627, 0.011756760579160449),
        ),
        ((5, 4, 6), (3, 0.09184883923294047, 0.09051270335250716, 0.551093, 0.543076, 0.19157328069100724)),
        (
            (16, 8, 4),
            (11, 0.0004587107308146284, 0.0004586385078964973, 0.00183484, 0.00183455, 0.0007054647498588708),
        ),
    ],
)
def test_bloom_filters(inputs: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """Real filters of 200,000 keys and a numeric optimum of the bits agree with these."""
    assert tuple(engines.bloom(*inputs).values()) == pytest.approx(expected, rel=1e-5)


def test_bloom_memory() -> None:
    """1.25 MB a million keys at 10 bits each."""
    assert engines.bloom_memory(v("10 bit"), 1e6) == pytest.approx(v("1.25 MB"))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (
            (8192, 200, 2000, 300, 2e6, 250, 1),
            (518363.55863656424, 35.38695, 72.0239, 1727.8785, 14.65478e6, 40.96),
        ),
        (
            (16384, 500, 5000, 60, 1e5, 600, 0),
            (95021.2931632136, 10.378859, 11.578859, 1583.6882, 3e6, 32.768),
        ),
        ((4096, 100, 10000, 30, 5e5, 150, 0), (225594, 30.8011, 32.3011, 7519.81, 1.5e6, 40.96)),
    ],
)
def test_btree(inputs: tuple[float, ...], expected: tuple[float, ...]) -> None:
    """A replay of checkpoints with uniform updates agrees with these."""
    assert tuple(engines.btree(*inputs).values()) == pytest.approx(expected, rel=3e-6)


def test_ingest_of_an_lsm_tree() -> None:
    assert engines.ingest_limit(v("500 MB/s"), 17.5) == pytest.approx(v("28.5714 MB/s"), rel=1e-5)
