"""Files of a new repository and of a new design, written from the templates beside this module."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

HERE = Path(__file__).parent / "scaffold"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST = 64
RESERVED = {"index", "compare", "tags"}
"""Pages of the site beside the designs."""
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Windows cannot check out a folder of such a name."""
_PLACE = re.compile(r"@([A-Z0-9]+)@")


def template(name: str, values: dict[str, str]) -> str:
    """One template with its places filled; what is filled in is not looked at again."""
    return _PLACE.sub(lambda place: values[place[1]], (HERE / name).read_text(encoding="utf-8"))


def write(files: dict[Path, str], mend: str = "") -> None:
    """Writes new files, all or none of them: a file that is there already is a usage error.

    `mend` says what else can be done then.

    Raises OSError for a folder that cannot be written; the files written until then are taken away again.
    """
    there = [file for file in files if file.exists() or file.is_symlink()]
    if there:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        raise click.UsageError(f"{there[0]} is there already{more}; nothing was written{mend}")
    written: list[Path] = []
    try:
        for file, text in files.items():
            content = text.encode()
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as new:  # "x": not even one that came meanwhile
                written.append(file)
                new.write(content)
    except OSError:
        for file in written:
            file.unlink(missing_ok=True)
        raise


def valid_slug(slug: str) -> str:
    """The slug, or a usage error that says what one looks like."""
    if slug in RESERVED:
        raise click.UsageError(f"`{slug}` is a page of the site; did you mean `{slug}-service`?")
    if slug in DEVICES:
        raise click.UsageError(f"`{slug}` names a device on Windows; did you mean `{slug}-service`?")
    if SLUG.fullmatch(slug) and len(slug) <= MOST:
        return slug
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST].strip("-")
    hint = f"; did you mean `{near}`?" if near else ""
    raise click.UsageError(
        f"`{slug}` cannot be a design's name: small letters, digits and single hyphens, at most {MOST}{hint}"
    )


def quoted(text: str) -> str:
    """A text on one line as a YAML scalar that cannot be anything else."""
    import json

    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def titled(slug: str) -> str:
    """`ad-click-counter` as `Ad click counter`."""
    return slug.replace("-", " ").capitalize()
