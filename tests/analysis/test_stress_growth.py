"""Load carried along the graph, against computing the whole graph anew at that load."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from nalsd.analysis import Analysis, analyse
from nalsd.designs import load_catalogue

DESIGNS = Path(__file__).parents[2] / "designs"
CONNECTIONS = ("open", "new")


@cache
def published() -> dict[str, Analysis]:
    return {d.slug: analyse(d, alternatives=False) for d in load_catalogue(DESIGNS).designs}


def scenarios(kind: str) -> list[tuple[str, str]]:
    return [
        (slug, name)
        for slug, analysis in published().items()
        for name, scenario in analysis.design.stress.stress.items()
        if scenario.word == kind and any(f"stress.{name}.{m}" in analysis.graph for m in ("load", "multiple"))
    ]


def anew(analysis: Analysis, changed: dict[str, float]) -> dict[str, float | None]:
    """The graph at other rates, on the machines and shards of today."""
    graph = analysis.graph
    stands = [q for q in graph.ids() if re.fullmatch(r"tiers\.\w+\.(single\.)?(deployed|nodes)", q)]
    stands += [q for q in graph.ids("cluster.") if q.endswith(".shards")]
    return graph.evaluate({**{q: graph.value(q) for q in stands}, **changed})


def fullest(analysis: Analysis, tier: str) -> float:
    """How much fuller a tier is in its fullest region than in one place with all of the load."""
    graph = analysis.graph
    here = [f"regions.{r}.tiers.{tier}" for r in analysis.design.iterations.regions]
    loads = [graph.value(f"{p}.share") / graph.value(f"{p}.nodes") for p in here if f"{p}.nodes" in graph]
    deployed = f"tiers.{tier}.deployed"
    deployed = deployed if deployed in graph else f"tiers.{tier}.single.deployed"
    return max(loads) * graph.value(deployed) if loads else 1.0


def hold(analysis: Analysis, name: str, values: dict[str, float | None]) -> None:
    """Every utilisation of the scenario is that of the graph computed anew, and none is left out."""
    graph, compared = analysis.graph, 0
    for tier, result in analysis.tiers.items():
        for resource in result.resources:
            today = f"tiers.{tier}.{resource}.utilisation"
            today = today if today in graph else f"tiers.{tier}.single.{resource}.utilisation"
            under, expected = f"stress.{name}.tiers.{tier}.{resource}.utilisation", values.get(today)
            if resource == "disk_capacity" or graph.value(today) is None:
                continue
            if under in graph:
                compared += 1
                assert graph.value(under) == pytest.approx(expected * fullest(analysis, tier)), under
            else:
                assert expected == pytest.approx(graph.value(today)), under
    assert compared


@pytest.mark.parametrize(("slug", "name"), scenarios("surge"))
def test_surges_of_published_designs(slug: str, name: str) -> None:
    analysis = published()[slug]
    graph, multiple = analysis.graph, analysis.graph.value(f"stress.{name}.load")
    workload = str(analysis.design.stress.stress[name].of).removeprefix("workloads.")
    declared = analysis.design.context.workloads
    roots = [f"workloads.{workload}.{part}" for part in ("peak", "average")]
    if sum(w.from_ == declared[workload].from_ for w in declared.values()) == 1:
        client = declared[workload].from_
        roots += [q for part in CONNECTIONS if (q := f"clients.{client}.{part}") in graph]
    hold(analysis, name, anew(analysis, {root: graph.value(root) * multiple for root in roots}))


@pytest.mark.parametrize(("slug", "name"), scenarios("cold_cache"))
def test_cold_caches_of_published_designs(slug: str, name: str) -> None:
    """A hit ratio of nothing, in memory that stays as it is."""
    analysis = published()[slug]
    store = f"stores.{analysis.design.stress.stress[name].of}"
    kept = {f"{store}.{part}": analysis.graph.value(f"{store}.{part}") for part in ("ram", "cached")}
    hold(analysis, name, anew(analysis, {**kept, f"{store}.hit_ratio": 1e-12}))


def test_every_scenario_has_an_outcome_and_says_it() -> None:
    for slug, analysis in published().items():
        assert list(analysis.stress) == list(analysis.design.stress.stress)
        for name, result in analysis.stress.items():
            assert result.outcome_in(analysis.graph) in ("survives", "sheds", "fails"), (slug, name)
            assert result.expect == str(analysis.design.stress.stress[name].expect)
            assert result.told(analysis.graph).endswith(".")
            assert "unknown" not in result.told(analysis.graph), (slug, name)
            assert all(id in analysis.graph for id in (*result.story, result.outcome))
