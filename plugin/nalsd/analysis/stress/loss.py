"""Nodes, a zone or a region are gone at peak: what the survivors carry, and which data keeps its quorum."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.copies import ZONES, zones_of
from nalsd.analysis.fleet import fleet
from nalsd.analysis.resource import LABELS, known, usage
from nalsd.analysis.stores import stores_on
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome
from nalsd.analysis.stress.regional import add_regional
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import SPACE, tightest
from nalsd.analysis.stress.survivors import Standing, Survivors, add_survivors, lost_count
from nalsd.analysis.words import words
from nalsd.designs.schema.stress import Loss
from nalsd.graph import Const, Expr, Name, argmax, either, maximum, minimum, where
from nalsd.physics import copies, failover


def add_loss(
    author: Author, name: str, loss: Loss, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of a loss of nodes, zones or regions."""
    scenario = _Loss(author, name, loss, tiers, cluster)
    if loss.lose.regions is not None:
        return add_regional(scenario)
    return scenario.add()


class _Loss(Teller[Loss]):
    survivors: dict[str, Survivors]
    """What is left of each tier that loses something."""

    def add(self) -> StressResult:
        self.survivors = {}
        lose = self.scenario.lose
        zones = lost_count(
            self.author, self.part("lost_zones"), lose.zones, "zone", label=f"{self.title}, zones lost"
        )
        if isinstance(zones, str):
            zones = self.define(
                "zones_gone",
                failover.lost_of,
                "zones lost of those there are",
                "1",
                "count",
                lost=zones,
                there=ZONES,
            )
        reached = [t for t in self._reached() if self._tier(t, zones)]
        quorums = [s for t in reached for s in stores_on(self.author, t)]
        broken = [part for s in quorums for part in self._quorum(s, zones)]
        pairs = [(t, f"{self.id}.tiers.{t}") for t in reached]
        loaded = [(t, id) for t, id in pairs if f"{id}.carried" in self.graph]
        if not loaded and not broken:
            return self.cannot_tell("any load on what is lost")
        if loaded:
            self.express(
                "utilisation",
                maximum(*[Name(f"{id}.utilisation") for _, id in loaded]),
                "largest utilisation of survivors",
                "%",
                "utilisation",
                tell=True,
            )
            self.express(
                "binds",
                argmax({label: full for t, _ in loaded for label, full in self._fullness(t).items()}),
                "tier whose survivors are fullest",
                "1",
                "choice",
                tell=True,
            )
            carried: Expr = minimum(*[Name(f"{id}.carried") for _, id in loaded])
        else:
            carried = Const(1.0)
        self.express("carried", carried, "share of the peak that survivors carry", "%", "ratio", tell=True)
        self.shed("share that is refused or put off")
        gone: Expr | bool = False
        for _, id in pairs:
            gone = _or(gone, Name(f"{id}.left") <= 0.0)
        worst = self._unavailable(broken)
        if worst is not None:
            gone = _or(gone, Name(worst) > 0.5)
        if "load.average" in self.graph and known(self.graph, "load.average"):
            self.express(
                "average",
                Name("load.average") / Name("load.peak"),
                "average load over the peak",
                "%",
                "ratio",
            )
            gone = _or(gone, Name(self.part("carried")) < Name(self.part("average")) * (1.0 - ROUNDING))
        sheds = Name(self.part("carried")) < 1.0 - ROUNDING
        if worst is not None:
            sheds = either(sheds, Name(worst) > 0.0)
        outcome = add_outcome(self.author, self.id, fails=gone, sheds=sheds, unknown=bool(self.unknown))
        return self.result(outcome, self._verdicts(worst, bool(loaded)), sheds="shed", tiers=reached)

    def _reached(self) -> list[str]:
        """Tiers that lose something: the one that is named, or all that do any work."""
        target = str(self.scenario.of or "all").removeprefix("tiers.")
        if target in self.tiers:
            return [target]
        return [t for t, result in self.tiers.items() if result.resources] if target == "all" else []

    def _tier(self, tier: str, zones: str | float) -> bool:
        """Nodes left, utilisation of the survivors, what they carry."""
        graph, id, title = self.graph, f"{self.id}.tiers.{tier}", self.author.called(tier)
        deployed = usage(self.author, tier, "deployed")
        if not known(graph, deployed):
            self.unknown.append(f"nodes of {title.lower()}")
            return False
        lose = self.scenario.lose
        named = str(self.scenario.of or "all") != "all"
        self.survivors[tier] = add_survivors(
            self, tier, id, lose.nodes, zones, named=named, label=f"{title}, nodes left"
        )
        moving = self.cluster[tier].moving if tier in self.cluster else self.tiers[tier].resources
        self.unknown += [
            f"{LABELS.get(r, r)} of {title.lower()}"
            for r in self.tiers[tier].resources
            if r != SPACE and not known(graph, usage(self.author, tier, f"{r}.utilisation"))
        ]
        used = tightest(self.author, tier, list(moving))
        limits = {what: self._limit(tier, what) for what in moving if what.startswith("limit ")}
        if used or limits:
            self._survivors(tier, used, limits, deployed)
        return True

    def _survivors(
        self, tier: str, used: dict[str, tuple[str, str]], limits: dict[str, str], deployed: str
    ) -> None:
        """Utilisation of the survivors, the same over what they may have, and what they carry."""
        graph, id, title = self.graph, f"{self.id}.tiers.{tier}", self.author.called(tier)
        graph.express(
            f"{id}.times",
            self.survivors[tier].times,
            label=f"{title}, load of a survivor over that of a node before"
            if self.survivors[tier].regional
            else f"{title}, nodes before over nodes left",
            unit="x",
            role="ratio",
        )
        times, now = Name(f"{id}.times"), [Name(u) for u, _ in used.values()]
        full = [Name(u) / Name(most) for u, most in used.values()] + [Name(u) for u in limits.values()]
        for part, terms, label in (
            ("utilisation", maximum(*(now or full)) * times, "utilisation of the survivors"),
            ("fullness", maximum(*full) * times, "utilisation of the survivors over what they may have"),
        ):
            graph.express(f"{id}.{part}", terms, label=f"{title}, {label}", unit="%", role="utilisation")
        graph.define(
            f"{id}.carried",
            failover.carried_after_loss,
            label=f"{title}, share of the peak that survivors carry",
            unit="%",
            role="ratio",
            before=[*(u for u, _ in used.values()), *limits.values()],
            fixed=[*(self._fixed(tier, what) for what in used), *(0.0 for _ in limits)],
            allowed=[*(most for _, most in used.values()), *(1.0 for _ in limits)],
            times=f"{id}.times",
        )

    def _fullness(self, tier: str) -> dict[str, Expr]:
        """How full the survivors of a tier are in each place, by its name."""
        id, left = f"{self.id}.tiers.{tier}", self.survivors[tier]
        if not left.regional:
            return {self.author.called(tier): Name(f"{id}.fullness")}
        before = Name(f"{id}.fullness") / Name(f"{id}.times")
        return {
            f"{self.author.called(tier)} in {words(place.region)}": before
            * Name(f"{place.id}.tiers.{tier}.times")
            for place in left.places
        }

    def _fixed(self, tier: str, resource: str) -> str | float:
        """Id of the utilisation that does not depend on the load; 0 when all of it does."""
        part = f"tiers.{tier}.single.{resource}.fixed"
        if part not in self.graph or self.graph[part].given == 0.0:
            return 0.0
        id = f"{self.id}.tiers.{tier}.{resource}.fixed"
        supply = Name(usage(self.author, tier, f"{resource}.supply"))
        self.graph.express(
            id,
            Name(part) / (supply * Name(fleet(self.author, tier))),
            label=f"{self.author.called(tier)}, {LABELS[resource]}, utilisation whatever the load",
            unit="%",
            role="utilisation",
        )
        return id

    def _limit(self, tier: str, what: str) -> str:
        """Id of the utilisation of a limit that grows by nodes."""
        name = what.removeprefix("limit ")
        id = f"{self.id}.tiers.{tier}.limits.{name}"
        self.graph.express(
            id,
            Name(f"limits.{name}.load") / (Name(f"limits.{name}.at_most") * Name(fleet(self.author, tier))),
            label=f"{words(name)}, utilisation before",
            unit="%",
            role="utilisation",
        )
        return id

    def _quorum(self, store: str, zones: str | float) -> list[str]:
        """Shares of a store that can no longer be written or read: all, none, or what chance decides."""
        declared = self.author.design.slo.stores[store]
        rf = f"cluster.{store}.rf"
        if declared.caches is not None or rf not in self.graph or not known(self.graph, rf):
            return []
        id, title = f"{self.id}.stores.{store}", words(store)
        found = []
        if isinstance(zones, str):
            self.graph.define(
                f"{id}.copies",
                copies.copies_left,
                label=f"{title}, copies left",
                unit="1",
                role="count",
                copies=rf,
                zones=zones_of(self.author, store),
                lost=zones,
            )
        for part, what in (("write", "written"), ("read", "read")):
            needed = f"cluster.{store}.{part}"
            if not known(self.graph, needed):
                continue
            target = f"{id}.cannot_be_{what}"
            if isinstance(zones, str):
                self.graph.express(
                    target,
                    where(Name(f"{id}.copies") < Name(needed), 1.0, 0.0),
                    label=f"{title}, share that cannot be {what}",
                    unit="%",
                    role="ratio",
                )
            else:
                self._by_lot(target, store, needed, what)
            found.append(target)
        return found

    def _by_lot(self, target: str, store: str, needed: str, what: str) -> None:
        """Nodes are lost at random, and with them copies of what lay there; with regions in one of them."""
        tier = str(self.author.design.slo.stores[store].tier).removeprefix("tiers.")
        left, label = self.survivors[tier], f"{words(store)}, share that cannot be {what}"
        if not left.regional:
            self._drawn(target, left.places[0], store, needed, label)
            return
        found = [f"{place.id}.stores.{store}.cannot_be_{what}" for place in left.places]
        for id, place in zip(found, left.places, strict=True):
            self._drawn(id, place, store, needed, f"{words(place.region)}, {label[:1].lower()}{label[1:]}")
        self.graph.express(target, maximum(*map(Name, found)), label=label, unit="%", role="ratio")

    def _drawn(self, target: str, place: Standing, store: str, needed: str, label: str) -> None:
        """The share of the data of one place that is left with too few copies."""
        graph, one = self.graph, Const(1.0, self.graph.units.unit("node"), "1 node")
        counted = {}
        for part, term, what in (
            ("nodes", Name(place.nodes), "nodes"),
            ("lost", minimum(Name(str(place.lost)), Name(place.nodes)), "nodes lost"),
        ):
            counted[part] = f"{place.id}.stores.{store}.{part}"
            if counted[part] not in graph:
                title = label.rpartition(", ")[0]
                graph.express(counted[part], term / one, label=f"{title}, {what}", unit="1", role="count")
        graph.define(
            target,
            failover.without_quorum,
            label=label,
            unit="%",
            role="ratio",
            nodes=counted["nodes"],
            lost=counted["lost"],
            copies=f"cluster.{store}.rf",
            needed=needed,
        )

    def _unavailable(self, shares: list[str]) -> str | None:
        if not shares:
            return None
        return self.express(
            "unavailable",
            maximum(*[Name(s) for s in shares]),
            "largest share of a store that cannot be written or read",
            "%",
            "ratio",
            tell=True,
        )

    def _verdicts(self, worst: str | None, loaded: bool) -> dict[str, tuple[Told, ...]]:
        regional = any(left.regional for left in self.survivors.values())
        there = " of the region that is hit hardest" if regional else ""
        full = Told(
            f"Survivors of {self.shown('binds')} are fullest, at {self.shown('utilisation')}.",
            self.part("carried"),
        )
        told = [full] if loaded else []
        data = (
            [
                Told(
                    f"{self.shown('unavailable')} of a store cannot be written or read until its nodes are "
                    "back.",
                    worst,
                )
            ]
            if worst
            else []
        )
        kept = [Told("Every store keeps its quorum.")] if worst else []
        return {
            "survives": (Told("What is left carries the peak."), *told, *kept),
            "sheds": (
                Told(f"{self.shown('shed')} of the peak{there} is refused or put off.", self.part("shed")),
                *told,
                *data,
            ),
            "fails": (
                Told(
                    f"What is left carries {self.shown('carried')} of the peak{there}.",
                    self.part("carried"),
                    "Nothing is left that carries the peak.",
                ),
                *told,
                *data,
            ),
        }


def _or(a: Expr | bool, b: Expr) -> Expr:
    return either(a, b) if isinstance(a, Expr) else b
