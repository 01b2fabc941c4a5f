"""What the arithmetic found: a published figure beside the computed one, and what is wrong between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nalsd.graph import Quantity
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.html import Markup, element, join
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Column, Row, Table, render_table

VERDICTS = {
    "wrong": ("wrong", Tone.OVER),
    "inconsistent": ("contradicts itself", Tone.OVER),
    "model": ("right sum, wrong model", Tone.WARN),
    "gap": ("missing in the original", Tone.WARN),
    "right": ("holds", Tone.GOOD),
}
"""The verdicts on a published figure: how each is printed, and its tone."""


@dataclass(frozen=True)
class PublishedFigure:
    """One claim of a published original."""

    subject: str | Markup
    printed: str
    """As the original prints it."""
    computed: Quantity | None
    verdict: str
    """A key of `VERDICTS`."""
    why: str | Markup = ""


def published_table(figures: Sequence[PublishedFigure], scope: Scope, *, name: str, title: str) -> Markup:
    """The table: subject, published, computed with its derivation, verdict and reason."""
    rows = []
    for figure in figures:
        words, tone = VERDICTS[figure.verdict]
        why = element("span", figure.why, class_="nalsd-remark") if figure.why else None
        verdict = join(chip(words, tone), " " if why else None, why)
        rows.append(Row((figure.subject, element("q", figure.printed), figure.computed, verdict), tone))
    columns = [Column("Claim"), Column("Published"), Column("Computed"), Column("Verdict")]
    return render_table(Table(name, title, columns, rows), scope)


def tally(figures: Sequence[PublishedFigure]) -> dict[str, int]:
    """How many claims got each verdict, in the order of `VERDICTS`."""
    return {verdict: sum(f.verdict == verdict for f in figures) for verdict in VERDICTS}
