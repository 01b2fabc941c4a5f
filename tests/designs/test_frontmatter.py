"""Front-matter as text with places: YAML 1.1 changes nothing, lines and columns are an editor's."""

from __future__ import annotations

import pytest

from nalsd.designs import frontmatter
from nalsd.designs.frontmatter import compose, split
from nalsd.designs.tree import Mapping, Sequence, Text, copied, texts


def tree(text: str) -> Mapping:
    node, findings = compose(text, "f.md")
    assert findings == []
    assert isinstance(node, Mapping)
    return node


@pytest.mark.parametrize(
    "written",
    [
        "5:30",
        "010",
        "0x10",
        "no",
        "on",
        "off",
        "yes",
        "1.10",
        "1e3",
        "2026-05-01",
        "1_000",
        ".5",
        "=",
        "12:30:45",
        "0o7",
        "NaN",
    ],
)
def test_scalars_stay_what_was_written(written: str) -> None:
    assert tree(f"a: {written}")["a"] == written


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_is_nothing(written: str) -> None:
    assert tree(f"a: {written}")["a"].null


@pytest.mark.parametrize("written", ["''", '""', '"null"', "|\n  "])
def test_quoted_nothing_is_a_text(written: str) -> None:
    assert not tree(f"a: {written}")["a"].null


def test_places_of_keys_and_values() -> None:
    front = split(
        "---\nphase: 1\ntiers:\n  edge: {machine: a,\n    nodes: 3}\n  lb:\n  - x\n  -   'y'\n---\nBody\n",
        "f.md",
    )
    assert front.findings == []
    tiers = front.tree["tiers"]
    assert str(front.tree.keys_at["tiers"]) == "f.md:3:1"
    assert str(tiers.keys_at["edge"]) == "f.md:4:3"
    assert str(tiers["edge"].location) == "f.md:4:9"
    assert str(tiers["edge"]["machine"].location) == "f.md:4:19"
    assert str(tiers["edge"].keys_at["nodes"]) == "f.md:5:5"
    assert str(tiers["edge"]["nodes"].location) == "f.md:5:12"
    assert [str(item.location) for item in tiers["lb"]] == ["f.md:7:5", "f.md:8:7"]
    assert (front.body, front.body_line) == ("Body\n", 10)


def test_columns_count_characters_and_not_bytes() -> None:
    assert str(tree('{é: "ü", b: 1}').keys_at["b"]) == "f.md:1:10"


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029"])
def test_lines_are_those_of_an_editor(odd: str) -> None:
    assert tree(f"a: 'x{odd}y'\nb: 1").keys_at["b"].line == 2


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\na: 1\n---\nX\n", "X\n", 4),
        ("---\na: 1\n...\nX\n", "X\n", 4),
        ("---  \na: 1\n---\t\nX", "X", 4),
        ("--- # a comment\na: 1\n---", "", 4),
        ("---\na: 1\n---\n---\nX", "---\nX", 4),
        ("---\na: |\n  ---\n---\nX", "X", 5),
    ],
)
def test_fences(text: str, body: str, line: int) -> None:
    front = split(text, "f.md")
    assert (list(front.tree), front.body, front.body_line) == (["a"], body, line)


@pytest.mark.parametrize(
    "text", ["Hello\n---\na: 1\n---\n", " ---\na: 1\n---\n", "----\na: 1\n---\n", "", "\n---\na: 1\n---\n"]
)
def test_no_fence_is_no_front_matter(text: str) -> None:
    front = split(text, "f.md")
    assert (front.present, front.tree, front.body, front.findings) == (False, None, text, [])


def test_the_parser_in_python_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    text = "a: {b: [1, 'x', ~], c: |\n   block\n  }\n"
    text = "a: {b: [1, 'x', ~]}\nc: |\n   block\nd: >-\n  folded\n  text\n"
    fast = tree(text)
    monkeypatch.setattr(frontmatter, "Loader", yaml.SafeLoader)
    slow = tree(text)
    assert slow == fast
    assert [t.location for t in texts(slow)][:5] == [t.location for t in texts(fast)][:5]
    for bad in ("a: [", "a: b: c", "a:\n\tb: 1", "a: *x", "a: !!python/none x", "a: \x07"):
        assert [f.code for f in compose(bad, "f.md")[1]] == ["N101"], bad


def test_a_duplicate_key_names_both_places() -> None:
    node, findings = compose("a: 1\nb: 2\na: 3", "f.md")
    assert node["a"] == "1"
    assert [(f.code, str(f.location), str(f.related[0][0])) for f in findings] == [
        ("N103", "f.md:3:1", "f.md:1:1")
    ]


def test_copies_are_independent() -> None:
    whole = tree("a: {b: [1, {c: 2}]}")
    copy = copied(whole)
    copy["a"]["b"][1].put(Text("d"), Text("3"))
    assert list(whole["a"]["b"][1]) == ["c"]
    assert isinstance(copy["a"]["b"], Sequence)
    assert copy["a"].location == whole["a"].location
