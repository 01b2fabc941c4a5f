"""The body of a file: its sections, the claims in it and the calls that place computed things.

Nothing in it is executed. Code and mathematics are left alone; a claim is `[text](nalsd:ID)`, a call is one of a few
known names with literal arguments, and every other brace of a template language is a finding and becomes plain text.
"""

from __future__ import annotations
