"""A consumer that stood still: what has queued up, whether the store holds it, how long it takes to drain."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, TierCluster, TierResult, Told
from nalsd.analysis.author import Author
from nalsd.analysis.memory import peak_lasts
from nalsd.analysis.resource import known
from nalsd.analysis.stress.growth import TWICE, Growth
from nalsd.analysis.stress.inputs import TIME, names, rates
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome, never
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import add_fills, strains
from nalsd.designs.schema.stress import Backlog
from nalsd.graph import Expr, Name, either, minimum, where
from nalsd.physics import memory, overload


def add_backlog(
    author: Author, name: str, stalled: Backlog, tiers: dict[str, TierResult], cluster: dict[str, TierCluster]
) -> StressResult:
    """Ids `stress.NAME.*` of a flow that stood still, and everything that follows from it."""
    return _Stalled(author, name, stalled, tiers, cluster).add()


class _Stalled(Teller[Backlog]):
    def add(self) -> StressResult:
        flow = str(self.scenario.of).removeprefix("flows.")
        self.state("lasts", self.scenario.for_, "how long it stood still", "duration", "s", TIME)
        if f"flows.{flow}.rate" not in self.graph:
            return self.cannot_tell("the flow")
        self._arrived(flow)
        growth = Growth(self.author, self.id, rates([flow]), TWICE)
        found = strains(self.author, self.id, self.tiers, growth)
        self.unknown += [what for strain in found for what in strain.unknown]
        filled = [add_fills(self.author, s, 2.0, 1.0, "fills", "load that fills it") for s in found]
        full = [id for id in filled if id is not None]
        if not full:
            return self.cannot_tell("what the consumer carries")
        self.express(
            "capacity",
            minimum(*names(full)) * Name(f"flows.{flow}.rate"),
            "worked off at most, by all that follows from it",
            "request/s",
            "supply",
            tell=True,
        )
        self._drained(flow)
        fails: Expr = Name(self.part("drain_or_never")) >= never(self.author)
        held = self._held(flow)
        if held is not None:
            fails = either(fails, held)
        sheds: Expr | bool = False
        if self.scenario.drained_within is not None:
            self.state(
                "within",
                self.scenario.drained_within,
                "time in which it must be gone",
                "duration",
                "s",
                TIME,
                above=True,
            )
            sheds = Name(self.part("drain_or_never")) > Name(self.part("within")) * (1.0 + ROUNDING)
        outcome = add_outcome(self.author, self.id, fails=fails, sheds=sheds, unknown=bool(self.unknown))
        return self.result(
            outcome, self._verdicts(), recovers="drain", tiers=[s.tier for s in found if s.tier]
        )

    def _arrived(self, flow: str) -> None:
        """What came in meanwhile: at the peak as long as the peak lasts, at the average rate after it."""
        lasts, rate, average = peak_lasts(self.author, flow), f"flows.{flow}.rate", f"flows.{flow}.average"
        if lasts is None or not known(self.graph, average):
            self.define(
                "backlog",
                overload.queued,
                "what has queued up",
                "request",
                "count",
                tell=True,
                load=rate,
                capacity=self.graph.units.literal("0 /s"),
                lasts=self.part("lasts"),
            )
            self.express("after", Name(rate), "load while it drains", "request/s", "peak")
            return
        self.define(
            "backlog",
            memory.events_in_window,
            "what has queued up, the peak included",
            "request",
            "count",
            tell=True,
            average=average,
            peak=rate,
            lasts=lasts,
            window=self.part("lasts"),
        )
        self.express(
            "after",
            where(Name(self.part("lasts")) >= Name(lasts), Name(average), Name(rate)),
            "load while it drains: the average once the peak is over",
            "request/s",
            "peak",
        )

    def _drained(self, flow: str) -> None:
        inputs = {"backlog": self.part("backlog"), "capacity": self.part("capacity")}
        self.define(
            "drain",
            overload.drain_time,
            "time until it is gone",
            "s",
            "duration",
            tell=True,
            partial=True,
            load=self.part("after"),
            **inputs,
        )
        self.define(
            "drain_at_peak",
            overload.drain_time,
            "time until it is gone if the peak goes on",
            "s",
            "duration",
            tell=True,
            partial=True,
            load=f"flows.{flow}.rate",
            **inputs,
        )
        spare = Name(self.part("capacity")) - Name(self.part("after"))
        self.express(
            "drain_or_never",
            where(
                spare > 0.0,
                lambda: Name(self.part("backlog")) / spare,
                never(self.author),
            ),
            "time until it is gone, or a thousand years",
            "s",
            "duration",
        )

    def _held(self, flow: str) -> Expr | None:
        """Whether the store that the flow reads lets go of what it has before it was read."""
        for name, store in self.author.design.slo.stores.items():
            keep = f"stores.{name}.keep_1.for"
            if (
                flow in map(str, store.read_by)
                and store.keep
                and store.keep[0].in_ is None
                and known(self.graph, keep)
            ):
                self.express(
                    "kept_for", Name(keep), "how long the store keeps it", "s", "duration", tell=True
                )
                return Name(self.part("lasts")) > Name(self.part("kept_for"))
        return None

    def _verdicts(self) -> dict[str, tuple[Told, ...]]:
        queued = Told(f"{self.shown('backlog')} wait when it goes on.")
        gone = Told(f"At {self.shown('capacity')} at most they are worked off in {self.shown('drain')}.")
        lost = (
            [Told(f"The store keeps what was not read for {self.shown('kept_for')}.")]
            if self.has("kept_for")
            else []
        )
        late = [Told(f"That is later than the {self.shown('within')} allowed.")] if self.has("within") else []
        return {
            "survives": (queued, gone, *lost),
            "sheds": (queued, gone, *late),
            "fails": (
                queued,
                Told(
                    f"Worked off are {self.shown('capacity')} at most, against "
                    f"{self.shown('after')} that come."
                ),
                *lost,
            ),
        }
