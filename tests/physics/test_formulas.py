"""What holds for every formula: complete, in agreement with its units, and the same traced as called."""

from __future__ import annotations

import itertools
import math
import random
from typing import Any

import pytest

from nalsd.graph import Formula, GuardError
from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Expr, Lambda, Op
from nalsd.graph.formula import symbol_dimension
from nalsd.physics import FORMULAS, TOPICS

ALL = pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)


def shapes(formula: Formula) -> list[dict[str, Any]]:
    """One set of choices and list lengths for each way the formula can be built."""
    options = [[(s.name, c) for c in s.choices] for s in formula.symbols.values() if s.choices]
    lists = {s.name: (0.0,) * 3 for s in formula.symbols.values() if s.many}
    return [{**lists, **dict(chosen)} for chosen in itertools.product(*options)]


@ALL
def test_units_agree_with_the_body(formula: Formula) -> None:
    for shape in shapes(formula):
        assert formula.check_dimensions(shape) == [], shape


@ALL
def test_is_complete(formula: Formula) -> None:
    assert formula.title and formula.title[0].isupper() and not formula.title.endswith(".")
    assert formula.description.endswith((".", ":")), "a sentence says what it does"
    assert formula.sources and all(source.text for source in formula.sources)
    for symbol in (*formula.symbols.values(), *formula.gives.values()):
        assert symbol.meaning, symbol.name
        symbol_dimension(symbol.unit)


def evaluations(expr: Expr | Lambda) -> int:
    """How many operations the graph's own evaluation takes at most, node by node."""
    if isinstance(expr, Lambda):
        return evaluations(expr.body)
    if not isinstance(expr, Op):
        return 1
    bodies = sum(evaluations(a) for a in expr.args if isinstance(a, Lambda))
    times = expr.extra if expr.name in ("sum", "solve", "iterate") else 1
    return 1 + sum(evaluations(a) for a in expr.args if not isinstance(a, Lambda)) + bodies * int(times)


def quick(formula: Formula) -> bool:
    """Whether its trace can be evaluated node by node within a test; the graph itself calls formulas with
    floats.
    """
    traces = [formula.trace(shape) for shape in shapes(formula)]
    return all(
        evaluations(e) < 100_000 for t in traces for e in (*t.outputs.values(), *(g for g, _ in t.guards))
    )


@pytest.mark.parametrize("formula", [f for f in FORMULAS.values() if quick(f)], ids=lambda f: f.name)
def test_is_the_same_traced_as_called(formula: Formula) -> None:
    """Floats go through the function, expressions through the graph's own evaluation."""
    for shape in shapes(formula):
        inputs, direct = sample(formula, shape)
        lists = {name: [0.0] * len(value) for name, value in inputs.items() if isinstance(value, list)}
        trace = formula.trace({**shape, **lists})
        names: dict[str, Any] = {}
        for name, value in inputs.items():
            if isinstance(value, list):
                names.update({f"{name}[{i}]": item for i, item in enumerate(value)})
            else:
                names[name] = value
        for condition, message in trace.guards:
            assert evaluate(condition, names), message
        for output, expr in trace.outputs.items():
            assert evaluate(expr, names) == pytest.approx(direct[output], rel=1e-9), output


def sample(formula: Formula, shape: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Inputs within the formula's limits, found by trying, and what it gives for them."""
    draw = random.Random(formula.name)
    for attempt in range(3000):
        inputs: dict[str, Any] = {}
        for symbol in formula.symbols.values():
            if symbol.choices:
                inputs[symbol.name] = shape[symbol.name]
            elif symbol.default is not None and attempt % 2 == 0:
                inputs[symbol.name] = symbol.default
            elif symbol.many:
                inputs[symbol.name] = [number(draw, symbol.unit, attempt) for _ in range(3)]
            else:
                inputs[symbol.name] = number(draw, symbol.unit, attempt)
        try:
            values = formula.values(inputs)
        except (GuardError, ZeroDivisionError, OverflowError, ValueError):
            continue
        if all(isinstance(v, str | bool) or math.isfinite(v) for v in values.values()):
            return inputs, values
    raise AssertionError(f"no inputs within the limits of {formula.name} were found")


def number(draw: random.Random, unit: str, attempt: int) -> float:
    """Shares and small whole numbers often, and anything between; formulas rarely want more."""
    kind = draw.randrange(4)
    if unit == "1" and kind < 2:
        return draw.uniform(0.01, 0.99)
    if kind == 2:
        return float(draw.randint(1, 12))
    return draw.uniform(0.1, 10.0 + attempt % 40)


def test_every_module_with_formulas_is_a_topic() -> None:
    """A formula in a module that `TOPICS` does not name would be in no list, page or command."""
    from importlib import import_module
    from pathlib import Path

    import nalsd.physics

    for path in Path(nalsd.physics.__file__).parent.glob("[!_]*.py"):
        module = import_module(f"nalsd.physics.{path.stem}")
        own = [f for f in vars(module).values() if isinstance(f, Formula) and f.topic == path.stem]
        assert not own or path.stem in TOPICS, path.stem


def test_most_formulas_are_quick() -> None:
    """The comparison above leaves out solutions within sums within solutions, and little else."""
    assert sum(map(quick, FORMULAS.values())) > 0.85 * len(FORMULAS)
