"""`nalsd init`: a repository of designs that builds a strict site at once."""

from __future__ import annotations

import shlex
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

KEPT = ("README.md", ".gitignore")
"""A repository that was just made has these; they stay as they are."""

MEND = """
help: to a site that exists, add `nalsd` under `plugins` in its mkdocs.yml; `nalsd new SLUG` makes a design"""


@click.command(short_help="A new repository of designs, ready to build.")
@click.argument("place", metavar="DIR")
@click.option("--name", help="Name of the site. [default: the folder's name]")
@click.option("--example/--no-example", default=True, show_default=True, help="Add one small design.")
def init(place: str, name: str | None, example: bool) -> None:
    """Make DIR a repository of designs: settings, home page, CI workflow and one small design.

    No file that is there is touched: a README.md and a .gitignore stay, for any other nothing is written.
    """
    from nalsd import __version__
    from nalsd.cli.new import Answers, design_files
    from nalsd.cli.scaffolding import quoted, template, write

    if not place.strip():
        raise click.UsageError("DIR is empty; `nalsd init .` takes the folder that you are in")
    folder = Path(place)
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
    kept = [folder / name for name in KEPT if (folder / name).is_file()]
    for file in kept:
        del files[file]
    write(files, MEND if (folder / "mkdocs.yml").exists() else "")
    for file in kept:
        click.echo(f"  kept {file}, which was there")
    for file in files:
        click.echo(f"  wrote {file}")
    click.echo("next:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {shlex.quote(place)}")
    click.echo("  nalsd new SLUG     a design of your own")
    click.echo("  nalsd serve        the pages, following each save")
