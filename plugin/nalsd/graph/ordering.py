"""The order in which quantities can be computed, and where there is none."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping


def ordered(
    depends_on: Mapping[str, list[str]],
    done: Container[str],
    on_unknown: Callable[[str, str], None],
    on_cycle: Callable[[list[str]], None],
) -> Iterator[str]:
    """Names, each after what it depends on; where nothing else decides, in the given order.

    Whoever takes a name puts it among those that are `done` before he takes the next. `on_unknown` is told a
    name and what it names that does not exist, `on_cycle` the names of a ring.
    """
    begun: set[str] = set()
    for root, below in depends_on.items():
        if root in done:
            continue
        if all(map(done.__contains__, below)):  # nearly always: what it depends on came before it
            yield root
            continue
        begun.add(root)
        path = [root]
        stack: list[Iterator[str]] = [iter(below)]
        while stack:
            for child in stack[-1]:
                if child in done:
                    continue
                if child in begun:
                    on_cycle(path[path.index(child) :])
                elif child not in depends_on:
                    on_unknown(path[-1], child)
                else:
                    begun.add(child)
                    path.append(child)
                    stack.append(iter(depends_on[child]))
                    break
            else:
                stack.pop()
                yield path.pop()
