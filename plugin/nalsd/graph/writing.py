"""Expressions for readers: as MathML that needs no script, and as plain text. Term order stays as written."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op, element_of
from nalsd.graph.notation import (
    Call,
    Cases,
    Comparison,
    Fence,
    Fraction,
    Function,
    Infix,
    Power,
    Prefix,
    Root,
    Series,
)
from nalsd.graph.operations import OPERATIONS
from nalsd.graph.words import in_words

ATOM = 9.0
"""Precedence of what never needs parentheses."""


class Text:
    """Plain text: `ceil(a / b)`, the way an author would type it."""

    fraction_precedence = 2.0

    def __init__(self, name: Callable[[str], str] | None = None) -> None:
        self._name = name or (lambda name: name)

    def number(self, const: Const) -> tuple[str, float]:
        """A constant as it was written."""
        text = const.text or f"{const.value:.12g}"
        return text, _binding(text)

    def name(self, name: str) -> tuple[str, float]:
        """A symbol or id, or whatever the caller puts in its place."""
        text = self._name(name)
        return text, _binding(text)

    def bound(self, letter: str) -> str:
        """A running variable."""
        return letter

    def infix(self, left: str, symbol: str, right: str) -> str:
        """left symbol right."""
        return f"{left} {symbol} {right}"

    def prefix(self, symbol: str, arg: str) -> str:
        """symbol arg."""
        return f"{symbol}{arg}"

    def fraction(self, top: str, bottom: str) -> str:
        """top / bottom."""
        return f"{top} / {bottom}"

    def power(self, base: str, exponent: str) -> str:
        """base^exponent."""
        return f"{base}^{exponent}"

    def root(self, arg: str) -> str:
        """√(arg)."""
        return f"√({arg})"

    def fence(self, left: str, arg: str, right: str) -> str:
        """⌈arg⌉ and the like."""
        return f"{left}{arg}{right}"

    def call(self, function: str, args: list[str]) -> str:
        """function(args)."""
        return f"{function}({', '.join(args)})"

    def named(self, words: str, arg: str) -> str:
        """words: arg."""
        return f"{words}: {arg}"

    def series(self, symbol: str, letter: str, first: str, last: str, body: str) -> str:
        """A sum over its running variable."""
        return f"{symbol}({letter} = {first} … {last}) {body}"

    def cases(self, condition: str, then: str, otherwise: str) -> str:
        """One value or the other."""
        return f"({then} if {condition} else {otherwise})"

    def paren(self, arg: str) -> str:
        """(arg)."""
        return f"({arg})"


class MathML:
    """MathML Core. `name` gives the markup of a name; by default its words, what follows an underscore as
    a subscript."""

    fraction_precedence = ATOM

    def __init__(self, name: Callable[[str], str] | None = None) -> None:
        self._name = name or symbol_markup

    def number(self, const: Const) -> tuple[str, float]:
        """A constant as it was written, its unit apart."""
        text = const.text or f"{const.value:.12g}"
        return number_markup(text), _binding(text)

    def name(self, name: str) -> tuple[str, float]:
        """A symbol, or whatever the caller puts in its place."""
        return self._name(name), ATOM

    def bound(self, letter: str) -> str:
        """A running variable."""
        return f"<mi>{escape(letter)}</mi>"

    def infix(self, left: str, symbol: str, right: str) -> str:
        """left symbol right."""
        space = "\u00a0" if symbol.isalpha() else ""
        mark = (
            f"<mtext>{space}{escape(symbol)}{space}</mtext>"
            if symbol.isalpha()
            else f"<mo>{escape(symbol)}</mo>"
        )
        return f"{left}{mark}{right}"

    def prefix(self, symbol: str, arg: str) -> str:
        """symbol arg."""
        if symbol.strip().isalpha():
            return f"<mtext>{escape(symbol.strip())}\u00a0</mtext>{arg}"
        return f"<mo>{escape(symbol)}</mo>{arg}"

    def fraction(self, top: str, bottom: str) -> str:
        """top over bottom."""
        return f"<mfrac><mrow>{top}</mrow><mrow>{bottom}</mrow></mfrac>"

    def power(self, base: str, exponent: str) -> str:
        """base with an exponent."""
        return f"<msup><mrow>{base}</mrow><mrow>{exponent}</mrow></msup>"

    def root(self, arg: str) -> str:
        """A square root."""
        return f"<msqrt><mrow>{arg}</mrow></msqrt>"

    def fence(self, left: str, arg: str, right: str) -> str:
        """Between two signs."""
        return f'<mrow><mo fence="true">{left}</mo><mrow>{arg}</mrow><mo fence="true">{right}</mo></mrow>'

    def call(self, function: str, args: list[str]) -> str:
        """function(args)."""
        inside = "<mo>,</mo>".join(f"<mrow>{a}</mrow>" for a in args)
        return f'<mi mathvariant="normal">{escape(function)}</mi>{self.paren(inside)}'

    def named(self, words: str, arg: str) -> str:
        """words: arg."""
        return f'<mi class="nalsd-name">{escape(words)}</mi><mo>:</mo>{arg}'

    def series(self, symbol: str, letter: str, first: str, last: str, body: str) -> str:
        """A sum over its running variable."""
        under = f"<mrow><mi>{escape(letter)}</mi><mo>=</mo>{first}</mrow>"
        return f"<munderover><mo>{symbol}</mo>{under}<mrow>{last}</mrow></munderover><mrow>{body}</mrow>"

    def cases(self, condition: str, then: str, otherwise: str) -> str:
        """A brace with two lines."""
        return (
            '<mrow><mo fence="true">{</mo><mtable>'
            f"<mtr><mtd>{then}</mtd><mtd><mtext>if\u00a0</mtext>{condition}</mtd></mtr>"
            f"<mtr><mtd>{otherwise}</mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>"
        )

    def paren(self, arg: str) -> str:
        """(arg)."""
        return f'<mrow><mo fence="true">(</mo>{arg}<mo fence="true">)</mo></mrow>'


def _binding(text: str) -> float:
    """How tight a written value binds: under a power, `2 s` and `-3` need parentheses."""
    return 3.0 if " " in text or text.startswith(("-", "−")) else ATOM


def write(expr: Expr, style: Text | MathML) -> str:
    """An expression in a style."""
    return _write(expr, style)[0]


def to_text(expr: Expr, name: Callable[[str], str] | None = None) -> str:
    """An expression as plain text."""
    return write(expr, Text(name))


def to_mathml(expr: Expr, name: Callable[[str], str] | None = None) -> str:
    """An expression as the inside of a `<math>` element."""
    return write(expr, MathML(name))


def number_markup(text: str) -> str:
    """A printed number with its unit apart: `2.5 GB/s`."""
    number, _, unit = text.partition(" ")
    return f"<mn>{escape(number)}</mn>" + (unit_markup(unit) if unit else "")


def unit_markup(unit: str) -> str:
    """A unit after a number."""
    return f'<mspace width="0.2em"></mspace><mtext class="nalsd-unit">{escape(unit)}</mtext>'


def symbol_markup(name: str) -> str:
    """A symbol in words; what follows the first underscore is its subscript, as is the place in a list,
    counted from 1."""
    element = element_of(name)
    if element is not None:
        name = f"{element[0]}_{element[1] + 1}"
    head, _, tail = name.partition("_")
    # Not <mtext>: it counts as space, and an operator with only space beside it loses its own.
    base = f"<mi>{escape(head)}</mi>" if len(head) == 1 else f'<mi class="nalsd-name">{escape(head)}</mi>'
    return f"<msub>{base}<mtext>{escape(tail.replace('_', ' '))}</mtext></msub>" if tail else base


def _write(expr: Expr | Lambda, style: Text | MathML) -> tuple[str, float]:
    if isinstance(expr, Const):
        return style.number(expr)
    if isinstance(expr, Name):
        return style.name(expr.name)
    if isinstance(expr, Bound):
        return style.bound(expr.letter), ATOM
    if isinstance(expr, Lambda):
        return f"{style.bound(expr.variable.letter)} ↦ {write(expr.body, style)}", 0.0
    assert isinstance(expr, Op)
    notation = OPERATIONS[expr.name].notation
    args = expr.args

    def at(index: int, precedence: float) -> str:
        text, own = _write(args[index], style)
        return style.paren(text) if own < precedence else text

    match notation:
        case Infix(symbol, precedence, right):
            right_side = at(1, right if right is not None else precedence)
            return style.infix(at(0, precedence), symbol, right_side), float(precedence)
        case Comparison(symbol):
            return style.infix(at(0, 1), symbol, at(1, 1)), 0.5
        case Prefix(symbol):
            return style.prefix(symbol, at(0, 2)), 2.0
        case Fraction():
            inner = 2.0 if style.fraction_precedence < ATOM else 0.0
            return style.fraction(at(0, inner), at(1, inner + 1 if inner else 0.0)), style.fraction_precedence
        case Power():
            # Beside a fraction without parentheses an exponent seems to belong to its upper half.
            base = at(0, ATOM + 1 if _is_fraction(args[0]) else ATOM)
            return style.power(base, at(1, ATOM if style.fraction_precedence < ATOM else 0.0)), 4.0
        case Root():
            return style.root(at(0, 0)), ATOM
        case Fence(left, right):
            return style.fence(left, at(0, 0), right), ATOM
        case Series(symbol):
            body = args[2]
            assert isinstance(body, Lambda)
            inside, own = _write(body.body, style)
            inside = style.paren(inside) if own < 2 else inside
            return style.series(symbol, body.variable.letter, at(0, 0), at(1, 0), inside), 1.5
        case Cases():
            return style.cases(at(0, 0), at(1, 0), at(2, 0)), ATOM
        case Function(name):
            parts = [at(i, 0) for i in range(len(args))]
            if expr.name == "argmax":
                assert isinstance(expr.extra, tuple)
                parts = [style.named(in_words(c), p) for c, p in zip(expr.extra, parts, strict=True)]
            return style.call(name, parts), ATOM
        case Call():
            return style.call(expr.extra.name, [at(i, 0) for i in range(len(args))]), ATOM
    raise AssertionError(f"no way to write {expr.name}")


def _is_fraction(expr: Expr | Lambda) -> bool:
    return isinstance(expr, Op) and isinstance(OPERATIONS[expr.name].notation, Fraction)
