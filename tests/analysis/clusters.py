"""Designs of one tier and one store, changed where a test wants it, and what the analysis says of them."""

from __future__ import annotations

from pathlib import Path

from nalsd.analysis import Analysis, analyse
from nalsd.checks import check_catalogue
from nalsd.designs import load_design
from tests.checks import small

CONTEXT = """\
---
phase: 1
clients: {browser: {%s}}
workloads:
  click: {from: browser, kind: write, average: 2M/s, peak: 5M/s, request: 500 B, response: 0 B}
---
Clicks.
"""
SLO = """\
---
phase: 2
slos: {%s}
stores:
  log: {tier: broker, engine: log, row: 500 B, written_by: [append], keep: [{for: 7 d}]%s}
---
Kept for a week.
"""
CAPACITY = """\
---
phase: 3
machines:
  box:
    cores: 32
    threads: 64
    ram: 128 GiB
    nic: 100 Gbps
    queues: 64
    packets: 40M packet/s
    disks: [{count: 4, capacity: 7.68 TB, read_iops: 1M IOPS, write_iops: 200k IOPS, read: 6 GB/s,
             write: 4 GB/s, endurance: 1 /d, life: 5 y}]
    price: 1000 USD/month_730h
tiers:
  broker: {machine: box, work: {append: {rate: 1 GB/s/core}}%s}
flows:
  append: {from: workloads.click, to: broker, batch: {size: 200}, protocol: tcp}
---
One tier.
"""
ITERATIONS = "---\nphase: 4\n%s---\nCopies.\n"
THREE = "zones: 3\ncluster:\n  log: {rf: 3, write: 2, read: 2}\n"


def files(
    *, iterations: str = THREE, slos: str = "", store: str = "", tier: str = "", clients: str = "",
    paths: str = "",
) -> dict[str, str]:  # fmt: skip
    """The files of a design; each part is front-matter that is put in its place."""
    return {
        "1-context.md": CONTEXT % clients,
        "2-slo.md": SLO % (slos, store),
        "3-capacity.md": CAPACITY % tier,
        "4-iterations.md": ITERATIONS % iterations,
        "5-architecture.md": f"---\nphase: 5\n{paths}---\nPaths.\n",
        "6-stress-test.md": "---\nphase: 6\n---\nNone.\n",
    }


def analysed(folder: Path, **parts: str) -> Analysis:
    """The design analysed."""
    return analyse(load_design(small.write(folder, files(**parts))), alternatives=False)


def codes(folder: Path, **parts: str) -> list[str]:
    """Codes of what the check finds of copies, quorums, losses, objectives and places."""
    small.write(folder, files(**parts))
    report = check_catalogue(folder)
    return [r.code for r in report.findings if not r.code.startswith(("N106", "N107"))]
