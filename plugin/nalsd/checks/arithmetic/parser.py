"""The grammar of estimates: operands with their words and units, signs, brackets, powers, fractions."""

from __future__ import annotations

from nalsd.checks.arithmetic import words as kinds
from nalsd.checks.arithmetic.operands import NoExpression, Operands
from nalsd.checks.arithmetic.quantities import NOTHING
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, Unary
from nalsd.checks.arithmetic.words import (
    ABOUT,
    ABOUT_WORDS,
    ADVERBS,
    CLOSE,
    COMMAND,
    DIVIDE,
    FUNCTIONS,
    MINUS,
    MONEY,
    MULTIPLES,
    NUMBER,
    NUMBER_WORDS,
    OPEN,
    OPERATOR,
    OPERATOR_WORDS,
    PERCENT,
    PLUS,
    POWER,
    RATIO,
    SCALE_NAMES,
    TIMES,
    WORD,
)

DEEPEST = 24
_BEGINNINGS = FUNCTIONS | MULTIPLES.keys() | NUMBER_WORDS.keys() | SCALE_NAMES
LONGEST = 120
"""Tokens of one expression."""


class Parser(Operands):
    """Reads one expression from a place in a list of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self.depth = 0
        self.prose = False
        """Whether `at`, `with`, `for` and a comma may stand for a product."""
        self.result = False
        """Whether a result is read, after which a sum in brackets is a remark."""

    def read(self, start: int, stop: int) -> tuple[Node, int]:
        """The longest expression from `start`, and the place after it. NoExpression where none begins."""
        self.position, self.depth, self.open = start, 0, 0
        self.stop = min(stop, start + LONGEST)
        return self._sum(), self.position

    def _sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NoExpression
        depth, opened = self.depth, self.open
        left = self._product()
        while (sign := self._sum_sign()) is not None and not self._dash():
            mark, tight = self.position, self._tight()
            self.position += 1
            self.position = self._named() or self.position
            try:
                right = self._product()
            except NoExpression:
                self.position, self.depth, self.open = mark, depth, opened
                break
            left = Binary(sign, left, right, left.start, right.end, sign == MINUS and tight)
        self.depth -= 1
        return left

    def _product(self) -> Node:
        left = self._signed()
        depth, opened = self.depth, self.open
        while (joint := self._joint(left)) is not None:
            sign, joined, mark = joint
            try:
                right = self._signed()
            except NoExpression:
                self.position, self.depth, self.open = mark, depth, opened
                return left
            left = Binary(sign, left, right, left.start, right.end, joined)
        return left

    def _joint(self, left: Node) -> tuple[str, bool, int] | None:
        """What joins the next factor: the sign, whether it is left away, and the place to go back to."""
        mark = self.position
        token = self._at()
        if token is None:
            return None
        match token.kind:
            case kinds.OPERATOR if token.text in (TIMES, DIVIDE):
                return self._factor(token.text, mark)
            case kinds.WORD:
                return self._joined_by_word(token, left, mark)
            case kinds.JUNK if token.text == "@" and self._at_price(left):
                self.position += 1
                return TIMES, False, mark
            case kinds.CLOSE if self._closes_nothing():
                self.position += 1
                return self._factor(self.tokens[self.position].text, mark + 1, joined=True)
            case kinds.COMMA if self._listed(left):
                self.position += 1
                return TIMES, True, mark
            case kinds.COLON if self._ratio():
                self.position += 1
                return DIVIDE, False, mark
            case kinds.PERCENT if self._modulo():
                self.position += 1
                return "mod", False, mark
            case kinds.OPEN | kinds.NUMBER if self._juxtaposed(token, left):
                return TIMES, True, mark
        return None

    def _joined_by_word(self, token: Token, left: Node, mark: int) -> tuple[str, bool, int] | None:
        sign = OPERATOR_WORDS.get(token.text)
        if sign in (TIMES, DIVIDE) and self._operand_follows(1):
            return self._factor(sign, mark)
        lower = token.text.lower()
        if (lower == "of" and _is_share(left)) or (lower == "at" and self._at_price(left)):
            self.position += 1
            return TIMES, False, mark
        if self._counted_by(left):
            self.position += 1
            return TIMES, True, mark
        return None

    def _factor(self, sign: str, mark: int, joined: bool = False) -> tuple[str, bool, int]:
        self.position += 1
        if self._is(WORD, "by"):
            self.position += 1
        described = self._described()
        if described is not None:
            self.position = described
        return sign, joined, mark

    def _tight(self) -> bool:
        """`10-20`: more often a range than a difference."""
        token, after = self._at(), self._at(1)
        return token is not None and after is not None and not token.spaced and not after.spaced

    def _dash(self) -> bool:
        """`five copies- 25 × 5`: a hyphen that leans on a word opens something new."""
        token, after = self._at(), self._at(1)
        return (
            token is not None
            and after is not None
            and after.spaced
            and not token.spaced
            and self.tokens[self.position - 1].kind == WORD
            and token.text == MINUS
        )

    def _sum_sign(self) -> str | None:
        token = self._at()
        if token is None:
            return None
        if token.kind == OPERATOR and token.text in (PLUS, MINUS):
            return token.text
        return OPERATOR_WORDS[token.text] if token.kind == WORD and token.text in ("plus", "minus") else None

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

    def _counted_by(self, left: Node) -> bool:
        """`10M photos at 200 KB`, `1,000 users with 5 posts`, `40/s for 1 day`: most likely a product."""
        token, after = self._at(), self._at(1)
        if token is None or after is None or token.kind != WORD or not isinstance(left, Leaf):
            return False
        return (
            self.prose
            and left.named
            and token.text.lower() in ("at", "with", "for")
            and after.kind in (NUMBER, ABOUT)
        )

    def _listed(self, left: Node) -> bool:
        """`12,000 photos, 3 MB each`, `40M users, 20% online`: a count, and how much of each."""
        if not self.prose or not isinstance(left, Leaf) or not left.named:
            return False
        return self._operand_follows(1)

    def _at_price(self, left: Node) -> bool:
        """`12 PB at $20/TB/month`: a quantity at what one of it costs."""
        place = self.position + 1
        while place < self.stop and self.tokens[place].kind == ABOUT:
            place += 1
        priced = place < self.stop and self.tokens[place].kind == MONEY
        return priced and isinstance(left, Leaf)

    def _closes_nothing(self) -> bool:
        """A closing bracket too many before a sign: `(a × b) × 1.25) / 2`."""
        after = self._at(1)
        return (
            not self.open and after is not None and after.kind == OPERATOR and after.text in (TIMES, DIVIDE)
        )

    def _ratio(self) -> bool:
        """`34,722 : 115 = 300:1`, only where the result is written as a ratio too."""
        after = self._at(1)
        if after is None or after.kind != NUMBER:
            return False
        return self.stop < len(self.tokens) and any(
            each.kind == RATIO for each in self.tokens[self.stop : self.stop + 5]
        )

    def _modulo(self) -> bool:
        token, after = self._at(), self._at(1)
        return token is not None and token.spaced and after is not None and after.kind == NUMBER

    def _juxtaposed(self, token: Token, left: Node) -> bool:
        """`200M (2 + 5) 20`: brackets with a sum in them beside a number multiply."""
        if token.kind == OPEN:
            remark = self.result and token.spaced and isinstance(left, Leaf) and left.named
            return not remark and self._bracket_is_sum()
        before = self.tokens[self.position - 1] if self.position else None
        return before is not None and before.kind == CLOSE and isinstance(left, Binary)

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
            operand = self._power()
            return operand if token.text == PLUS else Unary("-", operand, token.start, operand.end)
        if token.kind == OPERATOR and token.text == TIMES:  # emphasis that opens before a number
            after = self._at(1)
            if after is None or after.spaced or after.kind not in (NUMBER, ABOUT, MONEY):
                raise NoExpression
            self.position += 1
        return self._power()

    def _power(self) -> Node:
        base = self._primary()
        token = self._at()
        if (
            isinstance(base, Leaf)
            and base.named
            and base.meanings == (NOTHING,)
            and self._is(OPERATOR, POWER)
        ):
            self.position += 1  # of the unit: `4 m^2`
            self._exponent()
            self._read_unit(base)
            return base
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


def _is_share(node: Node) -> bool:
    return isinstance(node, Leaf) and any(meaning.percent for meaning in node.meanings)


def begins(token: Token) -> bool:
    """Whether an expression can begin with this token."""
    if token.kind in (NUMBER, OPEN, COMMAND, MONEY, ABOUT):
        return True
    if token.kind == WORD:
        return token.text.lower() in _BEGINNINGS
    return token.kind == OPERATOR and token.text == MINUS and not token.spaced
