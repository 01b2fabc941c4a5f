"""Phase 2, trade-offs: a card per store: what gives way by CAP and PACELC, and what its quorum gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.analysis.words import title_of
from nalsd.pages.callouts import Tone, badge, chip
from nalsd.pages.figures import mention
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.parts import Widget
from nalsd.pages.scope import Scope
from nalsd.pages.view import DesignView, remark

ACKNOWLEDGED = {
    "page_cache": "in the page cache of one machine",
    "fsync": "on the disk of one machine",
    "quorum": "held by a quorum of copies",
}

READS = {
    "strong": "the latest write",
    "linearizable": "the latest write",
    "session": "at least the session's own writes",
    "causal": "nothing older than what led to it",
    "eventual": "what one copy has, in time the latest write",
}
"""What a read may return, in words."""

PARTITIONED = {"available": "A", "consistent": "C"}
OTHERWISE = {"latency": "L", "consistency": "C"}


def trade_off_cards(view: DesignView) -> Widget | None:
    """A card for each store that declares a trade-off or has copies."""
    stores = {n: s for n, s in view.design.slo.stores.items() if _told(view, n, s)}
    if not stores:
        return None

    def make(scope: Scope) -> Markup:
        cards = [_card(view, str(name), store, scope) for name, store in stores.items()]
        return element("div", cards, class_="nalsd-cards nalsd-tiled", data_search_exclude=True)

    return Widget("table", "trade-offs", "What gives way", make)


def _told(view: DesignView, name: Any, store: Any) -> bool:
    quorum = view.q(f"cluster.{name}.consistency")
    return store.consistency is not None or bool(store.durable_at) or quorum is not None


def _card(view: DesignView, name: str, store: Any, scope: Scope) -> Markup:
    rows = list(_rows(view, name, store, scope))
    why = remark(store.consistency, store.durable_at)
    return element(
        "div",
        element("p", element("strong", title_of(name, store)), " ", _class(store), class_="nalsd-card-head"),
        element("dl", [element("div", element("dt", term), element("dd", told)) for term, told in rows]),
        element("p", why) if why is not None else None,
        class_="nalsd-card",
    )


def _class(store: Any) -> Markup | None:
    """Its class by PACELC, such as PC/EL."""
    trade = store.consistency
    if trade is None or not (trade.when_partitioned and trade.otherwise):
        return None
    cut, calm = PARTITIONED.get(str(trade.when_partitioned)), OTHERWISE.get(str(trade.otherwise))
    if cut is None or calm is None:
        return None
    meaning = f"PACELC: in a partition it stays {trade.when_partitioned}, else it prefers {trade.otherwise}"
    return chip(f"P{cut}/E{calm}", Tone.BINDING, meaning)


def _rows(view: DesignView, name: str, store: Any, scope: Scope) -> Iterator[tuple[str, Child]]:
    """Term and text of each line of a card."""
    trade = store.consistency
    if trade is not None:
        if trade.when_partitioned:
            yield "In a partition", f"stays {trade.when_partitioned}"
        if trade.otherwise:
            yield "Otherwise", f"prefers {trade.otherwise}"
        if trade.read:
            yield "A read returns", f"{READS.get(str(trade.read), str(trade.read))} ({trade.read})"
    yield from _quorum(view, name, str(trade.read) if trade is not None and trade.read else "", scope)
    if store.durable_at:
        stated = str(getattr(store.durable_at, "text", store.durable_at))
        yield "Acknowledged once", ACKNOWLEDGED.get(stated, stated)
    yield from _price(view, name, scope)


def _quorum(view: DesignView, name: str, declared: str, scope: Scope) -> Iterator[tuple[str, Child]]:
    """R + W against N, what that gives, and how many lost copies it survives."""
    id = f"cluster.{name}"
    strict = view.number(f"{id}.strict")
    rf, write, read = (view.q(f"{id}.{part}") for part in ("rf", "write", "read"))
    if strict is None or rf is None or write is None or read is None:
        return
    sign = ">" if strict else "≤"
    read_and_write = ("R + W = ", mention(read, scope), " + ", mention(write, scope))
    yield "Quorum", (read_and_write, f" {sign} N = ", mention(rf, scope))
    stale = view.q(f"{id}.stale")
    missed: Child = None
    if not strict and stale is not None:
        missed = (": a read right after a write misses it with a chance of ", mention(stale, scope))
    yield "It gives", (_given(bool(strict), declared), missed)
    lost = [view.q(f"{id}.{what}_failures") for what in ("write", "read")]
    if all(quantity is not None and quantity.value is not None for quantity in lost):
        writes, reads = (mention(quantity, scope) for quantity in lost if quantity is not None)
        yield "Survives lost copies", ("writes ", writes, ", reads ", reads)


def _given(strict: bool, declared: str) -> Markup:
    """What the quorum gives, and whether that is what the design says."""
    if strict:
        return badge("strong", Tone.GOOD)
    if declared in ("strong", "linearizable"):
        return badge(f"eventual, not {declared}", Tone.OVER)
    if declared in ("session", "causal"):
        return join(badge("eventual", Tone.WARN), f"; {declared} takes more than the quorum")
    return badge("eventual", Tone.GOOD if declared == "eventual" else Tone.PLAIN)


def _price(view: DesignView, name: str, scope: Scope) -> Iterator[tuple[str, Child]]:
    """What a commit takes, in a region and across them."""
    id = f"quorum.{name}"
    local, wide, floor = (view.q(f"{id}.{part}") for part in ("local_latency", "global_latency", "floor"))
    if local is not None and local.value is not None:
        yield "A commit takes", (mention(local, scope), " within a region")
    if wide is not None and wide.value is not None:
        more: list[Child] = ["take ", mention(wide, scope), " by a majority of regions"]
        if floor is not None and floor.value is not None:
            more += [", at least ", mention(floor, scope), " by distance"]
        yield "Across regions it would", more


__all__ = ["ACKNOWLEDGED", "trade_off_cards"]
