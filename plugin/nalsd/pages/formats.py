"""How a unit is printed, as data for the script that prints figures in the page (`assets/format.js`)."""

from __future__ import annotations

from typing import Any

from nalsd.units import PLAIN, STANDARD, Unit
from nalsd.units.format import time_of
from nalsd.units.prefix import BINARY
from nalsd.units.unit import Part

_BITS, _BYTES = ("bit", "b", "bps"), ("B", "byte", "Bps")


def format_of(unit: Unit | str | None) -> list[Any]:
    """The kind of the unit and what printing needs of it, as `nalsd.units.format_value` tells units apart; at
    the end its base units, in which the largest numbers are printed."""
    if isinstance(unit, str):
        unit = STANDARD.unit(unit)
    unit = unit or PLAIN
    return [*_kind(unit), f" {unit.dimension}".removesuffix(" 1")]


def _kind(unit: Unit) -> list[Any]:
    size, hard = [unit.num, unit.den], bool(unit.dimension.hard)
    lead = unit.parts[0] if unit.parts and unit.parts[0].power == 1 else None
    if lead is None:
        return ["none", *size, 1, "", unit.text.removeprefix("1"), hard]
    declaration, tail = lead.declaration, _tail(unit.parts[1:])
    name = declaration.name
    if name in _BITS or name in _BYTES:
        symbol = _information(name, tail)
        binary = lead.prefix in BINARY or lead.prefix.endswith("bi")
        return ["binary" if binary else "decimal", *size, lead.prefix_size, symbol]
    if (time := time_of(unit)) is not None:
        rest = _tail(tuple(part for part in unit.parts if part is not time))
        return ["time", *size, time.declaration.num, "", rest, time.declaration.den]
    written = lead.written[len(lead.prefix) :]
    if name == "%":
        return ["percent", *size, lead.prefix_size, "", tail]
    if declaration.plural:
        counted = written in (name, declaration.plural)
        many = declaration.plural if counted else written
        return ["plural", *size, lead.prefix_size, written, tail, hard, many]
    if name == "Hz" or lead.prefix:
        return ["scale", *size, lead.prefix_size, written + tail]
    if name == "x":
        return ["times", *size, lead.prefix_size]
    return ["other", *size, lead.prefix_size, written, tail, hard]


def _tail(parts: tuple[Part, ...]) -> str:
    """What stands after the first unit: `/s`, `*core/op`, `/s^2`."""
    found = ""
    for part in parts:
        power = f"^{abs(part.power)}" if abs(part.power) > 1 else ""
        found += f"{'/' if part.power < 0 else '*'}{part.written}{power}"
    return found


def _information(name: str, tail: str) -> str:
    """`B`, `B/s`, `bit`, `bps` with what divides them."""
    if name in ("Bps", "bps"):
        tail = "/s" + tail
    if name in _BYTES:
        return f"B{tail}"
    first, _, others = tail[1:].partition("/")
    if tail[:1] == "/" and first == "s":
        return f"bps{f'/{others}' if others else ''}"
    return f"bit{tail}"


__all__ = ["format_of"]
