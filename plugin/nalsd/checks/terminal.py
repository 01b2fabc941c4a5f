"""Text that is printed to people's terminals: nothing in it moves the cursor, and columns are counted."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """A text that cannot move the cursor or recolour the terminal: no control characters, tabs as spaces."""
    return "".join(
        " " if c == "\t" else c if c == "\n" or unicodedata.category(c)[0] != "C" else "�" for c in text
    )


def width(text: str) -> int:
    """Columns a text takes in a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
