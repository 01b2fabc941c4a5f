"""`nalsd formulas`: the formulas by topic, or one of them in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nalsd.graph import Formula


@click.command(short_help="The formulas: symbols, units, limits, sources.")
@click.argument("name", required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
def formulas(name: str | None, style: str) -> None:
    """List the formulas by topic, or show the one called NAME in full."""
    from nalsd.cli.messages import print_json
    from nalsd.physics import FORMULAS

    chosen = dict(sorted(FORMULAS.items())) if name is None else {name: known_formula(name)}
    if style == "json":
        print_json(
            {"schema": "nalsd/formulas/1", "formulas": [as_data(formula) for formula in chosen.values()]}
        )
    elif name is None:
        _list(chosen)
    else:
        click.echo(as_page(chosen[name]))


def known_formula(name: str) -> Formula:
    """The formula of that name; a wrong name is a wrong command line, and the nearest one is named."""
    from nalsd.physics import FORMULAS

    if name in FORMULAS:
        return FORMULAS[name]
    import difflib

    near = difflib.get_close_matches(name, FORMULAS, n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else "`nalsd formulas` lists them"
    raise click.UsageError(f"there is no formula `{name}`; {hint}")


def _list(chosen: dict[str, Formula]) -> None:
    topics: dict[str, list[Formula]] = {}
    for formula in chosen.values():
        topics.setdefault(formula.topic, []).append(formula)
    wide = max((len(name) for name in chosen), default=0)
    for topic, members in sorted(topics.items()):
        click.echo(topic)
        for formula in members:
            click.echo(f"  {formula.name:<{wide}}  {formula.title}")
        click.echo()
    click.echo(
        f"{len(chosen)} formulas. `nalsd formulas NAME` shows one in full, `nalsd compute NAME K=V...` "
        "evaluates it."
    )


def as_page(formula: Formula) -> str:
    """A formula in full, for a terminal."""
    out = [f"{formula.name}: {formula.title}", ""]
    if formula.description:
        out += [formula.description, ""]
    out += [f"  {line}" for line in written(formula).values()]
    out.append("")
    wide = max(len(name) for name in (*formula.symbols, *formula.gives))
    for title, symbols in (("takes", formula.symbols), ("gives", formula.gives)):
        out.append(title)
        for symbol in symbols.values():
            unit = "one of " + ", ".join(symbol.choices) if symbol.choices else _unit(symbol.unit)
            many = ", several: a,b,c" if symbol.many else ""
            default = f", {symbol.default} by default" if symbol.default is not None else ""
            out.append(f"  {symbol.name:<{wide}}  {symbol.meaning} [{unit}{many}{default}]")
    if formula.limits:
        out += ["holds for", f"  {formula.limits}"]
    guards = [message for _, message in trace_of(formula).guards]
    if guards:
        out += ["refused, saying", *(f"  {message}" for message in guards)]
    out += ["sources", *(f"  {source}" for source in formula.sources)]
    return "\n".join(out)


def written(formula: Formula) -> dict[str, str]:
    """Each value a formula gives, with its expression as text; a long algorithm or a choice as a call."""
    from nalsd.checks.derivation import readable
    from nalsd.graph.writing import to_text

    outputs = trace_of(formula).outputs
    call = f"{formula.name}({', '.join(formula.symbols)})"
    lines = {}
    for name in formula.gives:
        left = formula.name if name == "result" else name
        expr = outputs.get(name)
        lines[name] = (
            f"{left} = {to_text(expr)}" if expr is not None and readable(expr) else f"{left} of {call}"
        )
        if name == "result" and lines[name].startswith(f"{left} of "):
            lines[name] = call
    return lines


def trace_of(formula: Formula) -> Any:
    """The formula over its own symbols, with lists of two and the first of each choice."""
    return formula.trace()


def as_data(formula: Formula) -> dict[str, Any]:
    """A formula as JSON data."""
    return {
        "name": formula.name,
        "topic": formula.topic,
        "title": formula.title,
        "description": formula.description,
        "formula": written(formula),
        "symbols": [
            {
                "name": symbol.name,
                "unit": symbol.unit,
                "meaning": symbol.meaning,
                "many": symbol.many,
                "choices": list(symbol.choices),
                "default": symbol.default,
            }
            for symbol in formula.symbols.values()
        ],
        "gives": [
            {"name": symbol.name, "unit": symbol.unit, "meaning": symbol.meaning}
            for symbol in formula.gives.values()
        ],
        "limits": formula.limits,
        "sources": [
            {"text": source.text, "url": source.url, "date": source.date, "confidence": source.confidence}
            for source in formula.sources
        ],
    }


def _unit(unit: str) -> str:
    if "?" in unit:
        return "any unit" if unit.startswith("?") and len(unit) == 2 else f"{unit} (? any unit)"
    return "a plain number" if unit == "1" else unit
