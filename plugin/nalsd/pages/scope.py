"""One page while it is being written: which figures already stand on it, and where all others live."""

from __future__ import annotations

from collections.abc import Callable

from nalsd.graph import Graph
from nalsd.pages.html import anchor, slug


class Scope:
    """What one page needs to know so that each quantity has one anchor and every id is used once.

    `graph` holds the quantities that derivations speak of. `address` gives the page, relative to this one, on
    which a quantity's anchor stands: "" for this very page, None when it stands nowhere. `formula_address`
    gives the reference entry of a formula by its name.
    """

    def __init__(
        self,
        graph: Graph | None = None,
        address: Callable[[str], str | None] | None = None,
        formula_address: Callable[[str], str | None] | None = None,
    ) -> None:
        self.graph = graph
        self._address = address
        self._formula_address = formula_address
        self._placed: dict[str, None] = {}
        self._ids: dict[str, int] = {}
        self._told: set[str] = set()

    @property
    def placed(self) -> list[str]:
        """Ids of the quantities that have their anchor on this page, in the order they came."""
        return list(self._placed)

    def here(self, identity: str) -> bool:
        """Whether a quantity's anchor and derivation belong on this page and not on another."""
        return self._address is None or not self._address(identity)

    def place(self, identity: str) -> str | None:
        """The anchor for a quantity that comes up for the first time; None when it is on the page already,
        or stands on another.
        """
        if identity in self._placed or not self.here(identity):
            return None
        self._placed[identity] = None
        return anchor(identity)

    def href(self, identity: str) -> str | None:
        """A link to the quantity, None when it stands nowhere that is known."""
        if identity in self._placed:
            return f"#{anchor(identity)}"
        where = self._address(identity) if self._address else None
        return None if where is None else f"{where}#{anchor(identity)}"

    def formula_href(self, name: str) -> str | None:
        """A link to a formula's entry in the reference, None without one."""
        return self._formula_address(name) if self._formula_address else None

    def told(self, name: str) -> bool:
        """Whether something was said on this page already; from now on it was."""
        known = name in self._told
        self._told.add(name)
        return known

    def unique(self, name: str) -> str:
        """An id for a figure, a table or a diagram: its name, with a number when it comes up again."""
        stem = slug(name)
        while True:
            self._ids[stem] = self._ids.get(stem, 0) + 1
            identity = stem if self._ids[stem] == 1 else f"{stem}-{self._ids[stem]}"
            if identity == stem or identity not in self._ids:
                self._ids.setdefault(identity, 1)
                return identity
