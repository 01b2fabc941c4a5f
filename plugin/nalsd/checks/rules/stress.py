"""N801 and N802: stress tests that end worse than the design says, or of which nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator

from nalsd.checks.claims import declared_inputs
from nalsd.checks.rules.rule import Example, Rule, Severity, Subject
from nalsd.designs.findings import Finding

WORSE = ("survives", "sheds", "fails")
"""Outcomes from the best to the worst."""


def not_survived(subject: Subject) -> Iterator[Finding]:
    """Stress tests whose computed outcome is worse than the expected one."""
    graph = subject.analysis.graph
    for name, result in subject.analysis.stress.items():
        outcome = result.outcome_in(graph)
        if outcome not in WORSE or WORSE.index(outcome) <= WORSE.index(result.expect):
            continue
        scenario = subject.design.stress.stress[name]
        yield Finding(
            code="N801",
            message=f'the design is said to {_verb(result.expect)} "{name}", and it {outcome}: '
            f"{sentence(result.told(graph))}",
            location=subject.design.stress.key_location("stress", name),
            help=f"give what fills first more room, or say what really happens: `expect: {outcome}`; "
            f"`nalsd explain {subject.design.slug} {result.outcome}` shows how it comes about",
            quantity=result.outcome,
            claimed=result.expect,
            computed=outcome,
            related=tuple(
                place
                for place in declared_inputs(graph, result.outcome)
                if place[0].file == scenario.location.file
            ),
        )


def not_known(subject: Subject) -> Iterator[Finding]:
    """Stress tests whose outcome follows from something unknown: that is no pass."""
    graph = subject.analysis.graph
    for name, result in subject.analysis.stress.items():
        if result.outcome_in(graph) in WORSE:
            continue
        yield Finding(
            code="N802",
            message=f'"{name}": {sentence(result.told(graph))}',
            location=subject.design.stress.key_location("stress", name),
            help="state what is not known, where it can be known; an unknown is neither infinite nor zero",
            quantity=result.outcome,
            claimed=result.expect,
        )


def _verb(outcome: str) -> str:
    return {"survives": "survive", "sheds": "shed under", "fails": "fail under"}[outcome]


def sentence(text: str) -> str:
    """What is told, after a colon; the name of a tier, as DB or API, keeps its capitals."""
    if not text:
        return "nothing more is known"
    return (text if text[1:2].isupper() else text[:1].lower() + text[1:]).rstrip(".")


_STRESS = "---\nphase: 6\nstress:\n  %s\n---\nWhat may go wrong.\n"

NOT_SURVIVED = Rule(
    code="N801",
    name="scenario-not-survived",
    what="A stress test ends worse than the design says: it sheds or fails where it is to survive, or fails "
    "where it is to shed. Without `expect` a design is to survive.",
    why="A failover, a sale or a storm of retries is survived by capacity that stands there before, not by "
    "the sentence that says so.",
    bad=Example(_STRESS % "sale: {kind: surge, load: 5000x, of: workloads.click}", "6-stress-test.md"),
    good=Example(
        _STRESS % "sale: {kind: surge, load: 5000x, of: workloads.click, expect: fails}", "6-stress-test.md"
    ),
    mend="The finding names what fills first and how far: give it more room, take load off it, or write the "
    "outcome that is meant under `expect`.",
    check=not_survived,
)

NOT_KNOWN = Rule(
    code="N802",
    name="scenario-not-known",
    what="The outcome of a stress test follows from something that is not known: a packet rate that nobody "
    "publishes, a hit ratio that is not stated, a failover that is not described.",
    why="Unknown is not survived.",
    bad=Example(_STRESS % "cold: {kind: cold_cache, of: click_log}", "6-stress-test.md"),
    good=Example(_STRESS % "sale: {kind: surge, load: 10x, of: workloads.click}", "6-stress-test.md"),
    mend="State what the message names as unknown: measure it, or take a careful guess with its reason.",
    severity=Severity.WARNING,
    check=not_known,
)

RULES = (NOT_SURVIVED, NOT_KNOWN)
