"""Numbers that stand beside a bracket: `200 GB (2B × 100 bytes)`, `2.5 GB/s (20 Gbps)`.

What a bracket says of the number before it is open: a derivation, the same in another unit, or something
else. So a bracket counts only when it agrees, or when it is off by exactly what a slip of units makes.
"""

from __future__ import annotations

from collections.abc import Iterator

from nalsd.checks.arithmetic.judge import judge
from nalsd.checks.arithmetic.operands import NoExpression
from nalsd.checks.arithmetic.parser import Parser
from nalsd.checks.arithmetic.reader import SideReader
from nalsd.checks.arithmetic.sides import MISMATCH, OK, UNVERIFIABLE, Judgement, Link
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Leaf, Node, shape
from nalsd.checks.arithmetic.words import (
    ABOUT,
    ABOUT_EQUALS,
    BREAK,
    CLOSE,
    COMMA,
    MONEY,
    NUMBER,
    OPEN,
    OPERATOR,
    RELATION,
    WORD,
)

MOST_BACK = 7
_ENDS = frozenset({CLOSE, BREAK, COMMA})
"""What may follow the number in a bracket; after a comma the bracket says more."""
SLIPS = (8.0, 1000.0, 1024.0, 10.0, 100.0, 60.0, 3600.0, 1000.0**2, 1024.0**2, 8000.0)


def asides(tokens: list[Token]) -> Iterator[tuple[int, int, Judgement]]:
    """Start, end and judgement of each bracket that says the number before it again."""
    parser = Parser(tokens)
    for place, token in enumerate(tokens):
        again = token.kind == WORD and token.text.lower() in ("or", "i.e", "ie", "aka")
        if not (token.kind == OPEN or again) or place == 0:
            continue
        end = place - 1 if again and tokens[place - 1].kind == COMMA else place
        before = _before(tokens, parser, end)
        if before is None and (again or not _says(tokens, place + 1)):
            continue
        first = place + 1
        while first < len(tokens) and tokens[first].kind == RELATION:
            first += 1
        try:
            inside, after = parser.read(first, len(tokens))
        except NoExpression:
            continue
        if not again and (after >= len(tokens) or tokens[after].kind not in _ENDS):
            continue
        closed = again or tokens[after].kind == CLOSE
        last = inside.end if again or not closed else tokens[after].end
        if before is None:
            found = _result(tokens, place, inside)
            if found is not None:
                yield found[0], last, found[1]
            continue
        summed = bool(shape(inside).signs)
        link = Link(inside, "=", before) if summed else Link(before, "=", inside)
        judgement = judge(link)
        if judgement is None:
            continue
        restated = judgement.verdict == OK and (summed or _units_differ(before, inside))
        slipped = judgement.verdict == MISMATCH and _slip(judgement) and link.is_hard()
        if _bytes_twice(inside) or not closed:
            slipped = False
        if (again and summed) or token.text.lower() == "or":
            slipped, restated = False, restated and not summed
        if restated or slipped:
            yield before.start, last, judgement


def _says(tokens: list[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind in (RELATION, ABOUT)


def _result(tokens: list[Token], opening: int, inside: Node) -> tuple[int, Judgement] | None:
    """`10k/s × 14 min (≈ 8.4M writes)`: the bracket says what the product before it comes to."""
    if not isinstance(inside, Leaf):
        return None
    sign = tokens[opening + 1]
    side = SideReader(tokens).left(0, opening)
    if side is None or side.doubt or not shape(side.node).signs:
        return None
    link = Link(side.node, sign.text if sign.kind == RELATION else ABOUT_EQUALS, inside)
    judgement = judge(link)
    if judgement is None or judgement.verdict == UNVERIFIABLE:
        return None
    told = judgement.verdict == OK or (_slip(judgement) and link.is_hard())
    return (side.node.start, judgement) if told else None


def _bytes_twice(inside: Node) -> bool:
    """`128 KB (128 KB × 1,024 bytes)` explains a unit, and is no product."""
    found = shape(inside)
    sizes = [leaf for leaf in found.leaves if len(leaf.meanings) == 1 and leaf.meanings[0].powers[0]]
    return len(sizes) > 1 and "+" not in found.signs


def _before(tokens: list[Token], parser: Parser, place: int) -> Leaf | None:
    """The number with its unit that ends where the bracket opens."""
    for start in range(place - 1, max(0, place - MOST_BACK) - 1, -1):
        if tokens[start].kind != NUMBER:
            continue
        earlier = start - 1
        while earlier >= 0 and tokens[earlier].kind in (ABOUT, MONEY):
            earlier -= 1
        if earlier >= 0 and tokens[earlier].kind == OPERATOR:
            return None
        try:
            node, after = parser.read(earlier + 1, place)
        except NoExpression:
            return None
        return node if isinstance(node, Leaf) and after == place else None
    return None


def _units_differ(left: Leaf, right: object) -> bool:
    return isinstance(right, Leaf) and left.meanings[0].written != right.meanings[0].written


def _slip(judgement: Judgement) -> bool:
    claimed, computed = judgement.claimed, judgement.computed
    if not claimed or not computed or claimed < 0 or computed < 0:
        return False
    ratio = max(claimed / computed, computed / claimed)
    return any(abs(ratio / slip - 1) < 0.03 for slip in SLIPS)
