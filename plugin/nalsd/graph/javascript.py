"""Expressions and formulas as JavaScript: static functions over the operations of `runtime.js`.

The generated text holds no author's text as code: names are mangled, strings are JSON, and nothing in it
evaluates text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op, walk
from nalsd.graph.formula import Formula
from nalsd.graph.operations import OPERATIONS

_SLOT = re.compile(r"\{(\w+|\*)\}")
_INDEXED = re.compile(r"(.+)\[(\d+)\]$")


def runtime() -> str:
    """The script that defines `N`, which all generated code calls."""
    return (Path(__file__).parent / "runtime.js").read_text(encoding="utf-8")


def variable(name: str) -> str:
    """The JavaScript name of a symbol or an id; `parts[2]` is an element of a list.

    A dot becomes `$`, which no name has, so that two names never meet.
    """
    indexed = _INDEXED.match(name)
    if indexed:
        return f"{variable(indexed[1])}[{indexed[2]}]"
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name):
        raise ValueError(f"{name!r} cannot be named in JavaScript")
    return "v_" + name.replace(".", "$")


def expression(expr: Expr) -> str:
    """An expression over `variable(name)` for each of its names; a formula it calls is `f_NAME`."""
    return _written(expr, {})


def function(formula: Formula, inputs: Mapping[str, Any] | None = None) -> str:
    """A formula as a function `f_NAME` of its symbols, in their order, that gives its value or an object of
    its values. `inputs` gives what shapes it, as for `Formula.trace`; categories are fixed by it.
    """
    trace = formula.trace(inputs)
    symbols = [variable(s.name) + _default(s.default) for s in formula.symbols.values() if not s.choices]
    lines = [f"function f_{formula.name}({', '.join(symbols)}) {{"]
    lines += [f"  {_guard(condition, message, {})};" for condition, message in trace.guards]
    values = {name: expression(expr) for name, expr in trace.outputs.items()}
    given = ", ".join(f"{json.dumps(name)}: {text}" for name, text in values.items())
    lines.append(f"  return {values['result'] if formula.single else '({' + given + '})'};")
    return "\n".join([*lines, "}"])


def script(expressions: Iterable[Expr]) -> str:
    """The runtime and every formula that the expressions call, each once."""
    called = {
        node.extra.name: node.extra
        for expr in expressions
        for node in walk(expr)
        if isinstance(node, Op) and isinstance(node.extra, Formula)
    }
    return "\n".join([runtime(), *(function(formula) for formula in called.values())])


def _default(default: object) -> str:
    return f" = {_number(float(default))}" if isinstance(default, int | float) else ""


def _number(value: float) -> str:
    """A float as JavaScript reads it back to the last bit."""
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("only finite numbers can be written")
    return repr(value)


def _string(value: object) -> str:
    """Text or a table as a literal that can also stand in a `<script>` element."""
    text = json.dumps(value)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _guard(condition: Expr, message: str, bound: Mapping[Bound, str]) -> str:
    return f"N.guard({_written(condition, bound)}, {_string(message)})"


def _written(node: Expr | Lambda, bound: Mapping[Bound, str]) -> str:
    if isinstance(node, Const):
        text = _number(node.value)
        return f"({text})" if text.startswith("-") else text
    if isinstance(node, Name):
        return variable(node.name)
    if isinstance(node, Bound):
        return bound[node]
    if isinstance(node, Lambda):
        letter = f"{node.variable.letter}{len(bound)}"
        inner = {**bound, node.variable: letter}
        parts = [*(_guard(*guarded, inner) for guarded in node.guards), _written(node.body, inner)]
        return f"(({letter}) => ({', '.join(parts)}))"
    assert isinstance(node, Op)
    arguments = [_written(arg, bound) for arg in node.args]

    def slot(match: re.Match[str]) -> str:
        if match[1] == "*":
            return ", ".join(arguments)
        if match[1] != "extra":
            return arguments[int(match[1])]
        return f"f_{node.extra.name}" if isinstance(node.extra, Formula) else _string(node.extra)

    return _SLOT.sub(slot, OPERATIONS[node.name].javascript)
