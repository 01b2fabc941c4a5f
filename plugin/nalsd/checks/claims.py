"""Claims: numbers typed in prose and tied to a quantity, held against what the design computes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nalsd.checks.printed import SECOND, Printed, Relation
from nalsd.checks.reading import numbers_of
from nalsd.checks.tolerance import Tolerance, states_a_tolerance, tolerance_of
from nalsd.designs.files import inside
from nalsd.designs.findings import Finding
from nalsd.graph import Location
from nalsd.units import Range, Unit, Units, assignable, format_value, month

if TYPE_CHECKING:
    from nalsd.analysis import Analysis
    from nalsd.designs import Design
    from nalsd.designs.prose import Claim
    from nalsd.graph import Graph
    from nalsd.graph.quantity import Quantity

CALLS_WITH_AN_ID = ("value", "explain")
"""The calls whose first argument is the id of a quantity."""

RESOURCES = ("network", "packets", "cpu", "disk iops", "disk throughput", "disk capacity", "memory")
VERDICTS = ("feasible as far as known", "infeasible", "feasible")
_DIGITS = re.compile(r"(?<!\w)\d")
"""A number of its own, not one in a name such as p99."""

LONGEST_FORMULA = 200
"""Characters of a formula that a finding shows."""

MOST_INPUTS = 6
"""How many declarations a finding points to."""


@dataclass(frozen=True)
class Wrong:
    """A claim whose number is not the computed one."""

    claim: Claim
    text: str
    """The number as it is printed, or the word of a category."""
    start: int
    """Where in the text of the claim it begins."""
    printed: Printed | None
    """None for a category."""
    value: float | str


class Held:
    """The claims of one design: how many there are, how many hold, and findings on the others."""

    def __init__(self, design: Design, analysis: Analysis) -> None:
        self.design = design
        self.graph: Graph = analysis.graph
        self.units: Units = self.graph.units
        self.claims = 0
        """Numbers that are tied to a quantity; links that only name one are not claims."""
        self.held = 0
        """Claims whose quantity is known and within what the printed digits allow."""
        self.wrong: list[Wrong] = []
        """Claims that could be mended by writing the computed value."""
        self._text = ""
        """The prose of the file that is looked at."""
        self.findings = list(self._look())

    def _look(self) -> Iterator[Finding]:
        for file in self.design.files.values():
            self._text = file.prose.text
            for claim in file.prose.claims:
                if claim.quantity not in self.graph:
                    self.claims += bool(re.search(r"\d", claim.text))
                    yield self._unknown(claim.quantity, claim.location, claim.text)
                    continue
                yield from self._claim(claim)
            for call in file.prose.calls:
                if call.name in CALLS_WITH_AN_ID and call.args and str(call.args[0]) not in self.graph:
                    yield self._unknown(str(call.args[0]), call.location, f'{call.name}("{call.args[0]}")')

    def _unknown(self, id: str, location: Location, printed: str) -> Finding:
        return Finding(
            code="N204",
            message=f"no quantity has the id `{id}`",
            location=location,
            help=unknown_help(self.graph, id, self.design.slug),
            printed=printed,
            design=self.design.slug,
            quantity=id,
        )

    def _claim(self, claim: Claim) -> Iterator[Finding]:
        quantity = self.graph[claim.quantity]
        value = self.graph.value(claim.quantity)
        if isinstance(value, str):
            yield from self._category(claim, quantity, value)
            return
        printed = numbers_of(claim, quantity, self._text, self.units)
        if not printed and not _DIGITS.search(claim.text):
            return  # words that link to a quantity claim nothing
        self.claims += 1
        if not printed:
            yield self._finding(
                claim,
                quantity,
                f'"{claim.text}" cannot be read as a number',
                f"write it as `{self._shown(quantity, value) if value is not None else '1,500.5 GB'}`: a "
                "point before the "
                "fraction, groups of three for thousands",
            )
            return
        if value is None:
            yield self._finding(
                claim,
                quantity,
                f'"{claim.text}" cannot be held: `{quantity.id}` ({quantity.label}) is unknown',
                self._why_unknown(quantity),
            )
            return
        unit = quantity.unit
        fitting = [p for p in printed if p.unit is not None and (unit is None or p.fits(unit.dimension))]
        if not fitting and all(p.unit is None for p in printed):
            fitting = [p for p in printed[:1] if unit is None or p.fits(unit.dimension)]
        if not fitting:
            yield self._finding(
                claim,
                quantity,
                f'"{claim.text}" is not in the unit of `{quantity.id}` ({quantity.label}), '
                f"which is {self._shown(quantity, value)}",
                f"write `[{self._shown(quantity, value)}](nalsd:{quantity.id})`"
                + _over_time(printed[0], unit),
                printed[0].low,
            )
            return
        tolerance = tolerance_of(claim.title, self.units)
        if tolerance is None and states_a_tolerance(claim.title):
            yield self._finding(
                claim,
                quantity,
                f'the tolerance "{claim.title}" of "{claim.text}" cannot be read',
                f'write a share or an amount behind the id: `[{claim.text}](nalsd:{quantity.id} "± 5%")`',
            )
            return
        wrong = [p for p in fitting if not _holds(p, quantity, float(value), tolerance)]
        if wrong:
            self.wrong.append(Wrong(claim, wrong[0].text, wrong[0].start, wrong[0], float(value)))
            yield self._mismatch(self.wrong[-1], quantity, float(value), wrong[0])
        else:
            self.held += 1

    def _mismatch(self, wrong: Wrong, quantity: Quantity, value: float, printed: Printed) -> Finding:
        claim = wrong.claim
        shown = self._shown(quantity, value, printed)
        if isinstance(quantity.given, Range) and printed.low < printed.high:
            shown = quantity.given.text or shown
        allowed = ""
        low, high = printed.interval()
        if printed.relation is Relation.EQUAL and not printed.low < printed.high:
            allowed = f", which stands for {self._plain(low, printed)} to {self._plain(high, printed)}"
        elif printed.relation is not Relation.EQUAL:
            allowed = f" ({printed.relation})"
        better = self._mended(wrong) or shown
        help = f"write `{_link(better, claim)}`, or `[](nalsd:{quantity.id})` and the value is filled in"
        if printed.relation is Relation.EQUAL and printed.low > value > printed.low - printed.step:
            help += (
                f"; a number that was rounded up is written with ≈: `[≈ {printed.text}](nalsd:{quantity.id})`"
            )
        return self._finding(
            claim,
            quantity,
            f'the text says "{printed.text}"{allowed}; `{quantity.id}` ({quantity.label}) is {shown}'
            + _as_computed(quantity),
            help,
            printed.low,
            value,
        )

    def _mended(self, wrong: Wrong) -> str:
        """The text of a claim as `--fix` would write it; empty when that would leave it alone."""
        from nalsd.checks.fixes import replacement

        found = replacement(self, wrong)
        if found is None:
            return ""
        start, old, new = found
        return wrong.claim.text[:start] + new + wrong.claim.text[start + len(old) :]

    def _category(self, claim: Claim, quantity: Quantity, value: str) -> Iterator[Finding]:
        """A verdict or a bottleneck named in the text has to be the computed one."""
        said = _plain_words(claim.text)
        known = VERDICTS if quantity.id.endswith("verdict") else RESOURCES
        named = next((word for word in known if re.search(rf"\b{word}\b", said)), None)
        if named is None:
            return
        self.claims += 1
        if re.search(rf"\b{named}\b", _plain_words(value)):
            self.held += 1
            return
        at = claim.text.lower().find(named)
        if at >= 0 and value.replace("_", " ") in known:
            self.wrong.append(Wrong(claim, claim.text[at : at + len(named)], at, None, value))
        value = value.replace("_", " ")
        yield self._finding(
            claim,
            quantity,
            f'the text says "{named}"; `{quantity.id}` ({quantity.label}) is {value}',
            f"write `[{value}](nalsd:{quantity.id})`, or `[](nalsd:{quantity.id})` and the value is filled "
            "in",
            named,
            value,
        )

    def _finding(
        self, claim, quantity: Quantity, message: str, help: str, claimed=None, computed=None
    ) -> Finding:
        return Finding(
            code="N401",
            message=message,
            location=claim.location,
            help=help,
            printed=claim.text,
            design=self.design.slug,
            quantity=quantity.id,
            claimed=claimed,
            computed=quantity.value if computed is None else computed,
            related=tuple(declared_inputs(self.graph, quantity.id)),
        )

    def _shown(self, quantity: Quantity, value: float, printed: Printed | None = None) -> str:
        """The value in the unit the author chose, with enough digits to see the difference."""
        if printed is None or printed.unit is None:
            return month(format_value(value, quantity.unit or "1"))
        digits = max(3, len(re.sub(r"[eE].*|\D", "", printed.text).lstrip("0")) + 1)
        return month(format_value(value, printed.unit, digits=min(digits, 15)))

    def _plain(self, value: float, printed: Printed) -> str:
        if printed.unit is None:
            return f"{value:,.12g}"
        digits = len(re.sub(r"[eE].*|\D", "", printed.text).lstrip("0")) + 2
        return format_value(value, printed.unit, digits=min(digits, 15))

    def _why_unknown(self, quantity: Quantity) -> str:
        unknown = [
            id
            for id in self.graph.ancestors(quantity.id)
            if self.graph.value(id) is None and not self.graph[id].computed
        ]
        if unknown:
            return f"state {' and '.join(f'`{id}`' for id in unknown[:3])}, or take the link off the number"
        return "mend the findings on what it is computed from, or take the link off the number"


def _over_time(printed: Printed, unit: Unit | None) -> str:
    """What to do about `86 GB a day` on a quantity that is the amount of the day itself."""
    said = printed.unit
    if said is None or unit is None or not assignable(unit.dimension / SECOND, said.dimension):
        return ""
    return ", which is an amount and no rate; words such as `a day` stand outside the link"


def _holds(printed: Printed, quantity: Quantity, value: float, tolerance: Tolerance | None) -> bool:
    """Whether a printed number agrees with a quantity, within the tolerance the author gave, if any.

    A printed range on a stated range is held end by end; on anything else the value has to lie within it.
    """
    given = quantity.given
    if isinstance(given, Range) and printed.low < printed.high and printed.relation is Relation.EQUAL:
        ends = ((given.low.value, printed.low), (given.high.value, printed.high))
        if all(abs(stated - said) <= printed.step / 2 * (1 + 1e-9) for stated, said in ends):
            return True
        return tolerance is not None and all(tolerance.allows(said, stated) for stated, said in ends)
    if printed.holds(value):
        return True
    return tolerance is not None and any(
        tolerance.allows(said, value) for said in (printed.low, printed.high)
    )


def unknown_help(graph: Graph, id: str, slug: str) -> str:
    """What to write in place of an id that no quantity has."""
    near = graph.nearest(id)
    known = f"did you mean `{near}`? " if near else ""
    return f"{known}`nalsd export {slug} --format csv` lists every id of the design"


def written(quantity: Quantity) -> str:
    """The formula of a quantity over the ids of its inputs, as text."""
    from nalsd.checks.derivation import formula_text

    return formula_text(quantity)


def _as_computed(quantity: Quantity) -> str:
    """` = a × b` behind a value; nothing for a long algorithm, of which `explain` gives an account."""
    from nalsd.checks.derivation import is_algorithm

    text = "" if not quantity.computed or is_algorithm(quantity) else written(quantity)
    return f" = {text}" if text and len(text) <= LONGEST_FORMULA else ""


def _link(text: str, claim: Claim) -> str:
    """A claim with another text."""
    return f"[{text}](nalsd:{claim.quantity}" + (f' "{claim.title}")' if claim.title else ")")


def declared_inputs(graph: Graph, id: str) -> Iterator[tuple[Location, str]]:
    """Where the inputs of a quantity were declared, nearest first."""
    found = 0
    for name in [id, *graph.ancestors(id)]:
        quantity = graph[name]
        if isinstance(quantity.source, Location):
            value = "unknown" if quantity.value is None else _short(quantity)
            yield quantity.source, f"{name} = {value}"
            found += 1
            if found == MOST_INPUTS:
                return


def source_lines(path: str) -> list[str]:
    """The lines of a file a finding points to; none when it cannot be read as text.

    None either of a link that leads out of its folder: what it leads to is not the design's to show.
    """
    if not inside(Path(path), Path(path).parent):
        return []
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def _short(quantity: Quantity) -> str:
    if quantity.computed and quantity.expr is not None:
        return f"{written(quantity)} = {format_value(quantity.value, quantity.unit or '1')}"
    if isinstance(quantity.value, str | bool):
        return str(quantity.value)
    return getattr(quantity.given, "text", None) or format_value(quantity.value, quantity.unit or "1")


def _plain_words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())
