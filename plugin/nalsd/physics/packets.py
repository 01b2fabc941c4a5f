"""Packets and the kernel wall: packing, acknowledgements, softirq cores, a machine's supply, handshakes."""

from __future__ import annotations

from nalsd.graph import Citation, ceil, floor, formula, guard, minimum
from nalsd.physics.network import MSS_SYMBOL
from nalsd.physics.sources import ARITHMETIC, DELAYED_ACK, TCP

MESSAGE_SYMBOL = ("B/message", "bytes of one message, application headers and TLS included")

XDP_PAPER = Citation(
    "T. Hoiland-Jorgensen et al., The eXpress Data Path, CoNEXT 2018",
    "https://github.com/xdp-project/xdp-paper",
    "2018",
    "A",
)
MILLION_PACKETS = Citation(
    "M. Majkowski, How to receive a million packets per second, Cloudflare, 2015",
    "https://blog.cloudflare.com/how-to-receive-a-million-packets/",
    "2015-06-16",
    "A",
)
NGINX_PACKETS = Citation(
    "Nginx performance test, 2022: 0.97 packets in and 0.97 out a keep-alive request", None, "2022-10", "A"
)


@formula(
    "Packets of a message sent by itself",
    symbols={"message": MESSAGE_SYMBOL, "mss": MSS_SYMBOL},
    gives=("packet/message", "packets a message needs"),
    limits="messages that are sent one at a time; a contiguous stream is packets_in_stream",
    source=TCP,
)
def packets_per_message(message, mss):
    """A message sent by itself fills its last packet only in part."""
    guard(mss > 0, "the segment size must be positive")
    return ceil(message / mss)


@formula(
    "Packets of a message in a contiguous stream",
    symbols={"message": MESSAGE_SYMBOL, "mss": MSS_SYMBOL},
    gives=("packet/message", "packets a message takes on average"),
    limits="messages follow each other on one connection without a gap",
    source=TCP,
)
def packets_in_stream(message, mss):
    """Messages share packets, and may lie across two."""
    guard(mss > 0, "the segment size must be positive")
    return message / mss


@formula(
    "Messages that fit a packet",
    symbols={"message": MESSAGE_SYMBOL, "mss": MSS_SYMBOL},
    gives=("message/packet", "whole messages in one packet"),
    limits="of one sender on one connection; messages of different senders never share a packet",
    source=TCP,
)
def messages_per_packet(message, mss):
    """Whole messages only: two of 500 B fit 1,448 B, not three."""
    guard(message > 0, "a message has a size")
    return floor(mss / message)


@formula(
    "Packets a second",
    symbols={"rate": ("message/s", "messages a second"), "packets": ("packet/message", "packets of each")},
    gives=("packet/s", "packets a second"),
    source=ARITHMETIC,
)
def packet_rate(rate, packets):
    """Messages times the packets of each."""
    return rate * packets


@formula(
    "Acknowledgements of one-way data",
    symbols={
        "packets": ("packet/s", "data packets"),
        "every": ("packet/packet", "data packets for each acknowledgement"),
    },
    gives=("packet/s", "packets that only acknowledge, the other way"),
    limits="bulk data, nothing flows back; receive offload makes them fewer",
    source=DELAYED_ACK,
)
def delayed_acknowledgements(packets, every):
    """One for every second full-sized segment."""
    guard(every >= 1, "an acknowledgement answers at least one packet")
    return packets / every


@formula(
    "Acknowledgements of a message",
    symbols={
        "packets": ("packet/message", "packets of the message"),
        "every": ("packet/packet", "data packets for each acknowledgement"),
        "answered": (
            "choice",
            "whether data follows the other way soon enough to carry the last one",
            {"choices": ["yes", "no"]},
        ),
    },
    gives=("packet/message", "packets that only acknowledge, the other way"),
    limits=(
        "`yes` where the answer leaves within the delayed-acknowledgement time (40 ms on Linux) "
        "on a busy connection"
    ),
    source=(DELAYED_ACK, NGINX_PACKETS),
)
def message_acknowledgements(packets, every, answered):
    """The last one rides on the answer where there is one; a message alone is acknowledged in full."""
    guard(every >= 1, "an acknowledgement answers at least one packet")
    if answered == "yes":
        return floor(packets / every)
    return ceil(packets / every)


@formula(
    "Cores that the kernel spends on packets",
    symbols={
        "packets": ("packet/s", "packets a second, both directions"),
        "per_core": ("packet/s/core", "packets that one core takes by this datapath"),
    },
    gives=("core", "busy cores, before any application work"),
    limits="packets spread over the receive queues; one flow stays on one core",
    source=(XDP_PAPER, MILLION_PACKETS),
)
def kernel_cores(packets, per_core):
    """Packets over what one core takes."""
    guard(per_core > 0, "a core takes some packets")
    return packets / per_core


@formula(
    "Packets the queues take",
    symbols={
        "queues": ("queue", "receive queues of the network card"),
        "cores_per_queue": ("core/queue", "cores that serve one queue"),
        "cores": ("core", "cores of the machine"),
        "per_core": ("packet/s/core", "packets that one core takes by this datapath"),
    },
    gives=("packet/s", "most packets the machine takes"),
    limits="flows spread evenly over the queues",
    source=MILLION_PACKETS,
)
def queue_packets(queues, cores_per_queue, cores, per_core):
    """Each queue keeps one core busy at most; queues beyond the cores add nothing."""
    return minimum(queues * cores_per_queue, cores) * per_core


@formula(
    "Packet supply of a machine",
    symbols={
        "ceilings": (
            "packet/s",
            "allowance of the instance, queues, line rate: those that are known",
            {"many": True},
        )
    },
    gives=("packet/s", "most packets the machine takes a second"),
    limits="an unknown ceiling is left out, and the result is then an upper bound",
    source=Citation(
        "AWS re:Post, Why is my EC2 instance exceeding its network limits (pps_allowance_exceeded)",
        "https://repost.aws/knowledge-center/ec2-instance-exceeding-network-limits",
        None,
        "A",
    ),
)
def packet_supply(ceilings):
    """The lowest of the ceilings."""
    guard(len(ceilings) > 0, "no ceiling is known")
    return minimum(*ceilings)


@formula(
    "Handshakes a second",
    symbols={
        "opened": ("connection/s", "connections opened a second"),
        "share": ("handshake/connection", "share with this handshake"),
    },
    gives=("handshake/s", "handshakes of this kind"),
    source=ARITHMETIC,
)
def handshake_rate(opened, share):
    """New connections times the share that shakes hands this way: in full, or resumed."""
    guard(share >= 0, "a share is not negative")
    return opened * share


@formula(
    "Cores for handshakes",
    symbols={
        "full": ("handshake/s", "full handshakes"),
        "full_per_core": ("handshake/s/core", "full handshakes that one core does"),
        "resumed": ("handshake/s", "resumed handshakes"),
        "resumed_per_core": ("handshake/s/core", "resumed handshakes that one core does"),
    },
    gives=("core", "busy cores"),
    limits="one physical core; the connection's packets are counted with the packets",
    source=Citation("RFC 8446, TLS 1.3, section 2", "https://www.rfc-editor.org/rfc/rfc8446", "2018", "B"),
)
def handshake_cores(full, full_per_core, resumed, resumed_per_core):
    """A resumed session is spared the signature."""
    return full / full_per_core + resumed / resumed_per_core


@formula(
    "Packets of handshakes",
    symbols={
        "opened": ("connection/s", "connections opened a second"),
        "packets": ("packet/connection", "packets to open and close one, both directions"),
    },
    gives=("packet/s", "packets beside those of the requests, both directions"),
    source=ARITHMETIC,
)
def connection_packets(opened, packets):
    """Opening, TLS and closing."""
    return opened * packets
