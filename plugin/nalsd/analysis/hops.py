"""Phase 5, distances: the round trip between two ends of a stage, from the places of users and regions."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant
from nalsd.analysis.places import Places
from nalsd.analysis.regions import runs
from nalsd.knowledge import constant as known_constant
from nalsd.units import Range

BETWEEN_ZONES, WITHIN_ZONE = "zone_to_zone", "within_zone"


class Hops:
    """Round trips as ids of quantities."""

    def __init__(self, author: Author, places: Places) -> None:
        self.author = author
        self.places = places

    def of_client(self, client: str, tier: str) -> tuple[list[str], list[str]] | None:
        """Round trips from each place of a client's users to the nearest region of a tier, and the places'
        shares; None when it is not known where the users are, all of them, or where the tier runs."""
        nearest, users = self.nearest(client, tier), self.places.users.get(client, {})
        if nearest is None:
            return None
        times = [
            f"{self.places.rtt(users[place], self.places.regions[region])}.rtt"
            for place, region in nearest.items()
        ]
        return times, [f"clients.{client}.located.{place}" for place in nearest]

    def nearest(self, client: str, tier: str) -> dict[str, str] | None:
        """For each place of a client's users the nearest region of a tier; None as above."""
        regions = [str(n) for n in self.author.design.iterations.regions if runs(self.author, n, tier)]
        users = self.places.users.get(client, {})
        found = {place: self.places.nearest(spot, regions) for place, spot in users.items()}
        complete = len(users) == len(self.author.design.context.clients[client].located)
        known = {place: region for place, region in found.items() if region is not None}
        return known if known and complete and len(known) == len(found) else None

    def of_regions(self, one: str, other: str) -> str | None:
        """The round trip between two regions of the design."""
        spots = [self.places.regions.get(name) for name in (one, other)]
        if spots[0] is None or spots[1] is None:
            return None
        return f"{self.places.rtt(spots[0], spots[1])}.rtt"

    def of_zones(self, same_zone: bool) -> tuple[str, str]:
        """The median and the 99th percentile of a round trip inside a region: the published range of zone
        pairs, since which zones a design gets is not known."""
        name = WITHIN_ZONE if same_zone else BETWEEN_ZONES
        title = "Round trip within a zone" if same_zone else "Round trip between zones"
        median = constant(self.author, f"latency.{name}", title, "duration", "s")
        tail = f"constants.latency.{name}_p99"
        if tail not in self.author.graph:
            fact = known_constant(f"latency.{name}", self.author.release)
            value = None
            if fact is not None:
                value = fact.quantity.quantile(0.99) if isinstance(fact.quantity, Range) else fact.value
            self.author.graph.given(
                tail, value, label=f"{title}, 99th percentile", unit="s", role="duration",
                source=fact.source if fact is not None else None, default=True,
                note="of the published range, taken as log-normal",
            )  # fmt: skip
        return median, tail
