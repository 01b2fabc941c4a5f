"""Availability, error budgets, alerts: which formula answers which key."""

from __future__ import annotations

from nalsd.physics import availability, slo
from tests.vectors.topic import YEAR, Topic, call

PART = {"time_to_failure": "mttf_h h", "time_to_repair": "mttr_h h"}

TOPICS: dict[str, Topic] = {
    "availability/series-parallel": Topic(
        {
            "whole": call(
                availability.series_availability,
                parts=lambda inputs: [
                    *inputs["series"],
                    *(availability.parallel_availability(group) for group in inputs["parallel_groups"]),
                ],
            ),
            "down": call(availability.downtime, unavailability="@whole.unavailability", window=YEAR),
        },
        {
            "availability": "whole.availability",
            "unavailability": "whole.unavailability",
            "downtime_min_per_year": "down.downtime min",
            "nines": "down.nines",
        },
    ),
    "availability/k-of-n-quorum": Topic(
        {
            "node": call(availability.part_availability, **PART),
            "group": call(availability.quorum_unavailability, parts="n", needed="k", availability="@node"),
            "down": call(availability.downtime, unavailability="@group", window=YEAR),
            "crew": call(availability.single_crew_unavailability, parts="n", needed="k", **PART),
        },
        {
            "node_availability": "node",
            "u_independent_repair": "group",
            "availability": "1 - group",
            "downtime_min_per_year": "down.downtime min",
            "u_single_crew": "crew",
        },
    ),
    "availability/active-active-regions": Topic(
        {
            "regions": call(
                availability.region_availability,
                regions="regions",
                needed="min_regions",
                time_to_failure="region_mttf_h h",
                time_to_repair="region_mttr_h h",
                shared="shared_availability",
                switchover="switchover_min min",
            ),
            "down": call(availability.downtime, unavailability="@regions.unavailability", window=YEAR),
        },
        {
            "region_availability": "regions.region",
            "u_capacity": "regions.too_few",
            "u_switchover": "regions.switching",
            "availability": "regions.availability",
            "downtime_min_per_year": "down.downtime min",
        },
    ),
    "availability/dependency-budget": Topic(
        {
            "budget": call(
                availability.dependency_budget,
                target="target",
                own_share="own_share_of_budget",
                dependencies="n_critical_deps",
            )
        },
        {
            "dep_unavailability_budget": "budget.unavailability",
            "dep_availability_min": "budget.availability",
            "extra9_dep_availability": "budget.extra_nine",
            "unavailability_with_extra9_deps": "budget.with_extra_nine",
            "max_extra9_deps": "budget.most_extra_nine",
        },
    ),
    "availability/error-budget": Topic(
        {
            "time": call(slo.error_budget_time, target="slo", window="window_days d"),
            "requests": call(
                slo.error_budget_requests, target="slo", window="window_days d", rate="requests_per_s"
            ),
            "outages": call(slo.outages_in_budget, budget="@time", outage=600.0),
        },
        {
            "budget_s": "time",
            "budget_min": "time min",
            "budget_requests": "requests",
            "max_full_outages_of_10min": "outages",
        },
    ),
    "availability/multiwindow-burn-rate": Topic(
        {
            "burn": call(availability.burn_rate, target="slo", error_rate="error_rate"),
            "budget": call(
                availability.alert_budget,
                window="window_days d",
                threshold="burn_threshold",
                long_window="long_min min",
            ),
            "alert": call(
                availability.burn_rate_alert,
                target="slo",
                window="window_days d",
                threshold="burn_threshold",
                long_window="long_min min",
                short_window="short_min min",
                error_rate="error_rate",
            ),
        },
        {
            "burn_rate": "burn",
            "budget_fraction_at_threshold": "budget",
            "detection_min": "alert.detection min",
            "budget_used_at_detection": "alert.budget_spent",
            "reset_min": "alert.reset min",
            "time_to_exhaustion_h": "alert.exhaustion h",
        },
    ),
}
