"""The one exception of this package."""

from __future__ import annotations


class UnitError(ValueError):
    """A text that cannot be read as a number, a unit or a range, or dimensions that do not fit.

    `message` says what is wrong, `mend` what to write instead (may be empty), `offset` is the column
    of the fault, counted from 0 inside the text that was given.
    """

    __slots__ = ("mend", "message", "offset")

    def __init__(self, message: str, mend: str = "", offset: int = 0) -> None:
        super().__init__(f"{message}; {mend}" if mend else message)
        self.message = message
        self.mend = mend
        self.offset = offset

    def shifted(self, by: int) -> UnitError:
        """The same fault, seen from a longer text in which this one starts at column `by`."""
        return UnitError(self.message, self.mend, self.offset + by)


def excerpt(text: str, most: int = 40) -> str:
    """`text` in backquotes for a message: shortened, and with nothing unprintable in it."""
    shown = text if len(text) <= most else text[: most - 1] + "…"
    return "`" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown) + "`"
