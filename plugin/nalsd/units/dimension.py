"""Dimensions: what a number counts or measures, as a product of integer powers of base units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nalsd.units.errors import UnitError

HARD = ("byte", "second", "USD")
"""The bases that never mix: information, time, money. Every other base is a count."""

SYMBOLS = {"byte": "B", "second": "s"}
"""How hard bases print; every other base prints as its name."""

_PLACE = {base: place for place, base in enumerate(HARD)}

_KNOWN: dict[tuple[tuple[str, int], ...], Dimension] = {}
"""Every dimension there is; authors declare counts by the dozen, not by the thousand."""


class Dimension:
    """An immutable product of base units to integer powers: `Dimension({"byte": 1, "second": -1})`.

    Bases are `byte`, `second` and `USD` (hard) and the names of counts (`request`, `core`, ...).
    Equal dimensions are one object, and remember their products: a graph multiplies the same few
    dimensions thousands of times.
    """

    __slots__ = ("_hard", "_hash", "_powers", "_products", "_quotients")

    _powers: tuple[tuple[str, int], ...]
    _hash: int
    _hard: Dimension | None
    _products: dict[Dimension, Dimension]
    _quotients: dict[Dimension, Dimension]

    def __new__(cls, powers: Mapping[str, int] | None = None) -> Dimension:
        kept = tuple(sorted((name, power) for name, power in (powers or {}).items() if power))
        found = _KNOWN.get(kept)
        if found is None:
            found = super().__new__(cls)
            for name, value in (
                ("_powers", kept),
                ("_hash", hash(kept)),
                ("_hard", None),
                ("_products", {}),
                ("_quotients", {}),
            ):
                object.__setattr__(found, name, value)
            found = _KNOWN.setdefault(kept, found)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Dimension does not change")

    def __reduce__(self) -> tuple[type[Dimension], tuple[dict[str, int]]]:
        return Dimension, (dict(self._powers),)

    def __hash__(self) -> int:
        return self._hash

    def __bool__(self) -> bool:
        """False for a plain number."""
        return bool(self._powers)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._powers)

    def power(self, base: str) -> int:
        """The power of one base, 0 when it does not occur."""
        for name, power in self._powers:
            if name == base:
                return power
        return 0

    def __mul__(self, other: Dimension) -> Dimension:
        found = self._products.get(other)
        if found is None:
            powers = dict(self._powers)
            for name, power in other._powers:
                powers[name] = powers.get(name, 0) + power
            found = self._products[other] = Dimension(powers)
        return found

    def __truediv__(self, other: Dimension) -> Dimension:
        found = self._quotients.get(other)
        if found is None:
            powers = dict(self._powers)
            for name, power in other._powers:
                powers[name] = powers.get(name, 0) - power
            found = self._quotients[other] = Dimension(powers)
        return found

    def __pow__(self, exponent: float) -> Dimension:
        """The dimension of `x ** exponent`; UnitError when a power is not whole (the root of a second)."""
        powers: dict[str, int] = {}
        for name, power in self._powers:
            raised = power * exponent
            if raised != raised or abs(raised) > 1000 or raised != int(raised):
                raise UnitError(
                    f"{self} to the power {exponent:g} has no unit",
                    "divide by a unit first, so that a plain number is raised",
                )
            powers[name] = int(raised)
        return Dimension(powers)

    @property
    def hard(self) -> Dimension:
        """Only information, time and money."""
        found = self._hard
        if found is None:
            found = Dimension({name: power for name, power in self._powers if name in HARD})
            object.__setattr__(self, "_hard", found)
        return found

    @property
    def counts(self) -> Dimension:
        """Only the counts: requests, packets, cores, ..."""
        return Dimension({name: power for name, power in self._powers if name not in HARD})

    def ordered(self) -> list[tuple[str, int]]:
        """The powers as they are printed: what multiplies before what divides, hard bases before counts."""
        return sorted(self._powers, key=lambda item: (item[1] < 0, _PLACE.get(item[0], len(HARD)), item[0]))

    def __str__(self) -> str:
        """Readable, and a unit text that reads back to the same dimension: `B/s`, `request/s/core`, `1`."""
        text = ""
        for name, power in self.ordered():
            sign = "/" if power < 0 else "*" if text else ""
            text += sign + SYMBOLS.get(name, name) + (f"^{abs(power)}" if abs(power) != 1 else "")
        return "1" + text if text.startswith("/") or not text else text

    def __repr__(self) -> str:
        return f"Dimension({dict(self._powers)!r})"


ONE = Dimension()
"""The dimension of a plain number."""
