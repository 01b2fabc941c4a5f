"""Latency that no hardware lifts: the distance that a path has to go, at the speed of light in fibre."""

from __future__ import annotations

from collections.abc import Iterable

from nalsd.analysis.author import Author
from nalsd.analysis.placement import Placement
from nalsd.analysis.places import apart
from nalsd.analysis.regions import runs
from nalsd.analysis.resource import known
from nalsd.analysis.words import words
from nalsd.designs.schema import stages as kinds
from nalsd.graph import Name, maximum, minimum, total
from nalsd.graph.expr import Expr
from nalsd.physics import geography


def add_floors(author: Author, placement: Placement) -> None:
    """`slos.NAME.floor`: below it no machine and no software gets a path between these places."""
    for name, slo in author.design.slo.slos.items():
        head, _, path = str(slo.for_).partition(".")
        if slo.objective != "latency" or head != "paths" or path not in author.design.architecture.paths:
            continue
        percentile = float(str(slo.at).removeprefix("p")) / 100 if slo.at is not None else 0.5
        parts = _serial(author, placement, author.design.architecture.paths[path].stages, percentile)
        if parts:
            author.graph.express(
                f"slos.{name}.floor", total(parts), label=f"{words(name)}, floor by distance", unit="s",
                role="limit", note="light in fibre over the great circle, and nothing else",
            )  # fmt: skip


def _serial(
    author: Author, placement: Placement, stages: Iterable[kinds.Stage], percentile: float
) -> list[Expr]:
    """The floors of stages one after the other; stages that only some requests pass count nothing."""
    found = []
    for stage in stages:
        floor: Expr | None = None
        if isinstance(stage, kinds.RttStage):
            floor = _between(author, placement, stage.ends, percentile)
        elif isinstance(stage, kinds.CommitStage):
            id = f"replicate.{stage.commit}.floor"
            floor = Name(id) if id in author.graph else None
        elif isinstance(stage, kinds.AllStage | kinds.FirstStage):
            inner = stage.all_of if isinstance(stage, kinds.AllStage) else stage.first_of
            sides = [_serial(author, placement, [side], percentile) for side in inner]
            known = [total(side) for side in sides if side]
            if known and isinstance(stage, kinds.AllStage):
                floor = maximum(*known)
            elif known and len(known) == len(sides):
                floor = minimum(*known)
        if floor is not None:
            found.append(floor)
    return found


def _between(author: Author, placement: Placement, hop: tuple[str, str], percentile: float) -> Expr | None:
    """Between a client and a tier for the users that the percentile has to include; between regions."""
    places, names = placement.places, [_bare(end) for end in hop]
    if all(name in places.regions for name in names):
        return Name(f"{places.rtt(places.regions[names[0]], places.regions[names[1]])}.floor")
    client = next((n for n in names if n in places.users), None)
    tier = next((n for n in names if n in author.design.capacity.tiers), None)
    if client is None or tier is None:
        return None
    here = [n for n in places.regions if runs(author, n, tier)]
    level = f"{100 * percentile:g}"
    id = f"clients.{client}.floor_to.{tier}.p{level.replace('.', '_')}"
    if id in author.graph:
        return Name(id)
    located = author.design.context.clients[client].located
    ordered = []
    for place, spot in places.users[client].items():
        region, share = places.nearest(spot, here), f"clients.{client}.located.{place}"
        if region is None or not known(author.graph, share):
            return None
        stem = places.rtt(spot, places.regions[region])
        ordered.append((apart(spot, places.regions[region]), share, f"{stem}.floor"))
    if not ordered or len(ordered) < len(located):
        return None
    ordered.sort()
    author.graph.define(
        id, geography.floor_of_users,
        label=f"{words(client)} to {author.called(tier)}, floor for {level}% of them",
        unit="s", role="limit", percentile=percentile,
        floors=[floor for _, _, floor in ordered], shares=[share for _, share, _ in ordered],
    )  # fmt: skip
    return Name(id)


def _bare(name: str) -> str:
    return name.rpartition(".")[2]
