"""Phase 4, iteration 3: commits over zones and regions, traffic between regions, what a lost region takes
along."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant
from nalsd.analysis.copies import copied, writers, zones_of
from nalsd.analysis.holdings import copied_to, tier_of, written_in
from nalsd.analysis.placement import Placement
from nalsd.analysis.places import Places
from nalsd.analysis.regions import runs
from nalsd.analysis.words import words
from nalsd.designs.schema.iterations import Replication
from nalsd.graph import Const, Name, maximum, total
from nalsd.graph.expr import Expr
from nalsd.graph.words import in_words
from nalsd.physics import copies, quorum

MOST_FOLLOWERS = 6
"""Other regions up to which a commit over regions is computed."""


def add_replication(author: Author, placement: Placement) -> None:
    """`quorum.STORE.*` and `replicate.STORE.*`."""
    for name, store in author.design.slo.stores.items():
        if store.tier is not None and copied(author, str(name)):
            _local(author, str(name))
            _global(author, str(name), placement)
    for name, declared in author.design.iterations.replicate.items():
        if name in author.design.slo.stores:
            _replicate(author, str(name), declared, placement)
    _between(author, placement)


def _local(author: Author, name: str) -> None:
    """A write within one region: the copies that acknowledge it, one of them at hand."""
    graph, id, title = author.graph, f"quorum.{name}", words(name)
    how = str(author.design.slo.stores[name].durable_at or "fsync")
    if how == "fsync":
        durable = constant(author, "latency.fsync", "A write made durable on a drive", "duration", "s")
    else:
        durable = f"{id}.durable"
        graph.given(durable, 0.0, label=f"{title}, time to acknowledge on one machine", unit="s",
                    role="duration", note="acknowledged from memory")  # fmt: skip
    spread = zones_of(author, name) != 1.0 and author.design.iterations.zones is not None
    hop = constant(author, f"latency.{'zone_to_zone' if spread else 'within_zone'}",
                   "Round trip between zones" if spread else "Round trip within a zone", "duration",
                   "s")  # fmt: skip
    graph.define(
        f"{id}.local_latency", copies.zone_commit, label=f"{title}, commit within a region", unit="s",
        role="duration", local=durable, round_trip=hop, write=f"cluster.{name}.write",
    )  # fmt: skip


def _global(author: Author, name: str, placement: Placement) -> None:
    """What a commit by a majority of regions takes: the price of consistency over regions."""
    graph, id, title, places = author.graph, f"quorum.{name}", words(name), placement.places
    here = _located(author, name, placement)
    if not 2 <= len(here) <= MOST_FOLLOWERS + 1:
        return
    leader = _leader(author, name, here)
    for region in here:
        majority_trip(author, places, region, here, "rtt")
    for part, label, local in (("rtt", "global_latency", f"{id}.local_latency"), ("floor", "floor", "")):
        trip = Name(majority_trip(author, places, leader, here, part))
        graph.express(
            f"{id}.{label}", maximum(Name(local), trip) if local else trip,
            label=f"{title}, commit by a majority of regions{'' if local else ', floor in fibre'}", unit="s",
            role="duration" if local else "limit", note=f"led from {in_words(leader)}",
        )  # fmt: skip


def _located(author: Author, name: str, placement: Placement) -> list[str]:
    """Regions whose place is known and that run a store's tier."""
    return [n for n in placement.places.regions if runs(author, n, tier_of(author, name))]


def majority_trip(author: Author, places: Places, leader: str, here: list[str], part: str) -> str:
    """Id of the round trip (`rtt`) or its floor until a majority of regions has a write from a leader."""
    graph, every = author.graph, len(here) == len(author.design.iterations.regions)
    id = f"regions.{leader}.majority_{part}" + ("" if every else f"_of_{'_'.join(here)}")
    if id in graph:
        return id
    count = f"regions.majority_of_{len(here)}"
    if count not in graph:
        graph.given(f"{count}.regions", float(len(here)), label="Regions that vote", unit="1", role="count")
        graph.define(count, quorum.majority, label=f"Majority of {len(here)} regions", unit="1",
                     role="count", replicas=f"{count}.regions")  # fmt: skip
    stems = [places.rtt(places.regions[leader], places.regions[n]) for n in here if n != leader]
    graph.define(
        id, copies.region_commit,
        label=f"{words(leader)}, round trip to a majority{'' if part == 'rtt' else ', floor in fibre'}",
        unit="s", role="duration" if part == "rtt" else "limit", local=0.0,
        followers=[f"{s}.{part}" for s in stems], write=count,
    )  # fmt: skip
    return id


def _leader(author: Author, name: str, here: list[str]) -> str:
    """The region that copies come from, or the first that has the store."""
    declared = author.design.iterations.replicate.get(name)
    stated = str(declared.from_) if declared is not None and declared.from_ is not None else ""
    return stated if stated in here else here[0]


def _replicate(author: Author, name: str, declared: Replication, placement: Placement) -> None:
    """Bytes to other regions, the wait for them, and what is lost with a region that was ahead of them."""
    graph, id, title = author.graph, f"replicate.{name}", words(name)
    pairs, flows = copied_to(author, name, declared), writers(author, name)
    shares = {s: share for s in pairs if (share := written_in(author, name, s)) is not None}
    if not pairs or not flows or len(shares) < len(pairs):
        return
    written = f"cluster.{name}.written_average"
    if written not in graph:
        graph.express(
            written, total([Name(f"flows.{f}.average") * Name(f"flows.{f}.size") for f in flows]),
            label=f"{title}, written by clients on average", unit="bit/s", role="average",
        )  # fmt: skip
    times = total([shares[s] * float(len(to)) for s, to in pairs.items()])
    graph.express(f"{id}.traffic", Name(written) * times, label=f"{title}, sent to other regions on average",
                  unit="bit/s", role="average")  # fmt: skip
    if declared.lag is not None:
        author.state(f"{id}.lag", declared.lag, label=f"{title}, how far other regions are behind",
                     role="duration", unit="s")  # fmt: skip
    if declared.mode == "sync":
        _synchronous(author, name, declared, pairs, placement)
    if declared.mode == "sync" or declared.lag is None:
        return
    worst: Expr = maximum(*shares.values())
    graph.express(
        f"{id}.rate", Name(f"stores.{name}.write_rate") * worst,
        label=f"{title}, rows written in the busiest region", unit="row/s", role="average",
    )  # fmt: skip
    for output, part, label, unit in (
        ("writes", "lost_writes", "acknowledged rows that a lost region takes along", "row"),
        ("bytes", "lost_bytes", "bytes that a lost region takes along", "B"),
        ("recovery_point", "recovery_point", "age of what survives a lost region", "s"),
    ):
        graph.define(
            f"{id}.{part}", quorum.asynchronous_loss, output=output, label=f"{title}, {label}", unit=unit,
            role="duration" if unit == "s" else "count", rate=f"{id}.rate", lag=f"{id}.lag",
            size=f"stores.{name}.row",
        )  # fmt: skip


def _synchronous(
    author: Author, name: str, declared: Replication, pairs: dict[str, list[str]], placement: Placement
) -> None:
    """How long a write waits that other regions have to acknowledge: a majority, or all it is sent to; at
    worst, and by the region that it is made in."""
    graph, places, title = author.graph, placement.places, words(name)
    here, local = _located(author, name, placement), f"quorum.{name}.local_latency"
    together = declared.quorum == "global" and 2 <= len(here) <= MOST_FOLLOWERS + 1
    waits: dict[str, list[Expr]] = {"rtt": [], "floor": []}
    for source, targets in pairs.items():
        for part, found in waits.items():
            if together and source in here:
                trip: Expr = Name(majority_trip(author, places, source, here, part))
                wait = maximum(Name(local), trip)
            elif source in places.regions and all(t in places.regions for t in targets):
                stems = [places.rtt(places.regions[source], places.regions[t]) for t in targets]
                trip = maximum(*[Name(f"{s}.{part}") for s in stems])
                wait = Name(local) + trip
            else:
                continue
            found.append(wait if part == "rtt" and local in graph else trip)
            if part == "rtt":
                _waited_for(author, name, source, trip)
    for source in here:
        if declared.from_ is None and source not in pairs:
            _waited_for(author, name, source, Const(0.0, graph.units.unit("s"), "0 s"))
    for part, id, what in (("rtt", "commit", ""), ("floor", "floor", ", floor in fibre")):
        if waits[part]:
            graph.express(
                f"replicate.{name}.{id}", maximum(*waits[part]), unit="s", role="duration",
                label=f"{title}, commit that waits for other regions{what}",
            )  # fmt: skip


def _waited_for(author: Author, name: str, source: str, trip: Expr) -> None:
    """`replicate.STORE.REGION.{trip, share}`: what a write made in a region waits for, and how many are."""
    id, label = f"replicate.{name}.{source}", f"{words(name)} written in {words(source)}"
    share = written_in(author, name, source)
    if share is not None:
        author.graph.express(f"{id}.trip", trip, unit="s", role="duration",
                             label=f"{label}, round trip that a write waits for")  # fmt: skip
        author.graph.express(f"{id}.share", share, label=f"{label}, share of all writes", unit="%",
                             role="ratio")  # fmt: skip


def _between(author: Author, placement: Placement) -> None:
    """All traffic between regions: replication, and flows whose ends do not run in the same regions."""
    graph, design = author.graph, author.design
    if len(placement.names) < 2:
        return
    parts: list[Expr] = [Name(i) for i in graph.ids("replicate.") if i.endswith(".traffic")]
    for name, flow in design.capacity.flows.items():
        source, target = str(flow.from_ or ""), str(flow.to or "")
        if source not in design.capacity.tiers or target not in design.capacity.tiers:
            continue
        away = [n for n in placement.names if runs(author, n, source) and not runs(author, n, target)]
        shares = [f"regions.{n}.tiers.{source}.share" for n in away]
        if away and all(s in graph for s in shares):
            parts.append(Name(f"flows.{name}.average") * Name(f"flows.{name}.size")
                         * total([Name(s) for s in shares]))  # fmt: skip
    label = "Traffic between regions on average"
    if parts:
        graph.express("design.regions.traffic", total(parts), label=label, unit="bit/s", role="average")
    else:
        graph.given("design.regions.traffic", 0.0, label=label, unit="bit/s", role="average",
                    note="nothing is replicated to another region")  # fmt: skip
