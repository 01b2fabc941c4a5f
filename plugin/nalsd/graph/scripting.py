"""Expressions as text of JavaScript: what an expression uses twice is computed once, where it is first met.

A traced formula holds the same node in many places, and written out as a tree it would be hundreds of
kilobytes long. Nodes are told apart by structure. A value is kept in a variable only along the way on which
it was surely computed: what stands in a branch of `where` or in the body of a sum is kept for that branch or
body alone, so that nothing is computed, and nothing throws, that Python would have left alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.graph.formula import Formula
from nalsd.graph.operations import OPERATIONS

_SLOT = re.compile(r"\{(\w+|\*)\}")
_CONDITIONAL = frozenset({"where", "both", "either"})

Depths = Mapping[Bound, int]
"""The running variables around a node, each with how deep it stands."""

Guards = Iterable[tuple[Expr, str]]


class Writer:
    """Writes the expressions of one function body. `name` gives the JavaScript name of a symbol."""

    def __init__(self, name: Callable[[str], str], share: Iterable[Expr] = ()) -> None:
        """`share` names the expressions whose common parts are kept in variables, declared by `variables`."""
        self._name = name
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._known: dict[tuple[int, int], int] = {}
        self._uses: Counter[int] = Counter()
        self._kept: dict[int, str] = {}
        self._declared: list[list[str]] = [[]]
        self._temporaries = 0
        self._sharing = list(share)
        for expr in self._sharing:
            self._uses[self._number(expr, {})] += 1

    @property
    def variables(self) -> str:
        """The declaration of the variables used so far, with a blank after it; empty when there are none."""
        return f"let {', '.join(self._declared[0])}; " if self._declared[0] else ""

    def expression(self, expr: Expr) -> str:
        """The expression's text."""
        return self._written(expr, {})

    def guard(self, condition: Expr, message: str) -> str:
        """A call that throws outside the limits of validity."""
        return self._guard(condition, message, {})

    # Numbering: nodes of the same structure have the same number.

    def _number(self, node: Expr | Lambda, depths: Depths) -> int:
        place = (id(node), len(depths))
        if place not in self._known:
            key, below = self._key(node, depths)
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                self._uses.update(below)
            self._known[place] = self._numbers[key]
        return self._known[place]

    def _key(self, node: Expr | Lambda, depths: Depths) -> tuple[tuple[Any, ...], list[int]]:
        if isinstance(node, Const):
            return ("const", repr(node.value)), []
        if isinstance(node, Name):
            return ("name", node.name), []
        if isinstance(node, Bound):
            return ("bound", depths[node]), []
        if isinstance(node, Lambda):
            inner = {**depths, node.variable: len(depths)}
            below = [self._number(part, inner) for part in (*(c for c, _ in node.guards), node.body)]
            return ("body", len(depths), *below, *(message for _, message in node.guards)), below
        assert isinstance(node, Op)
        below = [self._number(argument, depths) for argument in node.args]
        extra = id(node.extra) if isinstance(node.extra, Formula) else repr(node.extra)
        return (node.name, *below, extra), below

    # Writing

    def _written(self, node: Expr | Lambda, depths: Depths) -> str:
        if isinstance(node, Const):
            text = number(node.value)
            return f"({text})" if text.startswith("-") else text
        if isinstance(node, Name):
            return self._name(node.name)
        if isinstance(node, Bound):
            return f"{node.letter}{depths[node]}"
        if isinstance(node, Lambda):
            return self._body(node, depths)
        assert isinstance(node, Op)
        shared = bool(self._sharing)
        same = self._number(node, depths) if shared else -1
        if same in self._kept:
            return self._kept[same]
        text = self._operation(node, depths)
        if not shared or self._uses[same] < 2:
            return text
        self._temporaries += 1
        variable = self._kept[same] = f"t{self._temporaries}"
        self._declared[-1].append(variable)
        return f"({variable} = {text})"

    def _operation(self, node: Op, depths: Depths) -> str:
        arguments = []
        for place, argument in enumerate(node.args):
            if place and node.name in _CONDITIONAL:
                before = dict(self._kept)
                arguments.append(self._written(argument, depths))
                self._kept = before
            else:
                arguments.append(self._written(argument, depths))

        def slot(match: re.Match[str]) -> str:
            if match[1] == "*":
                return ", ".join(arguments)
            if match[1] != "extra":
                return arguments[int(match[1])]
            return f"f_{node.extra.name}" if isinstance(node.extra, Formula) else string(node.extra)

        return _SLOT.sub(slot, OPERATIONS[node.name].javascript)

    def _body(self, node: Lambda, depths: Depths) -> str:
        letter = f"{node.variable.letter}{len(depths)}"
        inner = {**depths, node.variable: len(depths)}
        before = dict(self._kept)
        self._declared.append([])
        parts = [*(self._guard(*guarded, inner) for guarded in node.guards), self._written(node.body, inner)]
        self._kept = before
        variables = self._declared.pop()
        if not variables:
            return f"(({letter}) => ({', '.join(parts)}))"
        return f"(({letter}) => {{ let {', '.join(variables)}; return ({', '.join(parts)}); }})"

    def _guard(self, condition: Expr, message: str, depths: Depths) -> str:
        return f"N.guard({self._written(condition, depths)}, {string(message)})"


def number(value: float) -> str:
    """A float as JavaScript reads it back to the last bit."""
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("only finite numbers can be written")
    return repr(value)


def string(value: object) -> str:
    """Text or a table as a literal that can also stand in a `<script>` element."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
