"""N105 to N107 and N114: parts of a design that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nalsd.checks.rules.rule import Example, Rule, Subject
from nalsd.designs.findings import Finding

if TYPE_CHECKING:
    from nalsd.designs.design import PhaseFile

PHASES = {
    1: "context, requirements and API",
    2: "SLO, NFR and data model",
    3: "capacity planning",
    4: "iterative design",
    5: "architecture and paths",
    6: "stress test",
}

SECTIONS = {1: ("Problem statement",)}
"""Headings that a phase cannot do without."""

PARTS = {1: ("workloads",), 3: ("tiers",)}
"""Front-matter that a phase cannot do without: nothing could be computed."""

COMPLETE = {
    1: ("requirements", "apis"),
    2: ("slos", "stores"),
    4: ("cluster",),
    5: ("paths",),
    6: ("stress",),
}
"""Front-matter that a design has, besides, before it goes to review; a small draft leaves it out."""

_API = (
    "requirements:\n  ingest: {text: Record each click once, apis: [report_click]}\n"
    "apis:\n  report_click: {method: POST, path: /v1/clicks, workload: click}\n"
)
_CLICK = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
)


def missing_sections(subject: Subject) -> Iterator[Finding]:
    """Headings and parts of the front-matter that a phase needs and does not have."""
    design = subject.design
    for phase, file in _readable_phases(subject):
        for title in SECTIONS.get(phase, ()):
            if file.prose.section(title) is None:
                yield Finding(
                    code="N106",
                    message=f'phase {phase} ({PHASES[phase]}) has no section "{title}"',
                    location=file.location,
                    help=f"add a heading `## {title}` below the front-matter, and say under it what is to "
                    "be solved",
                )
        wanted = (*PARTS.get(phase, ()), *(COMPLETE.get(phase, ()) if design.status != "draft" else ()))
        missing = [
            key for key in wanted if key not in (file.tree or {}) and key not in design.index.not_applicable
        ]
        if missing:
            yield Finding(
                code="N106",
                message=f"phase {phase} ({PHASES[phase]}) declares no {' and no '.join(missing)}",
                location=file.location,
                help=f"declare `{missing[0]}:` in the front-matter, or give the reason in index.md: "
                f"`not_applicable: {{{missing[0]}: why}}`",
            )


def empty_prose(subject: Subject) -> Iterator[Finding]:
    """Phases without a word, and headings with nothing under them."""
    for phase, file in _readable_phases(subject):
        if file.prose.empty:
            yield Finding(
                code="N107",
                message=f"phase {phase} ({PHASES[phase]}) has no prose",
                location=file.location,
                help="write below the front-matter why the design is as it is; what can be computed "
                "need not be typed",
            )
            continue
        for section in file.prose.sections:
            if section.title and section.empty:
                yield Finding(
                    code="N107",
                    message=f'the section "{section.title}" is empty',
                    location=section.location,
                    help="write the section, or delete its heading",
                    printed=section.title,
                )


def untraced_requirements(subject: Subject) -> Iterator[Finding]:
    """Requirements that no API serves, and APIs that no requirement needs."""
    context = subject.design.context
    if not context.requirements:
        return
    served: set[str] = set()
    for name, requirement in context.requirements.items():
        served.update(str(api) for api in requirement.apis)
        if not requirement.apis:
            yield Finding(
                code="N114",
                message=f'no API serves the requirement "{name}"',
                location=context.key_location("requirements", name),
                help=f"name the APIs that serve it: `{name}: {{text: ..., apis: [...]}}`",
                printed=name,
            )
    for name in context.apis:
        if name not in served:
            yield Finding(
                code="N114",
                message=f'no requirement needs the API "{name}"',
                location=context.key_location("apis", name),
                help=f"add `{name}` to the `apis` of the requirement it serves, or remove the API",
                printed=name,
            )


def _readable_phases(subject: Subject) -> Iterator[tuple[int, PhaseFile]]:
    """The phases whose file was read; of the others the reader has already said what is wrong."""
    for phase in PHASES:
        file = subject.design.files.get(phase)
        if file is not None and file.tree is not None:
            yield phase, file


MISSING_PHASE = Rule(
    code="N105",
    name="missing-phase",
    what="A design lacks one of its six phases.",
    why="Each phase answers questions the others build on. A design without its stress test looks complete "
    "on the "
    "page and is not.",
    bad=Example("click-log/\n  index.md\n  1-context.md\n  2-slo.md\n  3-capacity.md\n"),
    good=Example(
        "click-log/\n  index.md\n  1-context.md\n  2-slo.md\n  3-capacity.md\n  4-iterations.md\n"
        "  5-architecture.md\n  6-stress-test.md\n"
    ),
    mend="Add a file with `phase: N` in its front-matter. While the design is being written, `status: "
    "draft` in "
    "index.md makes this a warning.",
    soft_in_draft=True,
)

MISSING_SECTION = Rule(
    code="N106",
    name="missing-section",
    what="A phase lacks a section it cannot do without: the heading `Problem statement` and the `workloads` "
    "in phase 1, "
    "the `tiers` in phase 3. A design in review or published also has `requirements` and `apis` (1), `slos` "
    "and `stores` "
    "(2), `cluster` (4), `paths` (5) and `stress` (6).",
    why="Without a problem statement a reader cannot judge the design; without workloads and tiers nothing "
    "can "
    "be computed; and what a finished design does not say, nobody has thought about.",
    bad=Example(_CLICK + _API + "---\nWe count clicks.\n", "1-context.md"),
    good=Example(_CLICK + _API + "---\n## Problem statement\n\nWe count clicks.\n", "1-context.md"),
    mend="Add the section, or say in index.md why it does not apply: `not_applicable: {tiers: why}`.",
    soft_in_draft=True,
    check=missing_sections,
)

EMPTY_PROSE = Rule(
    code="N107",
    name="empty-prose",
    what="A phase has front-matter and not a word of prose, or a heading has nothing under it.",
    why="The numbers are computed; the reasoning is what only the author can write.",
    bad=Example(
        "---\nphase: 6\n---\n## Zone loss\n\n## Hot key\n\nOne ad has a fifth of the clicks.\n",
        "6-stress-test.md",
    ),
    good=Example(
        "---\nphase: 6\n---\n## Zone loss\n\nTwo zones carry the peak.\n\n## Hot key\n\nOne ad has a fifth "
        "of the clicks.\n",
        "6-stress-test.md",
    ),
    mend="Write the section, or delete its heading.",
    soft_in_draft=True,
    check=empty_prose,
)

UNTRACED_REQUIREMENT = Rule(
    code="N114",
    name="untraced-requirement",
    what="A functional requirement is served by no API, or an API is needed by no requirement.",
    why="The first is a promise that nothing keeps; the second is load and attack surface that nobody asked "
    "for.",
    bad=Example(
        _CLICK + "requirements:\n  ingest: {text: Record each click once}\n"
        "---\n## Problem statement\n\nWe count clicks.\n",
        "1-context.md",
    ),
    good=Example(
        _CLICK + "requirements:\n  ingest: {text: Record each click once, apis: [report_click]}\n"
        "apis:\n  report_click: {method: POST, path: /v1/clicks, workload: click}\n"
        "---\n## Problem statement\n\nWe count clicks.\n",
        "1-context.md",
    ),
    mend="Name the API under the requirement it serves: `apis: [report_click]`.",
    soft_in_draft=True,
    check=untraced_requirements,
)

RULES = (MISSING_PHASE, MISSING_SECTION, EMPTY_PROSE, UNTRACED_REQUIREMENT)
