"""Changes and what they are called: `500 ms → 50 ms (10x faster)`, `from 80 GB to 20 GB, 75% less`."""

from __future__ import annotations

from collections.abc import Iterator

from nalsd.checks.arithmetic.nearness import Nearness, nearness
from nalsd.checks.arithmetic.operands import NoExpression
from nalsd.checks.arithmetic.parser import Parser
from nalsd.checks.arithmetic.sides import MISMATCH, OK, UNVERIFIABLE, Judgement
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Leaf, Reading, Unreadable
from nalsd.checks.arithmetic.words import ABOUT, COMMA, NUMBER, OPEN, RELATION, WORD

SMALLER = frozenset(
    {
        "reduction",
        "less",
        "fewer",
        "lower",
        "smaller",
        "decrease",
        "savings",
        "saving",
        "saved",
        "drop",
        "cut",
    }
)
LARGER = frozenset({"increase", "more", "higher", "larger", "growth", "bigger"})
EITHER = frozenset({"faster", "slower", "improvement", "speedup", "better", "quicker", "speed-up"})
_WORDS = SMALLER | LARGER | EITHER
MOST_BETWEEN = 4
"""Tokens between the change and its name."""
_READING = Reading()


def changes(tokens: list[Token]) -> Iterator[tuple[int, int, Judgement]]:
    """Start, end and judgement of each change that is given a factor or a share."""
    for place, token in enumerate(tokens):
        arrow = token.kind == RELATION and token.text == "→"
        if not arrow and not (token.kind == WORD and token.text == "to"):
            continue
        found = _change(tokens, place)
        if found is not None:
            yield found


def _change(tokens: list[Token], place: int) -> tuple[int, int, Judgement] | None:
    parser = Parser(tokens)
    before = _ending(tokens, parser, place)
    after = _leaf(parser, place + 1, len(tokens))
    if before is None or after is None:
        return None
    new, position = after
    named = _named(tokens, parser, position)
    if named is None:
        return None
    claim, word, last = named
    try:
        old_amount, new_amount = before.evaluate(_READING), new.evaluate(_READING)
    except Unreadable:
        return None
    if old_amount.powers != new_amount.powers or old_amount.value <= 0 or new_amount.value <= 0:
        return None
    judgement = _judged(old_amount.value / new_amount.value, claim, word)
    if not new.named and judgement.verdict != OK:
        return None  # of bare numbers nobody knows whether one became the other
    return before.start, last, judgement


def _judged(ratio: float, claim: Leaf, word: str) -> Judgement:
    """Whether old over new is what the change is called, in one of the ways that people count."""
    percent = claim.meanings[0].percent
    if percent:
        expected = [100 * (1 - 1 / ratio)] if ratio > 1 else [100 * (1 / ratio - 1)]
        if word in EITHER:
            expected += [100 * (ratio - 1), 100 * (1 - ratio)]
    else:
        expected = [max(ratio, 1 / ratio)]
    nears = [nearness(claim.digits, value, True) for value in expected]
    if Nearness.HOLDS in nears:
        return Judgement(
            OK, claim.value, expected[nears.index(Nearness.HOLDS)], "", claim.meanings[0].written
        )
    verdict = UNVERIFIABLE if Nearness.NEAR in nears or (percent and word in EITHER) else MISMATCH
    return Judgement(verdict, claim.value, expected[0], "close", claim.meanings[0].written)


def _ending(tokens: list[Token], parser: Parser, place: int) -> Leaf | None:
    """The number with its unit that ends before the arrow."""
    for start in range(place - 1, max(-1, place - 5), -1):
        if tokens[start].kind == NUMBER:
            found = _leaf(parser, start, place)
            return found[0] if found is not None and found[1] == place else None
    return None


def _leaf(parser: Parser, start: int, stop: int) -> tuple[Leaf, int] | None:
    try:
        node, after = parser.read(start, stop)
    except NoExpression:
        return None
    return (node, after) if isinstance(node, Leaf) else None


def _named(tokens: list[Token], parser: Parser, position: int) -> tuple[Leaf, str, int] | None:
    """The factor or the share after a change, the word that says its sense, and where that ends."""
    for start in range(position, min(len(tokens), position + MOST_BETWEEN)):
        token = tokens[start]
        if token.kind == NUMBER:
            found = _leaf(parser, start, len(tokens))
            if found is None:
                return None
            claim, after = found
            word = next(
                (each.text.lower() for each in tokens[start + 1 : after + 2] if each.text.lower() in _WORDS),
                "",
            )
            factor = claim.meanings[0].percent or claim.meanings[0].written in ("x", "times")
            last = tokens[min(after, len(tokens) - 1)]
            return (
                (claim, word, min(last.start, claim.end) if last else claim.end) if word and factor else None
            )
        if token.kind not in (OPEN, COMMA, ABOUT, RELATION, WORD):
            return None
    return None
