"""Operands: a number with its marks, words and unit, a bracket, a function, a fraction of TeX."""

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
    COMMA,
    COMMAND,
    DIVIDE,
    FUNCTIONS,
    JUNK,
    MONEY,
    MULTIPLES,
    NUMBER,
    NUMBER_WORDS,
    OPEN,
    OPERATOR,
    PLUS,
    POWER,
    RATIO,
    RELATION,
    SCALE_NAMES,
    STOP_WORDS,
    TIMES,
    WORD,
)

DOTS = ([".", "."], ["…"])
"""What stands behind digits that are not all printed."""
MONEY_UNIT = Meaning(powers=(0, 0, 1), written="USD")


MOST_DESCRIBING = 6
"""Words between a sign and its number, as in `× an average size of 2 MB`."""


MOST_NAMING = 3
"""Words of a name between a sign and its number, as in `× replication factor 3`."""


_NO_NAMES = STOP_WORDS | FUNCTIONS | NUMBER_WORDS.keys() | {"every", "each", "per", "a", "an"}
_NO_NAMES |= {"sin", "cos", "tan", "exp", "abs", "mod"}


class NoExpression(Exception):
    """The tokens from here on are no expression."""


class Operands:
    """Reads operands from a list of tokens; what joins them is read by `Parser`."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.stop = 0
        self.open = 0
        """Brackets that are open."""
        self.words = UnitWords(tokens)

    def _sum(self) -> Node:
        raise NotImplementedError

    def _at(self, offset: int = 0) -> Token | None:
        place = self.position + offset
        return self.tokens[place] if place < self.stop else None

    def _bracket(self) -> Node:
        opening = self._at()
        self.position += 1
        self.open += 1
        inner = self._sum()
        self.open -= 1
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
            return self._leaf(number, about, bound, money=token.text)
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
            if token.text.lower() in MULTIPLES:
                return self._multiple(token)
            if token.text.lower() in SCALE_NAMES and not self._after_word():
                number = Token(NUMBER, token.text, token.start, token.start, 1.0, "1")
                self.position -= 1  # the scale is read as the word after a one
                return self._leaf(number, about, bound, spelled=True)
            if token.text.lower() in NUMBER_WORDS:
                value = NUMBER_WORDS[token.text.lower()]
                number = Token(NUMBER, token.text, token.start, token.end, value, f"{value:g}")
                return self._leaf(number, about, bound, spelled=True)
        raise NoExpression

    def _after_word(self) -> bool:
        """Whether a word that may be a number stands before: `several million`, `a third of a million`."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        words = [token.text.lower() for token in before if token.kind == WORD]
        return bool(words) and (words[-1] != "a" or words[0] == "of") and before[-1].kind == WORD

    def _multiple(self, word: Token) -> Node:
        """`half of 40M`, `twice 300`."""
        self.position += 1
        for between in ("of", "a"):
            self.position += self._is(WORD, between)
        operand = self._primary()
        value = MULTIPLES[word.text.lower()]
        times = Leaf(value, f"{value:g}", word.start, word.end)
        return Binary(TIMES, times, operand, word.start, operand.end)

    def _marks(self) -> tuple[bool, bool]:
        about = bound = False
        while (token := self._at()) is not None:
            if (
                token.kind == ABOUT
                or (token.kind == WORD and token.text.lower() in ABOUT_WORDS)
                or (token.kind == RELATION and token.text == "≈")
            ):
                about = True
            elif token.kind == WORD and (token.text.lower() in BOUNDS or (bound and token.text == "to")):
                bound = True  # `up to 5`
            elif token.kind != WORD or token.text.lower() not in ADVERBS or not self._number_next():
                return about, bound
            self.position += 1
        return about, bound

    def _described(self) -> int | None:
        """The place of the number in `× a short video of 2 MB`: words that end with `of`, or None.

        A name does without: `× replication factor 3`, `× opt-in 10%`.
        """
        named = self._named()
        if named is not None:
            return named
        for place in range(self.position, min(self.stop - 1, self.position + MOST_DESCRIBING)):
            token = self.tokens[place]
            if token.kind != WORD or token.text.lower() in BOUNDS:
                return None
            if token.text.lower() == "of" and place > self.position:
                return place + 1 if self.tokens[place + 1].kind in (NUMBER, ABOUT, MONEY) else None
        return None

    def _named(self) -> int | None:
        for place in range(self.position, min(self.stop, self.position + MOST_NAMING + 1)):
            token = self.tokens[place]
            if token.kind in (NUMBER, ABOUT, MONEY):
                return place if place > self.position else None
            lower = token.text.lower()
            if token.kind != WORD or lower in _NO_NAMES:
                return None
            if len(lower) < 2:
                return None
        return None

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

    def _leaf(self, number: Token, about: bool, bound: bool, money: str = "", spelled: bool = False) -> Node:
        self.position += 1
        about = about or self._breaks_off(number)
        leaf = Leaf(number.value, number.digits, number.start, number.end, about=about, bound=bound)
        leaf.spelled = spelled
        if (token := self._at()) is not None and token.kind == RATIO:
            self.position += 1
            leaf.ratio, leaf.end = True, token.end
            return leaf
        if (token := self._at()) is not None and token.kind == OPERATOR and token.text == POWER:
            if money:
                raise NoExpression
            return leaf
        leaf.money = money or self._currency(leaf)
        self._read_unit(leaf)
        leaf.money = leaf.money or self._currency(leaf)
        if not leaf.money and (longer := self._compound(leaf)) is not None:
            return longer
        if leaf.money:
            leaf.meanings = tuple(_with_money(each) for each in leaf.meanings)
        return leaf

    def _breaks_off(self, number: Token) -> bool:
        """`0.333...`: digits that go on."""
        rest = self.tokens[self.position : self.position + 2]
        return len(rest) > 0 and rest[0].start == number.end and [token.text for token in rest] in DOTS

    def _currency(self, leaf: Leaf) -> str:
        """`5 €`, `5M€`: a sign of money behind its number; empty where there is none."""
        sign, after = self._at(), self._at(1)
        if sign is None or sign.kind != MONEY:
            return ""
        if after is not None and after.kind == NUMBER and not after.spaced:
            return ""
        self.position += 1
        leaf.end, leaf.named = sign.end, True
        return sign.text

    def _read_unit(self, leaf: Leaf) -> None:
        meanings, position, end = self.words.after(self.position, self.stop)
        if position > self.position:
            leaf.meanings, leaf.named = meanings, True
            leaf.noun, leaf.per = self.words.noun, self.words.per
            leaf.end = max(leaf.end, end)
            self.position = position
        token = self._at()
        if token is not None and token.kind == OPERATOR and token.text == PLUS:
            after = self._at(1)
            if not token.spaced and (after is None or after.kind not in (NUMBER, OPEN, MONEY, ABOUT)):
                self.position += 1
                leaf.bound = True
                if not leaf.named:
                    self._read_unit(leaf)

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
        if token is not None and token.kind == JUNK:
            raise NoExpression
        if name in ("max", "min"):
            return self._extreme(name)
        operand = self._braces()
        shown = {"ceiling": "ceil", "roundup": "ceil", "lg": "log"}.get(name, name)
        return Unary(shown, operand, start, operand.end, base)

    def _extreme(self, name: str) -> Node:
        """`max(5, 8)`."""
        opening = self._at()
        if opening is None or opening.kind != OPEN:
            raise NoExpression
        self.position += 1
        self.open += 1
        node = self._sum()
        while self._is(COMMA, ","):
            self.position += 1
            other = self._sum()
            node = Binary(name, node, other, opening.start, other.end)
        self.open -= 1
        closing = self._at()
        if closing is None or closing.kind != CLOSE or not isinstance(node, Binary):
            raise NoExpression
        self.position += 1
        return node

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
