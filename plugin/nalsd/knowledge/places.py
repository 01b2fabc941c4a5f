"""Regions, and round-trip times measured between them."""

from __future__ import annotations

from functools import cache

from nalsd.knowledge.entries import Region, Route
from nalsd.knowledge.facts import Fact, citation
from nalsd.knowledge.reader import RELEASE, topic


def region(name: str, release: str = RELEASE) -> Region | None:
    """A region by name, as `aws/us-east-1`."""
    return regions(release).get(name)


@cache
def regions(release: str = RELEASE) -> dict[str, Region]:
    """Every region by name."""
    data = topic("regions", release)
    found = {}
    for name, entry in data.get("regions", {}).items():
        source = citation(data["sources"][entry["source"]])
        latitude, longitude = entry["at"]
        found[name] = Region(
            name,
            entry["place"],
            Fact(f"regions.{name}.latitude", latitude, source, "degrees north"),
            Fact(f"regions.{name}.longitude", longitude, source, "degrees east"),
        )
    return found


def route(origin: str, destination: str, release: str = RELEASE) -> Route | None:
    """The measured route between two regions, whichever way round it is listed."""
    return routes(release).get((origin, destination))


@cache
def routes(release: str = RELEASE) -> dict[tuple[str, str], Route]:
    """Every measured route, both ways round."""
    data = topic("routes", release)
    found = {}
    for provider, table in data.get("routes", {}).items():
        source = citation(data["sources"][table["source"]])
        for origin, destination, *times in table["measured"]:
            a, b = f"{provider}/{origin}", f"{provider}/{destination}"
            rtt, back = (
                Fact(f"routes.{x}-{y}", time, source)
                for (x, y), time in zip(((a, b), (b, a)), (times * 2)[:2], strict=True)
            )
            both_ways = len(times) == 2
            found[a, b] = Route(a, b, rtt, back if both_ways else None)
            found[b, a] = Route(b, a, back, rtt if both_ways else None)
    return found
