"""N404, N406 and N407: sums that are wrong or in doubt, and numbers that nothing stands behind."""

from __future__ import annotations

from collections.abc import Iterator

from nalsd.checks.rules.rule import Example, Rule, Severity, Subject
from nalsd.checks.sums import short
from nalsd.designs.findings import Finding

DOUBT = 0.02
"""Share by which a sum that may be read otherwise has to be off before it is told."""


def wrong_sums(subject: Subject) -> Iterator[Finding]:
    """Arithmetic of the text, and of the reasons in the front-matter, that does not come out."""
    for said in subject.sums:
        found = said.found
        if str(found.verdict) == "mismatch" or found.scale:
            unsaid = (
                "correct it, or write the scale where the sum is: `$3 / 1,000,000`, `/ 86,400 s`; "
                "Mb are bits, MB are bytes"
            )
            mend = "correct the sum, or the number that it starts from; `≈` allows rounding"
            yield Finding(
                code="N404",
                message=f"the sum `{short(found.text)}` is wrong: {found.message}",
                location=said.place,
                help=unsaid if found.scale else found.mend or mend,
                printed=said.printed,
                claimed=found.claimed,
                computed=found.computed,
            )


def doubtful_sums(subject: Subject) -> Iterator[Finding]:
    """Arithmetic that comes to something else in the likeliest of several readings."""
    for said in subject.sums:
        found = said.found
        if str(found.verdict) != "unverifiable" or found.scale or None in (found.computed, found.claimed):
            continue
        if abs(found.computed - found.claimed) <= DOUBT * max(abs(found.computed), abs(found.claimed)):
            continue
        yield Finding(
            code="N407",
            message=f"the sum `{short(found.text)}` could not be verified: {found.message}",
            location=said.place,
            help="correct it; or write it so that it can be read in one way only: a unit behind each "
            "number, one sum between the dollars",
            printed=said.printed,
            claimed=found.claimed,
            computed=found.computed,
        )


_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
    "---\n## Problem statement\n\n%s\n"
)

WRONG_SUM = Rule(
    code="N404",
    name="wrong-arithmetic",
    what="A sum in the text, in TeX, in a table or in a `because` does not come out: the result that is "
    "printed is outside what its digits allow. No markup is needed; what cannot be read with confidence is "
    "left alone.",
    why="A reader who checks one sum and finds it wrong believes none of the others.",
    bad=Example(
        _CONTEXT % "A day takes $2{,}000\\,/s \\times 86{,}400\\,s \\times 500\\,B = 864\\,GB$.",
        "1-context.md",
    ),
    good=Example(
        _CONTEXT % "A day takes $2{,}000\\,/s \\times 86{,}400\\,s \\times 500\\,B = 86.4\\,GB$.",
        "1-context.md",
    ),
    mend="Correct the result or the inputs. A number that was rounded is written with `≈`. Where the sum "
    "quotes somebody else's error, suppress the finding and say so.",
    check=wrong_sums,
)

DOUBTFUL_SUM = Rule(
    code="N407",
    name="doubtful-sum",
    what="A sum in the text does not come out in the reading that is the likeliest, and there are others: a "
    "unit may be left away, a word may change what is meant.",
    why="It may be wrong, and a reader has the same doubt.",
    bad=Example(_CONTEXT % "Each click costs 3 reads + 2 writes = 11 units.", "1-context.md"),
    good=Example(_CONTEXT % "Each click costs 3 reads + 2 writes = 5 operations.", "1-context.md"),
    mend="Correct it, or write it so that it can be read in one way only: a unit behind each number, one sum "
    "between the dollars, the explanation outside.",
    severity=Severity.WARNING,
    check=doubtful_sums,
)

MORE_BARE_NUMBERS = Rule(
    code="N406",
    name="more-bare-numbers",
    what="With a baseline: the text of a design has more numbers with a unit than before that are neither "
    "computed, claimed, part of a verified sum nor cited.",
    why="Such a number is held by nothing. It was right on the day it was typed.",
    bad=Example("nalsd check --baseline .nalsd-baseline.json     # 13 bare numbers, 12 in the baseline\n"),
    good=Example("nalsd check --baseline .nalsd-baseline.json     # 12 bare numbers, or fewer\n"),
    mend="Tie the number to its quantity, `[20 Gbps](nalsd:ID)`; show how it comes about, as a sum; or link "
    "its source in the same sentence. `--write-baseline` accepts what there is.",
)

RULES = (WRONG_SUM, MORE_BARE_NUMBERS, DOUBTFUL_SUM)
