"""Choices made otherwise: each alternative is the design with some keys set, evaluated in full."""

from __future__ import annotations

from nalsd.analysis.analysis import Analysis


def add_alternatives(analysis: Analysis) -> None:
    """An analysis of the design for each of its alternatives; what is wrong with one becomes a finding of
    the design."""
    from nalsd.analysis.analyse import analyse

    known = {(f.code, f.location, f.message) for f in analysis.findings}
    for name, alternative in analysis.design.capacity.alternatives.items():
        changed = analysis.design.changed({path: value for path, value in alternative.set.items()})
        if changed.findings:
            analysis.findings += changed.findings
            analysis.alternatives[name] = None
            continue
        other = analyse(changed, alternatives=False)
        analysis.findings += [f for f in other.findings if (f.code, f.location, f.message) not in known]
        analysis.alternatives[name] = other
