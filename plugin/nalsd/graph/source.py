"""Where a number comes from: a place in an author's file, or a published source."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = {
    "A": "primary text or data read in full",
    "B": "secondary document that quotes the primary",
    "C": "one secondary excerpt, not cross-checked",
    "D": "arithmetic derived from other sourced figures",
    "E": "estimate of this project, unverified",
    "L": "measured on one small virtual machine; indicative only",
    "M": "from general knowledge, unverified",
}
"""What the confidence marks of a citation mean."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file that a person wrote."""

    file: str
    """Path as it is shown to people, relative to the repository when it can be."""
    line: int = 1
    """Line, counted from 1."""
    column: int = 1
    """Column in characters, counted from 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Citation:
    """A published source of a constant or a formula."""

    text: str
    """Author, title, section: enough to find it again."""
    url: str | None = None
    date: str | None = None
    """Date of the source, or the day it was read."""
    confidence: str | None = None
    """One of the marks in `CONFIDENCE`."""

    def __str__(self) -> str:
        return self.text if self.url is None else f"{self.text}, {self.url}"
