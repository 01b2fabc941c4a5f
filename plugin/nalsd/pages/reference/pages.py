"""Every page of the reference, in the order of its navigation."""

from __future__ import annotations

from pathlib import Path

from nalsd.pages.addresses import CONSTANTS, FRONT_MATTER, MACHINES, href
from nalsd.pages.composing import SitePage
from nalsd.pages.html import element, join
from nalsd.pages.reference.checks import check_pages
from nalsd.pages.reference.formulas import formula_pages
from nalsd.pages.reference.frontmatter import front_matter_page
from nalsd.pages.reference.knowledge import knowledge_pages
from nalsd.pages.reference.page import Entry, page

INDEX = "reference/index.md"


def reference_pages(override: Path | None = None) -> list[SitePage]:
    """The pages."""
    formulas, checks = formula_pages(override), check_pages(override)
    knowledge = knowledge_pages(override)
    return [_index(override), front_matter_page(override), *knowledge, *formulas, *checks]


def _index(override: Path | None) -> SitePage:
    lines = (
        (FRONT_MATTER, "Front-matter", "every key of a design's files, with its unit and an example"),
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
        element("li", element("a", title, href=href(INDEX, path)), ": ", line) for path, title, line in lines
    ]
    intro = element("p", "Made from the code: what stands here is what the engine uses.")
    return page(
        INDEX, "Reference", intro, [Entry("", "", [element("ul", items), _schemas()])], override, "Overview"
    )


def _schemas():
    return element(
        "p",
        join("The JSON Schema of the front-matter, for editors: "),
        element("a", "design.json", href=href(INDEX, "schemas/design.json")),
        ". In VS Code with its YAML extension, the line ",
        element("code", "# yaml-language-server: $schema=…/schemas/design.json"),
        " at the top of the front-matter turns it on.",
    )
