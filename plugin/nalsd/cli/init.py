"""`nalsd init`: a repository of designs that builds a strict site at once."""

from __future__ import annotations

from pathlib import Path

import click

FILES = {
    "mkdocs.yml": "mkdocs.yml",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "index.md": "site_src/index.md",
    "workflow.yml": ".github/workflows/designs.yml",
}
"""Template and place of each file."""


@click.command(short_help="A new repository of designs, ready to build.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the site. [default: the folder's name]")
@click.option("--example/--no-example", default=True, show_default=True, help="Add one small design.")
def init(folder: Path, name: str | None, example: bool) -> None:
    """Make DIR a repository of designs: settings, home page, CI workflow and one small design.

    A file that is there already is never touched: then nothing is written.
    """
    from nalsd import __version__
    from nalsd.cli.new import Answers, design_files
    from nalsd.cli.scaffolding import quoted, template, write

    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{folder} is a file, not a folder")
    plain = " ".join((name or folder.resolve().name).split()) or "Designs"
    if not plain.isprintable():
        raise click.UsageError("--name: the site's name must be one line of printable text in UTF-8")
    values = {"NAME": plain, "VERSION": __version__}
    files = {
        folder / place: template(
            f"repository/{source}", values | ({"NAME": quoted(plain)} if source == "mkdocs.yml" else {})
        )
        for source, place in FILES.items()
    }
    if example:
        answers = Answers(title="Link shortener", summary="Sends whoever opens a short link to the long one.")
        files |= design_files(folder / "designs" / "link-shortener", answers)
    else:
        files[folder / "designs" / ".gitkeep"] = ""
    write(files)
    for file in files:
        click.echo(f"  wrote {file}")
    click.echo("next:")
    click.echo(f"  cd {folder}")
    click.echo("  nalsd new SLUG     a design of your own")
    click.echo("  nalsd serve        the pages, following each save")
