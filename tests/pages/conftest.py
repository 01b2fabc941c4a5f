"""A small graph with stated, computed and unknown quantities, and a way to read widgets as documents."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup

from nalsd.graph import Citation, Graph, Location, ceil, formula
from nalsd.pages.html import VOID
from nalsd.pages.scope import Scope
from nalsd.units import STANDARD

RFC = Citation("RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110", confidence="A")


@formula(
    "Payload of a workload",
    symbols={"rate": ("request/s", "requests a second"), "size": ("B/request", "bytes of one request")},
    gives=("B/s", "bytes a second"),
    source=RFC,
    limits="payload without headers",
)
def payload(rate, size):
    """Rate times size."""
    return rate * size


@formula(
    "Machines for a demand",
    symbols={
        "demand": ("?a", "what is needed"),
        "supply": ("?a/node", "what one machine gives"),
        "target": ("1", "target utilisation"),
    },
    gives=("node", "machines"),
    source=Citation("Site Reliability Workbook, chapter 12"),
)
def machines(demand, supply, target):
    """The demand over what a machine gives at its target, rounded up."""
    return ceil(demand / (supply * target))


@pytest.fixture
def graph() -> Graph:
    """5 M requests/s of 500 B, 9 Gbps a machine at 70%: 20 Gbps, 4 machines."""
    made = Graph()
    place = Location("designs/clicks/1-context.md", 12)
    made.given("rate", STANDARD.literal("5M request/s"), label="Clicks at peak", role="peak", source=place)
    made.given("size", STANDARD.literal("500 B/request"), label="Size of a click", role="size", source=place)
    made.given("nic", STANDARD.literal("9 Gbps/node"), label="NIC baseline", role="supply", source=RFC)
    made.given("target", STANDARD.literal("70%"), label="Network target", role="ratio", default=True)
    made.given("share", STANDARD.literal("45.8%"), label="Utilisation", role="ratio", source=place)
    made.given("lost", None, label="Packet allowance", unit="packet/s", role="limit", source=RFC)
    made.given("ads", STANDARD.value("1M .. 3M"), label="Active ads", role="count", source=place)
    made.given("name", "network", label="Bottleneck", role="choice")
    made.define("payload", payload, label="Payload", unit="Gbps", role="peak", rate="rate", size="size")
    made.define(
        "tiers.log.nodes", machines, label="Machines", unit="node", role="count",
        demand="payload", supply="nic", target="target",
    )  # fmt: skip
    assert made.resolve() == []
    return made


@pytest.fixture
def scope(graph: Graph) -> Scope:
    return Scope(graph)


def soup(markup: str) -> BeautifulSoup:
    """The markup as a browser would read it."""
    return BeautifulSoup(markup, "html.parser")


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        self.faults += [f"{tag}: {name} twice" for name in set(names) if names.count(name) > 1]
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += [] if tag in VOID else [f"<{tag}/> is not closed in HTML"]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def well_formed(markup: str) -> None:
    """Every element is closed in order, no attribute stands twice, no id is used twice, all on one line."""
    reader = _Balance()
    reader.feed(markup)
    reader.close()
    assert reader.faults == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids)), "an id is used twice"
    assert "\n" not in markup
