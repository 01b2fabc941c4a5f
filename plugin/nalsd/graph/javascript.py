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

from nalsd.graph.expr import Expr, Op, element_of, walk
from nalsd.graph.formula import Formula
from nalsd.graph.scripting import Writer, number


def runtime() -> str:
    """The script that defines `N`, which all generated code calls."""
    return (Path(__file__).parent / "runtime.js").read_text(encoding="utf-8")


def variable(name: str) -> str:
    """The JavaScript name of a symbol or an id; `parts[2]` is an element of a list.

    A dot becomes `$`, which no name has, so that two names never meet.
    """
    element = element_of(name)
    if element is not None:
        return f"{variable(element[0])}[{element[1]}]"
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name):
        raise ValueError(f"{name!r} cannot be named in JavaScript")
    return "v_" + name.replace(".", "$")


def expression(expr: Expr) -> str:
    """An expression over `variable(name)` for each of its names; a formula it calls is `f_NAME`."""
    return Writer(variable).expression(expr)


def function(formula: Formula, inputs: Mapping[str, Any] | None = None) -> str:
    """A formula as a function `f_NAME` of its symbols, in their order, that gives its value or an object of
    its values. `inputs` gives what shapes it, as for `Formula.trace`; categories are fixed by it.
    """
    trace = formula.trace(inputs)
    symbols = [variable(s.name) + _default(s.default) for s in formula.symbols.values() if not s.choices]
    conditions = [condition for condition, _ in trace.guards]
    writer = Writer(variable, share=[*conditions, *trace.outputs.values()])
    lines = [f"  {writer.guard(condition, message)};" for condition, message in trace.guards]
    values = {name: writer.expression(expr) for name, expr in trace.outputs.items()}
    given = ", ".join(f"{json.dumps(name)}: {text}" for name, text in values.items())
    lines.append(f"  return {values['result'] if formula.single else '({' + given + '})'};")
    if writer.variables:
        lines.insert(0, f"  {writer.variables.rstrip()}")
    return "\n".join([f"function f_{formula.name}({', '.join(symbols)}) {{", *lines, "}"])


def script(expressions: Iterable[Expr]) -> str:
    """The runtime and every formula that the expressions call, each once."""
    return "\n".join([runtime(), *(function(formula) for formula in called_by(expressions))])


def called_by(expressions: Iterable[Expr]) -> list[Formula]:
    """The formulas that expressions call, and those that they call in turn, each once."""
    found: dict[str, Formula] = {}
    waiting = list(expressions)
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Op) and isinstance(node.extra, Formula) and node.extra.name not in found:
                found[node.extra.name] = node.extra
                trace = node.extra.trace()
                waiting += [*(condition for condition, _ in trace.guards), *trace.outputs.values()]
    return list(found.values())


def _default(default: object) -> str:
    return f" = {number(float(default))}" if isinstance(default, int | float) else ""
