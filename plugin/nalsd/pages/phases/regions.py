"""Phase 4, iteration 3: regions and their shares, round trips, users, quorums across regions, failover."""

from __future__ import annotations

from nalsd.analysis.words import place_words
from nalsd.graph import Citation, Quantity
from nalsd.pages import parts
from nalsd.pages.callouts import Tone, chip
from nalsd.pages.diagrams.world import Arc, Spot, WorldMap, world
from nalsd.pages.figures import printed
from nalsd.pages.html import Markup, element
from nalsd.pages.parts import Widget
from nalsd.pages.phases.cluster import cells, made, store_title, tier_title
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Cell, Column, Row
from nalsd.pages.view import DesignView, listed, lower_words, remark, words

MATRIX = 3
"""With more regions than this the round trips are shown as a matrix too."""


def region_widgets(view: DesignView) -> list[Widget]:
    """What is computed of the regions, table by table."""
    return parts.filled(
        _map(view), _regions(view), _nodes(view), _rtts(view), _matrix(view), _users(view), _quorums(view),
        _replication(view), _together(view), _failover(view),
    )  # fmt: skip


def _map(view: DesignView) -> Widget | None:
    """Regions where they lie with the round trips between them, users with the region that serves them."""
    spots, place = [], {}
    for name in _names(view):
        north, east = view.number(f"regions.{name}.latitude"), view.number(f"regions.{name}.longitude")
        if north is None or east is None:
            continue
        share = view.q(f"regions.{name}.share")
        place[name] = len(spots)
        spots.append(Spot(words(name), north, east, f"{printed(share).text} of the load" if share else ""))
    arcs = []
    for one, other, stem in _pairs(view):
        taken = view.q(f"{stem}.rtt")
        if taken is not None and one in place and other in place:
            arcs.append(Arc(place[one], place[other], printed(taken).text, known_by(taken)))
    if not arcs:
        return None
    for name, result in view.analysis.regions.items():
        for client, at in result.serves:
            id = f"clients.{client}.located.{at}"
            north, east = view.number(f"{id}.latitude"), view.number(f"{id}.longitude")
            wait = view.q(f"{id}.rtt")
            if north is None or east is None or wait is None or name not in place:
                continue
            arcs.append(Arc(len(spots), place[name], printed(wait).text, known_by(wait), minor=True))
            title = f"{words(client)} in {place_words(at, view.design.iterations.regions)}"
            spots.append(Spot(title, north, east, printed(wait).text, True))
    longest = max((arc for arc in arcs if not arc.minor), key=lambda arc: _rtt(view, arc, place))
    caption = (
        f"Round trips between regions, {spots[longest.source].name} and {spots[longest.target].name} "
        f"the farthest: {longest.label}"
    )

    def make(scope: Scope) -> Markup:
        return world(WorldMap("regions", caption, spots, arcs), scope)

    return Widget("diagram", "regions", caption, make)


def _rtt(view: DesignView, arc: Arc, place: dict[str, int]) -> float:
    """The length of an arc between regions, in seconds."""
    names = {index: name for name, index in place.items()}
    one, other = names[arc.source], names[arc.target]
    return view.number(f"rtt.{one}.{other}.rtt") or view.number(f"rtt.{other}.{one}.rtt") or 0.0


def _names(view: DesignView) -> list[str]:
    return list(view.analysis.regions)


def _regions(view: DesignView) -> Widget | None:
    rows = []
    for name, result in view.analysis.regions.items():
        region, id = view.design.iterations.regions.get(name), f"regions.{name}"
        rows.append(
            Row(
                (
                    words(name), _place(view, name), _runs(view, result.runs),
                    *cells(view, id, ("share", "load", "nodes", "price", "majority_rtt")),
                    remark(region) if region is not None else None,
                )
            )
        )  # fmt: skip
    if rows and view.q("design.regions.nodes") is not None:
        rows.append(
            Row((element("strong", "All regions"), "", "", "", view.q("load.peak"),
                 *cells(view, "design.regions", ("nodes", "price")), "", None))
        )  # fmt: skip
    columns = [
        Column("Region"), Column("Place"), Column("Runs"), Column("Share", "of the load"),
        Column("Load", "peak"), Column("Nodes"), Column("Machines", "a month"),
        Column("Round trip to a majority"), Column("Why"),
    ]  # fmt: skip
    note = (
        "Nodes carry the region's share, the load that it takes over from a lost region, and the loss of a "
        "zone."
    )
    return made("regions", "Regions", columns, rows, note)


def _place(view: DesignView, name: str) -> Markup | str:
    region = view.design.iterations.regions.get(name)
    place = region.place if region is not None else None
    if place is None:
        return view.analysis.regions[name].title
    where = str(place.at or place.city or listed(v.text for v in place.coordinates))
    return element("code", where)


def _runs(view: DesignView, runs: list[str]) -> str:
    if set(runs) >= set(view.analysis.tiers):
        return "all tiers"
    return listed(map(view.inside, runs)) or "nothing"


def _nodes(view: DesignView) -> Widget | None:
    """Tiers by regions: nodes and how full they are, with the load after a loss in their derivations."""
    regions, rows = _names(view), []
    for tier in view.analysis.tiers:
        nodes = [view.q(f"regions.{r}.tiers.{tier}.nodes") for r in regions]
        full = [view.q(f"regions.{r}.tiers.{tier}.utilisation") for r in regions]
        if any(nodes):
            pairs = zip((cell or "does not run" for cell in nodes), full, strict=True)
            rows.append(Row((tier_title(view, tier), *(cell for pair in pairs for cell in pair))))
    columns = [Column("Tier")]
    for region in regions:
        columns += [Column(words(region), "nodes"), Column(words(region), "used at peak")]
    note = "Used is what is used most of a node, at the peak: its cores, network, memory or drives."
    return made("region-nodes", "Nodes by region", columns, rows, note)


def _pairs(view: DesignView) -> list[tuple[str, str, str]]:
    """Each pair of regions once, with the id of its round trip."""
    names, found = _names(view), []
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            stem = next((s for s in (f"rtt.{one}.{other}", f"rtt.{other}.{one}") if view.q(f"{s}.rtt")), None)
            if stem is not None:
                found.append((one, other, stem))
    return found


def _rtts(view: DesignView) -> Widget | None:
    rows = []
    for one, other, stem in _pairs(view):
        floor, taken = view.number(f"{stem}.floor"), view.number(f"{stem}.rtt")
        over = f"{taken / floor:.2g}x" if floor and taken else None
        quantity = view.q(f"{stem}.rtt")
        how = known_by(quantity)
        rows.append(
            Row((f"{words(one)} – {words(other)}", *cells(view, stem, ("distance", "floor", "rtt")), over,
                 chip(how, Tone.PLAIN if how == "measured" else Tone.MUTED)))
        )  # fmt: skip
    columns = [
        Column("Regions"), Column("Great circle"), Column("Floor", "light in fibre"),
        Column("Round trip", "taken"),
        Column("Over the floor"), Column("How it is known"),
    ]  # fmt: skip
    note = "No network is faster than the floor: light in fibre along the great circle, there and back."
    return made("rtt", "Round trips between regions", columns, rows, note)


def known_by(quantity: Quantity | None) -> str:
    """How a round trip is known: from a published measurement, from the author, or from the distance."""
    if quantity is None or quantity.formula is not None:
        return "estimated"
    return "measured" if isinstance(quantity.source, Citation) else "stated"


def _matrix(view: DesignView) -> Widget | None:
    """The taken round trips as a matrix, when there are too many pairs to read one by one."""
    names = _names(view)
    if len(names) <= MATRIX:
        return None
    at = {frozenset((one, other)): stem for one, other, stem in _pairs(view)}
    rows = []
    for one in names:
        line: list[Cell] = []
        for other in names:
            stem = at.get(frozenset((one, other)))
            line.append("" if stem is None else view.q(f"{stem}.rtt"))
        rows.append(Row((words(one), *line)))
    columns = [Column("Region"), *(Column(words(n)) for n in names)]
    return made("rtt-matrix", "Round trips from region to region", columns, rows)


def _users(view: DesignView) -> Widget | None:
    """How far users are from the region that serves them."""
    nearest = {
        (client, place): name
        for name, result in view.analysis.regions.items()
        for client, place in result.serves
    }
    rows, regions = [], view.design.iterations.regions
    for client, declared in view.design.context.clients.items():
        id = f"clients.{client}"
        for place in declared.located:
            if (client, place) not in nearest:
                continue
            rows.append(
                Row((f"{words(client)} in {place_words(place, regions)}", view.q(f"{id}.located.{place}"),
                     words(nearest[client, place]), view.q(f"{id}.located.{place}.rtt"), ""))
            )  # fmt: skip
        if view.q(f"{id}.rtt") is not None:
            rows.append(
                Row(
                    (
                        element("strong", words(client), ", all"),
                        "",
                        "",
                        *cells(view, id, ("rtt", "worst_rtt")),
                    )
                )
            )
    columns = [
        Column("Users"), Column("Share"), Column("Served by"), Column("Round trip", "for all: the mean"),
        Column("Longest"),
    ]  # fmt: skip
    return made("users", "Users' round trips to the nearest region", columns, rows)


def _quorums(view: DesignView) -> Widget | None:
    rows = [
        Row((store_title(view, s), *cells(view, f"quorum.{s}", ("durable", "local_latency", "global_latency",
                                                                "floor"))))
        for s in view.design.slo.stores if view.q(f"quorum.{s}.local_latency") is not None
    ]  # fmt: skip
    columns = [
        Column("Store"), Column("On one machine", "made durable"), Column("Commit", "within a region"),
        Column("Commit", "by a majority of regions"), Column("Its floor", "light in fibre"),
    ]  # fmt: skip
    note = (
        "What consistency across regions would cost each write, beside what a quorum within one region costs."
    )
    return made("quorum-latency", "Latency of a commit", columns, rows, note)


def _replication(view: DesignView) -> Widget | None:
    rows = []
    for name, copy in view.design.iterations.replicate.items():
        how = [str(copy.mode)] if copy.mode else []
        how += [f"{copy.quorum} quorum"] if copy.quorum else []
        rows.append(
            Row(
                (
                    words(name), lower_words(copy.from_) if copy.from_ else None,
                    listed(lower_words(r) for r in copy.to) or None, listed(how) or None,
                    *cells(view, f"replicate.{name}", ("traffic", "lag", "recovery_point", "lost_writes",
                                                       "lost_bytes")),
                    remark(copy, copy.lag),
                )
            )
        )  # fmt: skip
    columns = [
        Column("Store"), Column("From"), Column("To"), Column("How"), Column("Traffic", "average"),
        Column("Behind by"), Column("Age of what survives"),
        Column("Lost with a region", "acknowledged rows"),
        Column("Lost with a region", "bytes"), Column("Why"),
    ]  # fmt: skip
    return made("replication", "Copies in other regions", columns, rows)


def _failover(view: DesignView) -> Widget | None:
    """Tiers by regions: the share of the load after the loss of a region."""
    regions, rows = _names(view), []
    for tier in view.analysis.tiers:
        found = [view.q(f"regions.{r}.tiers.{tier}.share_after_loss") for r in regions]
        if any(found):
            today = [view.q(f"regions.{r}.tiers.{tier}.share") for r in regions]
            pairs = [cell for pair in zip(today, found, strict=True) for cell in pair]
            rows.append(Row((tier_title(view, tier), *pairs)))
    columns = [Column("Tier")]
    for region in regions:
        columns += [Column(words(region), "today"), Column(words(region), "at worst")]
    note = "The share of each tier's load that a region carries today, and after the worst loss of another."
    return made("failover-shares", "Load of the regions after the loss of one", columns, rows, note)


def _together(view: DesignView) -> Widget | None:
    """What the design must survive of regions, and the availability that leaves."""
    failover = view.design.iterations.failover
    if failover is None and view.q("design.regions.availability") is None:
        return None
    row = Row(
        (
            "All regions",
            view.q("design.regions.count"),
            view.q("failover.survive"),
            view.q("design.regions.needed"),
            view.q("failover.within"),
            str(failover.to or "") or None if failover is not None else None,
            view.q("design.regions.availability"),
            remark(failover, failover.within) if failover is not None else None,
        )
    )
    columns = [
        Column("What"), Column("Regions"), Column("Survives the loss of"), Column("Must be up"),
        Column("Users moved within"), Column("Load goes to"), Column("Enough of them are up", "", 6),
        Column("Why"),
    ]  # fmt: skip
    return made("failover", "Failover of a region", columns, [row])


__all__ = ["region_widgets"]
