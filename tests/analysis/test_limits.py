"""Limits: what they allow, whether nodes or shards lift them, and how they enter nodes and bottleneck."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, CLICKS, FLAT, about, analysed, clean, findings

BASE = (
    BOX
    + FLAT
    + """
tiers: {log: {machine: box, work: {append: {each: 10 us}}}}
flows: {append: {from: workloads.click, to: log, protocol: tcp}}
limits: {cap: {LIMIT}}
"""
)
SLO = "stores: {kept: {tier: log, engine: log, row: 500 B, written_by: [append], keep: [{for: 7 d}]}}\n"


def limit(folder: Path, text: str, iterations: str = "", slo: str = SLO) -> Analysis:
    return clean(folder, context=CLICKS, slo=slo, capacity=BASE.replace("LIMIT", text), iterations=iterations)


class TestNothing:
    def test_a_wall_has_a_utilisation_and_a_multiple(self, tmp_path: Path) -> None:
        """2.5 MB/s of 50 MB/s: 5%, and 20 times the load."""
        found = limit(
            tmp_path, "of: tiers.log, each: leader, load: append.bytes, at_most: 50 MB/s, grows_by: nothing"
        )
        assert found.graph.value("limits.cap.utilisation") == about(0.05)
        assert found.graph.value("limits.cap.multiple") == about(20)
        assert found.graph.get("limits.cap.needed") is None
        assert found.graph.value("tiers.log.single.needed") == 1, "no node lifts it"
        rung = next(r for r in found.ladder if r.what == "cap")
        assert (rung.multiple, rung.lifted_by, rung.tier) == (about(20), "nothing", "log")

    def test_exceeded_it_is_infeasible(self, tmp_path: Path) -> None:
        found = limit(
            tmp_path, "of: tiers.log, each: leader, load: append.bytes, at_most: 2 MB/s, grows_by: nothing"
        )
        assert found.graph.value("limits.cap.utilisation") == about(1.25)
        assert found.verdict == "infeasible"
        assert found.scales[0].broken == ["cap"]

    def test_just_full_is_not_exceeded(self, tmp_path: Path) -> None:
        found = limit(
            tmp_path, "of: tiers.log, each: leader, load: append.bytes, at_most: 2.5 MB/s, grows_by: nothing"
        )
        assert found.graph.value("limits.cap.multiple") == about(1)
        assert found.verdict != "infeasible"


class TestNodes:
    def test_raise_it_and_it_counts_in_the_node_count(self, tmp_path: Path) -> None:
        """5k/s over 300/s a node: 16.67 nodes, the largest need."""
        found = limit(
            tmp_path, "of: tiers.log, each: node, load: append.rate, at_most: 300/s, grows_by: nodes"
        )
        assert found.graph.value("limits.cap.need") == about(5000 / 300)
        assert found.graph.value("limits.cap.needed") == 17
        assert found.graph.value("tiers.log.single.needed") == 17
        assert found.graph.value("tiers.log.single.bottleneck") == "limit cap"

    def test_it_is_as_full_as_the_nodes_deployed_leave_it(self, tmp_path: Path) -> None:
        """5k/s on 20 nodes of 300/s each; a ceiling a node may say so in its unit."""
        for at_most in ("300/s", "300 request/s/node"):
            text = f"of: tiers.log, each: node, load: append.rate, at_most: {at_most}, grows_by: nodes"
            capacity = BASE.replace("LIMIT", text).replace("{machine: box,", "{machine: box, nodes: 20,")
            graph = clean(tmp_path, context=CLICKS, slo=SLO, capacity=capacity).graph
            assert graph.value("limits.cap.utilisation") == about(5000 / (20 * 300)), at_most

    def test_of_a_flow_or_a_store_of_the_tier_too(self, tmp_path: Path) -> None:
        for of in ("flows.append", "stores.kept", "kept", "log"):
            found = limit(
                tmp_path / of.replace(".", "-"),
                f"of: {of}, each: node, load: append.rate, at_most: 300/s, grows_by: nodes",
            )
            assert found.graph.value("tiers.log.single.needed") == 17, of

    def test_of_another_tier_does_not(self, tmp_path: Path) -> None:
        text = BASE.replace("tiers: {", "tiers: {other: {machine: box}, ")
        found = clean(
            tmp_path,
            context=CLICKS,
            capacity=text.replace(
                "LIMIT", "of: tiers.other, each: node, load: append.rate, at_most: 300/s, grows_by: nodes"
            ),
        )
        assert found.graph.value("tiers.log.single.needed") == 1
        assert found.graph.value("tiers.other.single.needed") == 17


class TestShards:
    TEXT = "of: stores.kept, each: shard, load: append.bytes, at_most: 0.4 MB/s, grows_by: shards"

    def test_are_counted(self, tmp_path: Path) -> None:
        """2.5 MB/s over 0.4 MB/s: 6.25, 7 partitions; nodes are as before."""
        found = limit(tmp_path, self.TEXT)
        assert found.graph.value("limits.cap.need") == about(6.25)
        assert found.graph.value("limits.cap.needed") == 7
        assert found.graph.value("stores.kept.partitions_by_rate") == 7
        assert found.graph.value("stores.kept.partitions") == 7
        assert found.graph.value("tiers.log.single.needed") == 1
        assert found.verdict == "feasible"

    def test_by_size_and_by_rate_the_larger_counts(self, tmp_path: Path) -> None:
        """604.8 GB over 50 GB a shard: 12.1, 13 by size; 7 by rate."""
        by_size = "of: stores.kept, each: shard, load: stores.kept.stock, at_most: 50 GB, grows_by: shards"
        text = BASE.replace("cap: {LIMIT}", f"rate: {{{self.TEXT}}}, size: {{{by_size}}}")
        value = clean(tmp_path, context=CLICKS, slo=SLO, capacity=text).graph.value
        assert value("stores.kept.partitions_by_rate") == 7
        assert value("stores.kept.partitions_by_size") == 13
        assert value("stores.kept.partitions") == 13

    def test_stated_ones_are_held_against_the_need(self, tmp_path: Path) -> None:
        """Five shards of 0.4 MB/s carry 2 MB/s: 125%."""
        found = limit(
            tmp_path,
            self.TEXT,
            iterations="cluster: {kept: {rf: 3, write: 2, read: 2, shards: {count: 5}}}\n",
        )
        assert found.graph.value("limits.cap.allowed") == about(2e6)
        assert found.graph.value("limits.cap.utilisation") == about(1.25)
        assert found.verdict == "infeasible"

    def test_a_serial_leader_takes_its_time(self, tmp_path: Path) -> None:
        """25 ms an operation are 40 a second; 5,000 need 125 shards (V-S11 in the small)."""
        found = limit(
            tmp_path,
            "of: stores.kept, each: shard, load: append.rate, takes: 25 ms, serial: true, grows_by: shards",
        )
        assert found.graph.value("limits.cap.at_most") == about(40)
        assert found.graph.value("limits.cap.needed") == 125


class TestWrong:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("of: tiers.log, each: node, load: append.bytes, at_most: 300/s, grows_by: nodes", "N301"),
            ("of: tiers.log, each: node, load: append.bites, at_most: 300/s, grows_by: nodes", "N201"),
            ("of: tiers.lag, each: node, load: append.rate, at_most: 300/s, grows_by: nodes", "N201"),
            ("of: tiers.log, each: node, load: append.rate, at_most: 0/s, grows_by: nothing", "N305"),
            ("of: tiers.log, each: node, load: append.rate, takes: 0 s, grows_by: nothing", "N305"),
            ("of: tiers.log, each: node, load: append.rate, at_most: ten, grows_by: nothing", "N201"),
            ("of: tiers.log, each: node, load: append.rate +, at_most: 300/s, grows_by: nothing", "N304"),
        ],
    )
    def test_is_a_finding_and_never_a_crash(self, tmp_path: Path, text: str, code: str) -> None:
        found = analysed(tmp_path, context=CLICKS, slo=SLO, capacity=BASE.replace("LIMIT", text))
        assert set(findings(found)) == {code}


def test_a_mesh_of_nodes_grows_with_the_nodes(tmp_path: Path) -> None:
    """`load: tiers.log.nodes - 1`: its multiple is searched for, because nodes come in whole steps."""
    found = clean(
        tmp_path,
        context=CLICKS,
        capacity=BASE.replace("each: 10 us", "each: 10 ms").replace(
            "LIMIT", "of: tiers.log, each: node, load: tiers.log.nodes - 1, at_most: 100, grows_by: nothing"
        ),
    )
    # 50 cores of work and 10k packets over 500k: 50.02 cores over 5 a node are 10.004, so 11 nodes.
    assert found.graph.value("tiers.log.single.nodes") == 11
    assert found.graph.value("limits.cap.utilisation") == about(0.10)
    rung = next(r for r in found.ladder if r.what == "cap")
    # It is full with 101 nodes: from where 100 x 5 cores are used up to where 101 x 5 are.
    assert 500 / 50.02 < rung.multiple <= 505 / 50.02


class TestOfNothing:
    @pytest.mark.parametrize("grows_by", ["nodes", "shards"])
    def test_what_it_asks_for_counts_nowhere_and_the_verdict_says_so(
        self, tmp_path: Path, grows_by: str
    ) -> None:
        of = f"of: tiers.nobody, each: node, load: append.rate, at_most: 300/s, grows_by: {grows_by}"
        found = analysed(tmp_path, context=CLICKS, slo=SLO, capacity=BASE.replace("LIMIT", of))
        assert "N201" in findings(found)
        assert found.verdict == "feasible as far as known"
        known = of.replace("nobody", "log")
        there = limit(tmp_path / "known", known, iterations="")
        assert there.verdict == "feasible"
