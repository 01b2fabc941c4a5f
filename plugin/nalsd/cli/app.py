"""The group of commands, and what happens to whatever goes wrong: never a traceback, always an exit code."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from nalsd import __version__

COMMANDS = (
    "init", "new", "check", "audit", "explain", "export", "diff", "whatif", "formulas", "compute", "serve"
)  # fmt: skip
"""Each command is the function of the same name in the module of the same name in `nalsd.cli`."""

CLEAN, FOUND, CANNOT_RUN, INTERRUPTED = 0, 1, 2, 130
"""The exit codes; the last one follows the shell's custom of 128 + signal."""


EXITS = {
    CLEAN: "Nothing was found, or warnings only; what was asked for was done.",
    FOUND: "Something was found: an error of a check (with `--strict` a warning too), a sum that is wrong, a "
    "quantity that the design does not have, a value that it refuses.",
    CANNOT_RUN: "It could not run: an option or a name that cannot be used, a file that cannot be read.",
    INTERRUPTED: "Interrupted, or the answers of `nalsd new` ended early.",
}
"""What each exit code means, for the reference."""


class Lazy(click.Group):
    """A group whose commands are imported when they are asked for, so that a cold start loads only one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        return getattr(importlib.import_module(f"nalsd.cli.{cmd_name}"), cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """Adds the nearest command to the complaint about an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else f" The commands are {', '.join(COMMANDS)}."
            raise click.UsageError(f"there is no command `{args[0]}`.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="nalsd", message="%(prog)s %(version)s")
def nalsd() -> None:
    """System designs in Markdown, with capacity that is computed, explained and checked.

    Exit codes: 0 clean, 1 something was found, 2 the command could not run.
    """


COLLECTIONS = (500_000, 50, 50)
"""When garbage is looked for: a command builds its models and its graph and ends, and looking for cycles as
often as Python does is a sixth of its time."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; gives its exit code."""
    gc.set_threshold(*COLLECTIONS)
    # Looking for pydantic's plugins imports the metadata of every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show `≈` still gets the message
    try:
        code = nalsd.main(
            list(arguments) if arguments is not None else None, prog_name="nalsd", standalone_mode=False
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return CANNOT_RUN
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough. The interpreter must not flush into the pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND  # as click does for a pipe that breaks while it prints
    except OSError as error:
        name = f": {error.filename}" if error.filename else ""
        click.echo(f"error: {error.strerror or error}{name}", err=True)
        return CANNOT_RUN
    except Exception as error:
        return _internal(error)


def _internal(error: Exception) -> int:
    """A fault of nalsd itself, said plainly."""
    if os.environ.get("NALSD_DEBUG") == "1":
        import traceback

        traceback.print_exc()
    detail = " ".join(str(error).split())[:300]
    click.echo(
        f"error: internal error in nalsd {__version__}: {type(error).__name__}: {detail}\n"
        "help: this is a fault of nalsd, not of your designs. Please report it to the maintainers\n"
        "      of mkdocs-nalsd, with the command and the design. `NALSD_DEBUG=1` shows where it happened.",
        err=True,
    )
    return CANNOT_RUN
