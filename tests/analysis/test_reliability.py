"""Availability and durability that a design reaches, against Markov chains, enumeration and published
audits."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from math import log10
from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.physics import copies, durability
from tests.analysis.clusters import THREE, analysed, codes
from tests.analysis.clusters import files as written
from tests.checks import small

HOUR, DAY, YEAR = 3600.0, 86_400.0, 365 * 86_400.0
KEPT = "kept: {for: stores.log, durability: %s}"
UP = "up: {for: workloads.click, availability: %s}"


def chain_time_to_loss(copies_kept: int, failure: Fraction, repair: Fraction) -> Fraction:
    """Mean time until no copy is left: the linear equations of the chain over lost copies, solved exactly."""
    size = copies_kept
    rows = []
    for lost in range(size):
        fails, mends = (size - lost) * failure, lost * repair
        row = [Fraction(0)] * (size + 1)
        row[lost] = fails + mends
        if lost + 1 < size:
            row[lost + 1] -= fails
        if lost:
            row[lost - 1] -= mends
        row[size] = Fraction(1)
        rows.append(row)
    for i in range(size):
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j in range(size):
            if j != i:
                rows[j] = [a - rows[j][i] * b for a, b in zip(rows[j], rows[i], strict=True)]
    return rows[0][size]


def test_durability_is_that_of_the_chain(tmp_path: Path) -> None:
    """Servers fail at 4% a year; 3 * 604.8 TB on 75 nodes are 24.2 TB each, filled at 40% of 12.5 GB/s."""
    repair = "zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2, repair: {after: 30 min, at: 40%}}\n"
    graph = analysed(tmp_path, iterations=repair).graph
    held = 3 * 604.8e12 / 75
    assert graph.value("tiers.broker.node_data") == pytest.approx(held)
    missing = 1800 + held / (0.4 * 12.5e9)
    assert graph.value("cluster.log.rebuild_time") == pytest.approx(missing)
    lifetime = YEAR / 0.04
    exact = chain_time_to_loss(3, 1 / Fraction(lifetime), 1 / Fraction(missing))
    assert graph.value("cluster.log.time_to_loss") == pytest.approx(float(exact), rel=1e-9)
    loss = YEAR / float(exact)
    assert graph.value("cluster.log.loss") == pytest.approx(loss, rel=1e-6)
    assert graph.value("cluster.log.nines") == pytest.approx(-log10(loss), rel=1e-6)


@pytest.mark.parametrize(
    ("repair", "nines"),
    [
        # Three copies, 1.57% of drives a year: the windowed model gives 8.9 nines at 6.5 days, 10.5 at a day
        # and 13.3 at an hour. The chain loses three times as much, half a nine less.
        (6.5 * DAY, 8.9),
        (1 * DAY, 10.5),
        (1 * HOUR, 13.3),
        (12 * HOUR, 11.1),
    ],
)
def test_eleven_nines_are_a_matter_of_repair(repair: float, nines: float) -> None:
    window = durability.windowed_durability(1, 2, 0.0157 / YEAR, repair, YEAR)
    assert -window["exponent"] == pytest.approx(nines, abs=0.06)
    lifetime = YEAR / 0.0157
    time = durability.time_to_data_loss(3, 2, lifetime, repair)
    exact = chain_time_to_loss(3, 1 / Fraction(lifetime), 1 / Fraction(repair))
    assert time == pytest.approx(float(exact), rel=1e-9)
    assert -log10(YEAR / time) == pytest.approx(nines - log10(3), abs=0.06)


def test_slow_repair_is_found(tmp_path: Path) -> None:
    """ "Three copies, therefore eleven nines" holds only while repair is quick."""
    slow = "zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2, repair: {after: 6.5 d, at: 40%}}\n"
    quick = slow.replace("6.5 d", "1 min").replace("40%", "90%")
    target = KEPT % "99.99999999%"
    assert codes(tmp_path / "a", iterations=slow, slos=target) == ["N606"]
    assert codes(tmp_path / "b", iterations=quick, slos=target) == []


def test_a_common_cause_is_all_there_is() -> None:
    """One failure in a hundred takes all copies: of 4% a year that is 4 in 10,000, however many copies."""
    for kept in (2, 3, 5):
        loss = copies.common_cause_annual_loss(kept, YEAR / 0.04, 2 * HOUR, 0.01, YEAR)
        assert loss == pytest.approx(4e-4, rel=0.02)
    # Against drawing it: two copies, failing often, half of the failures common.
    rng, lost, draws = random.Random(7), 0, 40_000
    failure, common = 1 - 2.718281828459045 ** -(1 / 10), 0.5
    for _ in range(draws):
        shared = rng.random() < common * failure
        alone = all(rng.random() < (1 - common) * failure for _ in range(2))
        lost += shared or alone
    window = copies.common_cause_annual_loss(2, 10.0, 1.0, 0.5, 1.0)
    assert window == pytest.approx(lost / draws, abs=4 * (window / draws) ** 0.5)


def test_an_archive_takes_the_weight_off_the_copies() -> None:
    """A quarter of an hour on the copies alone, a week on both, the rest of the year on the archive alone."""
    loss = copies.archived_loss(1e-6, 900.0, 7 * DAY, 1e-11, YEAR)
    alone, week = 900 / YEAR, 7 / 365
    assert loss == pytest.approx(1e-6 * alone + 1e-17 * (week - alone) + 1e-11 * (1 - week))
    # Kept for longer than a year on the copies, and archived at once: both have to fail.
    assert copies.archived_loss(1e-6, 0.0, 2 * YEAR, 1e-11, YEAR) == pytest.approx(1e-17)
    # Never archived: the copies alone.
    assert copies.archived_loss(1e-6, 2 * YEAR, 2 * YEAR, 1e-11, YEAR) == pytest.approx(1e-6)


def test_an_archive_in_a_design(tmp_path: Path) -> None:
    keep = "keep: [{for: 7 d}, {for: 2 y, in: objects}], read_by: [archive]"
    files = {
        "iterations": THREE.replace("read: 2}", "read: 2, repair: {after: 1 d}}"),
        "slos": KEPT % "99.999999999%",
    }  # fmt: skip
    without = analysed(tmp_path / "a", **files).graph.value("slos.kept.reached")
    changed = written(**files)
    changed["2-slo.md"] = (
        changed["2-slo.md"]
        .replace("keep: [{for: 7 d}]", keep)
        .replace("---\nKept", "services: {objects: {kind: object_store, price: aws/s3_standard}}\n---\nKept")
    )
    changed["3-capacity.md"] = changed["3-capacity.md"].replace(
        "protocol: tcp}\n---",
        "protocol: tcp}\n  archive: {from: broker, to: objects, of: append, mode: background,"
        " batch: {bytes: 64 MiB, wait: 15 min}, protocol: https}\n---",
    )
    graph = analyse(load_design(small.write(tmp_path / "b", changed)), alternatives=False).graph
    assert graph.value("cluster.log.exposed") == 900
    assert graph.value("slos.kept.reached") > without
    expected = graph.value("cluster.log.copies_loss") * 900 / YEAR + 1e-11 * (1 - 7 / 365)
    assert graph.value("cluster.log.loss") == pytest.approx(expected, rel=1e-4)


def test_an_acknowledgement_from_memory(tmp_path: Path) -> None:
    """Two crashes a year, each with the last thirty seconds: 1.9 in a million, if one machine has them."""
    one = "zones: 3\ncluster:\n  log: {rf: 3, write: 1, read: 1}\n"
    store = ", durable_at: page_cache"
    graph = analysed(tmp_path / "a", iterations=one, store=store).graph
    assert graph.value("cluster.log.unsynced_loss") == pytest.approx(2 * 30 / YEAR, rel=1e-5)
    both = analysed(tmp_path / "b", iterations=one.replace("write: 1", "write: 2"), store=store).graph
    assert both.value("cluster.log.unsynced_loss") == pytest.approx((2 * 30 / YEAR) ** 2, rel=1e-5)
    synced = analysed(tmp_path / "c", iterations=one, store=", durable_at: fsync").graph
    assert "cluster.log.unsynced_loss" not in synced


@pytest.mark.parametrize(("kept", "needed", "zones"), [(3, 2, 3), (3, 1, 3), (3, 3, 3), (5, 3, 5), (2, 1, 3)])
def test_a_quorum_by_enumerating_its_states(kept: int, needed: int, zones: int) -> None:
    """Every combination of nodes and zones that are up or down, each copy in a zone of its own."""
    node, zone = 0.98, 0.95
    up = 0.0
    for states in product((True, False), repeat=2 * kept):
        nodes, places = states[:kept], states[kept:]
        chance = 1.0
        for state, share in zip(states, [node] * kept + [zone] * kept, strict=True):
            chance *= share if state else 1 - share
        if sum(n and z for n, z in zip(nodes, places, strict=True)) >= needed:
            up += chance
    found = copies.copies_availability(kept, needed, node, zones, zone)
    assert found["availability"] == pytest.approx(up, abs=1e-12)
    assert found["unavailability"] == pytest.approx(1 - up, abs=1e-12)


def test_copies_that_share_a_zone_fall_with_it() -> None:
    """One zone: the zone and the quorum in series."""
    node, zone = 0.98, 0.95
    quorum = 3 * node**2 * (1 - node) + node**3
    found = copies.copies_availability(3, 2, node, 1, zone)
    assert found["availability"] == pytest.approx(quorum * zone, abs=1e-12)


def test_a_tier_by_enumerating_its_nodes() -> None:
    """Six nodes of which four are needed, in three zones of which one may go: nodes and zones in series."""
    node, zone = 0.97, 0.99
    nodes = sum(node ** sum(s) * (1 - node) ** (6 - sum(s)) for s in product((0, 1), repeat=6) if sum(s) >= 4)
    zones = zone**3 + 3 * zone**2 * (1 - zone)
    found = copies.tier_availability(6, 3.2, node, 3, 1, zone)
    assert found["availability"] == pytest.approx(nodes * zones, abs=1e-12)


def test_zones_that_can_go() -> None:
    for nodes, surviving, zones in product((1, 3, 6, 7, 9), (0.5, 1.0, 2.2, 4.0, 6.5), (1, 2, 3)):
        worst = -(-nodes // zones)
        tried = max((lost for lost in range(zones) if nodes - lost * worst >= -(-surviving // 1)), default=0)
        assert copies.zones_to_lose(nodes, surviving, zones) == tried


def test_what_a_request_needs(tmp_path: Path) -> None:
    """The tier and its store's writes, in series; 52.6 minutes a year at 99.99%."""
    analysis = analysed(tmp_path, slos=UP % "99.99%")
    graph = analysis.graph
    tier, store = graph.value("tiers.broker.availability"), graph.value("cluster.log.write_availability")
    assert graph.value("workloads.click.availability") == pytest.approx(tier * store, abs=1e-12)
    assert graph.value("slos.up.reached") == pytest.approx(tier * store, abs=1e-12)
    assert graph.value("slos.up.margin") == pytest.approx(1 - (1 - tier * store) / 1e-4, abs=1e-6)
    assert graph.value("slos.up.common_cause") == pytest.approx(tier * store * 0.9999, abs=1e-9)
    # Half of the budget is kept for changes; the one part may use the other half.
    assert graph.value("slos.up.dependency_availability") == pytest.approx(1 - 0.5 * 1e-4)


def test_one_zone_does_not_give_four_nines(tmp_path: Path) -> None:
    """A zone goes once a year for six hours: 99.93%, whatever runs in it."""
    one = "cluster:\n  log: {rf: 3, write: 2, read: 2}\n"
    graph = analysed(tmp_path / "a", iterations=one, slos=UP % "99.99%").graph
    assert graph.value("slos.up.reached") < 8760 / (8760 + 6)
    assert codes(tmp_path / "b", iterations=one, slos=UP % "99.99%") == ["N606"]
    assert codes(tmp_path / "c", slos=UP % "99.99%") == []


def test_more_copies_are_never_less_available(tmp_path: Path) -> None:
    """With a quorum of one every further copy helps; with all of them it hurts."""
    before_one, before_all = 0.0, 1.0
    for kept in range(1, 6):
        one = copies.copies_availability(kept, 1, 0.99, 5, 0.999)["availability"]
        every = copies.copies_availability(kept, kept, 0.99, 5, 0.999)["availability"]
        assert one > before_one and every < before_all
        before_one, before_all = one, every


def test_regions_stand_in_for_each_other(tmp_path: Path) -> None:
    """A region is away 0.01% of the time; two of two lost at once is 1e-8, and users wait to be moved."""
    regions = (
        "regions:\n  us_east: {place: aws/us-east-1}\n  eu_west: {place: aws/eu-west-1}\n"
        "failover: {survive: {regions: 1}, to: nearest, within: 5 min}\n"
    )
    graph = analysed(tmp_path, iterations=THREE + regions, slos=UP % "99.99%").graph
    lifetime = 4 * 0.9999 / 0.0001  # hours between outages of four hours
    moved = (5 / 60) / (lifetime + 4)
    expected = 0.99999 * (1 - 1e-8) * (1 - moved)
    assert graph.value("design.regions.availability") == pytest.approx(expected, abs=1e-12)
