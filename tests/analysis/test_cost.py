"""Cost a month, part by part, against hand arithmetic at the listed prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.physics import cost
from tests.analysis.clusters import THREE, analysed, files
from tests.analysis.designs import BOX, FLAT, clean
from tests.checks import small

MONTH = 730 * 3600
COST = "cost: {include: [%s]}\n"


def month(value: float) -> float:
    """Dollars a month of dollars a second."""
    return value * MONTH


def test_machines_of_a_cluster(tmp_path: Path) -> None:
    """75 machines at 1,000 USD a month."""
    graph = analysed(tmp_path, iterations=THREE + COST % "machines").graph
    assert month(graph.value("cost.machines")) == pytest.approx(75_000)
    assert graph.value("cost.total") == graph.value("cost.machines") == graph.value("design.cost")


def test_traffic_between_zones(tmp_path: Path) -> None:
    """1 GB/s of writes, two further copies in other zones, with headers: 5.6 million GB a month at 0.01."""
    graph = analysed(tmp_path, iterations=THREE + COST % "cross_zone").graph
    wire = graph.value("flows.append.message_wire") / 200 * 2e6
    assert 1.0e9 < wire < 1.1e9
    assert graph.value("cost.cross_zone.traffic") == pytest.approx(2 * wire)
    assert month(graph.value("cost.cross_zone")) == pytest.approx(2 * wire * MONTH / 1e9 * 0.01)


@pytest.mark.parametrize(("asked", "further"), [(1, 0), (2, 1), (3, 2)])
def test_reads_fetch_from_copies_in_other_zones(tmp_path: Path, asked: int, further: int) -> None:
    """2,000 reads a second of 100 B for 4,000 B: each further copy that is asked is asked over zones."""
    context = """
clients: {browser: {}}
workloads: {look: {from: browser, kind: read, average: 2k/s, peak: 5k/s, request: 100 B, response: 4 kB}}
"""
    slo = "stores: {rows: {tier: db, row: 4 kB, read_by: [look]}}"
    capacity = BOX + FLAT + "\ntiers: {db: {machine: box}}\n"
    capacity += "flows: {look: {from: workloads.look, to: db, protocol: udp}}\n"
    placed = f"zones: 3\ncluster: {{rows: {{rf: 3, write: 3, read: {asked}}}}}\n" + COST % "cross_zone"
    value = clean(tmp_path, context=context, slo=slo, capacity=capacity, iterations=placed).graph.value
    # A message of UDP carries 66 B of headers; 4,000 B go in three of 1,472 B at most.
    assert value("cost.cross_zone.traffic") == pytest.approx(further * 2000 * (100 + 66 + 4000 + 3 * 66))


@pytest.mark.parametrize(("zones", "within", "share"), [(3, False, 2 / 3), (2, False, 1 / 2), (3, True, 0)])
def test_flows_between_tiers_cross_unless_they_stay(tmp_path: Path, zones, within, share) -> None:
    """Of three zones two are others; a flow that says it stays in its zone crosses none."""
    flows = """
tiers: {front: {machine: box}, back: {machine: box}}
flows:
  enter: {from: workloads.click, to: front, protocol: udp}
  onward: {from: front, to: back, of: enter, protocol: udp, same_zone: WITHIN}
"""
    capacity = BOX + FLAT + flows.replace("WITHIN", str(within).lower())
    placed = f"zones: {zones}\n" + COST % "cross_zone"
    value = clean(tmp_path, capacity=capacity, iterations=placed).graph.value
    # 2,000 a second of 500 B on average, with 28 B of IP and UDP and 38 B of Ethernet each.
    assert (value("cost.cross_zone.traffic") or 0) == pytest.approx(share * 2000 * 566)


def test_one_zone_crosses_nothing(tmp_path: Path) -> None:
    one = "cluster:\n  log: {rf: 3, write: 2, read: 2}\n"
    graph = analysed(tmp_path, iterations=one + COST % "cross_zone").graph
    assert graph.value("cost.cross_zone") == 0


def test_traffic_between_regions(tmp_path: Path) -> None:
    """Half of 1 GB/s each way: 2.628 million GB a month at 0.02 are 52,560 USD."""
    regions = (
        "regions:\n  us_east: {place: aws/us-east-1}\n  eu_west: {place: aws/eu-west-1}\n"
        "replicate: {log: {mode: async, lag: 1 s}}\n"
    )
    graph = analysed(tmp_path, iterations=THREE + regions + COST % "cross_region").graph
    assert month(graph.value("cost.cross_region")) == pytest.approx(52_560)


def with_archive(
    tmp_path: Path, service: str = "kind: object_store, price: aws/s3_standard"
) -> dict[str, str]:
    """The design with a copy of its data in an object store for two years."""
    changed = files(iterations=THREE + COST % "services, requests")
    changed["2-slo.md"] = (
        changed["2-slo.md"]
        .replace("keep: [{for: 7 d}]", "keep: [{for: 7 d}, {for: 100 d, in: objects}], read_by: [archive]")
        .replace("---\nKept", f"services: {{objects: {{{service}}}}}\n---\nKept")
    )
    changed["3-capacity.md"] = changed["3-capacity.md"].replace(
        "protocol: tcp}\n---",
        "protocol: tcp}\n  archive: {from: broker, to: objects, of: append, mode: background,"
        " batch: {size: 100k}, protocol: https}\n---",
    )
    return changed


def test_data_and_requests_of_a_service(tmp_path: Path) -> None:
    """100 days of 86.4 TB at 0.02 USD a GB; 20 objects a second at 5 USD a million writes."""
    design = load_design(small.write(tmp_path, with_archive(tmp_path)))
    graph = analyse(design, alternatives=False).graph
    assert month(graph.value("cost.services")) == pytest.approx(100 * 86.4e3 * 0.02)
    assert month(graph.value("cost.requests")) == pytest.approx(20 * MONTH * 5e-6)
    assert month(graph.value("cost.total")) == pytest.approx(172_800 + 262.8)


@pytest.mark.parametrize(
    ("iterations", "part"),
    [
        ("cost: {include: [machines, cross_zone], commitment: three_years}\n", "machines"),
        ("cost: {include: [machines], currency: EUR}\n", "machines"),
    ],
)
def test_an_unknown_price_stays_unknown(tmp_path: Path, iterations: str, part: str) -> None:
    graph = analysed(tmp_path, iterations=THREE + iterations).graph
    assert graph.value(f"cost.{part}") is None
    assert graph.value("cost.total") is None
    assert graph["cost.total"].note.startswith("no price is known of machines")


def test_what_is_known_is_added_up_all_the_same(tmp_path: Path) -> None:
    bought = "cost: {include: [machines, cross_zone], commitment: spot}\n"
    graph = analysed(tmp_path, iterations=THREE + bought).graph
    assert graph.value("cost.known") == graph.value("cost.cross_zone") > 0
    assert graph.value("cost.total") is None


def test_a_machine_without_a_price(tmp_path: Path) -> None:
    changed = files(iterations=THREE + COST % "machines")
    changed["3-capacity.md"] = changed["3-capacity.md"].replace("    price: 1000 USD/month_730h\n", "")
    graph = analyse(load_design(small.write(tmp_path, changed)), alternatives=False).graph
    assert graph.value("design.cluster.price") is None
    assert graph.value("cost.total") is None


@pytest.mark.parametrize("price", ["1000 USD/month", "500 USD/mo * 2", "1000 USD/month_730h"])
def test_a_month_of_a_price_is_the_one_that_clouds_bill(price: str, tmp_path: Path) -> None:
    """75 machines at 1,000 USD for 730 hours."""
    changed = files(iterations=THREE + COST % "machines")
    changed["3-capacity.md"] = changed["3-capacity.md"].replace("1000 USD/month_730h", price)
    analysis = analyse(load_design(small.write(tmp_path, changed)), alternatives=False)
    assert analysis.graph.value("cost.machines") * 730 * 3600 == pytest.approx(75_000)
    assert "N302" not in {finding.code for finding in analysis.findings}


def test_no_other_month_goes_unnamed(tmp_path: Path) -> None:
    changed = files()
    changed["1-context.md"] = changed["1-context.md"].replace("2M/s", "5T/month")
    analysis = analyse(load_design(small.write(tmp_path, changed)), alternatives=False)
    assert "N302" in {finding.code for finding in analysis.findings}


def test_a_service_without_a_price(tmp_path: Path) -> None:
    design = load_design(small.write(tmp_path / "a", with_archive(tmp_path, "kind: object_store")))
    graph = analyse(design, alternatives=False).graph
    assert graph.value("cost.services") is None
    design = load_design(
        small.write(tmp_path / "b", with_archive(tmp_path, "kind: object_store, price: aws/s4"))
    )
    analysis = analyse(design, alternatives=False)
    assert [f.code for f in analysis.findings] == ["N201"]


def test_answers_to_clients_are_egress(tmp_path: Path) -> None:
    """Answers of 10 kB and their headers to two million requests a second, at 0.1 USD a GB."""
    changed = files(iterations=THREE + COST % "egress")
    changed["1-context.md"] = changed["1-context.md"].replace("response: 0 B", "response: 10 kB")
    graph = analyse(load_design(small.write(tmp_path, changed)), alternatives=False).graph
    traffic = graph.value("cost.egress.traffic")
    assert 20e9 < traffic < 22e9
    assert month(graph.value("cost.egress")) == pytest.approx(traffic * MONTH / 1e9 * 0.1)


def test_more_costs_more(tmp_path: Path) -> None:
    """Cost grows with the load and with the copies."""
    graph = analysed(tmp_path, iterations=THREE + COST % "machines, cross_zone").graph
    loads = {"workloads.click.average": 4e6, "workloads.click.peak": 10e6}
    assert graph.evaluate(loads, ["cost.total"])["cost.total"] > 1.9 * graph.value("cost.total")
    assert graph.evaluate({"cluster.log.rf": 5.0}, ["cost.total"])["cost.total"] > graph.value("cost.total")


def test_prices_by_hand() -> None:
    gigabyte = 1e9
    assert month(cost.traffic_cost(1e9, 0.01 / gigabyte)) == pytest.approx(26_280)
    assert month(cost.storage_cost(1e15, 0.02 / gigabyte / MONTH)) == pytest.approx(20_000)
    assert month(cost.request_cost(100, 5e-6)) == pytest.approx(1_314)
    assert cost.space_bought(80.0, 0.8) == pytest.approx(100.0)
