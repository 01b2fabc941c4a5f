"""The order in which quantities can be computed, and where there is none."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping


def ordered(
    depends_on: Mapping[str, list[str]],
    done: Container[str],
    on_unknown: Callable[[str, str], None],
    on_cycle: Callable[[list[str]], None],
) -> list[str]:
    """Names, each after what it depends on; where nothing else decides, in the given order.

    What is `done` is in order already. `on_unknown` is told a name and what it names that does not exist,
    `on_cycle` the names of a ring.
    """
    order: list[str] = []
    finished: dict[str, bool] = {}
    for root, below in depends_on.items():
        if root in finished:
            continue
        for child in below:
            if child not in done and not finished.get(child):
                break
        else:  # nearly always: what it depends on came before it
            finished[root] = True
            order.append(root)
            continue
        finished[root] = False
        path = [root]
        stack: list[Iterator[str]] = [iter(below)]
        while stack:
            for child in stack[-1]:
                state = finished.get(child)
                if state or child in done:
                    continue
                if state is False:
                    on_cycle(path[path.index(child) :])
                elif child not in depends_on:
                    on_unknown(path[-1], child)
                else:
                    finished[child] = False
                    path.append(child)
                    stack.append(iter(depends_on[child]))
                    break
            else:
                stack.pop()
                order.append(path[-1])
                finished[path.pop()] = True
    return order
