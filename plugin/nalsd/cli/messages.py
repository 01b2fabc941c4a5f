"""Findings that a command has about its own arguments, printed like those of a check."""

from __future__ import annotations

import click

from nalsd.cli.app import FOUND


def refuse(code: str, message: str, help: str = "") -> click.exceptions.Exit:
    """Prints one finding on the error stream; gives the exception that ends the command with exit code 1."""
    from nalsd.checks.rules import RULES

    click.echo(f"error[{code}] {RULES[code].name}: {message}", err=True)
    if help:
        click.echo(f"help: {help}", err=True)
    return click.exceptions.Exit(FOUND)


def print_json(document: object) -> None:
    """One JSON document on standard output."""
    import json

    click.echo(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))
