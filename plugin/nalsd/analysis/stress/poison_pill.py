"""Messages that crash whoever takes them: the workers they keep out, and how long that can go on."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.fleet import fleet
from nalsd.analysis.flows import ends
from nalsd.analysis.resource import known, usage
from nalsd.analysis.stress.inputs import ATTEMPTS, SHARE, TIME
from nalsd.analysis.stress.outcome import add_outcome, never
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import allowed
from nalsd.designs.schema.stress import PoisonPill
from nalsd.graph import Const, Name, where
from nalsd.physics import blast_radius


def add_poison_pill(
    author: Author, name: str, pill: PoisonPill, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of poisonous messages on a flow, at the tier that takes them."""
    return _Pill(author, name, pill, tiers, cluster).add()


class _Pill(Teller[PoisonPill]):
    def add(self) -> StressResult:
        pill = self.scenario
        self.state("share", pill.share, "share of messages that is poisonous", "ratio", "%", SHARE, most=1.0)
        self.state(
            "attempts", pill.attempts, "deliveries until it is set aside", "count", "1", ATTEMPTS, least=1.0
        )
        self.state("each", pill.each, "how long a delivery keeps a worker out", "duration", "s", TIME)
        flow = str(pill.of).removeprefix("flows.")
        declared = self.author.design.capacity.flows.get(flow)
        _, target = ends(self.author, declared) if declared is not None else (None, None)
        if target is None or target.kind != "tier":
            return self.cannot_tell("the tier that takes the messages")
        tier = target.name
        demand, supply = usage(self.author, tier, "cpu.demand"), usage(self.author, tier, "cpu.supply")
        deployed = fleet(self.author, tier)
        if not all(known(self.graph, id) for id in (demand, supply, deployed, f"flows.{flow}.rate")):
            return self.cannot_tell(f"the workers of {self.author.inside(tier)}")
        return self._pills(flow, tier, demand, Name(supply) * Name(deployed))

    def _pills(self, flow: str, tier: str, demand: str, installed: object) -> StressResult:
        core = Const(1.0, self.graph.units.unit("core"), "1 core")
        title, rate = self.author.inside(tier), f"flows.{flow}.rate"
        self.express("workers", installed / core, f"workers of {title}, one a core", "1", "count")  # type: ignore[operator]
        self.express(
            "work",
            Name(demand) / core / Name(rate),
            "worker time of all load for each message",
            "s",
            "duration",
        )
        partitions = self._partitions(flow)
        common = {
            "share": self.part("share"),
            "attempts": self.part("attempts"),
            "work": self.part("work"),
            "poison_work": self.part("each"),
            "workers": self.part("workers"),
            "partitions": partitions,
            "period": self.graph.units.literal("1 d"),
            "blocked": self.graph.units.literal("1 min"),
        }
        for output, part, label, unit, role in (
            ("without_poison", "before", "utilisation without poison", "%", "utilisation"),
            ("utilisation", "utilisation", "utilisation with poison", "%", "utilisation"),
            ("largest_share", "largest_share", "share of poison that fills all workers", "%", "limit"),
            ("dead_letters", "dead_letters", "dead letters a day at the peak rate", "message", "count"),
            (
                "blocked_backlog",
                "blocked_backlog",
                "backlog of a partition that stands still for a minute",
                "message",
                "count",
            ),
        ):
            self.define(
                part,
                blast_radius.poison_pill,
                label,
                unit,
                role,
                output=output,
                rate=rate,
                tell=part != "before",
                **common,
            )
        self.define(
            "at_average",
            blast_radius.poison_pill,
            "utilisation with poison at the average rate",
            "%",
            "utilisation",
            output="utilisation",
            rate=f"flows.{flow}.average",
            **common,
        )
        self.express(
            "lost_workers",
            Name(rate) * Name(self.part("share")) * Name(self.part("attempts")) * Name(self.part("each")),
            "workers that poison keeps out",
            "1",
            "count",
            tell=True,
        )
        self.express(
            "lost",
            Name(self.part("lost_workers")) / Name(self.part("workers")),
            "share of the workers that poison keeps out",
            "%",
            "ratio",
            tell=True,
        )
        self.express(
            "apart",
            where(
                Name(self.part("share")) > 0.0,
                lambda: 1.0 / (Name(rate) * Name(self.part("share"))),
                never(self.author),
            ),
            "time between two pills",
            "s",
            "duration",
            tell=True,
        )
        aside = bool(self.scenario.dead_letter)
        limit = Name(allowed(self.author, tier, "cpu"))
        outcome = add_outcome(
            self.author,
            self.id,
            fails=Name(self.part("at_average")) > 1.0 if aside else Name(self.part("share")) > 0.0,
            sheds=Name(self.part("utilisation")) > limit if aside else False,
        )
        return self.result(outcome, self._verdicts(title, aside), tiers=[tier])

    def _partitions(self, flow: str) -> str | float:
        """Ordered partitions of the store that the flow reads; one when it reads none that is cut."""
        for name, store in self.author.design.slo.stores.items():
            shards = f"cluster.{name}.shards"
            if flow in map(str, store.read_by) and shards in self.graph and known(self.graph, shards):
                return self.express("partitions", Name(shards), "partitions", "1", "count")
        return 1.0

    def _verdicts(self, title: str, aside: bool) -> dict[str, tuple[Told, ...]]:
        taken = Told(
            f"A pill comes every {self.shown('apart')}; together they keep {self.shown('lost_workers')} "
            f"workers of {title} out, {self.shown('lost')} of them."
        )
        letters = Told(
            f"Dead letters come to {self.shown('dead_letters')} a day; it would take "
            f"{self.shown('largest_share')} of poison to fill all workers."
        )
        if not aside:
            stuck = Told(
                "Nothing is set aside: an ordered partition that meets a pill stands still, and "
                f"{self.shown('blocked_backlog')} wait there after each minute."
            )
            return {
                "fails": (Told(f"A pill comes every {self.shown('apart')}."), stuck),
                "survives": (taken, letters),
            }
        late = Told(f"At {self.shown('utilisation')} with poison, messages wait at the peak.")
        return {
            "survives": (taken, letters),
            "sheds": (taken, late),
            "fails": (taken, Told("Even the average rate is no longer worked off.")),
        }
