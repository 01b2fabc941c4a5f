"""Sums, iterations and solutions over samples, at as few points as they need.

Such a kernel has tens or hundreds of steps. What it reads from outside (its atoms) is computed first; where
the atoms take few values, as counts do, each combination of them is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nalsd.graph.arrays import counted
from nalsd.graph.expr import Bound, Const, Expr, Lambda, Name, Op
from nalsd.graph.functions import apart

HEAVY = frozenset({"sum", "solve", "iterate"})
FEW = 300
"""Most combinations of values that are computed one by one."""


@dataclass(frozen=True)
class Kernel:
    """A kernel over its atoms."""

    body: Expr
    atoms: dict[str, Expr]


_KERNELS: dict[int, tuple[Op, Kernel]] = {}


def kernel_of(node: Op) -> Kernel:
    """The node with everything that no running variable touches taken out and named."""
    known = _KERNELS.get(id(node))
    if known is None or known[0] is not node:
        atoms: dict[str, Expr] = {}
        done: dict[int, Any] = {}
        body = Op(node.name, *(_cut(a, atoms, done) for a in node.args), extra=node.extra)
        if len(_KERNELS) > 5_000:
            _KERNELS.clear()
        known = _KERNELS[id(node)] = (node, Kernel(body, atoms))
    return known[1]


def _cut(part: Expr | Lambda, atoms: dict[str, Expr], done: dict[int, Any]) -> Any:
    """A part with its atoms named; what stands in several places stays one node."""
    if id(part) not in done:
        done[id(part)] = _cut_anew(part, atoms, done)
    return done[id(part)]


def _cut_anew(part: Expr | Lambda, atoms: dict[str, Expr], done: dict[int, Any]) -> Any:
    if isinstance(part, Lambda):
        guards = tuple((_cut(condition, atoms, done), message) for condition, message in part.guards)
        return Lambda(part.variable, _cut(part.body, atoms, done), guards)
    if isinstance(part, Const | Bound):
        return part
    if not _runs(part, {}):
        name = f"@{len(atoms)}"
        atoms[name] = part
        return Name(name)
    assert isinstance(part, Op)
    return Op(part.name, *(_cut(a, atoms, done) for a in part.args), extra=part.extra)


def _runs(part: Expr | Lambda, known: dict[int, bool]) -> bool:
    """Whether a part holds a running variable or a kernel."""
    if id(part) not in known:
        if isinstance(part, Lambda):
            inside = [part.body, *(condition for condition, _ in part.guards)]
        else:
            inside = list(part.args) if isinstance(part, Op) else []
        heavy = isinstance(part, Bound) or (isinstance(part, Op) and part.name in HEAVY)
        known[id(part)] = heavy or any(_runs(each, known) for each in inside)
    return known[id(part)]


def is_heavy(expr: Expr) -> bool:
    """Whether an expression holds a kernel."""
    return any(node.name in HEAVY for node in nodes(expr) if isinstance(node, Op))


def nodes(expr: Expr) -> Iterator[Expr]:
    """Every node once, however often it is used."""
    seen: set[int] = set()
    stack: list[Expr | Lambda] = [expr]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Lambda):
            stack += [node.body, *(condition for condition, _ in node.guards)]
            continue
        yield node
        if isinstance(node, Op):
            stack += node.args


def valued(np: Any, values: Mapping[str, Any], compute: Callable[[Mapping[str, Any]], Any]) -> Any:
    """A kernel over the samples of its atoms; `compute` values its body."""
    held = {name: _single(value) for name, value in values.items()}
    varying = {name: value for name, value in held.items() if getattr(value, "ndim", 0)}
    if not varying:
        return compute(held)
    found = _by_combination(np, held, varying, compute)
    return compute(held) if found is None else found


def _single(value: Any) -> Any:
    """What is the same in all samples, as one value."""
    if not getattr(value, "ndim", 0) or not (value == value[0]).all():
        return value
    return value[0].item() if hasattr(value[0], "item") else value[0]


def _by_combination(np: Any, held: dict[str, Any], varying: dict[str, Any], compute: Any) -> Any:
    codes, combinations = 0, 1
    for value in varying.values():
        found = _numbered(np, value)
        if found is None:
            return None
        numbers, many = found
        codes, combinations = codes * many + numbers, combinations * many
        if combinations > FEW * FEW:
            return None
    samples = np.full(combinations, -1)
    samples[codes] = np.arange(len(codes))  # any sample of a combination stands for it
    there = np.flatnonzero(samples >= 0)
    if len(there) > FEW:
        return None
    with apart() as outside:
        few = compute({**held, **{name: value[samples[there]] for name, value in varying.items()}})
    if outside:
        return None
    results = np.empty(combinations, np.result_type(few))
    results[there] = few
    return results[codes]


def _numbered(np: Any, value: Any) -> tuple[Any, int] | None:
    """A number from 0 for each distinct value, and how many numbers there are; None where there are many."""
    table = counted(np, value) if value.dtype.kind == "f" else None
    if table is not None:
        places, numbers = table
        return places, len(numbers)
    if len(np.unique(value[:FEW])) > FEW / 3:
        return None
    distinct, places = np.unique(value, return_inverse=True)
    return places, len(distinct)
