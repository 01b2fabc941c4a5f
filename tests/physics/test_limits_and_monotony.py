"""What more load, more copies and more failures may do to a result, and what it is at the ends: no load, one
server, one copy, a utilisation that nears 1."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nalsd.graph import GuardError
from nalsd.physics import (
    availability,
    caching,
    copies,
    durability,
    network,
    queueing,
    quorum,
    sizing,
    waiting,
)

LOADS = st.floats(0.01, 0.98)
SERVERS = st.integers(1, 200)
EVERY = settings(max_examples=60, deadline=None)


@EVERY
@given(SERVERS, LOADS, LOADS)
def test_more_load_waits_longer(servers: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    quiet, busy = (waiting.shared_queue(u * servers, 1.0, servers) for u in (low, high))
    for part in ("mean_wait", "mean_response", "response_quantile"):
        assert quiet[part] <= busy[part] * (1 + 1e-9)
    assert queueing.erlang_c(low * servers, servers) <= queueing.erlang_c(high * servers, servers) * (
        1 + 1e-9
    )


@EVERY
@given(SERVERS, LOADS)
def test_one_more_server_of_the_same_load_waits_less(servers: int, load: float) -> None:
    busy = load * servers
    assert queueing.erlang_c(busy, servers + 1) < queueing.erlang_c(busy, servers)
    assert queueing.erlang_b(busy, servers + 1) < queueing.erlang_b(busy, servers)


@EVERY
@given(SERVERS)
def test_no_load_waits_for_nothing_and_full_load_for_ever(servers: int) -> None:
    none = waiting.shared_queue(1e-9 * servers, 1.0, servers)
    # One server still makes the share of its load wait; several next to none.
    assert none["mean_wait"] < 1e-8 and none["mean_response"] == pytest.approx(1.0)
    waits = [waiting.shared_queue((1 - gap) * servers, 1.0, servers)["mean_wait"] for gap in (1e-3, 1e-6)]
    # Near the end the wait is 1 / (servers x what is idle), and each arrival waits.
    assert waits[1] * servers * 1e-6 == pytest.approx(1.0, rel=2e-2)
    assert waits[1] > 500 * waits[0]
    with pytest.raises(GuardError):
        waiting.shared_queue(float(servers), 1.0, servers)


@EVERY
@given(LOADS)
def test_one_server_is_known_in_closed_form(load: float) -> None:
    """Of one server as many wait as it is busy, and the mean stay is its service over what is idle."""
    assert queueing.erlang_c(load, 1) == pytest.approx(load)
    assert waiting.shared_queue(load, 1.0, 1)["mean_response"] == pytest.approx(1 / (1 - load))
    assert waiting.single_server_queue(load, 1.0)["mean_response"] == pytest.approx(1 / (1 - load))


@EVERY
@given(st.integers(1, 6), st.floats(1e-4, 0.2))
def test_another_copy_loses_less_and_a_longer_repair_more(count: int, repair: float) -> None:
    def lost(number: int, time: float) -> float:
        mean = durability.time_to_data_loss(number, number - 1, 5.0, time)
        return durability.annual_loss(mean, 1.0)["probability"]

    assert lost(count + 1, repair) < lost(count, repair)
    assert lost(count, repair) <= lost(count, 2 * repair) * (1 + 1e-12)
    assert lost(1, repair) == pytest.approx(1 - 2.718281828459045 ** (-1 / 5)), "one copy: no repair helps"


@EVERY
@given(st.integers(1, 9), st.data(), st.floats(0.5, 0.99999))
def test_a_larger_quorum_is_there_less_often(count: int, data: st.DataObject, up: float) -> None:
    needed = data.draw(st.integers(1, count))
    missing = availability.quorum_unavailability(count, needed, up)
    assert availability.quorum_unavailability(count + 1, needed, up) <= missing * (1 + 1e-12)
    if needed < count:
        assert availability.quorum_unavailability(count, needed + 1, up) >= missing
    assert availability.quorum_unavailability(count, count, up) == pytest.approx(1 - up**count)
    assert availability.quorum_unavailability(count, 1, up) == pytest.approx((1 - up) ** count)


@EVERY
@given(st.integers(1, 9), st.data())
def test_a_quorum_survives_fewer_failures_the_larger_it_is(count: int, data: st.DataObject) -> None:
    write, read = data.draw(st.integers(1, count)), data.draw(st.integers(1, count))
    found = quorum.quorum_overlap(count, read, write)
    assert found["strict"] == (1 if read + write > count else 0)
    assert found["write_failures"] == count - write and found["read_failures"] == count - read
    assert found["stale"] == 0 or read + write <= count


@EVERY
@given(st.floats(0, 500), st.floats(0.1, 300), st.integers(0, 3), st.integers(2, 5))
def test_surviving_more_needs_no_fewer_nodes(
    carrying: float, surviving: float, lost: int, zones: int
) -> None:
    given_ = {"spare": 1.0, "zones": float(zones), "lost_nodes": float(lost), "least": 1.0}
    nodes = [
        copies.nodes_after_loss(carrying=carrying, surviving=surviving, lost_zones=float(z), **given_)[
            "nodes"
        ]
        for z in range(zones)
    ]
    assert nodes == sorted(nodes)
    more = dict(given_, lost_nodes=float(lost + 1))
    assert (
        copies.nodes_after_loss(carrying=carrying, surviving=surviving, lost_zones=0.0, **more)["nodes"]
        >= nodes[0]
    )
    assert all(n >= carrying for n in nodes)


@EVERY
@given(st.floats(0, 1e9), st.floats(1, 1e6), st.floats(0.1, 1))
def test_need_is_in_proportion_and_nothing_needs_nothing(demand: float, supply: float, target: float) -> None:
    need = sizing.node_need(demand, supply, target)
    assert need == pytest.approx(demand / supply / target)
    assert sizing.node_need(0.0, supply, target) == 0
    assert sizing.node_need(2 * demand, supply, target) == pytest.approx(2 * need)


@EVERY
@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_larger_messages_are_no_fewer_bytes(one: float, other: float) -> None:
    small, large = sorted((one, other))
    wire = [network.wire_alone(size, 1448.0, 90.0) for size in (small, large)]
    assert wire[0] <= wire[1] and small < wire[0]


@EVERY
@given(st.integers(20, 5_000), st.floats(0.5, 1.2), st.floats(0.05, 0.9))
def test_a_larger_cache_hits_more_and_a_full_one_always(objects: int, exponent: float, part: float) -> None:
    held = max(1.0, part * objects)
    assert caching.hit_ratio(float(objects), exponent, held) < caching.hit_ratio(
        float(objects), exponent, min(held * 1.1, float(objects))
    )
    assert caching.hit_ratio(float(objects), exponent, float(objects)) == pytest.approx(1)
