"""Error budgets: how much failure an availability target leaves."""

from __future__ import annotations

from nalsd.graph import floor, formula, guard
from nalsd.physics.sources import ALERTING_ON_SLOS


@formula(
    "Error budget in time",
    symbols={"target": ("1", "availability that is promised"), "window": ("s", "over which it is promised")},
    gives=("s", "time of full outage that the target leaves"),
    limits=(
        "differs from the budget in requests where traffic is not flat: an outage at peak costs more requests"
    ),
    source=ALERTING_ON_SLOS,
)
def error_budget_time(target, window):
    """What is not promised of the window."""
    guard(target < 1, "a target of 100% leaves no budget")
    guard(target >= 0, "a target is a share")
    return (1 - target) * window


@formula(
    "Error budget in requests",
    symbols={
        "target": ("1", "share of good requests that is promised"),
        "window": ("s", "over which it is promised"),
        "rate": ("request/s", "average rate"),
    },
    gives=("request", "failed requests that the target leaves"),
    limits="from an average rate",
    source=ALERTING_ON_SLOS,
)
def error_budget_requests(target, window, rate):
    """What is not promised of the window's requests."""
    guard(target < 1, "a target of 100% leaves no budget")
    guard(target >= 0, "a target is a share")
    return (1 - target) * rate * window


@formula(
    "Full outages an error budget allows",
    symbols={"budget": ("s", "error budget in time"), "outage": ("s", "length of one full outage")},
    gives=("1", "whole outages within the budget"),
    source=ALERTING_ON_SLOS,
)
def outages_in_budget(budget, outage):
    """Whole outages only."""
    guard(outage > 0, "an outage has a length")
    return floor(budget / outage)
