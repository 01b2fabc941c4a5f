"""Load, memory, budgets, limits and sizing: published rows and what must hold for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nalsd.graph import GuardError, total
from nalsd.physics import data, limits, memory, packets, queueing, sizing, slo, storage, workload
from nalsd.units import STANDARD


def v(text: str) -> float:
    return STANDARD.literal(text).value


RATE = st.floats(1e-3, 1e9)
SIZE = st.floats(1, 1e6)
SHARE = st.floats(0.01, 1.0)


# Published


def test_kafka_traffic() -> None:
    """Netflix: 2.5 GB/s written and read once, three copies: 60 Gbps in and 60 Gbps out of the cluster."""
    writes = reads = v("2.5 GB/s")
    assert workload.traffic_into_copies(writes, 3) == pytest.approx(v("60 Gbps"))
    assert workload.traffic_out_of_copies(reads, writes, 3) == pytest.approx(v("60 Gbps"))


def test_replication_is_what_the_copies_receive_beyond_the_first() -> None:
    """7.5 GB/s is printed as replication of 2.5 GB/s; that includes the client's own copy, replication is
    5.0.
    """
    assert workload.replication_traffic(v("2.5 GB/s"), 3) == pytest.approx(v("5 GB/s"))


def test_simple_network() -> None:
    """Netflix: 2,000 reads of 1 kB and 1,000 writes of 2 kB are 4 MB/s, 32 Mbps."""
    both = total([workload.payload(2000, v("1 kB")), workload.payload(1000, v("2 kB"))])
    assert limits.whole(both / v("1 Mbps")) == 32


def test_average_of_tasks_a_month() -> None:
    """10 B tasks in 30 days are 3,858 a second, 20,000 is 5.2 times that."""
    average = 10e9 / v("30 d")
    assert average == pytest.approx(3858, abs=0.1)
    assert workload.peak_factor(20e3, average) == pytest.approx(5.18, abs=0.01)
    assert workload.peak_rate(average, workload.peak_factor(20e3, average)) == pytest.approx(20e3)


def test_payload_of_clicks() -> None:
    assert workload.payload(5e6, 500) == v("20 Gbps")


@pytest.mark.parametrize(("window", "gigabytes"), [("60 s", 19.2), ("5 min", 96.0), ("1 h", 1152.0)])
def test_raw_clicks_in_windows(window: str, gigabytes: float) -> None:
    """5 M/s of 64 B: 19.2 GB a minute is printed; five minutes are 96 and an hour 1,152 GB."""
    assert memory.event_state(5e6, v(window), 64) == pytest.approx(gigabytes * 1e9)


def test_keyed_state_does_not_grow_with_clicks() -> None:
    """A million ads in 1-minute windows with ten minutes of lateness: eleven windows open, 704 MB."""
    windows = memory.open_windows(v("1 min"), v("10 min"), v("1 min"))
    assert windows == 11
    assert memory.keyed_state(1e6, 64, windows) == pytest.approx(v("704 MB"))


def test_hot_window_of_a_short_peak() -> None:
    """10 minutes at 50,000/s are 30 M tasks; where the peak lasts one minute it is 5.1 M."""
    assert memory.event_state(50e3, v("10 min"), 1000) == pytest.approx(v("30 GB"))
    short = memory.events_in_window(3858.0, 50e3, v("1 min"), v("10 min"))
    assert short == pytest.approx(50e3 * 60 + 3858 * 540)
    assert memory.events_in_window(3858.0, 50e3, v("1 h"), v("10 min")) == pytest.approx(30e6)


def test_webhooks_under_way() -> None:
    """Little: 50,000/s of 0.2 s are 10,000 sockets, of 1 s 50,000."""
    assert queueing.concurrency(50e3, 0.2) == pytest.approx(10e3)
    assert queueing.concurrency(50e3, 1.0) == pytest.approx(50e3)


@pytest.mark.parametrize(
    ("mean", "quantile", "enough"),
    [(100, 0.999, 132), (1500, 0.999, 1621), (100, 0.99, 124), (0.5, 0.99, 3), (3, 0.95, 6)],
)
def test_concurrency_quantile(mean: float, quantile: float, enough: int) -> None:
    """The first three against simulations of an infinite-server queue, the rest against Poisson tables."""
    assert queueing.concurrency_quantile(mean, quantile) == enough


@pytest.mark.parametrize("mean", [0.3, 1.0, 7.7, 50.0, 900.0, 3999.0, 4001.0, 20_000.0])
@pytest.mark.parametrize("quantile", [0.6, 0.9, 0.99, 0.9999])
def test_concurrency_quantile_against_the_distribution(mean: float, quantile: float) -> None:
    """Against the Poisson distribution of scipy."""
    poisson = pytest.importorskip("scipy.stats").poisson
    assert queueing.concurrency_quantile(mean, quantile) == pytest.approx(
        poisson.ppf(quantile, mean), abs=0.1
    )


@pytest.mark.parametrize(
    ("target", "window", "rate", "seconds", "requests", "outages"),
    [
        (0.999, "30 d", 1000, 2592, 2_592_000, 4),
        (0.9999, "365 d", 250, 3153.6, 788_400, 5),
        (0.99, "28 d", 40, 24192, 967_680, 40),
    ],
)
def test_error_budgets(
    target: float, window: str, rate: float, seconds: float, requests: float, outages: int
) -> None:
    budget = slo.error_budget_time(target, v(window))
    assert budget == pytest.approx(seconds)
    assert slo.error_budget_requests(target, v(window), rate) == pytest.approx(requests)
    assert slo.outages_in_budget(budget, v("10 min")) == outages


def test_whole_budget_is_not_refused_for_rounding() -> None:
    """Four outages of 10.8 min in 43.2 min, although 0.001 is not exact in binary."""
    assert slo.outages_in_budget(slo.error_budget_time(0.999, v("30 d")), v("10.8 min")) == 4


def test_serial_leader_is_a_wall() -> None:
    assert limits.limit_utilisation(50.0, limits.serial_rate(v("25 ms"))) == pytest.approx(1.25)
    assert limits.limit_multiple(20.0, limits.serial_rate(v("25 ms"))) == pytest.approx(2.0)


def test_hot_partition() -> None:
    """One ad with a million clicks of 500 B a second needs ten partitions of 50 MB/s."""
    assert data.partitions_by_rate(v("500 MB/s"), v("50 MB/s")) == 10
    assert data.partitions_by_size(v("501 GB"), v("50 GB")) == 11
    assert data.partitions(11, 10) == 11


def test_rows() -> None:
    """A click of uuid, int64, timestamp and 420 B of JSON; an index on two of them, pages 70% full."""
    assert data.row_size([16, 8, 8, 420], 28) == 480
    assert data.index_size([8, 8], 8, 0.7) == pytest.approx(24 / 0.7)
    assert data.bytes_per_day(2e6, 500) == pytest.approx(v("86.4 TB"))
    assert data.stock(data.rows_kept(2e6, v("7 d")), 500, 2, 1) == pytest.approx(v("302.4 TB"))


def test_batches() -> None:
    assert workload.batch_by_bytes(v("1 MiB"), 500) == 2097
    assert workload.batch_by_bytes(100, 500) == 1
    assert workload.batch_by_wait(10_000.0, v("5 ms"), 200) == pytest.approx(50)
    assert workload.batch_by_wait(1e6, v("5 ms"), 200) == 200
    assert workload.batch_by_wait(1.0, v("5 ms"), 200) == 1
    assert workload.batched_messages(5e6, 200) == 25_000


def test_growth_compounds() -> None:
    """30% a year doubles in 2.64 years."""
    assert workload.grown(1.0, v("30%/y"), v("2.6419 y")) == pytest.approx(2.0, rel=1e-4)
    assert workload.volume_of_year(v("1 PB"), v("30%/y"), 3) == pytest.approx(v("1.69 PB"))
    assert workload.volume_after_years(v("1 PB"), v("30%/y"), 3) == pytest.approx(v("3.99 PB"))
    assert workload.volume_after_years(v("1 PB"), 0.0, 3) == pytest.approx(v("3 PB"))


def test_connections() -> None:
    """Two requests on each of 300,000 new connections a second are 600,000 requests."""
    assert workload.connection_requests(300e3, 2) == 600e3
    assert workload.connections_opened(600e3, 2) == 300e3
    assert workload.requests_per_connection(600e3, 300e3) == 2
    assert memory.connection_memory(15e6, v("32 KiB")) == v("480M KiB")


# What must hold for any numbers


@given(RATE, SIZE, st.floats(1.0, 100.0))
def test_scaling_the_load_scales_demands(rate: float, size: float, k: float) -> None:
    assert workload.payload(rate * k, size) == pytest.approx(k * workload.payload(rate, size))
    assert packets.packet_rate(rate * k, 2) == pytest.approx(k * packets.packet_rate(rate, 2))
    assert storage.write_throughput(rate * k, size, 3) == pytest.approx(
        k * storage.write_throughput(rate, size, 3)
    )
    assert memory.event_state(rate * k, 60, size) == pytest.approx(k * memory.event_state(rate, 60, size))


@given(RATE, RATE, SHARE, st.floats(1.0, 1000.0))
def test_more_load_never_needs_fewer_nodes(demand: float, supply: float, target: float, k: float) -> None:
    few = sizing.node_count([sizing.node_need(demand, supply, target)])
    many = sizing.node_count([sizing.node_need(demand * k, supply, target)])
    assert many >= few >= 1


@given(RATE, RATE, SHARE)
def test_needed_nodes_are_not_above_target_and_one_less_is(
    demand: float, supply: float, target: float
) -> None:
    nodes = sizing.node_count([sizing.node_need(demand, supply, target)])
    assert sizing.utilisation(demand, supply, nodes) <= target * (1 + 1e-8)
    if nodes > 1:
        assert sizing.utilisation(demand, supply, nodes - 1) > target * (1 - 1e-8)


@given(RATE, RATE, st.integers(1, 1000), SHARE, st.floats(0, 1e6))
def test_multiple_of_the_load_reaches_the_level(
    supply: float, variable: float, nodes: int, level: float, fixed: float
) -> None:
    multiple = sizing.headroom_multiple(supply, nodes, level, fixed, variable)
    assert sizing.utilisation(fixed + multiple * variable, supply, nodes) == pytest.approx(
        level, rel=1e-6, abs=1e-9
    )


@given(st.floats(1, 1e7), st.floats(1, 9000))
def test_packets_of_a_message_are_enough_and_not_one_too_many(message: float, mss: float) -> None:
    count = packets.packets_per_message(message, mss)
    assert count * mss >= message * (1 - 1e-8)
    assert (count - 1) * mss < message * (1 + 1e-8)
    assert packets.packets_in_stream(message, mss) <= count * (1 + 1e-8)


def test_the_largest_need_is_named() -> None:
    needs = {"network_in": 1.2, "cpu": 3.4, "memory": 3.4}
    assert sizing.bottleneck(needs) == "cpu"
    assert sizing.node_count(list(needs.values())) == 4


def test_rounding_does_not_add_a_node() -> None:
    """26 / 0.65 is 40.00000000000001 in floats, and 2 nodes of 20."""
    assert sizing.node_count([sizing.node_need(26.0, 20.0, 0.65)]) == 2
    assert limits.whole(20.000000000000004) == 20


def test_a_load_that_does_not_move_has_no_multiple() -> None:
    with pytest.raises(GuardError):
        sizing.headroom_multiple(1.0, 1.0, 1.0, 0.5, 0.0)


def test_nothing_known_is_no_zero() -> None:
    with pytest.raises(GuardError):
        sizing.node_count([])
    with pytest.raises(GuardError):
        packets.packet_supply([])
