"""Names that lead nowhere: every reference of the front-matter held against what the design defines."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any

from nalsd.designs import Design, Finding
from nalsd.designs.schema import stages as kinds
from nalsd.graph import Location

FAMILIES = ("clients", "workloads", "apis", "tiers", "flows", "limits", "stores", "services", "entities",
"regions",
            "paths", "slos")  # fmt: skip
"""What a reference may lead to, by the key that defines it."""


def check_references(design: Design) -> list[Finding]:
    """A finding for each name that nothing defines, with the nearest one that exists."""
    defined = _defined(design)
    return [
        finding
        for name, families, place in _references(design)
        if (finding := _check(design, str(name), families, place, defined)) is not None
    ]


def _defined(design: Design) -> dict[str, list[str]]:
    sources = (design.context, design.slo, design.capacity, design.iterations, design.architecture)
    return {family: [str(n) for s in sources for n in getattr(s, family, None) or ()] for family in FAMILIES}


def _check(
    design: Design, name: str, families: tuple[str, ...], place: Location, defined: dict[str, list[str]]
) -> Finding | None:
    head, _, rest = name.partition(".")
    wanted = [(family, rest) for family in families if family == head and rest] or [
        (f, name) for f in families
    ]
    if any(target in defined[family] or f"{family}.{target}" in design.broken for family, target in wanted):
        return None
    known = [n for family in families for n in defined[family]]
    near = difflib.get_close_matches(rest or name, known, n=1, cutoff=0.6)
    what = " or ".join(_singular(f) for f in families)
    listed = f"defined are {', '.join(known[:12])}" if known else f"the design defines no {what}"
    return Finding(
        "N201",
        f"no {what} is called `{name}`",
        place,
        help=f"did you mean `{near[0]}`?" if near else listed,
        printed=name,
        sought=tuple(dict.fromkeys(family for family, _ in wanted)),
    )


def _singular(family: str) -> str:
    return {"entities": "entity"}.get(family, family.removesuffix("s"))


def _references(design: Design) -> Iterator[tuple[Any, tuple[str, ...], Location]]:
    """Every reference: the name as written, the families it may lead to, its place."""

    def one(
        name: Any, *families: str, among: Iterable[str] = ()
    ) -> Iterator[tuple[Any, tuple[str, ...], Location]]:
        if name is not None and str(name) not in among:
            yield name, families, getattr(name, "location", design.location)

    def many(names: Iterable[Any], *families: str, among: Iterable[str] = ()) -> Iterator[Any]:
        for name in names or ():
            yield from one(name, *families, among=among)

    for workload in design.context.workloads.values():
        yield from one(workload.from_, "clients")
        yield from many(workload.peaks_with, "workloads", among=("all",))
    for requirement in design.context.requirements.values():
        yield from many(requirement.apis, "apis")
    for api in design.context.apis.values():
        yield from one(api.workload, "workloads")
    for slo in design.slo.slos.values():
        yield from one(slo.for_, "workloads", "paths", "stores", "tiers", "services")
    for store in design.slo.stores.values():
        yield from one(store.tier, "tiers")
        yield from one(store.service, "services")
        yield from one(store.entity, "entities")
        yield from one(store.caches, "stores")
        yield from many(store.written_by, "flows")
        yield from many(store.read_by, "flows")
        for keep in store.keep:
            yield from one(keep.in_, "services", "stores")
    for tier in design.capacity.tiers.values():
        for state in tier.state.values():
            yield from one(state.of, "flows")
        for work in tier.background.values():
            yield from one(work.to, "services", "tiers")
            yield from one(work.of, "stores", among=("state", *tier.state))
    for flow in design.capacity.flows.values():
        yield from one(flow.from_, "workloads", "tiers", "clients", "services")
        yield from one(flow.to, "tiers", "clients", "services")
        yield from one(flow.of, "flows")
        yield from many(flow.bypasses, "tiers")
    for limit in design.capacity.limits.values():
        yield from one(limit.of, "stores", "tiers", "flows", "services")
    yield from _of_iterations(design, one, many)
    yield from _of_paths(design, one)
    for name in design.architecture.observability.metrics if design.architecture.observability else ():
        yield from one(name, "tiers")
    for scenario in design.stress.stress.values():
        families = {"retry_storm": ("tiers",), "silent_loss": ("tiers",), "loss": ("tiers",)}.get(
            str(scenario.kind), ("workloads", "flows", "stores", "tiers")
        )
        yield from one(getattr(scenario, "of", None), *families, among=("all",))
        yield from one(getattr(scenario, "at", None), "tiers")


def _of_iterations(design: Design, one: Any, many: Any) -> Iterator[Any]:
    for name in design.iterations.cluster:
        yield from one(name, "tiers", "stores")
    for balancer in design.iterations.balancers.values():
        yield from one(balancer.before, "tiers")
        yield from one(balancer.tier, "tiers")
    for region in design.iterations.regions.values():
        yield from many(region.runs, "tiers", "stores", among=("all",))
        yield from many(region.rtt, "regions")
        yield from many(region.takes.workloads if region.takes is not None else (), "workloads")
    failover = design.iterations.failover
    yield from one(failover.to if failover is not None else None, "regions", among=("nearest", "spread"))
    for name, replication in design.iterations.replicate.items():
        yield from one(name, "stores")
        yield from one(replication.from_, "regions")
        yield from many(replication.to, "regions")


def _of_paths(design: Design, one: Any) -> Iterator[Any]:
    for path in design.architecture.paths.values():
        yield from one(path.workload, "workloads")
        for stage in flat_stages(path.stages):
            for kind, key, families in (
                (kinds.QueueStage, "queue", ("tiers",)),
                (kinds.BatchStage, "batch", ("flows",)),
                (kinds.CallStage, "call", ("flows",)),
                (kinds.LagStage, "lag", ("flows",)),
                (kinds.CommitStage, "commit", ("stores",)),
                (kinds.ReadStage, "read", ("stores",)),
            ):
                if isinstance(stage, kind):
                    yield from one(getattr(stage, key), *families)
            if isinstance(stage, kinds.RttStage):
                for end in stage.ends:
                    yield (
                        end,
                        ("clients", "tiers", "regions", "services"),
                        getattr(stage.rtt, "location", stage.location),
                    )


def flat_stages(stages: Iterable[kinds.Stage]) -> Iterator[kinds.Stage]:
    """Every stage of a path, those inside `all_of`, `first_of` and `when` included."""
    for stage in stages:
        yield stage
        for key in ("all_of", "first_of", "stages"):
            yield from flat_stages(getattr(stage, key, None) or ())
