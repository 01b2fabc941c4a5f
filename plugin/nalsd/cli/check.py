"""`nalsd check`: findings on designs, and what was covered."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nalsd.cli.locate import catalogue_root, design_of, designs_option, existing, refuse_pages

if TYPE_CHECKING:
    from nalsd.checks.report import Report
    from nalsd.checks.settings import Settings

FORMATS = ("text", "json", "github", "sarif", "junit")


@click.command(short_help="Check designs: structure, references, units, claims, feasibility.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True))
@designs_option
@click.option(
    "--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="The site's settings, when they are not in `mkdocs.yml`.",
)  # fmt: skip
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="text", show_default=True, help="Output format."
)
@click.option(
    "--select", multiple=True, metavar="RULES", help="Only these rules: codes, families (N4) or names."
)
@click.option(
    "--ignore", multiple=True, metavar="RULES", help="Not these rules: codes, families (N4) or names."
)
@click.option("--strict", is_flag=True, help="Warnings fail the check too.")
@click.option(
    "--baseline", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="Accept what this file holds; fail on what is new, and on more bare numbers.",
)  # fmt: skip
@click.option(
    "--write-baseline", metavar="FILE", type=click.Path(dir_okay=False, writable=True),
    help="Write today's findings and bare numbers to this file.",
)  # fmt: skip
@click.option("--coverage", is_flag=True, help="Show what stands behind the numbers of each file (as text).")
@click.option("--fix", is_flag=True, help="Write the computed value into wrong claims, with as many digits.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what --fix writes; alone, nothing is written.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    designs: str | None,
    config: str | None,
    style: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    baseline: str | None,
    write_baseline: str | None,
    coverage: bool,
    fix: bool,
    show_diff: bool,
) -> None:
    """Check designs, or only those that a PATH names: a folder of designs, one design, or a file in one.

    Every finding says where, what was computed, from which inputs, and how to mend it; the end says what
    was covered. Exit code 1 when there is an error, and when there is no design to check.

    Rules, their severity and a baseline may also stand in `pyproject.toml` under `[tool.nalsd]`, or with
    the plugin in `mkdocs.yml`.
    """
    settings = _settings(select, ignore, config, [*paths, *([designs] if designs is not None else [])])
    # What the repository's own baseline accepts has to be in a new one too.
    accepted = None if write_baseline else Path(baseline) if baseline else settings.baseline
    targets = _targets(paths, designs, settings)
    report = _report(targets, settings, accepted)
    if fix or show_diff:
        from nalsd.checks.fixes import apply

        # Only what is reported is mended: a suppressed claim stays as its author wants it.
        reported = {(r.location.file, r.location.line, r.location.column) for r in report.findings}
        edits = [edit for edit in report.edits if (edit.file, *edit.finding) in reported]
        applied = apply(edits, write=fix)
        if show_diff:
            click.echo(applied.diff, nl=False, err=style != "text")
        if fix and applied.made:
            report = _report(targets, settings, accepted)
            report.notes.append(f"{applied.made} claim{'' if applied.made == 1 else 's'} rewritten.")
    if write_baseline:
        from nalsd.checks.baseline import baseline_of

        if not report.coverage.designs:
            raise click.UsageError("there is no design to write a baseline of")
        Path(write_baseline).write_text(baseline_of(report), encoding="utf-8")
        many = "1 finding" if len(report.findings) == 1 else f"{len(report.findings)} findings"
        click.echo(f"{write_baseline}: {many} accepted", err=True)
        ctx.exit(0)
    from nalsd.checks.reporters import printed
    from nalsd.checks.reporters.text import backing

    if coverage and style == "text":
        click.echo(backing(report), nl=False)
    click.echo(printed(report, style, colour=_colour()), nl=False, color=True)
    ctx.exit(1 if report.failed(strict or settings.strict) else 0)


def _report(targets: list[tuple[Path, list[str]]], settings: Settings, baseline: Path | None) -> Report:
    """What the checks of all targets say, as the repository wants it."""
    from nalsd.checks import check_catalogue

    report = None
    for root, only in targets:
        part = check_catalogue(root, only)
        report = part if report is None else report.joined(part)
    assert report is not None
    report = report.configured(settings)
    if baseline is not None:
        from nalsd.checks.baseline import BadBaseline, against, read_baseline

        try:
            report = against(report, read_baseline(baseline), str(baseline))
        except BadBaseline as error:
            raise click.UsageError(str(error)) from None
        except FileNotFoundError:
            raise click.UsageError(
                f"there is no baseline {baseline}; `nalsd check --write-baseline {baseline}` makes one"
            ) from None
        report = report.filtered(settings.select, settings.ignore)
    return report


def _settings(
    select: tuple[str, ...], ignore: tuple[str, ...], config: str | None, named: list[str]
) -> Settings:
    """The repository's settings with what the command line adds.

    Those of a site in a folder of its own, `docs/mkdocs.yml`, count too when `docs/designs` is named.
    """
    from nalsd.checks.settings import BadSettings, Settings, rule_patterns, settings_of

    try:
        found = settings_of(Path.cwd(), None if config is None else Path(config))
        if config is None and named and found == Settings():
            found = settings_of(Path(named[0]))
        return found.joined(rule_patterns(select), rule_patterns(ignore))
    except BadSettings as error:
        raise click.UsageError(str(error)) from None


def _targets(paths: tuple[str, ...], designs: str | None, settings: Settings) -> list[tuple[Path, list[str]]]:
    """Folders of designs, each with the slugs that are wanted (none: all of them)."""

    if not paths:
        if designs is None and settings.designs is not None:
            designs = str(existing(settings.designs))
        root = catalogue_root(designs)
        if root is not None and designs is not None:
            refuse_pages(root)
        return [(root or Path("designs"), [])]
    wanted: dict[Path, list[str] | None] = {}
    for path in paths:
        root, slug = design_of(Path(path))
        if slug is None:
            wanted[root] = None
        elif (slugs := wanted.setdefault(root, [])) is not None and slug not in slugs:
            slugs.append(slug)
    return [(root, slugs or []) for root, slugs in wanted.items()]


def _colour() -> bool:
    """Colour goes to people's terminals only (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
