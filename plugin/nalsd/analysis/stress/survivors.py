"""What a loss leaves of a tier: of all its nodes in one place, or of those of the region that it hits
hardest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nalsd.analysis.author import Author
from nalsd.analysis.copies import state_count, zones_of
from nalsd.analysis.fleet import add_region, everywhere, fleet, regions_of
from nalsd.analysis.resource import usage
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.words import words
from nalsd.designs import Finding, Value
from nalsd.graph import Expr, Name, ceil, maximum, where
from nalsd.physics import copies, failover, overload

LOSS = "a loss is not negative"


def lost_count(
    author: Author, id: str, value: Value | None, unit: str, *, label: str, deployed: str | None = None,
    share: str | None = None,
) -> str | float:  # fmt: skip
    """Id of how many are lost: a count, or a share of the nodes that are deployed, which `share` may name;
    0 when nothing is."""
    if value is None:
        return 0.0
    if value.text.strip().endswith("%"):
        if deployed is None:
            return 0.0
        share = share or f"{id}_share"
        if share not in author.graph:
            author.state(share, value, label=f"{label}, share", role="ratio", unit="%")
        author.graph.express(id, ceil(Name(share) * Name(deployed)), label=label, unit="node", role="count")
        return id
    if id not in author.graph:
        if unit == "node":
            author.state(id, value, label=label, role="count", unit="node")
        else:
            state_count(author, id, value, unit, label=label, default=None)
        stated = author.graph[id].stated
        if isinstance(stated, float) and stated < 0:
            author.findings.append(
                Finding(
                    "N305",
                    f"{label} is `{value.text}`, but {LOSS}",
                    value.location,
                    help="write how many are lost",
                    printed=value.text,
                    quantity=id,
                )
            )
            author.graph[id].given = None
    return id


@dataclass(frozen=True)
class Standing:
    """The nodes of a tier that stand together: all of them, or those of one region."""

    id: str
    """Prefix of what a scenario says of the place: `stress.NAME`, or `stress.NAME.regions.REGION`."""
    nodes: str
    lost: str | float
    """How many of them are lost, or its id."""
    region: str = ""


@dataclass(frozen=True)
class Survivors:
    """What a loss leaves of a tier, where it hurts most."""

    nodes: str
    """Id of the nodes before, there."""
    times: Expr
    """Load of a survivor over that of a node before; with regions, of a node of the fullest one."""
    places: tuple[Standing, ...]
    """All places in which the loss could happen."""

    @property
    def regional(self) -> bool:
        """Whether it is the loss in one of several regions."""
        return len(self.places) > 1


def add_survivors(
    scenario: Teller[Any], tier: str, id: str, lost: Value | None, zones: str | float, *, named: bool,
    label: str,
) -> Survivors:  # fmt: skip
    """`ID.left`, the nodes that a loss of nodes and zones leaves of a tier.

    With several regions it is the loss in one of them: `ID.left` and `ID.nodes` are those of the region that
    it hits hardest, `ID.region`. More lost than there is of a tier that is `named` is a fault.
    """
    author, regions = scenario.author, regions_of(scenario.author, tier)
    if regions:
        return _in_regions(scenario, tier, id, lost, zones, regions, named=named, label=label)
    nodes = usage(author, tier, "deployed")
    gone = _lost(scenario, f"{id}.lost_nodes", lost, nodes)
    if named:
        gone = _no_more_than(scenario, gone, nodes)
    _left(author, tier, id, label, nodes, zones, gone)
    left = Name(f"{id}.left")
    times = where(left > 0.0, lambda: Name(nodes) / left, overload.FARTHEST)
    return Survivors(nodes, times, (Standing(scenario.id, nodes, gone),))


def _in_regions(
    scenario: Teller[Any], tier: str, id: str, lost: Value | None, zones: str | float,
    regions: dict[str, str], *, named: bool, label: str,
) -> Survivors:  # fmt: skip
    """The loss in each region by turns, and the figures of the one that is fullest afterwards."""
    author, graph, title = scenario.author, scenario.graph, scenario.author.called(tier)
    places, found = [], {}
    for region, prefix in regions.items():
        here, nodes, where_it_is = f"{scenario.id}.{prefix}", f"{prefix}.nodes", words(region)
        gone = _lost(scenario, f"{here}.lost_nodes", lost, nodes, share=f"{id}.lost_nodes_share")
        if named and not _is_share(lost):
            gone = _no_more_than(scenario, gone, everywhere(author, tier))
        _left(author, tier, here, f"{where_it_is}, {title.lower()}, nodes left", nodes, zones, gone)
        graph.define(
            f"{here}.times", failover.load_in_region, unit="x", role="ratio",
            label=f"{where_it_is}, {title.lower()}, load of a survivor over that before in the fullest "
            "region",
            fleet=fleet(author, tier), share=f"{prefix}.share", left=f"{here}.left",
        )  # fmt: skip
        places.append(Standing(f"{scenario.id}.regions.{region}", nodes, gone, region))
        found[region] = here
    times = [f"{here}.times" for here in found.values()]
    add_region(author, id, title, {region: Name(f"{here}.times") for region, here in found.items()})
    figures = {"nodes": [place.nodes for place in places], "left": [f"{h}.left" for h in found.values()]}
    if _is_share(lost):
        figures["lost_nodes"] = [f"{here}.lost_nodes" for here in found.values()]
    for part, ids in figures.items():
        what = {"nodes": f"{title}, nodes before", "left": label, "lost_nodes": f"{title}, nodes lost"}[part]
        graph.define(f"{id}.{part}", failover.of_fullest, label=f"{what}, there", unit="node", role="count",
                     figures=ids, fullness=times)  # fmt: skip
    if named and _is_share(lost):
        _no_more_than(scenario, f"{id}.lost_nodes", f"{id}.nodes")
    return Survivors(f"{id}.nodes", maximum(*map(Name, times)), tuple(places))


def _is_share(lost: Value | None) -> bool:
    return lost is not None and lost.text.strip().endswith("%")


def _lost(
    scenario: Teller[Any], id: str, lost: Value | None, nodes: str, share: str | None = None
) -> str | float:
    """A count is the scenario's, a share is one of the nodes of each place."""
    return lost_count(
        scenario.author, id if _is_share(lost) else scenario.part("lost_nodes"), lost, "node",
        label=f"{scenario.title}, nodes lost", deployed=nodes, share=share,
    )  # fmt: skip


def _no_more_than(scenario: Teller[Any], lost: str | float, there: str) -> str | float:
    """How many are lost, when that can be: told once of a scenario."""
    if not isinstance(lost, str):
        return lost
    if scenario.has("nodes_gone"):
        return scenario.part("nodes_gone")
    return scenario.define(
        "nodes_gone", failover.lost_of, "nodes lost of those there are", "node", "count", lost=lost,
        there=there,
    )  # fmt: skip


def _left(
    author: Author, tier: str, id: str, label: str, nodes: str, zones: str | float, lost: str | float
) -> None:
    author.graph.define(
        f"{id}.left", copies.nodes_left, label=label, unit="node", role="count",
        nodes=nodes, zones=zones_of(author, tier), lost_zones=zones, lost_nodes=lost,
    )  # fmt: skip


__all__ = ["Standing", "Survivors", "add_survivors", "lost_count"]
