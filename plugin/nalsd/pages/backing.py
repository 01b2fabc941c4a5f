"""What stands behind the numbers of a text, in a line at its end."""

from __future__ import annotations

from nalsd.checks.coverage import Numbers
from nalsd.pages.html import Markup, element

NAMES = (
    ("computed", "filled in by the engine"),
    ("claimed", "typed, and held against the engine at each build"),
    ("verified", "part of a sum that was checked"),
    ("cited", "with a source in the same sentence"),
    ("bare", "typed, with nothing behind them"),
)
"""Each kind of number, and what it means to a reader who points at it."""


def backing_line(numbers: Numbers, of: str) -> Markup | None:
    """`Numbers in the text of this page: 12 computed, 8 claimed, ...`; None for a text without any."""
    if not numbers.total:
        return None
    parts: list[object] = []
    for name, meaning in NAMES:
        count = getattr(numbers, name)
        if count:
            parts += [", " if parts else None, element("span", f"{count} {name}", title=meaning)]
    return element(
        "p", f"Numbers in the text of {of}: ", parts, ".", class_="nalsd-backing nalsd-muted",
        data_search_exclude=True,
    )  # fmt: skip


__all__ = ["backing_line"]
