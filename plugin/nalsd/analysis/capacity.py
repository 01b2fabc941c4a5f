"""Phase 3: per tier the demand on each resource, what one machine gives, the nodes that needs, and what
binds first."""

from __future__ import annotations

from nalsd.analysis.analysis import TierResult
from nalsd.analysis.author import Author
from nalsd.analysis.cpu import add_cpu, add_cpu_need
from nalsd.analysis.disks import add_disks, add_endurance, drives_of
from nalsd.analysis.flows import flows_at
from nalsd.analysis.limits import limits_of
from nalsd.analysis.memory import add_memory
from nalsd.analysis.resource import Resource, add_demand, add_need, add_utilisation, known
from nalsd.analysis.supply import add_machine, add_targets
from nalsd.analysis.traffic import add_traffic
from nalsd.graph import Name, argmax, maximum, total
from nalsd.physics import sizing


def add_capacity(author: Author) -> dict[str, TierResult]:
    """Every tier at one copy; ids `tiers.NAME.single.*`."""
    add_targets(author)
    results = {}
    for name in author.design.capacity.tiers:
        add_machine(author, name)
        results[name] = _tier(author, name)
    _whole_design(author, results)
    return results


def _tier(author: Author, name: str) -> TierResult:
    graph, id = author.graph, f"tiers.{name}.single"
    arriving, leaving = flows_at(author, name)
    used: list[Resource] = []
    if arriving or leaving:
        used += add_traffic(author, name, arriving, leaving)
        used += add_cpu(author, name, arriving, leaving)
    used += add_disks(author, name)
    used += add_memory(author, name, arriving)
    for resource in used:
        add_demand(author, name, resource)
        add_need(author, name, resource)
    if any(resource.name == "cpu" for resource in used):
        add_cpu_need(author, name)
    needs, unknown = _needs(author, name, used)
    _nodes(author, name, needs)
    for resource in used:
        if resource.name not in unknown:
            add_utilisation(author, name, resource)
    if f"{id}.network_in.utilisation" in graph:
        graph.express(
            f"{id}.network.utilisation",
            maximum(Name(f"{id}.network_in.utilisation"), Name(f"{id}.network_out.utilisation")),
            label=f"{author.called(name)}, network, utilisation of the busier direction", unit="%",
            role="utilisation",
        )  # fmt: skip
    stores = drives_of(author, name)
    if stores:
        add_endurance(author, name, stores)
    return TierResult(
        name,
        [resource.name for resource in used],
        [r for r in unknown if r not in ("network_in", "network_out")],
        limits_of(author, name),
        author.design.capacity.tiers[name].nodes is not None,
    )


def _needs(author: Author, name: str, used: list[Resource]) -> tuple[dict[str, str], list[str]]:
    """For each resource (and limit that nodes raise) the id of its need; and what has no known supply or
    demand."""
    graph, id = author.graph, f"tiers.{name}.single"
    needs: dict[str, str] = {}
    unknown: list[str] = []
    for resource in used:
        need = f"{id}.{resource.name}.need"
        if known(graph, need):
            needs[resource.name] = need
        else:
            unknown.append(resource.name)
    if "network_in" in needs and "network_out" in needs:
        graph.express(
            f"{id}.network.need", maximum(Name(needs.pop("network_in")), Name(needs.pop("network_out"))),
            label=f"{author.called(name)}, network, nodes needed", unit="node", role="count",
            note="each direction by itself; the busier one counts",
        )  # fmt: skip
        needs = {"network": f"{id}.network.need", **needs}
    elif any(r.startswith("network") for r in unknown):
        unknown.append("network")
    for limit in limits_of(author, name):
        if author.design.capacity.limits[limit].grows_by == "nodes":
            needs[f"limit {limit}"] = f"limits.{limit}.need"
    return needs, unknown


def _nodes(author: Author, name: str, needs: dict[str, str]) -> None:
    """The node count, what binds, and the nodes deployed: those stated, or those needed."""
    declared, graph, id, title = (
        author.design.capacity.tiers[name],
        author.graph,
        f"tiers.{name}.single",
        author.called(name),
    )
    if needs:
        graph.define(
            f"{id}.needed", sizing.node_count, label=f"{title}, nodes needed", unit="node", role="count",
            needs=list(needs.values()),
        )  # fmt: skip
        graph.express(
            f"{id}.bottleneck", argmax({what: Name(need) for what, need in needs.items()}),
            label=f"{title}, what binds first", role="choice", unit="1",
        )  # fmt: skip
    else:
        graph.given(f"{id}.needed", None, label=f"{title}, nodes needed", unit="node", role="count",
                    note="nothing is known that sizes this tier")  # fmt: skip
        graph.given(f"{id}.bottleneck", None, label=f"{title}, what binds first", role="choice", unit="1")
    if declared.nodes is not None:
        author.state(
            f"{id}.deployed", declared.nodes, label=f"{title}, nodes deployed", role="count", unit="node"
        )
    else:
        graph.express(
            f"{id}.deployed", Name(f"{id}.needed"), label=f"{title}, nodes deployed", unit="node",
            role="count",
            note="not stated: sized",
        )  # fmt: skip
    graph.express(f"{id}.nodes", Name(f"{id}.deployed"), label=f"{title}, nodes", unit="node", role="count")
    graph.express(
        f"{id}.overload", Name(f"{id}.needed") / Name(f"{id}.deployed"),
        label=f"{title}, nodes needed for each deployed", unit="1", role="ratio",
    )  # fmt: skip


def _whole_design(author: Author, results: dict[str, TierResult]) -> None:
    """Nodes of all tiers, their price, and the tier that needs most."""
    graph = author.graph
    sized = [name for name in results if known(graph, f"tiers.{name}.single.nodes")]
    if not sized:
        return
    graph.express(
        "design.nodes", total([Name(f"tiers.{n}.single.nodes") for n in sized]),
        label="Nodes of all tiers, one copy",
        unit="node", role="count",
    )  # fmt: skip
    graph.express(
        "design.largest_tier", argmax({n: Name(f"tiers.{n}.single.nodes") for n in sized}),
        label="Largest tier",
        role="choice", unit="1",
    )  # fmt: skip
    for name in sized:
        if known(graph, f"tiers.{name}.machine.price"):
            graph.express(
                f"tiers.{name}.single.price",
                Name(f"tiers.{name}.machine.price") * Name(f"tiers.{name}.single.nodes"),
                label=f"{author.called(name)}, price of its machines", unit="USD/month_730h", role="price",
            )  # fmt: skip
    if all(f"tiers.{n}.single.price" in graph for n in sized) and len(sized) == len(results):
        graph.express(
            "design.price", total([Name(f"tiers.{n}.single.price") for n in sized]),
            label="Price of all machines, one copy", unit="USD/month_730h", role="price",
        )  # fmt: skip
