"""The arithmetic in the prose and in the reasons of a design, verified with no markup at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from nalsd.checks.arithmetic import Verified
    from nalsd.designs import Prose
    from nalsd.designs.tree import Text

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
