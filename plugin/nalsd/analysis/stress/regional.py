"""A region is gone: its load arrives at the regions that are left, on the machines they have."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, Told
from nalsd.analysis.fleet import fleet
from nalsd.analysis.reliability import reached as awaited
from nalsd.analysis.resource import known
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import add_today, tightest
from nalsd.analysis.words import words
from nalsd.designs import Value
from nalsd.designs.schema.stress import Loss
from nalsd.graph import Const, Name, argmax, maximum, minimum
from nalsd.physics import failover
from nalsd.units import UnitError


def add_regional(scenario: Teller[Loss]) -> StressResult:
    """The loss of as many regions as the design fails over; other losses are not known."""
    author, graph = scenario.author, scenario.graph
    regions = list(author.design.iterations.regions)
    lost = scenario.scenario.lose.regions
    assert lost is not None
    author.state(
        scenario.part("lost_regions"),
        lost,
        label=f"{scenario.title}, regions lost",
        role="count",
        unit="region",
    )
    graph.given(
        scenario.part("regions"),
        float(len(regions)) if regions else None,
        unit="region",
        label=f"{scenario.title}, regions",
        role="count",
    )
    if not regions:
        return scenario.cannot_tell("in which regions it runs")
    scenario.define(
        "regions_gone",
        failover.lost_of,
        "regions lost of those there are",
        "region",
        "count",
        lost=scenario.part("lost_regions"),
        there=scenario.part("regions"),
    )
    scenario.express(
        "regions_left",
        Name(scenario.part("regions")) - Name(scenario.part("regions_gone")),
        "regions left",
        "region",
        "count",
    )
    if not _fails_over(scenario):
        return _nothing_taken_over(scenario, regions)
    stranded = _stranded(scenario, [str(r) for r in regions])
    waiting = [t for t in stranded if _answers_wait(scenario, t)]
    reached = _survivors(scenario, [str(r) for r in regions])
    if not reached and stranded:
        outcome = add_outcome(author, scenario.id, fails=True, sheds=False)
        return scenario.result(
            outcome, {"fails": _told_of(scenario, stranded, waiting)}, tiers=list(stranded)
        )
    if not reached:
        return scenario.cannot_tell("where the load of a lost region goes")
    fullest = maximum(*[Name(f"{id}.fullness") for _, id in reached])
    carried = Const(0.0) if waiting else minimum(1.0, 1.0 / fullest)
    scenario.express(
        "utilisation",
        maximum(*[Name(f"{id}.utilisation") for _, id in reached]),
        "largest utilisation in the regions left",
        "%",
        "utilisation",
        tell=True,
    )
    scenario.express(
        "binds",
        argmax({label: Name(f"{id}.fullness") for label, id in reached}),
        "where it is fullest",
        "1",
        "choice",
        tell=True,
    )
    scenario.express(
        "carried", carried, "share of the peak that the regions left carry", "%", "ratio", tell=True
    )
    scenario.shed("share that is refused")
    _recovery(scenario)
    outcome = add_outcome(
        author,
        scenario.id,
        fails=True if waiting else Name(scenario.part("regions_left")) <= 0.0,
        sheds=Name(scenario.part("carried")) < 1.0 - ROUNDING,
        unknown=bool(scenario.unknown),
    )
    return scenario.result(
        outcome,
        _verdicts(
            scenario,
            (*_stopped(scenario, len(regions)), *_told_of(scenario, stranded, waiting)),
            bool(waiting),
        ),
        sheds="shed",
        recovers="within",
        tiers=list(dict.fromkeys([*waiting, *(id.split(".")[-1] for _, id in reached)])),
    )


def _fails_over(scenario: Teller[Loss]) -> bool:
    """Whether the design says how as many regions as are lost are taken over."""
    failing = scenario.author.design.iterations.failover
    stated = failing.survive.regions if failing is not None and failing.survive is not None else None
    survived, lost = (_count(scenario, v) for v in (stated, scenario.scenario.lose.regions))
    return survived is not None and survived == lost


def _count(scenario: Teller[Loss], value: Value | None) -> float | None:
    """A plain number as the author writes it; None when it is none."""
    try:
        read = scenario.graph.units.value(value.text) if value is not None else None
    except UnitError:
        return None
    return getattr(read, "value", None)


def _targets(scenario: Teller[Loss]) -> list[str]:
    """The tiers that the scenario is about."""
    target = str(scenario.scenario.of or "all").removeprefix("tiers.")
    return [tier for tier in scenario.tiers if target in ("all", tier)]


def _stranded(scenario: Teller[Loss], regions: list[str]) -> dict[str, list[str]]:
    """Tiers that run only in regions that can all be lost at once, and those regions."""
    lost, found = _count(scenario, scenario.scenario.lose.regions) or 0, {}
    for tier in _targets(scenario):
        here = [r for r in regions if f"regions.{r}.tiers.{tier}.nodes" in scenario.graph]
        if 0 < len(here) <= lost and len(here) < len(regions):
            found[tier] = here
    return found


def _answers_wait(scenario: Teller[Loss], tier: str) -> bool:
    """Whether a workload is not answered without the tier."""
    return any(tier in awaited(scenario.author, w).tiers for w in scenario.author.design.context.workloads)


def _told_of(scenario: Teller[Loss], stranded: dict[str, list[str]], waiting: list[str]) -> tuple[Told, ...]:
    """What becomes of the tiers that no region left runs."""
    return tuple(
        Told(
            f"{scenario.author.called(tier)} runs in {' and '.join(map(words, here))} only: "
            + (
                "requests that need it have no answer."
                if tier in waiting
                else "its work waits until that is back."
            )
        )
        for tier, here in stranded.items()
    )


def _stopped(scenario: Teller[Loss], regions: int) -> tuple[Told, ...]:
    """Stores whose writes wait for more regions than are left."""
    left = regions - (_count(scenario, scenario.scenario.lose.regions) or 0)
    targets, stores = _targets(scenario), scenario.author.design.slo.stores
    found = [
        words(name)
        for name, copied in scenario.author.design.iterations.replicate.items()
        if copied.mode == "sync"
        and name in stores
        and str(stores[name].tier or "").removeprefix("tiers.") in targets
        and left < (regions // 2 + 1 if copied.quorum == "global" else regions)
    ]
    return tuple(
        Told(f"Writes of {name}, which wait for copies there, stop in every region until it is taken out.")
        for name in found
    )


def _nothing_taken_over(scenario: Teller[Loss], regions: list[str]) -> StressResult:
    """Without a failover that is stated, the users of the lost regions have nowhere to go."""
    shares = [f"regions.{r}.share" for r in regions]
    known_shares = [s for s in shares if s in scenario.graph and known(scenario.graph, s)]
    if len(known_shares) < len(shares):
        return scenario.cannot_tell("the share of each region")
    scenario.express(
        "largest", maximum(*[Name(s) for s in known_shares]), "largest share of a region", "%", "ratio"
    )
    scenario.express(
        "shed",
        minimum(1.0, Name(scenario.part("largest")) * Name(scenario.part("regions_gone")) / 1.0),
        "share that is not taken over, at most",
        "%",
        "ratio",
        tell=True,
    )
    outcome = add_outcome(scenario.author, scenario.id, fails=Name(scenario.part("shed")) > 0.0, sheds=False)
    return scenario.result(
        outcome,
        {
            "fails": (
                Told(
                    f"No failover is stated for it: up to {scenario.shown('shed')} of the load has "
                    "nowhere to go."
                ),
            ),
        },
        sheds="shed",
    )


def _survivors(scenario: Teller[Loss], regions: list[str]) -> list[tuple[str, str]]:
    """Every tier of every region, with the load of a lost one on top: utilisation, and what is carried."""
    author, graph = scenario.author, scenario.graph
    found = []
    for tier in _targets(scenario):
        result = scenario.tiers[tier]
        for region in regions:
            base, label = f"regions.{region}.tiers.{tier}", f"{author.called(tier)} in {words(region)}"
            share, nodes = f"{base}.share_after_loss", f"{base}.nodes"
            if share not in graph or not known(graph, nodes):
                continue
            id = f"{scenario.id}.regions.{region}.tiers.{tier}"
            moving = scenario.cluster[tier].moving if tier in scenario.cluster else result.resources
            used = tightest(author, tier, list(moving))
            if not used:
                continue
            today, full = add_today(author, f"{scenario.id}.tiers.{tier}", tier, used)
            times = Name(fleet(author, tier)) * Name(share) / Name(nodes)
            for part, now, what in (
                ("utilisation", today, "utilisation with a lost region's load"),
                ("fullness", full, "that over what it may have"),
            ):
                graph.express(
                    f"{id}.{part}", Name(now) * times, label=f"{label}, {what}", unit="%", role="utilisation"
                )
            found.append((label, id))
    scenario.unknown += [
        f"{r.replace('_', ' ')} of {author.inside(t)}"
        for t in _targets(scenario)
        for r in scenario.tiers[t].unknown
    ]
    return found


def _recovery(scenario: Teller[Loss]) -> None:
    """How long the failover takes: until then the lost region's users are not served."""
    failing = scenario.author.design.iterations.failover
    if failing is not None and failing.within is not None:
        scenario.state(
            "within",
            failing.within,
            "time that the failover takes",
            "duration",
            "s",
            "a time is not negative",
        )
        scenario.story.append(scenario.part("within"))


def _verdicts(scenario: Teller[Loss], stranded: tuple[Told, ...], fails: bool) -> dict[str, tuple[Told, ...]]:
    full = Told(f"Fullest is {scenario.shown('binds')}, at {scenario.shown('utilisation')}.")
    until = [Told(f"Users of the lost region are without service for {scenario.shown('within')}.")]
    until = until if scenario.has("within") else []
    return {
        "survives": (Told("The regions left carry its load."), full, *until, *stranded),
        "sheds": (
            Told(f"The fullest of the regions left carries {scenario.shown('carried')} of its load."),
            full,
            *until,
            *stranded,
        ),
        "fails": stranded if fails else (Told("No region is left."),),
    }
