"""Designs broken at random: whatever an author writes, the analysis gives findings and never raises."""

from __future__ import annotations

import copy
import math
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from nalsd.analysis import analyse
from nalsd.designs import load_design
from nalsd.graph import derive
from tests.analysis.designs import analysed, write
from tests.analysis.test_references import PHASES

TREES = {name: yaml.load(text, yaml.BaseLoader) for name, text in PHASES.items()}
"""The front-matter with every scalar as text, as the loader reads it."""

WEIRD = [
    *(
        "",
        "0",
        "-1",
        "0%",
        "0 B",
        "-5 GB",
        "1e400",
        "1e30",
        "1e-300",
        "NaN",
        "inf",
        "null",
        "~",
        "true",
        "5:30",
    ),
    *("unknown", "auto", "none", "today", "10B tasks", "5 GB + 3", "1,5 GB", "1 m", "1 .. 0", "0 .. 1"),
    *("5 .. 5 .. 5", "-3 .. 3 s", "99.99%", "150%", "1M/s", "5 parsec", "1 / 0", "workloads.click.peak / 0"),
    *("9 ** 9 ** 9", "__import__('os').system('true')", "().__class__", "{{ 7 * 7 }}", "a" * 600, "(" * 300),
    *("log", "edge", "kept", "workloads.click", "workloads.click.peak", "tiers.log.single.nodes"),
    *("tiers.edge.nodes", "flows.append.rate", "stores.kept.stock", "limits.cap.load", "append.rate"),
    *("enter.bytes", "all", "socket", "xdp", "zipf(0.9)", "zipf(-1)", "zipf(x)", "usl(2, 3)", "usl(0.1)"),
    *(
        "𝛼β 🦆",
        "\u202e",
        "<script>",
        "x: y",
        "erlang_c(2, 3)",
        "hit_ratio(1, 2, 3)",
        "node_count(1)",
        "max()",
    ),
    *("if", "in", "workloads.click.peak if 1 else 2", ["a", "b"], [], {}, {"value": "3", "because": "x"}),
    *({"value": {"deep": "er"}}, [["x"]], [{}], None),
]
"""What stands where something else belongs."""


def paths(tree: Any, here: tuple = ()) -> list[tuple]:
    """Every place in a tree, the tree itself left out."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place for key, value in items for place in ((*here, key), *paths(value, (*here, key)))]


def broken(draw: random.Random, tree: Any) -> Any:
    """One to three changes: something weird in a place, a place left out, two places swapped, a new name."""
    tree = copy.deepcopy(tree)
    for _ in range(draw.randint(1, 3)):
        places = paths(tree)
        if not places:
            return tree
        *way, last = draw.choice(places)
        at = tree
        for key in way:
            at = at[key]
        kind = draw.random()
        if kind < 0.55:
            at[last] = copy.deepcopy(draw.choice(WEIRD))
        elif kind < 0.75:
            del at[last]
        elif kind < 0.9:
            *other_way, other = draw.choice(places)
            there = tree
            try:
                for key in other_way:
                    there = there[key]
                at[last] = copy.deepcopy(there[other])
            except (KeyError, IndexError, TypeError):
                continue
        elif isinstance(at, dict):
            at[draw.choice(["edge", "kept", "x", "Bad Name", "in", "second"])] = at.pop(last)
    return tree


def phases(draw: random.Random) -> dict[str, str]:
    """The design with one or two of its phases broken."""
    texts = dict(PHASES)
    for name in draw.sample(list(PHASES), draw.randint(1, 2)):
        texts[name] = yaml.safe_dump(broken(draw, TREES[name]), allow_unicode=True, sort_keys=False)
    return texts


@pytest.mark.parametrize("seed", range(90))
def test_never_raises(tmp_path: Path, seed: int) -> None:
    """Every number is finite or unknown, every finding has a place, every derivation can be made."""
    analysis = analyse(load_design(write(tmp_path, **phases(random.Random(seed)))))
    assert analysis.verdict in ("feasible", "infeasible", "feasible as far as known")
    assert analysis.ladder is not None and analysis.scales is not None
    for quantity in analysis.graph:
        assert not isinstance(quantity.value, float) or math.isfinite(quantity.value), quantity.id
    for finding in analysis.findings:
        assert finding.message and finding.location.line >= 1 and finding.location.column >= 1
    for quantity in list(analysis.graph)[seed % 7 :: 7]:
        derive(analysis.graph, quantity.id)


def test_the_broken_designs_are_broken(tmp_path: Path) -> None:
    """Otherwise the test above would try the same good design over and over."""
    found = [
        {f.code for f in analysed(tmp_path / str(seed), **phases(random.Random(seed))).findings}
        for seed in range(20)
    ]
    good = {f.code for f in analysed(tmp_path / "good", **PHASES).findings}
    assert sum(codes - good != set() for codes in found) >= 15


@pytest.mark.parametrize("name", PHASES)
def test_a_phase_that_is_missing(tmp_path: Path, name: str) -> None:
    analysis = analysed(tmp_path, **{**PHASES, name: ""})
    assert analysis.graph is not None


@pytest.mark.parametrize("text", ["[]", "3", "text", "a: [", "? {}", "phase: [1]"])
def test_front_matter_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    for name in PHASES:
        folder = write(tmp_path / f"{name}", **PHASES)
        for file in folder.glob(f"*-{name}.md"):
            file.write_text(f"---\n{text}\n---\nProse.\n")
        assert analyse(load_design(folder)).findings
