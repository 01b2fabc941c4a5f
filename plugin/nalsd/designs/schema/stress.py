"""Phase 6: what might go wrong, as data; and findings that are accepted."""

from typing import Annotated, ClassVar

from nalsd.designs.fields import choice, entries, flag, many, part, quantity, scalar, text
from nalsd.designs.kinds import PHASE, REFERENCE, Pattern
from nalsd.designs.leaves import Name, Reference
from nalsd.designs.model import Entry, Model
from nalsd.designs.polymorphic import ByWord
from nalsd.designs.schema.iterations import Lost
from nalsd.designs.tree import Mapping, Text
from nalsd.designs.values import Value, refused

OUTCOMES = ("survives", "sheds", "fails")


class Scenario(Entry):
    """What every stress test has."""

    word: ClassVar[str] = ""
    """What `kind` says for this one."""

    label: Text | None = text("What it is called on the page.")
    kind: Text = scalar(REFERENCE, "Which kind of stress it is; it decides the other keys.", required=True)
    expect: Text = choice(OUTCOMES, "What the design is said to do.", default="survives")


class Surge(Scenario):
    """More load than planned, or load that nobody asked for."""

    word = "surge"

    load: Value | None = quantity("x", "The load, in times of the peak.", example="10x")
    add: Value | None = quantity(
        "request/s",
        "Load on top; packets or bytes come to all regions, as users do.",
        "packet/s",
        "B/s",
        example="60M packet/s",
    )
    size: Value | None = quantity("B/request", "Size of what is added.", "B/packet", example="64 B")
    of: Text | None = scalar(REFERENCE, "The workload that surges; all by default.")
    at: Text | None = scalar(REFERENCE, "The tier that is hit.")
    for_: Value | None = quantity("s", "How long it lasts.", alias="for", example="6 h")

    @classmethod
    def check(cls, tree: Mapping) -> None:
        """Times of the load, or load on top."""
        if "load" in tree and "add" in tree:
            raise refused("`load` and `add` are both written", "keep one of them", tree["add"], drop="add")
        if "load" not in tree and "add" not in tree:
            raise refused("a surge needs a `load` or something to `add`", "write `load: 10x`", code="N109")


class Trigger(Entry):
    """What sets a scenario off."""

    lose: Lost | None = part("What is lost.")
    of: Text | None = scalar(REFERENCE, "The tier that loses it.")
    for_: Value | None = quantity("s", "For how long.", alias="for")


class RetryStorm(Scenario):
    """Retries that multiply through layers."""

    word = "retry_storm"
    noun = "retry storm"

    layers: list[Reference] = many("The layers that retry, from the client inwards.", required=True)
    attempts: Value = quantity("1", "Attempts of each layer, the first included.", required=True, example="3")
    timeout: Value = quantity("s", "How long an attempt waits.", required=True, example="1 s")
    budget: Value | None = quantity("%", "Retries allowed, as a share of requests.", example="10%")
    trigger: Trigger | None = part("What sets it off.")


class PoisonPill(Scenario):
    """Messages that crash whoever takes them."""

    word = "poison_pill"
    noun = "poison pill"

    of: Text = scalar(REFERENCE, "The flow that carries them.", required=True)
    share: Value = quantity("%", "The share of messages that is poisonous.", required=True, example="0.0001%")
    attempts: Value = quantity("1", "Deliveries until it is set aside.", required=True, example="5")
    each: Value = quantity("s", "How long one delivery keeps a worker out.", required=True, example="2 s")
    dead_letter: bool = flag("Whether it is set aside at all.")


class HotKey(Scenario):
    """One key that takes much of the load."""

    word = "hot_key"
    noun = "hot key"

    of: Text = scalar(REFERENCE, "The store.", required=True)
    share: Value = quantity(
        "%",
        "The share of the load on the key; with regions, of what arrives in each.",
        required=True,
        example="20%",
    )
    salt: Value | None = quantity("1", "Into how many keys it is split, or `auto`.", words=("auto",))


class Loss(Scenario):
    """A node, a zone or a region is gone, at peak."""

    word = "loss"

    lose: Lost = part("What is lost.", required=True)
    of: Text | None = scalar(REFERENCE, "The tier that loses it; `all` by default.")


class ColdCache(Scenario):
    """A cache that starts empty."""

    word = "cold_cache"
    noun = "cold cache"

    of: Text = scalar(REFERENCE, "The cache.", required=True)


class Backlog(Scenario):
    """A consumer that stood still."""

    word = "backlog"

    of: Text = scalar(REFERENCE, "The flow that stood still.", required=True)
    for_: Value = quantity("s", "For how long.", required=True, alias="for", example="30 min")
    drained_within: Value | None = quantity("s", "In what time the backlog must be gone.", example="1 h")


class SilentLoss(Scenario):
    """Capacity that vanishes without anybody noticing."""

    word = "silent_loss"
    noun = "silent loss"

    of: Text = scalar(REFERENCE, "The tier.", required=True)
    rate: Value = quantity("%/d", "The share of its capacity that vanishes.", required=True, example="0.1%/d")
    noticed_after: Value = quantity("s", "When somebody notices.", required=True, example="14 d")


KINDS: dict[str, type[Scenario]] = {
    kind.word: kind for kind in (Surge, RetryStorm, PoisonPill, HotKey, Loss, ColdCache, Backlog, SilentLoss)
}
"""Every kind of stress test by its word."""

AnyScenario = Annotated[Scenario, ByWord("kind", "stress test", "nalsd.designs.schema.stress")]
"""One stress test of any kind."""


class Ignore(Model):
    """A finding that is accepted, with the reason."""

    rule: Text = scalar(
        Pattern(r"N\d{3}|[a-z]+(-[a-z]+)+", "a code such as `N604` or a name"),
        "The code or name of the rule.",
        required=True,
        example="N604",
    )
    at: Text | None = scalar(
        Pattern(r"[A-Za-z0-9_][\w.-]{0,199}", "a tier, a quantity or a file, such as `tiers.log`"),
        "Where: a tier, a quantity, or a file such as `3-capacity.md`; the whole design by default.",
        example="tiers.log",
    )
    because: Text = text("Why it is accepted.", required=True)


class Stress(Model):
    """The front-matter of phase 6."""

    noun = "phase 6 file"

    phase: Text | None = scalar(PHASE, "The phase of this file: 6.")
    stress: dict[Name, AnyScenario] = entries("Stress tests by name.")
    ignore: list[Ignore] = many("Findings that are accepted.")
