"""Time on the wire: handshakes, slow start, windows and loss."""

from __future__ import annotations

from nalsd.graph import Citation, ceil, formula, guard, log, lookup, minimum, sqrt

INITIAL_WINDOW = Citation(
    "RFC 6928, Increasing TCP's initial window", "https://www.rfc-editor.org/rfc/rfc6928"
)
HANDSHAKES = (
    Citation("RFC 9293, TCP", "https://www.rfc-editor.org/rfc/rfc9293"),
    Citation("RFC 8446, TLS 1.3", "https://www.rfc-editor.org/rfc/rfc8446"),
    Citation("RFC 5246, TLS 1.2", "https://www.rfc-editor.org/rfc/rfc5246"),
    Citation("RFC 9000, QUIC", "https://www.rfc-editor.org/rfc/rfc9000"),
    INITIAL_WINDOW,
)
WINDOW_SCALING = (
    Citation("RFC 6349, Framework for TCP throughput testing", "https://www.rfc-editor.org/rfc/rfc6349"),
    Citation("RFC 7323, TCP extensions for high performance", "https://www.rfc-editor.org/rfc/rfc7323"),
)
MATHIS = Citation(
    "M. Mathis, J. Semke, J. Mahdavi, T. Ott, The macroscopic behavior of the TCP congestion "
    "avoidance algorithm, CCR 27(3), 1997",
    "https://doi.org/10.1145/263932.264023",
)

ROUND_TRIPS = {"tcp": 1, "tcp+tls1.3": 2, "tcp+tls1.2": 3, "tcp+tls1.3-0rtt": 1, "quic": 1, "quic-0rtt": 0}
"""Round trips before a request can be sent."""


@formula(
    "Handshake and slow start",
    symbols={
        "handshake": ("choice", "how the connection is opened", {"choices": list(ROUND_TRIPS)}),
        "round_trip": ("s", "round trip to the server"),
        "server_time": ("s", "time the server takes"),
        "response": ("B", "bytes of the response"),
        "segment": ("B", "bytes of one segment (MSS)"),
        "initial_window": ("1", "segments that may be sent at once at first"),
    },
    gives={
        "handshake_round_trips": ("1", "round trips before the request can be sent"),
        "first_byte": ("s", "time to the first byte of the response"),
        "rounds": ("1", "rounds of slow start that the response takes"),
        "total": ("s", "time to the last byte on a new connection"),
        "warm": ("s", "time on an open connection with an open window"),
    },
    limits="no loss, no delay by acknowledgements, receive window and line rate not in the way, "
    "name lookup and redirects extra",
    source=HANDSHAKES,
)
def connection_time(handshake, round_trip, server_time, response, segment, initial_window=10):
    """Round trips, not bandwidth, decide how long small responses take."""
    round_trips = lookup(ROUND_TRIPS, handshake)
    segments = ceil(response / segment)
    rounds = ceil(log(segments / initial_window + 1) / log(2))
    first_byte = (round_trips + 1) * round_trip + server_time
    return {
        "handshake_round_trips": round_trips,
        "first_byte": first_byte,
        "rounds": rounds,
        "total": first_byte + (rounds - 1) * round_trip,
        "warm": round_trip + server_time,
    }


@formula(
    "Bandwidth-delay product",
    symbols={
        "bandwidth": ("B/s", "bandwidth of the path"),
        "round_trip": ("s", "round trip"),
        "window": ("B", "window of one stream: bytes that may be under way"),
        "transfer": ("B", "bytes to send"),
    },
    gives={
        "in_flight": ("B", "bytes under way when the path is full"),
        "throughput": ("B/s", "throughput of one stream"),
        "utilisation": ("1", "share of the path that one stream fills"),
        "streams": ("1", "streams that fill the path"),
        "time": ("s", "time to send the bytes on one stream"),
    },
    limits="one bottleneck, no loss",
    source=WINDOW_SCALING,
)
def window_throughput(bandwidth, round_trip, window, transfer):
    """One window a round trip, and never more than the path."""
    throughput = minimum(bandwidth, window / round_trip)
    return {
        "in_flight": bandwidth * round_trip,
        "throughput": throughput,
        "utilisation": throughput / bandwidth,
        "streams": ceil(bandwidth / (window / round_trip)),
        "time": transfer / throughput,
    }


@formula(
    "Throughput under loss (Mathis)",
    symbols={
        "segment": ("B", "bytes of one segment (MSS)"),
        "round_trip": ("s", "round trip"),
        "loss": ("1", "share of the packets that is lost"),
        "packets_per_ack": ("1", "packets that one acknowledgement covers: 1 or 2"),
        "target": ("B/s", "throughput that is wanted"),
    },
    gives={
        "constant": ("1", "square root of 3 / (2 packets per acknowledgement)"),
        "throughput": ("B/s", "throughput of one stream"),
        "window": ("1", "mean window in segments"),
        "loss_for_target": ("1", "loss that still allows the throughput that is wanted"),
    },
    limits="Reno with periodic loss below about 1%; random loss gives 7-8% more; CUBIC and BBR do "
    "better on long fat paths: "
    "a lower bound for them",
    source=MATHIS,
)
def loss_limited_throughput(segment, round_trip, loss, packets_per_ack, target):
    """The window swings between half and full once per loss."""
    guard(loss > 0, "without loss this law sets no limit")
    guard(loss < 1, "a loss is a share")
    constant = sqrt(3 / (2 * packets_per_ack))
    return {
        "constant": constant,
        "throughput": segment / round_trip * constant / sqrt(loss),
        "window": constant / sqrt(loss),
        "loss_for_target": (segment * constant / (round_trip * target)) ** 2,
    }
