"""Inputs that break a law or a definition: a finding that names it, with its numbers and its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.designs import Finding
from tests.analysis.designs import BOX, CLICKS, FLAT, write

LEFT_OUT = ("N105", "N106", "N107", "N114")
"""What a draft may lack."""

PHASES = {
    "context": CLICKS
    + "  look: {from: browser, kind: read, average: 10k/s, peak: 30k/s, request: 100 B, response: 1 kB}\n",
    "slo": """
services: {objects: {kind: object_store, availability: 99.9%}}
stores:
  kept: {tier: log, engine: log, row: 500 B, written_by: [append], compression: 1, keep: [{for: 7 d}]}
  cache: {tier: log, caches: kept, rows: 1M row, hit_ratio: 90%, popularity: zipf(0.9)}
slos: {up: {for: workloads.click, availability: 99.9%, window: 30 d}}
""",
    "capacity": BOX
    + FLAT
    + """
tiers: {log: {machine: box, nodes: 9, work: {append: {each: 10 us}, fetch: {each: 1 us}}}}
flows:
  append: {from: workloads.click, to: log, protocol: tcp}
  fetch: {from: workloads.look, to: log, protocol: tcp}
""",
    "iterations": """
zones: 3
cluster: {log: {spread: zone, survive: {zones: 1}}, kept: {rf: 3, write: 2, read: 2}}
regions: {us_east: {place: aws/us-east-1}, eu_west: {place: aws/eu-west-1}}
""",
    "architecture": """
paths: {way: {workload: click, stages: [{queue: log}, {when: 20%, stages: [{waits: 1 ms}]}]}}
""",
    "stress": """
stress: {pill: {kind: poison_pill, of: append, share: 1%, attempts: 3, each: 1 us, expect: fails}}
""",
}


def found(folder: Path, phase: str, old: str, new: str) -> list[Finding]:
    """Findings of the design with one thing written otherwise."""
    assert old in PHASES[phase], old
    write(folder / "designs", **{**PHASES, phase: PHASES[phase].replace(old, new, 1)})
    return [f for f in check_catalogue(folder / "designs").findings if f.code not in LEFT_OUT]


def test_nothing_is_wrong_with_what_they_start_from(tmp_path: Path) -> None:
    assert found(tmp_path, "iterations", "zones: 3", "zones: 3") == []


@pytest.mark.parametrize(
    ("phase", "old", "new", "code", "numbers"),
    [
        ("iterations", "write: 2", "write: 4", "N702", ("4 copies", "3")),
        ("iterations", "read: 2", "read: 5", "N702", ("5 copies", "3")),
        ("iterations", "survive: {zones: 1}", "survive: {zones: 3}", "N604", ("3 zones", "over 3")),
        ("iterations", "survive: {zones: 1}", "survive: {zones: 5}", "N604", ("5 zones", "over 3")),
        ("iterations", "us-east-1}", "us-east-1, rtt: {eu_west: 30 ms}}", "N501", ("30 ms", "53.5 ms", "km")),
        ("iterations", "aws/us-east-1", "{city: Cork}", "N109", ("coordinates",)),
        ("capacity", "append: {each: 10 us}", "append: {each: 30 ms}", "N601", ("167%", "100%", "queue")),
        ("slo", "availability: 99.9%, window", "availability: 99% .. 99.9%, window", "N305", ("one number",)),
        ("slo", "hit_ratio: 90%", "hit_ratio: 0.8 .. 1", "N305", ("0.8 .. 1", "below 100%")),
        ("capacity", "nodes: 9", "nodes: 6 .. 12", "N305", ("6 .. 12", "whole nodes", "one whole number")),
        ("iterations", "zones: 3", "zones: 2 .. 3", "N305", ("2 .. 3", "zones are whole")),
        ("slo", "hit_ratio: 90%", "hit_ratio: 130%", "N305", ("130%", "between 0% and 100%")),
        ("slo", "availability: 99.9%, window", "availability: 130%, window", "N305", ("130%", "100%")),
        ("slo", "availability: 99.9%}}", "availability: 101%}}", "N305", ("101%", "100%")),
        ("architecture", "when: 20%", "when: 130%", "N305", ("130%", "share", "100%")),
        ("stress", "share: 1%", "share: 120%", "N305", ("120%", "share", "100%")),
        ("context", "average: 2k/s", "average: -2k/s", "N305", ("-2k/s", "a rate is not negative")),
        ("context", "peak: 5k/s", "peak: -5k/s", "N305", ("-5k/s", "a rate is not negative")),
        ("context", "peak: 5k/s", "peak: 5k/s - 9k/s", "N305", ("-4,000", "a rate is not negative")),
        ("context", "request: 500 B", "request: -500 B", "N305", ("-500 B", "a size is not negative")),
        ("context", "peak: 5k/s", "peak: 1k/s", "N305", ("peak", "below its average")),
        ("capacity", "nodes: 9", "nodes: 0", "N305", ("`0`", "at least one node")),
        ("capacity", "nodes: 9", "nodes: -2", "N305", ("`-2`", "at least one node")),
        ("capacity", "nodes: 9", "nodes: 2", "N305", ("3 copies", "2 nodes", "together")),
        ("capacity", "each: 10 us", "each: -10 us", "N305", ("-10 us", "costs something")),
        ("capacity", "cpu: 50%", "cpu: 130%", "N305", ("130%", "100%")),
        ("capacity", "nodes: 9", "nodes: 9, memory: {runtime: 100 GB}", "N305", ("100 GB", "leaves nothing")),
        ("capacity", "cores: 10", "cores: -10", "N305", ("-10", "machine")),
        ("iterations", "rf: 3", "rf: 2.5", "N305", ("2.5", "copies are whole")),
        ("iterations", "rf: 3", "rf: 2 .. 3", "N305", ("2 .. 3", "copies are whole", "one whole number")),
        ("iterations", "rf: 3", "rf: 0", "N305", ("`0`", "at least one")),
        ("iterations", "zones: 3", "zones: 0", "N305", ("`0`", "at least one")),
        (
            "slo", "slos: {", "slos: {fast: {for: workloads.click, throughput: -5k/s}, ",
            "N305", ("-5k/s", "above 0"),
        ),
        (
            "capacity", "tiers:",
            "limits: {cap: {of: log, each: l, load: look.rate, at_most: -9k/s, grows_by: nothing}}\ntiers:",
            "N305", ("-9k/s", "a ceiling lies above 0"),
        ),
        (
            "context", "workloads:", "apis: {report: {workload: click, request: 300 B}}\nworkloads:",
            "N110", ("`300 B` is a size", "`request_size: 300 B`"),
        ),
        ("slo", "compression: 1", "compression: 0", "N305", ("`0`", "some size")),
        ("slo", "hit_ratio: 90%", "ram: 900 GB", "N305", ("900 GB", "1M rows", "not larger than the data")),
        (
            "context", "browser: {}", "browser: {located: {us_east: 80%, eu_west: 70%}}",
            "N305", ("150%", "add up to 100%"),
        ),
        (
            "context", "browser: {}",
            "browser: {connections: {open: 3k, requests: 3, tls: {full: 80%, resumed: 70%}}}",
            "N305", ("80%", "70%", "at most 100%"),
        ),
        ("context", "clients:", "quantities: {waiting: {formula: 'erlang_c(10, 10)'}}\nclients:", "N305",
         ("below the number of servers", "erlang_c(10, 10)")),
    ],
)  # fmt: skip
def test_the_law_is_named_with_the_numbers(
    tmp_path: Path, phase: str, old: str, new: str, code: str, numbers: tuple[str, ...]
) -> None:
    findings = found(tmp_path, phase, old, new)
    told = [f for f in findings if f.code == code]
    assert told, [f.message for f in findings]
    text = f"{told[0].message} {told[0].help}"
    for number in numbers:
        assert number in text, text
    assert told[0].location.line > 1 and told[0].help
    assert not any(f.code == "N303" for f in findings), "nothing absurd follows from it"


def test_a_quorum_beyond_its_copies_is_told_once(tmp_path: Path) -> None:
    """Paths that wait for it have no latency then, and a claim on one is not held against nothing."""
    commit = PHASES["architecture"].replace("{waits: 1 ms}", "{commit: kept}")
    quorum = PHASES["iterations"].replace("write: 2", "write: 4")
    write(tmp_path, **{**PHASES, "architecture": commit, "iterations": quorum})
    page = tmp_path / "small-design" / "5-architecture.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}[3 ms](nalsd:paths.way.p99)\n", encoding="utf-8")
    told = [f.finding.code for f in check_catalogue(tmp_path).findings if f.finding.code not in LEFT_OUT]
    assert told == ["N702"]


def test_what_a_refused_value_leaves_out_is_not_missed(tmp_path: Path) -> None:
    """No tier is sized without its load, so figures of it are not there; a slip in an id is told anyway."""
    write(tmp_path, **{**PHASES, "context": PHASES["context"].replace("peak: 5k/s", "peak: -5k/s")})
    page = tmp_path / "small-design" / "3-capacity.md"
    link = "[](nalsd:tiers.log.single.cpu.utilisation), [](nalsd:%s)\n"
    text = page.read_text(encoding="utf-8")
    for slip, codes in (("tiers.log.single.cpu.supply", []), ("workloads.click.daily_request", ["N204"])):
        page.write_text(text + link % slip, encoding="utf-8")
        told = [f.finding for f in check_catalogue(tmp_path).findings if f.finding.code not in LEFT_OUT]
        assert sorted(f.code for f in told) == [*codes, "N305"], [f.message for f in told]


def test_a_rate_below_zero_leads_to_the_input_that_is(tmp_path: Path) -> None:
    """One finding for the formula, which names the assumption and its line; nothing of what follows."""
    context = """assumptions:
  users: -2k
  each: 5 /s
clients: {browser: {}}
workloads:
  click: {from: browser, kind: write, average: 1k/s, peak: users * each, request: 500 B}
"""
    folder = write(tmp_path, context=context, capacity=PHASES["capacity"].partition("  fetch")[0].replace(
        ", fetch: {each: 1 us}", ""))  # fmt: skip
    found = [f for f in check_catalogue(folder.parent).findings if f.finding.code.startswith("N3")]
    assert [f.finding.code for f in found] == ["N305"]
    finding = found[0].finding
    assert "`assumptions.users` is -2,000" in finding.message and "-10,000" in finding.message
    assert [(place.line, told) for place, told in finding.related] == [(4, "`assumptions.users` is -2,000")]
    assert "`assumptions.users`" in finding.help
