"""Load carried along flows: rates, batches, sizes, packets each way, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, FLAT, about, analysed, clean, findings

CONTEXT = """
assumptions: {followers: 220, active_ads: 1.2M ad}
units: [ad]
clients: {browser: {}}
workloads:
  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B, response: 40 B}
  look: {from: browser, kind: read, average: 10k/s, peak: 30k/s, request: 100 B, response: 3 kB}
"""
TIERS = "tiers: {edge: {machine: box}, log: {machine: box}, stream: {machine: box}}\n"
FRAME = 90
"""Bytes of the wire around a TCP segment: 20 IP, 32 TCP with timestamps, 18 Ethernet, 20 preamble and gap."""


def flows(folder: Path, text: str, context: str = CONTEXT, more: str = "", tiers: str = TIERS) -> Analysis:
    return clean(folder, context=context, capacity=f"{BOX}{FLAT}{tiers}flows:\n{text}{more}")


class TestRates:
    def test_are_taken_over_from_the_workload(self, tmp_path: Path) -> None:
        value = flows(tmp_path, "  enter: {from: workloads.click, to: edge, protocol: tcp}\n").graph.value
        assert (value("flows.enter.rate"), value("flows.enter.average")) == (5000, 2000)
        assert (value("flows.enter.size"), value("flows.enter.response_size")) == (500, 40)

    def test_follow_the_flow_before_by_a_ratio(self, tmp_path: Path) -> None:
        """Fan-out to 220 followers: 5,000 x 220 = 1.1M a second at peak, 440k on average."""
        value = flows(
            tmp_path,
            """\
  enter: {from: workloads.click, to: edge, protocol: tcp}
  push: {from: edge, to: log, of: enter, ratio: followers, size: 16 B, protocol: tcp}
""",
        ).graph.value
        assert value("flows.push.rate") == about(1.1e6)
        assert value("flows.push.average") == about(440e3)
        assert value("flows.push.payload") == about(1.1e6 * 16)

    def test_in_any_order_of_the_file(self, tmp_path: Path) -> None:
        value = flows(
            tmp_path,
            """\
  push: {from: edge, to: log, of: enter, ratio: 2, protocol: tcp}
  enter: {from: workloads.click, to: edge, protocol: tcp}
""",
        ).graph.value
        assert value("flows.push.rate") == 10000

    def test_chains_multiply(self, tmp_path: Path) -> None:
        value = flows(
            tmp_path,
            """\
  enter: {from: workloads.click, to: edge, protocol: tcp}
  half: {from: edge, to: log, of: enter, ratio: 50%, protocol: tcp}
  third: {from: log, to: stream, of: half, ratio: 3, protocol: tcp}
""",
        ).graph.value
        assert value("flows.third.rate") == about(5000 * 0.5 * 3)

    def test_of_their_own(self, tmp_path: Path) -> None:
        """1.2M ads once a minute are 20k a second, whatever the load."""
        value = flows(
            tmp_path,
            "  flush: {from: edge, to: log, rate: active_ads / 1 min, size: 40 B, mode: async}\n",
        ).graph.value
        assert value("flows.flush.rate") == value("flows.flush.average") == about(20e3)

    def test_behind_a_cache(self, tmp_path: Path) -> None:
        """3% of 30k reads miss."""
        found = clean(
            tmp_path,
            context=CONTEXT,
            slo="""
            stores:
              posts: {tier: log, engine: btree, row: 1 kB, rows: 1G, read_by: [miss]}
              cache: {tier: stream, engine: memory, caches: posts, hit_ratio: 97%,
                      popularity: zipf(0.9), row: 1 kB}
            """,
            capacity=f"""{BOX}{FLAT}{TIERS}
flows:
  open: {{from: workloads.look, to: edge, protocol: tcp}}
  miss: {{from: edge, to: log, of: open, ratio: 1 - stores.cache.hit_ratio, protocol: tcp}}
""",
        )
        assert found.graph.value("flows.miss.rate") == about(900)
        assert found.graph.value("stores.posts.peak_read_rate") == about(900)

    def test_the_shorthands_of_a_flow(self, tmp_path: Path) -> None:
        found = flows(
            tmp_path,
            """\
  enter: {from: workloads.click, to: edge, protocol: tcp, batch: {size: 10}}
  twice: {from: edge, to: log, rate: 2 * enter.rate + enter.average, protocol: tcp}
""",
            more="""\
limits:
  wire: {of: flows.enter, each: node, load: enter.bytes, at_most: 5 MB/s, grows_by: nothing}
  parts: {of: flows.enter, each: node, load: enter.messages, at_most: 1000 message/s, grows_by: nothing}
""",
        )
        assert found.graph.value("flows.twice.rate") == 12000
        assert found.graph.value("limits.wire.load") == 2.5e6
        assert found.graph.value("limits.parts.utilisation") == about(0.5)

    def test_planned_for_a_later_year(self, tmp_path: Path) -> None:
        """30% a year for two years: 5,000 x 1.69."""
        context = CONTEXT.replace("response: 40 B}", "response: 40 B, growth: 30%/y}")
        found = clean(
            tmp_path,
            index="plan_for: 2 y",
            context=context,
            capacity=BOX + FLAT + TIERS + "flows: {enter: {from: workloads.click, to: edge, protocol: tcp}}",
        )
        value = found.graph.value
        assert value("workloads.click.peak") == 5000
        assert value("workloads.click.planned_peak") == about(5000 * 1.69)
        assert value("flows.enter.rate") == about(5000 * 1.69)
        assert value("flows.enter.average") == about(2000 * 1.69)
        assert value("workloads.click.volume_year_1") == about(2000 * 500 * 86400 * 365)
        assert value("workloads.click.volume_year_3") == about(2000 * 500 * 86400 * 365 * 1.69)


class TestBatches:
    def test_by_size(self, tmp_path: Path) -> None:
        """200 of 500 B are 100,000 B: 70 packets of 1,448 B, and 25 messages a second."""
        value = flows(
            tmp_path,
            """\
  enter: {from: workloads.click, to: edge, protocol: tcp}
  produce: {from: edge, to: log, of: enter, batch: {size: 200, wait: 5 ms}, protocol: tcp}
""",
        ).graph.value
        assert value("flows.produce.messages") == 25
        assert value("flows.produce.message_bytes") == 100_000
        assert value("flows.produce.message_packets") == 70
        assert value("flows.produce.message_wire") == 100_000 + 70 * FRAME
        assert value("flows.produce.payload") == 2.5e6, "a batch changes no payload"
        assert value("flows.produce.batch_wait") == about(0.005)

    def test_by_bytes(self, tmp_path: Path) -> None:
        """1 MiB holds 2,097 rows of 500 B."""
        value = flows(
            tmp_path,
            "  enter: {from: workloads.click, to: edge, batch: {bytes: 1 MiB}, protocol: tcp}\n",
        ).graph.value
        assert value("flows.enter.batch") == 2097
        assert value("flows.enter.messages") == about(5000 / 2097)

    def test_smaller_than_one_row_still_carry_one(self, tmp_path: Path) -> None:
        value = flows(
            tmp_path, "  enter: {from: workloads.click, to: edge, batch: {bytes: 100 B}, protocol: tcp}\n"
        ).graph.value
        assert value("flows.enter.batch") == 1

    def test_below_one_are_outside_the_formula(self, tmp_path: Path) -> None:
        found = analysed(
            tmp_path,
            context=CONTEXT,
            capacity=BOX + TIERS + "flows: {enter: {from: workloads.click, to: edge, batch: {size: 0.5}}}",
        )
        assert "N305" in findings(found)

    def test_three_clicks_of_500_bytes_need_two_packets(self, tmp_path: Path) -> None:
        """3 x 500 B do not fit 1,448 B: the published frame of three clicks is against physics (A9, A10)."""
        value = flows(
            tmp_path, "  enter: {from: workloads.click, to: edge, batch: {size: 3}, protocol: tcp}\n"
        ).graph.value
        assert value("flows.enter.message_packets") == 2
        assert value("flows.enter.messages") * 2 == about(5000 / 3 * 2)


class TestDirections:
    """Packets and bytes to the receiver and back to the sender."""

    def test_of_a_call_the_answer_acknowledges(self, tmp_path: Path) -> None:
        value = flows(tmp_path, "  enter: {from: workloads.click, to: edge, protocol: tcp}\n").graph.value
        assert value("flows.enter.packets_out") == value("flows.enter.packets_back") == 5000
        assert value("flows.enter.wire_out") == 5000 * (500 + FRAME)
        assert value("flows.enter.wire_back") == 5000 * (40 + FRAME)

    def test_of_long_messages_every_second_packet_is_acknowledged(self, tmp_path: Path) -> None:
        """3 kB come back in 3 packets; one acknowledgement of them goes out with the requests' packet."""
        value = flows(tmp_path, "  open: {from: workloads.look, to: edge, protocol: tcp}\n").graph.value
        assert value("flows.open.response_packets") == 3
        assert value("flows.open.packets_back") == 30e3 * 3
        assert value("flows.open.packets_out") == 30e3 * (1 + 1)
        assert value("flows.open.wire_out") == 30e3 * (100 + FRAME + FRAME)
        assert value("flows.open.wire_back") == 30e3 * (3000 + 3 * FRAME)

    @pytest.mark.parametrize("response", ["", ", response: 0 B"])
    def test_without_an_answer_a_request_is_acknowledged_alone(self, tmp_path: Path, response: str) -> None:
        """TCP itself answers: an empty packet of 90 B on the wire for each request."""
        context = f"workloads: {{tick: {{kind: job, average: 10/s, peak: 10/s, request: 1 kB{response}}}}}"
        value = flows(
            tmp_path, "  enter: {from: workloads.tick, to: edge, protocol: tcp}\n", context
        ).graph.value
        assert value("flows.enter.packets_back") == 10
        assert value("flows.enter.wire_back") == 10 * FRAME

    @pytest.mark.parametrize("mode", ["async", "background"])
    def test_one_way_traffic_is_acknowledged_alone(self, tmp_path: Path, mode: str) -> None:
        """10 messages of 100 kB: 70 packets out, 35 acknowledgements of 90 B on the wire back."""
        value = flows(
            tmp_path,
            f"""\
  enter: {{from: workloads.click, to: edge, protocol: tcp}}
  ship: {{from: edge, to: log, rate: 10/s, size: 100 kB, mode: {mode}, protocol: tcp}}
""",
        ).graph.value
        assert value("flows.ship.packets_out") == 700
        assert value("flows.ship.packets_back") == 350
        assert value("flows.ship.wire_back") == 350 * FRAME

    def test_datagrams_are_not_acknowledged(self, tmp_path: Path) -> None:
        """UDP: 20 IP + 8 UDP + 38 around; a datagram that nobody answers."""
        value = flows(
            tmp_path,
            "  metric: {from: edge, to: log, rate: 1000/s, size: 100 B, mode: async, protocol: udp}\n",
        ).graph.value
        assert value("flows.metric.wire_out") == 1000 * (100 + 66)
        assert value("flows.metric.packets_back") == value("flows.metric.wire_back") == 0

    def test_a_pull_is_a_stream_to_the_one_who_pulls(self, tmp_path: Path) -> None:
        """2,500,000 B/s in messages of 2,000 rows: 1 MB each, 691 packets, 346 acknowledgements."""
        value = flows(
            tmp_path,
            """\
  enter: {from: workloads.click, to: edge, protocol: tcp}
  consume: {from: log, to: stream, of: enter, mode: pull, batch: {size: 2000}, protocol: tcp}
""",
        ).graph.value
        assert value("flows.consume.messages") == 2.5
        assert value("flows.consume.packets_out") == 2.5 * 691
        assert value("flows.consume.packets_back") == 2.5 * 346
        out = value("tiers.log.single.network_out.demand")
        assert out == about(2.5 * (1_000_000 + 691 * FRAME))
        assert value("tiers.stream.single.network_in.demand") == about(out)

    def test_https_adds_headers_and_a_record(self, tmp_path: Path) -> None:
        """200 .. 800 B of request headers have the median 400 B; one TLS record adds 22 B: 922 B."""
        value = flows(tmp_path, "  enter: {from: workloads.click, to: edge, protocol: https}\n").graph.value
        assert value("flows.enter.message_bytes") == about(500 + 400 + 22)
        assert value("flows.enter.response_bytes") == about(40 + 288 + 22)

    def test_a_direct_server_return_comes_back_from_behind(self, tmp_path: Path) -> None:
        """The reply goes from the backend past the balancer: nothing of it at the balancer."""
        found = flows(
            tmp_path,
            """\
  enter: {from: workloads.look, to: edge, response: 0 B, bypasses: [edge], protocol: tcp}
  pass: {from: edge, to: log, of: enter, mode: async, protocol: tcp}
  reply: {from: log, to: clients.browser, of: enter, size: 3 kB, bypasses: [edge], mode: async, protocol: tcp}
""",
        )
        value = found.graph.value
        assert value("flows.reply.wire_out") == 30e3 * (3000 + 3 * FRAME)
        assert value("tiers.log.single.network_out.demand") >= value("flows.reply.wire_out")
        assert value("tiers.edge.single.network_out.demand") < 0.1 * value("flows.reply.wire_out")

    def test_encapsulation_is_added_to_each_packet(self, tmp_path: Path) -> None:
        """3 kB in 3 packets, 20 B around each, and the payload stays what it is."""
        value = flows(
            tmp_path,
            """\
  enter: {from: workloads.click, to: edge, size: 3 kB, protocol: tcp}
  inner: {from: edge, to: log, of: enter, adds: 20 B, mode: async, protocol: tcp}
""",
        ).graph.value
        assert value("flows.inner.payload") == 5000 * 3000
        assert value("flows.inner.message_packets") == 3
        assert value("flows.inner.wire_out") == 5000 * (3000 + 3 * (FRAME + 20))

    @pytest.mark.parametrize("adds", ["20 B", "20 B/packet"])
    def test_encapsulation_may_name_its_packet(self, tmp_path: Path, adds: str) -> None:
        value = flows(
            tmp_path,
            f"""\
  enter: {{from: workloads.click, to: edge, protocol: tcp}}
  inner: {{from: edge, to: log, of: enter, adds: {adds}, mode: async, protocol: tcp}}
""",
        ).graph.value
        assert value("flows.inner.wire_out") == 5000 * (500 + FRAME + 20)


class TestTiers:
    CHAIN = """\
  enter: {from: workloads.click, to: edge, protocol: tcp}
  produce: {from: edge, to: log, of: enter, protocol: tcp}
"""

    def test_a_tier_carries_what_arrives_and_what_leaves(self, tmp_path: Path) -> None:
        """In: the requests and the answers of the tier behind; out: the answers and the requests onwards.

        A flow that states no response carries back only acknowledgements, none for a single packet answered
        nobody: one of every packet, rounded up.
        """
        value = flows(tmp_path, self.CHAIN).graph.value
        entering, answer = 5000 * (500 + FRAME), 5000 * (40 + FRAME)
        assert value("flows.produce.wire_back") == 5000 * FRAME
        assert value("tiers.edge.single.network_in.demand") == about(entering + 5000 * FRAME)
        assert value("tiers.edge.single.network_out.demand") == about(answer + entering)
        assert value("tiers.log.single.network_in.demand") == about(entering)
        assert value("tiers.edge.single.packets.demand") == about(5000 * 4)

    def test_work_is_done_where_a_flow_arrives(self, tmp_path: Path) -> None:
        """The default profile at the edge is for what comes in; what leaves costs its packets."""
        found = flows(tmp_path, self.CHAIN)
        assert found.graph.get("tiers.edge.single.cpu.work.enter") is not None
        assert found.graph.get("tiers.edge.single.cpu.work.produce") is None
        assert found.graph.get("tiers.log.single.cpu.work.produce") is not None
        assert found.graph.value("tiers.edge.single.cpu.kernel_packets") == about(10000), "of `produce` alone"

    def test_work_may_be_stated_for_what_leaves(self, tmp_path: Path) -> None:
        tiers = "tiers: {edge: {machine: box, work: {produce: {each: 1 ms}}}, log: {machine: box}}\n"
        found = flows(tmp_path, self.CHAIN, tiers=tiers)
        assert found.graph.value("tiers.edge.single.cpu.work.produce") == about(5)

    def test_work_for_a_flow_that_is_elsewhere_is_a_finding(self, tmp_path: Path) -> None:
        found = analysed(
            tmp_path,
            context=CONTEXT,
            capacity=f"""{BOX}
tiers: {{edge: {{machine: box}}, log: {{machine: box, work: {{enter: {{each: 1 ms}}}}}}}}
flows:
{self.CHAIN}""",
        )
        assert findings(found) == ["N201"]


class TestConnections:
    CONTEXT = """
clients: {browser: {connections: {CONNECTIONS, tls: {full: 40%, resumed: 60%}}}}
workloads:
  click: {from: browser, kind: write, average: 2k/s, peak: 6k/s, request: 500 B, response: 40 B}
"""
    FLOW = "  enter: {from: workloads.click, to: edge, protocol: https}\n"
    TIER = "tiers: {edge: {machine: box, work: {enter: {each: 10 us}}}}\n"

    @pytest.mark.parametrize(
        ("stated", "new", "requests"),
        [("new: 3k/s", 3000, 2), ("requests: 4", 1500, 4), ("new: 2k/s, requests: 3", 2000, 3)],
    )
    def test_any_two_of_rate_new_and_requests(
        self, tmp_path: Path, stated: str, new: float, requests: float
    ) -> None:
        context = self.CONTEXT.replace("CONNECTIONS", stated)
        value = flows(tmp_path, self.FLOW, context, tiers=self.TIER).graph.value
        assert value("clients.browser.rate") == 6000
        assert value("clients.browser.new") == about(new)
        assert value("clients.browser.requests") == about(requests)

    def test_handshakes_cost_cores(self, tmp_path: Path) -> None:
        """3,000 new: 1,200 full at 7,760 a core, 1,800 resumed at 9,620, and 6k requests of 10 us."""
        context = self.CONTEXT.replace("CONNECTIONS", "new: 3k/s")
        found = flows(tmp_path, self.FLOW, context, tiers=self.TIER)
        value = found.graph.value
        assert value("clients.browser.full_handshakes") == about(1200)
        assert value("clients.browser.resumed_handshakes") == about(1800)
        assert value("tiers.edge.single.cpu.handshakes.browser") == about(1200 / 7760 + 1800 / 9620)
        assert value("tiers.edge.single.cpu.work.enter") == about(0.06)

    def test_connections_cost_packets_and_bytes(self, tmp_path: Path) -> None:
        """13 packets a connection, both ways together: 39,000 beside the 12,000 of the requests."""
        context = self.CONTEXT.replace("CONNECTIONS", "new: 3k/s")
        value = flows(tmp_path, self.FLOW, context, tiers=self.TIER).graph.value
        assert value("tiers.edge.single.packets.demand") == about(12e3 + 39e3)
        assert value("tiers.edge.single.network.connections.browser") == about(39e3 * FRAME / 2)
        assert value("tiers.edge.single.cpu.kernel_packets") == about(12e3 + 39e3), "each packet once"

    def test_open_connections_take_memory(self, tmp_path: Path) -> None:
        context = self.CONTEXT.replace("CONNECTIONS", "open: 1M, requests: 4")
        tiers = "tiers: {edge: {machine: box, memory: {per_connection: 32 KiB, runtime: 4 GB}}}\n"
        value = flows(tmp_path, self.FLOW, context, tiers=tiers).graph.value
        assert value("tiers.edge.single.memory.demand") == about(1e6 * 32768)
        assert value("tiers.edge.single.memory.supply") == about(96e9)
        assert value("tiers.edge.single.memory.need") == about(1e6 * 32768 / 48e9)

    def test_a_resumed_share_alone_leaves_no_full_ones(self, tmp_path: Path) -> None:
        context = self.CONTEXT.replace("CONNECTIONS", "new: 3k/s").replace("full: 40%, ", "")
        value = flows(tmp_path, self.FLOW, context, tiers=self.TIER).graph.value
        assert value("clients.browser.full_handshakes") == 0
        assert value("clients.browser.resumed_handshakes") == about(1800)


def test_a_flow_of_itself_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    found = analysed(
        tmp_path,
        context=CONTEXT,
        capacity=f"{BOX}{TIERS}flows: {{loop: {{from: edge, to: log, of: loop, ratio: 2}}}}",
    )
    assert "N203" in findings(found)
    assert found.graph.value("flows.loop.rate") is None


def test_a_ring_of_flows_is_a_finding(tmp_path: Path) -> None:
    found = analysed(
        tmp_path,
        context=CONTEXT,
        capacity=BOX
        + TIERS
        + "flows: {one: {from: edge, to: log, of: two}, two: {from: log, to: edge, of: one}}",
    )
    assert {f.code for f in found.findings if f.code.startswith("N2")} == {"N203"}
    assert any("flows.one.rate → flows.two.rate" in f.message for f in found.findings)
