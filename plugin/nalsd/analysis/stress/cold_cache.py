"""A cache that starts empty: what reaches the store behind it, and how long it takes to fill."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.resource import known
from nalsd.analysis.stress.growth import Growth
from nalsd.analysis.stress.inputs import names, rates
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import add_carried, add_fullest, strains
from nalsd.designs.schema.stress import ColdCache
from nalsd.graph import Expr, Name, both, either, maximum, minimum, total
from nalsd.graph.words import in_words
from nalsd.physics import caching


def add_cold_cache(
    author: Author, name: str, cold: ColdCache, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of a cold cache, at the tiers that its misses reach."""
    return _Cold(author, name, cold, tiers, cluster).add()


class _Cold(Teller[ColdCache]):
    def add(self) -> StressResult:
        cache = str(self.scenario.of).removeprefix("stores.")
        hits = f"stores.{cache}.hit_ratio"
        misses = self._misses(hits)
        if hits not in self.graph or not known(self.graph, hits):
            return self.cannot_tell(f"the hit ratio of {in_words(cache)}")
        if not misses:
            return self.cannot_tell(f"which flow carries the misses: no ratio follows from {hits}")
        rate = total(names(f"flows.{f}.rate" for f in misses))
        self.express("misses", rate, "misses of the warm cache", "request/s", "peak", tell=True)
        self.define(
            "multiple",
            caching.reads_behind_cache,
            "misses of the empty cache for each of the warm one",
            "x",
            "ratio",
            output="cold_over_warm",
            tell=True,
            reads=self.part("misses"),
            hit_ratio=hits,
            ios=1.0,
        )
        self.express(
            "cold_misses",
            Name(self.part("multiple")) * Name(self.part("misses")),
            "misses of the empty cache",
            "request/s",
            "peak",
            tell=True,
        )
        growth = Growth(self.author, self.id, rates(misses), Name(self.part("multiple")))
        found = strains(self.author, self.id, self.tiers, growth)
        carried = [c for s in found if (c := add_carried(self.author, s, self.part("multiple"))) is not None]
        self.unknown += [what for strain in found for what in strain.unknown]
        if not carried or not add_fullest(self.author, self.id, found):
            return self.cannot_tell("what the store behind it carries")
        self.story += [self.part("binds"), self.part("utilisation")]
        self.express(
            "carried",
            minimum(*names(carried)),
            "misses that are carried, in times of the warm ones",
            "x",
            "headroom",
            tell=True,
        )
        self.shed("share of the misses that is refused", self.part("multiple"))
        dies = self._warm_up(cache, hits)
        over = Name(self.part("carried")) < Name(self.part("multiple")) * (1.0 - ROUNDING)
        fails: Expr = Name(self.part("carried")) < 1.0 - ROUNDING
        if dies is not None:
            fails = either(fails, both(over, dies))
        outcome = add_outcome(self.author, self.id, fails=fails, sheds=over, unknown=bool(self.unknown))
        return self.result(
            outcome,
            self._verdicts(),
            sheds="shed",
            recovers="warm_up",
            tiers=[s.tier for s in found if s.tier],
        )

    def _misses(self, hits: str) -> list[str]:
        """Flows whose ratio follows from the hit ratio."""
        graph = self.graph
        return [
            str(f)
            for f in self.author.design.capacity.flows
            if (ratio := f"flows.{f}.ratio") in graph and hits in (ratio, *graph.ancestors(ratio))
        ]

    def _warm_up(self, cache: str, hits: str) -> Expr | None:
        """Time to fill: as long as the reads take, and as the store behind it takes to serve the misses.
        Gives whether entries die before it is full."""
        id = f"stores.{cache}"
        reads = Name(self.part("misses")) / (1.0 - Name(hits))
        self.express("reads", reads, "reads of the cache", "request/s", "peak")
        needed = (f"{id}.objects", f"{id}.skew", f"{id}.cached")
        if not all(known(self.graph, n) for n in needed):
            return None
        self.define(
            "fill",
            caching.cold_start,
            "time until it is full if every miss is served",
            "s",
            "duration",
            output="time",
            partial=True,
            objects=needed[0],
            skew=needed[1],
            cached=needed[2],
            rate=self.part("reads"),
        )
        self.express(
            "served",
            Name(self.part("misses")) * Name(self.part("carried")),
            "misses that the store behind it serves",
            "request/s",
            "supply",
        )
        self.express(
            "refill",
            Name(needed[2]) / Name(self.part("served")),
            "time in which the store behind it hands out what the cache holds",
            "s",
            "duration",
        )
        self.express(
            "warm_up",
            maximum(Name(self.part("fill")), Name(self.part("refill"))),
            "time until it is warm",
            "s",
            "duration",
            tell=True,
        )
        ttl = self.author.design.slo.stores[cache].ttl
        if ttl is None:
            return None
        self.state("ttl", ttl, "how long an entry lives", "duration", "s", "a time is not negative")
        return Name(self.part("refill")) > Name(self.part("ttl"))

    def _verdicts(self) -> dict[str, tuple[Told, ...]]:
        more = Told(
            f"Empty, it lets {self.shown('multiple')} the misses through, {self.shown('cold_misses')}."
        )
        full = Told(f"Fullest is {self.shown('binds')}, at {self.shown('utilisation')} if all were taken.")
        warm = [Told(f"It is warm again after {self.shown('warm_up')}.")] if self.has("warm_up") else []
        shed = Told(f"{self.shown('shed')} of the misses are refused meanwhile.", self.part("shed"))
        return {
            "survives": (more, full, *warm),
            "sheds": (more, full, shed, *warm),
            "fails": (more, full, shed, Told("It does not get warm: what is behind it serves too little.")),
        }
