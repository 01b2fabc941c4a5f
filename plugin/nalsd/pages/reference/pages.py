"""Every page of the reference, in the order of its navigation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from nalsd.pages.addresses import COMMANDS, CONSTANTS, DATA, FRONT_MATTER, MACHINES, href
from nalsd.pages.composing import SitePage
from nalsd.pages.html import Markup, element, join
from nalsd.pages.reference.checks import check_pages
from nalsd.pages.reference.commands import commands_page
from nalsd.pages.reference.data import data_page
from nalsd.pages.reference.formulas import formula_pages
from nalsd.pages.reference.frontmatter import front_matter_page
from nalsd.pages.reference.knowledge import knowledge_pages
from nalsd.pages.reference.page import Entry, page

INDEX = "reference/index.md"


@dataclass(frozen=True)
class CommandLine:
    """What the reference says of the command line, which no page can import: it stands above the pages."""

    command: click.Group
    exits: Mapping[int, str]
    """What each exit code means."""
    printed: Mapping[str, dict[str, Any]]
    """The JSON Schema of each command's output, by the command."""


def reference_pages(override: Path | None = None, line: CommandLine | None = None) -> list[SitePage]:
    """The pages."""
    return [
        _index(override, line),
        front_matter_page(override),
        *([commands_page(line.command, line.exits, override)] if line is not None else []),
        data_page(line.printed if line is not None else {}, override),
        *knowledge_pages(override),
        *formula_pages(override),
        *check_pages(override),
    ]


def _index(override: Path | None, line: CommandLine | None) -> SitePage:
    commands = ((COMMANDS, "Commands", "every command with its options, and the exit codes"),)
    lines = (
        (FRONT_MATTER, "Front-matter", "every key of a design's files, with its unit and an example"),
        *(commands if line is not None else ()),
        (
            DATA,
            "Data for programs",
            "the JSON that the site publishes and that commands print, field by field",
        ),
        (
            "reference/formulas/index.md",
            "Formulas",
            "every formula with its symbols, units, limits and sources",
        ),
        (MACHINES, "Machines", "what one machine has of each resource, and where that was published"),
        ("reference/profiles.md", "Load profiles", "what an operation costs on one physical core"),
        (
            CONSTANTS,
            "Constants",
            "headers, packets, handshakes, engines and default policies, each with its source",
        ),
        ("reference/devices.md", "Drives and prices", "drives, services and their list prices"),
        ("reference/regions.md", "Regions", "where regions are, and measured round trips between them"),
        (
            "reference/checks/index.md",
            "Checks",
            "every rule, with an example that breaks it and one that does not",
        ),
    )
    items = [
        element("li", element("a", title, href=href(INDEX, path)), ": ", about)
        for path, title, about in lines
    ]
    intro = element("p", "Made from the code: what stands here is what the engine uses.")
    return page(
        INDEX, "Reference", intro, [Entry("", "", [element("ul", items), _schemas()])], override, "Overview"
    )


def _schemas() -> Markup:
    return element(
        "p",
        join("The JSON Schema of the front-matter, for editors: "),
        element("a", "design.json", href=href(INDEX, "schemas/design.json")),
        ". In VS Code with its YAML extension, the line ",
        element("code", "# yaml-language-server: $schema=…/schemas/design.json"),
        " at the top of the front-matter turns it on.",
    )
