"""Where pages lie, and how one leads to another. The only place that knows the site's paths."""

from __future__ import annotations

import posixpath

DESIGNS = "designs"

PAGE_NAMES: dict[int | str, str] = {
    "index": "index",
    1: "context",
    2: "slo",
    3: "capacity",
    4: "iterations",
    5: "architecture",
    6: "stress-test",
    "what-if": "what-if",
    "published": "published",
    "quantities": "quantities",
}
"""The file name of each page of a design, by its phase or its name, in the order in which they are read."""

PHASE_TITLES = {
    1: "Context",
    2: "SLO and data",
    3: "Capacity",
    4: "Iterations",
    5: "Architecture",
    6: "Stress test",
}
"""The phases as the navigation names them."""

PHASE_LINES = {
    1: "what is asked of the system, by whom, how often",
    2: "what is promised, what is kept, what gives way",
    3: "what every tier needs of each resource, and what binds first",
    4: "one node, a cluster, several regions",
    5: "how the parts fit together, and what a request passes",
    6: "what happens when it goes wrong",
}
"""What a phase says, in a line."""

CATALOGUE = f"{DESIGNS}/index.md"
COMPARE = f"{DESIGNS}/compare.md"
TAGS = f"{DESIGNS}/tags.md"
MACHINES = "reference/machines.md"
CONSTANTS = "reference/constants.md"
FRONT_MATTER = "reference/front-matter.md"
COMMANDS = "reference/commands.md"
DATA = "reference/data.md"


def design_page(slug: str, page: int | str) -> str:
    """Path of a page of a design: `designs/SLUG/capacity.md`; `quantities/flows` is one below a page."""
    return f"{DESIGNS}/{slug}/{PAGE_NAMES.get(page, page)}.md"


def formula_page(topic: str) -> str:
    """Path of the page with the formulas of a topic."""
    return f"reference/formulas/{topic.replace('_', '-')}.md"


def check_page(code: str) -> str:
    """Path of a rule's page."""
    return f"reference/checks/{code.lower()}.md"


def schema_path(name: str) -> str:
    """Path of a JSON Schema that the site publishes."""
    return f"schemas/{name}.json"


def address(path: str) -> str:
    """The address of a page from the site's root, without a slash before it: `designs/x/capacity/`."""
    stem = path.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/" if path.endswith(".md") else path


def href(page: str, target: str) -> str:
    """The address of `target` (a page or a file of the site) as seen from `page`; "" for the page itself."""
    if page == target:
        return ""
    found = posixpath.relpath(address(target) or ".", address(page) or ".")
    return f"{found}/" if target.endswith(".md") else found


def link(page: str, target: str) -> str:
    """The same as a link of Markdown, which MkDocs checks: from file to file."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
