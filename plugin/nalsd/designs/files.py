"""Reading files of a design folder: bounded, as text, and never outside the folder."""

from __future__ import annotations

import os
from pathlib import Path

from nalsd.designs.findings import Finding
from nalsd.graph.source import Location

MOST_FILE_BYTES = 2 * 1024 * 1024
"""Size of a Markdown file that is read at most."""
MOST_EXAMPLE_BYTES = 256 * 1024
"""Size of an example or a diagram that is read at most."""


def shown(path: Path) -> str:
    """A path as people see it: relative to the current directory when it lies in it, and on one line."""
    text = "".join(c if c.isprintable() else "?" for c in os.path.abspath(path))
    here = os.getcwd()
    return "." if text == here else text.removeprefix(here.rstrip(os.sep) + os.sep)


def read_text(
    path: Path, folder: Path, most: int = MOST_FILE_BYTES, what: str = "file"
) -> tuple[str, Finding | None]:
    """The text of a file with `\\n` line ends and no byte order mark; what is known of it, with a finding."""
    place = Location(shown(path), 1, 1)
    try:
        if not inside(path, folder):
            return "", Finding(
                "N101",
                f"the {what} is a link to a place outside the design's folder",
                place,
                "put the file itself into the folder",
            )
        if not path.is_file():
            return "", Finding("N101", f"the {what} is not a regular file", place, "put a text file here")
        with path.open("rb") as stream:
            data = stream.read(most + 1)
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        return "", Finding(
            "N101",
            f"the {what} cannot be read: {error.strerror or 'unknown error'}",
            place,
            "check that it exists and may be read",
        )
    if len(data) > most:
        return data[:4096].decode("utf-8", "replace"), Finding(
            "N101",
            f"the {what} has {size / 1e6:,.1f} MB; {most / 1024:,.0f} KB are read at most (256 KB of "
            "front-matter)"
            if what == "file"
            else f"the {what} has {size / 1e6:,.1f} MB; {most / 1024:,.0f} KB are read at most",
            place,
            "split it, or move data out of it",
        )
    if b"\0" in data:
        at = data.index(b"\0")
        return "", Finding(
            "N101",
            f"the {what} is not text: it holds binary data",
            _place_of(data, at, place.file),
            "save it as UTF-8 text",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data.decode("utf-8", "replace"), Finding(
            "N101",
            f"the {what} is not UTF-8: byte 0x{data[error.start]:02x} does not fit",
            _place_of(data, error.start, place.file),
            "save it as UTF-8",
        )
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text), None


def inside(path: Path, folder: Path) -> bool:
    """Whether a path, all links followed, lies in a folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _place_of(data: bytes, offset: int, file: str) -> Location:
    before = data[:offset]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    return Location(file, before.count(b"\n") + 1, column)


def read_example(folder: Path, path: str, place: Location) -> str | Finding:
    """The text of a file that the front-matter names, which must lie in the design's folder."""
    name = str(path)
    parts = name.replace("\\", "/").split("/")
    if not name or name.startswith(("/", "\\", "~")) or ".." in parts or ":" in parts[0] or "\0" in name:
        return Finding(
            "N201",
            f"`{_short(name)}` leads outside the design's folder",
            place,
            "name a file below the design's folder, such as `examples/click.json`",
        )
    target = folder.joinpath(*parts)
    if not os.path.lexists(target):
        return Finding(
            "N201", f"there is no file `{_short(name)}` in the design's folder", place, _nearby(folder, name)
        )
    text, finding = read_text(target, folder, MOST_EXAMPLE_BYTES, "example")
    if finding is not None:
        return Finding(
            finding.code,
            f"`{_short(name)}`: {finding.message}",
            place,
            finding.help,
            related=((finding.location, "the file"),),
        )
    return text


def _nearby(folder: Path, name: str) -> str:
    from nalsd.designs.nearest import nearest

    known: list[str] = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))[:50]
        known += [
            os.path.relpath(os.path.join(root, file), folder)
            for file in sorted(files)
            if not file.endswith(".md")
        ]
        if len(known) > 300:
            break
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else "create it, or name a file that exists"


def _short(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name[:80])
