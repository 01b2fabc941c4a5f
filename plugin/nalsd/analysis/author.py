"""What an author states, brought into the graph: literals, ranges and formulas, with the names they may
use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nalsd.analysis.bounds import Held, bounds_of, broken, outside
from nalsd.analysis.words import lowered, title_of
from nalsd.designs import Design, Finding, Value
from nalsd.designs.tree import NOWHERE
from nalsd.graph import Citation, Expr, ExpressionError, Graph, Location, Name, parse
from nalsd.graph.expr import Op
from nalsd.knowledge import RELEASE, versions
from nalsd.units import STANDARD, Literal, Range, UnitError, assignable

if TYPE_CHECKING:
    from nalsd.graph import Quantity

_FORMULA = re.compile(r"[A-Za-z_][\w.]*\(|^\s*[(-]?\s*[A-Za-z_]|\s[-+*/<>]=?\s|\*\*|\sif\s|^\s*\(")
"""What tells a formula from a literal: a call, a leading name, a spaced operator, a bracket."""

FLOW_SHORTHANDS = {
    "rate": "rate",
    "bytes": "payload",
    "messages": "messages",
    "size": "size",
    "average": "average",
}
"""`produce.bytes` in a formula means `flows.produce.payload`."""


class Author:
    """Turns the values of a design's front-matter into quantities, and what is wrong with them into
    findings."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.findings: list[Finding] = []
        self.held: list[Held] = []
        """Stated formulas whose values are bounded."""
        self.ends: dict[int, Any] = {}
        """Both ends of each flow of the design, once they have been looked up."""
        self.flows_at: dict[str, tuple[list[str], list[str]]] = {}
        """For each tier the flows that arrive and that leave, once they have been looked up."""
        self.release = str(design.index.knowledge or RELEASE)
        if self.release not in versions():
            self._unknown_release()
        self.graph = Graph(self._units(), proven=True)

    def called(self, tier: str) -> str:
        """What a tier is called: its label, or its id in words."""
        return title_of(tier, self.design.capacity.tiers.get(tier))

    def inside(self, tier: str) -> str:
        """The same inside a sentence."""
        return lowered(self.called(tier))

    def _unknown_release(self) -> None:
        self.findings.append(
            Finding(
                "N201",
                f"there is no knowledge `{self.release}`",
                self.design.index.key_location("knowledge"),
                help=f"known are {', '.join(versions())}; leave the key out for the newest",
                printed=self.release,
            )
        )
        self.release = RELEASE

    def _units(self) -> Any:
        names = self.design.context.units
        try:
            return STANDARD.declare([str(name) for name in names]) if names else STANDARD
        except UnitError as error:
            place = getattr(names, "location", None) or self.design.files[1].location
            self.findings.append(Finding("N302", error.message, place, help=error.mend))
            return STANDARD

    def _known_unit(self, unit: str | None, value: Value | None) -> str | None:
        """The unit an author asks for, unless there is none of that name, which is a finding."""
        if unit is None:
            return None
        try:
            self.graph.units.unit(unit)
        except UnitError as error:
            place = getattr(unit, "location", None) or (value.location if value else self.design.location)
            self.findings.append(Finding("N302", error.message, place, help=error.mend, printed=str(unit)))
            return None
        return unit

    def state(
        self,
        id: str,
        value: Value | None,
        *,
        label: str,
        role: str,
        unit: str | None = None,
        default: str | float | None = None,
        source: Citation | None = None,
        note: str = "",
    ) -> Quantity:
        """A quantity the author states. `default`, a literal with its source, stands in when it is not
        stated.

        With neither, or when the value cannot be read, the quantity is unknown.
        """
        unit = self._known_unit(unit, value) or (value.expects if value is not None else None)
        if unit is None:
            self.graph.loose.add(id)
        if value is None or value.automatic:
            given = self.graph.units.literal(default) if isinstance(default, str) else default
            return self.graph.given(
                id,
                given,
                label=label,
                unit=unit,
                role=role,
                source=source,
                note=note,
                default=given is not None,
            )
        note = _noted(value) or note
        text = f"{value.text} {value.unit}" if value.unit else value.text
        if value.unknown:
            return self.graph.given(
                id, None, label=label, unit=unit, role=role, source=value.location, note=note
            )
        read = self._read(id, text, value.location, unit)
        bounds = bounds_of(id, role, unit)
        if isinstance(read, Expr):
            if bounds is not None:
                self.held.append(Held(id, label, value, bounds))
            return self.graph.express(
                id,
                self._resolved(read),
                label=label,
                unit=unit,
                role=role,
                source=value.location,
                note=note,
            )
        if read is not None and unit is not None:
            unit = next((u for u in (unit, *value.also) if self._fits(read, u)), unit)
            read = self._fitting(id, read, unit, value)
        shown = unit if read is None or unit is not None else None
        bad = read is not None and bounds is not None and outside(read, bounds)
        quantity = self.graph.given(
            id,
            None if bad else read,
            label=label,
            unit=_display(read, shown, self.graph),
            role=role,
            source=source if value.location is NOWHERE else value.location,
            note=note,
            default=value.location is NOWHERE,  # what the format takes when nothing is written
        )
        if bad and bounds is not None:
            self.findings.append(broken(self, id, label, value, bounds))
        return quantity

    def _read(
        self, id: str, text: str, location: Location, unit: str | None
    ) -> Literal | Range | Expr | None:
        """A literal, a range or a formula; None with a finding when it is none of them."""
        units = self.graph.units
        units = units.for_value_in(units.unit(unit) if unit is not None else None)
        if _FORMULA.search(text) and ".." not in text:
            try:
                return parse(text, units, _formulas())
            except ExpressionError as error:
                self._refuse(id, text, error, location)
                return None
        try:
            return units.value(text)
        except UnitError as error:
            self.findings.append(
                Finding(
                    "N302",
                    error.message,
                    _shifted(location, error.offset),
                    help=error.mend,
                    printed=text,
                    quantity=id,
                )
            )
            return None

    def _refuse(self, id: str, text: str, error: ExpressionError, location: Location) -> None:
        self.findings.append(
            Finding(
                "N304",
                error.message,
                _shifted(location, error.column),
                help=error.mend,
                printed=text,
                quantity=id,
            )
        )

    def _fits(self, read: Literal | Range, unit: str) -> bool:
        return assignable(self.graph.units.unit(unit).dimension, read.unit.dimension)

    def _fitting(self, id: str, read: Literal | Range, unit: str, value: Value) -> Literal | Range | None:
        """The value if it has the expected dimension, else None with a finding."""
        found = read.unit.dimension
        if self._fits(read, unit):
            return read
        kind = "a plain number" if not found else f"in {found}"
        self.findings.append(
            Finding(
                "N301",
                f"`{value.text}` is {kind}, where {id} is in {unit}",
                value.location,
                help=f"write a value in {unit}, for example `{_example(unit)}`",
                printed=value.text,
                quantity=id,
            )
        )
        return None

    def _resolved(self, expr: Expr) -> Expr:
        """The expression with every name an author may use replaced by the id of its quantity."""
        if isinstance(expr, Name):
            return Name(self.id_of(expr.name), expr.column)
        if isinstance(expr, Op):
            return Op(
                expr.name,
                *(self._resolved(a) if isinstance(a, Expr) else a for a in expr.args),
                extra=expr.extra,
                column=expr.column,
            )
        return expr

    def id_of(self, name: str) -> str:
        """The id an author's name stands for; a name nothing defines stays as it is and becomes a finding
        later."""
        head, _, rest = name.partition(".")
        if not rest:
            for family in ("assumptions", "quantities"):
                if name in getattr(self.design.context, family):
                    return f"{family}.{name}"
            return name
        if head in self.design.capacity.flows and rest in FLOW_SHORTHANDS:
            return f"flows.{head}.{FLOW_SHORTHANDS[rest]}"
        return name


def _formulas() -> Any:
    from nalsd.physics import FORMULAS

    return FORMULAS


def _noted(value: Value) -> str:
    """What the author says beside a number: why, from where, and when it was measured."""
    parts = (
        str(value.because or ""),
        f"source: {value.source}" if value.source else "",
        f"measured {value.measured}" if value.measured else "",
    )
    return "; ".join(part for part in parts if part)


def _display(read: Literal | Range | None, unit: str | None, graph: Graph) -> Any:
    """The unit a stated value is shown in: the author's own when it has one, else what the field expects."""
    if read is not None and read.unit.text not in ("", "1"):
        return read.unit if unit is None or read.unit.dimension == graph.units.unit(unit).dimension else unit
    return unit


def _shifted(location: Location, offset: int) -> Location:
    return Location(location.file, location.line, location.column + offset)


def _example(unit: str) -> str:
    return f"10{' ' if unit != '%' else ''}{unit}"
