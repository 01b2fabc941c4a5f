"""A name of the front-matter that leads nowhere is a finding at its place, with the nearest that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.designs import BOX, about, analysed, findings

PHASES = {
    "context": """
requirements: {ingest: {text: Record each click, apis: [report]}}
clients: {browser: {located: {here: 100%}}}
workloads:
  click: {from: browser, kind: write, average: 2k/s, peak: 5k/s, request: 500 B, response: 40 B,
          peaks_with: [look]}
  look: {from: browser, kind: read, average: 2k/s, peak: 5k/s, request: 100 B, response: 1 kB}
apis: {report: {method: POST, path: /v1/clicks, workload: click}}
""",
    "slo": """
slos: {up: {for: workloads.click, availability: 99.9%}}
entities: {row: {columns: {id: uuid}}}
services: {objects: {kind: object_store}}
stores:
  kept: {tier: log, engine: log, entity: row, written_by: [append], read_by: [fetch],
         keep: [{for: 7 d}, {for: 1 y, in: objects}]}
  cached: {tier: edge, engine: memory, caches: kept, hit_ratio: 90%, popularity: zipf(0.9)}
""",
    "capacity": BOX
    + """
tiers:
  edge: {machine: box, state: {seen: {holds: events, of: enter, row: 24 B, window: 1 min}},
         background: {save: {every: 60 s, writes: 10%, of: seen, to: objects}}}
  log: {machine: box}
flows:
  enter: {from: workloads.click, to: edge, protocol: tcp}
  append: {from: edge, to: log, of: enter, protocol: tcp}
  fetch: {from: workloads.look, to: log, protocol: tcp}
  reply: {from: log, to: clients.browser, of: fetch, mode: async, bypasses: [edge], protocol: tcp}
limits: {cap: {of: stores.kept, each: shard, load: append.bytes, at_most: 50 MB/s, grows_by: shards}}
""",
    "iterations": """
zones: 3
cluster: {kept: {rf: 3, write: 2, read: 2}, edge: {spread: zone}}
balancers: {front: {before: edge, layer: 4}}
regions: {here: {place: aws/us-east-1, runs: [edge, log, kept]}, there: {place: aws/eu-west-1, runs: all}}
replicate: {kept: {from: here, to: there, mode: async, lag: 30 s}}
""",
    "architecture": """
paths:
  ingest:
    workload: click
    stages:
      - rtt: browser -> edge
      - queue: edge
      - call: append
      - commit: kept
      - read: kept
observability: {metrics: {edge: {series: 400}}}
""",
    "stress": """
stress:
  zone: {kind: loss, lose: {zones: 1}, of: all}
  busy: {kind: surge, load: 10x, of: workloads.click, for: 1 h}
  hot: {kind: hot_key, of: kept, share: 20%}
""",
}

BROKEN = [
    ("context", "apis: [report]", "apis: [reprot]", "api", "report"),
    ("context", "click: {from: browser", "click: {from: browzer", "client", "browser"),
    ("context", "peaks_with: [look]", "peaks_with: [lok]", "workload", "look"),
    ("context", "workload: click}", "workload: clicks}", "workload", "click"),
    ("slo", "for: workloads.click", "for: workloads.clack", "workload", "click"),
    ("slo", "kept: {tier: log", "kept: {tier: lag", "tier", "log"),
    ("slo", "entity: row", "entity: rows", "entity", "row"),
    ("slo", "written_by: [append]", "written_by: [apend]", "flow", "append"),
    ("slo", "read_by: [fetch]", "read_by: [fech]", "flow", "fetch"),
    ("slo", "in: objects", "in: object", "service", "objects"),
    ("slo", "caches: kept", "caches: keptt", "store", "kept"),
    ("capacity", "of: enter, row", "of: entr, row", "flow", "enter"),
    ("capacity", "of: seen, to: objects", "of: seenn, to: objects", "store", None),
    ("capacity", "of: seen, to: objects", "of: seen, to: objectz", "service", "objects"),
    ("capacity", "{from: edge, to: log, of: enter", "{from: edje, to: log, of: enter", "tier", "edge"),
    ("capacity", "to: log, of: enter", "to: lug, of: enter", "tier", "log"),
    ("capacity", "to: log, of: enter", "to: log, of: entre", "flow", "enter"),
    ("capacity", "from: workloads.look", "from: workloads.loook", "workload", "look"),
    ("capacity", "bypasses: [edge]", "bypasses: [ledge]", "tier", "edge"),
    ("capacity", "of: stores.kept", "of: stores.kepd", "store", "kept"),
    ("capacity", "edge: {machine: box", "edge: {machine: bax", "machine", None),
    ("iterations", "kept: {rf", "keptt: {rf", "tier or store", "kept"),
    ("iterations", "before: edge", "before: edgy", "tier", "edge"),
    ("iterations", "runs: [edge, log", "runs: [edge, lgo", "tier or store", "log"),
    ("iterations", "replicate: {kept", "replicate: {kepd", "store", "kept"),
    ("iterations", "from: here", "from: heer", "region", "here"),
    ("iterations", "to: there", "to: their", "region", "there"),
    ("architecture", "workload: click", "workload: klick", "workload", "click"),
    ("architecture", "browser -> edge", "browser -> etge", "", "edge"),
    ("architecture", "queue: edge", "queue: edgge", "tier", "edge"),
    ("architecture", "call: append", "call: appnd", "flow", "append"),
    ("architecture", "commit: kept", "commit: kep", "store", "kept"),
    ("architecture", "read: kept", "read: kep", "store", "kept"),
    ("architecture", "metrics: {edge", "metrics: {egde", "tier", "edge"),
    ("stress", "of: workloads.click", "of: workloads.clik", "workload", "click"),
    ("stress", "of: kept", "of: kebt", "", "kept"),
    ("stress", "of: all", "of: al", "tier", None),
]
"""Phase, what stands there, what stands there instead, what it should be, and what it is nearest to."""


def of(folder: Path, **changes: str) -> Analysis:
    return analysed(folder, **{**PHASES, **changes})


def test_nothing_is_found_when_every_name_leads_somewhere(tmp_path: Path) -> None:
    assert "N201" not in findings(of(tmp_path))


@pytest.mark.parametrize(("phase", "good", "bad", "noun", "nearest"), BROKEN, ids=[b[2] for b in BROKEN])
def test_a_name_that_leads_nowhere(
    tmp_path: Path, phase: str, good: str, bad: str, noun: str, nearest: str | None
) -> None:
    assert good in PHASES[phase]
    found = of(tmp_path, **{phase: PHASES[phase].replace(good, bad, 1)})
    mine = [f for f in found.findings if f.code == "N201" and f.printed and f.printed in bad]
    assert mine, [(f.code, f.message) for f in found.findings]
    finding = mine[0]
    assert noun in finding.message
    if nearest is not None:
        assert f"did you mean `{nearest}`" in finding.help
    line = Path(finding.location.file).read_text().splitlines()[finding.location.line - 1]
    assert finding.printed in line[finding.location.column - 1 :][: len(good) + 1]


def test_one_wrong_name_is_not_reported_over_and_over(tmp_path: Path) -> None:
    """A tier that does not exist is one finding, however much would have followed from it."""
    found = of(tmp_path, slo=PHASES["slo"].replace("tier: log", "tier: lag"))
    assert findings(found).count("N201") == 1


def test_in_formulas_too(tmp_path: Path) -> None:
    """An unknown name in an author's formula has its column and the nearest id."""
    context = PHASES["context"] + "quantities: {twice: {formula: 2 * workloads.clic.peak, role: peak}}\n"
    found = of(tmp_path, context=context)
    (finding,) = [f for f in found.findings if f.code == "N201"]
    assert "`workloads.clic.peak`" in finding.message
    assert "`workloads.click.peak`" in finding.help
    line = Path(finding.location.file).read_text().splitlines()[finding.location.line - 1]
    assert line[finding.location.column - 1 :].startswith("workloads.clic.peak")


def test_own_quantities_in_a_ring(tmp_path: Path) -> None:
    context = PHASES["context"] + "quantities: {one: {formula: other * 2}, other: {formula: one / 2}}\n"
    found = of(tmp_path, context=context)
    assert findings(found).count("N203") == 1
    assert found.graph.value("quantities.one") is None
    assert found.graph.value("workloads.click.peak") == about(5000), "the rest is computed"
