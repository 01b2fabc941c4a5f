"""Small design folders as text, and writing them."""

from __future__ import annotations

from pathlib import Path

INDEX = "---\ntitle: Clicks\n---\nWhat it is.\n"
CONTEXT = """\
---
phase: 1
workloads:
  click: {kind: write, average: 2M/s, peak: 5M/s, request: 500 B}
---
## Problem statement
Count clicks.
"""
CAPACITY = """\
---
phase: 3
tiers:
  edge: {machine: aws/c7g.8xlarge}
flows:
  click_in: {from: workloads.click, to: edge}
---
## Capacity
One tier.
"""
SMALL = {
    "index.md": INDEX,
    "1-context.md": CONTEXT,
    "2-slo.md": "---\nphase: 2\n---\nNothing yet.\n",
    "3-capacity.md": CAPACITY,
    "4-iterations.md": "---\nphase: 4\n---\nNothing yet.\n",
    "5-architecture.md": "---\nphase: 5\n---\nNothing yet.\n",
    "6-stress-test.md": "---\nphase: 6\n---\nNothing yet.\n",
}
"""A whole design: one workload, one tier, one machine."""


def write(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    """Writes files below a folder; None leaves one out."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def phase(number: int, front: str, body: str = "\nText.\n") -> str:
    """A file of a phase with the given front-matter below `phase:`."""
    return f"---\nphase: {number}\n{front}\n---\n{body}"
