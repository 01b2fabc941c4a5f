"""The order in which quantities can be computed, and where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping


def ordered(
    depends_on: Mapping[str, list[str]],
    on_unknown: Callable[[str, str], None],
    on_cycle: Callable[[list[str]], None],
) -> list[str]:
    """Names, each after what it depends on; where nothing else decides, in the given order.

    `on_unknown` is told a name and what it names that does not exist, `on_cycle` the names of a ring.
    """
    order: list[str] = []
    finished: dict[str, bool] = {}
    for root in depends_on:
        if root in finished:
            continue
        path = [root]
        stack: list[Iterator[str]] = [iter(depends_on[root])]
        finished[root] = False
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                order.append(path[-1])
                finished[path.pop()] = True
            elif child not in depends_on:
                on_unknown(path[-1], child)
            elif child not in finished:
                finished[child] = False
                path.append(child)
                stack.append(iter(depends_on[child]))
            elif not finished[child]:
                on_cycle(path[path.index(child) :])
    return order
