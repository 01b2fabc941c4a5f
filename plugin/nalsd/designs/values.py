"""A number as its author wrote it, and how a text that does not fit is refused."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

from nalsd.designs.tree import NOWHERE
from nalsd.graph.source import Location


def refused(
    message: str, help: str = "", node: Any = None, code: str = "N110", drop: str | None = None
) -> PydanticCustomError:
    """An error that becomes a finding: what is wrong, the mend, and which key is left out.

    Without a code it was reported before.
    """
    place = getattr(node, "location", None)
    return PydanticCustomError(
        "refused", "{message}", {"message": message, "help": help, "code": code, "at": place, "drop": drop}
    )


class Value:
    """A number as the author wrote it: a literal, a range or an expression, not yet computed."""

    __slots__ = ("also", "because", "expects", "label", "location", "measured", "source", "text", "unit")

    def __init__(
        self,
        text: str,
        location: Location = NOWHERE,
        expects: str | None = None,
        also: tuple[str, ...] = (),
        unit: str | None = None,
        label: str | None = None,
        because: str | None = None,
        source: str | None = None,
        measured: str | None = None,
    ) -> None:
        self.text = text
        """What was written, printed digits and all."""
        self.location = location
        """Where the text begins."""
        self.expects = expects
        """The unit the key asks for, as text; None takes any."""
        self.also = also
        """Other units the key takes, of another dimension."""
        self.unit = unit
        """The unit of the long form, for numbers written without one."""
        self.label = label
        self.because = because
        self.source = source
        self.measured = measured

    @property
    def unknown(self) -> bool:
        """The author says that nobody knows: never infinite and never zero."""
        return self.text == "unknown"

    @property
    def automatic(self) -> bool:
        """The author leaves the choice to nalsd."""
        return self.text == "auto"

    def expecting(self, unit: str | None, *also: str) -> Value:
        """The same value where another unit is asked for."""
        return Value(
            self.text,
            self.location,
            unit,
            also,
            self.unit,
            self.label,
            self.because,
            self.source,
            self.measured,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and (self.text, self.unit) == (other.text, other.unit)

    def __hash__(self) -> int:
        return hash((self.text, self.unit))

    def __repr__(self) -> str:
        return f"Value({self.text!r})"
