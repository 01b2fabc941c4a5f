"""`nalsd explain`: how a quantity comes about, down to its sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nalsd.graph import Graph, Quantity

DEEPEST = 40
"""Levels of the tree that are printed; deeper ones are said to be there."""


@click.command(short_help="How a quantity comes about, down to its sources.")
@click.argument("slug")
@click.argument("id")
@click.option(
    "--designs", metavar="DIR", help="The folder that holds the designs; by default the nearest `designs/`."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
def explain(slug: str, id: str, designs: str | None, style: str) -> None:
    """Explain the quantity ID of the design SLUG: its formula, its values, and where they come from."""
    from nalsd.analysis import analyse
    from nalsd.checks.claims import unknown_help
    from nalsd.cli.locate import one_design
    from nalsd.cli.messages import print_json, refuse
    from nalsd.designs import load_design

    design = load_design(one_design(slug, designs))
    graph = analyse(design).graph
    graph.resolve()
    id = id.removeprefix("nalsd:")
    if id not in graph:
        raise refuse(
            "N204", f"the design `{design.slug}` has no quantity `{id}`", unknown_help(graph, id, design.slug)
        )
    if style == "json":
        from nalsd.cli.export import quantity_data

        ids = [id, *graph.ancestors(id)]
        print_json(
            {
                "schema": "nalsd/explain/1",
                "design": design.slug,
                "id": id,
                "quantities": {each: quantity_data(graph, graph[each]) for each in ids},
            }
        )
        return
    click.echo("\n".join(tree(graph, id)))


def tree(graph: Graph, id: str) -> Iterator[str]:
    """The lines of the derivation, inputs indented below what they make; a quantity is unfolded once."""
    yield from _branch(graph, id, "", "", set(), 0)


def _branch(graph: Graph, id: str, first: str, rest: str, told: set[str], depth: int) -> Iterator[str]:
    quantity = graph[id]
    head = f"{first}{id} = {shown(quantity)}"
    if quantity.label:
        head += f"   {quantity.label}"
    known = [child for child in quantity.depends_on if child in graph]
    if id in told and known:
        yield f"{head}   (see above)"
        return
    told.add(id)
    yield head
    stem = rest + ("│  " if known else "   ")
    for line in _why(graph, quantity):
        yield f"{stem}{line}"
    if depth == DEEPEST and known:
        yield f"{rest}└─ ... `nalsd explain` on {known[0]} goes on from here"
        return
    for place, child in enumerate(known):
        last = place == len(known) - 1
        yield from _branch(
            graph,
            child,
            rest + ("└─ " if last else "├─ "),
            rest + ("   " if last else "│  "),
            told,
            depth + 1,
        )


def _why(graph: Graph, quantity: Quantity) -> Iterator[str]:
    """Formula, values, sources and reasons of one quantity, a line each."""
    from nalsd.checks.derivation import formula_text, substituted_text
    from nalsd.graph import Location

    if quantity.computed:
        formula = formula_text(quantity)
        yield f"= {formula}"
        substituted = substituted_text(graph, quantity)
        if substituted not in ("", formula):
            yield f"= {substituted}"
        if quantity.formula is not None:
            yield f"by {quantity.formula.name}: {quantity.formula.title}"
            for source in quantity.formula.sources:
                yield f"   {source}"
    if quantity.source is not None:
        stated = "stated in" if isinstance(quantity.source, Location) else "from"
        yield f"{stated} {quantity.source}{', a default' if quantity.default else ''}"
    elif not quantity.computed:
        yield "a default" if quantity.default else "not stated"
    if quantity.note:
        yield f"because: {quantity.note}"


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
