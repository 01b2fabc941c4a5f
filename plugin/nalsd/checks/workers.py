"""Independent work shared between the machine's processors, where a copy of the process costs next to
nothing."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(work: Callable[[Item], Result], items: Sequence[Item], weights: Sequence[float]) -> list[Result]:
    """What `work` gives for each item, in their order; `weights` say how long each takes beside the others.

    On Linux the process is copied, once a processor; results come back through pipes. Elsewhere, beside
    other threads, and for whatever a copy does not deliver, the work is done here.
    """
    shares = _shares(weights, _processors())
    copies = [(share, _copy(work, [items[at] for at in share])) for share in shares[1:]]
    results: dict[int, Result] = {at: work(items[at]) for at in (shares[0] if shares else [])}
    for share, (process, stream) in copies:
        delivered = _collect(process, stream)
        if delivered is None:
            delivered = [work(items[at]) for at in share]
        results.update(zip(share, delivered, strict=True))
    return [results[at] for at in range(len(items))]


def _processors() -> int:
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1  # a lock that another thread holds would stay locked in the copy
    return len(os.sched_getaffinity(0))


def _shares(weights: Sequence[float], most: int) -> list[list[int]]:
    """Places of the items, shared out: the heaviest first, each to who has least."""
    shares: list[list[int]] = [[] for _ in range(min(most, len(weights)))]
    loads = [0.0] * len(shares)
    for at in sorted(range(len(weights)), key=lambda at: -weights[at]):
        least = loads.index(min(loads))
        shares[least].append(at)
        loads[least] += weights[at]
    return shares


def _copy(work: Callable[[Item], Result], items: list[Item]) -> tuple[int, IO[bytes]]:
    """Starts a copy of this process on some items; gives its number and the pipe its results come through."""
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # what both share is not touched, and so not copied, by looking for cycles
    receiver, sender = os.pipe()
    process = os.fork()
    if process:
        os.close(sender)
        return process, os.fdopen(receiver, "rb")
    code = 1
    try:
        os.close(receiver)
        with os.fdopen(sender, "wb") as stream:
            pickle.dump([work(item) for item in items], stream, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)  # whatever happened here happens again in the parent, where it is told


def _collect(process: int, stream: IO[bytes]) -> list[Result] | None:
    """The results of a copy; None when it ended without them."""
    with stream:
        content = stream.read()
    _, status = os.waitpid(process, 0)
    return pickle.loads(content) if status == 0 else None
