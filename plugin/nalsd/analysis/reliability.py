"""Availability and durability that a design reaches, hardware only, beside what a common cause leaves; and
what phase 2 asks of each dependency."""

from __future__ import annotations

from dataclasses import dataclass, field

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, default_policy
from nalsd.analysis.copies import copied, readers, writers, zones_of
from nalsd.analysis.flows import End, ends
from nalsd.analysis.resource import known
from nalsd.analysis.slo import workload_of
from nalsd.analysis.stores import stores_on
from nalsd.analysis.words import words
from nalsd.designs.schema.slo import Slo
from nalsd.graph import Name, maximum, minimum
from nalsd.physics import availability, copies


@dataclass
class Reached:
    """What a request of one workload needs to be answered."""

    flows: list[str] = field(default_factory=list)
    tiers: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)


def add_reliability(author: Author) -> None:
    """Availability of tiers, stores and workloads, and whether the objectives are reached."""
    for name in author.design.capacity.tiers:
        _tier(author, name)
    for name, store in author.design.slo.stores.items():
        if store.tier is not None and copied(author, name):
            _store(author, name)
    for name in author.design.context.workloads:
        _workload(author, name)
    graph = author.graph
    answered = [w for w in author.design.context.workloads if f"workloads.{w}.availability" in graph]
    if answered:
        graph.express(
            "design.availability", minimum(*[Name(f"workloads.{w}.availability") for w in answered]),
            label="Availability of the least available workload, hardware only", unit="%", role="ratio",
        )  # fmt: skip
    for name, slo in author.design.slo.slos.items():
        if slo.objective == "availability":
            _availability(author, name, slo)
        elif slo.objective == "durability":
            _durability(author, name, slo)


def part(author: Author, what: str) -> str:
    """Id of the availability of one server or one zone, from its failures and outages."""
    id = f"constants.availability.{what}"
    if id in author.graph:
        return id
    graph, failures = author.graph, "machine_crashes" if what == "server" else f"{what}_failures"
    rate = constant(author, f"durability.{failures}", f"Failures of a {what}", "ratio", "failure/y")
    outage = constant(author, f"durability.{what}_outage", f"Outage of a {what}", "duration", "s")
    graph.express(f"{id}_lifetime", 1.0 / Name(rate), label=f"Mean time between failures of a {what}",
                  unit="d", role="duration")  # fmt: skip
    graph.define(
        id, availability.part_availability, label=f"Availability of one {what}", unit="%", role="ratio",
        time_to_failure=f"{id}_lifetime", time_to_repair=outage,
    )  # fmt: skip
    return id


def _tier(author: Author, name: str) -> None:
    """Enough nodes and zones up for the load of the peak."""
    graph, id, title, zones = author.graph, f"tiers.{name}", author.called(name), zones_of(author, name)
    if f"{id}.surviving" not in graph or not known(graph, f"{id}.deployed"):
        return
    graph.define(
        f"{id}.zones_to_lose", copies.zones_to_lose, label=f"{title}, zones whose loss leaves enough nodes",
        unit="1", role="count", nodes=f"{id}.deployed", surviving=f"{id}.surviving", zones=zones,
    )  # fmt: skip
    graph.define(
        f"{id}.availability", copies.tier_availability, output="availability", partial=True,
        label=f"{title}, availability, hardware only", unit="%", role="ratio", nodes=f"{id}.deployed",
        surviving=f"{id}.surviving", node=part(author, "server"), zones=zones,
        lost_zones=f"{id}.zones_to_lose", zone=part(author, "zone"),
    )  # fmt: skip


def _store(author: Author, name: str) -> None:
    """Enough copies up for a write, for a read, and for both."""
    graph, id, title = author.graph, f"cluster.{name}", words(name)
    graph.express(f"{id}.quorum", maximum(Name(f"{id}.write"), Name(f"{id}.read")),
                  label=f"{title}, copies that writes and reads need", unit="1", role="count")  # fmt: skip
    for what, needed in (("write_", "write"), ("read_", "read"), ("", "quorum")):
        graph.define(
            f"{id}.{what}availability", copies.copies_availability, output="availability", partial=True,
            label=f"{title}, availability{f' of {needed}s' if what else ''}, hardware only", unit="%",
            role="ratio", copies=f"{id}.rf", needed=f"{id}.{needed}", node=part(author, "server"),
            zones=zones_of(author, name), zone=part(author, "zone"),
        )  # fmt: skip


def reached(author: Author, workload: str) -> Reached:
    """Tiers and services that an answer waits for: along calls, and where a tier pulls for the request."""
    found, growing = Reached(), True
    while growing:
        growing = False
        for name, flow in author.design.capacity.flows.items():
            if name in found.flows:
                continue
            source, target = ends(author, flow)
            entry = source == End("workload", workload) and flow.of is None
            follows = flow.of is not None and str(flow.of) in found.flows
            called = follows and str(flow.mode or "call") == "call" and _tier_in(found, source)
            pulled = follows and flow.mode == "pull" and _tier_in(found, target)
            if not (entry or called or pulled):
                continue
            growing = True
            found.flows.append(name)
            for end in (source, target):
                if end is not None and end.kind == "tier" and end.name not in found.tiers:
                    found.tiers.append(end.name)
                if end is not None and end.kind == "service" and end.name not in found.services:
                    found.services.append(end.name)
    return found


def _tier_in(found: Reached, end: End | None) -> bool:
    return end is not None and end.kind == "tier" and end.name in found.tiers


def _workload(author: Author, name: str) -> None:
    """The parts that a request needs, in series: tiers, the quorums of their stores, critical services."""
    graph, needed = author.graph, reached(author, name)
    parts = [f"tiers.{t}.availability" for t in needed.tiers]
    for tier in needed.tiers:
        for store in stores_on(author, tier):
            if copied(author, store):
                writes = any(f in needed.flows for f in writers(author, store))
                reads = any(f in needed.flows for f in readers(author, store))
                if writes or reads:
                    what = "" if writes and reads else "write_" if writes else "read_"
                    parts.append(f"cluster.{store}.{what}availability")
    for service in needed.services:
        if author.design.slo.services[service].critical:
            parts.append(_service(author, service))
    if not needed.tiers or any(p not in graph for p in parts):
        return
    for output, label, unit in (("availability", "availability", "%"), ("unavailability", "down", "1")):
        graph.define(
            f"workloads.{name}.{output}", availability.series_availability, output=output,
            label=f"{words(name)}, {label}, hardware only", unit=unit, role="ratio", parts=parts,
        )  # fmt: skip


def _service(author: Author, name: str) -> str:
    id = f"services.{name}.availability"
    if id not in author.graph:
        author.state(id, author.design.slo.services[name].availability, role="ratio", unit="%",
                     label=f"{words(name)}, availability its provider promises")  # fmt: skip
    return id


def _availability(author: Author, name: str, slo: Slo) -> None:
    """What the hardware reaches against the objective, and what each dependency must have."""
    graph, id, title, workload = author.graph, f"slos.{name}", words(name), workload_of(author, slo)
    lost, parts = _subject(author, slo, workload)
    if lost is None or f"{id}.target" not in graph:
        return
    graph.express(f"{id}.lost", lost, label=f"{title}, share of the time it is down, hardware only", unit="1",
                  role="ratio")  # fmt: skip
    _verdict(author, id, title)
    graph.express(
        f"{id}.common_cause", Name(f"{id}.reached") * Name(_common_cause(author)),
        label=f"{title}, reached with what all of it shares", unit="%", role="ratio",
    )  # fmt: skip
    if parts:
        graph.given(
            f"{id}.dependencies", float(parts), label=f"{title}, parts that a request needs", unit="1",
            role="count", note="tiers and critical services that an answer waits for",
        )  # fmt: skip
        graph.define(
            f"{id}.dependency_availability", availability.dependency_budget, output="availability",
            partial=True, label=f"{title}, availability that each part must have", unit="%", role="objective",
            target=f"{id}.target", dependencies=f"{id}.dependencies",
            own_share=default_policy(author, "slo.own_share", "Share of an error budget kept for changes",
                                     "ratio", "%"),
        )  # fmt: skip


def _subject(author: Author, slo: Slo, workload: str | None) -> tuple[Name | None, int]:
    """What is lost of that which an objective is for, and how many parts it needs."""
    graph, (head, _, rest) = author.graph, str(slo.for_).partition(".")
    if workload is not None and f"workloads.{workload}.unavailability" in graph:
        needed = reached(author, workload)
        services = [s for s in needed.services if author.design.slo.services[s].critical]
        return Name(f"workloads.{workload}.unavailability"), len(needed.tiers) + len(services)
    id = f"tiers.{rest}" if head == "tiers" else f"cluster.{rest}" if head == "stores" else ""
    if id and f"{id}.availability" in graph:
        down = f"{id}.unavailability"
        if down not in graph:
            graph.express(down, 1.0 - Name(f"{id}.availability"), label=f"{words(rest)}, down, hardware only",
                          unit="1", role="ratio")  # fmt: skip
        return Name(down), 0
    return None, 0


def _common_cause(author: Author) -> str:
    """Id of the availability of what everything shares: one region's, or what regions that stand in for
    each other share."""
    failover = author.design.iterations.failover
    survives = failover is not None and failover.survive is not None and failover.survive.regions is not None
    if not survives or len(author.design.iterations.regions) < 2:
        return constant(author, "durability.region", "Availability of a region as a whole", "ratio", "%")
    id = "design.regions.availability"
    if id not in author.graph:
        _regions(author, id)
    return id


def _regions(author: Author, id: str) -> None:
    """Active-active regions: too few up, users that are being moved, and what all regions share."""
    graph, failover = author.graph, author.design.iterations.failover
    assert failover is not None and failover.survive is not None
    region = constant(author, "durability.region", "Availability of a region as a whole", "ratio", "%")
    outage = constant(author, "durability.region_outage", "Outage of a region", "duration", "s")
    lifetime = "constants.availability.region_lifetime"
    graph.express(
        lifetime, Name(outage) * Name(region) / (1.0 - Name(region)),
        label="Mean time between outages of a region", unit="y", role="duration",
    )  # fmt: skip
    count = len(author.design.iterations.regions)
    graph.given("design.regions.count", float(count), label="Regions", unit="1", role="count")
    author.state("failover.survive", failover.survive.regions.expecting("1"), label="Regions it survives",
                 role="count", unit="1")  # fmt: skip
    author.state("failover.within", failover.within, label="Until a lost region's users are moved",
                 role="duration", unit="s")  # fmt: skip
    graph.express("design.regions.needed", Name("design.regions.count") - Name("failover.survive"),
                  label="Regions that must be up", unit="1", role="count")  # fmt: skip
    graph.define(
        id, availability.region_availability, output="availability", partial=True,
        label="Availability of the regions together", unit="%", role="ratio", regions="design.regions.count",
        needed="design.regions.needed", time_to_failure=lifetime, time_to_repair=outage,
        shared=constant(author, "durability.shared", "Availability of what all regions share", "ratio", "%"),
        switchover="failover.within",
    )  # fmt: skip


def _durability(author: Author, name: str, slo: Slo) -> None:
    graph, id, title = author.graph, f"slos.{name}", words(name)
    store = str(slo.for_).removeprefix("stores.")
    if f"cluster.{store}.loss" not in graph or f"{id}.target" not in graph:
        return
    graph.express(f"{id}.lost", Name(f"cluster.{store}.loss"),
                  label=f"{title}, share of the data lost in a year, hardware only", unit="1",
                  role="ratio")  # fmt: skip
    _verdict(author, id, title)
    graph.express(
        f"{id}.common_cause", Name(f"cluster.{store}.durability_common_cause"),
        label=f"{title}, reached with a cause that all copies share", unit="%", role="ratio",
    )  # fmt: skip


def _verdict(author: Author, id: str, title: str) -> None:
    graph = author.graph
    graph.express(f"{id}.reached", 1.0 - Name(f"{id}.lost"), label=f"{title}, reached, hardware only",
                  unit="%", role="ratio")  # fmt: skip
    graph.define(
        f"{id}.margin", copies.budget_left, partial=True, label=f"{title}, share of the budget that is left",
        unit="%", role="ratio", target=f"{id}.target", lost=f"{id}.lost",
    )  # fmt: skip


__all__ = ["Reached", "add_reliability", "part", "reached"]
