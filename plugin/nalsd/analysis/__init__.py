"""From a design to its quantity graph: what each phase computes, one module a phase or resource.

`analyse` is the entry; pages, checks and commands read the `Analysis` it gives. Uses `designs`, `physics`,
`knowledge`, `graph`.
"""

from nalsd.analysis.alerts import alert_rules
from nalsd.analysis.analyse import analyse
from nalsd.analysis.analysis import Analysis, AtScale, Rung, TierResult
from nalsd.analysis.published import PublishedFigure
from nalsd.analysis.resource import LABELS, RESOURCES
from nalsd.analysis.waterfall import PathResult, StageResult

__all__ = [
    "LABELS",
    "RESOURCES",
    "Analysis",
    "AtScale",
    "PathResult",
    "PublishedFigure",
    "Rung",
    "StageResult",
    "TierResult",
    "alert_rules",
    "analyse",
]
