"""The ladder: what fills first, at what multiple, and what greater loads need."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from nalsd.analysis.ladder import load_overrides
from tests.analysis.designs import BOX, CLICKS, FLAT, about, clean

CAPACITY = (
    BOX
    + FLAT
    + """
tiers:
  front: {machine: box, nodes: 2, work: {enter: {each: 100 us}}, memory: {per_connection: 100 kB}}
  log: {machine: box, nodes: 3, work: {append: {each: 10 us}},
        state: {keys: {holds: keys, entries: 1G key, row: 64 B}}}
flows:
  enter: {from: workloads.click, to: front, protocol: tcp}
  append: {from: front, to: log, of: enter, ratio: 2, mode: async, protocol: tcp}
limits:
  leader: {of: tiers.log, each: leader, load: append.rate, takes: 20 us, serial: true, grows_by: nothing}
"""
)
CONTEXT = CLICKS.replace("browser: {}", "browser: {connections: {open: 100k, new: 1k/s}}")
SLO = "stores: {kept: {tier: log, engine: log, row: 500 B, written_by: [append], keep: [{for: 7 d}]}}\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return clean(tmp_path_factory.mktemp("ladder"), context=CONTEXT, slo=SLO, capacity=CAPACITY)


def test_rungs_stand_in_the_order_in_which_load_meets_them(found: Analysis) -> None:
    multiples = [rung.multiple for rung in found.ladder]
    assert multiples == sorted(multiples) and len(multiples) > 10


def test_the_first_rungs_by_hand(found: Analysis) -> None:
    """Stock: 4k/s x 7 d x 500 B = 1,209.6 GB on 12 TB, half of it its target; the leader: 50k/s over 10k."""
    of = {(r.what, r.at): r for r in found.ladder}
    assert of["disk_capacity", "target"].multiple == about(6e12 / 1209.6e9)
    assert of["disk_capacity", "full"].multiple == about(12e12 / 1209.6e9)
    assert of["leader", "full"].multiple == about(5)
    assert found.ladder[0].what == "disk_capacity", "4.96 times comes before 5 times"
    assert found.ladder[1].what == "leader"


def test_what_no_load_moves_has_no_rung(found: Analysis) -> None:
    """64 GB of keys are there at any load; the memory of connections grows."""
    assert ("log", "memory") not in {(r.tier, r.what) for r in found.ladder}
    assert ("front", "memory") in {(r.tier, r.what) for r in found.ladder}


@pytest.mark.parametrize("at", ["target", "full"])
def test_at_its_multiple_each_resource_is_exactly_there(found: Analysis, at: str) -> None:
    """The whole graph evaluated at that load: utilisation is the target, or 100%."""
    checked = 0
    for rung in found.ladder:
        if rung.at != at or rung.quantity.startswith("limits."):
            continue
        id = f"tiers.{rung.tier}.single.{rung.what}"
        values = found.graph.evaluate(load_overrides(found.graph, rung.multiple))
        level = values.get(f"{id}.allowed_share", values[f"{id}.target"]) if at == "target" else 1.0
        assert values[f"{id}.utilisation"] == pytest.approx(level, rel=1e-9), rung
        checked += 1
    assert checked >= 8


def test_a_limit_is_full_at_its_multiple(found: Analysis) -> None:
    values = found.graph.evaluate(load_overrides(found.graph, 5.0))
    assert values["limits.leader.utilisation"] == about(1)


def test_greater_loads_by_hand(found: Analysis) -> None:
    """Front: 0.5 cores of work and (5k x 2 + 10k x 2 + 13 x 1k) packets over 500k, at 5 cores a node."""
    scales = {scale.multiple: scale for scale in found.scales}
    assert list(scales) == [1, 10, 100, 1000]
    # `enter` is answered: a packet each way; `append` is not: a packet out, an acknowledgement back.
    cores = 0.5 + (5e3 * 2 + 10e3 * 2 + 13e3) / 500e3
    memory = 100e3 * 100e3 / 50e9
    assert found.graph.value("tiers.front.single.cpu.demand") == about(cores)
    for multiple, scale in scales.items():
        need = max(cores * multiple / 5, memory * multiple)
        assert scale.nodes["front"] == -(-need // 1)
        assert scale.bottleneck["front"] == "memory"
        assert scale.broken == ([] if multiple < 5 else ["leader"])


def test_connections_grow_with_the_load(found: Analysis) -> None:
    overrides = load_overrides(found.graph, 10.0)
    assert overrides["clients.browser.open"] == 1e6
    assert overrides["clients.browser.new"] == 1e4
    assert overrides["workloads.click.peak"] == 5e4
    assert "flows.enter.rate" not in overrides, "it follows"


def test_a_peak_by_its_factor_grows_once(tmp_path: Path) -> None:
    context = CLICKS.replace("peak: 5k/s", "peak_factor: 2.5")
    one = clean(tmp_path, context=context, capacity=CAPACITY)
    values = one.graph.evaluate(load_overrides(one.graph, 10.0))
    assert values["workloads.click.peak"] == about(50e3)
    assert values["flows.enter.rate"] == about(50e3)


def test_a_load_that_grows_with_the_square(tmp_path: Path) -> None:
    """Calls among all of them: 5k x 5k over 25M x 16: full at four times the load, not at sixteen."""
    limit = """
limits:
  mesh: {of: tiers.log, each: leader, load: append.rate * append.rate, at_most: 1600000000 request^2/s^2,
         grows_by: nothing}
"""
    text = CAPACITY[: CAPACITY.index("limits:")] + limit
    one = clean(tmp_path, context=CLICKS, capacity=text)
    rung = next(r for r in one.ladder if r.what == "mesh")
    assert rung.multiple == pytest.approx(4, rel=1e-9)
