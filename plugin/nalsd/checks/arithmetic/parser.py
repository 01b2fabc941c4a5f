"""The grammar of estimates: operands with their words and units, signs, brackets, powers, fractions."""

from __future__ import annotations

from nalsd.checks.arithmetic.quantities import NOTHING, Meaning, product, scaled, unit_meanings
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, Postfix, Unary
from nalsd.checks.arithmetic.unitwords import UnitWords
from nalsd.checks.arithmetic.words import (
    ABOUT,
    ABOUT_WORDS,
    ADVERBS,
    BOUNDS,
    CLOSE,
    COLON,
    COMMA,
    COMMAND,
    DIVIDE,
    FUNCTIONS,
    JUNK,
    MINUS,
    MONEY,
    NUMBER,
    NUMBER_WORDS,
    OPEN,
    OPERATOR,
    OPERATOR_WORDS,
    PERCENT,
    PLUS,
    POWER,
    RATIO,
    RELATION,
    TIMES,
    WORD,
)

DEEPEST = 24
LONGEST = 120
"""Tokens of one expression."""

MONEY_UNIT = Meaning(powers=(0, 0, 1), written="USD")


class NoExpression(Exception):
    """The tokens from here on are no expression."""


class Parser:
    """Reads one expression from a place in a list of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.stop = 0
        self.depth = 0
        self.words = UnitWords(tokens)

    def read(self, start: int, stop: int) -> tuple[Node, int]:
        """The longest expression from `start`, and the place after it. NoExpression where none begins."""
        self.position, self.depth = start, 0
        self.stop = min(stop, start + LONGEST)
        return self._sum(), self.position

    def _at(self, offset: int = 0) -> Token | None:
        place = self.position + offset
        return self.tokens[place] if place < self.stop else None

    def _sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NoExpression
        left = self._product()
        while (sign := self._sign(PLUS, MINUS)) is not None:
            mark, tight = self.position, self._tight()
            self.position += 1
            try:
                right = self._product()
            except NoExpression:
                self.position = mark
                break
            left = Binary(sign, left, right, left.start, right.end, sign == MINUS and tight)
        self.depth -= 1
        return left

    def _product(self) -> Node:
        left = self._signed()
        while True:
            mark = self.position
            sign, joined = self._sign(TIMES, DIVIDE), False
            if sign is not None:
                self.position += 1
                if self._is(WORD, "by"):
                    self.position += 1
            elif (self._is(WORD, "of") and _is_share(left)) or self._at_price(left):
                sign, self.position = TIMES, mark + 1
            elif self._ratio():
                sign, self.position = DIVIDE, mark + 1
            elif self._modulo():
                sign, self.position = "mod", mark + 1
            elif self._juxtaposed(left):
                sign, joined = TIMES, True
            else:
                return left
            try:
                right = self._signed()
            except NoExpression:
                self.position = mark
                return left
            left = Binary(sign, left, right, left.start, right.end, joined)

    def _tight(self) -> bool:
        """`10-20`: more often a range than a difference."""
        token, after = self._at(), self._at(1)
        return token is not None and after is not None and not token.spaced and not after.spaced

    def _sign(self, *wanted: str) -> str | None:
        token = self._at()
        if token is None:
            return None
        if token.kind == OPERATOR and token.text in wanted:
            return token.text
        if token.kind == WORD and TIMES in wanted:
            sign = OPERATOR_WORDS.get(token.text)
            return sign if sign in wanted and self._operand_follows(1) else None
        if token.kind == WORD and token.text in ("plus", "minus"):
            return OPERATOR_WORDS[token.text]
        return None

    def _operand_follows(self, offset: int) -> bool:
        """Whether a number, a bracket or a variable follows: `5 times 3`, but not `200 times a second`."""
        token = self._at(offset)
        while token is not None and (token.kind in (ABOUT, MONEY) or token.text == "by"):
            offset += 1
            token = self._at(offset)
        if token is None:
            return False
        if token.kind in (NUMBER, OPEN, COMMAND):
            return True
        return token.kind == WORD and (
            token.text in ABOUT_WORDS or token.text.lower() in NUMBER_WORDS or token.text in ADVERBS
        )

    def _at_price(self, left: Node) -> bool:
        """`12 PB at $20/TB/month`: a quantity at what one of it costs."""
        if not (self._is(WORD, "at") or self._is(JUNK, "@")):
            return False
        place = self.position + 1
        while place < self.stop and self.tokens[place].kind == ABOUT:
            place += 1
        priced = place < self.stop and self.tokens[place].kind == MONEY
        return priced and isinstance(left, Leaf)

    def _ratio(self) -> bool:
        """`34,722 : 115 = 300:1`, only where the result is written as a ratio too."""
        token, after = self._at(), self._at(1)
        if token is None or token.kind != COLON or after is None or after.kind != NUMBER:
            return False
        return self.stop < len(self.tokens) and any(
            each.kind == RATIO for each in self.tokens[self.stop : self.stop + 5]
        )

    def _modulo(self) -> bool:
        token, after = self._at(), self._at(1)
        return (
            token is not None
            and token.kind == PERCENT
            and token.spaced
            and after is not None
            and after.kind == NUMBER
        )

    def _juxtaposed(self, left: Node) -> bool:
        """`200M (2 + 5) 20`: brackets with a sum in them beside a number multiply."""
        token = self._at()
        if token is None:
            return False
        if token.kind == OPEN:
            return self._bracket_is_sum()
        before = self.tokens[self.position - 1] if self.position else None
        return (
            token.kind == NUMBER and before is not None and before.kind == CLOSE and isinstance(left, Binary)
        )

    def _bracket_is_sum(self) -> bool:
        numbers = signs = 0
        for place in range(self.position + 1, min(self.stop, self.position + 30)):
            token = self.tokens[place]
            if token.kind == CLOSE:
                return numbers >= 2 and signs >= 1
            if token.kind == NUMBER:
                numbers += 1
            elif token.kind == OPERATOR:
                signs += 1
            elif token.kind not in (WORD, MONEY, ABOUT, PERCENT):
                return False
        return False

    def _signed(self) -> Node:
        token = self._at()
        if token is None:
            raise NoExpression
        if token.kind == OPERATOR and token.text in (MINUS, PLUS):
            after = self._at(1)
            if after is None or after.kind not in (NUMBER, OPEN, MONEY, COMMAND):
                raise NoExpression
            self.position += 1
            operand = self._signed_once()
            return operand if token.text == PLUS else Unary("-", operand, token.start, operand.end)
        if token.kind == OPERATOR and token.text == TIMES:  # emphasis that opens before a number
            after = self._at(1)
            if after is None or after.spaced or after.kind not in (NUMBER, ABOUT, MONEY):
                raise NoExpression
            self.position += 1
        return self._power()

    def _signed_once(self) -> Node:
        return self._power()

    def _power(self) -> Node:
        base = self._primary()
        token = self._at()
        if token is not None and token.kind == OPERATOR and token.text == POWER:
            self.position += 1
            exponent = self._exponent()
            base = self._with_unit(Binary(POWER, base, exponent, base.start, exponent.end))
        return base

    def _exponent(self) -> Node:
        token = self._at()
        negative = token is not None and token.kind == OPERATOR and token.text == MINUS
        if negative:
            self.position += 1
            token = self._at()
        if token is None:
            raise NoExpression
        self.depth += 1
        if self.depth > DEEPEST:
            raise NoExpression
        node: Node
        if token.kind == OPEN:
            node = self._bracket()
        elif token.kind == NUMBER:
            self.position += 1
            node = Leaf(token.value, token.digits, token.start, token.end)
        else:
            raise NoExpression
        after = self._at()
        if after is not None and after.kind == OPERATOR and after.text == POWER:
            self.position += 1
            power = self._exponent()
            node = Binary(POWER, node, power, node.start, power.end)
        self.depth -= 1
        return Unary("-", node, node.start, node.end) if negative else node

    def _bracket(self) -> Node:
        opening = self._at()
        self.position += 1
        inner = self._sum()
        closing = self._at()
        if opening is None or closing is None or closing.kind != CLOSE:
            raise NoExpression
        self.position += 1
        if opening.text in ("⌈", "lceil") and closing.text in ("⌉", "rceil"):
            return Unary("ceil", inner, opening.start, closing.end)
        if opening.text in ("⌊", "lfloor") and closing.text in ("⌋", "rfloor"):
            return Unary("floor", inner, opening.start, closing.end)
        inner.end = closing.end
        inner.start = min(inner.start, opening.start) if not isinstance(inner, Leaf) else inner.start
        return inner

    def _primary(self) -> Node:
        about, bound = self._marks()
        token = self._at()
        if token is None:
            raise NoExpression
        if token.kind == MONEY:
            self.position += 1
            number = self._at()
            if number is None or number.kind != NUMBER:
                raise NoExpression
            return self._leaf(number, about, bound, money=True)
        if token.kind == NUMBER:
            return self._leaf(token, about, bound)
        if token.kind == OPEN:
            return self._with_unit(self._bracket())
        if token.kind == COMMAND:
            return self._with_unit(self._command(token))
        if token.kind == WORD:
            after = self._at(1)
            if token.text.lower() in FUNCTIONS and after is not None and after.kind == OPEN:
                self.position += 1
                return self._with_unit(self._function(token.text.lower(), token.start))
            if token.text.lower() in NUMBER_WORDS:
                value = NUMBER_WORDS[token.text.lower()]
                return self._leaf(
                    Token(NUMBER, token.text, token.start, token.end, value, f"{value:g}"), about, bound
                )
        raise NoExpression

    def _marks(self) -> tuple[bool, bool]:
        about = bound = False
        while (token := self._at()) is not None:
            if (
                token.kind == ABOUT
                or (token.kind == WORD and token.text.lower() in ABOUT_WORDS)
                or (token.kind == RELATION and token.text == "≈")
            ):
                about = True
            elif token.kind == WORD and token.text.lower() in BOUNDS:
                bound = True
            elif token.kind != WORD or token.text.lower() not in ADVERBS or not self._number_next():
                return about, bound
            self.position += 1
        return about, bound

    def _number_next(self) -> bool:
        after = self._at(1)
        return after is not None and (
            after.kind in (NUMBER, ABOUT, MONEY)
            or (after.kind == WORD and after.text.lower() in (ADVERBS | ABOUT_WORDS | {"of"}))
        )

    def _compound(self, leaf: Leaf) -> Node | None:
        """A duration in parts: `8h 45min 57s`."""
        token, unit = self._at(), self._at(1)
        if token is None or unit is None or token.kind != NUMBER or unit.kind != WORD:
            return None
        if leaf.meanings[0].powers != (0, 1, 0):
            return None
        shorter = unit_meanings("min" if unit.text == "m" else unit.text)
        if not shorter or shorter[0].powers != (0, 1, 0) or shorter[0].factor >= leaf.meanings[0].factor:
            return None
        self.position += 2
        rest: Node = Leaf(token.value, token.digits, token.start, unit.end, shorter[:1], named=True)
        assert isinstance(rest, Leaf)
        rest = self._compound(rest) or rest
        return Binary(PLUS, leaf, rest, leaf.start, rest.end)

    def _leaf(self, number: Token, about: bool, bound: bool, money: bool = False) -> Node:
        self.position += 1
        leaf = Leaf(number.value, number.digits, number.start, number.end, about=about, bound=bound)
        if (token := self._at()) is not None and token.kind == RATIO:
            self.position += 1
            leaf.ratio, leaf.end = True, token.end
            return leaf
        if (token := self._at()) is not None and token.kind == OPERATOR and token.text == POWER:
            if money:
                raise NoExpression
            return leaf
        self._read_unit(leaf)
        if not money and (longer := self._compound(leaf)) is not None:
            return longer
        if money:
            leaf.meanings = tuple(_with_money(each) for each in leaf.meanings)
        return leaf

    def _read_unit(self, leaf: Leaf) -> None:
        meanings, position, end = self.words.after(self.position, self.stop)
        if position > self.position:
            leaf.meanings, leaf.named, leaf.noun = meanings, True, self.words.noun
            leaf.end = max(leaf.end, end)
            self.position = position
        token = self._at()
        if token is not None and token.kind == OPERATOR and token.text == PLUS:
            after = self._at(1)
            if not token.spaced and (after is None or after.kind not in (NUMBER, OPEN, MONEY, ABOUT)):
                self.position += 1
                leaf.bound = True

    def _with_unit(self, node: Node) -> Node:
        leaf = Leaf(1.0, "1", node.end, node.end)
        self._read_unit(leaf)
        if not leaf.named or leaf.meanings == (NOTHING,):
            return node
        return Postfix(node, leaf, node.start, leaf.end)

    def _command(self, token: Token) -> Node:
        self.position += 1
        name = token.text
        if name.endswith("frac"):
            above, below = self._braces(), self._braces()
            return Binary(DIVIDE, above, below, token.start, below.end)
        if name in ("sqrt", "√"):
            return Unary("sqrt", self._braces(), token.start, self.tokens[self.position - 1].end)
        return self._function(name, token.start)

    def _braces(self) -> Node:
        token = self._at()
        if token is not None and token.kind == NUMBER:
            self.position += 1
            return Leaf(token.value, token.digits, token.start, token.end)
        if token is None or token.kind != OPEN:
            raise NoExpression
        return self._bracket()

    def _function(self, name: str, start: int) -> Node:
        base: Node | None = None
        token = self._at()
        if name in ("max", "min") or (token is not None and token.kind == JUNK):
            raise NoExpression
        operand = self._braces()
        shown = {"ceiling": "ceil", "roundup": "ceil", "lg": "log"}.get(name, name)
        return Unary(shown, operand, start, operand.end, base)

    def _is(self, kind: str, text: str) -> bool:
        token = self._at()
        return token is not None and token.kind == kind and token.text == text


def _with_money(meaning: Meaning) -> Meaning:
    if meaning is NOTHING:
        return MONEY_UNIT
    if meaning.powers == (0, 0, 0) and meaning.factor == 1:
        return scaled(meaning, MONEY_UNIT)
    joined = product(MONEY_UNIT, Meaning(factor=meaning.factor, blind=meaning.blind, powers=meaning.powers))
    return scaled(Meaning(scale=meaning.scale, written=meaning.written), joined)


def _is_share(node: Node) -> bool:
    return isinstance(node, Leaf) and any(meaning.percent for meaning in node.meanings)


def begins(token: Token) -> bool:
    """Whether an expression can begin with this token."""
    if token.kind in (NUMBER, OPEN, COMMAND, MONEY, ABOUT):
        return True
    if token.kind == WORD:
        return token.text.lower() in FUNCTIONS or token.text.lower() in NUMBER_WORDS
    return token.kind == OPERATOR and token.text == MINUS and not token.spaced


__all__ = ["COLON", "COMMA", "NoExpression", "Parser", "begins"]
