"""Telemetry: series, samples, spans and log lines, and the bytes they make."""

from __future__ import annotations

from nalsd.graph import Citation, both, formula, guard, product
from nalsd.physics.workload import DAY

PROMETHEUS = Citation(
    "Prometheus documentation, Storage: disk space = retention x samples a second x bytes a sample",
    "https://prometheus.io/docs/prometheus/latest/storage/",
)
CARDINALITY = Citation(
    "Prometheus documentation, Instrumentation: every combination of label values is a series of its own",
    "https://prometheus.io/docs/practices/instrumentation/",
)
DAPPER = Citation(
    "B. H. Sigelman et al., Dapper, a large-scale distributed systems tracing infrastructure, Google 2010",
    "https://research.google/pubs/dapper-a-large-scale-distributed-systems-tracing-infrastructure/",
)


@formula(
    "Series of a tier",
    symbols={
        "metrics": ("series", "metrics that one node exposes"),
        "labels": ("1", "values that each label takes", {"many": True}),
        "nodes": ("1", "nodes that expose them"),
    },
    gives=("series", "series to be kept"),
    limits="every combination of label values occurs: an upper bound",
    source=CARDINALITY,
)
def series_of_tier(metrics, labels, nodes):
    """Metrics, times the values of every label, times nodes."""
    return metrics * product(labels) * nodes


@formula(
    "Samples a second",
    symbols={"series": ("?a", "series that are read"), "interval": ("s", "time between two readings")},
    gives=("?a/s", "samples a second"),
    source=PROMETHEUS,
)
def samples(series, interval):
    """Each series gives one sample a reading."""
    guard(interval > 0, "metrics are read every so often, not continuously")
    return series / interval


@formula(
    "Bytes of telemetry a day",
    symbols={
        "rate": ("?a/s", "samples, spans or lines a second, on average"),
        "size": ("B/?a", "bytes of one"),
        "day": ("s", "a day"),
    },
    gives=("B", "bytes in a day"),
    source=PROMETHEUS,
)
def telemetry_per_day(rate, size, day=DAY):
    """An average rate over a whole day."""
    return rate * size * day


@formula(
    "Sampled items",
    symbols={
        "requests": ("?a/s", "requests a second"),
        "share": ("1", "share of them that is kept"),
        "each": ("?b/?a", "spans or lines of one request"),
    },
    gives=("?b/s", "spans or lines a second"),
    source=DAPPER,
)
def sampled(requests, share, each):
    """The decision is made once a request, so its spans are kept together."""
    guard(both(share >= 0, share <= 1), "a share lies between 0 and 1")
    return requests * share * each
