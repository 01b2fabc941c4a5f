"""The id that a mistyped one most likely means."""

from __future__ import annotations

import pytest

from nalsd.graph.nearest import nearest_id
from tests.cost import holds_within

KNOWN = [
    "assumptions.dau",
    "quantities.posts",
    "workloads.click.average",
    "workloads.click.peak",
    "workloads.click.peak_payload",
    "workloads.query.peak",
    "stores.click_log.row",
    "tiers.log.single.needed",
    "tiers.log.single.cpu.demand",
    "tiers.log.machine.ram",
    "tiers.edge.single.needed",
    "design.nodes",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("workloads.click.peek", "workloads.click.peak"),
        ("workloads.click.peak_paylod", "workloads.click.peak_payload"),
        ("workload.click.peak", "workloads.click.peak"),
        ("workloads.clicks.average", "workloads.click.average"),
        ("tiers.log.needed", "tiers.log.single.needed"),
        ("tiers.edge.needed", "tiers.edge.single.needed"),
        ("tiers.log.single.cpu.demnd", "tiers.log.single.cpu.demand"),
        ("dau", "assumptions.dau"),
        ("dauu", "assumptions.dau"),
        ("post", "quantities.posts"),
        ("design.node", "design.nodes"),
        ("xyzzy", None),
        ("", None),
        ("....", None),
    ],
)
def test_a_slip_finds_what_was_meant(typed: str, meant: str | None) -> None:
    assert nearest_id(typed, KNOWN) == meant


def test_many_ids_are_searched_quickly() -> None:
    known = [f"tiers.t{i}.single.resource_{j}.utilisation" for i in range(100) for j in range(50)]
    slips = ("tiers.t7.singel.resource_9.utilisation", "workloads.click.peak", "x" * 10_000, "a." * 5_000)
    holds_within(100, lambda: [nearest_id(slip, known) for slip in slips])
