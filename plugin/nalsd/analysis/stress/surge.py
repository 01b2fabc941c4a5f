"""More load than planned: what carries it, what is refused, what is only late, and how long that lasts."""

from __future__ import annotations

from collections.abc import Iterable

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.constants import constant, datapath
from nalsd.analysis.context import planned
from nalsd.analysis.disks import drives_of
from nalsd.analysis.fleet import fleet, fleet_utilisation
from nalsd.analysis.flows import flows_at
from nalsd.analysis.resource import known, usage
from nalsd.analysis.stress.flood import add_flood, is_flood
from nalsd.analysis.stress.growth import Growth
from nalsd.analysis.stress.inputs import RATE, TIME, named, names, rates
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome, figure
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import Strain, add_carried, add_fullest, strains
from nalsd.designs.schema.stress import Surge
from nalsd.graph import Const, Expr, Name, either, maximum, minimum, total, where
from nalsd.physics import overload, packets, storage


def add_surge(
    author: Author, name: str, surge: Surge, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of a surge: of all load, of a workload, or of what reaches a tier."""
    scenario = _Surge(author, name, surge, tiers, cluster)
    tier = str(surge.at or surge.of or "").removeprefix("tiers.")
    return add_flood(scenario, tier) if is_flood(scenario) and tier in tiers else scenario.add()


def workload_rates(author: Author, workload: str) -> list[str]:
    """Ids of the rates that grow with a workload: its own, and the connections of a client that sends
    nothing else."""
    roots = [f"workloads.{workload}.{part}" for part in ("peak", "average")]
    client = author.design.context.workloads[workload].from_
    others = [w for w, x in author.design.context.workloads.items() if x.from_ == client and w != workload]
    if client is not None and not others:
        roots += [f"clients.{client}.{part}" for part in ("open", "new")]
    return roots


class _Surge(Teller[Surge]):
    def add(self) -> StressResult:
        if self.scenario.for_ is not None:
            self.state("lasts", self.scenario.for_, "how long it lasts", "duration", "s", TIME)
        roots, rate = self._roots()
        self._multiple(rate)
        growth = Growth(self.author, self.id, roots, Name(f"{self.id}.load"))
        found = strains(self.author, self.id, self.tiers, growth)
        return self._result(growth, found, rate)

    def _roots(self) -> tuple[list[str], Expr]:
        """Ids of the rates that grow, and the rate that `add` is added to."""
        design = self.author.design
        at = str(self.scenario.at or "").removeprefix("tiers.")
        family, target = named(self.author, self.scenario.of) or ("", "")
        if at in design.capacity.tiers:
            family, target = "tiers", at
        if family == "workloads":
            return workload_rates(self.author, target), Name(planned(self.author, target, "peak"))
        if family:
            flows = _flows_of(self.author, family, target)
            return rates(flows), total(names(f"flows.{f}.rate" for f in flows))
        workloads = list(design.context.workloads)
        roots = [root for w in workloads for root in workload_rates(self.author, w)]
        roots += [f"clients.{c}.{part}" for c in design.context.clients for part in ("open", "new")]
        return roots, total([Name(planned(self.author, w, "peak")) for w in workloads])

    def _multiple(self, rate: Expr) -> None:
        """`ID.load`: the surge in times of today's peak."""
        load, title = f"{self.id}.load", f"{self.title}, load in times of the peak"
        if self.scenario.load is not None:
            self.state(
                "load",
                self.scenario.load,
                "load in times of the peak",
                "ratio",
                "x",
                "a surge is more than today's peak",
                least=1.0,
                above=True,
            )
            return
        self.state("added", self.scenario.add, "load on top", "peak", "request/s", RATE, above=True)
        one = Const(1.0)
        if not isinstance(rate, Expr):
            self.graph.given(load, None, label=title, unit="x", role="ratio", note="no load is known there")
            return
        self.graph.express(load, one + Name(f"{self.id}.added") / rate, label=title, unit="x", role="ratio")

    def _result(self, growth: Growth, found: list[Strain], rate: Expr) -> StressResult:
        id, graph, load = self.id, self.graph, f"{self.id}.load"
        at_once, later = [], []
        for strain in found:
            carried = add_carried(self.author, strain, load, self._refusing(strain, growth))
            if carried is not None:
                (at_once if strain.waits else later).append(carried)
        self.unknown += [what for strain in found for what in strain.unknown]
        if not (at_once or later) or not add_fullest(self.author, id, found):
            return self.cannot_tell("any tier that it reaches")
        self.story = [load, f"{id}.binds", f"{id}.utilisation"]
        served = minimum(Name(load), *names(at_once)) if at_once else Name(load)
        graph.express(
            self.part("served"),
            served,
            label=f"{self.title}, load that is served at once, in times of the peak",
            unit="x",
            role="ratio",
        )
        graph.express(
            f"{id}.carried",
            minimum(*names(at_once + later)),
            unit="x",
            role="headroom",
            label=f"{self.title}, load that all tiers carry, in times of the peak",
        )
        graph.define(
            f"{id}.shed",
            overload.shed_share,
            label=f"{self.title}, share that is refused",
            unit="%",
            role="ratio",
            multiple=load,
            carried=self.part("served"),
        )
        self.story += [f"{id}.carried", f"{id}.shed"]
        recovers = self._late(later, rate) if later else None
        full = self._drives(growth, found)
        sheds = Name(f"{id}.carried") < Name(load) * (1.0 - ROUNDING)
        for share in full:
            sheds = either(sheds, Name(share) > 1.0 + ROUNDING)
        outcome = add_outcome(
            self.author,
            id,
            fails=Name(f"{id}.carried") < 1.0 - ROUNDING,
            sheds=sheds,
            unknown=bool(self.unknown),
        )
        return self.result(
            outcome,
            self._verdicts(recovers, full),
            sheds="shed",
            recovers="drain",
            tiers=[s.tier for s in found if s.tier],
        )

    def _refusing(self, strain: Strain, growth: Growth) -> dict[str, str]:
        """What refusing today's load would cost a tier that clients reach: packets, and cores for them."""
        if strain.tier is None or not strain.waits:
            return {}
        author, tier = self.author, strain.tier
        entries = [
            f
            for f in flows_at(author, tier)[0]
            if growth.grows(f"flows.{f}.rate")
            and str(author.design.capacity.flows[f].from_ or "").startswith("workloads.")
        ]
        if not entries:
            return {}
        each = constant(
            author, "packets.per_refusal", "Packets of a refused request", "count", "packet/request"
        )
        base, found = f"{strain.id}.refusing", {}
        self.graph.express(
            f"{base}.packets",
            total(names(f"flows.{f}.rate" for f in entries)) * Name(each),
            label=f"{author.called(tier)}, packets to refuse as much as today's load",
            unit="packet/s",
            role="demand",
        )
        self.graph.define(
            f"{base}.cores",
            packets.kernel_cores,
            label=f"{author.called(tier)}, cores to refuse as much as today's load",
            unit="core",
            role="demand",
            packets=f"{base}.packets",
            per_core=datapath(author, str(author.design.capacity.tiers[tier].datapath)),
        )
        for resource, demand in (("packets", "packets"), ("cpu", "cores")):
            if resource in strain.under:
                found[resource] = f"{base}.{resource}_share"
                self.graph.express(
                    found[resource],
                    Name(f"{base}.{demand}")
                    / (Name(usage(author, tier, f"{resource}.supply")) * Name(fleet(author, tier))),
                    label=f"{strain.labels[resource]}, share taken by refusing as much as today's load",
                    unit="%",
                    role="ratio",
                )
        return found

    def _late(self, later: list[str], rate: Expr) -> str | None:
        """What waits in queues meanwhile, and how long it takes to work off; gives the id of the time."""
        graph, id = self.graph, self.id
        graph.express(
            f"{id}.worked_off",
            minimum(Name(self.part("served")), *names(later)),
            unit="x",
            role="headroom",
            label=f"{self.title}, load that is worked off as it comes, in times of the peak",
        )
        graph.define(
            f"{id}.put_off",
            overload.shed_share,
            label=f"{self.title}, share of what is served that has to wait",
            unit="%",
            role="ratio",
            multiple=self.part("served"),
            carried=f"{id}.worked_off",
        )
        self.story.append(f"{id}.put_off")
        if f"{id}.lasts" not in graph or not isinstance(rate, Expr):
            return None
        for part, times, what in (
            ("arriving", Name(self.part("served")), "served"),
            ("draining", minimum(*names(later)), "that queues work off at most"),
        ):
            graph.express(
                f"{id}.{part}",
                times * rate,
                label=f"{self.title}, load {what}",
                unit="request/s",
                role="peak",
            )
        graph.define(
            f"{id}.backlog",
            overload.queued,
            label=f"{self.title}, backlog at the end",
            unit="request",
            role="count",
            load=f"{id}.arriving",
            capacity=f"{id}.draining",
            lasts=f"{id}.lasts",
        )
        graph.express(
            f"{id}.after", rate, label=f"{self.title}, load once it is over", unit="request/s", role="peak"
        )
        graph.define(
            f"{id}.drain",
            overload.drain_time,
            partial=True,
            label=f"{self.title}, time to work off the backlog at the peak",
            unit="s",
            role="duration",
            backlog=f"{id}.backlog",
            load=f"{id}.after",
            capacity=f"{id}.draining",
        )
        self.story += [f"{id}.backlog", f"{id}.drain"]
        return f"{id}.drain"

    def _drives(self, growth: Growth, found: list[Strain]) -> list[str]:
        """Drives that fill faster than retention frees them; gives the ids of how full they are then."""
        author, graph, full = self.author, self.graph, []
        for tier in (strain.tier for strain in found if strain.tier):
            stores = [
                s
                for s in drives_of(author, tier)
                if author.design.slo.stores[s].keep and growth.grows(f"stores.{s}.peak_write_rate")
            ]
            use = fleet_utilisation(author, tier, "disk_capacity")
            if not stores or not known(graph, use):
                continue
            base, title = f"{self.id}.tiers.{tier}.disk_capacity", author.called(tier)
            for part, term, what in (
                ("filled", [self._filling(growth, s) for s in stores], "bytes a second added"),
                (
                    "freed",
                    [Name(f"stores.{s}.write_rate") * _bytes(graph, s) for s in stores],
                    "bytes a second that retention frees",
                ),
            ):
                graph.express(
                    f"{base}.{part}",
                    total(term),
                    label=f"{title}, {what} under stress",
                    unit="B/s",
                    role="peak",
                )
            installed = Name(usage(author, tier, "disk_capacity.supply")) * Name(fleet(author, tier))
            graph.express(
                f"{base}.free",
                maximum(0.0, installed * (1.0 - Name(use))),
                label=f"{title}, free space",
                unit="B",
                role="size",
            )
            graph.define(
                f"{base}.until_full",
                storage.time_until_full,
                partial=True,
                label=f"{title}, time until its drives are full",
                unit="s",
                role="duration",
                free=f"{base}.free",
                filled=f"{base}.filled",
                freed=f"{base}.freed",
            )
            self.story.append(f"{base}.until_full")
            if f"{self.id}.lasts" in graph:
                added = maximum(0.0, Name(f"{base}.filled") - Name(f"{base}.freed")) * Name(
                    f"{self.id}.lasts"
                )
                graph.express(
                    f"{base}.added",
                    added / installed,
                    unit="%",
                    role="ratio",
                    label=f"{title}, share of its drives that fills meanwhile",
                )
                graph.express(
                    f"{base}.utilisation",
                    Name(use) + Name(f"{base}.added"),
                    unit="%",
                    role="utilisation",
                    label=f"{title}, disk capacity, utilisation at the end",
                )
                full.append(f"{base}.utilisation")
        return full

    def _filling(self, growth: Growth, store: str) -> Expr:
        """Bytes a second that a store adds, of what is served and not of what is refused."""
        today = Name(f"stores.{store}.peak_write_rate")
        served = Growth(self.author, f"{self.id}.served", growth.roots, Name(self.part("served")))
        grown = served.of(f"stores.{store}.peak_write_rate")
        return where(Name(self.part("served")) > 1.0, grown, today) * _bytes(self.graph, store)

    def _verdicts(self, recovers: str | None, full: list[str]) -> dict[str, tuple[Told, ...]]:
        id, put_off = self.id, f"{self.id}.put_off"
        load, carried = figure(f"{id}.load"), figure(f"{id}.carried")
        fullest = f"Fullest is {figure(f'{id}.binds')}, at {figure(f'{id}.utilisation')}"
        shed = [
            Told(
                f"Of {load} the peak, {carried} is carried by every tier and limit.",
                otherwise=f"A little less than {load} the peak is carried by every tier and limit.",
                apart=(f"{id}.load", f"{id}.carried"),
            ),
            Told(f"{fullest} if all of it were taken."),
            Told(f"{figure(f'{id}.shed')} of the load is refused.", f"{id}.shed"),
        ]
        if recovers is not None:
            shed.append(
                Told(
                    f"{figure(put_off)} of what is taken waits: {figure(f'{id}.backlog')} at the end, "
                    f"worked off in {figure(recovers)} at the peak.",
                    f"{id}.backlog",
                )
            )
        elif put_off in self.graph:
            shed.append(Told(f"{figure(put_off)} of what is taken waits.", put_off))
        shed += [Told(f"Drives are {figure(share)} full at the end.", share) for share in full]
        return {
            "survives": (Told(f"{load} the peak is carried in full."), Told(f"{fullest}.")),
            "sheds": tuple(shed),
            "fails": (
                Told(
                    f"Less than today's peak is served: {carried} of it.",
                    f"{id}.carried",
                    "Nothing of the load is served any more.",
                ),
                Told(f"{fullest}."),
            ),
        }


def _bytes(graph: object, store: str) -> Expr:
    """Bytes that one written row takes on the drives of one copy, times the copies."""
    id = f"stores.{store}"
    each = Name(f"{id}.row") * Name(f"{id}.space_amplification") / Name(f"{id}.compression")
    copies = f"cluster.{store}.rf"
    return each * Name(copies) if copies in graph else each  # type: ignore[operator]


def _flows_of(author: Author, family: str, target: str) -> Iterable[str]:
    """Flows by which load reaches what a surge is of."""
    if family == "flows":
        return [target]
    if family == "tiers":
        return flows_at(author, target)[0]
    store = author.design.slo.stores[target]
    return [str(f) for f in (*store.written_by, *store.read_by) if str(f) in author.design.capacity.flows]


__all__ = ["add_surge", "workload_rates"]
