"""`nalsd explain` and `nalsd export`."""

from __future__ import annotations

import csv
import io
import json
from functools import reduce
from operator import add
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nalsd.analysis import analyse
from nalsd.analysis.uncertainty import Uncertainty
from nalsd.cli import main
from nalsd.cli.explain import Tree
from nalsd.cli.schemas import schema
from nalsd.designs import load_design
from nalsd.graph import Graph, Name, argmax
from nalsd.units import STANDARD
from tests.checks import small

SHIPPED = str(Path(__file__).parents[2] / "designs")


@pytest.fixture(autouse=True)
def designs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("designs")
    small.write(
        folder,
        small.with_lines(
            "1-context.md",
            "assumptions: {followers: 100 .. 400}",
            "quantities:",
            "  fan: {formula: followers * 2}",
        ),
    )
    return folder


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return out


def test_explain_goes_down_to_the_sources(capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(capsys, "explain", "click-log", "workloads.click.peak_payload").splitlines()
    # 5,000 a second times 500 B are 2.5 MB/s.
    assert lines[0].startswith("workloads.click.peak_payload = 20 Mbps (2.5 MB/s)")
    assert any("= workloads.click.peak × workloads.click.request" in line for line in lines)
    assert any("5k/s × 500 B" in line for line in lines)
    context = Path("designs/click-log/1-context.md").read_text().splitlines()
    row = next(i for i, line in enumerate(context, 1) if "peak: 5k/s" in line)
    column = context[row - 1].index("5k/s") + 1
    assert any(f"stated in designs/click-log/1-context.md:{row}:{column}" in line for line in lines)


def test_explain_cites_published_sources(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "explain", "click-log", "tiers.log.single.needed")
    assert "https://" in text
    assert "by " in text
    assert text.count("tiers.log.single.needed = ") == 1
    titles = [line.strip(" │") for line in text.splitlines() if line.strip(" │").startswith("by ")]
    repeated = {title for title in titles if titles.count(title) > 1}
    assert repeated, "the design should use a formula twice"
    lines = [line.strip(" │") for line in text.splitlines()]
    for title in repeated:
        followers = [lines[i + 1] for i, line in enumerate(lines) if line == title]
        assert sum("http" in line for line in followers) <= 1  # the sources of a formula are given once


def test_a_price_a_month_reads_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "explain", "task-scheduler", "cost.total", "--depth", "0", "--designs", SHIPPED)
    assert "USD/month " in text
    assert "month_730h" not in text


def test_a_percentile_of_a_path_is_told_stage_by_stage(capsys: pytest.CaptureFixture[str]) -> None:
    said = output(capsys, "explain", "news-feed", "paths.seen.p99", "--designs", SHIPPED, "--depth", "0")
    assert "= percentile of composed stages, quantile 0.99:" in said
    assert "(rtt.new_york.us_east.rtt, clients.app.located.new_york)" in said
    assert "alike side by side, until 8 of 8 have answered" in said
    assert "New York to US east" in output(
        capsys, "explain", "news-feed", "rtt.new_york.us_east.rtt", "--designs", SHIPPED
    )


def test_explain_can_stop_early(capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(
        capsys, "explain", "click-log", "workloads.click.peak_payload", "--depth", "0"
    ).splitlines()
    assert lines[0].startswith("workloads.click.peak_payload = 20 Mbps")
    assert lines[-1].strip() == "... from workloads.click.peak, workloads.click.request"


def test_explain_shows_the_convention_of_a_range(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "explain", "click-log", "quantities.fan")
    assert "= assumptions.followers × 2" in text
    assert "lognormal" in text and "p5 100" in text and "p95 400" in text  # the median is 200


def test_explain_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(
        output(capsys, "explain", "click-log", "workloads.click.peak_payload", "--format", "json")
    )
    Draft202012Validator(schema("explain")).validate(document)
    assert next(iter(document["quantities"])) == "workloads.click.peak_payload"
    assert document["quantities"]["workloads.click.peak_payload"]["value"] == 2.5e6
    assert document["quantities"]["workloads.click.request"]["source"]["file"].endswith("1-context.md")


def test_explain_of_an_unknown_id_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "click-log", "workloads.click.peek_payload"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error[N204] unknown-quantity")
    assert "`workloads.click.peak_payload`" in err


@pytest.mark.parametrize("command", [["explain", "clik-log", "x"], ["export", "clik-log"]])
def test_an_unknown_design_is_a_wrong_command_line(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 2
    assert "did you mean `click-log`?" in capsys.readouterr().err


def test_a_design_can_be_named_by_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    by_slug = output(capsys, "export", "click-log")
    assert output(capsys, "export", "designs/click-log") == by_slug


def test_every_quantity_can_be_explained(designs: Path) -> None:
    graph = analyse(load_design(designs / "click-log")).graph
    graph.resolve()
    for quantity in graph:
        lines = list(Tree(graph).lines(quantity.id))
        assert lines[0].startswith(f"{quantity.id} = ")
        assert max(map(len, lines)) < 2000


def test_a_long_formula_is_told_in_parts() -> None:
    """Seventy terms of one: 24 operations and operands are 12 terms in a line, six lines for 70."""
    graph = Graph()
    for i in range(70):
        graph.given(f"part_{i}", STANDARD.literal("1"), label="part", unit="1", role="count")
    total = reduce(add, [Name(f"part_{i}") for i in range(70)])
    graph.given("n", STANDARD.literal("7"), label="nodes", unit="1", role="count")
    graph.express("each", total / Name("n"), label="each", role="count")
    names = {f"tier_{i}": Name(f"part_{i}") * float(i) for i in range(40)}
    graph.express("first", argmax(names), label="first", role="choice")
    graph.resolve()
    lines = list(Tree(graph, depth=0).lines("each"))
    assert lines[1] == "   = the sum below / 7   (n)"
    assert [line.rpartition(" = ")[2].split(" ")[0] for line in lines[2:8]] == ["12"] * 5 + ["10"]
    chosen = list(Tree(graph, depth=0).lines("first"))
    assert chosen[1] == "   = the largest of 40" and chosen[10].strip() == "and 32 smaller"
    assert chosen[2].split("   (")[0].strip() == "tier 39: 1 × 39 = 39"


def test_a_choice_shows_what_it_chose_first() -> None:
    """Also of few, and of equals the one that was declared first."""
    graph = Graph()
    for id in "abc":
        graph.given(
            id, STANDARD.literal("3 nodes" if id == "b" else "7 nodes"), label=id, unit="node", role="count"
        )
    names = {name: Name(id) for name, id in (("cpu", "a"), ("memory", "b"), ("disk_iops", "c"))}
    graph.express("first", argmax(names), label="first", role="choice")
    graph.resolve()
    assert [line.strip() for line in Tree(graph, depth=0).lines("first")][1:5] == [
        "= the largest of 3", "CPU: 7 nodes   (a)", "disk IOPS: 7 nodes   (c)", "memory: 3 nodes   (b)",
    ]  # fmt: skip


def test_what_binds_in_the_samples_is_told_in_words() -> None:
    graph = Graph()
    graph.express("first", argmax({"cpu": Name("a"), "disk_iops": Name("b")}), label="first", role="choice")
    sampled = Uncertainty(1, 100, shares={"first": {"disk_iops": 0.75, "cpu": 0.25}})
    lines = list(Tree(graph, sampled=sampled).lines("first"))
    assert "of the samples: disk IOPS in 75.0%, CPU in 25.0%" in [line.strip() for line in lines]


def test_export_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(output(capsys, "export", "click-log"))
    Draft202012Validator(schema("export")).validate(document)
    assert (document["schema"], document["design"]) == ("nalsd/export/1", "click-log")
    quantities = document["quantities"]
    payload = quantities["workloads.click.peak_payload"]
    assert (payload["value"], payload["unit"], payload["role"]) == (2.5e6, "B/s", "peak")
    assert payload["inputs"] == ["workloads.click.peak", "workloads.click.request"]
    assert payload["formula"] == "workloads.click.peak × workloads.click.request"
    assert (payload["p5"], payload["p50"], payload["p95"]) == (None, None, None)
    spread = quantities["assumptions.followers"]
    assert spread["p5"] == pytest.approx(100, rel=1e-9)
    assert spread["p50"] == pytest.approx(200, rel=1e-9)
    assert spread["p95"] == pytest.approx(400, rel=1e-9)
    still = quantities["constants.packets.socket"]  # known from 350k to 1M, and no choice of this author
    assert (still["value"], still["p5"], still["p95"]) == (500_000, None, None)
    assert set(payload) == {
        "value", "unit", "label", "role", "formula", "inputs", "source", "p5", "p50", "p95"
    }  # fmt: skip


def test_export_as_csv_has_the_same_values(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(output(capsys, "export", "click-log"))
    rows = list(csv.DictReader(io.StringIO(output(capsys, "export", "click-log", "--format", "csv"))))
    assert [row["id"] for row in rows] == list(document["quantities"])
    for row in rows:
        value = document["quantities"][row["id"]]["value"]
        if isinstance(value, float):
            assert float(row["value"]) == value


def test_export_as_csv_starts_no_formula_in_a_spreadsheet(
    designs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write(
        designs,
        small.with_lines("1-context.md", "quantities:", "  fan: {formula: 2 * 3, label: '=HYPERLINK(1)'}"),
    )
    rows = list(csv.DictReader(io.StringIO(output(capsys, "export", "click-log", "--format", "csv"))))
    assert next(row["label"] for row in rows if row["id"] == "quantities.fan") == "'=HYPERLINK(1)"


def test_export_as_markdown_is_a_table(designs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write(
        designs,
        small.with_lines("1-context.md", "quantities:", "  fan: {formula: 2 * 3, label: 'a | <b>'}"),
    )
    lines = output(capsys, "export", "click-log", "--format", "markdown").splitlines()
    assert lines[0] == "# Click log"
    row = next(line for line in lines if "`workloads.click.peak_payload`" in line)
    assert "20 Mbps (2.5 MB/s)" in row
    assert any("a \\| \\<b\\>" in line for line in lines)


def test_a_measured_number_says_by_whom_and_when(capsys: pytest.CaptureFixture[str]) -> None:
    peak = "peak: {value: 5k/s, because: the sale, measured: 2025-11-28, source: access logs}"
    small.write(Path("designs"), small.replaced("1-context.md", "peak: 5k/s", peak))
    shown = output(capsys, "explain", "click-log", "workloads.click.peak")
    assert "the sale; source: access logs; measured 2025-11-28" in shown


def test_a_flow_may_name_its_workload_without_the_family(capsys: pytest.CaptureFixture[str]) -> None:
    small.write(Path("designs"), small.replaced("3-capacity.md", "from: workloads.click", "from: click"))
    assert "flows.append.rate = 5,000 requests/s" in output(
        capsys, "explain", "click-log", "flows.append.rate"
    )


@pytest.mark.parametrize("prefix", ["workloads.click", "nalsd:workloads.click."])
def test_explain_lists_what_lies_below_a_prefix(capsys: pytest.CaptureFixture[str], prefix: str) -> None:
    code = main(["explain", "click-log", prefix])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "") and "did you mean" not in err
    assert "  workloads.click.peak = 5,000 requests/s" in err
    assert "  workloads.click.peak_payload = 20 Mbps (2.5 MB/s)" in err
    assert "workloads.clicks" not in err


def test_explain_lists_forty_and_says_how_many_more(capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", "click-log", "--format", "csv"])
    ids = [row["id"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    many = sum(id.startswith("tiers.") for id in ids)
    assert many > 40
    assert main(["explain", "click-log", "tiers"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 42 and lines[-1].strip() == f"and {many - 40} more"


def test_the_folder_of_designs_may_stand_in_the_settings(
    designs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    designs.rename("sizing")
    assert main(["explain", "click-log", "workloads.click.peak"]) == 2
    Path("pyproject.toml").write_text('[tool.nalsd]\ndesigns = "sizing"\n')
    assert main(["explain", "click-log", "workloads.click.peak"]) == 0
    assert "sizing/click-log/1-context.md" in capsys.readouterr().out
