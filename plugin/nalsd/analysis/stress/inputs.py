"""What a scenario states: values held to the law or definition that bounds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nalsd.analysis.author import Author
from nalsd.designs import Finding, Value
from nalsd.graph import Name, Quantity, show
from nalsd.units import UnitError

SHARE = "a share lies between 0 and 100%"
TIME = "a time is not negative"
RATE = "a rate is not negative"
ATTEMPTS = "a delivery is attempted once or more"


def state_within(
    author: Author,
    id: str,
    value: Value | None,
    *,
    label: str,
    role: str,
    unit: str,
    law: str,
    least: float = 0.0,
    most: float | None = None,
    above: bool = False,
) -> Quantity:
    """A quantity the author states, in base units between two bounds; outside them a finding, and unknown.

    `above` leaves the lower bound itself out.
    """
    quantity = author.state(id, value, label=label, role=role, unit=unit)
    stated = quantity.stated
    if value is None or quantity.computed or not isinstance(stated, float):
        return quantity
    if (stated > least if above else stated >= least) and (most is None or stated <= most):
        return quantity
    bounds = f"from {show(least, quantity.unit)}" + (f" to {show(most, quantity.unit)}" if most else " up")
    author.findings.append(
        Finding(
            "N305",
            f"{label} is `{value.text}`, but {law}",
            value.location,
            help=f"write a value {bounds}",
            printed=value.text,
            quantity=id,
        )
    )
    quantity.given = None
    return quantity


def measured_in(author: Author, value: Value, unit: str) -> bool:
    """Whether a value is written in a unit of this dimension: `60M packet/s` is in packets, not requests."""
    try:
        read = author.graph.units.value(value.text)
    except UnitError:
        return False
    return read.unit.dimension == author.graph.units.unit(unit).dimension


def named(author: Author, written: Any) -> tuple[str, str] | None:
    """What a reference of a scenario leads to, as (`workloads`, name) and its like; None for all, or for
    nothing."""
    text = str(written or "")
    design = author.design
    families = {
        "workloads": design.context.workloads,
        "tiers": design.capacity.tiers,
        "flows": design.capacity.flows,
        "stores": design.slo.stores,
    }
    head, _, rest = text.partition(".")
    if rest and head in families:
        return (head, rest) if rest in families[head] else None
    return next(((family, text) for family, known in families.items() if text in known), None)


def rates(flows: Iterable[str]) -> list[str]:
    """Ids of the rates of flows, peak and average."""
    return [f"flows.{flow}.{part}" for flow in flows for part in ("rate", "average")]


def names(ids: Iterable[str]) -> list[Name]:
    """Ids as terms of an expression."""
    return [Name(id) for id in ids]
