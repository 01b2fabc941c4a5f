"""Phase 4, iteration 3: where regions and users are, and the round trips between them: measured, stated, or
modelled above the floor that light in fibre sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, default_policy, state_fact
from nalsd.analysis.words import place_words, words
from nalsd.designs import Finding, Value
from nalsd.graph import Location
from nalsd.knowledge import nearest, route
from nalsd.knowledge import region as known_region
from nalsd.physics import geography
from nalsd.units import UnitError

AXES = (("latitude", 90.0), ("longitude", 180.0))
"""Coordinates in degrees, and how large they can be."""


@dataclass(frozen=True)
class Spot:
    """A place whose coordinates are known; they are in the graph under `id`."""

    name: str
    id: str
    latitude: float
    longitude: float
    known: str | None = None
    """Its name in the knowledge, as `aws/us-east-1`; routes are measured between such."""


class Places:
    """The places of a design, and the round trips between them, each brought into the graph once."""

    def __init__(self, author: Author) -> None:
        self.author = author
        self.regions: dict[str, Spot] = {}
        """Regions with known coordinates, by name."""
        self.users: dict[str, dict[str, Spot]] = {}
        """Places of each client's users."""
        for name, region in author.design.iterations.regions.items():
            spot = self._region(name)
            if spot is not None:
                self.regions[str(name)] = spot
            elif region.place is not None and region.place.at is None and not region.place.coordinates:
                self._nowhere(f"region `{name}`", region.place.location)
        for name in author.design.context.clients:
            self.users[str(name)] = self._users(str(name))

    def _region(self, name: str) -> Spot | None:
        place = self.author.design.iterations.regions[name].place
        if place is None:
            return None
        id = f"regions.{name}"
        if place.coordinates:
            return self._stated(str(name), id, place.coordinates, place.location)
        if place.at is None:
            return None
        found = known_region(str(place.at), self.author.release)
        if found is None:
            near = nearest(str(place.at), "regions", self.author.release)
            self.author.findings.append(
                Finding(
                    "N201", f"no region is called `{place.at}`", place.at.location, printed=str(place.at),
                    help=(f"did you mean `{near}`? " if near else "")
                    + "or write `{city: ..., coordinates: [latitude, longitude]}`",
                )
            )  # fmt: skip
            return None
        for axis, fact in (("latitude", found.latitude), ("longitude", found.longitude)):
            state_fact(self.author, f"{id}.{axis}", fact, f"{words(name)}, {axis}", "place", "1")
        return Spot(str(name), id, found.latitude.value, found.longitude.value, str(place.at))

    def _nowhere(self, what: str, location: Location, sought: tuple[str, ...] = ()) -> None:
        self.author.findings.append(
            Finding(
                "N109", f"it is not said where {what} is", location,
                help="name a region of the reference (`aws/us-east-1`), or write `coordinates: [latitude, "
                "longitude]` in degrees",
                sought=sought,
            )
        )  # fmt: skip

    def _users(self, client: str) -> dict[str, Spot]:
        found = {}
        for name, located in self.author.design.context.clients[client].located.items():
            share = f"clients.{client}.located.{name}"
            if share not in self.author.graph:
                label = f"{words(client)}, share in {self._title(str(name))}"
                self.author.state(share, located.share, label=label, role="ratio", unit="%")
            spot = self.regions.get(str(name))
            if located.coordinates:
                spot = self._stated(str(name), share, located.coordinates, located.location)
            elif spot is None and name not in self.author.design.iterations.regions:
                place = self.author.design.context.clients[client].key_location("located", name)
                self._nowhere(f"`{name}`, where users of `{client}` are,", place, ("regions",))
            if spot is not None:
                found[str(name)] = spot
        return found

    def _stated(self, name: str, id: str, coordinates: list[Value], location: Location) -> Spot | None:
        """Coordinates the author states; a finding for those that lie nowhere on the globe."""
        graph, degrees = self.author.graph, []
        if len(coordinates) != 2:
            self.author.findings.append(
                Finding(
                    "N110", f"`{name}` has {len(coordinates)} coordinates", location,
                    help="write latitude and longitude in degrees, north and east positive: [51.5, -0.1]",
                )
            )  # fmt: skip
            return None
        for (axis, most), value in zip(AXES, coordinates, strict=True):
            try:
                degrees.append(graph.units.literal(value.text).value)
            except UnitError as error:
                self.author.findings.append(Finding("N302", error.message, value.location, help=error.mend,
                                                    printed=value.text))  # fmt: skip
                return None
            if abs(degrees[-1]) > most:
                self.author.findings.append(
                    Finding(
                        "N305", f"a {axis} of {value.text} degrees is nowhere on the globe", value.location,
                        printed=value.text, help=f"a {axis} lies between -{most:g} and {most:g} degrees",
                    )
                )  # fmt: skip
                return None
        for (axis, _), value in zip(AXES, coordinates, strict=True):
            self.author.state(
                f"{id}.{axis}", value, label=f"{self._title(name)}, {axis}", role="place", unit="1"
            )
        return Spot(name, id, degrees[0], degrees[1])

    def _title(self, place: str) -> str:
        return place_words(place, self.author.design.iterations.regions)

    def rtt(self, one: Spot, other: Spot) -> str:
        """Stem of the ids of the round trip between two places: `.distance`, `.floor` and `.rtt`."""
        graph, id = self.author.graph, f"rtt.{one.name}.{other.name}"
        back = f"rtt.{other.name}.{one.name}"
        if f"{id}.rtt" in graph or f"{back}.rtt" in graph:
            return id if f"{id}.rtt" in graph else back
        title = f"{self._title(one.name)} to {self._title(other.name)}"
        graph.define(
            f"{id}.distance", geography.great_circle, label=f"{title}, great circle", unit="km",
            role="distance", from_latitude=f"{one.id}.latitude", from_longitude=f"{one.id}.longitude",
            to_latitude=f"{other.id}.latitude", to_longitude=f"{other.id}.longitude",
        )  # fmt: skip
        graph.define(f"{id}.floor", geography.rtt_floor, label=f"{title}, floor of the round trip in fibre",
                     unit="s", role="limit", distance=f"{id}.distance")  # fmt: skip
        self._round_trip(id, f"{title}, round trip", one, other)
        return id

    def _round_trip(self, id: str, title: str, one: Spot, other: Spot) -> None:
        """Stated by the author, measured and published, or modelled."""
        author, stated = self.author, self._stated_rtt(one.name, other.name)
        if stated is not None:
            author.state(f"{id}.rtt", stated, label=title, role="duration", unit="s")
            return
        measured = route(one.known, other.known, author.release) if one.known and other.known else None
        if measured is not None:
            state_fact(author, f"{id}.rtt", measured.rtt, title, "duration", "s")
            return
        author.graph.define(
            f"{id}.rtt", geography.rtt_estimate, label=title, unit="s", role="duration", floor=f"{id}.floor",
            inflation=self._inflation(one, other),
            fixed=default_policy(author, "route.fixed", "Last mile and hops", "duration", "s"),
            note="one place: the last mile alone" if apart(one, other) < 1 else "no measurement is known",
        )  # fmt: skip

    def _inflation(self, one: Spot, other: Spot) -> str:
        """Between regions a cloud's own routes; to users elsewhere those of the internet."""
        if all(spot.name in self.regions for spot in (one, other)):
            return default_policy(self.author, "route.inflation", "Cloud routes over light in fibre", "ratio",
                                  "1")  # fmt: skip
        return constant(self.author, "geography.inflation_internet",
                        "Routes of the internet over light in fibre", "ratio", "1")  # fmt: skip

    def _stated_rtt(self, one: str, other: str) -> Value | None:
        regions = self.author.design.iterations.regions
        for a, b in ((one, other), (other, one)):
            if a in regions and b in regions[a].rtt:
                return regions[a].rtt[b]
        return None

    def nearest(self, spot: Spot, among: Iterable[str]) -> str | None:
        """The region nearest to a place, by the great circle; None when none of them is anywhere."""
        known = [name for name in among if name in self.regions]
        return min(known, key=lambda name: apart(spot, self.regions[name]), default=None)


def apart(one: Spot, other: Spot) -> float:
    """Kilometres between two places."""
    return geography.great_circle(one.latitude, one.longitude, other.latitude, other.longitude)


__all__ = ["Places", "Spot", "apart"]
