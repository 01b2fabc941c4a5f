"""A quantity graph as a program of JavaScript: a table of functions, and rows that say which gives what.

Static text throughout: nothing in it evaluates text, so it runs under a content-security policy without
`unsafe-eval`. Only what some input can move is computed there; the rest stands in it as numbers, to the
last bit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nalsd.graph.expr import Const, Expr, names
from nalsd.graph.formula import Formula
from nalsd.graph.graph import Graph
from nalsd.graph.javascript import called_by, function, runtime
from nalsd.graph.quantity import Quantity
from nalsd.graph.scripting import Writer, string

LOAD = "load.factor"
"""The input that multiplies every stated rate; 1 is the load as designed."""

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMOPQRSTUVWXYZ"
_PRODUCT = "(a,b)=>a * b"
_UNRESOLVED = ("dimension", "cycle", "unknown-name")


@dataclass
class Program:
    """The program of one graph."""

    slots: dict[str, int] = field(default_factory=dict)
    """Where the value of each quantity stands that was asked for."""
    inputs: dict[str, int] = field(default_factory=dict)
    """Where each input stands that something asked for depends on."""
    start: list[float | str | bool | None] = field(default_factory=list)
    """What stands in the first slots: inputs and constants."""
    functions: list[str] = field(default_factory=list)
    gives: list[int] = field(default_factory=list)
    """How many values each function gives."""
    rows: list[tuple[int, ...]] = field(default_factory=list)
    """The function of a row and the slots of its arguments; its values follow those of the row before."""
    called: list[Formula] = field(default_factory=list)
    """Formulas that authors' own formulas call by name."""

    def script(self) -> str:
        """The program as an expression: the object that `evaluator` takes. It uses `N`."""
        flat = ",".join(str(part) for row in self.rows for part in row)
        formulas = "\n".join(function(formula) for formula in self.called)
        return (
            f"(() => {{ {formulas}\nreturn {{f: [\n" + ",\n".join(self.functions) + "\n], "
            f"g: {_list(self.gives)}, c: {_list(self.start)}, p: [{flat}]}}; }})()"
        )


def evaluator() -> str:
    """The runtime, and `nalsdProgram`, which runs a program and again what follows from a changed input."""
    return runtime() + (Path(__file__).parent / "program.js").read_text(encoding="utf-8")


def program(
    graph: Graph,
    inputs: Collection[str],
    wanted: Iterable[str] | None = None,
    scaled: Collection[str] = (),
) -> Program:
    """The program that computes `wanted` (by default everything) from `inputs`.

    `scaled` are the rates that `LOAD` multiplies: what each is without it, from the inputs as they then are,
    times the factor. With none of them there is no such input.
    """
    return _Builder(graph, inputs, scaled).build(graph.ids() if wanted is None else list(wanted))


class _Builder:
    """Works out what varies and what is needed, then writes the rows in order."""

    def __init__(self, graph: Graph, inputs: Collection[str], scaled: Collection[str]) -> None:
        graph.resolve()
        self.graph = graph
        self.scaled = frozenset(scaled)
        self.inputs = [id for id in dict.fromkeys(inputs) if id in graph]
        self.made = Program()
        self.constants: dict[str, int] = {}
        self.functions: dict[str, int] = {}
        self.found: dict[tuple[int, ...], int] = {}
        self.order = graph.order
        self.unresolved = {p.quantity for p in graph.problems if p.kind in _UNRESOLVED}
        self.unscaled = self._unscaled()
        self.next = 0

    def _unscaled(self) -> set[str]:
        """Quantities of which a second value is computed, without the load's factor: the scaled ones, and
        what follows from them on the way to another."""
        follows: set[str] = set()
        for id in self.order:
            if id in self.scaled or any(below in follows for below in self.graph[id].depends_on):
                follows.add(id)
        leads = set(self.scaled)
        for id in reversed(self.order):
            if id in leads:
                leads.update(self.graph[id].depends_on)
        return follows & leads

    def build(self, wanted: Sequence[str]) -> Program:
        varies, needed = self._reach(wanted)
        made = self.made
        slots: dict[tuple[str, bool], int] = {}
        if self.scaled:
            slots[LOAD, True] = self._constant_slot(LOAD, 1.0)
        for id in self.inputs:
            if (id, False) in needed or (id, True) in needed:
                slots[id, True] = self._constant_slot(f"input {id}", self.graph[id].value)
                if id not in self.scaled:
                    slots[id, False] = slots[id, True]
        plain = [key for key in self._keys() if key in needed and key not in slots]
        for id, base in plain:
            if (id, base) not in varies:
                slots[id, base] = self._constant(self.graph[id].value)
        waiting = [key for key in plain if key in varies]
        rows = [(key, *self._row(key)) for key in waiting]
        for _, _, arguments in rows:
            for argument in arguments:
                if isinstance(argument, Const | float):
                    self._constant(argument.value if isinstance(argument, Const) else argument)
        self.next = len(made.start)
        for key, code, arguments in rows:
            slots[key] = self._placed(key, code, [self._slot_of(a, slots) for a in arguments])
        made.slots = {id: slots[id, False] for id in wanted if (id, False) in slots}
        made.inputs = {id: slots[id, True] for id in (LOAD, *self.inputs) if (id, True) in slots}
        return made

    def _keys(self) -> Iterable[tuple[str, bool]]:
        """Every value in an order in which it can be computed: an id, and whether it is the one without the
        load's factor."""
        for id in self.order:
            if id in self.unscaled:
                yield id, True
            yield id, False

    def _below(self, key: tuple[str, bool]) -> list[tuple[str, bool]]:
        """What a value is computed from."""
        id, base = key
        if id in self.scaled and not base:
            return [(LOAD, True), (id, True)]
        quantity = self.graph[id]
        if not quantity.computed or id in self.unresolved:
            return []
        return [(below, base and below in self.unscaled) for below in quantity.depends_on]

    def _reach(self, wanted: Sequence[str]) -> tuple[set[tuple[str, bool]], set[tuple[str, bool]]]:
        """The values that some input moves, and those that `wanted` needs."""
        moved = {(id, base) for id in self.inputs for base in (True, False) if base or id not in self.scaled}
        varies = moved | {(LOAD, True)}
        for key in self._keys():
            if any(below in varies for below in self._below(key)):
                varies.add(key)
        needed = {(id, False) for id in wanted if id in self.graph}
        for key in reversed(list(self._keys())):
            if key in needed and key in varies and key not in moved:
                needed.update(self._below(key))
        return varies, needed

    # Rows

    def _row(self, key: tuple[str, bool]) -> tuple[tuple[str, int, int], list[Any]]:
        """The function of a value with how many it gives and which of them is meant, and its arguments."""
        id, base = key
        if id in self.scaled and not base:
            return (_PRODUCT, 1, 0), [(id, True), (LOAD, True)]
        quantity = self.graph[id]
        if quantity.formula is not None:
            text, arguments = _formula(quantity)
            outputs = list(quantity.formula.trace(quantity.inputs).outputs)
            code = (text, len(outputs), outputs.index(quantity.output))
            if quantity.formula.native is None:
                self._calls(quantity.formula.trace(quantity.inputs).outputs.values())
        else:
            assert quantity.expr is not None
            arguments = list(names(quantity.expr))
            code = (_expression(quantity.expr, arguments), 1, 0)
            self._calls([quantity.expr])
        return code, [
            (item, base and item in self.unscaled) if isinstance(item, str) else item for item in arguments
        ]

    def _calls(self, expressions: Iterable[Expr]) -> None:
        self.made.called += [f for f in called_by(expressions) if f not in self.made.called]

    def _placed(self, key: tuple[str, bool], code: tuple[str, int, int], arguments: list[int]) -> int:
        """The slot of a row's value; the same function of the same arguments has one row."""
        text, gives, which = code
        if text not in self.functions:
            self.functions[text] = len(self.made.functions)
            self.made.functions.append(text)
            self.made.gives.append(gives)
        row = (self.functions[text], *arguments)
        if row not in self.found:
            self.found[row] = self.next
            self.made.rows.append(row)
            self.next += gives
        return self.found[row] + which

    def _slot_of(self, argument: Any, slots: Mapping[tuple[str, bool], int]) -> int:
        if isinstance(argument, tuple):
            return slots[argument] if argument in slots else self.constants[_constant_key(None)]
        return self.constants[_constant_key(argument.value if isinstance(argument, Const) else argument)]

    def _constant(self, value: float | str | bool | None) -> int:
        return self._constant_slot(_constant_key(value), value)

    def _constant_slot(self, key: str, value: float | str | bool | None) -> int:
        if key not in self.constants:
            self.constants[key] = len(self.made.start)
            self.made.start.append(value)
        return self.constants[key]


def _formula(quantity: Quantity) -> tuple[str, list[Any]]:
    """A formula as a function of the values it is given, in the order of its symbols, and what they are."""
    formula = quantity.formula
    assert formula is not None
    letters: dict[str, str] = {}
    arguments: list[Any] = []
    for name, symbol in formula.symbols.items():
        given = quantity.inputs.get(name, symbol.default)
        if symbol.choices:
            if isinstance(given, str) and given in symbol.choices:
                continue
            raise ValueError(f"{quantity.id}: a computed category cannot shape {formula.name}")
        for place, item in enumerate(given if isinstance(given, list) else [given]):
            letters[f"{name}[{place}]" if symbol.many else name] = _letter(len(letters))
            arguments.append(float(item) if isinstance(item, int | float) else item)
    if formula.native is not None:
        return formula.native(), arguments
    trace = formula.trace(quantity.inputs)
    shared = [*(condition for condition, _ in trace.guards), *trace.outputs.values()]
    writer = Writer(letters.__getitem__, shared)
    steps = [writer.guard(condition, message) for condition, message in trace.guards]
    values = [writer.expression(expr) for expr in trace.outputs.values()]
    steps.append(values[0] if len(values) == 1 else f"[{', '.join(values)}]")
    return _arrow(letters.values(), writer.variables, steps), arguments


def _expression(expr: Expr, order: list[str]) -> str:
    letters = {name: _letter(place) for place, name in enumerate(order)}
    writer = Writer(letters.__getitem__, [expr])
    text = writer.expression(expr)
    return _arrow(letters.values(), writer.variables, [text])


def _arrow(letters: Iterable[str], variables: str, steps: list[str]) -> str:
    head = f"({','.join(letters)})=>"
    if len(steps) == 1 and not variables:
        return f"{head}{steps[0]}"
    return f"{head}{{{variables}{''.join(f'{step};' for step in steps[:-1])}return {steps[-1]}}}"


def _letter(place: int) -> str:
    """A short name that is no word of JavaScript, nor `N`, nor a variable of `Writer`."""
    return _LETTERS[place] if place < len(_LETTERS) else f"_{place}"


def _constant_key(value: float | str | bool | None) -> str:
    return f"constant {type(value).__name__} {value!r}"


def _list(values: Iterable[Any]) -> str:
    """A list of numbers, categories and what is missing, in few letters."""
    return string([_short(value) for value in values])


def _short(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53 and str(value) != "-0.0"
    return int(value) if whole else value


__all__ = ["LOAD", "Program", "evaluator", "program"]
