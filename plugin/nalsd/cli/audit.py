"""`nalsd audit`: the arithmetic of any Markdown, verified as it stands."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nalsd.checks.arithmetic import Verified

SUFFIXES = frozenset({".md", ".markdown", ".mdx"})
LARGEST = 20_000_000
"""Bytes of a file that is still read."""


@click.command(short_help="Verify the arithmetic in any Markdown.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option("--all", "everything", is_flag=True, help="Show what is right and what cannot be judged, too.")
@click.pass_context
def audit(ctx: click.Context, files: tuple[str, ...], style: str, everything: bool) -> None:
    """Verify the sums, conversions and percentages that FILE says, with no front matter and no markup.

    A FILE may be a folder, whose Markdown files are read, or `-` for standard input. Exit code 1 when a sum
    is wrong, 2 when a file cannot be read; the others still are. A sum that cannot be read for certain is
    never called wrong.
    """
    from nalsd.checks.arithmetic import audit as verify
    from nalsd.checks.arithmetic import without_accepted

    texts, refused = _texts(files)
    read = [(name, text, without_accepted(text, verify(text))) for name, text in texts]
    if style == "json":
        from nalsd.cli.messages import print_json

        print_json(
            {"schema": "nalsd/audit/1", "findings": [_plain(n, each) for n, _, all_ in read for each in all_]}
        )
    elif texts:
        from nalsd.checks.arithmetic.report import as_text

        click.echo(as_text(read, everything=everything, colour=_colour()), nl=False, color=True)
    for why in refused:
        click.echo(f"Error: {why}", err=True)
    wrong = any(each.verdict == "mismatch" for _, _, all_ in read for each in all_)
    ctx.exit(2 if refused else 1 if wrong else 0)


def _plain(name: str, each: Verified) -> dict[str, Any]:
    return {
        "file": name,
        "line": each.line,
        "column": each.column,
        "text": each.text,
        "verdict": each.verdict,
        "claimed": each.claimed,
        "computed": each.computed,
        "message": each.message,
    }


def _texts(files: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[str]]:
    """Name and text of every file, and why others are not read."""
    found, refused = [], []
    for name, path in _named(files):
        try:
            with path.open("rb") if path else nullcontext(sys.stdin.buffer) as stream:
                content = stream.read(LARGEST + 1)
        except OSError as error:
            refused.append(f"`{name}` cannot be read: {error.strerror}")
            continue
        if len(content) > LARGEST:
            refused.append(f"`{name}` is larger than {LARGEST // 1_000_000} MB")
        elif b"\0" in content[:8192]:
            refused.append(f"`{name}` is no text")
        else:
            found.append((name, _decoded(content)))
    return found, refused


def _named(files: tuple[str, ...]) -> Iterator[tuple[str, Path | None]]:
    """Every file by its name; standard input has no path."""
    for name in files:
        if name == "-":
            yield "<stdin>", None
            continue
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no file `{name}`")
        for each in _below(path):
            yield os.fspath(each), each


def _below(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        each
        for each in path.rglob("*")
        if each.suffix.lower() in SUFFIXES
        and each.is_file()
        and not any(p.startswith(".") for p in each.parts[len(path.parts) :])
    )
    if not found:
        raise click.UsageError(f"there is no Markdown file in `{path}`")
    return found


def _decoded(content: bytes) -> str:
    return (
        content.decode("utf-8", errors="replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def _colour() -> bool:
    """Colour goes to people's terminals only (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
