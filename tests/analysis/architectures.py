"""Small designs with a phase 5 for the tests of paths, telemetry and alerts."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from nalsd.analysis import Analysis, analyse
from nalsd.designs import load_design
from tests.analysis.designs import BOX, FLAT, findings, write

TIERS = (
    BOX
    + FLAT
    + """
tiers:
  front: {machine: box, nodes: 4, work: {clicks: {each: 2 ms}}}
  log: {machine: box, nodes: 3, work: {append: {each: 1 ms}, look: {each: 3 ms}}}
flows:
  clicks: {from: workloads.click, to: front, protocol: tcp}
  append: {from: front, to: log, of: clicks, batch: {size: 10, wait: 8 ms}, protocol: tcp}
  look: {from: front, to: log, of: clicks, ratio: 1%, protocol: tcp}
  ship: {from: front, to: log, of: clicks, batch: {size: 100}, mode: async, protocol: tcp}
  fetch: {from: front, to: log, of: clicks, batch: {size: 100}, mode: pull, protocol: tcp}
  store: {from: front, to: objects, of: clicks, ratio: 1%, protocol: https}
"""
)
"""5,000 clicks a second at 2 ms keep 10 of 40 cores busy; at 1 ms each, in 500 batches, 5 of 30."""

DATA = """
services:
  objects: {kind: object_store, latency: {p50: 30 ms, p99: 200 ms}}
  silent: {kind: object_store}
stores:
  kept: {tier: log, engine: log, row: 500 B, written_by: [append], keep: [{for: 1 d}], durable_at: page_cache}
  synced: {tier: log, engine: btree, row: 500 B, written_by: [append], read_by: [look], keep: [{for: 1 d}],
           durable_at: fsync}
  blobs: {service: objects, row: 500 B}
"""

COPIES = """
zones: 3
cluster:
  kept: {rf: 3, write: 2, read: 1}
  synced: {rf: 3, write: 2, read: 2}
"""


def built(
    folder: Path, stages: str, slos: str = "{}", more: str = "", data: str = DATA, capacity: str = TIERS,
    iterations: str = COPIES, **phases: str,
) -> Analysis:  # fmt: skip
    """One path `way` of these stages, computed."""
    design = write(
        folder, slo=f"slos: {slos}\n{dedent(data)}", capacity=capacity, iterations=iterations, **phases
    )
    text = f"phase: 5\npaths:\n  way:\n    workload: click\n    stages: {stages}\n{dedent(more)}"
    (design / "5-architecture.md").write_text(f"---\n{text}\n---\nProse.\n", encoding="utf-8")
    return analyse(load_design(design))


def faultless(folder: Path, stages: str, **rest: str) -> Analysis:
    """The same without a finding."""
    analysis = built(folder, stages, **rest)
    assert findings(analysis) == [], [f.message for f in analysis.findings]
    return analysis
