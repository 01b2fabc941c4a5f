"""N301 to N305: values and formulas that are not the quantity they should be.

Reading a value or computing with it finds these, so the rules here only document them.
"""

from __future__ import annotations

from nalsd.checks.rules.rule import Example, Rule

CONTEXT = "1-context.md"


def _context(workload: str, more: str = "") -> Example:
    return Example(
        "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
        f"  click: {{from: browser, kind: write, {workload}}}\n{more}"
        "---\n## Problem statement\n\nEach click is recorded once.\n",
        CONTEXT,
    )


_GOOD = "average: 2k/s, peak: 5k/s, request: 500 B"

WRONG_DIMENSION = Rule(
    code="N301",
    name="wrong-dimension",
    what="A value or a formula gives another dimension than its place takes: a size where a rate belongs, "
    "or a sum of bytes and seconds.",
    why="The number would be used as something it is not.",
    bad=_context("average: 2k/s, peak: 5k/s, request: 500 ms"),
    good=_context(_GOOD),
    mend="Give the value with the unit that the finding names. In a formula, the finding names the part "
    "whose units "
    "do not fit, and where its inputs were declared.",
)

UNREADABLE_VALUE = Rule(
    code="N302",
    name="unreadable-value",
    what="A value is not a number with a unit, a range, or a formula; or it can be read in two ways, as "
    "`1,5 GB`, "
    "`5 m` or `10B tasks`.",
    why="A guess would be right most of the time, and wrong by a factor of ten or of a billion for the rest.",
    bad=_context("average: 2k/s, peak: 5k/s, request: '1,5 kB'"),
    good=_context("average: 2k/s, peak: 5k/s, request: 1.5 kB"),
    mend="Write it as the help of the finding shows. `B` is always byte; billions are `G` or `billion`; "
    "minutes are "
    "`min`.",
)

NON_FINITE = Rule(
    code="N303",
    name="non-finite",
    what="A formula divides by zero, overflows, or gives no number.",
    why="Everything computed from it would be infinite or undefined, and every check against it would pass "
    "or "
    "fail for no reason.",
    bad=_context(_GOOD, "assumptions: {idle: 0}\nquantities:\n  waste: {formula: 10 / idle}\n"),
    good=_context(_GOOD, "assumptions: {idle: 4}\nquantities:\n  waste: {formula: 10 / idle}\n"),
    mend="Look at the inputs that the finding lists; one of them is zero, or much larger than it should be.",
)

REFUSED_FORMULA = Rule(
    code="N304",
    name="refused-formula",
    what="A formula uses something outside the language of formulas: a call that does not exist, an "
    "attribute, text, "
    "a lambda, a huge exponent; or it is too long or too deep.",
    why="Designs come from pull requests. Formulas are parsed into a graph and never run as code, so only "
    "arithmetic "
    "and the named functions are read.",
    bad=_context(_GOOD, "quantities:\n  posts: {formula: factorial(20)}\n"),
    good=_context(_GOOD, 'quantities:\n  posts: {formula: "max(20, 30)"}\n'),
    mend="Use arithmetic, `min`, `max`, `ceil`, `floor` and the other functions that the reference lists. "
    "Split a long "
    "formula into quantities with names.",
)

OUTSIDE_LIMITS = Rule(
    code="N305",
    name="outside-limits",
    what="A formula was given inputs outside the range in which it holds, or a loop of quantities did not "
    "settle; or a stated value breaks a definition, as a share above 100%, a negative rate, 2.5 copies or a "
    "cache larger than its data.",
    why="Outside its limits a formula still gives a number, and the number means nothing.",
    bad=_context(_GOOD, 'quantities:\n  packets: {formula: "packets_per_message(500 B, 0 B)"}\n'),
    good=_context(_GOOD, 'quantities:\n  packets: {formula: "packets_per_message(500 B, 1448 B)"}\n'),
    mend="The message says which limit was passed. Correct the input, or compute that part in another way "
    "and say so.",
)

RULES = (WRONG_DIMENSION, UNREADABLE_VALUE, NON_FINITE, REFUSED_FORMULA, OUTSIDE_LIMITS)
