"""Phase 5, observability: series, samples, spans and log lines, and the bytes they make a day."""

from __future__ import annotations

from nalsd.analysis.author import Author
from nalsd.analysis.constants import state_fact
from nalsd.analysis.fleet import everywhere
from nalsd.designs.schema.architecture import Logs, Observability, Traces
from nalsd.graph import Citation, Const, Name, total
from nalsd.knowledge import Fact
from nalsd.physics import telemetry

ID = "observability"
SAMPLE = Fact(
    "telemetry.sample", "1 .. 2 B/sample",
    Citation("Prometheus documentation, Storage: 1 to 2 bytes a sample on average",
             "https://prometheus.io/docs/prometheus/latest/storage/", "2026-11", "B"),
    "what a compressed sample takes on disk",
)  # fmt: skip
SCRAPE = "15 s"
SCRAPE_SOURCE = Citation(
    "Prometheus documentation, Getting started: scrape_interval 15 s",
    "https://prometheus.io/docs/prometheus/latest/getting_started/",
)


def add_telemetry(author: Author) -> None:
    """Ids `observability.*`: what watching the design itself costs."""
    declared = author.design.architecture.observability
    if declared is None:
        return
    if declared.metrics:
        _metrics(author, declared)
    if declared.traces is not None:
        _traces(author, declared.traces)
    if declared.logs is not None:
        _logs(author, declared.logs)
    parts = [p for p in ("metrics", "trace", "log") if f"{ID}.{p}_bytes_day" in author.graph]
    if parts:
        author.graph.express(
            f"{ID}.bytes_day", total([Name(f"{ID}.{p}_bytes_day") for p in parts]), unit="B", role="volume",
            label="Telemetry, bytes a day",
        )  # fmt: skip


def _metrics(author: Author, declared: Observability) -> None:
    graph, found = author.graph, []
    for tier, metrics in declared.metrics.items():
        id, title = f"{ID}.metrics.{tier}", author.called(tier)
        author.state(f"{id}.metrics", metrics.series, label=f"{title}, metrics of a node", role="count",
                     unit="series")  # fmt: skip
        labels = []
        for label, values in metrics.labels.items():
            labels.append(f"{id}.labels.{label}")
            author.state(labels[-1], values, label=f"{title}, values of the label {label}", role="count",
                         unit="1")  # fmt: skip
        nodes = everywhere(author, tier)
        if nodes not in graph:
            continue
        graph.express(
            f"{id}.nodes", Name(nodes) / Const(1.0, graph.units.unit("node"), "1 node"),
            label=f"{title}, nodes that are watched", unit="1", role="count",
        )  # fmt: skip
        found.append(f"{id}.series")
        graph.define(
            found[-1], telemetry.series_of_tier, label=f"{title}, series", unit="series", role="count",
            metrics=f"{id}.metrics", labels=labels or [1.0], nodes=f"{id}.nodes",
        )  # fmt: skip
    if not found:
        return
    graph.express(f"{ID}.series", total([Name(s) for s in found]), label="Series", unit="series",
                  role="count")  # fmt: skip
    author.state(f"{ID}.scrape", declared.scrape, label="Time between two readings", role="duration",
                 unit="s", default=SCRAPE,
                 source=SCRAPE_SOURCE if declared.scrape is None else None)  # fmt: skip
    graph.define(f"{ID}.samples", telemetry.samples, label="Samples", unit="sample/s", role="average",
                 series=f"{ID}.series", interval=f"{ID}.scrape")  # fmt: skip
    graph.define(
        f"{ID}.metrics_bytes_day", telemetry.telemetry_per_day, label="Metrics, bytes a day", unit="B",
        role="volume", rate=f"{ID}.samples",
        size=state_fact(author, f"{ID}.sample", SAMPLE, "Bytes of a sample", "size", "B/sample"),
    )  # fmt: skip


def _requests(author: Author, role: str) -> str:
    """Id of the requests that traces and logs are made of: all workloads'."""
    return f"load.{role}"


def _traces(author: Author, declared: Traces) -> None:
    graph = author.graph
    author.state(f"{ID}.trace_sample", declared.sample, label="Share of requests that is traced",
                 role="ratio", unit="%", default="100%")  # fmt: skip
    author.state(f"{ID}.spans", declared.spans, label="Spans of a request", role="ratio", unit="span/request")
    author.state(f"{ID}.span", declared.size, label="Bytes of a span", role="size", unit="B/span")
    if "load.peak" not in graph:
        return
    for part, role in (("trace_spans", "average"), ("trace_spans_peak", "peak")):
        graph.define(
            f"{ID}.{part}", telemetry.sampled, label=f"Spans, {role}", unit="span/s", role=role,
            requests=_requests(author, role), share=f"{ID}.trace_sample", each=f"{ID}.spans",
        )  # fmt: skip
    graph.define(
        f"{ID}.trace_bytes_day", telemetry.telemetry_per_day, label="Traces, bytes a day", unit="B",
        role="volume", rate=f"{ID}.trace_spans", size=f"{ID}.span",
    )  # fmt: skip
    if declared.keep is not None:
        _kept(author, "trace", declared.keep, "Traces")


def _logs(author: Author, declared: Logs) -> None:
    graph = author.graph
    author.state(f"{ID}.log_sample", declared.sample, label="Share of requests that is logged", role="ratio",
                 unit="%", default="100%")  # fmt: skip
    author.state(f"{ID}.log_each", declared.each, label="Bytes that one request logs", role="size",
                 unit="B/request")  # fmt: skip
    if "load.average" not in graph:
        return
    graph.define(
        f"{ID}.logged", telemetry.sampled, label="Requests that are logged", unit="request/s", role="average",
        requests=_requests(author, "average"), share=f"{ID}.log_sample", each=1.0,
    )  # fmt: skip
    graph.define(
        f"{ID}.log_bytes_day", telemetry.telemetry_per_day, label="Logs, bytes a day", unit="B",
        role="volume", rate=f"{ID}.logged", size=f"{ID}.log_each",
    )  # fmt: skip
    if declared.keep is not None:
        _kept(author, "log", declared.keep, "Logs")


def _kept(author: Author, what: str, keep: object, title: str) -> None:
    author.state(
        f"{ID}.{what}_keep", keep, label=f"{title}, how long they are kept", role="duration", unit="s"
    )
    a_day = author.graph.units.unit("s")
    author.graph.express(
        f"{ID}.{what}_kept",
        Name(f"{ID}.{what}_bytes_day") * Name(f"{ID}.{what}_keep") / Const(86_400.0, a_day, "1 d"),
        label=f"{title} that are kept", unit="B", role="size",
    )  # fmt: skip
