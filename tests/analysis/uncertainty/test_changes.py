"""What changes with an input: incremental evaluation, tornadoes, the ladder, and what-if."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from nalsd.analysis import Analysis, analyse
from nalsd.analysis.ladder import load_overrides
from nalsd.analysis.uncertainty.changes import Changes
from nalsd.analysis.uncertainty.scaling import scaling
from nalsd.analysis.uncertainty.tornado import inputs_of, tornadoes
from nalsd.analysis.uncertainty.whatif import what_if
from nalsd.designs import load_design
from nalsd.graph import Graph, Location, parse
from nalsd.units import STANDARD

HERE = Location("a.md", 1, 1)


@cache
def shipped(slug: str) -> Analysis:
    return analyse(load_design(Path("designs") / slug), alternatives=False)


def small() -> Graph:
    graph = Graph()
    for id, text, role in (
        ("users", "200 .. 800", "assumption"), ("each", "5", "assumption"), ("hit", "90%", "ratio"),
        ("rf", "3", "count"), ("goal", "7", "objective"),
    ):  # fmt: skip
        value = STANDARD.value(text)
        graph.given(id, value, label=id, unit=value.unit, role=role, source=HERE)
    for id, text in (("load", "users * each * (1 - hit)"), ("nodes", "ceil(load / 30) * rf + goal * 0")):
        graph.express(id, parse(text, STANDARD, {}), label=id, role="count", source=HERE)
    assert graph.resolve() == []
    return graph


def test_only_what_changes_is_computed_and_told() -> None:
    # 400 * 5 * 0.1 = 200 on 7 nodes of 30, three copies; 205 still takes 7.
    assert Changes(small()).at({"users": 410.0}) == {"users": 410.0, "load": pytest.approx(205.0)}
    assert Changes(small()).at({"users": 800.0})["nodes"] == 14 * 3
    assert Changes(small()).at({"users": 400.0}) == {}


def test_a_held_quantity_is_not_computed_again() -> None:
    found = Changes(small()).at({"users": 800.0, "load": 90.0})
    assert found == {"users": 800.0, "load": 90.0, "nodes": 9.0}


def test_changes_are_those_of_a_full_evaluation() -> None:
    graph = shipped("task-scheduler").graph
    overrides = load_overrides(graph, 7.0)
    full = graph.evaluate(overrides)
    changed = Changes(graph).at(overrides)
    assert {id: changed.get(id, graph.value(id)) for id in full} == full
    assert all(full[id] != graph.value(id) for id in changed)


def test_a_tornado_goes_to_the_ends_of_a_range_and_a_tenth_otherwise() -> None:
    (found,) = tornadoes(small(), ["load"])
    assert [blade.inputs for blade in found.blades] == [("users",), ("each",), ("hit",)]
    users, each, hit = found.blades
    assert (users.low, users.high, users.ranged) == (200.0, 800.0, True)
    assert (users.at_low, users.at_high) == pytest.approx((100.0, 400.0))
    assert (each.at_low, each.at_high, each.ranged) == (pytest.approx(180.0), pytest.approx(220.0), False)
    # A hit ratio stays one: a tenth of what it misses, 89% and 91%.
    assert (hit.low, hit.high) == pytest.approx((0.89, 0.91))
    assert (hit.at_low, hit.at_high) == pytest.approx((220.0, 180.0))


def test_a_value_that_is_written_once_is_moved_as_one() -> None:
    """Two tiers on a machine of 10 USD, five nodes and three: 80, and a tenth of all of it either way."""
    graph = Graph()
    for tier in ("api", "db"):
        graph.given(f"tiers.{tier}.machine.price", STANDARD.value("10"), label=f"{tier}, price of a machine",
                    unit="1", role="cost", source=Location("a.md", 3, 8))  # fmt: skip
    graph.express("all", parse("5 * tiers.api.machine.price + 3 * tiers.db.machine.price", STANDARD, {}),
                  label="all", role="cost", source=HERE)  # fmt: skip
    graph.resolve()
    (blade,) = tornadoes(graph, ["all"])[0].blades
    assert (blade.at_low, blade.at_high) == pytest.approx((72.0, 88.0))
    assert blade.label == "Price of a machine, 2 tiers"


def test_copies_and_objectives_are_not_moved() -> None:
    assert [[q.id for q in moved] for moved, *_ in inputs_of(small())] == [["users"], ["each"], ["hit"]]


def test_a_queue_gives_way_where_its_cores_are_full() -> None:
    """The search knows it from the law that ends: there the cores of one of the regions are full."""
    analysis = shipped("l4-load-balancer")
    graph, regions = analysis.graph, ("ashburn", "frankfurt", "singapore")
    found = scaling(analysis)
    way = next(way for way in found.gives_way if way.quantity == "tiers.proxy.queue.waiting_probability")

    def fullest(multiple: float) -> float:
        ids = ["tiers.proxy.cpu.demand", "tiers.proxy.cpu.supply"]
        ids += [f"regions.{r}.tiers.proxy.{part}" for part in ("share", "nodes") for r in regions]
        demand, supply, *parts = map(graph.evaluate(load_overrides(graph, multiple), ids).get, ids)
        return max(
            share * demand / (supply * nodes) for share, nodes in zip(parts[:3], parts[3:], strict=True)
        )

    assert fullest(0.999 * way.multiple) < 1 <= fullest(1.001 * way.multiple)
    # All nodes in one place would carry more than those of the fullest region.
    assert way.multiple < graph.value("tiers.proxy.single.cpu.multiple_full")
    assert way.what == "law" and "steady state" in way.why
    assert found.first_objective is not None and found.first_objective.quantity == "slos.up.margin"


def test_steps_of_the_ladder_are_full_evaluations() -> None:
    analysis = shipped("task-scheduler")
    found = scaling(analysis)
    assert [step.multiple for step in found.steps] == [1, 10, 100, 1000]
    there = analysis.graph.evaluate(load_overrides(analysis.graph, 100.0), [found.nodes, found.cost])
    assert (found.steps[2].nodes, found.steps[2].cost) == (there[found.nodes], there[found.cost])
    kept = next(way for way in found.gives_way if way.quantity == "slos.kept.margin")
    assert 10 < kept.multiple < 100 and "kept" in found.steps[2].missed and not found.steps[1].missed


def test_what_if_tells_what_moved_and_what_is_lost() -> None:
    analysis = shipped("l4-load-balancer")
    found = what_if(analysis, load_overrides(analysis.graph, 4.0))
    assert {change.id for change in found.objectives if change.before and not change.after} == {
        "up", "first_byte",
    }  # fmt: skip
    assert "tiers.proxy.queue.waiting_probability" in found.lost
    load = next(change for change in found.headline if change.id == "load.peak")
    assert load.ratio == pytest.approx(4.0)
    ratios = [abs(change.ratio or 0) for change in found.moved]
    assert max(ratios[0], 1 / ratios[0]) >= max(ratios[-1], 1 / ratios[-1])
