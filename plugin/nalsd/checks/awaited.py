"""Names whose definition may stand in a phase that is not written yet."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from nalsd.designs import PHASES

if TYPE_CHECKING:
    from nalsd.designs import Design
    from nalsd.designs.findings import Finding

_NAMED = re.compile(r"^(?:no quantity (?:has the id )?)?`([a-z][\w.]*)`")
_NEAR = re.compile(r"did you mean `([a-z][\w.]*)`")
_OWN_NAMES = ("assumptions", "quantities")
"""Where the bare names of expressions are defined."""
_ALIKE = 0.85
"""How near the last word of an id is to a known one when it is a slip, and not what a later phase adds."""


def awaited(finding: Finding, design: Design) -> bool:
    """Whether what a finding misses may be defined by a phase that the design does not have yet.

    Only then does it follow from the missing phase. A slip in a phase that is there is told, in a design of
    two files too: while one writes is when one wants to know.
    """
    if finding.sought:
        return _missing(finding.sought, design)
    named = _NAMED.match(finding.message)
    if named is None:
        return False
    head, *rest = named.group(1).split(".")
    if not rest:
        return _missing(_OWN_NAMES, design)
    return not _is_slip(finding) and (_missing((head,), design) or _defines(head, rest[0], design))


def keys_of(finding: Finding) -> tuple[str, ...]:
    """The keys of the front-matter under which what a finding misses would be defined."""
    if finding.sought:
        return finding.sought
    if _NAMED.match(finding.message) is None:
        return ()
    head, *rest = missed(finding).split(".")
    return (head,) if rest else _OWN_NAMES


def missed(finding: Finding) -> str:
    """The id that a finding misses; empty where it misses none."""
    named = _NAMED.match(finding.message)
    return named.group(1) if named is not None else finding.quantity or ""


def of_an_entry(finding: Finding, design: Design) -> bool:
    """Whether the id that a finding misses belongs to an entry that the design has, and is no slip of
    another: with a value of the entry refused, the quantity may only not have come about."""
    head, *rest = missed(finding).split(".")
    return bool(rest) and not _is_slip(finding) and _defines(head, rest[0], design)


def _is_slip(finding: Finding) -> bool:
    named, near = _NAMED.match(finding.message), _NEAR.search(finding.help)
    return named is not None and near is not None and _slip(named.group(1), near.group(1))


def _missing(keys: tuple[str, ...], design: Design) -> bool:
    """Whether a phase that the design lacks could have one of these keys; or whether no phase has."""
    phases = [phase for phase, (_, model) in PHASES.items() if any(k in model.known_keys() for k in keys)]
    return not phases or any(phase not in design.files for phase in phases)


def _defines(head: str, name: str, design: Design) -> bool:
    """Whether the design has the entry, so that a missing phase may add a quantity to it."""
    written = [getattr(getattr(design, part), head, None) for part, _ in PHASES.values()]
    return any(name in it if isinstance(it, Mapping) else it is not None for it in written)


def _slip(written: str, known: str) -> bool:
    *place, word = written.split(".")
    *there, meant = known.split(".")
    return place == there and difflib.SequenceMatcher(None, word, meant).ratio() >= _ALIKE
