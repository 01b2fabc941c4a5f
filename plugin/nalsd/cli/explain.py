"""`nalsd explain`: how a quantity comes about, down to its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from nalsd.cli.locate import designs_option, one_design

if TYPE_CHECKING:
    from nalsd.analysis.uncertainty import Uncertainty
    from nalsd.graph import Graph, Quantity
    from nalsd.physics.composition import Structure
    from nalsd.physics.outline import Step

MOST_BELOW = 40
"""Quantities that are listed below a prefix."""
DEEPEST = 40
"""Levels of the tree that are printed; deeper ones are said to be there."""


@click.command(short_help="How a quantity comes about, down to its sources.")
@click.argument("slug")
@click.argument("id")
@designs_option
@click.option(
    "--depth",
    type=click.IntRange(0, DEEPEST),
    default=DEEPEST,
    help="Levels of inputs to unfold; all by default.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
def explain(slug: str, id: str, designs: str | None, depth: int, style: str) -> None:
    """Explain the quantity ID of the design SLUG: its formula, its values, and where they come from."""
    from nalsd.analysis import analyse
    from nalsd.analysis.uncertainty import uncertainty
    from nalsd.checks.claims import unknown_help
    from nalsd.cli.app import CANNOT_RUN
    from nalsd.cli.messages import print_json, refuse
    from nalsd.designs import load_design
    from nalsd.units import month

    design = load_design(one_design(slug, designs))
    analysis = analyse(design, alternatives=False)
    graph = analysis.graph
    graph.resolve()
    id = id.removeprefix("nalsd:")
    if id not in graph and (below := [q for q in graph if q.id.startswith(f"{id.rstrip('.')}.")]):
        click.echo(month("\n".join(_listed(id.rstrip("."), below))), err=True)
        raise click.exceptions.Exit(CANNOT_RUN)
    if id not in graph:
        message = f"the design `{design.slug}` has no quantity `{id}`"
        raise refuse("N204", message, unknown_help(graph, id, design.slug))
    ids = [id, *graph.ancestors(id)]
    sampled = uncertainty(graph, only=ids)
    if style == "json":
        from nalsd.checks.data import quantity_data

        print_json(
            {
                "schema": "nalsd/explain/1",
                "design": design.slug,
                "id": id,
                "quantities": {each: quantity_data(graph, graph[each], sampled) for each in ids},
            }
        )
        return
    click.echo(month("\n".join(Tree(graph, depth, sampled).lines(id))))


def _listed(prefix: str, below: list[Quantity]) -> Iterator[str]:
    """What lies below the beginning of ids, the nearest first."""
    yield f"`{prefix}` is no quantity; below it {'lies 1' if len(below) == 1 else f'lie {len(below)}'}:"
    nearest = sorted(below, key=lambda quantity: quantity.id.count("."))[:MOST_BELOW]
    for quantity in nearest:
        yield f"  {quantity.id} = {shown(quantity)}" + (f"   {quantity.label}" if quantity.label else "")
    if len(below) > len(nearest):
        yield f"  and {len(below) - len(nearest)} more"


class Tree:
    """The derivation of a quantity as lines, inputs indented below what they make.

    A quantity is unfolded once, and the sources of a formula are given once.
    """

    def __init__(self, graph: Graph, depth: int = DEEPEST, sampled: Uncertainty | None = None) -> None:
        self.graph = graph
        self.sampled = sampled
        self.depth = depth
        self._told: set[str] = set()
        """Ids and formulas that were explained."""

    def lines(self, id: str) -> Iterator[str]:
        """The lines from a quantity down to what was stated or published."""
        yield from self._branch(id, "", "", 0)

    def _branch(self, id: str, first: str, rest: str, level: int) -> Iterator[str]:
        quantity = self.graph[id]
        head = f"{first}{id} = {shown(quantity)}" + (f"   {quantity.label}" if quantity.label else "")
        inputs = [child for child in quantity.depends_on if child in self.graph]
        if id in self._told and inputs:
            yield f"{head}   (see above)"
            return
        self._told.add(id)
        yield head
        unfold = level < self.depth
        for line in self._why(quantity):
            yield f"{rest}{'│  ' if inputs and unfold else '   '}{line}"
        if inputs and not unfold:
            yield f"{rest}   ... from {', '.join(inputs)}"
            return
        for child in inputs:
            last = child == inputs[-1]
            below = rest + ("   " if last else "│  ")
            yield from self._branch(child, rest + ("└─ " if last else "├─ "), below, level + 1)

    def _why(self, quantity: Quantity) -> Iterator[str]:
        """Formula, values, sources and reasons of one quantity, a line each."""
        from nalsd.checks.derivation import formula_text, substituted_text
        from nalsd.checks.parts import outlined
        from nalsd.graph import Location
        from nalsd.physics.composed import structure_of
        from nalsd.units import Range

        structure = structure_of(quantity.formula) if quantity.formula is not None else None
        parts = outlined(self.graph, quantity)
        if structure is not None:
            yield from self._composed(quantity, structure)
        elif parts is not None:
            yield from self._outline(parts)
        elif quantity.computed:
            formula = formula_text(quantity)
            yield f"= {formula}"
            substituted = substituted_text(self.graph, quantity)
            if substituted not in ("", formula):
                yield f"= {substituted}"
        yield from self._spread(quantity)
        if quantity.formula is not None:
            title = quantity.formula.title
            # The name of a composition is made of its structure, and means nothing to people.
            by = f"{quantity.formula.name}: {title}" if structure is None else title.partition(":")[0]
            yield f"by {by}"
            if quantity.formula.name not in self._told:
                self._told.add(quantity.formula.name)
                yield from (f"   {source}" for source in quantity.formula.sources)
        if quantity.source is not None:
            stated = "stated in" if isinstance(quantity.source, Location) else "from"
            yield f"{stated} {quantity.source}{', a default' if quantity.default else ''}"
            if isinstance(quantity.given, Range) and not quantity.varies:
                yield "its range comes with it: in samples it stays at the median"
        elif not quantity.computed:
            yield "a default" if quantity.default else "not stated"
        if quantity.note:
            yield f"because: {quantity.note}"

    def _composed(self, quantity: Quantity, structure: Structure) -> Iterator[str]:
        """What a percentile of composed stages is computed of, a line each step."""
        from nalsd.graph.derivation import shown_operand
        from nalsd.physics.outline import outline

        assert quantity.formula is not None
        own = [name for name in quantity.inputs if name in ("quantile", "time")]
        of = ", ".join(f"{name} {shown_operand(self.graph, quantity.inputs[name])}" for name in own)
        yield f"= {quantity.formula.title.partition(':')[0].lower()}{f', {of}' if of else ''}:"
        for line in self._outline(outline(structure)):
            yield f"  {line.removeprefix('= ')}"

    def _outline(self, step: Step) -> Iterator[str]:
        """A line each step, what it is made of indented below it."""
        from nalsd.graph.derivation import shown_operand

        for depth, part in step.lines():
            said, ids = part.filled(lambda id: shown_operand(self.graph, id))
            yield f"{'  ' * depth if depth else '= '}{said}" + (f"   ({', '.join(ids)})" if ids else "")

    def _spread(self, quantity: Quantity) -> Iterator[str]:
        """What the ranges make of a computed quantity."""
        from nalsd.graph import show
        from nalsd.graph.words import in_words

        sampled, id = self.sampled, quantity.id
        if sampled is None or not quantity.computed:
            return
        found = sampled.of(id)
        if found is not None:
            low, middle, high = (show(v, quantity.unit) for v in (found.p5, found.p50, found.p95))
            known = f", of the {found.known:.1%} of samples that have a value" if found.known < 1 else ""
            yield f"from the ranges: p5 {low}, median {middle}, p95 {high}{known}"
        if id in sampled.covers:
            most = "" if found is None else show(found.p95, quantity.unit)
            more = f", {most} cover 95%" if most not in ("", shown(quantity)) else ""
            yield f"{shown(quantity)} cover {sampled.covers[id]:.0%} of the samples{more}"
        if id in sampled.chances:
            yield f"holds in {sampled.chances[id]:.1%} of the samples"
        if id in sampled.shares:
            parts = [f"{in_words(name)} in {share:.1%}" for name, share in sampled.shares[id].items()]
            yield f"of the samples: {', '.join(parts)}"
        for message, count in sampled.outside.get(id, {}).items():
            yield f"{count:,} of {sampled.samples:,} samples are outside the limits: {message}"


def shown(quantity: Quantity) -> str:
    """The value as people read it; a network figure in bits and in bytes, a range with its convention."""
    from nalsd.graph import show
    from nalsd.units import Range, format_network

    value: Any = quantity.value
    if isinstance(quantity.given, Range):
        return f"{show(value, quantity.unit)} ({quantity.given.describe()})"
    if quantity.unit is not None and quantity.unit.is_information_rate and isinstance(value, float):
        return format_network(value)
    return show(value, quantity.unit)
