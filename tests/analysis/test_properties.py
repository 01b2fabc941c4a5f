"""What must hold of every design, whatever its numbers: tried over many of them."""

from __future__ import annotations

import math
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nalsd.analysis import RESOURCES, Analysis
from nalsd.analysis.ladder import load_overrides
from tests.analysis.designs import BOX, about, clean

CONTEXT = """
clients:
  browser: {{connections: {{open: {open:.4f}, new: {new:.4f}/s, tls: {{full: 40%, resumed: 60%}}}}}}
workloads:
  click: {{from: browser, kind: write, average: {average:.4f}/s, peak: {peak:.4f}/s, request: {size} B,
           response: 40 B}}
  look: {{from: browser, kind: read, average: {average:.4f}/s, peak: {peak:.4f}/s, request: 60 B,
          response: {size} B}}
"""
SLO = """
stores:
  kept: {tier: log, engine: btree, row: 300 B, written_by: [append], read_by: [fetch], keep: [{for: 2 d}]}
  extra: {tier: log, engine: log, row: 100 B, written_by: [append], rows: 1M row}
"""
CAPACITY = (
    BOX
    + """
tiers:
  front: {machine: box, work: {enter: {each: 20 us}}, memory: {per_connection: 20 kB, runtime: 1 GB},
          overhead: {os: 5%}}
  log: {machine: box, profile: light, state: {recent: {holds: events, of: append, row: 50 B, window: 30 s}}}
flows:
  enter: {from: workloads.click, to: front, protocol: https}
  append: {from: front, to: log, of: enter, batch: {size: 10}, protocol: tcp}
  fetch: {from: workloads.look, to: log, protocol: https}
"""
)
LOADS = some.builds(
    dict,
    average=some.floats(10, 5e4),
    peak=some.floats(5e4, 5e6),
    size=some.integers(1, 20_000),
    new=some.floats(10, 1e5),
    open=some.floats(10, 1e7),
)
TIERS = ("front", "log")
few = settings(max_examples=8, deadline=None, derandomize=True)


@lru_cache(maxsize=64)
def _computed(key: tuple[tuple[str, float], ...]) -> Analysis:
    with tempfile.TemporaryDirectory() as folder:
        return clean(Path(folder), context=CONTEXT.format(**dict(key)), slo=SLO, capacity=CAPACITY)


def computed(load: dict[str, float], times: float = 1.0) -> Analysis:
    """The design at this load; rates and connections times a factor, sizes as they are."""
    return _computed(tuple((k, v if k == "size" else v * times) for k, v in sorted(load.items())))


@few
@given(load=LOADS, more=some.floats(1, 50))
def test_more_load_never_needs_fewer_nodes(load: dict[str, float], more: float) -> None:
    before, after = computed(load), computed(load, more)
    for needed in (f"tiers.{tier}.single.needed" for tier in TIERS):
        assert after.graph.value(needed) >= before.graph.value(needed)


@few
@given(load=LOADS, k=some.sampled_from([0.5, 2.0, 3.0, 10.0]))
def test_demands_scale_with_the_load(load: dict[str, float], k: float) -> None:
    """What grows with load grows in proportion, what is fixed stays; stated and as a what-if."""
    one, other = computed(load), computed(load, k)
    whatif = one.graph.evaluate(load_overrides(one.graph, k))
    for tier in TIERS:
        for resource in one.tiers[tier].resources:
            id = f"tiers.{tier}.single.{resource}"
            assert other.graph.value(f"{id}.load") == about(k * one.graph.value(f"{id}.load"), 1e-5)
            assert other.graph.value(f"{id}.fixed") == one.graph.value(f"{id}.fixed")
            assert whatif[f"{id}.demand"] == about(other.graph.value(f"{id}.demand"), 1e-5)


@few
@given(load=LOADS)
def test_utilisation_is_full_at_the_multiple(load: dict[str, float]) -> None:
    """100% when full, the target at the target: the whole graph evaluated at that load, nodes as deployed."""
    found = computed(load)
    for rung in found.ladder:
        if rung.what not in found.tiers[rung.tier].resources:
            continue
        id = f"tiers.{rung.tier}.single"
        overrides = load_overrides(found.graph, rung.multiple)
        overrides[f"{id}.deployed"] = found.graph.value(f"{id}.deployed")
        values = found.graph.evaluate(overrides)
        if rung.at == "full":
            assert values[f"{id}.{rung.what}.utilisation"] == about(1, 1e-9), rung
        else:
            target = values.get(f"{id}.{rung.what}.allowed_share", values[f"{id}.{rung.what}.target"])
            assert values[f"{id}.{rung.what}.utilisation"] == about(target, 1e-9), rung


@few
@given(load=LOADS)
def test_the_bottleneck_is_the_largest_need_unrounded(load: dict[str, float]) -> None:
    found = computed(load)
    for tier in TIERS:
        needs = {r: found.graph.value(f"tiers.{tier}.single.{r}.need") for r in RESOURCES}
        needs = {r: need for r, need in needs.items() if need is not None}
        largest = max(needs.values())
        first = next(r for r in needs if needs[r] == largest)
        assert found.graph.value(f"tiers.{tier}.single.bottleneck") == first
        assert found.graph.value(f"tiers.{tier}.single.needed") == max(1, math.ceil(largest - 1e-9 * largest))


@few
@given(load=LOADS)
def test_sized_tiers_are_at_or_under_every_target(load: dict[str, float]) -> None:
    found = computed(load)
    assert found.verdict == "feasible"
    for tier in TIERS:
        for resource in found.tiers[tier].resources:
            id = f"tiers.{tier}.single.{resource}"
            assert found.graph.value(f"{id}.utilisation") <= found.graph.value(f"{id}.target") * (1 + 1e-9)


@few
@given(load=LOADS)
def test_nothing_is_counted_twice(load: dict[str, float]) -> None:
    """Each packet once: the tier's packets are the sum of its flows' and its connections', and the kernel's
    work is of those packets whose work no profile holds already.
    """
    found = computed(load)
    value = found.graph.value
    sides = ("out", "back")
    of = {f: sum(value(f"flows.{f}.packets_{s}") for s in sides) for f in ("enter", "append", "fetch")}
    opened = 13 * load["new"]
    connections = value("tiers.front.single.packets.connections.browser")
    assert connections == about(opened, 1e-3)
    assert value("tiers.front.single.packets.demand") == about(of["enter"] + of["append"] + connections)
    # The work of `enter` is stated as time, without its packets; `append` only leaves.
    assert value("tiers.front.single.cpu.kernel_packets") == about(of["enter"] + of["append"] + connections)
    # At the log both flows are covered by a profile measured through the network; connections are not.
    assert value("tiers.log.single.cpu.kernel_packets") == about(connections)


@few
@given(load=LOADS)
def test_headroom_is_in_the_need_and_in_no_demand(load: dict[str, float]) -> None:
    """Demand is what is busy: demand over need is one node at its target (or at what staffing allows)."""
    found = computed(load)
    for tier in TIERS:
        for resource in found.tiers[tier].resources:
            id = f"tiers.{tier}.single.{resource}"
            level = found.graph.value(f"{id}.allowed_share") or found.graph.value(f"{id}.target")
            demand, supply = found.graph.value(f"{id}.demand"), found.graph.value(f"{id}.supply")
            assert found.graph.value(f"{id}.need") == about(demand / (supply * level))


@few
@given(load=LOADS, share=some.floats(0.05, 0.95), more=some.floats(1.01, 20))
def test_a_higher_target_never_needs_more_nodes(load: dict[str, float], share: float, more: float) -> None:
    found = computed(load)
    high = min(1.0, share * more)
    for tier in TIERS:
        ids = [f"tiers.{tier}.target.{r}" for r in RESOURCES]
        needed = f"tiers.{tier}.single.needed"
        low = found.graph.evaluate(dict.fromkeys(ids, share), [needed])[needed]
        assert found.graph.evaluate(dict.fromkeys(ids, high), [needed])[needed] <= low


@few
@given(load=LOADS)
def test_bytes_on_the_wire_are_never_fewer_than_the_payload(load: dict[str, float]) -> None:
    value = computed(load).graph.value
    for flow in ("enter", "append", "fetch"):
        assert value(f"flows.{flow}.wire_out") > value(f"flows.{flow}.payload")
        assert value(f"flows.{flow}.packets_out") >= value(f"flows.{flow}.messages")
        assert value(f"flows.{flow}.wire_out") <= value(f"flows.{flow}.packets_out") * 1538


@pytest.mark.parametrize("tier", TIERS)
def test_ties_go_to_the_first_in_the_order_of_the_words(tier: str) -> None:
    """All needs the same: `network` comes before `packets` and the others."""
    load = {"average": 1e3, "peak": 1e5, "size": 500, "new": 1e3, "open": 1e5}
    found = computed(load)
    ids = [f"tiers.{tier}.single.{r}.need" for r in RESOURCES]
    ids = [i for i in ids if i in found.graph]
    bottleneck = f"tiers.{tier}.single.bottleneck"
    assert found.graph.evaluate(dict.fromkeys(ids, 3.0), [bottleneck])[bottleneck] == "network"
