"""Rows of tables: a calculation in one cell and its result in the next, and rows of nines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nalsd.checks.arithmetic.availability import PERIODS, downtime, duration, share
from nalsd.checks.arithmetic.judge import judge
from nalsd.checks.arithmetic.nearness import same_digits
from nalsd.checks.arithmetic.operands import NoExpression
from nalsd.checks.arithmetic.parser import Parser
from nalsd.checks.arithmetic.sides import MISMATCH, OK, UNVERIFIABLE, Judgement, Link
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Leaf, Node, Reading, shape
from nalsd.checks.arithmetic.words import ABOUT, BREAK, CLOSE, COLON, OPEN, RELATION, WORD

_WORKING = re.compile(r"calc|formula|math|comput|working|how|derivation|expression|equation", re.I)
_RESULT = re.compile(r"result|total|value|answer|estimate|amount|sum\b|=", re.I)
_PERIOD = re.compile(r"\b(year|yr|annual|quarter|month|week|day|dai|hour)", re.I)
_DOWN = re.compile(r"down|unavail|outage|budget", re.I)
_NAMES = {"yr": "year", "annual": "year", "dai": "day"}
MOST_CELLS = 24


@dataclass(slots=True)
class Cell:
    """One cell: its tokens, what they say as a whole, and its heading."""

    tokens: list[Token]
    node: Node | None
    heading: str
    first: Leaf | None = None
    """What the cell says before it goes on: `42 GB/hour` of `42 GB/hour = 11.7 MB/s`."""


def cells(tokens: list[Token], headings: list[str]) -> list[Cell]:
    """The cells of a row."""
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == BREAK and token.text == "|":
            groups.append([])
        else:
            groups[-1].append(token)
    if groups and not groups[0]:
        groups = groups[1:]
    return [
        Cell(group, whole(group), headings[place] if place < len(headings) else "", _first(group))
        for place, group in enumerate(groups[:MOST_CELLS])
    ]


def whole(tokens: list[Token]) -> Node | None:
    """What a cell says when all of it is one expression; words behind it may follow."""
    first = 0
    while first < len(tokens) and (
        tokens[first].kind == RELATION
        or (tokens[first].kind == WORD and tokens[first].text.lower() in ("total", "about", "around"))
    ):
        first += 1
    if first >= len(tokens):
        return None
    try:
        node, after = Parser(tokens).read(first, len(tokens))
    except NoExpression:
        return None
    rest = tokens[after:]
    if rest and rest[0].kind == OPEN and rest[-1].kind == CLOSE:
        return node  # a remark in brackets
    if any(token.kind not in (WORD, COLON, ABOUT) for token in rest):
        return None
    return node


def _first(tokens: list[Token]) -> Leaf | None:
    try:
        node, after = Parser(tokens).read(0, len(tokens))
    except NoExpression:
        return None
    goes_on = after < len(tokens) and tokens[after].kind == RELATION
    return node if goes_on and isinstance(node, Leaf) else None


def row(cells_: list[Cell]) -> Iterator[tuple[int, int, Judgement]]:
    """Start, end and judgement of what a row says."""
    yield from _calculations(cells_)
    yield from _nines(cells_)
    yield from _powers_of_two(cells_)


def _calculations(row_: list[Cell]) -> Iterator[tuple[int, int, Judgement]]:
    for place, cell in enumerate(row_[:-1]):
        if cell.node is None or not shape(cell.node).signs:
            continue
        result = row_[place + 1]
        said = result.node or result.first
        if not isinstance(said, Leaf):
            continue
        link = Link(cell.node, "=", said)
        judgement = judge(link)
        if judgement is None:
            continue
        told = bool(_WORKING.search(cell.heading) or _RESULT.search(result.heading))
        start, end = cell.node.start, said.end
        slipped = judgement.verdict == MISMATCH and _slip(judgement)
        if judgement.verdict == OK or told or slipped:
            yield start, end, judgement


def _powers_of_two(row_: list[Cell]) -> Iterator[tuple[int, int, Judgement]]:
    """`| 30 | 1 billion | 1 GB |`: a power, and about what 2 to that power is."""
    first = row_[0].node if row_ else None
    if not isinstance(first, Leaf) or first.named or not 7 <= first.value <= 64 or "." in first.digits:
        return
    size = 2.0**first.value
    held = []
    for cell in row_[1:]:
        if isinstance(cell.node, Leaf) and not cell.node.meanings[0].percent:
            amount = cell.node.evaluate(Reading())
            if amount.powers[1:] == (0, 0) and abs(amount.value / size - 1) < 0.15:
                held.append(cell.node)
    for node in held:
        shown = size / node.evaluate(Reading()).unit
        yield node.start, node.end, Judgement(OK, node.value, shown, "", node.meanings[0].written)


def _slip(judgement: Judgement) -> bool:
    if not judgement.claimed or not judgement.computed or judgement.unit == "%":
        return False
    return bool(same_digits(abs(judgement.claimed), abs(judgement.computed)))


def _nines(row_: list[Cell]) -> Iterator[tuple[int, int, Judgement]]:
    if not any(cell.node and isinstance(cell.node, Leaf) and cell.node.meanings[0].percent for cell in row_):
        return
    found = [(cell, available) for cell in row_ if cell.node and (available := share(cell.node)) is not None]
    if len(found) != 1:
        return
    cell, available = found[0]
    judged: list[tuple[Cell, Judgement, bool]] = []
    for other in row_:
        if (
            other is cell
            or other.node is None
            or (duration(other.node) is None and not isinstance(other.node, Leaf))
        ):
            continue
        period = _period(other.heading)
        judgement = downtime(available, other.node, period)
        if judgement is not None:
            judged.append((other, judgement, period is not None))
    held = sum(judgement.verdict == OK for _, judgement, _ in judged)
    if not held and not all(told for _, _, told in judged):
        return
    if available < 0.9 and not held:
        return
    for other, judgement, told in judged:
        assert other.node is not None
        if judgement.verdict == UNVERIFIABLE and not told:
            continue
        if judgement.verdict == MISMATCH and not (told and (held or _DOWN.search(other.heading))):
            judgement = Judgement(
                UNVERIFIABLE, judgement.claimed, judgement.computed, "doubt", judgement.unit
            )
        yield other.node.start, other.node.end, judgement


def _period(heading: str) -> str | None:
    match = _PERIOD.search(heading)
    if match is None:
        return None
    name = match[1].lower()
    name = _NAMES.get(name, name)
    return name if name in PERIODS else None


__all__ = ["Cell", "cells", "row", "whole"]
