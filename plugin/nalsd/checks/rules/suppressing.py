"""N115 and N116: suppressions that give no reason, or that nothing needs.

Reading the suppressions of a design finds both, so the rules here only document them.
"""

from __future__ import annotations

from nalsd.checks.rules.rule import Example, Rule, Severity

_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
    "---\n## Problem statement\n\n%s\n"
)
_QUOTED = "The first plan said [30 Mbps](nalsd:workloads.click.peak_payload)."
_PATH = "---\nphase: 6\nignore: [{rule: N604, at: tiers.log, because: %s}]\n%s---\nWhat may go wrong.\n"

WITHOUT_REASON = Rule(
    code="N115",
    name="suppression-without-reason",
    what="A comment that is to suppress a finding gives no reason, names no rule, or cannot be read. It "
    "suppresses nothing.",
    why="Whoever reads the design next cannot tell a decision from a finding that was in the way.",
    bad=Example(_CONTEXT % f"<!-- nalsd: ignore N401 -->\n{_QUOTED}", "1-context.md"),
    good=Example(
        _CONTEXT % f"<!-- nalsd: ignore N401 because it quotes the first plan -->\n{_QUOTED}", "1-context.md"
    ),
    mend="Write `<!-- nalsd: ignore N401 because ... -->` before the paragraph or in it. In the front-matter "
    "of phase 6: `ignore: [{rule: N604, at: tiers.log, because: ...}]`.",
)

UNUSED = Rule(
    code="N116",
    name="unused-suppression",
    what="A suppression covers no finding: what it was for is mended, or it stands somewhere else.",
    why="It would hide the next finding of its kind, which nobody has looked at.",
    bad=Example(
        _CONTEXT % "<!-- nalsd: ignore N401 because it quotes the first plan -->\nClicks are recorded.",
        "1-context.md",
    ),
    good=Example(
        _CONTEXT % f"<!-- nalsd: ignore N401 because it quotes the first plan -->\n{_QUOTED}", "1-context.md"
    ),
    mend="Delete it. When the finding is still there, move the comment into or before its paragraph, or "
    "correct `at`.",
    severity=Severity.WARNING,
)

RULES = (WITHOUT_REASON, UNUSED)
