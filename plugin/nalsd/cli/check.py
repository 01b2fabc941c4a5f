"""`nalsd check`: findings on designs, and what was covered."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


@click.command(short_help="Check designs: structure, references, units, claims, feasibility.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True))
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
@click.option(
    "--select", multiple=True, metavar="RULES", help="Only these rules: codes, families (N4) or names."
)
@click.option(
    "--ignore", multiple=True, metavar="RULES", help="Not these rules: codes, families (N4) or names."
)
@click.option("--strict", is_flag=True, help="Warnings fail the check too.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    designs: str | None,
    style: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
) -> None:
    """Check designs, or only those that a PATH names: a folder of designs, one design, or a file in one.

    Every finding says where, what was computed, from which inputs, and how to mend it; the last line says
    what was covered. Exit code 1 when there is an error, and when there is no design to check.
    """
    from nalsd.checks import check_catalogue
    from nalsd.checks.reporters import as_json, as_text

    chosen, left_out = _rules(select), _rules(ignore)
    report = None
    for root, only in _targets(paths, designs):
        part = check_catalogue(root, only)
        report = part if report is None else report.joined(part)
    assert report is not None
    report = report.filtered(chosen, left_out)
    if style == "json":
        click.echo(as_json(report), nl=False)
    else:
        click.echo(as_text(report, colour=_colour()), nl=False, color=True)
    ctx.exit(1 if report.failed(strict) else 0)


def _targets(paths: tuple[str, ...], designs: str | None) -> list[tuple[Path, list[str]]]:
    """Folders of designs, each with the slugs that are wanted (none: all of them)."""
    from nalsd.cli.locate import catalogue_root, design_of

    if not paths:
        return [(catalogue_root(designs) or Path("designs"), [])]
    wanted: dict[Path, list[str] | None] = {}
    for path in paths:
        root, slug = design_of(Path(path))
        if slug is None:
            wanted[root] = None
        elif (slugs := wanted.setdefault(root, [])) is not None and slug not in slugs:
            slugs.append(slug)
    return [(root, slugs or []) for root, slugs in wanted.items()]


def _rules(given: tuple[str, ...]) -> list[str]:
    """The codes, families and names of an option; they may stand in one text with commas."""
    from nalsd.checks.rules import FAMILIES, RULES

    patterns = [part.strip() for text in given for part in text.split(",") if part.strip()]
    names = {rule.name for rule in RULES.values()}
    for pattern in patterns:
        upper = pattern.upper()
        if pattern in names or upper in ("N", *FAMILIES) or any(code.startswith(upper) for code in RULES):
            continue
        import difflib

        near = difflib.get_close_matches(pattern, [*names, *RULES], n=1, cutoff=0.4)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        raise click.UsageError(f"there is no rule `{pattern}`{hint}")
    return patterns


def _colour() -> bool:
    """Colour goes to people's terminals only (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
