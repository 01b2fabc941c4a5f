"""One workload, one tier, one machine: every number by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, about, analysed, clean, findings

TIER = (
    BOX
    + FLAT
    + """
tiers: {front: {machine: box, work: {clicks: {each: 100 us}}}}
flows: {clicks: {from: workloads.click, to: front, protocol: tcp}}
"""
)
PEAK = """
clients: {browser: {}}
workloads:
  click: {from: browser, kind: write, average: 2M/s, peak: 5M/s, request: 500 B, response: 40 B}
"""


@pytest.fixture(scope="module")
def tier(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return clean(tmp_path_factory.mktemp("tier"), context=PEAK, capacity=TIER)


class TestWorkload:
    """Sources: the second case study's own figures (2M/s and 5M/s of 500 B)."""

    def test_payload(self, tier: Analysis) -> None:
        assert tier.graph.value("workloads.click.peak_payload") == 5e6 * 500
        assert tier.graph.value("workloads.click.average_payload") == 2e6 * 500
        assert tier.graph.value("workloads.click.peak_response_payload") == 5e6 * 40

    def test_volumes_come_from_the_average(self, tier: Analysis) -> None:
        """86.4 TB a day and not 216: a peak does not last a day."""
        assert tier.graph.value("workloads.click.daily_volume") == about(86.4e12)
        assert tier.graph.value("workloads.click.daily_requests") == about(172.8e9)
        assert tier.graph.value("workloads.click.yearly_volume") == about(86.4e12 * 365)

    def test_peak_factor(self, tier: Analysis) -> None:
        assert tier.graph.value("workloads.click.peak_factor") == 2.5

    def test_roles_tell_peaks_from_averages(self, tier: Analysis) -> None:
        assert tier.graph["workloads.click.peak_payload"].role == "peak"
        assert tier.graph["workloads.click.average_payload"].role == "average"
        assert tier.graph["workloads.click.daily_volume"].role == "volume"

    def test_on_the_wire(self, tier: Analysis) -> None:
        """52 B of IPv4 and TCP with timestamps, 18 B Ethernet, 20 B preamble and gap: 590 B for 500 B."""
        assert tier.graph.value("workloads.click.request_wire") == 590
        assert tier.graph.value("workloads.click.response_wire") == 130
        assert tier.graph.value("workloads.click.peak_wire") * 8 == about(23.6e9)
        assert tier.graph.value("workloads.click.wire_overhead") == about(90 / 500)


class TestResources:
    def of(self, tier: Analysis, id: str) -> float:
        return tier.graph.value(f"tiers.front.single.{id}")

    def test_network_each_direction_by_itself(self, tier: Analysis) -> None:
        """In 5M x 590 B = 2.95 GB/s, out 5M x 130 B = 0.65 GB/s; half of 1.25 GB/s is allowed."""
        assert self.of(tier, "network_in.demand") == about(2.95e9)
        assert self.of(tier, "network_out.demand") == about(0.65e9)
        assert self.of(tier, "network_in.supply") == 1.25e9
        assert self.of(tier, "network_in.need") == about(2.95e9 / 0.625e9)
        assert self.of(tier, "network.need") == about(2.95e9 / 0.625e9)

    def test_packets(self, tier: Analysis) -> None:
        """One each way; the machine takes the lesser of 4M allowed and 10 queues x 500k of a socket."""
        assert self.of(tier, "packets.demand") == about(10e6)
        assert self.of(tier, "packets.by_queues") == about(10 * 500e3)
        assert self.of(tier, "packets.supply") == 4e6
        assert self.of(tier, "packets.need") == about(5)

    def test_cpu_is_work_and_packets(self, tier: Analysis) -> None:
        """5M x 100 us = 500 cores, and 10M packets over 500k a core = 20 cores."""
        assert self.of(tier, "cpu.work.clicks") == about(500)
        assert self.of(tier, "cpu.kernel") == about(20)
        assert self.of(tier, "cpu.demand") == about(520)

    def test_cpu_s_headroom_is_the_larger_of_target_and_staffing(self, tier: Analysis) -> None:
        """Target: 520 / (10 x 50%) = 104. Staffing: a + 1.16 √a = 10 leaves a = 6.943, and 520 / a = 74.9."""
        assert self.of(tier, "cpu.need_by_target") == about(104)
        staffed = self.of(tier, "cpu.staffed")
        assert staffed + 1.16 * staffed**0.5 == about(10)
        assert self.of(tier, "cpu.need_by_staffing") == about(520 / staffed)
        assert self.of(tier, "cpu.need") == about(104)
        assert self.of(tier, "cpu.allowed_share") == 0.5

    def test_nodes_and_bottleneck(self, tier: Analysis) -> None:
        """Needs: network 4.72, packets 5, CPU 104: rounded up once, at the end."""
        assert self.of(tier, "needed") == 104
        assert self.of(tier, "bottleneck") == "cpu"
        assert self.of(tier, "deployed") == self.of(tier, "nodes") == 104
        assert tier.graph.value("design.nodes") == 104
        assert tier.graph.value("design.price") * 730 * 3600 == about(10400)

    def test_utilisation_is_busy_over_installed(self, tier: Analysis) -> None:
        """No headroom in it: 520 of 1,040 cores."""
        assert self.of(tier, "cpu.utilisation") == about(0.5)
        assert self.of(tier, "network_in.utilisation") == about(2.95e9 / (104 * 1.25e9))
        assert self.of(tier, "network.utilisation") == self.of(tier, "network_in.utilisation")
        assert self.of(tier, "packets.utilisation") == about(10e6 / (104 * 4e6))

    def test_multiples(self, tier: Analysis) -> None:
        """CPU is at its target now and full at twice the load; the network at 104 x 0.625 / 2.95 times."""
        assert self.of(tier, "cpu.multiple_target") == about(1)
        assert self.of(tier, "cpu.multiple_full") == about(2)
        assert self.of(tier, "network_in.multiple_target") == about(104 * 0.625e9 / 2.95e9)
        assert self.of(tier, "network_in.multiple_full") == about(104 * 1.25e9 / 2.95e9)

    def test_verdict(self, tier: Analysis) -> None:
        assert tier.verdict == "feasible"

    def test_nothing_of_drives_or_memory(self, tier: Analysis) -> None:
        """No store is on the tier and it keeps no state: they are not used, and that is not unknown."""
        assert tier.tiers["front"].resources == ["network_in", "network_out", "packets", "cpu"]
        assert tier.tiers["front"].unknown == []


class TestStatedNodes:
    def with_nodes(self, folder: Path, nodes: int) -> Analysis:
        return clean(
            folder, context=PEAK, capacity=TIER.replace("machine: box,", f"machine: box, nodes: {nodes},")
        )

    def test_are_held_against_the_need(self, tmp_path: Path) -> None:
        few = self.with_nodes(tmp_path, 60)
        assert few.graph.value("tiers.front.single.needed") == 104
        assert few.graph.value("tiers.front.single.deployed") == 60
        assert few.graph.value("tiers.front.single.cpu.utilisation") == about(520 / 600)
        assert few.graph.value("tiers.front.single.overload") == about(104 / 60)
        assert few.verdict == "infeasible"
        assert few.tiers["front"].stated

    def test_more_than_needed_are_feasible(self, tmp_path: Path) -> None:
        many = self.with_nodes(tmp_path, 130)
        assert many.verdict == "feasible"
        assert many.graph.value("tiers.front.single.cpu.utilisation") == about(0.4)
        assert many.graph.value("tiers.front.single.cpu.multiple_full") == about(2.5)


class TestPolicies:
    def test_a_tier_may_have_its_own_target(self, tmp_path: Path) -> None:
        text = TIER.replace("machine: box,", "machine: box, headroom: {cpu: 65%},")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.cpu.need_by_target") == about(520 / 6.5)
        assert found.graph.value("tiers.front.single.packets.need") == about(5), "the others keep theirs"

    def test_defaults_are_shown_as_defaults(self, tmp_path: Path) -> None:
        found = clean(tmp_path, context=PEAK, capacity=TIER.replace(FLAT, ""))
        target = found.graph["tiers.front.target.cpu"]
        assert target.default and target.source is not None and target.value == 0.6

    def test_staffing_counts_where_it_asks_for_more(self, tmp_path: Path) -> None:
        """At a target of 90% the staffing of 10 cores, 6.943 busy, is the stricter one."""
        found = clean(tmp_path, context=PEAK, capacity=TIER.replace("cpu: 50%", "cpu: 90%"))
        value = found.graph.value
        assert value("tiers.front.single.cpu.need") == value("tiers.front.single.cpu.need_by_staffing")
        assert value("tiers.front.single.cpu.allowed_share") == about(
            value("tiers.front.single.cpu.staffed") / 10
        )

    def test_overheads_add_to_the_work(self, tmp_path: Path) -> None:
        """20 cores with 20% and 10% are 26, not 26.4: the shares are of the work (A18)."""
        text = TIER.replace("machine: box,", "machine: box, overhead: {os: 20%, runtime: 10%},")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.cpu.demand") == about(520 * 1.3)


class TestProfiles:
    @pytest.mark.parametrize(
        ("work", "cores"),
        [
            ("rate: 250k op/s/core", 5e6 / 250e3),
            ("each: 2 us", 5e6 * 2e-6),
            ("rate: 500 MB/s/core", 5e6 * 500 / 500e6),
        ],
    )
    def test_by_operations_by_time_or_by_bytes(self, tmp_path: Path, work: str, cores: float) -> None:
        found = clean(tmp_path, context=PEAK, capacity=TIER.replace("each: 100 us", work))
        assert found.graph.value("tiers.front.single.cpu.work.clicks") == about(cores)

    def test_the_design_s_own(self, tmp_path: Path) -> None:
        text = TIER.replace("each: 100 us", "profile: join") + "profiles: {join: {each: 10 us}}\n"
        assert clean(tmp_path, context=PEAK, capacity=text).graph.value(
            "tiers.front.single.cpu.work.clicks"
        ) == about(50)

    def test_one_measured_through_the_network_holds_its_packets_already(self, tmp_path: Path) -> None:
        """Nothing is counted twice: HTTPS at 40,207 a core was measured with the kernel's work in it."""
        text = TIER.replace("{each: 100 us}", "{profile: tls_light}")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.cpu.work.clicks") == about(5e6 / 40207)
        assert found.graph.get("tiers.front.single.cpu.kernel") is None
        assert found.graph.value("tiers.front.single.cpu.demand") == about(5e6 / 40207)
        assert found.graph.value("tiers.front.single.packets.demand") == about(10e6), (
            "the packets are still there"
        )

    @pytest.mark.parametrize("marked", [True, False])
    def test_the_design_s_own_measured_through_the_network(self, tmp_path: Path, marked: bool) -> None:
        """10 us for each of 5M requests are 50 cores; the kernel's 10M packets are in them, if it says so."""
        own = "{each: 10 us, end_to_end: %s}" % ("true" if marked else "false")
        text = TIER.replace("each: 100 us", "profile: join") + f"profiles: {{join: {own}}}\n"
        value = clean(tmp_path, context=PEAK, capacity=text).graph.value
        kernel = 0 if marked else 10e6 / value("constants.packets.socket")
        assert value("tiers.front.single.cpu.demand") == about(50 + kernel)

    def test_an_unknown_one_is_a_finding_with_the_nearest(self, tmp_path: Path) -> None:
        found = analysed(tmp_path, context=PEAK, capacity=TIER.replace("each: 100 us", "profile: mediun"))
        assert findings(found) == ["N201"]
        (finding,) = [f for f in found.findings if f.code == "N201"]
        assert "`medium`" in finding.help
        line = Path(finding.location.file).read_text().splitlines()[finding.location.line - 1]
        assert line[finding.location.column - 1 :].startswith("mediun")
        assert found.verdict == "feasible as far as known"
        assert found.tiers["front"].unknown == ["cpu"]


class TestCores:
    def test_what_one_process_can_use(self, tmp_path: Path) -> None:
        text = TIER.replace("machine: box,", "machine: box, concurrency: 1,")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.cpu.supply") == 1
        assert found.graph.value("tiers.front.single.cpu.need_by_target") == about(1040)

    def test_scaling_losses(self, tmp_path: Path) -> None:
        """USL: 10 / (1 + 0.03 x 9 + 0.0005 x 10 x 9) = 10 / 1.315 cores' worth."""
        text = TIER.replace("machine: box,", "machine: box, scaling: 'usl(0.03, 0.0005)',")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.cpu.supply") == about(10 / 1.315)

    def test_an_unknown_law_is_a_finding(self, tmp_path: Path) -> None:
        text = TIER.replace("machine: box,", "machine: box, scaling: amdahl(0.9),")
        assert findings(analysed(tmp_path, context=PEAK, capacity=text)) == ["N302"]

    def test_background_work_reserves_its_share(self, tmp_path: Path) -> None:
        text = TIER.replace("machine: box,", "machine: box, background: {compaction: {reserve: {cpu: 25%}}},")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.cpu.supply") == about(7.5)


class TestForwarding:
    """A packet-bound load balancer: the packets are the work."""

    LB = (
        BOX
        + FLAT
        + """
tiers: {lb: {machine: box, datapath: DATAPATH}}
flows: {packets: {from: workloads.packet, to: lb, protocol: udp}}
"""
    )
    PACKETS = """
workloads:
  packet: {kind: forward, average: 10M/s, peak: 10M/s, request: 40 B, unit: packet}
"""

    @pytest.mark.parametrize(("datapath", "each"), [("ipvs", 1.2e6), ("xdp", 5.2e6)])
    def test_by_datapath(self, tmp_path: Path, datapath: str, each: float) -> None:
        """10M packets in; a core takes 1.2M by IPVS, 5.2M by XDP (the XDP paper's table)."""
        found = clean(tmp_path, context=self.PACKETS, capacity=self.LB.replace("DATAPATH", datapath))
        value = found.graph.value
        assert value("tiers.lb.single.packets.demand") == about(10e6)
        assert value("tiers.lb.single.cpu.demand") == about(10e6 / each)
        assert value("tiers.lb.single.packets.supply") == about(min(4e6, 10 * each))
        assert value("tiers.lb.single.packets.need") == about(10e6 / 2e6)
        assert value("tiers.lb.single.needed") == max(5, -(-10e6 / each // 5))
        assert value("tiers.lb.single.bottleneck") == "packets"

    def test_small_packets_fill_the_least_frame(self, tmp_path: Path) -> None:
        """40 B of UDP: 40 + 28 + 18 + 20 = 106 B of line time."""
        found = clean(tmp_path, context=self.PACKETS, capacity=self.LB.replace("DATAPATH", "xdp"))
        assert found.graph.value("tiers.lb.single.network_in.demand") == about(10e6 * 106)

    @pytest.mark.parametrize(("datapath", "each"), [("ipvs", 1.2e6), ("xdp", 5.2e6)])
    def test_a_packet_that_passes_is_one_packet(self, tmp_path: Path, datapath: str, each: float) -> None:
        """The published rates of forwarders count a packet that comes in and goes out again once."""
        text = self.LB.replace("DATAPATH}", "DATAPATH}, proxy: {machine: box}")
        text = text.replace("DATAPATH", datapath)
        text = text.replace("protocol: udp}}", "protocol: udp}, onward: {from: lb, to: proxy, of: packets, "
                            "protocol: udp}}")  # fmt: skip
        value = clean(tmp_path, context=self.PACKETS, capacity=text).graph.value
        assert value("tiers.lb.single.packets.demand") == about(10e6)
        assert value("tiers.lb.single.cpu.demand") == about(10e6 / each)
        assert value("tiers.lb.single.network_out.demand") == about(10e6 * 106)
        assert value("tiers.proxy.single.packets.demand") == about(10e6)

    def test_handshakes_pass_a_forwarder_and_end_behind_it(self, tmp_path: Path) -> None:
        """50k requests a second, 10 on a connection, 5k opened: the requests and answers are 100k packets, at
        the balancer once each; opening and closing takes 13 packets a connection. Only the proxy signs."""
        context = """
clients: {browser: {connections: {requests: 10, open: 1k, tls: {full: 100%}}}}
workloads: {ask: {from: browser, kind: read, average: 50k/s, peak: 50k/s, request: 200 B, response: 200 B}}
"""
        tiers = "tiers: {lb: {machine: box, datapath: ipvs}, proxy: {machine: box, profile: light}}\n"
        flows = "flows:\n  enter: {from: workloads.ask, to: lb, protocol: https}\n"
        flows += "  onward: {from: lb, to: proxy, of: enter, response: 200 B, protocol: https}\n"
        found = clean(tmp_path, context=context, capacity=BOX + FLAT + tiers + flows)
        value = found.graph.value
        opening = 5e3 * value("constants.packets.per_connection")
        assert value("tiers.lb.single.packets.demand") == about(100e3 + opening)
        assert value("tiers.lb.single.cpu.demand") == about((100e3 + opening) / 1.2e6)
        assert found.graph.ids("tiers.lb.single.cpu.handshakes") == []
        signing = 5e3 / value("constants.handshakes.full")
        assert value("tiers.proxy.single.cpu.handshakes.browser") == about(signing)
        assert value("tiers.proxy.single.packets.demand") == about(100e3 + opening)

    def test_answers_that_go_around_take_their_half_of_the_handshakes_along(self, tmp_path: Path) -> None:
        context = """
clients: {browser: {connections: {requests: 10, tls: {full: 100%}}}}
workloads: {ask: {from: browser, kind: read, average: 50k/s, peak: 50k/s, request: 200 B, response: 200 B}}
"""
        tiers = "tiers: {lb: {machine: box, datapath: xdp}, proxy: {machine: box, profile: light}}\n"
        flows = """
flows:
  enter: {from: workloads.ask, to: lb, protocol: udp}
  onward: {from: lb, to: proxy, of: enter, protocol: udp}
  reply: {from: proxy, to: clients.browser, of: onward, size: 200 B, protocol: udp, bypasses: [lb]}
"""
        value = clean(tmp_path, context=context, capacity=BOX + FLAT + tiers + flows).graph.value
        half = 5e3 * value("constants.packets.per_connection") / 2
        assert value("tiers.lb.single.packets.demand") == about(50e3 + half)

    def test_a_client_that_counts_packets_has_counted_those_that_open(self, tmp_path: Path) -> None:
        context = self.PACKETS.replace("packet: {", "packet: {from: browser, ")
        context = "clients: {browser: {connections: {new: 100k/s, tls: {full: 100%}}}}" + context
        found = clean(tmp_path, context=context, capacity=self.LB.replace("DATAPATH", "xdp"))
        assert found.graph.value("tiers.lb.single.packets.demand") == about(10e6)

    def test_without_a_packet_allowance_the_queues_bind(self, tmp_path: Path) -> None:
        text = self.LB.replace("DATAPATH", "ipvs").replace("packets: 4M packet/s", "packets: unknown")
        found = clean(tmp_path, context=self.PACKETS, capacity=text)
        assert found.graph.value("tiers.lb.single.packets.supply") == about(12e6)


class TestUnknown:
    def test_an_unknown_supply_is_neither_infinite_nor_zero(self, tmp_path: Path) -> None:
        text = TIER.replace("nic: 10 Gbps", "nic: unknown")
        found = clean(tmp_path, context=PEAK, capacity=text)
        assert found.graph.value("tiers.front.single.network_in.supply") is None
        assert found.graph.value("tiers.front.single.needed") == 104, "of what is known"
        assert "network" in found.tiers["front"].unknown
        assert found.verdict == "feasible as far as known"

    def test_infeasible_comes_before_unknown(self, tmp_path: Path) -> None:
        text = TIER.replace("nic: 10 Gbps", "nic: unknown").replace(
            "machine: box,", "machine: box, nodes: 3,"
        )
        assert clean(tmp_path, context=PEAK, capacity=text).verdict == "infeasible"

    def test_an_unknown_demand_is_unknown_too(self, tmp_path: Path) -> None:
        found = clean(tmp_path, context=PEAK.replace("peak: 5M/s", "peak: unknown"), capacity=TIER)
        assert found.graph.value("tiers.front.single.needed") is None
        assert found.graph.value("design.nodes") is None
        assert found.verdict == "feasible as far as known"

    def test_stated_nodes_prove_nothing_where_the_need_has_no_value(self, tmp_path: Path) -> None:
        """A batch below one is outside its formula: what the tier needs cannot be said."""
        text = TIER.replace("machine: box,", "machine: box, nodes: 200,").replace(
            "protocol: tcp", "protocol: tcp, batch: {size: 0.5}"
        )
        found = analysed(tmp_path, context=PEAK, capacity=text)
        assert findings(found) == ["N305"]
        assert found.graph.value("tiers.front.single.needed") is None
        assert found.verdict == "feasible as far as known"

    def test_no_tier_is_not_feasible_outright(self, tmp_path: Path) -> None:
        assert clean(tmp_path, context=PEAK).verdict == "feasible as far as known"


def test_a_tier_goes_by_its_label_everywhere(tmp_path: Path) -> None:
    """Otherwise one page would call it by two names."""
    capacity = TIER.replace("front: {machine", "front: {label: OLAP gate, machine")
    architecture = "paths: {way: {stages: [{queue: front}]}}"
    stress = "stress: {sale: {kind: surge, load: 1.5x, of: workloads.click}}"
    graph = analysed(
        tmp_path, context=PEAK, capacity=capacity, architecture=architecture, stress=stress
    ).graph
    labels = {quantity.label for quantity in graph if "front" in quantity.id}
    assert labels
    assert [label for label in labels if "front" in label.lower()] == []
    assert "OLAP gate, CPU, nodes needed" in labels
    assert str(graph.value("stress.sale.binds")).startswith("OLAP gate")
    assert "Way, queue of OLAP gate" in {q.label.rpartition(",")[0] for q in graph}
