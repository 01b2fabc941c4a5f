"""Capacity that vanishes unnoticed: how much is gone when somebody looks, and how stale an alert may be."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.fleet import everywhere
from nalsd.analysis.resource import LABELS, known, usage
from nalsd.analysis.stress.inputs import RATE, TIME
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import SPACE, add_today, tightest
from nalsd.designs.schema.stress import SilentLoss
from nalsd.graph import Name, argmax, maximum, minimum
from nalsd.physics import detection


def add_silent_loss(
    author: Author, name: str, rot: SilentLoss, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of a silent loss at a tier."""
    return _Rot(author, name, rot, tiers, cluster).add()


class _Rot(Teller[SilentLoss]):
    def add(self) -> StressResult:
        self.state("rate", self.scenario.rate, "share of its capacity that vanishes", "ratio", "%/d", RATE)
        self.state(
            "noticed_after", self.scenario.noticed_after, "when somebody notices", "duration", "s", TIME
        )
        tier = str(self.scenario.of).removeprefix("tiers.")
        if tier not in self.tiers:
            return self.cannot_tell("the tier")
        self.define(
            "lost",
            detection.lost_unnoticed,
            "share that is gone when somebody notices",
            "%",
            "ratio",
            tell=True,
            failure_rate=self.part("rate"),
            unwatched=self.part("noticed_after"),
        )
        deployed = everywhere(self.author, tier)
        if known(self.graph, deployed):
            self.express(
                "lost_nodes",
                Name(self.part("lost")) * Name(deployed),
                "nodes gone by then",
                "node",
                "count",
                tell=True,
            )
        moving = self.cluster[tier].moving if tier in self.cluster else self.tiers[tier].resources
        self.unknown += [
            f"{LABELS[r]} of {self.author.inside(tier)}"
            for r in self.tiers[tier].resources
            if r != SPACE and not known(self.graph, usage(self.author, tier, f"{r}.utilisation"))
        ]
        used = tightest(self.author, tier, list(moving))
        if not used:
            return self.cannot_tell(f"how full {self.author.inside(tier)} is")
        return self._vanishing(tier, used)

    def _vanishing(self, tier: str, used: dict[str, tuple[str, str]]) -> StressResult:
        today, full = add_today(self.author, f"{self.id}.tiers.{tier}", tier, used)
        left = 1.0 - Name(self.part("lost"))
        self.express(
            "utilisation",
            Name(today) / left,
            "utilisation of what still serves",
            "%",
            "utilisation",
            tell=True,
        )
        self.express(
            "binds",
            argmax({LABELS[r]: Name(now) / Name(most) for r, (now, most) in used.items()}),
            "what fills first",
            "1",
            "choice",
            tell=True,
        )
        self.express("fullness", Name(full) / left, "utilisation over what it may have", "%", "ratio")
        self.express(
            "carried",
            minimum(1.0, 1.0 / Name(self.part("fullness"))),
            "share of the peak that is still carried",
            "%",
            "ratio",
        )
        self.shed("share that is refused or put off")
        self.express(
            "can_vanish",
            maximum(0.0, 1.0 - Name(full)),
            "share that can vanish before users notice",
            "%",
            "ratio",
            tell=True,
        )
        self.define(
            "until_limit",
            detection.silent_loss,
            "how stale an alert may be",
            "s",
            "duration",
            output="until_limit",
            partial=True,
            tell=True,
            failure_rate=self.part("rate"),
            detection=self.part("noticed_after"),
            utilisation=full,
            limit=1.0,
            unwatched=self.part("noticed_after"),
        )
        fails: object = False
        if "load.average" in self.graph and known(self.graph, "load.average"):
            self.express(
                "average",
                Name("load.average") / Name("load.peak"),
                "average load over the peak",
                "%",
                "ratio",
            )
            fails = Name(self.part("carried")) < Name(self.part("average")) * (1.0 - ROUNDING)
        outcome = add_outcome(
            self.author,
            self.id,
            fails=fails,
            unknown=bool(self.unknown),  # type: ignore[arg-type]
            sheds=Name(self.part("fullness")) > 1.0 + ROUNDING,
        )
        return self.result(outcome, self._verdicts(tier), sheds="shed", tiers=[tier])

    def _verdicts(self, tier: str) -> dict[str, tuple[Told, ...]]:
        gone = Told(
            f"{self.shown('lost')} of {self.author.inside(tier)} is gone when somebody notices, and what "
            f"serves is at {self.shown('utilisation')}, {self.shown('binds')} first."
        )
        stale = Told(
            f"{self.shown('can_vanish')} can vanish before the peak is felt; an alert may come after "
            f"{self.shown('until_limit')}.",
            self.part("can_vanish"),
        )
        shed = Told(f"{self.shown('shed')} of the peak is refused or put off.", self.part("shed"))
        return {
            "survives": (gone, stale),
            "sheds": (gone, shed, stale),
            "fails": (gone, Told("Not even the average load is carried.")),
        }
