"""Round trips, handshakes, windows: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import geography, transport
from tests.vectors.topic import Topic, call, item

TOPICS: dict[str, Topic] = {
    "network/rtt-great-circle": Topic(
        {
            "distance": call(
                geography.great_circle,
                from_latitude=item("from_latlon_deg", 0),
                from_longitude=item("from_latlon_deg", 1),
                to_latitude=item("to_latlon_deg", 0),
                to_longitude=item("to_latlon_deg", 1),
            ),
            "floor": call(geography.rtt_floor, distance="@distance", index="refractive_index"),
            "estimate": call(geography.rtt_estimate, floor="@floor", inflation="route_inflation", fixed=0.0),
            "one_way": call(geography.one_way, round_trip="@estimate"),
        },
        {
            "distance_km": "distance km",
            "rtt_floor_ms": "floor ms",
            "rtt_est_ms": "estimate ms",
            "one_way_est_ms": "one_way ms",
        },
    ),
    "network/handshakes-and-slow-start": Topic(
        {
            "connection": call(
                transport.connection_time,
                handshake="handshake",
                round_trip="rtt_ms ms",
                server_time="server_ms ms",
                response="response_bytes",
                segment="mss_bytes",
                initial_window="iw_segments",
            )
        },
        {
            "handshake_rtts": "connection.handshake_round_trips",
            "ttfb_ms": "connection.first_byte ms",
            "slow_start_rounds": "connection.rounds",
            "total_ms": "connection.total ms",
            "warm_connection_total_ms": "connection.warm ms",
        },
    ),
    "network/bandwidth-delay-product": Topic(
        {
            "path": call(
                transport.window_throughput,
                bandwidth="bandwidth_bps bps",
                round_trip="rtt_ms ms",
                window="window_bytes",
                transfer="transfer_bytes",
            )
        },
        {
            "bdp_bytes": "path.in_flight",
            "throughput_bps": "path.throughput bps",
            "utilisation": "path.utilisation",
            "streams_to_fill": "path.streams",
            "transfer_s": "path.time",
        },
    ),
    "network/mathis-loss-throughput": Topic(
        {
            "stream": call(
                transport.loss_limited_throughput,
                segment="mss_bytes",
                round_trip="rtt_ms ms",
                loss="loss",
                packets_per_ack="acked_per_ack",
                target="target_bps bps",
            )
        },
        {
            "c_const": "stream.constant",
            "throughput_bps": "stream.throughput bps",
            "mean_window_segments": "stream.window",
            "loss_for_bandwidth": "stream.loss_for_target",
        },
    ),
}
