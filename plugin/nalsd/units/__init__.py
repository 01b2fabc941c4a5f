"""What a number is: dimensions, units, literals, ranges, tokens of expressions, printing.

Everything that other packages need is imported from here. Values are floats in base units (byte, second,
USD, counts); a bit is exactly 1/8 byte. The table of units is `nalsd.units.table`, the names that are
refused `nalsd.units.hazards`. Only the standard library is used.
"""

from nalsd.units.assign import HARDWARE_COUNTS, assignable
from nalsd.units.dimension import HARD, ONE, Dimension
from nalsd.units.errors import UnitError
from nalsd.units.format import format_like, format_network, format_value, month, plain_number
from nalsd.units.literal import Literal
from nalsd.units.ranges import Z_HIGH, Range
from nalsd.units.registry import STANDARD, Units
from nalsd.units.table import PRICED_BY
from nalsd.units.tokens import KEYWORDS, LITERAL, NAME, OP, Token
from nalsd.units.unit import PLAIN, Unit

__all__ = [
    "HARD",
    "HARDWARE_COUNTS",
    "KEYWORDS",
    "LITERAL",
    "NAME",
    "ONE",
    "OP",
    "PLAIN",
    "PRICED_BY",
    "STANDARD",
    "Z_HIGH",
    "Dimension",
    "Literal",
    "Range",
    "Token",
    "Unit",
    "UnitError",
    "Units",
    "assignable",
    "format_like",
    "format_network",
    "format_value",
    "month",
    "plain_number",
]
