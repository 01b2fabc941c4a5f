"""Formulas: plain functions with documented symbols, callable with floats and traceable to expressions."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nalsd.graph.dimensions import infer
from nalsd.graph.expr import Const, Expr, Name
from nalsd.graph.functions import recording
from nalsd.graph.rules import Dim, DimensionError
from nalsd.graph.source import Citation
from nalsd.units import ONE, STANDARD, Dimension, assignable

_VARIABLE = re.compile(r"\?[a-z]")


@dataclass(frozen=True)
class Symbol:
    """One symbol of a formula."""

    name: str
    unit: str
    """Unit of the values the page shows; "1" for a pure number, "?a" for any unit, the same all over the
    formula."""
    meaning: str
    many: bool = False
    """Whether it stands for a list."""
    choices: tuple[str, ...] = ()
    """The categories it may take; empty for a number."""
    default: float | str | None = None

    @cached_property
    def dimension(self) -> Dimension:
        """Dimension of its unit; unit variables count as bases of their own."""
        return symbol_dimension(self.unit)


@dataclass(frozen=True)
class Trace:
    """A formula as expressions over its symbols."""

    outputs: dict[str, Expr]
    guards: tuple[tuple[Expr, str], ...]


@dataclass(frozen=True, eq=False)
class Formula:
    """A documented function of `nalsd.physics`."""

    function: Callable[..., Any]
    title: str
    symbols: dict[str, Symbol]
    gives: dict[str, Symbol]
    limits: str
    sources: tuple[Citation, ...]
    _traces: dict[tuple[Any, ...], Trace] = field(default_factory=dict, repr=False)
    _dimensions: dict[tuple[Any, ...], Dimension | str] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The function's name, by which authors and commands call it."""
        return self.function.__name__

    @property
    def topic(self) -> str:
        """The module it lives in."""
        return self.function.__module__.rsplit(".", 1)[-1]

    @property
    def description(self) -> str:
        """The function's docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def native(self) -> Callable[[], str] | None:
        """A formula that is no expression writes itself in JavaScript: as a function of its symbols."""
        return getattr(self.function, "native", None)

    @cached_property
    def categorical(self) -> frozenset[str]:
        """Symbols that stand for a category, not for a number."""
        return frozenset(name for name, symbol in self.symbols.items() if symbol.choices)

    @property
    def single(self) -> bool:
        """Whether it gives one value."""
        return list(self.gives) == ["result"]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The value: of floats in base units a float (or a dict of them), of expressions an expression."""
        return self.function(*args, **kwargs)

    def values(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Every value it gives, by name, from inputs in base units.

        Raises GuardError outside its limits, ZeroDivisionError and OverflowError where it has no value.
        """
        return self._named(self.function(**inputs))

    def trace(self, inputs: Mapping[str, Any] | None = None) -> Trace:
        """The formula over its own symbols. `inputs` gives what shapes it: lists' lengths and categories."""
        inputs = inputs or {}
        key = tuple(
            (
                s.name,
                len(inputs[s.name])
                if s.many and s.name in inputs
                else inputs.get(s.name)
                if s.choices
                else None,
            )
            for s in self.symbols.values()
            if s.many or s.choices
        )
        if key not in self._traces:
            with recording() as guards:
                outputs = self._named(
                    self.function(**{n: self._stand_in(s, inputs) for n, s in self.symbols.items()})
                )
            self._traces[key] = Trace(
                {
                    n: v if isinstance(v, Expr) else Const(v)
                    for n, v in outputs.items()
                    if not isinstance(v, str)
                },
                tuple(guards),
            )
        return self._traces[key]

    def check_dimensions(self, inputs: Mapping[str, Any] | None = None) -> list[str]:
        """What is wrong between the declared units and the body; empty when they agree."""
        trace = self.trace(inputs)
        wrong = []

        def of(name: str) -> Dimension:
            return self.symbols[name.partition("[")[0]].dimension

        for output, expr in trace.outputs.items():
            try:
                found = infer(expr, of) or ONE
            except DimensionError as error:
                wrong.append(f"{self.name}.{output}: {error}")
                continue
            declared = self.gives[output].dimension
            if found != declared and not (expr_is_constant(expr) and found == ONE):
                wrong.append(f"{self.name}.{output}: declared {declared}, the body gives {found}")
        for condition, message in trace.guards:
            try:
                infer(condition, of)
            except DimensionError as error:
                wrong.append(f"{self.name}, guard {message!r}: {error}")
        return wrong

    def dimension(self, arguments: Sequence[Dim]) -> Dimension:
        """Dimension of the single result when it is called with values of these dimensions, in order.

        Raises DimensionError for one that does not fit its symbol.
        """
        given: list[tuple[str, tuple[Dimension, ...]]] = []
        for symbol, actual in zip(self.symbols.values(), arguments, strict=False):
            if actual is None and symbol.dimension.hard != ONE:
                raise DimensionError(
                    f"`{symbol.name}` of {self.name} is in {symbol.unit}, not a bare number",
                    f"give it a unit; {symbol.name} is {symbol.meaning}",
                )
            given.append((symbol.name, (actual or ONE,)))
        return self.result_dimension("result", tuple(given))

    def result_dimension(
        self,
        output: str,
        given: tuple[tuple[str, tuple[Dimension, ...]], ...],
        written: Mapping[str, object] | None = None,
    ) -> Dimension:
        """Dimension of an output from those of the inputs, each symbol with its own or those of its list.

        Remembered: the same few dimensions come again and again. Raises DimensionError, which names the
        input as it is `written`.
        """
        found = self._dimensions.get((output, given))
        if found is None:
            bound, misfits = bind(self, dict(given))
            found = misfits[0] if misfits else substitute(self.gives[output].dimension, bound)
            self._dimensions[output, given] = found
        if isinstance(found, Dimension):
            return found
        symbol, actual = self.symbols[found], dict(given)[found][0]
        argument = (written or {}).get(found)
        what = f"`{argument}`" if isinstance(argument, str) else str(argument or "what it is given")
        raise DimensionError(
            f"`{found}` of {self.name} is in {symbol.unit}, but {what} is in [{actual}]",
            f"{found}: {symbol.meaning}",
        )

    def _named(self, result: Any) -> dict[str, Any]:
        return dict(result) if isinstance(result, dict) else {"result": result}

    def _stand_in(self, symbol: Symbol, inputs: Mapping[str, Any]) -> Any:
        if symbol.choices:
            return inputs.get(symbol.name, symbol.default or symbol.choices[0])
        if symbol.many:
            return [Name(f"{symbol.name}[{i}]") for i in range(len(inputs.get(symbol.name, (0, 0))))]
        return Name(symbol.name)


def formula(
    title: str,
    *,
    symbols: Mapping[str, tuple[Any, ...]],
    gives: tuple[str, str] | Mapping[str, tuple[str, str]],
    source: Citation | tuple[Citation, ...],
    limits: str = "",
) -> Callable[[Callable[..., Any]], Formula]:
    """Declares a function as a formula.

    `symbols` maps each parameter to (unit, meaning) or (unit, meaning, {"many": True} or {"choices": [...]});
    `gives` is (unit, meaning) or, for a function that returns a dict, one such pair a name.
    """

    def declare(function: Callable[..., Any]) -> Formula:
        parameters, defaults = _parameters(function)
        if parameters != list(symbols):
            raise TypeError(
                f"{function.__name__}: parameters {parameters} and symbols {list(symbols)} differ"
            )
        declared = {}
        for name, (unit, meaning, *options) in symbols.items():
            given = options[0] if options else {}
            declared[name] = Symbol(
                name,
                unit,
                meaning,
                many=bool(given.get("many")),
                choices=tuple(given.get("choices", ())),
                default=defaults.get(name),
            )
        results = {"result": gives} if isinstance(gives, tuple) else dict(gives)
        return Formula(
            function,
            title,
            declared,
            {name: Symbol(name, unit, meaning) for name, (unit, meaning) in results.items()},
            limits,
            source if isinstance(source, tuple) else (source,),
        )

    return declare


def _parameters(function: Callable[..., Any]) -> tuple[list[str], dict[str, Any]]:
    """Names of a plain function's parameters, and the defaults of the last ones.

    `inspect.signature` says the same of any callable, and at each start takes as long as all else that is
    declared of a formula.
    """
    names = list(function.__code__.co_varnames[: function.__code__.co_argcount])
    values = function.__defaults__ or ()
    return names, dict(zip(names[len(names) - len(values) :], values, strict=True))


def symbol_dimension(unit: str) -> Dimension:
    """Dimension of a unit text that may hold unit variables, as `?a/s`."""
    if "?" not in unit:
        return ONE if unit in ("1", "choice") else STANDARD.unit(unit).dimension
    result = ONE
    for sign, part in re.findall(r"(^|[*/])\s*([^*/]+)", unit):
        part = part.strip()
        if _VARIABLE.fullmatch(part):
            factor = Dimension({part: 1})
        else:
            factor = ONE if part == "1" else STANDARD.unit(part).dimension
        result = result / factor if sign == "/" else result * factor
    return result


def bind(
    formula: Formula, dimensions: Mapping[str, Sequence[Dimension]]
) -> tuple[dict[str, Dimension], list[str]]:
    """Holds the dimensions of actual inputs against the symbols.

    Gives the unit variables that were bound, and for each input that does not fit its symbol's name.
    """
    bound: dict[str, Dimension] = {}
    misfits = []
    for name, actuals in dimensions.items():
        symbol = formula.symbols[name]
        for actual in actuals:
            variable = next(iter(_VARIABLE.findall(symbol.unit)), None)
            if variable is not None and variable not in bound:
                rest = symbol.dimension / Dimension({variable: 1})
                bound[variable] = actual / rest
                continue
            if not assignable(substitute(symbol.dimension, bound), actual):
                misfits.append(name)
    return bound, misfits


def substitute(dimension: Dimension, bound: Mapping[str, Dimension]) -> Dimension:
    """A dimension with its unit variables replaced by what they were bound to; one that nothing binds, as
    beside a bare number, is dropped."""
    result = ONE
    for base, exponent in dimension:
        if base in bound:
            result = result * bound[base] ** exponent
        elif not base.startswith("?"):
            result = result * Dimension({base: exponent})
    return result


def expr_is_constant(expr: Expr) -> bool:
    """Whether an expression is one written number."""
    return isinstance(expr, Const)
