"""Retries that multiply through layers: whether a trigger sets them off, and whether they feed themselves."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.flows import flows_at
from nalsd.analysis.stress.growth import TWICE, Growth
from nalsd.analysis.stress.inputs import ATTEMPTS, TIME, rates
from nalsd.analysis.stress.outcome import add_outcome
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import Strain, add_fills, strains
from nalsd.analysis.stress.survivors import add_survivors, lost_count
from nalsd.designs.schema.stress import RetryStorm
from nalsd.graph import Expr, Name, both, product, total, where
from nalsd.physics import retries

MOST_LAYERS = 20
"""Layers that are told one by one."""


def add_retry_storm(
    author: Author,
    name: str,
    storm: RetryStorm,
    tiers: dict[str, TierResult],
    cluster: dict[str, TierCluster],
) -> StressResult:
    """Ids `stress.NAME.*` of a retry storm, at the tier that its trigger hits, or behind the last layer."""
    return _Storm(author, name, storm, tiers, cluster).add()


class _Storm(Teller[RetryStorm]):
    def add(self) -> StressResult:
        storm = self.scenario
        self.state("attempts", storm.attempts, "attempts of each layer", "count", "1", ATTEMPTS, least=1.0)
        self.state("timeout", storm.timeout, "how long an attempt waits", "duration", "s", TIME, above=True)
        self.express("retries", Name(self.part("attempts")) - 1.0, "retries of each layer", "1", "count")
        if storm.budget is not None:
            self.state(
                "budget", storm.budget, "retries allowed a request", "ratio", "%", "a budget is not negative"
            )
        tier = self._bottom()
        found = self._strain(tier) if tier is not None else None
        if tier is None or found is None:
            return self.cannot_tell("the tier that the retries reach")
        self._worst()
        self._capacity(found, tier)
        lit = self._lit(tier)
        return self._told_of(tier, lit)

    def _bottom(self) -> str | None:
        """The tier that takes all attempts."""
        trigger, known = self.scenario.trigger, self.author.design.capacity.tiers
        hit = str(trigger.of or "").removeprefix("tiers.") if trigger is not None else ""
        if hit in known:
            return hit
        last = str(self.scenario.layers[-1]).removeprefix("tiers.") if self.scenario.layers else ""
        flows = self.author.design.capacity.flows
        behind = (
            [
                str(flows[f].to)
                for f in flows_at(self.author, last)[1]
                if str(flows[f].mode or "call") == "call"
            ]
            if last in known
            else []
        )
        return next((t for t in behind if t in known), last if last in known else None)

    def _strain(self, tier: str) -> Strain | None:
        """How full the tier is as the flows that reach it grow."""
        arriving = flows_at(self.author, tier)[0]
        growth = Growth(self.author, self.id, rates(arriving), TWICE)
        found = (
            next(
                (
                    s
                    for s in strains(self.author, self.id, {tier: self.tiers[tier]}, growth)
                    if s.tier == tier
                ),
                None,
            )
            if tier in self.tiers
            else None
        )
        if found is None or not found.under:
            return None
        self.unknown += found.unknown
        served = [f"flows.{f}.rate" for f in arriving]
        self.express(
            "rate", total([Name(r) for r in served]), "requests that reach the tier", "request/s", "peak"
        )
        return found

    def _worst(self) -> None:
        """Attempts at the bottom for each request, when every attempt fails."""
        layers = float(len(self.scenario.layers))
        budget = self.part("budget") if self.has("budget") else self.part("retries")
        for output, part, label in (
            ("worst", "amplification", "attempts for each request, everything failing, without a budget"),
            ("worst_budgeted", "collapsed", "attempts for each request, everything failing"),
        ):
            self.define(
                part,
                retries.retry_budget,
                label,
                "1",
                "ratio",
                tell=True,
                output=output,
                retries=self.part("retries"),
                budget=budget,
                failure=1.0,
                layers=layers,
            )

        for passed in range(1, min(len(self.scenario.layers), MOST_LAYERS)):
            for output, part, told in (
                ("worst", "amplification", ", without a budget"),
                ("worst_budgeted", "collapsed", ""),
            ):
                self.define(
                    f"passed.{passed}.{part}",
                    retries.retry_budget,
                    f"attempts for each request past {passed} layer{'s' if passed > 1 else ''}, everything "
                    f"failing{told}",
                    "1",
                    "ratio",
                    output=output,
                    retries=self.part("retries"),
                    budget=budget,
                    failure=1.0,
                    layers=float(passed),
                )

    def _capacity(self, found: Strain, tier: str) -> None:
        """Load that the tier carries, in times of today's: with all nodes, and with those that are left."""
        title = self.author.inside(tier)
        full = add_fills(self.author, found, 2.0, 1.0, "fills", "load that fills it") or ""
        self.express(
            "capacity",
            Name(full),
            f"load that {title} carries, in times of the peak",
            "x",
            "headroom",
            tell=True,
        )
        trigger = self.scenario.trigger
        if trigger is None or trigger.lose is None:
            return
        lose = trigger.lose
        zones = lost_count(
            self.author, self.part("lost_zones"), lose.zones, "zone", label=f"{self.title}, zones lost"
        )
        left = add_survivors(
            self, tier, self.id, lose.nodes, zones, named=True,
            label=f"{self.title}, nodes of {title} that are left",
        )  # fmt: skip
        self.express(
            "left_share", Name(self.part("left")) / Name(left.nodes), "share of nodes left", "%", "ratio"
        )
        level = self.part("left_share")
        if left.regional:
            level = self.express(
                "left_capacity", 1.0 / left.times, "capacity left for its load, over that before", "%",
                "ratio",
            )  # fmt: skip
        carried = (
            add_fills(
                self.author,
                found,
                2.0,
                level,
                "fills_after",
                "load that fills what is left",
            )
            or ""
        )
        self.express(
            "capacity_left",
            Name(carried),
            f"load that what is left of {title} carries, in times of the peak",
            "x",
            "headroom",
            tell=True,
        )

    def _lit(self, tier: str) -> Expr | None:
        """Whether the trigger sets the storm off; None when nothing is said of a trigger."""
        trigger = self.scenario.trigger
        if trigger is None or (trigger.lose is None and trigger.for_ is None):
            return None
        if trigger.lose is None:
            return self._outage()
        self.express(
            "failing",
            1.0 - Name(self.part("left_share")),
            "share of attempts that fail while nodes are missing",
            "%",
            "ratio",
        )
        failure, found = self.part("failing"), []
        budget = self.part("budget") if self.has("budget") else self.part("retries")
        for number in range(1, min(len(self.scenario.layers), MOST_LAYERS) + 1):
            found.append(f"layers.{number}.attempts")
            for output, part, label in (
                ("attempts", "attempts", "attempts for each request of it"),
                ("failure", "failing", "requests of it that still fail"),
            ):
                self.define(
                    f"layers.{number}.{part}",
                    retries.retrying_layer,
                    f"layer {number} from the tier outwards, {label}",
                    "1",
                    "ratio",
                    output=output,
                    failure=failure,
                    retries=self.part("retries"),
                    budget=budget,
                )
            failure = self.part(f"layers.{number}.failing")
        self.express(
            "attempts_during",
            product([Name(self.part(p)) for p in found]),
            "attempts for each request while nodes are missing",
            "1",
            "ratio",
            tell=True,
        )
        self.express(
            "user_failure", Name(failure), "requests of users that fail meanwhile", "%", "ratio", tell=True
        )
        left = Name(self.part("capacity_left"))
        self.express(
            "utilisation",
            where(
                left > 0.0, lambda: Name(self.part("attempts_during")) / left, Name(self.part("collapsed"))
            ),
            "utilisation of what is left, with retries",
            "%",
            "utilisation",
            tell=True,
        )
        return Name(self.part("utilisation")) > 1.0

    def _outage(self) -> Expr:
        """An outage of all of it tips a vulnerable service when it lasts long enough."""
        assert self.scenario.trigger is not None
        self.state("outage", self.scenario.trigger.for_, "length of the outage", "duration", "s", TIME)
        self.define(
            "tipping",
            retries.retry_storm,
            "outage that tips it",
            "s",
            "duration",
            output="trigger",
            tell=True,
            load=1.0,
            capacity=self.part("capacity"),
            retries=bottom_retries(self),
            timeout=self.part("timeout"),
        )
        return Name(self.part("outage")) >= Name(self.part("tipping"))

    def _told_of(self, tier: str, lit: Expr | None) -> StressResult:
        load = {"load": self.part("rate"), "timeout": self.part("timeout"), "retries": bottom_retries(self)}
        self.express(
            "completed",
            Name(self.part("capacity")) * Name(self.part("rate")),
            f"requests that {self.author.inside(tier)} completes at most",
            "request/s",
            "supply",
        )
        for output, part, label, unit, role in (
            (
                "stable_below",
                "stable_below",
                "load below which a storm dies down by itself",
                "request/s",
                "limit",
            ),
            (
                "vulnerable",
                "vulnerable",
                "1 when it runs well but would not recover from a collapse",
                "1",
                "count",
            ),
            ("shed", "shed", "share of the attempts to refuse so that it recovers", "%", "ratio"),
            (
                "safe_queue",
                "safe_queue",
                "longest queue with which nothing admitted is late",
                "request",
                "limit",
            ),
        ):
            self.define(
                part,
                retries.retry_storm,
                label,
                unit,
                role,
                output=output,
                tell=True,
                capacity=self.part("completed"),
                **load,
            )
        collapsed, capacity = Name(self.part("collapsed")), Name(self.part("capacity"))
        feeds = collapsed >= capacity
        lit = feeds if lit is None else lit
        outcome = add_outcome(
            self.author, self.id, fails=both(lit, feeds), sheds=lit, unknown=bool(self.unknown)
        )
        return self.result(outcome, self._verdicts(tier), sheds="shed", tiers=[tier])

    def _verdicts(self, tier: str) -> dict[str, tuple[Told, ...]]:
        title = self.author.called(tier)
        storm = Told(
            f"Were everything to fail, {self.shown('collapsed')} attempts would come for each request, and "
            f"{title.lower()} completes {self.shown('capacity')} the peak."
        )
        vulnerable = Told(
            "It is in the metastable region: a larger push would bring it down for good, until "
            f"{self.shown('shed')} of the attempts are refused.",
            self.part("vulnerable"),
        )
        during = []
        if self.has("attempts_during"):
            where_lost = f" in {self.shown('region')}" if self.has("region") else ""
            during = [
                Told(
                    f"With the nodes missing{where_lost}, {self.shown('attempts_during')} attempts come for "
                    f"each request, {self.shown('utilisation')} of what is left."
                )
            ]
        elif self.has("tipping"):
            during = [Told(f"An outage of {self.shown('tipping')} tips it.")]
        return {
            "survives": (*during, storm, vulnerable),
            "sheds": (*during, storm, Told("The storm dies down once the cause is gone.")),
            "fails": (
                *during,
                storm,
                Told(
                    "The storm feeds itself: it ends only when "
                    f"{self.shown('shed')} of the attempts are refused."
                ),
            ),
        }


def bottom_retries(storm: Teller[RetryStorm]) -> str:
    """Id of the retries at the bottom for each request, all layers and the budget counted."""
    if not storm.has("bottom_retries"):
        storm.express(
            "bottom_retries",
            Name(storm.part("collapsed")) - 1.0,
            "retries at the tier for each request, everything failing",
            "1",
            "ratio",
        )
    return storm.part("bottom_retries")
