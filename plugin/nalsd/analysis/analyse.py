"""From a design to its analysis: one module a phase, in order."""

from __future__ import annotations

from nalsd.analysis.alerts import add_alerts
from nalsd.analysis.alternatives import add_alternatives
from nalsd.analysis.analysis import Analysis, findings_of
from nalsd.analysis.author import Author
from nalsd.analysis.balancers import add_balancers
from nalsd.analysis.bounds import hold_formulas, without_consequences
from nalsd.analysis.capacity import add_capacity
from nalsd.analysis.cluster import add_cluster
from nalsd.analysis.context import add_constraints, add_context
from nalsd.analysis.copies import add_copies
from nalsd.analysis.cost import add_cost
from nalsd.analysis.definitions import broken_definitions
from nalsd.analysis.filling import add_filling
from nalsd.analysis.floors import add_floors
from nalsd.analysis.flows import add_flows
from nalsd.analysis.limits import add_limits, add_limits_raised
from nalsd.analysis.paths import add_paths
from nalsd.analysis.placement import Placement
from nalsd.analysis.places import Places
from nalsd.analysis.profiles import add_profiles
from nalsd.analysis.published import add_published
from nalsd.analysis.references import check_references
from nalsd.analysis.regions import Regions
from nalsd.analysis.reliability import add_reliability
from nalsd.analysis.repair import add_repair
from nalsd.analysis.replication import add_replication
from nalsd.analysis.slo import add_slos
from nalsd.analysis.stores import add_entities, add_stores
from nalsd.analysis.stress import add_stress
from nalsd.analysis.telemetry import add_telemetry
from nalsd.analysis.throughput import add_throughput
from nalsd.designs import Design


def analyse(design: Design, alternatives: bool = True) -> Analysis:
    """Everything nalsd computes of a design. Never raises for what an author wrote: problems become findings.

    `alternatives` False leaves them unevaluated (each costs as much as the design); their keys are
    checked all the same.
    """
    author = Author(design)
    author.findings += check_references(design)
    add_context(author)
    add_slos(author)
    add_entities(author)
    add_stores(author)
    add_profiles(author)
    add_flows(author)
    add_limits(author)
    add_filling(author)
    tiers = add_capacity(author)
    stores = add_copies(author)
    cluster = add_cluster(author, tiers)
    places = Places(author)
    over_regions = Regions(author, places)
    regions = over_regions.add(list(tiers))
    placement = Placement(over_regions)
    placement.add(list(tiers))
    add_repair(author, stores)
    add_limits_raised(author, tiers)
    add_balancers(author)
    add_replication(author, placement)
    add_floors(author, placement)
    add_reliability(author)
    add_cost(author)
    paths = add_paths(author, places)
    add_throughput(author, tiers)
    add_telemetry(author)
    add_alerts(author)
    stress = add_stress(author, tiers, cluster)
    add_constraints(author)
    published = add_published(author)
    analysis = Analysis(
        design,
        author.graph,
        tiers=tiers,
        published=published,
        cluster=cluster,
        regions=regions,
        paths=paths,
        stress=stress,
    )
    problems = author.graph.resolve()
    outside = hold_formulas(author)
    problems = without_consequences(author, problems, outside)
    author.findings += [*outside, *broken_definitions(author)]
    analysis.findings = [
        finding.of(design.slug)
        for finding in (*design.findings, *author.findings, *findings_of(problems, design.location))
    ]
    add_alternatives(analysis, alternatives)
    return analysis
