"""Ranges, and what follows from them: distributions, what matters most, and what a multiple of today needs.

Numpy is loaded only where an author stated a range.
"""

from nalsd.analysis.uncertainty.distribution import Bins, Distribution, Uncertainty, uncertainty
from nalsd.analysis.uncertainty.inputs import ranges_of
from nalsd.analysis.uncertainty.points import SAMPLES

__all__ = ["SAMPLES", "Bins", "Distribution", "Uncertainty", "ranges_of", "uncertainty"]
