"""`nalsd export`: every quantity of a design, for programs and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from nalsd.cli.locate import designs_option, one_design

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.analysis.uncertainty import Uncertainty
    from nalsd.graph import Quantity

COLUMNS = ("id", "value", "unit", "label", "role", "formula", "inputs", "source", "p5", "p50", "p95")


@click.command(short_help="Every quantity of a design, as JSON, CSV or Markdown.")
@click.argument("slug")
@designs_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "markdown"]),
    default="json",
    show_default=True,
    help="Output format.",
)
def export(slug: str, designs: str | None, style: str) -> None:
    """Print every quantity of the design SLUG, with its formula and its source.

    In JSON and CSV they are in base units (byte, second, USD, counts); Markdown has them as the pages do.
    """
    from nalsd.analysis import analyse
    from nalsd.checks.data import as_data
    from nalsd.cli.messages import print_json
    from nalsd.designs import load_design

    analysis = analyse(load_design(one_design(slug, designs)), alternatives=False)
    if style == "json":
        print_json(as_data(analysis))
    elif style == "csv":
        click.echo(as_csv(analysis), nl=False)
    else:
        click.echo(as_markdown(analysis), nl=False)


def as_csv(analysis: Analysis) -> str:
    """One line a quantity, values in base units."""
    import csv
    import io

    from nalsd.checks.data import as_data

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for id, data in as_data(analysis)["quantities"].items():
        row = {**data, "id": id, "inputs": " ".join(data["inputs"]), "source": _source_text(data["source"])}
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A spreadsheet runs a text that begins like a formula; a quote in front keeps it a text."""
    if isinstance(value, float):
        return repr(value)
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def as_markdown(analysis: Analysis) -> str:
    """A table of all quantities as people read them."""
    from nalsd.checks.data import source_data
    from nalsd.checks.derivation import formula_text
    from nalsd.cli.explain import shown

    graph = analysis.graph
    graph.resolve()
    sampled = analysis.uncertainty
    spread = ("p5", "p50", "p95") if sampled is not None else ()
    lines = [
        f"# {_escaped(analysis.design.title)}",
        "",
        f"Verdict: {analysis.verdict}.",
        "",
        f"| {' | '.join(('Quantity', 'Value', *spread, 'Id', 'Formula', 'Source'))} |",
        f"|{' --- |' * (5 + len(spread))}",
    ]
    for quantity in graph:
        formula = f"`{_code(formula_text(quantity))}`" if quantity.computed else ""
        source = _source_text(source_data(quantity)) if quantity.source or not quantity.computed else ""
        cells = [quantity.label, shown(quantity)]
        if sampled is not None:
            cells += _spread(quantity, sampled)
        lines.append(
            f"| {' | '.join(_escaped(cell) for cell in cells)} | `{_code(quantity.id)}` | {formula} | "
            f"{_escaped(source)} |"
        )
    return "\n".join(lines) + "\n"


def _spread(quantity: Quantity, sampled: Uncertainty) -> list[str]:
    """The percentiles as people read them; empty where nothing varies."""
    from nalsd.graph import show

    found = sampled.of(quantity.id)
    if found is None:
        return ["", "", ""]
    return [show(value, quantity.unit) for value in (found.p5, found.p50, found.p95)]


def _source_text(source: dict[str, Any]) -> str:
    if source["kind"] == "file":
        return f"{source['file']}:{source['line']}:{source['column']}"
    if source["kind"] == "citation":
        return f"{source['text']}, {source['url']}" if source["url"] else source["text"]
    return source["kind"]


def _escaped(text: str) -> str:
    """A text that stays in its table cell and is no markup."""
    import re

    return re.sub(r"([\\|<>*_`\[\]])", r"\\\1", " ".join(str(text).split()))


def _code(text: str) -> str:
    return text.replace("|", "\\|").replace("`", "'")
