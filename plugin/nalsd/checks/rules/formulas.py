"""N502 to N507 in an author's own formulas: errors of physics that the units of a formula let pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nalsd.checks.claims import declared_inputs, written
from nalsd.checks.rules import expressions
from nalsd.checks.rules.expressions import Product, authored, names_in, products, role_of, shown
from nalsd.checks.rules.rule import Subject
from nalsd.designs.findings import Finding
from nalsd.graph import Const, Expr, Graph, Location, Name, Quantity
from nalsd.graph.expr import Op, walk
from nalsd.units import format_value

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
REPLICATION = re.compile(r"replicat|east[ -]?west|follower traffic", re.I)
_COPIES = re.compile(r"cluster\.\w+\.rf$")
_PAYLOAD = re.compile(r"payload$")
_NETWORK = re.compile(r"\.machine\.network$|\.network_(?:in|out)\.supply$")
_BITS = re.compile(r"bps|bit/s|bit/second", re.I)
_READS = re.compile(r"read_(?:rate|peak|average)$|\.read_rate$|\.peak_read_rate$")


def in_formulas(subject: Subject) -> Iterator[Finding]:
    """Every finding on the formulas that the author of a design wrote."""
    graph = subject.analysis.graph
    copies = {graph.value(id) for id in graph.ids("cluster.") if _COPIES.search(id)}
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
            yield from _replication(subject, quantity, product, copies, reading)
        yield from _payload_for_wire(subject, quantity)


def finding(
    subject: Subject, code: str, quantity: Quantity, message: str, help: str, computed: object = None
) -> Finding:
    """A finding on a formula, where it was written."""
    graph, place = subject.analysis.graph, quantity.source
    assert isinstance(place, Location)
    return Finding(
        code=code,
        message=message,
        location=place,
        help=help,
        printed=written(quantity),
        quantity=quantity.id,
        claimed=graph.value(quantity.id),
        computed=computed,
        related=tuple(near for near in declared_inputs(graph, quantity.id) if near[0] != place),
    )


def _peak_times_a_day(subject: Subject, quantity: Quantity, product: Product) -> Iterator[Finding]:
    graph = subject.analysis.graph
    long = next((p for p in product.over if (expressions.duration(graph, p) or 0.0) >= DAY * 0.999), None)
    if long is None or any(expressions.is_rate(graph, name) for name in names_in(product.under)):
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


def named(graph: Graph, id: str) -> str:
    """An id with its value, for a sentence."""
    value, unit = graph.value(id), graph[id].unit
    return f"`{id}`" if value is None else f"`{id}` ({format_value(value, unit or '1')})"


def average_of(graph: Graph, peak: str) -> str:
    """The id of the average rate of what has a peak rate; empty where there is none."""
    for old, new in (("peak", "average"), (".peak_", "."), ("_peak", "_average"), (".rate", ".average")):
        name = peak.replace(old, new)
        if name != peak and name in graph and graph[name].role == "average":
            return name
    return ""


def _headroom_twice(subject: Subject, quantity: Quantity, product: Product) -> Iterator[Finding]:
    padded = next((name for name in names_in(product.over) if _PADDED.fullmatch(name)), None)
    if padded is None:
        return
    demand = re.sub(r"\.(?:need|needed|nodes)$", ".demand", padded)
    instead = f"; what is busy is `{demand}`" if demand in subject.analysis.graph else ""
    for part in product.under:
        if _is_target(part, subject):
            yield finding(
                subject,
                "N504",
                quantity,
                f"`{padded}` has the headroom in it already, and is divided by {shown(part)} once more",
                f"take the headroom once{instead}",
            )
            return
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


def _is_target(part: Expr, subject: Subject) -> bool:
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
    rating = next((name for name in names_in(product.under) if _READ_RATING.search(name)), None)
    writes = next((name for name in names_in(product.over) if _WRITES.search(name)), None)
    if rating is None or writes is None:
        return
    right = rating.replace("read_iops", "write_iops")
    yield finding(
        subject,
        "N505",
        quantity,
        f"`{writes}` are writes, and `{rating}` is what the drives do of reads",
        f"hold them against `{right}`" if right in subject.analysis.graph else "take the rating for writes",
    )


def _replication(
    subject: Subject, quantity: Quantity, product: Product, copies: set, reading: set[str]
) -> Iterator[Finding]:
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
        times = (isinstance(part, Name) and _COPIES.search(part.name)) or (
            isinstance(part, Const) and part.value > 1 and part.unit is None and part.value in copies
        )
        if times:
            yield finding(
                subject,
                "N506",
                quantity,
                f"writes times {shown(part)} counts the client's own copy as replication traffic",
                f"each write is sent to the other copies: multiply by RF - 1, `({shown(part)} - 1)`",
            )
            return


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
        payload = next((n for n in expressions.every_name(left) if _PAYLOAD.search(n)), None)
        if payload is None:
            continue
        wire = payload.removesuffix("payload") + "wire"
        instead = f"`{wire}`" if wire in subject.analysis.graph else "the bytes on the wire"
        yield finding(
            subject,
            "N507",
            quantity,
            f"`{payload}` is payload, and a link carries headers, acknowledgements and answers too",
            f"hold {instead} against the link, each direction by itself",
        )
        return


def _carries(part: Expr) -> bool:
    """Whether a part is what a link carries: a network card's rate, or a literal in bits a second."""
    for node in walk(part):
        if isinstance(node, Name) and _NETWORK.search(node.name):
            return True
        if isinstance(node, Const) and node.text and _BITS.search(node.text):
            return True
    return False
