"""N501 in the text: a time between two named places that is shorter than light in fibre needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from nalsd.checks.rules.rule import MOST_TOLD, Subject
from nalsd.checks.rules.wording import doubted, in_code, quoted, sentence, span_of_sentence
from nalsd.checks.sums import place_in_reason
from nalsd.designs import Prose
from nalsd.designs.findings import Finding
from nalsd.physics.geography import great_circle, rtt_floor
from nalsd.units import format_value

if TYPE_CHECKING:
    from nalsd.designs import Design

SLACK = 0.002
"""Seconds of round trip that two places may be nearer than their names say: a city is 50 km wide or more."""
NEAR = 0.006
"""Seconds of floor below which places are too near for a name to tell their distance."""
SAME = 100.0
"""Kilometres within which two names are one place."""
MOST_ROWS = 200
"""Rows of a table above one, in which its header is looked for."""
_CITIES = {
    "dublin": "azure/north-europe",
    "amsterdam": "azure/west-europe",
    "hong kong": "azure/east-asia",
    "san francisco": "azure/west-us",
    "chicago": "azure/north-central-us",
    "san antonio": "azure/south-central-us",
    "pune": "azure/central-india",
    "melbourne": "azure/australia-southeast",
}
"""Cities that a cloud names by the part of the world that they serve."""
_TIME = re.compile(
    r"(?<![\w.,–-])(?P<number>\d{1,3}(?:,\d{3})*(?:\.\d+)?)(?:\s|\\,|\u00a0)?(?P<unit>ms|milliseconds?|µs|us)\b"
)
_UNITS = {"m": 1e-3, "µ": 1e-6, "u": 1e-6}
_CLAUSE = re.compile(r"[,;](?=\s)|[.!?](?=\s|$)|\n\s*\n|\n[ \t]*[-*+] |[()—]")
_NAMES = re.compile(r"[A-Z][^\W\d_]+.*[A-Z][^\W\d_]+|[a-z]{2}[-_][a-z]+.*[a-z]{2}[-_][a-z]+", re.S)
_JOURNEY = re.compile(
    r"\b(?:round[- ]?trips?|RTTs?|pings?|apart|away|one[- ]way|there and back|both ways|propagation"
    r"|between)\b",
    re.I,
)
_WORD = re.compile(r"[\w/]+")
_JOINED = re.compile(r"(?<!up )\bto\b|->|[→↔]|^[\s`*]{1,6}$")
_BOTH_WAYS = re.compile(r"\bround[- ]?trips?\b|\bRTTs?\b|\bpings?\b|\bthere and back\b|\bboth ways\b", re.I)
_OTHERWISE = re.compile(
    r"\b(?:add(?:s|ed|itional)?|extra|more|less|long(?:er)?|short(?:er)?|fast(?:er)?|slow(?:er)?|sav(?:es|ed|ing)"
    r"|differ\w*|jitter|var(?:y|ies|iance|iation)|skew|drift|within|vacuum|microwave|radio|satellites?|every"
    r"|interval|timeouts?|batch\w*|budget|overhead|clocks?|gap|over|above|beyond|at least|than|half)\b|[<>≥]"
)


class Place(NamedTuple):
    """A named place."""

    name: str
    latitude: float
    longitude: float


def journeys_below_the_floor(subject: Subject) -> Iterator[Finding]:
    """Times between two places that the text names, and that no signal can make."""
    places = _Places(subject.design)
    for key, file in subject.design.files.items():
        if key == "published":
            continue
        yield from islice(_in_prose(file.prose, places), MOST_TOLD)
        for reason in subject.reasons[key]:
            if _TIME.search(reason):
                for finding in _in_prose(Prose(str(reason)), places):
                    yield replace(finding, location=place_in_reason(reason, finding.printed))


def _in_prose(prose: Prose, places: _Places) -> Iterator[Finding]:
    text = prose.text
    for match in _TIME.finditer(text):
        at = match.start()
        clause = _clause(text, at, match.end())
        if not _NAMES.search(clause) or _OTHERWISE.search(clause) or len(_TIME.findall(clause)) > 1:
            continue
        ends, between = places.named(clause)
        if len(ends) != 2 or in_code(prose, at) or quoted(text, at):
            continue
        said = f"{sentence(text, at, match.end())} {_header(text, at)}"
        if doubted(said) or not (_JOINED.search(between) or _JOURNEY.search(said)):
            continue
        both = _BOTH_WAYS.search(said) is not None
        floor = _floor(*ends)
        least, slack = (floor, SLACK) if both else (floor / 2, SLACK / 2)
        stated = float(match["number"].replace(",", "")) * _UNITS[match["unit"][0]]
        if floor >= NEAR and stated < least - slack:
            yield _finding(prose, match, ends, stated, least, both)


def _clause(text: str, start: int, end: int) -> str:
    """The part of a sentence around a number, up to the next comma; in a table, the row."""
    begin, stop = span_of_sentence(text, start, end)
    if text[begin : begin + 1] == "|":
        return text[begin:stop]
    before = _CLAUSE.split(text[begin:start])[-1]
    after = _CLAUSE.split(text[end:stop])[0]
    return before + text[start:end] + after


def _header(text: str, at: int) -> str:
    """The first row of the table that a place lies in; empty outside of tables."""
    line = text.rfind("\n", 0, at) + 1
    if text[line : line + 1] != "|":
        return ""
    for _ in range(MOST_ROWS):
        above = text.rfind("\n", 0, line - 1) + 1 if line > 0 else line
        if above == line or text[above] != "|":
            break
        line = above
    return text[line : text.find("\n", line)]


def _finding(
    prose: Prose, match: re.Match[str], ends: list[Place], stated: float, least: float, both: bool
) -> Finding:
    distance = format_value(_distance(*ends), "km")
    here, there = (end.name for end in ends)
    return Finding(
        code="N501",
        message=f"{match[0]} between {here} and {there} is quicker than light: over {distance} of fibre "
        f"{'a round trip' if both else 'one way'} takes at least {format_value(least, 's')}",
        location=prose.place(match.start()),
        help="measure again, or look whether these are the places that are meant; published round trips are "
        "from 1.15 times the floor upwards, and one way is half of one",
        printed=match[0],
        claimed=stated,
        computed=least,
    )


class _Places:
    """The places that the text of a design may name: regions of clouds, and its own regions and users."""

    def __init__(self, design: Design) -> None:
        self.design = design

    @cached_property
    def _known(self) -> dict[str, tuple[float, float]]:
        known = dict(_cloud_regions())
        for name, region in self.design.iterations.regions.items():
            place = region.place
            if place is None:
                continue
            spot = known.get(_plain(str(place.at))) if place.at is not None else _spot(place.coordinates)
            if spot is not None:
                for called in (str(name), place.city or ""):
                    known[_plain(called)] = spot
        for client in self.design.context.clients.values():
            for name, located in client.located.items():
                spot = _spot(located.coordinates)
                if spot is not None:
                    for called in (str(name), located.city or ""):
                        known[_plain(called)] = spot
        known.pop("", None)
        return known

    @cached_property
    def _longest(self) -> int:
        return max(len(_WORD.findall(name)) for name in self._known)

    def named(self, clause: str) -> tuple[list[Place], str]:
        """The different places in a clause, in order, and what stands between the first and the last name."""
        text, found = _plain(clause), []
        spans = list(self._spans(text))
        for start, end in spans:
            place = Place(clause[start:end], *self._known[text[start:end]])
            if all(_distance(place, other) > SAME for other in found):
                found.append(place)
        return found, text[spans[0][1] : spans[-1][0]] if found else ""

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand, the longest that begins with a word. Looked up: a pattern of all names would
        have to be compiled for each design."""
        words = list(_WORD.finditer(text))
        first = 0
        while first < len(words):
            start = words[first].start()
            for last in range(min(first + self._longest, len(words)) - 1, first - 1, -1):
                if text[start : words[last].end()] in self._known:
                    yield start, words[last].end()
                    first = last
                    break
            first += 1


@cache
def _cloud_regions() -> dict[str, tuple[float, float]]:
    from nalsd.knowledge import regions

    known: dict[str, tuple[float, float]] = {}
    for name, region in regions().items():
        spot = (float(region.latitude.value), float(region.longitude.value))
        place = _plain(region.place)
        for called in (name, name.partition("/")[2], place, place.removeprefix("northern ")):
            known.setdefault(_plain(called), spot)
    return known | {city: known[_plain(region)] for city, region in _CITIES.items()}


def _spot(coordinates: list) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(value.text) for value in coordinates)
    except (ValueError, TypeError):
        return None
    return latitude, longitude


def _plain(text: str) -> str:
    """Small letters without accents, blanks for the hyphens of ids: `sao paulo`, `us east 1`."""
    folded = (c if c.isascii() else unicodedata.normalize("NFKD", c)[0] for c in text)
    return re.sub(r"[-_–]", " ", "".join(folded)).lower()


def _distance(one: Place, other: Place) -> float:
    return float(great_circle(one.latitude, one.longitude, other.latitude, other.longitude))


def _floor(one: Place, other: Place) -> float:
    return float(rtt_floor(_distance(one, other)))
