"""Paths: every kind of stage by hand, their composition, bounds, SLOs, and what is not known."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest

from nalsd.analysis import Analysis, analyse
from nalsd.designs import load_design
from tests.analysis.architectures import TIERS, built, faultless
from tests.analysis.designs import about

ROOT = Path(__file__).parents[2]
ZONES = 0.52991  # median of 0.13 .. 2.16 ms, in ms: the root of their product


def of(analysis: Analysis, id: str) -> float:
    value = analysis.graph.value(id)
    assert isinstance(value, float), id
    return value


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return faultless(tmp_path_factory.mktemp("queues"), "[{queue: front}, {call: append}]")


class TestQueues:
    """A node's queue is its cores; the core time of what arrives follows from the work, by Little's law."""

    def test_servers_are_the_cores_of_one_node(self, design: Analysis) -> None:
        assert of(design, "tiers.front.queue.servers") == 10

    def test_work_and_its_overhead(self, design: Analysis) -> None:
        """What the kernel takes for packets is shared out with the 10 cores of work."""
        demand = of(design, "tiers.front.cpu.demand")
        assert of(design, "tiers.front.queue.work") == about(10)
        assert of(design, "tiers.front.queue.overhead") == about(demand / 10)
        assert of(design, "tiers.front.queue.stays.click.service") == about(0.002 * demand / 10)

    def test_little(self, design: Analysis) -> None:
        """Arrivals at a node, times core time, over its cores, are its utilisation."""
        for tier, nodes in (("front", "tiers.front.deployed"), ("log", "tiers.log.deployed")):
            id = f"tiers.{tier}.queue"
            each = of(design, f"tiers.{tier}.single.cpu.demand") / of(design, nodes) / 10
            assert each == about(of(design, f"tiers.{tier}.single.cpu.demand") / (10 * of(design, nodes)))
            arrivals = of(design, f"{id}.requests") / of(design, nodes)
            single = arrivals * of(design, f"{id}.service") / of(design, f"{id}.servers")
            assert single == about(each)

    def test_flows_keep_their_own_core_time(self, design: Analysis) -> None:
        """Ten clicks at 1 ms are a batch of 10 ms, and its part of the overhead."""
        overhead = of(design, "tiers.log.queue.overhead")
        assert of(design, "tiers.log.queue.services.append") == about(0.010 * overhead)
        assert of(design, "tiers.log.queue.service") != about(0.010 * overhead)

    def test_waiting(self, design: Analysis) -> None:
        """Erlang's recursion by hand at the node's own load."""
        id = "tiers.front.queue"
        load = of(design, f"{id}.utilisation") * 10
        blocked = 1.0
        for k in range(1, 11):
            blocked = load * blocked / (k + load * blocked)
        waits = blocked / (1 - load / 10 * (1 - blocked))
        assert of(design, f"{id}.waiting_probability") == about(waits, rel=1e-9)
        assert of(design, f"{id}.wait_of_waiting") == about(of(design, f"{id}.service") / (10 - load))
        assert of(design, f"{id}.wait") == about(waits * of(design, f"{id}.service") / (10 - load), rel=1e-9)
        assert of(design, f"{id}.p99") == about(-of(design, f"{id}.service") * math.log(0.01), rel=0.02)

    def test_the_stage(self, design: Analysis) -> None:
        """Hardly anybody waits at a quarter of the load: the stage is its exponential service."""
        service = of(design, "tiers.front.queue.stays.click.service")
        assert of(design, "paths.way.stages.1.mean") == about(service, rel=1e-3)
        assert of(design, "paths.way.stages.1.p99") == about(-service * math.log(0.01), rel=0.01)


class TestStages:
    def test_measured(self, tmp_path: Path) -> None:
        design = faultless(tmp_path, "[{took: {p50: 2 ms, p99: 8 ms}, label: rank, source: measured}]")
        assert of(design, "paths.way.stages.1.p50") == about(0.002)
        assert of(design, "paths.way.stages.1.p99") == about(0.008)
        spread = math.log(4) / 2.3263478740408408
        assert of(design, "paths.way.stages.1.mean") == about(0.002 * math.exp(spread**2 / 2), rel=1e-6)
        assert of(design, "paths.way.p99") == about(0.008)
        assert design.paths["way"].stages[0].title == "rank"

    def test_windows(self, tmp_path: Path) -> None:
        design = faultless(tmp_path, "[{waits: 1 min}, {waits: 10 min}]\n    asynchronous: true")
        assert of(design, "paths.way.p50") == of(design, "paths.way.p99") == about(660)
        assert design.paths["way"].asynchronous

    def test_batch(self, tmp_path: Path) -> None:
        """Evenly between nothing and the 8 ms that a batch waits."""
        design = faultless(tmp_path, "[{batch: append}]")
        assert of(design, "paths.way.stages.1.p50") == about(0.004)
        assert of(design, "paths.way.stages.1.p99") == about(0.00792)
        assert of(design, "paths.way.stages.1.mean") == about(0.004)

    def test_a_batch_without_a_wait_leaves_when_it_is_full(self, tmp_path: Path) -> None:
        """100 of the 5,000/s of 4 nodes: 80 ms at a node."""
        design = faultless(tmp_path, "[{batch: ship}]")
        assert of(design, "flows.ship.batch_fill") == about(100 / 5000 * 4)
        assert of(design, "paths.way.stages.1.p99") == about(0.99 * 0.08)

    def test_call(self, tmp_path: Path) -> None:
        """Across a zone, and served: means add up."""
        design = faultless(tmp_path, "[{call: append}, {call: append, same_zone: true}]")
        spread = math.log(2.16 / 0.13) / (2 * 1.6448536269514722)
        hop = ZONES / 1000 * math.exp(spread**2 / 2)
        served = of(design, "tiers.log.queue.services.append") + of(design, "tiers.log.queue.wait")
        assert of(design, "paths.way.stages.1.mean") == about(hop + served, rel=1e-3)
        assert of(design, "paths.way.stages.2.p50") < of(design, "paths.way.stages.1.p50")

    def test_a_flow_within_a_zone_is_called_there(self, tmp_path: Path) -> None:
        """What the stage may say of one call, the flow says of all of them."""
        there = faultless(tmp_path / "a", "[{call: append, same_zone: true}]")
        within = TIERS.replace("append: {from", "append: {same_zone: true, from")
        design = faultless(tmp_path / "b", "[{call: append}]", capacity=within)
        assert of(design, "paths.way.p99") == of(there, "paths.way.p99")

    def test_calls_side_by_side(self, tmp_path: Path) -> None:
        design = faultless(
            tmp_path,
            "[{call: look}, {call: look, times: 4, wait: all}, {call: look, times: 4, wait: first}, "
            "{call: look, times: 4, wait: 2}]",
        )
        one, every, first, two = (of(design, f"paths.way.stages.{n}.p50") for n in (1, 2, 3, 4))
        assert first < two < one < every

    def test_a_service(self, tmp_path: Path) -> None:
        design = faultless(tmp_path, "[{call: store}, {read: blobs}, {commit: blobs}]")
        for stage in (1, 2, 3):
            assert of(design, f"paths.way.stages.{stage}.p50") == about(0.03)
            assert of(design, f"paths.way.stages.{stage}.p99") == about(0.2)

    def test_commit_in_memory(self, tmp_path: Path) -> None:
        """Two of three copies: the leader's own is there at once, so the faster of two followers decides.

        Its median is that of the minimum of two: the level 1 - sqrt(1/2) of one way.
        """
        design = faultless(tmp_path, "[{commit: kept}]")
        spread = math.log(2.16 / 0.13) / (2 * 1.6448536269514722)
        quantile = -0.5450  # of the normal law at 1 - sqrt(1/2) = 0.29289
        expected = ZONES / 1000 * math.exp(spread * quantile)
        assert of(design, "paths.way.stages.1.p50") == about(expected, rel=0.01)

    def test_commit_to_the_drive(self, tmp_path: Path) -> None:
        """Group commit: 500 messages a second, three copies, three nodes: 500 a node, flushes of 300 us."""
        design = faultless(tmp_path, "[{commit: synced}]")
        x = 500 * 300e-6
        assert of(design, "stores.synced.flush.commits") == about(500)
        assert of(design, "stores.synced.flush.utilisation") == about(x / (x + math.exp(-x)))
        assert of(design, "paths.way.stages.1.p50") > of(design, "constants.latency.fsync")

    def test_read(self, tmp_path: Path) -> None:
        """The head of a log is in the page cache; a B-tree reads the drives of two copies and waits."""
        design = faultless(tmp_path, "[{read: kept}, {read: synced}]")
        assert of(design, "paths.way.stages.1.p99") < 1e-5
        assert of(design, "stores.synced.fetch.misses") == 1
        assert of(design, "tiers.log.drives.servers") == 100  # 1M reads a second of 100 us each
        assert of(design, "paths.way.stages.2.p50") > 1e-4

    def test_some_requests(self, tmp_path: Path) -> None:
        design = faultless(
            tmp_path,
            "[{when: 10%, stages: [{took: {p50: 20 ms, p99: 80 ms}}]}, "
            "{when: 0.1%, stages: [{waits: 50 ms}, {waits: 50 ms}]}]",
        )
        spread = math.log(4) / 2.3263478740408408
        mean = 0.02 * math.exp(spread**2 / 2)
        assert of(design, "paths.way.stages.1.1.p99") == about(0.08)
        assert of(design, "paths.way.stages.1.mean") == about(0.1 * mean, rel=1e-6)
        # one in a hundred requests is among the slowest tenth of the tenth that goes there
        assert of(design, "paths.way.stages.1.p99") == about(0.02 * math.exp(spread * 1.2815515655), rel=0.02)
        assert of(design, "paths.way.stages.2.p99") == 0
        assert of(design, "paths.way.stages.2.mean") == about(1e-4)

    def test_all_and_first(self, tmp_path: Path) -> None:
        design = faultless(
            tmp_path,
            "[{all_of: [{waits: 5 ms}, {waits: 7 ms}]}, {first_of: [{waits: 5 ms}, {waits: 7 ms}]}]",
        )
        assert of(design, "paths.way.stages.1.p50") == about(0.007)
        assert of(design, "paths.way.stages.2.p50") == about(0.005)
        assert of(design, "paths.way.stages.1.2.p50") == about(0.007)
        assert [part.id for part in design.paths["way"].stages[0].parts] == [
            "paths.way.stages.1.1", "paths.way.stages.1.2",
        ]  # fmt: skip

    def test_hedging(self, tmp_path: Path) -> None:
        """A second copy after the 99th percentile: one in a hundred requests sends one."""
        design = faultless(tmp_path, "[{first_of: [{took: {p50: 5 ms, p99: 50 ms}}], after: 50 ms}]")
        assert of(design, "paths.way.stages.1.extra") == about(0.01, rel=0.01)
        assert of(design, "paths.way.stages.1.p50") == about(0.005, rel=0.01)
        early = faultless(tmp_path / "b", "[{first_of: [{took: {p50: 5 ms, p99: 50 ms}}], after: 5 ms}]")
        assert of(early, "paths.way.stages.1.extra") == about(0.5, rel=0.01)
        assert of(early, "paths.way.stages.1.p99") < of(design, "paths.way.stages.1.p99")

    def test_lags(self, tmp_path: Path) -> None:
        """What is pushed waits for its batch; who pulls takes what is there."""
        design = faultless(tmp_path, "[{lag: ship}, {lag: fetch}]")
        assert of(design, "paths.way.stages.1.mean") > 0.04
        assert of(design, "paths.way.stages.2.mean") < 0.01


PLACED = """
clients:
  browser:
    located: {virginia: 90%, ireland: 10%}
    connections: {open: 20k, requests: 5, tls: {full: 50%, resumed: 50%}}
workloads:
  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B, response: 40 B}
"""
REGIONS = """
regions:
  virginia: {place: aws/us-east-1, runs: %s}
  ireland: {place: aws/eu-west-1, runs: %s}
"""


class TestDistances:
    def test_by_share_of_the_users(self, tmp_path: Path) -> None:
        """One region: users beyond the Atlantic take the measured 69.7 ms, those at home the last mile."""
        design = faultless(
            tmp_path, "[{rtt: browser -> front}]", context=PLACED,
            iterations=REGIONS % ("all", "[log]"),
        )  # fmt: skip
        assert of(design, "paths.way.stages.1.p50") == about(0.003)
        assert of(design, "paths.way.stages.1.p99") in (about(0.0696), about(0.0697))
        far = of(design, "paths.way.stages.1.p99")
        assert of(design, "paths.way.stages.1.mean") == about(0.9 * 0.003 + 0.1 * far)

    def test_a_new_connection_goes_the_same_way(self, tmp_path: Path) -> None:
        """One request of five opens its connection, TCP and TLS 1.3: two more round trips. 2% of all requests
        are far away and new: three round trips. Independent draws would give far users near handshakes."""
        design = faultless(
            tmp_path, "[{rtt: browser -> front}, {handshake: auto}]", context=PLACED,
            iterations=REGIONS % ("all", "[log]"),
        )  # fmt: skip
        assert of(design, "paths.way.stages.2.share") == about(0.2)
        assert of(design, "paths.way.stages.2.round_trips") == 2
        far = of(design, "paths.way.stages.1.p99")
        assert of(design, "paths.way.p99") == about(3 * far)
        assert of(design, "paths.way.p50") == about(0.003)
        mean = 0.9 * 0.003 + 0.1 * far
        assert of(design, "paths.way.mean") == about(mean + 0.2 * 2 * mean)
        assert of(design, "paths.way.p99_sum") == about(3 * far)

    def test_a_new_connection_of_some_requests(self, tmp_path: Path) -> None:
        """The same said by hand: `when` around the two round trips of setting up."""
        context = PLACED.replace(
            "    connections: {open: 20k, requests: 5, tls: {full: 50%, resumed: 50%}}\n", ""
        )
        design = faultless(
            tmp_path, "[{rtt: browser -> front}, {when: 20%, stages: [{handshake: 2}]}]", context=context,
            iterations=REGIONS % ("all", "[log]"),
        )  # fmt: skip
        far = of(design, "paths.way.stages.1.p99")
        assert of(design, "paths.way.p99") == about(3 * far)
        assert of(design, "paths.way.mean") == about((0.9 * 0.003 + 0.1 * far) * 1.4)

    def test_a_region_each(self, tmp_path: Path) -> None:
        design = faultless(
            tmp_path, "[{rtt: browser -> front}]", context=PLACED, iterations=REGIONS % ("all", "all")
        )
        assert of(design, "paths.way.p99") == about(0.003)

    def test_between_tiers_and_regions(self, tmp_path: Path) -> None:
        design = faultless(
            tmp_path, "[{rtt: front -> log}, {rtt: virginia -> ireland}]", context=PLACED,
            iterations=REGIONS % ("all", "all"),
        )  # fmt: skip
        assert of(design, "paths.way.stages.1.p50") == about(ZONES / 1000, rel=1e-4)
        assert of(design, "paths.way.stages.2.p50") in (about(0.0696), about(0.0697))

    def test_a_commit_that_waits_for_another_region(self, tmp_path: Path) -> None:
        there = REGIONS % ("all", "all")
        replicated = (
            there
            + "cluster: {kept: {rf: 3, write: 2, read: 1}}\n"
            + "replicate: {kept: {from: virginia, to: [ireland], mode: %s}}\n"
        )
        sync = faultless(tmp_path / "a", "[{commit: kept}]", context=PLACED, iterations=replicated % "sync")
        alone = faultless(tmp_path / "b", "[{commit: kept}]", context=PLACED, iterations=replicated % "async")
        assert of(sync, "paths.way.p50") == about(of(alone, "paths.way.p50") + 0.0697, rel=2e-3)


FORWARDING = """
machines:
  card: {cores: 8, threads: 8, ram: 64 GB, nic: 100 Gbps, queues: 8, packets: 20M packet/s, disks: []}
tiers: {lb: {machine: card, nodes: 2, datapath: ipvs}}
flows: {entering: {from: workloads.click, to: lb, protocol: tcp}}
"""


class TestForwarding:
    def test_packets_wait_for_the_core_they_are_dealt_to(self, tmp_path: Path) -> None:
        """Each core is a queue of its own (M/M/1): a packet's mean stay is its time over what is idle."""
        design = faultless(tmp_path, "[{queue: lb}]", capacity=FORWARDING, data="", iterations="")
        id = "tiers.lb.queue"
        assert of(design, f"{id}.servers") == 1
        each = of(design, "tiers.lb.single.cpu.demand") / of(design, "tiers.lb.single.cpu.kernel_packets")
        assert of(design, f"{id}.service") == about(each)
        stay = each / (1 - of(design, f"{id}.utilisation"))
        assert of(design, "paths.way.mean") == about(stay, rel=1e-6)
        assert of(design, "paths.way.p99") == about(-stay * math.log(0.01), rel=0.005)


class TestComposition:
    STAGES = (
        "[{took: {p50: 5 ms, p99: 50 ms}}, {took: {p50: 5 ms, p99: 50 ms}}, {took: {p50: 5 ms, p99: 50 ms}}]"
    )

    def test_between_the_two_bounds(self, tmp_path: Path) -> None:
        """Three log-normal stages: 92.2 ms when independent (Monte Carlo), 150 ms when slow together."""
        design = faultless(tmp_path, self.STAGES)
        assert of(design, "paths.way.p99") == about(0.092246, rel=0.005)
        assert of(design, "paths.way.p50") == about(0.0197437, rel=0.005)
        assert of(design, "paths.way.p99_independent") == of(design, "paths.way.p99")
        assert of(design, "paths.way.p99_sum") == about(0.150)
        assert of(design, "design.correlation") == 0

    @pytest.mark.parametrize(("stated", "at_least", "at_most"), [("independent", 0.0918, 0.0927),
                                                                 ("0.3", 0.093, 0.1499),
                                                                 ("1", 0.149, 0.151)])  # fmt: skip
    def test_correlation(self, stated: str, at_least: float, at_most: float, tmp_path: Path) -> None:
        design = faultless(tmp_path, self.STAGES, more=f"correlation: {stated}\n")
        assert at_least < of(design, "paths.way.p99") < at_most
        assert of(design, "paths.way.p99_independent") == about(0.092246, rel=0.005)

    def test_the_same_input_gives_the_same_numbers(self, tmp_path: Path) -> None:
        one, two = (faultless(tmp_path / n, self.STAGES) for n in "ab")
        assert {id: one.graph.value(id) for id in one.graph.ids("paths.")} == {
            id: two.graph.value(id) for id in two.graph.ids("paths.")
        }

    def test_other_numbers_without_another_analysis(self, tmp_path: Path) -> None:
        """The graph computes a path again with other inputs, as what-if and alternatives do."""
        design = faultless(tmp_path, "[{batch: append}, {waits: 1 ms}]")
        found = design.graph.evaluate({"flows.append.batch_wait": 0.1}, ["paths.way.p99"])
        assert found["paths.way.p99"] == about(0.1, rel=0.01)

    def test_over_samples_of_the_inputs(self, tmp_path: Path) -> None:
        numpy = pytest.importorskip("numpy")
        design = faultless(tmp_path, "[{batch: append}, {waits: 1 ms}]")
        quantity = design.graph["paths.way.p99"]
        assert quantity.formula is not None
        waits = numpy.array([0.008, 0.1])
        arguments = {n: a if isinstance(a, str) else a.value for n, a in quantity.inputs.items()}
        values = {
            n: waits if a == "flows.append.batch_wait" else design.graph.value(a) if isinstance(a, str) else a
            for n, a in arguments.items()
        }
        found = quantity.formula.values(values)["result"]
        assert found[0] == about(of(design, "paths.way.p99"))
        assert found[1] == about(0.1, rel=0.01)

    def test_one_derivation_names_all_that_goes_in(self, tmp_path: Path) -> None:
        design = faultless(tmp_path, "[{batch: append}, {waits: 1 ms}]")
        assert {"flows.append.batch_wait", "paths.way.stages.2.time"} <= set(
            design.graph["paths.way.p99"].depends_on
        )
        formula = design.graph["paths.way.p99"].formula
        assert formula is not None and formula.sources
        assert "a batch + a fixed time" in formula.title


class TestObjectives:
    def slo(self, tmp_path: Path, slo: str, stages: str = "[{waits: 30 ms}, {waits: 10 ms}]") -> Analysis:
        return built(tmp_path, stages, slos="{fast: {" + slo + "}}")

    def test_met(self, tmp_path: Path) -> None:
        design = self.slo(tmp_path, "for: paths.way, latency: 50 ms, at: p99")
        assert of(design, "slos.fast.reached") == about(0.04)
        assert of(design, "slos.fast.margin") == about(0.2)
        assert design.graph.value("slos.fast.met") is True

    def test_missed(self, tmp_path: Path) -> None:
        design = self.slo(tmp_path, "for: paths.way, latency: 20 ms, at: p99")
        assert of(design, "slos.fast.margin") == about(-1)
        assert design.graph.value("slos.fast.met") is False

    @pytest.mark.parametrize(("at", "expected"), [("p50", 4.0), ("p99", 7.92), ("p99.9", 7.992)])
    def test_at_its_own_percentile(self, at: str, expected: float, tmp_path: Path) -> None:
        design = self.slo(tmp_path, f"for: paths.way, freshness: 1 min, at: {at}", "[{batch: append}]")
        assert of(design, "slos.fast.reached") == about(expected / 1000)

    def test_of_a_workload_with_one_path(self, tmp_path: Path) -> None:
        design = self.slo(tmp_path, "for: workloads.click, latency: 50 ms, at: p99")
        assert of(design, "slos.fast.reached") == about(0.04)

    def test_of_nothing_that_has_a_path(self, tmp_path: Path) -> None:
        design = self.slo(tmp_path, "for: tiers.front, latency: 50 ms, at: p99")
        assert design.graph.value("slos.fast.reached") is None
        assert "no path" in design.graph["slos.fast.reached"].note


class TestUnknown:
    """Unknown is never zero: one stage that nobody knows makes its path unknown, and says why."""

    @pytest.mark.parametrize(
        ("stage", "reason"),
        [
            ("rtt: browser -> front", "where browser is, or in which regions front runs, is not stated"),
            ("handshake: auto", "how many requests a connection carries is not stated"),
            ("took: {p50: 2 ms}", "no 99th percentile is stated"),
            ("took: {p99: 2 ms}", "no median is stated"),
            ("batch: look", "the flow look is not batched"),
            ("call: quiet", "the service silent states no latency"),
        ],
    )
    def test_says_why(self, stage: str, reason: str, tmp_path: Path) -> None:
        capacity = TIERS + "  quiet: {from: front, to: silent, of: clicks, protocol: https}\n"
        design = built(
            tmp_path, f"[{{{stage}}}, {{waits: 1 ms}}]", capacity=capacity,
            slos="{fast: {for: paths.way, latency: 50 ms}}",
        )  # fmt: skip
        assert [f.message for f in design.findings if not f.code.startswith("N1")] == []
        for part in ("p50", "p99", "mean"):
            assert design.graph.value(f"paths.way.{part}") is None
        assert reason in design.paths["way"].unknown or reason in design.paths["way"].stages[0].unknown
        assert reason in design.graph["paths.way.p99"].note
        assert design.graph.value("slos.fast.reached") is None
        assert design.graph.value("paths.way.stages.2.p99") == about(0.001)


class TestBadNumbers:
    """Outside a formula's limits there is a finding with the law and the numbers, and no number."""

    @pytest.mark.parametrize(
        ("stages", "reason"),
        [
            ("[{when: 130%, stages: [{waits: 1 ms}]}]", "a share lies between 0% and 100%"),
            ("[{took: {p50: 9 ms, p99: 2 ms}}]", "99th percentile is at least its median"),
            ("[{call: look, times: 2, wait: 3}]", "3 answers are wanted of 2"),
            ("[{call: look, times: 0}]", "0 at the same time are not composed"),
            ("[{waits: -5 s}]", "a time is not negative"),
            ("[{first_of: [{call: look}], after: -1 ms}]", "a time is not negative"),
            ("[{waits: 1 s}, {waits: 2 s}]\ncorrelation: 2", "a correlation lies between 0"),
            ("[{call: look, times: 1G}]", "at the same time are not composed"),
        ],
    )
    def test_finding(self, stages: str, reason: str, tmp_path: Path) -> None:
        design = built(tmp_path, stages)
        found = [f for f in design.findings if f.code == "N305"]
        assert len(found) == 1, "once, not in every figure that follows"
        assert reason in found[0].message
        assert design.graph.value("paths.way.p99") is None

    def test_a_quorum_larger_than_its_copies(self, tmp_path: Path) -> None:
        design = built(tmp_path, "[{commit: kept}]", iterations="cluster: {kept: {rf: 3, write: 4, read: 1}}")
        assert design.graph.value("paths.way.p99") is None
        assert "fewer copies than are to acknowledge a write" in design.graph["paths.way.p99"].note

    def test_a_full_queue_is_a_finding_and_no_number(self, tmp_path: Path) -> None:
        design = built(
            tmp_path, "[{queue: front}]", iterations="",
            capacity=TIERS.replace("nodes: 4, work", "nodes: 1, work"),
        )  # fmt: skip
        found = [f for f in design.findings if f.code == "N305"]
        assert any("utilisation must stay below 1: the queue has no steady state" in f.message for f in found)
        assert "tiers.front.queue.utilisation = 1" in found[0].help
        assert design.graph.value("paths.way.p99") is None
        assert design.graph.value("tiers.front.queue.p99") is None

    def test_no_load(self, tmp_path: Path) -> None:
        """Nothing arrives, nobody waits, and nothing is divided by zero without saying so."""
        quiet = """
        clients: {browser: {}}
        workloads: {click: {from: browser, kind: write, average: 0/s, peak: 0/s}}
        """
        design = built(tmp_path, "[{queue: front}, {waits: 1 ms}]", context=quiet)
        assert design.graph.value("paths.way.p99") is None or of(design, "paths.way.p99") >= 0.001

    def test_a_name_that_nothing_defines(self, tmp_path: Path) -> None:
        design = built(tmp_path, "[{queue: nowhere}, {call: nothing}, {commit: none}, {rtt: a -> b}]")
        assert {f.code for f in design.findings if not f.code.startswith("N1")} == {"N201"}
        assert design.graph.value("paths.way.p99") is None


@pytest.mark.parametrize("slug", ["ad-click-aggregator", "task-scheduler"])
def test_the_published_designs(slug: str) -> None:
    design = analyse(load_design(ROOT / "designs" / slug), alternatives=False)
    assert design.paths
    for name, path in design.paths.items():
        assert path.unknown == "", name
        p50, mean, p99, bound = (of(design, f"paths.{name}.{p}") for p in ("p50", "mean", "p99", "p99_sum"))
        assert 0 < p50 < p99 <= bound * 1.001, name
        assert mean == about(sum(of(design, f"{stage.id}.mean") for stage in path.stages), rel=1e-6)
    assert all(design.graph.value(id) is True for id in design.graph.ids("slos.") if id.endswith(".met"))


def test_an_analysis_needs_no_numpy() -> None:
    script = (
        "import sys; from pathlib import Path; from nalsd.designs import load_design; "
        "from nalsd.analysis import analyse; analyse(load_design(Path('designs/ad-click-aggregator'))); "
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT / "plugin"), "PATH": ""},
    )  # fmt: skip
    assert done.stdout.strip() == "False"
