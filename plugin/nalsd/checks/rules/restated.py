"""N405: the same thing stated twice, with different values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nalsd.checks.printed import Printed, numbers
from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Location
from nalsd.units import Range, format_value

if TYPE_CHECKING:
    from nalsd.designs import Prose
    from nalsd.graph import Graph

_STATE = re.compile(r"tiers\.(?P<tier>\w+)\.single\.memory\.state\.(?P<state>\w+)\.(?P<what>window|lateness)")
_BEFORE = re.compile(r"(?P<said>\d[\d.,]*[ \u00a0-]?[A-Za-z]{1,12})[ \u00a0-]$")
_BEHIND = re.compile(
    r"\s*(?:of|is|:|=)\s+(?:about |around |≈ ?|~ ?)?(?P<said>\d[\d.,]*[ \u00a0-]?[A-Za-z/]{1,12})"
)
LONGEST = 40


def stated_twice(subject: Subject) -> Iterator[Finding]:
    """Windows of the same name; and windows and assumptions that the text repeats in their own words."""
    graph = subject.analysis.graph
    yield from _windows(graph)
    phrases: dict[str, list[str]] = {}
    for phrase, id in _phrases(graph):
        phrases.setdefault(phrase, []).append(id)
    for key, file in subject.design.files.items():
        if key == "published":
            continue
        yield from _repeated(file.prose, graph, phrases)


def _windows(graph: Graph) -> Iterator[Finding]:
    """Windows and latenesses of states that bear the same name, and assumptions called like them."""
    known: dict[tuple[str, str], str] = {}
    for id in graph.ids("tiers."):
        found = _STATE.fullmatch(id)
        if found is None or not isinstance(graph[id].source, Location):
            continue
        name = (found["state"], found["what"])
        own = f"assumptions.{found['state']}_{found['what']}"
        for other in (known.setdefault(name, id), own):
            if other != id and other in graph and _differ(graph, id, other):
                yield _contradiction(graph, id, other)


def _differ(graph: Graph, id: str, other: str) -> bool:
    one, two = graph.value(id), graph.value(other)
    if not isinstance(one, float) or not isinstance(two, float):
        return False
    return abs(one - two) > 1e-9 * max(abs(one), abs(two))


def _contradiction(graph: Graph, id: str, other: str) -> Finding:
    first, second = (format_value(graph.value(name), graph[name].unit or "1") for name in (other, id))
    place, there = graph[id].source, graph[other].source
    assert isinstance(place, Location)
    return Finding(
        code="N405",
        message=f"`{id}` is {second}, and `{other}` is {first}",
        location=place,
        help=f"state it once, and refer to it: `{other}`; or give the two things two names",
        quantity=id,
        claimed=graph.value(id),
        computed=graph.value(other),
        related=((there, f"{other} = {first}"),) if isinstance(there, Location) else (),
    )


def _phrases(graph: Graph) -> Iterator[tuple[str, str]]:
    """The assumptions with a unit and a name of several words, and the windows of states, by these words:
    `dedup window`."""
    for id in graph.ids("assumptions."):
        name = id.removeprefix("assumptions.")
        quantity = graph[id]
        if "_" in name and quantity.unit is not None and quantity.unit.dimension.hard:
            yield name.replace("_", " "), id
    for id in graph.ids("tiers."):
        found = _STATE.fullmatch(id)
        if found is not None and isinstance(graph[id].source, Location):
            yield f"{found['state'].replace('_', ' ')} {found['what']}", id


def _repeated(prose: Prose, graph: Graph, phrases: dict[str, list[str]]) -> Iterator[Finding]:
    text = prose.text.lower()
    if len(text) != len(prose.text):
        text = prose.text  # a letter that has another length in lower case would shift every place
    for phrase, ids in phrases.items():
        at = text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            behind = _BEHIND.match(prose.text, end)
            before = _BEFORE.search(prose.text, max(0, at - LONGEST), at)
            for match in (behind, before):
                if match is None:
                    continue
                said = numbers(match["said"].replace("-", " "), graph.units)
                if len(said) == 1 and not any(_agrees(said[0], graph, id) for id in ids):
                    yield _finding(prose, graph, ids[0], match, said[0])
            at = text.find(phrase, end)


def _agrees(said: Printed, graph: Graph, id: str) -> bool:
    quantity, value = graph[id], graph.value(id)
    if not isinstance(value, float) or said.unit is None or quantity.unit is None:
        return True
    if said.unit.dimension != quantity.unit.dimension:
        return True  # another thing with the same words
    if isinstance(quantity.given, Range):
        return quantity.given.low.value <= said.high and said.low <= quantity.given.high.value
    return said.holds(value)


def _finding(prose: Prose, graph: Graph, id: str, match: re.Match[str], said: Printed) -> Finding:
    quantity = graph[id]
    value = format_value(graph.value(id), quantity.unit or "1")
    source = quantity.source
    return Finding(
        code="N405",
        message=f'the text says "{match["said"]}", and `{id}` is {value}',
        location=prose.place(match.start("said")),
        help=f"write `[{value}]({'nalsd:' + id})`, which is held from then on",
        printed=match["said"],
        quantity=id,
        claimed=said.low,
        computed=graph.value(id),
        related=((source, f"{id} = {value}"),) if isinstance(source, Location) else (),
    )


_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nassumptions: {dedup_window: 10 min}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
    "---\n## Problem statement\n\nA retry within the dedup window of %s is recognised.\n"
)

STATED_TWICE = Rule(
    code="N405",
    name="stated-twice",
    what="The same thing is stated twice with different values: two windows of one name in the "
    "front-matter, or "
    "a window or an assumption that the text repeats in its own words with another number.",
    why="One of the two is what the design was computed from; a reader cannot know which, and the next "
    "change "
    "will be made to one of them.",
    bad=Example(_CONTEXT % "5 minutes", "1-context.md"),
    good=Example(_CONTEXT % "10 minutes", "1-context.md"),
    mend="State it once under `assumptions` and refer to it by its id, in formulas and in the text.",
    check=stated_twice,
)

RULES = (STATED_TWICE,)
