"""Packets or bytes that nobody asked for, at one tier: they cannot be told apart before they have arrived."""

from __future__ import annotations

from nalsd.analysis.analysis import StressResult, Told
from nalsd.analysis.constants import constant, datapath
from nalsd.analysis.fleet import fleet
from nalsd.analysis.resource import LABELS, known, usage
from nalsd.analysis.stress.inputs import RATE, TIME, measured_in
from nalsd.analysis.stress.outcome import ROUNDING, add_outcome
from nalsd.analysis.stress.scenario import Teller
from nalsd.analysis.stress.strain import allowed
from nalsd.designs.schema.stress import Surge
from nalsd.graph import Expr, Name, argmax, maximum, minimum
from nalsd.physics import network, packets


def add_flood(scenario: Teller[Surge], tier: str) -> StressResult:
    """Ids `stress.NAME.*` of a flood: packets, bytes and kernel work on top of a tier's load.

    With regions it comes to each of them in the share of its users, as an address that is announced from
    all of them makes it: it is held against the fleet of all regions, and the fullest of them decides.
    """
    scenario.state("added", scenario.scenario.add, "load on top", "peak", _unit(scenario), RATE, above=True)
    if scenario.scenario.for_ is not None:
        scenario.state("lasts", scenario.scenario.for_, "how long it lasts", "duration", "s", TIME)
    nodes, more, full = fleet(scenario.author, tier), _more(scenario, tier), {}
    used = []
    for resource, added in more.items():
        before = usage(scenario.author, tier, f"{resource}.utilisation")
        if not known(scenario.graph, before):
            scenario.unknown.append(f"{LABELS[resource]} of {scenario.author.inside(tier)}")
            continue
        part = f"tiers.{tier}.{resource}.utilisation"
        supply = Name(usage(scenario.author, tier, f"{resource}.supply"))
        demand = Name(usage(scenario.author, tier, f"{resource}.demand"))
        scenario.express(
            part,
            (demand + added) / (supply * Name(nodes)),
            f"{scenario.author.inside(tier)}, {LABELS[resource]}, utilisation under the flood",
            "%",
            "utilisation",
        )
        used.append(Name(scenario.part(part)))
        full[f"{scenario.author.called(tier)}, {LABELS[resource]}"] = used[-1] / Name(
            allowed(scenario.author, tier, resource)
        )
    if not used:
        return scenario.cannot_tell(f"what {scenario.author.inside(tier)} takes")
    scenario.express(
        "utilisation", maximum(*used), "largest utilisation under the flood", "%", "utilisation", tell=True
    )
    scenario.express("binds", argmax(full), "what fills first under the flood", "1", "choice", tell=True)
    scenario.express(
        "carried",
        minimum(1.0, 1.0 / maximum(*full.values())),
        "share of all that arrives, wanted or not, that is taken",
        "%",
        "ratio",
        tell=True,
    )
    scenario.shed("share of what is wanted that is lost")
    outcome = add_outcome(
        scenario.author,
        scenario.id,
        fails=Name(scenario.part("carried")) < 1.0 - ROUNDING,
        sheds=False,
        unknown=bool(scenario.unknown),
    )
    fullest = f"Fullest is {scenario.shown('binds')}, at {scenario.shown('utilisation')}"
    lasts = f" for {scenario.shown('lasts')}" if scenario.has("lasts") else ""
    return scenario.result(
        outcome,
        {
            "survives": (Told(f"{scenario.shown('added')} on top are taken in. {fullest}."),),
            "fails": (
                Told(
                    f"{fullest}: {scenario.shown('shed')} of what is wanted is lost with what is not{lasts}."
                ),
            ),
        },
        sheds="shed",
        recovers="lasts",
        tiers=[tier],
    )


def is_flood(scenario: Teller[Surge]) -> bool:
    """Whether load is added in packets or in bytes: what it asks of the machine is then no request's."""
    added = scenario.scenario.add
    return added is not None and any(measured_in(scenario.author, added, u) for u in ("packet/s", "B/s"))


def _unit(scenario: Teller[Surge]) -> str:
    added = scenario.scenario.add
    assert added is not None
    return "packet/s" if measured_in(scenario.author, added, "packet/s") else "bit/s"


def _more(scenario: Teller[Surge], tier: str) -> dict[str, Expr]:
    """What the flood asks of each resource of the tier."""
    added = Name(scenario.part("added"))
    if _unit(scenario) != "packet/s":
        return {"network_in": added}
    author, more = scenario.author, {}
    if scenario.scenario.size is not None:
        scenario.state(
            "size",
            scenario.scenario.size,
            "size of what is added",
            "size",
            "B/packet",
            "a size is not negative",
        )
        scenario.define(
            "frame",
            network.frame_on_wire,
            "one of them on the wire",
            "B/packet",
            "size",
            payload=0.0,
            headers=scenario.part("size"),
            ethernet=0.0,
            smallest=constant(author, "network.smallest_frame", "Smallest frame", "size", "B/packet"),
            gap=constant(author, "network.gap", "Preamble and gap of a frame", "size", "B/packet"),
        )
        more["network_in"] = added * Name(scenario.part("frame"))
    more["packets"] = added
    per_core = datapath(author, str(author.design.capacity.tiers[tier].datapath))
    scenario.define(
        "cores",
        packets.kernel_cores,
        "cores that its packets take",
        "core",
        "demand",
        packets=scenario.part("added"),
        per_core=per_core,
    )
    more["cpu"] = Name(scenario.part("cores"))
    return {r: expr for r, expr in more.items() if r in scenario.tiers[tier].resources}
