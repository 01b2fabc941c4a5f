"""Which designs a command is about: the folder that holds them, and which of them."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import click

FOLDER = "designs"
SETTINGS = "mkdocs.yml"
_SITES = (SETTINGS, "mkdocs.yaml")
"""The names under which MkDocs looks for a site's settings."""
_PHASE = re.compile(rb"^phase[ \t]*:", re.M)
_STATUS = re.compile(rb"^status[ \t]*:", re.M)
_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)(?:^---|\Z)", re.M | re.S)
"""Front-matter; a `phase:` in the prose of a README makes no design."""
_HEAD = 4096
"""Bytes at the start of a file in which `phase:` is looked for."""

designs_option = click.option(
    "--designs",
    metavar="DIR",
    help="The folder with the designs; by default that of the settings, or the nearest `designs/`.",
)


def catalogue_root(given: str | None) -> Path | None:
    """The folder with the designs: the given one, that of the settings, or the nearest `designs/` upwards."""
    if given is not None:
        folder = Path(given)
        if not folder.is_dir():
            raise click.UsageError(f"--designs: there is no folder {given}")
        return folder / FOLDER if not _is_catalogue(folder) and (folder / FOLDER).is_dir() else folder
    stated = stated_folder()
    if stated is not None:
        return catalogue_root(str(existing(stated)))
    here = Path.cwd()
    for folder in (here, *here.parents):
        if folder.name == FOLDER and not is_design(folder):
            return _short(folder)
        if (folder / FOLDER).is_dir():
            return _short(folder / FOLDER)
    return None


def stated_folder() -> Path | None:
    """The folder of designs that the repository's settings name, whether it is there or not."""
    from nalsd.checks.settings import BadSettings, settings_of

    try:
        stated = settings_of(Path.cwd()).designs
    except BadSettings as error:
        raise click.UsageError(str(error)) from None
    return None if stated is None else _short(Path(os.path.abspath(stated)))


def existing(stated: Path) -> Path:
    """A folder of designs that the settings name, which has to be there."""
    if not stated.is_dir():
        raise click.UsageError(f"the folder of designs in the settings, {stated}, is not there")
    return stated


def site_root() -> Path | None:
    """The nearest folder upwards with the settings of a site."""
    here = Path.cwd()
    return next(
        (folder for folder in (here, *here.parents) if any((folder / s).is_file() for s in _SITES)), None
    )


def design_of(path: Path) -> tuple[Path, str | None]:
    """What a path names: a folder of designs, and the slug when it is one design or a file in one.

    A file that no design owns is a usage error: to check something else would call it clean.
    """
    if path.is_dir() and path.resolve().parent.name != FOLDER:
        if (path / FOLDER).is_dir():
            return path / FOLDER, None
        if path.resolve().name == FOLDER or (not is_design(path) and _is_catalogue(path)):
            return path, None
    design = _design_around(path if path.is_dir() else path.parent)
    if design is not None:
        resolved = design if design.name not in ("", ".", "..") else design.resolve()
        return _short(resolved.parent) if resolved.is_absolute() else resolved.parent, resolved.name
    if not path.is_dir():
        raise click.UsageError(f"{path} belongs to no design; name a design's folder, or a file in it")
    refuse_pages(path)
    return path, None


def refuse_pages(folder: Path) -> None:
    """A usage error for a folder of other Markdown pages, whose `index.md` says nothing of a design.

    Taken for a design, every page in it would be a finding.
    """
    index = folder / "index.md"
    if is_design(folder) or not index.is_file() or _starts_with(index, _STATUS):
        return
    pages = [file.name for file in folder.glob("*.md")]
    if any(re.match(r"[1-6]\b", name) for name in pages):
        return
    raise click.UsageError(
        f"there is no design in {folder}: no file in it has a `phase:` in its front-matter; "
        "name a design's folder, or the folder that holds the designs"
    )


def is_design(folder: Path) -> bool:
    """Whether a folder is one design: it stands in `designs/`, or a Markdown file in it has a phase."""
    if folder.resolve().parent.name == FOLDER:
        return True
    try:
        return any(_starts_with(file, _PHASE) for file in sorted(folder.glob("*.md")))
    except OSError:
        return False


def one_design(slug: str, designs: str | None) -> Path:
    """The folder of the design that a command line names by its slug or by a path."""
    path = Path(slug)
    if ("/" in slug or slug in (".", "..")) and path.is_dir() and is_design(path):
        return path
    root = catalogue_root(designs)
    if root is None:
        raise click.UsageError(
            f"there is no folder `{FOLDER}` here or above; name it with --designs, or give the path of the "
            "design"
        )
    slugs = sorted(
        folder.name for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith(".")
    )
    if slug not in slugs:
        if path.is_dir() and is_design(path):
            return path
        near = difflib.get_close_matches(slug, slugs, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(slugs) or 'none'}"
        raise click.UsageError(f"there is no design `{slug}` in {root}; {hint}")
    return root / slug


def _is_catalogue(folder: Path) -> bool:
    try:
        return folder.name == FOLDER or any(is_design(child) for child in folder.iterdir() if child.is_dir())
    except OSError:
        return False


def _design_around(folder: Path) -> Path | None:
    """The nearest design from here upwards. What lies in a folder of designs belongs to nothing above it."""
    for candidate in (folder, *folder.resolve().parents):
        if candidate.resolve().name == FOLDER:
            return None
        if is_design(candidate):
            return candidate
        if _is_catalogue(candidate):
            return None
    return None


def _starts_with(file: Path, key: re.Pattern[bytes]) -> bool:
    """Whether the front-matter has a key."""
    try:
        with file.open("rb") as stream:
            front = _FRONT.match(stream.read(_HEAD))
        return front is not None and key.search(front.group(1)) is not None
    except OSError:
        return False


def _short(folder: Path) -> Path:
    """Relative to the current folder where it lies below it, so that findings print short paths."""
    try:
        return folder.relative_to(Path.cwd())
    except ValueError:
        return folder
