"""`nalsd compute`: one formula with the inputs of the command line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from nalsd.cli.messages import print_json, refuse

if TYPE_CHECKING:
    from nalsd.graph.formula import Formula, Symbol
    from nalsd.units import Dimension


@click.command(short_help="Evaluate one formula.", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("inputs", nargs=-1, metavar="K=V...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
def compute(name: str, inputs: tuple[str, ...], style: str) -> None:
    """Evaluate the formula called NAME.

    \b
    Inputs are K=V, with units:       nalsd compute packets_per_message 'message=500 B' 'mss=1448 B'
    Several values and choices:       K=1,2,3 and K=name
    A bare number is in the unit of the symbol; `nalsd formulas NAME` shows it.
    """
    from nalsd.cli.formulas import known_formula
    from nalsd.graph.formula import bind

    formula = known_formula(name)
    texts = _split(formula, inputs)
    values: dict[str, Any] = {}
    dimensions: dict[str, list[Dimension]] = {}
    for key, text in texts.items():
        values[key], found = _value(formula.symbols[key], text)
        if found:
            dimensions[key] = found
    bound, misfits = bind(formula, dimensions)
    for key in misfits:
        symbol = formula.symbols[key]
        raise refuse("N301", f"`{key}` takes {symbol.unit}, not `{texts[key]}`", f"{key}: {symbol.meaning}")
    results = _evaluate(formula, values)
    units = {key: _unit(formula, key, bound) for key in results}
    if style == "json":
        print_json(
            {
                "schema": "nalsd/compute/1",
                "formula": name,
                "inputs": values,
                "values": results,
                "units": units,
            }
        )
        return
    _print(formula, texts, results, bound)


def _split(formula: Formula, inputs: tuple[str, ...]) -> dict[str, str]:
    """K=V texts by symbol, all of them known and none missing."""
    texts: dict[str, str] = {}
    takes = f"{formula.name} takes {', '.join(formula.symbols)}"
    for given in inputs:
        key, equals, text = given.partition("=")
        key = key.strip().lstrip("-").replace("-", "_")
        if not equals:
            raise click.UsageError(f"`{given}` is not K=V; {takes}")
        if key not in formula.symbols:
            import difflib

            near = difflib.get_close_matches(key, formula.symbols, n=1, cutoff=0.4)
            raise click.UsageError(
                f"`{key}` is no symbol; " + (f"did you mean `{near[0]}`? " if near else "") + takes
            )
        if key in texts:
            raise click.UsageError(f"`{key}` is given twice")
        texts[key] = text.strip()
    missing = [key for key, symbol in formula.symbols.items() if key not in texts and symbol.default is None]
    if missing:
        wanted = "; ".join(
            f"{key}: {formula.symbols[key].meaning} [{formula.symbols[key].unit}]" for key in missing
        )
        raise click.UsageError(f"missing: {wanted}")
    return texts


def _value(symbol: Symbol, text: str) -> tuple[Any, list[Dimension]]:
    """One input in base units, and the dimensions of what was written."""
    if symbol.choices:
        if text not in symbol.choices:
            import difflib

            near = difflib.get_close_matches(text, symbol.choices, n=1)
            hint = f"did you mean `{near[0]}`? " if near else ""
            raise click.UsageError(
                f"`{symbol.name}={text}`: {hint}the choices are {', '.join(symbol.choices)}"
            )
        return text, []
    parts = _list(text) if symbol.many else [text]
    read = [_number(symbol, part.strip()) for part in parts]
    dimensions = [dimension for _, dimension in read if dimension is not None]
    return ([value for value, _ in read] if symbol.many else read[0][0]), dimensions


def _list(text: str) -> list[str]:
    """The parts of K=1,2,3; a comma inside a number such as 86,400 is not told apart, so lists go without."""
    return [part for part in text.strip("[]() ").split(",") if part.strip()]


def _number(symbol: Symbol, text: str) -> tuple[float, Dimension | None]:
    from nalsd.units import STANDARD, UnitError

    try:
        literal = STANDARD.literal(text)
    except UnitError as error:
        raise refuse("N302", f"`{symbol.name}={text}`: {error.message}", error.mend) from None
    if literal.unit is not None and literal.unit.text not in ("", "1"):
        return literal.value, literal.unit.dimension
    return literal.value * _factor(symbol.unit), None


def _factor(unit: str) -> float:
    """Base units in one of a symbol's unit; a unit variable and a plain number are as they are."""
    from nalsd.units import STANDARD

    return 1.0 if unit == "1" or "?" in unit else STANDARD.unit(unit).factor


def _evaluate(formula: Formula, values: dict[str, Any]) -> dict[str, Any]:
    from nalsd.graph.operations import GuardError

    try:
        results = formula.values(values)
    except GuardError as error:
        raise refuse(
            "N305", f"{formula.name}: {error}", f"it holds for {formula.limits}" if formula.limits else ""
        ) from None
    except ZeroDivisionError:
        raise refuse(
            "N303", f"{formula.name} divides by zero with these inputs", "look for an input that is zero"
        ) from None
    except (OverflowError, ValueError, RecursionError) as error:
        if "zip()" in str(error):
            lists = ", ".join(f"{name}: {len(v)}" for name, v in values.items() if isinstance(v, list))
            raise refuse("N305", f"{formula.name} takes lists of the same length, and these differ ({lists})",
                         "give one value for each") from None  # fmt: skip
        raise refuse("N303", f"{formula.name} has no finite value with these inputs ({error})") from None
    for key, value in results.items():
        if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)):
            raise refuse("N303", f"{formula.name}: `{key}` is not finite with these inputs")
        if isinstance(value, int) and not isinstance(value, bool):
            results[key] = float(value)
    return results


def _unit(formula: Formula, key: str, bound: dict[str, Dimension]) -> str:
    """The unit in which a value is given in JSON: base units."""
    from nalsd.graph.formula import substitute
    from nalsd.units import STANDARD

    return STANDARD.unit_of(_closed(substitute(formula.gives[key].dimension, bound))).text


def _closed(dimension: Dimension) -> Dimension:
    """A dimension without unit variables that no input has bound: those are plain numbers."""
    from nalsd.units import Dimension

    return Dimension({base: power for base, power in dimension if not base.startswith("?")})


def _print(
    formula: Formula, texts: dict[str, str], results: dict[str, Any], bound: dict[str, Dimension]
) -> None:
    from nalsd.cli.formulas import written
    from nalsd.graph import show
    from nalsd.units import STANDARD

    lines = written(formula)
    for key, value in results.items():
        unit = formula.gives[key].unit
        shown = STANDARD.unit(_unit(formula, key, bound) if "?" in unit or unit == "1" else unit)
        label = formula.title if key == "result" else formula.gives[key].meaning
        click.echo(f"{label}: {show(value, shown, 6)}")
        click.echo(f"  {lines[key]}")
    for key, text in texts.items():
        click.echo(f"  {key} = {text}")
    for source in formula.sources:
        click.echo(f"  source: {source}")
