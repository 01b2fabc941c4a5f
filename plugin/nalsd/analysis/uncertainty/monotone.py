"""Where percentiles follow without sorting: what rises or falls with one quantity alone has its percentiles
at the same samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nalsd.graph import Expr, Name, Quantity
from nalsd.graph.expr import Op, names, walk

RISING = frozenset({"add", "sub", "mul", "neg", "min", "max", "ceil", "floor", "sqrt", "exp", "expm1", "log"})
"""Operations that rise or fall in an argument while the others stand, whatever its sign."""

POSITIVE = frozenset({"div", "pow"})
"""The same for an argument that stays above zero."""

LOW, MIDDLE, UPPER_MIDDLE, HIGH = range(4)


class Ranks:
    """The samples that stand at the 5th, the two in the middle, and at the 95th percentile of a quantity."""

    def __init__(self, np: Any, values: Any, percentiles: Any) -> None:
        self._np = np
        self._values = values
        self.percentiles = percentiles
        self._found: tuple[int, ...] | None = None

    @property
    def samples(self) -> tuple[int, ...]:
        """Their places; looked for when something follows."""
        if self._found is None:
            self._found = tuple(int(self._np.argmax(self._values == value)) for value in self.percentiles)
            self._values = None
        return self._found

    def of(self, values: Any) -> Any:
        """The percentiles of values that rise or fall with these."""
        return self.percentiles if values is self._values else [values[i] for i in self.samples]


def follows(
    quantity: Quantity, below: Sequence[str], values: Mapping[str, Any], ranks: Mapping[str, Ranks | None]
) -> Ranks | None:
    """The ranks of the one quantity `below` that varies, where this one rises or falls with it all along."""
    varying = [id for id in below if getattr(values[id], "ndim", 0)]
    if len(varying) != 1:
        return None
    found = ranks.get(varying[0])
    if found is None:
        return None
    symbol, expr = _written(quantity, varying[0])
    if expr is None:
        return None
    kind = _kind(expr, symbol)
    if kind == "rising" or (kind == "positive" and values[varying[0]].min() > 0):
        return found
    return None


def _written(quantity: Quantity, id: str) -> tuple[str, Expr | None]:
    """The symbol that stands for the id, and the expression of the quantity; None where it stands twice."""
    if quantity.formula is None:
        return id, quantity.expr
    symbols = [name for name, argument in quantity.inputs.items() if argument == id]
    lists = [argument for argument in quantity.inputs.values() if isinstance(argument, list)]
    if len(symbols) != 1 or any(id in argument for argument in lists):
        return "", None
    if any(symbol.choices or symbol.many for symbol in quantity.formula.symbols.values()):
        return "", None
    return symbols[0], quantity.formula.trace().outputs.get(quantity.output)


_KINDS: dict[tuple[int, str], tuple[Expr, str]] = {}
"""What was found of the expressions of formulas, which live as long as the program."""


def _kind(expr: Expr, symbol: str) -> str:
    known = _KINDS.get((id(expr), symbol))
    if known is not None and known[0] is expr:
        return known[1]
    kind = _found(expr, symbol)
    if len(_KINDS) > 20_000:
        _KINDS.clear()
    _KINDS[id(expr), symbol] = (expr, kind)
    return kind


def _found(expr: Expr, symbol: str) -> str:
    """`rising`, `positive` (where the symbol is above zero), or `neither`."""
    if sum(isinstance(node, Name) and node.name == symbol for node in walk(expr)) != 1:
        return "neither"
    kind, node = "rising", expr
    while not isinstance(node, Name):
        if not isinstance(node, Op) or node.name not in RISING | POSITIVE:
            return "neither"
        inside = [i for i, arg in enumerate(node.args) if symbol in names(arg)]
        if node.name in POSITIVE:
            below = node.args[inside[0]]
            numerator = node.name == "div" and inside[0] == 0  # may have any sign
            exponent = node.name == "pow" and inside[0] == 1
            parts = {part.name for part in walk(below) if isinstance(part, Op)}
            if exponent or (not numerator and not parts <= {"mul", "add", "div"}):
                return "neither"
            kind = kind if numerator else "positive"
        node = node.args[inside[0]]  # type: ignore[assignment]
    return kind
