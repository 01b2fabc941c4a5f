"""Small designs for the tests of the analysis: phases as YAML text, written to a folder and analysed."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from nalsd.analysis import Analysis, analyse
from nalsd.designs import load_design

BOX = """
machines:
  box:
    cores: 10
    threads: 20
    ram: 100 GB
    nic: 10 Gbps
    queues: 10
    packets: 4M packet/s
    price: 100 USD/month_730h
    disks: [{count: 2, capacity: 2 TB, read_iops: 500k IOPS, write_iops: 100k IOPS, read: 4 GB/s,
             write: 2 GB/s, endurance: 1 /d, life: 5 y}]
"""
"""A machine of round numbers: 10 Gbps are 1.25 GB/s, two drives make 4 TB, 200k write IOPS and 4 GB/s."""

FLAT = """
headroom: {network: 50%, packets: 50%, cpu: 50%, disk_iops: 50%, disk_throughput: 50%, disk_capacity: 50%,
           memory: 50%}
"""
"""Every target at one half, so that a need is twice the demand over the supply."""

CLICKS = """
clients: {browser: {}}
workloads:
  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B, response: 40 B}
"""
"""One workload: 1 MB/s on average, 2.5 MB/s at peak."""


def write(
    folder: Path,
    context: str = CLICKS,
    slo: str = "",
    capacity: str = "",
    iterations: str = "",
    architecture: str = "",
    stress: str = "",
    index: str = "",
    published: str = "",
) -> Path:
    """A draft of these phases; a phase without text has no file."""
    folder = folder / "small-design"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"index": f"title: Test\nstatus: draft\n{dedent(index)}"}
    phases = {"context": context, "slo": slo, "capacity": capacity, "iterations": iterations,
              "architecture": architecture, "stress": stress}  # fmt: skip
    for number, (name, text) in enumerate(phases.items(), 1):
        if text.strip():
            texts[f"{number}-{name}"] = f"phase: {number}\n{dedent(text)}"
    if published:
        texts["published"] = dedent(published)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(f"---\n{text}\n---\nProse.\n", encoding="utf-8")
    return folder


def analysed(folder: Path, **phases: str) -> Analysis:
    """The design of these phases, computed."""
    return analyse(load_design(write(folder, **phases)))


def clean(folder: Path, **phases: str) -> Analysis:
    """The same; it must have no finding but those about what a draft leaves out."""
    analysis = analysed(folder, **phases)
    assert findings(analysis) == [], [f.message for f in analysis.findings]
    return analysis


def findings(analysis: Analysis) -> list[str]:
    """Codes of what is wrong, without what is missing in a draft."""
    return [f.code for f in analysis.findings if not f.code.startswith("N1")]


def about(value: float | None, rel: float = 1e-12) -> object:
    """A number by hand against a float: equal but for rounding in the last bits."""
    return pytest.approx(value, rel=rel)
