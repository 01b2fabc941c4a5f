"""The value of one quantity, from the values of what it depends on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nalsd.graph.evaluate import evaluate
from nalsd.graph.expr import Const
from nalsd.graph.operations import GuardError
from nalsd.graph.quantity import Quantity
from nalsd.graph.results import result_of


class NoValue(ValueError):
    """Why a quantity has no value, though what it depends on has."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        """`outside-limits` or `non-finite`, as in `Problem`."""


def value_of(quantity: Quantity, values: Mapping[str, Any]) -> Any:
    """The value in base units; None where something it depends on is unknown.

    Raises NoValue where it has none.
    """
    formula = quantity.formula
    if formula is None and quantity.expr is None:
        return quantity.stated
    arguments = values
    if formula is not None:
        arguments = {}
        for name, argument in quantity.inputs.items():
            value = values.get(argument) if type(argument) is str else None  # an id, nearly always
            if value is None:
                value = _argument(quantity, name, argument, values)
                if value is None:
                    return None
            arguments[name] = value
    else:
        for id in quantity.depends_on:
            if values.get(id) is None:
                return None
    try:
        if formula is not None:
            value = result_of(formula, arguments)[quantity.output]
        else:
            assert quantity.expr is not None
            value = evaluate(quantity.expr, arguments)
        if isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if isinstance(value, complex):
            raise ValueError("a root of a negative number")
    except GuardError as error:
        if quantity.partial:
            return None
        raise NoValue("outside-limits", str(error)) from None
    except ZeroDivisionError:
        raise NoValue("non-finite", "division by zero") from None
    except (OverflowError, ValueError, TypeError) as error:
        raise NoValue("non-finite", f"no finite real value ({error})") from None
    if isinstance(value, float) and not math.isfinite(value):
        raise NoValue("non-finite", "the result is not finite")
    return value


def _argument(quantity: Quantity, name: str, argument: Any, values: Mapping[str, Any]) -> Any:
    """What stands for a symbol and is no id with a value: a number, a list, a category; None when unknown."""
    if isinstance(argument, str):
        return argument if quantity.is_category(name, argument) else None
    if isinstance(argument, Const):
        return argument.value
    if isinstance(argument, list):
        items = [values.get(i) if isinstance(i, str) else i.value for i in argument]
        return None if any(item is None for item in items) else items
    return None
