"""Hot keys, poison and cold caches: by placing sub-keys, by replays, by a cache that is filled."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, analysed, clean

LOG = """
tiers:
  log: {machine: box, nodes: 4, work: {enter: {rate: 250 op/s/core}}}
flows: {enter: {from: workloads.click, to: log, protocol: tcp}}
limits: {partition: {of: stores.raw, each: shard, load: flows.enter.payload, at_most: %s, grows_by: shards}}
"""
RAW = "stores: {raw: {tier: log, engine: log, row: 500 B, written_by: [enter], keep: [{for: 1 h}]}}"


def hot(folder: Path, scenario: str, limit: str = "1 MB/s", shards: int = 8) -> Analysis:
    return clean(
        folder,
        slo=RAW,
        capacity=BOX + FLAT + LOG.replace("%s", limit),
        iterations=f"zones: 1\ncluster: {{raw: {{rf: 1, shards: {{by: id, count: {shards}}}}}}}",
        stress=f"stress: {{hot: {{kind: hot_key, of: raw, {scenario}}}}}",
    )


def outcome(analysis: Analysis, name: str = "hot") -> str:
    return analysis.stress[name].outcome_in(analysis.graph)


@pytest.mark.parametrize(("share", "salt"), [(0.2, 1), (0.4, 3), (0.6, 8)])
def test_shards_and_nodes_by_laying_requests(tmp_path: Path, share: float, salt: int) -> None:
    """Requests one by one: those of the hot key to its sub-keys in turn, all others to any shard."""
    analysis = hot(tmp_path, f"share: {share}, salt: {salt}")
    graph = analysis.graph
    draw = np.random.default_rng(9)
    shards, nodes, requests = np.zeros(8), np.zeros(4), 200_000
    for turn, is_hot in enumerate(draw.random(requests) < share):
        place = turn % salt if is_hot else int(draw.integers(8))
        shards[place] += 1
        nodes[place % 4 if is_hot else int(draw.integers(4))] += 1
    assert graph.value("stress.hot.limits.partition.load") == pytest.approx(
        2.5e6 * shards.max() / requests, rel=0.02
    )
    assert graph.value("stress.hot.limits.partition.imbalance") == pytest.approx(
        shards.max() / shards.mean(), rel=0.02
    )
    kernel = graph.value("tiers.log.single.cpu.kernel")
    assert kernel > 0
    busy = (5_000 / 250 + kernel) / 10  # nodes full of requests, each with its work and its packets
    assert graph.value("stress.hot.tiers.log.cpu.utilisation") == pytest.approx(
        busy * nodes.max() / requests, rel=0.02
    )


def test_a_hot_key_moves_the_drives_of_its_own_store_alone(tmp_path: Path) -> None:
    """A store beside it on the same four nodes writes as much; three tenths of one are the key's."""
    beside = "other: {tier: log, engine: btree, row: 500 B, written_by: [enter], keep: [{for: 1 h}]}"
    analysis = analysed(
        tmp_path,
        slo=RAW.replace("engine: log", "engine: btree").replace("}]}}", f"}}]}}, {beside}}}"),
        capacity=BOX + FLAT + LOG.replace("%s", "1 MB/s"),
        iterations="zones: 1",
        stress="stress: {hot: {kind: hot_key, of: raw, share: 30%}}",
    )
    value = analysis.graph.value
    written = value("stores.raw.write_io")
    assert written == value("stores.other.write_io") > 0
    expected = (0.7 * written / 4 + 0.3 * written + written / 4) / value("tiers.log.machine.disk_write_iops")
    assert value("stress.hot.tiers.log.disk_iops.utilisation") == pytest.approx(expected)


def test_the_salt_that_is_needed(tmp_path: Path) -> None:
    """2.5 MB/s, four tenths on one key, shards of 400 kB/s: the others take 187.5 kB/s of each."""
    analysis = hot(tmp_path, "share: 40%, salt: auto", "400 kB/s")
    salt = next(n for n in range(1, 100) if 1e6 / n + 1.5e6 / 8 <= 400e3)
    assert salt == 5
    assert analysis.graph.value("stress.hot.salt") == salt
    assert outcome(analysis) == "survives"
    few = hot(tmp_path / "few", "share: 40%, salt: 4", "400 kB/s")
    assert outcome(few) == "sheds"
    assert "salt of 5" in few.stress["hot"].told(few.graph)


def test_no_salt_helps_where_the_others_fill_the_shard(tmp_path: Path) -> None:
    analysis = hot(tmp_path, "share: 10%, salt: 64", "100 kB/s")
    assert outcome(analysis) == "fails"
    assert "more shards" in analysis.stress["hot"].told(analysis.graph)


def test_published_hot_shard(tmp_path: Path) -> None:
    """A million of five million clicks a second on one ad are 500 MB/s: ten partitions (A46)."""
    capacity = BOX + FLAT.replace("50%", "90%") + LOG.replace("%s", "50 MB/s").replace("250 op", "10M op")
    analysis = clean(
        tmp_path,
        context="""
        clients: {browser: {}}
        workloads:
          click: {from: browser, kind: write, average: 2M/s, peak: 5M/s, request: 500 B}
        """,
        slo=RAW,
        capacity=capacity.replace("nodes: 4", "nodes: 400"),
        iterations="zones: 1\ncluster: {raw: {rf: 1, shards: {by: ad, count: 1000000}}}",
        stress="stress: {hot: {kind: hot_key, of: raw, share: 20%, salt: auto}}",
    )
    graph = analysis.graph
    assert 0.2 * graph.value("limits.partition.load") == pytest.approx(500e6)
    assert graph.value("stress.hot.salt") == 11  # ten would do, were there nothing else on the shard
    assert outcome(analysis) == "survives"


POISON = (
    BOX
    + FLAT
    + """
tiers:
  queue: {machine: box, nodes: 1, work: {enter: {rate: 10k op/s/core}}}
  worker: {machine: box, nodes: 2, work: {take: {each: 2 ms}}}
flows:
  enter: {from: workloads.click, to: queue, protocol: udp}
  take: {from: queue, to: worker, of: enter, mode: pull, batch: {size: 1k}, protocol: udp}
"""
)


def poisoned(folder: Path, scenario: str) -> Analysis:
    return clean(
        folder, capacity=POISON, stress=f"stress: {{hot: {{kind: poison_pill, of: take, {scenario}}}}}"
    )


def kept_out(rate: float, share: float, attempts: int, each: float) -> float:
    """Mean number of workers that pills hold, counted in a replay of their arrivals."""
    draw, length = np.random.default_rng(4), 40_000.0
    starts = np.sort(draw.uniform(0, length, int(rate * share * length)))
    looks = draw.uniform(attempts * each, length, 20_000)
    return float(np.mean(np.searchsorted(starts, looks) - np.searchsorted(starts, looks - attempts * each)))


@pytest.mark.parametrize(("share", "attempts", "each"), [(0.0001, 5, 2.0), (0.0004, 3, 1.0), (0.001, 3, 4.0)])
def test_workers_that_poison_keeps_out_by_replay(
    tmp_path: Path, share: float, attempts: int, each: float
) -> None:
    analysis = poisoned(tmp_path, f"share: {share}, attempts: {attempts}, each: {each} s, dead_letter: true")
    graph = analysis.graph
    held = kept_out(5_000, share, attempts, each)
    assert graph.value("stress.hot.lost_workers") == pytest.approx(held, rel=0.02)
    before = graph.value("tiers.worker.cpu.utilisation")
    assert graph.value("stress.hot.utilisation") == pytest.approx(before + held / 20, rel=0.02)
    assert graph.value("stress.hot.dead_letters") == pytest.approx(5_000 * share * 86_400)
    full = before + held / 20 > 0.9
    at_average = before * 0.4 + held * 0.4 / 20 > 1
    assert outcome(analysis) == ("fails" if at_average else "sheds" if full else "survives")


def test_without_dead_letters_a_partition_stands_still(tmp_path: Path) -> None:
    analysis = poisoned(tmp_path, "share: 0.0001%, attempts: 5, each: 2 s")
    assert outcome(analysis) == "fails"
    assert analysis.graph.value("stress.hot.apart") == pytest.approx(200)
    assert (
        outcome(poisoned(tmp_path / "none", "share: 0%, attempts: 5, each: 2 s, dead_letter: true"))
        != "fails"
    )


@pytest.mark.parametrize(
    ("kind", "scenario", "law"),
    [
        (
            "poison_pill, of: take",
            "share: 150%, attempts: 5, each: 2 s, dead_letter: true",
            "between 0 and 100%",
        ),
        ("poison_pill, of: take", "share: 1%, attempts: 0, each: 2 s, dead_letter: true", "once or more"),
        ("poison_pill, of: take", "share: 1%, attempts: 5, each: -2 s, dead_letter: true", "not negative"),
        ("silent_loss, of: worker", "rate: -1%/d, noticed_after: 3 d", "rate is not negative"),
        ("backlog, of: take", "for: -3 min", "time is not negative"),
    ],
)
def test_values_that_break_a_law(tmp_path: Path, kind: str, scenario: str, law: str) -> None:
    analysis = analysed(tmp_path, capacity=POISON, stress=f"stress: {{hot: {{kind: {kind}, {scenario}}}}}")
    found = [f for f in analysis.findings if f.code == "N305"]
    assert len(found) == 1, [f.message for f in found]
    assert law in found[0].message
    assert found[0].printed in scenario
    assert outcome(analysis) == "unknown"


CACHED = """
stores:
  posts: {tier: db, engine: btree, row: 1 kB, rows: 4k, read_by: [miss]}
  warm: {tier: front, engine: memory, caches: posts, hit_ratio: 60%, popularity: zipf(0.9)%s}
"""
READ = (
    BOX
    + FLAT
    + """
tiers:
  front: {machine: box, nodes: 8, work: {look: {rate: 10k op/s/core}}}
  db: {machine: box, nodes: %d, work: {miss: {rate: 500 op/s/core}}}
flows:
  look: {from: workloads.look, to: front, protocol: udp}
  miss: {from: front, to: db, of: look, ratio: 1 - stores.warm.hit_ratio, size: 40 B, protocol: udp}
"""
)
LOOKS = """
clients: {browser: {}}
workloads: {look: {from: browser, kind: read, average: 2k/s, peak: 5k/s, response: 500 B}}
"""


def cold(folder: Path, nodes: int, more: str = "") -> Analysis:
    return clean(
        folder, context=LOOKS, slo=CACHED.replace("%s", more), capacity=READ.replace("%d", str(nodes)),
        stress="stress: {hot: {kind: cold_cache, of: warm}}",
    )  # fmt: skip


def first_filled(objects: int, skew: float, size: int, draw: np.random.Generator) -> int:
    """Requests until an empty cache holds its fill of different objects."""
    weights = np.arange(1, objects + 1) ** -skew
    seen: OrderedDict[int, None] = OrderedDict()
    for number, asked in enumerate(draw.choice(objects, 200_000, p=weights / weights.sum()), 1):
        seen[int(asked)] = None
        if len(seen) >= size:
            return number
    raise AssertionError("never filled")


def test_a_cold_cache_by_filling_one(tmp_path: Path) -> None:
    """Four tenths miss when warm, all when empty: two and a half times the reads of the database."""
    analysis = cold(tmp_path, 3)
    graph = analysis.graph
    assert graph.value("stress.hot.multiple") == pytest.approx(2.5)
    assert graph.value("stress.hot.cold_misses") == pytest.approx(5000)
    assert graph.value("stress.hot.tiers.db.cpu.utilisation") == pytest.approx(
        2.5 * graph.value("tiers.db.single.cpu.utilisation")
    )
    draw = np.random.default_rng(13)
    filled = np.mean(
        [first_filled(4_000, 0.9, round(graph.value("stores.warm.cached")), draw) for _ in range(12)]
    )
    assert graph.value("stress.hot.fill") == pytest.approx(filled / 5000, rel=0.05)
    assert outcome(analysis) == "survives"


def test_a_database_that_does_not_take_it_warms_the_cache_slower(tmp_path: Path) -> None:
    analysis = cold(tmp_path, 1)
    graph = analysis.graph
    assert outcome(analysis) == "sheds"
    served = graph.value("stress.hot.carried") * 2000
    assert graph.value("stress.hot.refill") == pytest.approx(graph.value("stores.warm.cached") / served)
    assert graph.value(analysis.stress["hot"].recovers or "") >= graph.value("stress.hot.refill")


def test_entries_that_die_before_it_is_full(tmp_path: Path) -> None:
    """A life of 50 ms, where the database takes longer to hand the entries out: it stays cold."""
    assert outcome(cold(tmp_path, 1, ", ttl: 50 ms")) == "fails"
    assert outcome(cold(tmp_path / "long", 1, ", ttl: 1 h")) == "sheds"


def test_a_cache_of_which_no_flow_speaks(tmp_path: Path) -> None:
    capacity = READ.replace("%d", "3").replace("1 - stores.warm.hit_ratio", "0.4")
    analysis = clean(tmp_path, context=LOOKS, slo=CACHED.replace("%s", ""), capacity=capacity,
                     stress="stress: {hot: {kind: cold_cache, of: warm}}")  # fmt: skip
    assert outcome(analysis) == "unknown"
    assert "stores.warm.hit_ratio" in analysis.stress["hot"].told(analysis.graph)
