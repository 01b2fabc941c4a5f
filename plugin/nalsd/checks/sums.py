"""The arithmetic that stands in the prose of a design, verified with no markup at all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from nalsd.checks.arithmetic import Verified
    from nalsd.designs import Prose

_KNOWN: WeakKeyDictionary[Prose, list[Verified]] = WeakKeyDictionary()
SIGNS = "=≈≃≅≡→⇒~"
"""Without one of these, or one of TeX's names of them, a text has no sum."""
TEX = ("\\approx", "\\Rightarrow", "\\to", "\\sim", "\\rightarrow", "->", "=>")


def sums_of(prose: Prose) -> list[Verified]:
    """The sums of a body, each with its verdict; read once for a body."""
    found = _KNOWN.get(prose)
    if found is None:
        found = _KNOWN[prose] = _read(prose)
    return found


def _read(prose: Prose) -> list[Verified]:
    text = prose.text
    if not any(sign in text for sign in SIGNS) and not any(name in text for name in TEX):
        return []
    from nalsd.checks.arithmetic import audit

    return audit(text)
