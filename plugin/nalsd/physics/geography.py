"""Distance and light: great circles, the floor of round-trip times in fibre."""

from __future__ import annotations

from nalsd.graph import Citation, asin, cos, formula, guard, sin, sqrt, total, where
from nalsd.physics.sources import ARITHMETIC

HAVERSINE = Citation(
    "R. W. Sinnott, Virtues of the haversine, Sky and Telescope 68(2), 1984", None, "1984", "B"
)
FIBRE = Citation(
    "I. Bozkurt et al., Dissecting latency in the Internet's fiber infrastructure, 2018",
    "https://arxiv.org/abs/1811.10737",
    "2018",
    "B",
)
INFLATION = Citation(
    "I. Bozkurt et al., Why is the Internet so slow?!, PAM 2017",
    "https://doi.org/10.1007/978-3-319-54328-4_13",
    "2017",
    "A",
)
DEGREES_TO_RADIANS = 0.017453292519943295
EARTH_RADIUS = 6371.0088
LIGHT = 299_792.458
FIBRE_INDEX = 1.468
CERTAIN = 1e-9
"""Share of users that rounding may leave over."""


@formula(
    "Great-circle distance",
    symbols={
        "from_latitude": ("1", "degrees north of the equator"),
        "from_longitude": ("1", "degrees east of Greenwich"),
        "to_latitude": ("1", "degrees north of the equator"),
        "to_longitude": ("1", "degrees east of Greenwich"),
        "radius": ("km", "mean radius of the earth"),
    },
    gives=("km", "distance over the ground"),
    limits="a sphere: up to 0.5% from the ellipsoid",
    source=HAVERSINE,
)
def great_circle(from_latitude, from_longitude, to_latitude, to_longitude, radius=EARTH_RADIUS):
    """The haversine formula."""
    half_north = (to_latitude - from_latitude) * DEGREES_TO_RADIANS / 2
    half_east = (to_longitude - from_longitude) * DEGREES_TO_RADIANS / 2
    haversine = (
        sin(half_north) ** 2
        + cos(from_latitude * DEGREES_TO_RADIANS)
        * cos(to_latitude * DEGREES_TO_RADIANS)
        * sin(half_east) ** 2
    )
    return 2 * radius * asin(sqrt(haversine))


@formula(
    "Floor of the round-trip time",
    symbols={
        "distance": ("km", "great-circle distance"),
        "light": ("km/s", "speed of light in vacuum"),
        "index": ("1", "group index of the fibre; 1 is vacuum"),
    },
    gives=("s", "no round trip is shorter"),
    limits="a floor, not a latency: routes are longer than great circles",
    source=FIBRE,
)
def rtt_floor(distance, light=LIGHT, index=FIBRE_INDEX):
    """There and back at the speed of light in fibre: 9.8 ms for each 1,000 km."""
    guard(index >= 1, "nothing is faster than light in vacuum")
    return 2 * distance / (light / index)


@formula(
    "Estimate of the round-trip time",
    symbols={
        "floor": ("s", "floor of the round-trip time in fibre"),
        "inflation": ("1", "how much longer the route is than the great circle"),
        "fixed": ("s", "last mile, hops and the like"),
    },
    gives=("s", "expected round-trip time"),
    limits="without queueing and loss",
    source=INFLATION,
)
def rtt_estimate(floor, inflation, fixed):
    """The floor, stretched by the route; 1.3 for good submarine routes, 1.7 for cloud backbones, 2.1 for
    the internet.
    """
    guard(inflation >= 1, "no route is shorter than the great circle")
    return floor * inflation + fixed


@formula(
    "Inflation of a route",
    symbols={"measured": ("s", "round-trip time that was measured"), "floor": ("s", "floor in fibre")},
    gives=("1", "how much longer the route is than the great circle"),
    limits="below 1 the measurement or the coordinates are wrong",
    source=INFLATION,
)
def route_inflation(measured, floor):
    """The measured time over the floor."""
    guard(floor > 0, "the places are one")
    return measured / floor


@formula(
    "One way",
    symbols={"round_trip": ("s", "round-trip time")},
    gives=("s", "time one way"),
    limits="routes that are alike both ways",
    source=FIBRE,
)
def one_way(round_trip):
    """Half of the round trip."""
    return round_trip / 2


@formula(
    "Floor for a share of the users",
    symbols={
        "floors": (
            "s",
            "floors of the round-trip times of the places of users, the nearest first",
            {"many": True},
        ),
        "shares": ("1", "share of the users in each of them", {"many": True}),
        "percentile": ("1", "share of the users that is to be reached"),
    },
    gives=("s", "floor of the farthest place that is needed"),
    limits="each place has its nearest region",
    source=ARITHMETIC,
)
def floor_of_users(floors, shares, percentile):
    """Place after place outwards, until those within make up the share."""
    wanted = percentile * total(shares) - CERTAIN
    farthest, within = floors[0], shares[0]
    for floor, share in zip(floors[1:], shares[1:], strict=True):
        farthest = where(within < wanted, floor, farthest)
        within = within + share
    return farthest
