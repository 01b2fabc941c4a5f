"""Tiers and limits under the load of a scenario: how full they are, and how much of it they carry.

With regions a tier is as full as it is in the fullest of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nalsd.analysis.analysis import TierResult
from nalsd.analysis.author import Author
from nalsd.analysis.constants import default_policy
from nalsd.analysis.fleet import fleet, fleet_utilisation
from nalsd.analysis.flows import flows_at
from nalsd.analysis.resource import LABELS, known, usage
from nalsd.analysis.stress.growth import Growth
from nalsd.analysis.words import words
from nalsd.graph import Expr, Name, argmax, maximum
from nalsd.graph.words import in_words
from nalsd.physics import overload

SPACE = "disk_capacity"
"""Space does not fill at once: how long it takes is told by itself."""


@dataclass
class Strain:
    """One tier, or one limit, under the load of a scenario."""

    id: str
    """Prefix of its quantities: `stress.NAME.tiers.TIER` or `stress.NAME.limits.LIMIT`."""
    name: str
    tier: str | None
    before: dict[str, str] = field(default_factory=dict)
    """For each resource the id of its utilisation today."""
    under: dict[str, str] = field(default_factory=dict)
    """For each resource the id of its utilisation under the load."""
    allowed: dict[str, str | float] = field(default_factory=dict)
    """For each resource the utilisation above which load is refused."""
    labels: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    """Resources that the load reaches and whose supply or demand is not known, in words."""
    title: str = ""
    waits: bool = True
    """Whether senders wait for it, so that what it does not carry is refused; else it is only late."""


def allowed(author: Author, tier: str, resource: str) -> str:
    """Id of the utilisation that a resource may have under stress: its target, or the policy's if larger."""
    id = f"tiers.{tier}.{resource}.loss_target"
    if id not in author.graph:
        policy = default_policy(
            author, "loss.utilisation", "Utilisation that survivors of a loss may have", "limit", "%"
        )
        author.graph.express(
            id,
            maximum(Name(f"tiers.{tier}.single.{resource}.target"), Name(policy)),
            label=f"{author.called(tier)}, {LABELS[resource]}, utilisation that survivors may have",
            unit="%",
            role="limit",
        )
    return id


def strains(
    author: Author, id: str, tiers: dict[str, TierResult], growth: Growth, when: str = "under stress"
) -> list[Strain]:
    """Every tier and limit that the load reaches, tiers in the design's order; `when` is for labels."""
    found = [_tier(author, id, result, growth, when) for result in tiers.values()]
    waits = {strain.name: strain.waits for strain in found if strain is not None}
    for name in author.design.capacity.limits:
        limit = _limit(author, id, name, growth, when)
        owner = next((t for t, result in tiers.items() if name in result.limits), None)
        if limit is not None:
            limit.waits = waits.get(owner or "", True)
        found.append(limit)
    return [strain for strain in found if strain is not None]


def _tier(author: Author, id: str, result: TierResult, growth: Growth, when: str) -> Strain | None:
    graph, tier = author.graph, result.name
    strain = Strain(f"{id}.tiers.{tier}", tier, tier, title=author.called(tier))
    for resource in result.resources:
        demand = usage(author, tier, f"{resource}.demand")
        if resource == SPACE or not growth.grows(demand):
            continue
        before = fleet_utilisation(author, tier, resource)
        if not known(graph, before):
            strain.unknown.append(f"{LABELS[resource]} of {author.inside(tier)}")
            continue
        strain.before[resource] = before
        strain.allowed[resource] = allowed(author, tier, resource)
        strain.labels[resource] = f"{author.called(tier)}, {LABELS[resource]}"
        strain.under[resource] = f"{strain.id}.{resource}.utilisation"
        graph.express(
            strain.under[resource],
            growth.of(demand) / (Name(usage(author, tier, f"{resource}.supply")) * Name(fleet(author, tier))),
            label=f"{author.called(tier)}, {LABELS[resource]}, utilisation {when}",
            unit="%",
            role="utilisation",
        )
    flows = author.design.capacity.flows
    arriving = [flows[f] for f in flows_at(author, tier)[0] if growth.grows(f"flows.{f}.rate")]
    strain.waits = not arriving or any(str(flow.mode or "call") == "call" for flow in arriving)
    return strain if strain.under or strain.unknown else None


def _limit(author: Author, id: str, name: str, growth: Growth, when: str) -> Strain | None:
    """A ceiling that the design does not raise by itself; one for which it is sized is no strain."""
    graph, limit = author.graph, f"limits.{name}"
    if not growth.grows(f"{limit}.load"):
        return None
    strain = Strain(f"{id}.{limit}", name, None, title=words(name))
    ceiling = f"{limit}.allowed" if f"{limit}.allowed" in graph else f"{limit}.at_most"
    most: Expr = Name(ceiling)
    before = f"{limit}.utilisation"
    if author.design.capacity.limits[name].grows_by == "nodes":
        ceiling = f"{limit}.at_most"
        tier = str(author.design.capacity.limits[name].of).removeprefix("tiers.")
        if tier not in author.design.capacity.tiers:
            return None
        most = Name(ceiling) * Name(fleet(author, tier))
        before = f"{strain.id}.before"
        graph.express(
            before,
            Name(f"{limit}.load") / most,
            label=f"{words(name)}, utilisation today",
            unit="%",
            role="utilisation",
        )
    elif before not in graph:
        return None
    if not known(graph, before):
        strain.unknown.append(f"limit {in_words(name)}")
        return strain
    strain.before["limit"], strain.allowed["limit"] = before, 1.0
    strain.labels["limit"] = f"limit {in_words(name)}"
    strain.under["limit"] = f"{strain.id}.utilisation"
    graph.express(
        strain.under["limit"],
        growth.of(f"{limit}.load") / most,
        unit="%",
        role="utilisation",
        label=f"{words(name)}, utilisation {when}",
    )
    return strain


def add_carried(
    author: Author, strain: Strain, multiple: str, refusing: dict[str, str] | None = None
) -> str | None:
    """Id of how many times today's load a tier or limit carries; None when nothing of it is known."""
    if not strain.under:
        return None
    graph, label = author.graph, strain.title
    graph.define(
        f"{strain.id}.carried",
        overload.load_carried,
        label=f"{label}, load that is carried",
        unit="x",
        role="headroom",
        before=list(strain.before.values()),
        under=list(strain.under.values()),
        allowed=list(strain.allowed.values()),
        refusing=[(refusing or {}).get(resource, 0.0) for resource in strain.under],
        multiple=multiple,
    )
    if strain.tier is not None:
        graph.express(
            f"{strain.id}.utilisation",
            maximum(*[Name(u) for u in strain.under.values()]),
            label=f"{label}, utilisation under stress",
            unit="%",
            role="utilisation",
        )
    return f"{strain.id}.carried"


def add_fills(
    author: Author, strain: Strain, multiple: str | float, level: str | float, part: str, what: str
) -> str | None:
    """Id of the load that fills a tier or a limit, in times of today's; None when nothing of it is known."""
    if not strain.under:
        return None
    author.graph.define(
        f"{strain.id}.{part}",
        overload.load_that_fills,
        label=f"{strain.title}, {what}",
        unit="x",
        role="headroom",
        before=list(strain.before.values()),
        under=list(strain.under.values()),
        multiple=multiple,
        level=level if strain.tier else 1.0,
    )
    return f"{strain.id}.{part}"


def add_fullest(author: Author, id: str, found: list[Strain]) -> bool:
    """`ID.utilisation` and `ID.binds`: the largest utilisation, and what comes nearest to its limit."""
    pairs = [(s.labels[r], under, s.allowed[r]) for s in found for r, under in s.under.items()]
    if not pairs:
        return False
    graph = author.graph
    graph.express(
        f"{id}.utilisation",
        maximum(*[Name(under) for _, under, _ in pairs]),
        label="Largest utilisation under stress",
        unit="%",
        role="utilisation",
    )
    graph.express(
        f"{id}.binds",
        argmax(
            {
                label: Name(under) / (Name(most) if isinstance(most, str) else most)
                for label, under, most in pairs
            }
        ),
        label="What fills first under stress",
        unit="1",
        role="choice",
    )
    return True


def tightest(author: Author, tier: str, resources: list[str]) -> dict[str, tuple[str, str]]:
    """For each resource of a tier that is known, its utilisation today and what it may be under stress."""
    found = {}
    for resource in resources:
        if resource == SPACE or resource.startswith("limit "):
            continue
        now = fleet_utilisation(author, tier, resource)
        if known(author.graph, now):
            found[resource] = (now, allowed(author, tier, resource))
    return found


def add_today(author: Author, id: str, tier: str, used: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """Ids of a tier's largest utilisation today, and of the largest over what it may be: a loss multiplies
    both."""
    for part, terms, label in (
        ("today", [Name(now) for now, _ in used.values()], "largest utilisation before"),
        (
            "fullness_today",
            [Name(now) / Name(most) for now, most in used.values()],
            "that over what it may be",
        ),
    ):
        if f"{id}.{part}" not in author.graph:
            author.graph.express(
                f"{id}.{part}",
                maximum(*terms),
                label=f"{author.called(tier)}, {label}",
                unit="%",
                role="utilisation",
            )
    return f"{id}.today", f"{id}.fullness_today"
