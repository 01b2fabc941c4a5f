"""A unit: its text, its exact ratio to base units, its dimension."""

from __future__ import annotations

from nalsd.units.dimension import Dimension
from nalsd.units.table import Declaration


class Part:
    """One factor of a unit: a declared unit, the prefix it was written with, and its power."""

    __slots__ = ("declaration", "power", "prefix", "prefix_size", "written")

    def __init__(
        self, declaration: Declaration, prefix: str, prefix_size: int, power: int, written: str
    ) -> None:
        self.declaration = declaration
        self.prefix = prefix
        self.prefix_size = prefix_size
        self.power = power
        self.written = written


class Unit:
    """A product of declared units. `text` is as written; `num / den` is the exact size in base units."""

    __slots__ = ("den", "dimension", "note", "num", "parts", "text")

    def __init__(
        self,
        text: str,
        num: int,
        den: int,
        dimension: Dimension,
        parts: tuple[Part, ...] = (),
        note: str = "",
    ) -> None:
        self.text = text
        self.num = num
        self.den = den
        self.dimension = dimension
        self.parts = parts
        self.note = note
        """A remark for the author, such as that `KB` was read as 1,000 bytes. Usually empty."""

    @property
    def factor(self) -> float:
        """How many base units (bytes, seconds, USD, counts) one of this unit is."""
        return self.num / self.den

    @property
    def is_information(self) -> bool:
        """Bytes or bits, of any prefix, and nothing else hard (not a rate)."""
        return self.dimension.hard == _INFORMATION

    @property
    def is_information_rate(self) -> bool:
        """Bytes or bits per time."""
        return self.dimension.hard == _INFORMATION_RATE

    @property
    def is_time(self) -> bool:
        """A duration, also one per count (8 µs/op)."""
        return self.dimension.hard == _TIME

    @property
    def is_money(self) -> bool:
        """USD, also per time or per anything else."""
        return self.dimension.power("USD") == 1

    @property
    def is_count(self) -> bool:
        """A count of things or of hardware, with no information, time or money in it."""
        return bool(self.dimension) and not self.dimension.hard

    @property
    def is_plain(self) -> bool:
        """A plain number, a percentage or a factor."""
        return not self.dimension

    @property
    def is_percent(self) -> bool:
        """Exactly a percentage."""
        return self.text in ("%", "percent")

    def __eq__(self, other: object) -> bool:
        """Equal in size and dimension, whatever the spelling: `Gbps` == `Gbit/s`."""
        return (
            isinstance(other, Unit)
            and self.dimension == other.dimension
            and self.num * other.den == other.num * self.den
        )

    def __hash__(self) -> int:
        return hash((self.dimension, self.num / self.den))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Unit({self.text!r})"


_INFORMATION = Dimension({"byte": 1})
_INFORMATION_RATE = Dimension({"byte": 1, "second": -1})
_TIME = Dimension({"second": 1})
PLAIN = Unit("1", 1, 1, Dimension())
"""The unit of a number that has none."""
