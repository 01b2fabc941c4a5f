"""`nalsd whatif`: a design computed again with other inputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from nalsd.cli.locate import designs_option, one_design

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.analysis.uncertainty.whatif import Change, WhatIf
    from nalsd.graph import Graph

LOAD = "load.factor"
"""The input that multiplies every stated rate and the connections that come with it."""


@click.command(short_help="A design computed again with other inputs.")
@click.argument("slug")
@click.option(
    "--set",
    "settings",
    metavar="ID=VALUE",
    multiple=True,
    required=True,
    help=f"A quantity and its value, as in front-matter; can be repeated. `{LOAD}=10`: ten times the load.",
)
@designs_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
def whatif(slug: str, settings: tuple[str, ...], designs: str | None, style: str) -> None:
    """Recompute the design SLUG with other inputs, and show what changes."""
    from nalsd.analysis import analyse
    from nalsd.analysis.uncertainty.whatif import what_if
    from nalsd.cli.messages import print_json
    from nalsd.designs import load_design

    analysis = analyse(load_design(one_design(slug, designs)), alternatives=False)
    analysis.graph.resolve()
    inputs: dict[str, Any] = {}
    for setting in settings:
        inputs.update(_setting(analysis, setting))
    if LOAD in inputs:
        inputs = _scaled(analysis, inputs.pop(LOAD), inputs)
    found = what_if(analysis, inputs)
    if style == "json":
        print_json(as_data(analysis, found))
    else:
        click.echo("\n".join(lines(analysis, found, settings)))


def _scaled(analysis: Analysis, factor: float, inputs: dict[str, Any]) -> dict[str, Any]:
    """The settings with the load that follows from them multiplied."""
    from nalsd.analysis.ladder import load_overrides
    from nalsd.analysis.uncertainty.changes import Changes

    rates = load_overrides(analysis.graph, 1.0)
    changed = Changes(analysis.graph, rates).at(inputs)
    values = {id: changed.get(id, value) for id, value in rates.items()}
    return {**inputs, **{id: v * factor if isinstance(v, float) else None for id, v in values.items()}}


def _setting(analysis: Analysis, setting: str) -> dict[str, Any]:
    """The quantity that a setting names, with its value in base units."""
    from nalsd.analysis.bounds import POSITIVE, SHARE, bounds_of, outside
    from nalsd.checks.claims import unknown_help
    from nalsd.cli.messages import refuse
    from nalsd.units import Range, UnitError, assignable

    name, sign, text = (part.strip() for part in setting.partition("="))
    if not sign or not name or not text:
        raise refuse("N302", f"`{setting}` sets nothing", "write --set ID=VALUE")
    graph = analysis.graph
    id = _id(graph, name.removeprefix("nalsd:"))
    if id != LOAD and id not in graph:
        slug = analysis.design.slug
        raise refuse("N204", f"the design `{slug}` has no quantity `{name}`", unknown_help(graph, id, slug))
    quantity = graph.get(id)
    if quantity is not None and isinstance(quantity.value, str):
        return {id: text}
    try:
        read = graph.units.for_value_in(quantity.unit if quantity is not None else None).value(text)
    except UnitError as error:
        raise refuse("N302", f"{name}: {error.message}", error.mend) from None
    if quantity is None:
        if read.unit.dimension or not read.value > 0:
            raise refuse("N302", f"`{LOAD}` is a number above 0, and this is {text}", f"write {LOAD}=10")
        return {LOAD: read.value}
    if quantity.unit is not None and not assignable(quantity.unit.dimension, read.unit.dimension):
        found = f"is in [{read.unit.dimension}]" if read.unit.dimension else "has no unit"
        mend = f"write {name}={text} {quantity.unit.text}" if not read.unit.dimension else ""
        message = f"`{text}` {found}, and {id} is in {quantity.unit.text}"
        raise refuse("N301", message, mend or f"write a value in {quantity.unit.text}")
    bounds = bounds_of(id, quantity.role, quantity.unit.text if quantity.unit else None)
    if isinstance(quantity.given, Range) and bounds is None:
        bounds = SHARE if quantity.given.share else POSITIVE
    if bounds is not None and outside(read, bounds):
        raise refuse("N305", f"{name} is set to {text}, but {bounds.law}", "set it to what it can be")
    return {id: read.value}


def _id(graph: Graph, name: str) -> str:
    """The id that an author's bare name stands for, as in the front-matter."""
    if "." in name:
        return name
    return next((f"{f}.{name}" for f in ("assumptions", "quantities") if f"{f}.{name}" in graph), name)


def as_data(analysis: Analysis, found: WhatIf) -> dict[str, Any]:
    """The outcome as JSON data; values in base units."""
    graph = analysis.graph

    def data(change: Change) -> dict[str, Any]:
        from nalsd.checks.data import base_unit

        quantity = graph[change.id]
        return {
            "before": change.before,
            "after": change.after,
            "unit": base_unit(graph, quantity),
            "label": quantity.label,
        }

    return {
        "schema": "nalsd/whatif/1",
        "design": analysis.design.slug,
        "set": {change.id: data(change) for change in found.inputs},
        "headline": {change.id: data(change) for change in found.headline},
        "bottleneck": {change.id: data(change) for change in found.bottleneck},
        "objectives": {c.id: {"before": c.before, "after": c.after} for c in found.objectives},
        "moved": [{"id": c.id, **data(c), "ratio": c.ratio} for c in found.moved],
        "lost": list(found.lost),
    }


def lines(analysis: Analysis, found: WhatIf, settings: tuple[str, ...]) -> Iterator[str]:
    """The outcome for people."""
    from nalsd.graph import show
    from nalsd.units import month

    graph = analysis.graph

    def row(change: Change, label: str = "") -> str:
        unit = graph[change.id].unit
        before, after = month(show(change.before, unit)), month(show(change.after, unit))
        if before == after:
            arrow = f"{before:>16}    the same"
        else:
            ratio = f"   x{_times(change.ratio)}" if change.ratio is not None else ""
            arrow = f"{before:>16} -> {after}{ratio}"
        return f"  {label or graph[change.id].label:<60} {arrow}"

    yield f"{analysis.design.title}, with {', '.join(settings)}"
    yield ""
    for title, changes in (
        ("Set", found.inputs),
        ("Headline", found.headline),
        ("What binds", found.bottleneck),
    ):
        yield title
        yield from map(row, changes)
        yield ""
    if found.objectives:
        yield "Objectives"
        words = {True: "kept", False: "missed"}
        for change in found.objectives:
            before, after = words[change.before], words[change.after]
            told = f"{before:>16}    the same" if before == after else f"{before:>16} -> {after}"
            yield f"  {change.id:<60} {told}"
        yield ""
    if found.moved:
        yield "What moved most"
        for change in found.moved:
            yield row(change, change.id)
    if found.lost:
        more = f" and {len(found.lost) - 6} more" if len(found.lost) > 6 else ""
        yield ""
        yield f"No value any more: {', '.join(found.lost[:6])}{more}"


def _times(ratio: float) -> str:
    """`3.2`, `1,000`, and only beyond a million with an exponent."""
    return f"{ratio:,.0f}" if 100 <= ratio < 1e6 else f"{ratio:.3g}"
