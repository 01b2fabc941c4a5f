"""From a run of tokens to chains of equations: `a = b ≈ c`, each link with its judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nalsd.checks.arithmetic.availability import downtime, share
from nalsd.checks.arithmetic.judge import judge
from nalsd.checks.arithmetic.reader import Side, SideReader
from nalsd.checks.arithmetic.relations import relations, separated
from nalsd.checks.arithmetic.sides import OK, Judgement, Link
from nalsd.checks.arithmetic.tokens import Token
from nalsd.checks.arithmetic.tree import Binary, Leaf, Node, shape
from nalsd.checks.arithmetic.words import MINUS, RELATION, RELATION_WORDS


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

    def add(self, left: Side, right: Side, judgement: Judgement) -> None:
        """One more link."""
        if not self.says_something():
            self.start = left.node.start
        self.judged.append(judgement)
        self.end = max(self.end, right.node.end)


def chains(tokens: list[Token]) -> Iterator[Chain]:
    """Every chain of equations in a logical line, in order."""
    tokens = separated(tokens)
    reader = SideReader(tokens)
    places = relations(tokens)
    chain: Chain | None = None
    previous: Side | None = None
    for number, place in enumerate(places):
        stop = places[number + 1] if number + 1 < len(places) else len(tokens)
        begin = max(places[number - 1] + 1 if number else 0, previous.after if previous else 0)
        left = _linked(reader, previous, place)
        linked = left is not None
        if left is None:
            if chain is not None and chain.says_something():
                yield chain
            chain, left = None, reader.left(begin, place)
        right = reader.right(place + 1, stop)
        if chain is None:
            chain = Chain(left.node.start if left else tokens[place].start, tokens[place].end)
        if left is not None and right is not None and not _bare(left.node, right.node):
            left, right, judgement = _judged(reader, begin, place, left, right, linked)
            if judgement is not None:
                chain.add(left, right, judgement)
        elif reader.is_arithmetic(left, begin, place) and reader.has_number(right, place + 1, stop):
            chain.unread = True
            chain.start = min(chain.start, reader.begin_of(begin, place))
            chain.end = max(chain.end, reader.end_of(right, place + 1, stop))
        previous = right
    if chain is not None and chain.says_something():
        yield chain


def _linked(reader: SideReader, previous: Side | None, place: int) -> Side | None:
    """The right side of the relation before, when it is the left side of this one."""
    if previous is None:
        return None
    return previous if reader.reaches(previous, place) else reader.gone_on(previous, place)


def _judged(
    reader: SideReader, begin: int, place: int, left: Side, right: Side, linked: bool
) -> tuple[Side, Side, Judgement | None]:
    """The verdict on one relation, and the sides it is about: those that make it right, if any do."""
    judgement = _verdict(reader, place, left, right)
    if judgement is not None and judgement.verdict == OK:
        return left, right, judgement
    if not linked and not shape(left.node).signs:
        wider = reader.left(begin, place, prose=True)
        if wider is not None and shape(wider.node).joined:
            wider.doubt = True
            return wider, right, _verdict(reader, place, wider, right)
    for one, other in _without_dash(left, right, linked):
        again = _verdict(reader, place, one, other)
        if again is not None and again.verdict == OK:
            return one, other, again
    return left, right, judgement


def _verdict(reader: SideReader, place: int, left: Side, right: Side) -> Judgement | None:
    token = reader.tokens[place]
    relation = RELATION_WORDS.get(token.text.lower(), token.text)
    doubt, word = left.doubt or right.doubt, token.kind != RELATION
    judgement = judge(Link(left.node, relation, right.node, doubt=doubt, word=word))
    return judgement or self_evident(left.node, right.node)


def _without_dash(left: Side, right: Side, linked: bool) -> Iterator[tuple[Side, Side]]:
    """`2M writes a day - 2M / 86,400 = 23/s`: what stands beside a dash may be said of something else."""
    if not linked and (after := _spaced_minus(left.node)) is not None:
        yield Side(after.right, left.first, left.after, left.doubt), right
    if (before := _spaced_minus(right.node)) is not None:
        yield left, Side(before.left, right.first, right.after, right.doubt)


def _spaced_minus(node: Node) -> Binary | None:
    return node if isinstance(node, Binary) and node.sign == MINUS and not node.joined else None


def _bare(left: Node, right: Node) -> bool:
    """Two numbers without a word: `1 = 1`, `x=50`."""
    return isinstance(left, Leaf) and isinstance(right, Leaf) and not left.named and not right.named


def self_evident(left: Node, right: Node) -> Judgement | None:
    """`99.9% = 8.76 hours a year`: what an availability leaves."""
    available = share(left)
    return downtime(available, right, None) if available is not None and available >= 0.9 else None
