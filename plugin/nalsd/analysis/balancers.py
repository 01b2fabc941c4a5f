"""Phase 4, iteration 2: what stands before a tier to spread its load: what passes, cores it takes, and how
even the spread is."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.connections import clients_through
from nalsd.analysis.constants import datapath, default_policy, profile
from nalsd.analysis.flows import flows_at
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.designs import Text
from nalsd.designs.schema.iterations import Balancer
from nalsd.graph import Name, total
from nalsd.physics import compute, hashing, packets

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
    """How much more than the mean the fullest node carries, where the policy decides it."""
    graph, id, title, policy = author.graph, f"balancers.{name}", words(name), str(balancer.policy or "")
    nodes = f"{id}.nodes"
    if not known(graph, f"tiers.{tier}.deployed"):
        return
    graph.express(nodes, Name(f"tiers.{tier}.deployed"), label=f"{title} balancer, nodes behind it", unit="1",
                  role="count")  # fmt: skip
    imbalance = f"{id}.imbalance"
    label = f"{title} balancer, load of the fullest node over the mean"
    opened = [f"clients.{c}.open" for c in clients if f"clients.{c}.open" in graph]
    if policy in HASHED and opened:
        graph.express(f"{id}.connections", total([Name(o) for o in opened]), unit="1", role="count",
                      label=f"{title} balancer, connections it spreads")  # fmt: skip
        for output in ("expected_largest", "mean"):
            graph.define(
                f"{id}.{output}", hashing.fullest_bin, output=output, partial=True, unit="1", role="count",
                label=f"{title} balancer, connections of {'the fullest' if output != 'mean' else 'a'} node",
                balls=f"{id}.connections", bins=nodes,
            )  # fmt: skip
        graph.express(imbalance, Name(f"{id}.expected_largest") / Name(f"{id}.mean"), label=label, unit="x",
                      role="ratio")  # fmt: skip
    elif policy == "consistent_hash":
        graph.define(
            imbalance, hashing.ring_imbalance, output="mean_largest", partial=True, label=label, unit="x",
            role="ratio", nodes=nodes,
            virtual_nodes=default_policy(author, "balancer.virtual_nodes", "Places of a node on the ring",
                                         "count", "1"),
        )  # fmt: skip
    elif policy == "two_choices" and f"tiers.{tier}.cpu.utilisation" in graph:
        graph.define(
            f"{id}.speedup", hashing.several_choices, output="speedup", partial=True, unit="x", role="ratio",
            label=f"{title} balancer, times shorter a response than by lot", choices=2.0,
            utilisation=f"tiers.{tier}.cpu.utilisation",
        )  # fmt: skip
    busy = f"tiers.{tier}.cpu.utilisation"
    if imbalance in graph and busy in graph:
        graph.express(f"{id}.fullest", Name(busy) * Name(imbalance), unit="%", role="utilisation",
                      label=f"{title} balancer, CPU of the fullest node behind it")  # fmt: skip
