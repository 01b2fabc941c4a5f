"""Formulas that search or sum, over samples: a curve through a few of them.

To solve an equation takes milliseconds, and there are thousands of samples. Such a formula is smooth in what
it is given. So it is computed, all at once, at a few samples along one input and those that move with it, and
for each other input how steeply the outputs follow it. The curve is then held against further samples; where
it is off by more than a thousandth, every sample is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nalsd.graph import Formula, GuardError
from nalsd.graph.functions import apart

NODES = 9
"""Nodes of a curve."""

CHECKED = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
"""Where, between the least and the largest of the input, the curve is held against the formula."""

STEP = 1.25
"""Factor by which another input is moved to see how steeply the outputs follow it."""

CLOSE = 1e-3


def along_curve(np: Any, formula: Formula, arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    """The outputs of a formula over samples; None where they are no smooth curve over one input."""
    varying = {name: value for name, value in arguments.items() if getattr(value, "ndim", 0)}
    if any(value.dtype.kind != "f" or not value.min() > 0 for value in varying.values()):
        return None
    if not varying or any(isinstance(value, list) for value in arguments.values()):
        return None
    lead = next(iter(varying.values()))
    place = np.log(lead)
    low, high = place.min(), place.max()
    if not high > low:
        return None
    others = _others(np, varying, lead)
    middle = {name: float(np.median(value)) for name, value in others.items()}
    shares = (1 - np.cos(np.pi * np.arange(NODES) / (NODES - 1))) / 2  # as Chebyshev: no swinging at the ends
    picked = [_nearest(np, place, low + share * (high - low)) for share in shares]
    checks = [_nearest(np, place, low + share * (high - low)) for share in CHECKED]
    centre = NODES // 2
    samples = [*picked, *[picked[centre]] * len(middle), *checks]
    points = {name: value[samples] for name, value in varying.items()}
    for number, (name, value) in enumerate(middle.items()):
        points[name][: NODES + len(middle)] = value
        points[name][NODES + number] = value * STEP
    try:
        with apart() as outside:
            outputs = formula.values({**arguments, **points})
    except (ArithmeticError, GuardError):
        return None
    if outside:
        return None
    found = {}
    for output, values in outputs.items():
        heights = np.broadcast_to(np.asarray(values, dtype=float), (len(samples),))
        if not (heights > 0).all() or not np.isfinite(heights).all():
            return None
        curve = _through(np, place[picked], np.log(heights[:NODES]), place)
        for number, (name, value) in enumerate(middle.items()):
            slope = np.log(heights[NODES + number] / heights[centre]) / np.log(STEP)
            curve = curve + slope * np.log(others[name] / value)
        found[output] = np.exp(curve)
        truth = heights[NODES + len(middle) :]
        if not (np.abs(found[output][checks] - truth) <= CLOSE * truth).all():
            return None
    return found


def _others(np: Any, varying: Mapping[str, Any], lead: Any) -> dict[str, Any]:
    """The inputs beside the leading one that do not move with it."""
    if len(varying) == 1:
        return {}
    order = np.argsort(lead)
    return {name: value for name, value in varying.items() if not _rises_or_falls(np, value[order])}


def _rises_or_falls(np: Any, values: Any) -> bool:
    rise = np.diff(values)
    return bool((rise >= 0).all() or (rise <= 0).all())


def _nearest(np: Any, places: Any, target: float) -> int:
    return int(np.argmin(np.abs(places - target)))


def _through(np: Any, at: Any, heights: Any, x: Any) -> Any:
    """The polynomial through the nodes, by Newton's divided differences."""
    rest = heights.copy()
    for i in range(1, len(at)):
        rest[i:] = (rest[i:] - rest[i - 1 : -1]) / (at[i:] - at[:-i])
    result = np.full(x.shape, rest[-1])
    for node, height in zip(at[-2::-1], rest[-2::-1], strict=True):
        result = result * (x - node) + height
    return result
