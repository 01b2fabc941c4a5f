"""What several stated values must be together: parts of one whole, a cache and its data, copies and nodes."""

from __future__ import annotations

from collections.abc import Iterable

from nalsd.analysis.author import Author
from nalsd.analysis.bounds import bounds_of, broken, outside
from nalsd.analysis.copies import copied
from nalsd.analysis.stores import stores_on
from nalsd.analysis.words import words
from nalsd.designs import Finding
from nalsd.graph import show
from nalsd.graph.words import in_words
from nalsd.units import UnitError

ROUNDING = 1e-9
PRINTED = 0.02
"""By how much printed shares may miss 100%: three of 33% are 99%."""


def broken_definitions(author: Author) -> Iterable[Finding]:
    """Findings, once every quantity has its value."""
    yield from _places(author)
    yield from _handshakes(author)
    yield from _caches(author)
    yield from _copies(author)
    yield from _services(author)


def _services(author: Author) -> Iterable[Finding]:
    """Promises of services on which no path depends, and which are no quantities therefore."""
    for name, service in author.design.slo.services.items():
        id, value = f"services.{name}.availability", service.availability
        bounds = bounds_of(id, "ratio", "%")
        if value is None or id in author.graph or bounds is None:
            continue
        try:
            read = author.graph.units.value(value.text)
        except UnitError:
            continue
        if outside(read, bounds):
            yield broken(author, id, f"{words(name)}, availability", value, bounds)


def _places(author: Author) -> Iterable[Finding]:
    for name, client in author.design.context.clients.items():
        shares = [author.graph.value(f"clients.{name}.located.{place}") for place in client.located]
        if not shares or any(share is None for share in shares):
            continue
        whole = sum(shares)
        if abs(whole - 1) > PRINTED:
            yield Finding(
                "N305",
                f"the users of {name} are located {show(whole, '%')} in all, but the shares of a whole add "
                "up to 100%",
                client.key_location("located"),
                help="write the share of each place of all users",
                computed=show(whole, "%"),
            )


def _handshakes(author: Author) -> Iterable[Finding]:
    for name, client in author.design.context.clients.items():
        tls = client.connections.tls if client.connections is not None else None
        parts = [author.graph.value(f"clients.{name}.{part}_share") for part in ("full", "resumed")]
        if tls is not None and None not in parts and sum(parts) > 1 + ROUNDING:
            yield Finding(
                "N305",
                f"{show(parts[0], '%')} of the connections of {name} shake hands in full and "
                f"{show(parts[1], '%')} resume, but a connection does one of both: together at most 100%",
                tls.location,
                help="write shares of all new connections",
                computed=show(sum(parts), "%"),
            )


def _caches(author: Author) -> Iterable[Finding]:
    graph = author.graph
    for name, store in author.design.slo.stores.items():
        id = f"stores.{name}"
        if store.caches is None or store.ram is None:
            continue
        held, there = graph.value(f"{id}.cached"), graph.value(f"{id}.objects")
        if held is not None and there is not None and held > there * (1 + 1e-6):
            memory = show(graph.value(f"{id}.ram"), graph[f"{id}.ram"].unit)
            yield Finding(
                "N305",
                f"{memory} of {in_words(name)} would hold {show(held, 'row')}, and there are "
                f"{show(there, 'row')}: a cache is not larger than the data that it caches",
                store.ram.location,
                help="state less memory, or more `rows` that are asked for; without `ram` a `hit_ratio` "
                "gives the memory",
                printed=store.ram.text,
                quantity=f"{id}.ram",
            )


def _copies(author: Author) -> Iterable[Finding]:
    graph = author.graph
    for tier, declared in author.design.capacity.tiers.items():
        nodes = graph.value(f"tiers.{tier}.single.deployed")
        if declared.nodes is None or nodes is None:
            continue
        for store in stores_on(author, tier):
            copies = graph.value(f"cluster.{store}.rf") if copied(author, store) else None
            if copies is not None and copies > nodes * (1 + ROUNDING):
                yield Finding(
                    "N305",
                    f"{words(store)} has {copies:g} copies on {show(nodes, 'node')} of "
                    f"{author.inside(tier)}, but two copies on one node are lost "
                    "together: each needs a node of its own",
                    declared.nodes.location,
                    help=f"deploy {copies:g} nodes or more, or state fewer copies",
                    printed=declared.nodes.text,
                    quantity=f"cluster.{store}.rf",
                )


__all__ = ["broken_definitions"]
