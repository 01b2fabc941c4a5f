"""N404, N406 and N407: sums that are wrong or in doubt, and numbers that nothing stands behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nalsd.checks.rules.rule import Example, Rule, Severity, Subject
from nalsd.checks.sums import sums_of
from nalsd.designs.findings import Finding

if TYPE_CHECKING:
    from nalsd.designs import Prose


DOUBT = 0.02
"""Share by which a sum that may be read otherwise has to be off before it is told."""


def wrong_sums(subject: Subject) -> Iterator[Finding]:
    """Arithmetic of the text that does not come out."""
    for file in subject.design.files.values():
        for found in sums_of(file.prose):
            if str(found.verdict) == "mismatch":
                yield Finding(
                    code="N404",
                    message=f"the sum `{_short(found.text)}` is wrong: {found.message}",
                    location=file.prose.place(found.start),
                    help=found.mend
                    or "correct the sum, or the number that it starts from; `≈` allows rounding",
                    printed=_first_line(file.prose, found.start, found.end),
                    claimed=found.claimed,
                    computed=found.computed,
                )


def doubtful_sums(subject: Subject) -> Iterator[Finding]:
    """Arithmetic of the text that comes to something else in the likeliest of several readings."""
    for file in subject.design.files.values():
        for found in sums_of(file.prose):
            if str(found.verdict) != "unverifiable" or found.computed is None or found.claimed is None:
                continue
            if abs(found.computed - found.claimed) <= DOUBT * max(abs(found.computed), abs(found.claimed)):
                continue
            yield Finding(
                code="N407",
                message=f"the sum `{_short(found.text)}` could not be verified: {found.message}",
                location=file.prose.place(found.start),
                help="correct it; or write it so that it can be read in one way only: a unit behind each "
                "number, one sum between the dollars",
                printed=_first_line(file.prose, found.start, found.end),
                claimed=found.claimed,
                computed=found.computed,
            )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else f"{text[:119]}…"


def _first_line(prose: Prose, start: int, end: int) -> str:
    return prose.text[start:end].split("\n")[0]


_CONTEXT = (
    "---\nphase: 1\nclients: {browser: {}}\nworkloads:\n"
    "  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B}\n"
    "---\n## Problem statement\n\n%s\n"
)

WRONG_SUM = Rule(
    code="N404",
    name="wrong-arithmetic",
    what="A sum in the text, in TeX or in a table, does not come out: the result that is printed is outside "
    "what its digits allow. No markup is needed; what cannot be read with confidence is left alone.",
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
    bad=Example("A floor of $2 \\times 9.8\\,ms = 39.2\\,ms$ of fibre.\n"),
    good=Example("A floor of $2 \\times 9.8\\,ms = 19.6\\,ms$ of fibre.\n"),
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
