"""Frames, segments and acknowledgements against published figures and a second count by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from nalsd.knowledge import constant
from nalsd.physics import network, packets
from nalsd.units import STANDARD


def v(text: str) -> float:
    return STANDARD.literal(text).value


GAP = constant("network.gap").value
RATES = ("1 Gbps", "10 Gbps", "25 Gbps", "40 Gbps", "50 Gbps", "100 Gbps", "200 Gbps", "400 Gbps")
FRAMES = {  # million frames a second by line rate / (8 x (frame + 20)), as published tables print them
    64: (1.4881, 14.881, 37.202, 59.524, 74.405, 148.810, 297.619, 595.238),
    128: (0.8446, 8.4459, 21.115, 33.784, 42.230, 84.459, 168.919, 337.838),
    256: (0.4529, 4.5290, 11.322, 18.116, 22.645, 45.290, 90.580, 181.159),
    512: (0.2350, 2.3496, 5.874, 9.398, 11.748, 23.496, 46.992, 93.985),
    1024: (0.1197, 1.1973, 2.993, 4.789, 5.987, 11.973, 23.946, 47.893),
    1518: (0.08127, 0.8127, 2.032, 3.251, 4.064, 8.127, 16.255, 32.510),
    9019: (0.01383, 0.1383, 0.346, 0.553, 0.691, 1.383, 2.766, 5.532),
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("column", range(len(RATES)))
def test_frames_a_second(frame: int, column: int) -> None:
    expected = FRAMES[frame][column]
    half_of_last_digit = 0.5 * 10 ** -len(repr(expected).partition(".")[2])
    got = network.frames_per_second(v(RATES[column]), frame, GAP) / 1e6
    assert abs(got - expected) <= half_of_last_digit * 1.02


@pytest.mark.parametrize(
    ("mtu", "tcp", "mss", "share"),
    [(1500, 20, 1460, 0.9493), (1500, 32, 1448, 0.9415), (9001, 32, 8949, 0.9900)],
)
def test_segments_and_goodput(mtu: int, tcp: int, mss: int, share: float) -> None:
    """94.93%, 94.15% and 99.00% of the line are payload."""
    assert network.segment_size(mtu, 20, tcp) == mss
    overhead = network.packet_overhead(20, tcp, 18, 20)
    assert network.goodput_share(mss, overhead) == pytest.approx(share, abs=5e-5)


def test_udp_goodput() -> None:
    """95.71% of the line for datagrams of 1,472 B."""
    assert network.goodput_share(1472, network.packet_overhead(20, 8, 18, 20)) == pytest.approx(
        0.9571, abs=5e-5
    )


def test_udp_datagram_of_32_bytes() -> None:
    """Cloudflare 2015: 74 B at the Ethernet layer, 98 B on the wire with check sequence, preamble and gap."""
    frame = network.frame_on_wire(32, 20 + 8, 18, 64, GAP)
    assert frame == 14 + 20 + 8 + 32 + 4 + 20 == 98
    assert network.frames_per_second(v("10 Gbps"), frame - GAP, GAP) == pytest.approx(12.76e6, rel=1e-3)


def test_short_frames_are_padded() -> None:
    assert network.frame_on_wire(1, 20 + 8, 18, 64, GAP) == 84


def test_full_segments_at_ten_gigabit() -> None:
    """1,448 B segments at 10 Gbps: 9.415 Gbps of goodput in 812.7 thousand packets a second."""
    packets_a_second = network.frames_per_second(v("10 Gbps"), 1518, GAP)
    assert packets_a_second == pytest.approx(812.7e3, rel=1e-4)
    assert packets_a_second * 1448 == pytest.approx(v("9.415 Gbps"), rel=1e-4)


def test_line_rate_with_a_full_table() -> None:
    """The XDP paper forwards 300 B packets at 10G line rate: 3.906 million a second."""
    assert network.frames_per_second(v("10 Gbps"), 300, GAP) == pytest.approx(3.906e6, rel=1e-4)


@pytest.mark.parametrize(("rate", "nanoseconds"), [(24e6, 41.67), (43.5e6, 22.99)])
def test_time_of_a_packet(rate: float, nanoseconds: float) -> None:
    """XDP paper: 24 and 43.5 million packets a second leave 41.6 and 22.9 ns (truncated there)."""
    assert network.packet_time(rate) * 1e9 == pytest.approx(nanoseconds, abs=0.005)


def test_cycles_between_xdp_and_dpdk() -> None:
    """18.7 ns at 3.6 GHz are 67 cycles."""
    assert (network.packet_time(24e6) - network.packet_time(43.5e6)) * 3.6e9 == pytest.approx(67.2, abs=0.1)


def test_load_balancers_of_the_xdp_paper() -> None:
    """4.33 times the packets at one core, 4.01 at six; scaling to six cores 5.63 and 6.08."""
    katran, ipvs = constant("packets.xdp").value, constant("packets.ipvs").value
    assert packets.kernel_cores(katran, ipvs) == pytest.approx(4.33, abs=0.005)
    assert packets.kernel_cores(29.3e6, 7.3e6) == pytest.approx(4.01, abs=0.005)
    assert packets.kernel_cores(29.3e6, katran) == pytest.approx(5.63, abs=0.005)
    assert packets.kernel_cores(7.3e6, ipvs) == pytest.approx(6.08, abs=0.005)


@pytest.mark.parametrize(
    ("message", "mss", "fit"), [(500, 1448, 2), (500, 1460, 2), (482, 1448, 3), (1449, 1448, 0)]
)
def test_messages_that_fit_a_packet(message: int, mss: int, fit: int) -> None:
    """Two clicks of 500 B, not three: 3 x 500 + 60 = 1,560 B is more than a frame carries."""
    assert packets.messages_per_packet(message, mss) == fit


@pytest.mark.parametrize("message", [1, 500, 1447, 1448, 1449, 2896, 2897, 16384, 10**7])
def test_packets_of_a_message(message: int) -> None:
    full, rest = divmod(message, 1448)
    assert packets.packets_per_message(message, 1448) == full + (rest > 0)
    assert packets.packets_in_stream(message, 1448) == pytest.approx(float(Fraction(message, 1448)))


def test_click_of_500_bytes_on_the_wire() -> None:
    """500 + 52 + 18 + 20 = 590 B; five million of them a second are 23.6 Gbps."""
    alone = network.wire_alone(500, 1448, network.packet_overhead(20, 32, 18, 20))
    assert alone == 590
    assert 5e6 * alone == pytest.approx(v("23.6 Gbps"))
    assert network.wire_overhead(590, 500) == pytest.approx(0.18)


def test_click_stream_in_full_packets() -> None:
    """A contiguous stream packs 2.896 clicks a packet: 1.727 million packets for five million clicks."""
    assert packets.packet_rate(5e6, packets.packets_in_stream(500, 1448)) == pytest.approx(1.727e6, rel=1e-3)
    acknowledged = packets.delayed_acknowledgements(1.727e6, 2)
    assert acknowledged == pytest.approx(0.86e6, rel=5e-3)


def test_stream_and_single_messages_agree_on_full_packets() -> None:
    overhead = network.packet_overhead(20, 32, 18, 20)
    assert network.wire_alone(5 * 1448, 1448, overhead) == network.wire_in_stream(5 * 1448, 1448, overhead)


@pytest.mark.parametrize(
    ("data", "answered", "acknowledgements"),
    [(1, "yes", 0), (1, "no", 1), (2, "yes", 1), (3, "yes", 1), (3, "no", 2)],
)
def test_acknowledgements_of_a_message(data: int, answered: str, acknowledgements: int) -> None:
    """A small request answered at once costs none: nginx measured 0.97 packets in and 0.97 out a request."""
    assert packets.message_acknowledgements(data, 2, answered) == acknowledgements


def test_tls_bytes_of_records() -> None:
    """One record of 22 B overhead up to 16 KiB, two above."""
    assert network.protocol_bytes(500, 288, 16384, 22) == 500 + 288 + 22
    assert network.protocol_bytes(16384, 1, 16384, 22) == 16385 + 44
    assert network.protocol_bytes(500, 288, 16384, 0) == 788


def test_kernel_wall_of_a_click_stream() -> None:
    """1.67 million packets a second need 4 to 5 cores at what Cloudflare measured for one."""
    measured = constant("packets.socket_2015").quantity
    few = packets.kernel_cores(1.67e6, measured.high.value)
    many = packets.kernel_cores(1.67e6, measured.low.value)
    assert math.ceil(few) == 4 and math.ceil(many) == 5


def test_queues_and_cores_bound_each_other() -> None:
    assert packets.queue_packets(32, 1, 16, 1e6) == 16e6
    assert packets.queue_packets(4, 1, 16, 1e6) == 4e6
    assert packets.packet_supply([16e6, 14.88e6, 20e6]) == 14.88e6


def test_handshakes() -> None:
    """300,000 new connections a second, 40% in full at 40,202 signatures a core, the rest resumed for
    nothing.
    """
    full = packets.handshake_rate(300e3, 0.4)
    assert packets.handshake_cores(full, 40_202, 0.0, 1.0) == pytest.approx(120e3 / 40_202)
    assert packets.connection_packets(50e3, 12) == pytest.approx(600e3)


def test_flows_that_fill_a_card() -> None:
    """A flow of EC2 has 5 Gbps: a 12.5 Gbps card takes three."""
    assert network.flows_needed(v("12.5 Gbps"), constant("network.flow_limit").value) == 3
