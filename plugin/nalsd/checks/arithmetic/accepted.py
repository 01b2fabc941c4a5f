"""Wrong sums that an author means to keep: `<!-- nalsd: ignore N404 because ... -->`, as in designs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nalsd.checks.arithmetic.audit import Verified

_COMMENT = re.compile(r"<!--\s{0,20}nalsd\s{0,20}:?\s{0,20}ignore\s((?:[^<>]|<(?!!--)){0,600}?)-->", re.I)
_REASON = re.compile(r"\bN404\b.*?\b(?:because|:)\s*\S", re.I | re.S)
"""In a comment: the rule, and why it is not to be followed."""


def without_accepted(text: str, found: Iterable[Verified]) -> list[Verified]:
    """What was found, without the wrong sums of paragraphs whose comment gives a reason."""
    if "<!--" not in text:
        return list(found)
    spans = []
    for comment in _COMMENT.finditer(text):
        if not _REASON.search(comment[1]):
            continue
        blank = text.rfind("\n\n", 0, comment.start())
        after = comment.end() + len(text[comment.end() :]) - len(text[comment.end() :].lstrip("\n"))
        end = text.find("\n\n", after)
        spans.append((blank, end if end >= 0 else len(text)))
    return [
        each
        for each in found
        if each.verdict != "mismatch" or not any(first <= each.start < last for first, last in spans)
    ]
