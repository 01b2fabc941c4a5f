"""N401 to N403: numbers that people wrote, against the numbers that follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nalsd.checks.claims import declared_inputs, written
from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Location
from nalsd.graph.dimensions import infer
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Op
from nalsd.units import UnitError, format_value

if TYPE_CHECKING:
    from nalsd.designs import Value
    from nalsd.graph import Graph, Quantity

CONTRADICTION = 0.25
"""Share by which the encoded size of an example may differ from the stated size before they contradict."""


def contradicting_examples(subject: Subject) -> Iterator[Finding]:
    """Stated request and response sizes against the encoded examples of the APIs.

    A workload of several APIs states the size of their mix, which lies between the smallest and the largest.
    """
    design, graph = subject.design, subject.analysis.graph
    for part in ("request", "response"):
        mixed: dict[str, list[str]] = {}
        for name, api in design.context.apis.items():
            if not isinstance(graph.value(f"apis.{name}.{part}_size"), float):
                continue
            own = getattr(api, f"{part}_size")
            if own is not None:
                yield from _contradiction(subject, part, own, _bytes(graph, own), [name], f'the API "{name}"')
            elif api.workload is not None:
                mixed.setdefault(str(api.workload).removeprefix("workloads."), []).append(name)
        for name, apis in mixed.items():
            stated = getattr(design.context.workloads.get(name), part, None)
            said = graph.value(f"workloads.{name}.{part}")
            if stated is not None:
                yield from _contradiction(subject, part, stated, said, apis, f'the workload "{name}"')


def _contradiction(
    subject: Subject, part: str, stated: Value, said: float | None, apis: list[str], whose: str
) -> Iterator[Finding]:
    """The finding on one stated size, when the examples of some APIs contradict it."""
    graph = subject.analysis.graph
    sizes = {name: graph.value(f"apis.{name}.{part}_size") for name in apis}
    if not isinstance(said, float) or said <= 0:
        return
    smallest, largest = min(sizes.values()), max(sizes.values())
    if smallest <= (1 + CONTRADICTION) * said and largest >= (1 - CONTRADICTION) * said:
        return
    name = min(sizes, key=lambda name: abs(sizes[name] - said))
    quantity = graph[f"apis.{name}.{part}_size"]
    size = format_value(sizes[name], "B")
    yield Finding(
        code="N402",
        message=f'{whose} states a {part} of {stated.text}, the example of the API "{name}" is {size} '
        "when it is sent",
        location=stated.location,
        help=f"write `{size}`, or make the example a typical one",
        printed=stated.text,
        quantity=quantity.id,
        claimed=said,
        computed=sizes[name],
        related=((quantity.source, "the example"),) if isinstance(quantity.source, Location) else (),
    )


def _bytes(graph: Graph, value: Value) -> float | None:
    """A stated size; None when it cannot be read, which reading it has said already."""
    try:
        return graph.units.value(value.text).median
    except UnitError:
        return None


def broken_constraints(subject: Subject) -> Iterator[Finding]:
    """The author's own constraints that do not hold."""
    graph = subject.analysis.graph
    for id in subject.ids("constraints"):
        quantity = graph[id]
        if graph.value(id) is not False and graph.value(id) != 0.0:
            continue
        because = f" ({quantity.note})" if quantity.note else ""
        constraint = subject.design.context.constraints.get(id.removeprefix("constraints."))
        yield Finding(
            code="N403",
            message=f"the constraint `{written(quantity)}` does not hold{_sides(graph, quantity)}{because}",
            location=quantity.source
            if isinstance(quantity.source, Location)
            else subject.design.index.location,
            help="change the inputs, or the constraint if it is no longer wanted",
            printed="" if constraint is None else constraint.that.text,
            quantity=id,
            related=tuple(place for place in declared_inputs(graph, id) if place[0] != quantity.source),
        )


def _sides(graph: Graph, quantity: Quantity) -> str:
    """What the two sides of a comparison come to, in words."""
    expr = quantity.expr
    if not isinstance(expr, Op) or expr.name not in ("le", "lt", "ge", "gt"):
        return ""
    values = {name: graph.value(name) for name in quantity.depends_on}
    units = {name: graph[name].unit for name in values}
    sides = []
    for side in expr.args:
        value = evaluate(side, values)
        if not isinstance(value, int | float):
            return ""
        dimension = infer(side, lambda name: None if units[name] is None else units[name].dimension)
        sides.append(format_value(value, "1" if dimension is None else graph.units.unit_of(dimension)))
    return f": {sides[0]} against {sides[1]}"


_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: %s}\n%s"
    "---\n## Problem statement\n\n%s\n"
)
_API = (
    "apis:\n  report_click: {method: POST, path: /v1/clicks, workload: click, request: examples/click.json}\n"
)
_NEED = "requirements:\n  ingest: {text: Record each click, apis: [report_click]}\n"

CLAIM_MISMATCH = Rule(
    code="N401",
    name="claim-mismatch",
    what="A number in the text that is tied to a quantity is outside the interval that its printed digits "
    "allow. "
    "A printed number stands for half its last digit to either side: `20 Gbps` is 19.5 to 20.5. `≈` and "
    "`about` widen "
    "that and allow rounding up; `>`, `<`, `at least` and `up to` bound it on one side.",
    why="Someone will size, buy or promise by the number in the text.",
    bad=Example(
        _CONTEXT % ("500 B", "", "Payload peaks at [30 Mbps](nalsd:workloads.click.peak_payload)."),
        "1-context.md",
    ),
    good=Example(
        _CONTEXT % ("500 B", "", "Payload peaks at [20 Mbps](nalsd:workloads.click.peak_payload)."),
        "1-context.md",
    ),
    mend="Write the computed value, or leave the brackets empty, `[](nalsd:ID)`, and it is filled in. Where "
    "the text is "
    "right, one of the inputs is wrong: the finding lists them.",
)

CONTRADICTING_EXAMPLE = Rule(
    code="N402",
    name="contradicting-example",
    what="The stated size of a request or a response differs by more than a quarter from the encoded "
    "example of its API.",
    why="The stated size carries through bandwidth, packets and disk; the example is what clients will "
    "really send.",
    bad=Example(_CONTEXT % ("5 kB", _NEED + _API, "Clicks."), "1-context.md"),
    good=Example(_CONTEXT % ("120 B", _NEED + _API, "Clicks."), "1-context.md"),
    mend="State the size of the example, or replace the example by a typical one.",
    check=contradicting_examples,
)

CONSTRAINT_BROKEN = Rule(
    code="N403",
    name="constraint-broken",
    what="A constraint that the author declared does not hold.",
    why="It was written down because the design rests on it.",
    bad=Example(
        _CONTEXT
        % (
            "500 B",
            "constraints:\n  fits: {that: 3 * (500 B + 60 B) <= 1500 B, because: three to a frame}\n",
            "x",
        ),
        "1-context.md",
    ),
    good=Example(
        _CONTEXT
        % (
            "500 B",
            "constraints:\n  fits: {that: 2 * (500 B + 60 B) <= 1500 B, because: two to a frame}\n",
            "x",
        ),
        "1-context.md",
    ),
    mend="Change the design until it holds. The finding lists the inputs and where they were declared.",
    check=broken_constraints,
)

RULES = (CLAIM_MISMATCH, CONTRADICTING_EXAMPLE, CONSTRAINT_BROKEN)
