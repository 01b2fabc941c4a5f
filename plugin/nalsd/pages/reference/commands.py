"""The commands, from the command line itself: usage, what each does, options with defaults, exit codes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path

import click

from nalsd.pages.addresses import COMMANDS
from nalsd.pages.composing import SitePage
from nalsd.pages.html import Markup, element, slug
from nalsd.pages.reference.page import Entry, coded, page
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, render_table

AS_IT_IS = "\b\n"
"""How click marks a paragraph whose lines are not to be filled."""


def commands_page(command: click.Group, exits: Mapping[int, str], override: Path | None) -> SitePage:
    """The page; `exits` says what each exit code means."""
    context = click.Context(command, info_name="nalsd")
    entries = []
    for name in command.list_commands(context):
        member = command.get_command(context, name)
        if member is not None:
            entries.append(Entry(f"nalsd {name}", slug(name), _command(member, f"nalsd {name}")))
    rows = [Row((element("code", str(code)), coded(meaning))) for code, meaning in exits.items()]
    columns = (Column("Exit code"), Column("Meaning"))
    codes = render_table(Table("exit-codes", "Exit codes", columns, rows), Scope())
    entries.append(Entry("Exit codes", "exit-codes", [element("p", "The same for every command."), codes]))
    intro = element(
        "p", coded("What `nalsd COMMAND --help` says. Options stand before or after the arguments.")
    )
    return page(COMMANDS, "Commands", intro, entries, override, description="Every command and its options.")


def _command(member: click.Command, name: str) -> list[Markup]:
    context = click.Context(member, info_name=name)
    usage = " ".join([name, *member.collect_usage_pieces(context)])
    parts = [element("p", element("code", usage), class_="nalsd-signature")]
    for paragraph in inspect.cleandoc(member.help or "").split("\n\n"):
        if paragraph.startswith(AS_IT_IS):
            parts.append(element("pre", element("code", paragraph.removeprefix(AS_IT_IS))))
        else:
            parts.append(element("p", coded(" ".join(paragraph.split()))))
    rows = [_option(option) for option in member.params if isinstance(option, click.Option)]
    columns = (Column("Option"), Column("Value"), Column("What it does"), Column("Default"))
    parts.append(render_table(Table(f"options-{slug(name)}", f"Options of {name}", columns, rows), Scope()))
    return parts


def _option(option: click.Option) -> Row:
    names = ", ".join(option.opts)
    if option.secondary_opts:
        names += f" / {', '.join(option.secondary_opts)}"
    value = None
    if not option.is_flag:
        choices = getattr(option.type, "choices", None)
        value = " | ".join(map(str, choices)) if choices else option.metavar or option.type.name
    about, _, default = (option.help or "").removesuffix("]").partition(" [default: ")
    if option.show_default:
        flags = option.opts if option.default else option.secondary_opts
        default = flags[0] if option.is_flag else str(option.default)
    more = " Can be repeated." if option.multiple and "repeated" not in about else ""
    return Row(
        (element("code", names), value, coded(about + more), coded(default) if default else None),
        tag="required" if option.required else "",
    )
