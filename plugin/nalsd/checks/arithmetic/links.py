"""From a run of tokens to chains of equations: where each side begins and ends, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nalsd.checks.arithmetic.availability import downtime, share
from nalsd.checks.arithmetic.judge import judge
from nalsd.checks.arithmetic.operands import NoExpression
from nalsd.checks.arithmetic.parser import Parser, begins
from nalsd.checks.arithmetic.quantities import scale_meaning, unit_meanings
from nalsd.checks.arithmetic.sides import OK, Judgement, Link
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Leaf, Node, shape
from nalsd.checks.arithmetic.words import (
    ABOUT,
    ABOUT_WORDS,
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
    RELATION,
    RELATION_WORDS,
    STOP_WORDS,
    WORD,
)

LONGEST_SIDE = 90
MOST_STARTS = 24
LONGEST_TAIL = 6
_TAIL = frozenset({"of", "in", "per", "the", "a", "an", "total", "our"})
"""Small words that may stand between a sum and its sign: `86,400 s of video =`."""
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


@dataclass(slots=True)
class Chain:
    """Sides that hang together: `a = b ≈ c`."""

    start: int
    end: int
    judged: list[Judgement] = field(default_factory=list)
    unread: bool = False
    """Whether some side with a number in it could not be read."""


def chains(tokens: list[Token]) -> Iterator[Chain]:
    """Every chain of equations in a logical line, in order."""
    tokens = _carried_on(tokens)
    reader = _Reader(tokens)
    relations = [place for place, token in enumerate(tokens) if reader.is_relation(place, token)]
    if not relations:
        return
    current: Chain | None = None
    previous: Side | None = None
    for number, place in enumerate(relations):
        stop = relations[number + 1] if number + 1 < len(relations) else len(tokens)
        begin = relations[number - 1] + 1 if number else 0
        linked = previous is not None and reader.reaches(previous, place)
        if linked:
            left = previous
        else:
            if current is not None and (current.judged or current.unread):
                yield current
            current = None
            left = reader.left(max(begin, previous.after if previous else 0), place)
        right = reader.right(place + 1, stop)
        if current is None:
            first = left.node.start if left else tokens[place].start
            current = Chain(first, tokens[place].end)
        if left is not None and right is not None and not _bare(left.node, right.node):
            word = tokens[place].kind != RELATION
            relation = RELATION_WORDS.get(tokens[place].text.lower(), tokens[place].text)
            link = Link(left.node, relation, right.node, doubt=left.doubt or right.doubt, word=word)
            judgement = judge(link) or self_evident(left.node, right.node)
            if not linked and not link.left_shape.signs and (judgement is None or judgement.verdict != OK):
                wider = reader.left(max(begin, previous.after if previous else 0), place, prose=True)
                if wider is not None and shape(wider.node).joined:
                    left, link = wider, Link(wider.node, relation, right.node, doubt=True, word=word)
                    judgement = judge(link)
            if judgement is not None:
                if not current.judged and not current.unread:
                    current.start = left.node.start
                current.judged.append(judgement)
                current.end = max(current.end, right.node.end)
        elif reader.is_arithmetic(left, begin, place) and reader.has_number(right, place + 1, stop):
            current.unread = True
            current.start = min(current.start, reader.begin_of(begin, place))
            current.end = max(current.end, reader.end_of(right, place + 1, stop))
        previous = right
    if current is not None and (current.judged or current.unread):
        yield current


def _carried_on(tokens: list[Token]) -> list[Token]:
    """`200M → / 86,400 = 2.3K`: an arrow or a comma before a sign of operation only separates."""
    return [
        token
        for place, token in enumerate(tokens)
        if not (
            (token.kind == COMMA or (token.kind == RELATION and token.text == "→"))
            and 0 < place < len(tokens) - 2
            and tokens[place + 1].kind == OPERATOR
            and tokens[place + 1].text in "*/"
            and tokens[place + 2].kind == NUMBER
            and tokens[place + 2].spaced
        )
    ]


def _bare(left: Node, right: Node) -> bool:
    """Two numbers without a word: `1 = 1`, `x=50`."""
    return isinstance(left, Leaf) and isinstance(right, Leaf) and not left.named and not right.named


def self_evident(left: Node, right: Node) -> Judgement | None:
    """`99.9% = 8.76 hours a year`: what an availability leaves."""
    available = share(left)
    return downtime(available, right, None) if available is not None and available >= 0.9 else None


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.parser = Parser(tokens)

    def is_relation(self, place: int, token: Token) -> bool:
        if token.kind == RELATION:
            return not self._marks_a_number(place)
        if token.kind == ABOUT:
            return self._stands_between(place)
        if token.kind != WORD or token.text.lower() not in RELATION_WORDS or place == 0:
            return False
        before, after = (
            self.tokens[place - 1],
            self.tokens[place + 1] if place + 1 < len(self.tokens) else None,
        )
        return (
            before.kind in (NUMBER, WORD, CLOSE, PERCENT)
            and after is not None
            and (begins(after) or after.text.lower() in ABOUT_WORDS)
            and after.kind != OPEN
            and any(token.kind == OPERATOR for token in self.tokens[max(0, place - 8) : place])
        )

    def _stands_between(self, place: int) -> bool:
        """`10M × 5 / 86400 ~ 579`: a tilde with room on both sides, after an operand."""
        if place == 0 or place + 1 >= len(self.tokens) or not self.tokens[place].spaced:
            return False
        before, after = self.tokens[place - 1], self.tokens[place + 1]
        return (
            before.kind in (NUMBER, WORD, CLOSE, PERCENT)
            and after.spaced
            and after.kind in (NUMBER, MONEY)
            and any(token.kind == OPERATOR for token in self.tokens[max(0, place - 8) : place])
        )

    def _marks_a_number(self, place: int) -> bool:
        """`= ≈ 5`: the second sign belongs to the number."""
        before = self.tokens[place - 1] if place else None
        token = self.tokens[place]
        if token.text == "≈" and (
            before is None or before.kind in (RELATION, OPERATOR, OPEN, COLON, COMMA, BREAK)
        ):
            return True
        return (
            token.text == "≈"
            and before is not None
            and before.kind == WORD
            and before.text.lower() in ("is", "of", "at")
        )

    def left(self, begin: int, place: int, prose: bool = False) -> Side | None:
        """The longest expression that ends at the relation; with `prose`, words may stand for a product."""
        self.parser.prose = prose
        side = self._left(begin, place)
        self.parser.prose = False
        return side

    def _left(self, begin: int, place: int) -> Side | None:
        if self._assigns(place):
            return None
        begin = max(begin, place - LONGEST_SIDE)
        for here in range(place - 1, begin - 1, -1):
            if self.tokens[here].kind == BREAK:
                begin = here + 1
                break
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
            clean = self._before(start, begin)
            if clean is None:
                return None
            return Side(node, start, after, not clean)
        return None

    def _dash(self, start: int) -> bool:
        """A hyphen that is set off from its number is a dash: `users:- 5 × 3`."""
        return self.tokens[start].kind == OPERATOR and self.tokens[start + 1].spaced

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

    def _before(self, start: int, begin: int) -> bool | None:
        """Whether a side may begin here: False for doubt, None when an operand is missing before it."""
        if start <= begin:
            return True
        token = self.tokens[start - 1]
        if self.tokens[start].opens and token.kind == WORD:
            return True
        if token.kind == OPERATOR:
            before = self.tokens[start - 2] if start - 2 >= begin else None
            if token.text == MINUS and (before is None or before.kind in (WORD, COLON, CLOSE)):
                return before is None  # a dash, or a variable that is lessened
            if token.text == "*" and (
                before is None or before.kind == COLON or not self.tokens[start].spaced
            ):
                return True
            return None
        if token.kind in (NUMBER, JUNK, PERCENT):
            return False
        if token.kind == WORD:
            return token.text.lower() not in _LEANING
        return True

    def right(self, start: int, stop: int) -> Side | None:
        """The longest expression that begins after the relation."""
        stop = min(stop, start + LONGEST_SIDE)
        while start < stop and self.tokens[start].kind == OPERATOR and self.tokens[start].text == "*":
            start += 1
        start = self._after_remark(start, stop)
        if start >= stop:
            return None
        try:
            node, after = self.parser.read(start, stop)
        except NoExpression:
            return None
        token = self.tokens[after] if after < stop else None
        if token is not None and token.kind == OPERATOR:
            following = self.tokens[after + 1] if after + 1 < stop else None
            if token.text == MINUS and token.spaced and (following is None or following.kind in (WORD, OPEN)):
                return Side(node, start, after)
            if (
                token.text == "*"
                and token.spaced
                and following
                and not following.spaced
                and following.kind == WORD
            ):
                return Side(node, start, after)  # emphasis opens
            if token.text == "*" and (following is None or not token.spaced or following.kind != WORD):
                return Side(node, start, after)
            return None
        if token is None:
            return Side(node, start, after)
        following = self.tokens[after + 1] if after + 1 < stop else None
        if token.kind in (JUNK, NUMBER) or (token.kind == OPEN and following and following.text == "mod"):
            return None
        if token.kind == WORD and following is not None:
            lower = token.text.lower()
            if lower in ("plus", "minus") or (lower in ("to", "times") and begins(following)):
                return None
        return Side(node, start, after)

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

    def reaches(self, side: Side, place: int) -> bool:
        """Whether a right side is the left side of the next relation."""
        return not self._assigns(place) and self._only_tail(side.after, place)

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
            elif token.kind == WORD and token.text.lower() in _TAIL | {token.text.lower()} - STOP_WORDS:
                words += 1
            else:
                return False
            if words > LONGEST_TAIL:
                return False
        return True

    def is_arithmetic(self, left: Side | None, begin: int, place: int) -> bool:
        """Whether what could not be read is a sum with a number in it, and no mere formula of names."""
        if left is not None:
            return bool(shape(left.node).signs)
        numbers = signs = 0
        for here in range(place - 1, max(begin, place - 40) - 1, -1):
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
        """Where a side that could not be read begins."""
        for here in range(place - 1, max(begin, place - 40) - 1, -1):
            if self.tokens[here].kind in (BREAK, COLON):
                return self.tokens[here + 1].start
        return self.tokens[max(begin, place - 40)].start if place else 0

    def end_of(self, right: Side | None, start: int, stop: int) -> int:
        """Where the right side ends."""
        if right is not None:
            return right.node.end
        last = min(stop, start + 6, len(self.tokens)) - 1
        return self.tokens[last].end if last >= 0 else 0
