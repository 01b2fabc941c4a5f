"""From a run of tokens to chains of equations: `a = b ≈ c`, each link with its judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nalsd.checks.arithmetic.availability import downtime, share
from nalsd.checks.arithmetic.judge import judge
from nalsd.checks.arithmetic.nearness import Nearness
from nalsd.checks.arithmetic.reader import Side, SideReader
from nalsd.checks.arithmetic.relations import relations, separated
from nalsd.checks.arithmetic.sides import MISMATCH, OK, UNVERIFIABLE, Judgement, Link
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, Reading, shape
from nalsd.checks.arithmetic.words import ABOUT_EQUALS, CALENDAR, MINUS, PLUS, RELATION_WORDS, WORD


@dataclass(slots=True)
class Chain:
    """Sides that hang together: `a = b ≈ c`."""

    start: int
    end: int
    judged: list[Judgement] = field(default_factory=list)
    unread: bool = False
    """Whether some side with a number in it could not be read."""

    def says_something(self) -> bool:
        """Whether there is any arithmetic in it."""
        return bool(self.judged) or self.unread


@dataclass(slots=True)
class _Reading:
    """One way to take the two sides of a relation."""

    left: Side
    right: Side
    rest: Side | None = None
    """What the next relation may be about instead of the whole right side."""
    verdict: Judgement | None = None

    def holds(self) -> bool:
        return self.verdict is not None and self.verdict.verdict == OK


def chains(tokens: list[Token]) -> Iterator[Chain]:
    """Every chain of equations in a logical line, in order."""
    tokens = separated(tokens)
    places = relations(tokens)
    line = _Line(tokens)
    begin = 0
    for place, stop in pairwise([*places, len(tokens)]):
        ended = line.relation(begin, place, stop)
        if ended is not None and ended.says_something():
            yield ended
        begin = place + 1
    if line.chain is not None and line.chain.says_something():
        yield line.chain


class _Line:
    """Goes through the relations of a line, from left to right."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.reader = SideReader(tokens)
        self.chain: Chain | None = None
        self.previous: Side | None = None
        """The right side of the last relation, if it could be read."""
        self.rest: Side | None = None
        self.sum: tuple[Side, int] | None = None
        """The sum that the chain begins with, and the place of the sign after it."""
        self.rate: Leaf | None = None
        """The quantity that the last sum was said to be."""

    def relation(self, begin: int, place: int, stop: int) -> Chain | None:
        """Reads one relation; gives the chain that ends before it, if one does."""
        begin = max(begin, self.previous.after if self.previous else 0)
        ended = None
        left = self._linked(place)
        linked = left is not None
        if left is None:
            ended, self.chain, self.sum, self.rate = self.chain, None, None, None
            left = self.reader.left(begin, place)
        right = self.reader.right(place + 1, stop) or self._behind_words(left, place, stop)
        if self.chain is None:
            self.chain = Chain(left.node.start if left else self.tokens[place].start, self.tokens[place].end)
        if left is not None and right is not None and not _bare(left.node, right.node):
            reading = self._judged(begin, place, left, right, linked)
            self._add(self._rounded(reading, place) if linked else reading)
            if linked and self.rate is not None:
                self._compare(self.rate, left, right, place)
            self.rate = left.node if isinstance(left.node, Leaf) else None
            self.sum = (left, place) if not linked and shape(left.node).signs else self.sum
        elif self.reader.is_arithmetic(left, begin, place) and self.reader.has_number(right, place + 1, stop):
            self._add_unread(begin, place, right, stop)
        self.previous = right
        return ended

    def _behind_words(self, left: Side | None, place: int, stop: int) -> Side | None:
        """A result behind a word, which only counts when it is right."""
        right = self.reader.right_after_words(place + 1, stop)
        if left is None or right is None or not shape(left.node).signs:
            return None
        return right if self._read(place, _Reading(left, right)).holds() else None

    def _rounded(self, reading: _Reading, place: int) -> _Reading:
        """`7M / 86,400 ≈ 7 × 10^6 / 10^5 ≈ 81`: the middle is rounder than the end."""
        if reading.holds() or self.sum is None or not shape(reading.left.node).signs:
            return reading
        first, sign = self.sum
        if self.tokens[sign].text != ABOUT_EQUALS:
            return reading
        again = self._read(place, _Reading(first, reading.right))
        return again if again.holds() else reading

    def _compare(self, rate: Leaf, left: Side, right: Side, place: int) -> None:
        """`500/minute = 500 × 60 = 30,000/day`: the sixty minutes make an hour, and no day."""
        result, factors = right.node, shape(left.node)
        if not isinstance(result, Leaf) or set(factors.signs) != {"*"} or rate.noun != result.noun:
            return
        count = rate.value * rate.meanings[0].scale
        values = [leaf.value * leaf.meanings[0].scale for leaf in factors.leaves]
        if count not in values or any(value not in CALENDAR for value in values if value != count):
            return
        link = Link(rate, self.tokens[place].text, result)
        both = link.sides(Reading())
        over = any(meaning.powers[1] or meaning.per_period for meaning in rate.meanings)
        if not over or both is None or both[0].powers != both[1].powers or self.chain is None:
            return
        found = link.found(Reading(), *both)
        if found.near is Nearness.FAR:
            self.chain.judged.append(link.said(MISMATCH, found))
            self.chain.start = min(self.chain.start, rate.start)

    def _linked(self, place: int) -> Side | None:
        """The right side of the relation before, when it is the left side of this one."""
        if self.previous is None:
            return None
        if self.reader.reaches(self.previous, place):
            return self.previous
        return self.reader.gone_on(self.previous, place)

    def _judged(self, begin: int, place: int, left: Side, right: Side, linked: bool) -> _Reading:
        """The reading of the sides that makes the relation right, if any does; else the plain one."""
        plain = self._read(place, _Reading(left, right))
        if plain.holds():
            return plain
        if not linked and not shape(left.node).signs:
            wider = self.reader.left(begin, place, prose=True)
            if wider is not None and shape(wider.node).joined:
                wider.doubt = True
                told = self._read(place, _Reading(wider, right))
                if told.holds() or not self.reader.only_listed(wider):
                    return told
        for other in self._otherwise(left, right, linked):
            if self._read(place, other).holds():
                return other
        if right.parts is not None and plain.verdict is not None:
            plain.verdict = replace(plain.verdict, verdict=UNVERIFIABLE, reason="doubt")
        return plain

    def _otherwise(self, left: Side, right: Side, linked: bool) -> Iterator[_Reading]:
        """Other ways to take the sides apart: a dash, a result in two parts, two sums that are added."""
        if linked and self.rest is not None:
            yield _Reading(self.rest, right)
        if not linked and (after := _spaced(left.node, MINUS)) is not None:
            yield _Reading(Side(after.right, left.first, left.after, left.doubt), right)
        if right.parts is not None:
            yield _Reading(left, Side(right.parts, right.first, right.after))
        for sign in (MINUS, PLUS):
            if (sum_ := _spaced(right.node, sign)) is not None:
                rest = Side(sum_.right, right.first, right.after) if sign == PLUS else None
                yield _Reading(left, Side(sum_.left, right.first, right.after, right.doubt), rest)

    def _read(self, place: int, reading: _Reading) -> _Reading:
        token = self.tokens[place]
        lower = token.text.lower()
        left, right = reading.left, reading.right
        doubt = left.doubt or right.doubt or lower == "or"
        relation, word = RELATION_WORDS.get(lower, token.text), token.kind == WORD
        link = Link(left.node, relation, right.node, doubt=doubt, word=word)
        reading.verdict = judge(link) or self_evident(left.node, right.node)
        return reading

    def _add(self, reading: _Reading) -> None:
        chain, self.rest = self.chain, reading.rest
        if chain is None or reading.verdict is None:
            return
        if not chain.says_something():
            chain.start = reading.left.node.start
        chain.judged.append(reading.verdict)
        chain.end = max(chain.end, reading.right.node.end)

    def _add_unread(self, begin: int, place: int, right: Side | None, stop: int) -> None:
        if self.chain is not None:
            self.chain.unread = True
            self.chain.start = min(self.chain.start, self.reader.begin_of(begin, place))
            self.chain.end = max(self.chain.end, self.reader.end_of(right, place + 1, stop))


def _spaced(node: Node, sign: str) -> Binary | None:
    """A sum or a difference whose sign has room around it, and so may be a dash or join two sums."""
    return node if isinstance(node, Binary) and node.sign == sign and not node.joined else None


def _bare(left: Node, right: Node) -> bool:
    """Two numbers without a word: `1 = 1`, `x=50`."""
    return isinstance(left, Leaf) and isinstance(right, Leaf) and not left.named and not right.named


def self_evident(left: Node, right: Node) -> Judgement | None:
    """`99.9% = 8.76 hours a year`: what an availability leaves."""
    available = share(left)
    return downtime(available, right, None) if available is not None and available >= 0.9 else None
