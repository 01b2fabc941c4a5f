"""Stores: rows from columns, stock and retention, drives by engine, caches, memory and state: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, CLICKS, FLAT, about, analysed, clean, findings

CAPACITY = (
    BOX
    + FLAT
    + """
tiers: {log: {machine: box, nodes: NODES, work: {append: {each: 1 us}, fetch: {each: 1 us}}}}
flows:
  append: {from: workloads.click, to: log, protocol: tcp}
  fetch: {from: workloads.look, to: log, protocol: tcp}
"""
)
CONTEXT = (
    CLICKS
    + "  look: {from: browser, kind: read, average: 10k/s, peak: 30k/s, request: 100 B, response: 1 kB}\n"
)
"""Writes 2k/s on average and 5k/s at peak, reads 10k/s and 30k/s."""


def store(
    folder: Path, text: str, entities: str = "", nodes: str = "1", capacity: str = CAPACITY
) -> Analysis:
    slo = f"{entities}\nstores:\n  kept: {{tier: log, {text}}}\n"
    return clean(folder, context=CONTEXT, slo=slo, capacity=capacity.replace("NODES", nodes))


class TestRows:
    KEPT = "stores: {kept: {tier: log, entity: click}}\n"
    ENTITY = """
entities:
  click:
    columns: {id: uuid, ad_id: int64, at: timestamp, meta: json(420)}
    primary_key: [id]
    indexes: [[ad_id, at]]
"""

    @pytest.mark.parametrize(
        ("engine", "row"),
        [
            # 16 + 8 + 8 + 420 = 452 B of columns, and 12 B of a log record.
            ("log", 452 + 12),
            # 28 B of a heap row; (16 + 8) / 69% for the key and as much for the index of two columns of 8 B.
            ("btree", 452 + 28 + 2 * (16 + 8) / 0.69),
        ],
    )
    def test_from_columns(self, tmp_path: Path, engine: str, row: float) -> None:
        found = store(
            tmp_path,
            f"engine: {engine}, entity: click, written_by: [append], keep: [{{for: 1 d}}]",
            self.ENTITY,
        )
        assert found.graph.value("stores.kept.row") == about(row)
        assert found.graph.value("stores.kept.stock_rows") is None

    def test_each_column_has_its_bytes(self, tmp_path: Path) -> None:
        value = store(tmp_path, "engine: log, entity: click, rows: 1k", self.ENTITY).graph.value
        assert [value(f"entities.click.columns.{c}") for c in ("id", "ad_id", "at", "meta")] == [
            16,
            8,
            8,
            420,
        ]

    @pytest.mark.parametrize("column", ["integer", "json", "varchar(x)", "int64(3)"])
    def test_an_unknown_type_is_a_finding(self, tmp_path: Path, column: str) -> None:
        slo = f"entities: {{click: {{columns: {{id: uuid, x: {column}}}}}}}\n{self.KEPT}"
        found = analysed(tmp_path, context=CONTEXT, slo=slo, capacity=CAPACITY.replace("NODES", "1"))
        assert findings(found) == ["N302"]
        assert found.graph.value("stores.kept.row") is None

    def test_an_index_on_no_column_is_a_finding(self, tmp_path: Path) -> None:
        slo = f"entities: {{click: {{columns: {{id: uuid}}, indexes: [[at]]}}}}\n{self.KEPT}"
        found = analysed(tmp_path, context=CONTEXT, slo=slo, capacity=CAPACITY.replace("NODES", "1"))
        assert findings(found) == ["N201"]


class TestStock:
    def test_at_retention_from_the_average(self, tmp_path: Path) -> None:
        """2k/s x 7 d = 1.2096 G rows of 500 B: 604.8 GB. The peak of 5k/s has no part in it."""
        value = store(
            tmp_path, "engine: log, row: 500 B, written_by: [append], keep: [{for: 7 d}]"
        ).graph.value
        assert value("stores.kept.rows") == about(1.2096e9)
        assert value("stores.kept.stock") == about(604.8e9)
        assert value("stores.kept.bytes_per_day") == about(86.4e9)
        assert value("tiers.log.single.disk_capacity.demand") == about(604.8e9)
        assert value("tiers.log.single.disk_capacity.need") == about(604.8e9 / 2e12)

    def test_compressed_and_amplified(self, tmp_path: Path) -> None:
        """An LSM tree keeps 1.11 of its data; 2 .. 3 has the median √6."""
        value = store(
            tmp_path, "engine: lsm, row: 500 B, compression: 2 .. 3, written_by: [append], keep: [{for: 7 d}]"
        ).graph.value
        assert value("stores.kept.stock") == about(604.8e9 / 6**0.5 * 1.11)

    def test_stated_rows_do_not_grow_with_load(self, tmp_path: Path) -> None:
        found = store(tmp_path, "engine: log, row: 1 kB, rows: 3G row, written_by: [append]")
        assert found.graph.value("stores.kept.stock") == about(3e12)
        assert found.graph.value("tiers.log.single.disk_capacity.fixed") == about(3e12)
        assert found.graph.value("tiers.log.single.disk_capacity.load") == 0
        assert found.graph.get("tiers.log.single.disk_capacity.multiple_full") is None

    def test_what_is_kept_elsewhere_is_not_on_our_drives(self, tmp_path: Path) -> None:
        """7 days here, two years compressed four times in the object store."""
        slo = """
services: {objects: {kind: object_store}}
stores:
  kept: {tier: log, engine: log, row: 500 B, written_by: [append],
         keep: [{for: 7 d}, {for: 2 y, in: objects, compression: 4}]}
"""
        value = clean(tmp_path, context=CONTEXT, slo=slo, capacity=CAPACITY.replace("NODES", "1")).graph.value
        assert value("stores.kept.stock") == about(604.8e9)
        assert value("stores.kept.keep_2.stock") == about(2000 * 500 * 2 * 365 * 86400 / 4)

    def test_neither_kept_nor_counted_is_unknown(self, tmp_path: Path) -> None:
        found = store(tmp_path, "engine: log, row: 500 B, written_by: [append]")
        assert found.graph.value("stores.kept.stock") is None
        assert "disk_capacity" in found.tiers["log"].unknown
        assert found.verdict == "feasible as far as known"


class TestDrives:
    def test_of_a_log_are_written_in_sequence(self, tmp_path: Path) -> None:
        """2.5 MB/s at peak, in operations of 128 KiB; readers follow its head in the page cache."""
        value = store(
            tmp_path, "engine: log, row: 500 B, written_by: [append], read_by: [fetch], keep: [{for: 1 d}]"
        ).graph.value
        assert value("tiers.log.single.disk_throughput.demand") == about(2.5e6)
        assert value("tiers.log.single.disk_throughput.need") == about(2.5e6 / 2e9)
        assert value("tiers.log.single.disk_iops.demand") == about(2.5e6 / 131072)
        assert value("stores.kept.read_io") == 0

    def test_of_a_b_tree_are_written_at_random(self, tmp_path: Path) -> None:
        """5k rows, two writes of the drives each; 30k reads of one block of 8 KiB.

        Reads and writes keep their own ratings: 30k of 1M reads are 6k in writes of 200k.
        """
        value = store(
            tmp_path,
            "engine: btree, row: 500 B, written_by: [append], read_by: [fetch], keep: [{for: 1 d}], "
            "amplification: {write: 10}",
        ).graph.value
        assert value("stores.kept.write_io") == about(10e3)
        assert value("stores.kept.read_io") == about(30e3)
        assert value("tiers.log.single.disk_iops.demand") == about(10e3 + 30e3 * 200e3 / 1e6)
        assert value("tiers.log.single.disk_iops.need") == about(16e3 / 100e3)
        assert value("stores.kept.disk_written") == about(5e3 * 500 * 10)
        assert value("stores.kept.disk_read") == about(30e3 * 8192)
        assert value("tiers.log.single.disk_throughput.demand") == about(25e6 + 30e3 * 8192 * 4 / 8)

    def test_each_index_is_a_place_to_write(self, tmp_path: Path) -> None:
        value = store(
            tmp_path,
            "engine: btree, entity: click, written_by: [append], keep: [{for: 1 d}]",
            "entities: {click: {columns: {id: uuid, ad: int64}, primary_key: [id], indexes: [[ad], [id]]}}",
        ).graph.value
        assert value("stores.kept.write_io") == about(3 * 2 * 5e3)

    def test_amplification_of_an_lsm_tree(self, tmp_path: Path) -> None:
        value = store(
            tmp_path,
            "engine: lsm, row: 500 B, written_by: [append], keep: [{for: 1 d}], "
            "amplification: {write: 12, space: 1.5}",
        ).graph.value
        assert value("stores.kept.disk_written") == about(2.5e6 * 12)
        assert value("stores.kept.write_io") == about(30e6 / 131072)
        assert value("stores.kept.stock") == about(86.4e9 * 1.5)

    def test_endurance_is_of_the_average(self, tmp_path: Path) -> None:
        """1 MB/s is 86.4 GB a day over 2 x 4 TB: 0.0108 writes a day, of 1 a day over 5 years."""
        value = store(
            tmp_path, "engine: log, row: 500 B, written_by: [append], keep: [{for: 1 d}]", nodes="2"
        ).graph.value
        assert value("tiers.log.single.endurance.drive_writes_per_day") * 86400 == about(0.0108)
        assert value("tiers.log.single.endurance.life") / (365 * 86400) == about(5 / 0.0108)

    def test_two_stores_share_the_drives(self, tmp_path: Path) -> None:
        slo = """
stores:
  one: {tier: log, engine: log, row: 500 B, written_by: [append], keep: [{for: 1 d}]}
  other: {tier: log, engine: log, row: 100 B, written_by: [append], rows: 1G}
"""
        value = clean(tmp_path, context=CONTEXT, slo=slo, capacity=CAPACITY.replace("NODES", "1")).graph.value
        assert value("tiers.log.single.disk_throughput.demand") == about(5e3 * 600)
        assert value("tiers.log.single.disk_capacity.demand") == about(86.4e9 + 100e9)
        assert value("tiers.log.single.disk_capacity.fixed") == about(100e9)

    def test_a_machine_without_drives_is_unknown_and_not_free(self, tmp_path: Path) -> None:
        text = CAPACITY[: CAPACITY.index("    disks:")] + CAPACITY[CAPACITY.index("headroom:") :]
        found = store(
            tmp_path, "engine: log, row: 500 B, written_by: [append], keep: [{for: 1 d}]", capacity=text
        )
        assert {"disk_iops", "disk_throughput", "disk_capacity"} <= set(found.tiers["log"].unknown)
        assert found.verdict == "feasible as far as known"

    def test_checkpoints_write_their_share(self, tmp_path: Path) -> None:
        """10% of 50 GB every 100 s are 50 MB/s beside the 2.5 MB/s of the log."""
        capacity = CAPACITY.replace(
            "machine: box,",
            "machine: box, state: {held: {holds: keys, entries: 1G key, row: 50 B}}, "
            "background: {checkpoint: {every: 100 s, writes: 10%, of: state}},",
        )
        value = store(
            tmp_path, "engine: log, row: 500 B, written_by: [append], keep: [{for: 1 d}]", capacity=capacity
        ).graph.value
        assert value("tiers.log.single.disk_throughput.demand") == about(50e6 + 2.5e6)


class TestCaches:
    BASE = """
stores:
  posts: {tier: log, engine: btree, row: 1 kB, rows: 1M row, read_by: [fetch]}
  cache: {tier: log, engine: memory, caches: posts, CACHE, popularity: zipf(0.9)}
"""

    def of(self, folder: Path, text: str) -> Analysis:
        slo = self.BASE.replace("CACHE", text)
        return clean(folder, context=CONTEXT, slo=slo, capacity=CAPACITY.replace("NODES", "1"))

    def test_memory_and_hit_ratio_are_each_other_s(self, tmp_path: Path) -> None:
        """The memory for a hit ratio, stated as memory, gives that hit ratio."""
        first = self.of(tmp_path / "a", "hit_ratio: 90%")
        ram = first.graph.value("stores.cache.ram")
        assert 0 < ram < 1e6 * (1000 + 64)
        second = self.of(tmp_path / "b", f"ram: {ram:.0f} B")
        assert second.graph.value("stores.cache.hit_ratio") == pytest.approx(0.9, rel=1e-4)

    def test_memory_is_the_objects_with_what_the_cache_adds(self, tmp_path: Path) -> None:
        """64 B beside each object of 1 kB."""
        value = self.of(tmp_path, "hit_ratio: 90%").graph.value
        assert value("stores.cache.ram") == about(value("stores.cache.cached") * 1064)
        assert value("tiers.log.single.memory.demand") == about(value("stores.cache.ram"))

    def test_a_cache_is_in_memory_unless_it_says_otherwise(self, tmp_path: Path) -> None:
        """Its tier needs no drive for it: only what the posts behind it need."""
        one = CAPACITY.replace("NODES", "1").replace("tiers: {", "tiers: {front: {machine: box}, ")
        slo = self.BASE.replace("cache: {tier: log, engine: memory,", "cache: {tier: front,")
        found = clean(tmp_path, context=CONTEXT, slo=slo.replace("CACHE", "hit_ratio: 90%"), capacity=one)
        assert found.tiers["front"].resources == ["memory"]
        ram = found.graph.value("stores.cache.ram")
        assert found.graph.value("tiers.front.single.memory.demand") == about(ram)

    def test_everything_in_memory_hits_always(self, tmp_path: Path) -> None:
        value = self.of(tmp_path, "ram: 1.064 GB").graph.value
        assert value("stores.cache.hit_ratio") == pytest.approx(1, abs=1e-9)

    def test_an_unknown_law_of_popularity_is_a_finding(self, tmp_path: Path) -> None:
        slo = self.BASE.replace("CACHE", "hit_ratio: 90%").replace("zipf(0.9)", "pareto(0.9)")
        found = analysed(tmp_path, context=CONTEXT, slo=slo, capacity=CAPACITY.replace("NODES", "1"))
        assert findings(found) == ["N302"]
        assert found.graph.value("stores.cache.ram") is None


class TestState:
    def of(self, folder: Path, text: str, context: str = CONTEXT) -> Analysis:
        capacity = CAPACITY.replace("NODES", "1").replace(
            "machine: box,", f"machine: box, state: {{held: {{{text}}}}},"
        )
        return clean(folder, context=context, capacity=capacity)

    def test_by_keys(self, tmp_path: Path) -> None:
        found = self.of(tmp_path, "holds: keys, entries: 1M key, row: 64 B")
        assert found.graph.value("tiers.log.single.memory.demand") == about(64e6)
        assert found.graph.value("tiers.log.single.memory.fixed") == about(64e6), "no load moves it"

    def test_by_keys_in_windows_that_wait_for_late_ones(self, tmp_path: Path) -> None:
        """A window of one minute that waits ten is one of 11 open at once."""
        found = self.of(tmp_path, "holds: keys, entries: 1M key, row: 64 B, window: 1 min, lateness: 10 min")
        assert found.graph.value("tiers.log.single.memory.demand") == about(11 * 64e6)

    def test_by_events(self, tmp_path: Path) -> None:
        """5k/s for 10 minutes, 24 B each."""
        found = self.of(tmp_path, "holds: events, of: append, row: 24 B, window: 10 min")
        assert found.graph.value("tiers.log.single.memory.demand") == about(5e3 * 600 * 24)
        assert found.graph.value("tiers.log.single.memory.fixed") == 0
        assert found.graph.value("tiers.log.single.memory.multiple_full") == about(100e9 / 72e6)

    def test_by_events_without_a_window_is_unknown(self, tmp_path: Path) -> None:
        found = self.of(tmp_path, "holds: events, of: append, row: 24 B")
        assert found.graph.value("tiers.log.single.memory.demand") is None
        assert found.tiers["log"].unknown == ["memory"]

    def test_by_events_of_a_peak_that_ends(self, tmp_path: Path) -> None:
        """A peak of 15 minutes and a window of an hour: 900 s at 5k/s and 2,700 s at 2k/s."""
        context = CONTEXT.replace("request: 500 B,", "request: 500 B, peak_lasts: 15 min,")
        found = self.of(tmp_path, "holds: events, of: append, row: 24 B, window: 1 h", context)
        assert found.graph.value("tiers.log.single.memory.demand") == about((900 * 5e3 + 2700 * 2e3) * 24)

    def test_the_runtime_takes_its_part_of_each_machine(self, tmp_path: Path) -> None:
        capacity = CAPACITY.replace("NODES", "1").replace(
            "machine: box,",
            "machine: box, memory: {runtime: 20 GB}, "
            "state: {held: {holds: keys, entries: 1G key, row: 64 B}},",
        )
        found = clean(tmp_path, context=CONTEXT, capacity=capacity)
        assert found.graph.value("tiers.log.single.memory.supply") == about(80e9)
        assert found.graph.value("tiers.log.single.memory.need") == about(64e9 / 40e9)
