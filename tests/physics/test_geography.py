"""Distances and floors against published claims, and every measured route against its floor."""

from __future__ import annotations

import math

import pytest

from nalsd.graph import GuardError
from nalsd.knowledge import Region, Route, constant, regions, routes
from nalsd.physics import geography

NEW_YORK, LONDON = (40.7128, -74.0060), (51.5074, -0.1278)
SAN_FRANCISCO, AMSTERDAM = (37.7749, -122.4194), (52.3676, 4.9041)
TOKYO, SINGAPORE, ASHBURN = (35.68, 139.76), (1.35, 103.82), (39.04, -77.49)
CHICAGO = (41.8781, -87.6298)


def floor_ms(a: tuple[float, float], b: tuple[float, float], index: float = 1.468) -> float:
    return geography.rtt_floor(geography.great_circle(*a, *b), index=index) * 1000


@pytest.mark.parametrize(
    ("a", "b", "km", "floor"),
    [
        (
            NEW_YORK,
            LONDON,
            5570,
            54.6,
        ),  # 150 ms is said to be the speed-of-light limit; that is California to Europe
        (SAN_FRANCISCO, AMSTERDAM, 8773, 85.9),  # Dean's 150 ms is 1.75 times the floor
        (NEW_YORK, TOKYO, 10852, 106.3),  # said to be about 200 ms; measured 142 to 162
        (SINGAPORE, ASHBURN, 15521, 152.0),
    ],
)
def test_published_pairs(a: tuple[float, float], b: tuple[float, float], km: float, floor: float) -> None:
    assert geography.great_circle(*a, *b) == pytest.approx(km, rel=1e-3)
    assert floor_ms(a, b) == pytest.approx(floor, abs=0.1)


def test_new_york_to_london_in_vacuum() -> None:
    assert floor_ms(NEW_YORK, LONDON, index=1) == pytest.approx(37.2, abs=0.05)


def test_chicago_to_new_york_one_way() -> None:
    """4 ms one way is said of fibre; fibre takes 5.6 ms, 3.8 ms is vacuum."""
    assert geography.great_circle(*CHICAGO, *NEW_YORK) == pytest.approx(1144, abs=2)
    assert geography.one_way(floor_ms(CHICAGO, NEW_YORK)) == pytest.approx(5.60, abs=0.01)
    assert geography.one_way(floor_ms(CHICAGO, NEW_YORK, index=1)) == pytest.approx(3.8, abs=0.05)


def test_a_published_table_with_shuffled_rows_is_below_the_floor() -> None:
    """Azure's edition of 2024-04-09 printed 26 ms for Canberra to Chicago: 15,119 km, 148 ms in fibre, 101
    in vacuum.
    """
    canberra, chicago = (-35.3075, 149.1244), (41.8819, -87.6278)
    assert geography.great_circle(*canberra, *chicago) == pytest.approx(15_119, rel=3e-3)
    assert floor_ms(canberra, chicago) == pytest.approx(148.1, abs=0.5)
    assert geography.route_inflation(26.0, floor_ms(canberra, chicago)) < 1
    assert geography.route_inflation(26.0, floor_ms(canberra, chicago, index=1)) < 1


@pytest.mark.parametrize(
    ("a", "b", "inflation", "km", "floor", "estimate"),
    [
        ((38.95, -77.45), (37.35, -121.95), 1.5, 3856.3358947269403, 37.7668012812994, 56.6502019219491),
        ((50.11, 8.68), (1.35, 103.82), 1.6, 10258.400421247565, 100.46504784580955, 160.7440765532953),
        ((51.51, -0.13), (40.71, -74.01), 1.3, 5570.45226593409, 54.5539002611683, 70.9200703395188),
    ],
)
def test_against_vectors_and_the_angle_between_them(a, b, inflation, km, floor, estimate) -> None:
    """Values checked by the angle between unit vectors, which is another formula for the same distance."""
    distance = geography.great_circle(*a, *b)
    assert distance == pytest.approx(km, rel=1e-9)
    assert distance == pytest.approx(6371.0088 * angle(a, b), rel=1e-9)
    assert geography.rtt_floor(distance) * 1000 == pytest.approx(floor, rel=1e-9)
    assert geography.rtt_estimate(geography.rtt_floor(distance), inflation, 0.0) * 1000 == pytest.approx(
        estimate
    )


def angle(a: tuple[float, float], b: tuple[float, float]) -> float:
    def unit(place: tuple[float, float]) -> tuple[float, float, float]:
        north, east = (math.radians(x) for x in place)
        return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

    return math.acos(sum(x * y for x, y in zip(unit(a), unit(b), strict=True)))


def at(region: Region) -> tuple[float, float]:
    return region.latitude.value, region.longitude.value


@pytest.mark.parametrize("route", routes().values(), ids=lambda r: f"{r.origin}-{r.destination}")
def test_no_measured_route_beats_light(route: Route) -> None:
    """Every pair of AWS, Azure and IBM lies 1.15 to 5.5 times above its floor."""
    known = regions()
    floor = floor_ms(at(known[route.origin]), at(known[route.destination]))
    inflation = geography.route_inflation(route.rtt.value * 1000, floor)
    assert 1.1 < inflation < 5.6


@pytest.mark.parametrize(
    ("a", "b", "km", "floor", "inflation"),
    [
        ("aws/us-east-1", "aws/us-east-2", 489, 4.8, 3.29),
        ("aws/us-east-1", "aws/us-west-2", 3503, 34.3, 1.87),
        ("aws/us-west-2", "aws/ap-southeast-2", 12564, 123.0, 1.15),
        ("aws/sa-east-1", "aws/ap-northeast-1", 18533, 181.5, 1.42),
        ("azure/east-us", "azure/east-us-2", 149, 1.5, 5.48),
        ("azure/east-us", "azure/west-europe", 6483, 63.5, 1.31),
        ("azure/west-us", "azure/australia-east", 11948, 117.0, 1.20),
        ("azure/uk-south", "azure/north-europe", 459, 4.5, 2.89),
    ],
)
def test_tabulated_inflation(a: str, b: str, km: float, floor: float, inflation: float) -> None:
    known = regions()
    distance = geography.great_circle(*at(known[a]), *at(known[b]))
    assert distance == pytest.approx(km, abs=0.6)
    assert geography.rtt_floor(distance) * 1000 == pytest.approx(floor, abs=0.06)
    there, back = routes()[a, b].rtt.value, routes()[b, a].rtt.value
    assert geography.route_inflation((there + back) / 2, geography.rtt_floor(distance)) == pytest.approx(
        inflation, abs=0.02
    )


@pytest.mark.parametrize(
    ("a", "b", "floor"),
    [
        ("dallas", "washington", 18.6),
        ("london", "tokyo", 93.6),
        ("sao-paulo", "chennai", 140.3),
        ("tokyo", "osaka", 3.8),
    ],
)
def test_ibm_floors(a: str, b: str, floor: float) -> None:
    """City coordinates hold within 50 km, half a millisecond."""
    known = regions()
    assert floor_ms(at(known[f"ibm/{a}"]), at(known[f"ibm/{b}"])) == pytest.approx(floor, abs=0.3)


def test_light_in_fibre() -> None:
    """9.793 ms of round trip for each 1,000 km."""
    index = constant("geography.fibre_index").value
    assert geography.rtt_floor(1000.0, constant("geography.light").value, index) * 1000 == pytest.approx(
        9.793, abs=5e-4
    )


def test_nothing_is_faster_than_light() -> None:
    with pytest.raises(GuardError):
        geography.rtt_floor(1000.0, index=0.9)


def test_same_place() -> None:
    assert geography.great_circle(*TOKYO, *TOKYO) == 0


def test_floor_for_a_share_of_the_users() -> None:
    """Half of the users at 10 ms, 30% at 40 ms, 20% at 90 ms: 80% are within 40 ms, one more is not."""
    places = [0.010, 0.040, 0.090], [0.5, 0.3, 0.2]
    for percentile, farthest in (
        (0.3, 0.010),
        (0.5, 0.010),
        (0.51, 0.040),
        (0.8, 0.040),
        (0.81, 0.090),
        (1, 0.090),
    ):
        assert geography.floor_of_users(*places, percentile) == farthest
    assert geography.floor_of_users([0.010, 0.040, 0.090], [0.5, 0.5, 0.0], 0.99) == 0.040, "nobody is there"
    assert geography.floor_of_users([0.010, 0.040], [0.0, 1.0], 0.01) == 0.040
