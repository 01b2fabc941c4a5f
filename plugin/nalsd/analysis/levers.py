"""Which inputs of a design a reader may move: load, copies, targets, ratios, nodes, machines, assumptions.

An input is offered only where its quantities alone carry its effect. What decides which quantities there are
(a store's engine, a tier more, another region) is structure: for that a design has alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nalsd.analysis.analysis import Analysis
from nalsd.analysis.ladder import load_overrides
from nalsd.analysis.resource import LABELS, RESOURCES
from nalsd.analysis.words import title_of, words
from nalsd.graph import Graph
from nalsd.graph.program import LOAD
from nalsd.knowledge import Machine, machines
from nalsd.knowledge import machine as known_machine
from nalsd.units import Unit

MACHINE_FIELDS = ("threads", "cores", "ram", "network", "packets", "queues", "price")
DRIVE_FIELDS = {"capacity": "size", "read_iops": "read_iops", "write_iops": "write_iops", "read": "read",
                "write": "write", "endurance": "endurance", "life": "life"}  # fmt: skip
"""What a quantity of a drive is called, and what the knowledge calls it."""


@dataclass(frozen=True)
class Lever:
    """One input that may be moved."""

    name: str
    """Short and lasting: it stands in addresses that readers share."""
    label: str
    group: str
    """`load`, `copies`, `policy`, `hardware` or `assumptions`."""
    ids: tuple[str, ...]
    """The quantities that take its value."""
    keys: tuple[str, ...]
    """Where it stands in the front-matter; none for the load's factor."""
    value: float
    """As designed, in base units."""
    low: float = 0.0
    high: float = 0.0
    scale: str = "log"
    """How its range is divided: `log`, `count` (as `log`, whole numbers), `whole` (evenly) or `share` (evenly
    in the odds)."""
    unit: Unit | str = "1"


@dataclass(frozen=True)
class Choice:
    """One input that takes one of several names; each sets some quantities."""

    name: str
    label: str
    group: str
    key: str
    value: str
    """As designed."""
    options: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """For each name the quantities it sets."""


def levers(analysis: Analysis) -> list[Lever | Choice]:
    """The inputs of a design that may be moved, in the order in which a page shows them."""
    found: list[Lever | Choice] = []
    if scaled(analysis.graph):
        found.append(Lever("load", "Load", "load", (LOAD,), (), 1.0, 0.1, 1000.0, "log", "x"))
    for make in (_peaks, _users, _copies, _ratios, _targets, _nodes, _machines, _assumptions):
        found += make(analysis)
    return found


def scaled(graph: Graph) -> list[str]:
    """The rates that the load's factor multiplies."""
    return list(load_overrides(graph, 1.0))


def moved(graph: Graph, inputs: Mapping[str, Any], load: float = 1.0) -> dict[str, Any]:
    """Every quantity with some inputs replaced, and each stated rate times a factor."""
    if load == 1.0:
        return graph.evaluate(inputs)
    rates = graph.evaluate(inputs, scaled(graph))
    factors = {id: rates[id] * load for id in scaled(graph) if rates[id] is not None}
    return graph.evaluate({**inputs, **factors})


def _stated(analysis: Analysis, id: str) -> float | None:
    """The value of a quantity that is a stated number and not computed from others."""
    quantity = analysis.graph.get(id)
    if quantity is None or quantity.computed or not isinstance(quantity.value, float):
        return None
    return quantity.value


def _peaks(analysis: Analysis) -> Iterator[Lever]:
    for name in analysis.design.context.workloads:
        id = f"workloads.{name}.peak_factor"
        value = _stated(analysis, id)
        if value is not None:
            yield Lever(f"peak.{name}", f"{words(name)}, peak over average", "load", (id,), (id,), value, 1.0,
                        max(20.0, 4 * value), "log", "x")  # fmt: skip


def _users(analysis: Analysis) -> Iterator[Choice]:
    """How users are spread over the regions: all in one, none in one (the others take its part), or evenly.

    The regions stay what they are; what they serve, and so their load, follows the places of the users.
    """
    stated: dict[str, float] = {}
    region_of: dict[str, str] = {}
    for name, region in analysis.regions.items():
        for client, place in region.serves:
            id = f"clients.{client}.located.{place}"
            value = _stated(analysis, id)
            if value is None:
                return
            stated[id], region_of[id] = value, name
    regions = list(dict.fromkeys(region_of.values()))
    if len(regions) < 2:
        return
    even = dict.fromkeys(regions, 1.0)
    options = {"as stated": stated, "evenly": _spread(stated, region_of, even)}
    for name in regions:
        options[f"none in {words(name)}"] = _spread(stated, region_of, {**even, name: 0.0}, keep=True)
    for name in regions:
        options[f"all in {words(name)}"] = _spread(stated, region_of, {name: 1.0})
    offered = {text: shares for text, shares in options.items() if shares is not None}
    yield Choice("users", "Users by region", "load", "clients", "as stated", offered)


def _spread(
    stated: Mapping[str, float], region_of: Mapping[str, str], parts: Mapping[str, float], keep: bool = False
) -> dict[str, float] | None:
    """Shares of the places of each client when its regions take these parts of its users, which stay spread
    within a region as they are; with `keep` the parts are of what a region takes as stated. None where a
    client has nobody there."""
    found: dict[str, float] = {}
    for client in dict.fromkeys(id.split(".")[1] for id in stated):
        own = {id: share for id, share in stated.items() if id.split(".")[1] == client}
        here: dict[str, float] = {}
        for id, share in own.items():
            here[region_of[id]] = here.get(region_of[id], 0.0) + share
        taken = {name: parts.get(name, 0.0) * (share if keep else share > 0) for name, share in here.items()}
        whole = sum(taken.values())
        if whole <= 0:
            return None
        for id, share in own.items():
            inside = here[region_of[id]]
            found[id] = share / inside * taken[region_of[id]] / whole if inside > 0 else 0.0
    return found


def _copies(analysis: Analysis) -> Iterator[Lever]:
    graph, iterations = analysis.graph, analysis.design.iterations
    for name, entry in iterations.cluster.items():
        id = f"cluster.{name}.rf"
        value = _stated(analysis, id)
        if entry.rf is None or value is None:
            continue
        quorums = [graph.value(f"cluster.{name}.{part}") or 1.0 for part in ("write", "read")]
        stated = [q for q, given in zip(quorums, (entry.write, entry.read), strict=True) if given is not None]
        yield Lever(f"rf.{name}", f"{words(name)}, copies", "copies", (id,), (id,), value,
                    min(value, max([1.0, *stated])), max(7.0, value + 2), "whole")  # fmt: skip
    value = _stated(analysis, "cluster.zones")
    if iterations.zones is not None and value is not None:
        yield Lever("zones", "Zones in a region", "copies", ("cluster.zones",), ("zones",), value,
                    min(value, 2.0), max(6.0, value), "whole")  # fmt: skip


def _ratios(analysis: Analysis) -> Iterator[Lever]:
    for name in analysis.design.slo.stores:
        id = f"stores.{name}.hit_ratio"
        value = _stated(analysis, id)
        if value is not None and 0 < value < 1:
            yield Lever(f"hits.{name}", f"{words(name)}, hit ratio", "policy", (id,), (id,), value,
                        min(0.1, value), max(0.999, value), "share", "%")  # fmt: skip


def _targets(analysis: Analysis) -> Iterator[Lever]:
    """One lever a resource for the tiers that follow the design's policy; a tier's own exception stands."""
    tiers = analysis.design.capacity.tiers
    for resource in RESOURCES:
        follow = [n for n, t in tiers.items() if t.headroom is None or t.headroom.of(resource) is None]
        parts = ("network_in", "network_out") if resource == "network" else (resource,)
        used = any(
            part in analysis.tiers[n].resources for n in follow if n in analysis.tiers for part in parts
        )
        ids = tuple(f"tiers.{name}.target.{resource}" for name in follow)
        values = {_stated(analysis, id) for id in ids}
        value = values.pop() if len(values) == 1 else None
        if not used or value is None:
            continue
        name = LABELS[resource]
        yield Lever(f"target.{resource}", f"{name[:1].upper()}{name[1:]} target", "policy", ids,
                    (f"headroom.{resource}",), value, min(0.1, value), max(0.95, value), "share",
                    "%")  # fmt: skip


def _nodes(analysis: Analysis) -> Iterator[Lever]:
    for name, tier in analysis.design.capacity.tiers.items():
        id = f"tiers.{name}.single.deployed"
        value = _stated(analysis, id)
        if tier.nodes is not None and value is not None and value >= 1:
            yield Lever(f"nodes.{name}", f"{title_of(name, tier)}, nodes", "hardware", (id,),
                        (f"tiers.{name}.nodes",), value, 1.0, max(20.0, 10 * value), "count",
                        "node")  # fmt: skip


def _assumptions(analysis: Analysis) -> Iterator[Lever]:
    for name in analysis.design.context.assumptions:
        id = f"assumptions.{name}"
        value = _stated(analysis, id)
        if value is None or value <= 0:
            continue
        unit = analysis.graph[id].unit or "1"
        share = getattr(unit, "text", unit) == "%" and value < 1
        yield Lever(
            f"a.{name}", analysis.graph[id].label, "assumptions", (id,), (id,), value,
            min(0.01, value) if share else value / 10, max(0.99, value) if share else value * 10,
            "share" if share else "log", unit,
        )  # fmt: skip


def _machines(analysis: Analysis) -> Iterator[Choice]:
    """Machines that publish the same figures as the tier's own: on others a resource would come or go.

    One whose memory the runtime takes whole could run nothing, and is left out.
    """
    design = analysis.design
    release = str(design.index.knowledge) if design.index.knowledge else None
    for name, tier in design.capacity.tiers.items():
        chosen = str(tier.machine)
        own = None if chosen in design.capacity.machines else _known(chosen, release)
        if own is None:
            continue
        provider = own.name.partition("/")[0]
        runtime = _stated(analysis, f"tiers.{name}.single.memory.runtime") or 0.0
        alike = [
            m
            for m in _all(release).values()
            if _shape(m) == _shape(own)
            and m.name.startswith(f"{provider}/")
            and (m.name == own.name or m.ram is None or m.ram.value > runtime)
        ]
        if len(alike) > 1:
            yield Choice(
                f"machine.{name}", f"{title_of(name, tier)}, machine", "hardware",
                f"tiers.{name}.machine", own.name,
                {m.name: _figures(m, f"tiers.{name}.machine") for m in alike},
            )  # fmt: skip


def _known(name: str, release: str | None) -> Machine | None:
    return known_machine(name, release) if release else known_machine(name)


def _all(release: str | None) -> Mapping[str, Machine]:
    return machines(release) if release else machines()


def _shape(machine: Machine) -> tuple[object, ...]:
    """Which figures of a machine are known."""
    drives = [tuple(getattr(d, f) is None for f in DRIVE_FIELDS.values()) for d in machine.disks]
    return (*(getattr(machine, f) is None for f in MACHINE_FIELDS), *drives)


def _figures(machine: Machine, id: str) -> dict[str, float]:
    facts = {f"{id}.{f}": getattr(machine, f) for f in MACHINE_FIELDS}
    found = {}
    for number, disk in enumerate(machine.disks, 1):
        found[f"{id}.drive_{number}.count"] = float(disk.count)
        facts |= {f"{id}.drive_{number}.{f}": getattr(disk, known) for f, known in DRIVE_FIELDS.items()}
    return found | {quantity: fact.value for quantity, fact in facts.items() if fact is not None}


__all__ = ["Choice", "Lever", "levers", "moved", "scaled"]
