"""Phase 4, iteration 2: what stands before a tier to spread its load: what passes, cores it takes, and how
even the spread is."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.connections import clients_through
from nalsd.analysis.constants import datapath, default_policy, profile
from nalsd.analysis.fleet import add_region, fleet_utilisation, regional_utilisation, regions_of
from nalsd.analysis.flows import flows_at
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.designs import Text
from nalsd.designs.schema.iterations import Balancer
from nalsd.graph import Expr, Name, total
from nalsd.graph.words import in_words
from nalsd.physics import compute, failover, hashing, packets

HASHED = ("random", "hash")
"""Policies that put each connection on a node by lot."""


def add_balancers(author: Author) -> None:
    """`balancers.NAME.*`."""
    for name, balancer in author.design.iterations.balancers.items():
        tier = str(balancer.before).removeprefix("tiers.")
        if tier not in author.design.capacity.tiers:
            continue
        arriving, _ = flows_at(author, tier)
        if not arriving:
            continue
        _passing(author, str(name), arriving)
        if balancer.tier is None:
            _cores(author, str(name), balancer, clients_through(author, arriving))
        _evenness(author, str(name), balancer, tier, clients_through(author, arriving))


def _passing(author: Author, name: str, arriving: list[str]) -> None:
    graph, id, title = author.graph, f"balancers.{name}", words(name)
    for part, field, label, unit in (
        ("rate", "rate", "requests", "request/s"),
        ("wire_in", "wire_out", "on the wire to the tier", "bit/s"),
        ("wire_out", "wire_back", "on the wire from the tier", "bit/s"),
    ):
        graph.express(f"{id}.{part}", total([Name(f"flows.{f}.{field}") for f in arriving]),
                      label=f"{title} balancer, {label} at peak", unit=unit, role="peak")  # fmt: skip
    graph.express(
        f"{id}.packets",
        total([Name(f"flows.{f}.packets_{way}") for f in arriving for way in ("out", "back")]),
        label=f"{title} balancer, packets of requests and answers", unit="packet/s", role="peak",
    )  # fmt: skip


def _cores(author: Author, name: str, balancer: Balancer, clients: list[str]) -> None:
    """Cores the balancing would take on machines of ours: of packets at layer 4, of requests at layer 7."""
    graph, id, title = author.graph, f"balancers.{name}", words(name)
    if str(balancer.layer or "4") == "4":
        graph.define(
            f"{id}.cores", packets.kernel_cores, label=f"{title} balancer, cores for its packets by IPVS",
            unit="core", role="demand", packets=f"{id}.packets", per_core=datapath(author, "ipvs"),
            note="busy cores, without headroom; a service of the provider is billed otherwise",
        )  # fmt: skip
        return
    decrypts = str(balancer.tls or "terminate") in ("terminate", "reencrypt")
    cost, _ = profile(author, Text("tls_light" if decrypts else "proxy"))
    graph.define(
        f"{id}.cores", compute.cores_from_rate, label=f"{title} balancer, cores for its requests",
        unit="core", role="demand", rate=f"{id}.rate", per_core=cost,
        note="busy cores, without headroom; a service of the provider is billed otherwise",
    )  # fmt: skip
    if decrypts:
        shakes = [f"clients.{c}.{k}_handshakes" for c in clients for k in ("full", "resumed")]
        counted = [Name(s) for s in shakes if s in graph]
        if counted:
            graph.express(f"{id}.handshakes", total(counted), label=f"{title} balancer, TLS handshakes",
                          unit="connection/s", role="peak")  # fmt: skip


def _evenness(author: Author, name: str, balancer: Balancer, tier: str, clients: list[str]) -> None:
    """How much more than the mean the fullest node carries, where the policy decides it. A balancer spreads
    over the nodes of its own region: with several the figures are those of the fullest."""
    graph, id, title = author.graph, f"balancers.{name}", f"{words(name)} balancer"
    if not known(graph, f"tiers.{tier}.deployed"):
        return
    policy, regions = str(balancer.policy or ""), regions_of(author, tier)
    counts = [Name(o) for c in clients if (o := f"clients.{c}.open") in graph]
    opened = total(counts) if counts and policy in HASHED else None
    if regions:
        for region, prefix in regions.items():
            share = Name(f"{prefix}.share")
            _spread(author, f"{id}.regions.{region}", f"{title}, {in_words(region)}", policy,
                    f"{prefix}.nodes", opened * share if opened is not None else None)  # fmt: skip
        _fullest_region(author, id, title, tier, regions)
    else:
        _spread(author, id, title, policy, f"tiers.{tier}.deployed", opened)
        if f"{id}.imbalance" in graph and f"tiers.{tier}.cpu.utilisation" in graph:
            _fullest(author, id, title, f"tiers.{tier}.cpu.utilisation")
    if policy == "two_choices" and f"tiers.{tier}.cpu.utilisation" in graph:
        graph.define(
            f"{id}.speedup", hashing.several_choices, output="speedup", partial=True, unit="x", role="ratio",
            label=f"{title}, times shorter a response than by lot", choices=2.0,
            utilisation=fleet_utilisation(author, tier, "cpu"),
        )  # fmt: skip


def _spread(author: Author, id: str, title: str, policy: str, nodes: str, opened: Expr | None) -> None:
    """`ID.nodes`, and `ID.imbalance` where the policy decides it."""
    graph, label = author.graph, f"{title}, load of the fullest node over the mean"
    graph.express(f"{id}.nodes", Name(nodes), label=f"{title}, nodes behind it", unit="1", role="count")
    if opened is not None:
        graph.express(f"{id}.connections", opened, unit="1", role="count",
                      label=f"{title}, connections it spreads")  # fmt: skip
        for output in ("expected_largest", "mean"):
            graph.define(
                f"{id}.{output}", hashing.fullest_bin, output=output, partial=True, unit="1", role="count",
                label=f"{title}, connections of {'the fullest' if output != 'mean' else 'a'} node",
                balls=f"{id}.connections", bins=f"{id}.nodes",
            )  # fmt: skip
        graph.express(f"{id}.imbalance", Name(f"{id}.expected_largest") / Name(f"{id}.mean"), label=label,
                      unit="x", role="ratio")  # fmt: skip
    elif policy == "consistent_hash":
        graph.define(
            f"{id}.imbalance", hashing.ring_imbalance, output="mean_largest", partial=True, label=label,
            unit="x", role="ratio", nodes=f"{id}.nodes",
            virtual_nodes=default_policy(author, "balancer.virtual_nodes", "Places of a node on the ring",
                                         "count", "1"),
        )  # fmt: skip


def _fullest(author: Author, id: str, title: str, busy: str) -> None:
    author.graph.express(f"{id}.fullest", Name(busy) * Name(f"{id}.imbalance"), unit="%", role="utilisation",
                         label=f"{title}, CPU of the fullest node behind it")  # fmt: skip


def _fullest_region(author: Author, id: str, title: str, tier: str, regions: dict[str, str]) -> None:
    """`ID.region`, by the CPU of its fullest node as far as that is known, and the figures there."""
    graph = author.graph
    busy = {region: regional_utilisation(author, tier, region, "cpu") for region in regions}
    if not all(known(graph, b) for b in busy.values()):
        return
    for region in regions:
        if f"{id}.regions.{region}.imbalance" in graph:
            _fullest(author, f"{id}.regions.{region}", f"{title}, {in_words(region)}", busy[region])
            busy[region] = f"{id}.regions.{region}.fullest"
    add_region(author, id, title, {region: Name(full) for region, full in busy.items()})
    for part in ("nodes", "connections", "expected_largest", "mean", "imbalance", "fullest"):
        found = [f"{id}.regions.{region}.{part}" for region in regions]
        if found[0] in graph:
            there = graph[found[0]]
            graph.define(
                f"{id}.{part}", failover.of_fullest, unit=there.unit, role=there.role,
                label=f"{title}, {there.label.rpartition(', ')[2]}, there", figures=found,
                fullness=list(busy.values()),
            )  # fmt: skip
