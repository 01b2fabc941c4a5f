"""N405: the same thing stated twice, with different values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from nalsd.checks.notation import SPELLED
from nalsd.checks.printed import Printed, numbers
from nalsd.checks.rules.equations import SECONDS, Factor, equations
from nalsd.checks.rules.rule import MOST_TOLD, Example, Rule, Subject
from nalsd.checks.rules.wording import doubted, in_code, quoted, sentence
from nalsd.checks.sums import Said, short
from nalsd.designs.findings import Finding
from nalsd.graph import Location
from nalsd.units import ONE, Dimension, Range, format_value

if TYPE_CHECKING:
    from nalsd.designs import Design, Prose
    from nalsd.graph import Graph

_STATE = re.compile(r"tiers\.(?P<tier>\w+)\.single\.memory\.state\.(?P<state>\w+)\.(?P<what>window|lateness)")
_ABOUT = r"(?:about|around|roughly|some|at least|at most|up to|more than|less than|over|under|≈|~|≥|≤|<|>)\s?"
_AMOUNT = rf"(?P<said>(?:\d[\d.,]*|\b{SPELLED}\b)[ \u00a0-]?[A-Za-z/%]{{1,12}})"
_COUNT = rf"(?P<said>\d+(?:\.\d+)?|\b{SPELLED}\b)(?![\w%])(?![.,]\d)(?!\s+(?:of|out of)\b)"
_BEFORE = re.compile(rf"{_AMOUNT}[ \u00a0-]$", re.I)
_BEHIND = re.compile(rf"\s*(?:of|is|:|=)\s+(?:{_ABOUT})?{_AMOUNT}", re.I)
_FOR = re.compile(rf"\s+(?:{_ABOUT})?{_AMOUNT}", re.I)
_BEHIND_COUNT = re.compile(rf"(?:\s+(?:of|is|is set to|:|=)|\s*[:=]|)\s*(?:{_ABOUT})?{_COUNT}", re.I)
_COPIES = re.compile(r"cluster\.\w+\.(?P<what>rf|write|read)")
_COUNTED = {"rf": ("replication factor", "rf"), "write": ("write quorum",), "read": ("read quorum",)}
_KEPT = ("retention", "retention period", "retention time", "data retention")
_KEPT_FOR = ("kept for", "retained for", "retention is set to")
_RETENTION = re.compile(r"\b(?:retention|retained|retains?)\b", re.I)
_SUPPOSED = re.compile(
    r"\btimes (?:the|today|as|this)\b|\b(?:twice|double|half|tenfold|hundredfold|suppose|imagine|even)\b"
    r"|\b\d+x\b",
    re.I,
)
"""A sentence with one of these tells of another load or another size than today's."""
_SHARES = ("availability", "durability")
_SLO = ("objective", "slo")
_PART = re.compile(r"(?<=%)\s+of\b")
"""Behind a share it is one of something: `the objective is 99% of requests within 200 ms`."""
_TARGETS = (*_SLO, "target")
_FACTOR = "peak factor"
LONGEST = 40
DAY = 86_400.0
_SECOND = Dimension({"second": 1})


def stated_twice(subject: Subject) -> Iterator[Finding]:
    """Windows of the same name; and windows, assumptions, retentions, copies, peaks and objectives that the
    text repeats in its own words."""
    yield from _windows(subject)
    stated = _Stated(subject)
    if not stated.phrases:
        return
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(stated.phrases, key=len, reverse=True)))})(?!\w)"
    )
    for key, file in subject.design.files.items():
        if key != "published":
            yield from islice(_repeated(file.prose, stated, pattern), MOST_TOLD)
    yield from _kept_longer(subject, stated)


def _windows(subject: Subject) -> Iterator[Finding]:
    """Windows and latenesses of states that bear the same name, and assumptions called like them."""
    graph = subject.analysis.graph
    known: dict[tuple[str, str], str] = {}
    for id in subject.ids("tiers"):
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


class _Stated:
    """What a design states, by the words that a text has for it."""

    def __init__(self, subject: Subject) -> None:
        self.graph = subject.analysis.graph
        self.phrases: dict[str, list[str]] = {}
        """The ids that a phrase may stand for."""
        self.counts: set[str] = set()
        """Phrases whose number has no unit."""
        self.keeps: list[str] = []
        """How long data is kept; empty for a store of which it is not said, so that any time may be its."""
        design = subject.design
        for phrase, id in (*_named(subject), *_peaks(design), *_objectives(design), *_of_stores(design)):
            self._add(phrase, id)
        self.counts.add(_FACTOR)
        for id in subject.ids("cluster"):
            if found := _COPIES.fullmatch(id):
                for phrase in _COUNTED[found["what"]]:
                    self._add(phrase, id)
                    self.counts.add(phrase)
        for name, store in subject.design.slo.stores.items():
            ids = [f"stores.{name}.keep_{each}.for" for each in range(1, len(store.keep) + 1)]
            self.keeps += ids
            for id in ids:
                self._add(f"{str(name).replace('_', ' ')} retention", id)
            if not store.keep and store.caches is None and store.engine != "memory":
                self.keeps.append("")
        if self.keeps and all(self.keeps):
            for phrase in (*_KEPT, *_KEPT_FOR):
                for id in self.keeps:
                    self._add(phrase, id)

    def _add(self, phrase: str, id: str) -> None:
        if id in self.graph:
            self.phrases.setdefault(phrase, []).append(id)

    @cached_property
    def durations(self) -> list[float]:
        """Every time that is written in the front-matter: what is kept for so long may be something else."""
        return [
            value
            for quantity in self.graph
            if isinstance(quantity.source, Location)
            and quantity.unit is not None
            and quantity.unit.dimension.hard == _SECOND
            and isinstance(value := self.graph.value(quantity.id), float)
        ]


def _named(subject: Subject) -> Iterator[tuple[str, str]]:
    """The assumptions with a unit and a name of several words, and the windows of states, by these words:
    `dedup window`."""
    graph = subject.analysis.graph
    for id in subject.ids("assumptions"):
        name = id.removeprefix("assumptions.")
        quantity = graph[id]
        if "_" in name and quantity.unit is not None and quantity.unit.dimension.hard:
            yield name.replace("_", " "), id
    for id in subject.ids("tiers"):
        found = _STATE.fullmatch(id)
        if found is not None and isinstance(graph[id].source, Location):
            yield f"{found['state'].replace('_', ' ')} {found['what']}", id


def _peaks(design: Design) -> Iterator[tuple[str, str]]:
    """The rates of workloads by their names, `peak click rate`, `click peak`; and their peak factors."""
    for name in design.context.workloads:
        words = str(name).replace("_", " ")
        yield _FACTOR, f"workloads.{name}.peak_factor"
        for what in ("peak", "average"):
            for phrase in (
                f"{what} {words} rate",
                f"{words} {what}",
                f"{words} {what} rate",
                f"{what} {words} load",
            ):
                yield phrase, f"workloads.{name}.{what}"


def _objectives(design: Design) -> Iterator[tuple[str, str]]:
    """The objectives by what they are of: `availability target`, `our SLO`, `latency objective`.

    A target of latency may as well be that of one hop, and is left alone.
    """
    for name, slo in design.slo.slos.items():
        id = f"slos.{name}.target"
        for word in _TARGETS if slo.objective in _SHARES else _SLO:
            yield f"{slo.objective} {word}", id
        if slo.objective == "availability":
            for word in _SLO:
                yield f"our {word}", id
                yield f"the {word}", id


def _of_stores(design: Design) -> Iterator[tuple[str, str]]:
    """What is said of a store by its name: `events are kept for`, `post cache hit ratio`."""
    for name, store in design.slo.stores.items():
        words = str(name).replace("_", " ")
        for what in ("ratio", "rate"):
            yield f"{words} hit {what}", f"stores.{name}.hit_ratio"
            yield f"hit {what} of the {words}", f"stores.{name}.hit_ratio"
        if len(store.keep) == 1:
            for verb in ("are", "is"):
                for kept in ("kept", "retained"):
                    yield f"{words} {verb} {kept} for", f"stores.{name}.keep_1.for"


def _repeated(prose: Prose, stated: _Stated, pattern: re.Pattern[str]) -> Iterator[Finding]:
    text = prose.text.lower()
    if len(text) != len(prose.text):
        text = prose.text  # a letter that has another length in lower case would shift every place
    for found in pattern.finditer(text):
        phrase, at, end = found[0], found.start(), found.end()
        behind = _FOR if phrase.endswith((" for", " to")) else _BEHIND
        if phrase in stated.counts:
            matches = [_BEHIND_COUNT.match(prose.text, end)]
        else:
            before = _BEFORE.search(prose.text, max(0, at - LONGEST), at)
            matches = [behind.match(prose.text, end), before]
        for match in matches:
            if match is not None and _contradicts(prose, match, stated, phrase):
                said = numbers(match["said"].replace("-", " "), stated.graph.units)
                yield _finding(prose, stated.graph, stated.phrases[phrase][0], match, said[0])


def _contradicts(prose: Prose, match: re.Match[str], stated: _Stated, phrase: str) -> bool:
    """Whether the text gives a number to a phrase that none of the quantities has."""
    at = match.start("said")
    before = prose.text[max(0, at - LONGEST) : at]
    said = numbers(match["said"].replace("-", " "), stated.graph.units, before)
    if len(said) != 1 or any(_agrees(said[0], stated.graph, id) for id in stated.phrases[phrase]):
        return False
    if _PART.match(prose.text, match.end("said")):
        return False
    if phrase in (*_KEPT, *_KEPT_FOR) and any(map(said[0].holds, stated.durations)):
        return False
    if in_code(prose, at) or quoted(prose.text, at):
        return False
    around = sentence(prose.text, match.start(), match.end())
    return not doubted(around) and not _SUPPOSED.search(around)


def _kept_longer(subject: Subject, stated: _Stated) -> Iterator[Finding]:
    """A volume of a day, times days of a retention that nothing in the design has."""
    if not stated.keeps or not all(stated.keeps):
        return
    for said in subject.sums:
        found = said.found
        if said.published or str(found.verdict) != "ok" or quoted(said.text, found.start):
            continue
        around = sentence(said.text, found.start, found.end)
        if not _RETENTION.search(around) or doubted(around) or _SUPPOSED.search(around):
            continue
        for left, _ in equations(found.text):
            for each in left.over:
                if (
                    each.powers != SECONDS
                    or each.value < DAY
                    or any(each.stands_for(d, SECONDS) for d in stated.durations)
                ):
                    continue
                yield _retention(subject.analysis.graph, said, each, stated.keeps[0])


def _retention(graph: Graph, said: Said, factor: Factor, id: str) -> Finding:
    value, source = format_value(graph.value(id), graph[id].unit or "1"), graph[id].source
    return Finding(
        code="N405",
        message=f"the sum `{short(said.found.text)}` keeps data for {factor.text}, and `{id}` is {value}",
        location=said.place,
        help="compute with the time that the data is kept, or state another one under `keep:`",
        printed=said.printed,
        quantity=id,
        claimed=factor.value,
        computed=graph.value(id),
        related=((source, f"{id} = {value}"),) if isinstance(source, Location) else (),
    )


def _agrees(said: Printed, graph: Graph, id: str) -> bool:
    quantity, value = graph[id], graph.value(id)
    if not isinstance(value, float) or quantity.unit is None:
        return True
    if said.unit is None:
        if quantity.unit.dimension.hard != ONE:
            return True
    elif not said.fits(quantity.unit.dimension):
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
    "front-matter; or what the text repeats in its own words with another number: a window, an assumption, "
    "the retention (`kept for 30 days`, a day's volume times it), the replication factor, a quorum, the peak "
    "or the average of a workload (`peak click rate of 6k/s`), a peak factor, an objective, the hit ratio of "
    "a cache that is named.",
    why="One of the two is what the design was computed from; a reader cannot know which, and the next "
    "change "
    "will be made to one of them.",
    bad=Example(_CONTEXT % "5 minutes", "1-context.md"),
    good=Example(_CONTEXT % "10 minutes", "1-context.md"),
    mend="State it once under `assumptions` and refer to it by its id, in formulas and in the text.",
    check=stated_twice,
)

RULES = (STATED_TWICE,)
