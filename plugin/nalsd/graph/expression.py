"""Formulas that authors write in front-matter: scanned, parsed by Python's own grammar, held against a
whitelist.

Unit literals are scanned first and bind tightest (`posts / 1 d`). Nothing of an author's text is ever
evaluated as code.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Mapping
from typing import Any

from nalsd.graph import functions
from nalsd.graph.expr import Const, Expr, Name, Op, walk
from nalsd.graph.formula import Formula
from nalsd.units import KEYWORDS, LITERAL, NAME, OP, PLAIN, UnitError, Units

MOST_CHARACTERS = 500
MOST_NODES = 200
MOST_DEPTH = 30
LARGEST_EXPONENT = 8

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": functions.minimum,
    "max": functions.maximum,
    "ceil": functions.ceil,
    "floor": functions.floor,
    "abs": functions.absolute,
    "sqrt": functions.sqrt,
    "exp": functions.exp,
    "log": functions.log,
}
"""Functions any formula may call, beside the single-valued formulas of the engine."""

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.Pow: "pow",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
}
_WORDS: dict[type[ast.AST], str] = {
    ast.Attribute: "a dot after a value",
    ast.Subscript: "square brackets",
    ast.Lambda: "lambda",
    ast.ListComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.List: "a list",
    ast.Tuple: "a tuple",
    ast.Dict: "braces",
    ast.BoolOp: "`and`/`or`",
    ast.JoinedStr: "text",
    ast.Starred: "a star",
    ast.NamedExpr: "`:=`",
    ast.Mod: "`%` as remainder",
    ast.FloorDiv: "`//`",
}


class ExpressionError(ValueError):
    """A formula that is refused; `column` is the offset of the fault in its text."""

    def __init__(self, message: str, mend: str = "", column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.column = column


def parse(text: str, units: Units, formulas: Mapping[str, Formula] | None = None) -> Expr:
    """Reads a formula into an expression over the names it uses, as they are written; `formulas` are the
    engine's own, called by name with values in order.

    Raises ExpressionError, with the mend, for anything but numbers, names, + - * / **, one comparison,
    `a if c else b` and calls of known functions.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            f"a formula of {len(text)} characters is longer than the {MOST_CHARACTERS} allowed",
            "name its parts under `quantities:` and combine them",
        )
    return _Reader(text, units, formulas or {}).read()


class _Reader:
    def __init__(self, text: str, units: Units, formulas: Mapping[str, Formula]) -> None:
        self.text = text
        self.units = units
        self.formulas = formulas
        self.leaves: dict[str, tuple[Any, int]] = {}
        self.offsets: list[tuple[int, int]] = []
        self.nodes = 0

    def read(self) -> Expr:
        """The expression of the text."""
        source = self._with_placeholders()
        try:
            tree = ast.parse(source.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            offset = getattr(error, "offset", None) or 1
            raise ExpressionError(
                f"`{self._short()}` is not a formula",
                "write numbers with units, names, + - * / ** and brackets, with spaces around operators",
                self._written_offset(offset - 1),
            ) from None
        return self._node(tree, 0)

    def _short(self) -> str:
        return self.text if len(self.text) <= 60 else self.text[:57] + "..."

    def _with_placeholders(self) -> str:
        """The text with each literal and dotted name replaced by a plain name that Python's grammar
        accepts."""
        pieces: list[str] = []
        length = 0
        try:
            for token in self.units.tokens(self.text):
                self.offsets.append((length, token.offset))
                piece = self._piece(token)
                pieces.append(piece)
                length += len(piece) + 1
        except UnitError as error:
            raise ExpressionError(error.message, error.mend, error.offset) from None
        if not pieces:
            raise ExpressionError("the formula is empty", "write a number or a formula")
        return " ".join(pieces)

    def _piece(self, token: Any) -> str:
        if token.kind == OP:
            return token.text
        if token.kind == NAME and token.text in KEYWORDS:
            return token.text
        key = f"v_{len(self.leaves)}"
        if token.kind == LITERAL:
            literal = token.literal
            leaf: Any = Const(literal.value, None if literal.unit is PLAIN else literal.unit, literal.text)
        else:
            leaf = token.text
        self.leaves[key] = (leaf, token.offset)
        return key

    def _written_offset(self, offset: int) -> int:
        written = 0
        for placed, original in self.offsets:
            if placed <= offset:
                written = original
        return written

    def _node(self, node: ast.AST, depth: int) -> Expr:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise ExpressionError(
                f"a formula of more than {MOST_NODES} terms",
                "name its parts under `quantities:` and combine them",
            )
        if depth > MOST_DEPTH:
            raise ExpressionError(
                f"a formula nested deeper than {MOST_DEPTH}",
                "name its parts under `quantities:` and combine them",
            )
        column = self._written_offset(getattr(node, "col_offset", 0))
        match node:
            case ast.Name(id=key):
                return self._leaf(key, column)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                a, b = self._node(left, depth + 1), self._node(right, depth + 1)
                if isinstance(op, ast.Pow):
                    self._check_exponent(b, column)
                return Op(_OPERATORS[type(op)], a, b, column=column)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Op("neg", self._node(operand, depth + 1), column=column)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self._node(operand, depth + 1)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
                return Op(
                    _OPERATORS[type(op)],
                    self._node(left, depth + 1),
                    self._node(right, depth + 1),
                    column=column,
                )
            case ast.IfExp(test=test, body=body, orelse=orelse):
                parts = [self._node(part, depth + 1) for part in (test, body, orelse)]
                return Op("where", *parts, column=column)
            case ast.Call(func=ast.Name(id=key), args=args, keywords=[]):
                return self._call(key, args, depth, column)
        raise self._refused(node, column)

    def _refused(self, node: ast.AST, column: int) -> ExpressionError:
        operator = getattr(node, "op", None)
        what = _WORDS.get(type(node)) or _WORDS.get(type(operator)) or "this construct"
        return ExpressionError(
            f"{what} cannot stand in a formula",
            "use numbers, names, + - * / **, one comparison, `a if c else b` and known functions",
            column,
        )

    def _leaf(self, key: str, column: int) -> Expr:
        if key not in self.leaves:
            raise ExpressionError(f"`{key}` cannot stand in a formula", "", column)
        leaf, offset = self.leaves[key]
        return leaf if isinstance(leaf, Const) else Name(leaf, offset)

    def _check_exponent(self, exponent: Expr, column: int) -> None:
        value = exponent.args[0] if isinstance(exponent, Op) and exponent.name == "neg" else exponent
        if isinstance(value, Const) and (
            (abs(value.value) <= LARGEST_EXPONENT and value.value == int(value.value)) or value.value == 0.5
        ):
            return
        if any(isinstance(part, Name) for part in walk(exponent)):
            return  # held finite when it is evaluated
        raise ExpressionError(
            f"an exponent is a whole number from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}, or 0.5",
            "",
            column,
        )

    def _call(self, key: str, args: list[ast.expr], depth: int, column: int) -> Expr:
        name = self.leaves.get(key, (key, 0))[0]
        if not isinstance(name, str):
            raise ExpressionError("a number cannot be called; write * to multiply", "", column)
        if any(isinstance(a, ast.Starred) for a in args):
            raise self._refused(ast.Starred(), column)
        values = [self._node(a, depth + 1) for a in args]
        if name in FUNCTIONS:
            if (len(values) != 1 and name not in ("min", "max")) or not values:
                raise ExpressionError(f"{name}() takes one value, got {len(values)}", "", column)
            found = FUNCTIONS[name](*values)
            if isinstance(found, Op) and found.column is None:
                found.column = column
            return found
        formula = self.formulas.get(name)
        if formula is None or not formula.single:
            known = [*FUNCTIONS, *(n for n, f in self.formulas.items() if f.single)]
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
            mend = (
                f"did you mean `{near[0]}`?"
                if near
                else f"known are {', '.join(FUNCTIONS)} and `nalsd formulas`"
            )
            raise ExpressionError(f"there is no function `{name}`", mend, column)
        needed = [s.name for s in formula.symbols.values() if s.default is None]
        if not len(needed) <= len(values) <= len(formula.symbols) or any(
            s.many or s.choices for s in list(formula.symbols.values())[: len(values)]
        ):
            raise ExpressionError(
                f"{name} takes {', '.join(formula.symbols)}; got {len(values)} values",
                f"see `nalsd formulas {name}`",
                column,
            )
        # A node of its own, and not the formula's body: what it is given is computed once, however often the
        # body uses it, and its limits hold only where it is reached.
        return Op("call", *values, extra=formula, column=column)
