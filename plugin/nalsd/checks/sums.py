"""The arithmetic that stands in the prose of a design, verified with no markup at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from nalsd.checks.arithmetic import Verified
    from nalsd.designs import Prose

_KNOWN: WeakKeyDictionary[Prose, list[Verified]] = WeakKeyDictionary()
_SIGN = re.compile(
    r"[=≈≃≅≡→⇒⟹∼]|->|~\s?=|\\(?:approx|simeq|equiv|to|sim|[rR]ightarrow|implies)"
    r"|[×*÷]\s?\d|\d\s?(?:[×÷]|x\s?\d|times\s\d|divided)|\d[^\d()\n]{0,24}\([≈~$]?\s?\d"
)
"""What a paragraph with a sum has in it; the others need no reading."""
_BREAK = re.compile(r"\n[ \t]*\n")


def sums_of(prose: Prose) -> list[Verified]:
    """The sums of a body, each with its verdict; read once for a body."""
    found = _KNOWN.get(prose)
    if found is None:
        found = _KNOWN[prose] = _read(prose)
    return found


def _read(prose: Prose) -> list[Verified]:
    text = _only_sums(prose.text)
    if not text.strip():
        return []
    from nalsd.checks.arithmetic import audit

    return audit(text)


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
