"""Reads the sides of a relation: where an expression begins and ends, and whether that is in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.checks.arithmetic.operands import MOST_NAMING, NoExpression
from nalsd.checks.arithmetic.parser import Parser, begins
from nalsd.checks.arithmetic.quantities import PLAIN, scale_meaning, unit_meanings
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Binary, Node, shape
from nalsd.checks.arithmetic.words import (
    ABOUT,
    BREAK,
    CLOSE,
    COLON,
    COMMA,
    JUNK,
    MINUS,
    MONEY,
    NUMBER,
    OPEN,
    OPERATOR,
    PERCENT,
    PLUS,
    RELATION,
    STOP_WORDS,
    WORD,
)

LONGEST_SIDE = 90
MOST_STARTS = 24
LONGEST_TAIL = 6
LONGEST_PAUSE = 5
"""Tokens between a result and the sign that goes on with it."""
LONGEST_UNREAD = 40
MOST_LEADING = 2
"""Words between a sign and its result."""
_TAIL = frozenset({"of", "in", "at", "on", "per", "the", "a", "an", "total", "our"})
"""Small words that may stand between a sum and its sign: `86,400 s of video =`."""
_INTRODUCING = frozenset({"which", "that", "this", "so", "it", "and", "or"})
_LEANING = frozenset(
    {"per", "by", "of", "times", "plus", "minus", "than", "half", "twice", "double", "in", "over", "x", "at"}
)


@dataclass(slots=True)
class Side:
    """One side of a relation that could be read."""

    node: Node
    first: int
    after: int
    doubt: bool = False
    parts: Node | None = None
    """The sum, where a result is said in two parts: `20 TB of text and 2 PB of media`."""


class SideReader:
    """Reads sides from the tokens of one line."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.parser = Parser(tokens)

    def left(self, begin: int, place: int, prose: bool = False) -> Side | None:
        """The longest expression that ends at the relation; with `prose`, words may stand for a product."""
        if self._assigns(place):
            return None
        place = self._before_words(begin, place)
        self.parser.prose = prose
        side = self._longest(self._after_break(max(begin, place - LONGEST_SIDE), place), place)
        self.parser.prose = False
        return side

    def right(self, start: int, stop: int) -> Side | None:
        """The longest expression that begins after the relation."""
        stop = min(stop, start + LONGEST_SIDE)
        while start < stop and self._is_sign(start, "*"):
            start += 1
        if start < stop and self.tokens[start].kind == WORD and self.tokens[start].text.lower() == "us":
            start += 1  # `gives us`
        start = self._after_remark(start, stop)
        if start >= stop:
            return None
        self.parser.result = True
        try:
            node, after = self.parser.read(start, stop)
        except NoExpression:
            return None
        finally:
            self.parser.result = False
        if not self._may_end(after, stop):
            return None
        return Side(node, start, after, parts=self._in_parts(node, after, stop))

    def right_after_words(self, start: int, stop: int) -> Side | None:
        """`= save 400 TB`, `= peak load 2M`: the number behind a word or two, if one stands there."""
        place = start
        while place < min(stop, start + MOST_LEADING) and self.tokens[place].kind == WORD:
            if self.tokens[place].text.lower() in STOP_WORDS:
                return None
            place += 1
        if place == start or place >= stop or self.tokens[place].kind not in (NUMBER, ABOUT, MONEY):
            return None
        return self.right(place, stop)

    def _in_parts(self, node: Node, after: int, stop: int) -> Node | None:
        here = after
        while here < min(stop - 1, after + LONGEST_PAUSE) and self.tokens[here].kind == WORD:
            if self.tokens[here].text.lower() == "and":
                try:
                    other, _ = self.parser.read(here + 1, stop)
                except NoExpression:
                    return None
                kinds = [leaf.meanings[0].powers for leaf in (*shape(node).leaves, *shape(other).leaves)]
                alike = len(kinds) == 2 and kinds[0] == kinds[1] != PLAIN
                return Binary(PLUS, node, other, node.start, other.end) if alike else None
            here += 1
        return None

    def reaches(self, side: Side, place: int) -> bool:
        """Whether a right side is the left side of the next relation."""
        return not self._assigns(place) and self._only_tail(side.after, self._before_words(side.after, place))

    def only_listed(self, side: Side) -> bool:
        """Whether no more than a comma joins a side: `20M users, 30 requests`, but not `..., 3 MB each`."""
        commas = any(token.kind == COMMA for token in self.tokens[side.first : side.after])
        return commas and shape(side.node).leaves[-1].per != "each"

    def gone_on(self, side: Side, place: int) -> Side | None:
        """`= 40 TB of text × 365 =`: a right side that the author multiplies or divides after a pause."""
        here = side.after
        while here < place and self.tokens[here].kind in (WORD, COMMA):
            here += 1
        if not side.after < here < min(place, side.after + LONGEST_PAUSE):
            return None
        sign = self.tokens[here]
        if sign.kind != OPERATOR or sign.text not in "*/" or not sign.spaced:
            return None
        try:
            factor, after = self.parser.read(here + 1, place)
        except NoExpression:
            return None
        if not self._only_tail(after, place):
            return None
        node = Binary(sign.text, side.node, factor, side.node.start, factor.end)
        return Side(node, side.first, after, doubt=bool(shape(factor).signs))

    def is_arithmetic(self, left: Side | None, begin: int, place: int) -> bool:
        """Whether what could not be read is a sum with a number in it, and no mere formula of names."""
        if left is not None:
            return bool(shape(left.node).signs)
        if place and self.tokens[place - 1].kind == OPEN:
            return False  # `5 × 20 MB (= 0.1 GB)`, read as an aside
        numbers = signs = 0
        for here in range(place - 1, max(begin, place - LONGEST_UNREAD) - 1, -1):
            token = self.tokens[here]
            if token.kind in (BREAK, COLON, RELATION):
                break
            numbers += token.kind == NUMBER
            signs += token.kind == OPERATOR
        return bool(numbers and signs)

    def has_number(self, right: Side | None, start: int, stop: int) -> bool:
        """Whether the right side has a number near its beginning."""
        if right is not None:
            return True
        return any(token.kind == NUMBER for token in self.tokens[start : min(stop, start + 6)])

    def begin_of(self, begin: int, place: int) -> int:
        """The offset at which a side that could not be read begins."""
        first = max(begin, place - LONGEST_UNREAD)
        for here in range(place - 1, first - 1, -1):
            if self.tokens[here].kind in (BREAK, COLON):
                return self.tokens[here + 1].start
        return self.tokens[first].start if place else 0

    def end_of(self, right: Side | None, start: int, stop: int) -> int:
        """The offset at which the right side ends."""
        if right is not None:
            return right.node.end
        last = min(stop, start + 6, len(self.tokens)) - 1
        return self.tokens[last].end if last >= 0 else 0

    def _longest(self, begin: int, place: int) -> Side | None:
        tried = 0
        for start in range(begin, place):
            if not begins(self.tokens[start]) or self._dash(start):
                continue
            tried += 1
            if tried > MOST_STARTS:
                break
            try:
                node, after = self.parser.read(start, place)
            except NoExpression:
                continue
            if not self._only_tail(after, place):
                continue
            if self._called(start):
                return None
            clean = self._begins_cleanly(start, begin, node)
            return None if clean is None else Side(node, start, after, not clean)
        return None

    def _after_break(self, begin: int, place: int) -> int:
        for here in range(place - 1, begin - 1, -1):
            if self.tokens[here].kind == BREAK:
                return here + 1
        return begin

    def _is_sign(self, place: int, sign: str) -> bool:
        return self.tokens[place].kind == OPERATOR and self.tokens[place].text == sign

    def _dash(self, start: int) -> bool:
        """A hyphen that is set off from its number is a dash: `users:- 5 × 3`."""
        return self.tokens[start].kind == OPERATOR and self.tokens[start + 1].spaced

    def _before_words(self, begin: int, place: int) -> int:
        """`5 × 20 KB, which is`: the place after the sum, without the words that lead to `is`."""
        if self.tokens[place].kind != WORD:
            return place
        while place > begin and (
            self.tokens[place - 1].kind == COMMA
            or (self.tokens[place - 1].kind == WORD and self.tokens[place - 1].text.lower() in _INTRODUCING)
        ):
            place -= 1
        return place

    def _assigns(self, place: int) -> bool:
        """`mss=1448`: a name that is given a value, and not the last word of a sum."""
        if place == 0 or self.tokens[place].kind != RELATION or self.tokens[place].spaced:
            return False
        name = self.tokens[place - 1]
        return (
            name.kind == WORD
            and name.spaced
            and not unit_meanings(name.text)
            and scale_meaning(name.text) is None
        )

    def _called(self, start: int) -> bool:
        """`f(2 × 3)`, `row[5 - 1]`: an argument or an index, and not a side."""
        opening = start if self.tokens[start].kind == OPEN else start - 1
        if opening < 1 or self.tokens[opening].kind != OPEN or self.tokens[opening].spaced:
            return False
        before = self.tokens[opening - 1]
        return (before.kind == WORD and before.spaced) or before.kind == JUNK

    def _begins_cleanly(self, start: int, begin: int, node: Node) -> bool | None:
        """Whether a side may begin here: False for doubt, None when an operand is missing before it."""
        if start <= begin:
            return True
        token = self.tokens[start - 1]
        if self.tokens[start].opens and token.kind == WORD:
            return True
        if token.kind == OPERATOR:
            return self._after_sign(start, begin, node)
        if token.kind in (NUMBER, JUNK, PERCENT):
            return False
        if token.kind == OPEN and start - 1 > begin and self.tokens[start - 2].kind == OPERATOR:
            return None  # inside of a bracket that could not be read
        if token.kind == WORD:
            if self._ends_a_sum(start - 1, begin):
                return None
            leaning = token.text.lower() in _LEANING and start - 1 > begin
            return not leaning and not self._explains(start, begin)
        return True

    def _ends_a_sum(self, place: int, begin: int) -> bool:
        """`rows + metadata 100 B`: a sum of which only the last number could be read."""
        words = 0
        while place - words >= begin and words < MOST_NAMING and self.tokens[place - words].kind == WORD:
            words += 1
        sign = self.tokens[place - words] if place - words >= begin else None
        return sign is not None and sign.kind == OPERATOR and sign.text == PLUS

    def _explains(self, start: int, begin: int) -> bool:
        """`590 B on wire (52 + 18 + 20) = 23 Gbps`: the bracket says what the number before it is made of."""
        earlier = self.tokens[max(begin, start - LONGEST_TAIL) : start]
        return self.tokens[start].kind == OPEN and any(token.kind == NUMBER for token in earlier)

    def _after_sign(self, start: int, begin: int, node: Node) -> bool | None:
        """Whether the sign before a side is a dash or a mark of emphasis, and no operation."""
        token = self.tokens[start - 1]
        before = self.tokens[start - 2] if start - 2 >= begin else None
        if token.text == MINUS and (before is None or before.kind in (WORD, COLON, CLOSE)):
            return before is None or self._dash_after_words(start - 1, begin, node)
        if token.text == "*":
            emphasis = before is None or before.kind == COLON or not self.tokens[start].spaced
            return True if emphasis else None
        return None

    def _dash_after_words(self, dash: int, begin: int, node: Node) -> bool:
        """`copies- 25 × 5`, `seconds in a day - 24 × 60`: no variable that is lessened."""
        if not self.tokens[dash + 1].spaced:
            return False
        if not self.tokens[dash].spaced:
            return True
        words = 0
        while dash - words > begin and self.tokens[dash - words - 1].kind == WORD:
            words += 1
        return words >= 2 and bool(set(shape(node).signs) & {"*", "/"})

    def _may_end(self, after: int, stop: int) -> bool:
        """Whether a right side may end here: what follows is no part of it that could not be read."""
        token = self.tokens[after] if after < stop else None
        following = self.tokens[after + 1] if after + 1 < stop else None
        if token is None:
            return True
        if token.kind == OPERATOR:
            return self._ends_at_sign(token, following)
        if token.kind in (JUNK, NUMBER):
            return token.opens
        if token.kind == OPEN:
            return following is None or following.text != "mod"
        if token.kind == WORD and following is not None:
            lower = token.text.lower()
            return lower not in ("plus", "minus") and not (lower in ("to", "times") and begins(following))
        return True

    def _ends_at_sign(self, sign: Token, following: Token | None) -> bool:
        """`= 5 - a remark`, `= **5**`: a dash, and marks of emphasis."""
        if sign.text == MINUS:
            return sign.spaced and (following is None or following.kind in (WORD, OPEN))
        if sign.text != "*":
            return False
        if following is None or not sign.spaced or following.kind != WORD:
            return True
        return not following.spaced

    def _after_remark(self, start: int, stop: int) -> int:
        """`= (approx.) 12 MB`: the place after words in brackets."""
        if start >= stop or self.tokens[start].kind != OPEN:
            return start
        for place in range(start + 1, min(stop, start + 5)):
            if self.tokens[place].kind == CLOSE:
                return place + 1 if place > start + 1 else start
            if self.tokens[place].kind not in (WORD, BREAK):
                return start
        return start

    def _only_tail(self, after: int, place: int) -> bool:
        """Whether only words, closing marks or a remark stand between an expression and the relation."""
        words = depth = 0
        for here in range(after, place):
            token = self.tokens[here]
            if token.kind == OPEN:
                depth += 1
            elif token.kind == CLOSE:
                depth = max(0, depth - 1)
            elif depth:
                words += 1
            elif token.kind == OPERATOR and token.text == "*" and here == place - 1:
                continue
            elif token.kind == WORD and (token.text.lower() in _TAIL or token.text.lower() not in STOP_WORDS):
                words += 1
            else:
                return False
            if words > LONGEST_TAIL:
                return False
        return not depth
