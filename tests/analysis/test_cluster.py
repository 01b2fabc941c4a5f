"""Copies, quorums, shards, zones and nodes that survive a loss, by hand arithmetic and published audits."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.physics import copies
from tests.analysis.clusters import analysed, codes, files
from tests.checks import small

GBPS = 1e9 / 8


def test_published_volumes_of_three_copies(tmp_path: Path) -> None:
    """The published click aggregator, audited: 2 million clicks of 500 B a second on average, 5 at peak."""
    graph = analysed(tmp_path).graph
    # 2e6 * 86,400 s * 500 B is 86.4 TB a day; three copies are 259.2 TB (648, from the peak, is wrong).
    assert graph.value("stores.log.bytes_per_day") == pytest.approx(86.4e12)
    assert graph.value("stores.log.bytes_per_day") * graph.value("cluster.log.rf") == pytest.approx(259.2e12)
    # Seven days of three copies: 1,814 TB. At 80% of 30.72 TB a node, 74 nodes.
    assert graph.value("tiers.broker.disk_capacity.demand") == pytest.approx(1814.4e12)
    assert graph.value("tiers.broker.disk_capacity.need") == pytest.approx(1814.4 / (0.8 * 30.72))
    assert graph.value("tiers.broker.need") == pytest.approx(73.83, abs=0.01)
    assert graph.value("tiers.broker.bottleneck") == "disk_capacity"


def test_replication_traffic_is_writes_times_the_further_copies(tmp_path: Path) -> None:
    """2.5 GB/s times two is 5.0 GB/s; 7.5 GB/s counts the client's own copy."""
    graph = analysed(tmp_path).graph
    assert graph.value("cluster.log.written") == pytest.approx(2.5e9)
    assert graph.value("cluster.log.replication") == pytest.approx(5.0e9) == pytest.approx(40 * GBPS)
    assert graph.value("cluster.log.replication_average") == pytest.approx(2.0e9)
    # All three copies together take in three times the client's bytes; the wire adds the same to each.
    single, whole = (graph.value(f"tiers.broker.{x}network_in.demand") for x in ("single.", ""))
    out = graph.value("flows.append.wire_out") + graph.value("flows.append.wire_back")
    assert whole - single == pytest.approx(2 * out)


def test_reads_do_not_replicate(tmp_path: Path) -> None:
    """A read that asks one copy costs once, whatever the number of copies."""
    for rf in (1, 3, 5):
        graph = analysed(
            tmp_path / str(rf),
            iterations=f"zones: 3\ncluster:\n  log: {{rf: {rf}, write: 1, read: 1}}\n",
        ).graph
        assert graph.value("tiers.broker.disk_iops.copies.reads") == 0
        assert graph.value("tiers.broker.disk_throughput.demand") == pytest.approx(2.5e9 * rf)


def test_demand_grows_with_copies_and_never_shrinks(tmp_path: Path) -> None:
    before: dict[str, float] = {}
    for rf in (1, 2, 3, 5):
        graph = analysed(
            tmp_path / str(rf), iterations=f"zones: 3\ncluster:\n  log: {{rf: {rf}, write: 1, read: 1}}\n"
        ).graph
        ids = [f"tiers.broker.{r}.demand" for r in ("cpu", "network_in", "packets", "disk_capacity")]
        now = {id: graph.value(id) for id in (*ids, "tiers.broker.needed")}
        assert all(now[id] >= before.get(id, 0.0) for id in now)
        before = now


def test_one_copy_needs_what_phase_3_says(tmp_path: Path) -> None:
    graph = analysed(tmp_path, iterations="").graph
    assert graph.value("tiers.broker.nodes") == graph.value("tiers.broker.single.nodes")
    assert graph.value("cluster.zones") == 1


@pytest.mark.parametrize(
    ("survive", "spare", "nodes"),
    [
        # 73.83 nodes by capacity, which a loss does not move: 74, over three equal zones 75.
        ("", 0, 75),
        ("survive: {zones: 1}", 0, 75),
        # One more than 74 is 75 still; two more are 76, over equal zones 78.
        ("survive: {zones: 1}", 1, 75),
        ("survive: {zones: 1}", 2, 78),
    ],
)
def test_nodes_by_capacity_over_zones(tmp_path: Path, survive: str, spare: int, nodes: int) -> None:
    entry = ", ".join(x for x in ("spread: zone", survive, f"spare: {spare}") if x)
    graph = analysed(tmp_path, iterations=THREE_AND % entry).graph
    assert graph.value("tiers.broker.needed") == nodes
    assert graph.value("tiers.broker.per_zone") * 3 == nodes


THREE_AND = "zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2}\n  broker: {%s}\n"


@pytest.mark.parametrize("zones", [2, 3, 5])
@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("need", [0.3, 1.0, 9.75, 14.6, 100.0])
@pytest.mark.parametrize("spare", [0, 1, 3])
def test_survivors_carry_the_load(zones: int, lost: int, need: float, spare: int) -> None:
    """Fewest equal zones of which any `lost` may go: by trying every number of nodes in a zone."""
    if lost >= zones:
        return
    carrying = need * 1.5
    found = copies.nodes_after_loss(carrying, need, spare, zones, lost, 0, 1)
    tried = next(
        each for each in range(1, 1000)
        if each * zones >= -(-carrying // 1) + spare and each * (zones - lost) >= -(-need // 1) + spare
    )  # fmt: skip
    assert found["per_zone"] == tried
    assert found["nodes"] == tried * zones


@pytest.mark.parametrize("rf", range(1, 8))
@pytest.mark.parametrize("zones", range(1, 6))
def test_copies_left_after_the_worst_zones(rf: int, zones: int) -> None:
    """By placing the copies one zone after the other and losing the worst set of zones."""
    placed = [sum(1 for c in range(rf) if c % zones == z) for z in range(zones)]
    for lost in range(zones + 1):
        worst = max(sum(placed[z] for z in gone) for gone in combinations(range(zones), lost))
        assert copies.copies_left(rf, zones, lost) == rf - worst


def test_what_a_zone_leaves(tmp_path: Path) -> None:
    graph = analysed(tmp_path, iterations=THREE_AND % "spread: zone, survive: {zones: 1}").graph
    assert graph.value("cluster.log.after_zone") == 2
    assert graph.value("tiers.broker.left") == 50
    # The network carries the same with two thirds of the nodes: 1.5 times as full.
    before, after = (graph.value(f"tiers.broker.network_in.{p}") for p in ("utilisation", "after_loss"))
    assert after == pytest.approx(1.5 * before)


def test_a_quorum_over_zones(tmp_path: Path) -> None:
    """W = 2 of N = 3 needs R of at least 2; with R = 1 one read in three misses the latest write."""
    strong = analysed(tmp_path / "a").graph
    assert (strong.value("cluster.log.overlap"), strong.value("cluster.log.consistency")) == (1, "strong")
    weak = analysed(
        tmp_path / "b", iterations="zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 1}\n"
    ).graph
    assert weak.value("cluster.log.consistency") == "eventual"
    assert weak.value("cluster.log.stale") == pytest.approx(1 / 3)


def test_unstated_quorums_are_majorities(tmp_path: Path) -> None:
    graph = analysed(tmp_path, iterations="zones: 3\ncluster:\n  log: {rf: 5}\n").graph
    assert (graph.value("cluster.log.write"), graph.value("cluster.log.read")) == (3, 3)


def test_copies_may_be_written_with_their_unit(tmp_path: Path) -> None:
    graph = analysed(
        tmp_path, iterations="zones: 3 zones\ncluster:\n  log: {rf: 3 copies, write: 2, read: 2}\n"
    ).graph
    assert graph.value("cluster.log.rf") == 3
    assert graph.value("cluster.zones") == 3


def test_shards_by_size_and_rate(tmp_path: Path) -> None:
    """604.8 TB in shards of 50 GB are 12,096; 2.5 GB/s at 50 MB/s a shard are 50."""
    graph = analysed(
        tmp_path, iterations="zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2, shards: auto}\n"
    ).graph
    assert graph.value("cluster.log.shards_by_size") == 12096
    assert graph.value("cluster.log.shards_by_rate") == 50
    assert graph.value("cluster.log.shards") == 12096
    assert graph.value("cluster.log.shard_size") == pytest.approx(50e9)


def test_the_hottest_shard(tmp_path: Path) -> None:
    """Ten keys after Zipf's law with exponent 1: the first has 1 / 2.929 of all, and a tenth of the rest."""
    graph = analysed(
        tmp_path,
        iterations="zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2,"
        ' shards: {count: 10, skew: "zipf(1.0, 10)"}}\n',
    ).graph
    first = 1 / sum(1 / k for k in range(1, 11))
    assert graph.value("cluster.log.hottest_share") == pytest.approx(first + (1 - first) / 10)
    assert graph.value("cluster.log.hottest_rate") == pytest.approx(2.5e9 * (first + (1 - first) / 10))


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"iterations": "zones: 3\ncluster:\n  log: {rf: 3, write: 4, read: 1}\n"}, "N702"),
        ({"iterations": "zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 5}\n"}, "N702"),
        ({"iterations": THREE_AND % "survive: {zones: 3}"}, "N604"),
        ({"iterations": THREE_AND % "survive: {zones: -1}"}, "N305"),
        ({"iterations": THREE_AND % "spare: -2"}, "N305"),
        ({"iterations": THREE_AND.replace("read: 2}", "read: 2, repair: {at: 150%%}}") % ""}, "N305"),
        ({"iterations": THREE_AND % "spread: none, survive: {zones: 1}"}, "N604"),
        ({"iterations": "cluster:\n  broker: {survive: {zones: 1}}\n"}, "N604"),
        # Two copies, both of which acknowledge: one zone gone and no write is acknowledged.
        (
            {"iterations": THREE_AND.replace("rf: 3", "rf: 2") % "survive: {zones: 1}"},
            "N604",
        ),
        # One copy, and a zone may go.
        ({"iterations": "zones: 3\ncluster:\n  broker: {survive: {zones: 1}}\n"}, "N604"),
        ({"iterations": THREE_AND % "survive: {zones: 1}", "tier": ", nodes: 3"}, "N601"),
        (
            {
                "store": ", consistency: {read: strong}",
                "iterations": "cluster: {log: {rf: 3, write: 1, read: 2}}\n",
            },
            "N701",
        ),
        (
            {
                "store": ", consistency: {when_partitioned: consistent}",
                "iterations": "cluster: {log: {rf: 4, write: 2, read: 3}}\n",
            },
            "N701",
        ),
    ],
)  # fmt: skip
def test_what_is_not_so_is_found(tmp_path: Path, parts: dict[str, str], code: str) -> None:
    assert code in codes(tmp_path, **parts)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"iterations": THREE_AND % "spread: zone, survive: {zones: 1}, spare: 1"},
        {"iterations": THREE_AND % "survive: {zones: 1}", "tier": ", nodes: 80"},
        {"store": ", consistency: {when_partitioned: consistent, otherwise: consistency, read: strong}"},
    ],
)
def test_what_is_so_is_not(tmp_path: Path, parts: dict[str, str]) -> None:
    assert codes(tmp_path, **parts) == []


def test_an_unknown_supply_stays_unknown(tmp_path: Path) -> None:
    """The drives' capacity is not known: no need by capacity, and nodes are sized by what is known."""
    design = analysed(tmp_path, iterations=THREE_AND % "spread: zone")
    known = design.graph.value("tiers.broker.needed")
    changed = files(iterations=THREE_AND % "spread: zone")
    changed["3-capacity.md"] = changed["3-capacity.md"].replace("capacity: 7.68 TB", "capacity: unknown")
    unknown = analyse(load_design(small.write(tmp_path / "u", changed)), alternatives=False)
    assert "disk_capacity" in unknown.cluster["broker"].unknown
    assert unknown.graph.value("tiers.broker.needed") < known
    assert unknown.verdict == "feasible as far as known"


def test_what_one_more_copy_does(tmp_path: Path) -> None:
    """Replication is sent to every copy but one, space is taken by each, and less is lost in a year."""
    found = []
    for rf in (1, 2, 3, 4, 5):
        text = f"zones: 3\ncluster:\n  log: {{rf: {rf}, write: {rf // 2 + 1}, read: {rf // 2 + 1}}}\n"
        value = analysed(tmp_path / str(rf), iterations=text).graph.value
        assert value("cluster.log.replication") == pytest.approx((rf - 1) * 5e6 * 500)
        assert value("tiers.broker.disk_capacity.demand") == pytest.approx(rf * value("stores.log.stock"))
        found.append(
            (value("tiers.broker.nodes"), -value("cluster.log.loss"), value("cluster.log.durability"))
        )
    for one, more in pairwise(found):
        assert all(a <= b for a, b in zip(one, more, strict=True))


def test_what_one_more_lost_zone_does(tmp_path: Path) -> None:
    """Each zone that may be lost asks for as many nodes or more, and no loss for the fewest."""
    nodes = []
    for lost in (0, 1, 2):
        text = f"zones: 4\ncluster:\n  broker: {{spread: zone, survive: {{zones: {lost}}}}}\n"
        nodes.append(analysed(tmp_path / str(lost), iterations=text + "  log: {rf: 3, write: 2, read: 2}\n"))
    counts = [design.graph.value("tiers.broker.nodes") for design in nodes]
    assert counts == sorted(counts)
