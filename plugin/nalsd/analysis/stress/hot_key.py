"""One key that takes much of the load: the shard and the node it lies on, and the salt that spreads it."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.copies import readers, writers
from nalsd.analysis.cpu import cores_for
from nalsd.analysis.disks import MOVED, drives_for
from nalsd.analysis.fleet import add_region, fleet_utilisation, regions_of
from nalsd.analysis.resource import LABELS, known, usage
from nalsd.analysis.stress.inputs import SHARE
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import SPACE, allowed
from nalsd.designs.schema.stress import HotKey
from nalsd.graph import Const, Expr, Name, argmax, either, maximum, total
from nalsd.graph.words import in_words
from nalsd.physics import skew


def add_hot_key(
    author: Author, name: str, key: HotKey, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of a hot key in a store on a tier."""
    return _HotKey(author, name, key, tiers, cluster).add()


class _HotKey(Teller[HotKey]):
    def add(self) -> StressResult:
        self.state(
            "share", self.scenario.share, "share of the load on the key", "ratio", "%", SHARE, most=1.0
        )
        store = str(self.scenario.of).removeprefix("stores.")
        declared = self.author.design.slo.stores.get(store)
        tier = str(declared.tier or "").removeprefix("tiers.") if declared is not None else ""
        if tier not in self.tiers:
            return self.cannot_tell("the nodes that the key lies on")
        limits = self._limits(store)
        self._salt(store, limits)
        over: list[Expr] = [self._shard(store, limit) for limit in limits]
        hopeless: list[Expr] = [self._others(limit) for limit in limits]
        nodes = self._nodes(tier)
        if not over and not nodes:
            return self.cannot_tell(f"what a shard of {in_words(store)} or its node carries")
        if nodes:
            over.append(Name(self.part("fullness")) > 1.0 + ROUNDING)
        outcome = add_outcome(
            self.author, self.id, fails=_any(hopeless), sheds=_any(over), unknown=bool(self.unknown)
        )
        return self.result(outcome, self._verdicts(store, limits), tiers=[tier])

    def _limits(self, store: str) -> list[str]:
        """Ceilings of one shard of the store that grow by shards."""
        found = []
        for name, limit in self.author.design.capacity.limits.items():
            if (
                str(limit.of).removeprefix("stores.") == store
                and limit.grows_by == "shards"
                and f"cluster.{store}.shards" in self.graph
                and known(self.graph, f"cluster.{store}.shards")
            ):
                (found if known(self.graph, f"limits.{name}.load") else self.unknown).append(str(name))
        return found

    def _salt(self, store: str, limits: list[str]) -> None:
        """Sub-keys: stated, none, or as many as the shard's limits ask for."""
        for name in limits:
            self.express(
                f"limits.{name}.each",
                Name(f"limits.{name}.at_most") * self._one_shard(name),
                f"{in_words(name)}, most for one shard",
                None,
                "limit",
            )
            self.define(
                f"limits.{name}.salt_needed",
                skew.salt_needed,
                f"{in_words(name)}, sub-keys that keep the hot shard to its limit",
                "1",
                "count",
                partial=True,
                rate=f"limits.{name}.load",
                hot_share=self.part("share"),
                shards=f"cluster.{store}.shards",
                shard_limit=self.part(f"limits.{name}.each"),
            )
        needed = [Name(self.part(f"limits.{n}.salt_needed")) for n in limits]
        if needed:
            self.express(
                "salt_needed", maximum(*needed), "sub-keys that the key needs", "1", "count", tell=True
            )
        stated = self.scenario.salt
        if stated is not None and not stated.automatic:
            self.state(
                "salt",
                stated,
                "sub-keys the key is split into",
                "count",
                "1",
                "a key is split into one or more",
                least=1.0,
            )
        elif stated is not None and needed:
            self.express(
                "salt", Name(self.part("salt_needed")), "sub-keys the key is split into", "1", "count"
            )
        else:
            self.graph.given(
                self.part("salt"),
                1.0,
                label=f"{self.title}, sub-keys the key is split into",
                unit="1",
                role="count",
                default=True,
                note="no salt is stated" if stated is None else "no limit asks for more",
            )
        self.story.append(self.part("salt"))

    def _one_shard(self, limit: str) -> Expr | float:
        """One shard, where a ceiling is written in so much a shard."""
        unit = self.graph[f"limits.{limit}.at_most"].unit
        if unit is None or not unit.dimension.power("shard"):
            return Const(1.0)
        return Const(1.0, self.graph.units.unit("shard"), "1 shard")

    def _shard(self, store: str, limit: str) -> Expr:
        """The shard with a sub-key against its ceiling."""
        for output, part, label, unit, role in (
            ("load", "load", "load of the hot shard", None, "peak"),
            ("imbalance", "imbalance", "hot shard over the mean shard", "x", "ratio"),
        ):
            self.define(
                f"limits.{limit}.{part}",
                skew.hot_shard,
                label,
                unit,
                role,
                output=output,
                tell=True,
                rate=f"limits.{limit}.load",
                hot_share=self.part("share"),
                shards=f"cluster.{store}.shards",
                salt=self.part("salt"),
            )
        self.express(
            f"limits.{limit}.utilisation",
            Name(self.part(f"limits.{limit}.load")) / Name(self.part(f"limits.{limit}.each")),
            "utilisation of the hot shard",
            "%",
            "utilisation",
            tell=True,
        )
        return Name(self.part(f"limits.{limit}.utilisation")) > 1.0 + ROUNDING

    def _others(self, limit: str) -> Expr:
        """Whether all other keys alone fill a shard, so that no salt helps."""
        store = str(self.scenario.of).removeprefix("stores.")
        self.express(
            f"limits.{limit}.others",
            (1.0 - Name(self.part("share")))
            * Name(f"limits.{limit}.load")
            / Name(f"cluster.{store}.shards")
            / Name(self.part(f"limits.{limit}.each")),
            "utilisation of a shard by all other keys",
            "%",
            "utilisation",
        )
        return Name(self.part(f"limits.{limit}.others")) > 1.0 + ROUNDING

    def _nodes(self, tier: str) -> bool:
        """The node with most sub-keys: every resource that the store's flows move."""
        store = str(self.scenario.of).removeprefix("stores.")
        flows = dict.fromkeys((*writers(self.author, store), *readers(self.author, store)))
        deployed, used = usage(self.author, tier, "deployed"), {}
        node = Const(1.0, self.graph.units.unit("node"), "1 node")
        if not flows or not known(self.graph, deployed):
            return False
        self.express(
            "spread", Name(self.part("salt")) * node, "sub-keys, to be laid on nodes", "node", "count"
        )
        for resource in self.tiers[tier].resources:
            hot = self._hot(tier, resource, list(flows))
            demand = usage(self.author, tier, f"{resource}.demand")
            if (
                resource == SPACE
                or hot is None
                or not known(self.graph, fleet_utilisation(self.author, tier, resource))
            ):
                continue
            part = f"tiers.{tier}.{resource}"
            self.express(
                f"{part}.hot",
                Name(self.part("share")) * hot,
                f"{LABELS[resource]}, demand of the key on one copy",
                self.graph[demand].unit,
                "demand",
            )  # type: ignore[arg-type]
            used[resource] = self._fullest(
                tier,
                resource,
                f"{self.author.inside(tier)}, {LABELS[resource]}, utilisation of the hot node",
                demand=demand,
                hot=self.part(f"{part}.hot"),
                supply=usage(self.author, tier, f"{resource}.supply"),
                salt=self.part("spread"),
            )
        if not used:
            return False
        self.express(
            "utilisation",
            maximum(*map(Name, used.values())),
            "utilisation of the hot node",
            "%",
            "utilisation",
            tell=True,
        )
        full = {LABELS[r]: Name(u) / Name(allowed(self.author, tier, r)) for r, u in used.items()}
        self.express("binds", argmax(full), "what fills first on the hot node", "1", "choice", tell=True)
        self.express(
            "fullness",
            maximum(*full.values()),
            "utilisation of the hot node over what it may have",
            "1",
            "ratio",
        )
        self._where(tier, list(used))
        return True

    def _fullest(self, tier: str, resource: str, label: str, **inputs: str) -> str:
        """Id of how full the hot node is, in the fullest of several regions."""
        part, regions = f"tiers.{tier}.{resource}.utilisation", regions_of(self.author, tier)
        if not regions:
            nodes = usage(self.author, tier, "deployed")
            return self.define(part, skew.hot_node, label, "%", "utilisation", nodes=nodes, **inputs)
        found = [
            self.define(
                f"regions.{region}.{part}",
                skew.hot_node_in_region,
                f"{in_words(region)}, {label}",
                "%",
                "utilisation",
                nodes=f"{prefix}.nodes",
                share=f"{prefix}.share",
                **inputs,
            )
            for region, prefix in regions.items()
        ]
        return self.express(part, maximum(*map(Name, found)), label, "%", "utilisation")

    def _where(self, tier: str, resources: list[str]) -> None:
        """The region of the hot node, where there are several."""
        fullness = {
            region: maximum(
                *[
                    Name(self.part(f"regions.{region}.tiers.{tier}.{r}.utilisation"))
                    / Name(allowed(self.author, tier, r))
                    for r in resources
                ]
            )
            for region in regions_of(self.author, tier)
        }
        if fullness:
            add_region(self.author, self.id, self.title, fullness)
            self.story.append(self.part("region"))

    def _hot(self, tier: str, resource: str, flows: list[str]) -> Expr | None:
        """Demand of the store's flows on a resource, one copy: what the key's share is taken of."""
        if resource == "cpu":
            return cores_for(self.author, tier, flows)
        if resource in ("network_in", "network_out"):
            arriving = {"network_in": ("out", "back"), "network_out": ("back", "out")}[resource]
            declared = self.author.design.capacity.flows
            return total(
                [Name(f"flows.{f}.wire_{arriving[0 if str(declared[f].to) == tier else 1]}") for f in flows]
            )
        if resource == "packets":
            return total([Name(f"flows.{f}.packets_{way}") for f in flows for way in ("out", "back")])
        if resource in MOVED:
            return drives_for(self.author, tier, str(self.scenario.of).removeprefix("stores."), resource)
        return None

    def _verdicts(self, store: str, limits: list[str]) -> dict[str, tuple[Told, ...]]:
        share, salt = self.shown("share"), self.shown("salt")
        told = [Told(f"One key takes {share} of the load, with a salt of {salt}.")]
        told += [
            Told(
                f"Its fullest shard has {figure_of(self, n, 'load')}, {figure_of(self, n, 'utilisation')} "
                f"of what it carries and {figure_of(self, n, 'imbalance')} the mean."
            )
            for n in limits
        ]
        if self.has("utilisation"):
            there = f", in {self.shown('region')}," if self.has("region") else ""
            told.append(
                Told(
                    f"The node with most of it{there} is at {self.shown('utilisation')}, "
                    f"{self.shown('binds')} first."
                )
            )
        needs = [Told(f"It needs a salt of {self.shown('salt_needed')}.")] if self.has("salt_needed") else []
        return {
            "survives": tuple(told),
            "sheds": (*told, *needs),
            "fails": (
                *told,
                Told("All other keys alone fill a shard: more shards are needed, and not more salt."),
            ),
        }


def figure_of(key: Teller[HotKey], limit: str, part: str) -> str:
    """A figure of one of the shard's limits, in a sentence."""
    return key.shown(f"limits.{limit}.{part}")


def _any(conditions: list[Expr]) -> Expr | bool:
    found: Expr | bool = False
    for condition in conditions:
        found = either(found, condition) if isinstance(found, Expr) else condition
    return found
