"""A small design with one workload, one tier and one machine of its own, written to a folder."""

from __future__ import annotations

from pathlib import Path

INDEX = "---\ntitle: Echo\nstatus: draft\n---\nSays back what it is told.\n"

CONTEXT = """\
---
phase: 1
clients: {phone: {}}
workloads:
  ask: {from: phone, kind: read, average: 10k/s, peak: 20k/s, request: 400 B, response: 1 kB}
---
## Problem statement

At peak [64 Mbps](nalsd:workloads.ask.peak_payload) come in, [](nalsd:workloads.ask.peak) of them.
"""

CAPACITY = """\
---
phase: 3
machines:
  box: {cores: 16, ram: 64 GiB, nic: 10 Gbps, queues: 16, packets: 4M packet/s}
tiers:
  front: {machine: box, work: {ask_in: {rate: 50k op/s/core}}}
flows:
  ask_in: {from: workloads.ask, to: front, protocol: tcp}
---
## Compute

One core would do.
"""

FILES = {"index.md": INDEX, "1-context.md": CONTEXT, "3-capacity.md": CAPACITY}


def write(root: Path, slug: str = "echo", **changed: str) -> Path:
    """The design's folder below `root/designs`; keyword arguments replace files, `context="..."`."""
    names = {"index": "index.md", "context": "1-context.md", "capacity": "3-capacity.md"}
    folder = root / "designs" / slug
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **{names[key]: text for key, text in changed.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
