"""The catalogue of rules, by code. Each rule documents itself; its page in the reference is made from it."""

from __future__ import annotations

from nalsd.checks.rules import (
    claims,
    cluster,
    distances,
    feasibility,
    files,
    objectives,
    phases,
    physics,
    prose,
    references,
    restated,
    stress,
    suppressing,
    units,
)
from nalsd.checks.rules.rule import FAMILIES, Example, Rule, Severity, Subject

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted(
        (
            *files.RULES,
            *phases.RULES,
            *references.RULES,
            *units.RULES,
            *claims.RULES,
            *feasibility.RULES,
            *objectives.RULES,
            *distances.RULES,
            *cluster.RULES,
            *stress.RULES,
            *suppressing.RULES,
            *prose.RULES,
            *restated.RULES,
            *physics.RULES,
        ),
        key=lambda rule: rule.code,
    )
}
"""Every rule, in the order of the codes."""

__all__ = ["FAMILIES", "RULES", "Example", "Rule", "Severity", "Subject"]
