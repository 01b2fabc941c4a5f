"""Composed laws of latency in JavaScript: `laws.js` with the strata of `nalsd.physics.laws` as numbers.

Composing is no expression of the quantity graph, so it is the one calculation beside the graph's operations
that has a second form. The strata come from here, to the last bit, and are not computed a second time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from nalsd.graph import Symbol
from nalsd.physics import laws
from nalsd.physics.composition import Structure

CALLS = {"percentile": "percentile", "mean": "mean", "slower_than": "slowerThan"}
"""What a composed formula gives, and the function of the script that gives it."""


def laws_script() -> str:
    """Plain script that defines `nalsdLaws`; it uses `N` of the graph's runtime."""
    areas = [p + (1 - p) * math.log1p(-p) if p < 1 else 1.0 for p in laws.EDGES]
    tables = {
        "edges": laws.EDGES,
        "levels": laws.LEVELS,
        "normal": laws._normal_edges(),
        "exponential": [high - low for low, high in pairwise(areas)],
    }
    text = (Path(__file__).parent / "laws.js").read_text(encoding="utf-8")
    return text.replace("(TABLES);", f"({json.dumps(tables, separators=(',', ':'))});")


def call_script(what: str, structure: Structure, symbols: Mapping[str, Symbol], first: list[str]) -> str:
    """A composed formula as a function of the numbers that it takes, in their order."""
    letters = {name: f"_{place}" for place, name in enumerate([*first, *(s.name for s in symbols.values())])}
    names = {id: letters[symbol.name] for id, symbol in symbols.items()}
    arguments = ", ".join([_literal(structure, names), *(letters[name] for name in first)])
    return f"({','.join(letters.values())})=>nalsdLaws.{CALLS[what]}({arguments})"


def _literal(structure: Structure, names: Mapping[str, str]) -> str:
    parts = [
        _literal(part, names)
        if isinstance(part, tuple)
        else names[part]
        if isinstance(part, str)
        else repr(part)
        for part in structure[1:]
    ]
    return f"[{', '.join([json.dumps(structure[0]), *parts])}]"
