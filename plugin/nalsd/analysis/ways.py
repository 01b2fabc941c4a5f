"""Phase 5: the stages of a path in series, with all that hangs on where the user is as one source of latency.

Whoever is far away is far away in the round trip of the request and in those that set up its connection. And
a user's nearest region is where the request commits: how far that region is from those it waits for belongs
to the same user.
"""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.analysis.regions import stated_share
from nalsd.analysis.stage_laws import Walk, client_and_tier
from nalsd.analysis.waterfall import StageResult
from nalsd.analysis.words import place_words, words
from nalsd.designs.schema.stages import RttStage
from nalsd.graph import Name, total
from nalsd.graph.expr import Expr
from nalsd.physics.composition import Structure

CORRELATION = "design.correlation"
"""Id of the share of requests that find all stages slow at the same time."""


@dataclass
class _Located:
    """The round trip of a path's users, and the commits that wait longer for some of them than for others."""

    walk: Walk
    stage: StageResult
    """That of the round trip."""
    times: dict[str, str]
    """Id of the round trip, by the place of the users."""
    shares: list[str]
    trips: dict[str, list[str]]
    """Ids of what the commits of their region wait for."""
    near: dict[str, Structure]
    """What else a commit takes, by the id of its stage."""

    def once(self) -> Structure:
        """The round trip, and what the commits wait for."""
        return self._choice("trip", "the round trip and what the commit waits for", "")

    def opening(self, round_trips: str) -> Structure:
        """The same of a request that sets up its connection first."""
        return self._choice("opening", "the same after setting up the connection", round_trips)

    def _choice(self, part: str, what: str, round_trips: str) -> Structure:
        graph, title = self.walk.author.graph, words(self.walk.path)
        found = []
        for place, time in self.times.items():
            id = f"paths.{self.walk.path}.located.{place}.{part}"
            first: list[Expr] = [Name(round_trips) * Name(time)] if round_trips else []
            where = place_words(place, self.walk.author.design.iterations.regions)
            graph.express(
                id, total([*first, Name(time), *map(Name, self.trips[place])]), unit="s", role="duration",
                label=f"{title}, users in {where}, {what}",
            )  # fmt: skip
            found.append(id)
        return ("choice", *found, *self.shares)


def in_series(walk: Walk, stages: list[StageResult]) -> Structure:
    """The stages one after another; where a path states how far they correlate, by that share."""
    located = _located(walk, stages)
    joined: list[Structure] = []
    done: set[str] = set()
    for stage in stages:
        found = _opening(stage)
        if found is None:
            continue
        shares, round_trips, trip = found
        way = next((s for s in stages if s.kind == "rtt" and s.structure == trip and s.id not in done), None)
        if way is None:
            continue
        done |= {stage.id, way.id}
        once, law = trip, ("together", ("scaled", round_trips, trip), trip)
        if located is not None and way is located.stage:
            once, law = located.once(), located.opening(round_trips)
        for share in shares:
            law = ("mixed", share, law, once)
        joined.append(law)
    if located is not None and located.stage.id not in done:
        done.add(located.stage.id)
        joined.append(located.once())
    near = located.near if located is not None else {}
    rest = [near.get(s.id, s.structure) for s in stages if s.id not in done]
    whole = [*joined, *(structure for structure in rest if structure is not None)]
    return whole[0] if len(whole) == 1 else ("correlated", CORRELATION, *whole)


def _opening(stage: StageResult) -> tuple[list[str], str, Structure] | None:
    """Of a stage that sets up a connection, by itself or for some requests only: the shares of requests that
    do, the round trips, and what one takes."""
    if stage.structure is None:
        return None
    if stage.kind == "handshake":
        _, share, (_, round_trips, trip) = stage.structure
        return [share], round_trips, trip
    if stage.kind == "when" and len(stage.parts) == 1:
        inside = _opening(stage.parts[0])
        return None if inside is None else ([*inside[0], stage.structure[1]], *inside[1:])
    return None


def _located(walk: Walk, stages: list[StageResult]) -> _Located | None:
    """Nothing where no commit hangs on the user's place, or where users are not served by their nearest
    region."""
    ways = [(declared, found) for declared, found in zip(walk.declared.stages, stages, strict=True)
            if isinstance(declared, RttStage) and found.structure is not None]  # fmt: skip
    if not ways:
        return None
    declared, way = ways[0]
    ends = client_and_tier(walk, *declared.ends)
    nearest = walk.hops.nearest(*ends) if ends is not None else None
    regions = walk.author.design.iterations.regions
    told = any(stated_share(walk.author, region, walk.workload or "") for region in regions)
    if nearest is None or told:
        return None
    half = len(nearest)
    assert way.structure is not None
    times, shares = way.structure[1 : half + 1], way.structure[half + 1 :]
    trips: dict[str, list[str]] = {place: [] for place in nearest}
    near: dict[str, Structure] = {}
    for stage in stages:
        if stage.kind != "commit" or stage.structure is None or stage.structure[-1][0] != "choice":
            continue
        store = stage.of.removeprefix("stores.")
        waited = {place: f"replicate.{store}.{region}.trip" for place, region in nearest.items()}
        if all(trip in walk.author.graph for trip in waited.values()):
            _, near[stage.id], _ = stage.structure
            for place, trip in waited.items():
                trips[place].append(trip)
    if not near:
        return None
    return _Located(walk, way, dict(zip(nearest, times, strict=True)), list(shares), trips, near)
