"""Tokens of an expression: what is a name, a number with its unit, an operator, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nalsd.units.errors import UnitError, excerpt
from nalsd.units.literal import SCALE, Literal, build_literal, plain_spaces
from nalsd.units.misread import billions, explain_literal

if TYPE_CHECKING:
    from nalsd.units.registry import Units

NAME, LITERAL, OP = "NAME", "LITERAL", "OP"
KEYWORDS = frozenset(("if", "else", "and", "or", "not", "in", "is", "lambda"))
LONGEST_EXPRESSION = 2000

_WORD = r"[A-Za-zµμ€£¥][A-Za-z0-9_]*"
_POWER = r"(?:\^-?[0-9]{1,2}|[²³])?"
_LITERAL = re.compile(
    r"()(\$?)"
    r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?:[eE]([-+]?[0-9]+))?"
    rf"(?:[ ]*({SCALE})(?![A-Za-z0-9_µμ%]))?"
    rf"(?:[ ]*((?:%|/?{_WORD}){_POWER}(?:[/*·]{_WORD}{_POWER})*))?"
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_OP = re.compile(r"\*\*|<=|>=|==|!=|[-+*/(),<>]")
_MENDS = {
    "^": "write ** for a power",
    "=": "write == to compare",
    "×": "write *",
    "·": "write *",
    "÷": "write /",
    "−": "write -",
    "–": "write -",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "&": "write and",
    "|": "write or",
    "!": "write not",
    "%": "a percentage stands right after its number: 50%",
    "[": "write ( )",
    "{": "write ( )",
    "'": "text has no place in a formula",
    '"': "text has no place in a formula",
    "≈": "write == with a tolerance of your own",
    "?": "write `a if condition else b`",
    ":": "write `a if condition else b`",
    "@": "only + - * / ** and comparisons are known",
    ";": "write one expression",
    "\\": "write the formula on one line",
    "$": "write an amount after it: $5",
}


class Token:
    """One token: `kind` is NAME, LITERAL or OP, `offset` its column; `literal` is set for a LITERAL."""

    __slots__ = ("kind", "literal", "offset", "text")

    def __init__(self, kind: str, text: str, offset: int, literal: Literal | None = None) -> None:
        self.kind = kind
        self.text = text
        self.offset = offset
        self.literal = literal

    def __repr__(self) -> str:
        return f"Token({self.kind}, {self.text!r}, {self.offset})"


def scan(units: Units, text: str) -> list[Token]:
    """The tokens of `text`; UnitError at the column of the first thing that is none.

    A literal takes the unit that follows it, over spaces or none, but a unit has no spaces inside. It binds
    tighter than any operator: `x / 1 d` divides by a day.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise UnitError(
            f"the expression is longer than {LONGEST_EXPRESSION} characters",
            "name its parts under `quantities:`",
        )
    text = plain_spaces(text)
    tokens: list[Token] = []
    position, end = 0, len(text)
    while position < end:
        char = text[position]
        if char in " \t\r\n":
            position += 1
            continue
        literal = _LITERAL.match(text, position) if char in "0123456789.$" else None
        if literal:
            token = _literal_token(units, text, literal)
            _check_apart(tokens, token)
            tokens.append(token)
            position += len(token.text)
        elif name := _NAME.match(text, position):
            token = Token(NAME, name[0], position)
            _check_apart(tokens, token)
            tokens.append(token)
            position = name.end()
        elif op := _OP.match(text, position):
            tokens.append(Token(OP, op[0], position))
            position = op.end()
        else:
            raise _stray(text, position)
    return tokens


def _literal_token(units: Units, text: str, match: re.Match[str]) -> Token:
    position, end = match.span()
    unit = match[6] or ""
    # `5 if x` has no unit, and in `5 /s` the slash is an operator.
    if unit in KEYWORDS or (unit[:1] == "/" and text[match.start(6) - 1] == " "):
        unit, end = "", match.end(5) if match[5] else match.end(4) if match[4] else match.end(3)
    written, following = text[position:end], text[end : end + 2]
    if not unit and following[:1] == "," and re.match(r",[0-9]{3}(?![0-9])", text[end:]):
        raise UnitError(
            f"{excerpt(text[position : end + 4])}: one number or two arguments?",
            "write the number without separators, or a space after the comma",
            end,
        )
    if following == "..":
        mend = "give it a name under `assumptions:` and use that"
        raise UnitError("a range cannot stand in an expression", mend, end)
    if following[:1] == "." or following[:1] == "_" or following[:1].isnumeric():
        raise explain_literal(text[position : end + 8].split(" ")[0]).shifted(position)
    if unit and following == "**":
        raise UnitError("a power right after a unit", "put spaces around **, or write s^2 for the unit", end)
    groups = ("", match[2], match[3], match[4], match[5], unit)
    try:
        return Token(
            LITERAL, written, position, build_literal(units, written, groups, len(written) - len(unit))
        )
    except UnitError as error:
        mend = error.mend
        if any(sign in unit for sign in "/*"):
            mend += "; if this is a quantity and no unit, put spaces around the operator"
        raise UnitError(error.message, mend.removeprefix("; "), error.offset + position) from None


def _check_apart(tokens: list[Token], token: Token) -> None:
    """UnitError when two names or numbers stand side by side, as in `10B tasks`."""
    before = tokens[-1] if tokens else None
    if before is None or before.kind == OP or before.text in KEYWORDS or token.text in KEYWORDS:
        return
    if before.literal is not None and before.literal.unit.text == "B" and token.kind == NAME:
        fault = billions(f"{before.text} {token.text}", before.literal.number, token.text)
        raise fault.shifted(before.offset)
    raise UnitError(
        f"no operator between {excerpt(before.text)} and {excerpt(token.text)}",
        "write units without spaces inside, operators with spaces around them",
        token.offset,
    )


def _stray(text: str, position: int) -> UnitError:
    char = text[position]
    if char.isdigit() or char.isnumeric():
        return UnitError(f"{excerpt(char)} is a digit that is not 0 to 9", "write plain digits", position)
    return UnitError(
        f"{excerpt(char)} has no place in an expression",
        _MENDS.get(char, "an expression has names, numbers, + - * / ** and comparisons"),
        position,
    )
