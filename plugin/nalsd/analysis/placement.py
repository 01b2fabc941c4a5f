"""Phase 4, iteration 3: the nodes of each tier in each region, for its own load and for that of a region
that is lost."""

from __future__ import annotations

from itertools import combinations

from nalsd.analysis.author import Author
from nalsd.analysis.cluster import losses
from nalsd.analysis.context import planned
from nalsd.analysis.fleet import regions_of
from nalsd.analysis.flows import End, ends
from nalsd.analysis.holdings import add_kept, holding
from nalsd.analysis.regions import Regions, runs
from nalsd.analysis.resource import LABELS, known
from nalsd.analysis.words import words
from nalsd.graph import Name, maximum, total
from nalsd.graph.expr import Expr
from nalsd.physics import copies, failover

MOST_REGIONS = 12
"""Regions up to which every loss is looked at."""


class Placement:
    """Tiers over regions; ids `regions.NAME.tiers.TIER.*`."""

    def __init__(self, regions: Regions) -> None:
        self.regions = regions
        self.author = regions.author
        self.names = regions.names
        self.places = regions.places

    def add(self, tiers: list[str]) -> None:
        """Shares and nodes of every tier in every region that runs it, and of regions as a whole."""
        if not self.names:
            return
        for tier in tiers:
            self._shares(tier)
        for tier in tiers:
            self._tier(tier)
        self._whole(tiers)

    def _here(self, tier: str) -> list[str]:
        """Regions that run a tier."""
        return [n for n in self.names if runs(self.author, n, tier)]

    def _shares(self, tier: str) -> None:
        """The share of a tier's load that arrives in each region that runs it."""
        graph, here = self.author.graph, self._here(tier)
        reaching = [w for w in self.regions.entry if tier in reached_at_all(self.author, w)]
        for name in here:
            id, label = f"regions.{name}.tiers.{tier}", f"{words(name)}, {self.author.inside(tier)}"
            sources = [n for n in self.names if self._goes_to(n, here) == name]
            graph.express(
                f"{id}.share", self._share(sources, reaching), label=f"{label}, share of its load", unit="%",
                role="ratio",
            )  # fmt: skip

    def _tier(self, tier: str) -> None:
        """Share after a loss, what is kept for others, and nodes of a tier in each region that runs it."""
        here = self._here(tier)
        if not here:
            return
        add_kept(self.author, tier, here)
        stated = self.author.design.capacity.tiers[tier].nodes is not None
        for name in here:
            self._nodes(tier, name, here, "needed" if stated else "nodes")
        if stated:
            self._share_out(tier, here)
        self._busy(tier, regions_of(self.author, tier))

    def _busy(self, tier: str, regions: dict[str, str]) -> None:
        """How full a tier is in each of several regions, by the resource of which most is used."""
        graph, base = self.author.graph, f"tiers.{tier}"
        used = [
            f"{base}.{r}" for r in LABELS
            if known(graph, f"{base}.{r}.demand") and known(graph, f"{base}.{r}.supply")
        ]  # fmt: skip
        if not regions or not used:
            return
        graph.express(
            f"{base}.busy", maximum(*[Name(f"{u}.demand") / Name(f"{u}.supply") for u in used]),
            label=f"{self.author.called(tier)}, nodes that its load would keep busy", unit="node",
            role="count",
        )  # fmt: skip
        for name, id in regions.items():
            busy = Name(f"{id}.share") * Name(f"{base}.busy")
            if f"{id}.need_of_data" in graph:
                target = f"{base}.target.{holding(self.author, tier)}"
                busy = maximum(busy, Name(f"{id}.need_of_data") * Name(target))
            graph.express(
                f"{id}.utilisation", busy / Name(f"{id}.nodes"),
                label=f"{words(name)}, {self.author.inside(tier)}, utilisation of what is used most",
                unit="%", role="utilisation",
            )  # fmt: skip

    def _goes_to(self, region: str, here: list[str]) -> str:
        """Where the load of a region finds a tier: there, or in the nearest region that runs it."""
        if region in here:
            return region
        spot = self.places.regions.get(region)
        return (self.places.nearest(spot, here) if spot is not None else None) or here[0]

    def _share(self, regions: list[str], workloads: list[str]) -> Expr:
        if not workloads:
            return total([Name(f"regions.{n}.share") for n in regions])
        if len(workloads) == 1:
            return total([Name(self.regions.share_id(n, workloads[0])) for n in regions])
        peaks = {w: Name(planned(self.author, w, "peak")) for w in workloads}
        load = total([peaks[w] * Name(self.regions.share_id(n, w)) for n in regions for w in workloads])
        return load / total(list(peaks.values()))

    def _share_out(self, tier: str, here: list[str]) -> None:
        """The nodes that are stated for all regions together, in whole nodes by what each region needs."""
        graph, regions = self.author.graph, [f"regions.{n}.tiers.{tier}" for n in here]
        if not all(f"{id}.needed" in graph for id in regions):
            return
        for name, id in zip(here, regions, strict=True):
            graph.define(
                f"{id}.nodes", failover.nodes_of_region, unit="node", role="count",
                label=f"{words(name)}, {self.author.inside(tier)}, nodes",
                note="its part of the stated nodes, by what each region needs",
                nodes=f"tiers.{tier}.deployed", needed=f"{id}.needed", needs=[f"{r}.needed" for r in regions],
            )  # fmt: skip

    def _nodes(self, tier: str, name: str, here: list[str], part: str) -> None:
        """Own load at target and through the loss of a zone, or that of a lost region as well at target."""
        author, graph = self.author, self.author.graph
        id, base = f"regions.{name}.tiers.{tier}", f"tiers.{tier}"
        label = f"{words(name)}, {self.author.inside(tier)}"
        own = Name(f"{id}.share")
        if not all(p in graph for p in (f"{base}.need", f"{base}.moving", f"{base}.surviving")):
            return
        after = self._after_loss(tier, name, here)
        needs = [own * Name(f"{base}.need")]
        if after is not None:
            graph.express(f"{id}.share_after_loss", after, label=f"{label}, share after the loss of a region",
                          unit="%", role="ratio")  # fmt: skip
            needs.append(Name(f"{id}.share_after_loss") * Name(f"{base}.moving"))
        if f"{id}.need_of_data" in graph:
            needs.append(Name(f"{id}.need_of_data"))
        graph.express(
            f"{id}.need", maximum(*needs), label=f"{label}, nodes that the load needs, not rounded",
            unit="node", role="count",
            note="" if after is None else "what lies on a lost region's drives does not come along",
        )  # fmt: skip
        graph.express(f"{id}.surviving", own * Name(f"{base}.surviving"),
                      label=f"{label}, survivors needed after a loss within the region", unit="node",
                      role="count")  # fmt: skip
        graph.define(
            f"{id}.{part}", copies.nodes_after_loss, output="nodes", partial=True,
            label=f"{label}, {'nodes' if part == 'nodes' else 'nodes needed with spares and zones'}",
            unit="node", role="count", carrying=f"{id}.need", surviving=f"{id}.surviving",
            **losses(author, tier),
        )  # fmt: skip

    def _after_loss(self, tier: str, name: str, here: list[str]) -> Expr | None:
        """The largest share after a stated loss of regions; None when none is stated or none can be."""
        lost = self._regions_lost()
        if not 0 < lost < len(here) or len(here) > MOST_REGIONS:
            return None
        cases: dict[tuple[str, ...], Expr] = {}
        for gone in combinations([n for n in here if n != name], lost):
            left = [n for n in here if n not in gone]
            takes = tuple(g for g in gone if name in self._successors(g, left))
            if takes and takes not in cases:
                shares = [Name(f"regions.{g}.tiers.{tier}.share") / float(len(self._successors(g, left)))
                          for g in takes]  # fmt: skip
                cases[takes] = total([Name(f"regions.{name}.tiers.{tier}.share"), *shares])
        return maximum(*cases.values()) if cases else Name(f"regions.{name}.tiers.{tier}.share")

    def _regions_lost(self) -> int:
        """Regions that the design says it survives, when that is a plain number."""
        failover = self.author.design.iterations.failover
        value = failover.survive.regions if failover is not None and failover.survive is not None else None
        text = value.text.split()[0] if value is not None and value.text else ""
        return int(text) if text.isdigit() and len(text) < 4 else 0

    def _successors(self, gone: str, left: list[str]) -> list[str]:
        """Where the load of a lost region goes."""
        failover = self.author.design.iterations.failover
        to = str(failover.to or "nearest") if failover is not None else "nearest"
        if to in left:
            return [to]
        if to == "spread" or gone not in self.places.regions:
            return left
        nearest = self.places.nearest(self.places.regions[gone], left)
        return [nearest] if nearest is not None else left

    def _whole(self, tiers: list[str]) -> None:
        graph, every = self.author.graph, []
        for name in self.names:
            nodes = {t: f"regions.{name}.tiers.{t}.nodes" for t in tiers
                     if f"regions.{name}.tiers.{t}.nodes" in graph}  # fmt: skip
            if not nodes:
                continue
            every.append(name)
            graph.express(f"regions.{name}.nodes", total([Name(n) for n in nodes.values()]),
                          label=f"{words(name)}, nodes of all tiers", unit="node", role="count")  # fmt: skip
            if all(known(graph, f"tiers.{t}.machine.price") for t in nodes):
                graph.express(
                    f"regions.{name}.price",
                    total([Name(n) * Name(f"tiers.{t}.machine.price") for t, n in nodes.items()]),
                    label=f"{words(name)}, price of its machines", unit="USD/month_730h", role="price",
                )  # fmt: skip
        if not every:
            return
        graph.express("design.regions.nodes", total([Name(f"regions.{n}.nodes") for n in every]),
                      label="Nodes of all regions", unit="node", role="count")  # fmt: skip
        if all(f"regions.{n}.price" in graph for n in every):
            graph.express("design.regions.price", total([Name(f"regions.{n}.price") for n in every]),
                          label="Price of all machines in all regions", unit="USD/month_730h",
                          role="price")  # fmt: skip


def reached_at_all(author: Author, workload: str) -> set[str]:
    """Tiers that a workload's load reaches, at once or later."""
    flows: set[str] = set()
    tiers: set[str] = set()
    growing = True
    while growing:
        growing = False
        for name, flow in author.design.capacity.flows.items():
            source, target = ends(author, flow)
            starts = source == End("workload", workload) and flow.of is None
            if name in flows or not (starts or (flow.of is not None and str(flow.of) in flows)):
                continue
            growing = True
            flows.add(str(name))
            tiers.update(end.name for end in (source, target) if end is not None and end.kind == "tier")
    return tiers


__all__ = ["Placement", "reached_at_all"]
