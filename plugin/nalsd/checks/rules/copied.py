"""N506 and N509 in an author's own formulas: copies of the data that are counted once too often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from nalsd.checks.rules import expressions
from nalsd.checks.rules.expressions import Product, finding, names_in, shown
from nalsd.checks.rules.rule import Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Const, Expr, Graph, Name, Quantity
from nalsd.graph.expr import walk

REPLICATION = re.compile(r"replicat|east[ -]?west|follower traffic", re.I)
COPIES = re.compile(r"cluster\.\w+\.rf$")
_MANY = re.compile(r"cop(?:y|ies)|replica", re.I)
_READS = re.compile(r"read_(?:rate|peak|average)$|\.read_rate$|\.peak_read_rate$")
_OF_ALL_COPIES = re.compile(r"tiers\.\w+\.(?!single\.)(?:\w+\.)?(?:need|needed|nodes|demand|load)")
_OWN = ("quantities.", "cluster.")


def replication(
    subject: Subject, quantity: Quantity, product: Product, copies: set, reading: set[str]
) -> Iterator[Finding]:
    """Replication traffic that counts the client's own copy, or reads."""
    graph = subject.analysis.graph
    if not expressions.about(quantity, REPLICATION):
        return
    rates = [name for name in names_in(product.over) if expressions.is_rate(graph, name)]
    if not rates:
        return
    reads = next((n for n in rates if _READS.search(n) or n.rpartition(".")[0] in reading), None)
    if reads is not None:
        yield finding(
            subject, "N506", quantity, f"`{reads}` are reads, and reads do not replicate",
            "only writes are sent to the other copies, each RF - 1 times",
        )  # fmt: skip
        return
    for part in product.over:
        counted = _is_count(part, copies) and part.value + 1 not in copies  # two may be the others of three
        if counted or (isinstance(part, Name) and COPIES.search(part.name)):
            yield finding(
                subject, "N506", quantity,
                f"writes times {shown(part)} counts the client's own copy as replication traffic",
                f"each write is sent to the other copies: multiply by RF - 1, `({shown(part)} - 1)`",
            )  # fmt: skip
            return


def copies_twice(subject: Subject, quantity: Quantity, product: Product, copies: set) -> Iterator[Finding]:
    """What is of all copies, times the copies."""
    graph = subject.analysis.graph
    for part in product.over:
        inner = (node.name for node in walk(part) if isinstance(node, Name))
        copy = next((name for name in inner if COPIES.search(name)), "")
        if not copy and not (_is_count(part, copies) and expressions.about(quantity, _MANY)):
            continue
        held = next((name for name in names_in(product.over) if _holds_copies(graph, name, copy)), None)
        if held is None:
            continue
        tier, _, rest = held.removeprefix("tiers.").partition(".")
        one = f"tiers.{tier}.single.{rest}"
        by = f"`{copy}`" if copy else shown(part)
        yield finding(
            subject, "N509", quantity, f"`{held}` is of all copies already, and is multiplied by {by}",
            "leave the factor out, or multiply what one copy takes" + (f", `{one}`" if one in graph else ""),
        )  # fmt: skip
        return


def _is_count(part: Expr, copies: set) -> TypeGuard[Const]:
    """Whether a factor is the bare number of copies that some store has."""
    return isinstance(part, Const) and part.value > 1 and part.unit is None and part.value in copies


def _holds_copies(graph: Graph, id: str, copy: str) -> bool:
    """Whether a quantity is an amount, or nodes, of all the copies that a store has."""
    if id not in graph or COPIES.search(id):
        return False
    if not _OF_ALL_COPIES.fullmatch(id):
        unit = graph[id].unit
        if not id.startswith(_OWN) or unit is None:
            return False
        if not unit.dimension.power("byte") and not unit.dimension.power("USD"):
            return False
    return any(name == copy if copy else COPIES.search(name) for name in graph.ancestors(id))
