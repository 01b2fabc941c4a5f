"""Queues against Markov chains solved by numpy, the recursion of Erlang B and a seeded simulation."""

from __future__ import annotations

import heapq
import math

import numpy as np
import pytest
from scipy import optimize, stats

from nalsd.graph import GuardError
from nalsd.physics import compute, overload, queueing, waiting
from tests.cost import holds_within


def stationary(arrivals: list[float], departures: list[float]) -> np.ndarray:
    """Stationary law of a birth-death chain, from its generator and not from its product form."""
    n = len(arrivals) + 1
    generator = np.zeros((n, n))
    for i, (up, down) in enumerate(zip(arrivals, departures, strict=True)):
        generator[i, i + 1], generator[i + 1, i] = up, down
    generator -= np.diag(generator.sum(axis=1))
    system = np.vstack([generator.T, np.ones(n)])
    return np.linalg.lstsq(system, np.append(np.zeros(n), 1.0), rcond=None)[0]


@pytest.mark.parametrize(("rate", "servers"), [(0.5, 1), (3.2, 4), (13.0, 16), (0.2, 3)])
def test_erlang_c_is_the_chance_of_a_busy_chain(rate, servers):
    longest = servers + math.ceil(60 / -math.log(rate / servers))
    law = stationary([rate] * longest, [float(min(n, servers)) for n in range(1, longest + 1)])
    queue = waiting.shared_queue(rate, 1.0, servers)
    number = float(law @ np.arange(longest + 1))
    assert queueing.erlang_c(rate, servers) == pytest.approx(law[servers:].sum(), rel=1e-9)
    assert queue["mean_response"] == pytest.approx(number / rate, rel=1e-9)


@pytest.mark.parametrize(
    ("load", "servers"),
    [(0.1, 1), (9.0, 12), (63.0, 64), (64.0, 65), (70.0, 65), (900.0, 950), (40.0, 600), (3000.0, 3100),
     (1e4, 9e3), (300.0, 100), (2e5, 2e5)],
)  # fmt: skip
def test_erlang_b_by_its_recursion(load, servers):
    blocked = 1.0
    for k in range(1, int(servers) + 1):
        blocked = load * blocked / (k + load * blocked)
    assert queueing.erlang_b(load, servers) == pytest.approx(blocked, rel=1e-10, abs=1e-290)


@pytest.mark.parametrize(
    ("formula", "arguments"),
    [
        (waiting.knee_utilisation, (64,)),
        (waiting.knee_utilisation, (5000,)),
        (waiting.rate_within_response, (5000, 0.01, 0.1)),
        (queueing.servers_for_waiting, (64.0, 1e-3)),
        (queueing.servers_for_waiting, (1e5, 1e-3)),
    ],
)
def test_searches_over_erlang_cost_little_however_many_servers(formula, arguments):
    """An author may ask for any number of servers."""
    holds_within(4, lambda: formula(*arguments))


@pytest.mark.parametrize("allowed", [0.5, 0.2, 0.01, 1e-5])
@pytest.mark.parametrize("load", [0.3, 7.0, 42.5, 300.0])
def test_fewest_servers_for_waiting(load, allowed):
    needed = queueing.servers_for_waiting(load, allowed)
    assert queueing.erlang_c(load, needed) <= allowed
    assert needed - 1 <= load or queueing.erlang_c(load, needed - 1) > allowed


def test_square_root_staffing_is_within_one_server():
    for load in (25.0, 100.0, 400.0):
        for allowed in (0.05, 0.2, 0.5):
            staffed = compute.square_root_staffing(load, queueing.staffing_quality(allowed))
            assert abs(staffed - queueing.servers_for_waiting(load, allowed)) <= 1


@pytest.mark.parametrize("allowed", [0.9, 0.2, 0.001])
def test_staffing_quality_solves_its_equation(allowed):
    beta = queueing.staffing_quality(allowed)
    assert 1 / (1 + beta * stats.norm.cdf(beta) / stats.norm.pdf(beta)) == pytest.approx(allowed, rel=1e-9)


def simulated_responses(rate: float, servers: int, arrivals: int, seed: int) -> np.ndarray:
    """Response times of a first-come-first-served queue with exponential service of mean 1."""
    draw = np.random.default_rng(seed)
    times = np.cumsum(draw.exponential(1 / rate, arrivals))
    services = draw.exponential(1.0, arrivals)
    free = [0.0] * servers
    responses = np.empty(arrivals)
    for i in range(arrivals):
        done = max(heapq.heappop(free), times[i]) + services[i]
        heapq.heappush(free, done)
        responses[i] = done - times[i]
    return responses[arrivals // 10 :]


@pytest.mark.parametrize(("rate", "servers"), [(0.7, 1), (3.0, 4), (3.0, 4.0), (11.0, 12)])
def test_response_percentiles_by_simulation(rate, servers):
    responses = simulated_responses(rate, int(servers), 200_000, seed=20_261_122)
    for level in (0.5, 0.99):
        expected = np.quantile(responses, level)
        actual = waiting.shared_queue(rate, 1.0, servers, level)["response_quantile"]
        assert actual == pytest.approx(expected, rel=0.04)


def test_the_two_forms_of_one_server_agree():
    for load in (0.05, 0.5, 0.99):
        one = waiting.single_server_queue(load / 2, 2.0, 0.95)
        many = waiting.shared_queue(load / 2, 2.0, 1, 0.95)
        for key in ("utilisation", "mean_wait", "mean_response", "wait_quantile", "response_quantile"):
            assert many[key] == pytest.approx(one[key], rel=1e-9, abs=1e-12)


def test_load_one_server_short_of_the_singular_case():
    """At a load of servers - 1 the closed form divides by zero; its limit is continuous."""
    at = waiting.shared_queue(3.0, 1.0, 4)["response_quantile"]
    near = waiting.shared_queue(3.0 + 1e-7, 1.0, 4)["response_quantile"]
    assert at == pytest.approx(near, rel=1e-6)


@pytest.mark.parametrize("servers", [1, 4, 30])
def test_rate_within_a_response_just_keeps_it(servers):
    limit = 6.0
    rate = waiting.rate_within_response(servers, 1.0, limit)["rate"]
    assert waiting.shared_queue(rate, 1.0, servers)["response_quantile"] == pytest.approx(limit, rel=1e-9)


@pytest.mark.parametrize("servers", [1, 2, 8, 64])
def test_knee_minimises_response_over_utilisation(servers):
    def cost(u: float) -> float:
        return (1 + queueing.erlang_c(u * servers, servers) / (servers - u * servers)) / u

    least = optimize.minimize_scalar(cost, bounds=(0.3, 0.95), method="bounded", options={"xatol": 1e-6})
    assert waiting.knee_utilisation(servers) == pytest.approx(least.x, abs=1e-4)


@pytest.mark.parametrize(
    ("load", "servers", "places"), [(15.0, 10, 50), (9.0, 10, 10), (12.0, 8, 24), (0.01, 2, 5)]
)
def test_bounded_queue_is_the_chain(load, servers, places):
    law = stationary([load] * places, [float(min(n, servers)) for n in range(1, places + 1)])
    queue = overload.bounded_queue(load, 1.0, servers, places)
    assert queue["rejected"] == pytest.approx(law[-1], rel=1e-6, abs=1e-12)
    number = float(law @ np.arange(places + 1))
    assert queue["mean_response"] == pytest.approx(number / (load * (1 - law[-1])), rel=1e-6)


def test_pool_of_a_percentile_is_poisson():
    for mean in (0.2, 5.0, 399.0, 401.0, 25_000.0):
        for level in (0.5, 0.99, 0.999999):
            assert queueing.concurrency_quantile(mean, level) == stats.poisson.ppf(level, mean)


def test_no_steady_state_is_refused():
    with pytest.raises(GuardError, match="steady state"):
        waiting.shared_queue(4.0, 1.0, 4)
    with pytest.raises(GuardError, match="no load keeps it"):
        waiting.rate_within_response(1, 1.0, 4.0)
    with pytest.raises(GuardError, match="no steady state"):
        queueing.erlang_c(5.0, 5.0)
