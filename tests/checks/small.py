"""A small complete design that tests write to a folder, changed where they want it."""

from __future__ import annotations

from pathlib import Path

INDEX = "---\ntitle: Click log\nstatus: published\n---\nRecords clicks and gives them back.\n"

CONTEXT = """\
---
phase: 1
requirements:
  ingest: {text: Record each click once, apis: [report_click]}
clients:
  browser: {}
workloads:
  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B, response: 40 B}
apis:
  report_click: {method: POST, path: /v1/clicks, workload: click}
---
## Problem statement

Each click is recorded once. The payload peaks at [20 Mbps](nalsd:workloads.click.peak_payload).
"""

SLO = """\
---
phase: 2
slos:
  up: {for: workloads.click, availability: 99%}
entities:
  click: {columns: {id: uuid, ad_id: int64, at: timestamp}, primary_key: [id]}
stores:
  click_log: {tier: log, engine: log, entity: click, written_by: [append], keep: [{for: 7 d}]}
---
Clicks are kept for a week.
"""

CAPACITY = """\
---
phase: 3
machines:
  box:
    cores: 16
    threads: 32
    ram: 128 GiB
    nic: 10 Gbps
    queues: 16
    packets: 4M packet/s
    disks:
      - {capacity: 4 TB, read_iops: 500k IOPS, write_iops: 100k IOPS, read: 3 GB/s, write: 2 GB/s,
         endurance: 1 /d, life: 5 y}
tiers:
  front: {machine: box, nodes: 1, stateless: true}
  log: {machine: box, nodes: 3, work: {append: {rate: 50k op/s/core}}}
flows:
  append: {from: workloads.click, to: log, protocol: tcp}
---
Three nodes, one a zone.
"""

ITERATIONS = """\
---
phase: 4
zones: 3
cluster:
  click_log: {rf: 3, write: 2, read: 2}
---
Three copies, one a zone.
"""

ARCHITECTURE = """\
---
phase: 5
paths:
  record: {workload: click, stages: [{queue: log}]}
---
A click passes one tier.
"""

STRESS = """\
---
phase: 6
stress:
  zone: {kind: loss, lose: {zones: 1}, of: all}
---
Two zones carry the peak.
"""

FILES = {
    "index.md": INDEX,
    "1-context.md": CONTEXT,
    "2-slo.md": SLO,
    "3-capacity.md": CAPACITY,
    "4-iterations.md": ITERATIONS,
    "5-architecture.md": ARCHITECTURE,
    "6-stress-test.md": STRESS,
    "examples/click.json": '{"ad": 17, "at": "2026-05-01T12:00:00Z", '
    '"page": "https://example.com/a/long/path/of/a/page", "who": "6f1d"}\n',
}
"""The design as it is when nothing is changed; `nalsd check` has nothing to say about it."""


def write(
    designs: Path, changes: dict[str, str | bytes | None] | None = None, slug: str = "click-log"
) -> Path:
    """Writes the design below a folder of designs, with some files replaced, added, or (None) left out."""
    folder = designs / slug
    for name, text in {**FILES, **(changes or {})}.items():
        path = folder / name
        if text is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
    return folder


def with_prose(file: str, prose: str) -> dict[str, str]:
    """A change of one file: the same front-matter, other prose."""
    head = FILES[file].split("---\n")[1]
    return {file: f"---\n{head}---\n{prose}\n"}


def with_lines(file: str, *lines: str) -> dict[str, str]:
    """A change of one file: lines added at the end of its front-matter."""
    _, head, prose = FILES[file].split("---\n", 2)
    return {file: "---\n" + head + "".join(f"{line}\n" for line in lines) + "---\n" + prose}


def replaced(file: str, old: str, new: str) -> dict[str, str]:
    """A change of one file: one text for another, which must be there."""
    assert old in FILES[file], old
    return {file: FILES[file].replace(old, new)}
