"""N502 to N507 in an author's own formulas: errors of physics that the units of a formula let pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nalsd.checks.rules import expressions
from nalsd.checks.rules.copied import COPIES, copies_twice, replication
from nalsd.checks.rules.expressions import (
    Product,
    authored,
    average_of,
    finding,
    named,
    names_in,
    products,
    role_of,
    shown,
)
from nalsd.checks.rules.rule import Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Const, Expr, Name, Quantity
from nalsd.graph.expr import Op, walk

if TYPE_CHECKING:
    from nalsd.designs import Design

DAY = 86_400.0
MTUS = (1_200.0, 9_300.0)
"""Bytes of a packet, from the smallest that IPv6 allows to a jumbo frame with its headers."""
SEGMENT = 1_448.0
"""Bytes of a TCP segment in an Ethernet frame of 1,500, with timestamps."""
_PADDED = re.compile(r"tiers\.\w+\.(?:single\.)?(?:\w+\.)?(?:need|needed|nodes)")
_INSTALLED = re.compile(r"tiers\.\w+\.(?:single\.)?(?:nodes|deployed)")
_TARGET = re.compile(r"\.target$|headroom|target_utili[sz]ation")
_WRITES = re.compile(r"(?<![a-z])(?:write|writes|written|insert|append|update|upsert)s?(?![a-z])|\.writes$")
_READ_RATING = re.compile(r"(?:^|[._])read_iops$")
_PAYLOAD = re.compile(r"payload$")
_LOADED = re.compile(r"workloads\.\w+\.(?:peak|average)")
_SIZE = re.compile(r"\.(?:request|response|row|size)(?:_size)?$")
_NETWORK = re.compile(r"\.machine\.network$|\.network_(?:in|out)\.supply$")
_BITS = re.compile(r"bps|bit/s|bit/second", re.I)
_ROOM = re.compile(r"headroom|\broom\b|reserve|margin|slack|buffer|spare|safety", re.I)
MOST_ROOM = 3.0
"""The largest factor that is taken for headroom."""
_DUTY = re.compile(r"duty|peak_factor$|^load\.factor$")
"""Names that make an average out of a peak."""


def in_formulas(subject: Subject) -> Iterator[Finding]:
    """Every finding on the formulas that the author of a design wrote."""
    graph = subject.analysis.graph
    copies = {graph.value(id) for id in subject.ids("cluster") if COPIES.search(id)}
    reading = {
        f"workloads.{name}" for name, w in subject.design.context.workloads.items() if w.kind == "read"
    }
    for quantity in authored(graph):
        assert quantity.expr is not None
        for product in products(quantity.expr):
            yield from _peak_times_a_day(subject, quantity, product)
            yield from _headroom_twice(subject, quantity, product)
            yield from _packing(subject, quantity, product)
            yield from _read_rating(subject, quantity, product)
            yield from replication(subject, quantity, product, copies, reading)
            yield from copies_twice(subject, quantity, product, copies)
        yield from _payload_for_wire(subject, quantity)


def _peak_times_a_day(subject: Subject, quantity: Quantity, product: Product) -> Iterator[Finding]:
    graph = subject.analysis.graph
    long = next((p for p in product.over if (expressions.duration(graph, p) or 0.0) >= DAY * 0.999), None)
    under = names_in(product.under)
    if long is None or any(expressions.is_rate(graph, name) or _DUTY.search(name) for name in under):
        return
    if any(_DUTY.search(name) for name in names_in(product.over)):
        return
    for name in names_in(product.over):
        if role_of(graph, name) == "peak" and expressions.is_rate(graph, name):
            average = average_of(graph, name)
            yield finding(
                subject,
                "N503",
                quantity,
                f"{named(graph, name)} is a peak, and the peak does not last for {shown(long)}",
                f"volumes are kept at the average rate: take {named(graph, average)}"
                if average
                else "volumes are kept at the average rate: take that of the same thing",
            )
            return


def _headroom_twice(subject: Subject, quantity: Quantity, product: Product) -> Iterator[Finding]:
    targets = [part for part in product.under if _is_target(part, subject)]
    if len(targets) > 1 and shown(targets[0]) == shown(targets[1]):
        yield finding(
            subject, "N504", quantity, f"it is divided by {shown(targets[0])} twice", "take the headroom once"
        )
        return
    padded = next((name for name in names_in(product.over) if _PADDED.fullmatch(name)), None)
    if padded is None:
        return
    demand = re.sub(r"\.(?:need|needed|nodes)$", ".demand", padded)
    if (room := _added_room(quantity, product)) is not None:
        yield finding(
            subject, "N504", quantity,
            f"`{padded}` has the headroom in it already, and is multiplied by {room} once more",
            "take the headroom once",
        )  # fmt: skip
        return
    instead = f"; what is busy is `{demand}`" if demand in subject.analysis.graph else ""
    if targets:
        yield finding(
            subject, "N504", quantity,
            f"`{padded}` has the headroom in it already, and is divided by {shown(targets[0])} once more",
            f"take the headroom once{instead}",
        )  # fmt: skip
        return
    for part in product.under:
        if (
            isinstance(part, Name)
            and _INSTALLED.fullmatch(part.name)
            and padded.endswith((".need", ".needed"))
        ):
            yield finding(
                subject,
                "N504",
                quantity,
                f"`{padded}` over `{part.name}` is no utilisation: the need has the headroom in it already",
                f"utilisation is busy over installed{instead}",
            )
            return


def _added_room(quantity: Quantity, product: Product) -> str | None:
    """`× 1.4` or `× (1 + 40%)` of a quantity that is called one with headroom."""
    if not expressions.about(quantity, _ROOM):
        return None
    for part in product.over:
        if isinstance(part, Const) and 1 < part.value <= MOST_ROOM and part.unit is None:
            return shown(part)
        if (share := _share_of(part, "add")) is not None:
            return f"1 + {share}"
    return None


def _share_of(part: Expr, sign: str) -> str | None:
    """The share in `1 + 40%` or `1 - 40%`."""
    if not isinstance(part, Op) or part.name != sign or len(part.args) != 2:
        return None
    one, share = part.args
    if isinstance(one, Const) and one.value == 1 and isinstance(share, Const) and 0 < share.value < 1:
        return shown(share)
    return None


def _is_target(part: Expr, subject: Subject) -> bool:
    if (share := _share_of(part, "sub")) is not None:
        return share.endswith("%")
    if isinstance(part, Const):
        return 0.3 <= part.value < 1 and (part.unit is None or part.unit.text in ("%", "1"))
    return isinstance(part, Name) and _TARGET.search(part.name) is not None


def _packing(subject: Subject, quantity: Quantity, product: Product) -> Iterator[Finding]:
    """MTU over message: a message that does not fit is cut, and the packet has headers of its own."""
    graph = subject.analysis.graph
    packet = next((part for part in product.over if _packet(graph, part)), None)
    if packet is None or len(product.under) != 1 or len(product.over) != 1:
        return
    message = _bytes(graph, product.under[0])
    whole = _bytes(graph, packet)
    if message is None or whole is None or not 0 < message < whole or _rounded(quantity, packet):
        return
    fit = int(min(whole, SEGMENT if whole <= 1_500 else whole) / message + 1e-9)
    if abs(whole / message - fit) < 1e-9:
        return
    yield finding(
        subject,
        "N502",
        quantity,
        f"{whole / message:.4g} messages do not fit a packet of {shown(packet)}: {fit} whole ones do, beside "
        "its headers",
        "`messages_per_packet(size, 1448 B/packet)` counts whole messages; bytes of one contiguous stream "
        "are "
        "counted in packets with `ceil(bytes / 1448 B)`",
        float(fit),
    )


def _packet(graph, part: Expr) -> bool:
    size = _bytes(graph, part)
    if size is None or not MTUS[0] <= size <= MTUS[1]:
        return False
    return isinstance(part, Const) or (
        isinstance(part, Name) and re.search(r"mtu|mss|frame|segment", part.name) is not None
    )


def _bytes(graph, part: Expr) -> float | None:
    unit = part.unit if isinstance(part, Const) else None
    value: object = part.value if isinstance(part, Const) else None
    if isinstance(part, Name) and (quantity := graph.get(part.name)) is not None:
        unit, value = quantity.unit, graph.value(part.name)
    if unit is None or not isinstance(value, int | float):
        return None
    return float(value) if unit.dimension.power("byte") == 1 and not unit.dimension.power("second") else None


def _rounded(quantity: Quantity, packet: Expr) -> bool:
    """Whether the quotient stands in a `floor`, which takes care of what does not fit; not of the headers."""
    assert quantity.expr is not None
    return any(
        isinstance(node, Op) and node.name == "floor" and any(inner is packet for inner in walk(node))
        for node in walk(quantity.expr)
    ) and not (isinstance(packet, Const) and packet.value == 1_500)


def _read_rating(subject: Subject, quantity: Quantity, product: Product) -> Iterator[Finding]:
    graph = subject.analysis.graph
    rating = next((id for part in product.under if (id := _rating(part, subject))), "")
    writes = next((name for name in names_in(product.over) if _writes(name, subject.design)), "")
    if not rating or not writes:
        return
    right = rating.replace("read_iops", "write_iops")
    yield finding(
        subject, "N505", quantity,
        f"`{writes}` are writes, and `{rating}` is what the drives do of reads",
        f"hold them against {named(graph, right)}" if right in graph else "take the rating for writes",
    )  # fmt: skip


def _rating(part: Expr, subject: Subject) -> str:
    """The rating of reads that a divisor names, or is the number of; empty for any other."""
    if isinstance(part, Name):
        return part.name if _READ_RATING.search(part.name) else ""
    if not isinstance(part, Const) or part.unit is None or part.unit.text != "IOPS":
        return ""
    graph = subject.analysis.graph
    ids = [id for id in subject.ids("tiers") if id.endswith("_iops") and graph.value(id) == part.value]
    return ids[0] if ids and all(_READ_RATING.search(id) for id in ids) else ""


def _writes(name: str, design: Design) -> bool:
    """Whether a rate is one of writes: by its name, by its workload, or by the flow that writes a store."""
    head, _, rest = name.partition(".")
    entry, _, what = rest.rpartition(".")
    if head == "workloads" and entry in design.context.workloads:
        return design.context.workloads[entry].kind == "write" and what in ("peak", "average")
    if head == "flows" and what in ("rate", "average"):
        return any(entry in map(str, store.written_by or ()) for store in design.slo.stores.values())
    return _WRITES.search(name) is not None


def _payload_for_wire(subject: Subject, quantity: Quantity) -> Iterator[Finding]:
    """Payload compared with, or divided by, what a network carries."""
    assert quantity.expr is not None
    for node in walk(quantity.expr):
        if (
            not isinstance(node, Op)
            or node.name not in ("div", "le", "lt", "ge", "gt")
            or len(node.args) != 2
        ):
            continue
        left, right = (node.args[1], node.args[0]) if node.name in ("ge", "gt") else node.args
        if not isinstance(left, Expr) or not isinstance(right, Expr) or not _carries(right):
            continue
        names = expressions.every_name(left)
        payload = next((n for n in names if _PAYLOAD.search(n)), None) or _by_hand(left, names)
        if payload is None:
            continue
        wire = (
            payload.removesuffix("payload").removesuffix("peak")
            + ("peak_" * payload.endswith("peak"))
            + "wire"
        )
        instead = f"`{wire}`" if wire in subject.analysis.graph else "the bytes on the wire"
        yield finding(
            subject,
            "N507",
            quantity,
            f"`{payload}` is payload, and a link carries headers, acknowledgements and answers too",
            f"hold {instead} against the link, each direction by itself",
        )
        return


def _by_hand(part: Expr, names: list[str]) -> str | None:
    """The rate of a workload that is multiplied by the size of its requests, and so is payload."""
    rate = next((name for name in names if _LOADED.fullmatch(name)), None)
    sized = any(_SIZE.search(name) for name in names) or any(
        isinstance(node, Const) and node.unit is not None and node.unit.dimension.power("byte") == 1
        for node in walk(part)
    )
    return rate if rate is not None and sized else None


def _carries(part: Expr) -> bool:
    """Whether a part is what a link carries: a network card's rate, or a literal in bits a second."""
    for node in walk(part):
        if isinstance(node, Name) and _NETWORK.search(node.name):
            return True
        if isinstance(node, Const) and node.text and _BITS.search(node.text):
            return True
    return False
