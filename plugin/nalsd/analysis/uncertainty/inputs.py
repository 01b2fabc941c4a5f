"""The inputs of a design as their author wrote them.

A value in one place of a file is one input, however many quantities take it: the price of a machine that
three tiers run on is one unknown and not three.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nalsd.graph import Graph, Quantity


def ranges_of(graph: Graph) -> list[str]:
    """Ids of the ranges an author stated."""
    return [quantity.id for quantity in graph if quantity.varies]


def written_once(quantities: Iterable[Quantity]) -> list[list[Quantity]]:
    """Stated quantities by the place where their value is written, in the order of the first of each."""
    found: dict[object, list[Quantity]] = {}
    for quantity in quantities:
        found.setdefault((quantity.source, quantity.given), []).append(quantity)
    return list(found.values())


def common_label(quantities: Sequence[Quantity]) -> str:
    """What one input is called: the label of its quantity, or what the labels of several end with.

    `API, price of a machine` and `DB, price of a machine` are `Price of a machine, 2 tiers`.
    """
    labels = [quantity.label for quantity in quantities]
    ends = [label.split(", ")[::-1] for label in labels]
    shared = []
    for parts in zip(*ends, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    if len(labels) == 1 or not shared:
        return labels[0]
    end = ", ".join(reversed(shared))
    tiers = len({quantity.id.split(".")[1] for quantity in quantities if quantity.id.startswith("tiers.")})
    return f"{end[:1].upper()}{end[1:]}" + (f", {tiers} tiers" if tiers > 1 else "")
