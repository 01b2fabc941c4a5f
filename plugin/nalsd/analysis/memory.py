"""Memory of a tier: windows and buffers of state, connections, caches, stores kept in memory, the runtime."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.connections import clients_through
from nalsd.analysis.flows import End, ends
from nalsd.analysis.resource import Resource, grows
from nalsd.analysis.stores import stores_on
from nalsd.designs.schema.capacity import State
from nalsd.graph import Name, total
from nalsd.physics import memory


def add_memory(author: Author, tier: str, arriving: list[str]) -> list[Resource]:
    """Demand on memory, and the memory of one machine that the runtime leaves."""
    declared, graph, id = author.design.capacity.tiers[tier], author.graph, f"tiers.{tier}.single.memory"
    resource, states = Resource("memory"), []
    for name, state in declared.state.items():
        held = _state(author, tier, name, state)
        states.append(Name(held))
        (resource.variable if grows(graph, held) else resource.fixed).append(Name(held))
    if states:
        graph.express(
            f"{id}.state", total(states), label=f"{author.called(tier)}, state", unit="B", role="size"
        )
    if declared.memory is not None and declared.memory.per_connection is not None:
        author.state(
            f"{id}.per_connection", declared.memory.per_connection,
            label=f"{author.called(tier)}, memory of a connection",
            role="size", unit="B/connection",
        )  # fmt: skip
        for client in clients_through(author, arriving):
            if f"clients.{client}.open" in graph:
                target = f"{id}.connections.{client}"
                graph.define(
                    target, memory.connection_memory,
                    label=f"{author.called(tier)}, memory of connections of {client}", unit="B",
                    role="size", open=f"clients.{client}.open", each=f"{id}.per_connection",
                )  # fmt: skip
                resource.variable.append(Name(target))
    for store in stores_on(author, tier):
        known = author.design.slo.stores[store]
        if known.caches is not None:
            held = f"stores.{store}.ram"
            (resource.variable if grows(graph, held) else resource.fixed).append(Name(held))
        elif known.engine == "memory" and f"stores.{store}.stock" in graph:
            held = f"stores.{store}.stock"
            (resource.variable if grows(graph, held) else resource.fixed).append(Name(held))
    asked = [resource] if resource.fixed or resource.variable else []
    supply, label = f"{id}.supply", f"{author.called(tier)}, memory of one machine that the runtime leaves"
    if declared.memory is None or declared.memory.runtime is None:
        if asked:
            graph.express(supply, Name(f"tiers.{tier}.machine.ram"), label=label, unit="B", role="supply")
        return asked
    author.state(
        f"{id}.runtime", declared.memory.runtime,
        label=f"{author.called(tier)}, memory of the runtime, each node", role="size", unit="B",
    )  # fmt: skip
    graph.define(
        supply, memory.memory_left, label=label, unit="B", role="supply",
        ram=f"tiers.{tier}.machine.ram", runtime=f"{id}.runtime",
    )  # fmt: skip
    return asked


def _state(author: Author, tier: str, name: str, state: State) -> str:
    """One thing held in memory: an entry for each key and open window, or for each event of a window."""
    graph, id = author.graph, f"tiers.{tier}.single.memory.state.{name}"
    title = f"{author.called(tier)}, {name.replace('_', ' ')}"
    author.state(f"{id}.row", state.row, label=f"{title}, one entry", role="size", unit="B/entry")
    for part, value in (("window", state.window), ("lateness", state.lateness)):
        if value is not None:
            author.state(f"{id}.{part}", value, label=f"{title}, {part}", role="duration", unit="s")
    if state.holds == "keys":
        author.state(f"{id}.entries", state.entries, label=f"{title}, keys", role="count", unit="key")
        windows: str | float = 1.0
        if state.window is not None:
            windows = f"{id}.windows"
            graph.define(
                windows, memory.open_windows, label=f"{title}, windows open at once", unit="1", role="count",
                window=f"{id}.window", lateness=f"{id}.lateness" if state.lateness is not None else 0.0,
                every=f"{id}.window",
            )  # fmt: skip
        graph.define(
            f"{id}.bytes", memory.keyed_state, label=f"{title}, memory", unit="B", role="size",
            keys=f"{id}.entries", row=f"{id}.row", windows=windows,
        )  # fmt: skip
        return f"{id}.bytes"
    flow = str(state.of or "").removeprefix("flows.")
    lasts = peak_lasts(author, flow)
    parts = [Name(f"{id}.{p}") for p in ("window", "lateness") if f"{id}.{p}" in graph]
    label = f"{title}, how long an event is held"
    if parts:
        graph.express(f"{id}.held", total(parts), label=label, unit="s", role="duration")
    else:
        graph.given(f"{id}.held", None, label=label, unit="s", role="duration", note="no window is stated")
    if lasts is None:
        graph.define(
            f"{id}.bytes", memory.event_state, label=f"{title}, memory", unit="B", role="size",
            rate=f"flows.{flow}.rate", window=f"{id}.held", row=f"{id}.row",
        )  # fmt: skip
        return f"{id}.bytes"
    graph.define(
        f"{id}.events", memory.events_in_window, label=f"{title}, events held", unit="event", role="count",
        average=f"flows.{flow}.average", peak=f"flows.{flow}.rate", lasts=lasts, window=f"{id}.held",
    )  # fmt: skip
    graph.express(
        f"{id}.bytes",
        Name(f"{id}.events") * Name(f"{id}.row"),
        label=f"{title}, memory",
        unit="B",
        role="size",
    )
    return f"{id}.bytes"


def peak_lasts(author: Author, flow: str) -> str | None:
    """Id of how long the peak of a flow lasts: that of the workload it follows from."""
    seen = set()
    while flow in author.design.capacity.flows and flow not in seen:
        seen.add(flow)
        declared = author.design.capacity.flows[flow]
        source, _ = ends(author, declared)
        if isinstance(source, End) and source.kind == "workload" and declared.of is None:
            workload = author.design.context.workloads[source.name]
            return f"workloads.{source.name}.peak_lasts" if workload.peak_lasts is not None else None
        flow = str(declared.of or "")
    return None
