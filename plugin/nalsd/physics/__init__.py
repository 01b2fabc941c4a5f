"""Formulas: one short documented function each, one module a topic.

Every formula is written once, with `nalsd.graph.formula`; it can be called with floats and traced into the
quantity graph. `FORMULAS` holds all of them by name and imports the topics only when it is asked for:
code that needs one topic imports that module (`from nalsd.physics import network`).

May be imported from here: `FORMULAS`, `TOPICS` and the topic modules. Nothing above `nalsd.graph` is used.
"""

from __future__ import annotations

from importlib import import_module

from nalsd.graph import Formula

TOPICS: tuple[str, ...] = (
    "workload",
    "data",
    "slo",
    "network",
    "packets",
    "compute",
    "storage",
    "engines",
    "memory",
    "caching",
    "limits",
    "sizing",
    "geography",
    "transport",
    "queueing",
    "waiting",
    "tails",
    "latency",
    "paths",
    "availability",
    "durability",
    "quorum",
    "skew",
    "hashing",
    "blast_radius",
    "failover",
    "copies",
    "cost",
    "overload",
    "retries",
    "detection",
    "telemetry",
)
"""The topic modules, in the order in which the reference shows them. A new topic is one more name here."""


def _collect() -> dict[str, Formula]:
    """Import every topic and gather its formulas; two formulas of one name are a programming error."""
    formulas: dict[str, Formula] = {}
    for topic in TOPICS:
        module = import_module(f"{__name__}.{topic}")
        for value in vars(module).values():
            if not isinstance(value, Formula) or value.topic.rpartition(".")[2] != topic:
                continue
            if value.name in formulas:
                raise ImportError(
                    f"two formulas are called {value.name}: {formulas[value.name].topic} and {topic}"
                )
            formulas[value.name] = value
    return formulas


def __getattr__(name: str) -> dict[str, Formula]:
    """`FORMULAS`, made at its first use: importing every topic costs time that one topic does not."""
    if name == "FORMULAS":
        globals()["FORMULAS"] = _collect()
        return globals()["FORMULAS"]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
