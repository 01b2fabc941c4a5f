"""The rules: a page each, with an example that breaks it and one that does not, and the list of all."""

from __future__ import annotations

from pathlib import Path

from nalsd.checks import RULES, Rule, Severity
from nalsd.checks.rules import FAMILIES, Example
from nalsd.checks.suppressions import NEVER
from nalsd.pages.addresses import check_page, href
from nalsd.pages.authored.code import highlighted
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.composing import SitePage
from nalsd.pages.html import Markup, element, join
from nalsd.pages.reference.page import Entry, coded, page
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, render_table

INDEX = "reference/checks/index.md"


def check_pages(override: Path | None) -> list[SitePage]:
    """The list, and one page a rule."""
    return [_list(override), *(_rule(rule, override) for rule in RULES.values())]


def _list(override: Path | None) -> SitePage:
    families: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        families.setdefault(rule.code[:2], []).append(rule)
    entries = []
    for code, rules in families.items():
        rows = [
            Row(
                (
                    element("a", f"{rule.code} {rule.name}", href=href(INDEX, check_page(rule.code))),
                    coded(rule.what),
                    _severity(rule),
                )
            )
            for rule in rules
        ]
        title = f"{code}: {FAMILIES[code]}"
        columns = (Column("Rule"), Column("What it finds"), Column("Severity"))
        entries.append(
            Entry(
                title,
                code.lower(),
                [render_table(Table(f"rules-{code}", f"Rules of {FAMILIES[code]}", columns, rows), Scope())],
            )
        )
    intro = element(
        "p",
        element("code", "nalsd check"),
        " reports findings, and a strict build of the site fails on the same ones. An "
        "error fails the check; a warning fails it with ",
        element("code", "--strict"),
        ".",
    )
    return page(INDEX, "Checks", intro, entries, override, "All checks")


def _rule(rule: Rule, override: Path | None) -> SitePage:
    intro = element("div", element("p", coded(rule.what)), element("p", _severity(rule)))
    entries = [
        Entry("Why", "why", [element("p", coded(rule.why))], found=False),
        Entry("An example that breaks it", "bad", _example(rule.bad), found=False),
        Entry("One that does not", "good", _example(rule.good), found=False),
        Entry("The mend", "mend", [element("p", coded(rule.mend))], found=False),
        Entry("Suppressing it", "suppress", _suppressing(rule), found=False),
    ]
    title = f"{rule.code} {rule.name}"
    return page(check_page(rule.code), title, intro, entries, override, title, rule.what)


def _severity(rule: Rule) -> Markup:
    tone = Tone.OVER if rule.severity is Severity.ERROR else Tone.WARN
    soft = join(" ", element("small", "a warning while the design is a draft", class_="nalsd-muted"))
    return join(chip(rule.severity.value, tone), soft if rule.soft_in_draft else None)


def _suppressing(rule: Rule) -> list[Markup]:
    """How a finding of the rule is accepted, where it can be."""
    if rule.code in NEVER:
        return [element("p", "It is about suppressions, and cannot be suppressed.")]
    text = (
        f"<!-- nalsd: ignore {rule.code} because ... -->\n\n# or in the front-matter of phase 6\n"
        f"ignore: [{{rule: {rule.code}, at: tiers.log, because: ...}}]"
    )
    return [
        element(
            "p",
            "With a reason, in a comment before the paragraph or in it, or for what the front-matter names. "
            "A suppression that covers nothing is a finding, ",
            element("a", "N116", href=href(check_page(rule.code), check_page("N116"))),
            ". For a whole repository, ",
            element("code", f'severity = {{{rule.code} = "off"}}'),
            " under ",
            element("code", "[tool.nalsd]"),
            " in ",
            element("code", "pyproject.toml"),
            ".",
        ),
        highlighted(text, "yaml"),
    ]


def _example(example: Example) -> list[Markup]:
    name = element("p", element("code", example.file), class_="nalsd-file") if example.file else None
    text = example.text.rstrip("\n")
    body = highlighted(text, "yaml") if text else element("p", "The file is empty.", class_="nalsd-note")
    parts = [part for part in (name, body) if part is not None]
    return [*parts, *(part for other in example.beside for part in _example(other))]
