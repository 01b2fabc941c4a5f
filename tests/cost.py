"""What a call costs, in steps of plain work timed beside it: seconds alone tell of the machine."""

from __future__ import annotations

import time
from collections.abc import Callable


def _seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


def _step() -> int:
    """About a hundredth of a second of plain Python."""
    return sum(i * i % 7 for i in range(150_000))


def holds_within(steps: float, action: Callable[[], object], attempts: int = 3) -> None:
    """Fails when `action` costs more than `steps` at each attempt: a busy machine slows one, not all.

    A limit stands far above the usual cost: it is there for what grows with the square or worse.
    """
    measured: list[float] = []
    for _ in range(attempts):
        step = min(_seconds(_step) for _ in range(3))
        measured.append(_seconds(action) / step)
        if measured[-1] <= steps:
            return
    raise AssertionError(f"costs {min(measured):.0f} steps, more than {steps:g}")
