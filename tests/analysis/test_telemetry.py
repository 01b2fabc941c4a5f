"""Telemetry by hand: series, samples, spans, log lines, bytes a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from nalsd.analysis import Analysis
from tests.analysis.architectures import built, faultless
from tests.analysis.designs import about

WATCHED = """
observability:
  scrape: 10 s
  metrics:
    front: {series: 400, labels: {route: 12, code: 6}}
    log: {series: 1200}
  traces: {sample: 0.1%, spans: 8, size: 500 B, keep: 7 d}
  logs: {each: 300 B, sample: 1%, keep: 14 d}
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return faultless(tmp_path_factory.mktemp("watched"), "[{waits: 1 ms}]", more=WATCHED, iterations="")


def of(analysis: Analysis, id: str) -> float:
    value = analysis.graph.value(f"observability.{id}")
    assert isinstance(value, float), id
    return value


def test_series_are_metrics_times_labels_times_nodes(watched: Analysis) -> None:
    """400 x 12 x 6 on 4 nodes, and 1,200 on 3."""
    assert of(watched, "metrics.front.series") == 115_200
    assert of(watched, "metrics.log.series") == 3_600
    assert of(watched, "series") == 118_800


def test_samples(watched: Analysis) -> None:
    assert of(watched, "samples") == 11_880
    # 1 to 2 bytes a sample: the median of the range is the root of 2
    assert of(watched, "metrics_bytes_day") == about(11_880 * 86_400 * 2**0.5, rel=1e-6)


def test_traces_of_the_average_and_of_the_peak(watched: Analysis) -> None:
    """2,000 requests a second on average, 5,000 at peak; volumes follow from the average."""
    assert of(watched, "trace_spans") == about(2_000 * 0.001 * 8)
    assert of(watched, "trace_spans_peak") == about(5_000 * 0.001 * 8)
    assert of(watched, "trace_bytes_day") == about(16 * 500 * 86_400)
    assert of(watched, "trace_kept") == about(16 * 500 * 86_400 * 7)
    assert watched.graph["observability.trace_bytes_day"].role == "volume"


def test_logs(watched: Analysis) -> None:
    assert of(watched, "logged") == about(20)
    assert of(watched, "log_bytes_day") == about(20 * 300 * 86_400)
    assert of(watched, "log_kept") == about(20 * 300 * 86_400 * 14)


def test_all_of_it(watched: Analysis) -> None:
    parts = ("metrics_bytes_day", "trace_bytes_day", "log_bytes_day")
    assert of(watched, "bytes_day") == about(sum(of(watched, part) for part in parts))


def test_every_number_says_where_it_comes_from(watched: Analysis) -> None:
    for id in watched.graph.ids("observability."):
        quantity = watched.graph[id]
        assert quantity.computed or quantity.source is not None, id
        assert quantity.unit is not None, id


def test_defaults(tmp_path: Path) -> None:
    """Prometheus reads every 15 s; everything is traced and logged unless a share is stated."""
    more = """
    observability: {metrics: {log: {series: 1500}}, traces: {spans: 2, size: 100 B}, logs: {each: 10 B}}
    """
    design = faultless(tmp_path, "[{waits: 1 ms}]", more=more, iterations="")
    assert of(design, "samples") == 1_500 * 3 / 15
    assert of(design, "trace_spans") == about(4_000)
    assert of(design, "log_bytes_day") == about(2_000 * 10 * 86_400)
    assert "observability.log_kept" not in design.graph


def test_what_is_not_stated_is_unknown(tmp_path: Path) -> None:
    more = "observability: {traces: {sample: 1%}, logs: {sample: 1%}}\n"
    design = faultless(tmp_path, "[{waits: 1 ms}]", more=more)
    for id in ("trace_spans", "trace_bytes_day", "log_bytes_day", "bytes_day"):
        assert design.graph.value(f"observability.{id}") is None


def test_nothing_watched(tmp_path: Path) -> None:
    design = faultless(tmp_path, "[{waits: 1 ms}]")
    assert design.graph.ids("observability.") == []


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (
            "observability: {traces: {sample: 130%, spans: 2, size: 1 B}}\n",
            "a share lies between 0% and 100%",
        ),
        ("observability: {scrape: 0 s, metrics: {log: {series: 1}}}\n", "not continuously"),
    ],
)
def test_bad_numbers(more: str, reason: str, tmp_path: Path) -> None:
    design = built(tmp_path, "[{waits: 1 ms}]", more=more)
    assert any(reason in f.message for f in design.findings)
    assert design.graph.value("observability.bytes_day") is None
