"""The published vectors hold, and files of vectors are told apart from other files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nalsd.graph import Formula
from tests.vectors.__main__ import main
from tests.vectors.evaluation import load, misses
from tests.vectors.mapping import TOPICS

RELIABILITY = Path(__file__).with_name("reliability.json")
VECTORS = load(RELIABILITY)
EDGES = load(Path(__file__).with_name("edges.json"))
GOOD = {
    "id": "one",
    "topic": "queueing/mm1",
    "inputs": {"lambda_per_s": 80, "mu_per_s": 100},
    "expected": {"rho": 0.8, "w_mean_s": 0.05},
    "tolerance": {"rel": 1e-6, "abs": 0},
}


def write(folder: Path, content: object) -> str:
    file = folder / "vectors.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(file)


@pytest.mark.parametrize("vector", [*VECTORS, *EDGES], ids=lambda v: v.id)
def test_vector_holds(vector):
    assert [str(miss) for miss in misses(vector)] == []


def test_every_topic_and_every_mapped_key_has_a_vector():
    covered = {topic: set() for topic in TOPICS}
    for vector in VECTORS:
        covered[vector.topic] |= set(vector.expected)
    assert covered == {topic: set(row.gives) for topic, row in TOPICS.items()}
    assert (len(VECTORS), len(covered)) == (195, 64)
    assert {vector.topic for vector in EDGES} == set(TOPICS)


def test_mapping_names_symbols_and_results_of_formulas():
    for topic, row in TOPICS.items():
        for name, made in row.calls.items():
            assert isinstance(made.formula, Formula)
            assert set(made.inputs) <= set(made.formula.symbols), (topic, name)
        for source in row.gives.values():
            name, _, output = source.removeprefix("1 - ").split(" ")[0].partition(".")
            assert (output or "result") in row.calls[name].formula.gives, (topic, source)


def test_good_file(tmp_path, capsys):
    assert main([write(tmp_path, [GOOD])]) == 0
    assert capsys.readouterr().out == "1 vectors of 1 topics: 1 hold, 0 miss\n"


def test_miss_shows_expected_and_actual(tmp_path, capsys):
    wrong = {**GOOD, "expected": {"rho": 0.8, "w_mean_s": 0.06}}
    assert main([write(tmp_path, [wrong, GOOD])]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("one w_mean_s: expected 0.06, actual 0.05")
    assert last == "2 vectors of 1 topics: 1 hold, 1 miss"


def test_tolerance_is_absolute_and_relative(tmp_path):
    near = {**GOOD, "expected": {"w_mean_s": 0.0505}}
    assert main([write(tmp_path, [{**near, "tolerance": {"rel": 0.0, "abs": 0.0006}}])]) == 0
    assert main([write(tmp_path, [{**near, "tolerance": {"rel": 0.011, "abs": 0.0}}])]) == 0
    assert main([write(tmp_path, [{**near, "tolerance": {"rel": 0.009, "abs": 0.0}}])]) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"topic": "queueing/unheard-of"}, "no formula for the topic 'queueing/unheard-of'"),
        ({"expected": {"colour": 1}}, "no formula gives this key"),
        ({"inputs": {"lambda_per_s": 80}}, "the input 'mu_per_s' is missing"),
        ({"inputs": {"lambda_per_s": 120, "mu_per_s": 100}}, "no steady state"),
        ({"inputs": {"lambda_per_s": 1, "mu_per_s": 0}}, "no value"),
        ({"inputs": {"lambda_per_s": "many", "mu_per_s": 100}}, "no value"),
        ({"inputs": {"lambda_per_s": [1], "mu_per_s": 100}}, "no value"),
        ({"inputs": {"lambda_per_s": None, "mu_per_s": 100}}, "no value"),
    ],
)
def test_vector_without_a_value_is_a_miss_with_its_reason(tmp_path, capsys, change, message):
    assert main([write(tmp_path, [{**GOOD, **change}])]) == 1
    assert message in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("{}", "a list of vectors is expected, this is an object"),
        ("[1]", "vector 1: an object is expected, this is a number"),
        ([{"id": "x"}], "vector 1 (x): has no 'topic'"),
        ([{**GOOD, "inputs": []}], "vector 1 (one): 'inputs' is a list"),
        ([{**GOOD, "expected": {"rho": "much"}}], "the expected 'rho' is not a finite number"),
        ([{**GOOD, "tolerance": {"rel": -1}}], "the tolerance 'rel' is not a number of 0 or more"),
        ("[" * 100_000, "is not"),
    ],
)
def test_other_files_are_told_apart(tmp_path, capsys, content, message):
    assert main([write(tmp_path, content)]) == 2
    captured = capsys.readouterr()
    assert message in captured.err and captured.out == ""


def test_missing_and_binary_files(tmp_path, capsys):
    assert main([str(tmp_path / "none.json")]) == 2
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    assert main([str(tmp_path / "binary.json")]) == 2
    assert "cannot be read" in (error := capsys.readouterr().err) and "is not a text file" in error
