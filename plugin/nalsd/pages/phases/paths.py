"""Phase 5, paths: their stages with service, wait and network, and the queue of each tier's node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nalsd.analysis import PathResult, StageResult
from nalsd.analysis.words import title_of
from nalsd.graph import Quantity
from nalsd.pages import parts
from nalsd.pages.figures import mention
from nalsd.pages.html import Child, Markup, element, join
from nalsd.pages.parts import Widget
from nalsd.pages.phases.waterfalls import stage_title, waterfall
from nalsd.pages.scope import Scope
from nalsd.pages.tables import Bar, Cell, Column, Row, Table, render_table, without_empty
from nalsd.pages.view import DesignView, lower_words, remark, written

CLIENT = "rtt."
HOPS = ("zone_to_zone", "within_zone")


def path_widgets(view: DesignView, name: str) -> list[Widget]:
    """The waterfall of a path and its stages."""
    result = view.analysis.paths.get(name)
    if result is None:
        return []
    return parts.filled(waterfall(view, result), _stages(view, result))


def _stages(view: DesignView, path: PathResult) -> Widget | None:
    """Every stage, those inside others too: what it is made of, its median, mean and 99th percentile."""
    declared = view.design.architecture.paths[path.name]
    lines = list(_lines(path.stages, declared.stages, ""))
    if not lines:
        return None
    title = f"Stages of {lower_words(title_of(path.name, declared))}"
    name = f"path-{path.name}"

    def made(scope: Scope) -> Table:
        rows = [_row(view, place, stage, entry, scope) for place, stage, entry in lines]
        rows.append(_whole(view, path))
        columns = [
            Column("Stage"), Column("Service", "mean"), Column("Wait"), Column("Network"),
            Column("p50", mixed=True), Column("Mean", mixed=True), Column("p99", mixed=True),
            Column("Details"),
        ]  # fmt: skip
        return Table(name, title, columns, without_empty(columns, rows), _note(view, path))

    shown = [f"{stage.id}.{part}" for _, stage, _ in lines for part in ("p50", "mean", "p99")]
    shown += [f"paths.{path.name}.{part}" for part in ("p50", "mean", "p99")]
    known = tuple(id for id in shown if view.q(id) is not None)
    return Widget("table", name, title, lambda scope: render_table(made(scope), scope), known)


def _lines(
    stages: list[StageResult], declared: list[Any], prefix: str
) -> Iterator[tuple[str, StageResult, Any]]:
    """Place, stage and what was written of it, in the order of the path."""
    for number, (stage, entry) in enumerate(zip(stages, declared, strict=False), 1):
        place = f"{prefix}{number}"
        yield place, stage, entry
        own = getattr(entry, entry.kind, None)
        inside = getattr(entry, "stages", None) or (own if isinstance(own, list) else [])
        yield from _lines(stage.parts, inside, f"{place}.")


def _row(view: DesignView, place: str, stage: StageResult, entry: Any, scope: Scope) -> Row:
    found = made_of(view, stage)
    number = element("span", place, class_="nalsd-place")
    inside = "." in place
    name = element("span", number, stage_title(stage), class_="nalsd-inner" if inside else None)
    return Row(
        (
            name,
            *(_several(found[what], scope) for what in ("service", "wait", "network")),
            *(view.q(f"{stage.id}.{part}") for part in ("p50", "mean", "p99")),
            _details(view, stage, entry, scope),
        )
    )


def _whole(view: DesignView, path: PathResult) -> Row:
    id = f"paths.{path.name}"
    figures = [view.q(f"{id}.{part}") for part in ("p50", "mean", "p99")]
    return Row((element("strong", "The whole path"), "", "", "", *figures, path.unknown or ""))


def _note(view: DesignView, path: PathResult) -> str:
    facts = [f"Of the workload {lower_words(path.workload)}"] if path.workload else []
    if path.asynchronous:
        facts.append("the client does not wait for it" if facts else "The client does not wait for it")
    told = f"{'; '.join(facts)}. " if facts else ""
    return (
        f"{told}Percentiles do not add up: the whole path's are composed by sampling, between stages that "
        "are independent and stages that are slow together."
    )


def made_of(view: DesignView, stage: StageResult) -> dict[str, list[Quantity]]:
    """The times a stage is made of: being served, waiting, the network."""
    found: dict[str, list[Quantity]] = {"service": [], "wait": [], "network": []}
    if stage.structure is not None and not stage.parts:
        _gather(view, stage.structure, found)
    return found


def _gather(view: DesignView, structure: Any, found: dict[str, list[Quantity]]) -> None:
    kind, *inside = structure
    if kind == "waiting":
        _add(view, found["wait"], str(inside[1]).replace(".wait_of_waiting", ".wait"))
    elif kind == "exponential":
        _add(view, found["service"], str(inside[0]))
    elif kind == "uniform":
        _add(view, found["wait"], str(inside[0]))
    elif kind == "choice":
        # The last are shares of a client's users by place; the mean over them is the client's own.
        _, client, *_ = str(inside[-1]).split(".")
        _add(view, found["network"], f"clients.{client}.rtt")
    elif kind in ("constant", "lognormal"):
        id = str(inside[0])
        hop = id.startswith(CLIENT) or id.rpartition(".")[2] in HOPS
        _add(view, found["network" if hop else "wait" if id.endswith(".time") else "service"], id)
    else:
        for part in inside:
            if isinstance(part, tuple):
                _gather(view, part, found)


def _add(view: DesignView, among: list[Quantity], id: str) -> None:
    quantity = view.q(id)
    if quantity is not None and quantity not in among:
        among.append(quantity)


def _several(quantities: list[Quantity], scope: Scope) -> Markup | None:
    """One or more times in a cell, each leading to where it comes from."""
    if not quantities:
        return None
    lines = [
        element("span", mention(quantity, scope, rounded=True), class_="nalsd-nowrap")
        for quantity in quantities[:3]
    ]
    return join([(line, element("br") if line is not lines[-1] else None) for line in lines])


def _details(view: DesignView, stage: StageResult, entry: Any, scope: Scope) -> Markup | str | None:
    """How often, for how many answers, for which share; why it is not known."""
    facts: list[Child] = []
    if (share := view.q(f"{stage.id}.share")) is not None:
        facts.append(("for ", mention(share, scope), " of the requests"))
    if (trips := view.q(f"{stage.id}.round_trips")) is not None:
        facts.append((mention(trips, scope), " round trips"))
    if getattr(entry, "times", None) is not None:
        facts.append(f"{written(entry.times)} at the same time")
    if getattr(entry, "wait", None) is not None:
        facts.append(f"waits for {entry.wait}")
    if getattr(entry, "same_zone", False):
        facts.append("in one zone")
    if getattr(entry, "after", None) is not None:
        facts.append(f"the second after {written(entry.after)}")
        if (extra := view.q(f"{stage.id}.extra")) is not None:
            facts.append((mention(extra, scope), " of the requests send another"))
    if entry.kind == "took":
        facts.append("as stated")
    if stage.unknown:
        facts.append(f"not known: {stage.unknown}")
    why = remark(entry)
    if not facts and why is None:
        return None
    told = [(", " if index else "", fact) for index, fact in enumerate(facts)]
    return element("span", told, " " if told and why else None, why, class_="nalsd-wrap")


def queue_table(view: DesignView) -> Widget | None:
    """Each tier's node as a queue for its cores: how busy, who waits, how long."""
    rows = []
    for name, tier in view.design.capacity.tiers.items():
        id = f"tiers.{name}.queue"
        share = view.q(f"{id}.utilisation")
        if share is None:
            continue
        busy: Cell = Bar(share) if share.value is not None else "unknown"
        rest = ("service", "waiting_probability", "wait", "wait_of_waiting", "p99")
        rows.append(
            Row((title_of(name, tier), view.q(f"{id}.servers"), busy, *(view.q(f"{id}.{p}") for p in rest)))
        )
    if not rows:
        return None
    columns = [
        Column("Tier"), Column("Cores", "behind a queue"), Column("Busy", "at peak"),
        Column("Service", "mean", mixed=True), Column("Have to wait", rounded=True),
        Column("Wait", "mean of all", mixed=True, rounded=True),
        Column("Wait", "of those that wait", mixed=True), Column("Wait and service", "p99", mixed=True),
    ]  # fmt: skip
    note = (
        "What arrives at a node waits in one queue for whichever of its cores is free; packets that are "
        "forwarded wait for the one core to which the card deals them."
    )
    title = "Queueing in a node of each tier"
    return parts.table(Table("queues", title, columns, without_empty(columns, rows), note))


__all__ = ["made_of", "path_widgets", "queue_table"]
