"""Arithmetic in prose: reads the sums of any Markdown and says which of them are wrong.

`lines` cuts a page into what is read as one, `tokens` and `words` read markup, TeX and words, `parser` and
`unitwords` the grammar of estimates, `quantities` and `tree` what they come to, `links` finds equations, and
`nearness` and `judge` hold them against what is printed. May import `nalsd.units`, and nothing above it.
"""

from __future__ import annotations

from nalsd.checks.arithmetic.accepted import without_accepted
from nalsd.checks.arithmetic.audit import Verified, audit

__all__ = ["Verified", "audit", "without_accepted"]
