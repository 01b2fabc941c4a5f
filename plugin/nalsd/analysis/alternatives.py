"""Choices made otherwise: each alternative is the design with some keys set, evaluated in full."""

from __future__ import annotations

from dataclasses import replace

from nalsd.analysis.analysis import Analysis


def add_alternatives(analysis: Analysis, evaluate: bool) -> None:
    """What is wrong with the keys an alternative sets becomes a finding of the design; with `evaluate` each
    alternative gets an analysis of its own, with its own findings: a rejected choice may break rules."""
    from nalsd.analysis.analyse import analyse

    for name, alternative in analysis.design.capacity.alternatives.items():
        changed = analysis.design.changed({path: value for path, value in alternative.set.items()})
        analysis.findings += changed.findings
        if not evaluate:
            continue
        analysis.alternatives[name] = None
        if not changed.findings:
            bare = replace(changed, capacity=changed.capacity.model_copy(update={"alternatives": {}}))
            other = analyse(bare, alternatives=False)
            analysis.alternatives[name] = other
