"""N501 and N605: round trips quicker than light, and latencies that no hardware reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.checks.claims import declared_inputs
from nalsd.checks.rules.journeys import journeys_below_the_floor
from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Location
from nalsd.units import format_value

CITY = 0.001
"""Seconds of round trip that the coordinates of a city may be off: 50 km each end."""


def round_trips_below_the_floor(subject: Subject) -> Iterator[Finding]:
    """Round trips that an author states, in the front-matter or the text, and that no signal can make."""
    yield from journeys_below_the_floor(subject)
    graph = subject.analysis.graph
    for id in subject.ids("rtt"):
        if not id.endswith(".rtt") or not isinstance(graph[id].source, Location):
            continue
        floor = id.removesuffix("rtt") + "floor"
        stated, least = graph.value(id), graph.value(floor)
        if not _known(stated) or not _known(least) or stated >= least - CITY:
            continue
        distance = graph.value(id.removesuffix("rtt") + "distance")
        yield Finding(
            code="N501",
            message=f"a round trip of {format_value(stated, 's')} is quicker than light: over "
            f"{format_value(distance, 'km')} of fibre it takes at least {format_value(least, 's')}",
            location=graph[id].source,
            help="measure again, or look whether the regions or their coordinates are the right ones; one "
            "way "
            "is half of a round trip",
            printed=graph[id].given.text if hasattr(graph[id].given, "text") else "",
            quantity=id,
            claimed=stated,
            computed=least,
        )


def objectives_out_of_reach(subject: Subject) -> Iterator[Finding]:
    """Latencies below what light needs between the places that a path connects."""
    design, graph = subject.design, subject.analysis.graph
    for name, slo in design.slo.slos.items():
        floor, target = graph.value(f"slos.{name}.floor"), graph.value(f"slos.{name}.target")
        if slo.target is None or not _known(floor) or not _known(target) or floor <= target:
            continue
        at = f" at {slo.at}" if slo.at is not None else ""
        yield Finding(
            code="N605",
            message=f'the objective "{name}" is {slo.target.text}{at}; between these places light in fibre '
            f"alone "
            f"needs {format_value(floor, 's')}",
            location=slo.target.location,
            help="no hardware lifts this: a region nearer to its users, no wait for a distant region, or a "
            "longer time",
            printed=slo.target.text,
            quantity=f"slos.{name}.floor",
            claimed=target,
            computed=floor,
            related=tuple(
                p for p in declared_inputs(graph, f"slos.{name}.floor") if p[0] != slo.target.location
            ),
        )


def _known(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_ITERATIONS = (
    "---\nphase: 4\nzones: 3\ncluster:\n  click_log: {rf: 3, write: 2, read: 2}\n%s---\nThree copies.\n"
)
_REGIONS = """\
regions:
  us_east: {place: aws/us-east-1, runs: all, rtt: {eu_west: %s}}
  eu_west: {place: aws/eu-west-1, runs: all}
"""

RTT_BELOW_FLOOR = Rule(
    code="N501",
    name="rtt-below-floor",
    what="A round trip is stated that light in fibre cannot make over the great circle between the two "
    "places, in `regions:` or in the text: a sentence or a row of a table that names two places and the time "
    "between them. Known places are the regions of the clouds, with their cities, and those of the design.",
    why="No route is shorter than the great circle: the measurement, the regions or their coordinates are "
    "wrong, "
    "and every latency that is built on it.",
    bad=Example(_ITERATIONS % (_REGIONS % "30 ms"), "4-iterations.md"),
    good=Example(_ITERATIONS % (_REGIONS % "70 ms"), "4-iterations.md"),
    mend="Measure again, or leave it out: published round trips are known for many pairs, others are "
    "modelled.",
    check=round_trips_below_the_floor,
)

_OBJECTIVE = """\
---
phase: 2
slos:
  fast: {for: paths.record, latency: 50 ms, at: %s}
entities:
  click: {columns: {id: uuid, ad_id: int64, at: timestamp}, primary_key: [id]}
stores:
  click_log: {tier: log, engine: log, entity: click, written_by: [append], keep: [{for: 7 d}]}
---
One user of twenty lives in Singapore, 152 ms of light from Virginia and back.
"""
_FAR = (
    Example(
        "---\nphase: 1\nrequirements: {ingest: {text: Record each click, apis: [report]}}\n"
        "clients:\n  browser:\n    located:\n      us_east: 95%\n"
        "      singapore: {share: 5%, coordinates: [1.35, 103.82]}\nworkloads:\n"
        "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
        "apis: {report: {method: POST, path: /v1/clicks, workload: click}}\n"
        "---\n## Problem statement\n\nEach click is recorded once.\n",
        "1-context.md",
    ),
    Example(_ITERATIONS % "regions:\n  us_east: {place: aws/us-east-1, runs: all}\n", "4-iterations.md"),
    Example(
        "---\nphase: 5\npaths:\n  record: {workload: click, stages: [{rtt: browser -> log}, {queue: log}]}\n"
        "---\nA click passes one tier.\n",
        "5-architecture.md",
    ),
)

OBJECTIVE_OUT_OF_REACH = Rule(
    code="N605",
    name="objective-out-of-reach",
    what="A latency is promised that is shorter than light in fibre needs between the places of its path.",
    why="Nothing that is bought or written makes it true; only other places do.",
    bad=Example(_OBJECTIVE % "p99", "2-slo.md", _FAR),
    good=Example(_OBJECTIVE % "p95", "2-slo.md", _FAR),
    mend="A region nearer to its users, no wait for a distant region, or a longer time.",
    check=objectives_out_of_reach,
)

RULES = (RTT_BELOW_FLOOR, OBJECTIVE_OUT_OF_REACH)
