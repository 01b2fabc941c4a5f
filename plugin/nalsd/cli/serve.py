"""`nalsd serve`: the live preview, of all designs or only of some."""

from __future__ import annotations

import difflib
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from nalsd.cli.app import CANNOT_RUN, CLEAN
from nalsd.cli.locate import SETTINGS, site_root

ONLY = "NALSD_ONLY"
"""The environment variable in which the plugin finds the designs that it is to show."""
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


@click.command(short_help="Live preview, of all or only of some designs.")
@click.argument("slugs", nargs=-1, metavar="[SLUG...]")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--open", "open_", is_flag=True, help="Open the browser.")
def serve(slugs: tuple[str, ...], address: str, open_: bool) -> int:
    """Show the site of this repository and follow each save.

    With slugs only those designs are made, and a save shows at once however many others there are.
    """
    root = _root()
    if find_spec("mkdocs") is None:
        raise click.UsageError("the preview needs MkDocs, which is not installed; `pip install mkdocs-nalsd`")
    for slug in slugs:
        _known(slug, root / "designs")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address, *(["--open"] if open_ else [])]
    environment = {**os.environ, **QUIET}
    if slugs:
        environment[ONLY] = ",".join(slugs)
    # Ended from outside, it would leave the preview running behind it, and its port taken.
    before = signal.signal(signal.SIGTERM, _ended)
    try:
        with subprocess.Popen(command, cwd=root, env=environment) as preview:
            try:
                # MkDocs has said why; whatever its number, the preview could not run.
                return CANNOT_RUN if preview.wait() else CLEAN
            finally:
                preview.terminate()
    finally:
        signal.signal(signal.SIGTERM, before)


def _ended(number: int, _frame: object) -> None:
    raise click.exceptions.Exit(128 + number)


def _root() -> Path:
    """The nearest folder upwards with the site's settings."""
    root = site_root()
    if root is not None:
        return root
    raise click.UsageError(f"no {SETTINGS} here or above; `nalsd init DIR` makes a repository that has one")


def _known(slug: str, designs: Path) -> None:
    folders = sorted(file.parent.name for file in designs.glob("*/index.md"))
    # The plugin may be told of another folder; it says itself what is not there.
    if folders and slug not in folders:
        near = difflib.get_close_matches(slug, folders, n=1, cutoff=0.4)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        raise click.UsageError(f"there is no design `{slug}` in {designs.name}/{hint}")
