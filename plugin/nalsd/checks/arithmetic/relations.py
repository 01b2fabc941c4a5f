"""Which tokens of a line set one side equal to another: signs, and words after a sum."""

from __future__ import annotations

from nalsd.checks.arithmetic.parser import begins
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.words import (
    ABOUT,
    ABOUT_EQUALS,
    ABOUT_WORDS,
    ARROW,
    BREAK,
    CLOSE,
    COLON,
    COMMA,
    IMPLIES,
    MONEY,
    NUMBER,
    OPEN,
    OPERATOR,
    OPERATOR_WORDS,
    PERCENT,
    RELATION,
    RELATION_WORDS,
    WORD,
)

_ENDS_OPERAND = frozenset({NUMBER, WORD, CLOSE, PERCENT, COMMA})
_OPENS_SIDE = frozenset({RELATION, OPERATOR, OPEN, COLON, COMMA, BREAK})
NEAR = 12
"""Tokens before a word in which there must be a sign of operation, for the word to set something equal."""


def relations(tokens: list[Token]) -> list[int]:
    """The places of all relations."""
    return [place for place, token in enumerate(tokens) if _is_relation(tokens, place, token)]


def separated(tokens: list[Token]) -> list[Token]:
    """Without what only separates a sum that goes on: `200M → / 86,400 = 2.3K`, `27 PB, ×3 = 81 PB`."""
    return [token for place, token in enumerate(tokens) if not _only_separates(tokens, place, token)]


def _only_separates(tokens: list[Token], place: int, token: Token) -> bool:
    if token.kind != COMMA and not (token.kind == RELATION and token.text in (ARROW, IMPLIES)):
        return False
    if not 0 < place < len(tokens) - 2:
        return False
    sign, number = tokens[place + 1], tokens[place + 2]
    if sign.kind != OPERATOR or sign.text not in "*/" or number.kind != NUMBER:
        return False
    return number.spaced or (sign.spaced and token.kind == COMMA)


def _is_relation(tokens: list[Token], place: int, token: Token) -> bool:
    if token.kind == RELATION:
        return not _marks_a_number(tokens, place)
    if token.kind == ABOUT:
        return _stands_between(tokens, place)
    if token.kind != WORD or token.text.lower() not in RELATION_WORDS:
        return False
    if not 0 < place < len(tokens) - 1:
        return False
    after = tokens[place + 1]
    if token.text.lower() == "or" and not _is_about(after):
        return False
    return (
        tokens[place - 1].kind in _ENDS_OPERAND
        and (begins(after) or after.text.lower() in ABOUT_WORDS or after.text.lower() == "us")
        and after.kind != OPEN
        and _after_a_sign(tokens, place)
    )


def _is_about(token: Token) -> bool:
    return token.kind == ABOUT or token.text.lower() in ABOUT_WORDS


def _stands_between(tokens: list[Token], place: int) -> bool:
    """`10M × 5 / 86400 ~ 579`: a tilde with room on both sides, after an operand."""
    if not 0 < place < len(tokens) - 1 or not tokens[place].spaced:
        return False
    after = tokens[place + 1]
    return (
        tokens[place - 1].kind in _ENDS_OPERAND
        and after.spaced
        and after.kind in (NUMBER, MONEY)
        and _after_a_sign(tokens, place)
    )


def _after_a_sign(tokens: list[Token], place: int) -> bool:
    return any(
        token.kind == OPERATOR or token.text in OPERATOR_WORDS
        for token in tokens[max(0, place - NEAR) : place]
    )


def _marks_a_number(tokens: list[Token], place: int) -> bool:
    """`= ≈ 5`, `is ≈ 5`: the second sign belongs to the number."""
    if tokens[place].text != ABOUT_EQUALS:
        return False
    before = tokens[place - 1] if place else None
    if before is None or before.kind in _OPENS_SIDE:
        return True
    return before.kind == WORD and before.text.lower() in ("is", "of", "at")
