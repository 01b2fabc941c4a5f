"""`nalsd diff`: what changed since a git revision, design by design."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from nalsd.cli.locate import catalogue_root, designs_option, stated_folder

WORK_TREE = "the work tree"


@click.command(short_help="What changed since a git revision, design by design.")
@click.argument("rev")
@click.argument("rev2", required=False)
@designs_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="Output format.",
)
@click.pass_context
def diff(ctx: click.Context, rev: str, rev2: str | None, designs: str | None, style: str) -> None:
    """Compare the designs of the git revision REV with those of REV2, by default with the files as they are.

    REV may be two at once, as git has it: `main...` compares with where this branch left main, whatever
    came to main since; `v1..v2` is the same as `v1 v2`.

    Shows designs added, removed and changed: the inputs that changed, and what followed from them. The
    repository is only read: nothing of it is run, and the work tree stays as it is.

    Exit codes: 0 whatever changed, 1 a design cannot be read in one of the revisions (the others are
    compared), 2 it could not run.
    """
    import tempfile

    from nalsd.checks.differences.compare import compare, has_designs
    from nalsd.checks.differences.printed import as_data, as_markdown
    from nalsd.checks.differences.revisions import (
        NoRevision,
        commit,
        ends,
        extract,
        folder_of_designs,
        is_bare,
        repository,
    )
    from nalsd.cli.messages import print_json

    try:
        bare = is_bare(Path.cwd())
        home = None if bare else _home(designs)
        top = repository(home if home is not None and home.is_dir() else Path.cwd())
        below = _inside(designs or "designs") if bare else _below(top, home)
        if rev2 is None and (both := ends(top, rev)):
            rev, rev2 = both
        if bare and rev2 is None:
            message = "this repository has no work tree to compare with"
            raise NoRevision(message, f"name two revisions: `nalsd diff {rev} HEAD`")
        with tempfile.TemporaryDirectory(prefix="nalsd-diff-") as folder:
            trees: list[Path] = []
            for number, revision in enumerate((rev, rev2)):
                if revision is None:
                    trees.append(top / below)
                    continue
                tree = Path(folder).resolve() / str(number)
                tree.mkdir()
                at = commit(top, revision)
                there = folder_of_designs(top, at, below)
                if there != below:
                    click.echo(f"note: the designs of {revision} are in `{there}`", err=True)
                extract(top, at, there, tree)
                trees.append(tree / there)
            if not any(map(has_designs, trees)):
                message = (
                    f"there is no design in `{below or '.'}`, neither in {rev} nor in {rev2 or WORK_TREE}"
                )
                raise NoRevision(message, "name the folder with --designs")
            for tree, name in zip(trees, (rev, rev2 or WORK_TREE), strict=True):
                if not has_designs(tree):
                    click.echo(f"note: there is no design in `{below or '.'}` of {name}", err=True)
            found = compare(*trees)
    except NoRevision as error:
        help = f"\nhelp: {error.help}" if error.help else ""
        raise click.ClickException(f"{error.message}{help}") from None
    if style == "json":
        print_json(as_data(found, rev, rev2 or WORK_TREE))
    else:
        click.echo(as_markdown(found, rev, rev2 or WORK_TREE), nl=False)
    ctx.exit(1 if any(each.broken for each in found) else 0)


def _home(designs: str | None) -> Path | None:
    """The folder of designs; a named one need not be there any more, for it may be in a revision."""
    named = stated_folder() if designs is None else Path(designs)
    return catalogue_root(designs) if named is None or named.is_dir() else named


def _inside(designs: str) -> str:
    """A folder of a tree that no file system shows, as git names it."""
    folder = PurePosixPath(designs)
    if folder.is_absolute() or ".." in folder.parts:
        raise click.UsageError(f"--designs: {designs} is not a folder inside the repository")
    return "" if folder == PurePosixPath(".") else str(folder)


def _below(top: Path, home: Path | None) -> str:
    """The folder of designs as git names it; `designs` where there is none now."""
    if home is None:
        return "designs"
    folder = home.resolve()
    if not folder.is_relative_to(top.resolve()):
        raise click.UsageError(f"{home} is not in the repository {top}")
    return "" if folder == top.resolve() else folder.relative_to(top.resolve()).as_posix()
