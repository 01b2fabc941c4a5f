"""Bytes on the wire: framing of messages sent alone and of contiguous streams, line rates, goodput."""

from __future__ import annotations

from nalsd.graph import Citation, ceil, formula, guard, maximum
from nalsd.physics.sources import ETHERNET, TCP, TLS_RECORD

MSS_SYMBOL = ("B/packet", "maximum segment size: payload of TCP that one packet takes")
PER_PACKET_SYMBOL = ("B/packet", "bytes on the wire beside the payload: Ethernet with its gap, IP, TCP")

EC2_BANDWIDTH = Citation(
    "AWS, Amazon EC2 instance network bandwidth",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-network-bandwidth.html",
    None,
    "A",
)


@formula(
    "Maximum segment size",
    symbols={
        "mtu": ("B/packet", "largest IP packet of the path"),
        "ip": ("B/packet", "IP header"),
        "tcp": ("B/packet", "TCP header with its options"),
    },
    gives=("B/packet", "payload that one packet takes"),
    source=TCP,
)
def segment_size(mtu, ip, tcp):
    """What the headers leave of the MTU: 1500 - 20 - 32 = 1448 with TCP timestamps."""
    guard(mtu > ip + tcp, "the MTU is no larger than the headers")
    return mtu - ip - tcp


@formula(
    "Overhead of a packet",
    symbols={
        "ip": ("B/packet", "IP header"),
        "transport": ("B/packet", "TCP or UDP header with its options"),
        "ethernet": ("B/packet", "MAC header and check sequence"),
        "gap": ("B/packet", "preamble, start of frame and inter-frame gap"),
    },
    gives=("B/packet", "bytes on the wire beside the payload"),
    source=ETHERNET,
)
def packet_overhead(ip, transport, ethernet, gap):
    """Everything but the payload, in the order of the layers: 20 + 32 + 18 + 20 = 90 B for TCP with
    timestamps.
    """
    return ip + transport + ethernet + gap


@formula(
    "Frame on the wire",
    symbols={
        "payload": ("B/packet", "payload of TCP or UDP"),
        "headers": ("B/packet", "IP and transport headers"),
        "ethernet": ("B/packet", "MAC header and check sequence"),
        "smallest": ("B/packet", "smallest frame, check sequence included"),
        "gap": ("B/packet", "preamble, start of frame and inter-frame gap"),
    },
    gives=("B/packet", "time of the line that one frame takes, in bytes"),
    source=ETHERNET,
)
def frame_on_wire(payload, headers, ethernet, smallest, gap):
    """Short frames are padded to the smallest one; preamble and gap follow every frame."""
    return maximum(payload + headers + ethernet, smallest) + gap


@formula(
    "Frames a second",
    symbols={
        "line_rate": ("B/s", "line rate, one direction"),
        "frame": ("B/packet", "frame, check sequence included"),
        "gap": ("B/packet", "preamble, start of frame and inter-frame gap"),
    },
    gives=("packet/s", "most frames the line carries"),
    limits="frames of 64 B and more, one direction",
    source=ETHERNET,
)
def frames_per_second(line_rate, frame, gap):
    """The line rate over what a frame takes of it."""
    guard(frame > 0, "a frame has a size")
    return line_rate / (frame + gap)


@formula(
    "Time of a packet",
    symbols={"rate": ("packet/s", "packets a second")},
    gives=("s/packet", "time between two packets"),
    source=Citation(
        "T. Hoiland-Jorgensen et al., The eXpress Data Path, CoNEXT 2018, section 4",
        "https://github.com/xdp-project/xdp-paper",
        "2018",
        "A",
    ),
)
def packet_time(rate):
    """The budget of one packet: 67 ns at 14.88 million a second."""
    guard(rate > 0, "there are no packets")
    return 1 / rate


@formula(
    "Goodput share of a line",
    symbols={"mss": MSS_SYMBOL, "overhead": PER_PACKET_SYMBOL},
    gives=("1", "share of the line rate that full segments leave to the payload"),
    limits="full segments, acknowledgements not counted (they go the other way)",
    source=ETHERNET,
)
def goodput_share(mss, overhead):
    """Payload over all bytes of a full packet: 1448 / 1538 = 94.15%."""
    guard(mss > 0, "the segment size must be positive")
    return mss / (mss + overhead)


@formula(
    "Message with its protocol headers",
    symbols={
        "body": ("B/message", "body of the request or response"),
        "headers": ("B/message", "headers of the application protocol"),
        "record": ("B/message", "largest TLS record"),
        "record_overhead": ("B/message", "what TLS adds to a record; 0 without TLS"),
    },
    gives=("B/message", "bytes handed to TCP"),
    limits="each message in records of its own",
    source=TLS_RECORD,
)
def protocol_bytes(body, headers, record, record_overhead):
    """Body and headers, and TLS's bytes for each record begun."""
    guard(record > 0, "a record holds something")
    return body + headers + ceil((body + headers) / record) * record_overhead


@formula(
    "Message on the wire, sent by itself",
    symbols={
        "message": ("B/message", "bytes of one message, application headers and TLS included"),
        "mss": MSS_SYMBOL,
        "overhead": PER_PACKET_SYMBOL,
    },
    gives=("B/message", "bytes on the wire"),
    limits="each message begins a packet of its own; acknowledgements and padding to 64 B not counted",
    source=(TCP, ETHERNET),
)
def wire_alone(message, mss, overhead):
    """The bytes of the message and the overhead of each packet it begins; the last packet is only partly
    full.
    """
    guard(mss > 0, "the segment size must be positive")
    return message + ceil(message / mss) * overhead


@formula(
    "Message on the wire, in a contiguous stream",
    symbols={
        "message": ("B/message", "bytes of one message, application headers and TLS included"),
        "mss": MSS_SYMBOL,
        "overhead": PER_PACKET_SYMBOL,
    },
    gives=("B/message", "bytes on the wire"),
    limits="messages follow each other on one connection without a gap, so that every packet is full",
    source=(TCP, ETHERNET),
)
def wire_in_stream(message, mss, overhead):
    """The message's share of full packets."""
    guard(mss > 0, "the segment size must be positive")
    return message + message / mss * overhead


@formula(
    "Overhead of the wire",
    symbols={"wire": ("B/s", "bytes on the wire"), "payload": ("B/s", "bytes without any header")},
    gives=("1", "what is added to the payload, as a share of it"),
    source=ETHERNET,
)
def wire_overhead(wire, payload):
    """How much more the wire carries than the payload."""
    guard(payload > 0, "there is no payload")
    return wire / payload - 1


@formula(
    "Bytes of acknowledgements",
    symbols={
        "acknowledgements": ("packet/s", "packets that carry nothing else"),
        "frame": ("B/packet", "one of them on the wire"),
    },
    gives=("B/s", "bytes on the wire, against the direction of the data"),
    source=ETHERNET,
)
def acknowledgement_bytes(acknowledgements, frame):
    """Acknowledgements a second times the bytes of one on the wire."""
    return acknowledgements * frame


@formula(
    "Flows to fill a network card",
    symbols={"rate": ("B/s", "rate wanted"), "per_flow": ("B/s/flow", "most that one flow is given")},
    gives=("flow", "flows needed"),
    source=EC2_BANDWIDTH,
)
def flows_needed(rate, per_flow):
    """Whole flows: one connection cannot fill a card whose provider caps each flow."""
    guard(per_flow > 0, "a flow is given something")
    return ceil(rate / per_flow)
