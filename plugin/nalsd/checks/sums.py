"""The arithmetic in the prose and in the reasons of a design, verified with no markup at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from nalsd.checks.claims import source_lines
from nalsd.graph import Location

if TYPE_CHECKING:
    from nalsd.checks.arithmetic import Verified
    from nalsd.designs import Design, Prose
    from nalsd.designs.tree import Text

_KNOWN: WeakKeyDictionary[Prose, list[Verified]] = WeakKeyDictionary()
_SIGN = re.compile(
    r"[=≈≃≅≡→⇒⟹∼]|->|~\s?=|\\(?:approx|simeq|equiv|to|sim|[rR]ightarrow|implies)"
    r"|[×*÷]\s?\d|\d\s?(?:[×÷]|x\s?\d|times\s\d|divided)|\d[^\d()\n]{0,24}\([≈~$]?\s?\d"
    r"|\b(?:is|equals?|gives|yields|makes|that.s)\s(?:\w{2,8}\s){0,2}[~≈$€]?\d"
    r"|\|\s*9\d[.,\d]*\s?%",
    re.I,
)
"""What a paragraph with a sum has in it: a sign, a word, a row of availability. Others need no reading."""
_BREAK = re.compile(r"\n[ \t]*\n")
MOST_FOLDED = 20
"""Lines that a reason written over several lines is looked for in."""
LONGEST_SHOWN = 120


def sums_of(prose: Prose) -> list[Verified]:
    """The sums of a body, each with its verdict; read once for a body."""
    found = _KNOWN.get(prose)
    if found is None:
        found = _KNOWN[prose] = _read(prose.text)
    return found


@lru_cache(maxsize=1_000)
def sums_in_reason(text: str) -> list[Verified]:
    """The sums of a `because`, each with its verdict."""
    return _read(text)


def _read(text: str) -> list[Verified]:
    text = _only_sums(text)
    if not text.strip():
        return []
    from nalsd.checks.arithmetic import audit

    return audit(text)


def reasons(node: Any) -> Iterator[Text]:
    """What the front-matter says under `because`, at any depth."""
    from nalsd.designs.tree import Text

    if isinstance(node, dict):
        for key, below in node.items():
            if key == "because" and isinstance(below, Text):
                yield below
            else:
                yield from reasons(below)
    elif isinstance(node, list):
        for below in node:
            yield from reasons(below)


@dataclass(frozen=True)
class Said:
    """A sum of a design, in one of its texts or in a reason."""

    found: Verified
    text: str
    """The whole text that it is in."""
    within: Prose | Text
    published: bool
    """Whether it repeats somebody else's."""

    @property
    def printed(self) -> str:
        """Its first line as it is printed."""
        return self.text[self.found.start : self.found.end].split("\n")[0]

    @property
    def place(self) -> Location:
        """Where it stands."""
        if isinstance(self.within, str):
            return place_in_reason(self.within, self.printed)
        return self.within.place(self.found.start)


def every_sum(design: Design, because: dict[int | str, list[Text]]) -> Iterator[Said]:
    """Every sum of a design, of its texts and of its reasons by file."""
    for key, file in design.files.items():
        published = key == "published"
        for found in sums_of(file.prose):
            yield Said(found, file.prose.text, file.prose, published)
        for reason in because[key]:
            for found in sums_in_reason(str(reason)):
                yield Said(found, str(reason), reason, published)


def place_in_reason(reason: Text, printed: str) -> Location:
    """Where a piece of a reason stands; a folded one is pointed to as a whole where it cannot be told."""
    at = reason.location
    lines = source_lines(at.file)
    for line in range(at.line, min(len(lines), at.line + str(reason).count("\n") + MOST_FOLDED) + 1):
        column = lines[line - 1].find(printed, at.column - 1 if line == at.line else 0)
        if column >= 0:
            return Location(at.file, line, column + 1)
    return at


def short(text: str) -> str:
    """A sum on one line, and not too long a one."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _only_sums(text: str) -> str:
    """The text with the paragraphs that have no sum as blanks; every place stays what it was."""
    pieces: list[str] = []
    at = 0
    for gap in (*_BREAK.finditer(text), None):
        end = gap.start() if gap is not None else len(text)
        block = text[at:end]
        if _SIGN.search(block) is None and "```" not in block and "~~~" not in block:
            block = "\n".join(" " * len(line) for line in block.split("\n"))
        pieces.append(block)
        if gap is not None:
            pieces.append(gap[0])
            at = gap.end()
    return "".join(pieces)
