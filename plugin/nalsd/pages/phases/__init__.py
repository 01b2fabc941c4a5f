"""What each phase page shows: from an analysis to parts with tables, charts and diagrams."""

from collections.abc import Callable

from nalsd.pages.parts import Contents
from nalsd.pages.phases import architecture, capacity, context, iterations, slo, stress
from nalsd.pages.view import DesignView

CONTENTS: dict[int, Callable[[DesignView], Contents]] = {
    1: context.contents,
    2: slo.contents,
    3: capacity.contents,
    4: iterations.contents,
    5: architecture.contents,
    6: stress.contents,
}
"""What makes the contents of each phase page."""

__all__ = ["CONTENTS"]
