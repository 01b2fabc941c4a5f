"""Phase 4, iteration 3: in which regions a store is written, and what regions keep for each other."""

from __future__ import annotations

from collections.abc import Sequence

from nalsd.analysis.author import Author
from nalsd.analysis.copies import copied, writers
from nalsd.analysis.disks import drives_of
from nalsd.analysis.flows import ends
from nalsd.analysis.regions import runs
from nalsd.analysis.resource import known
from nalsd.analysis.stores import stores_on
from nalsd.analysis.words import words
from nalsd.designs.schema.iterations import Replication
from nalsd.graph import Const, Name, total
from nalsd.graph.expr import Expr
from nalsd.physics import sizing


def tier_of(author: Author, store: str) -> str:
    """The tier that a store lies on; empty where it lies in a service."""
    return str(author.design.slo.stores[store].tier or "").removeprefix("tiers.")


def copied_to(author: Author, store: str, declared: Replication) -> dict[str, list[str]]:
    """For each region that copies of a store come from the regions they go to."""
    names = [str(n) for n in author.design.iterations.regions]
    here = [n for n in names if runs(author, n, tier_of(author, store))]
    sources = [str(declared.from_)] if declared.from_ is not None else here
    targets = [str(t) for t in declared.to] or here
    pairs = {s: [t for t in targets if t != s and t in names] for s in sources}
    return {s: to for s, to in pairs.items() if s in names and to}


def written_in(author: Author, store: str, region: str) -> Expr | None:
    """The share of a store's bytes that is written in a region: that of the tiers whose flows write it, or of
    its own tier where something else does; None when it is not known."""
    graph, own = author.graph, tier_of(author, store)
    shares: dict[str, str | None] = {}
    for flow in writers(author, store):
        source, _ = ends(author, author.design.capacity.flows[flow])
        tier = source.name if source is not None and source.kind == "tier" else own
        id = f"regions.{region}.tiers.{tier}.share"
        if id not in graph and runs(author, region, tier):
            return None
        shares[flow] = id if id in graph else None
    if not shares:
        id = f"regions.{region}.tiers.{own}.share"
        return Name(id) if id in graph else None
    if len(set(shares.values())) == 1:
        id = next(iter(shares.values()))
        return Const(0.0) if id is None else Name(id)
    if not all(f"flows.{f}.{part}" in graph for f in shares for part in ("average", "size")):
        return None
    written = {f: Name(f"flows.{f}.average") * Name(f"flows.{f}.size") for f in shares}
    here = [written[f] * Name(id) for f, id in shares.items() if id is not None]
    return total(here) / total(list(written.values()))


def holding(author: Author, tier: str) -> str:
    """The resource that a tier's data takes: its drives, or its memory."""
    return "disk_capacity" if drives_of(author, tier) else "memory"


def add_kept(author: Author, tier: str, regions: Sequence[str]) -> None:
    """`regions.NAME.tiers.TIER.{kept, held, need_of_data}`: what lies in a region because `replicate` sends
    it there, all that lies there then, and the nodes that this needs.

    With a quorum over all regions the copies that are stated are those of all regions together, and nothing
    is kept beside them.
    """
    graph, resource = author.graph, holding(author, tier)
    demand, supply = (f"tiers.{tier}.{resource}.{part}" for part in ("demand", "supply"))
    for name in regions:
        id, label = f"regions.{name}.tiers.{tier}", f"{words(name)}, {author.inside(tier)}"
        terms = [
            Name(f"stores.{store}.stock") * Name(f"cluster.{store}.rf") * share
            for store, share in _arriving(author, tier, name).items()
        ]
        if not terms:
            continue
        graph.express(f"{id}.kept", total(terms), label=f"{label}, copies of what other regions write",
                      unit="B", role="size")  # fmt: skip
        if known(graph, demand) and known(graph, supply):
            graph.express(f"{id}.held", Name(f"{id}.share") * Name(demand) + Name(f"{id}.kept"),
                          label=f"{label}, data that lies there", unit="B", role="size")  # fmt: skip
            graph.define(
                f"{id}.need_of_data", sizing.node_need, label=f"{label}, nodes needed for data", unit="node",
                role="count", demand=f"{id}.held", supply=supply, target=f"tiers.{tier}.target.{resource}",
            )  # fmt: skip


def _arriving(author: Author, tier: str, region: str) -> dict[str, Expr]:
    """The share of each of a tier's stores that is copied to a region from others."""
    stores = drives_of(author, tier) or stores_on(author, tier)
    found: dict[str, Expr] = {}
    for store in stores:
        declared = author.design.iterations.replicate.get(store)
        if declared is None or declared.quorum == "global" or not copied(author, store):
            continue
        if not known(author.graph, f"stores.{store}.stock"):
            continue
        sources = [s for s, to in copied_to(author, store, declared).items() if region in to]
        shares = [written_in(author, store, s) for s in sources]
        if sources and all(s is not None for s in shares):
            found[store] = total([s for s in shares if s is not None])
    return found


def held(author: Author, tier: str, prefix: str) -> Expr:
    """Bytes that a tier holds in a region (`prefix`): its share, and what it keeps for other regions."""
    if f"{prefix}.held" in author.graph:
        return Name(f"{prefix}.held")
    return Name(f"{prefix}.share") * Name(f"tiers.{tier}.{holding(author, tier)}.demand")


__all__ = ["add_kept", "copied_to", "held", "holding", "tier_of", "written_in"]
