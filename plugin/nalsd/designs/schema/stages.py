"""The stages of a path: each is one source of latency, told apart by the key it begins with."""

from typing import Annotated, ClassVar

from nalsd.designs.fields import flag, many, part, quantity, scalar, text
from nalsd.designs.kinds import REFERENCE, Pattern
from nalsd.designs.model import Entry
from nalsd.designs.polymorphic import ByKey
from nalsd.designs.schema.slo import Latency
from nalsd.designs.tree import Text
from nalsd.designs.values import Value

HOP = Pattern(r"[a-z][a-z0-9_.]*\s*->\s*[a-z][a-z0-9_.]*", "two ends such as `browser -> edge`")


class Stage(Entry):
    """What every stage may have."""

    kind: ClassVar[str] = ""
    """The key that makes it this kind of stage."""

    label: Text | None = text("What it is called on the page.")


AnyStage = Annotated[Stage, ByKey("stage", "nalsd.designs.schema.stages")]
"""One stage of any kind."""


class RttStage(Stage):
    """A round trip between two ends, from where they are."""

    kind = "rtt"

    rtt: Text = scalar(HOP, "The two ends.", required=True, example="browser -> edge")

    @property
    def ends(self) -> tuple[str, str]:
        """The two ends."""
        one, _, other = self.rtt.partition("->")
        return one.strip(), other.strip()


class HandshakeStage(Stage):
    """Setting up a connection."""

    kind = "handshake"

    handshake: Value = quantity(
        "1",
        "Round trips of setting up, or `auto` from the client's connections.",
        words=("auto",),
        required=True,
    )


class QueueStage(Stage):
    """Waiting for and being served by a node of a tier at its utilisation."""

    kind = "queue"

    queue: Text = scalar(REFERENCE, "The tier.", required=True)


class BatchStage(Stage):
    """Waiting for the rest of a batch."""

    kind = "batch"

    batch: Text = scalar(REFERENCE, "The flow that is batched.", required=True)


class CallStage(Stage):
    """A call of another tier: the hop and the queue there."""

    kind = "call"

    call: Text = scalar(REFERENCE, "The flow.", required=True)
    times: Value | None = quantity("1", "Calls made at the same time.", example="4")
    wait: Text | None = scalar(
        Pattern(r"all|first|\d{1,4}", "`all`, `first` or a number of answers"),
        "For how many answers it waits.",
    )
    same_zone: bool = flag("Whether both ends are in one zone.")


class CommitStage(Stage):
    """A write acknowledged by the copies that a store asks for."""

    kind = "commit"

    commit: Text = scalar(REFERENCE, "The store.", required=True)


class ReadStage(Stage):
    """A read of a store: engine, cache, disk."""

    kind = "read"

    read: Text = scalar(REFERENCE, "The store.", required=True)


class AllStage(Stage):
    """Stages side by side; the slowest counts."""

    kind = "all_of"

    all_of: list[AnyStage] = many("The stages.", required=True)


class FirstStage(Stage):
    """Stages side by side; the fastest counts."""

    kind = "first_of"

    first_of: list[AnyStage] = many("The stages.", required=True)
    after: Value | None = quantity(
        "s", "How long the second waits before it starts (hedging).", example="10 ms"
    )


class WhenStage(Stage):
    """Stages that only some requests pass."""

    kind = "when"

    when: Value = quantity(
        "%", "The share of requests.", required=True, example="1 - stores.post_cache.hit_ratio"
    )
    stages: list[AnyStage] = many("The stages.", required=True)


class TookStage(Stage):
    """A stage that was measured."""

    kind = "took"

    took: Latency = part("Its percentiles.", required=True)


class LagStage(Stage):
    """How far the other end of an asynchronous flow is behind."""

    kind = "lag"

    lag: Text = scalar(REFERENCE, "The flow.", required=True)


class WaitStage(Stage):
    """A fixed time, a window for instance."""

    kind = "waits"

    waits: Value = quantity("s", "How long.", required=True, example="1 min")


KINDS: dict[str, type[Stage]] = {
    stage.kind: stage
    for stage in (
        RttStage,
        HandshakeStage,
        QueueStage,
        BatchStage,
        CallStage,
        CommitStage,
        ReadStage,
        AllStage,
        FirstStage,
        WhenStage,
        TookStage,
        LagStage,
        WaitStage,
    )
}
"""Every kind of stage by the key that makes it."""
