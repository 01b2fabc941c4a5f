"""One figure as people read it: number and unit apart, a network figure in bits and in bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nalsd.graph import Quantity, show
from nalsd.pages.html import Markup, anchor, element, join
from nalsd.pages.scope import Scope
from nalsd.units import Unit, format_network, month

_FIGURE = re.compile(
    r"(?P<number>[<>≈~]?\s?[-−$€£]?\d[\d,.\u2009\u202f]*(?:[eE][-+−]?\d+)?(?:%|x(?![a-z]))?)\s*(?P<unit>[^(]*?)\s*(?P<aside>\(.*\))?$"
)


@dataclass(frozen=True)
class Printed:
    """The parts of a printed figure."""

    number: str
    """The digits, with a sign, a currency or a percent sign; empty when the figure is a word."""
    unit: str
    """The unit, or the word."""
    aside: str = ""
    """The same figure in another unit, without parentheses."""

    @property
    def fraction(self) -> int:
        """Digits after the decimal point."""
        return len(self.number.rstrip("%x").partition(".")[2])

    @property
    def text(self) -> str:
        """As plain text."""
        aside = f" ({self.aside})" if self.aside else ""
        return f"{self.number} {self.unit}".strip() + aside


@lru_cache(maxsize=4096)
def split(text: str) -> Printed:
    """A printed figure in its parts: `20 Gbps (2.5 GB/s)`, `45.8%`, `unknown`."""
    match = _FIGURE.fullmatch(text.strip())
    if match is None:
        return Printed("", text.strip())
    return Printed(match["number"], match["unit"], (match["aside"] or "").strip("()"))


def printed(quantity: Quantity, digits: int = 3) -> Printed:
    """A quantity as it is printed."""
    unit = quantity.unit
    return _printed(type(quantity.value), quantity.value, unit, unit.text if unit is not None else "", digits)


@lru_cache(maxsize=1 << 14)
def _printed(
    kind: type, value: float | str | bool | None, unit: Unit | None, text: str, digits: int
) -> Printed:
    """The same figure stands in many places. `kind` tells a truth from a one, `text` `3x` from 3."""
    if _is_bit_rate(unit) and isinstance(value, float):
        return split(format_network(value))
    return split(show(value, unit, digits))


def is_network(quantity: Quantity) -> bool:
    """Whether it is a bit rate, which people want in bytes too."""
    return _is_bit_rate(quantity.unit)


def _is_bit_rate(unit: Unit | None) -> bool:
    return unit is not None and bool(re.fullmatch(r"[kKMGTP]?(bps|bits?/s)", unit.text))


def body(figure: Printed, *, aside: bool = True) -> Markup:
    """The printed parts, to be styled apart. Copied as text it reads `20 Gbps (2.5 GB/s)`."""
    if not figure.number:
        return element("span", figure.unit, class_="nalsd-word")
    unit = _unit(figure.unit) if figure.unit else None
    more = element("span", f"({figure.aside})", class_="nalsd-aside") if aside and figure.aside else None
    parts = [element("span", figure.number, class_="nalsd-number")]
    for part in (unit, more):
        if part is not None:
            parts += [" ", part]
    return join(parts)


def _unit(text: str) -> Markup:
    """The unit after a number; a month says how long it is when asked."""
    title = "a month of 730 h" if text.endswith("/month_730h") else None
    return element("span", month(text), class_="nalsd-unit", title=title)


LEAST = {"s": (1e-9, "under 1 ns"), "%": (1e-6, "under 0.0001%")}
"""By unit: what is less than this is as good as nothing, and what is printed for it."""


def negligible(quantity: Quantity) -> str:
    """What to print for a wait or a share that is as good as nothing; empty for any other figure."""
    least, text = LEAST.get(quantity.unit.text if quantity.unit is not None else "", (0.0, ""))
    small = isinstance(quantity.value, float) and 0 < quantity.value < least
    return text if small else ""


def mention(quantity: Quantity, scope: Scope, digits: int = 3, *, rounded: bool = False) -> Markup:
    """A figure in running text or in a callout: it links to where the quantity stands with its derivation.

    `rounded` prints what is as good as nothing in words.
    """
    inside = (negligible(quantity) if rounded else "") or body(printed(quantity, digits), aside=False)
    href = scope.href(quantity.id)
    tag = "a" if href else "span"
    return element(tag, inside, class_="nalsd-q", href=href, title=f"{quantity.label} ({quantity.id})")


def placed(
    quantity: Quantity, scope: Scope, digits: int = 3, *, aside: bool = True, rounded: bool = False
) -> tuple[Markup, bool]:
    """A figure in a table, and whether it is the first on this page, so that its derivation belongs under it.

    Without `aside` the same figure in another unit is only a tooltip.
    """
    figure = printed(quantity, digits)
    identity = scope.place(quantity.id)
    href = f"#{anchor(quantity.id, 'd')}" if identity else scope.href(quantity.id)
    title = figure.text if figure.aside and not aside else None
    inside = (negligible(quantity) if rounded else "") or body(figure, aside=aside)
    return element("a", inside, class_="nalsd-q", id=identity, href=href, title=title), identity is not None
