"""Phase 5, distances: the round trip between two ends of a stage, place by place."""

from __future__ import annotations

from dataclasses import dataclass

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, default_policy, state_fact
from nalsd.analysis.words import words
from nalsd.designs.schema.iterations import Region
from nalsd.graph import Citation, Location
from nalsd.knowledge import constant as known_constant
from nalsd.knowledge import region as known_region
from nalsd.knowledge import route
from nalsd.physics import geography
from nalsd.units import Range, UnitError

BETWEEN_ZONES, WITHIN_ZONE = "zone_to_zone", "within_zone"


@dataclass(frozen=True)
class Spot:
    """A place on the globe: a region of the knowledge, or coordinates."""

    name: str
    latitude: float
    longitude: float
    known: str | None = None
    """Its name in the knowledge, as `aws/us-east-1`; routes are measured between such."""
    source: Citation | Location | None = None


def spot_of_region(author: Author, name: str) -> Spot | None:
    """Where a region of the design is; None when nothing says so."""
    region = author.design.iterations.regions.get(name)
    if region is None or region.place is None:
        return None
    place = region.place
    if place.at is not None:
        return _known_spot(author, name, str(place.at))
    return _at(author, name, place.coordinates)


def _known_spot(author: Author, name: str, known: str) -> Spot | None:
    found = known_region(known, author.release)
    if found is None:
        return None
    return Spot(name, found.latitude.value, found.longitude.value, known, found.latitude.source)


def _at(author: Author, name: str, coordinates: list) -> Spot | None:
    try:
        latitude, longitude = (author.graph.units.literal(value.text).value for value in coordinates)
    except (UnitError, ValueError):
        return None
    return Spot(name, latitude, longitude, None, coordinates[0].location)


def spots_of_client(author: Author, client: str) -> dict[str, Spot | None]:
    """Where a client's users are, by the name of the place."""
    found: dict[str, Spot | None] = {}
    for name, located in author.design.context.clients[client].located.items():
        found[str(name)] = (
            _at(author, str(name), located.coordinates)
            if located.coordinates
            else spot_of_region(author, str(name)) or _known_spot(author, str(name), str(name))
        )
    return found


def regions_running(author: Author, tier: str) -> list[str]:
    """Regions in which a tier (or a store) runs."""

    def runs(region: Region) -> bool:
        return not region.runs or any(str(name) in ("all", tier) for name in region.runs)

    return [name for name, region in author.design.iterations.regions.items() if runs(region)]


def add_client_hop(author: Author, client: str, tier: str) -> tuple[list[str], list[str]] | None:
    """Ids of the round trips from each of a client's places to the nearest region of a tier, and of the
    places' shares; None when the client says not where it is or the tier not where it runs."""
    places = spots_of_client(author, client)
    targets = [spot for name in regions_running(author, tier) if (spot := spot_of_region(author, name))]
    if not places or not targets:
        return None
    times, shares = [], []
    for name, spot in places.items():
        id = f"hops.{client}.{tier}.{name}"
        share = f"clients.{client}.located.{name}"
        if share not in author.graph:
            author.state(
                share, author.design.context.clients[client].located[name].share,
                label=f"{words(client)}, share in {words(name)}", role="ratio", unit="%",
            )  # fmt: skip
        if f"{id}.rtt" not in author.graph:
            if spot is None:
                author.graph.given(f"{id}.rtt", None, label=f"{words(name)}, round trip", unit="s",
                                   role="duration", note="it is not known where that is")  # fmt: skip
            else:
                _round_trip(author, id, spot, min(targets, key=lambda target: _distance(spot, target)))
        times.append(f"{id}.rtt")
        shares.append(share)
    return times, shares


def add_region_hop(author: Author, one: str, other: str) -> str | None:
    """Id of the round trip between two regions of the design."""
    a, b = spot_of_region(author, one), spot_of_region(author, other)
    if a is None or b is None:
        return None
    id = f"hops.{one}.{other}"
    if f"{id}.rtt" not in author.graph:
        _round_trip(author, id, a, b)
    return f"{id}.rtt"


def _distance(one: Spot, other: Spot) -> float:
    return geography.great_circle(one.latitude, one.longitude, other.latitude, other.longitude)


def _round_trip(author: Author, id: str, one: Spot, other: Spot) -> None:
    """Measured where a route is known; else the floor in fibre, stretched by what routes are longer."""
    graph, title = author.graph, f"Round trip from {words(one.name)} to {words(other.name)}"
    measured = route(one.known, other.known, author.release) if one.known and other.known else None
    if measured is not None and one.known != other.known:
        state_fact(author, f"{id}.rtt", measured.rtt, title, "duration", "s")
        return
    near = (one.known is not None and one.known == other.known) or _distance(one, other) < 1
    for spot, way in ((one, "from"), (other, "to")):
        for axis in ("latitude", "longitude"):
            graph.given(
                f"{id}.{way}_{axis}", getattr(spot, axis), label=f"{words(spot.name)}, {axis}", unit="1",
                role="place", source=spot.source,
            )  # fmt: skip
    graph.define(
        f"{id}.distance", geography.great_circle, label=f"{title}, distance one way", unit="km",
        role="distance", from_latitude=f"{id}.from_latitude", from_longitude=f"{id}.from_longitude",
        to_latitude=f"{id}.to_latitude", to_longitude=f"{id}.to_longitude",
    )  # fmt: skip
    graph.define(f"{id}.floor", geography.rtt_floor, label=f"{title}, floor in fibre", unit="s",
                 role="limit", distance=f"{id}.distance")  # fmt: skip
    graph.define(
        f"{id}.rtt", geography.rtt_estimate, label=title, unit="s", role="duration", floor=f"{id}.floor",
        inflation=constant(author, "geography.inflation_internet", "Routes of the internet over the floor",
                           "ratio", "1"),
        fixed=default_policy(author, "route.fixed", "Last mile and hops", "duration", "s"),
        note="within the region: the last mile alone" if near else "no route between them is measured",
    )  # fmt: skip


def add_zone_hop(author: Author, same_zone: bool) -> tuple[str, str]:
    """Ids of the median and the 99th percentile of a round trip inside a region: the published range of
    zone pairs, since which zones a design gets is not known."""
    name = WITHIN_ZONE if same_zone else BETWEEN_ZONES
    title = "Round trip within a zone" if same_zone else "Round trip between zones"
    median = constant(author, f"latency.{name}", title, "duration", "s")
    tail = f"constants.latency.{name}_p99"
    if tail not in author.graph:
        fact = known_constant(f"latency.{name}", author.release)
        value = None
        if fact is not None:
            value = fact.quantity.quantile(0.99) if isinstance(fact.quantity, Range) else fact.value
        author.graph.given(
            tail, value, label=f"{title}, 99th percentile", unit="s", role="duration",
            source=fact.source if fact is not None else None, default=True,
            note="of the published range, taken as log-normal",
        )  # fmt: skip
    return median, tail
