"""The outline of composed stages: every number of a structure is in it, and nothing is said twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.physics.composed import structure_of
from nalsd.physics.composition import Structure, numbers
from nalsd.physics.outline import outline

WAIT: Structure = ("waiting", "chance", "wait")
WAY: Structure = ("choice", "near", "far", "most", "few")


def lines(structure: Structure) -> list[str]:
    values = {"k": "2", "n": "3", "chance": "1%", "wait": "2 ms", "near": "9 ms", "far": "80 ms"}
    return [
        f"{'  ' * depth}{step.filled(lambda id: values.get(id, id))[0]}"
        for depth, step in outline(structure).lines()
    ]


def test_a_series_in_a_series_needs_no_line() -> None:
    assert lines(("serial", WAIT, ("serial", ("constant", "near"), ("exponential", "far")))) == [
        "one after another",
        "  for 1% of the requests a wait of 2 ms on average, exponential",
        "  9 ms, always",
        "  80 ms on average, exponential",
    ]


def test_what_is_side_by_side_keeps_its_series_apart() -> None:
    one: Structure = ("serial", ("constant", "near"), WAIT)
    assert lines(("fastest", 2.0, one, ("constant", "far"))) == [
        "side by side, until 2 of them have answered",
        "  one after another",
        "    9 ms, always",
        "    for 1% of the requests a wait of 2 ms on average, exponential",
        "  80 ms, always",
    ]


def test_copies_here_and_elsewhere() -> None:
    assert lines(("quorum", "k", "n", ("constant", "near"), ("serial", ("constant", "far"), WAIT))) == [
        "copies side by side, until 2 of 3 have answered",
        "  one of them here",
        "    9 ms, always",
        "  each of the others",
        "    80 ms, always",
        "    for 1% of the requests a wait of 2 ms on average, exponential",
    ]


@pytest.mark.parametrize(
    ("structure", "value", "said"),
    [
        (("correlated", "it"), "0%", "one after another, independent of each other"),
        (("correlated", "it"), "100%", "one after another, all slow at the same time"),
        (("correlated", "it"), "10%", "one after another, for 10% of the requests all slow at the same time"),
        (("branch", "it", WAIT), "8.3972e-300%", "for fewer than one in a billion of the requests"),
        (("branch", "it", WAIT), "1.2e-7%", "for 1.2e-7% of the requests"),
        (("branch", "it", WAIT), "100%", "for all of the requests"),
        (("repeated", "it", WAIT), "1", "once"),
        (("repeated", "it", WAIT), "1.5", "1.5 times one after another"),
        (("copies", "it", "n", WAIT), "1", "alike side by side, until 1 of n has answered"),
    ],
)
def test_a_line_reads_as_people_say_it(structure: Structure, value: str, said: str) -> None:
    assert outline(structure).filled(lambda id: value if id == "it" else id)[0] == said


def test_what_comes_again_is_said_once() -> None:
    twice: Structure = ("branch", "chance", ("serial", WAY, WAIT))
    found = lines(("serial", twice, ("constant", "near"), twice))
    assert found[-1] == "  for 1% of the requests, as above"
    assert sum("80 ms for few of the requests" in line for line in found) == 1


@pytest.mark.parametrize("slug", ["ad-click-aggregator", "l4-load-balancer", "news-feed", "task-scheduler"])
def test_every_number_of_a_path_is_in_its_outline(slug: str) -> None:
    graph = analyse(load_design(Path("designs") / slug), alternatives=False).graph
    for quantity in graph:
        structure = structure_of(quantity.formula) if quantity.formula is not None else None
        if structure is None:
            continue
        said = {id for _, step in outline(structure).lines() for id in step.filled(str)[1]}
        assert said == set(numbers(structure)), quantity.id
