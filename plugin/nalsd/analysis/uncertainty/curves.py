"""Formulas that search or sum, over samples: a curve through a few of them.

To solve an equation takes milliseconds, and there are thousands of samples. Such a formula is smooth in what
it is given. So it is computed, all at once, at a few points along one input and those that move with it, and
for each other input how steeply the outputs follow it. The curve is then held against samples; where it is
off by more than a thousandth, every sample is computed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from nalsd.graph import Formula, GuardError
from nalsd.graph.functions import apart

NODES = 9
"""Nodes of a curve."""

CHECKED = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
"""Shares of the samples below those at which the curve is held against the formula."""

AMONG = 512
"""Samples that tell what moves with what: the points are even, so that these lie as all of them do."""

STEP = 1.25
"""Factor by which another input is moved to see how steeply the outputs follow it."""

CLOSE = 1e-3

NOTHING = 1e-200
"""What an output is at most that is taken for 0: the chance that all of 100 servers are busy at 0.1%."""


def along_curve(
    np: Any, formula: Formula, arguments: Mapping[str, Any], wanted: Collection[str]
) -> dict[str, Any] | None:
    """The wanted outputs of a formula over samples; None where they are no smooth curve over one input."""
    varying = {name: value for name, value in arguments.items() if getattr(value, "ndim", 0)}
    if any(value.dtype.kind != "f" or not value.min() > 0 for value in varying.values()):
        return None
    if not varying or any(isinstance(value, list) for value in arguments.values()):
        return None
    lead = next(iter(varying.values()))
    place = np.log(lead)
    first, last = int(place.argmin()), int(place.argmax())
    low, width = place[first], place[last] - place[first]
    if not width > 0:
        return None
    order = np.argsort(place[:AMONG])
    others = {name: value for name, value in varying.items() if not _rises_or_falls(np, value[:AMONG][order])}
    middle = {name: _median(value) for name, value in others.items()}
    at, centre = low + width * _chebyshev(np), NODES // 2
    points: dict[str, Any] = {}
    checks = order[[int(share * len(order)) for share in CHECKED]]
    along = np.concatenate(([first], order, [last]))
    for name, value in varying.items():
        if name in middle:
            nodes = np.full(NODES, middle[name])
        else:
            nodes = np.exp(np.interp(at, place[along], np.log(value[along])))
        points[name] = np.concatenate((nodes, np.full(len(middle), nodes[centre]), value[checks]))
    for number, name in enumerate(middle):
        points[name][NODES + number] *= STEP
    try:
        with apart() as outside:
            outputs = formula.values({**arguments, **points})
    except (ArithmeticError, GuardError):
        return None
    if outside:
        return None
    found = {}
    steps = [place - spot for spot in at[:-1]]
    for output in wanted:
        heights = np.broadcast_to(
            np.asarray(outputs[output], dtype=float), (NODES + len(middle) + len(checks),)
        )
        if (np.abs(heights) < NOTHING).all():
            found[output] = np.zeros(place.shape)
            continue
        if not (heights > 0).all() or not np.isfinite(heights).all():
            return None
        curve = _through(np, at, np.log(heights[:NODES]), steps)
        for number, (name, value) in enumerate(middle.items()):
            slope = np.log(heights[NODES + number] / heights[centre]) / np.log(STEP)
            curve = curve + slope * np.log(others[name] / value)
        found[output] = np.exp(curve, out=curve)
        truth = heights[NODES + len(middle) :]
        if not (np.abs(found[output][checks] - truth) <= CLOSE * truth).all():
            return None
    return found


def _chebyshev(np: Any) -> Any:
    """Where nodes lie between the ends: even ones would let the curve swing."""
    return (1 - np.cos(np.pi * np.arange(NODES) / (NODES - 1))) / 2


def _rises_or_falls(np: Any, values: Any) -> bool:
    rise = np.diff(values)
    return bool((rise >= 0).all() or (rise <= 0).all())


def _median(values: Any) -> float:
    parted = values.copy()
    parted.partition(len(values) // 2)
    return float(parted[len(values) // 2])


def _through(np: Any, at: Any, heights: Any, steps: list[Any]) -> Any:
    """The polynomial through the nodes, by Newton's divided differences; `steps` are the distances from all
    nodes but the last."""
    rest = heights.copy()
    for i in range(1, len(at)):
        rest[i:] = (rest[i:] - rest[i - 1 : -1]) / (at[i:] - at[:-i])
    result = np.full(steps[0].shape, rest[-1])
    for step, height in zip(reversed(steps), rest[-2::-1], strict=True):
        result *= step
        result += height
    return result
