"""Each bad input is one clear finding with its place and mend; the rest of the design still loads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nalsd.designs import Design, Finding, load_catalogue
from tests.designs.folders import CAPACITY, CONTEXT, SMALL, phase, write


def only(design: Design) -> Finding:
    """The one finding of a design."""
    assert len(design.findings) == 1, [str(finding) for finding in design.findings]
    return design.findings[0]


def name_of(finding: Finding) -> str:
    return Path(finding.location.file).name


FILES = [
    # what, files, code, file, line, column, words of the message, words of the mend
    (
        "missing phase",
        {"4-iterations.md": None},
        "N105",
        "index.md",
        1,
        1,
        "phase 4 is missing",
        "4-iterations.md",
    ),
    ("missing index", {"index.md": None}, "N105", "1-context.md", 1, 1, "`index.md` is missing", "title"),
    ("empty file", {"4-iterations.md": ""}, "N108", "4-iterations.md", 1, 1, "empty", "phase: 4"),
    ("blank file", {"4-iterations.md": "\n \n"}, "N108", "4-iterations.md", 1, 1, "empty", "phase: 4"),
    (
        "only prose",
        {"4-iterations.md": "Hello\n"},
        "N102",
        "4-iterations.md",
        1,
        1,
        "no front-matter",
        "phase: 4",
    ),
    (
        "a list",
        {"4-iterations.md": "---\n- phase\n---\n"},
        "N102",
        "4-iterations.md",
        2,
        1,
        "a list",
        "key: value",
    ),
    (
        "a scalar",
        {"4-iterations.md": "---\nphase 4\n---\n"},
        "N102",
        "4-iterations.md",
        2,
        1,
        "single text",
        "key:",
    ),
    (
        "nothing",
        {"4-iterations.md": "---\n---\nText\n"},
        "N102",
        "4-iterations.md",
        1,
        1,
        "empty",
        "key: value",
    ),
    (
        "not closed",
        {"4-iterations.md": "---\nphase: 4\n"},
        "N101",
        "4-iterations.md",
        1,
        1,
        "not closed",
        "`---`",
    ),
    (
        "binary",
        {"4-iterations.md": b"\x89PNG\r\n\x1a\n\x00\x00"},
        "N101",
        "4-iterations.md",
        3,
        1,
        "binary",
        "UTF-8",
    ),
    (
        "latin-1",
        {"4-iterations.md": b"---\nphase: 4\nx: \xe9\n---\n"},
        "N101",
        "4-iterations.md",
        3,
        4,
        "0xe9",
        "UTF-8",
    ),
    (
        "a tab",
        {"4-iterations.md": phase(4, "cost:\n\tcurrency: USD")},
        "N101",
        "4-iterations.md",
        4,
        1,
        "a tab",
        "spaces",
    ),
    (
        "control character",
        {"4-iterations.md": phase(4, "zones: 3\x07")},
        "N101",
        "4-iterations.md",
        3,
        9,
        "U+0007",
        "remove",
    ),
    (
        "an alias",
        {"4-iterations.md": phase(4, "zones: *three")},
        "N101",
        "4-iterations.md",
        3,
        8,
        "aliases",
        "write the values",
    ),
    (
        "an anchor",
        {"4-iterations.md": phase(4, "zones: &a 3")},
        "N101",
        "4-iterations.md",
        3,
        8,
        "anchors",
        "write the values",
    ),
    (
        "a tag",
        {"4-iterations.md": phase(4, "zones: !!python/object/apply:os.system [ls]")},
        "N101",
        "4-iterations.md",
        3,
        8,
        "tag",
        "remove the tag",
    ),
    (
        "open bracket",
        {"4-iterations.md": phase(4, "cost: {currency: USD")},
        "N101",
        "4-iterations.md",
        4,
        1,
        "{",
        "close",
    ),
    (
        "bad indentation",
        {"4-iterations.md": phase(4, "cost:\n   currency: USD\n  commitment: spot")},
        "N101",
        "4-iterations.md",
        5,
        3,
        "does not fit",
        "same column",
    ),
    (
        "two colons",
        {"4-iterations.md": phase(4, "zones: 3: 4")},
        "N101",
        "4-iterations.md",
        3,
        9,
        "`:`",
        "quote",
    ),
    (
        "duplicate key",
        {"4-iterations.md": phase(4, "zones: 3\nzones: 4")},
        "N103",
        "4-iterations.md",
        4,
        1,
        "twice",
        "keep one",
    ),
    (
        "unknown key",
        {"4-iterations.md": phase(4, "zone: 3")},
        "N104",
        "4-iterations.md",
        3,
        1,
        "`zone`",
        "`zones`",
    ),
    (
        "another phase's key",
        {"4-iterations.md": phase(4, "flows: {}")},
        "N104",
        "4-iterations.md",
        3,
        1,
        "`flows`",
        "phase 3",
    ),
    (
        "an unknown phase",
        {"4-iterations.md": "---\nphase: 7\n---\nText\n"},
        "N110",
        "4-iterations.md",
        2,
        8,
        "`7`",
        "phase: 3",
    ),
    (
        "a word for a phase",
        {"4-iterations.md": "---\nphase: four\n---\nText\n"},
        "N110",
        "4-iterations.md",
        2,
        8,
        "`four`",
        "phase: 3",
    ),
    (
        "a phase twice",
        {"9-more.md": phase(4, "zones: 3")},
        "N111",
        "9-more.md",
        2,
        1,
        "two files",
        "4-iterations.md",
    ),
    (
        "no phase",
        {"notes.md": "---\nzones: 3\n---\nText\n"},
        "N109",
        "notes.md",
        1,
        1,
        "`phase` is missing",
        "phase:",
    ),
    (
        "no title",
        {"index.md": "---\nstatus: draft\n---\nText\n"},
        "N109",
        "index.md",
        1,
        1,
        "`title` is missing",
        "title:",
    ),
    (
        "bad status",
        {"index.md": "---\ntitle: A\nstatus: drafty\n---\nText\n"},
        "N110",
        "index.md",
        3,
        9,
        "`drafty`",
        "`draft`",
    ),
]


@pytest.mark.parametrize("case", FILES, ids=[case[0] for case in FILES])
def test_a_bad_file_is_one_finding(small: Callable[..., Design], case: tuple) -> None:
    _, files, code, file, line, column, message, mend = case
    design = small(files)
    finding = only(design)
    assert (finding.code, name_of(finding)) == (code, file), finding
    assert (finding.location.line, finding.location.column) == (line, column), finding
    assert message in finding.message
    assert mend in finding.help
    assert finding.design == "clicks"
    assert list(design.context.workloads) == ["click"], "the other files are still read"


WORKLOAD = "workloads:\n  click: {kind: write, average: 2M/s, peak: 5M/s}\n"
ENTRIES = [
    # what, front-matter of phase 1, code, line, column, message, mend, workloads that remain
    (
        "kind misspelled",
        WORKLOAD + "  c: {kind: wrte, average: 1/s, peak: 2/s}",
        "N110",
        5,
        13,
        "`wrte`",
        "`write`",
        ["click"],
    ),
    (
        "a list for a value",
        WORKLOAD + "  bad: {kind: read, average: [1], peak: 2/s}",
        "N110",
        5,
        30,
        "a list",
        "",
        ["click"],
    ),
    (
        "a mapping for a value",
        WORKLOAD + "  bad: {kind: read, average: {a: 1}, peak: 2/s}",
        "N110",
        5,
        30,
        "a mapping",
        "long form",
        ["click"],
    ),
    (
        "missing key",
        WORKLOAD + "  bad: {kind: read, peak: 2/s}",
        "N109",
        5,
        3,
        "`average` is missing in `workloads.bad`",
        "average: 2M/s",
        ["click"],
    ),
    (
        "missing peak",
        WORKLOAD + "  bad: {kind: read, average: 2/s}",
        "N109",
        5,
        3,
        "peak",
        "peak_factor",
        ["click"],
    ),
    (
        "peak twice",
        WORKLOAD + "  both: {kind: read, average: 2/s, peak: 4/s, peak_factor: 2}",
        "N110",
        5,
        60,
        "`peak` and `peak_factor`",
        "keep",
        ["click", "both"],
    ),
    (
        "misspelled required key",
        WORKLOAD + "  bad: {kind: read, averge: 2/s, peak: 3/s}",
        "N104",
        5,
        21,
        "`averge`",
        "`average`",
        ["click"],
    ),
    (
        "unknown key in an entry",
        "workloads:\n  click: {kind: write, average: 2M/s, peak: 5M/s, retries: 3}",
        "N104",
        4,
        51,
        "`retries`",
        "known here",
        ["click"],
    ),
    ("a text for an entry", WORKLOAD + "  bad: 5M/s", "N110", 5, 8, "`5M/s`", "kind", ["click"]),
    ("an empty entry", WORKLOAD + "  bad:", "N110", 5, 7, "nothing is written", "kind", ["click"]),
    ("a list for entries", "workloads: [click]", "N110", 3, 1, "a list", "name: ...", []),
    ("a text for entries", "workloads: click", "N110", 3, 12, "`click`", "name: ...", []),
    (
        "a capital in a name",
        WORKLOAD + "  Click: {kind: write, average: 2M/s, peak: 5M/s}",
        "N110",
        5,
        3,
        "not a name",
        "`click`",
        ["click"],
    ),
    (
        "a unit for a name",
        WORKLOAD + "  min: {kind: write, average: 2M/s, peak: 5M/s}",
        "N110",
        5,
        3,
        "a unit",
        "",
        ["click"],
    ),
    (
        "a reserved word",
        WORKLOAD + "  if: {kind: write, average: 2M/s, peak: 5M/s}",
        "N110",
        5,
        3,
        "reserved",
        "`if_`",
        ["click"],
    ),
    (
        "a bad reference",
        WORKLOAD + "  bad: {kind: write, from: a b, average: 2M/s, peak: 5M/s}",
        "N110",
        5,
        28,
        "`a b`",
        "dots",
        ["click", "bad"],
    ),
    (
        "no day",
        "assumptions:\n  dau: {value: 3M, measured: last May}\n" + WORKLOAD,
        "N110",
        4,
        30,
        "`last May`",
        "",
        ["click"],
    ),
    (
        "a bad long form",
        "assumptions:\n  dau: {value: 3M, becuse: x}\n" + WORKLOAD,
        "N104",
        4,
        20,
        "`becuse`",
        "`because`",
        ["click"],
    ),
    (
        "an empty value",
        "assumptions:\n  dau:\n" + WORKLOAD,
        "N110",
        4,
        7,
        "nothing is written",
        "",
        ["click"],
    ),
    (
        "a huge value",
        "assumptions:\n  dau: " + "1 + " * 400 + "1\n" + WORKLOAD,
        "N110",
        4,
        8,
        "1601 characters",
        "quantities",
        ["click"],
    ),
]


@pytest.mark.parametrize("case", ENTRIES, ids=[case[0] for case in ENTRIES])
def test_a_bad_entry_costs_one_entry(small: Callable[..., Design], case: tuple) -> None:
    _, front, code, line, column, message, mend, left = case
    design = small({"1-context.md": phase(1, front)})
    finding = only(design)
    assert finding.code == code, finding
    assert (finding.location.line, finding.location.column) == (line, column), finding
    assert message in finding.message
    assert mend in finding.help
    assert list(design.context.workloads) == left


def test_what_was_left_out_is_known(small: Callable[..., Design]) -> None:
    design = small({"1-context.md": phase(1, WORKLOAD + "  bad: {kind: read, average: [1], peak: 2/s}")})
    assert "workloads.bad" in design.broken
    assert "workloads.click" not in design.broken


PHASE_3 = "tiers: {edge: {machine: aws/c7g.8xlarge}}\n"
DEEP = [
    # phase, front-matter, code, line, column, words of message and mend
    (
        3,
        PHASE_3 + "flows: {f: {from: a, to: edge, batch: {size: 3, bytes: 1 MiB}}}",
        "N110",
        4,
        56,
        "`size` and `bytes`",
    ),
    (
        3,
        PHASE_3 + "flows: {f: {from: a, to: edge, mode: push}}",
        "N110",
        4,
        38,
        "`push` is not one of `call`",
    ),
    (3, PHASE_3 + "flows: {f: {from: a, to: edge, rate: 3/s, of: g}}", "N110", 4, 38, "`rate` and `of`"),
    (3, PHASE_3 + "machines: {m: {cores: 4, ram: 8 GiB, disks: [{count: 2}]}}", "N109", 4, 46, "`model`"),
    (3, PHASE_3 + "machines: {m: {cores: 4}}", "N109", 4, 12, "`ram` is missing in `machines.m`"),
    (3, "tiers: {edge: {machine: [a]}}", "N110", 3, 25, "`tiers.edge.machine`"),
    (3, "tiers: {edge: {machine: a, scaling: usl(0.1}}", "N110", 3, 37, "`usl(0.1`"),
    (2, "slos: {up: {for: a, latency: 3 ms, availability: 99%}}", "N110", 3, 30, "two objectives"),
    (2, "slos: {up: {for: a}}", "N109", 3, 8, "no objective"),
    (2, "stores: {t: {tier: a, service: b}}", "N110", 3, 32, "`tier` and `service`"),
    (4, "balancers: {c: {before: edge, layer: 5}}", "N110", 3, 38, "`5` is not one of `4`, `7`"),
    (
        5,
        "paths: {p: {stages: [{queue: edge}, {waits: 1 s, rtt: a -> b}]}}",
        "N110",
        3,
        37,
        "two stages in one",
    ),
    (5, "paths: {p: {stages: [{queue: edge}, {quue: edge}]}}", "N110", 3, 37, "`quue`"),
    (5, "paths: {p: {stages: [{rtt: browser to edge}]}}", "N110", 3, 28, "`paths.p.stages[1].rtt`"),
    (
        5,
        "paths: {p: {stages: [{all_of: [{queue: [a]}]}]}}",
        "N110",
        3,
        40,
        "`paths.p.stages[1].all_of[1].queue`",
    ),
    (6, "stress: {t: {kind: surge}}", "N109", 3, 10, "a surge needs"),
    (6, "stress: {t: {kind: earthquake}}", "N110", 3, 20, "`earthquake` is no kind of stress test"),
    (6, "stress: {t: {load: 10x}}", "N109", 3, 10, "`kind` is missing"),
    (6, "stress: {t: {kind: hot_key, share: 3%}}", "N109", 3, 10, "`of` is missing in `stress.t`"),
    (6, "ignore: [{rule: N604}]", "N109", 3, 10, "`because` is missing in `ignore[1]`"),
    (6, "ignore: [{rule: tier, because: x}]", "N110", 3, 17, "`tier`"),
]


@pytest.mark.parametrize("case", DEEP, ids=[case[1][-40:] for case in DEEP])
def test_findings_deep_in_a_file_have_exact_places(small: Callable[..., Design], case: tuple) -> None:
    number, front, code, line, column, message = case
    name = next(name for name in SMALL if name.startswith(str(number)))
    files = {name: phase(number, front)}
    finding = only(small(files))
    assert (finding.code, finding.location.line, finding.location.column) == (code, line, column), finding
    assert message in finding.message
    assert name_of(finding) == name


def test_messages_speak_no_jargon_of_libraries(small: Callable[..., Design]) -> None:
    words = (
        "dict",
        "pydantic",
        "validation",
        "NoneType",
        "str ",
        "input should",
        "Traceback",
        "scalar",
        "token",
        "node",
    )
    for case in DEEP:
        name = next(name for name in SMALL if name.startswith(str(case[0])))
        for finding in small({**SMALL, name: phase(case[0], case[1])}).findings:
            text = f"{finding.message} {finding.help}".lower()
            assert not [word for word in words if word.lower() in text], finding


def test_several_findings_of_one_file_are_all_found(small: Callable[..., Design]) -> None:
    front = WORKLOAD + "  one: {kind: x, average: [], peak: 2/s}\n  two: {kind: read}\nfoo: 1\nunits: {a: b}"
    codes = [finding.code for finding in small({"1-context.md": phase(1, front)}).findings]
    assert codes == ["N110", "N110", "N109", "N104", "N110"]


def test_the_same_fault_is_told_once(small: Callable[..., Design]) -> None:
    places = [
        (finding.code, finding.location)
        for finding in small({"1-context.md": phase(1, WORKLOAD + "foo: 1\nbar: {}")}).findings
    ]
    assert len(places) == len(set(places)) == 2


def test_a_folder_without_designs(tmp_path: Path) -> None:
    catalogue = load_catalogue(tmp_path)
    assert [finding.code for finding in catalogue.findings] == ["N113"]
    assert "nalsd new" in catalogue.findings[0].help


@pytest.mark.parametrize("make", [False, True])
def test_a_folder_that_is_none(tmp_path: Path, make: bool) -> None:
    path = tmp_path / "designs"
    if make:
        path.write_text("x")
    assert [finding.code for finding in load_catalogue(path).findings] == ["N113"]


def test_a_broken_design_leaves_the_others_alone(tmp_path: Path) -> None:
    write(tmp_path / "good", SMALL)
    write(
        tmp_path / "bad",
        {"index.md": b"\x00\x01", "1-context.md": "---\n[\n---\n", "2-slo.md": "---\n- a\n---\n"},
    )
    catalogue = load_catalogue(tmp_path)
    assert [design.slug for design in catalogue.designs] == ["bad", "good"]
    assert catalogue.design("good").findings == []
    codes = [finding.code for finding in catalogue.design("bad").findings if finding.code != "N105"]
    assert codes == ["N101", "N101", "N102"]


def test_one_design_is_a_catalogue_of_one(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path / "clicks", SMALL))
    assert [design.slug for design in catalogue.designs] == ["clicks"]


def test_a_folder_of_pictures_is_no_design(tmp_path: Path) -> None:
    write(tmp_path, {"good/" + name: content for name, content in SMALL.items()} | {"images/a.png": b"\x89"})
    catalogue = load_catalogue(tmp_path)
    assert [design.slug for design in catalogue.designs] == ["good"]
    assert catalogue.all_findings == []


def test_a_readme_is_no_phase(small: Callable[..., Design]) -> None:
    assert small({"README.md": "How to edit this.\n"}).findings == []


def test_a_bad_name_of_a_folder(tmp_path: Path) -> None:
    from nalsd.designs import load_design

    design = load_design(write(tmp_path / "My Design!", SMALL))
    assert only(design).code == "N110"
    assert design.slug == "my-design"


@pytest.mark.parametrize(
    ("index", "status"),
    [
        ("---\ntitle: A\nstatus: published\n---\n", "published"),
        ("---\ntitle: [A\nstatus: review\n---\n", "review"),
        ("---\ntitle: A\nfoo: 1\nstatus: 'review'\n---\n", "review"),
        ("---\ntitle: A\n---\n", "draft"),
        ("---\ntitle: A\nstatus: published\n", "published"),
        ("---\ntitle: A\nstatus:\n---\n", "draft"),
    ],
)
def test_the_status_is_known_even_of_a_broken_index(
    small: Callable[..., Design], index: str, status: str
) -> None:
    assert small({"index.md": index}).status == status


def test_two_tiers_of_trouble_keep_the_flows(small: Callable[..., Design]) -> None:
    front = CAPACITY.split("---")[1].replace("phase: 3", "") + "limits: {l: 3}"
    design = small({"3-capacity.md": phase(3, front.strip())})
    assert [finding.code for finding in design.findings] == ["N110"]
    assert list(design.capacity.flows) == ["click_in"]
    assert CONTEXT
