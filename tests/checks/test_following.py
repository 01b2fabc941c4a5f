"""What only follows from another fault is not told beside it; what stands by itself is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nalsd.checks import check_catalogue
from nalsd.checks.report import Reported
from tests.checks import small

CLAIM = (
    "\n[20 Mbps](nalsd:tiers.log.single.network_in.demand) come in, "
    "[70 Mbps](nalsd:workloads.click.peak_payload).\n"
)
"""5,000 clicks a second of 500 B are 20 Mbps of payload, so that both claims are wrong."""


def found(folder: Path, changes: dict) -> list[Reported]:
    small.write(folder, changes)
    return check_catalogue(folder).findings


def codes(folder: Path, changes: dict) -> list[str]:
    return [reported.code for reported in found(folder, changes)]


def capacity(*changes: tuple[str, str], more: str = "") -> dict[str, str]:
    text = small.CAPACITY + more
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {"3-capacity.md": text}


def test_a_flow_that_starts_at_nothing_is_told_and_not_what_it_leaves_unknown(tmp_path: Path) -> None:
    assert codes(tmp_path / "whole", capacity(more=CLAIM)) == ["N401", "N401"]
    reported = found(
        tmp_path / "cut", capacity(("from: workloads.click", "from: clients.browsr"), more=CLAIM)
    )
    assert [r.code for r in reported] == ["N201", "N401"]
    assert "70 Mbps" in reported[1].message  # of the workload, which no flow has to carry


LIMIT = small.with_lines(
    "3-capacity.md",
    "limits:",
    "  leader: {of: tiers.log, each: node, load: append.rate, at_most: 9k/s, grows_by: %s}",
)["3-capacity.md"]


def test_what_was_left_out_for_a_refused_value_is_not_missed(tmp_path: Path) -> None:
    text = LIMIT + "\nAt most [9k/s](nalsd:limits.leader.at_most).\n"
    assert codes(tmp_path / "right", {"3-capacity.md": text % "nodes"}) == []
    assert codes(tmp_path / "wrong", {"3-capacity.md": text % "leaders"}) == ["N110"]
    unknown = text.replace("leader.at_most", "follower.at_most")
    assert codes(tmp_path / "other", {"3-capacity.md": unknown % "leaders"}) == ["N110", "N204"]


def test_a_tier_too_small_for_its_load_is_told_once(tmp_path: Path) -> None:
    """5,000/s at 50 a core and second are 100 cores, and three nodes have 48: no queue of theirs ends."""
    slow = capacity(("50k op/s/core", "50 op/s/core"))
    survive = small.replaced("4-iterations.md", "cluster:\n", "cluster:\n  log: {survive: {zones: 1}}\n")
    reported = found(tmp_path, slow | survive | {"6-stress-test.md": None, "5-architecture.md": None})
    told = [r for r in reported if r.code not in ("N105", "N204")]
    assert [r.code for r in told if "log" in r.message] == ["N601"]
    stated = capacity(("nodes: 3", told[0].help.split("`")[1]), ("50k op/s/core", "50 op/s/core"))
    assert not {"N601", "N604"} & set(codes(tmp_path / "mended", stated | survive))


@pytest.mark.parametrize(
    ("claim", "mended"),
    [
        (
            '[2,000](nalsd:workloads.click.peak "± 1%") a second',
            '`[5,000](nalsd:workloads.click.peak "± 1%")`',
        ),
        (
            "[0.01 Gbps](nalsd:workloads.click.peak_payload)",
            "`[0.02 Gbps](nalsd:workloads.click.peak_payload)`",
        ),
        ("[42](nalsd:tiers.log.single.nodes) nodes", "`[3](nalsd:tiers.log.single.nodes)`"),
    ],
)
def test_the_help_is_what_the_fix_writes(claim: str, mended: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    small.write(Path("designs"), small.with_prose("3-capacity.md", f"It is {claim}."))
    report = check_catalogue(Path("designs"))
    assert [r.code for r in report.findings] == ["N401"]
    assert f"write {mended}, or" in report.findings[0].help
    assert [edit.new for edit in report.edits] == [mended.strip("`[").split("]")[0].removesuffix(" Gbps")]


def test_a_long_algorithm_is_no_formula_to_read(tmp_path: Path) -> None:
    (reported,) = found(
        tmp_path, small.with_prose("5-architecture.md", "The p99 is [9 s](nalsd:paths.record.p99).")
    )
    assert reported.code == "N401"
    assert "percentile" not in reported.message.split("99th percentile")[1]
    assert " = " not in reported.message


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        # Two machines can neither hold the data nor three copies, nor stand in three regions.
        ("3-capacity.md", "machine: aws/i4i.8xlarge", "machine: aws/i4i.8xlarge\n    nodes: 2", "N601"),
        # Twelve could, but not where they are wanted: what they reach and survive hangs on that.
        ("3-capacity.md", "machine: aws/i4i.8xlarge", "machine: aws/i4i.8xlarge\n    nodes: 12", "N601"),
        ("4-iterations.md", "write: 2", "write: 5", "N702"),
        ("4-iterations.md", "{zones: 1}, spare: 1", "{zones: 3}, spare: 1", "N604"),
        ("3-capacity.md", "runtime: 2 GiB", "runtime: 16 GiB", "N305"),
        ("1-context.md", "average: ", "averge: ", "N104"),
        ("4-iterations.md", "spare: 1", "spare: -1", "N305"),
        ("4-iterations.md", "lag: 5 s", "lag: -5 s", "N305"),
        ("4-iterations.md", "{regions: 1}", "{regions: -1}", "N305"),
        ("4-iterations.md", "{regions: 1}", "{regions: 3}", "N604"),
    ],
)
def test_one_fault_of_a_whole_design_is_told_once(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    shutil.copytree(Path("designs/task-scheduler"), tmp_path / "task-scheduler")
    page = tmp_path / "task-scheduler" / file
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings = [reported.finding for reported in check_catalogue(tmp_path).findings]
    assert [finding.code for finding in findings] == [told], [f.message for f in findings]
    if told == "N601":
        assert "`nodes: 27`" in findings[0].help  # what the regions need: twelve, twelve and three


@pytest.mark.parametrize(
    ("design", "file", "old", "new", "told"),
    [
        # What is refused is left out or has its default: the claims behind it are of another design.
        ("news-feed", "2-slo.md", "written_by", "writen_by", "N104"),
        ("news-feed", "4-iterations.md", "takes: auto", "takes: 130%", "N305"),
        ("ad-click-aggregator", "4-iterations.md", "place: aws/us-east-1", "place: {city: Ashburn}", "N109"),
        ("ad-click-aggregator", "4-iterations.md", "us_east", "us_eats", "N201"),
        ("ad-click-aggregator", "2-slo.md", "tier: log", "tier: lgo", "N201"),
        ("task-scheduler", "4-iterations.md", "place: aws/us-east-1, ", "", "N109"),
        ("task-scheduler", "6-stress-test.md", "load: ", "laod: ", "N104"),
    ],
)
def test_what_is_computed_without_a_refused_value_is_not_held(
    tmp_path: Path, design: str, file: str, old: str, new: str, told: str
) -> None:
    shutil.copytree(Path("designs") / design, tmp_path / design)
    page = tmp_path / design / file
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings = [reported.finding for reported in check_catalogue(tmp_path).findings]
    assert [finding.code for finding in findings] == [told], [f.message for f in findings]


@pytest.mark.parametrize(
    "key", ["apis", "workloads", "stores", "machines", "tiers", "flows", "zones", "cluster", "paths"]
)
def test_a_slip_in_the_key_of_a_whole_part_is_told_once(key: str, tmp_path: Path) -> None:
    """Nothing of that part is defined then, and all that refers to it would be told."""
    (file,) = [name for name, text in small.FILES.items() if f"\n{key}:" in text]
    slip = f"\n{key[:-2]}{key[-1]}{key[-2]}:"
    claims = "\nOf [4](nalsd:design.nodes) nodes [3](nalsd:tiers.log.single.nodes) keep the clicks.\n"
    assert codes(tmp_path / "whole", {"3-capacity.md": small.CAPACITY + claims}) == []
    changes = {file: small.FILES[file].replace(f"\n{key}:", slip)}
    changes["3-capacity.md"] = changes.get("3-capacity.md", small.CAPACITY) + claims
    assert codes(tmp_path / "slip", changes) == ["N104"]


def test_a_slip_in_one_part_hides_no_slip_in_another(tmp_path: Path) -> None:
    slips = capacity(("\nflows:", "\nfolws:"), ("log: {machine: box", "log: {machine: bax"))
    assert sorted(codes(tmp_path, slips)) == ["N104", "N201"]


def test_what_does_not_follow_from_a_refused_value_is_held(tmp_path: Path) -> None:
    """A key of a flow that is not known moves what comes into tiers, no load and nothing that is stated."""
    claims = (
        "\n[20 cores](nalsd:tiers.log.machine.cores), [3 years](nalsd:tiers.log.machine.disk_life).\n" + CLAIM
    )
    assert codes(tmp_path / "whole", capacity(more=claims)) == ["N401"] * 4
    reported = found(tmp_path / "slip", capacity(("protocol: tcp", "protcol: tcp"), more=claims))
    assert [r.code for r in reported] == ["N104", "N401", "N401", "N401"]
    assert not any("network_in" in r.message for r in reported)


def test_a_refused_scenario_hides_no_other(tmp_path: Path) -> None:
    sale = "  sale: {kind: surge, load: 5000x, of: workloads.click}\n"
    stress = small.STRESS.replace("stress:\n", "stress:\n" + sale)
    assert codes(tmp_path / "whole", {"6-stress-test.md": stress}) == ["N801"]
    slip = stress.replace("lose: {zones: 1}", "loose: {zones: 1}")
    assert sorted(codes(tmp_path / "slip", {"6-stress-test.md": slip})) == ["N104", "N801"]


@pytest.mark.parametrize(("runtime", "told"), [("2 GiB", []), ("128 GiB", ["N305"])])
def test_a_runtime_that_leaves_no_memory_is_told_where_nothing_else_asks_for_any(
    tmp_path: Path, runtime: str, told: list[str]
) -> None:
    stated = f"stateless: true, memory: {{runtime: {runtime}}}"
    assert codes(tmp_path, capacity(("stateless: true", stated))) == told


@pytest.mark.parametrize(
    ("most", "told"),
    [
        # Of 10,000 a second 9,999 and 9,000 are carried: 1.9998 and 1.8 times the peak of 5,000.
        ("9999/s", "a little less than 2x the peak is carried by every tier and limit"),
        ("9000/s", "of 2x the peak, 1.8x is carried by every tier and limit"),
    ],
)
def test_a_scenario_that_is_nearly_survived_says_so(tmp_path: Path, most: str, told: str) -> None:
    leader = f"{{of: tiers.log, each: leader, load: append.rate, at_most: {most}, grows_by: nothing}}"
    limit = f"limits:\n  leader: {leader}\n---\nThree"
    sale = small.STRESS.replace(
        "zone: {kind: loss, lose: {zones: 1}, of: all}", "sale: {kind: surge, load: 2x, of: workloads.click}"
    )
    (reported,) = found(tmp_path, capacity(("---\nThree", limit)) | {"6-stress-test.md": sale})
    assert reported.code == "N801"
    assert told in reported.message


def test_a_value_of_a_machine_is_wrong_once_for_all_its_tiers(tmp_path: Path) -> None:
    assert codes(tmp_path, capacity(("nic: 10 Gbps", "nic: 10 GB"))) == ["N301"]


def test_what_can_be_lost_is_not_known_without_the_phase_that_says_so(tmp_path: Path) -> None:
    assert codes(tmp_path / "whole", {"6-stress-test.md": small.STRESS.replace("zones: 1", "zones: 3")}) == [
        "N801"
    ]
    assert codes(tmp_path / "without", {"4-iterations.md": None}) == ["N105"]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("2-slo.md", "availability: 99%", "availabilit: 99%", "N104"),  # and no objective is written
        ("1-context.md", "apis: [report_click]", "api: [report_click]", "N104"),  # and nothing serves it
        ("1-context.md", "report_click: {method", "report_clic: {method", "N201"),  # and nothing needs it
    ],
)
def test_what_is_missing_under_another_name_is_told_once(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    assert codes(tmp_path, small.replaced(file, old, new)) == [told]
