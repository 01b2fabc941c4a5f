"""Phase 1: assumptions, clients, workloads and APIs; scale, growth and the example's encoded size."""

from __future__ import annotations

from nalsd.analysis.apis import add_apis
from nalsd.analysis.author import Author
from nalsd.analysis.words import words
from nalsd.designs import Text, Value
from nalsd.designs.schema.capacity import Flow
from nalsd.graph import Const, Name, total
from nalsd.physics import workload as load

YEARS = (1, 2, 3, 4, 5)
"""Years ahead for which volumes are shown."""

READS = ("read",)


def add_context(author: Author) -> None:
    """Everything phase 1 computes that needs no flow."""
    _assumptions(author)
    _own_quantities(author)
    for name in author.design.context.workloads:
        _workload(author, name)
    for name in author.design.context.clients:
        _client(author, name)
    _whole_load(author)
    add_apis(author)


def _assumptions(author: Author) -> None:
    for name, value in author.design.context.assumptions.items():
        author.state(f"assumptions.{name}", value, label=words(name), role="assumption")


def _own_quantities(author: Author) -> None:
    for name, own in author.design.context.quantities.items():
        author.state(
            f"quantities.{name}",
            own.formula,
            label=own.label or words(name),
            role=own.role or "computed",
            unit=own.unit or None,
            note=own.because or "",
        )


def add_constraints(author: Author) -> None:
    """What the author says must hold; checked once every quantity exists."""
    for name, constraint in author.design.context.constraints.items():
        author.state(
            f"constraints.{name}",
            constraint.that,
            label=words(name),
            role="constraint",
            note=constraint.because or "",
        )


def _workload(author: Author, name: str) -> None:
    workload, graph, id = author.design.context.workloads[name], author.graph, f"workloads.{name}"
    title = words(name)
    _arrivals(author, name, "average", workload.average)
    if workload.peak is None and workload.peak_factor is not None:
        author.state(
            f"{id}.peak_factor", workload.peak_factor, label=f"{title}, peak factor", role="ratio", unit="1"
        )
        graph.define(
            f"{id}.peak",
            load.peak_rate,
            label=f"{title}, peak rate",
            unit="request/s",
            role="peak",
            average=f"{id}.average",
            factor=f"{id}.peak_factor",
        )
    else:
        _arrivals(author, name, "peak", workload.peak)
        graph.define(
            f"{id}.peak_factor",
            load.peak_factor,
            label=f"{title}, peak factor",
            unit="1",
            role="ratio",
            peak=f"{id}.peak",
            average=f"{id}.average",
        )
    author.state(
        f"{id}.peak_lasts",
        workload.peak_lasts,
        label=f"{title}, how long the peak lasts",
        role="duration",
        unit="s",
    )
    for part, size in (("request", workload.request), ("response", workload.response)):
        _stated_in(
            author, f"{id}.{part}", size, "B/request", workload.unit, label=f"{title}, {part} size",
            role="size", default="0 B",
        )  # fmt: skip
    _volumes(author, id, title, "response" if workload.kind in READS else "request")
    _growth(author, name)


def _arrivals(author: Author, name: str, role: str, rate: Value | None) -> None:
    """A stated rate of a workload."""
    _stated_in(
        author, f"workloads.{name}.{role}", rate, "request/s", author.design.context.workloads[name].unit,
        label=f"{words(name)}, {role} rate", role=role,
    )  # fmt: skip


def _stated_in(
    author: Author, id: str, value: Value | None, unit: str, counted: Text, *, label: str, role: str,
    default: str | None = None,
) -> None:  # fmt: skip
    """A rate or a size that counts what the workload's unit says. A packet is the one arrival that is not
    read as a request, since packets are counted by themselves elsewhere: there one is stated to be the
    other."""
    if counted != "packet" or value is None:
        author.state(id, value, label=label, role=role, unit=unit, default=default)
        return
    whole, _, part = id.rpartition(".")
    own, one = (
        f"{whole}.packet_{part}",
        Const(1.0, author.graph.units.unit("packet/request"), "1 packet/request"),
    )
    author.state(own, value, label=f"{label}, in packets", role=role, unit=unit.replace("request", "packet"))
    in_requests = Name(own) / one if unit.startswith("request") else Name(own) * one
    author.graph.express(id, in_requests, label=label, unit=unit, role=role, note="a packet is one arrival")


def _volumes(author: Author, id: str, title: str, body: str) -> None:
    graph = author.graph
    for role in ("average", "peak"):
        for part, label in (("request", "payload"), ("response", "response payload")):
            graph.define(
                f"{id}.{role}_{'payload' if part == 'request' else 'response_payload'}",
                load.payload,
                label=f"{title}, {role} {label}",
                unit="bit/s",
                role=role,
                rate=f"{id}.{role}",
                size=f"{id}.{part}",
            )
    graph.define(
        f"{id}.daily_requests",
        load.daily_count,
        label=f"{title}, requests a day",
        unit="request",
        role="count",
        average=f"{id}.average",
    )
    graph.define(
        f"{id}.daily_volume",
        load.daily_volume,
        label=f"{title}, volume a day",
        unit="B",
        role="volume",
        average=f"{id}.average",
        size=f"{id}.{body}",
    )
    graph.define(
        f"{id}.yearly_volume",
        load.yearly_volume,
        label=f"{title}, volume a year",
        unit="B",
        role="volume",
        average=f"{id}.average",
        size=f"{id}.{body}",
    )


def _growth(author: Author, name: str) -> None:
    """Growth, the volumes of the years ahead, and the load capacity is planned for."""
    workload, graph, id = author.design.context.workloads[name], author.graph, f"workloads.{name}"
    title = words(name)
    if workload.growth is not None:
        author.state(f"{id}.growth", workload.growth, label=f"{title}, growth", role="ratio", unit="1/y")
        for year in YEARS:
            graph.define(
                f"{id}.volume_year_{year}",
                load.volume_of_year,
                label=f"{title}, volume of year {year}",
                unit="B",
                role="volume",
                first_year=f"{id}.yearly_volume",
                growth=f"{id}.growth",
                n=float(year),
            )
    for role in ("average", "peak"):
        if workload.growth is not None and plans_ahead(author):
            graph.define(
                f"{id}.planned_{role}",
                load.grown,
                label=f"{title}, {role} rate planned for",
                unit="request/s",
                role=role,
                today=f"{id}.{role}",
                growth=f"{id}.growth",
                elapsed="design.plan_for",
            )


def plans_ahead(author: Author) -> bool:
    """Whether capacity is sized at a later load than today's."""
    value = author.design.index.plan_for
    if value is None or value.text.strip() == "today":
        return False
    if "design.plan_for" not in author.graph:
        author.state("design.plan_for", value, label="Planned for", role="duration", unit="s")
    return True


def planned(author: Author, workload: str, role: str) -> str:
    """Id of the rate that capacity is sized for."""
    id = f"workloads.{workload}.planned_{role}"
    return id if id in author.graph else f"workloads.{workload}.{role}"


def _client(author: Author, name: str) -> None:
    """Connections of a client: of rate, new connections and requests on each, any two give the third."""
    client, graph, id = author.design.context.clients[name], author.graph, f"clients.{name}"
    title = words(name)
    sends = [
        Name(planned(author, w, "peak"))
        for w, x in author.design.context.workloads.items()
        if x.from_ == name
    ]
    called = [
        Name(f"flows.{f}.messages") for f, x in author.design.capacity.flows.items() if _leads_to(x, name)
    ]
    if not sends and not called:
        return
    graph.express(
        f"{id}.rate",
        total(sends or called),
        label=f"{title}, requests at peak",
        unit="request/s",
        role="peak",
    )
    connections = client.connections
    if connections is None:
        return
    author.state(
        f"{id}.open", connections.open, label=f"{title}, open connections", role="count", unit="connection"
    )
    if connections.new is not None:
        author.state(
            f"{id}.new", connections.new, label=f"{title}, new connections", role="peak", unit="connection/s"
        )
        if connections.requests is not None:
            author.state(
                f"{id}.requests",
                connections.requests,
                label=f"{title}, requests on a connection (stated)",
                role="ratio",
                unit="request/connection",
            )
        else:
            graph.define(
                f"{id}.requests",
                load.requests_per_connection,
                label=f"{title}, requests on a connection",
                unit="request/connection",
                role="ratio",
                requests=f"{id}.rate",
                opened=f"{id}.new",
            )
    elif connections.requests is not None:
        author.state(
            f"{id}.requests",
            connections.requests,
            label=f"{title}, requests on a connection",
            role="ratio",
            unit="request/connection",
        )
        graph.define(
            f"{id}.new",
            load.connections_opened,
            label=f"{title}, new connections",
            unit="connection/s",
            role="peak",
            requests=f"{id}.rate",
            per_connection=f"{id}.requests",
        )
    _handshakes(author, name)


def _leads_to(flow: Flow, client: str) -> bool:
    return str(flow.to) in (client, f"clients.{client}")


def is_called(author: Author, client: str) -> bool:
    """Whether a client sends nothing and is called by the design: its connections are opened from our
    side."""
    return all(workload.from_ != client for workload in author.design.context.workloads.values())


def _handshakes(author: Author, name: str) -> None:
    client, graph, id = author.design.context.clients[name], author.graph, f"clients.{name}"
    tls = client.connections.tls if client.connections else None
    if tls is None or f"{id}.new" not in graph:
        return
    for part, value in (("full", tls.full), ("resumed", tls.resumed)):
        author.state(
            f"{id}.{part}_share", value, label=f"{words(name)}, {part} handshakes, share", role="ratio",
            unit="%",
            default="0%" if value is None and (tls.full or tls.resumed) else None,
        )  # fmt: skip
        graph.define(
            f"{id}.{part}_handshakes",
            load.flow_rate,
            label=f"{words(name)}, {part} TLS handshakes",
            unit="connection/s",
            role="peak",
            rate=f"{id}.new",
            ratio=f"{id}.{part}_share",
        )


def _whole_load(author: Author) -> None:
    """The design's load as a whole: writes, reads, their ratio, the payload."""
    graph, workloads = author.graph, author.design.context.workloads
    if not workloads:
        return
    kinds = {
        "write": [w for w, x in workloads.items() if x.kind == "write"],
        "read": [w for w, x in workloads.items() if x.kind in READS],
    }
    for role in ("average", "peak"):
        for kind, members in kinds.items():
            if members:
                graph.express(
                    f"load.{kind}_{role}",
                    total([Name(f"workloads.{w}.{role}") for w in members]),
                    label=f"{kind.capitalize()}s, {role} rate",
                    unit="request/s",
                    role=role,
                )
        graph.express(
            f"load.{role}",
            total([Name(f"workloads.{w}.{role}") for w in workloads]),
            label=f"All workloads, {role} rate",
            unit="request/s",
            role=role,
        )
    if all(kinds.values()):
        graph.define(
            "load.read_write_ratio",
            load.read_write_ratio,
            label="Reads for each write",
            unit="1",
            role="ratio",
            reads="load.read_average",
            writes="load.write_average",
        )
    for id, parts, unit, label, role in (
        ("load.daily_volume", ("daily_volume",), "B", "All workloads, volume a day", "volume"),
        (
            "load.peak_payload",
            ("peak_payload", "peak_response_payload"),
            "bit/s",
            "All workloads, peak payload of requests and responses",
            "peak",
        ),
    ):
        terms = [Name(f"workloads.{w}.{part}") for part in parts for w in workloads]
        graph.express(id, total(terms), label=label, unit=unit, role=role)


__all__ = ["YEARS", "add_constraints", "add_context", "is_called", "planned", "plans_ahead"]
