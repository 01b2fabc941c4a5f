"""A map: places with labels, lines between them with theirs; equirectangular, made at build time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nalsd.pages.diagrams.coasts import LAND, SEAS, outlines
from nalsd.pages.diagrams.drawing import figure, text_width
from nalsd.pages.html import Child, Markup, element
from nalsd.pages.scope import Scope

WIDE, LEAST = 760.0, 620
"""Width of the drawing, and what it may shrink to before its box scrolls, in pixels."""

NAME, SMALL = 13.0, 12.0

Place = tuple[float, float]
Box = tuple[float, float, float, float]

DRAWN = ("measured", "stated", "estimated")
"""How an arc's length is known, and so how it is drawn."""


@dataclass(frozen=True)
class Spot:
    """A place: degrees north and east."""

    name: str
    latitude: float
    longitude: float
    detail: str = ""
    minor: bool = False
    """A small dot without a label: users."""


@dataclass(frozen=True)
class Arc:
    """A line between two spots, by their places in the list."""

    source: int
    target: int
    label: str
    known: str = "estimated"
    minor: bool = False


@dataclass(frozen=True)
class WorldMap:
    """A map of a page."""

    name: str
    caption: str
    spots: Sequence[Spot]
    arcs: Sequence[Arc]


def world(made: WorldMap, scope: Scope) -> Markup:
    """The map as a figure with an inline SVG, with what it shows in words."""
    identity = scope.unique(f"map-{made.name}")
    made = replace(made, spots=_turned(made.spots))
    frame = _Frame(made.spots)
    taken: list[Box] = [frame.dot(spot) for spot in made.spots]
    names = [_name(frame, spot, taken) for spot in made.spots if not spot.minor]
    lines: list[Child] = []
    labels: list[Child] = []
    for arc in sorted(made.arcs, key=lambda arc: not arc.minor):
        route = bow(made.spots[arc.source], made.spots[arc.target])
        lines.append(_line(frame, arc, route))
        if not arc.minor:
            labels.append(_label(frame, arc, route, taken))
    dots = [_dot(frame, spot) for spot in sorted(made.spots, key=lambda spot: not spot.minor)]
    svg = element(
        "svg",
        element("title", made.caption, id=f"{identity}-title"),
        element("desc", in_words(made), id=f"{identity}-desc"),
        element("path", d=_path(frame, LAND), class_="nalsd-map-land"),
        element("path", d=_path(frame, SEAS), class_="nalsd-map-sea"),
        element("path", d=frame.graticule(), class_="nalsd-map-grid"),
        lines, dots, labels, names,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDE:.0f} {frame.height:.0f}",
        class_="nalsd-map",
        style=f"width:{WIDE:.0f}px;min-width:{LEAST}px",
        role="img",
        aria_labelledby=f"{identity}-title",
        aria_describedby=f"{identity}-desc",
    )  # fmt: skip
    return figure(svg, made.caption, identity, _legend(made))


def in_words(made: WorldMap) -> str:
    """What the map shows, for those who do not see it."""
    spots = made.spots
    arcs = [
        f"{spots[a.source].name} to {spots[a.target].name}: {a.label}{'' if a.minor else f' ({a.known})'}"
        for a in made.arcs
    ]
    return "; ".join(arcs) or ", ".join(spot.name for spot in spots)


def bow(one: Spot, other: Spot, steps: int = 32) -> list[Place]:
    """Points (longitude, latitude) of a line that bows to the pole, over the map's edge if much shorter.

    Cables follow neither this nor the great circle; how far a place is stands on the line, in time.
    Longitudes run on past 180 degrees.
    """
    across = other.longitude - one.longitude
    around = (across + 180.0) % 360.0 - 180.0
    # Over the edge of the map only where that is much shorter: a line in one piece is easier to follow.
    across = around if abs(around) < 0.75 * abs(across) else across
    up = min(14.0, 0.14 * math.hypot(across, other.latitude - one.latitude))
    pole = -1.0 if one.latitude + other.latitude < 0 else 1.0
    shares = [step / steps for step in range(steps + 1)]
    return [
        (
            one.longitude + across * t,
            one.latitude + (other.latitude - one.latitude) * t + pole * up * 4 * t * (1 - t),
        )
        for t in shares
    ]


def _turned(spots: Sequence[Spot]) -> list[Spot]:
    """The spots with longitudes that run on from the widest stretch without any: the map is cut there."""
    at = sorted(spot.longitude % 360.0 for spot in spots)
    gaps = [(b - a, b) for a, b in zip(at, [*at[1:], at[0] + 360.0], strict=True)]
    first = max(gaps)[1] % 360.0
    turned = [replace(s, longitude=(s.longitude - first) % 360.0 + first) for s in spots]
    middle = (min(s.longitude for s in turned) + max(s.longitude for s in turned)) / 2
    whole = 360.0 * round(middle / 360.0)
    return [replace(s, longitude=s.longitude - whole) for s in turned]


class _Frame:
    """The part of the world that is shown, and where a place lies in the drawing."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        west, east = _span([s.longitude for s in spots], 24.0, 110.0)
        south, north = _span([s.latitude for s in spots], 16.0, 55.0)
        # Neither a strip nor a tower: at most 2.3 and at least 1.7 times as wide as high.
        wanted = min(max(north - south, (east - west) / 2.3), (east - west) / 1.5, 142.0)
        middle = (south + north) / 2
        self.south = max(-60.0, min(middle - wanted / 2, 84.0 - wanted))
        self.north, self.west, self.east = self.south + wanted, west, east
        self.scale = WIDE / (east - west)
        self.height = wanted * self.scale

    def __call__(self, place: Place) -> Place:
        return (place[0] - self.west) * self.scale, (self.north - place[1]) * self.scale

    def dot(self, spot: Spot) -> Box:
        x, y = self((spot.longitude, spot.latitude))
        r = 4 if spot.minor else 7
        return x - r, y - r, x + r, y + r

    def graticule(self) -> str:
        """Meridians and parallels, 30 degrees apart."""
        upright = [self((float(at), 0.0))[0] for at in range(-360, 361, 30) if self.west < at < self.east]
        across = [self((0.0, float(at)))[1] for at in range(-60, 90, 30) if self.south < at < self.north]
        lines = [f"M{x:.1f} 0V{self.height:.1f}" for x in upright]
        return "".join([*lines, *(f"M0 {y:.1f}H{WIDE:.0f}" for y in across)])

    def free(self, box: Box, taken: Iterable[Box]) -> bool:
        """Whether a label may stand there."""
        inside = box[0] >= 2 and box[1] >= 2 and box[2] <= WIDE - 2 and box[3] <= self.height - 2
        return inside and not any(
            box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken
        )


def _span(values: Sequence[float], margin: float, least: float) -> tuple[float, float]:
    low, high = min(values) - margin, max(values) + margin
    short = max(0.0, least - (high - low)) / 2
    over = max(0.0, high - low - 360.0) / 2
    return low - short + over, high + short - over


def _name(frame: _Frame, spot: Spot, taken: list[Box]) -> Markup:
    """A region's name and what stands under it, on the side where there is room."""
    x, y = frame((spot.longitude, spot.latitude))
    wide = max(text_width(spot.name, NAME) * 1.05, text_width(spot.detail, SMALL))
    high = 16.0 + (14.0 if spot.detail else 0.0)
    sides = {
        "start": (x + 10, y - high / 2), "end": (x - 10 - wide, y - high / 2),
        "below": (x - wide / 2, y + 9), "above": (x - wide / 2, y - 9 - high),
    }  # fmt: skip
    boxes = {side: (left, top, left + wide, top + high) for side, (left, top) in sides.items()}
    side = next((s for s, box in boxes.items() if frame.free(box, taken)), "below")
    taken.append(boxes[side])
    left, top = sides[side]
    at, anchor = {"start": (left, "start"), "end": (left + wide, "end")}.get(side, (x, "middle"))
    lines = [_text(at, top + 12, spot.name, anchor, "nalsd-map-name")]
    if spot.detail:
        lines.append(_text(at, top + 27, spot.detail, anchor, "nalsd-map-detail"))
    return element("g", lines)


def _label(frame: _Frame, arc: Arc, route: Sequence[Place], taken: list[Box]) -> Markup | None:
    """An arc's figure on the arc, where no other label stands; None when there is no room."""
    wide = text_width(arc.label, SMALL) + 6
    turns = (0.0, 360.0, -360.0)
    for share, turn in ((s, t) for s in (16, 13, 19, 10, 22, 7, 25, 5, 27) for t in turns):
        x, y = frame((route[share][0] + turn, route[share][1]))
        box = (x - wide / 2, y - 9, x + wide / 2, y + 9)
        if frame.free(box, taken):
            taken.append(box)
            return _text(x, y + 4, arc.label, "middle", "nalsd-map-rtt")
    return None


def _line(frame: _Frame, arc: Arc, route: Sequence[Place]) -> Markup:
    """The arc; one that crosses the edge of the map goes on at the other side, outside of what is shown."""
    turns = [0.0]
    turns += [-360.0] if max(p[0] for p in route) > frame.east else []
    turns += [360.0] if min(p[0] for p in route) < frame.west else []
    strokes = ""
    for turn in turns:
        points = [frame((longitude + turn, latitude)) for longitude, latitude in route]
        strokes += "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    kind = "minor" if arc.minor else arc.known if arc.known in DRAWN else "estimated"
    return element("path", element("title", arc.label), d=strokes, class_=f"nalsd-map-arc nalsd-map-{kind}")


def _dot(frame: _Frame, spot: Spot) -> Markup:
    x, y = frame((spot.longitude, spot.latitude))
    told = element("title", f"{spot.name}{f', {spot.detail}' if spot.detail else ''}")
    kind = "nalsd-map-user" if spot.minor else "nalsd-map-region"
    return element("circle", told, cx=f"{x:.1f}", cy=f"{y:.1f}", r=3 if spot.minor else 5.5, class_=kind)


def _path(frame: _Frame, texts: tuple[str, ...]) -> str:
    parts = []
    for points in outlines(texts):
        for turn in (-360.0, 0.0, 360.0):
            if any(frame.west - 5 < lon + turn < frame.east + 5 for lon, _ in points):
                drawn = (frame((lon + turn, lat)) for lon, lat in points)
                parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in drawn) + "Z")
    return "".join(parts)


def _text(x: float, y: float, text: str, anchor: str, kind: str) -> Markup:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=kind)


def _legend(made: WorldMap) -> Markup | None:
    keys = [
        element(
            "span", element("span", class_=f"nalsd-stroke nalsd-map-key-{kind}", aria_hidden="true"), kind
        )
        for kind in DRAWN
        if any(arc.known == kind and not arc.minor for arc in made.arcs)
    ]
    if any(spot.minor for spot in made.spots):
        dot = element("span", class_="nalsd-map-dot", aria_hidden="true")
        keys.append(element("span", dot, "users, with the region that serves them"))
    return element("span", keys, class_="nalsd-legend") if keys else None


__all__ = ["Arc", "Spot", "WorldMap", "bow", "in_words", "world"]
