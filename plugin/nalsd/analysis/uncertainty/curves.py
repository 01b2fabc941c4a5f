"""Formulas that search for a solution, over samples: a curve through a few of them.

To solve an equation takes milliseconds, and there are thousands of samples. Such a formula is smooth in what
it is given. So it is computed at a few samples along one input and those that move with it, and for each
other input how steeply the outputs follow it. The curve is then held against further samples; where it is
off by more than a thousandth, every sample is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nalsd.graph import Formula

NODES, FINE = 5, 9
"""Nodes of a curve; of a formula that is cheap there are more."""

CHECKED = (0.13, 0.71, 0.03, 0.25, 0.5, 0.9, 0.97)
"""Where, among the samples in order, the curve is held against the formula; two where it is dear."""

STEP = 1.25
"""Factor by which another input is moved to see how steeply the outputs follow it."""

CLOSE = 1e-3


def along_curve(
    np: Any, formula: Formula, arguments: Mapping[str, Any], nodes: int = NODES
) -> dict[str, Any] | None:
    """The outputs of a formula over samples; None where they are no smooth curve over one input."""
    varying = {name: value for name, value in arguments.items() if getattr(value, "ndim", 0)}
    if any(value.dtype.kind != "f" or not value.min() > 0 for value in varying.values()):
        return None
    if not varying or any(isinstance(value, list) for value in arguments.values()):
        return None
    lead = next(iter(varying.values()))
    order = np.argsort(lead)
    others = {name: value for name, value in varying.items() if not _moves_with(np, value, order)}
    middle = {name: float(np.median(value)) for name, value in others.items()}
    place = np.log(lead)
    if not place[order[-1]] > place[order[0]]:
        return None
    spots = np.searchsorted(place[order], np.linspace(place[order[0]], place[order[-1]], nodes))
    picked = order[spots.clip(0, len(order) - 1)]

    def at(sample: int, changed: Mapping[str, float]) -> dict[str, float]:
        values = {name: float(value[sample]) for name, value in varying.items()}
        return formula.values({**arguments, **values, **changed})

    few = [at(sample, middle) for sample in picked]
    steeper = {name: at(picked[nodes // 2], {**middle, name: value * STEP}) for name, value in middle.items()}
    checks = [order[int(share * len(order))] for share in CHECKED[: 2 if nodes == NODES else None]]
    truth = [at(sample, {}) for sample in checks]
    found = {}
    for output in few[0]:
        heights = np.array([each[output] for each in few])
        if not (heights > 0).all():
            return None
        curve = _through(np, place[picked], np.log(heights), place)
        for name, moved in steeper.items():
            if not moved[output] > 0:
                return None
            slope = np.log(moved[output] / heights[nodes // 2]) / np.log(STEP)
            curve = curve + slope * np.log(others[name] / middle[name])
        found[output] = np.exp(curve)
        for sample, each in zip(checks, truth, strict=True):
            if not abs(found[output][sample] - each[output]) <= CLOSE * abs(each[output]):
                return None
    return found


def _moves_with(np: Any, value: Any, order: Any) -> bool:
    rise = np.diff(value[order])
    return bool((rise >= 0).all() or (rise <= 0).all())


def _through(np: Any, at: Any, heights: Any, x: Any) -> Any:
    """The polynomial through the nodes, by Newton's divided differences."""
    rest = heights.copy()
    for i in range(1, len(at)):
        rest[i:] = (rest[i:] - rest[i - 1 : -1]) / (at[i:] - at[:-i])
    result = np.full(x.shape, rest[-1])
    for node, height in zip(at[-2::-1], rest[-2::-1], strict=True):
        result = result * (x - node) + height
    return result
